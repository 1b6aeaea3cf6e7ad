package query

import (
	"strconv"
	"strings"

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

// keys are the bounds of the keys of the year, of one agency or all: the columns received_key and counted_key are year,
// agency, outcome and category with a blank between.
func (t Tally) keys() (from, to string) {
	prefix := strconv.Itoa(t.Year)
	if t.Agency != "" {
		prefix += " " + string(t.Agency)
	}
	return prefix + " ", prefix + "!" // the sign after the blank
}

// The questions behind table three. Each is answered from one index alone, which a test holds. A key begins with the
// year and the agency: [Tally.keys] are its bounds.
const (
	received = `SELECT received_key AS key, count(*) AS n FROM application WHERE received_key >= $1 AND received_key < $2 GROUP BY received_key`
	answered = `SELECT counted_key AS key, count(*) AS n FROM application WHERE counted_key >= $1 AND counted_key < $2 GROUP BY counted_key`

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
	_, first, last := t.bounds()
	from, to := t.keys()
	sums := sheets{form: form, of: t.Agency, grids: map[agency.ID]annualreport.Grid{}}
	if err := sums.counts(r, received, from, to); err != nil {
		return nil, err
	}
	if err := sums.counts(r, answered, from, to); err != nil {
		return nil, err
	}
	if t.Agency != "" {
		return sums.grids, sums.carried(r, carriedOfAgency, []any{first, last, string(t.Agency)})
	}
	return sums.grids, sums.carried(r, carriedInYear, []any{first, last})
}

// sheets gathers counts into tables.
type sheets struct {
	form  *annualreport.Form
	of    agency.ID // of every row, where it is one agency's; then the questions leave it out
	grids map[agency.ID]annualreport.Grid
}

// counts adds what the question counts: year, agency and category of the received, with an outcome of the answered.
func (s sheets) counts(r database.Reader, question, from, to string) error {
	rows, err := r.Query(question, from, to)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var key string
		var n int64
		if err := rows.Scan(&key, &n); err != nil {
			return err
		}
		part := strings.Split(key, " ")
		switch len(part) {
		case 3:
			s.add(part[1], annualreport.Received, part[2], n)
		case 4:
			s.add(part[1], tally.RowOf(s.form, decision.Outcome(part[2])), part[3], n)
			s.add(part[1], annualreport.Total, part[3], n)
		}
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
