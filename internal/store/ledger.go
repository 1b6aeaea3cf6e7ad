package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/ledger"
)

// There is no function that changes or removes a link, and there will be none: logs are kept at least as long as
// law.LogRetention says, and gongkai keeps them for ever. To move old links to other media export them with
// [ExportLedgerJSON], keep the heads ([LedgerHeads]) beside them as anchors, and back the database up; what is
// exported is proven without the database by [VerifyLedgerExport].

// linkColumns are in the order that scanLink reads.
const linkColumns = `chain, seq, at, actor_id, actor_name, actor_role, actor_agency, actor_address, verb,
	subject_kind, subject_id, before, after, cite, prev, hash`

func scanLink(rows *sql.Rows) (ledger.Link, error) {
	var l ledger.Link
	var at database.Instant
	var prev, hash []byte
	err := rows.Scan(&l.Chain, &l.Seq, &at, &l.Actor.ID, &l.Actor.Name, &l.Actor.Role, &l.Actor.Agency,
		&l.Actor.Address, &l.Verb, &l.Subject.Kind, &l.Subject.ID, &l.Before, &l.After, &l.Cite, &prev, &hash)
	if err == nil && (len(prev) != ledger.Size || len(hash) != ledger.Size) {
		err = fmt.Errorf("a hash of %d or %d bytes", len(prev), len(hash))
	}
	copy(l.Prev[:], prev)
	copy(l.Hash[:], hash)
	l.At = at.Time
	return l, err
}

// A LedgerFilter says which links are wanted. Empty fields ask for nothing.
type LedgerFilter struct {
	Chain   string // one agency's affairs, or all
	Actor   string // id of the account
	Name    string // of the person, in full
	Address string // from which it was done
	Verb    string
	Subject ledger.Subject // kind alone, or kind and id
	From    civil.Date
	Until   civil.Date // the last day
	After   Place      // the page after this place
	Limit   int        // most links of a page; 50 if zero
}

// A Place is where a page ended: the last link of it.
type Place struct {
	At    time.Time
	Chain string
	Seq   int64
}

// IsZero reports whether p is before the first page.
func (p Place) IsZero() bool { return p.Chain == "" }

// where writes the filter as SQL.
func (f LedgerFilter) where() (string, []any) {
	var terms []string
	var args []any
	add := func(term string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			term = strings.Replace(term, "?", fmt.Sprintf("$%d", len(args)), 1)
		}
		terms = append(terms, term)
	}
	for _, equal := range []struct{ column, value string }{
		{"chain", f.Chain}, {"actor_id", f.Actor}, {"actor_name", f.Name}, {"actor_address", f.Address}, {"verb", f.Verb},
		{"subject_kind", f.Subject.Kind}, {"subject_id", f.Subject.ID},
	} {
		if equal.value != "" {
			add(equal.column+" = ?", equal.value)
		}
	}
	if !f.From.IsZero() {
		add("at >= ?", f.From.Start())
	}
	if !f.Until.IsZero() {
		add("at < ?", f.Until.AddDays(1).Start())
	}
	if p := f.After; !p.IsZero() {
		add("(at < ? OR (at = ? AND (chain < ? OR (chain = ? AND seq < ?))))", p.At, p.At, p.Chain, p.Chain, p.Seq)
	}
	if len(terms) == 0 {
		return "", nil
	}
	return " WHERE " + strings.Join(terms, " AND "), args
}

// SearchLedger returns one page of links, newest first, and the place after which the next page begins; that place is
// zero on the last page.
func SearchLedger(r database.Reader, f LedgerFilter) (page []ledger.Link, next Place, err error) {
	defer fault.Wrap(&err, "store.SearchLedger")
	if f.Limit == 0 {
		f.Limit = 50
	}
	where, args := f.where()
	rows, err := r.Query(fmt.Sprintf("SELECT %s FROM ledger%s ORDER BY at DESC, chain DESC, seq DESC LIMIT %d",
		linkColumns, where, f.Limit+1), args...)
	if err != nil {
		return nil, Place{}, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		l, err := scanLink(rows)
		if err != nil {
			return nil, Place{}, err
		}
		page = append(page, l)
	}
	if len(page) > f.Limit {
		page = page[:f.Limit]
		last := page[len(page)-1]
		next = Place{At: last.At, Chain: last.Chain, Seq: last.Seq}
	}
	return page, next, rows.Err()
}

