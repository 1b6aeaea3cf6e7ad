package cases

import (
	"gongkai/application"
	"gongkai/deadline"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"
	"gongkai/review"

	"github.com/a-h/templ"
)

// channelWords say how an application came.
func channelWords(a application.Application) string {
	if label := a.Source.Label(); label != "" {
		return label
	}
	return channels[a.Channel]
}

// actionOf is the permission that a fact of the kind needs; records are drafted from an application by a way of its own.
func actionOf(kind application.Kind) auth.Action {
	if kind == application.MadePublic || kind == application.Rectified {
		return auth.HandleCase
	}
	return casework.FactAction(kind)
}

// notices say what wants attention on the page of an application.
func (p pages) notices(c *workbench.Call, v casework.View) []templ.Component {
	a := v.Application
	var list []templ.Component
	add := func(n ui.Notice) { list = append(list, n) }
	if v.Late > 0 {
		add(ui.Notice{Tone: ui.Bad, Title: "逾期送达", Text: "答复在期限（" + v.Clock.DueOn.Chinese() + "）届满后" + itoa(v.Late) + "个工作日才送出。邮寄的以交邮之日为准。", Cite: law.Service.Whole()})
	}
	if asked, open := a.Asked(); open {
		add(ui.Notice{Tone: ui.Info, Title: "已提请延期" + itoa(asked.Workdays) + "个工作日，等待负责人批准", Text: asked.Text, Cite: law.OGI.Art(33).P(2)})
	}
	if section, until := a.Section(); section != "" && !until.IsZero() {
		tone := ui.Info
		if until.Before(c.Today()) {
			tone = ui.Caution
		}
		add(ui.Notice{Tone: tone, Title: "股室正在查找材料", Text: "内部期限" + until.Chinese() + "。"})
	}
	if shown := lastOf(a, application.PaymentShown); shown != nil && v.Clock.Stage == deadline.Paying {
		add(ui.Notice{Tone: ui.Caution, Title: "申请人已提交缴费凭证", Text: "核实到账后登记缴费，答复期限自次日起重新计算。" + shown.Text, Cite: law.Fees.Art(6),
			Link: mayEnter(c, a, application.FeePaid, "登记缴费")})
	}
	if proposal := a.Proposal(); proposal != nil {
		add(ui.Notice{Tone: ui.Caution, Title: "申请人建议主动公开", Text: proposal.Text, Cite: law.OGI.Art(44).P(2),
			Link: mayEnter(c, a, application.ProposalTold, "审核并答复")})
	}
	if len(v.Repeats) > 0 && v.Clock.Stage != deadline.Closed {
		add(ui.Notice{Tone: ui.Caution, Title: "同一申请人申请过相同的内容", Text: numbers(v.Repeats) + "。已经答复的，可以告知不予重复处理。", Cite: law.OGI.Art(36).I(6)})
	}
	if len(v.Others) > 0 {
		add(ui.Notice{Tone: ui.Info, Title: "其他申请人也申请了相同的信息", Text: numbers(v.Others) + "。可以公开的，可以转为主动公开。", Cite: law.OGI.Art(44).P(1)})
	}
	return list
}

// lastOf is the latest fact of the kind.
func lastOf(a application.Application, kind application.Kind) *application.Fact {
	for i := len(a.Facts) - 1; i >= 0; i-- {
		if a.Facts[i].Kind == kind {
			return &a.Facts[i]
		}
	}
	return nil
}

// asked lists the consultations by a link.
func (p pages) asked(c *workbench.Call, v casework.View) templ.Component {
	t := ui.Table{Caption: "在线征求意见", Quiet: true, Columns: []ui.Column{{Title: "对象"}, {Title: "姓名或者名称"}, {Title: "发出"}, {Title: "打开"}, {Title: "答复"}, {Title: "期限至"}, {Title: "链接"}}}
	for _, q := range v.Asked {
		row := ui.Row{Cells: []ui.Cell{{Text: q.Party}, {Text: or(q.Name, "—")}, {Text: q.SentOn.String()}, {Text: or(q.OpenedOn.String(), "尚未打开")}, {Text: or(q.AnsweredOn.String(), "尚未答复")}, {Text: q.EndsOn.String()}, {Text: "—"}}}
		if q.AnsweredOn.IsZero() && !q.EndsOn.Before(c.Today()) && c.May(auth.HandleCase, c.By.Agency) {
			row.Cells[6] = ui.Cell{Body: sheet.Actions{Items: []sheet.Action{{Path: c.URL(casePath(v.Application.ID) + "/consultations/" + q.ID), Button: ui.Button{Text: "换新链接", Kind: ui.Quiet}}}}}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// mayEnter leads to the form of a fact, for those who may enter it.
func mayEnter(c *workbench.Call, a application.Application, kind application.Kind, text string) ui.Link {
	if !c.May(actionOf(kind), c.By.Agency) {
		return ui.Link{}
	}
	return ui.Link{Text: text, Href: c.URL(casePath(a.ID) + "/do/" + string(kind))}
}

// nextStep is the button that takes the caller on with the application: the one thing that moves it. There is none while it
// waits for somebody else.
func (p pages) nextStep(c *workbench.Call, v casework.View) []ui.Button {
	path := casePath(v.Application.ID)
	at := func(action auth.Action, text, rest string) []ui.Button {
		if !c.May(action, c.By.Agency) {
			return nil
		}
		return []ui.Button{{Text: text, Kind: ui.Primary, Href: c.URL(path + rest)}}
	}
	if v.Application.Proposal() != nil && v.Clock.Stage == deadline.Closed {
		return at(auth.HandleCase, "审核并答复建议", "/do/"+string(application.ProposalTold))
	}
	switch v.Due.Step {
	case application.NoStep, application.ToCorrect:
		return nil
	case application.ToConfirm:
		return at(auth.RegisterCase, "确认收到", "/confirm")
	case application.ToDeliver:
		return at(auth.DeliverCase, "登记送达", "/do/"+string(application.Delivered))
	case application.ToArchive:
		return at(auth.ArchiveCase, "归档", "/do/"+string(application.Archived))
	case application.ToPay:
		if lastOf(v.Application, application.PaymentShown) != nil {
			return at(auth.HandleCase, "核实并登记缴费", "/do/"+string(application.FeePaid))
		}
		return nil
	}
	switch next := v.Review.Next; {
	case v.Draft == nil:
		return at(auth.HandleCase, "判断怎样答复", "/wizard")
	case next == "":
		return at(auth.HandleCase, "编文号并作出答复", "/issue")
	case next == review.SelfCheck:
		return at(auth.HandleCase, "自审并送审", "/sign/"+string(next))
	default:
		return at(casework.StageAction(next), next.Label(), "/sign/"+string(next))
	}
}

// progress says how far the draft of the answer has come, while it is one.
func progress(v casework.View) string {
	if v.Draft == nil || v.Clock.Stage == deadline.Closed {
		return ""
	}
	outcome := outcomeWords(v.Draft.Decision.Outcome)
	switch next := v.Review.Next; {
	case v.Review.Returned != nil:
		return outcome + "；" + v.Review.Returned.Stage.Label() + "退回，修改后重新送审"
	case next == "":
		return outcome + "；审查完毕，待编文号"
	case next == review.SelfCheck:
		return outcome + "；待自审"
	default:
		return outcome + "；已送审，待" + next.Label()
	}
}

// over stands above the title of a form: which application it is about, and what was asked for.
func over(v casework.View) string {
	return "申请 " + v.Application.Number + "　" + short(v.Application.Wanted.Content)
}
