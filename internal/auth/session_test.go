package auth_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/auth"
)

// site is a small workbench over an in-memory store: /in logs in, /who tells who, /raise, /out.
func site(t *testing.T, overTLS bool) (http.Handler, *memstore.MemStore) {
	t.Helper()
	store := memstore.NewWithCleanupInterval(0)
	rules := agency.DefaultSettings(civil.MustParse("2026-11-23")).Access
	s := auth.NewSessions(store, time.Duration(rules.IdleMinutes)*time.Minute, time.Duration(rules.SessionHours)*time.Hour, overTLS, "/", func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	})
	mux := http.NewServeMux()
	mux.HandleFunc("/in", func(_ http.ResponseWriter, r *http.Request) {
		if err := s.Begin(r, auth.LogIn{Staff: "st_1"}, "10.0.0.7", time.Now()); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/who", func(w http.ResponseWriter, r *http.Request) {
		in := s.Who(r.Context())
		_, _ = w.Write([]byte(string(in.Staff) + " " + s.ID(r.Context())))
		if in.Code {
			_, _ = w.Write([]byte(" code"))
		}
	})
	mux.HandleFunc("/stricter", func(w http.ResponseWriter, r *http.Request) {
		stricter := agency.Access{IdleMinutes: 10, SessionHours: 2}
		_, _ = w.Write([]byte(map[bool]string{true: "yes", false: "no"}[s.Within(r.Context(), stricter, time.Now())]))
	})
	mux.HandleFunc("/raise", func(_ http.ResponseWriter, r *http.Request) {
		if err := s.Raise(r.Context()); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/out", func(_ http.ResponseWriter, r *http.Request) {
		if err := s.End(r.Context()); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/begin-sso", func(_ http.ResponseWriter, r *http.Request) {
		s.Keep(r.Context(), auth.Pending{State: "a", Nonce: "b", Verifier: "c"})
	})
	mux.HandleFunc("/end-sso", func(w http.ResponseWriter, r *http.Request) {
		p, ok := s.Take(r.Context())
		_, _ = w.Write([]byte(p.State + p.Nonce + p.Verifier + map[bool]string{true: " yes", false: " no"}[ok]))
	})
	return s.Middleware(mux), store
}

// browse calls the address with the cookie and returns the answer and the cookie afterwards.
func browse(h http.Handler, address string, cookie *http.Cookie) (string, *http.Cookie) {
	r := httptest.NewRequest("GET", address, nil)
	r.Header.Set("User-Agent", "试验浏览器/1.0 "+strings.Repeat("很长", 200))
	if cookie != nil {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if set := w.Result().Cookies(); len(set) > 0 {
		if cookie = set[0]; cookie.MaxAge < 0 || cookie.Value == "" {
			cookie = nil
		}
	}
	return w.Body.String(), cookie
}

func TestSessionCookieAndRotation(t *testing.T) {
	h, store := site(t, true)
	_, planted := browse(h, "/begin-sso", nil)
	_, cookie := browse(h, "/in", planted)
	if cookie.Name != "__Host-gongkai" || !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || cookie.Path != "/" || !cookie.Expires.IsZero() {
		t.Errorf("%+v", cookie)
	}
	if cookie.Value == planted.Value {
		t.Error("the token of before the log-in still stands")
	}
	if got, _ := browse(h, "/who", planted); strings.HasPrefix(got, "st_1") {
		t.Error("the planted token is logged in")
	}
	got, _ := browse(h, "/who", cookie)
	if !strings.HasPrefix(got, "st_1 ") {
		t.Errorf("got %q", got)
	}
	all, err := store.All()
	if err != nil {
		t.Fatal(err)
	}
	if _, plain := all[cookie.Value]; plain {
		t.Error("the store holds the token itself")
	}
	id := strings.Fields(got)[1]
	data, stored := all[id]
	if !stored {
		t.Errorf("the store does not hold the session under its id %q", id)
	}
	session, err := auth.ReadSession(data)
	if err != nil || session.Staff != "st_1" || session.Address != "10.0.0.7" || !strings.HasPrefix(session.Browser, "试验浏览器") || session.BeganAt.IsZero() {
		t.Errorf("%+v, %v", session, err)
	}
	_, raised := browse(h, "/raise", cookie)
	if got, _ := browse(h, "/who", raised); raised.Value == cookie.Value || !strings.HasSuffix(got, " code") {
		t.Errorf("after the second factor: %q", got)
	}
	_, _ = browse(h, "/out", raised)
	if got, _ := browse(h, "/who", raised); strings.HasPrefix(got, "st_1") {
		t.Error("logged out and still in")
	}
	made := &http.Cookie{Name: "__Host-gongkai", Value: strings.Repeat("x", 43)}
	if _, cookie := browse(h, "/in", made); cookie == nil || cookie.Value == made.Value {
		t.Error("a token of the caller's making is taken")
	}
}

func TestSingleSignOnUnderWayIsTakenOnce(t *testing.T) {
	h, _ := site(t, false)
	_, cookie := browse(h, "/begin-sso", nil)
	if got, _ := browse(h, "/end-sso", cookie); got != "abc yes" {
		t.Errorf("got %q", got)
	}
	if got, _ := browse(h, "/end-sso", cookie); got != " no" {
		t.Errorf("again: %q", got)
	}
}

func TestSessionsEnd(t *testing.T) {
	rules := agency.DefaultSettings(civil.MustParse("2026-11-23")).Access
	idle := time.Duration(rules.IdleMinutes) * time.Minute
	for _, tt := range []struct {
		name  string
		pause time.Duration
		times int
		in    bool
	}{
		{"不到二十分钟", idle - time.Second, 1, true},
		{"二十分钟没有操作", idle + time.Second, 1, false},
		{"一直在用，不到最长时间", idle - time.Second, rules.SessionHours*60/rules.IdleMinutes - 1, true},
		{"一直在用，超过最长时间", idle - time.Second, rules.SessionHours*60/rules.IdleMinutes + 1, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, _ := site(t, false)
				_, cookie := browse(h, "/in", nil)
				var got string
				for range tt.times {
					time.Sleep(tt.pause) // of the bubble's clock
					got, _ = browse(h, "/who", cookie)
				}
				if strings.HasPrefix(got, "st_1") != tt.in {
					t.Errorf("got %q", got)
				}
			})
		})
	}
}

// An agency may let sessions end sooner than the installation does.
func TestAnAgencyMayBeStricter(t *testing.T) {
	tests := []struct {
		name  string
		pause time.Duration
		times int
		want  string
	}{
		{"就在用", time.Second, 1, "yes"},
		{"停了不到十分钟", 9*time.Minute + 50*time.Second, 1, "yes"},
		{"停了十分钟", 10 * time.Minute, 1, "no"},
		{"一直在用，不到两小时", 5 * time.Minute, 23, "yes"},
		{"一直在用，到了两小时", 5 * time.Minute, 24, "no"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, _ := site(t, false)
				_, cookie := browse(h, "/in", nil)
				got := ""
				for range tt.times {
					time.Sleep(tt.pause)
					got, cookie = browse(h, "/stricter", cookie)
				}
				if got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			})
		})
	}
}
