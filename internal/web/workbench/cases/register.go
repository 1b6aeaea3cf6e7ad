package cases

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
	"github.com/xuri/excelize/v2"
)

// perPage is how many applications a page of the register shows.
const perPage = 20

// stages are the words for where an application stands.
var stages = map[deadline.Stage]string{
	deadline.Unconfirmed: "待确认收到", deadline.Open: "办理中", deadline.Correcting: "待补正", deadline.Explaining: "待说明理由",
	deadline.Paying: "待缴费", deadline.Closed: "已办结",
}

// channels are the words for how an application came.
var channels = map[deadline.Channel]string{
	deadline.InPerson: "当面提交", deadline.RegisteredMail: "挂号信、快递等签收邮件", deadline.OrdinaryMail: "平常信函", deadline.Online: "在线提交", deadline.Fax: "传真",
}

// states are the tabs of the register.
var states = []struct {
	state query.CaseState
	label string
}{{query.CasesMine, "我的"}, {query.CasesOpen, "在办"}, {query.CasesClosed, "已办结"}, {query.CasesAll, "全部"}}

// lights are the filters by how near the day is.
var lights = []ui.Option{{Value: "overdue", Text: "已逾期"}, {Value: "red", Text: "红色"}, {Value: "amber", Text: "黄色"}}

// wanted reads the filter from the address.
func (p pages) wanted(c *workbench.Call) (query.CaseList, error) {
	l := query.CaseList{Agency: c.By.Agency, State: query.CaseState(c.Query("state")), Channel: deadline.Channel(c.Query("channel")), Source: application.Source(c.Query("source")),
		Step: application.Step(c.Query("step")), Section: c.Query("section"), Officer: c.Query("officer"), Outcome: c.Query("outcome"), Text: c.Query("q"),
		From: dateOf(c, "from"), To: dateOf(c, "to"), Closed: [2]civil.Date{dateOf(c, "closed_from"), dateOf(c, "closed_to")}, Limit: perPage, Offset: (c.PageNumber() - 1) * perPage}
	known := false
	for _, t := range states {
		known = known || t.state == l.State
	}
	if !known {
		l.State = query.CasesOpen
	}
	if l.State == query.CasesMine {
		l.Officer = string(c.By.Staff)
	}
	l.Times, _ = strconv.Atoi(c.Query("times"))
	l.Since = civil.On(c.Today().Year(), time.January, 1)
	if c.Query("light") == "" {
		return l, nil
	}
	_, red, amber, err := p.Desk.Lights(c.Context(), c.By, c.By.Agency)
	l.Due = true
	switch c.Query("light") {
	case "overdue":
		l.DueTo = c.Today().AddDays(-1)
	case "red":
		l.DueFrom, l.DueTo = c.Today(), red
	case "amber":
		l.DueFrom, l.DueTo = red.AddDays(1), amber
	case "soon":
		l.DueFrom, l.DueTo = c.Today(), amber
	}
	return l, err
}

// dateOf reads a day from the address.
func dateOf(c *workbench.Call, name string) civil.Date {
	on, _ := civil.Parse(c.Query(name))
	return on
}

// took reads from the address how long an answer may have taken; ok is false where the address says nothing of it.
func took(c *workbench.Call) (from, to int, ok bool) {
	from, err := strconv.Atoi(c.Query("took_from"))
	if err != nil {
		return 0, 0, false
	}
	if to, err = strconv.Atoi(c.Query("took_to")); err != nil {
		to = -1
	}
	return from, to, true
}

// listed is the page of the register that the address asks for.
func (p pages) listed(c *workbench.Call, l query.CaseList) ([]casework.Listed, int, error) {
	if from, to, ok := took(c); ok {
		return p.Desk.ListTook(c.Context(), c.By, l, from, to)
	}
	return p.Desk.List(c.Context(), c.By, l)
}

