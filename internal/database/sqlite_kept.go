package database

import (
	"container/list"
	"context"
	"database/sql/driver"
)

// Statements kept on one connection: more than any page or step asks, and the longest text worth keeping in bytes.
// Longer texts are rows by the hundred, whose running costs more than their parsing.
const (
	keptStatements = 160
	keptLongest    = 4096
)

// A keeper opens connections that keep the statements they have parsed. SQLite parses and plans a text each time it is
// given; the questions of a page took as long to plan as to answer.
type keeper struct{ driver.Connector }

// Connect opens a connection that keeps its statements.
func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	plain, ok := conn.(plainConn)
	if !ok {
		return conn, nil
	}
	return &keptConn{plainConn: plain, kept: map[string]*list.Element{}, byUse: list.New()}, nil
}

// plainConn is what a connection of the driver can do.
type plainConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.Pinger
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// statement is a prepared statement that is run with a context.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// keptConn is a connection, used by one goroutine at a time. A statement that runs is not among the kept, so that the
// same text may be asked again while its rows are still open.
type keptConn struct {
	plainConn
	kept  map[string]*list.Element // of keptStatement
	byUse *list.List               // the last used in front
}

type keptStatement struct {
	text string
	statement
}

// take gives out the statement of a text, kept or new.
func (c *keptConn) take(ctx context.Context, text string) (keptStatement, error) {
	if at, ok := c.kept[text]; ok {
		delete(c.kept, text)
		return c.byUse.Remove(at).(keptStatement), nil
	}
	prepared, err := c.PrepareContext(ctx, text)
	if err != nil {
		return keptStatement{}, err
	}
	full, ok := prepared.(statement)
	if !ok {
		_ = prepared.Close()
		return keptStatement{}, driver.ErrSkip
	}
	return keptStatement{text: text, statement: full}, nil
}

// give takes a statement back after its use. One that failed is closed: what state it is in nobody need know.
func (c *keptConn) give(s keptStatement, failed error) {
	if _, again := c.kept[s.text]; failed != nil || again {
		_ = s.Close()
		return
	}
	c.kept[s.text] = c.byUse.PushFront(s)
	if c.byUse.Len() > keptStatements {
		oldest := c.byUse.Remove(c.byUse.Back()).(keptStatement)
		delete(c.kept, oldest.text)
		_ = oldest.Close()
	}
}

// ExecContext runs a statement.
func (c *keptConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	if len(text) > keptLongest {
		return c.plainConn.ExecContext(ctx, text, args)
	}
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(ctx, args)
	c.give(s, err)
	return result, err
}

// QueryContext asks a question.
func (c *keptConn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	if len(text) > keptLongest {
		return c.plainConn.QueryContext(ctx, text, args)
	}
	s, err := c.take(ctx, text)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		c.give(s, err)
		return nil, err
	}
	return &keptRows{Rows: rows, conn: c, of: s}, nil
}

// Close closes the statements and the connection.
func (c *keptConn) Close() error {
	for at := c.byUse.Front(); at != nil; at = at.Next() {
		_ = at.Value.(keptStatement).Close()
	}
	c.kept, c.byUse = map[string]*list.Element{}, list.New()
	return c.plainConn.Close()
}

// keptRows give their statement back when they are closed.
type keptRows struct {
	driver.Rows
	conn   *keptConn
	of     keptStatement
	closed bool
}

// Close ends the rows.
func (r *keptRows) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	err := r.Rows.Close()
	r.conn.give(r.of, err)
	return err
}
