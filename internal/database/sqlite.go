package database

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"gongkai/fault"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is the name of the database in the data folder.
const sqliteFile = "gongkai.db"

// lockFile is a second database beside it that is held exclusively while the schema changes: a lock that every
// platform has and that ends with the process.
const lockFile = "gongkai.lock"

// sqliteEngine is SQLite through modernc.org/sqlite: one writer, which waits for nobody in the process but its turn,
// and readers that see the last commit.
type sqliteEngine struct{}

func (sqliteEngine) name() string { return "sqlite" }

func (sqliteEngine) options() txOptions { return txOptions{read: sql.TxOptions{ReadOnly: true}} }

func (e sqliteEngine) open(o Options) (write, read *sql.DB, err error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, nil, fault.New(fault.Unavailable, "数据目录 %s 无法建立：%v", o.Dir, err)
	}
	file := filepath.Join(o.Dir, sqliteFile)
	synchronous := "synchronous(FULL)"
	if o.NoSync {
		synchronous = "synchronous(OFF)"
	}
	// The writer comes first: it makes the file and puts it into WAL mode.
	write, err = openKept(sqliteURL(file, "immediate", "journal_mode(WAL)", synchronous,
		"foreign_keys(1)", "cache_size(-16000)", "journal_size_limit(67108864)"))
	if err != nil {
		return nil, nil, err
	}
	write.SetMaxOpenConns(1)
	if err := e.enter(write); err != nil {
		_ = write.Close()
		return nil, nil, unavailable(err, "数据库文件打不开，请检查数据目录的权限和磁盘")
	}
	read, err = openKept(sqliteURL(file, "deferred", "query_only(1)", "cache_size(-8000)", "mmap_size(2147418112)"))
	if err != nil {
		_ = write.Close()
		return nil, nil, err
	}
	readers := max(4, 2*runtime.NumCPU())
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return write, read, nil
}

// How long a start waits for other processes that start on the same new file, and how often it asks.
const (
	enterWithin = 10 * time.Second
	enterPause  = 20 * time.Millisecond
)

// enter opens the first connection. Of several processes that put a new file into WAL mode at once, SQLite refuses all but
// one without waiting as it does elsewhere, since each holds what another waits for.
func (e sqliteEngine) enter(write *sql.DB) error {
	for until := time.Now().Add(enterWithin); ; time.Sleep(enterPause) {
		if err := write.Ping(); err == nil || e.class(err) != again || time.Now().After(until) {
			return err
		}
	}
}

// openKept opens a pool whose connections keep the statements they have parsed.
func openKept(url string) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(url)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeper{connector}), nil
}

func sqliteURL(file, lock string, pragmas ...string) string {
	q := url.Values{"_txlock": {lock}, "_pragma": append([]string{"busy_timeout(10000)"}, pragmas...)}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath(), RawQuery: q.Encode()}).String()
}

func (sqliteEngine) class(err error) class {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return unknown
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return taken
	}
	switch e.Code() & 0xff { // the low byte is the family of an extended code
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return again
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
		return down
	}
	return unknown
}

func (sqliteEngine) schema() schemaEngine { return sqliteSchema{} }

// sound asks for what is damaged in the file or points nowhere.
func (sqliteEngine) sound() string {
	return `SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'
		UNION ALL SELECT "table" || ': ' || parent FROM pragma_foreign_key_check`
}

// sqliteSchema brings an SQLite file up to date.
type sqliteSchema struct{}

func (sqliteSchema) dialect() goose.Dialect          { return goose.DialectSQLite3 }
func (sqliteSchema) suffix() string                  { return ".sqlite" }
func (sqliteSchema) translate(text string) string    { return text }
func (sqliteSchema) options() []goose.ProviderOption { return nil }

func (sqliteSchema) apply(ctx context.Context, tx *sql.Tx, text string) error {
	_, err := tx.ExecContext(ctx, text)
	return err
}

// lock holds the lock file until unlock is called or the process ends.
func (sqliteSchema) lock(ctx context.Context, db *DB) (unlock func(), err error) {
	var seq int
	var name, file string
	if err := db.write.QueryRowContext(ctx, "PRAGMA database_list").Scan(&seq, &name, &file); err != nil {
		return nil, err
	}
	guard, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.Join(filepath.Dir(file), lockFile)}).EscapedPath()+
		"?_txlock=exclusive&_pragma=busy_timeout(60000)")
	if err != nil {
		return nil, err
	}
	tx, err := guard.BeginTx(ctx, nil)
	if err != nil {
		_ = guard.Close()
		return nil, err
	}
	return func() { _ = tx.Rollback(); _ = guard.Close() }, nil
}
