package cases

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/application"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/review"

	"github.com/a-h/templ"
)

func itoa(n int) string { return strconv.Itoa(n) }

// one shows an application: what is due and why, what may be done now, what has happened.
func (p pages) one(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	sections, err := p.Desk.Sections(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, section := range sections {
		names[string(section.ID)] = section.Name
	}
	a := v.Application
	s := sheet.Sheet{Base: c.Base(a.Number, registerCrumb), Head: ui.PageHead{Over: "申请 " + a.Number, Title: short(a.Wanted.Content), Lead: p.standing(v)}, Contents: true, Buttons: p.nextStep(c, v)}
	s.Add("", p.due(v))
	for _, problem := range v.Clock.Problems {
		s.Add("", ui.Notice{Tone: ui.Bad, Title: problem.On.Chinese(), Text: problem.Message, Cite: problem.Cite})
	}
	for _, notice := range p.notices(c, v) {
		s.Add("", notice)
	}
	s.Add("答复", p.decisionPart(c, v)...)
	s.Add("现在可以办理", p.acts(c, v))
	letters, err := p.lettersPart(c, v)
	if err != nil {
		return nil, err
	}
	s.Add("文书", letters)
	s.Add("申请", p.particulars(c, v))
	if len(v.Asked) > 0 {
		s.Add("在线征求意见", p.asked(c, v))
	}
	if len(v.Earlier) > 0 {
		s.Add("同一申请人的其他申请", p.earlier(c, v))
	}
	s.Add("期限的由来", trail(v.Clock))
	if p.Remedies != nil {
		if remedies, err := p.Remedies(c, string(a.ID)); err != nil {
			return nil, err
		} else if remedies != nil {
			s.Add("复议和诉讼", remedies)
		}
	}
	s.Add("办理经过", p.course(c, v, names))
	s.Add("现在不能办理的", p.refused(v))
	return s.Page(), nil
}

// standing says in a line where the application stands.
func (p pages) standing(v casework.View) string {
	if decided, ok := v.Application.Decision(); ok && v.Clock.Stage == deadline.Closed {
		return "已于" + decided.On.Chinese() + "答复：" + outcomeWords(decided.Outcome)
	}
	words := stages[v.Clock.Stage]
	if v.Clock.Paused {
		words = "征求意见中，期限不计"
	}
	return words
}

func (p pages) due(v casework.View) templ.Component {
	var items []ui.Fact
	if v.Due.Step != application.NoStep {
		items = append(items, ui.Fact{Name: "下一步", Text: v.Due.Text + "，不迟于" + v.Due.On.Chinese() + "（" + v.Due.Cite.String() + "）"})
		if v.Due.Step == application.ToArchive { // the law sets no day for it
			items[0].Text = v.Due.Text + "（" + v.Due.Cite.String() + "）"
		}
	}
	if words := progress(v); words != "" {
		items = append(items, ui.Fact{Name: "答复草稿", Text: words})
	}
	items = append(items, ui.Fact{Name: "期限", Body: lamp(v.Clock, lightOf(v.Clock, v.Settings.Periods))})
	if !v.Clock.DueOn.IsZero() {
		day := v.Clock.DueOn.Chinese() + "（" + v.Clock.DueOn.WeekdayChinese() + "）"
		if v.Clock.Provisional {
			day += "，放假安排未公布，日期暂定"
		}
		items = append(items, ui.Fact{Name: "答复期限", Text: day})
	}
	if !v.Clock.ReceivedOn.IsZero() {
		items = append(items, ui.Fact{Name: "收到之日", Text: v.Clock.ReceivedOn.Chinese()})
	}
	if !v.Clock.ReopenedOn.IsZero() {
		items = append(items, ui.Fact{Name: "重新办理之日", Text: v.Clock.ReopenedOn.Chinese()})
	}
	if !v.Clock.OrderedOn.IsZero() {
		items = append(items, ui.Fact{Name: "责令答复的日期", Text: v.Clock.OrderedOn.Chinese() + "（含当日）"})
	}
	for _, term := range v.Clock.Terms {
		if label := termLabels[term.What]; label != "" && v.Clock.Stage != deadline.Closed {
			items = append(items, ui.Fact{Name: label, Text: term.DueOn.Chinese() + "（" + term.Cite.String() + "）"})
		}
	}
	return ui.Facts{Items: items}
}

// termLabels name the terms of the clock beside that of the answer.
var termLabels = map[string]string{"correction_notice": "告知补正的期限", "extension_notice": "告知延期的期限"}

func trail(clock deadline.Output) templ.Component {
	t := ui.Timeline{}
	for _, step := range clock.Trail {
		m := ui.Moment{When: step.From.Chinese(), Title: step.Text, Cite: step.Cite}
		if step.To != step.From && !step.To.IsZero() {
			m.When += "至" + step.To.Chinese()
		}
		if step.Counted > 0 {
			m.Counted = "计 " + itoa(step.Counted) + " 个工作日"
		}
		t.Moments = append(t.Moments, m)
	}
	return t
}

func (p pages) particulars(c *workbench.Call, v casework.View) templ.Component {
	a, who := v.Application, v.Applicant
	facts := ui.Facts{Items: []ui.Fact{
		{Name: "内容", Text: a.Wanted.Content}, {Name: "渠道", Text: channelWords(a) + "，" + a.ArrivedOn.Chinese() + "到达"},
		{Name: "形式和途径", Text: a.Wanted.Form.Label() + "，" + a.Wanted.Route.Label()}, {Name: "申请人", Text: who.Name + "（" + who.Category.Label() + "）"},
	}}
	add := func(name, text string) {
		if text != "" {
			facts.Items = append(facts.Items, ui.Fact{Name: name, Text: text})
		}
	}
	add("文号", a.Wanted.DocNo)
	add("证明号码", who.Identity)
	add("联系人", who.Contact)
	add("联系电话", who.Phone)
	add("电子邮箱", who.Email)
	add("通信地址", who.Address)
	if v.SameMonth > 0 {
		add("同一申请人", "收到当月"+itoa(v.SameMonth)+"件，本件为第"+itoa(v.Ordinal)+"件（收费用）；当年"+itoa(v.SameYear)+"件（含本件）")
	}
	parts := []templ.Component{facts}
	if c.May(auth.Unmask, c.By.Agency) {
		parts = append(parts, ui.Button{Text: "查看完整的申请人信息", Kind: ui.Quiet, Href: c.URL(casePath(a.ID) + "/unmask")})
	}
	return templ.Join(parts...)
}

// earlier lists what the same applicant asked for before, to tell a repeated application (第三十六条第六项) and an excessive
// number (第三十五条).
func (p pages) earlier(c *workbench.Call, v casework.View) templ.Component {
	t := ui.Table{Caption: "同一申请人的其他申请", Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "申请内容"}, {Title: "收到"}, {Title: "办理结果"}}}
	for _, x := range v.Earlier {
		result := x.Step.Label()
		if x.Outcome != "" {
			result = outcomeWords(decision.Outcome(x.Outcome))
		}
		content := short(x.Wanted.Content)
		if strings.TrimSpace(x.Wanted.Content) == strings.TrimSpace(v.Application.Wanted.Content) {
			content += "（内容相同）"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.Number, Href: c.URL(casePath(x.ID))}, {Text: content}, {Text: x.ReceivedOn.String()}, {Text: result}}})
	}
	return t
}

