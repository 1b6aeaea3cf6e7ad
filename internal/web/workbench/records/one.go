package records

import (
	"net/url"
	"slices"
	"strings"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"
	"gongkai/review"

	"github.com/a-h/templ"
)

// one shows a record: what is to be done with it, what was found in it, what it says, what has happened.
func (p pages) one(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	r := v.Record
	s := sheet.Sheet{Base: c.Base(short(r.Title, 30), listCrumb), Head: ui.PageHead{Over: p.standing(v), Title: r.Title, Lead: p.lead(v)}}
	s.Buttons = p.buttons(c, v)
	s.Add("", p.notices(c, v)...)
	if r.Attribute == disclosure.Proactive && len(v.Publication.Acts) == 0 {
		s.Add("", p.term(c, v))
	}
	found, err := p.findings(c, v)
	if err != nil {
		return nil, err
	}
	if v.Step != disclosure.StepPublished && v.Step != disclosure.StepWithdrawn {
		s.Add("审查进度", progress(v))
		s.Add("内容筛查", found)
	}
	s.Add("基本信息", p.facts(c, v))
	if len(r.Files) > 0 {
		s.Add("附件", p.fileList(c, v))
	}
	if len(r.Links) > 0 || len(v.From) > 0 {
		s.Add("关联", p.links(c, v))
	}
	s.Add("正文", bodyText{p.onDesk(r.Body, c)})
	if len(v.Publication.Acts) > 0 {
		s.Add("公开记录", p.history(c, v))
	}
	if len(v.Acts) > 0 {
		s.Add("审查记录", signoffs(v))
	}
	return s.Page(), nil
}

// standing says in a few words where the record stands.
func (p pages) standing(v publishing.View) string {
	words := v.Step.Label()
	if v.Publication.Index != "" {
		words += "　索引号 " + string(v.Publication.Index)
	}
	if v.Publication.Visible() && v.Step != disclosure.StepPublished {
		words += "　旧版公开中"
	}
	return words
}

func (p pages) lead(v publishing.View) string {
	lead := v.Column.Title + "，" + v.Record.Kind.Label() + "，" + v.AuthorName + "拟稿"
	if v.Validity != "" && v.Publication.Visible() {
		lead += "，" + string(v.Validity)
	}
	return lead
}

// buttons are what the caller may do now, the next step first.
func (p pages) buttons(c *workbench.Call, v publishing.View) []ui.Button {
	var list []ui.Button
	at := recordPath(v.Record.ID)
	add := func(text string, kind ui.ButtonKind, path string) {
		list = append(list, ui.Button{Text: text, Kind: kind, Href: c.URL(at + path)})
	}
	edit := mayEdit(c) && v.Report == 0
	next := v.Review.Next
	if v.Report > 0 && c.May(auth.ViewReport, c.By.Agency) {
		list = append(list, workshop(c, v))
	}
	switch {
	case v.Step == disclosure.StepReturned:
		if edit { // what was sent back is altered first
			add("修改", ui.Primary, "/edit")
			add("自审并送审", ui.Secondary, "/sign/self")
		}
	case v.Step == disclosure.StepDraft:
		if edit {
			add("自审并送审", ui.Primary, "/sign/self")
		}
	case v.Step == disclosure.StepReferred:
		if c.May(publishing.StageAction(next), c.By.Agency) {
			add("登记答复", ui.Primary, "/sign/"+string(next))
		}
	case publishing.UnderReview(v.Step):
		if c.May(publishing.StageAction(next), c.By.Agency) && len(v.Refused(c.By, c.Today())) == 0 {
			add(next.Label(), ui.Primary, "/sign/"+string(next))
		}
	case v.Step == disclosure.StepCleared || v.Step == disclosure.StepScheduled:
		if c.May(auth.PublishRecord, c.By.Agency) && v.Report == 0 {
			add("发布", ui.Primary, "/publish")
		}
	case v.Step == disclosure.StepWithdrawn && v.Review.Next == "":
		if c.May(auth.PublishRecord, c.By.Agency) && v.Report == 0 {
			add("恢复公开", ui.Secondary, "/publish")
		}
	}
	if edit && v.Step != disclosure.StepReturned {
		add("修改", ui.Secondary, "/edit")
	}
	add("预览", ui.Quiet, "/preview")
	if len(v.Acts) > 0 {
		add("审查呈批单", ui.Quiet, "/approval")
	}
	if v.Publication.Visible() {
		if document(v.Record.Kind) && edit {
			list = append(list, ui.Button{Text: "起草解读", Kind: ui.Quiet, Href: c.URL(recordsPath + "/new?link=" + url.QueryEscape(string(disclosure.Interprets)+":"+string(v.Record.ID)))})
			list = append(list, ui.Button{Text: "修改、废止这份文件", Kind: ui.Quiet, Href: c.URL(recordsPath + "/new?link=" + url.QueryEscape(string(disclosure.Repeals)+":"+string(v.Record.ID)))})
		}
		if c.May(auth.WithdrawRecord, c.By.Agency) {
			add("撤下", ui.Quiet, "/withdraw")
		}
	}
	return list
}

