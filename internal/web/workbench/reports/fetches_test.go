package reports_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"
)

// readFromAddresses hands over addresses in the form: what is no address comes back beside its field, and what lies in the
// inner network is not called and says so.
func readFromAddresses(t *testing.T, site *apptest.Site, browser *webtest.Browser, year string, upper *http.Client) {
	t.Helper()
	at := site.URL + "/workbench/reports/collection"
	status, text := post(t, upper, at+"/import", url.Values{"year": {year}, "addresses": {"http://127.0.0.1:9/a.html\n不是网址"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(text, "网址写法有误：不是网址") || !strings.Contains(text, "http://127.0.0.1:9/a.html") {
		t.Errorf("what is no address: %d", status)
	}
	status, text = post(t, upper, at+"/import", url.Values{"year": {year}, "addresses": {"http://127.0.0.1:9/a.html\n\nhttp://127.0.0.1:9/b.html"}})
	if status != http.StatusSeeOther {
		t.Fatalf("%d %.300s", status, text)
	}
	browser.Check(t, webtest.Visit{URL: at + "/fetches?year=" + year, Name: "collection-fetches"})
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		page := string(get(t, upper, at+"/fetches?year="+year))
		if strings.Count(page, "这是内部网络的地址") == 2 {
			return
		}
		if time.Since(began) > 30*time.Second {
			t.Fatalf("the addresses are still waiting: %s", page)
		}
	}
}