// acts are the things that may be done now by the caller, those that move the application first.
func (p pages) acts(c *workbench.Call, v casework.View) templ.Component {
	a := v.Application
	var cards sheet.Cards
	if v.Clock.Stage == deadline.Unconfirmed && c.May(auth.RegisterCase, c.By.Agency) && a.Channel != deadline.InPerson && a.Channel != deadline.RegisteredMail {
		cards.Items = append(cards.Items, ui.Card{Link: ui.Link{Text: "确认收到", Href: c.URL(casePath(a.ID) + "/confirm")}, Words: "与申请人确认之日起，答复期限开始计算。"})
	}
	if v.Clock.Stage != deadline.Closed && c.May(auth.HandleCase, c.By.Agency) {
		cards.Items = append(cards.Items, ui.Card{Link: ui.Link{Text: "检索记录", Href: c.URL(casePath(a.ID) + "/search")}, Words: "谁、在哪里、怎样检索、结果如何，作为证据入卷。"})
	}
	for _, option := range v.Next {
		action := actionOf(option.Kind)
		if action == "" || len(option.Why) > 0 || !c.May(action, c.By.Agency) {
			continue
		}
		cards.Items = append(cards.Items, ui.Card{Link: ui.Link{Text: option.Label, Href: c.URL(casePath(a.ID) + "/do/" + string(option.Kind))}, Words: words[option.Kind]})
	}
	if len(cards.Items) == 0 {
		return ui.Empty{Title: "现在没有您可以办理的事项"}
	}
	return cards
}

