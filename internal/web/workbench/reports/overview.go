package reports

import (
	"mime"
	"slices"
	"strconv"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/internal/auth"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/review"

	"github.com/a-h/templ"
)

func count(v reporting.View) (errors, warnings int) {
	return v.Audit.Count(audit.Error), v.Audit.Count(audit.Warning)
}

func received(v reporting.View) string {
	return v.Report.Cell(annualreport.Three, annualreport.Received, annualreport.Sum).Text(annualreport.Tally)
}

// returned are the words with which the 主管部门 gave the report back, while that stands.
func returned(v reporting.View) string {
	if v.Stage != reporting.Returned {
		return ""
	}
	for _, act := range slices.Backward(v.Dealings) {
		if act.Kind == "returned" {
			return act.Words
		}
	}
	return ""
}

// overview shows how far the report has come and what is to be done next.
func (p pages) overview(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: base(c, strconv.Itoa(v.Year)+"年度报告", 0), Tabs: tabs(c, v, ""), Buttons: p.next(c, v),
		Head: ui.PageHead{Over: v.Agency.Name, Title: strconv.Itoa(v.Year) + "年政府信息公开工作年度报告", Lead: "应于" + v.DueOn.Chinese() + "前报送主管部门并公布（《条例》第四十九条）。"}}
	if words := returned(v); words != "" {
		s.Add("", ui.Notice{Tone: ui.Bad, Title: "主管部门退回，请修改后重新送审、签发、报送", Text: words})
	}
	if v.Stale && v.HandedIn != nil && v.Stage != reporting.Returned {
		s.Add("", ui.Notice{Tone: ui.Caution, Title: "送审之后登记簿或者文字有变化", Text: "审查和公布的是送审时的内容。要采用新的内容，请重新送审。", Link: ui.Link{Text: "查看变化", Href: path(v.Year, "/review")}})
	}
	s.Add("", progress(v), p.stats(c, v))
	if len(v.Missing) > 0 && v.Version > 0 {
		var items []string
		for _, m := range v.Missing {
			items = append(items, m.Message)
		}
		s.Add("送审之前还需要", sheet.Bullets{Items: items})
	}
	if chart := years(v); slices.ContainsFunc(chart.Lines, func(l ui.Line) bool { return slices.Max(l.Values) > 0 }) && len(chart.Labels) > 1 {
		s.Add("与往年比较", chart)
	}
	if len(v.Dealings) > 0 {
		s.Add("与主管部门的往来", dealings(v.Dealings))
	}
	s.Add("下载现在的内容", p.files(c, v))
	return s.Page(), nil
}

// progress are the steps of a report.
func progress(v reporting.View) ui.Steps {
	errors, _ := count(v)
	written := v.Version > 0 && len(v.Missing) == 0
	dealt := slices.ContainsFunc(v.Dealings, func(a reporting.Act) bool { return a.Kind == "submitted" })
	steps := []ui.Step{
		{Text: "编写", Done: written}, {Text: "核查", Done: written && errors == 0}, {Text: "审查签发", Done: v.Cleared},
		{Text: "报送主管部门", Done: dealt && v.Stage != reporting.Returned}, {Text: "公布", Done: v.Stage == reporting.Published},
	}
	for i := range steps {
		if !steps[i].Done {
			steps[i].Current = true
			break
		}
	}
	return ui.Steps{Label: "进度", Items: steps}
}

