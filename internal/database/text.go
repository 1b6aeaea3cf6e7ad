package database

import (
	"context"
	"strings"

	"gongkai/fault"
)

// A Phrase are words that follow one another in a text; one word is a phrase too.
type Phrase struct {
	Words []string
	Open  bool // the last word may go on: 公 is found in 公开
}

// A TextIndex is one of the indexes of words, each a table of its own: what the public may find shares nothing with what
// only an agency may.
type TextIndex string

// The indexes.
const (
	PublicText   TextIndex = "search_index"      // published records
	RegisterText TextIndex = "application_index" // applications
)

// A TextMatch says which texts are wanted: those that hold every phrase of All, but not those that hold every phrase of
// Not, with numbers From to To.
type TextMatch struct {
	All      []Phrase
	Not      []Phrase // nil for no exception
	From, To int64    // zero for no bound
	Rare     bool     // few texts match: nothing but the index needs to be asked
}

// textEngine is what differs between the engines in the index of words (text_sqlite.go, text_postgres.go).
type textEngine interface {
	putText(tx *Tx, in TextIndex, id int64, order, more []string) error
	dropText(tx *Tx, in TextIndex, id int64) error
	findText(ctx context.Context, on querier, in TextIndex, m TextMatch, limit int) ([]int64, error)
	countText(ctx context.Context, on querier, in TextIndex, m TextMatch, most int) (int, error)
	headText(ctx context.Context, on querier, in TextIndex, m TextMatch, limit, most int) ([]int64, int, error)
	tidyText(tx *Tx, in TextIndex) (more bool, err error)
}

// PutText enters a text into the index under a number that must be free: words in their order, of which phrases are made, and more words
// without order. An empty word in the order is a gap that no phrase crosses. Words hold letters, digits and characters of
// private use only.
func (tx *Tx) PutText(in TextIndex, id int64, order, more []string) (err error) {
	defer fault.Wrap(&err, "database.PutText")
	return tx.db.engine.(textEngine).putText(tx, in, id, order, more)
}

// DropText takes a text out of the index; one that is not in it is none.
func (tx *Tx) DropText(in TextIndex, id int64) (err error) {
	defer fault.Wrap(&err, "database.DropText")
	return tx.db.engine.(textEngine).dropText(tx, in, id)
}

// FindText returns the numbers of the texts that match, greatest first, at most so many.
func FindText(r Reader, in TextIndex, m TextMatch, limit int) (_ []int64, err error) {
	defer fault.Wrap(&err, "database.FindText")
	if len(m.All) == 0 || limit <= 0 {
		return nil, nil
	}
	ctx, db, on := within(r)
	ids, err := db.engine.(textEngine).findText(ctx, on, in, m, limit)
	return ids, db.fault(err)
}

// HeadText is FindText for a page of what is found: the greatest numbers, at most so many, and how many texts match, counted
// up to most.
func HeadText(r Reader, in TextIndex, m TextMatch, limit, most int) (_ []int64, total int, err error) {
	defer fault.Wrap(&err, "database.HeadText")
	if len(m.All) == 0 || limit <= 0 {
		return nil, 0, nil
	}
	ctx, db, on := within(r)
	ids, total, err := db.engine.(textEngine).headText(ctx, on, in, m, limit, max(limit, most))
	return ids, total, db.fault(err)
}

// TidyText brings together what many changes have scattered over an index, so that a search reads from fewer places. It
// works in small steps, between which others write.
func (db *DB) TidyText(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "database.TidyText")
	for _, in := range []TextIndex{PublicText, RegisterText} {
		for more := true; more; {
			if err := db.WriteUnrecorded(ctx, "index", func(tx *Tx) (err error) {
				more, err = db.engine.(textEngine).tidyText(tx, in)
				return err
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// CountText counts the texts that match, and stops at most.
func CountText(r Reader, in TextIndex, m TextMatch, most int) (_ int, err error) {
	defer fault.Wrap(&err, "database.CountText")
	if len(m.All) == 0 {
		return 0, nil
	}
	ctx, db, on := within(r)
	n, err := db.engine.(textEngine).countText(ctx, on, in, m, most)
	return n, db.fault(err)
}

// within is the connection behind a reader.
func within(r Reader) (context.Context, *DB, querier) {
	switch r := r.(type) {
	case *Query:
		return r.ctx, r.db, r.on
	case *Tx:
		return r.ctx, r.db, r.tx
	}
	panic("database: a reader of another make")
}

// expression writes the match in the language of an engine.
func (m TextMatch) expression(and, not string, phrase func(Phrase) string) string {
	join := func(list []Phrase) string {
		parts := make([]string, len(list))
		for i, p := range list {
			parts[i] = phrase(p)
		}
		return strings.Join(parts, and)
	}
	text := join(m.All)
	if len(m.Not) > 0 {
		text = "(" + text + ")" + not + "(" + join(m.Not) + ")"
	}
	return text
}

// bounds returns the range with open ends closed.
func (m TextMatch) bounds() (from, to int64) {
	if from, to = m.From, m.To; to == 0 {
		to = 1<<63 - 1
	}
	return from, to
}
