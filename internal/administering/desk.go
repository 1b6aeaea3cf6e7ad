// Package administering holds the use-cases on agencies, sections, people and settings: one file per verb. They are the
// only writers of these, each in one transaction with its entry in the ledger.
//
// The 《条例》 wants agencies to name their 工作机构 (第四条) and keep their 指南 current (第十二条); GB/T 22239 wants accounts
// managed by a security administrator who sees no business data, and every such act on record.
//
// Every use-case begins with the question whether the actor may, then checks all that was entered and says all that is
// wrong with it at once. It leaves the rules to packages agency and auth, the tables to internal/store, and cookies
// and pages to internal/web.
package administering

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"sync/atomic"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// A Desk is what the use-cases work with.
type Desk struct {
	DB     *database.DB
	Hasher *auth.Hasher
	Keys   *crypt.Keyring
	Site   string // name of the site, shown in authenticator apps

	tree atomic.Pointer[madeTree]
}

// A madeTree is the tree as it was at a revision of the agencies.
type madeTree struct {
	revision int64
	tree     *agency.Tree
}

// act asks whether the actor may, and runs f in a transaction of the actor.
func (d *Desk) act(ctx context.Context, by auth.Actor, action auth.Action, target agency.ID, f func(tx *database.Tx) error) error {
	return store.Act(ctx, d.DB, by, action, target, f)
}

// record enters the act in the chain of the agency whose affair it is. before and after are written as JSON; they must
// hold no personal data in plain text.
func record(tx *database.Tx, of agency.ID, verb, kind, id string, before, after any) {
	tx.Record(ledger.Entry{
		Chain: string(of), Verb: verb, Subject: ledger.Subject{Kind: kind, ID: id}, Before: text(before), After: text(after),
	})
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

// loadTree returns the tree of the agencies as r sees them, making it anew only after a change.
func (d *Desk) loadTree(r database.Reader) (*agency.Tree, error) {
	revision, err := store.TreeRevision(r)
	if err != nil {
		return nil, err
	}
	if made := d.tree.Load(); made != nil && made.revision == revision {
		return made.tree, nil
	}
	all, err := store.Agencies(r)
	if err != nil {
		return nil, err
	}
	tree, _ := agency.NewTree(all) // what is stored was checked; a tree with problems still answers
	d.tree.Store(&madeTree{revision, tree})
	return tree, nil
}

// Tree returns the agencies of the deployment.
func (d *Desk) Tree(ctx context.Context) (tree *agency.Tree, err error) {
	err = d.DB.Read(ctx, func(q *database.Query) error {
		tree, err = d.loadTree(q)
		return err
	})
	return tree, err
}

// The letters of generated passwords: none that are taken for another.
const (
	passwordGroups = 4
	passwordGroup  = 4
	passwordRunes  = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRTUVWXY346789"
)

// newPassword makes a random password that passes the rule: it is told once to the person and must be changed.
func newPassword() string {
	for {
		var b strings.Builder
		for group := range passwordGroups {
			if group > 0 {
				b.WriteByte('-')
			}
			for range passwordGroup {
				n, _ := rand.Int(rand.Reader, big.NewInt(int64(len(passwordRunes)))) // never fails
				b.WriteByte(passwordRunes[n.Int64()])
			}
		}
		if len(auth.CheckPassword(b.String(), b.Len())) == 0 {
			return b.String()
		}
	}
}

// contactPlace is where a person's phone or e-mail is sealed to.
func contactPlace(column string, staff auth.StaffID) crypt.Place {
	return crypt.Place{Table: "staff", Column: column, Row: string(staff)}
}

// sealContact seals a phone or e-mail; nothing stays nothing.
func (d *Desk) sealContact(column string, staff auth.StaffID, value string) ([]byte, error) {
	if strings.TrimSpace(value) == "" {
		return nil, nil
	}
	return d.Keys.Seal(crypt.Fields, contactPlace(column, staff), []byte(strings.TrimSpace(value)))
}

// Reach opens the phone and e-mail of an account, masked wherever they are printed.
func (d *Desk) Reach(a auth.Account) (phone, email crypt.Secret, err error) {
	open := func(column string, kind crypt.Kind, sealed []byte) (crypt.Secret, error) {
		if len(sealed) == 0 {
			return crypt.Secret{}, nil
		}
		plain, err := d.Keys.Open(crypt.Fields, contactPlace(column, a.Staff), sealed)
		return crypt.NewSecret(kind, string(plain)), err
	}
	if phone, err = open("phone", crypt.Phone, a.Phone); err != nil {
		return phone, email, err
	}
	email, err = open("email", crypt.Email, a.Email)
	return phone, email, err
}

// taken turns a Conflict that the database found into a problem of the field; those of the use-cases have no cause.
func taken(err error, field, message string) error {
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Conflict || e.Err == nil {
		return err
	}
	return &fault.Error{Kind: fault.Conflict, Message: message, Problems: []fault.Problem{{Field: field, Message: message}}, Err: err}
}
