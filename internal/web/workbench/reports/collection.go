package reports

import (
	"cmp"
	"slices"
	"strconv"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/fault"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// collect gathers the collection of the year that the address asks for, last year's without one.
func (p pages) collect(c *workbench.Call) (reporting.Collection, error) {
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < firstYear || year > c.Today().Year() {
		year = c.Today().Year() - 1
	}
	return p.Desk.Collect(c.Context(), c.By, year)
}

func inYear(rest string, year int) string { return collection + rest + "?year=" + strconv.Itoa(year) }

func collectionTabs(c *workbench.Call, year int, current string) *ui.Tabs {
	t := &ui.Tabs{Label: "收集汇总"}
	for _, tab := range []struct{ text, rest string }{{"报送情况", ""}, {"汇总表", "/sum"}, {"比较", "/compare"}} {
		t.Items = append(t.Items, ui.Tab{Link: ui.Link{Text: tab.text, Href: c.URL(inYear(tab.rest, year))}, Current: tab.rest == current})
	}
	return t
}

// choose lets another year be chosen.
func choose(c *workbench.Call, year int, rest string) templ.Component {
	s := ui.Select{Field: ui.Field{Name: "year", Label: "年度"}}
	for y := c.Today().Year(); y >= firstYear; y-- {
		s.Options = append(s.Options, ui.Option{Value: strconv.Itoa(y), Text: strconv.Itoa(y) + "年度", Selected: y == year})
	}
	return sheet.Filter{Path: c.URL(collection + rest), Fields: []templ.Component{s}}
}

// board shows who has submitted, what the audit says, what was returned, accepted and published.
func (p pages) board(c *workbench.Call) (templ.Component, error) {
	all, err := p.collect(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("年报收集汇总"), Tabs: collectionTabs(c, all.Year, ""),
		Buttons: []ui.Button{{Text: "批量读入", Kind: ui.Secondary, Href: c.URL(importMany + "?year=" + strconv.Itoa(all.Year))}, {Text: "按网址读入的情况", Kind: ui.Quiet, Href: c.URL(inYear("/fetches", all.Year))}},
		Head:    ui.PageHead{Over: c.Own().Name, Title: strconv.Itoa(all.Year) + "年度报告的收集", Lead: "报送、核查、退回、同意、公布的情况。等待核查的在前。不使用平台的单位，可以读入其公布的报告。"}}
	s.Add("", choose(c, all.Year, ""), boardStats(c, all), sheet.Actions{Items: []sheet.Action{
		{Path: c.URL(collection + "/remind"), Button: ui.Button{Text: "催报全部未报送的单位", Kind: ui.Secondary}, Hidden: [][2]string{{"year", strconv.Itoa(all.Year)}}},
		{Path: c.URL(collection + "/file"), Button: ui.Button{Text: "导出全部（ZIP）", Kind: ui.Secondary}, Hidden: [][2]string{{"year", strconv.Itoa(all.Year)}}}}})
	t := ui.Table{Caption: "各单位", Quiet: true, Columns: []ui.Column{{Title: "单位"}, {Title: "状态"}, {Title: "期限"}, {Title: "报送"}, {Title: "公布"}, {Title: "核查"}, {Title: "天数"}}, Empty: ui.Empty{Title: "没有下级机关"}}
	title := "各单位"
	for _, u := range all.Units {
		if show, ok := shows[c.Query("show")]; ok {
			title = "各单位：" + show.label
			if !show.of(u) {
				continue
			}
		}
		t.Rows = append(t.Rows, unitRow(c, all, u))
	}
	s.Add(title, t)
	if c.Query("show") != "" {
		s.Add("", sheet.Buttons{Items: []ui.Button{{Text: "显示全部单位", Kind: ui.Quiet, Href: c.URL(inYear("", all.Year))}}})
	}
	return s.Page(), nil
}

// shows are the lists to which the figures of the board open.
var shows = map[string]struct {
	label string
	of    func(reporting.Unit) bool
}{
	"waiting":   {"等待核查", func(u reporting.Unit) bool { return lastOf(u) == "submitted" || lastOf(u) == "imported" }},
	"missing":   {"未报送", func(u reporting.Unit) bool { return u.SubmittedOn.IsZero() && u.PublishedOn.IsZero() }},
	"wrong":     {"核查有错误", func(u reporting.Unit) bool { return u.Audit.Count(audit.Error) > 0 }},
	"published": {"已公布", func(u reporting.Unit) bool { return !u.PublishedOn.IsZero() }},
}

func unitRow(c *workbench.Call, all reporting.Collection, u reporting.Unit) ui.Row {
	check := ui.Cell{Text: "—"}
	if u.Report != nil {
		b := ui.Badge{Text: "通过", Tone: ui.Good}
		if n := u.Audit.Count(audit.Error); n > 0 {
			b = ui.Badge{Text: strconv.Itoa(n) + "处错误", Tone: ui.Bad}
		} else if n := u.Audit.Count(audit.Warning); n > 0 {
			b = ui.Badge{Text: strconv.Itoa(n) + "处注意", Tone: ui.Caution}
		}
		check = ui.Cell{Body: b}
	}
	var days ui.Cell
	switch left := u.DueOn.DaysSince(all.Today); {
	case u.Late > 0 && u.SubmittedOn.IsZero() && u.PublishedOn.IsZero():
		days = ui.Cell{Body: ui.Badge{Text: "已超期" + strconv.Itoa(u.Late) + "天", Tone: ui.Bad}}
	case u.Late > 0:
		days = ui.Cell{Body: ui.Badge{Text: "晚了" + strconv.Itoa(u.Late) + "天", Tone: ui.Caution}}
	case u.SubmittedOn.IsZero() && u.PublishedOn.IsZero():
		days = ui.Cell{Text: "还有" + strconv.Itoa(left) + "天"}
	default:
		days = ui.Cell{Body: ui.Badge{Text: "按期", Tone: ui.Good}}
	}
	r := ui.Row{Cells: []ui.Cell{{Text: name(u.Agency), Href: c.URL(belowPath(u.Agency, all.Year, ""))}, {Body: badge(u.Stage)}, {Text: u.DueOn.String()}, {Text: dash(u.SubmittedOn.String())}, {Text: dash(u.PublishedOn.String())}, check, days}}
	switch {
	case u.Audit.Count(audit.Error) > 0 || u.Late > 0 && u.SubmittedOn.IsZero() && u.PublishedOn.IsZero():
		r.Tone = ui.Bad
	case u.Stage == reporting.Submitted:
		r.Tone = ui.Caution
	}
	return r
}

func name(a agency.Agency) string { return cmp.Or(a.ShortName, a.Name) }

func dash(s string) string { return cmp.Or(s, "—") }

func boardStats(c *workbench.Call, all reporting.Collection) ui.Stats {
	late, counts := 0, map[string]int{}
	for _, u := range all.Units {
		for name, show := range shows {
			if show.of(u) {
				counts[name]++
			}
		}
		if u.Late > 0 && shows["missing"].of(u) {
			late++
		}
	}
	stat := func(name, unit string, tone ui.Tone) ui.Stat {
		return ui.Stat{Label: shows[name].label, Value: strconv.Itoa(counts[name]), Unit: unit, Tone: tone, Href: c.URL(inYear("", all.Year) + "&show=" + name)}
	}
	tone := func(n int, t ui.Tone) ui.Tone {
		if n == 0 {
			return ui.Good
		}
		return t
	}
	missing := stat("missing", "个", tone(late, ui.Bad))
	missing.Note = "其中超期" + strconv.Itoa(late) + "个"
	return ui.Stats{Items: []ui.Stat{{Label: "单位", Value: strconv.Itoa(len(all.Units)), Unit: "个", Href: c.URL(inYear("", all.Year))},
		stat("waiting", "份", tone(counts["waiting"], ui.Caution)), missing, stat("wrong", "份", tone(counts["wrong"], ui.Bad)), stat("published", "份", ui.Neutral)}}
}

func (p pages) collectionPanel(c *workbench.Call) (templ.Component, error) {
	all, err := p.Desk.Collect(c.Context(), c.By, c.Today().Year()-1)
	if err != nil || len(all.Units) == 0 {
		return nil, err
	}
	return templ.Join(boardStats(c, all), sheet.Buttons{Items: []ui.Button{{Text: "打开年报收集汇总", Kind: ui.Secondary, Href: c.URL(collection)}}}), nil
}

// unitOf finds the unit that the address names in its collection.
func (p pages) unitOf(c *workbench.Call) (reporting.Collection, reporting.Unit, error) {
	a, year, err := unitOf(c)
	if err != nil {
		return reporting.Collection{}, reporting.Unit{}, err
	}
	all, err := p.Desk.Collect(c.Context(), c.By, year)
	if err != nil {
		return all, reporting.Unit{}, err
	}
	i := slices.IndexFunc(all.Units, func(u reporting.Unit) bool { return u.Agency.ID == a.ID })
	if i < 0 {
		return all, reporting.Unit{}, fault.New(fault.NotFound, "没有找到这个单位的年报")
	}
	return all, all.Units[i], nil
}

// collected shows the report of a unit with what the audit found, and what the 主管部门 may do with it.
func (p pages) collected(c *workbench.Call) (templ.Component, error) {
	all, u, err := p.unitOf(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base(name(u.Agency), ui.Link{Text: "年报收集汇总", Href: inYear("", all.Year)}), Head: ui.PageHead{Over: strconv.Itoa(all.Year) + "年度报告", Title: u.Agency.Name, Lead: "期限" + u.DueOn.Chinese() + "。"}}
	waiting := len(u.Dealings) > 0 && (lastOf(u) == "submitted" || lastOf(u) == "imported")
	if waiting {
		s.Buttons = append(s.Buttons, ui.Button{Text: "同意或者退回", Kind: ui.Primary, Href: c.URL(belowPath(u.Agency, all.Year, "/judge"))})
	}
	if !waiting && u.Origin != "registers" {
		s.Buttons = append(s.Buttons, ui.Button{Text: "读入公布的报告", Kind: ui.Secondary, Href: c.URL(belowPath(u.Agency, all.Year, "/import"))})
	}
	s.Add("", ui.Facts{Items: []ui.Fact{{Name: "状态", Body: badge(u.Stage)}, {Name: "报送", Text: dash(u.SubmittedOn.String())}, {Name: "公布", Text: dash(u.PublishedOn.String())}, {Name: "催报", Text: strconv.Itoa(u.Reminded) + "次"}}})
	if u.SubmittedOn.IsZero() && u.PublishedOn.IsZero() {
		s.Add("", sheet.Actions{Items: []sheet.Action{{Path: c.URL(belowPath(u.Agency, all.Year, "/remind")), Button: ui.Button{Text: "催报", Kind: ui.Secondary}}}})
	}
	if len(u.Dealings) > 0 {
		s.Add("往来", dealings(u.Dealings))
	}
	if u.Report == nil {
		s.Add("", ui.Empty{Title: "还没有收到这个单位的报告", Text: "不使用平台的单位，可以上传其公布的文件，或者粘贴网页。"})
		return s.Page(), nil
	}
	if list := originals(c, all, u); len(list.Items) > 0 {
		s.Add("原件", list)
	}
	s.Add("核查", findings(u.Audit.Findings))
	for _, table := range allTables {
		if form := u.Report.FormFor(table); form != nil && u.Report.Tables[table] != nil {
			s.Add(tableTitles[table], grid(form, table, u.Report.Tables[table], nil, wrongCells(u.Audit.Findings, table)))
		}
	}
	s.Add("正文", reading(u.Report)...)
	return s.Page(), nil
}

func lastOf(u reporting.Unit) string { return lastKind(reporting.View{Dealings: u.Dealings}) }

// wrongCells marks the cells that findings name.
func wrongCells(list []audit.Finding, table annualreport.TableNo) func(annualreport.RowID, annualreport.ColumnID) (ui.Tone, string) {
	return func(row annualreport.RowID, column annualreport.ColumnID) (ui.Tone, string) {
		for _, f := range list {
			if f.Where.Table == strconv.Itoa(int(table)) && f.Where.Row == string(row) && f.Where.Column == string(column) {
				if f.Severity == audit.Error {
					return ui.Bad, unbroken(f.Rule)
				}
				return ui.Caution, unbroken(f.Rule)
			}
		}
		return ui.Neutral, ""
	}
}

func reading(r *annualreport.Report) []templ.Component {
	var list []templ.Component
	for _, p := range r.Preamble {
		list = append(list, sheet.Paragraph{Text: p})
	}
	for _, s := range r.Sections {
		text := ""
		for _, p := range s.Lines() {
			text += p + "\n"
		}
		list = append(list, sheet.Preview{Title: s.Number + "、" + s.Title, Text: text})
	}
	return list
}

// drawJudge is the page on which a report is accepted or returned.
func (p pages) drawJudge(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	all, u, err := p.unitOf(c)
	if err != nil {
		return nil, err
	}
	if !f.Sent() {
		words, n := "", 0
		for _, finding := range u.Audit.Findings {
			if finding.Severity != audit.Info {
				n++
				words += strconv.Itoa(n) + ". " + finding.Message + "（" + finding.Cite.String() + "）\n"
			}
		}
		f.Values.Set("words", words)
		f.Values.Set("verdict", "return")
		if words == "" {
			f.Values.Set("verdict", "accept")
		}
	}
	return sheet.Entry{Base: c.Base("核查", ui.Link{Text: "年报收集汇总", Href: inYear("", all.Year)}, ui.Link{Text: name(u.Agency), Href: belowPath(u.Agency, all.Year, "")}),
		Head: ui.PageHead{Over: u.Agency.Name, Title: strconv.Itoa(all.Year) + "年度报告：同意或者退回", Lead: "退回的意见由核查结果填好，可以修改。"}, Form: f, Above: []templ.Component{findings(u.Audit.Findings)}, Compact: true,
		Submit: ui.Button{Text: "提交", Kind: ui.Primary}, Cancel: belowPath(u.Agency, all.Year, ""),
		Fields: []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "verdict", Label: "意见"}, Options: []ui.Option{{Value: "accept", Text: "同意"}, {Value: "return", Text: "退回修改"}}}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "words", Label: "需要修改的内容", Hint: "退回时必填，单位会看到"}, Rows: 8, Max: 3000})}}.Page(), nil
}

