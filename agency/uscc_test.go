package agency_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"gongkai/agency"
)

// Codes printed by real agencies on their index numbers.
var realCodes = []string{
	"11620602013932130J", "12620600MB0523338C", "11620403013912770D", "11370322004222241N", "11341702486344515H",
}

const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

func TestParseUSCC(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     agency.USCC
		message  string // part of it
	}{
		{"凉州区科技局", "11620602013932130J", "11620602013932130J", ""},
		{"抄写时带空格和小写", " 11620602 013932130 j ", "11620602013932130J", ""},
		{"全角", "１１６２０６０２０１３９３２１３０Ｊ", "11620602013932130J", ""},
		{"少一位", "1162060201393213J", "", "应为18位，现为17位"},
		{"空", "", "", "应为18位"},
		{"含字母O", "1162060201393213OJ", "", "第17位"},
		{"校验位不符", "11620602013932130K", "", "校验位"},
		{"末位不在字符集", "11620602013932130Z", "", "校验位"},
		{"汉字", "统一社会信用", "", "不是允许的字符"},
		{"十八个汉字", strings.Repeat("码", 18), "", "应为18位"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := agency.ParseUSCC(tt.in)
			if got != tt.want || (err == nil) != (tt.message == "") || err != nil && !strings.Contains(err.Error(), tt.message) {
				t.Errorf("ParseUSCC(%q) = %q, %v; want %q, %q", tt.in, got, err, tt.want, tt.message)
			}
		})
	}
}

func TestRealCodesCarryValidOrganisationCodes(t *testing.T) {
	for _, code := range realCodes {
		u, err := agency.ParseUSCC(code)
		if err != nil {
			t.Errorf("%s: %v", code, err)
			continue
		}
		if org, err := u.OrgCode(); err != nil || string(org) != code[8:17] {
			t.Errorf("%s carries %q, %v", code, org, err)
		}
	}
	u, _ := agency.ParseUSCC(realCodes[0])
	if u.Region() != "620602" || !u.IsAgency() {
		t.Errorf("region %q, agency %v", u.Region(), u.IsAgency())
	}
	for _, org := range []string{"000014349", "053533505", "01393213-0"} {
		if _, err := agency.ParseOrgCode(org); err != nil {
			t.Errorf("organisation code %s of a published index number: %v", org, err)
		}
	}
}

// GB 32100 detects every single wrong character and every exchange of neighbours.
func TestEverySingleErrorInACodeIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := []byte(rapid.SampledFrom(realCodes).Draw(t, "code"))
		at := rapid.IntRange(0, len(code)-1).Draw(t, "at")
		to := usccAlphabet[rapid.IntRange(0, len(usccAlphabet)-1).Draw(t, "to")]
		if code[at] == to {
			return
		}
		code[at] = to
		if _, err := agency.ParseUSCC(string(code)); err == nil {
			t.Errorf("%s accepted", code)
		}
	})
	for _, code := range realCodes {
		for i := range len(code) - 1 {
			b := []byte(code)
			if b[i] == b[i+1] {
				continue
			}
			b[i], b[i+1] = b[i+1], b[i]
			if _, err := agency.ParseUSCC(string(b)); err == nil {
				t.Errorf("%s accepted for %s", b, code)
			}
		}
	}
}

func FuzzParseUSCC(f *testing.F) {
	for _, code := range realCodes {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := agency.ParseUSCC(s)
		if err != nil {
			return
		}
		if again, err := agency.ParseUSCC(string(u)); err != nil || again != u {
			t.Errorf("%q read as %q, which reads as %q, %v", s, u, again, err)
		}
	})
}

func FuzzParseRegionCode(f *testing.F) {
	f.Add("620602")
	f.Add("620602001000")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := agency.ParseRegionCode(s)
		if err == nil && (c.Level() == 0 || !c.Within(c) || !c.Within("000000")) {
			t.Errorf("%q read as %q of level %v", s, c, c.Level())
		}
	})
}

func FuzzPattern(f *testing.F) {
	f.Add("{uscc}/{year}-{serial:5}")
	f.Add("{word}〔{year}〕{serial}号")
	f.Fuzz(func(t *testing.T, s string) {
		p := agency.Pattern(s)
		if p.Check() != nil {
			return
		}
		a := agency.Agency{USCC: "11620602013932130J", Code: "kjj"}
		one, err1 := p.Format(a, "凉科公开", day("2022-08-01"), 1)
		two, err2 := p.Format(a, "凉科公开", day("2022-08-01"), 2)
		if err1 != nil || err2 != nil || one == two {
			t.Errorf("%q gives %q and %q (%v, %v)", s, one, two, err1, err2)
		}
	})
}
