package webfetch_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/webfetch"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// own is the machine of the test, which is an inner address.
var own = netip.MustParsePrefix("127.0.0.0/8")

func fetcher() *webfetch.Fetcher {
	return &webfetch.Fetcher{Client: webfetch.NewClient(own), Pause: time.Nanosecond}
}

func TestPagesAndFilesAreRead(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("<html><body>年度报告</body></html>")
	if err != nil {
		t.Fatal(err)
	}
	world := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), webfetch.Agent) {
			t.Errorf("it says it is %q", r.UserAgent())
		}
		switch r.URL.Path {
		case "/robots.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /secret\n"))
		case "/gbk":
			w.Header().Set("Content-Type", "text/html; charset=gbk")
			_, _ = w.Write([]byte(gbk))
		case "/down/report.pdf":
			w.Header().Set("Content-Type", "application/octet-stream")
			_, _ = w.Write([]byte("%PDF-1.4"))
		case "/old":
			http.Redirect(w, r, "/down/report.pdf", http.StatusFound)
		case "/named":
			w.Header().Set("Content-Disposition", `attachment; filename="../a.docx"`)
			_, _ = w.Write([]byte("PK\x03\x04"))
		case "/huge":
			_, _ = w.Write(bytes.Repeat([]byte("x"), 33<<20))
		case "/empty", "/secret/a":
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer world.Close()
	f := fetcher()
	for path, want := range map[string]struct {
		name, says, refused string
		html                bool
	}{
		"/gbk":             {name: "gbk.html", says: "年度报告", html: true},
		"/down/report.pdf": {name: "report.pdf", says: "%PDF"},
		"/old":             {name: "report.pdf", says: "%PDF"},
		"/named":           {name: "a.docx", says: "PK"},
		"/huge":            {refused: "32 MB"},
		"/empty":           {refused: "空白"},
		"/gone":            {refused: "404"},
		"/secret/a":        {refused: "robots.txt"},
	} {
		p, err := f.Get(t.Context(), world.URL+path)
		switch {
		case want.refused != "":
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), want.refused) {
				t.Errorf("%s: %v", path, err)
			}
		case err != nil:
			t.Errorf("%s: %v", path, err)
		case p.Name != want.name || p.HTML != want.html || !strings.Contains(string(p.Text), want.says):
			t.Errorf("%s: %q %v %q", path, p.Name, p.HTML, p.Text)
		}
	}
}

// The inner network is not called, neither by its address nor by a redirection; where it is allowed it is.
func TestInnerAddressesAreNotCalled(t *testing.T) {
	called := 0
	inner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { called++; _, _ = w.Write([]byte("内部")) }))
	defer inner.Close()
	guarded := &webfetch.Fetcher{Client: webfetch.NewClient(), Pause: time.Nanosecond}
	for _, address := range []string{inner.URL, strings.Replace(inner.URL, "127.0.0.1", "localhost", 1), strings.Replace(inner.URL, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		if _, err := guarded.Get(t.Context(), address); fault.KindOf(err) != fault.Invalid || called > 0 {
			t.Errorf("%s: %v, called %d times", address, err, called)
		}
	}
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(inner.URL, "127.0.0.1", "127.0.0.2", 1), http.StatusFound)
	}))
	defer outer.Close()
	half := &webfetch.Fetcher{Client: webfetch.NewClient(netip.MustParsePrefix("127.0.0.1/32")), Pause: time.Nanosecond}
	if _, err := half.Get(t.Context(), outer.URL+"/a"); fault.KindOf(err) != fault.Invalid || called > 0 {
		t.Errorf("a redirection inside: %v, called %d times", err, called)
	}
	if _, err := fetcher().Get(t.Context(), inner.URL+"/a"); err != nil || called == 0 {
		t.Errorf("an allowed one: %v", err)
	}
}

func TestAddressesThatCannotBe(t *testing.T) {
	for _, address := range []string{"", "www.example.gov.cn/a", "ftp://example.gov.cn/a", "file:///etc/passwd", "http://a:b@example.gov.cn/", "http:///a", "javascript:alert(1)", "http://[::1"} {
		if _, err := webfetch.Check(address); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// The cases are those of RFC 9309 and of common practice.
func TestRobots(t *testing.T) {
	for _, c := range []struct {
		name, file, at string
		may            bool
	}{
		{"no file", "", "/a", true},
		{"all forbidden", "User-agent: *\nDisallow: /", "/a", false},
		{"nothing forbidden", "User-agent: *\nDisallow:", "/a", true},
		{"another program", "User-agent: baiduspider\nDisallow: /", "/a", true},
		{"our own name before all", "User-agent: *\nDisallow: /\n\nUser-agent: GongKai\nDisallow: /b", "/a", true},
		{"our own name forbids", "User-agent: *\nDisallow:\nUser-agent: gongkai\nDisallow: /b", "/b/c", false},
		{"two names for one group", "User-agent: x\nUser-agent: *\nDisallow: /a", "/a", false},
		{"the longer rule", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"as long, and allowed", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"a star", "User-agent: *\nDisallow: /*.pdf", "/x/y.pdf?z", false},
		{"the end", "User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", true},
		{"the end, met", "User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", false},
		{"comments and blanks", "# hi\r\nuser-agent : * # all\r\n disallow : /a # so\r\n", "/a", false},
		{"a rule before any name", "Disallow: /\nUser-agent: *\nAllow: /", "/a", true},
	} {
		if got := webfetch.ReadRules([]byte(c.file)).Allow(c.at); got != c.may {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestThePageOffersItsFiles(t *testing.T) {
	page := webfetch.Page{Address: "https://www.example.gov.cn/a/b.html", HTML: true, Text: []byte(`<a href="../f/年报.pdf">2025年<b>年报</b></a><a href="x.docx#top"></a><a href="../f/年报.pdf">again</a><a href="c.html">no</a><a href="javascript:x.pdf">no</a><a href="//other.example/y.PDF">other</a>`)}
	got := webfetch.Offers(page)
	want := []webfetch.Offer{{Address: "https://www.example.gov.cn/f/%E5%B9%B4%E6%8A%A5.pdf", Words: "2025年年报"}, {Address: "https://www.example.gov.cn/a/x.docx", Words: "x.docx"}, {Address: "https://other.example/y.PDF", Words: "other"}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
}

func FuzzReadRules(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a*b$\nAllow: /"), "/x")
	f.Add([]byte("User-agent:\nDisallow: *"), "")
	f.Fuzz(func(t *testing.T, file []byte, at string) {
		// A group for this program alone decides, whatever stands before it.
		closed := append(append([]byte("User-agent: gongkai\nDisallow: /\n\n"), file...), "\n"...)
		_ = webfetch.ReadRules(file).Allow(at)
		if !bytes.Contains(bytes.ToLower(file), []byte("allow")) && webfetch.ReadRules(closed).Allow("/"+at) {
			t.Error("what is closed was opened")
		}
	})
}

func FuzzOffers(f *testing.F) {
	f.Add("<a href=a.pdf>x", "http://a/b")
	f.Fuzz(func(t *testing.T, text, address string) {
		for _, offer := range webfetch.Offers(webfetch.Page{Address: address, HTML: true, Text: []byte(text)}) {
			if !strings.HasPrefix(offer.Address, "http") || offer.Words == "" {
				t.Errorf("%+v", offer)
			}
		}
	})
}