func (p pages) takeJudge(c *workbench.Call, f *workbench.Form) error {
	all, u, err := p.unitOf(c)
	if err != nil {
		return err
	}
	verdict := f.Text("verdict")
	if verdict != "accept" && verdict != "return" {
		f.Add("verdict", "请选择同意或者退回")
		return f.Err()
	}
	words := f.Text("words")
	if verdict == "accept" {
		words = ""
	}
	if err := p.Desk.Judge(c.Context(), c.By, u.Agency.ID, all.Year, verdict == "accept", words); err != nil {
		return err
	}
	done := "已同意"
	if verdict == "return" {
		done = "已退回"
	}
	return c.Done(inYear("", all.Year), "%s：%s", done, u.Agency.Name)
}

// unitOf reads the year and the agency below whose report the address names.
func unitOf(c *workbench.Call) (a agency.Agency, year int, err error) {
	if year, err = yearOf(c); err != nil {
		return a, 0, err
	}
	a, err = c.Agency()
	return a, year, err
}

func (p pages) remind(c *workbench.Call) error {
	a, year, err := unitOf(c)
	if err != nil {
		return err
	}
	if err := p.Desk.Remind(c.Context(), c.By, a.ID, year, ""); err != nil {
		return err
	}
	return c.Done(belowPath(a, year, ""), "已催报：%s", a.Name)
}

