package store

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A Schedule is a cleared record that is published on a day to come.
type Schedule struct {
	Record     disclosure.ID `db:"record"`
	Agency     agency.ID     `db:"agency"`
	DueOn      civil.Date    `db:"due_on"`
	Digest     string        `db:"digest"` // the content that was cleared
	Reason     string        `db:"reason"` // public, for a revision
	Person     string        `db:"person"`
	PersonName string        `db:"person_name"`
	Problem    string        `db:"problem"` // why it could not be published on its day
}

const scheduleColumns = `record, agency, due_on, digest, reason, person, person_name, problem`

// ScheduleOf loads when the record is going to be published; ok is false where no day is set.
func ScheduleOf(r database.Reader, id disclosure.ID) (s Schedule, ok bool, err error) {
	defer fault.Wrap(&err, "store.ScheduleOf(%s)", id)
	err = r.Get(&s, `SELECT `+scheduleColumns+` FROM record_schedule WHERE record = $1`, string(id))
	if database.NotFound(err) {
		return s, false, nil
	}
	return s, err == nil, err
}

// DueSchedules lists what is to be published on the day or was before, the oldest first.
func DueSchedules(r database.Reader, on civil.Date) (list []Schedule, err error) {
	defer fault.Wrap(&err, "store.DueSchedules(%s)", on)
	err = r.Select(&list, `SELECT `+scheduleColumns+` FROM record_schedule WHERE due_on <= $1 AND problem = '' ORDER BY due_on, record`, on)
	return list, err
}

// SaveSchedule sets the day, or another one.
func SaveSchedule(tx *database.Tx, s Schedule) (err error) {
	defer fault.Wrap(&err, "store.SaveSchedule(%s)", s.Record)
	_, err = tx.Exec(`INSERT INTO record_schedule (`+scheduleColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (record) DO UPDATE SET due_on = $3, digest = $4, reason = $5, person = $6, person_name = $7, problem = $8`,
		string(s.Record), string(s.Agency), s.DueOn, s.Digest, s.Reason, s.Person, s.PersonName, s.Problem)
	return err
}

// DropSchedule forgets the day; there need not be one.
func DropSchedule(tx *database.Tx, id disclosure.ID) (err error) {
	defer fault.Wrap(&err, "store.DropSchedule(%s)", id)
	_, err = tx.Exec(`DELETE FROM record_schedule WHERE record = $1`, string(id))
	return err
}
