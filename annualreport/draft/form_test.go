package draft_test

import (
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/draft"
)

// A new form is data: with it alone, drafts, tables, headings, the title and what is missing follow it from its year on.
func TestANewFormIsData(t *testing.T) {
	last := annualreport.FormByID(annualreport.V2021)
	next := *last
	next.ID, next.FirstYear = "V2027", 2027
	next.Sections = append(append([]annualreport.Heading{}, last.Sections[:5]...), annualreport.Heading{Number: "六", Title: "需要说明的其他情况"})
	added := annualreport.Row{ID: "行政裁决", Label: "行政裁决", Caption: "第二十条第（六）项", Columns: last.Tables[annualreport.Two][3].Columns}
	next.Tables = map[annualreport.TableNo][]annualreport.Row{
		annualreport.Two:   append(append([]annualreport.Row{}, last.Tables[annualreport.Two]...), added),
		annualreport.Three: last.Tables[annualreport.Three], annualreport.Four: last.Tables[annualreport.Four],
	}
	annualreport.Forms = append(annualreport.Forms, &next)
	last.LastYear = 2026
	t.Cleanup(func() {
		annualreport.Forms = annualreport.Forms[:len(annualreport.Forms)-1]
		last.LastYear = 0
	})
	d, ok := draft.New(2027)
	if !ok || d.Form != "V2027" {
		t.Fatalf("%v %s", ok, d.Form)
	}
	if d, _ := draft.New(2026); d.Form != "V2021" {
		t.Errorf("2026 uses %s", d.Form)
	}
	f := draft.Facts{Agency: "甲局", Year: 2027, Tables: map[annualreport.TableNo]annualreport.Grid{
		annualreport.Two: last.NewGrid(annualreport.Two), annualreport.Three: last.NewGrid(annualreport.Three), annualreport.Four: last.NewGrid(annualreport.Four)}}
	missing := ""
	for _, p := range d.Check(f, draft.Limits{}) {
		missing += p.Message + "\n"
	}
	if !strings.Contains(missing, "表二“行政裁决”的“本年处理决定数量”没有数字") {
		t.Errorf("the new row is not asked for: %s", missing)
	}
	r := d.Report(f)
	if r.Sections[5].Title != "需要说明的其他情况" || !strings.Contains(r.Preamble[0], "需要说明的其他情况") || r.Tables[annualreport.Two]["行政裁决"][0].Known() {
		t.Errorf("%+v", r.Sections[5])
	}
	if html := next.Sheet(annualreport.Two, r.Tables[annualreport.Two]).HTML(annualreport.Two, nil); !strings.Contains(html, "<th>行政裁决</th>") {
		t.Error("the new row is not printed")
	}
}
