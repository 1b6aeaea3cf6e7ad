package records

import (
	"net/url"
	"strings"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// perPage is how many records a page of the list shows.
const perPage = 20

// shelves are the tabs of the list.
var shelves = []struct{ name, label string }{{"mine", "待我办理"}, {"open", "未公开"}, {"public", "已公开"}, {"all", "全部"}}

// open are the steps before the public.
var open = []disclosure.Step{disclosure.StepDraft, disclosure.StepReturned, "section", "legal", "secrecy", "office", "sign", disclosure.StepReferred,
	disclosure.StepCleared, disclosure.StepScheduled}

// shelf returns which tab is asked for: what waits for the caller, unless nothing does.
func shelf(c *workbench.Call, waiting int) string {
	for _, s := range shelves {
		if s.name == c.Query("shelf") {
			return s.name
		}
	}
	if waiting > 0 {
		return "mine"
	}
	return "all"
}

func wanted(c *workbench.Call, shelf string) query.RecordList {
	l := query.RecordList{Agency: c.By.Agency, Column: c.Query("column"), Kind: disclosure.Kind(c.Query("kind")), Year: atoi(c.Query("year")), Text: c.Query("q"),
		Limit: perPage, Offset: (c.PageNumber() - 1) * perPage}
	switch shelf {
	case "open":
		l.Stages = open
	case "public":
		l.Visible = true
	}
	if step := disclosure.Step(c.Query("step")); step != "" {
		l.Stages = []disclosure.Step{step}
	}
	return l
}

// list shows the records of the agency, the last altered first.
func (p pages) list(c *workbench.Call) (templ.Component, error) {
	mine, waiting, err := p.waiting(c, perPage)
	if err != nil {
		return nil, err
	}
	at := shelf(c, waiting)
	l := wanted(c, at)
	s := sheet.Sheet{Base: c.Base("主动公开"), Head: ui.PageHead{Title: "主动公开", Lead: "从起草、审查到公开的全部信息，最近改动的在前。"}, Tabs: &ui.Tabs{Label: "信息"}}
	for _, t := range shelves {
		tab := ui.Tab{Link: ui.Link{Text: t.label, Href: c.URL(recordsPath + "?shelf=" + t.name)}, Current: t.name == at}
		if t.name == "mine" {
			tab.Count = waiting
		}
		s.Tabs.Items = append(s.Tabs.Items, tab)
	}
	if c.May(auth.DraftRecord, c.By.Agency) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "新建信息", Kind: ui.Primary, Href: c.URL(recordsPath + "/new")})
	}
	s.Buttons = append(s.Buttons, ui.Button{Text: "公开期限", Kind: ui.Quiet, Href: c.URL(recordsPath + "/due")})
	if at == "mine" {
		s.Add("", p.table(c, mine, ui.Empty{Title: "没有等您办理的信息", Text: "需要您审核、修改或者发布的信息会出现在这里。"}))
		return s.Page(), nil
	}
	rows, total, err := p.Desk.List(c.Context(), c.By, l)
	if err != nil {
		return nil, err
	}
	filter, err := p.filter(c, l, at)
	if err != nil {
		return nil, err
	}
	empty := ui.Empty{Title: "没有信息", Text: "没有符合条件的信息。"}
	if c.May(auth.DraftRecord, c.By.Agency) {
		empty.Action = ui.Link{Text: "新建信息", Href: c.URL(recordsPath + "/new")}
	}
	s.Add("", filter, p.table(c, rows, empty), c.Pagination(total, perPage))
	return s.Page(), nil
}

func (p pages) filter(c *workbench.Call, l query.RecordList, at string) (templ.Component, error) {
	columns, err := p.Desk.Columns(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	years, err := query.RecordYears(p.Desk.DB.View(c.Context()), c.By.Agency)
	if err != nil {
		return nil, err
	}
	form := workbench.Filled(url.Values{"q": {l.Text}, "column": {l.Column}, "kind": {string(l.Kind)}, "step": {c.Query("step")}, "year": {c.Query("year")}})
	fields := []templ.Component{
		form.Line(ui.TextInput{Field: ui.Field{Name: "q", Label: "标题、文号、索引号", Optional: true}, Type: "search", Width: "medium"}),
		form.Select(ui.Select{Field: ui.Field{Name: "column", Label: "栏目", Optional: true}, Blank: "全部", Options: columnOptions(columns, "", true)}),
	}
	if at != "public" {
		fields = append(fields, form.Select(ui.Select{Field: ui.Field{Name: "step", Label: "环节", Optional: true}, Blank: "全部", Options: stepOptions()}))
	}
	fields = append(fields, form.Select(ui.Select{Field: ui.Field{Name: "kind", Label: "种类", Optional: true}, Blank: "全部", Options: kindOptions()}))
	if len(years) > 0 && at != "open" {
		var options []ui.Option
		for _, y := range years {
			options = append(options, ui.Option{Value: itoa(y), Text: itoa(y) + "年"})
		}
		fields = append(fields, form.Select(ui.Select{Field: ui.Field{Name: "year", Label: "公开年份", Optional: true}, Blank: "全部", Options: options}))
	}
	return sheet.Filter{Path: c.URL(recordsPath), Fields: fields, Hidden: [][2]string{{"shelf", at}}}, nil
}

func stepOptions() []ui.Option {
	var options []ui.Option
	for _, row := range disclosure.Steps {
		options = append(options, ui.Option{Value: string(row.Step), Text: row.Label})
	}
	return options
}

func kindOptions() []ui.Option {
	var options []ui.Option
	for _, row := range disclosure.Kinds {
		options = append(options, ui.Option{Value: string(row.Kind), Text: row.Label})
	}
	return options
}

// columnOptions are the columns of the catalogue as a tree. Closed ones are left out unless one is the chosen one, or
// all are wanted.
func columnOptions(columns []catalog.Column, chosen catalog.ColumnID, all bool) []ui.Option {
	var options []ui.Option
	for _, col := range catalog.Tree(columns) {
		if !col.Closed || all || col.ID == chosen {
			options = append(options, ui.Option{Value: string(col.ID), Text: strings.Repeat("　", col.Depth) + col.Title})
		}
	}
	return options
}

// stepTone says how a step is meant.
func stepTone(s disclosure.Step) ui.Tone {
	switch s {
	case disclosure.StepPublished:
		return ui.Good
	case disclosure.StepReturned, disclosure.StepReferred:
		return ui.Caution
	case disclosure.StepWithdrawn:
		return ui.Bad
	case disclosure.StepDraft, disclosure.StepKept:
		return ui.Neutral
	}
	return ui.Info
}

func (p pages) table(c *workbench.Call, rows []query.RecordRow, empty ui.Empty) ui.Table {
	t := ui.Table{Caption: "信息", Quiet: true, Empty: empty, Columns: []ui.Column{{Title: "标题"}, {Title: "栏目"}, {Title: "拟稿人"}, {Title: "环节"}, {Title: "公开日期"}, {Title: "最近改动"}}}
	for _, x := range rows {
		badge := templ.Component(ui.Badge{Text: x.Stage.Label(), Tone: stepTone(x.Stage)})
		if x.Visible && x.Stage != disclosure.StepPublished {
			badge = templ.Join(badge, ui.Badge{Text: "旧版公开中", Tone: ui.Good})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: short(x.Title, 50), Href: c.URL(recordPath(disclosure.ID(x.ID)))}, {Text: x.ColumnTitle}, {Text: x.AuthorName},
			{Body: badge}, {Text: x.PublishedOn.String()}, {Text: civil.Of(x.AlteredAt.Time).String()}}})
	}
	return t
}
