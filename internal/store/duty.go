package store

import (
	"gongkai/agency"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/database"
)

// SaveDutyMark stores that somebody did a duty of the agency.
func SaveDutyMark(tx *database.Tx, of agency.ID, staff string, m duty.Mark) (err error) {
	defer fault.Wrap(&err, "store.SaveDutyMark(%s, %s %s)", of, m.Kind, m.Key)
	_, err = tx.Exec(`INSERT INTO duty_mark (agency, kind, duty, done_on, note, staff, marked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (agency, kind, duty) DO UPDATE SET done_on = $4, note = $5, staff = $6, marked_at = $7`,
		string(of), string(m.Kind), m.Key, m.On, m.Note, staff, tx.Now())
	return err
}
