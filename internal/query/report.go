package query

import (
	"strconv"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A ColumnCount is a number of records of a column.
type ColumnCount struct {
	Title string `db:"title"`
	N     int64  `db:"n"`
}

// PublishedByColumn counts the records that the agency first published in the year and that are still public, by column
// in the order of the catalogue.
func PublishedByColumn(r database.Reader, of agency.ID, year int) (list []ColumnCount, err error) {
	defer fault.Wrap(&err, "query.PublishedByColumn(%s, %d)", of, year)
	err = r.Select(&list, `SELECT c.title, count(*) AS n FROM publication p JOIN catalog_column c ON c.id = p.column_id
		WHERE p.agency = $1 AND p.visible = 1 AND p.published_on BETWEEN $2 AND $3 GROUP BY c.title, c.place ORDER BY c.place, c.title`,
		string(of), civil.On(year, 1, 1), civil.On(year, 12, 31))
	return list, err
}

// Trainings are the notes with which trainings of the year were marked as done.
func Trainings(r database.Reader, of agency.ID, year int) (list []string, err error) {
	defer fault.Wrap(&err, "query.Trainings(%s, %d)", of, year)
	err = r.Select(&list, `SELECT note FROM duty_mark WHERE agency = $1 AND kind = 'training' AND duty = $2 ORDER BY done_on`, string(of), strconv.Itoa(year))
	return list, err
}

// A PublishedReport is an annual report that is public as a record.
type PublishedReport struct {
	Agency      string     `db:"agency"`
	Record      string     `db:"record"`
	Version     int        `db:"version"`
	IndexNo     string     `db:"index_no"`
	Title       string     `db:"title"`
	PublishedOn civil.Date `db:"published_on"`
	Year        int
}

// PublishedReports lists the annual reports that are public, of one agency or of all, by the year in their titles.
func PublishedReports(r database.Reader, of agency.ID) (list []PublishedReport, err error) {
	defer fault.Wrap(&err, "query.PublishedReports(%s)", of)
	if err := r.Select(&list, `SELECT agency, record, version, index_no, title, published_on FROM publication
		WHERE kind = 'annual_report' AND visible = 1 AND ($1 = '' OR agency = $1) ORDER BY published_on, record`, string(of)); err != nil {
		return nil, err
	}
	for i := range list {
		if m := yearOf.FindStringSubmatch(list[i].Title); m != nil {
			list[i].Year = atoi(m[1])
		}
	}
	return list, nil
}

// PublishedBody loads a version of a record as the public sees it.
func PublishedBody(r database.Reader, record string, version int) (body string, err error) {
	defer fault.Wrap(&err, "query.PublishedBody(%s, %d)", record, version)
	err = r.QueryRow(`SELECT body FROM record_version WHERE record = $1 AND version = $2`, record, version).Scan(&body)
	return body, err
}

// BegunReports names the agencies that have begun the report on the year.
func BegunReports(r database.Reader, year int) (_ map[agency.ID]bool, err error) {
	defer fault.Wrap(&err, "query.BegunReports(%d)", year)
	var list []string
	if err := r.Select(&list, `SELECT agency FROM annual_report WHERE year = $1`, year); err != nil {
		return nil, err
	}
	begun := map[agency.ID]bool{}
	for _, id := range list {
		begun[agency.ID(id)] = true
	}
	return begun, nil
}
