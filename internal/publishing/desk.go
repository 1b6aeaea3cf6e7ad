// Package publishing holds the use-cases of 主动公开: one file per verb. They are the only writers of the catalogue, of
// records and of their reviews, each in one transaction with its entry in the ledger.
//
// 《条例》第十七条 asks for a review before anything goes out, 第二十条、第二十六条 for what is published and when.
//
// A use-case asks whether the actor may, loads, applies the rules of packages catalog, disclosure and review, and stores
// what follows. It leaves the rules to those packages, tables to internal/store and pages to internal/web.
package publishing

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/review"
	"gongkai/workday"

	"github.com/emmansun/gmsm/sm3"
	"github.com/microcosm-cc/bluemonday"
)

// A Desk is what the use-cases work with.
type Desk struct {
	DB       *database.DB
	Calendar func(of agency.ID) *workday.Calendar // of an agency; nil for the national one
	// Screen reads a record with its files and says what must not, or should not, go out; nil for no screening. It is
	// asked before the transaction of a hand-in, of a signature and of a publication, never within one.
	Screen func(ctx context.Context, r disclosure.Record) ([]review.Finding, error)
	// Tell tells people of a state, each once; nil tells them in the workbench alone.
	Tell func(tx *database.Tx, people []auth.Account, n store.Notice, about ledger.Subject) (int, error)
}

func (d *Desk) calendar(of agency.ID) *workday.Calendar {
	if d.Calendar == nil {
		return workday.National()
	}
	return d.Calendar(of)
}

// act asks whether the actor may, and runs f in a transaction of the actor.
func (d *Desk) act(ctx context.Context, by auth.Actor, action auth.Action, target agency.ID, f func(tx *database.Tx) error) error {
	return store.Act(ctx, d.DB, by, action, target, f)
}

// enter writes the act into the chain of the agency whose record it is.
func enter(tx *database.Tx, of agency.ID, verb, kind, id string, before, after any) {
	tx.Record(ledger.Entry{Chain: string(of), Verb: verb, Subject: ledger.Subject{Kind: kind, ID: id}, Before: text(before), After: text(after)})
}

func text(v any) string {
	if v == nil {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only our own structs are recorded
	}
	return string(b)
}

// person is the actor as reviews know people.
func person(by auth.Actor) review.Person { return review.Person{ID: string(by.Staff), Name: by.Name} }

// Digest names the exact content of a record: whatever the public would see.
func Digest(r disclosure.Record) string {
	sum := sm3.Sum(r.Canonical())
	return "sm3-" + hex.EncodeToString(sum[:])
}

// policy is what the body of a record may hold: text, tables, images and links, never script, frames or styles that
// cover the page.
var policy = func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.AllowAttrs("colspan", "rowspan").OnElements("td", "th")
	p.AllowStyles("text-align").MatchingEnum("left", "center", "right", "justify").OnElements("p", "td", "th", "h1", "h2", "h3", "h4")
	p.RequireNoFollowOnLinks(false)
	return p
}()

// subjectOf is the record as it stands, for its review.
func subjectOf(file store.RecordFile) review.Subject {
	return review.Subject{Kind: disclosure.ReviewKind, ID: string(file.Draft.ID), Digest: file.Digest,
		Author: review.Person{ID: file.Draft.Author, Name: file.AuthorName}, Writers: file.Draft.Writers}
}

// plan is the review that the agency has set. It begins with the self-check in any case: handing in is the author's.
func plan(r database.Reader, of agency.ID, on civil.Date) (review.Plan, error) {
	settings, err := store.Settings(r, of, on)
	if err != nil {
		return nil, err
	}
	var p review.Plan
	for _, stage := range settings.Review.Order {
		p = append(p, review.Stage(stage))
	}
	if len(p) == 0 {
		p = review.DefaultPlan
	}
	if p[0] != review.SelfCheck {
		p = append(review.Plan{review.SelfCheck}, p...)
	}
	return p, nil
}

// own loads the record and refuses one of another agency than the one acted upon.
func own(r database.Reader, of agency.ID, id disclosure.ID) (store.RecordFile, error) {
	file, err := store.Record(r, id)
	if err == nil && file.Draft.Agency != of {
		err = fault.New(fault.NotFound, "没有找到这条信息")
	}
	return file, err
}
