package deadline

import (
	"slices"

	"gongkai/civil"
	"gongkai/law"
	"gongkai/workday"
)

// A Stage is where an application stands.
type Stage string

// The stages.
const (
	Unconfirmed Stage = "unconfirmed" // 待确认: not yet received in the sense of the law
	Open        Stage = "open"        // 办理中
	Correcting  Stage = "correcting"  // 待补正
	Explaining  Stage = "explaining"  // 待说明理由; the term goes on
	Paying      Stage = "paying"      // 待缴费
	Closed      Stage = "closed"      // 已答复或者撤回
)

// A Term is the last day for something.
type Term struct {
	What  string       `json:"what"` // the name of the parameter of law, or extension_notice
	DueOn civil.Date   `json:"due_on"`
	Cite  law.Citation `json:"cite"`
}

// ExtensionNotice is the term in which an extension must be noticed.
const ExtensionNotice = "extension_notice"

// A Problem is an act against the law, or one that cannot have happened.
type Problem struct {
	On      civil.Date   `json:"on"`
	Message string       `json:"message"`
	Cite    law.Citation `json:"cite"`
}

// A Step is one stretch of the trail: the days from From to To, of which Counted working days count towards the term.
type Step struct {
	From    civil.Date   `json:"from"`
	To      civil.Date   `json:"to"`
	Counted int          `json:"counted"`
	Text    string       `json:"text"`
	Cite    law.Citation `json:"cite"`
}

// An Output is the clock of an application.
type Output struct {
	ReceivedOn   civil.Date `json:"received_on"`
	ReopenedOn   civil.Date `json:"reopened_on,omitzero"` // the day from which the term runs anew; no day in the first round
	DueOn        civil.Date `json:"due_on"`               // no day while the clock stands still and before receipt
	Provisional  bool       `json:"provisional"`
	WorkdaysLeft *int       `json:"workdays_left"` // negative when overdue; nil where there is nothing left to do
	Stage        Stage      `json:"stage"`
	Paused       bool       `json:"paused"`
	OrderedOn    civil.Date `json:"ordered_on,omitzero"` // the last day that a 复议决定 or a judgment sets; it is the due date
	Terms        []Term     `json:"terms"`
	Problems     []Problem  `json:"problems"`
	Trail        []Step     `json:"trail"`
}

// A clock is the state between two events.
type clock struct {
	cal      *workday.Calendar
	in       Input
	first    civil.Date // receipt of the application
	received civil.Date // what the round begins with: the receipt, or what reopened it
	rules    law.ID     // the version of the 《条例》 under which it runs
	base     civil.Date // the day after which the term runs
	stage    Stage

	notices       int        // lawful correction notices
	waiting       civil.Date // since when it stands still
	until         civil.Date // the end of the period that the applicant was given
	extension     int        // working days
	extended      int        // lawful extensions
	delayed       civil.Date // the later term of 第三十五条
	ordered       civil.Date // the last day that a 复议决定 or a judgment sets
	charged       bool
	asked         bool       // reasons were demanded
	reasonsUntil  civil.Date // by when
	explained     bool       // and given
	consultations []consultation
	closedOn      civil.Date

	problems []Problem
	trail    []Step
}

// Compute returns the clock of an application on the calendar. It does not depend on the order in which events of
// different days are listed, and never fails: what cannot be is among the problems.
// 法源: 《条例》第三十条、《条例》第三十一条、《条例》第三十三条、《条例》第三十五条、109号文第六条。
func Compute(cal *workday.Calendar, in Input) Output {
	c := &clock{cal: cal, in: in, stage: Unconfirmed}
	c.receive()
	c.reopen()
	events := slices.Clone(in.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.On.Compare(b.On) })
	for _, e := range events {
		if c.possible(e) {
			rules[e.Type](c, e)
		}
	}
	return c.output()
}

