package database_test

import (
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/storetest"
)

// What was deleted takes no room in the table afterwards, so that nobody reads past it.
func TestReclaimedTablesAreSmallAgain(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		for range 2 {
			for _, statement := range []string{
				`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO search_fresh (id, stamp, folded) SELECT i, 1, 0 FROM n`,
				`DELETE FROM search_fresh WHERE id > 3`,
			} {
				if err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
					_, err := tx.Exec(statement)
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Reclaim(t.Context(), "search_fresh"); err != nil {
				t.Fatal(err)
			}
			var rows, bytes int
			size := `SELECT count(*), max(pg_relation_size('search_fresh')) FROM search_fresh`
			if db.Engine() == "sqlite" {
				size = `SELECT count(*), (SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = 'search_fresh') FROM search_fresh`
			}
			if err := db.View(t.Context()).QueryRow(size).Scan(&rows, &bytes); err != nil || rows != 3 || bytes > 32<<10 {
				t.Fatalf("%d rows in %d bytes %v", rows, bytes, err)
			}
			if err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
				_, err := tx.Exec(`DELETE FROM search_fresh`)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