// remindAll reminds every unit whose report is missing.
func (p pages) remindAll(c *workbench.Call) error {
	all, err := p.posted(c)
	if err != nil {
		return err
	}
	n := 0
	for _, u := range all.Units {
		if !u.SubmittedOn.IsZero() && u.Stage != reporting.Returned || !u.PublishedOn.IsZero() {
			continue
		}
		if err := p.Desk.Remind(c.Context(), c.By, u.Agency.ID, all.Year, ""); err != nil && fault.KindOf(err) != fault.Conflict {
			return err
		}
		n++
	}
	return c.Done(inYear("", all.Year), "已催报%d个单位", n)
}

// posted gathers the collection of the year that a form names.
func (p pages) posted(c *workbench.Call) (reporting.Collection, error) {
	f, err := c.Form()
	if err != nil {
		return reporting.Collection{}, err
	}
	year, err := strconv.Atoi(f.Text("year"))
	if err != nil {
		return reporting.Collection{}, fault.New(fault.NotFound, "没有这一年度")
	}
	return p.Desk.Collect(c.Context(), c.By, year)
}

func (p pages) bundle(c *workbench.Call) error {
	all, err := p.posted(c)
	if err != nil {
		return err
	}
	content, err := p.Desk.Bundle(c.Context(), c.By, all.Year)
	if err != nil {
		return err
	}
	return send(c, strconv.Itoa(all.Year)+"年度报告汇编.zip", "application/zip", content)
}

