package store

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/workday"
)

// holidayRow is a row of the table holiday with the name of its place.
type holidayRow struct {
	Region string     `db:"region"`
	Place  string     `db:"place"`
	Day    civil.Date `db:"day"`
	Off    bool       `db:"off"`
	Name   string     `db:"name"`
	Notice string     `db:"notice"`
}

// Holidays returns the days of the notices that were loaded in the workbench: those of the whole country, then those of
// each place, in order.
func Holidays(r database.Reader) (_ []workday.Row, err error) {
	defer fault.Wrap(&err, "store.Holidays")
	var rows []holidayRow
	if err := r.Select(&rows, `SELECT h.region, coalesce(p.name, '') AS place, h.day, h.off, h.name, h.notice
		FROM holiday h LEFT JOIN region p ON p.code = h.region ORDER BY h.region, h.day`); err != nil {
		return nil, err
	}
	days := make([]workday.Row, 0, len(rows))
	for _, row := range rows {
		days = append(days, workday.Row{On: row.Day, Off: row.Off, Name: row.Name, Notice: row.Notice, Region: row.Region, Place: row.Place})
	}
	return days, nil
}

// SaveHoliday stores a day of a notice in the place of what was known of it.
func SaveHoliday(tx *database.Tx, d workday.Row) (err error) {
	defer fault.Wrap(&err, "store.SaveHoliday(%s, %s)", d.Region, d.On)
	_, err = tx.Exec(`INSERT INTO holiday (region, day, off, name, notice, loaded_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (region, day) DO UPDATE SET off = $3, name = $4, notice = $5, loaded_at = $6`, d.Region, d.On, d.Off, d.Name, d.Notice, tx.Now())
	return err
}

// RemoveHoliday takes back a day that was loaded for a place, or for the whole country. It reports what stood there, and
// whether anything did.
func RemoveHoliday(tx *database.Tx, region string, on civil.Date) (was workday.Row, found bool, err error) {
	defer fault.Wrap(&err, "store.RemoveHoliday(%s, %s)", region, on)
	var row holidayRow
	err = tx.Get(&row, `SELECT region, '' AS place, day, off, name, notice FROM holiday WHERE region = $1 AND day = $2`, region, on)
	if database.NotFound(err) {
		return was, false, nil
	}
	if err != nil {
		return was, false, err
	}
	_, err = tx.Exec(`DELETE FROM holiday WHERE region = $1 AND day = $2`, region, on)
	return workday.Row{On: row.Day, Off: row.Off, Name: row.Name, Notice: row.Notice, Region: row.Region}, true, err
}

// AgencyRegions says in which place every agency lies.
func AgencyRegions(r database.Reader) (_ map[agency.ID]agency.RegionCode, err error) {
	defer fault.Wrap(&err, "store.AgencyRegions")
	var rows []struct {
		ID     string `db:"id"`
		Region string `db:"region"`
	}
	if err := r.Select(&rows, `SELECT id, region FROM agency`); err != nil {
		return nil, err
	}
	regions := make(map[agency.ID]agency.RegionCode, len(rows))
	for _, row := range rows {
		regions[agency.ID(row.ID)] = agency.RegionCode(row.Region)
	}
	return regions, nil
}
