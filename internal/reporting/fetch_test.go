package reporting_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/reporting"
	"gongkai/internal/store"
	"gongkai/internal/webfetch"
)

// A supervisor hands over a list of addresses; each is read in for the unit that it names, or it is said why not, and a page
// that only links to files offers them. The page is kept as it came. Nothing is read that was not asked for.
func TestReportsAreReadFromAddresses(t *testing.T) {
	page := func(agency string) string {
		r := sound()
		r.Title = agency + "2025年政府信息公开工作年度报告"
		return "<html><head><meta charset=utf-8></head><body><h1>" + r.Title + "</h1>" + strings.ReplaceAll(reporting.Body(r), "甲县乙局", agency) + "</body></html>"
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch r.URL.Path {
		case "/jyj.html", "/again.html":
			_, _ = w.Write([]byte(page("某县教育局")))
		case "/list.html":
			_, _ = w.Write([]byte(`<html><body><p>年度报告见附件</p><a href="/files/kjj.pdf">某县科技局2025年报.pdf</a><a href="/x">不是附件</a></body></html>`))
		case "/files/kjj.pdf": // which is a page all the same
			_, _ = w.Write([]byte(page("某县科技局")))
		case "/away.html":
			_, _ = w.Write([]byte(page("外县某局")))
		case "/robots.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/"))
		case "/private/a.html":
			t.Error("read what the site forbids")
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	eachEngine(t, func(t *testing.T, w *world) { w.readAddresses(t, server.URL) })
}

func (w *world) readAddresses(t *testing.T, site string) {
	ctx := t.Context()
	upper := w.supervisor()
	w.Web = reporting.Web{Client: webfetch.NewClient(netip.MustParsePrefix("127.0.0.0/8")), Pause: time.Nanosecond}
	if err := w.DB.WriteUnrecorded(ctx, "test", func(tx *database.Tx) error {
		return store.InsertAccount(tx, auth.Account{Staff: upper.Staff, Agency: office, Login: "upper", Name: upper.Name, Roles: upper.Roles})
	}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		by    auth.Actor
		list  []string
		kind  fault.Kind
		field string
	}{
		"a bureau":         {w.clerk(), []string{site}, fault.Forbidden, ""},
		"nothing":          {upper, []string{" ", ""}, fault.Invalid, "addresses"},
		"no address":       {upper, []string{"某县教育局"}, fault.Invalid, "addresses"},
		"another protocol": {upper, []string{"file:///etc/passwd"}, fault.Invalid, "addresses"},
		"far too many":     {upper, strings.Split(strings.Repeat(site+"/a ", 1)+manyAddresses(site), " "), fault.Invalid, "addresses"},
	} {
		if _, err := w.AskFor(ctx, c.by, "", year, c.list); fault.KindOf(err) != c.kind || c.field != "" && fault.Problems(err)[0].Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	asked := []string{site + "/jyj.html", site + "/again.html", site + "/list.html", site + "/away.html", site + "/private/a.html", site + "/gone", "http://192.0.2.1.invalid/", site + "/jyj.html"}
	if n, err := w.AskFor(ctx, upper, "", year, asked); err != nil || n != 7 {
		t.Fatal(n, err)
	}
	if more, err := w.FetchAsked(ctx); err != nil || more {
		t.Fatal(more, err)
	}
	want := map[string]struct {
		unit agency.ID
		says string
	}{"/jyj.html": {other, ""}, "/again.html": {"", "已经读入这个单位"}, "/list.html": {"", "不是政府信息公开工作年度报告"}, "/away.html": {"", "没有认出"}, "/private/a.html": {"", "robots.txt"}, "/gone": {"", "404"}, "http://192.0.2.1.invalid/": {"", "域名无法解析"}}
	list, err := w.Fetches(ctx, upper, year)
	if err != nil || len(list) != len(want) {
		t.Fatal(len(list), err)
	}
	var offered webfetch.Offer
	for _, f := range list {
		expected := want[strings.TrimPrefix(f.Address, site)]
		if f.Unit != expected.unit || !strings.Contains(f.Message, expected.says) || (f.State == store.FetchRead) != (expected.says == "") || f.DoneAt.IsZero() {
			t.Errorf("%s: %q of %q, %q", f.Address, f.State, f.Unit, f.Message)
		}
		if strings.HasSuffix(f.Address, "/list.html") {
			if len(f.Offers) != 1 || f.Offers[0].Words != "某县科技局2025年报.pdf" {
				t.Fatalf("%+v", f.Offers)
			}
			offered = f.Offers[0]
		} else if len(f.Offers) > 0 {
			t.Errorf("%s offers %v", f.Address, f.Offers)
		}
	}
	copies, err := store.ReportCopies(w.DB.View(ctx), other, year)
	if err != nil || len(copies) == 0 || copies[0].Source != site+"/jyj.html" || copies[0].Origin != store.FromPage || copies[0].FileHash == "" {
		t.Errorf("%+v %v", copies, err)
	}
	w.on("2026-01-06")
	if _, err := w.AskFor(ctx, upper, bureau, year, []string{offered.Address}); err != nil {
		t.Fatal(err)
	}
	if err := w.DB.WriteUnrecorded(ctx, "test", func(tx *database.Tx) error {
		_, err := tx.Exec(`UPDATE staff SET disabled = 1 WHERE id = $1`, string(upper.Staff))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.FetchAsked(ctx); err != nil {
		t.Fatal(err)
	}
	if list, err := w.Fetches(ctx, upper, year); err != nil || list[0].State != store.FetchFailed || !strings.Contains(list[0].Message, "停用") {
		t.Errorf("in the name of somebody who may no more: %+v %v", list[0], err)
	}
}

func manyAddresses(site string) string {
	var b strings.Builder
	for range 101 {
		b.WriteString(" " + site + "/" + strings.Repeat("x", b.Len()%97) + strings.Repeat("y", b.Len()%89))
	}
	return b.String()
}
