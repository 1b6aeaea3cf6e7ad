// Package reports holds the pages of the 年度报告: the workshop in which an agency writes its report over its registers,
// and for the 主管部门 the collection of all reports below it with their sum.
//
// 《条例》第四十九条、第五十条 ask for the report and say what it holds. Every number on these pages opens to what it counts.
package reports

import (
	"strconv"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// Options are what the pages work with.
type Options struct{ Desk *reporting.Desk }

type pages struct {
	Options
	bench *workbench.Bench
}

// The addresses of the pages.
const (
	root       = "/workbench/reports"
	one        = root + "/{year}"
	collection = root + "/collection"
	below      = "/workbench/agencies/{agency}/reports/{year}"
)

// New returns the pages.
func New(b *workbench.Bench, o Options) workbench.Part {
	p := pages{o, b}
	part := workbench.Part{
		Nav: []workbench.NavItem{
			{Group: workbench.Oversee, Text: "年度报告", Path: root, Action: auth.CompileReport, Order: 50},
			{Group: workbench.Oversee, Text: "年报收集汇总", Path: collection, Action: auth.RollUpReport, Order: 75, Covers: []string{"/workbench/agencies/*/reports"}},
		},
		Panels: []workbench.Panel{
			{Title: "年度报告", Action: auth.CompileReport, Order: 29, Brief: p.ownBrief},
			{Title: "年报收集", Action: auth.RollUpReport, Order: 8, Draw: p.collectionPanel},
		},
		Routes: []auth.Route{
			b.Get(root, auth.ViewReport, p.list),
			b.Get(one, auth.ViewReport, p.overview),
			b.Get(one+"/tables", auth.ViewReport, p.tables),
			b.Get(one+"/text", auth.ViewReport, p.text),
			b.Get(one+"/audit", auth.ViewReport, p.audit),
			b.Get(one+"/versions", auth.ViewReport, p.versions),
			b.Get(one+"/versions/{version}", auth.ViewReport, p.version),
			b.Post(one+"/versions/{version}", auth.CompileReport, p.restore),
			{Method: "GET", Pattern: one + "/file/{format}", Action: auth.ViewReport, Handler: b.Act(p.download)},
			b.Post(one+"/cell/{table}/{row}/{column}/lift", auth.CompileReport, p.lift),
			b.Get(collection, auth.RollUpReport, p.board),
			b.Get(collection+"/sum", auth.RollUpReport, p.sum),
			b.Get(collection+"/sum/{table}/{row}/{column}", auth.RollUpReport, p.shares),
			b.Get(collection+"/compare", auth.RollUpReport, p.compare),
			b.Get(collection+comparedPath, auth.RollUpReport, p.compareUnit),
			b.Post(collection+"/remind", auth.RollUpReport, p.remindAll),
			b.Post(collection+"/file", auth.RollUpReport, p.bundle),
			b.Get(collection+"/fetches", auth.RollUpReport, p.fetches),
			b.Post(collection+"/fetches", auth.RollUpReport, p.fetchOne),
			b.Get(below, auth.AuditReport, p.collected),
			{Method: "GET", Pattern: below + "/original/{seq}", Action: auth.AuditReport, Handler: b.Act(p.original)},
			b.Post(below+"/remind", auth.AuditReport, p.remind),
		},
	}
	add := func(pattern string, action auth.Action, f sheet.FormPage) {
		part.Routes = append(part.Routes, f.Routes(b, pattern, action)...)
	}
	add(one+"/text/{part}", auth.CompileReport, sheet.FormPage{Fill: p.fillText, Draw: p.drawText, Take: p.takeText})
	add(one+"/cell/{table}/{row}/{column}", auth.ViewReport, sheet.FormPage{Fill: p.fillCell, Draw: p.drawCell, Take: p.takeCell})
	add(one+"/handin", auth.CompileReport, sheet.FormPage{Draw: p.drawHandIn, Take: p.takeHandIn})
	add(one+"/review", auth.ViewReport, sheet.FormPage{Fill: p.fillReview, Draw: p.drawReview, Take: p.takeReview})
	add(one+"/submit", auth.CompileReport, sheet.FormPage{Draw: p.drawSubmit, Take: p.takeSubmit})
	add(one+"/publish", auth.PublishReport, sheet.FormPage{Draw: p.drawPublish, Take: p.takePublish})
	add(importMany, auth.RollUpReport, sheet.FormPage{Draw: p.drawMany, Take: p.takeMany})
	add(below+"/judge", auth.AuditReport, sheet.FormPage{Draw: p.drawJudge, Take: p.takeJudge})
	add(below+"/import", auth.AuditReport, sheet.FormPage{Draw: p.drawImport, Take: p.takeImport})
	return part
}

// yearOf reads the year of the address.
func yearOf(c *workbench.Call) (int, error) {
	year, err := strconv.Atoi(c.Path("year"))
	if err != nil || year < firstYear || year > c.Today().Year() {
		return 0, fault.New(fault.NotFound, "没有这一年度的年报")
	}
	return year, nil
}

// firstYear is the first with a form that all share.
const firstYear = 2019

// look loads the report that the address names: one's own.
func (p pages) look(c *workbench.Call) (reporting.View, error) {
	year, err := yearOf(c)
	if err != nil {
		return reporting.View{}, err
	}
	return p.Desk.Look(c.Context(), c.By, c.By.Agency, year)
}

func path(year int, rest string) string { return root + "/" + strconv.Itoa(year) + rest }

func belowPath(a agency.Agency, year int, rest string) string {
	return "/workbench/agencies/" + a.Code + "/reports/" + strconv.Itoa(year) + rest
}

// tabs lead to the parts of one report.
func tabs(c *workbench.Call, v reporting.View, current string) *ui.Tabs {
	t := &ui.Tabs{Label: "年报的各部分"}
	for _, tab := range []struct {
		text, rest string
		count      int
	}{{"概况", "", 0}, {"表格", "/tables", 0}, {"正文", "/text", 0}, {"核查", "/audit", len(v.Audit.Findings)}, {"审查签发", "/review", 0}, {"版本", "/versions", v.Version}} {
		t.Items = append(t.Items, ui.Tab{Link: ui.Link{Text: tab.text, Href: c.URL(path(v.Year, tab.rest))}, Current: tab.rest == current, Count: tab.count})
	}
	return t
}

// base is the frame of a page of one report.
func base(c *workbench.Call, title string, year int) ui.Base {
	crumbs := []ui.Link{{Text: "年度报告", Href: root}}
	if year > 0 {
		crumbs = append(crumbs, ui.Link{Text: strconv.Itoa(year) + "年度", Href: path(year, "")})
	}
	return c.Base(title, crumbs...)
}

var stageTones = map[reporting.Stage]ui.Tone{
	reporting.Missing: ui.Caution, reporting.Drafting: ui.Info, reporting.InReview: ui.Info, reporting.Signed: ui.Info,
	reporting.Submitted: ui.Info, reporting.Returned: ui.Bad, reporting.Accepted: ui.Good, reporting.Published: ui.Good,
}

func badge(s reporting.Stage) ui.Badge { return ui.Badge{Text: s.Label(), Tone: stageTones[s]} }

// shownYears is how many years the list goes back.
const shownYears = 5

// list shows the reports of one's own agency, the year that runs first.
func (p pages) list(c *workbench.Call) (templ.Component, error) {
	s := sheet.Sheet{Base: c.Base("年度报告"), Head: ui.PageHead{Over: c.Own().Name, Title: "政府信息公开工作年度报告",
		Lead: "表格由登记簿得出，文字中的数字是字段，随登记簿变化。每年1月31日前报送并公布上一年度的报告，政府为3月31日前。"}}
	t := ui.Table{Caption: "各年度", Quiet: true, Columns: []ui.Column{{Title: "年度"}, {Title: "状态"}, {Title: "期限"}, {Title: "本年新收"}, {Title: "核查"}, {Title: ""}}}
	now := c.Today().Year()
	for year := now; year > now-shownYears-1 && year >= firstYear; year-- {
		v, err := p.Desk.Look(c.Context(), c.By, c.By.Agency, year)
		if err != nil {
			return nil, err
		}
		t.Rows = append(t.Rows, row(c, v, now))
	}
	s.Add("", t)
	return s.Page(), nil
}

func row(c *workbench.Call, v reporting.View, now int) ui.Row {
	label, word := strconv.Itoa(v.Year)+"年度", "打开"
	stage := badge(v.Stage)
	if v.Year == now {
		label, stage = label+"（进行中）", ui.Badge{Text: "实时预览"}
	} else if v.Stage == reporting.Missing && c.May(auth.CompileReport, c.By.Agency) {
		word = "开始编制"
	}
	cell := ui.Cell{Body: findingsBadge(v)}
	if v.Stage == reporting.Missing {
		cell = ui.Cell{Text: "—"}
	}
	r := ui.Row{Cells: []ui.Cell{{Text: label, Href: c.URL(path(v.Year, ""))}, {Body: stage}, {Text: v.DueOn.String()}, {Text: received(v) + "件"}, cell, {Text: word, Href: c.URL(path(v.Year, ""))}}}
	if v.Stage != reporting.Published && v.DueOn.Before(c.Today()) && v.Version > 0 {
		r.Tone = ui.Bad
	}
	return r
}

func findingsBadge(v reporting.View) ui.Badge {
	errors, warnings := count(v)
	switch {
	case errors > 0:
		return ui.Badge{Text: strconv.Itoa(errors) + "处错误", Tone: ui.Bad}
	case warnings > 0:
		return ui.Badge{Text: strconv.Itoa(warnings) + "处注意", Tone: ui.Caution}
	}
	return ui.Badge{Text: "没有问题", Tone: ui.Good}
}

// ownBrief tells what the report of last year still needs.
func (p pages) ownBrief(c *workbench.Call) (brief workbench.Brief, err error) {
	year := c.Today().Year() - 1
	v, err := p.Desk.Look(c.Context(), c.By, c.By.Agency, year)
	if err != nil || v.Stage == reporting.Published || v.Stage == reporting.Missing && v.DueOn.Before(c.Today().AddDays(-300)) {
		return brief, err
	}
	words := v.Stage.Label()
	if back := returned(v); back != "" {
		words += "　退回意见：" + back
	}
	brief.Tasks = []workbench.Task{{Text: strconv.Itoa(year) + "年度政府信息公开工作年度报告", Path: path(year, ""), Words: words, DueOn: v.DueOn}}
	return brief, nil
}