// sum shows the roll-up: every cell opens to the agencies behind it, and where sums and published figures differ.
func (p pages) sum(c *workbench.Call) (templ.Component, error) {
	all, err := p.collect(c)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, u := range all.Units {
		if u.Report != nil {
			n++
		}
	}
	s := sheet.Sheet{Base: c.Base("汇总表", ui.Link{Text: "年报收集汇总", Href: collection}), Tabs: collectionTabs(c, all.Year, "/sum"),
		Head: ui.PageHead{Over: c.Own().Name, Title: strconv.Itoa(all.Year) + "年度汇总表", Lead: "由收到的" + strconv.Itoa(n) + "份报告（共" + strconv.Itoa(len(all.Units)) + "个单位）逐格相加。点开数字查看各单位的数。有单位空白的格，合计为空。"}}
	s.Add("", choose(c, all.Year, "/sum"))
	sums := all.Sum()
	for _, table := range allTables {
		s.Add(tableTitles[table], grid(all.Form, table, sums[table], func(row annualreport.RowID, i int) string {
			return c.URL(inYear("/sum/"+cellRest(table, row, i), all.Year))
		}, nil))
	}
	stale, err := p.Desk.Unregistered(c.Context(), c.By, all)
	if err != nil {
		return nil, err
	}
	s.Add("政府年报与各单位之和", against(all)...)
	s.Add("报送的与公布的不一致", differing(c, all, "报送的与公布的不一致", "公布", "各单位公布的数字与报送的相同。", all.Unpublished()))
	s.Add("报送的与登记簿不一致", differing(c, all, "报送的与登记簿不一致", "登记簿", "在平台编制的报告与现在的登记簿相同。", stale))
	return s.Page(), nil
}

