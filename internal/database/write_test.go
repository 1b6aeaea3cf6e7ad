package database_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

var clerk = ledger.Actor{ID: "ac_1", Name: "经办人甲", Role: "officer", Agency: "ag_1", Address: "10.0.0.7"}

var act = ledger.Entry{Verb: "count", Subject: ledger.Subject{Kind: "counter", ID: "x"}}

// put is a change that any test may make: the counter table needs nothing else.
func put(tx *database.Tx, kind string) error {
	_, err := tx.Exec(`INSERT INTO counter (agency, kind, period, last) VALUES ($1, $2, '', 1)`, "ag_1", kind)
	return err
}

func counters(t *testing.T, db *database.DB) int {
	t.Helper()
	var n int
	if err := db.View(t.Context()).Get(&n, `SELECT count(*) FROM counter`); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteKeepsEverythingOrNothing(t *testing.T) {
	mine := errors.New("the use-case thought better of it")
	for _, tt := range []struct {
		name string
		run  func(db *database.DB, ctx context.Context) error
		want error
		kept int
	}{
		{"a change with its entry is kept", func(db *database.DB, ctx context.Context) error {
			return db.Write(ctx, clerk, func(tx *database.Tx) error { tx.Record(act); return put(tx, "a") })
		}, nil, 1},
		{"a change without an entry is refused", func(db *database.DB, ctx context.Context) error {
			return db.Write(ctx, clerk, func(tx *database.Tx) error { return put(tx, "a") })
		}, database.ErrUnrecorded, 0},
		{"so is one made by INSERT RETURNING", func(db *database.DB, ctx context.Context) error {
			return db.Write(ctx, clerk, func(tx *database.Tx) error {
				var n int
				return tx.Get(&n, `INSERT INTO counter (agency, kind, period, last) VALUES ('a', 'b', '', 7) RETURNING last`)
			})
		}, database.ErrUnrecorded, 0},
		{"reading alone needs no entry", func(db *database.DB, ctx context.Context) error {
			return db.Write(ctx, clerk, func(tx *database.Tx) error {
				var n int
				return errors.Join(tx.Get(&n, "SELECT\n\tcount(*) FROM counter"),
					tx.Get(&n, "WITH few AS (SELECT last FROM counter) SELECT count(*) FROM few"))
			})
		}, nil, 0},
		{"housekeeping needs no entry", func(db *database.DB, ctx context.Context) error {
			return db.WriteUnrecorded(ctx, "test", func(tx *database.Tx) error { return put(tx, "a") })
		}, nil, 1},
		{"an error undoes everything", func(db *database.DB, ctx context.Context) error {
			return db.Write(ctx, clerk, func(tx *database.Tx) error { tx.Record(act); _ = put(tx, "a"); return mine })
		}, mine, 0},
		{"a write inside a write is an error", func(db *database.DB, ctx context.Context) error {
			return db.Write(ctx, clerk, func(tx *database.Tx) error {
				return db.Write(tx.Context(), clerk, func(*database.Tx) error { return nil })
			})
		}, database.ErrNested, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
				if err := tt.run(db, t.Context()); !errors.Is(err, tt.want) {
					t.Errorf("got %v, want %v", err, tt.want)
				}
				if got := counters(t, db); got != tt.kept {
					t.Errorf("%d rows are kept, want %d", got, tt.kept)
				}
			})
		})
	}
}

func TestErrorsHaveTheirKind(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		for _, tt := range []struct {
			name string
			sql  string
			want fault.Kind
		}{
			{"twice the same key", `INSERT INTO counter (agency, kind, period, last) SELECT 'a', 'b', '', 1 UNION ALL SELECT 'a', 'b', '', 2`, fault.Conflict},
			{"a violated check", `INSERT INTO counter (agency, kind, period, last) VALUES ('a', 'b', '', 0)`, fault.Internal},
			{"a missing value", `INSERT INTO counter (agency, kind, last) VALUES ('a', 'b', 1)`, fault.Internal},
			{"wrong SQL", `INSERT INTO nowhere VALUES (1)`, fault.Internal},
		} {
			err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
				tx.Record(act)
				_, _ = tx.Exec(tt.sql) // a careless use-case must not commit what follows
				return put(tx, "after")
			})
			if fault.KindOf(err) != tt.want || err == nil {
				t.Errorf("%s: got %v (%v)", tt.name, fault.KindOf(err), err)
			}
		}
		var n int
		err := db.View(t.Context()).Get(&n, `SELECT last FROM counter WHERE kind = 'none'`)
		if fault.KindOf(err) != fault.NotFound || !database.NotFound(err) || !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("no row: got %v", err)
		}
		if got := counters(t, db); got != 0 {
			t.Errorf("%d rows are kept after errors", got)
		}
	})
}

func TestReadingCannotWrite(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		const insert = `INSERT INTO counter (agency, kind, period, last) VALUES ('a', 'b', '', 1) RETURNING last`
		var n int
		if err := db.View(t.Context()).Get(&n, insert); err == nil {
			t.Error("a view wrote")
		}
		if err := db.Read(t.Context(), func(q *database.Query) error { return q.Get(&n, insert) }); err == nil {
			t.Error("a read transaction wrote")
		}
		if got := counters(t, db); got != 0 {
			t.Errorf("%d rows are there", got)
		}
	})
}
