package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"reflect"
	"strings"
	"time"

	"gongkai/agency"
	"gongkai/fault"

	"github.com/alexedwards/scs/v2"
)

// A Session is one log-in of a person at one browser, as lists of sessions show it.
type Session struct {
	ID      string // digest of the token, which the browser alone has
	Staff   StaffID
	Address string
	Browser string
	BeganAt time.Time
	SeenAt  time.Time
	Current bool // the one from which the list is looked at
}

// SameSession reports whether the bytes of two states of a session hold the same.
func SameSession(a, b []byte) bool {
	endA, valuesA, errA := scs.GobCodec{}.Decode(a)
	endB, valuesB, errB := scs.GobCodec{}.Decode(b)
	return errA == nil && errB == nil && endA.Equal(endB) && reflect.DeepEqual(valuesA, valuesB)
}

// Sessions keeps who is logged in, by a cookie whose digest is in the store.
type Sessions struct {
	manager *scs.SessionManager
}

// The keys of what a session holds.
const (
	keyStaff   = "staff"
	keyAddress = "address"
	keyBrowser = "browser"
	keyBegan   = "began"
	keyCode    = "code" // the second factor was given
	keySSO     = "sso"  // came by single sign-on
	keyOIDC    = "oidc"
	keySeen    = "seen"  // when it was last used, to the minute
	keyNotes   = "notes" // words to be shown on the next page
)

// longestBrowser bounds what is kept of the browser's name.
const longestBrowser = 200

// NewSessions makes sessions that end when nothing was done for the idle time, and after the lifetime in any case; an
// agency may be stricter ([Sessions.Within]). overTLS makes the cookie secure; path is where the workbench is mounted.
func NewSessions(store scs.Store, idle, life time.Duration, overTLS bool, path string, fail func(http.ResponseWriter, *http.Request, error)) *Sessions {
	// Not scs.New, which starts a store in memory with a goroutine that never ends.
	m := &scs.SessionManager{
		Store: store, Codec: scs.GobCodec{}, HashTokenInStore: true,
		IdleTimeout: idle, Lifetime: life,
		Cookie: scs.SessionCookie{Name: cookieName(overTLS, path), HttpOnly: true, Secure: overTLS, SameSite: http.SameSiteLaxMode, Path: path, Persist: false},
	}
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		fail(w, r, &fault.Error{Kind: fault.Unavailable, Message: "登录状态暂时无法读取，请稍后再试", Err: err})
	}
	return &Sessions{m}
}

// cookieName uses the prefix by which browsers hold a cookie to TLS, and to this host where the path is the root.
func cookieName(overTLS bool, path string) string {
	switch {
	case overTLS && path == "/":
		return "__Host-gongkai"
	case overTLS:
		return "__Secure-gongkai"
	}
	return "gongkai"
}

// Middleware loads the session of each call and saves it with the answer.
func (s *Sessions) Middleware(next http.Handler) http.Handler { return s.manager.LoadAndSave(next) }

// A LogIn is how a person came in.
type LogIn struct {
	Staff StaffID
	Code  bool // the second factor was given
	SSO   bool // by single sign-on, which has its own
}

// Begin makes the session one of the person since the time, under a new token, so that a token known before is worthless.
func (s *Sessions) Begin(r *http.Request, in LogIn, address string, at time.Time) error {
	ctx := r.Context()
	if err := s.manager.Clear(ctx); err != nil {
		return sessionFault(err)
	}
	if err := s.manager.RenewToken(ctx); err != nil {
		return sessionFault(err)
	}
	browser := r.UserAgent()
	s.manager.Put(ctx, keyStaff, string(in.Staff))
	s.manager.Put(ctx, keyAddress, address)
	s.manager.Put(ctx, keyBrowser, strings.ToValidUTF8(browser[:min(len(browser), longestBrowser)], ""))
	s.manager.Put(ctx, keyBegan, at.UnixMilli())
	s.manager.Put(ctx, keyCode, in.Code)
	s.manager.Put(ctx, keySSO, in.SSO)
	return nil
}

