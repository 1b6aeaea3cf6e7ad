// Package supervising holds the use-cases of 监督和保障: the clerk's year of each agency, and what the 主管部门 sees of
// those below it and orders them to mend.
//
// 《条例》第四十七条 gives the 主管部门 the duty to supervise; 第四十九条、第五十条 the report on it. What is owed is
// computed by package duty from the registers, so that nobody has to report upwards what the registers show.
package supervising

import (
	"context"
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/telling"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/workday"
)

// A Desk is what the use-cases work with.
type Desk struct {
	DB       *database.DB
	Keys     *crypt.Keyring
	Calendar func(of agency.ID) *workday.Calendar // of an agency, with every notice loaded so far for its place
	// Reopen opens an answered application again inside the transaction, because a result asks for a new decision, until
	// the day that it sets if it sets one; nil leaves applications alone.
	Reopen func(tx *database.Tx, of agency.ID, application string, on, until civil.Date, basis deadline.Basis, staff, why string) error
	// Letters numbers, seals and opens letters as those of applications; nil issues none.
	Letters *casework.Desk
	// Voice tells the staff; the zero one in the workbench alone.
	Voice telling.Voice
}

func (d *Desk) act(ctx context.Context, by auth.Actor, action auth.Action, target agency.ID, f func(tx *database.Tx) error) error {
	return store.Act(ctx, d.DB, by, action, target, f)
}

func enter(tx *database.Tx, of agency.ID, verb, kind, id string, after any, cite law.Citation) {
	body, err := json.Marshal(after)
	if err != nil {
		panic(err) // only our own structs are recorded
	}
	tx.Record(ledger.Entry{Chain: string(of), Verb: verb, Subject: ledger.Subject{Kind: kind, ID: id}, After: string(body), Cite: cite})
}

// facts gathers what the duties of the agency are computed from.
func (d *Desk) facts(r database.Reader, of agency.ID, today civil.Date) (duty.Facts, error) {
	a, err := store.Agency(r, of)
	if err != nil {
		return duty.Facts{}, err
	}
	f, err := query.DutyFacts(r, of)
	if err != nil {
		return f, err
	}
	f.Agency, f.Calendar = a, d.Calendar(of)
	if f.Settings, err = store.Settings(r, of, today); err != nil {
		return f, err
	}
	// With the month that is running: its day is known, and nobody has to remember it.
	gaps, names, err := d.gapsOf(r, of, today.Month().Last().AddDays(1))
	for _, g := range gaps {
		f.Months = append(f.Months, duty.Month{Key: g.Section + "/" + g.Month.String(), Section: names[g.Section], Month: g.Month, DueOn: g.DueOn})
	}
	return f, err
}

// Year lists the duties of the agency with a day in the year.
// 法源: 《条例》第四十七条。
func (d *Desk) Year(ctx context.Context, by auth.Actor, of agency.ID, year int) (list []duty.Duty, err error) {
	defer fault.Wrap(&err, "supervising.Year(%s, %d)", of, year)
	if err := auth.Can(by, auth.ViewBoard, of); err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		f, err := d.facts(q, of, today)
		list = duty.Year(f, year, today)
		return err
	})
	return list, err
}

// Open lists the duties of the agency that are late or soon due.
func (d *Desk) Open(ctx context.Context, by auth.Actor, of agency.ID) (list []duty.Duty, err error) {
	defer fault.Wrap(&err, "supervising.Open(%s)", of)
	if err := auth.Can(by, auth.ViewBoard, of); err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		f, err := d.facts(q, of, today)
		list = duty.Open(f, today)
		return err
	})
	return list, err
}
