package records_test

import (
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// TestPagesInChromium looks at every page of a bureau with records at every stage of their review.
func TestPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + "/workbench" + path, Name: "records-" + name})
	}
	site.LogIn(t, browser, "szj-jingban")
	look("home", "/")
	look("list", "/records?shelf=all")
	look("mine", "/records")
	write := func(name, path string) { // the editor is a tool of its own
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + "/workbench" + path, Name: "records-" + name, Weight: 260_000})
	}
	write("new", "/records/new")
	look("normative", "/normative?list=all")
	look("due", "/records/due")
	look("late", "/records/late")
	at := func(title string) string {
		t.Helper()
		return links(t, browser, site.URL+"/workbench/records?shelf=all&q="+title, "main tbody th a")[0]
	}
	for name, title := range map[string]string{"returned": "挖掘城市道路", "referred": "地下管网", "cleared": "夜间停车", "scheduled": "北关街", "kept": "桥梁检测", "withdrawn": "西小十字", "document": "城区占道经营管理办法", "table": "占道费"} {
		look("one-"+name, at(title))
	}
	look("preview", at("占道费")+"/preview")
	look("approval", at("地下管网")+"/approval")
	look("versions", at("市政设施报修")+"/versions")
	look("publish", at("夜间停车")+"/publish")
	look("withdraw", at("城市照明")+"/withdraw")
	write("edit", at("城区占道经营管理办法")+"/edit")
	site.LogIn(t, browser, "szj-shenhe")
	look("home-verifier", "/")
	look("sign", at("城区道路养护")+"/sign/section")
	look("self", at("城区道路养护"))
}

// links returns where the links that match lead, below /workbench.
func links(t *testing.T, b *webtest.Browser, url, selector string) []string {
	t.Helper()
	if err := chromedp.Do(b.Context(), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	paths, err := chromedp.Run(b.Context(), chromedp.Evaluate[[]string](`[...document.querySelectorAll("`+selector+`")].map(a => a.pathname.split("/workbench")[1])`))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no link %s on %s: %v", selector, url, err)
	}
	return paths
}
