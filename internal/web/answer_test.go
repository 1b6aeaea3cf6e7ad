package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/web"
	"gongkai/law"

	"log/slog"
)

func TestTheSiteBelowItsBasePath(t *testing.T) {
	r := run(t, web.Options{BasePath: "/xxgk"}, &web.Site{Handler: pages()})
	for _, c := range []struct {
		path     string
		status   int
		location string
	}{
		{"/xxgk/records/1", 200, ""},
		{"/xxgk", 308, "/xxgk/"},
		{"/xxgk?q=1", 308, "/xxgk/?q=1"},
		{"/", 302, "/xxgk/"},
		{"/records/1", 404, ""},
		{"/xxgkother", 404, ""},
		{"/healthz", 200, ""},
		{"/xxgk/healthz", 200, ""},
		{"/xxgk/readyz", 200, ""},
		{"/xxgk/go", 303, "/xxgk/records/1"},
		{"/xxgk/folder", 307, "/xxgk/folder/"},
	} {
		status, header, _ := r.get(r.site + c.path)
		if status != c.status || header.Get("Location") != c.location {
			t.Errorf("%s: %d to %q, want %d to %q", c.path, status, header.Get("Location"), c.status, c.location)
		}
	}
}

func TestTheLogNamesRoutesAndNotPersons(t *testing.T) {
	r := run(t, web.Options{BasePath: "/xxgk"}, &web.Site{Handler: pages()})
	r.get(r.site + "/xxgk/records/620602199001011234?name=李四&phone=13800000000")
	r.get(r.site + "/xxgk/track-13800000000")
	_, _, metrics := r.get(r.admin + "/metrics")
	r.stop()
	if err := r.wait(); err != nil {
		t.Fatal(err)
	}
	log := r.log.String()
	for _, secret := range []string{"620602", "13800000000", "李四", "127.0.0.1:", `"127.0.0.1"`} {
		for _, line := range strings.Split(log, "\n") {
			if strings.Contains(line, "web: request") && strings.Contains(line, secret) {
				t.Errorf("the log holds %q: %s", secret, line)
			}
		}
		if secret != "127.0.0.1:" && strings.Contains(metrics, secret) {
			t.Errorf("metrics hold %q", secret)
		}
	}
	for _, want := range []string{`"route":"/records/{number}"`, `"from":"127.0.0.0/24"`, `"status":200`, `"status":404`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
	for _, want := range []string{`gongkai_requests_total{method="GET",route="/records/{number}",status="200"} 1`, "gongkai_build_info{", "go_goroutines"} {
		if !strings.Contains(metrics, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
}

func TestMetricsAreForOperatorsOnly(t *testing.T) {
	r := run(t, web.Options{}, &web.Site{Handler: pages()})
	if status, _, _ := r.get(r.site + "/metrics"); status != 404 {
		t.Errorf("metrics of the public site: %d", status)
	}
	if status, _, _ := r.get(r.admin + "/debug/pprof/"); status != 404 {
		t.Errorf("pprof unasked for: %d", status)
	}
	with := run(t, web.Options{Pprof: true}, &web.Site{Handler: pages()})
	if status, _, _ := with.get(with.admin + "/debug/pprof/"); status != 200 {
		t.Errorf("pprof: %d", status)
	}
}

func TestAPanicIsAPageWithANumber(t *testing.T) {
	r := run(t, web.Options{}, &web.Site{Handler: pages()})
	status, header, text := r.get(r.site + "/panic")
	id := header.Get("X-Request-Id")
	if status != 500 || len(id) != 16 || !strings.Contains(text, id) || strings.Contains(text, "boom") {
		t.Errorf("%d %q %s", status, id, text)
	}
	if log := r.log.String(); !strings.Contains(log, "boom") || !strings.Contains(log, id) {
		t.Errorf("log: %s", log)
	}
	if status, _, _ := r.get(r.site + "/records/1"); status != 200 {
		t.Error("the server does not go on")
	}
}

// styled is a renderer of a face.
type styled struct{}

func (styled) RenderFailure(w http.ResponseWriter, _ *http.Request, f web.Failure) {
	w.WriteHeader(f.Status)
	_, _ = w.Write([]byte("styled: " + f.Title))
}

func TestKindsOfFaultsAsAnswers(t *testing.T) {
	failures := &web.Failures{Renderer: styled{}, Logger: slog.New(slog.DiscardHandler), API: "/api/"}
	for kind, want := range map[fault.Kind]int{fault.Invalid: 422, fault.NotFound: 404, fault.Forbidden: 403,
		fault.Conflict: 409, fault.Unlawful: 422, fault.Unavailable: 503, fault.Internal: 500} {
		page, api := httptest.NewRecorder(), httptest.NewRecorder()
		err := &fault.Error{Kind: kind, Message: "补正通知只能发一次", Cite: law.OGI.Art(30), Op: "secret op"}
		failures.Fail(page, httptest.NewRequest("GET", "/x", nil), err)
		failures.Fail(api, httptest.NewRequest("GET", "/api/v1/x", nil), err)
		if page.Code != want || !strings.HasPrefix(page.Body.String(), "styled: ") || len(page.Body.String()) < 10 {
			t.Errorf("kind %d: page %d %s", kind, page.Code, page.Body)
		}
		var problem struct {
			Status   int
			Detail   string
			Problems []struct{ Message, Cite string }
		}
		if e := json.Unmarshal(api.Body.Bytes(), &problem); e != nil || api.Code != want || problem.Status != want || problem.Detail != "补正通知只能发一次" {
			t.Errorf("kind %d: API %d %s %v", kind, api.Code, api.Body, e)
		}
		if kind == fault.Unlawful && (len(problem.Problems) != 1 || problem.Problems[0].Cite == "") {
			t.Errorf("the article is missing: %s", api.Body)
		}
		if strings.Contains(page.Body.String()+api.Body.String(), "secret") {
			t.Error("what is for operators is shown")
		}
	}
}

func TestUnknownAddressesAndMethods(t *testing.T) {
	r := run(t, web.Options{}, &web.Site{Handler: pages()})
	if status, _, text := r.get(r.site + "/nothing"); status != 404 || !strings.Contains(text, "没有找到") {
		t.Errorf("%d %s", status, text)
	}
	if status, header, text := r.get(r.site + "/upload"); status != 405 || header.Get("Allow") != "POST" || !strings.Contains(text, "操作") {
		t.Errorf("%d %v %s", status, header, text)
	}
	if status, header, text := r.get(r.site + "/api/nothing"); status != 404 || header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %v %s", status, header, text)
	}
}

func TestNotModified(t *testing.T) {
	changed := time.Date(2026, 11, 3, 1, 2, 3, 456, time.UTC)
	for _, c := range []struct {
		name, header, value string
		want                bool
	}{
		{"nothing known", "", "", false},
		{"the same", "If-None-Match", `W/"v1"`, true},
		{"the same, strong", "If-None-Match", `"v1"`, true},
		{"one of several", "If-None-Match", `"v0", W/"v1"`, true},
		{"any", "If-None-Match", `*`, true},
		{"an older one", "If-None-Match", `W/"v0"`, false},
		{"as of then", "If-Modified-Since", "Tue, 03 Nov 2026 01:02:03 GMT", true},
		{"before", "If-Modified-Since", "Tue, 03 Nov 2026 01:02:02 GMT", false},
		{"no date", "If-Modified-Since", "yesterday", false},
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
		if c.header != "" {
			r.Header.Set(c.header, c.value)
		}
		got := web.NotModified(w, r, "v1", changed)
		if got != c.want || got != (w.Code == http.StatusNotModified) || w.Header().Get("ETag") != `W/"v1"` {
			t.Errorf("%s: %t %d %v", c.name, got, w.Code, w.Header())
		}
	}
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
	r.Header.Set("If-None-Match", `"v0"`)
	r.Header.Set("If-Modified-Since", "Wed, 04 Nov 2026 01:02:03 GMT")
	if web.NotModified(w, r, "v1", changed) {
		t.Error("the tag decides where there is one (RFC 9110, 13.1.3)")
	}
}

func TestAddressesAreMaskedByPolicy(t *testing.T) {
	for _, c := range []struct {
		policy     web.Addresses
		addr, want string
	}{
		{web.Masked, "203.0.113.77", "203.0.113.0/24"},
		{web.Masked, "::ffff:203.0.113.77", "203.0.113.0/24"},
		{web.Masked, "2001:db8:1:2::3", "2001:db8:1::/48"},
		{web.Full, "203.0.113.77", "203.0.113.77"},
		{web.None, "203.0.113.77", ""},
		{"", "203.0.113.77", "203.0.113.0/24"},
	} {
		if got := c.policy.Mask(netip.MustParseAddr(c.addr)); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.policy, c.addr, got, c.want)
		}
	}
	if got := web.Full.Mask(netip.Addr{}); got != "" {
		t.Errorf("no address: %q", got)
	}
}

func TestCompressLeavesCompressedPagesAlone(t *testing.T) {
	long := strings.Repeat("政府信息公开", 500)
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(long))
	})
	mux.HandleFunc("/short", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("短")) })
	mux.HandleFunc("/kept", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Encoding", "br")
		_, _ = w.Write([]byte(long))
	})
	handler, err := web.Compress(mux)
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, web.Options{}, &web.Site{Handler: handler})
	for path, want := range map[string]string{"/page": "gzip", "/short": "", "/kept": "br"} {
		if _, header, _ := r.get(r.site+path, "Accept-Encoding", "gzip, br"); header.Get("Content-Encoding") != want {
			t.Errorf("%s: encoding %q, want %q", path, header.Get("Content-Encoding"), want)
		}
	}
	if _, header, text := r.get(r.site+"/page", "Accept-Encoding", "identity"); header.Get("Content-Encoding") != "" || text != long {
		t.Error("compressed for a caller who cannot read it")
	}
}
