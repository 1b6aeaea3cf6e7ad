// Package columns holds the pages of the 政府信息公开目录: the tree of columns with what stands in each and how fresh it is,
// one column, and the import of the standard catalogues of 基层政务公开.
//
// The pages decide nothing: coverage and freshness come from package catalog, each act is a use-case of
// internal/publishing.
package columns

import (
	"net/url"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct{ Desk *publishing.Desk }

type pages struct{ Options }

// The addresses of the pages.
const (
	catalogPath = "/workbench/catalog"
	below       = "/workbench/agencies/{agency}/catalog"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o}
	part := workbench.Part{
		Nav:    []workbench.NavItem{{Group: workbench.Publish, Text: "公开目录", Path: catalogPath, Action: auth.ViewCatalog, Order: 12, Covers: []string{"/workbench/agencies/*/catalog"}}},
		Panels: []workbench.Panel{{Title: "栏目更新", Action: auth.AlterCatalog, Order: 33, Brief: p.brief}},
		Routes: []auth.Route{
			b.Get(catalogPath, auth.ViewCatalog, p.tree),
			b.Get(below, auth.ViewCatalog, p.tree),
			b.Post(catalogPath+"/start", auth.AlterCatalog, p.start),
			{Method: "GET", Pattern: catalogPath + "/export/{kind}", Action: auth.ViewCatalog, Handler: b.Act(p.export)},
		},
	}
	add := func(pattern string, f sheet.FormPage) {
		part.Routes = append(part.Routes, f.Routes(b, pattern, auth.AlterCatalog)...)
	}
	add(catalogPath+"/new", sheet.FormPage{Fill: p.blank, Draw: p.newForm, Take: p.takeNew})
	add(catalogPath+"/columns/{column}", sheet.FormPage{Fill: p.filled, Draw: p.editForm, Take: p.takeEdit})
	part.Routes = append(part.Routes, sheet.FormPage{Fill: p.rhythm, Draw: p.rhythmForm, Take: p.takeRhythm}.Routes(b, catalogPath+"/rhythm", auth.AlterRhythm)...)
	add(catalogPath+"/import", sheet.FormPage{Draw: p.importForm, Take: p.takeImport})
	return part
}

func itoa(n int) string { return strconv.Itoa(n) }

// conditions are the words for how a column stands.
var conditions = map[catalog.Condition]ui.Badge{
	catalog.Fresh: {Text: "正常", Tone: ui.Good}, catalog.Due: {Text: "即将超期", Tone: ui.Caution}, catalog.Stale: {Text: "超期未更新", Tone: ui.Bad}, catalog.Empty: {Text: "空白", Tone: ui.Bad},
}

// ruleWords is the term of a column, and that it is its own.
func ruleWords(r catalog.FreshnessRule) string {
	if r.Own {
		return r.Label + "（本栏目另定）"
	}
	return r.Label
}

// tree shows the catalogue with coverage and freshness, all of it or what is in one condition.
func (p pages) tree(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	cat, err := p.Desk.Catalogue(c.Context(), c.By, a.ID)
	if err != nil {
		return nil, err
	}
	own, alter := a.ID == c.By.Agency, c.May(auth.AlterCatalog, a.ID)
	s := sheet.Sheet{Base: c.Base("公开目录"), Head: ui.PageHead{Title: "政府信息公开目录", Lead: "法定公开事项和基层政务公开标准目录中的栏目，公开条数和更新情况按已公开的信息计算。"}}
	if !own {
		s.Head.Over = a.Name
	}
	if len(cat.Shelves) == 0 {
		empty := []templ.Component{ui.Empty{Title: "还没有建立目录", Text: "可以一次建好《条例》第二十条、第二十一条规定的栏目，以后再增减。"}}
		if alter {
			empty = append(empty, sheet.Actions{Items: []sheet.Action{{Path: c.URL(catalogPath + "/start"), Button: ui.Button{Text: "建立法定目录", Kind: ui.Primary}}}})
		}
		s.Add("", empty...)
		return s.Page(), nil
	}
	if alter {
		s.Buttons = append(s.Buttons, ui.Button{Text: "新增栏目", Kind: ui.Primary, Href: c.URL(catalogPath + "/new")}, ui.Button{Text: "导入标准目录", Href: c.URL(catalogPath + "/import")})
	}
	if c.May(auth.AlterRhythm, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "更新天数", Href: c.URL(catalogPath + "/rhythm")})
	}
	if own {
		s.Buttons = append(s.Buttons, ui.Button{Text: "导出XLSX", Kind: ui.Quiet, Href: c.URL(catalogPath + "/export/xlsx")}, ui.Button{Text: "导出CSV", Kind: ui.Quiet, Href: c.URL(catalogPath + "/export/csv")})
	}
	s.Add("", p.stats(c, cat))
	s.Add("栏目", p.table(c, cat, catalog.Condition(c.Query("state")), alter, own))
	if len(cat.Uncovered) > 0 && c.Query("state") == "" {
		var lines []string
		for _, item := range cat.Uncovered {
			lines = append(lines, item.Short+"（"+item.Cite.String()+"）："+item.Text)
		}
		s.Add("没有公开内容的法定事项", sheet.Bullets{Items: lines})
	}
	return s.Page(), nil
}

