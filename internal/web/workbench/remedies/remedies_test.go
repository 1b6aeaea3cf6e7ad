package remedies_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"
)

var href = regexp.MustCompile(`href="/xxgk(/workbench/remedies/pr_[^"/?]+)"`)

// page gets a page as the client of a person and returns its status and text.
func page(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func send(t *testing.T, client *http.Client, address string, form url.Values) (int, string, string) {
	t.Helper()
	answer, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(text), answer.Header.Get("Location")
}

// TestPagesInChromium looks at the register, a proceeding in every state and the forms.
func TestPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	clerk := site.Client(t, "szj-jingban")
	_, list := page(t, clerk, site.URL+"/workbench/remedies?state=all")
	all := href.FindAllStringSubmatch(list, -1)
	if len(all) != 4 {
		t.Fatalf("%d proceedings in the register, want 4", len(all))
	}
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + path, Name: "remedies-" + name})
	}
	site.LogIn(t, browser, "szj-jingban")
	look("home", "/workbench/")
	look("list", "/workbench/remedies")
	look("all", "/workbench/remedies?state=all")
	look("new", "/workbench/remedies/new")
	for i, m := range all {
		look("one-"+string(rune('a'+i)), m[1])
	}
	look("decided", all[0][1]+"/do/decided")
	look("served", all[0][1]+"/do/served")
	look("strike", all[0][1]+"/strike/2")
	site.LogIn(t, browser, "zhuguan")
	look("below", "/workbench/agencies/szj/remedies?state=all")
}

// A 复议 from its registration to the new decision that it asks for: terms, refusals beside their fields, nothing lost
// of what was typed, and who may.
func TestAProceedingFromRegistrationToTheNewDecision(t *testing.T) {
	site := apptest.DemoBy(t, apptest.ClockFrom(t, apptest.Opens)) // the days are written out
	clerk := site.Client(t, "szj-jingban")
	base := site.URL + "/workbench/remedies"
	day := func(form url.Values, name, y, m, d string) url.Values {
		form.Set(name+"-year", y)
		form.Set(name+"-month", m)
		form.Set(name+"-day", d)
		return form
	}
	_, cases := page(t, clerk, site.URL+"/workbench/cases?state=closed&q="+url.QueryEscape("养护支出明细"))
	number := regexp.MustCompile(`\d{8}-\d{4}`).FindString(cases)
	if number == "" {
		t.Fatal("no answered application in the demo")
	}
	form := day(url.Values{"way": {"reconsideration"}, "forum": {"武威市凉州区人民政府"}, "case_no": {"凉政复〔2026〕77号"}, "application": {number}, "subject": {"不服支出明细的答复"}, "party": {"陈某某"}}, "filed_on", "2026", "11", "2")
	day(form, "served_on", "2026", "11", "1")
	status, text, _ := send(t, clerk, base+"/new", form)
	if status != 422 || !strings.Contains(text, "日期不能早于本审级开始的日期") || !strings.Contains(text, "不服支出明细的答复") {
		t.Errorf("served before it was accepted: %d", status)
	}
	day(form, "served_on", "2026", "11", "3")
	status, _, one := send(t, clerk, base+"/new", form)
	if status != 303 {
		t.Fatalf("registered: %d", status)
	}
	if status, text, _ = send(t, clerk, base+"/new", form); status != 422 || !strings.Contains(text, "已经登记") {
		t.Errorf("the same 案号 twice: %d", status)
	}
	one = strings.TrimSuffix(site.URL, "/xxgk") + one // the address of the site has the base path too
	if _, text = page(t, clerk, one); !strings.Contains(text, "2026年11月17日") || strings.Contains(text, "陈某某") {
		t.Error("the day of the answer is not on the page, or the name is")
	}
	send(t, clerk, one+"/do/answered", day(url.Values{"text": {"书面答复"}}, "on", "2026", "11", "10"))
	result := day(url.Values{"result": {"撤销"}, "bucket": {"结果维持"}, "redecide": {"yes"}}, "on", "2026", "11", "20")
	if status, text, _ = send(t, clerk, one+"/do/decided", result); status != 422 || !strings.Contains(text, "须写明理由") {
		t.Errorf("another column without a reason: %d", status)
	}
	result.Set("bucket", "")
	if status, text, _ = send(t, clerk, one+"/do/decided", result); status != 303 {
		t.Fatalf("decided: %d %s", status, text)
	}
	if _, text = page(t, clerk, one); !strings.Contains(text, "应当重新作出处理") || !strings.Contains(text, "计入“结果纠正”") {
		t.Error("the page does not ask for the new decision")
	}
	if _, text = page(t, clerk, site.URL+"/workbench/cases?state=open&q="+url.QueryEscape("养护支出明细")); !strings.Contains(text, number) {
		t.Error("the application was not opened again")
	}
	// Another bureau sees nothing of it; the 主管部门 sees it and may not enter anything; a name is shown for a reason.
	if status, _ = page(t, site.Client(t, "kjj-jingban"), one); status != 404 {
		t.Errorf("another bureau: %d", status)
	}
	if status, _ = page(t, site.Client(t, "szj-shenhe"), one+"/do/heard"); status != 403 {
		t.Errorf("a reviewer may enter: %d", status)
	}
	if status, _, _ = send(t, clerk, one+"/unmask", url.Values{}); status != 422 {
		t.Errorf("a name without a reason: %d", status)
	}
	if _, text, _ = send(t, clerk, one+"/unmask", url.Values{"reason": {"核对"}}); !strings.Contains(text, "陈某某") {
		t.Error("the name is not shown")
	}
}
