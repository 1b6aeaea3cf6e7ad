package supervision_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"
)

// TestPagesInChromium looks at the pages of a bureau's clerk and of the 主管部门.
func TestPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + "/workbench" + path, Name: "supervision-" + name})
	}
	site.LogIn(t, browser, "szj-jingban")
	look("duties", "/duties")
	look("duties-last-year", "/duties?year=2025")
	look("mark", "/duties/training/"+strconv.Itoa(site.Today().Year()))
	site.LogIn(t, browser, "zhuguan")
	look("home", "/")
	look("board", "/board")
	look("board-cases", "/board/cases")
	look("board-soon", "/board/cases?soon=1")
	look("board-list", "/board/lists/columns")
	look("board-answered", "/agencies/szj/measures/answered")
	look("duties-below", "/agencies/szj/duties")
	look("cases-below", "/agencies/szj/cases")
	look("card-below", "/agencies/szj/card")
	look("measure", "/agencies/szj/measures/late_public")
	look("condition", "/agencies/szj/condition")
	look("indicators", "/board/indicators")
	look("complaints", "/complaints?state=all")
	_, list := page(t, site.Client(t, "zhuguan"), site.URL+"/workbench/complaints?state=all")
	for i, m := range regexp.MustCompile(`href="/xxgk/workbench(/complaints/co_[^"/?]+)"`).FindAllStringSubmatch(list, 2) {
		look("complaint-"+string(rune('a'+i)), m[1])
		look("complaint-verify-"+string(rune('a'+i)), m[1]+"/do/noted")
	}
	look("complaint-new", "/complaints/new")
	look("orders", "/orders?state=all")
	_, list = page(t, site.Client(t, "zhuguan"), site.URL+"/workbench/orders?state=all")
	for i, m := range regexp.MustCompile(`href="/xxgk/workbench(/orders/mo_[^"/?]+)"`).FindAllStringSubmatch(list, 3) {
		look("order-"+string(rune('a'+i)), m[1])
	}
	look("order-new", "/orders/new?to=szj")
	site.LogIn(t, browser, "szj-jingban")
	look("card", "/card")
	look("home-clerk", "/")
}

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

func TestATrainingIsMarkedAndNothingElseIs(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	send := func(path string, form url.Values) (int, string) {
		t.Helper()
		answer, err := clerk.PostForm(site.URL+"/workbench/duties/"+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	today := site.Today()
	this, last := strconv.Itoa(today.Year()), strconv.Itoa(today.Year()-1)
	day := url.Values{"on-year": {this}, "on-month": {strconv.Itoa(int(today.Month().Month))}, "on-day": {strconv.Itoa(today.Day())}}
	with := func(note string) url.Values {
		form := url.Values{"note": {note}}
		for k, v := range day {
			form[k] = v
		}
		return form
	}
	for _, tt := range []struct {
		name, path string
		form       url.Values
		status     int
		says       string
	}{
		{"nothing said", "training/" + this, with(""), 422, "请写明怎样完成"},
		{"what the registers show", "report/" + last, with("已公布"), 422, "不能手工标记"},
		{"a year far away", "training/2040", with("提前"), 422, "没有这项职责"},
		{"done", "training/" + this, with("全员培训一次，三十人"), 303, ""},
	} {
		status, text := send(tt.path, tt.form)
		if status != tt.status || !strings.Contains(text, tt.says) {
			t.Errorf("%s: %d, want %d with %q", tt.name, status, tt.status, tt.says)
		}
	}
	if _, text := page(t, clerk, site.URL+"/workbench/duties?year="+this); !strings.Contains(text, "全员培训一次，三十人") {
		t.Error("the mark is not on the page")
	}
	supervisor := site.Client(t, "zhuguan")
	if _, text := page(t, supervisor, site.URL+"/workbench/agencies/szj/duties?year="+this); !strings.Contains(text, "全员培训一次，三十人") {
		t.Error("the 主管部门 does not see the mark")
	}
	if status, _ := page(t, clerk, site.URL+"/workbench/board"); status != http.StatusForbidden {
		t.Errorf("a clerk sees the board of the county: %d", status)
	}
	if status, _ := page(t, site.Client(t, "kjj-jingban"), site.URL+"/workbench/agencies/szj/duties"); status != http.StatusForbidden {
		t.Errorf("another bureau sees the duties: %d", status)
	}
}
