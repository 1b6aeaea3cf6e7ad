package store

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// A Notice tells a person of a state. Of one state, which the key names, nobody is told twice.
type Notice struct {
	Agency string           `db:"agency"`
	Staff  string           `db:"staff"`
	Key    string           `db:"key"`
	Tone   string           `db:"tone"` // of package ui
	Title  string           `db:"title"`
	Body   string           `db:"body"`
	Path   string           `db:"path"` // below the base path; empty for none
	ToldAt database.Instant `db:"told_at"`
	SeenAt database.Instant `db:"seen_at"`
}

// AddNotice tells the person, and reports whether they had not been told before.
func AddNotice(tx *database.Tx, n Notice) (_ bool, err error) {
	defer fault.Wrap(&err, "store.AddNotice(%s)", n.Key)
	added, err := tx.Exec(`INSERT INTO notice (agency, staff, key, tone, title, body, path, told_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (staff, key) DO NOTHING`, n.Agency, n.Staff, n.Key, n.Tone, n.Title, n.Body, n.Path, tx.Now())
	return added == 1, err
}

// Notices returns what a person was told, the latest first.
func Notices(r database.Reader, staff string, limit, offset int) (list []Notice, total int, err error) {
	defer fault.Wrap(&err, "store.Notices")
	if err := r.QueryRow(`SELECT count(*) FROM notice WHERE staff = $1`, staff).Scan(&total); err != nil {
		return nil, 0, err
	}
	err = r.Select(&list, `SELECT agency, staff, key, tone, title, body, path, told_at, seen_at FROM notice WHERE staff = $1
		ORDER BY told_at DESC, key LIMIT $2 OFFSET $3`, staff, limit, offset)
	return list, total, err
}

// UnseenNotices counts what a person was told and has not ticked off.
func UnseenNotices(r database.Reader, staff string) (n int, err error) {
	defer fault.Wrap(&err, "store.UnseenNotices")
	err = r.QueryRow(`SELECT count(*) FROM notice WHERE staff = $1 AND seen_at IS NULL`, staff).Scan(&n)
	return n, err
}

// UnseenNoticesAt counts what the person was told of the page and has not seen.
func UnseenNoticesAt(r database.Reader, staff, path string) (n int, err error) {
	defer fault.Wrap(&err, "store.UnseenNoticesAt")
	err = r.QueryRow(`SELECT count(*) FROM notice WHERE staff = $1 AND seen_at IS NULL AND path = $2`, staff, path).Scan(&n)
	return n, err
}

// SeeNoticesAt marks what the person was told of the page as seen.
func SeeNoticesAt(tx *database.Tx, staff, path string) (err error) {
	defer fault.Wrap(&err, "store.SeeNoticesAt")
	_, err = tx.Exec(`UPDATE notice SET seen_at = $3 WHERE staff = $1 AND seen_at IS NULL AND path = $2`, staff, path, tx.Now())
	return err
}

// SeeNotices ticks off one notice of a person, or all of them where the key is empty.
func SeeNotices(tx *database.Tx, staff, key string) (err error) {
	defer fault.Wrap(&err, "store.SeeNotices")
	if key == "" {
		_, err = tx.Exec(`UPDATE notice SET seen_at = $2 WHERE staff = $1 AND seen_at IS NULL`, staff, tx.Now())
		return err
	}
	_, err = tx.Exec(`UPDATE notice SET seen_at = $3 WHERE staff = $1 AND key = $2 AND seen_at IS NULL`, staff, key, tx.Now())
	return err
}
