package cases_test

import (
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// TestPagesInChromium looks at every page of a bureau with applications in every state.
func TestPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + "/workbench" + path, Name: "cases-" + name})
	}
	site.LogIn(t, browser, "szj-jingban")
	look("home", "/")
	look("register", "/cases")
	look("closed", "/cases?state=closed")
	look("all", "/cases?state=all&q=路灯")
	look("new", "/cases/new")
	look("statistics", "/cases/statistics")
	for i, path := range links(t, browser, site.URL+"/workbench/cases?state=all", "main tbody th a") {
		if i > 13 {
			break
		}
		look("one-"+string(rune('a'+i)), path)
	}
	open := links(t, browser, site.URL+"/workbench/cases", "main tbody th a")
	look("wizard", open[0]+"/wizard?withdrawn=no&clear=yes")
	look("decision", open[0]+"/decision")
	look("unmask", open[0]+"/unmask")
	for _, kind := range []string{"correction_requested", "third_party_consulted", "filed", "assigned", "delivered", "fee_noticed"} {
		look("do-"+kind, open[0]+"/do/"+kind)
	}
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
