package cases

import (
	"net/url"
	"slices"
	"strings"

	"gongkai/application"
	"gongkai/decision"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"
	"gongkai/letter"
	"gongkai/review"

	"github.com/a-h/templ"
)

// sentDraft is what was typed on the page of the decision.
func sentDraft(f *workbench.Form) casework.Draft {
	draft := casework.Draft{Letter: strings.ReplaceAll(f.Raw("letter"), "\r\n", "\n"), Title: f.Text("title"), Attachments: f.Lines("attachments"), Notes: f.Lines("notes"),
		Typed: typedOf(f), Answers: map[string]bool{}}
	d := &draft.Decision
	outcome, sub, _ := strings.Cut(f.Text("outcome"), " ")
	d.Outcome, d.Sub, d.Reason = decision.Outcome(outcome), decision.SubReason(sub), f.Text("reason")
	leaf, _ := decision.LeafOf(d.Outcome)
	d.Discloses, d.Withholds, d.PublicInterest = gives(d.Outcome), d.Outcome == decision.Partial || leaf.Ground != "", f.Checked("parts", "public_interest")
	for _, g := range f.All("grounds") {
		d.Grounds = append(d.Grounds, decision.Ground(g))
	}
	for _, answer := range f.All("answers") {
		id, yes, ok := strings.Cut(answer, "=")
		if _, known := decision.QuestionOf(decision.QuestionID(id)); ok && known {
			draft.Answers[id] = yes == "yes"
		}
	}
	return draft
}

// gives reports whether the outcome gives something out.
func gives(o decision.Outcome) bool { return o == decision.Disclosed || o == decision.Partial }

// typedPrefix begins the names of the fields that a text asks for.
const typedPrefix = "typed-"

// typedOf reads what people filled in for the text of a letter.
func typedOf(f *workbench.Form) map[letter.Name]string {
	typed := map[letter.Name]string{}
	for field := range f.Values {
		name, ok := strings.CutPrefix(field, typedPrefix)
		if _, known := letter.NameOf(letter.Name(name)); ok && known && f.Text(field) != "" {
			typed[letter.Name(name)] = f.Text(field)
		}
	}
	return typed
}

// typedFields are the fields that the text of a letter asks for.
func typedFields(f *workbench.Form, asks []letter.NameRow, optional map[letter.Name]bool) []templ.Component {
	var fields []templ.Component
	for _, row := range asks {
		field := ui.Field{Name: typedPrefix + string(row.Name), Label: string(row.Name), Hint: row.Hint, Optional: optional[row.Name]}
		if row.Long {
			fields = append(fields, f.Area(ui.TextArea{Field: field, Rows: 4, Max: 4000}))
			continue
		}
		fields = append(fields, f.Line(ui.TextInput{Field: field, MaxLength: 300}))
	}
	return fields
}

// filledDecision is the draft as it stands, or the conclusion of the wizard.
func (p pages) filledDecision(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	if v.Draft != nil {
		values = draftValues(*v.Draft)
	}
	if outcome := c.Query("outcome"); outcome != "" {
		takeConclusion(values, outcome, c.Query("sub"), c.Request.URL.Query())
	}
	return workbench.Filled(values), nil
}

// draftValues are the fields of a saved draft.
func draftValues(draft casework.Draft) url.Values {
	d := draft.Decision
	values := url.Values{"outcome": {outcomeValue(d.Outcome, d.Sub)}, "reason": {d.Reason}, "letter": {draft.Letter}, "title": {draft.Title},
		"attachments": {strings.Join(draft.Attachments, "\n")}, "notes": {strings.Join(draft.Notes, "\n")}}
	for _, g := range d.Grounds {
		values.Add("grounds", string(g))
	}
	if d.PublicInterest {
		values.Set("parts", "public_interest")
	}
	for name, text := range draft.Typed {
		values.Set(typedPrefix+string(name), text)
	}
	for id, yes := range draft.Answers {
		values.Add("answers", id+"="+yesNo(yes))
	}
	return values
}