// register lists the applications of the agency: those that are open by the day on which they are due.
func (p pages) register(c *workbench.Call) (templ.Component, error) {
	l, err := p.wanted(c)
	if err != nil {
		return nil, err
	}
	listed, total, err := p.listed(c, l)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("依申请公开"), Head: ui.PageHead{Title: "依申请公开", Lead: lead(l.State)}, Tabs: &ui.Tabs{Label: "登记簿"}}
	for _, t := range states {
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: t.label, Href: c.URL(casesPath + "?state=" + string(t.state))}, Current: t.state == l.State})
	}
	if c.May(auth.RegisterCase, c.By.Agency) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "登记申请", Kind: ui.Primary, Href: c.URL(casesPath + "/new")}, ui.Button{Text: "批量登记来信", Href: c.URL(casesPath + "/bundle")})
	}
	s.Buttons = append(s.Buttons, ui.Button{Text: "导出表格", Href: c.URL(casesPath + ".xlsx?" + c.Request.URL.RawQuery)})
	views, err := p.kept(c)
	if err != nil {
		return nil, err
	}
	filter, err := p.filter(c, l)
	if err != nil {
		return nil, err
	}
	table, err := p.chooser(c, listed, l.State)
	if err != nil {
		return nil, err
	}
	s.Add("", views, filter, most(l, total), table, c.Pagination(total, perPage))
	return s.Page(), nil
}

// most says where a list ends although there is more.
func most(l query.CaseList, total int) templ.Component {
	if total < query.MostCounted {
		return templ.NopComponent
	}
	n := ui.Notice{Tone: ui.Caution, Title: fmt.Sprintf("超过%d件，只列到这里", query.MostCounted), Text: "按排列的先后列出，后面的没有列出。请用日期、渠道等条件缩小范围，或者导出表格。"}
	if l.Text != "" {
		n.Text = "含有这些字的申请太多，列出的是其中最近到达的。请写得更具体，或者用到达日期、渠道等条件缩小范围。"
	}
	return n
}

