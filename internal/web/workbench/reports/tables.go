package reports

import (
	"net/url"
	"strconv"
	"strings"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/money"

	"github.com/a-h/templ"
)

var tableTitles = map[annualreport.TableNo]string{
	annualreport.Two: "二、主动公开政府信息情况", annualreport.Three: "三、收到和处理政府信息公开申请情况", annualreport.Four: "四、政府信息公开行政复议、行政诉讼情况",
}

var allTables = []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four}

// cellPath is where a cell opens.
func cellPath(year int, table annualreport.TableNo, row annualreport.RowID, column int) string {
	return path(year, "/cell/"+cellRest(table, row, column))
}

func cellRest(table annualreport.TableNo, row annualreport.RowID, column int) string {
	return strconv.Itoa(int(table)) + "/" + url.PathEscape(string(row)) + "/" + strconv.Itoa(column)
}

// grid draws a table of the form; href gives the address of a cell, mark what is special about it.
func grid(form *annualreport.Form, table annualreport.TableNo, cells annualreport.Grid, href func(annualreport.RowID, int) string, mark func(annualreport.RowID, annualreport.ColumnID) (ui.Tone, string)) ui.FormGrid {
	g := ui.FormGrid{Caption: tableTitles[table]}
	for _, line := range form.Sheet(table, cells) {
		var row []ui.GridCell
		for _, s := range line {
			cell := ui.GridCell{Text: s.Text, Cols: s.Cols, Rows: s.Rows, Head: s.Head}
			if !s.Head {
				def, _ := form.Row(table, s.Row)
				for i, column := range def.Columns {
					if column.ID == s.Column && href != nil {
						cell.Href = href(s.Row, i)
					}
				}
				if cell.Text == "" {
					cell.Text = "（空）"
				}
				if mark != nil {
					cell.Tone, cell.Note = mark(s.Row, s.Column)
				}
			}
			row = append(row, cell)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// tables shows the three tables over the registers; numbers changed by hand and numbers that the audit calls wrong stand
// out.
func (p pages) tables(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: base(c, "表格", v.Year), Tabs: tabs(c, v, "/tables"), Head: ui.PageHead{Over: v.Agency.Name, Title: strconv.Itoa(v.Year) + "年度报告的表格",
		Lead: "数字由登记簿实时得出并锁定。点开数字查看是哪些；确需改动的，写明理由，改动会一直标出。"}}
	for _, table := range allTables {
		s.Add(tableTitles[table], grid(v.Draft.FormOf(), table, v.Report.Tables[table],
			func(row annualreport.RowID, i int) string { return c.URL(cellPath(v.Year, table, row, i)) },
			func(row annualreport.RowID, column annualreport.ColumnID) (ui.Tone, string) {
				return marked(v, table, row, column)
			}))
	}
	return s.Page(), nil
}

func marked(v reporting.View, table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) (ui.Tone, string) {
	if o, ok := v.Draft.Override(table, row, column); ok {
		return ui.Caution, "人工改数，登记簿为" + registered(v, table, row, column) + "：" + o.Because
	}
	where := audit.InTable(table, row, column)
	for _, f := range v.Audit.Findings {
		if f.Where.Table == where.Table && f.Where.Row == where.Row && f.Where.Column == where.Column && f.Severity == audit.Error {
			return ui.Bad, unbroken(f.Rule)
		}
	}
	return ui.Neutral, ""
}

// unbroken is the name of a rule that stays on one line.
func unbroken(rule string) string { return strings.ReplaceAll(rule, "-", "\u2011") }

// registered is what the register says of a cell.
func registered(v reporting.View, table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) string {
	def, _ := v.Draft.FormOf().Row(table, row)
	for i, c := range def.Columns {
		if cells := v.Facts.Tables[table][row]; c.ID == column && i < len(cells) && cells[i].Known() {
			return cells[i].Text(c.Kind)
		}
	}
	return "空白"
}

// named reads the cell of the address.
func named(c *workbench.Call, form *annualreport.Form) (query.CellName, annualreport.Row, annualreport.Column, error) {
	table, _ := strconv.Atoi(c.Path("table"))
	i, err := strconv.Atoi(c.Path("column"))
	row, ok := form.Row(annualreport.TableNo(table), annualreport.RowID(c.Path("row")))
	if err != nil || !ok || i < 0 || i >= len(row.Columns) {
		return query.CellName{}, row, annualreport.Column{}, fault.New(fault.NotFound, "没有这一格")
	}
	return query.CellName{Table: annualreport.TableNo(table), Row: row.ID, Column: row.Columns[i].ID}, row, row.Columns[i], nil
}

func (p pages) fillCell(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	cell, _, column, err := named(c, v.Draft.FormOf())
	if err != nil {
		return nil, err
	}
	values := url.Values{"value": {v.Report.Cell(cell.Table, cell.Row, cell.Column).Text(column.Kind)}}
	if o, ok := v.Draft.Override(cell.Table, cell.Row, cell.Column); ok {
		values.Set("because", o.Because)
	}
	return workbench.Filled(values), nil
}

// drawCell opens a cell: the list behind it, and the form to change the number.
func (p pages) drawCell(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	cell, row, column, err := named(c, v.Draft.FormOf())
	if err != nil {
		return nil, err
	}
	list, err := p.Desk.Behind(c.Context(), c.By, c.By.Agency, v.Year, cell)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	title := row.Group + row.Label + "·" + column.Label
	above := []templ.Component{ui.Facts{Items: []ui.Fact{{Name: "年报中的数字", Text: v.Report.Cell(cell.Table, cell.Row, cell.Column).Text(column.Kind)},
		{Name: "登记簿的数字", Text: registered(v, cell.Table, cell.Row, cell.Column)}, {Name: "表格", Text: tableTitles[cell.Table]}, {Name: "依据", Text: row.Cite.String()}}}, behind(c, cell, list)}
	o, overridden := v.Draft.Override(cell.Table, cell.Row, cell.Column)
	if overridden {
		above = append(above, ui.Notice{Tone: ui.Caution, Title: o.By + "于" + o.On.Chinese() + "改为" + annualreport.N(o.Value).Text(column.Kind), Text: "理由：" + o.Because})
		if c.May(auth.CompileReport, c.By.Agency) {
			above = append(above, sheet.Actions{Items: []sheet.Action{{Path: c.URL(path(v.Year, "/cell/"+cellRest(cell.Table, cell.Row, indexOf(row, column))+"/lift")), Button: ui.Button{Text: "恢复登记簿的数字", Kind: ui.Secondary}}}})
		}
	}
	b := base(c, title, v.Year)
	head := ui.PageHead{Over: v.Agency.Name + "　" + strconv.Itoa(v.Year) + "年度", Title: title}
	if !c.May(auth.CompileReport, c.By.Agency) {
		s := sheet.Sheet{Base: b, Head: head}
		s.Add("", above...)
		return s.Page(), nil
	}
	suffix := "件"
	if column.Kind == annualreport.Amount {
		suffix = "万元"
	}
	return sheet.Entry{Base: b, Head: head, Form: f, Above: above, Submit: ui.Button{Text: "改为这个数字", Kind: ui.Secondary}, Cancel: path(v.Year, "/tables"), Compact: true,
		Fields: []templ.Component{sheet.Group{Fieldset: ui.Fieldset{Legend: "人工改数", Hint: "登记有误的，请先更正登记簿，数字会自动变化。只有登记簿无法反映的情况才在这里改。"}, Fields: []templ.Component{
			f.Line(ui.TextInput{Field: ui.Field{Name: "value", Label: "数字"}, Width: "short", Inputmode: "decimal", Suffix: suffix}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "because", Label: "理由", Hint: "会显示在表格旁和核查结果中"}, Rows: 3, Max: 300})}}},
	}.Page(), nil
}