// takeConclusion puts what the wizard found over the draft. The text of another outcome is written anew.
func takeConclusion(values url.Values, outcome, sub string, query url.Values) {
	if value := outcomeValue(decision.Outcome(outcome), decision.SubReason(sub)); values.Get("outcome") != value {
		values.Set("outcome", value)
		for _, name := range []string{"letter", "title", "reason"} { // those of the other outcome would be wrong in this one
			values.Del(name)
		}
	}
	values["grounds"], values["answers"] = query["grounds"], query["answers"]
	values.Del("parts")
	if slices.Contains(query["answers"], "public_interest=yes") {
		values.Add("parts", "public_interest")
	}
}

func outcomeValue(o decision.Outcome, sub decision.SubReason) string {
	return strings.TrimSpace(string(o) + " " + string(sub))
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// answerOptions are the outcomes with their sub-reasons, in the order of table three.
func answerOptions() []ui.Option {
	var options []ui.Option
	for _, leaf := range decision.Outcomes {
		if len(leaf.Variants) == 0 {
			options = append(options, ui.Option{Value: string(leaf.Outcome), Text: leaf.Short})
		}
		for _, variant := range leaf.Variants {
			options = append(options, ui.Option{Value: outcomeValue(leaf.Outcome, variant.Sub), Text: leaf.Short + "：" + variant.Label})
		}
	}
	return options
}

// The ways to send the form of the decision beside saving it.
const (
	doRefresh = "refresh" // another outcome was chosen: show what it needs
	doRewrite = "rewrite" // write the text anew from the facts
)

func (p pages) decisionForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	draft := sentDraft(f)
	sheetOf, known, err := p.Desk.Answer(c.Context(), c.By, c.By.Agency, v.Application.ID, draft)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{
		Base: c.Base("起草答复", caseCrumbs(v)...), Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: "起草答复", Lead: short(v.Application.Wanted.Content)}, Form: f,
		Submit: ui.Button{Text: "保存草稿", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: []templ.Component{f.Select(ui.Select{Field: ui.Field{Name: "outcome", Label: "办理结果", Hint: "不能确定的，先回答几个问题"}, Blank: "请选择", Options: answerOptions()})},
	}
	for _, answer := range f.All("answers") {
		entry.Fields = append(entry.Fields, sheet.Hidden{Name: "answers", Value: answer})
	}
	if !known {
		entry.Above = append(entry.Above, sheet.Buttons{Items: []ui.Button{{Text: "开始判断", Kind: ui.Secondary, Href: c.URL(casePath(v.Application.ID) + "/wizard")}}})
		entry.Submit = ui.Button{Text: "继续", Kind: ui.Primary, Name: "do", Value: doRefresh}
		return entry.Page(), nil
	}
	if v.Draft != nil && !f.Sent() && f.Text("outcome") != outcomeValue(v.Draft.Decision.Outcome, v.Draft.Decision.Sub) {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Info, Title: "办理结果改为“" + outcomeWords(draft.Decision.Outcome) + "”，正文和理由重新起草",
			Text: "保存之前，原来的草稿（" + outcomeWords(v.Draft.Decision.Outcome) + "）不变。原来的理由：" + or(v.Draft.Decision.Reason, "没有写")})
	}
	entry.Above = append(entry.Above, remarkNotices(sheetOf.Remarks)...)
	entry.Fields = append(entry.Fields, p.decisionFields(f, draft, sheetOf)...)
	entry.Others = []ui.Button{{Text: "按事实重写正文", Kind: ui.Secondary, Name: "do", Value: doRewrite}, {Text: "更换办理结果后刷新", Kind: ui.Quiet, Name: "do", Value: doRefresh}}
	if v.Draft != nil && c.May(auth.Unmask, c.By.Agency) {
		entry.Above = append(entry.Above, sheet.Buttons{Items: []ui.Button{{Text: "预览已保存的答复书（PDF）", Kind: ui.Quiet, Href: c.URL(casePath(v.Application.ID) + "/letters/preview/" + string(sheetOf.Kind.ID))}}})
	}
	return entry.Page(), nil
}