// refused lists what may not be done now, and why: an officer is told the reason before the person at the counter asks.
func (p pages) refused(v casework.View) templ.Component {
	t := ui.Table{Caption: "现在不能办理的事项和理由", Quiet: true, Columns: []ui.Column{{Title: "事项"}, {Title: "理由"}, {Title: "依据"}}}
	for _, option := range v.Next {
		if actionOf(option.Kind) == "" || len(option.Why) == 0 {
			continue
		}
		var why, cites []string
		for _, problem := range option.Why {
			why = append(why, problem.Message)
			if cite := problem.Cite.String(); !problem.Cite.IsZero() && !slices.Contains(cites, cite) {
				cites = append(cites, cite)
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: option.Label}, {Text: strings.Join(why, "；")}, {Text: strings.Join(cites, "、")}}})
	}
	if len(t.Rows) == 0 {
		return ui.Empty{Title: "没有受限制的事项"}
	}
	return sheet.Folded{Title: strconv.Itoa(len(t.Rows)) + "项，查看理由", Body: t}
}

// course is everything that happened, the latest first.
func (p pages) course(c *workbench.Call, v casework.View, sections map[string]string) templ.Component {
	a := v.Application
	parts := []templ.Component{}
	t := ui.Timeline{}
	for i := len(a.Facts) - 1; i >= 0; i-- {
		f := a.Facts[i]
		t.Moments = append(t.Moments, ui.Moment{When: f.On.Chinese(), Title: f.Kind.Label(), Text: factWords(f, sections)})
	}
	if !a.ConfirmedOn.IsZero() {
		t.Moments = append(t.Moments, ui.Moment{When: a.ConfirmedOn.Chinese(), Title: "确认收到"})
	}
	t.Moments = append(t.Moments, ui.Moment{When: a.ArrivedOn.Chinese(), Title: "申请到达", Text: channels[a.Channel]})
	parts = append(parts, t)
	if files := p.files(c, a); len(files.Items) > 0 {
		parts = append(parts, files, p.redactions(c, a))
	}
	return templ.Join(parts...)
}

// factWords says what a fact holds beside its day.
func factWords(f application.Fact, sections map[string]string) string {
	var said []string
	add := func(text string) {
		if text != "" {
			said = append(said, text)
		}
	}
	if row, ok := decision.EvidenceOf(f.Evidence); ok {
		add(row.Label)
	}
	add(f.Text)
	if f.Section != "" {
		add("承办：" + or(sections[f.Section], f.Section))
	}
	if f.Party != "" {
		add("对象：" + f.Party)
	}
	switch f.Kind {
	case application.ThirdPartyAnswered, application.AgencyAnswered, application.ProposalTold:
		add(map[bool]string{true: "同意公开", false: "不同意公开"}[f.Agrees])
	}
	if f.Amount > 0 {
		add("应缴" + f.Amount.String() + "元")
	}
	if f.Workdays > 0 {
		add("延长" + itoa(f.Workdays) + "个工作日")
	}
	if !f.Until.IsZero() {
		add("期限至" + f.Until.Chinese())
	}
	if !f.ReceivedOn.IsZero() {
		add(f.ReceivedOn.Chinese() + "送达对方")
	}
	if f.Outcome != "" {
		add(outcomeWords(f.Outcome))
	}
	add(methods[f.Method])
	add(f.Number)
	if len(f.Names) > 0 {
		add("附件：" + strings.Join(f.Names, "、"))
	}
	return strings.Join(said, "；")
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// methods are the words for how a letter was delivered.
var methods = map[application.Method]string{application.ByPost: "邮寄", application.InPerson: "当面送达", application.OnLine: "网上送达", application.ByEmail: "电子邮件（由系统发送）", application.OwnEmail: "电子邮件（本机关邮箱）"}

// files are everything on file with the application.
func (p pages) files(c *workbench.Call, a application.Application) ui.Files {
	var list ui.Files
	for _, f := range a.Facts {
		for i, hash := range f.Files {
			name := "材料"
			if i < len(f.Names) {
				name = f.Names[i]
			}
			list.Items = append(list.Items, ui.File{Link: ui.Link{Text: name, Href: c.URL(casePath(a.ID) + "/files/" + hash)}, Kind: f.Kind.Label(), Size: f.On.String()})
		}
	}
	return list
}

// file gives out one file of the application.
func (p pages) file(c *workbench.Call) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	hash := c.Path("hash")
	for _, f := range v.Application.Facts {
		if i := slices.Index(f.Files, hash); i >= 0 {
			name := "材料"
			if i < len(f.Names) {
				name = f.Names[i]
			}
			return c.Give(hash, name)
		}
	}
	return fault.New(fault.NotFound, "没有找到这份材料")
}

