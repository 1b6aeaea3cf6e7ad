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
		content, doc_no, form, route, received_on, closed_on, outcome, facts, created_at, counted_on, counted_as)
		VALUES ($1, $2, $1, '', 'in_person', $3, '', $4, 0, $5, '', $1, '', 'paper', 'post', $3, $6, $7, 1, 0, $6, $7)`,
		c.ID, string(of), c.ReceivedOn, string(c.Category), []byte{1}, c.ClosedOn, string(c.Outcome))
	if err == nil {
		_, err = tx.Exec(store.KeyForTally+` WHERE id = $1`, c.ID)
	}
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
		return nil
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

// Every question of table three is answered from an index alone: no table is read, on either engine.
func TestTheTallyIsAnsweredFromItsIndexesAlone(t *testing.T) {
	args := map[string][]any{"received": {"2022 ", "2022!"}, "answered": {"2022 ", "2022!"}, "carried": {"2022-01-01", "2022-12-31"}}
	index := map[string]string{"received": "application_received_in", "answered": "application_answered_in", "carried": "application_carried"}
	for engine, with := range engines {
		db := with(t, 20_000)
		for name, question := range query.TallyQuestions {
			kind, scope, _ := strings.Cut(name, " ")
			list := args[kind]
			switch {
			case scope == "agency" && kind == "carried":
				list = append(list[:len(list):len(list)], "ag_001")
			case scope == "agency":
				list = []any{"2022 ag_001 ", "2022 ag_001!"}
			}
			explain, wanted, sorts := `EXPLAIN QUERY PLAN `, "USING COVERING INDEX "+index[kind], "TEMP B-TREE"
			if engine == "postgres" {
				explain, wanted, sorts = `EXPLAIN (COSTS OFF) `, "Index Only Scan using "+index[kind], "Seq Scan"
			}
			if plan := planOf(t, db, explain, question, list...); !strings.Contains(plan, wanted) || kind != "carried" && strings.Contains(plan, sorts) {
				t.Errorf("%s, %s:\n%s", engine, name, plan)
			}
		}
	}
}
