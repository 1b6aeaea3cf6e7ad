package store

import (
	"context"
	"time"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
)

// sessionGrace is how far the end of a session may be behind before it is written again: a page with twenty pictures
// is one write and not twenty. A session so ends up to this much early, never late.
const sessionGrace = time.Minute

// Sessions stores log-ins, for scs, which gives it the digest of the token only.
type Sessions struct{ db *database.DB }

// NewSessions returns the sessions of the database.
func NewSessions(db *database.DB) *Sessions { return &Sessions{db} }

// sessionRow is what is needed of a session to go on with it.
type sessionRow struct {
	Data      []byte           `db:"data"`
	ExpiresAt database.Instant `db:"expires_at"`
	Revoked   bool             `db:"revoked"`
}

func (s *Sessions) find(ctx context.Context, id string) (row sessionRow, found bool, err error) {
	err = s.db.View(ctx).Get(&row, `SELECT data, expires_at, revoked FROM session WHERE id = $1`, id)
	if database.NotFound(err) {
		return row, false, nil
	}
	return row, err == nil, err
}

// FindCtx returns the session unless it has ended or was revoked.
func (s *Sessions) FindCtx(ctx context.Context, id string) (_ []byte, found bool, err error) {
	defer fault.Wrap(&err, "store.Sessions.Find")
	row, found, err := s.find(ctx, id)
	if err != nil || !found || row.Revoked || !s.db.Now().Before(row.ExpiresAt.Time) {
		return nil, false, err
	}
	return row.Data, true, nil
}

// CommitCtx stores a new or changed session, and moves its end. A revoked one stays revoked. scs reckons by the clock of
// the machine, the database by its own: the end is kept as one by the latter.
func (s *Sessions) CommitCtx(ctx context.Context, id string, data []byte, expires time.Time) (err error) {
	defer fault.Wrap(&err, "store.Sessions.Commit")
	expires = s.db.Now().Add(time.Until(expires))
	before, found, err := s.find(ctx, id)
	if err != nil {
		return err
	}
	if found && (before.Revoked || expires.Sub(before.ExpiresAt.Time).Abs() < sessionGrace && auth.SameSession(before.Data, data)) {
		return nil
	}
	session, err := auth.ReadSession(data)
	if err != nil {
		return err
	}
	return s.db.WriteUnrecorded(ctx, "session", func(tx *database.Tx) error {
		_, err := tx.Exec(`INSERT INTO session (id, staff, address, browser, data, began_at, seen_at, expires_at, revoked)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
			ON CONFLICT (id) DO UPDATE SET staff = $2, address = $3, browser = $4, data = $5, began_at = $6, seen_at = $7, expires_at = $8
			WHERE session.revoked = 0`,
			id, string(session.Staff), session.Address, session.Browser, data, session.BeganAt, tx.Now(), expires)
		return err
	})
}

// DeleteCtx ends the session. It is kept as revoked until it would have ended.
func (s *Sessions) DeleteCtx(ctx context.Context, id string) (err error) {
	defer fault.Wrap(&err, "store.Sessions.Delete")
	return s.db.WriteUnrecorded(ctx, "session", func(tx *database.Tx) error {
		_, err := tx.Exec(`UPDATE session SET revoked = 1 WHERE id = $1`, id)
		return err
	})
}

// Find is FindCtx, for the interface of scs.
func (s *Sessions) Find(id string) ([]byte, bool, error) { return s.FindCtx(context.Background(), id) }

// Commit is CommitCtx, for the interface of scs.
func (s *Sessions) Commit(id string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), id, data, expires)
}

// Delete is DeleteCtx, for the interface of scs.
func (s *Sessions) Delete(id string) error { return s.DeleteCtx(context.Background(), id) }

// SessionsOf lists the log-ins of the person that have not ended, the newest first.
func SessionsOf(r database.Reader, staff auth.StaffID, at time.Time) (_ []auth.Session, err error) {
	defer fault.Wrap(&err, "store.SessionsOf(%s)", staff)
	var rows []struct {
		ID      string           `db:"id"`
		Address string           `db:"address"`
		Browser string           `db:"browser"`
		BeganAt database.Instant `db:"began_at"`
		SeenAt  database.Instant `db:"seen_at"`
	}
	if err := r.Select(&rows, `SELECT id, address, browser, began_at, seen_at FROM session
		WHERE staff = $1 AND revoked = 0 AND expires_at > $2 ORDER BY began_at DESC, id`, string(staff), at); err != nil {
		return nil, err
	}
	var all []auth.Session
	for _, row := range rows {
		all = append(all, auth.Session{ID: row.ID, Staff: staff, Address: row.Address, Browser: row.Browser, BeganAt: row.BeganAt.Time, SeenAt: row.SeenAt.Time})
	}
	return all, nil
}

// RevokeSession ends one log-in of the person.
func RevokeSession(tx *database.Tx, staff auth.StaffID, id string) (err error) {
	defer fault.Wrap(&err, "store.RevokeSession(%s)", staff)
	return mustChange(tx.Exec(`UPDATE session SET revoked = 1 WHERE id = $1 AND staff = $2 AND revoked = 0`, id, string(staff)))
}

// RevokeSessions ends every log-in of the person.
func RevokeSessions(tx *database.Tx, staff auth.StaffID) (n int64, err error) {
	defer fault.Wrap(&err, "store.RevokeSessions(%s)", staff)
	return tx.Exec(`UPDATE session SET revoked = 1 WHERE staff = $1 AND revoked = 0`, string(staff))
}

// PurgeSessions removes what ended before the instant.
func PurgeSessions(ctx context.Context, db *database.DB, before time.Time) (n int64, err error) {
	defer fault.Wrap(&err, "store.PurgeSessions")
	err = db.WriteUnrecorded(ctx, "session", func(tx *database.Tx) error {
		n, err = tx.Exec(`DELETE FROM session WHERE expires_at < $1`, before)
		return err
	})
	return n, err
}
