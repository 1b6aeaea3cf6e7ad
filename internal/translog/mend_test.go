package translog_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/storetest"
	"gongkai/internal/translog"
)

// before makes the log what it was before there was one: empty and without a key.
func before(t *testing.T, db *database.DB) {
	t.Helper()
	err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		guards := []string{`DROP TRIGGER log_leaf_change ON log_leaf`, `DROP TRIGGER log_hash_change ON log_hash`, `DROP TRIGGER log_size_delete ON log_size`}
		if db.Engine() == "sqlite" {
			guards = []string{`DROP TRIGGER log_leaf_delete`, `DROP TRIGGER log_hash_delete`, `DROP TRIGGER log_size_delete`}
		}
		for _, s := range append(guards, `DELETE FROM log_leaf`, `DELETE FROM log_hash`, `DELETE FROM log_size`, `DELETE FROM log_head`, `DELETE FROM log_key`) {
			if _, err := tx.Exec(s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatWentOutBeforeTheLogIsEnteredOnce: a log that begins over records enters their acts, in order, and says that
// they were entered later; the second start enters nothing.
func TestWhatWentOutBeforeTheLogIsEnteredOnce(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		ring := world(t, db).Keys
		fill(t, db, 5)
		withdraw(t, db, 2)
		before(t, db)
		for range 2 {
			k, err := translog.NewKeeper(t.Context(), db, ring)
			if err != nil {
				t.Fatal(err)
			}
			if got := breaks(t, k); got != "" {
				t.Fatal(got)
			}
			if err := k.Remember(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := publish(t.Context(), db, 5); err != nil {
			t.Fatal(err)
		}
		withdraw(t, db, 3)
		entries, err := translog.Entries(db.View(t.Context()), 0, 100)
		if err != nil || len(entries) != 8 {
			t.Fatalf("%d leaves, %v", len(entries), err)
		}
		var order []string
		for i, e := range entries {
			leaf, err := e.Leaf()
			if err != nil || leaf.Entered.IsZero() != (i > 5) {
				t.Errorf("%s %v", e.Body, err)
			}
			order = append(order, strings.TrimPrefix(leaf.Index, "kjj/2026-0000")+string(leaf.Act))
		}
		if got := strings.Join(order, " "); got != "0published 1published 2published 2withdrawn 3published 4published 5published 3withdrawn" {
			t.Error(got)
		}
		k, err := translog.NewKeeper(t.Context(), db, ring)
		if err != nil {
			t.Fatal(err)
		}
		if got := breaks(t, k); got != "" {
			t.Error(got)
		}
	})
}

// TestALogThatHasBegunIsMendedOnlyOnRequest: what came in past the program is told at every start, until a person has it
// entered; what is left out of a record that the log knows is never entered.
func TestALogThatHasBegunIsMendedOnlyOnRequest(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		k := world(t, db)
		fill(t, db, 2)
		past := func(statement string) {
			err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error { _, err := tx.Exec(statement); return err })
			if err != nil {
				t.Fatal(err)
			}
		}
		past(`INSERT INTO record (id, agency, column_id, kind, title, doc_no, author, author_name, draft, digest, index_no, version, visible, published_on, altered_at, stage)
			SELECT 'rc_old', agency, column_id, kind, title, doc_no, author, author_name, draft, digest, 'kjj/2019-00001', 1, 1, '2019-01-02', 0, stage FROM record WHERE id = 'rc_001'`)
		past(`INSERT INTO record_version (record, version, body, digest) SELECT 'rc_old', 1, body, digest FROM record_version WHERE record = 'rc_001'`)
		past(`INSERT INTO record_act (record, seq, kind, done_on, version, digest, reason) SELECT 'rc_old', 1, kind, '2019-01-02', 1, digest, '' FROM record_act WHERE record = 'rc_001'`)
		k, err := translog.NewKeeper(t.Context(), db, k.Keys)
		if err != nil {
			t.Fatal(err)
		}
		if got := breaks(t, k); got != "kjj/2019-00001：第1次公开行为没有登记在公开日志中\n" {
			t.Fatalf("a start hides it: %s", got)
		}
		for _, want := range []int{1, 0} {
			if n, err := k.Mend(t.Context()); err != nil || n != want {
				t.Fatalf("%d entered, want %d, %v", n, want, err)
			}
			if got := breaks(t, k); got != "" {
				t.Fatal(got)
			}
		}
		past(`INSERT INTO record_act (record, seq, kind, done_on, version, digest, reason) VALUES ('rc_001', 2, 'withdrawn', '2026-11-03', 1, 'x', 'x')`)
		if n, err := k.Mend(t.Context()); err != nil || n != 0 || !strings.Contains(breaks(t, k), "第2次公开行为没有登记") {
			t.Errorf("%d entered, %v", n, err)
		}
	})
}