// decisionPart shows the draft of the decision and how far its review has come, with the next step.
func (p pages) decisionPart(c *workbench.Call, v casework.View) []templ.Component {
	id := v.Application.ID
	if decided, ok := v.Application.Decision(); ok && v.Clock.Stage == deadline.Closed {
		return []templ.Component{ui.Facts{Items: []ui.Fact{{Name: "办理结果", Text: outcomeWords(decided.Outcome)}, {Name: "文号", Text: decided.Number}, {Name: "答复日期", Text: decided.On.Chinese()}}}, p.reviewTable(v)}
	}
	if v.Clock.Stage == deadline.Closed {
		return []templ.Component{ui.Empty{Title: "申请已经办结，没有作出答复"}}
	}
	if v.Draft == nil {
		empty := ui.Empty{Title: "还没有起草答复", Text: "回答几个问题，得出依法应当作出的答复和需要的材料。"}
		if c.May(auth.HandleCase, c.By.Agency) {
			empty.Action = ui.Link{Text: "开始判断", Href: c.URL(casePath(id) + "/wizard")}
		}
		return []templ.Component{empty}
	}
	steps := ui.Steps{Label: "审查进度"}
	for _, stage := range v.Plan {
		steps.Items = append(steps.Items, ui.Step{Text: stage.Label(), Done: slices.Contains(v.Review.Passed, stage), Current: v.Review.Next == stage})
	}
	parts := []templ.Component{steps, ui.Facts{Items: []ui.Fact{{Name: "拟作出", Text: outcomeWords(v.Draft.Decision.Outcome)}, {Name: "起草人", Text: v.Author}, {Name: "理由", Text: v.Draft.Decision.Reason}}}}
	if v.Review.Returned != nil {
		parts = append(parts, ui.Notice{Tone: ui.Caution, Title: v.Review.Returned.Stage.Label() + "退回", Text: v.Review.Returned.By.Name + "：" + v.Review.Returned.Opinion})
	}
	for _, problem := range v.Problems {
		parts = append(parts, ui.Notice{Tone: ui.Caution, Title: "尚缺", Text: problem.Message, Cite: problem.Cite})
	}
	return append(parts, p.decisionButtons(c, v), p.reviewTable(v))
}

func (p pages) decisionButtons(c *workbench.Call, v casework.View) templ.Component {
	id, next := v.Application.ID, v.Review.Next
	var buttons sheet.Buttons
	add := func(text string, kind ui.ButtonKind, path string) {
		buttons.Items = append(buttons.Items, ui.Button{Text: text, Kind: kind, Href: c.URL(casePath(id) + path)})
	}
	switch {
	case next == "" && c.May(auth.HandleCase, c.By.Agency):
		add("编文号并作出答复", ui.Primary, "/issue")
	case next == review.SelfCheck && c.May(auth.HandleCase, c.By.Agency):
		add("自审并送审", ui.Primary, "/sign/"+string(next))
	case next != "" && next != review.SelfCheck && c.May(casework.StageAction(next), c.By.Agency):
		add(next.Label(), ui.Primary, "/sign/"+string(next))
	}
	if c.May(auth.HandleCase, c.By.Agency) {
		add("修改答复", ui.Secondary, "/decision")
		add("重新判断", ui.Quiet, "/wizard")
	}
	return buttons
}

// reviewTable lists who signed what.
func (p pages) reviewTable(v casework.View) templ.Component {
	t := ui.Table{Caption: "审查记录", Columns: []ui.Column{{Title: "环节"}, {Title: "人员"}, {Title: "日期"}, {Title: "结论"}, {Title: "意见"}}}
	for _, act := range v.Acts {
		verdict := verdicts[act.Verdict]
		if act.Digest != v.Digest {
			verdict += "（修改前）"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: act.Stage.Label()}, {Text: act.By.Name}, {Text: act.On.String()}, {Text: verdict}, {Text: act.Opinion}}})
	}
	if len(t.Rows) == 0 {
		return templ.NopComponent
	}
	return t
}

// verdicts are the words of reviewers.
var verdicts = map[review.Verdict]string{review.Passed: "同意", review.Returned: "退回", review.Referred: "报请确定", review.Answered: "已答复"}
