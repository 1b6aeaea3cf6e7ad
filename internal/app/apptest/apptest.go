// Package apptest runs the whole program with the demo's data for tests, and logs people of the demo in: in a real
// browser, and as an HTTP client.
//
// Only tests import it.
package apptest

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/civil"
	"gongkai/internal/app"
	"gongkai/internal/config"
	"gongkai/internal/demo"
	"gongkai/internal/storetest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"
)

// Opens is when the clock of a site stands at its start, in Shanghai: at half past nine on an ordinary Thursday, so that
// a test finds the same demo whenever it runs. The variable puts it to another time, to see how the tests fare on it:
//
//	GONGKAI_TEST_NOW="2027-01-01 00:20" go test ./internal/web/...
const (
	Opens    = "2026-11-26 09:30"
	variable = "GONGKAI_TEST_NOW"
)

// ClockFrom returns a clock that stands at the time, as in [Opens], when it is asked for, and runs.
func ClockFrom(t testing.TB, at string) func() time.Time {
	t.Helper()
	start, err := time.ParseInLocation("2006-01-02 15:04", at, civil.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	return func() time.Time { return start.Add(time.Since(began)) }
}

// Clock returns the clock of [Demo], for tests that put together a site of their own.
func Clock(t testing.TB) func() time.Time {
	t.Helper()
	return ClockFrom(t, cmp.Or(os.Getenv(variable), Opens))
}

// Still returns a clock that stands where [Clock] begins: for tests of what is allowed so often in so many seconds, which
// would let more through on a slow machine.
func Still(t testing.TB) func() time.Time {
	t.Helper()
	at := Clock(t)()
	return func() time.Time { return at }
}

// Today is the day on which the clock of [Demo] stands at its start.
func Today() civil.Date {
	return civil.MustParse(cmp.Or(os.Getenv(variable), Opens)[:len("2006-01-02")])
}

// A Site is one running demo.
type Site struct {
	URL    string // with the base path, without a slash behind
	Logins map[string]demo.Login
	Dir    string // of its data
	Now    func() time.Time

	mu    sync.Mutex
	codes map[string]int // how many codes of a second factor were given
}

// Today is the day on the site.
func (s *Site) Today() civil.Date { return civil.Of(s.Now()) }

// Engine is the environment variable that says in which database the demos of tests lie: postgres, or else a file.
const Engine = "GONGKAI_TEST_ENGINE"

// Demo starts a demo under the base path /xxgk, with further settings if there are any; it stops when the test ends.
func Demo(t testing.TB, settings ...string) *Site {
	t.Helper()
	return DemoBy(t, Clock(t), settings...)
}

// DemoBy is Demo by a clock.
func DemoBy(t testing.TB, now func() time.Time, settings ...string) *Site {
	t.Helper()
	if os.Getenv(Engine) == "postgres" {
		settings = append(settings, "GONGKAI_DATABASE="+storetest.EmptyPostgres(t))
	}
	return start(t, now, settings)
}

// OnPostgres starts a demo whose data lie in PostgreSQL.
func OnPostgres(t testing.TB, settings ...string) *Site {
	t.Helper()
	return start(t, Clock(t), append(settings, "GONGKAI_DATABASE="+storetest.EmptyPostgres(t)))
}

func start(t testing.TB, now func() time.Time, settings []string) *Site {
	t.Helper()
	s := &Site{Now: now, Logins: map[string]demo.Login{}, codes: map[string]int{}, Dir: filepath.Join(t.TempDir(), "data")}
	c, err := config.Load(config.Sources{Env: append([]string{"GONGKAI_DATA=" + s.Dir, "GONGKAI_LISTEN=127.0.0.1:0", "GONGKAI_ADMIN_LISTEN=127.0.0.1:0", "GONGKAI_BASE_PATH=/xxgk", "GONGKAI_DEMO=true"}, settings...)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	open, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() {
		ended <- app.ServeBy(s.Now, ctx, context.Background(), c, slog.New(slog.DiscardHandler), app.News{
			Ready: func(site, _ net.Addr) { open <- site },
			Demo: func(logins []demo.Login) {
				for _, l := range logins {
					s.Logins[l.Login] = l
				}
			},
		})
	}()
	select {
	case at := <-open:
		s.URL = "http://" + at.String() + c.BasePath
	case err := <-ended:
		cancel()
		t.Fatalf("the demo ended at once: %v", err)
	}
	t.Cleanup(func() { cancel(); <-ended })
	return s
}

// code is the next code of the person's second factor: each works once, so the second one is that of the next half
// minute, which is taken too.
func (s *Site) code(t testing.TB, login string) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.Now().Add(time.Duration(s.codes[login]) * 30 * time.Second)
	s.codes[login]++
	code, err := totp.GenerateCode(s.Logins[login].Secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// LogIn logs a person of the demo in, in the browser, by typing. Whoever was logged in there is logged out.
func (s *Site) LogIn(t testing.TB, b *webtest.Browser, login string) {
	t.Helper()
	who, known := s.Logins[login]
	if !known {
		t.Fatalf("the demo has no %s", login)
	}
	send := `document.querySelector("main form button.primary").click()`
	do := func(actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(b.Context(), actions...); err != nil {
			t.Fatalf("log-in of %s: %v", login, err)
		}
	}
	if _, err := chromedp.Call(b.Context(), network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	do(chromedp.Navigate(s.URL + "/workbench/login"))
	do(chromedp.SendKeys("#login", login), chromedp.SendKeys("#password", who.Password))
	s.press(t, b, send)
	if who.Secret != "" {
		do(chromedp.WaitVisible("#code"), chromedp.SendKeys("#code", s.code(t, login)))
		s.press(t, b, send)
	}
	do(chromedp.WaitReady(".sidenav")) // narrow windows fold it
}

func (s *Site) press(t testing.TB, b *webtest.Browser, script string) {
	t.Helper()
	if _, err := chromedp.Run(b.Context(), chromedp.Evaluate[bool](script+";true")); err != nil {
		t.Fatal(err)
	}
}

// Client returns a client that is logged in as the person of the demo and follows no redirects.
func (s *Site) Client(t testing.TB, login string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	who := s.Logins[login]
	send := func(path string, form url.Values) {
		t.Helper()
		answer, err := client.Post(s.URL+path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusSeeOther {
			t.Fatalf("log-in of %s at %s: %d", login, path, answer.StatusCode)
		}
	}
	send("/workbench/login", url.Values{"login": {login}, "password": {who.Password}})
	if who.Secret != "" {
		send("/workbench/login/code", url.Values{"code": {s.code(t, login)}})
	}
	return client
}
