package law_test

import (
	"encoding/json"
	"testing"

	"gongkai/civil"
	"gongkai/law"
)

func TestEveryParameterHasExactlyOneValueOnEveryDay(t *testing.T) {
	names := map[law.Name]bool{}
	for _, p := range law.Params {
		names[p.Name] = true
	}
	last := civil.MustParse("2030-12-31")
	for d := civil.MustParse("2008-05-01"); !d.After(last); d = d.AddDays(1) {
		found := map[law.Name]int{}
		for _, p := range law.Params {
			if p.InForce(d) {
				found[p.Name]++
			}
		}
		for name := range names {
			if found[name] != 1 {
				t.Fatalf("on %s parameter %s has %d values", d, name, found[name])
			}
		}
	}
}

func TestEveryParameterCitesAPlaceInTheIndex(t *testing.T) {
	for _, p := range law.Params {
		if err := p.Cite.Check(); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if p.Status == law.Setting && p.InForce(civil.MustParse("2026-01-01")) && p.Note == "" && p.Name != law.PaymentTerm {
			t.Errorf("%s is a setting and does not say why", p.Name)
		}
	}
}

func TestIndexOfTheRegulation(t *testing.T) {
	for art := 1; art <= 56; art++ {
		if err := law.OGI.Art(art).P(1).Check(); err != nil {
			t.Error(err)
		}
	}
	for _, tt := range []struct {
		cite law.Citation
		ok   bool
	}{
		{law.OGI.Art(20).I(15), true}, {law.OGI.Art(20).I(16), false},
		{law.OGI.Art(36).I(7), true}, {law.OGI.Art(36).I(8), false},
		{law.OGI.Art(33).P(3), true}, {law.OGI.Art(33).P(4), false},
		{law.OGI.Art(57), false}, {law.Recon.Art(23).P(1).I(5), true}, {law.Recon.Art(23).P(2), true},
		{law.ID("unknown").Art(1), false}, {law.Citation{In: law.OGI, Para: 2}, false},
	} {
		if err := tt.cite.Check(); (err == nil) != tt.ok {
			t.Errorf("%+v: %v, want ok %v", tt.cite, err, tt.ok)
		}
	}
}

func TestCitationText(t *testing.T) {
	for _, tt := range []struct {
		cite law.Citation
		want string
	}{
		{law.OGI.Art(30), "《条例》第三十条"},
		{law.OGI.Art(33).P(2), "《条例》第三十三条第二款"},
		{law.OGI.Art(36).I(3), "《条例》第三十六条第三项"},
		{law.Recon.Art(23).P(1).I(4), "《行政复议法》第二十三条第一款第四项"},
		{law.Form2021.Whole(), "30号文"},
		{law.Fees.Art(6), "109号文第六条"},
		{law.Citation{}, ""},
	} {
		if got := tt.cite.String(); got != tt.want {
			t.Errorf("%+v is written %q, want %q", tt.cite, got, tt.want)
		}
	}
	if got := law.OGI.Art(36).I(3).Full(); got != "《中华人民共和国政府信息公开条例》第三十六条第三项" {
		t.Error(got)
	}
}

func TestEveryPlaceOfTheIndexIsReadBackAsWritten(t *testing.T) {
	for _, instrument := range law.Instruments {
		for art, article := range instrument.Articles {
			for para, items := range article.Items {
				for item := 0; item <= items; item++ {
					cite := instrument.ID.Art(art).P(para + 1)
					if item > 0 {
						cite = cite.I(item)
					}
					got, err := law.ParseCitation(cite.String())
					if len(article.Items) == 1 && item == 0 {
						got.Para = 1 // a sole paragraph is not named
					}
					if err != nil || got != cite {
						t.Errorf("%s read back as %+v, %v", cite, got, err)
					}
				}
			}
		}
	}
	for _, bad := range []string{"", "第三十条", "《条例》第三十三条第四款", "《条例》第五十七条", "《条例》第三条之一", "《刑法》第一条"} {
		if got, err := law.ParseCitation(bad); err == nil {
			t.Errorf("%q was read as %+v", bad, got)
		}
	}
	if got, err := law.ParseCitation("《条例》第三十六条第（三）项。"); err != nil || got != law.OGI.Art(36).I(3) {
		t.Error(got, err)
	}
}

func TestCitationJSON(t *testing.T) {
	out, err := json.Marshal(struct {
		Cite law.Citation `json:"cite"`
	}{law.OGI.Art(30)})
	if err != nil || string(out) != `{"cite":"《条例》第三十条"}` {
		t.Errorf("%s %v", out, err)
	}
	var c law.Citation
	if err := json.Unmarshal([]byte(`"《条例》第三十条"`), &c); err != nil || c != law.OGI.Art(30) {
		t.Error(c, err)
	}
}

func TestValuesOnTheDaysOfChange(t *testing.T) {
	for _, tt := range []struct {
		name  law.Name
		on    string
		value int64
		unit  law.Unit
	}{
		{law.ReplyTerm, "2019-05-14", 15, law.Workdays},
		{law.ReplyTerm, "2019-05-15", 20, law.Workdays},
		{law.CorrectionNotice, "2019-05-14", 0, law.Nothing},
		{law.CorrectionNotice, "2019-05-15", 7, law.Workdays},
		{law.PaymentTerm, "2020-12-31", 0, law.Nothing},
		{law.PaymentTerm, "2021-01-01", 20, law.Workdays},
		{law.ReconAnswer, "2023-12-31", 10, law.Days},
		{law.ReconAnswer, "2024-01-01", 10, law.Workdays},
		{law.ReplyTerm, "2000-01-01", 15, law.Workdays},
	} {
		if p := law.On(tt.name, civil.MustParse(tt.on)); p.Value != tt.value || p.Unit != tt.unit {
			t.Errorf("%s on %s = %v, want %d%s", tt.name, tt.on, p, tt.value, tt.unit)
		}
	}
}

func TestOGIOn(t *testing.T) {
	if law.OGIOn(civil.MustParse("2019-05-14")) != law.OGI2007 || law.OGIOn(civil.MustParse("2019-05-15")) != law.OGI {
		t.Error("the revision governs from 2019-05-15")
	}
}

func TestReconOn(t *testing.T) {
	if law.ReconOn(civil.MustParse("2023-12-31")) != law.Recon2009 || law.ReconOn(civil.MustParse("2024-01-01")) != law.Recon {
		t.Error("the 《行政复议法》 of 2023 governs from 2024-01-01")
	}
}

func TestNumerals(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 11: "十一", 20: "二十", 33: "三十三", 56: "五十六", 100: "一百", 105: "一百零五", 110: "一百一十", 119: "一百一十九", 999: "九百九十九"} {
		if got := law.Numeral(n); got != want {
			t.Errorf("Numeral(%d) = %s, want %s", n, got, want)
		}
	}
}

func FuzzParseCitation(f *testing.F) {
	f.Add("《条例》第三十六条第（三）项")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := law.ParseCitation(s)
		if err != nil {
			return
		}
		back, err := law.ParseCitation(c.String())
		if err != nil || back.String() != c.String() {
			t.Errorf("%q read as %s, back as %s (%v)", s, c, back, err)
		}
	})
}
