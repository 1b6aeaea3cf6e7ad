package database

import (
	"context"
	"database/sql"

	"gongkai/fault"

	"github.com/georgysavva/scany/v2/sqlscan"
)

// Reader is what can be asked of a transaction and of a read-only view alike. Functions that load take one.
//
// Get scans one row into dst, a pointer to a struct with `db:"column"` tags or to a single value, and is
// [fault.NotFound] when there is none. Select scans all rows into a pointer to a slice. Query must be closed.
type Reader interface {
	Get(dst any, query string, args ...any) error
	Select(dst any, query string, args ...any) error
	Query(query string, args ...any) (*sql.Rows, error)
	QueryRow(query string, args ...any) Row
}

// A Row is the result of QueryRow.
type Row struct {
	row *sql.Row
	tx  *Tx // set inside a transaction
	db  *DB
}

// Scan reads the columns; it is [fault.NotFound] when there is no row.
func (r Row) Scan(dst ...any) error {
	err := r.row.Scan(dst...)
	if r.tx != nil {
		return r.tx.seen(err)
	}
	return r.db.fault(err)
}

// querier is what scany and the methods below need of database/sql.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Query is a read-only view of the database. Inside [DB.Read] it shows one consistent moment.
type Query struct {
	ctx context.Context
	db  *DB
	on  querier
}

var _ Reader = (*Query)(nil)

// Read runs f on a view of one moment, for pages that ask more than one question.
func (db *DB) Read(ctx context.Context, f func(q *Query) error) (err error) {
	defer fault.Wrap(&err, "database.Read")
	options := db.engine.options().read
	tx, err := db.read.BeginTx(ctx, &options)
	if err != nil {
		return db.fault(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return f(&Query{ctx: ctx, db: db, on: tx})
}

// View returns a view without a transaction: each question sees the newest commit.
func (db *DB) View(ctx context.Context) *Query { return &Query{ctx: ctx, db: db, on: db.read} }

// Get scans one row.
func (q *Query) Get(dst any, query string, args ...any) error {
	return q.db.fault(sqlscan.Get(q.ctx, q.on, dst, query, stored(args)...))
}

// Select scans all rows.
func (q *Query) Select(dst any, query string, args ...any) error {
	return q.db.fault(sqlscan.Select(q.ctx, q.on, dst, query, stored(args)...))
}

// Query returns the rows, to be closed by the caller.
func (q *Query) Query(query string, args ...any) (*sql.Rows, error) {
	rows, err := q.on.QueryContext(q.ctx, query, stored(args)...)
	return rows, q.db.fault(err)
}

// QueryRow returns one row to be scanned.
func (q *Query) QueryRow(query string, args ...any) Row {
	return Row{row: q.on.QueryRowContext(q.ctx, query, stored(args)...), db: q.db}
}

// Context is the context under which the view was made.
func (q *Query) Context() context.Context { return q.ctx }
