package store_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
)

// loggedIn is a workbench over the database's sessions: /in logs st_1 in, every answer says who it is.
func loggedIn(t *testing.T, db *database.DB) func(address string, cookie *http.Cookie) (string, *http.Cookie) {
	t.Helper()
	s := auth.NewSessions(store.NewSessions(db), 20*time.Minute, 12*time.Hour, false, "/", func(_ http.ResponseWriter, _ *http.Request, err error) {
		t.Error(err)
	})
	h := s.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/in" {
			if err := s.Begin(r, auth.LogIn{Staff: "st_1"}, "10.0.0.7", time.Now()); err != nil {
				t.Error(err)
			}
		}
		if r.URL.Path == "/renew" {
			if err := s.Renew(r.Context()); err != nil {
				t.Error(err)
			}
		}
		_, _ = w.Write([]byte(s.Who(r.Context()).Staff))
	}))
	return func(address string, cookie *http.Cookie) (string, *http.Cookie) {
		r := httptest.NewRequest("GET", address, nil)
		r.Header.Set("User-Agent", "浏览器")
		if cookie != nil {
			r.AddCookie(cookie)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			cookie = c
		}
		return w.Body.String(), cookie
	}
}

func sessions(t *testing.T, db *database.DB) []auth.Session {
	t.Helper()
	all, err := store.SessionsOf(db.View(t.Context()), "st_1", db.Now())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func revoke(t *testing.T, db *database.DB, f func(tx *database.Tx) error) {
	t.Helper()
	if err := db.WriteUnrecorded(t.Context(), "test", f); err != nil {
		t.Fatal(err)
	}
}

func TestSessionsAreListedAndRevoked(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		browse := loggedIn(t, db)
		_, one := browse("/in", nil)
		_, two := browse("/in", nil)
		all := sessions(t, db)
		if len(all) != 2 || all[0].Address != "10.0.0.7" || all[0].Browser != "浏览器" || all[0].SeenAt.IsZero() || strings.Contains(all[0].ID+all[1].ID, one.Value) {
			t.Fatalf("%+v", all)
		}
		revoke(t, db, func(tx *database.Tx) error { return store.RevokeSession(tx, "st_1", all[0].ID) })
		in := 0
		for _, c := range []*http.Cookie{one, two} {
			if who, _ := browse("/", c); who == "st_1" {
				in++
			}
		}
		if in != 1 || len(sessions(t, db)) != 1 {
			t.Errorf("%d still in, %d listed", in, len(sessions(t, db)))
		}
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error { return store.RevokeSession(tx, "st_2", all[1].ID) })
		if err == nil {
			t.Error("somebody else's session was revoked")
		}
		// A new password ends every session; the one in hand goes on under a new token.
		revoke(t, db, func(tx *database.Tx) error { _, err := store.RevokeSessions(tx, "st_1"); return err })
		if len(sessions(t, db)) != 0 {
			t.Error("some are left")
		}
	})
}

// A call under way when the session is revoked saves it at its end: that must not bring it back.
func TestARevokedSessionStaysRevoked(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		s := store.NewSessions(db)
		browse := loggedIn(t, db)
		_, cookie := browse("/in", nil)
		id := sessions(t, db)[0].ID
		data, found, err := s.Find(id)
		if !found || err != nil {
			t.Fatal(found, err)
		}
		revoke(t, db, func(tx *database.Tx) error { _, err := store.RevokeSessions(tx, "st_1"); return err })
		if err := s.Commit(id, data, db.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if who, _ := browse("/", cookie); who != "" || len(sessions(t, db)) != 0 {
			t.Errorf("%q is back", who)
		}
	})
}

func TestSessionsEndAndArePurged(t *testing.T) {
	var mu sync.Mutex
	at := time.Now()
	now := func() time.Time { mu.Lock(); defer mu.Unlock(); return at }
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		mu.Lock()
		at = time.Now()
		mu.Unlock()
		browse := loggedIn(t, db)
		_, cookie := browse("/in", nil)
		if who, _ := browse("/", cookie); who != "st_1" {
			t.Fatal(who)
		}
		mu.Lock()
		at = at.Add(21 * time.Minute)
		mu.Unlock()
		if who, _ := browse("/", cookie); who != "" || len(sessions(t, db)) != 0 {
			t.Errorf("%q after the idle time", who)
		}
		n, err := store.PurgeSessions(t.Context(), db, now())
		if err != nil || n == 0 {
			t.Errorf("%d purged, %v", n, err)
		}
	}, storetest.Clock(now))
}

// A page of many pictures does not write the session as many times.
func TestASessionInUseIsNotWrittenEachTime(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		browse := loggedIn(t, db)
		_, cookie := browse("/in", nil)
		seen := sessions(t, db)[0].SeenAt
		for range 20 {
			browse("/", cookie)
		}
		if again := sessions(t, db)[0].SeenAt; !again.Equal(seen) {
			t.Errorf("written again at %s after %s", again, seen)
		}
		_, renewed := browse("/renew", cookie)
		if who, _ := browse("/", renewed); who != "st_1" || renewed.Value == cookie.Value {
			t.Error("renewing loses the session")
		}
		if who, _ := browse("/", cookie); who != "" {
			t.Error("the token of before still works")
		}
	})
}
