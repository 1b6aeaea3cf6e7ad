package cases

import (
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
}{{query.CasesOpen, "在办"}, {query.CasesClosed, "已办结"}, {query.CasesAll, "全部"}}

// wanted reads the filter from the address.
func wanted(c *workbench.Call) query.CaseList {
	l := query.CaseList{Agency: c.By.Agency, State: query.CaseState(c.Query("state")), Channel: deadline.Channel(c.Query("channel")),
		Step: application.Step(c.Query("step")), Section: c.Query("section"), Outcome: c.Query("outcome"), Text: c.Query("q"), Limit: perPage, Offset: (c.PageNumber() - 1) * perPage}
	if l.State != query.CasesClosed && l.State != query.CasesAll {
		l.State = query.CasesOpen
	}
	return l
}

// register lists the applications of the agency: those that are open by the day on which they are due.
func (p pages) register(c *workbench.Call) (templ.Component, error) {
	l := wanted(c)
	listed, total, err := p.Desk.List(c.Context(), c.By, l)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("依申请公开"), Head: ui.PageHead{Title: "依申请公开", Lead: lead(l.State)}, Tabs: &ui.Tabs{Label: "登记簿"}}
	for _, t := range states {
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: t.label, Href: c.URL(casesPath + "?state=" + string(t.state))}, Current: t.state == l.State})
	}
	if c.May(auth.RegisterCase, c.By.Agency) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "登记申请", Kind: ui.Primary, Href: c.URL(casesPath + "/new")})
	}
	s.Buttons = append(s.Buttons, ui.Button{Text: "导出表格", Href: c.URL(casesPath + ".xlsx?" + c.Request.URL.RawQuery)})
	s.Add("", p.filter(c, l), p.table(c, listed, l.State), c.Pagination(total, perPage))
	return s.Page(), nil
}

func lead(state query.CaseState) string {
	if state == query.CasesOpen {
		return "按下一步的期限先后排列，含待送达、待归档的。"
	}
	return "最近的在前。"
}

func (p pages) filter(c *workbench.Call, l query.CaseList) templ.Component {
	form := workbench.Filled(url.Values{"channel": {string(l.Channel)}, "outcome": {l.Outcome}, "q": {l.Text}, "state": {string(l.State)}, "step": {string(l.Step)}})
	fields := []templ.Component{
		form.Line(ui.TextInput{Field: ui.Field{Name: "q", Label: "编号、内容", Optional: true}, Type: "search", Width: "medium"}),
		form.Select(ui.Select{Field: ui.Field{Name: "channel", Label: "渠道", Optional: true}, Blank: "全部", Options: channelOptions()}),
	}
	if l.State != query.CasesClosed {
		fields = append(fields, form.Select(ui.Select{Field: ui.Field{Name: "step", Label: "环节", Optional: true}, Blank: "全部", Options: stepOptions()}))
	}
	if l.State != query.CasesOpen {
		fields = append(fields, form.Select(ui.Select{Field: ui.Field{Name: "outcome", Label: "办理结果", Optional: true}, Blank: "全部", Options: outcomeOptions()}))
	}
	return sheet.Filter{Path: c.URL(casesPath), Fields: fields, Hidden: [][2]string{{"state", string(l.State)}}}
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

func (p pages) table(c *workbench.Call, listed []casework.Listed, state query.CaseState) ui.Table {
	t := ui.Table{Caption: "申请", Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "申请内容"}, {Title: "申请人"}, {Title: "收到"}, {Title: "环节"}, {Title: "期限"}},
		Empty: ui.Empty{Title: "没有申请", Text: "没有符合条件的申请。"}}
	if state == query.CasesOpen {
		t.Empty = ui.Empty{Title: "没有在办的申请", Text: "新的申请登记或者在线提交后出现在这里。"}
	}
	for _, x := range listed {
		received := x.ReceivedOn.String()
		if received == "" {
			received = x.ArrivedOn.String() + "到达"
		}
		light := lightOf(x.Clock, p.periods(c))
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
	return t
}

// periods are the days from which a term is shown in amber and red. They are the defaults: a list reads no settings.
func (p pages) periods(c *workbench.Call) agency.Periods {
	return agency.DefaultSettings(c.Today()).Periods
}

