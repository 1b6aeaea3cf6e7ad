package tally_test

import (
	"fmt"
	"testing"

	"gongkai/annualreport"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/remedy"
	"gongkai/tally"

	"pgregory.net/rapid"
)

var first = civil.MustParse("2019-01-01")

func history(t *rapid.T) ([]tally.Case, []tally.Matter) {
	var cases []tally.Case
	var matters []tally.Matter
	for i := range rapid.IntRange(0, 60).Draw(t, "cases") {
		c := tally.Case{ID: fmt.Sprint("ap", i), Category: rapid.SampledFrom(applicant.Categories).Draw(t, "category").Category}
		if rapid.IntRange(0, 9).Draw(t, "received") > 0 {
			c.ReceivedOn = first.AddDays(rapid.IntRange(0, 1800).Draw(t, "on"))
			if rapid.IntRange(0, 9).Draw(t, "closed") > 0 {
				c.ClosedOn = c.ReceivedOn.AddDays(rapid.IntRange(0, 120).Draw(t, "after"))
				c.Outcome = rapid.SampledFrom(decision.Outcomes).Draw(t, "outcome").Outcome
			}
		}
		cases = append(cases, c)
	}
	for i := range rapid.IntRange(0, 20).Draw(t, "matters") {
		m := tally.Matter{ID: fmt.Sprint("pr", i), Way: rapid.SampledFrom(remedy.Ways).Draw(t, "way").Way, FiledOn: first.AddDays(rapid.IntRange(0, 1800).Draw(t, "filed"))}
		if rapid.Bool().Draw(t, "ended") {
			m.ClosedOn = m.FiledOn.AddDays(rapid.IntRange(0, 400).Draw(t, "ended after"))
			m.Bucket = rapid.SampledFrom([]remedy.Bucket{remedy.Upheld, remedy.Corrected, remedy.OtherResult}).Draw(t, "bucket")
		}
		matters = append(matters, m)
	}
	return cases, matters
}

// The theorem of the whole: whatever lawfully happened, the report adds up, years follow on from each other, every cell
// opens to as many cases as it says, and a county is the sum of its agencies.
func TestEveryHistoryGivesAReportThatAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cases, matters := history(t)
		var before annualreport.Grid
		for year := 2019; year <= 2024; year++ {
			form, _ := annualreport.FormOf(year)
			three, four := tally.Three(form, year, cases), tally.Four(form, year, matters)
			for _, id := range form.Identities {
				grid := three
				if id.Table == annualreport.Four {
					grid = four
				}
				if failures, unknown := form.Assess(id, grid); len(failures)+len(unknown) > 0 {
					t.Fatalf("%d: %s fails: %v %v", year, id.ID, failures, unknown)
				}
			}
			for i := range annualreport.Applicants {
				if before != nil && before[annualreport.CarriedOut][i] != three[annualreport.CarriedIn][i] {
					t.Fatalf("%d carried out %v, %d carried in %v", year-1, before[annualreport.CarriedOut], year, three[annualreport.CarriedIn])
				}
			}
			for _, row := range form.Tables[annualreport.Three] {
				for i, column := range row.Columns {
					if n := len(tally.BehindThree(form, year, cases, row.ID, column.ID)); int64(n) != three[row.ID][i].Value {
						t.Fatalf("%d %s %s: %d cases behind %v", year, row.ID, column.ID, n, three[row.ID][i])
					}
				}
			}
			before = three
		}
	})
}

func TestACountyIsTheSumOfItsAgencies(t *testing.T) {
	form, _ := annualreport.FormOf(2023)
	rapid.Check(t, func(t *rapid.T) {
		var all []tally.Case
		var units []annualreport.Grid
		for range rapid.IntRange(1, 5).Draw(t, "agencies") {
			cases, _ := history(t)
			all = append(all, cases...)
			units = append(units, tally.Three(form, 2023, cases))
		}
		sum, whole := tally.Add(form, annualreport.Three, units), tally.Three(form, 2023, all)
		for id, cells := range whole {
			for i, c := range cells {
				if sum[id][i] != c {
					t.Fatalf("%s column %d: %v, want %v", id, i, sum[id][i], c)
				}
			}
		}
	})
}

func TestABlankUnitMakesTheSumUnknown(t *testing.T) {
	form, _ := annualreport.FormOf(2023)
	a, b := form.NewGrid(annualreport.Three), form.NewGrid(annualreport.Three)
	b["O1"][0] = annualreport.Cell{State: annualreport.Blank}
	sum := tally.Add(form, annualreport.Three, []annualreport.Grid{a, b})
	if sum["O1"][0].Known() || !sum["O2"][0].Known() {
		t.Error(sum["O1"][0], sum["O2"][0])
	}
}

// Every outcome counts in exactly one leaf row of either form.
func TestEveryOutcomeHasOneRow(t *testing.T) {
	for _, year := range []int{2020, 2023} {
		form, _ := annualreport.FormOf(year)
		for _, leaf := range decision.Outcomes {
			c := tally.Case{Category: applicant.Natural, ReceivedOn: civil.On(year, 3, 1), ClosedOn: civil.On(year, 3, 2), Outcome: leaf.Outcome}
			n := 0
			for _, row := range form.Tables[annualreport.Three] {
				if row.IsResult() && c.In(form, row.ID, year) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d %s counts in %d rows", year, leaf.Outcome, n)
			}
			if row, ok := form.Row(annualreport.Three, annualreport.RowID(leaf.Outcome)); ok && row.Label != leaf.Label {
				t.Errorf("%s is %q in the report and %q as an outcome", leaf.Outcome, row.Label, leaf.Label)
			}
		}
	}
}

// Figures of the report that started the project: nothing made, nothing repealed, twenty normative documents in force.
func TestTableTwo(t *testing.T) {
	var documents []disclosure.Document
	for range 20 {
		documents = append(documents, disclosure.Document{Record: disclosure.Record{Kind: disclosure.Normative, FormedOn: civil.MustParse("2018-05-04")}})
	}
	grid := tally.Two(2021, documents, tally.Decisions{Fees: 25100000})
	row := grid["行政规范性文件"]
	if row[0].Value != 0 || row[1].Value != 0 || row[2].Value != 20 || grid["行政事业性收费"][0].Text(annualreport.Amount) != "25.10" {
		t.Error(grid)
	}
}
