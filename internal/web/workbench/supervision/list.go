package supervision

import (
	"net/url"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/query"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/scorecard"

	"github.com/a-h/templ"
)

// A boardList is what a number at the top of the board counts.
type boardList struct {
	title, unit string
	measures    []scorecard.Measure
}

// boardLists are the lists behind the numbers at the top of the board, by the last part of their address.
var boardLists = map[string]boardList{
	"overdue":     {"逾期未答复", "件", []scorecard.Measure{scorecard.Overdue}},
	"columns":     {"空白、超期栏目", "个", []scorecard.Measure{scorecard.StaleColumns, scorecard.EmptyColumns}},
	"publication": {"逾期公开、未公开", "件", []scorecard.Measure{scorecard.LatePublic, scorecard.Unpublished}},
}

// rowOf is the measure of the address, or one of the lists that mark nobody.
func rowOf(measure scorecard.Measure) (scorecard.MeasureRow, bool) {
	switch measure {
	case supervising.AnsweredList:
		return scorecard.MeasureRow{Measure: measure, Title: "本年答复的申请", Unit: "件", Words: "本年作出答复的申请，说明是从收到（重新办理的从重新办理之日）到答复的工作日"}, true
	case supervising.ReviewedList:
		return scorecard.MeasureRow{Measure: measure, Title: "本年公开前的审查", Unit: "条", Words: "本年公开的信息从送审到签发的工作日，用时最长的在前"}, true
	}
	return measure.Row()
}

// listed shows what a number at the top of the board counts, each with its agency.
func (p pages) listed(c *workbench.Call) (templ.Component, error) {
	l, known := boardLists[c.Path("list")]
	if !known {
		return nil, fault.New(fault.NotFound, "没有这张清单")
	}
	year := boardYear(c)
	list, err := p.Desk.Listed(c.Context(), c.By, year, l.measures...)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base(l.title, ui.Link{Text: "监督看板", Href: boardPath}), Head: ui.PageHead{Over: itoa(year) + "年", Title: l.title + "：" + itoa(len(list)) + l.unit, Lead: "点机关名称查看它的这一项，可以就此督办。"}}
	t := ui.Table{Caption: l.title, Quiet: true, Columns: []ui.Column{{Title: "机关"}, {Title: "事项"}, {Title: "编号"}, {Title: "起"}, {Title: "期限（日期）"}, {Title: "说明"}}, Empty: ui.Empty{Title: "没有"}}
	from := (c.PageNumber() - 1) * perPage
	for _, f := range list[min(from, len(list)):min(from+perPage, len(list))] {
		title := ui.Cell{Text: f.Title}
		if f.Record != "" {
			title.Href = c.URL("/records/" + f.Record)
		}
		word := f.Word
		if row, ok := f.Measure.Row(); ok && len(l.measures) > 1 {
			word = row.Title
			if f.Word != "" {
				word += "，" + f.Word
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: or(f.Agency.ShortName, f.Agency.Name), Href: c.URL("/workbench/agencies/" + f.Agency.Code + "/measures/" + string(f.Measure) + "?year=" + itoa(year))},
			title, {Text: f.Number}, {Text: f.From.String()}, {Text: f.On.String()}, {Text: word}}})
	}
	s.Add("", t, c.Pagination(len(list), perPage))
	return s.Page(), nil
}

// casesBelow lists the applications in hand of an agency below.
func (p pages) casesBelow(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	return p.openCases(c, a)
}

// casesOfAll lists the applications in hand of every agency on the board.
func (p pages) casesOfAll(c *workbench.Call) (templ.Component, error) {
	return p.openCases(c, agency.Agency{})
}

// openCases lists applications in hand: enough to ask about them, nothing about who applied. The agency is the zero one
// for all.
func (p pages) openCases(c *workbench.Call, a agency.Agency) (templ.Component, error) {
	soon := c.Query("soon") != ""
	list, total, err := p.Desk.OpenCases(c.Context(), c.By, supervising.OpenPage{Of: a.ID, Soon: soon, Limit: perPage, Offset: (c.PageNumber() - 1) * perPage})
	if err != nil {
		return nil, err
	}
	title := map[bool]string{true: "即将到期的申请", false: "在办申请"}[soon]
	s := sheet.Sheet{Base: c.Base(title, ui.Link{Text: "监督看板", Href: boardPath}), Head: ui.PageHead{Over: a.Name, Title: title + "：" + itoa(total) + "件", Lead: "按期限先后排列。"},
		Tabs: &ui.Tabs{Label: "范围", Items: []ui.Tab{{Link: ui.Link{Text: "全部在办", Href: c.With("soon", "")}, Current: !soon}, {Link: ui.Link{Text: "五个工作日内应答复", Href: c.With("soon", "1")}, Current: soon}}}}
	t := ui.Table{Caption: title, Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "收到"}, {Title: "下一步"}, {Title: "期限"}, {Title: "状态"}}, Empty: ui.Empty{Title: "没有" + title}}
	if a.ID == "" {
		t.Columns = append([]ui.Column{{Title: "机关"}}, t.Columns...)
	} else if c.May(auth.OrderMending, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "督办", Href: c.URL(ordersPath + "/new?to=" + a.Code + "&subject=" + url.QueryEscape("按期答复政府信息公开申请"))})
	}
	for _, x := range list {
		received := x.ReceivedOn.String()
		if received == "" {
			received = "待确认收到"
		}
		row := ui.Row{Cells: []ui.Cell{{Text: x.Number}, {Text: received}, {Text: x.Step.Label()}, {Text: x.DueOn.String()}, {Body: p.light(c, x)}}}
		if of, ok := c.By.Tree.Find(x.Agency); ok && a.ID == "" {
			row.Cells = append([]ui.Cell{{Text: or(of.ShortName, of.Name), Href: c.URL("/workbench/agencies/" + of.Code + "/cases")}}, row.Cells...)
		}
		if x.Step == application.ToAnswer && x.DueOn.Before(c.Today()) {
			row.Tone = ui.Bad
		}
		t.Rows = append(t.Rows, row)
	}
	s.Add("", t, c.Pagination(total, perPage))
	return s.Page(), nil
}

// light says how many working days are left of the step.
func (p pages) light(c *workbench.Call, x query.OpenCase) ui.Badge {
	cal := p.Desk.Calendar(x.Agency)
	if x.DueOn.Before(c.Today()) {
		n, _ := cal.Count(x.DueOn, c.Today())
		return ui.Badge{Text: "已逾期" + itoa(n) + "个工作日", Tone: ui.Bad}
	}
	n, _ := cal.Count(c.Today(), x.DueOn)
	if n == 0 {
		return ui.Badge{Text: "今天到期", Tone: ui.Caution}
	}
	return ui.Badge{Text: "剩" + itoa(n) + "个工作日", Tone: ui.Good}
}
