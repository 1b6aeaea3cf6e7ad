package application

import (
	"slices"
	"strings"

	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/workday"
)

// Refuses returns everything that stands against adding the fact, or nothing. What moves the clock is judged by
// package deadline: a fact that raises a problem there is refused. An answer given too late is the exception: it is
// unlawful that it is late, and still it must be given.
// 法源: 《条例》第三十条、《条例》第三十三条第二款、《条例》第四十五条。
func (a Application) Refuses(cal *workday.Calendar, policy deadline.Policy, f Fact) []fault.Problem {
	problems := a.incomplete(f)
	if f.On.IsZero() {
		return append(problems, fault.Problem{Field: "on", Message: "请填写日期"})
	}
	if !f.Kind.clocked() {
		return append(problems, a.outOfPlace(cal, policy, f)...)
	}
	// The whole course is judged and not only what had happened by the day of the fact: one that is entered afterwards
	// must not make unlawful what came after it.
	before := a.Clock(cal, policy, civil.Date{})
	after := a.With(f).Clock(cal, policy, civil.Date{})
	if f.Kind == Decided && before.Stage != deadline.Closed && after.Stage == deadline.Closed {
		return problems
	}
	return append(problems, raised(before, after, "")...)
}

// RefusesConfirmation returns everything that stands against confirming the receipt of the application on the day: it
// counts as received from then on, and must not make unlawful what was done before.
// 法源: 《条例》第三十一条。
func (a Application) RefusesConfirmation(cal *workday.Calendar, policy deadline.Policy, on civil.Date) []fault.Problem {
	before := a.Clock(cal, policy, civil.Date{})
	a.ConfirmedOn = on
	return raised(before, a.Clock(cal, policy, civil.Date{}), "on")
}

// raised are the problems of a clock that it had not before.
func raised(before, after deadline.Output, field string) (problems []fault.Problem) {
	for _, p := range after.Problems {
		if !slices.Contains(before.Problems, p) {
			problems = append(problems, fault.Problem{Field: field, Message: p.Message, Cite: p.Cite})
		}
	}
	return problems
}

// incomplete checks what the kind itself needs.
func (a Application) incomplete(f Fact) []fault.Problem {
	var problems []fault.Problem
	need := func(missing bool, field, message string, cite law.Citation) {
		if missing {
			problems = append(problems, fault.Problem{Field: field, Message: message, Cite: cite})
		}
	}
	text := strings.TrimSpace(f.Text) == ""
	switch f.Kind {
	case CorrectionRequested:
		need(text, "text", "请一次性写明需要补正的全部事项", law.OGI.Art(30))
		need(f.Until.IsZero(), "until", "请填写合理的补正期限", law.OGI.Art(30))
	case Extended:
		need(f.Approver == "", "approver", "延长答复期限应当经政府信息公开工作机构负责人同意", law.OGI.Art(33).P(2))
		need(text, "text", "请写明延长的理由", law.OGI.Art(33).P(2))
	case ExtensionAsked:
		need(text, "text", "请写明延长的理由", law.OGI.Art(33).P(2))
		need(f.Workdays <= 0, "workdays", "请填写延长的工作日", law.OGI.Art(33).P(2))
	case ThirdPartyConsulted, AgencyConsulted:
		need(f.Party == "", "party", "请选择征求意见的对象", law.OGI.Art(32))
	case ReasonsRequested:
		need(text, "text", "请写明申请数量、频次明显超过合理范围的情况", law.OGI.Art(35))
	case Decided:
		need(f.Outcome == "", "outcome", "请选择答复的种类", law.OGI.Art(36))
	case Assigned:
		need(f.Section == "" && f.Officer == "", "section", "请选择承办股室或者经办人", law.Citation{})
	case Filed:
		need(len(f.Files) == 0 && text, "files", "请上传材料或者写明内容", law.Citation{})
	case Delivered:
		need(f.Method == "", "method", "请选择送达方式", law.OGI.Art(40))
		need(f.Method == ByPost && f.Number == "", "number", "请填写邮政企业的邮件号", law.Service.Whole())
		need(f.Method == ByPost && courier(f.Number), "number", "这是快递企业的单号；邮寄送达应当通过邮政企业", law.Service.Whole())
	case Receipted:
		need(text && len(f.Files) == 0, "text", "请写明签收人，或者上传送达回证、签收凭证", law.OGI.Art(45))
	case PaymentShown:
		need(text && len(f.Files) == 0, "files", "请上传缴费凭证，或者写明缴费的方式和凭证号", law.Fees.Art(6))
	case Proposed:
		need(text, "text", "请写明建议主动公开的信息", law.OGI.Art(44).P(2))
	case ProposalTold:
		need(text, "text", "请写明处理结果和理由", law.OGI.Art(44).P(2))
	case MadePublic, Rectified:
		need(f.Record == "", "record", "没有起草对应的公开信息", law.OGI.Art(44).P(1))
	case Reopened:
		need(text, "text", "请写明重新办理的依据", law.OGI.Art(51))
		need(f.Basis.Label() == "", "basis", "请选择重新办理是依照什么", law.OGI.Art(51))
	case HandedOver:
		need(text, "text", "请写明移交给谁、移交的材料", law.OGI.Art(45))
	case FeeNoticed:
		need(f.Amount <= 0, "amount", "请填写应缴的信息处理费，或者选择计费方式由系统计算", law.Fees.Whole())
	}
	return problems
}

