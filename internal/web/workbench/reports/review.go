package reports

import (
	"net/url"
	"strconv"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"
	"gongkai/review"

	"github.com/a-h/templ"
)

// drawHandIn asks before the report goes into the review.
func (p pages) drawHandIn(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	_, warnings := count(v)
	above := []templ.Component{ui.Notice{Tone: ui.Info, Title: "送审时的数字和文字会固定下来", Text: "系统生成Word、PDF和Excel文件，连同网页正文一起进入公开审查。之后登记簿有变化的，需要重新送审。", Cite: law.OGI.Art(17).P(1)}}
	if warnings > 0 {
		above = append(above, findings(v.Audit.Findings))
	}
	return sheet.Entry{Base: base(c, "送审", v.Year), Head: ui.PageHead{Over: v.Agency.Name, Title: "送审" + strconv.Itoa(v.Year) + "年度报告"}, Form: f, Above: above, Compact: true,
		Submit: ui.Button{Text: "自审并送审", Kind: ui.Primary}, Cancel: path(v.Year, ""),
		Fields: []templ.Component{f.Area(ui.TextArea{Field: ui.Field{Name: "opinion", Label: "自审意见", Optional: true, Hint: "留空为“同意”"}, Rows: 3, Max: 300})}}.Page(), nil
}

func (p pages) takeHandIn(c *workbench.Call, f *workbench.Form) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	if err := p.Desk.HandIn(c.Context(), c.By, c.By.Agency, year, f.Text("opinion")); err != nil {
		return err
	}
	return c.Done(path(year, "/review"), "已送审")
}

// stageActions are the permissions of the stages, as package publishing asks for them.
var stageActions = map[review.Stage]auth.Action{
	review.SelfCheck: auth.DraftRecord, review.SectionOK: auth.VerifyRecord, review.Legal: auth.VerifyRecord,
	review.Secrecy: auth.ClearRecord, review.Office: auth.VerifyRecord, review.Signature: auth.SignReport,
}

func (p pages) fillReview(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	return workbench.Filled(url.Values{"verdict": {string(review.Passed)}, "digest": {v.Record.Digest}}), nil
}

// drawReview shows the review: what was handed in, who has signed, and the form of whoever's turn it is.
func (p pages) drawReview(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	head := ui.PageHead{Over: v.Agency.Name, Title: strconv.Itoa(v.Year) + "年度报告的审查签发", Lead: "各环节由不同的人办理，内容一经修改须重新审查（《条例》第十七条）。"}
	if v.Record.Draft.ID == "" {
		s := sheet.Sheet{Base: base(c, "审查签发", v.Year), Tabs: tabs(c, v, "/review"), Head: head}
		s.Add("", ui.Empty{Title: "还没有送审", Text: "核查没有错误、各部分写好之后，在“概况”中送审。", Action: ui.Link{Text: "回到概况", Href: path(v.Year, "")}})
		return s.Page(), nil
	}
	body := []templ.Component{reviewSteps(v), signoffs(v)}
	if v.Stale {
		body = append(body, changes(v))
	}
	body = append(body, sheet.Buttons{Items: []ui.Button{{Text: "查看送审的内容和附件", Kind: ui.Secondary, Href: c.URL("/workbench/records/" + string(v.Record.Draft.ID))}}})
	action, known := stageActions[v.Review.Next]
	if !known || v.Review.Next == review.SelfCheck || !c.May(action, c.By.Agency) || v.Review.Referral != nil {
		s := sheet.Sheet{Base: base(c, "审查签发", v.Year), Tabs: tabs(c, v, "/review"), Head: head}
		s.Add("", body...)
		return s.Page(), nil
	}
	return sheet.Entry{Base: base(c, "审查签发", v.Year), Tabs: tabs(c, v, "/review"), Head: head, Form: f, Above: body, Compact: true,
		Submit: ui.Button{Text: "办理“" + v.Review.Next.Label() + "”", Kind: ui.Primary},
		Fields: []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "verdict", Label: v.Review.Next.Label() + "意见"}, Options: []ui.Option{{Value: string(review.Passed), Text: "同意"}, {Value: string(review.Returned), Text: "退回修改"}}}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "opinion", Label: "意见", Optional: true, Hint: "退回的须写明理由"}, Rows: 3, Max: 300}),
			sheet.Hidden{Name: "digest", Value: f.Text("digest")}}}.Page(), nil
}

