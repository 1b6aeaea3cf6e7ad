package demo

import (
	"context"
	"fmt"
	"slices"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/publishing"
	"gongkai/internal/reporting"
	"gongkai/internal/screening"
	"gongkai/internal/store"
	"gongkai/internal/supervising"
	"gongkai/review"
	"gongkai/workday"

	"github.com/alexedwards/argon2id"
)

// Parts is what the demo works with. The database must have been opened with the clock.
type Parts struct {
	DB       *database.DB
	Keys     *crypt.Keyring
	Calendar func(of agency.ID) *workday.Calendar
	Clock    *Clock
	Blobs    *blob.Store // nil keeps no files
	// Screen is the screening of the program; nil for one of its own.
	Screen func(ctx context.Context, r disclosure.Record) ([]review.Finding, error)
}

// A Login is an account of the demo, to be printed at start.
type Login struct {
	Agency   string
	Roles    string
	Name     string
	Login    string
	Password string
	Secret   string // of the second factor, for administrators
}

// lightHash makes a few accounts quick to open: their passwords are random, so a costly hash would protect nothing. Verification
// takes the cost from the hash, and the first log-in hashes anew as everywhere.
var lightHash = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// A builder carries what the steps of the story share.
type builder struct {
	ctx     context.Context
	parts   Parts
	desk    *administering.Desk
	press   *publishing.Desk
	cases   *casework.Desk
	watch   *supervising.Desk
	reports *reporting.Desk
	today   civil.Date
	logins  []Login
	staff   map[string]auth.StaffID // by login
	places  map[string]agency.ID    // by code
	columns map[string]map[string]string
	steps   []step
}

// A step is something that happens on a day.
type step struct {
	on civil.Date
	do func() error
}

// Build fills an empty platform and returns the accounts. It refuses one that has agencies already.
func Build(ctx context.Context, parts Parts) (logins []Login, err error) {
	defer fault.Wrap(&err, "demo.Build")
	defer parts.Clock.run()
	hasher, err := auth.NewHasher(lightHash, 2)
	if err != nil {
		return nil, err
	}
	if parts.Screen == nil {
		parts.Screen = (&screening.Screener{DB: parts.DB, Files: parts.Blobs}).Record
	}
	b := &builder{ctx: ctx, parts: parts, today: civil.Of(parts.Clock.present()), staff: map[string]auth.StaffID{}, places: map[string]agency.ID{}, columns: map[string]map[string]string{},
		desk:  &administering.Desk{DB: parts.DB, Hasher: hasher, Keys: parts.Keys, Site: "凉州区政府信息公开（演示）"},
		press: &publishing.Desk{DB: parts.DB, Calendar: parts.Calendar, Screen: parts.Screen},
		cases: &casework.Desk{DB: parts.DB, Keys: parts.Keys, Calendar: parts.Calendar}}
	b.reports = &reporting.Desk{DB: parts.DB, Press: b.press, Blobs: parts.Blobs, Attach: attached(parts.Blobs)}
	there, err := store.Agencies(parts.DB.View(ctx))
	if err != nil {
		return nil, err
	}
	if len(there) > 0 {
		return nil, fault.New(fault.Conflict, "这个数据目录已有数据，演示只能在空的数据目录中建立")
	}
	return b.logins, b.story()
}

// story tells the whole demo in the order of time.
func (b *builder) story() error {
	b.parts.Clock.set(opening)
	if err := b.county(); err != nil {
		return err
	}
	b.scienceBureau()
	b.livelyBureau()
	b.errands()
	b.livelyDesk()
	b.watched()
	b.neighbours()
	b.annualReports()
	slices.SortStableFunc(b.steps, func(x, y step) int { return x.on.Compare(y.on) })
	for _, s := range b.steps {
		b.parts.Clock.set(s.on)
		if err := s.do(); err != nil {
			return fmt.Errorf("on %s: %w", s.on, err)
		}
	}
	b.parts.Clock.set(b.today)
	for _, l := range b.logins {
		b.by(l.Login) // whoever has not worked for long has a new password today
	}
	return nil
}

// on adds a step; the first error of the story ends it. Nothing is told of days that have not come.
func (b *builder) on(day civil.Date, do func() error) { b.steps = append(b.steps, step{day, do}) }

// by is the person with the login, as the use-cases know people who have logged in. A password that has grown too old
// is changed first, as the person would have to.
func (b *builder) by(login string) auth.Actor {
	in := auth.LogIn{Staff: b.staff[login], Code: true}
	actor, err := b.desk.Who(b.ctx, in, "127.0.0.1")
	if err == nil && actor.Waiting == auth.NewPassword {
		err = b.renew(actor, login)
		if err == nil {
			actor, err = b.desk.Who(b.ctx, in, "127.0.0.1")
		}
	}
	if err != nil {
		panic(fmt.Sprintf("demo: %s cannot log in: %v", login, err))
	}
	return actor
}

func (b *builder) renew(actor auth.Actor, login string) error {
	i := slices.IndexFunc(b.logins, func(l Login) bool { return l.Login == login })
	old := b.logins[i].Password
	b.logins[i].Password = newPassword()
	return b.desk.ChangePassword(b.ctx, actor, old, b.logins[i].Password)
}
