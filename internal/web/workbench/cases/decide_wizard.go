package cases

import (
	"net/url"
	"slices"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// A phase is a stretch of the questions, in the order of the law.
type phase struct {
	text string
	last decision.QuestionID // the last question of the phase
}

var phases = []phase{{"能否作为申请办理", "reissue"}, {"有没有、由谁公开", "public"}, {"能否公开", "severable"}}

// phaseOf returns in which phase the question is asked.
func phaseOf(id decision.QuestionID) int {
	at := slices.IndexFunc(decision.Questions, func(q decision.Question) bool { return q.ID == id })
	for n, ph := range phases {
		if at <= slices.IndexFunc(decision.Questions, func(q decision.Question) bool { return q.ID == ph.last }) {
			return n
		}
	}
	return len(phases) - 1
}

// wizard asks short questions in the order of the law and says what follows. The answers stand in the address, so going
// back is the browser's back; those of a saved draft are shown again.
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
	remembered := false
	if len(answers) == 0 && v.Draft != nil && c.Query("fresh") == "" {
		for id, yes := range v.Draft.Answers {
			answers[decision.QuestionID(id)], remembered = yes, true
		}
	}
	proposal := decision.Ask(answers)
	s := sheet.Sheet{Base: c.Base("判断答复", caseCrumbs(v)...), Head: ui.PageHead{Over: "申请 " + v.Application.Number, Title: "应当怎样答复", Lead: short(v.Application.Wanted.Content)}}
	s.Add("", wizardSteps(proposal))
	if remembered {
		s.Add("", ui.Notice{Tone: ui.Info, Title: "这是起草时的回答", Text: "点问题可以从那一步改起。", Link: ui.Link{Text: "从头回答", Href: casePath(v.Application.ID) + "/wizard?fresh=yes"}})
	}
	switch {
	case proposal.Next != nil:
		s.Add("", p.question(c, v, proposal))
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

// wizardSteps shows how far the questions have come.
func wizardSteps(proposal decision.Proposal) templ.Component {
	now := len(phases)
	if proposal.Next != nil {
		now = phaseOf(proposal.Next.ID)
	}
	steps := ui.Steps{Label: "判断的步骤"}
	for n, ph := range phases {
		steps.Items = append(steps.Items, ui.Step{Text: ph.text, Done: n < now, Current: n == now})
	}
	steps.Items = append(steps.Items, ui.Step{Text: "结论", Current: now == len(phases)})
	return steps
}

// before is the address of the wizard as it was when the question was asked.
func (p pages) before(c *workbench.Call, proposal decision.Proposal, id decision.QuestionID) string {
	kept := url.Values{"fresh": {"yes"}}
	for _, step := range proposal.Steps {
		if step.Question.ID == id {
			break
		}
		kept.Set(string(step.Question.ID), yesNo(step.Yes))
	}
	return c.URL(casePath(application.ID(c.Path("id"))) + "/wizard?" + kept.Encode())
}

// after is the address with one more answer.
func (p pages) after(c *workbench.Call, proposal decision.Proposal, id decision.QuestionID, yes bool) string {
	kept := url.Values{"fresh": {"yes"}}
	for _, step := range proposal.Steps {
		kept.Set(string(step.Question.ID), yesNo(step.Yes))
	}
	kept.Set(string(id), yesNo(yes))
	return c.URL(casePath(application.ID(c.Path("id"))) + "/wizard?" + kept.Encode())
}

// question asks one question, with what the file says about it. The answer that the file suggests comes first to the eye.
func (p pages) question(c *workbench.Call, v casework.View, proposal decision.Proposal) templ.Component {
	q := *proposal.Next
	known, suggested, has := p.onRecord(v, q.ID)
	yes, no := ui.Button{Text: "是", Kind: ui.Secondary, Href: p.after(c, proposal, q.ID, true)}, ui.Button{Text: "否", Kind: ui.Secondary, Href: p.after(c, proposal, q.ID, false)}
	switch {
	case has && suggested:
		yes.Kind = ui.Primary
	case has:
		no.Kind = ui.Primary
	}
	parts := []templ.Component{ui.Notice{Tone: ui.Info, Title: q.Text, Cite: q.Cite}}
	if known != "" {
		parts = append(parts, sheet.Paragraph{Text: "案卷记载：" + known})
	}
	return templ.Join(append(parts, sheet.Buttons{Items: []ui.Button{yes, no}})...)
}

// onRecord says what the file has on a question, and which answer follows. Where a person has to judge there is none.
func (p pages) onRecord(v casework.View, id decision.QuestionID) (words string, yes, has bool) {
	f := v.Application.OnFile(v.Clock.ReceivedOn, p.Desk.Lapses(v.Application.Agency))
	day := func(what string, on civil.Date) (string, bool, bool) {
		if on.IsZero() {
			return "没有" + what, false, true
		}
		return on.Chinese() + what, true, true
	}
	switch id {
	case "withdrawn":
		return day("申请人撤回申请", f.WithdrawnOn)
	case "noticed":
		return day("告知补正", f.CorrectionNoticedOn)
	case "corrected":
		return day("收到补正", f.CorrectedOn)
	case "correction_over":
		if f.CorrectionUntil.IsZero() {
			return "没有登记补正期限", false, false
		}
		return "补正期限至" + f.CorrectionUntil.Chinese(), civil.Of(p.Desk.DB.Now()).After(f.CorrectionUntil), true
	case "demanded":
		return day("要求说明理由", f.ReasonsDemandedOn)
	case "unpaid":
		if f.FeeNoticedOn.IsZero() {
			return "没有发出收费通知", false, true
		}
		return "收费通知，期限至" + f.FeeUntil.Chinese(), f.FeePaidOn.IsZero() && civil.Of(p.Desk.DB.Now()).After(f.FeeUntil), true
	case "excessive":
		if v.SameMonth > 0 {
			return "同一申请人本月" + itoa(v.SameMonth) + "件，本年" + itoa(v.SameYear) + "件", false, false
		}
	case "repeat":
		return p.repeated(v)
	case "found":
		if slices.Contains(f.Evidence, decision.SearchLog) {
			return "检索记录已经入卷", false, false
		}
		return "还没有检索记录", false, false
	case "consulted":
		if len(f.Opinions) == 0 {
			return "没有征求第三方意见", false, true
		}
		o := f.Opinions[len(f.Opinions)-1]
		if o.AnsweredOn.IsZero() {
			return o.SentOn.Chinese() + "征求意见，期限至" + o.LapsesOn.Chinese(), civil.Of(p.Desk.DB.Now()).After(o.LapsesOn), true
		}
		return o.AnsweredOn.Chinese() + "收到第三方意见", true, true
	case "agrees":
		if n := len(f.Opinions); n > 0 && !f.Opinions[n-1].AnsweredOn.IsZero() {
			return map[bool]string{true: "第三方同意公开", false: "第三方不同意公开"}[f.Opinions[n-1].Agrees], f.Opinions[n-1].Agrees, true
		}
	}
	return "", false, false
}

// repeated looks for an earlier application of the same applicant with the same words that was answered.
// 法源: 《条例》第三十六条第六项。
func (p pages) repeated(v casework.View) (string, bool, bool) {
	for _, x := range v.Earlier {
		if x.Wanted.Content == v.Application.Wanted.Content && !x.ClosedOn.IsZero() {
			return "同一申请人以相同内容提出的申请" + x.Number + "已于" + x.ClosedOn.Chinese() + "办结", true, true
		}
	}
	return "", false, false
}

// conclusion shows the outcome with its letter and what must be on file, and leads to the draft.
func (p pages) conclusion(c *workbench.Call, v casework.View, proposal decision.Proposal) templ.Component {
	leaf, _ := decision.LeafOf(proposal.Outcome)
	query := url.Values{"outcome": {string(proposal.Outcome)}, "sub": {string(proposal.Sub)}}
	for _, ground := range proposal.Grounds {
		query.Add("grounds", string(ground))
	}
	for _, step := range proposal.Steps {
		query.Add("answers", string(step.Question.ID)+"="+yesNo(step.Yes))
	}
	on := v.Application.OnFile(v.Clock.ReceivedOn, p.Desk.Lapses(v.Application.Agency))
	var evidence []string
	for _, e := range neededFor(leaf, proposal) {
		row, _ := decision.EvidenceOf(e)
		state := "（尚缺）"
		if slices.Contains(on.Evidence, e) {
			state = "（已入卷）"
		}
		evidence = append(evidence, row.Label+"："+row.Content+state)
	}
	title := leaf.Short
	for _, variant := range leaf.Variants {
		if variant.Sub == proposal.Sub {
			title += "：" + variant.Label
		}
	}
	parts := []templ.Component{ui.Notice{Tone: ui.Good, Title: title, Text: "计入年度报告表三“" + leaf.Label + "”", Cite: proposal.Cite}}
	if len(evidence) > 0 {
		parts = append(parts, sheet.Paragraph{Text: "作出这样的答复需要下列材料："}, sheet.Bullets{Items: evidence})
	}
	return templ.Join(append(parts, sheet.Buttons{Items: []ui.Button{{Text: "起草答复", Kind: ui.Primary, Href: c.URL(casePath(v.Application.ID) + "/decision?" + query.Encode())}}})...)
}

// neededFor are the proofs of the outcome, of its sub-reason, and of each ground of a partial disclosure.
func neededFor(leaf decision.Leaf, proposal decision.Proposal) []decision.Evidence {
	needed := slices.Clone(leaf.Evidence)
	for _, variant := range leaf.Variants {
		if variant.Sub == proposal.Sub {
			needed = slices.Clone(variant.Evidence)
		}
	}
	if leaf.Outcome == decision.Partial {
		for _, g := range proposal.Grounds {
			row, _ := decision.GroundOf(g)
			of, _ := decision.LeafOf(row.Outcome)
			needed = append(needed, of.Evidence...)
		}
	}
	slices.Sort(needed)
	return slices.Compact(needed)
}
