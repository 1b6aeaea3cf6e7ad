package database

import (
	"context"

	"gongkai/fault"
)

// A Table is a table that gongkai's data lives in. Tables and columns which the engine keeps for searching (shadow
// tables, generated columns, tsvector) are no such: they follow from the others.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"` // in the order of their making
}

// A Column is a column and its type in the words of the migrations: INTEGER, TEXT or BLOB; any other word is the
// engine's own.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// tableEngine is what differs between the engines when all tables are read or loaded.
type tableEngine interface {
	tables(ctx context.Context, on querier) ([]Table, error)
	// suspend lets rows come in any order of their references until resume, which checks them all.
	suspend(tx *Tx) (resume func() error, err error)
}

// Tables returns the tables in the order of their names, without the one that keeps the version of the schema.
func (q *Query) Tables() (_ []Table, err error) {
	defer fault.Wrap(&err, "database.Tables")
	all, err := q.db.engine.(tableEngine).tables(q.ctx, q.on)
	return all, q.db.fault(err)
}

// Load runs f, which may insert rows into any tables in any order. References between them are checked when it
// returns, or at the commit, and counters of generated numbers are moved behind the highest number in use.
func (tx *Tx) Load(f func() error) (err error) {
	defer fault.Wrap(&err, "database.Load")
	resume, err := tx.db.engine.(tableEngine).suspend(tx)
	if err != nil {
		return err
	}
	if err := f(); err != nil {
		return err
	}
	return resume()
}

// gather makes tables of rows of table name, column name and type, in order.
func gather(ctx context.Context, on querier, query string, word func(string) string) (all []Table, err error) {
	rows, err := on.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table string
		var column Column
		if err := rows.Scan(&table, &column.Name, &column.Type); err != nil {
			return nil, err
		}
		column.Type = word(column.Type)
		if len(all) == 0 || all[len(all)-1].Name != table {
			all = append(all, Table{Name: table})
		}
		last := &all[len(all)-1]
		last.Columns = append(last.Columns, column)
	}
	return all, rows.Err()
}