func document(k disclosure.Kind) bool { return k == disclosure.Normative || k == disclosure.Rule }

// notices are what somebody must know before anything else.
func (p pages) notices(c *workbench.Call, v publishing.View) []templ.Component {
	var parts []templ.Component
	if v.Report > 0 {
		parts = append(parts, ofWorkshop(v))
	}
	if back := v.Review.Returned; back != nil {
		parts = append(parts, ui.Notice{Tone: ui.Caution, Title: back.Stage.Label() + "退回：" + back.Opinion, Text: back.By.Name + "，" + back.On.Chinese()})
	}
	if asked := v.Review.Referral; asked != nil {
		parts = append(parts, ui.Notice{Tone: ui.Caution, Title: "已报请" + asked.Organ + "确定", Text: asked.Opinion + "（" + asked.By.Name + "，" + asked.On.Chinese() + "）。收到答复后在此登记，再继续审查。"})
	}
	if s := v.Schedule; s != nil && s.Problem != "" {
		parts = append(parts, ui.Notice{Tone: ui.Bad, Title: "没有能够按时发布", Text: s.Problem + "。处理后请重新发布或者另定日期。"})
	} else if s != nil {
		parts = append(parts, ui.Notice{Tone: ui.Info, Title: "定于" + s.DueOn.Chinese() + "自动发布", Text: s.PersonName + "设定。到时审查结论仍须有效，修改内容后自动取消。"})
		if c.May(auth.PublishRecord, c.By.Agency) {
			parts = append(parts, sheet.Actions{Items: []sheet.Action{{Path: c.URL(recordPath(v.Record.ID) + "/unschedule"), Button: ui.Button{Text: "取消定时"}}}})
		}
	}
	if publishing.UnderReview(v.Step) && v.Step != disclosure.StepReferred && c.May(publishing.StageAction(v.Review.Next), c.By.Agency) {
		for _, problem := range v.Refused(c.By, c.Today()) {
			parts = append(parts, ui.Notice{Tone: ui.Info, Title: "这一环节不能由您办理", Text: problem.Message, Cite: problem.Cite})
		}
	}
	if due := v.Record.ReviewOn; v.Step == disclosure.StepKept && !due.IsZero() && !due.After(c.Today()) {
		n := ui.Notice{Tone: ui.Caution, Title: "应于" + due.Chinese() + "前重新评估", Cite: law.OGI.Art(18),
			Text: "因情势变化可以公开的，改为主动公开后送审、发布；仍不公开的，改写理由和下次评估的日期，重新审查登记。"}
		if mayEdit(c) {
			n.Link = ui.Link{Text: "评估并修改", Href: c.URL(recordPath(v.Record.ID) + "/edit")}
		}
		parts = append(parts, n)
	}
	if v.Step != disclosure.StepPublished && v.Step != disclosure.StepWithdrawn {
		for _, other := range v.Namesakes {
			parts = append(parts, ui.Notice{Tone: ui.Caution, Title: "已有标题或者文号相同的信息", Link: ui.Link{Text: targetWords(other), Href: c.URL(recordPath(disclosure.ID(other.Record)))}})
		}
	}
	if acts := v.Publication.Acts; len(acts) > 0 && !v.Publication.Visible() {
		last := acts[len(acts)-1]
		n := ui.Notice{Tone: ui.Caution, Title: "已于" + last.On.Chinese() + "撤下：" + last.Reason, Text: "原网址公布撤下的理由，不再显示内容。"}
		if p.Address != nil {
			n.Link = ui.Link{Text: "打开公开页面", Href: p.Address(string(v.Publication.Index))}
		}
		parts = append(parts, n)
	}
	if v.Publication.Index != "" && v.Publication.Visible() {
		n := ui.Notice{Tone: ui.Good, Title: "已公开，索引号 " + string(v.Publication.Index)}
		if p.Address != nil {
			n.Link = ui.Link{Text: "打开公开页面", Href: p.Address(string(v.Publication.Index))}
		}
		parts = append(parts, n)
	}
	return parts
}

