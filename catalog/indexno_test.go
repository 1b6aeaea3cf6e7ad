package catalog_test

import (
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
)

// The numbers are forms seen on published pages; the patterns are those an agency would set.
func TestNumbersOfEveryDialectAreRecognised(t *testing.T) {
	for _, tt := range []struct {
		pattern agency.Pattern
		owner   agency.Agency
		on      string
		n       int
		want    catalog.IndexNo
	}{
		{"{uscc}/{year}-{serial:5}", agency.Agency{USCC: "11620602013932130J"}, "2022-01-17", 8111, "11620602013932130J/2022-08111"},
		{"{uscc}/{year}-{serial:6}", agency.Agency{USCC: "11620403013912770D"}, "2026-03-01", 206793, "11620403013912770D/2026-206793"},
		{"{code}/{year}-{serial:5}", agency.Agency{Code: "zfb"}, "2026-01-05", 21, "zfb/2026-00021"},
		{"{uscc}/{year}{month}-{serial:5}", agency.Agency{USCC: "11341702486344515H"}, "2021-10-08", 13, "11341702486344515H/202110-00013"},
		{"{org}/{year}-{serial:5}", agency.Agency{USCC: "11620602013932130J"}, "2017-06-01", 110, "013932130/2017-00110"},
	} {
		got, err := tt.pattern.Format(tt.owner, "", civil.MustParse(tt.on), tt.n)
		if err != nil || catalog.IndexNo(got) != tt.want {
			t.Errorf("%s: %q, %v; want %q", tt.pattern, got, err, tt.want)
		}
		if !catalog.LooksLikeIndexNo(got) {
			t.Errorf("%q is not recognised", got)
		}
	}
	if got := catalog.IndexNo("11620602013932130J/2022-08111").Short(); got != "2022-08111" {
		t.Error(got)
	}
}

func TestLooksLikeIndexNo(t *testing.T) {
	for s, want := range map[string]bool{
		"11620602013932130J/2022-08111": true, "１１６２０６０２０１３９３２１３０Ｊ／２０２２－０８１１１": true, "zfb/2026-00021": true,
		"凉科发〔2026〕12号": false, "2026/11-03": false, "a/2026-0001": false, "": false, "zfb/2026-": false, "zfb/2026-00x21": false,
	} {
		if got := catalog.LooksLikeIndexNo(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
