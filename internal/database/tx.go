package database

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/ledger"

	"github.com/georgysavva/scany/v2/sqlscan"
)

// Tx is a transaction that writes. It ends with the function it was given to and must not be kept.
//
// The first statement that fails dooms it on either engine, whatever the function makes of the error; where a row may
// be there already, say ON CONFLICT.
type Tx struct {
	ctx      context.Context
	db       *DB
	tx       *sql.Tx
	by       ledger.Actor
	now      time.Time
	recorded bool // whether changes need an entry in the ledger
	changed  bool
	entries  []ledger.Entry
	failed   error // the first error of a statement
	again    bool  // whether it may be run again
}

var _ Reader = (*Tx)(nil)

// Now is the instant of the transaction, UTC in whole milliseconds: the clock is read once.
func (tx *Tx) Now() time.Time { return tx.now }

// Today is the day of the transaction in Shanghai.
func (tx *Tx) Today() civil.Date { return civil.Of(tx.now) }

// By is who acts.
func (tx *Tx) By() ledger.Actor { return tx.by }

// Context carries cancellation and the mark of this transaction.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Record appends the entry to the ledger when the transaction commits. Empty actor and chain are those of the
// transaction's actor.
func (tx *Tx) Record(e ledger.Entry) { tx.entries = append(tx.entries, e.By(tx.by)) }

// Exec runs a statement and returns how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	if tx.failed != nil {
		return 0, tx.failed
	}
	result, err := tx.tx.ExecContext(tx.ctx, query, stored(args)...)
	if err != nil {
		return 0, tx.seen(err)
	}
	n, err := result.RowsAffected()
	tx.changed = tx.changed || n > 0
	return n, tx.seen(err)
}

// Get scans one row into dst.
func (tx *Tx) Get(dst any, query string, args ...any) error {
	if tx.failed != nil {
		return tx.failed
	}
	tx.note(query)
	return tx.seen(sqlscan.Get(tx.ctx, tx.tx, dst, query, stored(args)...))
}

// Select scans all rows into dst, a pointer to a slice.
func (tx *Tx) Select(dst any, query string, args ...any) error {
	if tx.failed != nil {
		return tx.failed
	}
	tx.note(query)
	return tx.seen(sqlscan.Select(tx.ctx, tx.tx, dst, query, stored(args)...))
}

// Query returns the rows, to be closed before the next statement.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	if tx.failed != nil {
		return nil, tx.failed
	}
	tx.note(query)
	rows, err := tx.tx.QueryContext(tx.ctx, query, stored(args)...)
	return rows, tx.seen(err)
}

// QueryRow returns one row to be scanned.
func (tx *Tx) QueryRow(query string, args ...any) Row {
	tx.note(query)
	return Row{row: tx.tx.QueryRowContext(tx.ctx, query, stored(args)...), tx: tx, db: tx.db}
}

// note takes every statement that is not plainly a question for a change (INSERT … RETURNING and the like).
func (tx *Tx) note(query string) {
	words := strings.Fields(strings.ToUpper(query))
	asks := len(words) > 0 && words[0] == "SELECT" || len(words) > 0 && words[0] == "WITH" &&
		!slices.ContainsFunc(words, func(w string) bool { return w == "INSERT" || w == "UPDATE" || w == "DELETE" })
	tx.changed = tx.changed || !asks
}

// seen remembers the first error of a statement and gives it its kind. A missing row is no error of the statement.
func (tx *Tx) seen(err error) error {
	if err == nil {
		return nil
	}
	named := tx.db.fault(err)
	if NotFound(err) {
		return named
	}
	if tx.failed == nil {
		tx.failed = named
	}
	if tx.db.engine.class(err) == again {
		tx.again = true
	}
	return named
}

// finish writes the ledger entries and refuses what must not be committed.
func (tx *Tx) finish() error {
	if tx.failed != nil {
		return tx.failed
	}
	if tx.recorded && tx.changed && len(tx.entries) == 0 {
		return &fault.Error{Kind: fault.Internal, Message: "系统内部错误，已记录，请稍后再试或联系管理员", Err: ErrUnrecorded}
	}
	return tx.writeEntries()
}