// outOfPlace checks the order of the facts that do not move the clock.
func (a Application) outOfPlace(cal *workday.Calendar, policy deadline.Policy, f Fact) []fault.Problem {
	var problems []fault.Problem
	add := func(bad bool, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: "on", Message: message, Cite: orderOf(f.Kind)})
		}
	}
	closed := a.Clock(cal, policy, f.On).Stage == deadline.Closed
	_, archived := a.inRound(Archived)
	add(f.On.Before(a.ArrivedOn), "日期早于申请到达之日")
	switch f.Kind {
	case Issued, Delivered:
		decided, ok := a.inRound(Decided)
		add(!ok, "尚未作出答复")
		add(ok && f.On.Before(decided.On), "日期早于作出答复之日")
	case Archived:
		_, delivered := a.inRound(Delivered)
		_, withdrawn := a.inRound(Withdrawn)
		add(!closed, "尚未办结，不能归档")
		add(closed && !delivered && !withdrawn, "尚未送达，不能归档")
		add(archived, "已经归档")
	case Reopened:
		add(!closed && f.Until.IsZero(), "尚未办结，不需要重新办理；行政复议决定、裁判责令在一定期限内答复的，请填写确定的日期")
		problems = append(problems, a.disordered(cal, policy, f)...)
	case ExtensionAsked:
		problems = append(problems, a.mayNotExtend(cal, policy, f)...)
	case HandedOver:
		add(!archived, "尚未归档，不能移交")
	case PaymentShown:
		add(a.Clock(cal, policy, f.On).Stage != deadline.Paying, "没有待缴的信息处理费")
	case Receipted:
		sent, delivered := a.inRound(Delivered)
		add(!delivered, "尚未登记送达")
		add(delivered && f.On.Before(sent.On), "签收日期早于送达日期")
	case Proposed:
		add(a.Proposal() != nil, "已经提出过建议，尚待答复")
		add(a.Clock(cal, policy, f.On).Stage == deadline.Unconfirmed, "申请尚未确认收到")
	case ProposalTold:
		add(a.Proposal() == nil, "没有待答复的主动公开建议")
	case MadePublic, Rectified:
		_, decided := a.inRound(Decided)
		add(!decided, "尚未作出答复")
	case Assigned:
		add(closed, "已经办结")
	case HandedBack:
		section, _ := a.Section()
		add(closed, "已经办结")
		add(!closed && section == "", "没有交办股室，或者股室已经回复")
	}
	return problems
}