// differing lists cells in which two figures of a unit differ.
func differing(c *workbench.Call, all reporting.Collection, caption, other, none string, list []reporting.Difference) ui.Table {
	t := ui.Table{Caption: caption, Quiet: true, Columns: []ui.Column{{Title: "单位"}, {Title: "表格"}, {Title: "项目"}, {Title: "报送", Numeric: true}, {Title: other, Numeric: true}}, Empty: ui.Empty{Title: "没有不一致", Text: none}}
	for _, d := range list {
		t.Rows = append(t.Rows, ui.Row{Tone: ui.Bad, Cells: []ui.Cell{{Text: name(d.Unit.Agency), Href: c.URL(belowPath(d.Unit.Agency, all.Year, ""))}, {Text: tableTitles[d.Cell.Table]}, {Text: d.Row.Group + d.Row.Label + "·" + d.Column.Label},
			{Text: d.Collected.Text(d.Column.Kind)}, {Text: d.Other.Text(d.Column.Kind)}}})
	}
	return t
}

// against compares the government's own report with the sum of those below it.
func against(all reporting.Collection) []templ.Component {
	found, ok := all.Against()
	switch {
	case !ok:
		return []templ.Component{ui.Notice{Tone: ui.Info, Title: "还没有收到政府的年报", Text: "收到之后与各单位之和逐格核对（R-1）。"}}
	case len(found) == 0:
		return []templ.Component{ui.Notice{Tone: ui.Good, Title: "政府的年报与各单位之和一致"}}
	}
	return []templ.Component{findings(found)}
}

// shares opens a cell of the sum to its agencies.
func (p pages) shares(c *workbench.Call) (templ.Component, error) {
	all, err := p.collect(c)
	if err != nil {
		return nil, err
	}
	cell, row, column, err := named(c, all.Form)
	if err != nil {
		return nil, err
	}
	title := row.Group + row.Label + "·" + column.Label
	s := sheet.Sheet{Base: c.Base(title, ui.Link{Text: "年报收集汇总", Href: collection}, ui.Link{Text: "汇总表", Href: inYear("/sum", all.Year)}), Head: ui.PageHead{Over: strconv.Itoa(all.Year) + "年度汇总", Title: title}}
	list := all.Shares(cell)
	slices.SortStableFunc(list, func(x, y reporting.Share) int { return cmp.Compare(y.Cell.Value, x.Cell.Value) })
	t := ui.Table{Caption: "各单位的数", Quiet: true, Columns: []ui.Column{{Title: "单位"}, {Title: column.Label, Numeric: true}}}
	bars := ui.BarChart{Title: title}
	for _, share := range list {
		text := share.Cell.Text(column.Kind)
		if text == "" {
			text = "空白"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name(share.Unit.Agency), Href: c.URL(belowPath(share.Unit.Agency, all.Year, ""))}, {Text: text}}})
		if share.Cell.Value > 0 && column.Kind != annualreport.Amount && len(bars.Points) < shownBars {
			bars.Points = append(bars.Points, ui.Point{Label: name(share.Unit.Agency), Value: share.Cell.Value})
		}
	}
	s.Add("", t)
	if len(bars.Points) > 1 {
		s.Add("图", bars)
	}
	return s.Page(), nil
}

