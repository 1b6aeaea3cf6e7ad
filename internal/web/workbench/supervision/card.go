package supervision

import (
	"net/url"
	"strconv"

	"gongkai/duty"
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

// The addresses of the board of one agency: one's own, or one below.
const (
	cardPath    = "/workbench/card"
	measurePath = cardPath + "/measures/{measure}"
	statePath   = cardPath + "/condition"
)

func (p pages) cardPart() []auth.Route {
	b := p.bench
	routes := []auth.Route{
		b.Get(cardPath, auth.ViewBoard, p.card), b.Get(below+"/card", auth.ViewBoard, p.card),
		b.Get(measurePath, auth.ViewBoard, p.measure), b.Get(below+"/measures/{measure}", auth.ViewBoard, p.measure),
		b.Get(statePath, auth.ViewBoard, p.condition), b.Get(below+"/condition", auth.ViewBoard, p.condition),
		{Method: "GET", Pattern: boardPath + ".xlsx", Action: auth.Oversee, Handler: b.Act(p.exportBoard)},
		{Method: "GET", Pattern: boardPath + "/digest.docx", Action: auth.Oversee, Handler: b.Act(p.digest)},
	}
	return append(routes, sheet.FormPage{Fill: p.fillIndicators, Draw: p.indicatorForm, Take: p.alterIndicators}.Routes(b, boardPath+"/indicators", auth.AlterIndicators)...)
}

// place is where the pages of the agency of the address lie, and the crumbs to them.
func (p pages) place(c *workbench.Call) (measures, condition, card string, crumbs []ui.Link) {
	if code := c.Path("agency"); code != "" {
		at := "/workbench/agencies/" + code
		return at + "/measures/", at + "/condition", at + "/card", []ui.Link{{Text: "监督看板", Href: boardPath}}
	}
	return cardPath + "/measures/", statePath, cardPath, nil
}

// card shows how an agency stands in every indicator, with what each counts and what it earns.
func (p pages) card(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	year := boardYear(c)
	x, lists, err := p.Desk.Card(c.Context(), c.By, a.ID, year)
	if err != nil {
		return nil, err
	}
	measures, condition, _, crumbs := p.place(c)
	s := sheet.Sheet{Base: c.Base("考核得分", crumbs...), Head: ui.PageHead{Over: a.Name, Title: itoa(year) + "年考核得分", Lead: "由登记簿得出，不能填报。点开数字查看是哪些。"}, Tabs: yearTabs(c, year),
		Buttons: []ui.Button{{Text: "栏目和覆盖", Href: c.URL(condition)}}}
	if c.May(auth.OrderMending, a.ID) && a.ID != c.By.Agency {
		s.Buttons = append(s.Buttons, ui.Button{Text: "督办", Kind: ui.Primary, Href: c.URL(ordersPath + "/new?to=" + a.Code)})
	}
	opens := func(n int, list scorecard.Measure) string {
		if n == 0 {
			return ""
		}
		return c.URL(measures + string(list) + "?year=" + itoa(year))
	}
	s.Add("", ui.Stats{Items: []ui.Stat{{Label: "得分", Value: scorecard.Points(x.Card.Tenths), Unit: "分", Note: x.Card.Grade(), Tone: gradeTone(x.Card), Href: "#part-2"},
		{Label: "本年答复", Value: itoa(x.Answered), Unit: "件", Href: opens(x.Answered, supervising.AnsweredList)}, {Label: "平均办理", Value: tenths(x.Average), Note: "工作日", Href: opens(x.Answered, supervising.AnsweredList)},
		{Label: "平均审查", Value: tenths(x.Review), Note: "工作日，本年公开的" + itoa(x.Reviewed) + "条，从送审到签发", Href: opens(x.Reviewed, supervising.ReviewedList)}}})
	t := ui.Table{Caption: "各项指标", Quiet: true, Columns: []ui.Column{{Title: "指标"}, {Title: "数值", Numeric: true}, {Title: "得分", Numeric: true}, {Title: "分值", Numeric: true}, {Title: "依据"}}}
	for _, l := range x.Card.Lines {
		row, _ := l.Indicator.Measure.Row()
		cell := number(c, int(l.Value), measures+string(row.Measure)+"?year="+itoa(year))
		cell.Text += row.Unit
		line := ui.Row{Cells: []ui.Cell{{Text: row.Title}, cell, {Text: scorecard.Points(l.Tenths), Href: c.URL(measures + string(row.Measure) + "?year=" + itoa(year) + "#part-2")}, {Text: strconv.FormatInt(l.Indicator.Weight, 10)}, {Text: l.Indicator.Source}}}
		if l.Vetoed {
			line.Tone = ui.Bad
		} else if l.Tenths < l.Indicator.Weight*10 {
			line.Tone = ui.Caution
		}
		t.Rows = append(t.Rows, line)
	}
	s.Add("各项指标", t)
	if lost := lists[scorecard.Lost]; len(lost) > 0 {
		s.Add("复议、诉讼被纠正的原因", p.whyLost(c, lost))
	}
	chart := ui.BarChart{Title: "各月答复的申请", Unit: "件"}
	for m, n := range x.Months {
		chart.Points = append(chart.Points, ui.Point{Label: itoa(m+1) + "月", Value: n})
	}
	s.Add("办理情况", chart)
	return s.Page(), nil
}

func (p pages) whyLost(c *workbench.Call, list []query.Finding) ui.Table {
	t := ui.Table{Caption: "被纠正的复议、诉讼", Quiet: true, Columns: []ui.Column{{Title: "登记号"}, {Title: "争议事项"}, {Title: "结果和原因"}, {Title: "审结"}}}
	for _, f := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: f.Number}, {Text: f.Title}, {Text: f.Word}, {Text: f.On.String()}}})
	}
	return t
}

