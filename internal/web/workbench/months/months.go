// Package months holds the pages of the monthly registers: 行政许可、行政处罚、行政强制 and 行政事业性收费 by section and month,
// as table two of the annual report sums them up.
//
// 《条例》第二十条第五项、第六项、第八项 name the matters. One month of a section is one short form with last year's figures
// beside it; what was handed in is corrected by a new entry with its reason and never changed.
package months

import (
	"net/url"
	"slices"
	"strconv"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/money"
	"gongkai/monthly"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct {
	Desk *supervising.Desk
}

type pages struct{ Options }

// The addresses of the pages.
const (
	yearPath  = "/workbench/monthly"
	monthPath = yearPath + "/{section}/{month}"
	below     = "/workbench/agencies/{agency}/monthly"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o}
	part := workbench.Part{
		Nav:    []workbench.NavItem{{Group: workbench.Oversee, Text: "月度数据", Path: yearPath, Action: auth.FillMonthly, Order: 50}},
		Panels: []workbench.Panel{{Title: "待填报的月度数据", Action: auth.FillMonthly, Order: 25, Brief: p.brief}},
		Routes: []auth.Route{
			b.Get(yearPath, auth.ViewMonthly, p.year),
			b.Get(below, auth.ViewMonthly, p.year),
			{Method: "GET", Pattern: yearPath + "/{year}/template.xlsx", Action: auth.FillMonthly, Handler: b.Act(p.template)},
		},
	}
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		part.Routes = append(part.Routes, f.Routes(b, pattern, action)...)
	}
	add(monthPath, auth.FillMonthly, sheet.FormPage{Fill: p.fill, Draw: p.monthForm, Take: p.take})
	add(yearPath+"/import", auth.FillMonthly, sheet.FormPage{Draw: p.importForm, Take: p.importSheet})
	add(yearPath+"/plan", auth.AssignMonthly, sheet.FormPage{Fill: p.fillPlan, Draw: p.planForm, Take: p.plan})
	return part
}

var crumb = ui.Link{Text: "月度数据", Href: yearPath}

func itoa(n int) string { return strconv.Itoa(n) }

func yearOf(c *workbench.Call) int {
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < 2008 || year > c.Today().Year() {
		return c.Today().Year()
	}
	return year
}

// year shows the table of a year: a row for each section, a column for each month.
func (p pages) year(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	year := yearOf(c)
	t, err := p.Desk.Months(c.Context(), c.By, a.ID, year)
	if err != nil {
		return nil, err
	}
	own := a.ID == c.By.Agency
	s := sheet.Sheet{Base: c.Base("月度数据"), Head: ui.PageHead{Over: a.Name, Title: itoa(year) + "年许可、处罚、强制、收费", Lead: "按股室逐月填报，合计即年报表二的数字。全部决定都要计入，无论是否公开。"}, Tabs: &ui.Tabs{Label: "年份"}}
	for y := c.Today().Year() - 2; y <= c.Today().Year(); y++ {
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: itoa(y) + "年", Href: c.With("year", itoa(y))}, Current: y == year})
	}
	if own && c.May(auth.FillMonthly, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "用表格导入", Href: c.URL(yearPath + "/import")}, ui.Button{Text: "下载表格", Href: c.URL(yearPath + "/" + itoa(year) + "/template.xlsx")})
	}
	if own && c.May(auth.AssignMonthly, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "填报安排", Href: c.URL(yearPath + "/plan")})
	}
	s.Add("", p.sums(t))
	if len(t.Gaps) > 0 {
		s.Add("还没有填报的月份", p.gaps(c, t, own))
	}
	s.Add("各股室", p.table(c, t, own))
	return s.Page(), nil
}

func (p pages) sums(t supervising.MonthTable) ui.Stats {
	stats := ui.Stats{}
	for _, row := range monthly.Kinds {
		now, before := t.Sum.Of(row.Kind), t.Before.Of(row.Kind)
		stats.Items = append(stats.Items, ui.Stat{Label: row.Label, Value: number(row.Kind, now), Unit: row.Unit, Note: "上年全年" + row.Words(before)})
	}
	return stats
}

func number(kind monthly.Kind, n int64) string {
	if kind == monthly.Fees {
		return money.Fen(n).String()
	}
	return strconv.FormatInt(n, 10)
}