// LedgerLink loads one link.
func LedgerLink(r database.Reader, chain string, seq int64) (l ledger.Link, err error) {
	defer fault.Wrap(&err, "store.LedgerLink(%s, %d)", chain, seq)
	rows, err := r.Query(`SELECT `+linkColumns+` FROM ledger WHERE chain = $1 AND seq = $2`, chain, seq)
	if err != nil {
		return l, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return l, err
		}
		return l, fault.New(fault.NotFound, "台账中没有这一条")
	}
	return scanLink(rows)
}

// LedgerHeads returns the end of every chain, to be kept elsewhere as anchors.
func LedgerHeads(r database.Reader) (heads []ledger.Head, err error) {
	defer fault.Wrap(&err, "store.LedgerHeads")
	rows, err := r.Query(`SELECT chain, seq, hash FROM ledger_head ORDER BY chain`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var h ledger.Head
		var hash []byte
		if err := rows.Scan(&h.Chain, &h.Seq, &hash); err != nil {
			return nil, err
		}
		h.Hash = sum(hash)
		heads = append(heads, h)
	}
	return heads, rows.Err()
}

// loadHead returns the end of one chain, nil if none is stored.
func loadHead(r database.Reader, chain string) (*ledger.Head, error) {
	h := ledger.Head{Chain: chain}
	var hash []byte
	err := r.QueryRow(`SELECT seq, hash FROM ledger_head WHERE chain = $1`, chain).Scan(&h.Seq, &hash)
	if database.NotFound(err) {
		return nil, nil
	}
	h.Hash = sum(hash)
	return &h, err
}

// sum reads a stored hash; one of the wrong length is none.
func sum(stored []byte) (s ledger.Sum) {
	if len(stored) == ledger.Size {
		copy(s[:], stored)
	}
	return s
}

// A LedgerProof is the result of checking the whole ledger.
type LedgerProof struct {
	Chains int
	Links  int64
	Breaks []ledger.Break // the first of each broken chain
}

// VerifyLedger checks every chain with the hash the database chains with, each as of one moment.
// anchors are heads that were kept elsewhere.
func VerifyLedger(ctx context.Context, db *database.DB, anchors ...ledger.Head) (proof LedgerProof, err error) {
	defer fault.Wrap(&err, "store.VerifyLedger")
	var chains []string
	err = db.View(ctx).Select(&chains, `SELECT chain FROM ledger_head UNION SELECT chain FROM ledger ORDER BY chain`)
	if err != nil {
		return proof, err
	}
	for _, chain := range chains {
		err := db.Read(ctx, func(q *database.Query) error {
			links, b, err := verifyChain(q, db.Hash(), chain, anchorsOf(chain, anchors))
			if b != nil {
				proof.Breaks = append(proof.Breaks, *b)
			}
			proof.Chains++
			proof.Links += links
			return err
		})
		if err != nil {
			return proof, err
		}
	}
	proof.Breaks = append(proof.Breaks, lostChains(chains, anchors)...)
	return proof, nil
}

// verifyChain reads one chain and its head and checks them.
func verifyChain(q *database.Query, hash ledger.Hash, chain string, anchors []ledger.Head) (int64, *ledger.Break, error) {
	head, err := loadHead(q, chain)
	if err != nil {
		return 0, nil, err
	}
	rows, err := q.Query(`SELECT `+linkColumns+` FROM ledger WHERE chain = $1 ORDER BY seq`, chain)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = rows.Close() }()
	var n int64
	var unread error
	b := ledger.Verify(hash, chain, func(yield func(ledger.Link) bool) {
		for rows.Next() {
			l, err := scanLink(rows)
			if err != nil {
				unread = err
				return
			}
			if n++; !yield(l) {
				return
			}
		}
	}, head, anchors...)
	if unread != nil {
		b = &ledger.Break{Chain: chain, Seq: n + 1, Defect: ledger.Unread, Text: fmt.Sprintf("第 %d 条无法读出", n+1)}
	}
	return n, b, rows.Err()
}

func anchorsOf(chain string, anchors []ledger.Head) (of []ledger.Head) {
	for _, a := range anchors {
		if a.Chain == chain {
			of = append(of, a)
		}
	}
	return of
}

// lostChains reports anchors whose chain is gone altogether.
func lostChains(chains []string, anchors []ledger.Head) (lost []ledger.Break) {
	there := map[string]bool{}
	for _, c := range chains {
		there[c] = true
	}
	for _, a := range anchors {
		if !there[a.Chain] && a.Seq > 0 {
			there[a.Chain] = true
			lost = append(lost, ledger.Break{
				Chain: a.Chain, Seq: 1, Defect: ledger.Rewound, Text: "另行保存了链尾的整条台账已不存在",
			})
		}
	}
	return lost
}
