// Package casework holds the use-cases of 依申请公开: one file per verb. They are the only writers of applications, each in
// one transaction with its entry in the ledger.
//
// 《条例》第四十五条 asks for registration, review, handling, answer and archiving; what may be done when is decided by
// packages application, deadline and decision, who may by internal/auth.
//
// What identifies an applicant is sealed before it is stored and opened only by [Desk.Unmask], which is recorded.
package casework

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/workday"

	"github.com/emmansun/gmsm/sm3"
	"golang.org/x/text/unicode/norm"
)

// A Desk is what the use-cases work with.
type Desk struct {
	DB       *database.DB
	Keys     *crypt.Keyring
	Calendar func(of agency.ID) *workday.Calendar // of an agency, with every notice loaded so far for its place

	// Post hands an e-mail to the outbox in the transaction; nil sends none.
	Post func(tx *database.Tx, of agency.ID, about ledger.Subject, m Mail) error
	// Mailing is what sending an answer by e-mail needs; nil where no server of mail is set.
	Mailing *Mailing
	// Archiving is what keeping the archive package of a closed application needs; nil keeps none.
	Archiving *Archiving
	// Link is the complete address of a path of the site, for e-mails and links to be passed on; nil gives the path.
	Link func(path string) string
	// Draft drafts a record of what an application brought to light; nil where the site publishes nothing.
	Draft func(ctx context.Context, by auth.Actor, r disclosure.Record) (disclosure.ID, error)
}

// A Mail is an e-mail to an applicant, a third party or one of the staff.
type Mail struct {
	To, Subject, Body string
	Attachments       []job.Attachment
}

// link is the complete address of a path.
func (d *Desk) link(path string) string {
	if d.Link == nil {
		return path
	}
	return d.Link(path)
}

// act asks whether the actor may, and runs f in a transaction of the actor.
func (d *Desk) act(ctx context.Context, by auth.Actor, action auth.Action, target agency.ID, f func(tx *database.Tx) error) error {
	return store.Act(ctx, d.DB, by, action, target, f)
}

// enter writes the act into the chain of the agency. Nothing that identifies the applicant may be in before or after.
func enter(tx *database.Tx, of agency.ID, verb string, id application.ID, after any, cite law.Citation) {
	body, err := json.Marshal(after)
	if err != nil {
		panic(err) // only our own structs are recorded
	}
	tx.Record(ledger.Entry{Chain: string(of), Verb: verb, Subject: ledger.Subject{Kind: "application", ID: string(id)}, After: string(body), Cite: cite})
}

// policy is the reading of the law that the agency has set.
func policy(r database.Reader, of agency.ID, today civil.Date) (deadline.Policy, agency.Settings, error) {
	settings, err := store.Settings(r, of, today)
	return Reading(settings), settings, err
}

// Reading is how the agency reads what the law leaves open about the clock.
// 法源: 《条例》第三十三条第三款。
func Reading(s agency.Settings) deadline.Policy {
	return deadline.Policy{FromReceipt: s.Receipt.Pause == agency.PauseFromReceipt}
}

// standing computes what lists and counts need.
func (d *Desk) standing(a application.Application, p deadline.Policy, today civil.Date) store.Standing {
	clock := a.Clock(d.Calendar(a.Agency), p, today)
	due := a.Due(clock)
	s := store.Standing{ReceivedOn: clock.ReceivedOn, ReopenedOn: clock.ReopenedOn, Step: due.Step, DueOn: due.On, Officer: a.Officer(),
		Provisional: due.Step != application.NoStep && clock.Provisional}
	s.Section, _ = a.Section()
	if clock.Stage != deadline.Closed {
		return s
	}
	if decided, ok := a.Decision(); ok {
		s.ClosedOn, s.Outcome = decided.On, string(decided.Outcome)
	} else if withdrawn, ok := a.Withdrawal(); ok {
		s.ClosedOn, s.Outcome = withdrawn.On, "O6.3"
	}
	return s
}

// own loads the application and refuses one of another agency than the one acted upon.
func own(r database.Reader, of agency.ID, id application.ID) (store.ApplicationFile, error) {
	file, err := store.Application(r, id)
	if err == nil && file.Application.Agency != of {
		err = fault.New(fault.NotFound, "没有找到这件申请")
	}
	return file, err
}

func place(id application.ID) crypt.Place {
	return crypt.Place{Table: "application", Column: "particulars", Row: string(id)}
}

// seal closes up who the applicant is.
func (d *Desk) seal(id application.ID, who applicant.Applicant) ([]byte, crypt.Digest, error) {
	plain, err := json.Marshal(who)
	if err != nil {
		return nil, "", err
	}
	sealed, err := d.Keys.Seal(crypt.Fields, place(id), plain)
	if err != nil {
		return nil, "", err
	}
	digest, err := IdentityDigest(d.Keys, plain)
	return sealed, digest, err
}

// digestOf finds the same applicant again: by the proof of identity.
func (d *Desk) digestOf(who applicant.Applicant) (crypt.Digest, error) {
	return d.Keys.Digest(identityKind(who.Identity.Kind), who.Identity.Normal())
}

// digestOfContent finds the same content again, whatever its spaces and punctuation. The content itself stands beside it
// in the open, so no key is needed.
func digestOfContent(w application.Wanted) string {
	sum := sm3.Sum([]byte(plainText(w.Content)))
	return hex.EncodeToString(sum[:])
}

// plainText is the text without spaces and punctuation, in one width.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsControl(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

func identityKind(k applicant.IdentityKind) crypt.Kind {
	if k == applicant.OrganisationID {
		return crypt.USCC
	}
	return crypt.IDNumber
}

// open reads the particulars; the caller has recorded that it does.
func (d *Desk) open(file store.ApplicationFile) (applicant.Applicant, error) {
	var who applicant.Applicant
	plain, err := d.Keys.Open(crypt.Fields, place(file.Application.ID), file.Particulars)
	if err != nil {
		return who, err
	}
	return who, json.Unmarshal(plain, &who)
}
