package reports

import (
	"strconv"

	"gongkai/annualreport"
	"gongkai/fault"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// comparedPath is the page on which two years of one unit stand side by side.
const comparedPath = "/compare/{unit}"

func comparedRest(u reporting.Unit) string { return "/compare/" + u.Agency.Code }

// compareUnit shows how the difference to last year comes about: every row of the three tables that differs, with both
// figures, which open to their reports.
func (p pages) compareUnit(c *workbench.Call) (templ.Component, error) {
	all, err := p.collect(c)
	if err != nil {
		return nil, err
	}
	var unit *reporting.Unit
	for i, u := range all.Units {
		if u.Agency.Code == c.Path("unit") {
			unit = &all.Units[i]
		}
	}
	if unit == nil || unit.Report == nil {
		return nil, fault.New(fault.NotFound, "还没有收到这个单位的报告")
	}
	title := name(unit.Agency) + "与上年相比"
	s := sheet.Sheet{Base: c.Base(title, ui.Link{Text: "年报收集汇总", Href: collection}, ui.Link{Text: "比较", Href: inYear("/compare", all.Year)}),
		Head: ui.PageHead{Over: strconv.Itoa(all.Year) + "年度", Title: title, Lead: "列出两年不同的各格；点开数字查看所在的报告。"}}
	if unit.Last == nil {
		s.Add("", ui.Notice{Tone: ui.Info, Title: "没有上年的报告", Text: "收到上年的报告后可以逐格相比。"})
		return s.Page(), nil
	}
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		s.Add(tableTitles[table], p.yearsOf(c, *unit, all.Year, table))
	}
	return s.Page(), nil
}

// yearsOf lists the cells of a table that differ between the years. Rows that only one of the forms has are left out: there
// is nothing to compare them with.
func (p pages) yearsOf(c *workbench.Call, u reporting.Unit, year int, table annualreport.TableNo) ui.Table {
	t := ui.Table{Caption: tableTitles[table], Quiet: true, Figures: true, Columns: []ui.Column{{Title: "项目"}, {Title: "列"}, {Title: strconv.Itoa(year-1) + "年", Numeric: true}, {Title: strconv.Itoa(year) + "年", Numeric: true}, {Title: "增减", Numeric: true}},
		Empty: ui.Empty{Title: "两年相同"}}
	at, before := c.URL(belowPath(u.Agency, year, "")), c.URL(belowPath(u.Agency, year-1, ""))
	for _, row := range u.Report.FormFor(table).Tables[table] {
		for _, column := range row.Columns {
			now, last := u.Report.Cell(table, row.ID, column.ID), u.Last.Cell(table, row.ID, column.ID)
			if !now.Known() || !last.Known() || now.Value == last.Value {
				continue
			}
			change := annualreport.Cell{Value: now.Value - last.Value, State: now.State}.Text(column.Kind)
			if now.Value > last.Value {
				change = "+" + change
			}
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: row.Group + row.Label}, {Text: column.Label}, {Text: last.Text(column.Kind), Href: before}, {Text: now.Text(column.Kind), Href: at}, {Text: change}}})
		}
	}
	return t
}