// measure lists what one number counts.
func (p pages) measure(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	row, known := rowOf(scorecard.Measure(c.Path("measure")))
	if !known {
		return nil, fault.New(fault.NotFound, "没有这个指标")
	}
	year := boardYear(c)
	x, lists, err := p.Desk.Card(c.Context(), c.By, a.ID, year)
	if err != nil {
		return nil, err
	}
	_, _, card, crumbs := p.place(c)
	list := lists[row.Measure]
	marks := row.Measure != supervising.AnsweredList && row.Measure != supervising.ReviewedList
	s := sheet.Sheet{Base: c.Base(row.Title, append(crumbs, ui.Link{Text: "考核得分", Href: card})...), Head: ui.PageHead{Over: a.Name, Title: row.Title + "：" + itoa(len(list)) + row.Unit, Lead: row.Words + "。"}}
	if c.May(auth.OrderMending, a.ID) && a.ID != c.By.Agency && len(list) > 0 && marks && row.Measure != scorecard.Trainings {
		s.Buttons = append(s.Buttons, ui.Button{Text: "就此督办", Kind: ui.Primary, Href: c.URL(ordersPath + "/new?to=" + a.Code + "&topic=" + string(row.Measure) + "&subject=" + url.QueryEscape(row.Title) + "&demand=" + url.QueryEscape(demand(row, list)))})
	}
	if row.Measure == scorecard.LatePublic {
		s.Buttons = append(s.Buttons, ui.Button{Text: "期限和导出", Href: c.URL("/workbench/agencies/" + a.Code + "/late?year=" + itoa(year))})
	}
	t := ui.Table{Caption: row.Title, Quiet: true, Columns: []ui.Column{{Title: "事项"}, {Title: "编号"}, {Title: "起"}, {Title: "期限（日期）"}, {Title: "说明"}}, Empty: ui.Empty{Title: "没有"}}
	for _, f := range list {
		cell := ui.Cell{Text: f.Title}
		if f.Record != "" {
			cell.Href = c.URL("/records/" + f.Record)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{cell, {Text: f.Number}, {Text: f.From.String()}, {Text: f.On.String()}, {Text: f.Word}}})
	}
	s.Add("", t)
	for _, l := range x.Card.Lines {
		if l.Indicator.Measure == row.Measure {
			s.Add("得分怎样算出", marksOf(l, row))
		}
	}
	return s.Page(), nil
}

