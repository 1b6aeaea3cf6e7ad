package portal_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/app/apptest"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/demo"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/internal/translog"
	"gongkai/internal/web"
	"gongkai/internal/web/portal"
	"gongkai/internal/web/ui"
	"gongkai/ledger"
	"gongkai/review"
	"gongkai/workday"
)

// A site is the portal over the demo's data, served as in production below a sub-path.
type site struct {
	db       *database.DB
	cases    *casework.Desk
	press    *publishing.Desk
	blobs    *blob.Store
	portal   *portal.Portal
	server   *httptest.Server
	handler  http.Handler
	keys     *crypt.Keyring
	calendar func(agency.ID) *workday.Calendar
	base     string // http://127.0.0.1:…/xxgk
}

const base = "/xxgk"

func newSite(t testing.TB) *site {
	t.Helper()
	return newSiteBy(t, apptest.Clock(t))
}

func newSiteBy(t testing.TB, now func() time.Time) *site {
	t.Helper()
	clock := &demo.Clock{Present: now}
	return newSiteOn(t, storetest.SQLite(t, storetest.Clock(clock.Now)), clock)
}

func newSiteOn(t testing.TB, db *database.DB, clock *demo.Clock) *site {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys")
	if _, err := crypt.CreateKeyFile(file, time.Now()); err != nil {
		t.Fatal(err)
	}
	keys, err := crypt.OpenKeyFile(file, crypt.Std)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Build(t.Context(), demo.Parts{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }, Clock: clock}); err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.New(t.Context(), t.TempDir(), blob.Options{Suite: crypt.Std, Spool: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{db: db, blobs: blobs, press: &publishing.Desk{DB: db}}
	calendar := func(agency.ID) *workday.Calendar { return workday.National() }
	s.cases = &casework.Desk{DB: db, Keys: keys, Calendar: calendar}
	s.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }))
	s.keys, s.calendar = keys, calendar
	s.anew(t)
	s.server.Start()
	t.Cleanup(s.server.Close)
	s.base = s.server.URL + base
	return s
}