func reviewSteps(v reporting.View) ui.Steps {
	s := ui.Steps{Label: "审查环节"}
	for _, stage := range v.Plan {
		done := false
		for _, passed := range v.Review.Passed {
			done = done || passed == stage
		}
		s.Items = append(s.Items, ui.Step{Text: stage.Label(), Done: done, Current: stage == v.Review.Next})
	}
	return s
}

func signoffs(v reporting.View) ui.Timeline {
	var t ui.Timeline
	for _, act := range v.Acts {
		m := ui.Moment{When: act.On.Chinese(), Title: act.Stage.Label() + "（" + act.By.Name + "）", Text: act.Opinion, Tone: ui.Good}
		if act.Verdict == review.Returned {
			m.Title, m.Tone = act.Stage.Label()+"退回（"+act.By.Name+"）", ui.Bad
		}
		if act.Digest != v.Record.Digest {
			m.Text += "（对修改之前的内容）"
			m.Tone = ui.Neutral
		}
		t.Moments = append(t.Moments, m)
	}
	return t
}

// changes shows what differs between what was handed in and what the report reads now.
func changes(v reporting.View) templ.Component {
	if v.HandedIn == nil {
		return ui.Notice{Tone: ui.Caution, Title: "送审的内容已在信息页面修改", Text: "请重新送审。"}
	}
	list := []templ.Component{ui.Notice{Tone: ui.Caution, Title: "送审之后有变化", Text: "左边为送审的内容，右边为现在的内容。要采用现在的内容，请重新送审。"}}
	d := ui.Diff{OldTitle: "送审的内容", NewTitle: "现在"}
	for _, s := range reporting.Changes(v.HandedIn.Report, v.Report) {
		d.Lines = append(d.Lines, ui.DiffLine{Old: s.Before, New: s.After, Removed: s.Before != "", Added: s.After != ""})
	}
	return templ.Join(append(list, d)...)
}

func (p pages) takeReview(c *workbench.Call, f *workbench.Form) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	if v.Review.Next == "" {
		return fault.New(fault.Conflict, "审查已经完成")
	}
	act := review.Signoff{Stage: v.Review.Next, Verdict: review.Verdict(f.Text("verdict")), Opinion: f.Text("opinion"), Digest: f.Text("digest")}
	if act.Verdict == review.Passed && act.Opinion == "" {
		act.Opinion = "同意"
	}
	if act.Verdict != review.Passed && act.Verdict != review.Returned {
		f.Add("verdict", "请选择意见")
		return f.Err()
	}
	if err := p.Desk.SignOff(c.Context(), c.By, c.By.Agency, v.Year, act); err != nil {
		return err
	}
	return c.Done(path(v.Year, "/review"), "已办理：%s", act.Stage.Label())
}

// drawSubmit asks before the report goes to the 主管部门.
func (p pages) drawSubmit(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	return sheet.Entry{Base: base(c, "报送", v.Year), Head: ui.PageHead{Over: v.Agency.Name, Title: "报送" + strconv.Itoa(v.Year) + "年度报告", Lead: "报送的是已经审查签发的这一份。期限为" + v.DueOn.Chinese() + "。"}, Form: f, Compact: true,
		Submit: ui.Button{Text: "报送主管部门", Kind: ui.Primary}, Cancel: path(v.Year, ""),
		Fields: []templ.Component{f.Area(ui.TextArea{Field: ui.Field{Name: "words", Label: "给主管部门的说明", Optional: true}, Rows: 3, Max: 500})}}.Page(), nil
}

func (p pages) takeSubmit(c *workbench.Call, f *workbench.Form) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	if err := p.Desk.Submit(c.Context(), c.By, c.By.Agency, year, f.Text("words")); err != nil {
		return err
	}
	return c.Done(path(year, ""), "已报送主管部门")
}

