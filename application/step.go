package application

import (
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/law"
	"gongkai/workday"
)

// A Step is what an application waits for.
type Step string

// The steps. An application without a step is over and filed away.
const (
	ToConfirm Step = "confirm" // the receipt is to be confirmed with the applicant
	ToAnswer  Step = "answer"  // the agency works on the answer
	ToCorrect Step = "correct" // the applicant is to correct
	ToExplain Step = "explain" // the applicant is to explain; the term goes on
	ToPay     Step = "pay"     // the applicant is to pay
	ToDeliver Step = "deliver" // the answer is to be handed over
	ToArchive Step = "archive" // the file is to be put away
	NoStep    Step = ""
)

// Steps lists the steps with their labels, in the order in which they come.
var Steps = []struct {
	Step  Step
	Label string
}{{ToConfirm, "待确认收到"}, {ToAnswer, "办理中"}, {ToCorrect, "待补正"}, {ToExplain, "待说明理由"}, {ToPay, "待缴费"}, {ToDeliver, "待送达"}, {ToArchive, "待归档"}}

// Label returns the words of lists, 已归档 when nothing is left to do.
func (s Step) Label() string {
	for _, row := range Steps {
		if row.Step == s {
			return row.Label
		}
	}
	return "已归档"
}

// A Due is what comes next, the day by which, and why.
type Due struct {
	Step Step
	On   civil.Date // the last day; no day when nothing is left to do
	Text string
	Cite law.Citation
}

// Due says what the application waits for and until when. Every application that is not filed away has a day: an open
// one that of the answer, one that waits for the applicant the end of the period given, one that is answered the day by
// which the answer must be on its way.
// 法源: 《条例》第三十条、《条例》第三十一条、《条例》第三十三条、《条例》第三十五条、《条例》第四十五条、109号文第六条。
func (a Application) Due(clock deadline.Output) Due {
	switch clock.Stage {
	case deadline.Unconfirmed:
		return Due{ToConfirm, a.ArrivedOn, "与申请人确认收到申请，确认之日起计算期限", law.OGI.Art(31)}
	case deadline.Correcting:
		return a.waiting(clock, ToCorrect, law.CorrectionPeriod, law.OGI.Art(30), "等待申请人补正；无正当理由逾期不补正的，视为放弃申请，不再处理")
	case deadline.Paying:
		return a.waiting(clock, ToPay, law.PaymentTerm, law.Fees.Art(6), "等待申请人缴费；逾期未缴纳的，视为放弃申请，不再处理")
	case deadline.Closed:
		return a.closing(clock)
	}
	d := Due{ToAnswer, clock.DueOn, "作出答复，或者依法补正、征求意见、延期", law.OGI.Art(33).P(2)}
	if clock.Paused {
		d.Text, d.Cite = "等待征求意见的答复，期间不计入期限；收到意见的登记后继续办理，仍然要作出答复", law.OGI.Art(33).P(3)
	}
	if !clock.OrderedOn.IsZero() {
		d.Text = "在行政复议决定书、裁判文书确定的日期前答复"
		for _, t := range clock.Terms {
			if t.What == string(law.ReplyTerm) {
				d.Cite = t.Cite
			}
		}
	}
	if clock.Stage == deadline.Explaining {
		d.Step, d.Text = ToExplain, "等待申请人说明理由，期间照常计入期限"
	}
	if d.On.IsZero() {
		d.On = began(clock) // beyond the calendar: it stands first in every list
	}
	return d
}

func (a Application) waiting(clock deadline.Output, step Step, term law.Name, cite law.Citation, text string) Due {
	d := Due{step, began(clock), text, cite}
	for _, t := range clock.Terms {
		if t.What == string(term) && !t.DueOn.IsZero() {
			d.On = t.DueOn
		}
	}
	return d
}

