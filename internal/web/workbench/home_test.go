package workbench_test

import (
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// TestTodaysWorkOnAPhone looks at the busiest desk of the demo: what is late is seen before anything is scrolled, the page
// is short, and the way to everything else opens with one tap.
func TestTodaysWorkOnAPhone(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	ask := func(script string) string {
		t.Helper()
		said, err := chromedp.Run(browser.Context(), chromedp.Evaluate[string](script))
		if err != nil {
			t.Fatalf("%s: %v", script, err)
		}
		return said
	}
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(browser.Context(), actions...); err != nil {
			t.Fatal(err)
		}
	}
	do(chromedp.EmulateViewport(webtest.Phone, 844))
	site.LogIn(t, browser, "szj-jingban")
	do(chromedp.Navigate(site.URL + "/workbench/"))
	first := ask(`(() => { const t = document.querySelector(".pressing .task"), r = t.getBoundingClientRect(); return r.bottom < innerHeight ? t.innerText : "below " + r.bottom })()`)
	if !strings.Contains(first, "已逾期") || !strings.Contains(first, "申请期限") {
		t.Errorf("the first screen shows %q", first)
	}
	if got := ask(`(document.documentElement.scrollHeight < 4000) + " " + document.documentElement.scrollHeight`); !strings.HasPrefix(got, "true") {
		t.Errorf("the page is %s px long", got)
	}
	if got := ask(`[...document.querySelectorAll(".panel.list")].filter(p => p.querySelectorAll(".task").length > 3).length + " " + document.querySelectorAll(".panel.list").length`); !strings.HasPrefix(got, "0 ") || strings.HasSuffix(got, " 0") {
		t.Errorf("panels with more than three rows, and panels: %s", got)
	}
	// Every panel that holds more than it shows leads to the rest.
	if got := ask(`[...document.querySelectorAll(".panel.list")].filter(p => +p.querySelector(".count").innerText > p.querySelectorAll(".task").length && !p.querySelector(".panel-all a")).map(p => p.innerText).join()`); got != "" {
		t.Errorf("no way to all of %s", got)
	}
	// Nothing is told twice.
	if got := ask(`(() => { const all = [...document.querySelectorAll(".task a")].map(a => a.pathname + a.search).filter(p => p !== "/xxgk/workbench/duties" && p !== "/xxgk/workbench/reports"); return all.filter((p, i) => all.indexOf(p) !== i).join() })()`); got != "" {
		t.Errorf("told twice: %s", got)
	}
	if got := ask(`getComputedStyle(document.querySelector(".sidenav ul")).display`); got != "none" {
		t.Errorf("the navigation fills the first screen: %s", got)
	}
	do(chromedp.Click(".navtoggle"), chromedp.WaitVisible(".sidenav ul"))
	browser.Check(t, webtest.Visit{URL: site.URL + "/workbench/", Name: "today"})
}
