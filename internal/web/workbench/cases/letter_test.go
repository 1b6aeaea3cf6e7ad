package cases_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/dossier"
	"gongkai/internal/web/webtest"
)

// A visitor talks to the site as one of the staff.
type visitor struct {
	t      *testing.T
	client *http.Client
	base   string
}

// visit logs somebody in; redirects are followed.
func visit(t *testing.T, site *apptest.Site, login string) visitor {
	t.Helper()
	client := site.Client(t, login)
	client.CheckRedirect = nil
	return visitor{t, client, site.URL}
}

func (v visitor) get(path string) (int, string, http.Header) {
	v.t.Helper()
	answer, err := v.client.Get(v.base + path)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(body), answer.Header
}

// post sends a form as the browser would and returns where it led and what stands there.
func (v visitor) post(path string, form url.Values) (int, string) {
	v.t.Helper()
	request, err := http.NewRequest(http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// find returns the address of the application whose content has the words.
func (v visitor) find(words string) string {
	v.t.Helper()
	_, page, _ := v.get("/workbench/cases?state=all&q=" + url.QueryEscape(words))
	m := regexp.MustCompile(`href="[^"]*?(/workbench/cases/ap_[a-z0-9]+)"`).FindStringSubmatch(page)
	if m == nil {
		v.t.Fatalf("no application with %s", words)
	}
	return m[1]
}

func TestALetterFromTheStepToThePaper(t *testing.T) {
	site := apptest.Demo(t)
	clerk := visit(t, site, "szj-jingban")
	one := clerk.find("城市照明节能改造补贴发放名单")
	if _, page := clerk.post(one+"/letters/write/L04", url.Values{"do": {"issue"}}); !strings.Contains(page, "先登记“告知补正”") {
		t.Error("a letter without its step went out")
	}
	today := regexp.MustCompile(`name="on-(year|month|day)"[^>]*value="(\d+)"`)
	_, page, _ := clerk.get(one + "/do/correction_requested")
	form := url.Values{"text": {"请写明补贴的年度。"}}
	for _, m := range today.FindAllStringSubmatch(page, -1) {
		form.Set("on-"+m[1], m[2])
	}
	for _, m := range regexp.MustCompile(`name="until-(year|month|day)"[^>]*value="(\d+)"`).FindAllStringSubmatch(page, -1) {
		form.Set("until-"+m[1], m[2])
	}
	if code, page := clerk.post(one+"/do/correction_requested", form); code != http.StatusOK || !strings.Contains(page, "出具补正告知书") {
		t.Fatalf("%d: the page of the application offers no letter", code)
	}
	_, page, _ = clerk.get(one + "/letters/write/L04")
	if !strings.Contains(page, "请写明补贴的年度。") || strings.Contains(page, "郑示例") {
		t.Error("the text is not written from the facts, or the page names the applicant")
	}
	if code, page := clerk.post(one+"/letters/write/L04", url.Values{"do": {"issue"}, "body": {"请补正。"}}); code != http.StatusUnprocessableEntity || !strings.Contains(page, "逾期不补正的后果") {
		t.Errorf("%d: an empty notice went out", code)
	}
	if code, page := clerk.post(one+"/letters/write/L04", url.Values{"do": {"issue"}}); code != http.StatusOK || !strings.Contains(page, "已出具补正告知书，文号") {
		t.Fatalf("%d: not issued", code)
	}
	_, page, _ = clerk.get(one + "/letters")
	papers := regexp.MustCompile(`href="[^"]*?(/workbench/cases/ap_[a-z0-9]+/letters/paper/le_[a-z0-9]+\.(pdf|ofd|docx))"`).FindAllStringSubmatch(page, -1)
	if len(papers) != 3 {
		t.Fatalf("papers %v", papers)
	}
	for _, p := range papers {
		code, body, head := clerk.get(p[1])
		if begins := map[string]string{"pdf": "%PDF-", "ofd": "PK", "docx": "PK"}[p[2]]; code != http.StatusOK || !strings.HasPrefix(body, begins) || head.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q", p[1], code, head)
		}
		if p[2] == "ofd" {
			ofdtest.Check(t, []byte(body))
			if head.Get("Content-Type") != "application/ofd" || !strings.HasSuffix(head.Get("Content-Disposition"), ".ofd") {
				t.Errorf("%q", head)
			}
		}
	}
	verifier := visit(t, site, "szj-shenhe")
	if code, _, _ := verifier.get(papers[0][1]); code != http.StatusForbidden {
		t.Errorf("a verifier printed: %d", code)
	}
	if code, _, _ := clerk.get(strings.Replace(papers[0][1], ".pdf", ".exe", 1)); code != http.StatusNotFound {
		t.Errorf("an unknown form: %d", code)
	}
}

func TestTheArchivePackageAndTheBundle(t *testing.T) {
	site := apptest.Demo(t)
	clerk := visit(t, site, "szj-jingban")
	one := clerk.find("城区道路养护支出明细")
	code, body, _ := clerk.get(one + "/archive.zip")
	m, problems := dossier.Verify(bytes.NewReader([]byte(body)), int64(len(body)))
	if code != http.StatusOK || len(problems) > 0 || m.Outcome != "O1" || len(m.Files) < 6 {
		t.Errorf("%d %+v %v", code, m, problems)
	}
	_, page, _ := clerk.get(one)
	digests, err := dossier.Digests(strings.NewReader(body))
	if err != nil || !strings.Contains(page, digests[0]) && !strings.Contains(page, digests[1]) || !strings.Contains(page, "第1次归档") {
		t.Errorf("the page does not list the package %v %v", digests, err)
	}
	if code, again, _ := clerk.get(one + "/archive.zip"); code != http.StatusOK || again != body {
		t.Errorf("%d: nothing happened, and the package is another", code)
	}
	if code, again, _ := clerk.get(one + "/archives/1.zip"); code != http.StatusOK || again != body {
		t.Errorf("%d: the package that is kept is another", code)
	}
	for _, path := range []string{"/archives/2.zip", "/archives/0.zip", "/archives/x", "/archives/1"} {
		if code, _, _ := clerk.get(one + path); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
	if code, _, _ := visit(t, site, "szj-shenhe").get(one + "/archives/1.zip"); code != http.StatusForbidden {
		t.Errorf("somebody else took it: %d", code)
	}
	if code, body, _ := clerk.get(one + "/evidence.pdf"); code != http.StatusOK || !strings.HasPrefix(body, "%PDF-") {
		t.Errorf("bundle: %d", code)
	}
	open := clerk.find("城市照明节能改造补贴发放名单")
	if code, _, _ := clerk.get(open + "/archive.zip"); code == http.StatusOK {
		t.Error("an open application was archived")
	}
}

func TestTheWizardFillsTheDraft(t *testing.T) {
	site := apptest.Demo(t)
	clerk := visit(t, site, "szj-jingban")
	one := clerk.find("城市照明节能改造补贴发放名单")
	_, page, _ := clerk.get(one + "/wizard?withdrawn=no&clear=yes&excessive=no&petition=no&publication=no&repeat=no&reissue=no&information=yes&enquiry=no&responsible=yes&found=yes&ready=yes&public=no&secret=no&prohibited=no&security=no&third_party=no&internal=no&deliberative=yes&severable=no")
	m := regexp.MustCompile(`href="[^"]*?(/workbench/cases/[^"]*/decision\?[^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("the wizard leads to no draft")
	}
	_, page, _ = clerk.get(strings.ReplaceAll(m[1], "&amp;", "&"))
	for _, want := range []string{"答复书·不予公开", `value="deliberative"`, "第十六条第二款", "应当先申请行政复议"} {
		if !strings.Contains(page, want) {
			t.Errorf("the draft lacks %q", want)
		}
	}
	form := url.Values{"outcome": {"O3.6"}, "grounds": {"deliberative"}, "parts": {"withholds"}, "reason": {"名单是征求意见的过程稿"}, "answers": {"withdrawn=no", "deliberative=yes", "nonsense=yes"}}
	rewritten := url.Values{"do": {"rewrite"}}
	for name, values := range form {
		rewritten[name] = values
	}
	if code, page := clerk.post(one+"/decision", rewritten); code != http.StatusOK || !strings.Contains(page, "经审查，名单是征求意见的过程稿。") {
		t.Errorf("%d: not written from the reason", code)
	}
	if code, page := clerk.post(one+"/decision", form); code != http.StatusOK || !strings.Contains(page, "答复草稿已保存") {
		t.Errorf("%d: not saved", code)
	}
	if _, page, _ := clerk.get(one + "/wizard"); !strings.Contains(page, "这是起草时的回答") {
		t.Error("the answers are forgotten")
	}
}

// TestLetterPagesInChromium looks at the pages of letters at both widths.
func TestLetterPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	clerk := visit(t, site, "szj-jingban")
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + path, Name: "letters-" + name})
	}
	site.LogIn(t, browser, "szj-jingban")
	corrected, consulted, answered, fresh := clerk.find("近三年全部市政工程的全部资料"), clerk.find("市政设施养护招标文件"), clerk.find("城区道路养护支出明细"), clerk.find("城市照明节能改造补贴发放名单")
	look("list", answered+"/letters")
	look("correction", corrected+"/letters/write/L04")
	look("third", consulted+"/letters/write/L07a")
	look("form", fresh+"/letters/write/L02")
	look("wizard", fresh+"/wizard?withdrawn=no&clear=yes&excessive=no")
	look("wizard-end", fresh+"/wizard?withdrawn=no&clear=yes&excessive=no&petition=no&publication=no&repeat=no&reissue=no&information=yes&enquiry=no&responsible=yes&found=no&creation=no")
	look("decision-empty", fresh+"/decision")
	look("decision", fresh+"/decision?outcome=O2&grounds=third_party")
	site.LogIn(t, browser, "szj-fuze")
	look("settings", "/workbench/letters")
	look("look", "/workbench/letters/look")
	look("text", "/workbench/letters/text/L14")
	look("signing", "/workbench/letters/signing")
}
