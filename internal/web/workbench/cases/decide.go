package cases

import (
	"net/url"
	"slices"

	"gongkai/application"
	"gongkai/decision"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/review"

	"github.com/a-h/templ"
)

// wizard asks short questions in the order of the law and says what follows. The answers stand in the address, so going
// back is the browser's back.
func (p pages) wizard(c *workbench.Call) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	answers := map[decision.QuestionID]bool{}
	for _, q := range decision.Questions {
		switch c.Query(string(q.ID)) {
		case "yes":
			answers[q.ID] = true
		case "no":
			answers[q.ID] = false
		}
	}
	proposal := decision.Ask(answers)
	s := sheet.Sheet{Base: c.Base("判断答复", caseCrumbs(v)...), Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: "应当怎样答复", Lead: short(v.Application.Wanted.Content)}}
	switch {
	case proposal.Next != nil:
		s.Add("", p.question(c, *proposal.Next))
	case proposal.Do != "":
		s.Add("", ui.Notice{Tone: ui.Caution, Title: "先办理", Text: proposal.Do, Cite: proposal.Cite, Link: ui.Link{Text: "回到申请", Href: casePath(v.Application.ID)}})
	default:
		s.Add("结论", p.conclusion(c, v, proposal))
	}
	if len(proposal.Steps) > 0 {
		t := ui.Table{Caption: "已经回答的", Columns: []ui.Column{{Title: "问题"}, {Title: "回答"}, {Title: "依据"}}}
		for _, step := range proposal.Steps {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: step.Question.Text, Href: p.before(c, proposal, step.Question.ID)}, {Text: map[bool]string{true: "是", false: "否"}[step.Yes]}, {Text: step.Question.Cite.String()}}})
		}
		s.Add("", t)
	}
	return s.Page(), nil
}

// before is the address of the wizard as it was when the question was asked.
func (p pages) before(c *workbench.Call, proposal decision.Proposal, id decision.QuestionID) string {
	kept := url.Values{}
	for _, step := range proposal.Steps {
		if step.Question.ID == id {
			break
		}
		kept.Set(string(step.Question.ID), map[bool]string{true: "yes", false: "no"}[step.Yes])
	}
	return c.URL(casePath(application.ID(c.Path("id"))) + "/wizard?" + kept.Encode())
}

func (p pages) question(c *workbench.Call, q decision.Question) templ.Component {
	return templ.Join(
		ui.Notice{Tone: ui.Info, Title: q.Text, Cite: q.Cite},
		sheet.Buttons{Items: []ui.Button{{Text: "是", Kind: ui.Primary, Href: c.With(string(q.ID), "yes")}, {Text: "否", Kind: ui.Primary, Href: c.With(string(q.ID), "no")}}},
	)
}

// conclusion shows the outcome with what must be on file, and leads to the draft.
func (p pages) conclusion(c *workbench.Call, v casework.View, proposal decision.Proposal) templ.Component {
	leaf, _ := decision.LeafOf(proposal.Outcome)
	query := url.Values{"outcome": {string(proposal.Outcome)}, "sub": {string(proposal.Sub)}}
	for _, ground := range proposal.Grounds {
		query.Add("grounds", string(ground))
	}
	on := v.Application.OnFile(v.Clock.ReceivedOn, p.Desk.Lapses)
	var evidence []string
	needed := leaf.Evidence
	for _, variant := range leaf.Variants {
		if variant.Sub == proposal.Sub {
			needed = variant.Evidence
		}
	}
	for _, e := range needed {
		row, _ := decision.EvidenceOf(e)
		state := "（尚缺）"
		if slices.Contains(on.Evidence, e) {
			state = "（已入卷）"
		}
		evidence = append(evidence, row.Label+"："+row.Content+state)
	}
	parts := []templ.Component{ui.Notice{Tone: ui.Good, Title: leaf.Short, Text: "计入年度报告表三“" + leaf.Label + "”", Cite: proposal.Cite}}
	if len(evidence) > 0 {
		parts = append(parts, sheet.Paragraph{Text: "作出这样的答复需要下列材料："}, sheet.Bullets{Items: evidence})
	}
	return templ.Join(append(parts, sheet.Buttons{Items: []ui.Button{{Text: "起草答复", Kind: ui.Primary, Href: c.URL(casePath(v.Application.ID) + "/decision?" + query.Encode())}}})...)
}

