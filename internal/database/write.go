package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"math/rand/v2"
	"time"

	"gongkai/fault"
	"gongkai/ledger"
)

// attempts is how often a transaction that lost against others is run before the person is told to try again.
const attempts = 12

// patience is the longest that a writer waits for its turn, in case a write is begun inside a write unnoticed.
const patience = 30 * time.Second

// inWrite marks the context of a running write.
type inWrite struct{}

// Write runs f in one transaction, done by the actor, and commits. When f returns an error, or has changed something
// without [Tx.Record], nothing is kept. f may be run more than once: it must do nothing outside tx.
func (db *DB) Write(ctx context.Context, by ledger.Actor, f func(tx *Tx) error) (err error) {
	defer fault.Wrap(&err, "database.Write")
	if by.IsZero() {
		return fault.New(fault.Internal, "写入操作未说明由谁进行")
	}
	return db.transact(ctx, by, true, f)
}

// WriteUnrecorded is Write without a ledger entry, for the machine's own housekeeping alone: sessions, leases of jobs,
// counters of failed log-ins. part names who keeps house. Whatever a person did belongs into [DB.Write].
func (db *DB) WriteUnrecorded(ctx context.Context, part string, f func(tx *Tx) error) (err error) {
	defer fault.Wrap(&err, "database.WriteUnrecorded(%s)", part)
	return db.transact(ctx, ledger.Machine(part), false, f)
}

func (db *DB) transact(ctx context.Context, by ledger.Actor, recorded bool, f func(tx *Tx) error) error {
	if ctx.Value(inWrite{}) != nil {
		return &fault.Error{Kind: fault.Internal, Message: "系统内部错误，已记录，请稍后再试或联系管理员", Err: ErrNested}
	}
	options := db.engine.options()
	if options.turns && recorded {
		wait, cancel := context.WithTimeout(ctx, patience)
		leave, err := db.turns.enter(wait, ledger.Entry{}.By(by).Chain)
		cancel()
		if err != nil {
			return db.fault(err)
		}
		defer leave()
	}
	began := time.Now()
	for attempt := 1; ; attempt++ {
		tx := &Tx{db: db, by: by, recorded: recorded, now: At(db.now()).Time}
		err := db.once(context.WithValue(ctx, inWrite{}, true), &options.write, tx, f)
		if err == nil || !tx.again || attempt == attempts || time.Since(began) > patience {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return db.fault(err)
		}
	}
}

// once runs f in one transaction of the database.
func (db *DB) once(ctx context.Context, options *sql.TxOptions, tx *Tx, f func(tx *Tx) error) error {
	wait, cancel := context.WithTimeout(ctx, patience)
	conn, err := db.write.Conn(wait)
	cancel()
	if err != nil {
		return tx.seen(err)
	}
	defer func() { _ = conn.Close() }() // gives it back to the pool
	if tx.tx, err = conn.BeginTx(ctx, options); err != nil {
		tx.again = errors.Is(err, driver.ErrBadConn) // the server was started anew; nothing has been done yet
		return tx.seen(err)
	}
	tx.ctx = ctx
	defer func() { _ = tx.tx.Rollback() }() // does nothing after Commit
	if err := f(tx); err != nil {
		return db.fault(err)
	}
	if err := tx.finish(); err != nil {
		return err
	}
	if err := tx.tx.Commit(); err != nil {
		// Nobody knows in what state the connection is: the pool must not have it back.
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		return tx.seen(err)
	}
	return nil
}

// pause waits a little longer after each attempt, by chance, so that two losers do not meet again.
func pause(ctx context.Context, attempt int) error {
	timer := time.NewTimer(rand.N(time.Millisecond << min(attempt, 7)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
