package portal_test

import (
	"net/url"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/internal/casework"

	"github.com/PuerkitoBio/goquery"
)

// What a sending that is refused brought along need not be typed or chosen again, for the applicant and for a third party; and
// whoever presses the button twice has answered once and is told so.
func TestWhatWasRefusedIsKeptAndWhatWasTakenIsTakenOnce(t *testing.T) {
	s := newSite(t)
	number, code := s.apply(t, filled())
	id, _ := s.facts(t, number)
	of, today := s.agency(t, "szj"), civil.Of(s.db.Now())
	officer := staff(of, "officer", agency.RoleOfficer)
	if err := s.cases.Confirm(t.Context(), officer, of, id, today); err != nil {
		t.Fatal(err)
	}
	link, err := s.cases.Consult(t.Context(), officer, of, id, casework.Consult{Kind: application.ThirdPartyConsulted, Party: "第三方甲", Question: "拟公开中标合同的单价", On: today})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cases.AddFact(t.Context(), officer, of, id, application.Fact{Kind: application.CorrectionRequested, On: today, Until: today.AddDays(15), Text: "请写明街道"}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		at             string
		refused, right url.Values
		kind           application.Kind
	}{
		"the applicant corrects": {"/track/correct", url.Values{"number": {number}, "code": {code}, "text": {strings.Repeat("长", 2001)}}, url.Values{"number": {number}, "code": {code}, "text": {"南关西路"}}, application.Corrected},
		"a third party answers":  {link, url.Values{"agrees": {"no"}, "text": {""}}, url.Values{"agrees": {"no"}, "text": {"单价是商业秘密"}}, application.ThirdPartyAnswered},
	} {
		a := s.send(t, c.at, c.refused, map[string]string{"证明.pdf": paper})
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		form := doc.Find(`main form[action$="` + c.at + `"]`)
		token, key := form.Find("input[name=file]").AttrOr("value", ""), form.Find("input[name=once]").AttrOr("value", "")
		if a.status != 422 || token == "" || key == "" || !strings.Contains(form.Text(), "证明.pdf") || strings.TrimPrefix(form.Find("textarea").Text(), "\n") != c.refused.Get("text") {
			t.Fatalf("%s: %d, the file %q, the key %q, the words %.40q", name, a.status, token, key, form.Find("textarea").Text())
		}
		again := c.right
		again.Set("file", token)
		again.Set("once", key)
		for range 2 {
			if a := s.send(t, c.at, again, nil); a.status != 200 {
				t.Fatalf("%s: %d %s", name, a.status, goqueryText(t, a.body, "main"))
			}
		}
		_, facts := s.facts(t, number)
		n := 0
		for _, f := range facts {
			if f.Kind == c.kind {
				if n++; len(f.Names) != 1 || f.Names[0] != "证明.pdf" {
					t.Errorf("%s: the files are %v", name, f.Names)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s: entered %d times", name, n)
		}
	}
}