func (p pages) gaps(c *workbench.Call, t supervising.MonthTable, own bool) ui.Table {
	names := map[string]string{}
	for _, s := range t.Sections {
		names[s.ID] = s.Name
	}
	list := ui.Table{Caption: "还没有填报的月份", Quiet: true, Columns: []ui.Column{{Title: "股室"}, {Title: "月份"}, {Title: "应于何时填报"}, {Title: "状态"}}}
	for _, g := range t.Gaps {
		cell := ui.Cell{Text: names[g.Section]}
		if own && c.May(auth.FillMonthly, c.By.Agency) {
			cell.Href = c.URL(yearPath + "/" + g.Section + "/" + g.Month.String())
		}
		badge, tone := ui.Badge{Text: "待填报", Tone: ui.Caution}, ui.Caution
		if g.DueOn.Before(c.Today()) {
			badge, tone = ui.Badge{Text: "已超期" + itoa(c.Today().DaysSince(g.DueOn)) + "天", Tone: ui.Bad}, ui.Bad
		}
		list.Rows = append(list.Rows, ui.Row{Tone: tone, Cells: []ui.Cell{cell, {Text: g.Month.String()}, {Text: g.DueOn.String()}, {Body: badge}}})
	}
	return list
}

// table has a row for each month and a column for each figure that a section hands in, so that every cell holds one
// number.
func (p pages) table(c *workbench.Call, t supervising.MonthTable, own bool) ui.Table {
	list := ui.Table{Caption: "各股室各月", Quiet: true, Figures: true, Columns: []ui.Column{{Title: "月份"}},
		Empty: ui.Empty{Title: "还没有安排股室填报", Text: "在“填报安排”中设置哪个股室填报哪些项目。"}}
	if own && c.May(auth.AssignMonthly, c.By.Agency) {
		list.Empty.Action = ui.Link{Text: "填报安排", Href: c.URL(yearPath + "/plan")}
	}
	rows := make([]ui.Row, 12)
	for m := range rows {
		rows[m].Cells = []ui.Cell{{Text: itoa(m+1) + "月"}}
	}
	sum := ui.Row{Cells: []ui.Cell{{Text: "合计"}}}
	for _, s := range t.Sections {
		for _, row := range monthly.Kinds {
			if !s.Reporter.Has(row.Kind) && s.Sum.Of(row.Kind) == 0 {
				continue
			}
			list.Columns = append(list.Columns, ui.Column{Title: s.Name + " " + row.Label + "（" + row.Unit + "）", Numeric: true})
			for m, cell := range s.Months {
				rows[m].Cells = append(rows[m].Cells, p.cell(c, t.Year, m, s, cell, row.Kind, own))
				if cell.Entry == nil && cell.Late {
					rows[m].Tone = ui.Caution
				}
			}
			sum.Cells = append(sum.Cells, ui.Cell{Text: number(row.Kind, s.Sum.Of(row.Kind))})
		}
	}
	if len(list.Columns) > 1 {
		list.Rows = append(rows, sum)
	}
	return list
}

func (p pages) cell(c *workbench.Call, year, m int, s supervising.SectionMonths, cell supervising.MonthCell, kind monthly.Kind, own bool) ui.Cell {
	text := "—"
	switch {
	case cell.Entry != nil:
		text = number(kind, cell.Entry.Figures.Of(kind))
		if cell.Corrected > 0 {
			text += "（更正）"
		} else if cell.Late {
			text += "（迟报）"
		}
	case cell.Late:
		text = "缺"
	}
	x := ui.Cell{Text: text}
	if own && s.Mine && cell.Over {
		x.Href = c.URL(yearPath + "/" + s.ID + "/" + civil.Month{Year: year, Month: 1}.First().AddMonths(m).Month().String())
	}
	return x
}

// month reads the section and month of the address.
func (p pages) month(c *workbench.Call) (supervising.MonthView, error) {
	first, err := civil.Parse(c.Path("month") + "-01")
	if err != nil {
		return supervising.MonthView{}, fault.New(fault.NotFound, "没有这个月份")
	}
	return p.Desk.Month(c.Context(), c.By, c.By.Agency, c.Path("section"), first.Month())
}

func (p pages) fill(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.month(c)
	if err != nil {
		return nil, err
	}
	form := workbench.Filled(url.Values{})
	for _, row := range monthly.Kinds {
		if v.Beside.Now != nil {
			form.Values.Set(string(row.Kind), number(row.Kind, v.Beside.Now.Figures.Of(row.Kind)))
		}
	}
	return form, nil
}