// possible reports whether the event can have happened at all, and says why not.
func (c *clock) possible(e Event) bool {
	switch {
	case rules[e.Type] == nil:
		c.refuse(e, law.Citation{}, "不认识的事件类型 %q", e.Type)
	case !c.cal.Covers(e.On):
		c.refuse(e, law.Citation{}, "事件的日期不在日历范围内")
	case !c.in.Today.IsZero() && e.On.After(c.in.Today):
		c.refuse(e, law.Citation{}, "%s在今天（%s）之后，尚未发生", c.name(e), c.in.Today.Chinese())
	case c.stage == Closed:
		c.refuse(e, law.OGI.Art(33).P(2), "申请已于%s办结，其后的%s不影响期限", c.closedOn.Chinese(), c.name(e))
	case c.stage == Unconfirmed && e.Type != Withdrawn:
		c.refuse(e, law.OGI.Art(31), "申请尚未确认收到，不能%s", c.name(e))
	case c.stage != Unconfirmed && e.On.Before(c.received):
		c.refuse(e, law.OGI.Art(31), "%s早于%s（%s）", c.name(e), c.beginning(), c.received.Chinese())
	default:
		return true
	}
	return false
}

// number is a parameter as it stood when the application was received.
func (c *clock) number(name law.Name) law.Param { return law.On(name, c.received) }

// replyCite is where the last day for the answer has its ground.
func (c *clock) replyCite() law.Citation {
	if !c.ordered.IsZero() {
		return c.in.Reopening.ordered()
	}
	return c.number(law.ReplyTerm).Cite
}

// current cites the article of 2019 under the present rules, and for old applications that of 2007.
func (c *clock) current(cite law.Citation, old int) law.Citation {
	if c.rules == law.OGI2007 {
		return law.OGI2007.Art(old)
	}
	return cite
}

func (c *clock) running() bool { return c.stage == Open || c.stage == Explaining }

func (c *clock) output() Output {
	out := Output{ReceivedOn: c.first, ReopenedOn: c.in.Reopening.On, OrderedOn: c.ordered, Stage: c.stage, Terms: []Term{}, Problems: []Problem{}, Trail: []Step{}}
	today := c.in.Today
	if c.running() || (c.stage == Closed && c.waiting.IsZero() && !c.received.IsZero()) {
		out.DueOn, out.Provisional = c.due()
		c.count(out.DueOn)
	}
	if c.stage == Open || c.stage == Explaining {
		if out.DueOn.IsZero() {
			c.problem(c.received, law.Citation{}, "到期日超出日历范围，无法计算")
		} else if !today.IsZero() {
			left := c.left(today, out.DueOn)
			out.WorkdaysLeft = &left
			out.Paused = c.ordered.IsZero() && c.pausedOn(today)
		}
		if late := c.late(today, out.DueOn); late > 0 {
			c.problem(today, c.replyCite(), "答复期限已于%s届满，至今未答复，逾期%d个工作日", out.DueOn.Chinese(), late)
		}
	}
	var provisional bool
	out.Terms, provisional = c.terms(out.DueOn)
	out.Provisional = out.Provisional || (out.DueOn.IsZero() && provisional)
	c.standing()
	slices.SortStableFunc(c.trail, func(a, b Step) int { return a.From.Compare(b.From) })
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return a.On.Compare(b.On) })
	out.Trail = append(out.Trail, c.trail...)
	out.Problems = append(out.Problems, c.problems...)
	return out
}

// late counts the working days from the due date to the day; at least one if it is later.
func (c *clock) late(on, due civil.Date) int {
	if on.IsZero() || due.IsZero() || !on.After(due) {
		return 0
	}
	n, _ := c.cal.Count(due, on)
	return max(n, 1)
}

// left is the number of working days after today that still count; negative when the term is over.
func (c *clock) left(today, due civil.Date) int {
	if late := c.late(today, due); late > 0 {
		return -late
	}
	n, _ := c.cal.Count(today, due)
	if due != c.delayed && due != c.ordered {
		n -= c.excluded(today, due)
	}
	return n
}