func (p pages) stats(c *workbench.Call, cat publishing.Catalogue) templ.Component {
	stats := ui.Stats{Items: []ui.Stat{
		{Label: "栏目", Value: itoa(len(cat.Shelves)), Unit: "个", Href: c.With("state", "")},
		{Label: "法定事项已覆盖", Value: itoa(cat.Covered), Unit: "项", Note: "共" + itoa(cat.Covered+len(cat.Uncovered)) + "项", Href: c.With("state", "")},
	}}
	for _, condition := range []catalog.Condition{catalog.Empty, catalog.Stale, catalog.Due} {
		n := cat.Count(condition)
		stat := ui.Stat{Label: conditions[condition].Text, Value: itoa(n), Unit: "个", Href: c.With("state", string(condition))}
		if n > 0 {
			stat.Tone = conditions[condition].Tone
		}
		stats.Items = append(stats.Items, stat)
	}
	return stats
}

func (p pages) table(c *workbench.Call, cat publishing.Catalogue, only catalog.Condition, alter, own bool) templ.Component {
	t := ui.Table{Caption: "栏目", Quiet: true, Empty: ui.Empty{Title: "没有这样的栏目"},
		Columns: []ui.Column{{Title: "栏目"}, {Title: "更新要求"}, {Title: "责任"}, {Title: "已公开", Numeric: true}, {Title: "最近更新"}, {Title: "状况"}}}
	for _, s := range cat.Shelves {
		if only != "" && (s.Condition != only || s.Closed) {
			continue
		}
		title := ui.Cell{Text: strings.Repeat("　", s.Depth) + s.Title}
		if only != "" {
			title.Text = s.Title
		}
		if alter {
			title.Href = c.URL(catalogPath + "/columns/" + string(s.ID))
		}
		count := ui.Cell{Text: itoa(s.Records)}
		if own && s.Records > 0 {
			count.Href = c.URL("/workbench/records?shelf=public&column=" + url.QueryEscape(string(s.ID)))
		}
		row := ui.Row{Cells: []ui.Cell{title, {Text: ruleWords(s.Rule)}, {Text: keeper(s)}, count, {Text: s.Newest.String()}, {Body: state(s)}}}
		switch s.Condition {
		case catalog.Stale, catalog.Empty:
			if !s.Closed {
				row.Tone = ui.Bad
			}
		case catalog.Due:
			row.Tone = ui.Caution
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func keeper(s publishing.Shelf) string {
	return strings.TrimSpace(s.Section + " " + s.Keeper)
}

func state(s publishing.Shelf) templ.Component {
	switch {
	case s.Closed:
		return ui.Badge{Text: "已停用"}
	case s.Condition == "":
		return ui.Badge{Text: "下设" + itoa(s.Children) + "个栏目"}
	}
	badge := conditions[s.Condition]
	if s.Condition == catalog.Due {
		badge.Text = s.StaleOn.AddDays(-1).Chinese() + "前更新"
	}
	if s.Condition == catalog.Empty && s.Drafts > 0 {
		badge.Text += "，" + itoa(s.Drafts) + "条未公开"
	}
	return badge
}

// brief counts what is empty or stale.
func (p pages) brief(c *workbench.Call) (brief workbench.Brief, err error) {
	if !c.May(auth.AlterCatalog, c.By.Agency) {
		return brief, nil
	}
	cat, err := p.Desk.Catalogue(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return brief, err
	}
	for _, condition := range []catalog.Condition{catalog.Stale, catalog.Due, catalog.Empty} {
		if n := cat.Count(condition); n > 0 {
			brief.Counts = append(brief.Counts, ui.Stat{Label: conditions[condition].Text + "的栏目", Value: itoa(n), Unit: "个", Tone: conditions[condition].Tone, Href: c.URL(catalogPath + "?state=" + string(condition))})
		}
	}
	return brief, nil
}

func (p pages) start(c *workbench.Call) error {
	if err := p.Desk.StartCatalog(c.Context(), c.By, c.By.Agency); err != nil {
		return err
	}
	return c.Done(catalogPath, "已按《条例》建立目录")
}

var crumb = ui.Link{Text: "公开目录", Href: catalogPath}

func (p pages) blank(c *workbench.Call) (*workbench.Form, error) {
	return workbench.Filled(url.Values{"freshness": {string(catalog.Whenever)}, "parent": {c.Query("parent")}}), nil
}

func (p pages) newForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	return p.form(c, f, nil)
}

// shelf finds the column that the address names.
func (p pages) shelf(c *workbench.Call) (*publishing.Shelf, error) {
	cat, err := p.Desk.Catalogue(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	for _, s := range cat.Shelves {
		if string(s.ID) == c.Path("column") {
			return &s, nil
		}
	}
	return nil, fault.New(fault.NotFound, "没有找到这个栏目")
}

func (p pages) filled(c *workbench.Call) (*workbench.Form, error) {
	s, err := p.shelf(c)
	if err != nil {
		return nil, err
	}
	col, w := s.Column, s.Standard
	form := workbench.Filled(url.Values{"title": {col.Title}, "parent": {string(col.Parent)}, "item": {string(col.Item)}, "genre": {col.Genre}, "freshness": {string(col.Freshness)},
		"section": {string(col.Section)}, "person": {col.Person}, "place": {itoa(col.Place)}, "content": {w.Content}, "basis": {w.Basis}, "term": {w.Term}, "body": {w.Body},
		"channels": {w.Channels}, "audience": {w.Audience}, "mode": {w.Mode}, "level": {w.Level}})
	if col.Days > 0 {
		form.Values.Set("days", itoa(col.Days))
	}
	if col.Closed {
		form.Values.Set("closed", "yes")
	}
	return form, nil
}

func (p pages) editForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	s, err := p.shelf(c)
	if err != nil {
		return nil, err
	}
	return p.form(c, f, s)
}

// form is a column, new or there already.
func (p pages) form(c *workbench.Call, f *workbench.Form, s *publishing.Shelf) (templ.Component, error) {
	columns, err := p.Desk.Columns(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	sections, err := p.Desk.Sections(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	people, err := p.Desk.People(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	var parents, items, rules, rooms, staff []ui.Option
	for _, b := range catalog.Tree(columns) {
		if s == nil || b.ID != s.ID {
			parents = append(parents, ui.Option{Value: string(b.ID), Text: strings.Repeat("　", b.Depth) + b.Title})
		}
	}
	for _, item := range catalog.ItemsFor(c.Own().Level) {
		items = append(items, ui.Option{Value: string(item.Code), Text: item.Short + "（" + item.Cite.String() + "）"})
	}
	set, err := p.Desk.Settings(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	for _, rule := range catalog.RulesUnder(set.Disclosure.Rhythm) {
		rules = append(rules, ui.Option{Value: string(rule.Freshness), Text: rule.Label})
	}
	for _, x := range sections {
		rooms = append(rooms, ui.Option{Value: string(x.ID), Text: x.Name})
	}
	for _, x := range people {
		staff = append(staff, ui.Option{Value: x.ID, Text: x.Name})
	}
	line := func(name, label, hint string) templ.Component {
		return f.Line(ui.TextInput{Field: ui.Field{Name: name, Label: label, Hint: hint, Optional: true}, Width: "medium"})
	}
	text := func(name, label string) templ.Component {
		return f.Area(ui.TextArea{Field: ui.Field{Name: name, Label: label, Optional: true}, Rows: 2})
	}
	e := sheet.Entry{Base: c.Base("栏目", crumb), Head: ui.PageHead{Title: "新增栏目"}, Form: f, Cancel: catalogPath, Submit: ui.Button{Text: "保存", Kind: ui.Primary}}
	if s != nil {
		e.Head = ui.PageHead{Over: "栏目", Title: s.Title}
		facts := ui.Facts{Items: []ui.Fact{{Name: "已公开", Text: itoa(s.Records) + "条"}, {Name: "状况", Body: state(*s)}}}
		if !s.Newest.IsZero() {
			facts.Items = append(facts.Items, ui.Fact{Name: "最近更新", Text: s.Newest.Chinese()})
		}
		e.Above = append(e.Above, facts)
	}
	days := templ.Component(templ.NopComponent)
	if c.May(auth.AlterRhythm, c.By.Agency) {
		days = f.Line(ui.TextInput{Field: ui.Field{Name: "days", Label: "本栏目另定天数", Hint: "不按上面的要求、自定天数的才填，如30；留空按上面的要求", Optional: true}, Width: "short", Inputmode: "numeric", Suffix: "天", MaxLength: 4})
	} else if s != nil && s.Days > 0 {
		days = sheet.Paragraph{Text: "本栏目另定：" + s.Rule.Label + "。由公开工作机构负责人修改。"}
	}
	e.Fields = []templ.Component{
		f.Line(ui.TextInput{Field: ui.Field{Name: "title", Label: "栏目名称"}, Width: "medium"}),
		f.Select(ui.Select{Field: ui.Field{Name: "parent", Label: "上级栏目", Optional: true}, Blank: "（一级栏目）", Options: parents}),
		f.Select(ui.Select{Field: ui.Field{Name: "item", Label: "法定公开事项", Hint: "本机关自行增设的不选", Optional: true}, Blank: "不对应法定事项", Options: items}),
		f.Radios(ui.Radios{Field: ui.Field{Name: "freshness", Label: "更新要求"}, Options: rules}),
		days,
		f.Select(ui.Select{Field: ui.Field{Name: "section", Label: "责任股室", Optional: true}, Blank: "不指定", Options: rooms}),
		f.Select(ui.Select{Field: ui.Field{Name: "person", Label: "责任人", Optional: true}, Blank: "不指定", Options: staff}),
		line("genre", "组配分类", "信息头部显示的分类"),
		f.Line(ui.TextInput{Field: ui.Field{Name: "place", Label: "次序", Hint: "小的在前", Optional: true}, Width: "short", Inputmode: "numeric"}),
		f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "closed", Label: "停用", Hint: "停用后不再收新的信息，已公开的照常显示", Optional: true}, Options: []ui.Option{{Value: "yes", Text: "停用这个栏目"}}}),
		sheet.Group{Fieldset: ui.Fieldset{Legend: "标准目录的要求", Hint: "导入基层政务公开标准目录时自动填写"}, Fields: []templ.Component{
			text("content", "公开内容（要素）"), text("basis", "公开依据"), line("term", "公开时限", ""), line("body", "公开主体", ""), text("channels", "公开渠道和载体"),
			line("audience", "公开对象", ""), line("mode", "公开方式", ""), line("level", "公开层级", "")}},
	}
	return e.Page(), nil
}

func readColumn(c *workbench.Call, f *workbench.Form) catalog.Column {
	col := catalog.Column{Agency: c.By.Agency, Title: f.Text("title"), Parent: catalog.ColumnID(f.Text("parent")), Item: catalog.ItemCode(f.Text("item")), Genre: f.Text("genre"),
		Freshness: catalog.Freshness(f.Text("freshness")), Section: agency.SectionID(f.Text("section")), Person: f.Text("person"), Closed: f.Checked("closed", "yes"),
		Standard: catalog.Requirement{Content: f.Text("content"), Basis: f.Text("basis"), Term: f.Text("term"), Body: f.Text("body"), Channels: f.Text("channels"),
			Audience: f.Text("audience"), Mode: f.Text("mode"), Level: f.Text("level")}}
	if f.Text("days") != "" {
		col.Days = f.Int("days", "本栏目另定天数")
	}
	if f.Text("place") != "" {
		col.Place = f.Int("place", "次序")
	}
	if col.Genre == "" {
		col.Genre = col.Title
	}
	return col
}

func (p pages) takeNew(c *workbench.Call, f *workbench.Form) error { return p.save(c, f, "") }

func (p pages) takeEdit(c *workbench.Call, f *workbench.Form) error {
	return p.save(c, f, catalog.ColumnID(c.Path("column")))
}

func (p pages) save(c *workbench.Call, f *workbench.Form, id catalog.ColumnID) error {
	col := readColumn(c, f)
	if err := f.Err(); err != nil {
		return err
	}
	col.ID = id
	if !c.May(auth.AlterRhythm, c.By.Agency) && id != "" {
		s, err := p.shelf(c)
		if err != nil {
			return err
		}
		col.Days = s.Days // not on this form
	}
	if _, err := p.Desk.SaveColumn(c.Context(), c.By, col); err != nil {
		return err
	}
	return c.Done(catalogPath, "已保存栏目“%s”", col.Title)
}
