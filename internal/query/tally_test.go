package query_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/tally"

	"pgregory.net/rapid"
)

// insertCase stores an application as the register has it.
func insertCase(tx *database.Tx, of agency.ID, c tally.Case) error {
	_, err := tx.Exec(`INSERT INTO application (id, agency, number, query_code, channel, arrived_on, confirmed_on, category, helped, particulars, id_digest,
		content, doc_no, form, route, received_on, closed_on, outcome, facts, created_at, counted_on, counted_as, received_key, counted_key)
		VALUES ($1, $2, $1, '', 'in_person', $3, '', $4, 0, $5, '', $1, '', 'paper', 'post', $3, $6, $7, 1, 0, $6, $7, $8, $9)`,
		c.ID, string(of), c.ReceivedOn, string(c.Category), []byte{1}, c.ClosedOn, string(c.Outcome), c.Keys(string(of)).Received, c.Keys(string(of)).Answered)
	return err
}

func insertAgency(tx *database.Tx, id agency.ID) error {
	_, err := tx.Exec(`INSERT INTO agency (id, uscc, code, name, short_name, level, kind, region, parent, superior, competent, closed, created_at)
		VALUES ($1, '', $1, $1, '', 3, 'department', '', '', '', 0, 0, 0) ON CONFLICT (id) DO NOTHING`, string(id))
	return err
}

var bureaus = []agency.ID{"ag_1", "ag_2", "ag_3"}

// history draws applications of several agencies and years: received and answered on any day, some never received, some
// still open.
func history(t *rapid.T) map[agency.ID][]tally.Case {
	first := civil.MustParse("2018-11-01")
	all := map[agency.ID][]tally.Case{}
	for i := range rapid.IntRange(0, 50).Draw(t, "cases") {
		c := tally.Case{ID: fmt.Sprint("ap_", i), Category: rapid.SampledFrom(applicant.Categories).Draw(t, "category").Category}
		if rapid.IntRange(0, 9).Draw(t, "received") > 0 {
			c.ReceivedOn = first.AddDays(rapid.IntRange(0, 1500).Draw(t, "on"))
			if rapid.IntRange(0, 9).Draw(t, "closed") > 1 {
				c.ClosedOn = c.ReceivedOn.AddDays(rapid.IntRange(0, 500).Draw(t, "after"))
				c.Outcome = rapid.SampledFrom(decision.Outcomes).Draw(t, "outcome").Outcome
			}
		} else if rapid.Bool().Draw(t, "withdrawn") {
			c.ClosedOn, c.Outcome = first.AddDays(rapid.IntRange(0, 1500).Draw(t, "withdrawn on")), "O6.3"
		}
		of := rapid.SampledFrom(bureaus).Draw(t, "agency")
		all[of] = append(all[of], c)
	}
	return all
}

// fill replaces the registers with a history.
func fill(t *rapid.T, db *database.DB, all map[agency.ID][]tally.Case) {
	err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		if _, err := tx.Exec(`DELETE FROM application`); err != nil {
			return err
		}
		for _, of := range bureaus {
			if err := insertAgency(tx, of); err != nil {
				return err
			}
			for _, c := range all[of] {
				if err := insertCase(tx, of, c); err != nil {
					return err
				}
			}
		}
		return store.RecountApplications(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *rapid.T, what string, got, want annualreport.Grid) {
	for id, cells := range want {
		for i, c := range cells {
			if i >= len(got[id]) || got[id][i].Value != c.Value {
				t.Fatalf("%s: %s column %d: got %v, want %v", what, id, i, got[id], cells)
			}
		}
	}
}

// The theorem on the database: whatever lawfully happened, the SQL counts what package tally defines, every identity
// holds in the form of its year, years follow on from each other, the county is the sum of its agencies, and every cell
// opens to as many cases as it says.
func TestTheRegisterCountsAsTallyDefines(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		rapid.Check(t, func(t *rapid.T) {
			all := history(t)
			fill(t, db, all)
			view := db.View(t.Context())
			before := map[agency.ID]annualreport.Grid{}
			for year := 2019; year <= 2023; year++ {
				form, _ := annualreport.FormOf(year)
				county, err := query.Tally{Year: year}.Three(view, form)
				if err != nil {
					t.Fatal(err)
				}
				var units []annualreport.Grid
				var everything []tally.Case
				for _, of := range bureaus {
					want := tally.Three(form, year, all[of])
					one, err := query.Tally{Year: year, Agency: of}.Three(view, form)
					if err != nil {
						t.Fatal(err)
					}
					grid := form.NewGrid(annualreport.Three)
					if one[of] != nil {
						grid = one[of]
					}
					same(t, fmt.Sprintf("%d %s", year, of), grid, want)
					if county[of] != nil {
						same(t, fmt.Sprintf("%d %s of the county", year, of), county[of], want)
					} else {
						same(t, fmt.Sprintf("%d %s of the county", year, of), form.NewGrid(annualreport.Three), want)
					}
					for _, identity := range form.Identities {
						if identity.Table != annualreport.Three {
							continue
						}
						if failures, unknown := form.Assess(identity, grid); len(failures)+len(unknown) > 0 {
							t.Fatalf("%d %s: %s fails: %v", year, of, identity.ID, failures)
						}
					}
					for i := range annualreport.Applicants {
						if before[of] != nil && before[of][annualreport.CarriedOut][i].Value != grid[annualreport.CarriedIn][i].Value {
							t.Fatalf("%d %s: carried in %v, out %v the year before", year, of, grid[annualreport.CarriedIn], before[of][annualreport.CarriedOut])
						}
					}
					before[of] = grid
					units = append(units, grid)
					everything = append(everything, all[of]...)
				}
				same(t, "roll-up", tally.Add(form, annualreport.Three, units), tally.Three(form, year, everything))
				openCells(t, view, form, year, all)
			}
		})
	})
}

