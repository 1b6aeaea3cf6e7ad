package audit

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/annualreport"
	"gongkai/law"
)

var contents = law.OGI.Art(50).P(2)

// tableRules are about the numbers of the tables alone.
var tableRules = []Rule{
	identityRule("T3-1"), identityRule("T3-2"), identityRule("T3-3"), identityRule("T4-1"),
	{"T3-4", Warning, "表格每一格都应填写数字，表三、表四为非负整数，不得空白或者用“/”“-”代替", contents, hasAny, checkFilled},
	{"T2-1", Error, "表二的数量不为负，收费金额以万元为单位", contents, hasTable(annualreport.Two), checkTwo},
}

func hasAny(s *Subject) bool { return len(s.Report.Tables) > 0 }

// identityRule makes a rule of an identity of the forms: one definition for check, screen and document.
func identityRule(id string) Rule {
	identity, _ := identityOf(annualreport.Forms[len(annualreport.Forms)-1], id)
	return Rule{ID: id, Severity: Error, Title: identity.Title, Cite: identity.Cite, Applies: hasTable(identity.Table),
		Check: func(s *Subject, out *sink) { checkIdentity(s, out, id) }}
}

func identityOf(form *annualreport.Form, id string) (annualreport.Identity, bool) {
	for _, identity := range form.Identities {
		if identity.ID == id {
			return identity, true
		}
	}
	return annualreport.Identity{}, false
}

func checkIdentity(s *Subject, out *sink, id string) {
	form := s.Report.FormFor(annualreport.Three)
	if form == nil {
		out.cannotTell()
		return
	}
	identity, _ := identityOf(form, id)
	grid := s.Report.Tables[identity.Table]
	failures, unknown := form.Assess(identity, grid)
	if len(unknown) > 0 {
		out.cannotTell()
	}
	for _, f := range failures {
		where, at := placeOf(form, identity, f.At)
		out.fail(where, Number(f.Left), Number(f.Right), "", "表%s%s：%s。左边合计%d，右边为%d，相差%d%s",
			chineseTable(identity.Table), at, identity.Title, f.Left, f.Right, f.Left-f.Right, explainGap(form, identity, grid, f))
	}
}

// placeOf is the cell where the right side of the identity stands, and how a person calls the line.
func placeOf(form *annualreport.Form, identity annualreport.Identity, at string) (Where, string) {
	if identity.Axis == annualreport.PerColumn {
		return InTable(identity.Table, annualreport.RowID(identity.Right[0]), annualreport.ColumnID(at)), "“" + at + "”列"
	}
	row, _ := form.Row(identity.Table, annualreport.RowID(at))
	return InTable(identity.Table, annualreport.RowID(at), annualreport.ColumnID(identity.Right[0])), "“" + row.Group + row.Label + "”行"
}

func chineseTable(t annualreport.TableNo) string {
	return [...]string{"", "一", "二", "三", "四"}[t]
}

// explainGap looks for the one row (or column) whose number is exactly what is too much on the left: most published
// errors count one line twice or leave it out.
func explainGap(form *annualreport.Form, identity annualreport.Identity, grid annualreport.Grid, f annualreport.Failure) string {
	gap := f.Left - f.Right
	if f.Right == 0 && len(identity.Right) == 1 {
		return "（总计填的是0）"
	}
	var fits []string
	for _, term := range identity.Left {
		row, column := annualreport.RowID(term), annualreport.ColumnID(f.At)
		if identity.Axis == annualreport.PerRow {
			row, column = annualreport.RowID(f.At), annualreport.ColumnID(term)
		}
		if c := cellOf(form, identity.Table, grid, row, column); c.Known() && c.Value != 0 && c.Value == gap {
			def, _ := form.Row(identity.Table, row)
			label := def.Label
			if identity.Axis == annualreport.PerRow {
				label = term
			}
			fits = append(fits, label)
		}
	}
	if len(fits) != 1 {
		return ""
	}
	return fmt.Sprintf("，恰好等于“%s”，合计时可能漏算了这一项，或者这一项重复计算了", fits[0])
}

