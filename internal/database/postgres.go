package database

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strings"

	"gongkai/fault"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// postgres is PostgreSQL through pgx.
type postgres struct {
	newest int // texts that a search looks through before it asks the index
}

func (postgres) name() string { return "postgres" }

func (postgres) options() txOptions {
	return txOptions{
		write: sql.TxOptions{Isolation: sql.LevelRepeatableRead},
		read:  sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		turns: true,
	}
}

func (postgres) open(o Options) (write, read *sql.DB, err error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, nil, &fault.Error{Kind: fault.Invalid, Message: "PostgreSQL 数据库地址有误", Err: err}
	}
	config.RuntimeParams["timezone"] = "UTC"
	config.RuntimeParams["application_name"] = "gongkai"
	// A node that hangs with a lock must not make the others hang: their waiting ends and is tried again.
	config.RuntimeParams["lock_timeout"] = "10s"
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "60s"
	write = stdlib.OpenDB(*config.Copy())
	config.RuntimeParams["default_transaction_read_only"] = "on"
	read = stdlib.OpenDB(*config)
	for _, pool := range []*sql.DB{write, read} {
		pool.SetMaxOpenConns(o.Conns)
		pool.SetMaxIdleConns(o.Conns)
	}
	return write, read, nil
}

// class reads the SQLSTATE (PostgreSQL, appendix A).
func (postgres) class(err error) class {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		var connect *pgconn.ConnectError
		if errors.As(err, &connect) {
			return down
		}
		return unknown
	}
	switch e.Code {
	case "23505":
		return taken
	case "40001", "40P01", "55P03":
		return again
	}
	switch e.Code[:2] {
	case "08", "53", "57", "58": // connection, resources, operator's intervention, system
		return down
	}
	return unknown
}

func (postgres) schema() schemaEngine { return postgresSchema{} }

// sound asks nothing: PostgreSQL looks after its own files.
func (postgres) sound() string { return `SELECT '' WHERE false` }

// postgresSchema brings a PostgreSQL database up to date.
type postgresSchema struct{}

func (postgresSchema) dialect() goose.Dialect { return goose.DialectPostgres }
func (postgresSchema) suffix() string         { return ".postgres" }

// postgresTypes are the words of a migration that PostgreSQL spells differently. They are upper-case there and nothing
// else is, so that no comment or literal is touched.
var postgresTypes = regexp.MustCompile(`\b(INTEGER|BLOB|TEXT|STRICT)\b`)

func (postgresSchema) translate(text string) string {
	text = strings.ReplaceAll(text, "STRICT, WITHOUT ROWID", "STRICT")
	text = strings.ReplaceAll(text, "WITHOUT ROWID", "")
	return postgresTypes.ReplaceAllStringFunc(text, func(word string) string {
		return map[string]string{"INTEGER": "BIGINT", "BLOB": "BYTEA", "TEXT": `TEXT COLLATE "C"`, "STRICT": ""}[word]
	})
}

// apply sends the text in the simple protocol, which takes several statements at once.
func (postgresSchema) apply(ctx context.Context, tx *sql.Tx, text string) error {
	_, err := tx.ExecContext(ctx, text, pgx.QueryExecModeSimpleProtocol)
	return err
}

func (postgresSchema) options() []goose.ProviderOption {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120), lock.WithUnlockTimeout(1, 10))
	if err != nil {
		panic(err) // cannot happen: the options are constants
	}
	return []goose.ProviderOption{goose.WithSessionLocker(locker)}
}

// lock does nothing: goose holds an advisory lock on the session it migrates with.
func (postgresSchema) lock(context.Context, *DB) (func(), error) { return func() {}, nil }
