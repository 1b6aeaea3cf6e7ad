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
	for i, path := range links(t, browser, site.URL+"/workbench/records?shelf=all", "main tbody th a") {
		if i > 11 {
			break
		}
		look("one-"+string(rune('a'+i)), path)
		if i == 0 {
			write("edit", path+"/edit")
			look("preview", path+"/preview")
			look("approval", path+"/approval")
		}
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
