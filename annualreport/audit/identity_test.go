package audit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"

	"pgregory.net/rapid"
)

// consistent draws a report in either form in which every identity holds: leaves are drawn, sums are added up here.
func consistent(t *rapid.T) *annualreport.Report {
	r, _ := annualreport.New("甲县乙局", rapid.SampledFrom([]int{2019, 2020, 2021, 2025}).Draw(t, "year"))
	count := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 20000))
	form, grid := annualreport.FormByID(r.Form), r.Tables[annualreport.Three]
	for c := range 6 {
		var total int64
		for _, row := range form.Tables[annualreport.Three] {
			if row.IsResult() {
				n := count.Draw(t, string(row.ID))
				grid[row.ID][c] = annualreport.N(n)
				total += n
			}
		}
		out := count.Draw(t, "carried out")
		in := rapid.Int64Range(0, total+out).Draw(t, "carried in")
		grid[annualreport.Total][c], grid[annualreport.CarriedOut][c] = annualreport.N(total), annualreport.N(out)
		grid[annualreport.CarriedIn][c], grid[annualreport.Received][c] = annualreport.N(in), annualreport.N(total+out-in)
	}
	for _, cells := range grid {
		for _, cell := range cells[:6] {
			cells[6].Value += cell.Value
		}
	}
	for _, cells := range r.Tables[annualreport.Four] {
		for i := range 4 {
			cells[i] = annualreport.N(count.Draw(t, fmt.Sprint("four", i)))
			cells[4].Value += cells[i].Value
		}
	}
	return r
}

func tableFindings(r *annualreport.Report) []audit.Finding {
	return slices.DeleteFunc(audit.Run(audit.Subject{Report: r}).Findings, func(f audit.Finding) bool { return !strings.HasPrefix(f.Rule, "T") })
}

func TestNoTableRuleFindsFaultWithAConsistentReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, f := range tableFindings(consistent(t)) {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	})
}

func TestAnySingleChangedCellIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := consistent(t)
		table := rapid.SampledFrom([]annualreport.TableNo{annualreport.Three, annualreport.Four}).Draw(t, "table")
		row := rapid.SampledFrom(annualreport.FormByID(r.Form).Tables[table]).Draw(t, "row")
		cell := &r.Tables[table][row.ID][rapid.IntRange(0, len(row.Columns)-1).Draw(t, "column")]
		cell.Value += rapid.Int64Range(1, 99).Draw(t, "by")
		if !slices.ContainsFunc(tableFindings(r), func(f audit.Finding) bool { return f.Severity == audit.Error }) {
			t.Fatalf("table %d %s changed unnoticed", table, row.ID)
		}
	})
}

func TestABlankIsNeverAZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := consistent(t)
		table := rapid.SampledFrom([]annualreport.TableNo{annualreport.Three, annualreport.Four}).Draw(t, "table")
		row := rapid.SampledFrom(annualreport.FormByID(r.Form).Tables[table]).Draw(t, "row")
		r.Tables[table][row.ID][rapid.IntRange(0, len(row.Columns)-1).Draw(t, "column")] = annualreport.Cell{}
		result := audit.Run(audit.Subject{Report: r})
		unknown := 0
		for rule, verdict := range result.Verdicts {
			if verdict == audit.NotAssessable && strings.HasPrefix(rule, "T") {
				unknown++
			}
		}
		if result.Count(audit.Error) != 0 || unknown == 0 {
			t.Fatalf("table %d %s blank: %d errors, %d rules undecided", table, row.ID, result.Count(audit.Error), unknown)
		}
	})
}