func (p pages) stats(c *workbench.Call, v reporting.View) ui.Stats {
	errors, warnings := count(v)
	left := v.DueOn.DaysSince(c.Today())
	due := ui.Stat{Label: "距期限", Value: strconv.Itoa(left), Unit: "天"}
	switch {
	case v.Stage == reporting.Published:
		_, month, day := v.Record.Publication.Acts[0].On.YMD()
		due = ui.Stat{Label: "公布日期", Value: strconv.Itoa(int(month)) + "月" + strconv.Itoa(day) + "日", Note: v.Record.Publication.Acts[0].On.Chinese(), Tone: ui.Good}
	case left < 0:
		due = ui.Stat{Label: "已超过期限", Value: strconv.Itoa(-left), Unit: "天", Tone: ui.Bad}
	}
	tone := func(n int, t ui.Tone) ui.Tone {
		if n == 0 {
			return ui.Good
		}
		return t
	}
	return ui.Stats{Items: []ui.Stat{due,
		{Label: "核查错误", Value: strconv.Itoa(errors), Unit: "处", Href: c.URL(path(v.Year, "/audit")), Tone: tone(errors, ui.Bad)},
		{Label: "核查注意", Value: strconv.Itoa(warnings), Unit: "处", Href: c.URL(path(v.Year, "/audit")), Tone: tone(warnings, ui.Caution)},
		{Label: "人工改数", Value: strconv.Itoa(len(v.Draft.Overrides)), Unit: "处", Href: c.URL(path(v.Year, "/tables")), Tone: tone(len(v.Draft.Overrides), ui.Caution)},
		{Label: "本年新收申请", Value: received(v), Unit: "件", Href: c.URL(cellPath(v.Year, annualreport.Three, annualreport.Received, len(annualreport.Applicants)-1))}}}
}

// next are the buttons for what the caller may do now; the first is the main one.
func (p pages) next(c *workbench.Call, v reporting.View) []ui.Button {
	var list []ui.Button
	add := func(text, rest string, kind ui.ButtonKind) {
		list = append(list, ui.Button{Text: text, Kind: kind, Href: c.URL(path(v.Year, rest))})
	}
	me := c.By.Agency
	compile, publish := c.May(auth.CompileReport, me), c.May(auth.PublishReport, me)
	errors, _ := count(v)
	ready := v.Version > 0 && len(v.Missing) == 0 && errors == 0
	submitted := v.Stage == reporting.Submitted || v.Stage == reporting.Accepted
	switch {
	case v.Year == c.Today().Year():
	case compile && !ready:
		add("编写正文", "/text", ui.Primary)
	case compile && (v.HandedIn == nil || v.Stale && !submitted && v.Stage != reporting.Published):
		add("送审", "/handin", ui.Primary)
	case v.Review.Next != "" && v.Review.Next != review.SelfCheck && v.Record.Draft.ID != "":
		add("审查", "/review", ui.Primary)
	case compile && v.Cleared && !submitted && v.Stage != reporting.Published && v.Agency.Superior != "":
		add("报送主管部门", "/submit", ui.Primary)
	}
	if publish && v.Cleared && v.Stage != reporting.Published {
		kind := ui.Secondary
		if len(list) == 0 {
			kind = ui.Primary
		}
		add("公布", "/publish", kind)
	}
	if compile && v.Stage == reporting.Published && v.Cleared && v.Agency.Superior != "" && lastKind(v) != "submitted" && lastKind(v) != "accepted" {
		add("报送主管部门", "/submit", ui.Secondary)
	}
	return list
}

func lastKind(v reporting.View) string {
	for _, act := range slices.Backward(v.Dealings) {
		if act.Kind != "reminded" {
			return act.Kind
		}
	}
	return ""
}

// years compares the year with those before.
func years(v reporting.View) ui.LineChart {
	received := ui.LineChart{Title: "近年情况", Unit: "", Lines: []ui.Line{{Name: "收到申请"}, {Name: "主动公开"}}}
	for _, past := range v.Facts.Earlier {
		received.Labels = append(received.Labels, strconv.Itoa(past.Year))
		received.Lines[0].Values = append(received.Lines[0].Values, past.Received)
		received.Lines[1].Values = append(received.Lines[1].Values, past.Published)
	}
	received.Labels = append(received.Labels, strconv.Itoa(v.Year))
	received.Lines[0].Values = append(received.Lines[0].Values, v.Report.Cell(annualreport.Three, annualreport.Received, annualreport.Sum).Value)
	received.Lines[1].Values = append(received.Lines[1].Values, v.Facts.Published)
	return received
}

