package query

import (
	"strconv"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/applicant"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/tally"
)

// A Tally counts the registers for the annual reports on a year: of one agency, or of every agency at once. The
// definitions are those of package tally; a property test holds the SQL to them.
type Tally struct {
	Year   int
	Agency agency.ID // empty for all
}

// bounds are the year as text and its first and last day.
func (t Tally) bounds() (year, first, last string) {
	year = strconv.Itoa(t.Year)
	return year, year + "-01-01", year + "-12-31"
}

// A counted row is a number of applications with the same agency, row and column of table three.
type counted struct {
	Agency   string `db:"agency"`
	Row      string `db:"row_id"`
	Category string `db:"category"`
	N        int64  `db:"n"`
}

// The questions behind table three. Each is answered from one index alone, which a test holds; an agency is a range of
// the same index. $2 is the agency or nothing.
const (
	receivedInYear = `SELECT agency, 'received' AS row_id, category, count(*) AS n FROM application
		WHERE substr(received_on, 1, 4) = $1 GROUP BY agency, category`
	receivedOfAgency = `SELECT '', 'received', category, count(*) FROM application
		WHERE substr(received_on, 1, 4) = $1 AND agency = $2 GROUP BY category`
	answeredInYear = `SELECT agency, counted_as AS row_id, category, count(*) AS n FROM application
		WHERE substr(counted_on, 1, 4) = $1 AND received_on <> '' GROUP BY agency, counted_as, category`
	answeredOfAgency = `SELECT '', counted_as, category, count(*) FROM application
		WHERE substr(counted_on, 1, 4) = $1 AND agency = $2 AND received_on <> '' GROUP BY counted_as, category`
	carriedInYear = `SELECT agency, category, sum(CASE WHEN received_on < $1 THEN 1 ELSE 0 END) AS came,
			sum(CASE WHEN counted_on = '' OR counted_on > $2 THEN 1 ELSE 0 END) AS went FROM application
		WHERE substr(received_on, 1, 4) <> substr(counted_on, 1, 4) AND received_on > '' AND received_on <= $2 AND CASE WHEN counted_on = '' THEN $2 ELSE counted_on END >= $1
		GROUP BY agency, category`
	carriedOfAgency = `SELECT '', category, sum(CASE WHEN received_on < $1 THEN 1 ELSE 0 END) AS came,
			sum(CASE WHEN counted_on = '' OR counted_on > $2 THEN 1 ELSE 0 END) AS went FROM application
		WHERE substr(received_on, 1, 4) <> substr(counted_on, 1, 4) AND agency = $3 AND received_on > '' AND received_on <= $2 AND CASE WHEN counted_on = '' THEN $2 ELSE counted_on END >= $1
		GROUP BY category`
)

// Three counts table three in the form, by agency. Agencies without any application that counts are left out.
// 法源: 《条例》第五十条第一款第二项、30号文。
func (t Tally) Three(r database.Reader, form *annualreport.Form) (_ map[agency.ID]annualreport.Grid, err error) {
	defer fault.Wrap(&err, "query.Tally.Three(%d, %s)", t.Year, t.Agency)
	year, first, last := t.bounds()
	questions := []struct {
		text string
		args []any
	}{{receivedInYear, []any{year}}, {answeredInYear, []any{year}}}
	carried, args := carriedInYear, []any{first, last}
	if t.Agency != "" {
		questions[0].text, questions[1].text, carried = receivedOfAgency, answeredOfAgency, carriedOfAgency
		questions[0].args, questions[1].args, args = []any{year, string(t.Agency)}, []any{year, string(t.Agency)}, append(args, string(t.Agency))
	}
	sums := sheets{form: form, of: t.Agency, grids: map[agency.ID]annualreport.Grid{}}
	for _, q := range questions {
		if err := sums.counts(r, q.text, q.args); err != nil {
			return nil, err
		}
	}
	return sums.grids, sums.carried(r, carried, args)
}

// sheets gathers counts into tables.
type sheets struct {
	form  *annualreport.Form
	of    agency.ID // of every row, where it is one agency's; then the questions leave it out
	grids map[agency.ID]annualreport.Grid
}

func (s sheets) counts(r database.Reader, question string, args []any) error {
	rows, err := r.Query(question, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var c counted
		if err := rows.Scan(&c.Agency, &c.Row, &c.Category, &c.N); err != nil {
			return err
		}
		if c.Row == string(annualreport.Received) {
			s.add(c.Agency, annualreport.Received, c.Category, c.N)
			continue
		}
		s.add(c.Agency, tally.RowOf(s.form, decision.Outcome(c.Row)), c.Category, c.N)
		s.add(c.Agency, annualreport.Total, c.Category, c.N)
	}
	return rows.Err()
}

func (s sheets) carried(r database.Reader, question string, args []any) error {
	rows, err := r.Query(question, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var of, category string
		var came, went int64
		if err := rows.Scan(&of, &category, &came, &went); err != nil {
			return err
		}
		s.add(of, annualreport.CarriedIn, category, came)
		s.add(of, annualreport.CarriedOut, category, went)
	}
	return rows.Err()
}

// add adds to a cell and to the sum of its row.
func (s sheets) add(of string, row annualreport.RowID, category string, n int64) {
	id := agency.ID(of)
	if s.of != "" {
		id = s.of
	}
	grid := s.grids[id]
	if grid == nil {
		grid = s.form.NewGrid(annualreport.Three)
		s.grids[id] = grid
	}
	cells := grid[row]
	if len(cells) == 0 {
		return // an outcome that no form has
	}
	column := annualreport.ColumnID(applicant.Category(category).Label())
	for i, c := range annualreport.Applicants {
		if c.ID == column {
			cells[i].Value += n
			cells[len(cells)-1].Value += n
			return
		}
	}
	cells[len(cells)-1].Value += n
}
