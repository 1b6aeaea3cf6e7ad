package store

import (
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/workday"
)

// holidayRow is a row of the table holiday.
type holidayRow struct {
	Day    civil.Date `db:"day"`
	Off    bool       `db:"off"`
	Name   string     `db:"name"`
	Notice string     `db:"notice"`
}

// Holidays returns the days of the notices that were loaded in the workbench, in order.
func Holidays(r database.Reader) (_ []workday.Row, err error) {
	defer fault.Wrap(&err, "store.Holidays")
	var rows []holidayRow
	if err := r.Select(&rows, `SELECT day, off, name, notice FROM holiday ORDER BY day`); err != nil {
		return nil, err
	}
	days := make([]workday.Row, 0, len(rows))
	for _, row := range rows {
		days = append(days, workday.Row{On: row.Day, Off: row.Off, Name: row.Name, Notice: row.Notice})
	}
	return days, nil
}

// HolidayRevision changes whenever a notice is loaded.
func HolidayRevision(r database.Reader) (revision int64, err error) {
	defer fault.Wrap(&err, "store.HolidayRevision")
	err = r.QueryRow(`SELECT coalesce(max(loaded_at), 0) FROM holiday`).Scan(&revision)
	return revision, err
}

// SaveHoliday stores a day of a notice in the place of what was known of it.
func SaveHoliday(tx *database.Tx, d workday.Row) (err error) {
	defer fault.Wrap(&err, "store.SaveHoliday(%s)", d.On)
	_, err = tx.Exec(`INSERT INTO holiday (day, off, name, notice, loaded_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (day) DO UPDATE SET off = $2, name = $3, notice = $4, loaded_at = $5`, d.On, d.Off, d.Name, d.Notice, tx.Now())
	return err
}
