package administering_test

import (
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// clock is a clock that the tests move.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// office is the agency that runs the deployment of the tests.
var office = agency.Agency{
	USCC: "11620602013932130J", Code: "qzfb", Name: "武威市凉州区人民政府办公室", ShortName: "区政府办", Level: agency.County,
	Kind: agency.Department, Region: "620602", Competent: true,
}

// A world is a deployment with its first administrator and the people that the tests open.
type world struct {
	*administering.Desk
	clock *clock
	first auth.Account
	t     *testing.T
}

// eachEngine runs f in a fresh world on each engine.
func eachEngine(t *testing.T, f func(t *testing.T, w *world)) {
	t.Helper()
	c := &clock{at: time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		file := filepath.Join(t.TempDir(), "keys")
		if _, err := crypt.CreateKeyFile(file, c.now()); err != nil {
			t.Fatal(err)
		}
		keys, err := crypt.OpenKeyFile(file, crypt.Std)
		if err != nil {
			t.Fatal(err)
		}
		hasher, err := auth.NewHasher(argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}, 2)
		if err != nil {
			t.Fatal(err)
		}
		w := &world{Desk: &administering.Desk{DB: db, Hasher: hasher, Keys: keys, Site: "凉州区政府信息公开"}, clock: c, t: t}
		if w.first, _, err = w.CreateFirstAdministrator(t.Context(), administering.First{Agency: office, Login: "anquan", Name: "安全员甲"}); err != nil {
			t.Fatal(err)
		}
		f(t, w)
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
	}, storetest.Clock(c.now))
}

// as returns the person as an actor who has done what must be done first.
func (w *world) as(a auth.Account) auth.Actor {
	w.t.Helper()
	tree, err := w.Tree(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return a.Actor(tree, "10.0.0.7", auth.Nothing)
}

// person opens an account with the roles and returns it with its first password.
func (w *world) person(of agency.ID, login string, roles ...agency.Role) (auth.Account, string) {
	w.t.Helper()
	id, password, err := w.CreateAccount(w.t.Context(), w.as(w.first), administering.Person{
		Agency: of, Login: login, Name: "某人" + login, Roles: agency.RolesOf(roles...), Phone: "13800138000", Email: login + "@example.cn",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.account(id), password
}

func (w *world) account(id auth.StaffID) auth.Account {
	w.t.Helper()
	a, err := store.Account(w.DB.View(w.t.Context()), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// bureau adds the science bureau under the office.
func (w *world) bureau() agency.ID {
	w.t.Helper()
	system, _ := w.person(w.first.Agency, "xitong", agency.RoleSystem)
	id, err := w.CreateAgency(w.t.Context(), w.as(system), agency.Agency{
		USCC: "12620600MB0523338C", Code: "kjj", Name: "武威市凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602", Superior: w.first.Agency,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// refused checks that err is of the kind and says so.
func refused(t *testing.T, what string, err error, kind fault.Kind, message string) {
	t.Helper()
	if err == nil || fault.KindOf(err) != kind || !strings.Contains(fault.Message(err), message) {
		t.Errorf("%s: got %v, want kind %d and %q", what, err, kind, message)
	}
}

// verbs returns the verbs in the ledger, newest first.
func (w *world) verbs() string {
	w.t.Helper()
	links, _, err := store.SearchLedger(w.DB.View(w.t.Context()), store.LedgerFilter{Limit: 500})
	if err != nil {
		w.t.Fatal(err)
	}
	var all []string
	for _, l := range links {
		all = append(all, l.Verb)
	}
	return strings.Join(all, " ")
}

// after returns what the newest entry of the verb about the person says afterwards.
func (w *world) after(verb string, id auth.StaffID) string {
	w.t.Helper()
	links, _, err := store.SearchLedger(w.DB.View(w.t.Context()), store.LedgerFilter{Verb: verb, Subject: ledger.Subject{Kind: "account", ID: string(id)}, Limit: 1})
	if err != nil || len(links) != 1 {
		w.t.Fatal(links, err)
	}
	return links[0].After
}

const goodPassword, otherPassword = "Tu7-kew-Moor-9x", "Plum4!hazel_Dove"