// Raise notes that the second factor was given, under a new token.
func (s *Sessions) Raise(ctx context.Context) error {
	if err := s.manager.RenewToken(ctx); err != nil {
		return sessionFault(err)
	}
	s.manager.Put(ctx, keyCode, true)
	return nil
}

// Renew changes the token, as after a new password.
func (s *Sessions) Renew(ctx context.Context) error {
	if err := s.manager.RenewToken(ctx); err != nil {
		return sessionFault(err)
	}
	return nil
}

// Who returns whose session the call belongs to; no staff for nobody.
func (s *Sessions) Who(ctx context.Context) LogIn {
	return LogIn{
		Staff: StaffID(s.manager.GetString(ctx, keyStaff)), Code: s.manager.GetBool(ctx, keyCode), SSO: s.manager.GetBool(ctx, keySSO),
	}
}

// ID returns the id of the call's session as lists of sessions have it: the digest of the token.
func (s *Sessions) ID(ctx context.Context) string {
	sum := sha256.Sum256([]byte(s.manager.Token(ctx)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// End logs out.
func (s *Sessions) End(ctx context.Context) error {
	if err := s.manager.Destroy(ctx); err != nil {
		return sessionFault(err)
	}
	return nil
}

// Keep holds a single sign-on under way until the browser comes back.
func (s *Sessions) Keep(ctx context.Context, p Pending) {
	s.manager.Put(ctx, keyOIDC, p.State+" "+p.Nonce+" "+p.Verifier)
}

// Take returns what Keep held, once.
func (s *Sessions) Take(ctx context.Context) (Pending, bool) {
	return parsePending(s.manager.PopString(ctx, keyOIDC))
}

// seenGrace is how exactly a session knows when it was last used: finer would be a write for every page.
const seenGrace = time.Minute

// Within reports whether the session is still one under the rules of the agency, and notes that it is used. The idle
// time may so run out up to a minute early, never late.
func (s *Sessions) Within(ctx context.Context, rules agency.Access, at time.Time) bool {
	began := time.UnixMilli(s.manager.GetInt64(ctx, keyBegan))
	seen := began
	if noted := s.manager.GetInt64(ctx, keySeen); noted > 0 {
		seen = time.UnixMilli(noted)
	}
	if !at.Before(began.Add(time.Duration(rules.SessionHours)*time.Hour)) || !at.Before(seen.Add(time.Duration(rules.IdleMinutes)*time.Minute)) {
		return false
	}
	if at.Sub(seen) >= seenGrace {
		s.manager.Put(ctx, keySeen, at.UnixMilli())
	}
	return true
}

// Leave keeps words to be shown on the next page.
func (s *Sessions) Leave(ctx context.Context, note string) {
	notes := s.manager.GetString(ctx, keyNotes)
	if notes != "" {
		notes += "\n"
	}
	s.manager.Put(ctx, keyNotes, notes+strings.ReplaceAll(note, "\n", " "))
}

// Collect returns what Leave kept, once.
func (s *Sessions) Collect(ctx context.Context) []string {
	if !s.manager.Exists(ctx, keyNotes) {
		return nil
	}
	return strings.Split(s.manager.PopString(ctx, keyNotes), "\n")
}

func sessionFault(err error) error {
	return &fault.Error{Kind: fault.Unavailable, Message: "登录状态暂时无法保存，请稍后再试", Err: err}
}

// ReadSession reads what a store of sessions needs of the bytes it keeps: whose, from where, since when. Sessions of
// nobody (a single sign-on under way) have no staff.
func ReadSession(data []byte) (Session, error) {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return Session{}, err
	}
	text := func(key string) string { s, _ := values[key].(string); return s }
	session := Session{Staff: StaffID(text(keyStaff)), Address: text(keyAddress), Browser: text(keyBrowser)}
	if began, ok := values[keyBegan].(int64); ok {
		session.BeganAt = time.UnixMilli(began).UTC()
	}
	return session, nil
}