// shownBars is how many agencies a chart shows.
const shownBars = 15

// compare shows year beside year and agency beside agency.
func (p pages) compare(c *workbench.Call) (templ.Component, error) {
	all, err := p.collect(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("比较", ui.Link{Text: "年报收集汇总", Href: collection}), Tabs: collectionTabs(c, all.Year, "/compare"), Head: ui.PageHead{Over: c.Own().Name, Title: strconv.Itoa(all.Year) + "年度的比较", Lead: "与上年相比，各单位相比。"}}
	s.Add("", choose(c, all.Year, "/compare"))
	t := ui.Table{Caption: "与上年相比", Quiet: true, Figures: true, Columns: []ui.Column{{Title: "单位"}, {Title: "本年新收", Numeric: true}, {Title: "上年新收", Numeric: true}, {Title: "增减", Numeric: true}, {Title: "办结", Numeric: true}, {Title: "结转下年度", Numeric: true}, {Title: "复议诉讼", Numeric: true}, {Title: "现行有效规范性文件", Numeric: true}}, Empty: ui.Empty{Title: "还没有收到报告"}}
	bars := ui.BarChart{Title: "各单位本年新收申请", Unit: "件"}
	for _, u := range all.Units {
		if u.Report == nil {
			continue
		}
		now, last := three(u.Report, annualreport.Received), annualreport.Cell{}
		if u.Last != nil {
			last = three(u.Last, annualreport.Received)
		}
		change := "—"
		if now.Known() && last.Known() {
			change = signed(now.Value - last.Value)
		}
		at, before := c.URL(belowPath(u.Agency, all.Year, "")), c.URL(belowPath(u.Agency, all.Year-1, ""))
		linked := func(text, href string) ui.Cell { // to the report in which the number stands
			if text == "—" || text == "0" {
				return ui.Cell{Text: text}
			}
			return ui.Cell{Text: text, Href: href}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name(u.Agency), Href: at}, linked(figure(now), at), linked(figure(last), before), linked(change, c.URL(inYear(comparedRest(u), all.Year))), linked(figure(three(u.Report, annualreport.Total)), at),
			linked(figure(three(u.Report, annualreport.CarriedOut)), at), linked(strconv.FormatInt(proceedings(u.Report), 10), at), linked(figure(u.Report.Cell(annualreport.Two, "行政规范性文件", "现行有效件数")), at)}})
		if now.Known() {
			bars.Points = append(bars.Points, ui.Point{Label: name(u.Agency), Value: now.Value, Href: at})
		}
	}
	slices.SortStableFunc(bars.Points, func(x, y ui.Point) int { return cmp.Compare(y.Value, x.Value) })
	bars.Points = bars.Points[:min(len(bars.Points), shownBars)]
	s.Add("与上年相比", t)
	if len(bars.Points) > 0 {
		s.Add("各单位相比", bars)
	}
	return s.Page(), nil
}

func three(r *annualreport.Report, row annualreport.RowID) annualreport.Cell {
	return r.Cell(annualreport.Three, row, annualreport.Sum)
}

func proceedings(r *annualreport.Report) (n int64) {
	for _, block := range []annualreport.RowID{annualreport.Reconsideration, annualreport.LitigationDirect, annualreport.LitigationAfter} {
		n += r.Cell(annualreport.Four, block, "总计").Value
	}
	return n
}

func figure(c annualreport.Cell) string { return dash(c.Text(annualreport.Tally)) }

func signed(n int64) string {
	if n > 0 {
		return "+" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}