// marksOf says how the points of a number come about.
func marksOf(l scorecard.Line, row scorecard.MeasureRow) ui.Facts {
	i := l.Indicator
	atMost, atLeast := "不超过", "达到"
	if i.None < i.Full { // more is better
		atMost, atLeast = "达到", "不超过"
	}
	figure := func(n int64) string { return strconv.FormatInt(n, 10) + row.Unit }
	facts := ui.Facts{Items: []ui.Fact{
		{Name: "得分", Text: scorecard.Points(l.Tenths) + "分，满分" + strconv.FormatInt(i.Weight, 10) + "分"}, {Name: "数值", Text: figure(l.Value)},
		{Name: "算法", Text: atMost + figure(i.Full) + "的得满分，" + atLeast + figure(i.None) + "的不得分，之间按比例"}, {Name: "依据", Text: i.Source}}}
	if i.Veto > 0 {
		facts.Items = append(facts.Items, ui.Fact{Name: "单项否决", Text: "达到" + figure(i.Veto) + "的，考核不合格"})
	}
	return facts
}

// named is how many things a proposed demand names.
const named = 8

// demand proposes the words of an order from the list behind a number.
func demand(row scorecard.MeasureRow, list []query.Finding) string {
	text := "经查，你单位有" + row.Title + itoa(len(list)) + row.Unit + "："
	for i, f := range list[:min(len(list), named)] {
		if i > 0 {
			text += "；"
		}
		text += f.Title
		if f.Number != "" {
			text += "（" + f.Number + "）"
		}
	}
	if len(list) > named {
		text += "等"
	}
	return text + "。请查明原因，限期整改并反馈。"
}

// condition shows the columns and the statutory items of an agency, and what comes up.
func (p pages) condition(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	x, err := p.Desk.Condition(c.Context(), c.By, a.ID)
	if err != nil {
		return nil, err
	}
	measures, _, card, crumbs := p.place(c)
	opens := func(n int, list scorecard.Measure) string {
		if n == 0 {
			return ""
		}
		return c.URL(measures + string(list))
	}
	s := sheet.Sheet{Base: c.Base("栏目和覆盖", append(crumbs, ui.Link{Text: "考核得分", Href: card})...), Head: ui.PageHead{Over: a.Name, Title: "栏目更新和法定内容覆盖", Lead: "按网站检查指标和《条例》第二十条、第二十一条，由公开的信息得出。"}}
	s.Buttons = append(s.Buttons, ui.Button{Text: "逾期公开的信息", Href: c.URL("/workbench/agencies/" + a.Code + "/late")})
	stale, empty, covered := 0, 0, 0
	for _, col := range x.Columns {
		if col.Records == 0 {
			empty++
		} else if col.State == duty.Late {
			stale++
		}
	}
	for _, item := range x.Items {
		if item.Records > 0 {
			covered++
		}
	}
	coming, items := "", "#part-3" // where the parts stand on the page
	if len(x.Coming) > 0 {
		coming, items = "#part-2", "#part-4"
	}
	tone := func(n, bad int) ui.Tone {
		switch {
		case n == 0:
			return ui.Good
		case n >= bad:
			return ui.Bad
		}
		return ui.Caution
	}
	s.Add("", ui.Stats{Items: []ui.Stat{{Label: "超期未更新", Value: itoa(stale), Unit: "个栏目", Note: "10个以上单项否决", Tone: tone(stale, 10), Href: opens(stale, scorecard.StaleColumns)}, {Label: "空白", Value: itoa(empty), Unit: "个栏目", Note: "5个以上单项否决", Tone: tone(empty, 5), Href: opens(empty, scorecard.EmptyColumns)},
		{Label: "法定内容覆盖", Value: itoa(covered) + "/" + itoa(len(x.Items)), Unit: "项", Href: items}, {Label: "近期应办", Value: itoa(len(x.Coming)), Unit: "项", Href: coming}}})
	if len(x.Coming) > 0 {
		s.Add("近期应办", p.table(c, x.Coming, "近期应办", false))
	}
	s.Add("栏目", p.columns(x.Columns))
	s.Add("法定主动公开内容", p.items(x.Items))
	t := ui.Table{Caption: "失效链接", Quiet: true, Columns: []ui.Column{{Title: "信息"}, {Title: "链接"}, {Title: "检查日期"}, {Title: "结果"}}, Empty: ui.Empty{Title: "没有失效链接", Text: "每天检查公开页面上的链接。"}}
	for _, f := range x.Links {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: f.Number, Href: c.URL("/records/" + f.Record)}, {Text: f.Title}, {Text: f.On.String()}, {Text: f.Word}}})
	}
	s.Add("失效链接", t)
	return s.Page(), nil
}
