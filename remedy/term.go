package remedy

import (
	"gongkai/civil"
	"gongkai/law"
	"gongkai/workday"
)

// A Duty is something the agency must do by a day as the respondent.
type Duty struct {
	What        string
	DueOn       civil.Date
	Provisional bool
	Free        bool // it may, but need not: the term of its own appeal
	Cite        law.Citation
}

// Duties returns what the agency owes the organ or the court, and what follows from the result: answer and evidence, the
// feedback on an opinion, the new decision. Terms of workdays and of natural days are kept apart; a natural term that
// ends on a day off ends on the next workday. Where neither organ nor court has set a day for the new decision, the term
// of an answer runs anew from the day on which the result came (docs/law/divergences.md).
// 法源: 《行政复议法》第四十八条、《行政复议法》第五十四条、《行政复议法》第七十六条、《行政诉讼法》第六十七条第一款、《行政诉讼法》第八十五条、《行诉解释》第一百零八条、《民事诉讼法》第八十五条、《条例》第三十三条第二款。
func (p Proceeding) Duties(cal *workday.Calendar) []Duty {
	var all []Duty
	owe := func(what string, from civil.Date, name law.Name, free bool) {
		term := law.On(name, from)
		due, provisional := until(cal, from, term)
		all = append(all, Duty{what, due, provisional, free, term.Cite})
	}
	now, begun := p.Now()
	switch {
	case !begun:
		return nil
	case now.ClosedOn.IsZero() && !now.ServedOn.IsZero() && now.AnsweredOn.IsZero() && !now.ByAgency:
		owe(now.answer(), now.ServedOn, now.answerTerm(), false)
	case !now.ClosedOn.IsZero() && p.Way.Suit() && !now.Stage.Appeal() && now.Bucket == Corrected:
		name := law.AppealJudgment
		if now.Ruling {
			name = law.AppealRuling
		}
		owe("决定是否上诉", now.ClosedOn, name, true)
	}
	if order, done, ok := p.Redecision(); ok && done.IsZero() {
		if order.RedecideBy.IsZero() {
			owe("按照结果重新作出处理", order.ClosedOn, law.ReplyTerm, false)
		} else {
			all = append(all, Duty{What: "按照结果重新作出处理", DueOn: order.RedecideBy, Cite: law.OGI.Art(51)})
		}
	}
	if f, ok := p.opinion(); ok {
		if f.Until.IsZero() {
			owe("反馈意见书、司法建议的落实情况", f.On, law.ReconFeedback, false)
		} else {
			all = append(all, Duty{What: "反馈意见书、司法建议的落实情况", DueOn: f.Until, Cite: law.Recon.Art(76)})
		}
	}
	return all
}

func (i Instance) answer() string {
	if i.Stage == Hearing {
		return "提出书面答复并提交证据、依据"
	}
	if i.Stage.Appeal() {
		return "提交二审答辩状"
	}
	return "提交答辩状和证据"
}

func (i Instance) answerTerm() law.Name {
	switch {
	case i.Stage.Appeal():
		return law.AppealAnswer
	case i.Stage != Hearing:
		return law.CourtAnswer
	case i.Summary && law.On(law.ReconAnswerSummary, i.ServedOn).Unit != law.Nothing:
		return law.ReconAnswerSummary
	}
	return law.ReconAnswer
}

// Expected is the day by which the organ or the court should have decided; false when the instance is closed or unknown.
// 法源: 《行政复议法》第六十二条、《行政诉讼法》第八十一条、《行政诉讼法》第八十三条、《行政诉讼法》第八十八条。
func (p Proceeding) Expected(cal *workday.Calendar) (civil.Date, law.Citation, bool) {
	now, ok := p.Now()
	if !ok || !now.ClosedOn.IsZero() {
		return civil.Date{}, law.Citation{}, false
	}
	name := law.FirstInstance
	switch {
	case now.Stage == Hearing && now.Summary && law.On(law.ReconSummary, now.FiledOn).Unit != law.Nothing:
		name = law.ReconSummary
	case now.Stage == Hearing:
		name = law.ReconDecision
	case now.Stage.Appeal():
		name = law.SecondInstance
	case now.Summary:
		name = law.SummaryInstance
	}
	term := law.On(name, now.FiledOn)
	if !now.ExtendedTo.IsZero() {
		return now.ExtendedTo, term.Cite, true
	}
	due, _ := until(cal, now.FiledOn, term)
	return due, term.Cite, true
}

// until adds a term of the law to a day.
func until(cal *workday.Calendar, from civil.Date, term law.Param) (civil.Date, bool) {
	var due civil.Date
	switch term.Unit {
	case law.Workdays:
		return cal.Add(from, term.Int())
	case law.Months:
		due = from.AddMonths(term.Int())
	default:
		due = from.AddDays(term.Int())
	}
	for !cal.Is(due) {
		due = due.AddDays(1)
	}
	return due, !cal.Known(due.Year())
}
