// Package storetest gives tests fresh databases of both engines: an SQLite file, and a database of a real PostgreSQL
// server that the test binary starts for itself and that ends with it. There is no mock of a database in gongkai,
// because what the rules of 《条例》第四十五条 (register and keep) rest on is what the databases really do.
//
// It is imported by tests only.
package storetest

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gongkai/internal/database"
)

// Option changes how a database for a test is opened.
type Option func(*database.Options)

// Clock opens the database with the given clock.
func Clock(now func() time.Time) Option { return func(o *database.Options) { o.Now = now } }

// Log opens the database with a logger.
func Log(l *slog.Logger) Option { return func(o *database.Options) { o.Logger = l } }

// EachEngine runs f as a subtest on a fresh migrated database of each engine, SQLite first.
func EachEngine(t *testing.T, f func(t *testing.T, db *database.DB), options ...Option) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, SQLite(t, options...)) })
	t.Run("postgres", func(t *testing.T) { f(t, Postgres(t, options...)) })
}

// SQLite opens a fresh migrated SQLite file, which is closed and removed with the test and does not wait for the disk.
func SQLite(tb testing.TB, options ...Option) *database.DB {
	tb.Helper()
	return openSQLite(tb, true, options)
}

// DurableSQLite is SQLite as in production, for benchmarks.
func DurableSQLite(tb testing.TB, options ...Option) *database.DB {
	tb.Helper()
	return openSQLite(tb, false, options)
}

func openSQLite(tb testing.TB, noSync bool, options []Option) *database.DB {
	tb.Helper()
	dir := tb.TempDir()
	template, err := sqliteTemplate()
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "gongkai.db"), template, 0o600); err != nil {
		tb.Fatal(err)
	}
	return open(tb, database.Options{Dir: dir, NoSync: noSync}, options)
}

// Postgres opens a fresh migrated database on the PostgreSQL server of the test binary; it is dropped with the test.
func Postgres(tb testing.TB, options ...Option) *database.DB {
	tb.Helper()
	server, err := sharedServer()
	if err != nil {
		tb.Fatal(err)
	}
	return open(tb, database.Options{URL: server.NewDatabase(tb)}, options)
}

func open(tb testing.TB, o database.Options, options []Option) *database.DB {
	tb.Helper()
	for _, set := range options {
		set(&o)
	}
	db, err := database.Open(context.Background(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// sqliteTemplate is the bytes of a migrated file, made once.
var sqliteTemplate = sync.OnceValues(func() (_ []byte, err error) {
	dir, err := os.MkdirTemp("", "gongkai-sqlite-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := migrate(database.Options{Dir: dir, NoSync: true}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "gongkai.db"))
})

// migrate makes the schema and closes the database, so that everything is in its one file.
func migrate(o database.Options) error {
	ctx := context.Background()
	db, err := database.Open(ctx, o)
	if err != nil {
		return err
	}
	if _, err := database.Migrate(ctx, db); err != nil {
		_ = db.Close()
		return err
	}
	return db.Close()
}

// UnguardLedger removes the triggers that keep links from being changed, as somebody with a database console would.
func UnguardLedger(tb testing.TB, db *database.DB) {
	tb.Helper()
	statements := []string{"DROP TRIGGER IF EXISTS ledger_update", "DROP TRIGGER IF EXISTS ledger_delete",
		"DROP TRIGGER IF EXISTS ledger_head_update", "DROP TRIGGER IF EXISTS ledger_head_delete"}
	if db.Engine() == "postgres" {
		statements = []string{"DROP TRIGGER IF EXISTS ledger_change ON ledger",
			"DROP TRIGGER IF EXISTS ledger_head_delete ON ledger_head",
			"DROP TRIGGER IF EXISTS ledger_head_update ON ledger_head"}
	}
	err := db.WriteUnrecorded(context.Background(), "test", func(tx *database.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}
