package administering

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// A LedgerQuestion says which links of the ledger are wanted. Empty fields ask for nothing.
type LedgerQuestion struct {
	Chain   string // the agency whose affairs; [ledger.SiteChain] for those of none; empty for all, where all may be seen
	Actor   string // id of the account
	Name    string // of the person, in full
	Address string // from which it was done
	Verb    string
	Subject ledger.Subject // kind alone, or kind and id
	From    civil.Date
	Until   civil.Date // the last day
	After   string     // the page after this one, as Next of the page before said
	Limit   int
}

// A LedgerPage is one page of links, newest first.
type LedgerPage struct {
	Links []ledger.Link
	Next  string // to ask for the next page; empty on the last
}

func (q LedgerQuestion) filter() store.LedgerFilter {
	return store.LedgerFilter{Chain: q.Chain, Actor: q.Actor, Name: q.Name, Address: q.Address, Verb: q.Verb, Subject: q.Subject, From: q.From, Until: q.Until, After: parsePlace(q.After), Limit: q.Limit}
}

// Chains are the chains that the actor may see: its own agency's, those below, and at the top that of the site. all says
// that no other is there.
func Chains(by auth.Actor) (below []agency.ID, all bool) {
	if by.Tree == nil {
		return nil, false
	}
	home, ok := by.Tree.Find(by.Agency)
	below = by.Tree.Below(by.Agency)
	return below, ok && home.Superior == "" && len(below)+1 == len(by.Tree.All())
}

// mayRead asks whether the actor may take the action upon the chain.
func mayRead(by auth.Actor, action auth.Action, chain string) error {
	if chain != "" && chain != ledger.SiteChain {
		return auth.Can(by, action, agency.ID(chain))
	}
	if err := auth.Can(by, action, by.Agency); err != nil {
		return err
	}
	if _, all := Chains(by); !all {
		return fault.New(fault.Forbidden, "全部台账由最上级机关的审计管理员查看，请选择一个机关")
	}
	return nil
}

// SearchLedger returns one page of the ledger.
// 法源: 《政务应用安全规定》第二十条。
func (d *Desk) SearchLedger(ctx context.Context, by auth.Actor, q LedgerQuestion) (page LedgerPage, err error) {
	defer fault.Wrap(&err, "administering.SearchLedger")
	if err := mayRead(by, auth.SearchLedger, q.Chain); err != nil {
		return page, err
	}
	links, next, err := store.SearchLedger(d.DB.View(ctx), q.filter())
	page.Links = links
	if err == nil && !next.IsZero() {
		page.Next = formatPlace(next)
	}
	return page, err
}

// LedgerLink returns one link.
func (d *Desk) LedgerLink(ctx context.Context, by auth.Actor, chain string, seq int64) (_ ledger.Link, err error) {
	defer fault.Wrap(&err, "administering.LedgerLink(%s, %d)", chain, seq)
	if err := mayRead(by, auth.SearchLedger, chain); err != nil {
		return ledger.Link{}, err
	}
	return store.LedgerLink(d.DB.View(ctx), chain, seq)
}

// A LedgerFormat is the form of an export.
type LedgerFormat string

// The formats.
const (
	LedgerJSON LedgerFormat = "json" // with hashes: provable without the database
	LedgerCSV  LedgerFormat = "csv"  // for spreadsheets
)

// LedgerWords turn what the ledger calls deeds and things into the words of the page.
type LedgerWords = store.LedgerWords

// ExportLedger writes the links that match. That it was done is entered first, so that an export that breaks off is on
// record too.
// 法源: 《政务应用安全规定》第二十条。
func (d *Desk) ExportLedger(ctx context.Context, by auth.Actor, q LedgerQuestion, format LedgerFormat, words LedgerWords, w io.Writer) (err error) {
	defer fault.Wrap(&err, "administering.ExportLedger")
	if err := mayRead(by, auth.ExportLedger, q.Chain); err != nil {
		return err
	}
	err = d.act(ctx, by, auth.ExportLedger, by.Agency, func(tx *database.Tx) error {
		record(tx, by.Agency, "export_ledger", "ledger", q.Chain, nil, map[string]any{
			"format": format, "verb": q.Verb, "actor": q.Actor, "name": q.Name, "address": q.Address, "subject": q.Subject.Kind, "from": q.From, "until": q.Until})
		return nil
	})
	if err != nil {
		return err
	}
	return d.DB.Read(ctx, func(r *database.Query) error {
		if format == LedgerJSON {
			return store.ExportLedgerJSON(r, w, q.filter())
		}
		return store.ExportLedgerCSV(r, w, q.filter(), words)
	})
}

// A LedgerProof is the result of checking every chain.
type LedgerProof struct {
	Chains int
	Links  int64
	Breaks []ledger.Break // the first of each broken chain
}

// VerifyLedger checks every chain and enters the result.
// 法源: 《政务应用安全规定》第二十条。
func (d *Desk) VerifyLedger(ctx context.Context, by auth.Actor) (proof LedgerProof, err error) {
	defer fault.Wrap(&err, "administering.VerifyLedger")
	if err := auth.Can(by, auth.VerifyLedger, by.Agency); err != nil {
		return proof, err
	}
	found, err := store.VerifyLedger(ctx, d.DB)
	if err != nil {
		return proof, err
	}
	proof = LedgerProof{found.Chains, found.Links, found.Breaks}
	return proof, d.act(ctx, by, auth.VerifyLedger, by.Agency, func(tx *database.Tx) error {
		record(tx, by.Agency, "verify_ledger", "ledger", "", nil, proof)
		return nil
	})
}

// A place is written as instant, number and chain.
func formatPlace(p store.Place) string {
	return strconv.FormatInt(p.At.UnixMilli(), 10) + "." + strconv.FormatInt(p.Seq, 10) + "." + p.Chain
}

// parsePlace reads what formatPlace wrote; anything else is the first page.
func parsePlace(text string) store.Place {
	parts := strings.SplitN(text, ".", 3)
	if len(parts) != 3 {
		return store.Place{}
	}
	at, errAt := strconv.ParseInt(parts[0], 10, 64)
	seq, errSeq := strconv.ParseInt(parts[1], 10, 64)
	if errAt != nil || errSeq != nil {
		return store.Place{}
	}
	return store.Place{At: time.UnixMilli(at).UTC(), Seq: seq, Chain: parts[2]}
}
