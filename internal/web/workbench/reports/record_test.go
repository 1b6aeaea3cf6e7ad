package reports_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// The record of an annual report cannot be changed or published past the workshop: the forms lead there, a form that is
// sent all the same is refused and changes nothing, neither what the public sees nor what the workshop has.
func TestTheRecordOfAReportIsChangedInTheWorkshopAlone(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "kjj-jingban")
	found := regexp.MustCompile(`/workbench/records/(rc[^"/?]+)"[^>]*>[^<]*2021年政府信息公开工作年度报告`).FindSubmatch(get(t, clerk, site.URL+"/workbench/records?q="+url.QueryEscape("2021年政府信息公开工作年度报告")))
	if found == nil {
		t.Fatal("the record of the report is not in the list")
	}
	at := site.URL + "/workbench/records/" + string(found[1])
	list := string(get(t, http.DefaultClient, site.URL+"/agencies/kjj/reports"))
	public := regexp.MustCompile(`href="(/xxgk/records/[^"]*)"[^>]*>[^<]*2021年`).FindStringSubmatch(list)
	if public == nil {
		t.Fatal("the report is not public")
	}
	address := strings.TrimSuffix(site.URL, "/xxgk") + public[1]
	before, workshop := string(get(t, http.DefaultClient, address)), said(get(t, clerk, site.URL+"/workbench/reports/2021"))
	for path, lacks := range map[string]string{"": `href="` + strings.TrimPrefix(at, strings.TrimSuffix(site.URL, "/xxgk")) + `/edit"`, "/edit": `name="body"`, "/publish": `name="when"`} {
		page := string(get(t, clerk, at+path))
		if !strings.Contains(page, "在“年度报告”中更正和公布") || !strings.Contains(page, `href="/xxgk/workbench/reports/2021"`) || strings.Contains(page, lacks) {
			t.Errorf("%s does not lead to the workshop", path)
		}
	}
	for name, send := range map[string]struct {
		path string
		form url.Values
	}{
		"written over":        {"/edit", url.Values{"step": {"save"}, "title": {"年报"}, "column": {"x"}, "kind": {"annual_report"}, "attribute": {"主动公开"}, "formed_on": {"2022-01-20"}, "language": {"中文"}, "channels": {"政府网站"}, "body": {"<p>没有表格</p>"}}},
		"published once more": {"/publish", url.Values{"when": {"now"}, "reason": {"更正"}}},
		"given a later day":   {"/publish", url.Values{"when": {"later"}, "on": {"2099-01-05"}, "reason": {"更正"}}},
	} {
		status, text := post(t, clerk, at+send.path, send.form)
		if status != http.StatusUnprocessableEntity || !strings.Contains(text, "由年报工作间生成") {
			t.Errorf("%s: %d %.300s", name, status, text)
		}
	}
	if after := string(get(t, http.DefaultClient, address)); after != before {
		t.Error("the public sees something else")
	}
	if after := said(get(t, clerk, site.URL+"/workbench/reports/2021")); after != workshop {
		t.Error("the workshop says something else")
	}
}

// anyKey is the key of a form, which is another at every drawing.
var anyKey = regexp.MustCompile(`name="once" value="[^"]*"`)

// said is what a page says under its menu, which counts what is still to be read.
func said(page []byte) string {
	_, body, _ := strings.Cut(string(page), "<main")
	return anyKey.ReplaceAllString(body, "")
}
