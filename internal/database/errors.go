package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"gongkai/fault"
)

// class is what an error of a driver means, told by its code and never by its text.
type class int

const (
	unknown class = iota // a defect: wrong SQL, a violated check, a missing parent row
	taken                // a value that must be unique is there already
	again                // the transaction lost against another and may be run again
	down                 // the database or its disk is out of order
)

// ErrNested is the cause of the error of a write begun inside another.
var ErrNested = errors.New("database: a write inside a write")

// ErrUnrecorded is the cause of the error of a transaction that changed something without a ledger entry.
var ErrUnrecorded = errors.New("database: changed something but recorded nothing in the ledger")

// NotFound reports whether err says that a row was not there.
func NotFound(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// fault gives an error of a driver its kind and a message for people. Errors that have one keep it.
func (db *DB) fault(err error) error {
	var known *fault.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return &fault.Error{Kind: fault.NotFound, Message: "没有找到相应的记录", Err: err}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return unavailable(err, "操作未完成，请稍后再试")
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone):
		return unavailable(err, "数据库暂时无法使用，请稍后再试")
	}
	switch db.engine.class(err) {
	case taken:
		return &fault.Error{Kind: fault.Conflict, Message: "与已有的记录重复，请核对后再提交", Err: err}
	case again:
		return unavailable(err, "系统繁忙，请稍后再试")
	case down:
		return unavailable(err, "数据库暂时无法使用，请稍后再试")
	}
	fault.Wrap(&err, "database")
	return err
}

func unavailable(err error, message string) error {
	return &fault.Error{Kind: fault.Unavailable, Message: message, Err: err}
}
