package auth_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/auth"
)

func network(t testing.TB, ranges ...string) auth.Network {
	t.Helper()
	n, err := auth.ParseNetwork(ranges)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCaller(t *testing.T) {
	proxies := network(t, "10.0.0.0/24", "fd00::/8", "192.0.2.1")
	for _, tt := range []struct {
		name, remote string
		forwarded    []string
		want         string
	}{
		{"直接来", "203.0.113.9:1234", nil, "203.0.113.9"},
		{"直接来而自称别人", "203.0.113.9:1234", []string{"10.0.0.1"}, "203.0.113.9"},
		{"经代理", "10.0.0.5:80", []string{"203.0.113.9"}, "203.0.113.9"},
		{"经两层代理", "10.0.0.5:80", []string{"203.0.113.9, 10.0.0.6"}, "203.0.113.9"},
		{"两个头", "10.0.0.5:80", []string{"203.0.113.9", "10.0.0.6"}, "203.0.113.9"},
		{"来访者先写了内网地址", "10.0.0.5:80", []string{"10.1.1.1, 203.0.113.9"}, "203.0.113.9"},
		{"来访者冒充代理", "10.0.0.5:80", []string{"10.0.0.9, 203.0.113.9, 10.0.0.6"}, "203.0.113.9"},
		{"代理没有写", "10.0.0.5:80", nil, "10.0.0.5"},
		{"写的不是地址", "10.0.0.5:80", []string{"<script>"}, "10.0.0.5"},
		{"空", "10.0.0.5:80", []string{""}, "10.0.0.5"},
		{"IPv6", "[fd00::1]:80", []string{"2001:db8::7"}, "2001:db8::7"},
		{"IPv6 写法的 IPv4", "[::ffff:10.0.0.5]:80", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
		{"单个地址的代理", "192.0.2.1:80", []string{"203.0.113.9"}, "203.0.113.9"},
		{"没有端口", "203.0.113.9", nil, "203.0.113.9"},
		{"很长的链", "10.0.0.5:80", []string{strings.Repeat("10.0.0.6, ", 100000) + "10.0.0.6"}, "10.0.0.6"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = tt.remote
			r.Header["X-Forwarded-For"] = tt.forwarded
			if got := auth.Caller(r, proxies); got.String() != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func FuzzCaller(f *testing.F) {
	f.Add("10.0.0.5:80", "203.0.113.9, 10.0.0.6")
	f.Fuzz(func(t *testing.T, remote, forwarded string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = remote
		r.Header.Set("X-Forwarded-For", forwarded)
		direct := auth.Caller(r, nil)
		if got := auth.Caller(r, network(t, "10.0.0.0/8")); got != direct && !network(t, "10.0.0.0/8").Contains(direct) {
			t.Errorf("%s, whom nobody trusts, is taken for %s", direct, got)
		}
	})
}

func TestNetworks(t *testing.T) {
	if _, err := auth.ParseNetwork([]string{"10.0.0.0/8", "x", "10.0.0.0/33", "fe80::1%eth0"}); len(fault.Problems(err)) != 3 {
		t.Errorf("got %v", err)
	}
	n := network(t, "10.0.0.0/8", " 2001:db8::/32 ", "192.0.2.7")
	for address, want := range map[string]bool{"10.1.2.3": true, "11.0.0.1": false, "2001:db8::1": true, "192.0.2.7": true, "192.0.2.8": false, "::ffff:10.0.0.1": true} {
		if got := n.Contains(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
	if n.Contains(netip.Addr{}) {
		t.Error("no address lies in the network")
	}
}

// status answers errors by their kind.
func status(w http.ResponseWriter, _ *http.Request, err error) {
	code := map[fault.Kind]int{fault.Forbidden: 403, fault.Unavailable: 429}[fault.KindOf(err)]
	w.WriteHeader(max(code, 400))
}

func get(h http.Handler, change func(*http.Request)) *http.Response {
	r := httptest.NewRequest("POST", "https://www.example.gov.cn/workbench/", nil)
	r.RemoteAddr = "10.0.0.7:1000"
	change(r)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

var fine = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })

func TestOnlyFrom(t *testing.T) {
	inside := auth.OnlyFrom(network(t, "10.0.0.0/8"), network(t, "192.0.2.1"), status)(fine)
	for _, tt := range []struct {
		name, remote, forwarded string
		want                    int
	}{
		{"内网", "10.0.0.7:1", "", 204},
		{"外网", "203.0.113.9:1", "", 403},
		{"外网自称内网", "203.0.113.9:1", "10.0.0.7", 403},
		{"经代理的内网", "192.0.2.1:1", "10.0.0.7", 204},
		{"经代理的外网", "192.0.2.1:1", "10.0.0.7, 203.0.113.9", 403},
	} {
		res := get(inside, func(r *http.Request) { r.RemoteAddr = tt.remote; r.Header.Set("X-Forwarded-For", tt.forwarded) })
		if res.StatusCode != tt.want {
			t.Errorf("%s: %d", tt.name, res.StatusCode)
		}
	}
	if res := get(auth.OnlyFrom(nil, nil, status)(fine), func(r *http.Request) { r.RemoteAddr = "203.0.113.9:1" }); res.StatusCode != 204 {
		t.Error("an empty list closes the workbench")
	}
}

func TestLimit(t *testing.T) {
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	l := auth.NewLimiter(10*time.Second, 3, 2, func() time.Time { return at })
	h := l.Limit(nil, status)(fine)
	from := func(address string) *http.Response {
		return get(h, func(r *http.Request) { r.RemoteAddr = address })
	}
	for range 3 {
		if res := from("10.0.0.7:1"); res.StatusCode != 204 {
			t.Fatal(res.Status)
		}
	}
	for range 5 { // being refused must not make the wait longer
		if res := from("10.0.0.7:2"); res.StatusCode != 429 || res.Header.Get("Retry-After") != "10" {
			t.Fatal(res.Status, res.Header)
		}
	}
	if res := from("10.0.0.8:1"); res.StatusCode != 204 {
		t.Error("another address is refused too")
	}
	at = at.Add(10 * time.Second)
	if res := from("10.0.0.7:1"); res.StatusCode != 204 {
		t.Error("still refused after the wait")
	}
	if res := from("10.0.0.7:1"); res.StatusCode != 429 {
		t.Error("one wait allows two")
	}
	if a, b := auth.KeyOf(netip.MustParseAddr("2001:db8::1")), auth.KeyOf(netip.MustParseAddr("2001:db8::2")); a != b {
		t.Error("an IPv6 network counts as many callers")
	}
}

func TestSecurityHeaders(t *testing.T) {
	res := get(auth.SecurityHeaders(true)(auth.NoStore(fine)), func(*http.Request) {})
	policy := res.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %q", want)
		}
	}
	for _, never := range []string{"unsafe", "*", "http:"} {
		if strings.Contains(policy, never) {
			t.Errorf("the policy holds %q", never)
		}
	}
	for name, want := range map[string]string{
		"Strict-Transport-Security": "max-age=31536000", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "strict-origin-when-cross-origin", "Cache-Control": "no-store",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if res := get(auth.SecurityHeaders(false)(fine), func(*http.Request) {}); res.Header.Get("Strict-Transport-Security") != "" {
		t.Error("HSTS without TLS")
	}
}

func TestSameOrigin(t *testing.T) {
	protect, err := auth.SameOrigin([]string{"https://oa.example.gov.cn"}, status)
	if err != nil {
		t.Fatal(err)
	}
	h := protect(fine)
	for _, tt := range []struct {
		name   string
		header map[string]string
		method string
		want   int
	}{
		{"本站", map[string]string{"Sec-Fetch-Site": "same-origin"}, "POST", 204},
		{"他站", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, "POST", 403},
		{"同一主域的另一个站", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://blog.example.gov.cn"}, "POST", 403},
		{"登记过的站", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://oa.example.gov.cn"}, "POST", 204},
		{"老浏览器，他站", map[string]string{"Origin": "https://evil.example"}, "POST", 403},
		{"老浏览器，本站", map[string]string{"Origin": "https://www.example.gov.cn"}, "POST", 204},
		{"从他站点链接过来", map[string]string{"Sec-Fetch-Site": "cross-site"}, "GET", 204},
	} {
		res := get(h, func(r *http.Request) {
			r.Method = tt.method
			for k, v := range tt.header {
				r.Header.Set(k, v)
			}
		})
		if res.StatusCode != tt.want {
			t.Errorf("%s: %d", tt.name, res.StatusCode)
		}
	}
	if _, err := auth.SameOrigin([]string{"not an origin"}, status); err == nil {
		t.Error("a wrong origin is taken")
	}
}
