package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// TestChannelsInChromium opens a channel, sees its token once, and ends it.
func TestChannelsInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	site.LogIn(t, browser, "anquan")
	look := func(name, path string) {
		browser.Check(t, webtest.Visit{URL: site.URL + path, Name: name})
	}
	look("channels-none", "/workbench/channels")
	look("channels-new", "/workbench/channels/new")
	text, err := chromedp.Run(browser.Context(), chromedp.Evaluate[string](`(function () {
		var set = function (name, value) { document.querySelector("[name=" + name + "]").value = value };
		var of = Array.from(document.querySelector("[name=agency]").options).find(function (o) { return o.text.includes("科学技术局") });
		set("agency", of.value); set("name", "区政府协同办公系统"); set("column", "没有的栏目"); set("login", "nobody");
		document.querySelector("main form").submit(); return of.text })()`))
	if err != nil || !strings.Contains(text, "科学技术局") {
		t.Fatal(text, err)
	}
	if err := chromedp.Do(browser.Context(), chromedp.WaitVisible(".errorsummary, [role=alert]")); err != nil {
		t.Fatal(err)
	}
	browser.Check(t, webtest.Visit{URL: site.URL + "/log/", Name: "log"})
	browser.Check(t, webtest.Visit{URL: site.URL + "/about/offline", Name: "offline"})
	if err := chromedp.Do(browser.Context(), chromedp.Navigate(site.URL+"/log/")); err != nil {
		t.Fatal(err)
	}
	index, err := chromedp.Run(browser.Context(), chromedp.Evaluate[string](`document.querySelector("main tbody a").pathname`))
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(site.URL)
	if err != nil {
		t.Fatal(err)
	}
	browser.Check(t, webtest.Visit{URL: u.Scheme + "://" + u.Host + index, Name: "log-proof"})
	resp, err := http.Get(u.Scheme + "://" + u.Host + index + ".json")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("%v %v", resp, err)
	}
}
