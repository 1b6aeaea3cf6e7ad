package database_test

import (
	"testing"
	"time"

	"gongkai/internal/database"
	"gongkai/internal/storetest"
)

// TestNoCommitGoesUnnoticed: whoever finds two stamps the same has missed nothing, however quickly commits follow.
func TestNoCommitGoesUnnoticed(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		commit := func() {
			t.Helper()
			err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
				_, err := tx.Exec(`INSERT INTO counter (agency, kind, period, last) VALUES ('a', 'b', 'c', 1)
					ON CONFLICT (agency, kind, period) DO UPDATE SET last = counter.last + 1`)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for i := range 60 {
			before := db.Stamp()
			commit()
			if before.Same(db.Stamp()) {
				t.Fatalf("commit %d went unnoticed", i)
			}
			if i%20 == 0 {
				time.Sleep(150 * time.Millisecond)
			}
		}
		time.Sleep(150 * time.Millisecond)
		rested := db.Stamp()
		if same := rested.Same(db.Stamp()); same != (db.Engine() == "sqlite") {
			t.Errorf("at rest on %s: %v", db.Engine(), same)
		}
		commit()
		if rested.Same(db.Stamp()) {
			t.Error("a commit after a rest went unnoticed")
		}
	})
}