func cellOf(form *annualreport.Form, table annualreport.TableNo, grid annualreport.Grid, row annualreport.RowID, column annualreport.ColumnID) annualreport.Cell {
	def, _ := form.Row(table, row)
	for i, c := range def.Columns {
		if c.ID == column && i < len(grid[row]) {
			return grid[row][i]
		}
	}
	return annualreport.Cell{State: annualreport.Missing}
}

// checkFilled finds cells without a number, a row at a time. A row that the reader of the file could not take apart is
// not the agency's fault: F-3 tells it, and here it cannot be judged.
func checkFilled(s *Subject, out *sink) {
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		form := s.Report.FormFor(table)
		if form == nil || s.Report.Tables[table] == nil {
			continue
		}
		for _, row := range form.Tables[table] {
			checkRow(s, out, form, table, row)
		}
	}
}

// misread reports whether something about the row could not be read or placed.
func misread(r *annualreport.Report, table annualreport.TableNo, row annualreport.RowID) bool {
	return slices.ContainsFunc(r.Problems, func(p annualreport.Problem) bool {
		return p.Table == table && (p.Row == row || p.Row == "")
	})
}

func checkRow(s *Subject, out *sink, form *annualreport.Form, table annualreport.TableNo, row annualreport.Row) {
	var bad []string
	first := Where{}
	var state annualreport.Cell
	for _, column := range row.Columns {
		cell := cellOf(form, table, s.Report.Tables[table], row.ID, column.ID)
		if cell.Known() && (cell.Value >= 0 || table == annualreport.Two) {
			continue
		}
		if len(bad) == 0 {
			first, state = InTable(table, row.ID, column.ID), cell
		}
		bad = append(bad, column.Label)
	}
	switch {
	case len(bad) == 0:
		return
	case (state.State == annualreport.Unreadable || state.State == annualreport.Missing) && misread(s.Report, table, row.ID):
		out.cannotTell()
		return
	case len(bad) > 1:
		first.Column = ""
	}
	actual, what := Text(state.State.String()), "没有填写数字（"+state.State.String()+"），没有的应填0"
	if state.Known() {
		actual, what = Number(state.Value), "为负数"
	}
	expected := "非负整数"
	if table == annualreport.Two {
		expected = "数字"
	}
	severity := out.rule.Severity
	if s.Registers != nil { // one's own report, before it goes out
		severity = Error
	}
	out.add(severity, first, Text(expected), actual, state.Raw, fmt.Sprintf("表%s“%s”的%s%s", chineseTable(table), row.Group+row.Label, strings.Join(bad, "、"), what))
}

// checkTwo checks signs and units.
func checkTwo(s *Subject, out *sink) {
	form := s.Report.FormFor(annualreport.Two)
	if form == nil {
		out.cannotTell()
		return
	}
	for _, row := range form.Tables[annualreport.Two] {
		for _, column := range row.Columns {
			cell := cellOf(form, annualreport.Two, s.Report.Tables[annualreport.Two], row.ID, column.ID)
			where := InTable(annualreport.Two, row.ID, column.ID)
			switch {
			case !cell.Known():
				out.cannotTell()
			case cell.Value < 0 && column.Kind != annualreport.Change:
				out.fail(where, Text("非负数"), Text(cell.Text(column.Kind)), cell.Raw, "表二“%s”的“%s”为负数", row.Label, column.Label)
			case column.Kind == annualreport.Amount && strings.Contains(cell.Raw, "元") && !strings.Contains(cell.Raw, "万元"):
				out.fail(where, Text("以万元为单位"), Text(cell.Raw), cell.Raw, "表二“%s”应以万元为单位填写，而填的是“%s”", row.Label, cell.Raw)
			}
		}
	}
}