// began is the day with which the present round begins.
func began(clock deadline.Output) civil.Date {
	if !clock.ReopenedOn.IsZero() {
		return clock.ReopenedOn
	}
	return clock.ReceivedOn
}

// closing is what remains after the answer: it must be on its way within the term, and the file put away.
func (a Application) closing(clock deadline.Output) Due {
	if _, archived := a.inRound(Archived); archived {
		return Due{Step: NoStep}
	}
	if decided, ok := a.Decision(); ok {
		sent, delivered := a.inRound(Delivered)
		if delivered {
			return Due{ToArchive, putAwayBy(sent.On), "归档", law.OGI.Art(45)}
		}
		on := decided.On
		if clock.DueOn.After(on) {
			on = clock.DueOn
		}
		return Due{ToDeliver, on, "送达答复；邮寄的，以交邮之日为准", law.OGI.Art(33).P(2)}
	}
	withdrawn, _ := a.Withdrawal()
	return Due{ToArchive, putAwayBy(withdrawn.On), "归档", law.OGI.Art(45)}
}

// putAwayBy is the day by which a file that is over is usually put away: the middle of the next year, when offices hand their
// files to the archive. 《条例》 sets no day; this one keeps what is over behind everything that has a day of law.
func putAwayBy(over civil.Date) civil.Date { return civil.On(over.Year()+1, 6, 30) }

// round are the facts since the application was last reopened, all if it never was.
func (a Application) round() []Fact {
	for i := len(a.Facts) - 1; i >= 0; i-- {
		if a.Facts[i].Kind == Reopened {
			return a.Facts[i+1:]
		}
	}
	return a.Facts
}

// inRound returns the latest fact of the kind in the present round.
func (a Application) inRound(kind Kind) (Fact, bool) { return Application{Facts: a.round()}.last(kind) }

// With returns the application with one fact more. The other keeps its own.
func (a Application) With(f Fact) Application {
	a.Facts = append(a.Facts[:len(a.Facts):len(a.Facts)], f)
	return a
}

// Section returns the 股室 that was last asked for material and has not handed it in, and the day that it was given.
func (a Application) Section() (section string, until civil.Date) {
	for _, f := range a.round() {
		switch f.Kind {
		case Assigned:
			section, until = f.Section, f.Until
		case HandedBack:
			section, until = "", civil.Date{}
		}
	}
	return section, until
}

// Officer returns the staff ID of the 经办人 who was last named, empty while none was.
func (a Application) Officer() string {
	for i := len(a.Facts) - 1; i >= 0; i-- {
		if a.Facts[i].Officer != "" {
			return a.Facts[i].Officer
		}
	}
	return ""
}

// Proposal returns the suggestion of the applicant to publish what was asked for, while nobody has answered it.
// 法源: 《条例》第四十四条第二款。
func (a Application) Proposal() *Fact {
	var open *Fact
	for i := range a.Facts {
		switch a.Facts[i].Kind {
		case Proposed:
			open = &a.Facts[i]
		case ProposalTold:
			open = nil
		}
	}
	return open
}

// SentLate says by how many workdays the answer of the present round went out after its last day: posted, handed over or
// shown. A decision signed in time and sent late is late.
// 法源: 《条例》第三十三条第二款、235号文。
func (a Application) SentLate(cal *workday.Calendar, clock deadline.Output) int {
	_, decided := a.Decision()
	sent, delivered := a.inRound(Delivered)
	if !decided || !delivered || clock.DueOn.IsZero() || !sent.On.After(clock.DueOn) {
		return 0
	}
	n, _ := cal.Count(clock.DueOn, sent.On)
	return max(n, 1)
}

// Noticed returns the fee that the applicant was told to pay in the present round and has not paid.
// 法源: 109号文第六条。
func (a Application) Noticed() (Fact, bool) {
	noticed, ok := a.inRound(FeeNoticed)
	if _, paid := a.inRound(FeePaid); paid {
		return Fact{}, false
	}
	return noticed, ok
}