// filledDecision is the draft as it stands, or the conclusion of the wizard.
func (p pages) filledDecision(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	if v.Draft != nil {
		d := v.Draft.Decision
		values = url.Values{"outcome": {string(d.Outcome)}, "sub": {string(d.Sub)}, "reason": {d.Reason}, "letter": {v.Draft.Letter}}
		for _, g := range d.Grounds {
			values.Add("grounds", string(g))
		}
		for name, on := range map[string]bool{"discloses": d.Discloses, "withholds": d.Withholds, "public_interest": d.PublicInterest} {
			if on {
				values.Add("parts", name)
			}
		}
	}
	if outcome := c.Query("outcome"); outcome != "" {
		values.Set("outcome", outcome)
		values.Set("sub", c.Query("sub"))
		values["grounds"] = c.Request.URL.Query()["grounds"]
		switch decision.Outcome(outcome) {
		case decision.Disclosed:
			values["parts"] = []string{"discloses"}
		case decision.Partial:
			values["parts"] = []string{"discloses", "withholds"}
		default:
			if len(values["grounds"]) > 0 {
				values["parts"] = []string{"withholds"}
			}
		}
	}
	return workbench.Filled(values), nil
}

func (p pages) decisionForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	var grounds, subs []ui.Option
	for _, row := range decision.Grounds {
		grounds = append(grounds, ui.Option{Value: string(row.Ground), Text: row.Label, Hint: row.Cite.String()})
	}
	for _, leaf := range decision.Outcomes {
		for _, variant := range leaf.Variants {
			subs = append(subs, ui.Option{Value: string(variant.Sub), Text: leaf.Short + "：" + variant.Label})
		}
	}
	return sheet.Entry{
		Base: c.Base("起草答复", caseCrumbs(v)...), Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: "起草答复", Lead: short(v.Application.Wanted.Content)}, Form: f,
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: []templ.Component{
			f.Select(ui.Select{Field: ui.Field{Name: "outcome", Label: "办理结果"}, Blank: "请选择", Options: outcomeOptions()}),
			f.Select(ui.Select{Field: ui.Field{Name: "sub", Label: "具体情形", Optional: true, Hint: "“本机关不掌握”“其他”两类需要选择"}, Blank: "不分", Options: subs}),
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "grounds", Label: "不予公开的理由", Optional: true}, Options: grounds}),
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "parts", Label: "答复的内容", Optional: true}, Options: []ui.Option{{Value: "discloses", Text: "提供信息"},
				{Value: "withholds", Text: "有不予公开的内容"}, {Value: "public_interest", Text: "第三方不同意，但不公开会对公共利益造成重大影响，予以公开"}}}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "reason", Label: "事实和理由", Hint: "事实怎样符合条款的规定，答复书据此说明理由"}, Rows: 5, Max: 4000}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "letter", Label: "答复书正文"}, Rows: 14, Max: 20000}),
		},
	}.Page(), nil
}

func (p pages) saveDecision(c *workbench.Call, f *workbench.Form) error {
	draft := casework.Draft{Letter: f.Raw("letter"), Decision: decision.Draft{Outcome: decision.Outcome(f.Text("outcome")), Sub: decision.SubReason(f.Text("sub")), Reason: f.Text("reason"),
		Discloses: f.Checked("parts", "discloses"), Withholds: f.Checked("parts", "withholds"), PublicInterest: f.Checked("parts", "public_interest")}}
	for _, g := range f.All("grounds") {
		draft.Decision.Grounds = append(draft.Decision.Grounds, decision.Ground(g))
	}
	if _, ok := decision.LeafOf(draft.Decision.Outcome); !ok {
		f.Add("outcome", "请选择办理结果")
		return f.Err()
	}
	id := application.ID(c.Path("id"))
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
	entry.Above = append(entry.Above, ui.Facts{Items: []ui.Fact{{Name: "申请内容", Text: v.Application.Wanted.Content}, {Name: "拟作出", Text: outcomeWords(v.Draft.Decision.Outcome)}, {Name: "理由", Text: v.Draft.Decision.Reason}}})
	for _, problem := range v.Problems {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "尚缺", Text: problem.Message, Cite: problem.Cite})
	}
	entry.Above = append(entry.Above, sheet.Preview{Title: "答复书正文", Text: v.Draft.Letter})
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
		entry.Fields = append(entry.Fields, f.Line(ui.TextInput{Field: ui.Field{Name: "organ", Label: "报请哪个机关", Optional: true}, Width: "medium"}))
	}
	return entry.Page(), nil
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
		entry.Above = append(entry.Above, ui.Facts{Items: []ui.Fact{{Name: "办理结果", Text: outcomeWords(v.Draft.Decision.Outcome)}}}, sheet.Preview{Title: "答复书正文", Text: v.Draft.Letter})
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
