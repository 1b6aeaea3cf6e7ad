package catalog_test

import (
	"testing"

	"gongkai/catalog"
	"gongkai/civil"

	"pgregory.net/rapid"
)

// The numbers are forms seen on published pages.
func TestNumbersInEveryDialect(t *testing.T) {
	liangzhou := catalog.Owner{USCC: "11620602013932130J", Org: "013932130", Dept: "kjj"}
	for _, tt := range []struct {
		pattern catalog.Pattern
		owner   catalog.Owner
		on      string
		n       int64
		want    catalog.IndexNo
		period  string
	}{
		{"{uscc}/{year}-{n:5}", liangzhou, "2022-01-17", 8111, "11620602013932130J/2022-08111", "2022"},
		{"{uscc}/{year}-{n:6}", catalog.Owner{USCC: "11620403013912770D"}, "2026-03-01", 206793, "11620403013912770D/2026-206793", "2026"},
		{"{dept}/{year}-{n:5}", catalog.Owner{Dept: "zfb"}, "2026-01-05", 21, "zfb/2026-00021", "2026"},
		{"{uscc}/{month}-{n:5}", catalog.Owner{USCC: "11341702486344515H"}, "2021-10-08", 13, "11341702486344515H/202110-00013", "202110"},
		{"{org}/{year}-{n:5}", catalog.Owner{Org: "000014349"}, "2017-06-01", 110, "000014349/2017-00110", "2017"},
		{"{uscc}/{year}-{n:5}", liangzhou, "2026-12-31", 123456, "11620602013932130J/2026-123456", "2026"},
	} {
		on := civil.MustParse(tt.on)
		got, err := tt.pattern.Number(tt.owner, on, tt.n)
		if err != nil || got != tt.want || tt.pattern.Period(on) != tt.period {
			t.Errorf("%s: %q in %s, %v; want %q in %s", tt.pattern, got, tt.pattern.Period(on), err, tt.want, tt.period)
		}
		if !catalog.LooksLikeIndexNo(string(got)) {
			t.Errorf("%q is not recognised", got)
		}
	}
}

func TestPatternsThatWouldRepeatNumbersAreRefused(t *testing.T) {
	for _, p := range []catalog.Pattern{"", "{uscc}/{n:5}", "{year}-{n:5}", "{uscc}/{year}", "{uscc}/{year}-{n:0}", "{uscc}/{year}-{n}",
		"{uscc}/{year}-{n:5}x", "{uscc}/{year}{month}-{n:5}", "{uscc/{year}-{n:5}", "{name}/{year}-{n:5}", "{uscc}/{year}-{n:5}{n:5}"} {
		if len(p.Check()) == 0 {
			t.Errorf("%q was accepted", p)
		}
	}
	for _, p := range catalog.Dialects {
		if problems := p.Check(); len(problems) > 0 {
			t.Errorf("%q: %v", p, problems)
		}
	}
}

func TestAnAgencyWithoutTheCodeItsPatternNeeds(t *testing.T) {
	if x, err := catalog.Pattern("{org}/{year}-{n:5}").Number(catalog.Owner{USCC: "x"}, civil.MustParse("2026-01-01"), 1); err == nil {
		t.Errorf("wrote %q", x)
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

func TestNumbersOfOnePatternNeverMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(catalog.Dialects).Draw(t, "pattern")
		owner := catalog.Owner{USCC: "11620602013932130J", Org: "013932130", Dept: "kjj"}
		day := rapid.Custom(func(t *rapid.T) civil.Date {
			return civil.MustParse("2019-01-01").AddDays(rapid.IntRange(0, 4000).Draw(t, "day"))
		})
		a, b := day.Draw(t, "a"), day.Draw(t, "b")
		n, m := rapid.Int64Range(1, 200000).Draw(t, "n"), rapid.Int64Range(1, 200000).Draw(t, "m")
		x, _ := p.Number(owner, a, n)
		y, _ := p.Number(owner, b, m)
		if (x == y) != (p.Period(a) == p.Period(b) && n == m) {
			t.Fatalf("%s and %s", x, y)
		}
	})
}