// decisionFields are what the outcome needs, the reason, and the letter.
func (p pages) decisionFields(f *workbench.Form, draft casework.Draft, s casework.AnswerSheet) []templ.Component {
	var grounds []ui.Option
	for _, row := range decision.Grounds {
		grounds = append(grounds, ui.Option{Value: string(row.Ground), Text: row.Label, Hint: row.Cite.String()})
	}
	fields := []templ.Component{sheet.Paragraph{Text: "文书：" + s.Kind.Name + "（" + string(s.Kind.ID) + "），" + s.Kind.When}}
	if leaf, _ := decision.LeafOf(draft.Decision.Outcome); leaf.Ground != "" || leaf.Outcome == decision.Partial {
		fields = append(fields, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "grounds", Label: "不予公开的理由"}, Options: grounds}))
	}
	if gives(draft.Decision.Outcome) {
		fields = append(fields, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "parts", Label: "第三方不同意的", Optional: true}, Options: []ui.Option{{Value: "public_interest", Text: "第三方不同意，但不公开会对公共利益造成重大影响，予以公开", Hint: law.OGI.Art(32).String()}}}))
	}
	asks, optional := s.Asks, s.Optional
	if draft.Decision.Outcome == decision.Disclosed && s.Kind.ID == "L12a" {
		row, _ := letter.NameOf("公开途径") // filled in, the letter becomes that of public information
		asks = append(asks, row)
		optional["公开途径"] = true
	}
	fields = append(fields, typedFields(f, asks, optional)...)
	if f.Values.Get("letter") == "" {
		f.Values.Set("letter", s.Body)
	}
	return append(fields,
		f.Area(ui.TextArea{Field: ui.Field{Name: "reason", Label: "事实和理由", Hint: "事实怎样符合条款的规定；接在“经审查，”之后，句末不加句号", Optional: draft.Decision.Outcome == decision.Disclosed}, Rows: 5, Max: 4000}),
		f.Area(ui.TextArea{Field: ui.Field{Name: "letter", Label: "答复书正文", Hint: letter.Marks + "保存前可以修改；改了上面的内容，请按事实重写正文。"}, Rows: 18, Max: 20000}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "title", Label: "标题", Hint: "留空则为“机关全称＋" + s.Kind.Noun + "”", Optional: true}}),
		f.Area(ui.TextArea{Field: ui.Field{Name: "attachments", Label: "附件", Hint: "每行一个附件的名称", Optional: true}, Rows: 3, Max: 1000}),
		f.Area(ui.TextArea{Field: ui.Field{Name: "notes", Label: "附注", Hint: "每行一条，含括号，例如（此件依申请公开）", Optional: true}, Rows: 2, Max: 300}),
	)
}

// remarkNotices show what the lint says of a text.
func remarkNotices(remarks []letter.Remark) []templ.Component {
	var list []templ.Component
	for _, r := range remarks {
		tone, title := ui.Info, "请核对"
		if r.Blocks {
			tone, title = ui.Caution, "须改正"
		}
		list = append(list, ui.Notice{Tone: tone, Title: title, Text: r.Message, Cite: r.Cite})
	}
	return list
}

func (p pages) saveDecision(c *workbench.Call, f *workbench.Form) error {
	draft := sentDraft(f)
	if _, ok := decision.LetterFor(draft.Decision.Outcome, draft.Decision.Sub); !ok {
		f.Add("outcome", "请选择办理结果")
		return f.Err()
	}
	id := application.ID(c.Path("id"))
	switch f.Text("do") {
	case doRewrite:
		f.Values.Del("letter")
		fallthrough
	case doRefresh:
		page, err := p.decisionForm(c, f)
		if err != nil {
			return err
		}
		return c.Show(page)
	}
	if err := p.Desk.SaveDecision(c.Context(), c.By, c.By.Agency, id, draft); err != nil {
		return err
	}
	return c.Done(casePath(id), "答复草稿已保存")
}

// signPage is the page on which the decision is signed at a stage.
func (p pages) signPage(stage review.Stage) sheet.FormPage {
	return sheet.FormPage{
		Draw: func(c *workbench.Call, f *workbench.Form) (templ.Component, error) { return p.signForm(c, f, stage) },
		Take: func(c *workbench.Call, f *workbench.Form) error { return p.sign(c, f, stage) },
	}
}