// orderOf is where the law sets the place of the kind among the others.
// 法源: 《条例》第三十三条第二款、《条例》第四十四条、《条例》第四十五条、《条例》第五十一条、109号文第六条。
func orderOf(kind Kind) law.Citation {
	switch kind {
	case PaymentShown:
		return law.Fees.Art(6)
	case Proposed, ProposalTold:
		return law.OGI.Art(44).P(2)
	case MadePublic, Rectified:
		return law.OGI.Art(44).P(1)
	case Reopened:
		return law.OGI.Art(51)
	case ExtensionAsked:
		return law.OGI.Art(33).P(2)
	}
	return law.OGI.Art(45)
}

// disordered holds the day that a 复议决定 or a judgment sets against package deadline.
func (a Application) disordered(cal *workday.Calendar, policy deadline.Policy, f Fact) (problems []fault.Problem) {
	if f.Until.IsZero() {
		return nil
	}
	return raised(a.Clock(cal, policy, civil.Date{}), a.With(f).Clock(cal, policy, civil.Date{}), "until")
}

// couriers begin the numbers of delivery companies that are no postal enterprise.
var couriers = []string{"SF", "JD", "YT", "JT", "ZTO", "STO", "YD", "DPK", "DN"}

// courier reports whether the number is one of a delivery company: its letters, and only figures behind them.
func courier(number string) bool {
	number = strings.ToUpper(strings.TrimSpace(number))
	for _, prefix := range couriers {
		rest, ok := strings.CutPrefix(number, prefix)
		if ok && len(number) != postalLength && rest != "" && strings.Trim(rest, "0123456789") == "" {
			return true
		}
	}
	return false
}

// postalLength is the length of the numbers of the postal enterprise.
const postalLength = 13

// mayNotExtend says what would stand against the extension that is asked for, so that the head is asked for nothing that
// the law does not give.
// 法源: 《条例》第三十三条第二款。
func (a Application) mayNotExtend(cal *workday.Calendar, policy deadline.Policy, asked Fact) []fault.Problem {
	asked.Kind, asked.Approver = Extended, "…"
	problems := a.Refuses(cal, policy, asked)
	if _, open := a.Asked(); open {
		problems = append(problems, fault.Problem{Message: "已经提请延期，等待负责人批准", Cite: law.OGI.Art(33).P(2)})
	}
	return problems
}

// Asked returns the extension that was asked for and not yet granted in the present round.
func (a Application) Asked() (Fact, bool) {
	var asked Fact
	open := false
	for _, f := range a.round() {
		switch f.Kind {
		case ExtensionAsked:
			asked, open = f, true
		case Extended, Decided, Withdrawn:
			open = false
		}
	}
	return asked, open
}

// An Option is one thing that could be done now: allowed, or not and why.
type Option struct {
	Kind  Kind
	Label string
	Why   []fault.Problem // empty when it is allowed
}

// sample fills what the kind needs, so that only the law and the order of things can stand against it.
func sample(kind Kind, today civil.Date, cal *workday.Calendar) Fact {
	until, _ := cal.Add(today, law.On(law.CorrectionPeriod, today).Int())
	if kind == Reopened {
		until = civil.Date{} // most orders set no day
	}
	return Fact{Kind: kind, On: today, Text: "…", Until: until, Workdays: 1, Party: "…", Approver: "…", Section: "…",
		Outcome: "…", Method: InPerson, Number: "…", Files: []string{"…"}, Amount: 1, Record: "…", Basis: deadline.Reconsidered}
}

// Next lists everything that can happen to an application, with the reasons against what the law or the state of the
// file forbids today.
func (a Application) Next(cal *workday.Calendar, policy deadline.Policy, today civil.Date) []Option {
	options := make([]Option, 0, len(Kinds))
	clock := a.Clock(cal, policy, today)
	overdue := clock.WorkdaysLeft != nil && *clock.WorkdaysLeft < 0
	for _, row := range Kinds {
		f := sample(row.Kind, today, cal)
		if row.Kind == Reopened && overdue {
			f.Until = today // what was left undone may have been ordered by a day
		}
		options = append(options, Option{row.Kind, row.Label, a.Refuses(cal, policy, f)})
	}
	return options
}
