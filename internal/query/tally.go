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

// keys are the bounds of the keys of the year, of one agency or all: the columns received_key and counted_key are year,
// agency, outcome and category with a blank between.
func (t Tally) keys() (from, to string) {
	prefix := strconv.Itoa(t.Year)
	if t.Agency != "" {
		prefix += " " + string(t.Agency)
	}
	return prefix + " ", prefix + "!" // the sign after the blank
}

// The questions behind table three. The rows of earlier years say what was carried in: whatever was received and not yet
// answered.
const (
	countsOfAgency = `SELECT agency, year, counts FROM application_count WHERE agency = $1 AND year <= $2`
	countsOfAll    = `SELECT agency, year, counts FROM application_count WHERE year <= $1`
)

// Three counts table three in the form, by agency. Agencies without any application that counts are left out.
// 法源: 《条例》第五十条第一款第二项、30号文。
func (t Tally) Three(r database.Reader, form *annualreport.Form) (_ map[agency.ID]annualreport.Grid, err error) {
	defer fault.Wrap(&err, "query.Tally.Three(%d, %s)", t.Year, t.Agency)
	question, args := countsOfAll, []any{t.Year}
	if t.Agency != "" {
		question, args = countsOfAgency, []any{string(t.Agency), t.Year}
	}
	rows, err := r.Query(question, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	sums := newSheets(form, t.Year)
	for rows.Next() {
		var of, counts string
		var year int
		if err := rows.Scan(&of, &year, &counts); err != nil {
			return nil, err
		}
		sums.add(agency.ID(of), year, counts)
	}
	return sums.finish(), rows.Err()
}

// sheets gathers counts into tables.
type sheets struct {
	form    *annualreport.Form
	year    int
	columns map[string]int                // of a category
	rows    map[string]annualreport.RowID // of an outcome
	grids   map[agency.ID]annualreport.Grid
	open    map[agency.ID][]int64 // what earlier years left unanswered, by column; the last is of no column but the sum
}

func newSheets(form *annualreport.Form, year int) *sheets {
	s := &sheets{form, year, map[string]int{}, map[string]annualreport.RowID{}, map[agency.ID]annualreport.Grid{}, map[agency.ID][]int64{}}
	for _, c := range applicant.Categories {
		s.columns[string(c.Category)] = len(annualreport.Applicants) - 1
		for i, column := range annualreport.Applicants {
			if column.ID == annualreport.ColumnID(c.Label) {
				s.columns[string(c.Category)] = i
			}
		}
	}
	return s
}

// add adds the counts of an agency in the year of the sheets or in one before it.
func (s *sheets) add(of agency.ID, year int, counts string) {
	open := s.open[of]
	if open == nil {
		open = make([]int64, len(annualreport.Applicants))
		s.open[of] = open
	}
	if year < s.year {
		tally.EachCount(counts, func(outcome, category string, n int64) {
			if outcome != "" {
				n = -n
			}
			open[s.column(category)] += n
		})
		return
	}
	tally.EachCount(counts, func(outcome, category string, n int64) {
		column := s.column(category)
		if outcome == "" {
			put(s.grid(of), annualreport.Received, column, n)
			return
		}
		put(s.grid(of), s.row(outcome), column, n)
		put(s.grid(of), annualreport.Total, column, n)
	})
}

func (s *sheets) column(category string) int {
	if i, ok := s.columns[category]; ok {
		return i
	}
	return len(annualreport.Applicants) - 1
}

func (s *sheets) row(outcome string) annualreport.RowID {
	id, ok := s.rows[outcome]
	if !ok {
		id = tally.RowOf(s.form, decision.Outcome(outcome))
		s.rows[outcome] = id
	}
	return id
}

func (s *sheets) grid(of agency.ID) annualreport.Grid {
	grid := s.grids[of]
	if grid == nil {
		grid = s.form.NewGrid(annualreport.Three)
		s.grids[of] = grid
	}
	return grid
}

// finish fills in what was carried into the year and what is carried out of it: what came in until its end and has no
// answer. No application is answered before it is received.
func (s *sheets) finish() map[agency.ID]annualreport.Grid {
	for of, open := range s.open {
		for column, n := range open {
			if n != 0 {
				put(s.grid(of), annualreport.CarriedIn, column, n)
			}
		}
		grid := s.grids[of]
		if grid == nil {
			continue // nothing of it counts in the year
		}
		for column, out := range grid[annualreport.CarriedOut] {
			out.Value = grid[annualreport.CarriedIn][column].Value + grid[annualreport.Received][column].Value - grid[annualreport.Total][column].Value
			grid[annualreport.CarriedOut][column] = out
		}
	}
	return s.grids
}

// put adds to a cell and to the sum of its row.
func put(grid annualreport.Grid, row annualreport.RowID, column int, n int64) {
	cells := grid[row]
	if len(cells) == 0 {
		return // an outcome that no form has
	}
	sum := len(cells) - 1
	if column != sum {
		cells[column].Value += n
	}
	cells[sum].Value += n
}