// drawPublish asks before the report goes before the public.
func (p pages) drawPublish(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	e := sheet.Entry{Base: base(c, "公布", v.Year), Head: ui.PageHead{Over: v.Agency.Name, Title: "公布" + strconv.Itoa(v.Year) + "年度报告", Lead: "公布到“政府信息公开年报”栏目：网页正文有真实的表格，附Word、PDF、Excel文件。公布后不删除，更正须写明原因。"}, Form: f, Compact: true,
		Submit: ui.Button{Text: "公布", Kind: ui.Primary}, Cancel: path(v.Year, "")}
	if v.Record.Publication.Version() > 0 {
		e.Fields = append(e.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "reason", Label: "更正的原因", Hint: "会向社会公开"}, Rows: 3, Max: 300}))
	}
	return e.Page(), nil
}

func (p pages) takePublish(c *workbench.Call, f *workbench.Form) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	index, err := p.Desk.Publish(c.Context(), c.By, c.By.Agency, year, f.Text("reason"))
	if err != nil {
		return err
	}
	return c.Done(path(year, ""), "已公布，索引号%s", index)
}

// versions lists the saved states of the report.
func (p pages) versions(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	list, err := p.Desk.Versions(c.Context(), c.By, c.By.Agency, v.Year)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: base(c, "版本", v.Year), Tabs: tabs(c, v, "/versions"), Head: ui.PageHead{Over: v.Agency.Name, Title: strconv.Itoa(v.Year) + "年度报告的版本", Lead: "每次保存都留下一版，可以查看和恢复。"}}
	t := ui.Table{Caption: "版本", Quiet: true, Columns: []ui.Column{{Title: "版本"}, {Title: "时间"}, {Title: "谁"}, {Title: "改了什么"}}, Empty: ui.Empty{Title: "还没有保存过"}}
	for _, version := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: "第" + strconv.Itoa(version.Version) + "版", Href: c.URL(path(v.Year, "/versions/"+strconv.Itoa(version.Version)))},
			{Text: when(version)}, {Text: version.StaffName}, {Text: version.What}}})
	}
	s.Add("", t)
	return s.Page(), nil
}

// version shows a saved state beside the newest.
func (p pages) version(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(c.Path("version"))
	if err != nil {
		return nil, fault.New(fault.NotFound, "没有这个版本")
	}
	old, err := p.Desk.VersionOf(c.Context(), c.By, c.By.Agency, v.Year, n)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: base(c, "第"+strconv.Itoa(n)+"版", v.Year), Head: ui.PageHead{Over: v.Agency.Name, Title: strconv.Itoa(v.Year) + "年度报告第" + strconv.Itoa(n) + "版", Lead: "左边为这一版，右边为现在；数字都按现在的登记簿。"}}
	d := ui.Diff{OldTitle: "第" + strconv.Itoa(n) + "版", NewTitle: "现在"}
	for _, line := range reporting.Changes(old.Report(v.Facts), v.Report) {
		d.Lines = append(d.Lines, ui.DiffLine{Old: line.Before, New: line.After, Removed: line.Before != "", Added: line.After != ""})
	}
	if len(d.Lines) == 0 {
		s.Add("", ui.Empty{Title: "与现在的内容相同"})
	} else {
		s.Add("", d)
	}
	if c.May(auth.CompileReport, c.By.Agency) && n != v.Version {
		s.Add("", sheet.Actions{Items: []sheet.Action{{Path: c.URL(path(v.Year, "/versions/"+strconv.Itoa(n))), Button: ui.Button{Text: "恢复这一版", Kind: ui.Secondary}}}})
	}
	return s.Page(), nil
}

func (p pages) restore(c *workbench.Call) error {
	year, err := yearOf(c)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.Path("version"))
	if err != nil {
		return fault.New(fault.NotFound, "没有这个版本")
	}
	if err := p.Desk.Restore(c.Context(), c.By, c.By.Agency, year, n); err != nil {
		return err
	}
	return c.Done(path(year, "/versions"), "已恢复第%d版", n)
}

func when(v reporting.Version) string { return v.SavedAt.In(civil.Shanghai).Format("2006-01-02 15:04") }