// kept are the lists that the caller keeps.
func (p pages) kept(c *workbench.Call) (templ.Component, error) {
	views, err := p.Desk.SavedViews(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	k := kept{Save: c.URL(casesPath + "/views?" + c.Request.URL.RawQuery)}
	for _, v := range views {
		k.Views = append(k.Views, keptView{v.Name, c.URL(casesPath + "?" + v.Query), v.Query == c.Request.URL.Query().Encode()})
	}
	return k, nil
}

// chooser is the list with boxes to choose rows, for those who may act upon several.
func (p pages) chooser(c *workbench.Call, listed []casework.Listed, state query.CaseState) (templ.Component, error) {
	t, err := p.table(c, listed, state)
	if err != nil || !c.May(auth.AssignCase, c.By.Agency) || len(listed) == 0 {
		return t, err
	}
	t.Columns = append(t.Columns, ui.Column{Title: "选择"})
	for i, x := range listed {
		t.Rows[i].Cells = append(t.Rows[i].Cells, ui.Cell{Body: tick{string(x.ID), x.Number}})
	}
	chooser := choice{Path: c.URL(casesPath + "/bulk"), Table: t, Buttons: []choiceButton{{Button: ui.Button{Text: "批量交办、备注", Kind: ui.Secondary}, Path: c.URL(casesPath + "/bulk")}}}
	if c.May(auth.RegisterCase, c.By.Agency) {
		chooser.Buttons = append(chooser.Buttons,
			choiceButton{Button: ui.Button{Text: "打印回执", Kind: ui.Secondary}, Path: c.URL(casesPath + "/receipts"), Post: true},
			choiceButton{Button: ui.Button{Text: "回执（OFD）", Kind: ui.Quiet}, Path: c.URL(casesPath + "/receipts?form=ofd"), Post: true})
	}
	return chooser, nil
}

func lead(state query.CaseState) string {
	switch state {
	case query.CasesMine:
		return "指定给我的，和还没有指定经办人的，按下一步的期限先后排列。"
	case query.CasesOpen:
		return "按下一步的期限先后排列，含待送达、待归档的。"
	}
	return "最近的在前。"
}

func (p pages) filter(c *workbench.Call, l query.CaseList) (templ.Component, error) {
	form := workbench.Filled(url.Values{"channel": {string(l.Channel)}, "outcome": {l.Outcome}, "q": {l.Text}, "state": {string(l.State)}, "step": {string(l.Step)},
		"section": {l.Section}, "officer": {c.Query("officer")}, "light": {c.Query("light")}, "from": {l.From.String()}, "to": {l.To.String()}})
	choose := func(name, label string, options []ui.Option) templ.Component {
		return form.Select(ui.Select{Field: ui.Field{Name: name, Label: label, Optional: true}, Blank: "全部", Options: options})
	}
	fields := []templ.Component{
		form.Line(ui.TextInput{Field: ui.Field{Name: "q", Label: "编号、内容", Optional: true}, Type: "search", Width: "medium"}),
	}
	more := []templ.Component{choose("channel", "渠道", channelOptions())}
	if l.State != query.CasesClosed {
		fields = append(fields, choose("step", "环节", stepOptions()), choose("light", "期限", lights))
	}
	if l.State == query.CasesClosed || l.State == query.CasesAll {
		more = append(more, choose("outcome", "办理结果", outcomeOptions()))
	}
	sections, err := p.Desk.Sections(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	if len(sections) > 0 && l.State != query.CasesClosed {
		var options []ui.Option
		for _, section := range sections {
			options = append(options, ui.Option{Value: string(section.ID), Text: section.Name})
		}
		more = append(more, choose("section", "承办股室", options))
	}
	staff, err := p.Desk.Staff(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	if len(staff) > 1 && l.State != query.CasesMine {
		var options []ui.Option
		for _, a := range staff {
			options = append(options, ui.Option{Value: string(a.Staff), Text: a.Name})
		}
		more = append(more, choose("officer", "经办人", options))
	}
	more = append(more, form.Line(ui.TextInput{Field: ui.Field{Name: "from", Label: "到达日期自", Optional: true}, Type: "date", Width: "short"}),
		form.Line(ui.TextInput{Field: ui.Field{Name: "to", Label: "至", Optional: true}, Type: "date", Width: "short"}))
	hidden := [][2]string{{"state", string(l.State)}}
	for _, name := range []string{"closed_from", "closed_to", "took_from", "took_to", "times", "source"} {
		if c.Query(name) != "" {
			hidden = append(hidden, [2]string{name, c.Query(name)})
		}
	}
	open := l.Channel != "" || l.Outcome != "" || l.Section != "" || c.Query("officer") != "" || !l.From.IsZero() || !l.To.IsZero()
	return sheet.Filter{Path: c.URL(casesPath), Fields: fields, More: more, Open: open, Hidden: hidden}, nil
}

func stepOptions() []ui.Option {
	options := make([]ui.Option, 0, len(application.Steps))
	for _, row := range application.Steps {
		options = append(options, ui.Option{Value: string(row.Step), Text: row.Label})
	}
	return options
}

func channelOptions() []ui.Option {
	options := make([]ui.Option, 0, len(deadline.Channels))
	for _, channel := range deadline.Channels {
		options = append(options, ui.Option{Value: string(channel), Text: channels[channel]})
	}
	return options
}

func outcomeOptions() []ui.Option {
	options := make([]ui.Option, 0, len(decision.Outcomes))
	for _, leaf := range decision.Outcomes {
		options = append(options, ui.Option{Value: string(leaf.Outcome), Text: leaf.Short})
	}
	return options
}

func (p pages) table(c *workbench.Call, listed []casework.Listed, state query.CaseState) (ui.Table, error) {
	periods, _, _, err := p.Desk.Lights(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return ui.Table{}, err
	}
	t := ui.Table{Caption: "申请", Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "申请内容"}, {Title: "申请人"}, {Title: "收到"}, {Title: "环节"}, {Title: "期限"}},
		Empty: ui.Empty{Title: "没有申请", Text: "没有符合条件的申请。"}}
	if state == query.CasesOpen || state == query.CasesMine {
		t.Empty = ui.Empty{Title: "没有在办的申请", Text: "新的申请登记或者在线提交后出现在这里。"}
	}
	for _, x := range listed {
		received := x.ReceivedOn.String()
		if received == "" {
			received = x.ArrivedOn.String() + "到达"
		}
		light := lightOf(x.Clock, periods)
		row := ui.Row{Cells: []ui.Cell{{Text: x.Number, Href: c.URL(casePath(x.ID))}, {Text: short(x.Wanted.Content)}, {Text: x.Applicant.Category.Label()},
			{Text: received}, {Text: stageWords(x)}, {Body: lamp(x.Clock, light)}}}
		switch light.Light {
		case ui.Overdue, ui.Red:
			row.Tone = ui.Bad
		case ui.Amber:
			row.Tone = ui.Caution
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

func stageWords(x casework.Listed) string {
	if x.Clock.Stage == deadline.Closed {
		if x.Step != application.NoStep {
			return outcomeWords(decision.Outcome(x.Outcome)) + "，" + x.Step.Label()
		}
		return outcomeWords(decision.Outcome(x.Outcome))
	}
	words := stages[x.Clock.Stage]
	if x.Clock.Paused {
		words = "征求意见中"
	}
	if x.Review != nil {
		words += "，答复" + x.Review.Words()
	}
	return words
}

// outcomeWords names an outcome in a few words.
func outcomeWords(o decision.Outcome) string {
	if leaf, ok := decision.LeafOf(o); ok {
		return leaf.Short
	}
	return "已办结"
}

// lightOf is the traffic light of a clock.
func lightOf(clock deadline.Output, periods agency.Periods) ui.Deadline {
	d := ui.Deadline{Due: clock.DueOn.Chinese(), Provisional: clock.Provisional}
	switch {
	case clock.Stage == deadline.Closed:
		d.Light = ui.Closed
	case clock.DueOn.IsZero() || clock.WorkdaysLeft == nil:
		d.Light = ui.Paused
	case *clock.WorkdaysLeft < 0:
		d.Light, d.Left = ui.Overdue, -*clock.WorkdaysLeft
	default:
		d.Left = *clock.WorkdaysLeft
		switch {
		case d.Left <= periods.Red:
			d.Light = ui.Red
		case d.Left <= periods.Amber:
			d.Light = ui.Amber
		default:
			d.Light = ui.Green
		}
	}
	return d
}

// lamp shows the light, or that the term has not begun.
func lamp(clock deadline.Output, light ui.Deadline) templ.Component {
	if clock.Stage == deadline.Unconfirmed {
		return ui.Badge{Text: "期限未起算", Tone: ui.Info}
	}
	return light
}

// longestTitle is how much of the content a list shows, in characters.
const longestTitle = 40

func short(s string) string {
	runes := []rune(s)
	if len(runes) <= longestTitle {
		return s
	}
	return string(runes[:longestTitle]) + "…"
}

// mostExported bounds a table that is taken away.
const mostExported = 20_000

// export writes the list as a workbook. Nothing in it identifies an applicant.
func (p pages) export(c *workbench.Call) error {
	l, err := p.wanted(c)
	if err != nil {
		return err
	}
	l.Limit, l.Offset = mostExported, 0
	listed, _, err := p.listed(c, l)
	if err != nil {
		return err
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	const name = "申请登记簿"
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := w.SetRow("A1", []any{"编号", "申请内容", "申请人类别", "渠道", "到达日期", "收到日期", "环节", "答复期限", "剩余工作日", "办结日期", "办理结果"}); err != nil {
		return err
	}
	for i, x := range listed {
		var left any
		if x.Clock.WorkdaysLeft != nil && x.Clock.Stage != deadline.Closed {
			left = *x.Clock.WorkdaysLeft
		}
		outcome := ""
		if x.Outcome != "" {
			outcome = outcomeWords(decision.Outcome(x.Outcome))
		}
		if err := w.SetRow("A"+strconv.Itoa(i+2), []any{x.Number, x.Wanted.Content, x.Applicant.Category.Label(), channels[x.Channel], x.ArrivedOn.String(),
			x.ReceivedOn.String(), stageWords(x), x.Clock.DueOn.String(), left, x.ClosedOn.String(), outcome}); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape(name+c.Today().String()+".xlsx"))
	return book.Write(c.Writer())
}