func indexOf(row annualreport.Row, column annualreport.Column) int {
	for i, c := range row.Columns {
		if c.ID == column.ID {
			return i
		}
	}
	return 0
}

// shownBehind bounds the list behind a cell on the page; the rest is in the register.
const shownBehind = 500

// behind lists what a cell counts.
func behind(c *workbench.Call, cell query.CellName, list []query.TallyEntry) templ.Component {
	t := ui.Table{Caption: "这一格计入的（" + strconv.Itoa(len(list)) + "条）", Columns: []ui.Column{{Title: "编号"}, {Title: "内容"}, {Title: "收到（成文、受理）"}, {Title: "办结"}, {Title: "结果"}},
		Empty: ui.Empty{Title: "登记簿中没有计入这一格的"}}
	for _, e := range list[:min(len(list), shownBehind)] {
		row := ui.Row{Cells: []ui.Cell{{Text: e.Number, Href: hrefOf(c, cell.Table, e)}, {Text: clip(e.Title)}, {Text: e.On.String()}, {Text: dayOrDash(e)}, {Text: e.Word}}}
		if e.ID == "" {
			row.Cells[4].Text = strconv.FormatInt(e.N, 10) + "件"
			if cell.Row == "行政事业性收费" {
				row.Cells[4].Text = money.Fen(e.N).String() + "元"
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func dayOrDash(e query.TallyEntry) string {
	if e.Until.IsZero() {
		return "—"
	}
	return e.Until.String()
}

// longestTitle bounds a title in a list, in characters.
const longestTitle = 60

func clip(s string) string {
	if runes := []rune(s); len(runes) > longestTitle {
		return string(runes[:longestTitle]) + "…"
	}
	return s
}

// hrefOf leads to the entry of the register; entries of other agencies lead nowhere.
func hrefOf(c *workbench.Call, table annualreport.TableNo, e query.TallyEntry) string {
	if e.Agency != c.By.Agency || e.ID == "" {
		return ""
	}
	switch table {
	case annualreport.Two:
		return c.URL("/workbench/records/" + e.ID)
	case annualreport.Three:
		return c.URL("/workbench/cases/" + e.ID)
	}
	return c.URL("/workbench/remedies/" + e.ID)
}

func (p pages) takeCell(c *workbench.Call, f *workbench.Form) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	cell, row, column, err := named(c, v.Draft.FormOf())
	if err != nil {
		return err
	}
	value, problem := number(f.Text("value"), column.Kind)
	if problem != "" {
		f.Add("value", problem)
		if f.Text("because") == "" {
			f.Add("because", "请写明理由")
		}
		return f.Err()
	}
	if err := p.Desk.Override(c.Context(), c.By, c.By.Agency, v.Year, audit.Override{Table: cell.Table, Row: cell.Row, Column: cell.Column, Value: value, Because: f.Text("because")}); err != nil {
		return err
	}
	return c.Done(path(v.Year, "/tables"), "已改动：%s·%s", row.Label, column.Label)
}

// number reads a count, or an amount in 万元.
func number(text string, kind annualreport.Kind) (int64, string) {
	if kind == annualreport.Amount {
		fen, err := money.ParseWanyuan(text)
		if err != nil {
			return 0, "金额应以万元为单位，最多六位小数，如2.5"
		}
		return int64(fen), ""
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, "请填写整数，没有的填0"
	}
	return n, ""
}

func (p pages) lift(c *workbench.Call) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	cell, row, column, err := named(c, v.Draft.FormOf())
	if err != nil {
		return err
	}
	if err := p.Desk.Lift(c.Context(), c.By, c.By.Agency, v.Year, cell.Table, cell.Row, cell.Column); err != nil {
		return err
	}
	return c.Done(path(v.Year, "/tables"), "已恢复登记簿的数字：%s·%s", row.Label, column.Label)
}