// anew makes the portal anew, as after a restart: nothing that it kept is left.
func (s *site) anew(t testing.TB) {
	t.Helper()
	db, keys, blobs, calendar := s.db, s.keys, s.blobs, s.calendar
	keeper, err := translog.NewKeeper(t.Context(), db, keys)
	if err != nil {
		t.Fatal(err)
	}
	s.portal = portal.New(portal.Options{DB: db, Cases: s.cases, Files: blobs, Keep: func(ctx context.Context, r io.Reader, most int64) (string, error) {
		ref, err := blobs.Put(ctx, r, blob.Limits{Size: most})
		return string(ref.Hash), err
	}, Calendar: calendar, BasePath: base, URL: "http://" + s.server.Listener.Addr().String(), Log: keeper})
	failures := &web.Failures{Renderer: s.portal, Logger: slog.New(slog.DiscardHandler)}
	assets, view := ui.Assets(), ui.SwitchView(base)
	mux := auth.NewMux(append(s.portal.Routes(),
		auth.Route{Method: "GET", Pattern: "/assets/", Public: true, Handler: func(w http.ResponseWriter, r *http.Request) error { assets.ServeHTTP(w, r); return nil }},
		auth.Route{Method: "POST", Pattern: ui.ViewPath, Public: true, Handler: func(w http.ResponseWriter, r *http.Request) error { view.ServeHTTP(w, r); return nil }},
	), auth.Guard{Fail: failures.Fail})
	compressed, err := web.Compress(auth.SecurityHeaders(false)(failures.Routes(mux)))
	if err != nil {
		t.Fatal(err)
	}
	s.handler = http.StripPrefix(base, web.Redirects(base, compressed))
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// ask sends one call and follows no redirect.
func (s *site) ask(t testing.TB, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{w.Code, w.Header(), string(body)}
}

func (s *site) get(t testing.TB, path string) answer {
	t.Helper()
	return s.ask(t, httptest.NewRequest("GET", base+path, nil))
}

func (s *site) post(t testing.TB, path string, form url.Values) answer {
	t.Helper()
	r := httptest.NewRequest("POST", base+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.ask(t, r)
}

// index finds the 索引号 of the record with the title.
func (s *site) index(t testing.TB, title string) string {
	t.Helper()
	var index string
	if err := s.db.View(t.Context()).QueryRow(`SELECT index_no FROM publication WHERE title = $1`, title).Scan(&index); err != nil {
		t.Fatalf("%s: %v", title, err)
	}
	return index
}

func (s *site) recordID(t testing.TB, title string) string {
	t.Helper()
	var id string
	if err := s.db.View(t.Context()).QueryRow(`SELECT record FROM publication WHERE title = $1`, title).Scan(&id); err != nil {
		t.Fatalf("%s: %v", title, err)
	}
	return id
}

func (s *site) agency(t testing.TB, code string) agency.ID {
	t.Helper()
	var id string
	if err := s.db.View(t.Context()).QueryRow(`SELECT id FROM agency WHERE code = $1`, code).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return agency.ID(id)
}

// staff is a person of the bureau with every role that the work here needs, each act by a person of its own.
func staff(of agency.ID, name string, roles ...agency.Role) auth.Actor {
	return auth.Actor{Staff: auth.StaffID("test-" + name), Name: name, Agency: of, Roles: agency.RolesOf(roles...)}
}

// publish takes a record through draft, four signatures and publication, each by a person of its own.
func (s *site) publish(t testing.TB, code string, r disclosure.Record, reason string) (disclosure.ID, string) {
	t.Helper()
	of := s.agency(t, code)
	clerk := staff(of, "clerk", agency.RoleLiaison, agency.RoleOfficer)
	r.Agency, r.Attribute, r.Channels = of, disclosure.Proactive, []string{"政府网站"}
	if r.FormedOn.IsZero() {
		r.FormedOn = civil.Of(s.db.Now())
	}
	if r.Item == "" {
		r.Item = "FD-01"
	}
	if r.Column == "" {
		var column string
		if err := s.db.View(t.Context()).QueryRow(`SELECT id FROM catalog_column WHERE agency = $1 AND item = $2`, string(of), string(r.Item)).Scan(&column); err != nil {
			t.Fatal(err)
		}
		r.Column = catalog.ColumnID(column)
	}
	if r.Theme == "" {
		r.Theme = `综合政务\政务公开`
	}
	id, err := s.press.SaveDraft(t.Context(), clerk, r)
	if err != nil {
		t.Fatal(err)
	}
	for _, sign := range []struct {
		stage review.Stage
		by    auth.Actor
	}{{review.SelfCheck, clerk}, {review.SectionOK, staff(of, "verifier", agency.RoleVerifier)}, {review.Secrecy, staff(of, "secrecy", agency.RoleSecrecy)}, {review.Signature, staff(of, "signer", agency.RoleSigner)}} {
		file, err := store.Record(s.db.View(t.Context()), id)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.press.SignOff(t.Context(), sign.by, of, id, review.Signoff{Stage: sign.stage, Verdict: review.Passed, Opinion: "同意", Digest: file.Digest}); err != nil {
			t.Fatal(err)
		}
	}
	index, err := s.press.Publish(t.Context(), clerk, of, id, reason)
	if err != nil {
		t.Fatal(err)
	}
	return id, string(index)
}

// revise publishes another version of a record.
func (s *site) revise(t testing.TB, code string, id disclosure.ID, change func(*disclosure.Record), reason string) {
	t.Helper()
	file, err := store.Record(s.db.View(t.Context()), id)
	if err != nil {
		t.Fatal(err)
	}
	r := file.Draft
	change(&r)
	s.publish(t, code, r, reason)
}

func (s *site) withdraw(t testing.TB, code string, id disclosure.ID, reason string) {
	t.Helper()
	of := s.agency(t, code)
	if err := s.press.Withdraw(t.Context(), staff(of, "office", agency.RoleOffice, agency.RoleOfficer, agency.RoleSigner), of, id, reason); err != nil {
		t.Fatal(err)
	}
}

// closeOnline closes the online channel of an agency.
func closeOnline(of string) func(tx *database.Tx) error {
	return func(tx *database.Tx) error {
		g, err := store.Guide(tx, agency.ID(of))
		if err != nil {
			return err
		}
		for i := range g.Channels {
			if g.Channels[i].Kind == agency.ChannelOnline {
				g.Channels[i].Open, g.Channels[i].Reason = false, "测试关闭"
			}
		}
		tx.Record(ledger.Entry{Chain: of, Verb: "save_guide", Subject: ledger.Subject{Kind: "guide", ID: of}})
		return store.SaveGuide(tx, g)
	}
}