// dealings shows what passed with the 主管部门.
func dealings(acts []reporting.Act) ui.Timeline {
	words := map[string]struct {
		title string
		tone  ui.Tone
	}{"submitted": {"报送", ui.Info}, "returned": {"退回", ui.Bad}, "accepted": {"同意", ui.Good}, "imported": {"读入公布的报告", ui.Info}, "reminded": {"催报", ui.Caution}}
	var t ui.Timeline
	for _, act := range acts {
		w := words[act.Kind]
		who := act.StaffName
		if who != "" {
			who = "（" + who + "）"
		}
		t.Moments = append(t.Moments, ui.Moment{When: act.On.Chinese(), Title: w.title + who, Text: act.Words, Tone: w.tone})
	}
	return t
}

func (p pages) files(c *workbench.Call, v reporting.View) sheet.Buttons {
	var b sheet.Buttons
	for _, format := range reporting.Formats {
		b.Items = append(b.Items, ui.Button{Text: format.Label, Kind: ui.Secondary, Href: c.URL(path(v.Year, "/file/"+string(format.Format)))})
	}
	return b
}

// download gives the report out as a file.
func (p pages) download(c *workbench.Call) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	format := reporting.Format(c.Path("format"))
	name, content, err := p.Desk.Export(c.Context(), c.By, c.By.Agency, year, format)
	if err != nil {
		return err
	}
	media := "application/octet-stream"
	for _, f := range reporting.Formats {
		if f.Format == format {
			media = f.Type
		}
	}
	return send(c, name, media, content)
}

func send(c *workbench.Call, name, media string, content []byte) error {
	h := c.Writer().Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, _ = c.Writer().Write(content) // a caller who is gone needs no answer
	return nil
}

// findings lists what the audit found, errors first.
func findings(list []audit.Finding) ui.Table {
	t := ui.Table{Caption: "核查发现的问题", Quiet: true, Columns: []ui.Column{{Title: "程度"}, {Title: "问题"}, {Title: "规则"}, {Title: "依据"}},
		Empty: ui.Empty{Title: "没有发现问题", Text: "表内勾稽、与登记簿和上年的核对、正文与表格的核对全部通过。"}}
	sorted := slices.Clone(list)
	rank := map[audit.Severity]int{audit.Error: 0, audit.Warning: 1, audit.Info: 2}
	slices.SortStableFunc(sorted, func(a, b audit.Finding) int { return rank[a.Severity] - rank[b.Severity] })
	for _, f := range sorted {
		b := map[audit.Severity]ui.Badge{audit.Error: {Text: "错误", Tone: ui.Bad}, audit.Warning: {Text: "注意", Tone: ui.Caution}, audit.Info: {Text: "提示", Tone: ui.Info}}[f.Severity]
		message := f.Message
		if f.Quote != "" {
			message += "。原文：“" + f.Quote + "”"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Body: b}, {Text: message}, {Text: f.Rule}, {Text: f.Cite.String()}}})
	}
	return t
}

// audit shows every finding on the report as it reads now.
func (p pages) audit(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: base(c, "核查", v.Year), Tabs: tabs(c, v, "/audit"), Head: ui.PageHead{Over: v.Agency.Name, Title: strconv.Itoa(v.Year) + "年度报告的核查",
		Lead: "按现在的登记簿和文字实时核查。有错误的不能送审；“注意”请核实；“提示”供参考。"}}
	s.Add("", findings(v.Audit.Findings))
	if v.Last == nil {
		s.Add("", ui.Notice{Tone: ui.Info, Title: "没有找到上一年度的报告", Text: "未核对结转、现行有效件数和内容雷同。"})
	}
	return s.Page(), nil
}