func stageWords(x casework.Listed) string {
	if x.Clock.Stage == deadline.Closed {
		if x.Step != application.NoStep {
			return outcomeWords(decision.Outcome(x.Outcome)) + "，" + x.Step.Label()
		}
		return outcomeWords(decision.Outcome(x.Outcome))
	}
	if x.Clock.Paused {
		return "征求意见中"
	}
	return stages[x.Clock.Stage]
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

// duePanel counts what is due, and lists what is most pressing.
func (p pages) duePanel(c *workbench.Call) (templ.Component, error) {
	if !c.May(auth.ViewCase, c.By.Agency) {
		return nil, nil
	}
	open, total, err := p.Desk.List(c.Context(), c.By, query.CaseList{Agency: c.By.Agency, State: query.CasesOpen, Limit: shownOnPanel})
	if err != nil || total == 0 {
		return nil, err
	}
	n, err := p.Desk.DueCount(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	stats := ui.Stats{Items: []ui.Stat{
		{Label: "在办申请", Value: strconv.Itoa(n.Open), Unit: "件", Href: c.URL(casesPath)},
		{Label: "即将到期", Value: strconv.Itoa(n.Soon), Unit: "件", Tone: toneOf(n.Soon, ui.Caution)},
		{Label: "已逾期", Value: strconv.Itoa(n.Overdue), Unit: "件", Tone: toneOf(n.Overdue, ui.Bad)},
		{Label: "待确认收到", Value: strconv.Itoa(n.Unconfirmed), Unit: "件", Tone: toneOf(n.Unconfirmed, ui.Caution)},
	}}
	return templ.Join(stats, p.table(c, open, query.CasesOpen)), nil
}

// shownOnPanel is how many applications the home page names.
const shownOnPanel = 5

func toneOf(n int, tone ui.Tone) ui.Tone {
	if n == 0 {
		return ui.Neutral
	}
	return tone
}

// signPanel lists the answers that wait for the caller's signature.
func (p pages) signPanel(c *workbench.Call) (templ.Component, error) {
	if !c.May(auth.VerifyCase, c.By.Agency) && !c.May(auth.ClearCase, c.By.Agency) && !c.May(auth.SignCase, c.By.Agency) {
		return nil, nil
	}
	waiting, err := p.Desk.Waiting(c.Context(), c.By)
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	return p.table(c, waiting, query.CasesOpen), nil
}

// mostExported bounds a table that is taken away.
const mostExported = 20_000

// export writes the list as a workbook. Nothing in it identifies an applicant.
func (p pages) export(c *workbench.Call) error {
	l := wanted(c)
	l.Limit, l.Offset = mostExported, 0
	listed, _, err := p.Desk.List(c.Context(), c.By, l)
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

// statistics shows the year by month, channel and outcome.
func (p pages) statistics(c *workbench.Call) (templ.Component, error) {
	since := civil.On(c.Today().Year(), time.January, 1)
	view := p.Desk.DB.View(c.Context())
	months, err := query.CasesByMonth(view, c.By.Agency, since)
	if err != nil {
		return nil, err
	}
	outcomes, err := query.CasesByOutcome(view, c.By.Agency, since)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("申请统计", registerCrumb), Head: ui.PageHead{Title: "申请统计", Lead: strconv.Itoa(c.Today().Year()) + "年，截至" + c.Today().Chinese()}}
	byMonth, byChannel := map[string]int64{}, map[deadline.Channel]int64{}
	for _, row := range months {
		byMonth[row.Month] += int64(row.Count)
		byChannel[deadline.Channel(row.Channel)] += int64(row.Count)
	}
	received := ui.BarChart{Title: "各月收到的申请"}
	for m := time.January; m <= c.Today().Month().Month; m++ {
		month := civil.Month{Year: c.Today().Year(), Month: m}
		received.Points = append(received.Points, ui.Point{Label: strconv.Itoa(int(m)) + "月", Value: byMonth[month.String()]})
	}
	ways := ui.BarChart{Title: "各渠道收到的申请"}
	for _, channel := range deadline.Channels {
		ways.Points = append(ways.Points, ui.Point{Label: channels[channel], Value: byChannel[channel]})
	}
	ends := ui.BarChart{Title: "办理结果"}
	for _, leaf := range decision.Outcomes {
		if n := outcomes[string(leaf.Outcome)]; n > 0 {
			ends.Points = append(ends.Points, ui.Point{Label: leaf.Short, Value: int64(n)})
		}
	}
	s.Add("收到", received, ways)
	if len(ends.Points) > 0 {
		s.Add("办结", ends)
	} else {
		s.Add("办结", ui.Empty{Title: "本年还没有办结的申请"})
	}
	return s.Page(), nil
}
