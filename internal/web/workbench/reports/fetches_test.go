package reports_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"gongkai/internal/app/apptest"
	"gongkai/internal/reporting"
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

// A report that stands on a page of another site is read in over the form, by the job, for the unit that it names: it waits to
// be judged with its numbers, the page says where it came from, and a second address of the same unit is told of.
func TestAReportIsReadInFromItsAddress(t *testing.T) {
	year, unit := lastYear(), "武威市凉州区林草服务局（演示虚构）"
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/lcj/report.html" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		report := written(year, unit, 5, 4, 1)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<html><head><meta charset=utf-8></head><body><h1>"+unit+year+"年政府信息公开工作年度报告</h1>"+reporting.Body(report)+"</body></html>")
	}))
	defer other.Close()
	site := apptest.Demo(t, "GONGKAI_FETCH_NETWORKS=127.0.0.0/8")
	upper := site.Client(t, "zhuguan")
	at := site.URL + "/workbench/reports/collection"
	if status, text := post(t, upper, at+"/import", url.Values{"year": {year}, "addresses": {other.URL + "/lcj/report.html\n" + other.URL + "/gone.html"}}); status != http.StatusSeeOther {
		t.Fatalf("%d %.300s", status, text)
	}
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		page := string(get(t, upper, at+"/fetches?year="+year))
		if strings.Contains(page, "已读入") && strings.Contains(page, "没有读入") {
			if !strings.Contains(page, "/workbench/agencies/lcj/reports/"+year) || !strings.Contains(page, other.URL+"/lcj/report.html") {
				t.Errorf("the page does not lead to what was read: %s", page)
			}
			break
		}
		if time.Since(began) > 30*time.Second {
			t.Fatalf("the address is still waiting: %s", page)
		}
	}
	report := string(get(t, upper, site.URL+"/workbench/agencies/lcj/reports/"+year))
	for _, want := range []string{other.URL + "/lcj/report.html", `class="figure">5 `, `class="figure">4 `, `class="figure">1 `} {
		if !strings.Contains(report, want) {
			t.Errorf("the report lacks %s", want)
		}
	}
}