// openCells opens a few cells of one agency and of the county.
func openCells(t *rapid.T, view *database.Query, form *annualreport.Form, year int, all map[agency.ID][]tally.Case) {
	rows := form.Tables[annualreport.Three]
	for range 3 {
		row := rapid.SampledFrom(rows).Draw(t, "row")
		column := rapid.SampledFrom(row.Columns).Draw(t, "column")
		of := rapid.SampledFrom(append([]agency.ID{""}, bureaus...)).Draw(t, "of")
		list, err := query.Tally{Year: year, Agency: of}.Behind(view, form, query.CellName{Table: annualreport.Three, Row: row.ID, Column: column.ID})
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]bool{}
		for bureau, cases := range all {
			if of != "" && bureau != of {
				continue
			}
			for _, id := range tally.BehindThree(form, year, cases, row.ID, column.ID) {
				want[id] = true
			}
		}
		if len(list) != len(want) {
			t.Fatalf("%d %s %s of %q: %d entries, want %d", year, row.ID, column.ID, of, len(list), len(want))
		}
		for _, entry := range list {
			if !want[entry.ID] {
				t.Fatalf("%d %s %s: %s does not count", year, row.ID, column.ID, entry.ID)
			}
		}
	}
}

// planOf is how the engine answers a question.
func planOf(t *testing.T, db *database.DB, explain, question string, args ...any) string {
	t.Helper()
	plan, err := planIn(db.View(t.Context()), explain+question, args)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// Table three is read from its counts by their key: no application is read, on either engine.
func TestTheTallyIsAnsweredFromItsCountsAlone(t *testing.T) {
	for engine, with := range engines {
		db := with(t, 20_000)
		for name, question := range query.TallyQuestions {
			args, explain, wanted := []any{2022}, `EXPLAIN QUERY PLAN `, "application_count"
			if name == "agency" {
				args, wanted = []any{"ag_001", 2022}, "SEARCH application_count USING INDEX"
			}
			if engine == "postgres" {
				explain, wanted = `EXPLAIN (COSTS OFF) `, "application_count"
			}
			plan := planOf(t, db, explain, question, args...)
			if !strings.Contains(plan, wanted) || strings.Contains(plan, "application ") {
				t.Errorf("%s, %s:\n%s", engine, name, plan)
			}
		}
		for index, question := range query.RecountQuestions {
			if engine == "postgres" {
				continue // which may well read the whole table: every application is counted
			}
			if plan := planOf(t, db, `EXPLAIN QUERY PLAN `, question); !strings.Contains(plan, "USING COVERING INDEX "+index) {
				t.Errorf("%s:\n%s", index, plan)
			}
		}
	}
}

// Counts that somebody or something has spoiled are found, and so is a key; counting anew mends both.
func TestSpoiltCountsAreFoundAndMended(t *testing.T) {
	spoil := map[string]struct {
		statement string
		miscounts int
		miskeyed  int
	}{
		"a count too many":      {`UPDATE application_count SET counts = replace(counts, 'natural=1', 'natural=2') WHERE agency = 'ag_1' AND year = 2021`, 1, 0},
		"a year is missing":     {`DELETE FROM application_count WHERE agency = 'ag_2'`, 2, 0},
		"a year that never was": {`INSERT INTO application_count (agency, year, counts) VALUES ('ag_1', 1999, 'natural=1')`, 1, 0},
		"no text at all":        {`UPDATE application_count SET counts = 'x' WHERE agency = 'ag_1' AND year = 2021`, 1, 0},
		"a key of another year": {`UPDATE application SET received_key = '2020 ag_1 natural' WHERE id = 'ap_1'`, 2, 1},
		"nothing":               {`UPDATE application_count SET counts = counts`, 0, 0},
	}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		write := func(f func(tx *database.Tx) error) {
			t.Helper()
			if err := db.WriteUnrecorded(t.Context(), "test", f); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *database.Tx) error {
			for i, of := range []agency.ID{"ag_1", "ag_2"} {
				if err := insertAgency(tx, of); err != nil {
					return err
				}
				c := tally.Case{ID: fmt.Sprint("ap_", i+1), Category: applicant.Natural, ReceivedOn: civil.MustParse("2021-12-01"), ClosedOn: civil.MustParse("2022-01-04"), Outcome: "O1"}
				if err := insertCase(tx, of, c); err != nil {
					return err
				}
			}
			return store.RecountApplications(tx)
		})
		for name, s := range spoil {
			write(func(tx *database.Tx) error { _, err := tx.Exec(s.statement); return err })
			for _, want := range [][2]int{{s.miscounts, s.miskeyed}, {0, 0}} {
				wrong, err := query.Miscounts(db.View(t.Context()))
				if err != nil {
					t.Fatal(err)
				}
				keys, err := query.Miskeyed(db.View(t.Context()))
				if err != nil || len(wrong) != want[0] || keys != want[1] {
					t.Errorf("%s: %v and %d keys, want %v: %v", name, wrong, keys, want, err)
				}
				write(store.RecountApplications)
			}
		}
	})
}
