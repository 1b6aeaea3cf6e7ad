package database

import (
	"context"

	"gongkai/fault"
)

// Reclaim has the engine let go of the rows that were deleted from the tables, where it would go on reading past them for a
// while: a small table that was large a moment ago is read quickly again. Nothing but that depends on it.
func (db *DB) Reclaim(ctx context.Context, tables ...string) (err error) {
	defer fault.Wrap(&err, "database.Reclaim")
	for _, table := range tables {
		statement := db.engine.reclaim(table)
		if statement == "" {
			continue
		}
		if _, err := db.write.ExecContext(ctx, statement); err != nil {
			return db.fault(err)
		}
	}
	return nil
}

// reclaim says nothing: SQLite deletes a row where it lies.
func (sqliteEngine) reclaim(string) string { return "" }

// reclaim does at once what autovacuum would do within minutes, unless that is at it.
func (postgres) reclaim(table string) string {
	return "VACUUM (ANALYZE, INDEX_CLEANUP ON, SKIP_LOCKED) " + table
}
