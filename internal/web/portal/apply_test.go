package portal_test

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/internal/app/apptest"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/web/webtest"
	"gongkai/ledger"

	"github.com/PuerkitoBio/goquery"
)

// filled is a complete form of a citizen.
func filled() url.Values {
	return url.Values{"agency": {"szj"}, "step": {"form"}, "kind": {"citizen"}, "name": {"张示例"}, "identity_kind": {"resident_id"}, "identity": {"11010519491231002X"},
		"phone": {"13800000009"}, "content": {"2026年汛期道路积水点位清单"}, "form": {"electronic"}, "route": {"online"}}
}

// with returns the form with other values.
func with(form url.Values, pairs ...string) url.Values {
	other := url.Values{}
	for k, v := range form {
		other[k] = v
	}
	for i := 0; i < len(pairs); i += 2 {
		other.Set(pairs[i], pairs[i+1])
	}
	return other
}

// hidden reads the fields that the review page carries on, with the answer to its question.
func hidden(t testing.TB, page string) url.Values {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"step": {"send"}}
	doc.Find("main form input[type=hidden]").Each(func(_ int, e *goquery.Selection) { form.Set(e.AttrOr("name", ""), e.AttrOr("value", "")) })
	form.Set("captcha", solve(t, doc.Find("label[for=captcha]").Text()))
	return form
}

// apply hands an application in and returns its number and code.
func (s *site) apply(t testing.TB, form url.Values) (number, code string) {
	t.Helper()
	review := s.post(t, "/apply", form)
	if review.status != 200 {
		t.Fatalf("review: %d %s", review.status, review.body)
	}
	done := s.post(t, "/apply", hidden(t, review.body))
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(done.body))
	if err != nil || done.status != 200 {
		t.Fatalf("send: %d %v %s", done.status, err, done.body)
	}
	dd := doc.Find(".ticket dd")
	return dd.Eq(0).Text(), dd.Eq(1).Text()
}

func TestTheFormAsksForNothingButWhatTheLawNames(t *testing.T) {
	s := newSite(t)
	a := s.get(t, "/apply?agency=szj")
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{}
	for _, name := range strings.Fields("agency step kind category identity_kind identity name representative contact phone email address postcode content doc_no form route files notices") {
		allowed[name] = true
	}
	doc.Find("main form").Find("input, select, textarea").Each(func(_ int, e *goquery.Selection) {
		if name := e.AttrOr("name", ""); !allowed[name] {
			t.Errorf("the form asks for %q", name)
		}
	})
}

func TestEverythingWrongIsToldAtOnceAndNothingIsLost(t *testing.T) {
	s := newSite(t)
	for name, c := range map[string]struct {
		form   url.Values
		fields []string
	}{
		"an empty form":                     {url.Values{"agency": {"szj"}, "step": {"form"}}, []string{"content", "form", "route", "name", "identity", "phone"}},
		"a wrong check digit":               {with(filled(), "identity", "110105194912310021"), []string{"identity"}},
		"post without address":              {with(filled(), "route", "post"), []string{"address"}},
		"e-mail without address":            {with(filled(), "route", "email"), []string{"email"}},
		"an organisation without its facts": {with(filled(), "kind", "organisation"), []string{"category", "identity"}},
		"a plain wrong telephone":           {with(filled(), "phone", "电话"), []string{"phone"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := s.post(t, "/apply", c.form)
			if a.status != 422 || a.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%d %v", a.status, a.header)
			}
			m := webtest.Select(t, a.body)
			for _, field := range c.fields {
				m.Has(".errors a[href='#"+field+"']", 1)
				m.Has("#"+field+"-error", 1)
			}
			if c.form.Get("content") != "" {
				m.Text("#content", c.form.Get("content"))
				m.Attr("#name", "value", c.form.Get("name"))
				m.Attr("#identity", "value", c.form.Get("identity"))
			}
		})
	}
}

func TestGoingBackKeepsWhatWasFilledIn(t *testing.T) {
	s := newSite(t)
	review := s.post(t, "/apply", filled())
	a := s.post(t, "/apply", with(hidden(t, review.body), "step", "back"))
	m := webtest.Select(t, a.body)
	m.Text("#content", "2026年汛期道路积水点位清单")
	m.Attr("#phone", "value", "13800000009")
	m.Has("#form-2:checked, [name=form][value=electronic][checked]", 1)
	m.Has(".errors", 0)
}

func TestWhatIsPublicIsOfferedBeforeAnApplicationIsSent(t *testing.T) {
	s := newSite(t)
	a := s.post(t, "/apply", with(filled(), "content", "我想要东大街排水改造工程进展，越详细越好", "doc_no", "凉市政发〔2026〕1号"))
	m := webtest.Select(t, a.body)
	m.Has(`.notice a[href="`+base+"/records/"+s.index(t, "城市照明设施管理办法（演示）")+`"]`, 1)
}

