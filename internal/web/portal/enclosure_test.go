package portal_test

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fee"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"

	"github.com/PuerkitoBio/goquery"
)

// send posts a form with files, as a browser does.
func (s *site) send(t testing.TB, path string, form url.Values, files map[string]string) answer {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			_ = w.WriteField(name, v)
		}
	}
	for name, content := range files {
		part, err := w.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	_ = w.Close()
	r := httptest.NewRequest("POST", base+path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.ask(t, r)
}

const paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// facts are those of the application with the number.
func (s *site) facts(t testing.TB, number string) (id application.ID, facts []application.Fact) {
	t.Helper()
	var row string
	if err := s.db.View(t.Context()).QueryRow(`SELECT id FROM application WHERE number = $1 ORDER BY id DESC LIMIT 1`, number).Scan(&row); err != nil {
		t.Fatal(err)
	}
	v, err := s.cases.Look(t.Context(), staff(s.agency(t, "szj"), "officer", agency.RoleOfficer), s.agency(t, "szj"), application.ID(row))
	if err != nil {
		t.Fatal(err)
	}
	return application.ID(row), v.Application.Facts
}

func TestFilesGoThroughTheStepsOfTheForm(t *testing.T) {
	s := newSite(t)
	refused := s.send(t, "/apply", filled(), map[string]string{"程序.exe": "MZ\x90\x00 not a document"})
	if refused.status != 422 || !strings.Contains(refused.body, "不接受") {
		t.Errorf("a program was taken: %d", refused.status)
	}
	review := s.send(t, "/apply", filled(), map[string]string{`C:\我的\说明.pdf`: paper})
	doc, _ := goquery.NewDocumentFromReader(strings.NewReader(review.body))
	token := doc.Find("main form input[name=file]").AttrOr("value", "")
	if review.status != 200 || token == "" || !strings.Contains(doc.Find("main").Text(), "说明.pdf") {
		t.Fatalf("review: %d %s", review.status, review.body)
	}
	form := hidden(t, review.body)
	for name, bad := range map[string]string{"forged": token[:len(token)-4] + "AAAA", "empty": "", "nonsense": "x!"} {
		other := s.post(t, "/apply", with(filled(), "file", bad))
		if strings.Contains(other.body, "说明.pdf") {
			t.Errorf("a token that is %s was taken", name)
		}
	}
	done := s.post(t, "/apply", form)
	number := goqueryText(t, done.body, ".ticket dd")
	_, facts := s.facts(t, number)
	if len(facts) != 1 || facts[0].Kind != application.Filed || len(facts[0].Files) != 1 || facts[0].Names[0] != "说明.pdf" {
		t.Errorf("%+v", facts)
	}
	if !strings.Contains(done.body, `data-draft-clear="apply-szj"`) {
		t.Error("the draft in the browser is not cleared")
	}
}

func goqueryText(t testing.TB, body, selector string) string {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc.Find(selector).First().Text()
}

func TestWhoeverWantsItIsToldByMailAndNobodyElse(t *testing.T) {
	s := newSite(t)
	var mails []casework.Mail
	s.cases.Post = func(_ *database.Tx, _ agency.ID, _ ledger.Subject, m casework.Mail) error {
		mails = append(mails, m)
		return nil
	}
	toApplicant := func() (n int) {
		for _, m := range mails {
			if m.To == "zhang@example.cn" {
				n++
				if strings.Contains(m.Body, "积水") || strings.Contains(m.Body, "张示例") {
					t.Errorf("the mail says too much: %s", m.Body)
				}
			}
		}
		return n
	}
	if a := s.post(t, "/apply", with(filled(), "notices", "1")); a.status != 422 || !strings.Contains(a.body, "需要邮件提醒的") {
		t.Errorf("mail without an address: %d", a.status)
	}
	s.apply(t, with(filled(), "email", "zhang@example.cn"))
	if toApplicant() != 0 {
		t.Error("told somebody who did not ask for it")
	}
	number, _ := s.apply(t, with(filled(), "email", "zhang@example.cn", "notices", "1"))
	id, _ := s.facts(t, number)
	of := s.agency(t, "szj")
	officer := staff(of, "officer", agency.RoleOfficer)
	today := civil.Of(s.db.Now())
	if err := s.cases.Confirm(t.Context(), officer, of, id, today); err != nil {
		t.Fatal(err)
	}
	if err := s.cases.AddFact(t.Context(), officer, of, id, application.Fact{Kind: application.CorrectionRequested, On: today, Until: today.AddDays(15), Text: "请写明街道"}); err != nil {
		t.Fatal(err)
	}
	if err := s.cases.AddFact(t.Context(), officer, of, id, application.Fact{Kind: application.Noted, On: today, Text: "内部"}); err != nil {
		t.Fatal(err)
	}
	if n := toApplicant(); n != 3 {
		t.Errorf("%d mails for handing in, confirming and correcting", n)
	}
}

func TestAThirdPartyAnswersWithoutAnAccount(t *testing.T) {
	s := newSite(t)
	number, code := s.apply(t, filled())
	id, _ := s.facts(t, number)
	of, today := s.agency(t, "szj"), civil.Of(s.db.Now())
	officer := staff(of, "officer", agency.RoleOfficer)
	if err := s.cases.Confirm(t.Context(), officer, of, id, today); err != nil {
		t.Fatal(err)
	}
	link, err := s.cases.Consult(t.Context(), officer, of, id, casework.Consult{Kind: application.ThirdPartyConsulted, Party: "第三方甲", Name: "王某", Question: "拟公开中标合同的单价", On: today})
	if err != nil {
		t.Fatal(err)
	}
	page := s.get(t, link)
	if page.status != 200 || !strings.Contains(page.body, "拟公开中标合同的单价") || strings.Contains(page.body, "张示例") || strings.Contains(page.body, number) {
		t.Fatalf("%d %s", page.status, page.body)
	}
	if page.header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(page.header.Get("Cache-Control"), "no-store") {
		t.Errorf("the secret may leak: %v", page.header)
	}
	if a := s.get(t, link[:len(link)-2]+"zz"); a.status != 404 {
		t.Errorf("a wrong token: %d", a.status)
	}
	for name, c := range map[string]struct {
		form url.Values
		part string
	}{
		"nothing chosen":          {url.Values{}, "请选择是否同意公开"},
		"objects without reasons": {url.Values{"agrees": {"no"}}, "请说明理由"},
	} {
		if a := s.send(t, link, c.form, nil); a.status != 422 || !strings.Contains(a.body, c.part) {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if a := s.send(t, link, url.Values{"agrees": {"no"}, "text": {"单价是商业秘密"}}, map[string]string{"证明.pdf": paper}); a.status != 200 || !strings.Contains(a.body, "意见已经提交") {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.send(t, link, url.Values{"agrees": {"yes"}}, nil); a.status != 422 {
		t.Errorf("answered twice: %d", a.status)
	}
	_, facts := s.facts(t, number)
	last := facts[len(facts)-1]
	if last.Kind != application.ThirdPartyAnswered || last.Agrees || last.Text != "单价是商业秘密" || len(last.Files) != 1 {
		t.Errorf("%+v", last)
	}
	if a := s.post(t, "/track", url.Values{"number": {number}, "code": {code}}); strings.Contains(a.body, "商业秘密") || strings.Contains(a.body, "王某") {
		t.Error("the applicant sees what the third party said")
	}
}

func TestPayingAndProposingOnline(t *testing.T) {
	s := newSite(t)
	number, code := s.apply(t, filled())
	who := url.Values{"number": {number}, "code": {code}}
	id, _ := s.facts(t, number)
	of, today := s.agency(t, "szj"), civil.Of(s.db.Now())
	officer := staff(of, "officer", agency.RoleOfficer)
	if a := s.send(t, "/track/paid", with(who, "text", "已缴"), nil); a.status != 422 {
		t.Errorf("paid what nobody asked for: %d", a.status)
	}
	if err := s.cases.Confirm(t.Context(), officer, of, id, today); err != nil {
		t.Fatal(err)
	}
	if a := s.post(t, "/track/propose", with(who, "text", "请公开积水点位清单")); a.status != 200 || !strings.Contains(a.body, "建议已经提交") {
		t.Errorf("proposed: %d", a.status)
	}
	if err := s.cases.AddFact(t.Context(), officer, of, id, application.Fact{Kind: application.ProposalTold, On: today, Agrees: true, Text: "已采纳，将于近日公开"}); err != nil {
		t.Fatal(err)
	}
	if a := s.post(t, "/track", who); !strings.Contains(a.body, "已采纳，将于近日公开") {
		t.Error("the applicant is not told what became of the proposal")
	}
	if err := s.db.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		settings, err := store.Settings(tx, of, today)
		if err != nil {
			return err
		}
		settings.Fee = agency.Payee{Collected: true, Name: "区财政局", Bank: "某银行", Account: "1"}
		tx.Record(ledger.Entry{Chain: string(of), Verb: "settings", Subject: ledger.Subject{Kind: "agency", ID: string(of)}})
		return store.SaveSettings(tx, of, settings)
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.cases.NoticeFee(t.Context(), officer, of, id, casework.Charge{Basis: fee.PerPage, Pages: 40, On: today, Until: today.AddDays(28), Text: "页数较多"}); err != nil {
		t.Fatal(err)
	}
	a := s.post(t, "/track", who)
	if !strings.Contains(a.body, "缴纳信息处理费") || !strings.Contains(a.body, "100.00元") {
		t.Errorf("%s", a.body)
	}
	if a := s.send(t, "/track/paid", who, map[string]string{"凭证.pdf": paper}); a.status != 200 || !strings.Contains(a.body, "等待核实") {
		t.Errorf("shown: %d %s", a.status, a.body)
	}
}