// term says until when the record has to be published.
func (p pages) term(c *workbench.Call, v publishing.View) templ.Component {
	if v.Record.FormedOn.IsZero() {
		return templ.NopComponent
	}
	cal := p.Calendar(v.Record.Agency)
	due, provisional, cite := v.Record.DueOn(cal)
	d := ui.Deadline{Due: due.Chinese(), Provisional: provisional}
	if left, _ := cal.Count(c.Today(), due); !due.Before(c.Today()) {
		d.Left, d.Light = left, ui.Green
		if left <= v.Settings.Periods.Red {
			d.Light = ui.Red
		} else if left <= v.Settings.Periods.Amber {
			d.Light = ui.Amber
		}
	} else {
		d.Left, _ = cal.Count(due, c.Today())
		d.Light = ui.Overdue
	}
	return ui.Facts{Items: []ui.Fact{{Name: "公开期限", Body: d}, {Name: "依据", Text: cite.String()}}}
}

// progress shows the stages of the review.
func progress(v publishing.View) templ.Component {
	steps := ui.Steps{Label: "审查进度"}
	for _, stage := range v.Plan {
		steps.Items = append(steps.Items, ui.Step{Text: stage.Label(), Done: slices.Contains(v.Review.Passed, stage), Current: v.Review.Next == stage})
	}
	last := "发布"
	if v.Record.Attribute != disclosure.Proactive {
		last = "登记"
	}
	steps.Items = append(steps.Items, ui.Step{Text: last, Current: v.Review.Next == "", Done: v.Step == disclosure.StepKept})
	return steps
}