func TestTheQuestionMustBeAnsweredAndAnAnswerIsGoodOnce(t *testing.T) {
	s := newSite(t)
	form := hidden(t, s.post(t, "/apply", filled()).body)
	count := func() (n int) {
		if err := s.db.View(t.Context()).QueryRow(`SELECT count(*) FROM application`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count()
	for name, wrong := range map[string]url.Values{"wrong": with(form, "captcha", "99"), "empty": with(form, "captcha", ""), "forged": with(form, "captcha_token", strings.Repeat("A", 64)), "none": with(form, "captcha_token", "")} {
		if a := s.post(t, "/apply", wrong); a.status != 422 || !strings.Contains(a.body, "captcha-error") {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	if count() != before {
		t.Error("taken without an answer")
	}
	first := s.post(t, "/apply", form)
	if first.status != 200 {
		t.Errorf("right: %d", first.status)
	}
	ticket := func(body string) string {
		_, rest, _ := strings.Cut(body, `class="ticket`)
		words, _, _ := strings.Cut(rest, "</dl>")
		return words
	}
	if a := s.post(t, "/apply", form); a.status != 200 || ticket(a.body) == "" || ticket(a.body) != ticket(first.body) {
		t.Errorf("a second time is not answered as the first: %d %q", a.status, ticket(a.body))
	}
	if a := s.post(t, "/apply", with(form, "captcha", "99")); a.status != 422 { // and shows nothing to whoever guesses
		t.Errorf("a second time with a wrong answer: %d", a.status)
	}
	if count() != before+1 {
		t.Errorf("%d applications of one form", count()-before)
	}
}

func TestAnApplicantSeesTheCourseAndNothingThatNamesAnybody(t *testing.T) {
	s := newSite(t)
	number, code := s.apply(t, filled())
	a := s.post(t, "/track", url.Values{"number": {number}, "code": {" " + strings.ToUpper(code)}})
	if a.status != 200 || !strings.Contains(a.body, "等待受理机关与您确认") {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for _, personal := range []string{"张示例", "11010519491231002X", "13800000009", "积水点位"} {
		if strings.Contains(a.body, personal) {
			t.Errorf("the course shows %s", personal)
		}
	}
	slip := s.post(t, "/apply/slip", url.Values{"number": {number}, "code": {code}})
	if slip.status != 200 || !strings.HasPrefix(slip.body, "%PDF-") {
		t.Errorf("slip: %d", slip.status)
	}
	slip = s.post(t, "/apply/slip", url.Values{"number": {number}, "code": {code}, "form": {"ofd"}})
	if ofdtest.Check(t, []byte(slip.body)); slip.header.Get("Content-Type") != "application/ofd" || !strings.Contains(slip.header.Get("Content-Disposition"), ".ofd") {
		t.Errorf("slip as OFD: %d %v", slip.status, slip.header)
	}
	for form, begins := range map[string]string{"pdf": "%PDF-", "docx": "PK", "ofd": "PK"} {
		blank := s.get(t, "/apply/form."+form+"?agency=szj")
		if blank.status != 200 || !strings.HasPrefix(blank.body, begins) {
			t.Errorf("the blank form as %s: %d", form, blank.status)
		}
		if form == "ofd" {
			ofdtest.Check(t, []byte(blank.body))
		}
	}
	if page := s.get(t, "/apply/form.html?agency=szj"); page.status != 404 {
		t.Errorf("the blank form as a page: %d", page.status)
	}
}

func TestAWrongCodeIsAnsweredAsAnUnknownNumberAndTriesAreLimited(t *testing.T) {
	s := newSiteBy(t, apptest.Still(t))
	number, code := s.apply(t, filled())
	wrong := s.post(t, "/track", url.Values{"number": {number}, "code": {"aaaaaaaaaa"}})
	unknown := s.post(t, "/track", url.Values{"number": {strings.Repeat("9", len(number))}, "code": {"aaaaaaaaaa"}})
	if wrong.status != 422 || unknown.status != 422 || strings.ReplaceAll(wrong.body, number, "") != strings.ReplaceAll(unknown.body, strings.Repeat("9", len(number)), "") {
		t.Errorf("%d and %d, or different words", wrong.status, unknown.status)
	}
	limited := 0
	for range 30 {
		a := s.post(t, "/track", url.Values{"number": {number}, "code": {"bbbbbbbbbb"}})
		if a.status == 429 {
			limited++
			if a.header.Get("Retry-After") == "" {
				t.Error("429 without Retry-After")
			}
		}
	}
	if limited == 0 {
		t.Error("thirty wrong tries were all looked up")
	}
	if a := s.post(t, "/track", url.Values{"number": {number}, "code": {code}}); a.status != 429 {
		t.Errorf("the right code after too many tries: %d", a.status)
	}
}

// takeLetters issues the notice of correction, and takes it away as whoever has the number and the code.
func (s *site) takeLetters(t *testing.T, officer auth.Actor, of agency.ID, id application.ID, who url.Values) {
	t.Helper()
	if _, err := s.cases.IssueLetter(t.Context(), officer, of, id, "L04", casework.LetterDraft{}); err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`name="letter" value="(le_[a-z0-9]+)"`).FindStringSubmatch(s.post(t, "/track", who).body)
	if m == nil {
		t.Fatal("the course has no letter")
	}
	for form, mediaType := range map[string]string{"": "application/pdf", "pdf": "application/pdf", "ofd": "application/ofd", "exe": "application/pdf"} {
		a := s.post(t, "/track/letter", with(who, "letter", m[1], "form", form))
		if a.status != 200 || a.header.Get("Content-Type") != mediaType || a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("a letter as %q: %d %v", form, a.status, a.header)
		}
		if form == "ofd" {
			ofdtest.Check(t, []byte(a.body))
		}
	}
}

func TestACorrectionIsAnsweredOnline(t *testing.T) {
	s := newSite(t)
	number, code := s.apply(t, filled())
	of := s.agency(t, "szj")
	var id string
	if err := s.db.View(t.Context()).QueryRow(`SELECT id FROM application WHERE number = $1 AND agency = $2`, number, string(of)).Scan(&id); err != nil {
		t.Fatal(err)
	}
	today := civil.Of(s.db.Now())
	officer := staff(of, "officer", agency.RoleOfficer)
	if err := s.cases.Confirm(t.Context(), officer, of, application.ID(id), today); err != nil {
		t.Fatal(err)
	}
	who := url.Values{"number": {number}, "code": {code}}
	if a := s.post(t, "/track", who); !strings.Contains(a.body, "正在办理") || !strings.Contains(a.body, "最晚答复日期") || !strings.Contains(a.body, "期限是怎样计算的") {
		t.Errorf("open: %s", a.body)
	}
	if a := s.post(t, "/track/correct", with(who, "text", "补正")); a.status != 422 {
		t.Errorf("a correction nobody asked for: %d", a.status)
	}
	asked := application.Fact{Kind: application.CorrectionRequested, On: today, Until: today.AddDays(15), Text: "请写明街道名称"}
	if err := s.cases.AddFact(t.Context(), officer, of, application.ID(id), asked); err != nil {
		t.Fatal(err)
	}
	if err := s.cases.AddFact(t.Context(), officer, of, application.ID(id), application.Fact{Kind: application.Noted, On: today, Text: "内部备注不得外传"}); err != nil {
		t.Fatal(err)
	}
	a := s.post(t, "/track", who)
	if !strings.Contains(a.body, "等待您补正申请内容") || !strings.Contains(a.body, "请写明街道名称") || strings.Contains(a.body, "内部备注") {
		t.Errorf("correcting: %s", a.body)
	}
	s.takeLetters(t, officer, of, application.ID(id), who)
	if a := s.post(t, "/track/correct", with(who, "text", " ")); a.status != 422 || !strings.Contains(a.body, "请写明补正的内容") {
		t.Errorf("an empty correction: %d", a.status)
	}
	if a := s.post(t, "/track/correct", with(who, "text", "东大街和西关街，联系人李某某")); a.status != 200 || !strings.Contains(a.body, "补正已经提交") || !strings.Contains(a.body, "正在办理") {
		t.Errorf("corrected: %d %s", a.status, a.body)
	}
	var said int
	if err := s.db.View(t.Context()).QueryRow(`SELECT count(*) FROM ledger WHERE after LIKE '%李某某%'`).Scan(&said); err != nil || said != 0 {
		t.Errorf("the ledger repeats what the applicant wrote (%d, %v)", said, err)
	}
}

func TestAnAgencyWithoutTheChannelSaysSo(t *testing.T) {
	s := newSite(t)
	of := s.agency(t, "szj")
	form := hidden(t, s.post(t, "/apply", filled()).body)
	if err := s.db.Write(t.Context(), ledgerActor, closeOnline(string(of))); err != nil {
		t.Fatal(err)
	}
	if a := s.post(t, "/apply", form); a.status != 422 || strings.Contains(a.body, "ticket") {
		t.Errorf("taken by a channel that was closed meanwhile: %d", a.status)
	}
	if a := s.get(t, "/apply?agency=szj"); !strings.Contains(a.body, "没有开通在线申请") || strings.Contains(a.body, `id="content"`) {
		t.Errorf("%s", a.body)
	}
	if a := s.post(t, "/apply", filled()); a.status != 422 || strings.Contains(a.body, "captcha") {
		t.Errorf("the form of a closed channel: %d", a.status)
	}
}

func TestManyAtOnceGetNumbersWithoutGaps(t *testing.T) {
	s := newSite(t)
	var wait sync.WaitGroup
	numbers := make([]string, 8)
	for i := range numbers {
		review := s.post(t, "/apply", filled())
		form := hidden(t, review.body)
		wait.Go(func() {
			a := s.post(t, "/apply", form)
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
			if err == nil {
				numbers[i] = doc.Find(".ticket dd").First().Text()
			}
		})
	}
	wait.Wait()
	seen := map[string]bool{}
	for _, n := range numbers {
		if n == "" || seen[n] {
			t.Errorf("numbers %v", numbers)
			break
		}
		seen[n] = true
	}
}

var ledgerActor = ledger.Machine("test")