func (p pages) monthForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.month(c)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{Base: c.Base(v.Month.String(), crumb), Head: ui.PageHead{Over: v.Section.Name, Title: itoa(v.Month.Year) + "年" + itoa(int(v.Month.Month)) + "月", Lead: "应于" + v.DueOn.Chinese() + "前填报。没有的填0。"},
		Form: f, Submit: ui.Button{Text: map[bool]string{true: "更正", false: "填报"}[v.Beside.Now != nil], Kind: ui.Primary}, Cancel: yearPath}
	for _, row := range monthly.Kinds {
		if !v.Section.Reporter.Has(row.Kind) {
			continue
		}
		hint := "去年同月：" + beside(v.Beside.LastYear, row) + "；上个月：" + beside(v.Beside.LastMonth, row)
		mode := map[bool]string{true: "decimal", false: "numeric"}[row.Kind == monthly.Fees]
		entry.Fields = append(entry.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: string(row.Kind), Label: row.Label, Hint: hint}, Width: "short", Inputmode: mode, Suffix: row.Unit}))
	}
	if v.Beside.Now != nil {
		entry.Fields = append(entry.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "reason", Label: "更正的理由", Hint: "原来的数字会保留"}, Rows: 2, Max: 300}))
	}
	if f.Error("checked") != "" {
		entry.Fields = append(entry.Fields, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "checked", Label: "数字与往常差别较大"}, Options: []ui.Option{{Value: "yes", Text: "已经核对，数字无误"}}}))
	}
	if len(v.Trail) > 0 {
		entry.Above = append(entry.Above, p.trail(v))
	}
	return entry.Page(), nil
}

func beside(e *monthly.Entry, row monthly.Row) string {
	if e == nil {
		return "没有数据"
	}
	return row.Words(e.Figures.Of(row.Kind))
}

// trail lists every entry of the month, the newest first.
func (p pages) trail(v supervising.MonthView) ui.Table {
	t := ui.Table{Caption: "已填报的数字", Columns: []ui.Column{{Title: "填报日期"}, {Title: "填报人"}}}
	for _, row := range monthly.Kinds {
		if v.Section.Reporter.Has(row.Kind) {
			t.Columns = append(t.Columns, ui.Column{Title: row.Label, Numeric: true})
		}
	}
	t.Columns = append(t.Columns, ui.Column{Title: "说明"})
	for i, e := range slices.Backward(v.Trail) {
		cells := []ui.Cell{{Text: e.EnteredOn.String()}, {Text: e.StaffName}}
		for _, row := range monthly.Kinds {
			if v.Section.Reporter.Has(row.Kind) {
				cells = append(cells, ui.Cell{Text: number(row.Kind, e.Figures.Of(row.Kind))})
			}
		}
		note := map[monthly.Source]string{monthly.ByForm: "填报", monthly.BySheet: "表格导入"}[e.Source]
		if e.Reason != "" {
			note += "：" + e.Reason
		}
		if i < len(v.Trail)-1 {
			note += "（已被更正）"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: append(cells, ui.Cell{Text: note})})
	}
	return t
}

func (p pages) take(c *workbench.Call, f *workbench.Form) error {
	v, err := p.month(c)
	if err != nil {
		return err
	}
	in := supervising.MonthEntry{Section: v.Section.ID, Month: v.Month, Reason: f.Text("reason"), Checked: f.Checked("checked", "yes"), Source: monthly.ByForm}
	for _, row := range monthly.Kinds {
		if !v.Section.Reporter.Has(row.Kind) {
			if v.Beside.Now != nil {
				in.Figures.Set(row.Kind, v.Beside.Now.Figures.Of(row.Kind))
			}
			continue
		}
		n, err := readNumber(row.Kind, f.Text(string(row.Kind)))
		if err != nil {
			f.Add(string(row.Kind), row.Label+"："+fault.Message(err))
		}
		in.Figures.Set(row.Kind, n)
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := p.Desk.FillMonth(c.Context(), c.By, c.By.Agency, in); err != nil {
		return err
	}
	return c.Done(yearPath+"?year="+itoa(v.Month.Year), "已填报：%s，%s", v.Section.Name, v.Month)
}

func readNumber(kind monthly.Kind, text string) (int64, error) {
	if text == "" {
		return 0, fault.New(fault.Invalid, "没有的请填0")
	}
	if kind == monthly.Fees {
		fen, err := money.ParseYuan(text)
		return int64(fen), err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "应为整数")
	}
	return n, nil
}

// brief tells which months are not handed in.
func (p pages) brief(c *workbench.Call) (brief workbench.Brief, err error) {
	if !c.May(auth.FillMonthly, c.By.Agency) {
		return brief, nil
	}
	t, err := p.Desk.Months(c.Context(), c.By, c.By.Agency, c.Today().Year())
	names := map[string]string{}
	for _, s := range t.Sections {
		names[s.ID] = s.Name
	}
	brief = workbench.Brief{Unit: "个月", All: yearPath}
	for _, g := range t.Gaps {
		brief.Tasks = append(brief.Tasks, workbench.Task{Text: names[g.Section] + itoa(int(g.Month.Month)) + "月的月度数据", Path: yearPath + "/" + g.Section + "/" + g.Month.String(), DueOn: g.DueOn})
	}
	return brief, err
}