// facts are the metadata of the record, filled ones only.
func (p pages) facts(c *workbench.Call, v publishing.View) templ.Component {
	r := v.Record
	var facts ui.Facts
	add := func(name, text string) {
		if text != "" {
			facts.Items = append(facts.Items, ui.Fact{Name: name, Text: text})
		}
	}
	day := func(name string, on civil.Date) { add(name, on.Chinese()) }
	add("索引号", string(v.Publication.Index))
	add("发布机构", c.Own().Name)
	add("文号", r.DocNo)
	add("制定机关或者来源", r.Issuer)
	add("统一登记号", r.Register)
	day("成文（生成）日期", r.FormedOn)
	day("变更日期", r.ChangedOn)
	day("发文日期", r.IssuedOn)
	day("施行日期", r.EffectiveOn)
	day("有效期截止日", r.ExpiresOn)
	if document(r.Kind) {
		for _, row := range disclosure.Explanations {
			if row.Explanation == r.Explained {
				add("政策解读", strings.TrimSuffix(row.Label+"："+r.Unexplained, "："))
			}
		}
		add("有效性", string(v.Validity))
	}
	add("公开属性", string(r.Attribute))
	if r.Attribute != disclosure.Proactive {
		add("依据", r.Ground.String())
		add("事实和理由", r.Because)
		day("下次评估审查", r.ReviewOn)
	}
	if item, ok := catalog.ItemByCode(r.Item); ok {
		add("法定公开事项", item.Short+"（"+item.Cite.String()+"）")
	}
	add("主题分类", strings.ReplaceAll(string(r.Theme), `\`, " / "))
	add("组配分类、体裁", r.Genre)
	add("服务对象", r.Audience)
	add("关键词", strings.Join(r.Keywords, "、"))
	add("公开渠道", strings.Join(r.Channels, "、"))
	add("内容概述", r.Summary)
	return facts
}

func (p pages) fileList(c *workbench.Call, v publishing.View) templ.Component {
	if len(v.Record.Files) == 0 {
		return templ.NopComponent
	}
	var files ui.Files
	for _, f := range v.Record.Files {
		files.Items = append(files.Items, ui.File{Link: ui.Link{Text: f.Name, Href: c.URL(recordPath(v.Record.ID) + "/files/" + url.PathEscape(f.Hash))}, Size: workbench.Bytes(f.Size)})
	}
	return files
}

// links are the relations of the record, those that it has and those that others have to it.
func (p pages) links(c *workbench.Call, v publishing.View) templ.Component {
	t := ui.Table{Caption: "关联", Quiet: true, Columns: []ui.Column{{Title: "关系"}, {Title: "信息"}, {Title: "自何日起"}}}
	for _, l := range v.Record.Links {
		target := v.Linked[l.To]
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: relationWords(l.Relation)}, {Text: targetWords(target), Href: c.URL(recordPath(l.To))}, {Text: l.On.String()}}})
	}
	for _, l := range v.From {
		if l.Outward {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: mirrored(disclosure.Relation(l.Relation))}, {Text: l.Title, Href: c.URL(recordPath(disclosure.ID(l.Record)))}, {Text: l.WorksOn.String()}}})
	}
	return t
}

func mirrored(r disclosure.Relation) string {
	for _, row := range disclosure.Relations {
		if row.Relation == r {
			return row.There
		}
	}
	return ""
}

// actWords are the public acts.
var actWords = map[disclosure.ActKind]string{disclosure.Published: "发布", disclosure.Revised: "修订", disclosure.Recalled: "撤下", disclosure.Restored: "恢复"}

func (p pages) history(c *workbench.Call, v publishing.View) templ.Component {
	t := ui.Timeline{}
	for _, act := range v.Publication.Acts {
		m := ui.Moment{When: act.On.Chinese(), Title: actWords[act.Kind], Text: act.Reason}
		if act.Kind != disclosure.Recalled {
			m.Title += "第" + itoa(act.Version) + "版"
		}
		t.Moments = append(t.Moments, m)
	}
	parts := []templ.Component{t}
	if v.Publication.Version() > 1 || v.Step != disclosure.StepPublished && v.Step != disclosure.StepWithdrawn && v.Publication.Version() > 0 {
		parts = append(parts, sheet.Buttons{Items: []ui.Button{{Text: "比较各版本", Href: c.URL(recordPath(v.Record.ID) + "/versions")}}})
	}
	return templ.Join(parts...)
}

// verdicts are the words of reviewers.
var verdicts = map[review.Verdict]string{review.Passed: "同意", review.Returned: "退回修改", review.Referred: "报请确定", review.Answered: "已答复"}

// signoffs lists who signed what.
func signoffs(v publishing.View) templ.Component {
	t := ui.Table{Caption: "审查记录", Quiet: true, Columns: []ui.Column{{Title: "环节", Tight: true}, {Title: "人员", Tight: true}, {Title: "日期"}, {Title: "结论"}, {Title: "意见"}}}
	for _, act := range v.Acts {
		verdict := verdicts[act.Verdict]
		if act.Organ != "" {
			verdict += "（" + act.Organ + "）"
		}
		if act.Digest != v.Digest {
			verdict += "（修改前的内容）"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: act.Stage.Label()}, {Text: act.By.Name}, {Text: act.On.String()}, {Text: verdict}, {Text: act.Opinion}}})
	}
	return t
}

// onDesk leads the images of a body to where staff may see them.
func (p pages) onDesk(body string, c *workbench.Call) string {
	return strings.ReplaceAll(body, `src="`+publishing.PicturePath, `src="`+c.URL(imagesPath)+"/")
}

// preview shows the record as the public will see it.
func (p pages) preview(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	if p.Preview == nil {
		s := sheet.Sheet{Base: c.Base("预览", crumbs(v)...), Head: ui.PageHead{Title: v.Record.Title}}
		s.Add("", p.facts(c, v), bodyText{p.onDesk(v.Record.Body, c)})
		return s.Page(), nil
	}
	return p.Preview(c, v)
}

// versions puts two versions side by side; the draft counts as the one after the last.
func (p pages) versions(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	last := v.Publication.Version()
	drafted := v.Step != disclosure.StepPublished && v.Step != disclosure.StepWithdrawn
	if drafted {
		last++
	}
	to := atoi(c.Query("to"))
	if to < 2 || to > last {
		to = last
	}
	s := sheet.Sheet{Base: c.Base("版本", crumbs(v)...), Head: ui.PageHead{Over: v.Record.Title, Title: "版本之间的不同"}, Tabs: &ui.Tabs{Label: "版本"}}
	for n := 2; n <= last; n++ {
		label := "第" + itoa(n) + "版"
		if drafted && n == last {
			label = "正在修改的稿"
		}
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: label, Href: c.With("to", itoa(n))}, Current: n == to})
	}
	if last < 2 {
		s.Tabs = nil
		s.Add("", ui.Empty{Title: "只有一个版本"})
		return s.Page(), nil
	}
	before, err := p.Desk.Version(c.Context(), c.By, c.By.Agency, v.Record.ID, to-1)
	if err != nil {
		return nil, err
	}
	after := v.Record
	if !drafted || to < last {
		if after, err = p.Desk.Version(c.Context(), c.By, c.By.Agency, v.Record.ID, to); err != nil {
			return nil, err
		}
	}
	diff := p.Compare(before, after)
	diff.OldTitle, diff.NewTitle = "第"+itoa(to-1)+"版", s.Tabs.Items[to-2].Text
	s.Add("正文", diff)
	s.Add("其他项目", differences(before, after))
	return s.Page(), nil
}

func orNone(text string) string {
	if text == "" {
		return "（无）"
	}
	return text
}

// differences are the metadata, files and links in which two versions differ.
func differences(before, after disclosure.Record) templ.Component {
	t := ui.Table{Caption: "其他项目的不同", Quiet: true, Columns: []ui.Column{{Title: "项目"}, {Title: "原来"}, {Title: "现在"}}, Empty: ui.Empty{Title: "其他项目没有不同"}}
	row := func(name, was, is string) {
		if was != is {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: name}, {Text: orNone(was)}, {Text: orNone(is)}}})
		}
	}
	names := func(files []disclosure.File) string {
		var list []string
		for _, f := range files {
			list = append(list, f.Name+"（"+f.Hash[max(0, len(f.Hash)-8):]+"）")
		}
		return strings.Join(list, "、")
	}
	links := func(list []disclosure.Link) string {
		var words []string
		for _, l := range list {
			words = append(words, relationWords(l.Relation)+" "+string(l.To))
		}
		return strings.Join(words, "、")
	}
	row("内容概述", before.Summary, after.Summary)
	row("文号", before.DocNo, after.DocNo)
	row("制定机关或者来源", before.Issuer, after.Issuer)
	row("成文日期", before.FormedOn.String(), after.FormedOn.String())
	row("变更日期", before.ChangedOn.String(), after.ChangedOn.String())
	row("发文日期", before.IssuedOn.String(), after.IssuedOn.String())
	row("施行日期", before.EffectiveOn.String(), after.EffectiveOn.String())
	row("有效期截止日", before.ExpiresOn.String(), after.ExpiresOn.String())
	row("主题分类", string(before.Theme), string(after.Theme))
	row("信息种类", before.Kind.Label(), after.Kind.Label())
	row("关键词", strings.Join(before.Keywords, "、"), strings.Join(after.Keywords, "、"))
	row("附件", names(before.Files), names(after.Files))
	row("关联", links(before.Links), links(after.Links))
	return t
}
