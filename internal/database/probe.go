package database

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"gongkai/fault"
)

// probes are the questions about the engine itself, each a statement that gives one column.
type probes struct {
	version   string // what runs
	clock     string // its time, milliseconds UTC
	integrity string // a row "ok", or one row for each damage; empty where the engine guards itself
	triggers  string // the names of those that fire
}

func (sqliteEngine) probes() probes {
	return probes{
		version:   `SELECT sqlite_version()`,
		clock:     `SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)`,
		integrity: `PRAGMA integrity_check(20)`,
		triggers:  `SELECT name FROM sqlite_master WHERE type = 'trigger'`,
	}
}

func (postgres) probes() probes {
	return probes{
		version: `SELECT current_setting('server_version')`,
		clock:   `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)`,
		triggers: `SELECT t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
			WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace`,
	}
}

// Pools returns how the connections for writing and for reading are used.
func (db *DB) Pools() (write, read sql.DBStats) { return db.write.Stats(), db.read.Stats() }

// Version names the version of the engine.
func (db *DB) Version(ctx context.Context) (version string, err error) {
	err = db.View(ctx).QueryRow(db.engine.probes().version).Scan(&version)
	return version, err
}

// Clock reads the clock of the database's machine.
func (db *DB) Clock(ctx context.Context) (time.Time, error) {
	var milliseconds int64
	err := db.View(ctx).QueryRow(db.engine.probes().clock).Scan(&milliseconds)
	return time.UnixMilli(milliseconds).UTC(), err
}

// Integrity reads the whole database file and returns what is damaged in it. PostgreSQL is asked nothing: it has
// checksums and tools of its own.
func (db *DB) Integrity(ctx context.Context) (damage []string, err error) {
	query := db.engine.probes().integrity
	if query == "" {
		return nil, nil
	}
	if err := db.View(ctx).Select(&damage, query); err != nil {
		return nil, err
	}
	if len(damage) == 1 && damage[0] == "ok" {
		return nil, nil
	}
	return damage, nil
}

var errRollback = errors.New("database: nothing is to be kept")

// Writable proves that tables can be made, and keeps none.
func (db *DB) Writable(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "database.Writable")
	err = db.WriteUnrecorded(ctx, "doctor", func(tx *Tx) error {
		if _, err := tx.Exec(`CREATE TABLE doctor_probe (n INTEGER)`); err != nil {
			return err
		}
		return errRollback
	})
	if errors.Is(err, errRollback) {
		return nil
	}
	return err
}
