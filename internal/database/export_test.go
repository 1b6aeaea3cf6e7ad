package database

import (
	"context"
	"database/sql"
)

// DumpSchema lets the test of the generated file write it.
var DumpSchema = dumpSchema

// LookAtFew has a search look through so few of the newest texts on PostgreSQL before it asks the index.
func LookAtFew(db *DB, newest int) {
	if _, ok := db.engine.(postgres); ok {
		db.engine = postgres{newest: newest}
	}
}

// AskedFor is what HeadText asks the database.
func AskedFor(ctx context.Context, db *DB, in TextIndex, m TextMatch, limit, most int) (questions []string, err error) {
	l := listener{db.read, &questions}
	_, _, err = db.engine.(textEngine).headText(ctx, l, in, m, limit, most)
	return questions, err
}

// listener notes the questions.
type listener struct {
	querier
	heard *[]string
}

func (l listener) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	*l.heard = append(*l.heard, query)
	return l.querier.QueryContext(ctx, query, args...)
}
