package database

import (
	"context"
	"database/sql"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"gongkai/fault"
	"gongkai/ledger"

	"github.com/emmansun/gmsm/sm3"
)

// Options say which database to open and how.
type Options struct {
	URL    string           // postgres://…; empty for SQLite in Dir
	Dir    string           // data folder of SQLite, made if missing; the file is gongkai.db
	Now    func() time.Time // the clock; time.Now if nil
	Logger *slog.Logger     // for operators; discarded if nil
	Hash   ledger.Hash      // chains the ledger; SM3 if nil
	NoSync bool             // SQLite does not wait for the disk: for tests, whose files nobody will miss
	Conns  int              // most connections for writing and again for reading, on PostgreSQL; 10 if zero
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine engine
	write  *sql.DB
	read   *sql.DB
	now    func() time.Time
	log    *slog.Logger
	hash   ledger.Hash
	turns  turns
	file   string // of SQLite
	kept   kept
}

// engine is what differs between SQLite and PostgreSQL.
type engine interface {
	name() string
	open(o Options) (write, read *sql.DB, err error)
	options() txOptions
	class(err error) class // what an error of the driver means
	schema() schemaEngine
	sound() string // a question whose rows say what is damaged
	probes() probes
	reclaim(table string) string // the statement that does it; none where nothing is to be done
}

// txOptions say how an engine wants its transactions.
type txOptions struct {
	write sql.TxOptions
	read  sql.TxOptions
	turns bool // whether writers of one chain had better queue up in this process than collide in the database
}

// Open opens the database and checks that it answers. It does not touch the schema; see [Migrate].
func Open(ctx context.Context, o Options) (_ *DB, err error) {
	defer fault.Wrap(&err, "database.Open")
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Hash == nil {
		o.Hash = sm3.Sum
	}
	if o.Conns == 0 {
		o.Conns = 10
	}
	e, err := engineOf(o)
	if err != nil {
		return nil, err
	}
	db := &DB{engine: e, now: o.Now, log: o.Logger, hash: o.Hash, file: filepath.Join(o.Dir, sqliteFile)}
	if db.write, db.read, err = e.open(o); err != nil {
		return nil, err
	}
	for _, pool := range []*sql.DB{db.write, db.read} {
		if err := pool.PingContext(ctx); err != nil {
			_ = db.Close()
			return nil, unavailable(err, "数据库连接不上，请检查配置和数据库服务")
		}
	}
	return db, nil
}

func engineOf(o Options) (engine, error) {
	switch {
	case strings.HasPrefix(o.URL, "postgres://"), strings.HasPrefix(o.URL, "postgresql://"):
		return postgres{newest: newest}, nil
	case o.URL != "":
		return nil, fault.New(fault.Invalid, "数据库地址应以 postgres:// 开头；使用内置数据库时留空")
	case o.Dir == "":
		return nil, fault.New(fault.Invalid, "未指定数据目录")
	}
	return sqliteEngine{}, nil
}

// Close waits for nobody: it closes every connection.
func (db *DB) Close() error {
	err := db.write.Close()
	if e := db.read.Close(); err == nil {
		err = e
	}
	return err
}

// Engine names the engine, "sqlite" or "postgres", for people to read and for tests; code must not branch on it.
func (db *DB) Engine() string { return db.engine.name() }

// Now reads the clock of the database's options, for what happens outside a transaction.
func (db *DB) Now() time.Time { return db.now() }

// Hash is the function by which the ledger is chained.
func (db *DB) Hash() ledger.Hash { return db.hash }

// Stats counts the connections in use, for metrics.
func (db *DB) Stats() (write, read sql.DBStats) { return db.write.Stats(), db.read.Stats() }