func (p pages) signForm(c *workbench.Call, f *workbench.Form, stage review.Stage) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{
		Base: c.Base(stage.Label(), caseCrumbs(v)...), Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: stage.Label(), Lead: "同一人不能办理两个环节；内容修改后重新审查。"},
		Form: f, Submit: ui.Button{Text: "签署", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
	}
	if v.Draft == nil {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "还没有起草答复"})
		return entry.Page(), nil
	}
	entry.Above = append(entry.Above, ui.Facts{Items: append([]ui.Fact{{Name: "申请内容", Text: v.Application.Wanted.Content}, {Name: "期限", Body: lamp(v.Clock, lightOf(v.Clock, v.Settings.Periods))},
		{Name: "拟作出", Text: outcomeWords(v.Draft.Decision.Outcome)}, {Name: "理由", Text: v.Draft.Decision.Reason}, {Name: "起草人", Text: v.Author}}, evidenceOn(v)...)})
	if files := p.files(c, v.Application); len(files.Items) > 0 {
		entry.Above = append(entry.Above, files)
	}
	for _, problem := range v.Problems {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "尚缺", Text: problem.Message, Cite: problem.Cite})
	}
	entry.Above = append(entry.Above, answerPreview(v), p.reviewTable(v))
	choices := []ui.Option{{Value: string(review.Passed), Text: "同意"}}
	if stage != review.SelfCheck {
		choices = append(choices, ui.Option{Value: string(review.Returned), Text: "退回修改"}, ui.Option{Value: string(review.Referred), Text: "不能确定，报请主管部门或者保密行政管理部门确定"})
	}
	if v.Review.Referral != nil {
		choices = append(choices, ui.Option{Value: string(review.Answered), Text: "登记“" + v.Review.Referral.Organ + "”的答复"})
	}
	entry.Fields = []templ.Component{
		sheet.Hidden{Name: "digest", Value: v.Digest},
		f.Radios(ui.Radios{Field: ui.Field{Name: "verdict", Label: "结论"}, Options: choices}),
		f.Area(ui.TextArea{Field: ui.Field{Name: "opinion", Label: "意见", Hint: "退回、报请的写明理由", Optional: true}, Rows: 4, Max: 2000}),
	}
	if stage != review.SelfCheck {
		entry.Fields = append(entry.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: "organ", Label: "报请哪个机关", Hint: "结论选“不能确定，报请”的填写", Optional: true}, Width: "medium"}))
	}
	return entry.Page(), nil
}

// evidenceOn says what lies on file for the answer, for those who sign it.
func evidenceOn(v casework.View) []ui.Fact {
	var said []string
	for _, f := range v.Application.Facts {
		if f.Kind == application.Filed {
			said = append(said, factWords(f, nil))
		}
	}
	if len(said) == 0 {
		return nil
	}
	return []ui.Fact{{Name: "案卷材料", Text: strings.Join(said, "；")}}
}

// sign adds the act for the very content that was on the page.
func (p pages) sign(c *workbench.Call, f *workbench.Form, stage review.Stage) error {
	id := application.ID(c.Path("id"))
	act := review.Signoff{Stage: stage, Verdict: review.Verdict(f.Text("verdict")), Opinion: f.Text("opinion"), Organ: f.Text("organ"), Digest: f.Text("digest")}
	if _, ok := verdicts[act.Verdict]; !ok {
		f.Add("verdict", "请选择结论")
		return f.Err()
	}
	if err := p.Desk.SignOff(c.Context(), c.By, c.By.Agency, id, act); err != nil {
		return err
	}
	return c.Done(casePath(id), "%s：%s", stage.Label(), verdicts[act.Verdict])
}

// answerPreview shows the text without its marks.
func answerPreview(v casework.View) templ.Component {
	l := letter.Letter{Title: v.Draft.Title, Body: v.Draft.Letter, Attachments: v.Draft.Attachments, Notes: v.Draft.Notes}
	return sheet.Preview{Title: "答复书", Text: l.Plain()}
}

func (p pages) issueForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{
		Base: c.Base("作出答复", caseCrumbs(v)...), Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: "编文号并作出答复", Lead: "今日为作出答复之日，期限到此为止。之后登记送达。"},
		Form: f, Compact: true, Submit: ui.Button{Text: "作出答复", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
	}
	if v.Draft != nil {
		entry.Above = append(entry.Above, ui.Facts{Items: []ui.Fact{{Name: "办理结果", Text: outcomeWords(v.Draft.Decision.Outcome)}}}, answerPreview(v))
	}
	return entry.Page(), nil
}

func (p pages) issue(c *workbench.Call, _ *workbench.Form) error {
	id := application.ID(c.Path("id"))
	number, err := p.Desk.Issue(c.Context(), c.By, c.By.Agency, id)
	if err != nil {
		return err
	}
	return c.Done(casePath(id), "已作出答复，文号 %s", number)
}
