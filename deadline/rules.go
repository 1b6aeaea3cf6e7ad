package deadline

import (
	"fmt"

	"gongkai/civil"
	"gongkai/law"
)

// A rule applies an event that has happened to the clock, or refuses it.
type rule func(*clock, Event)

var rules = map[Type]rule{
	CorrectionRequested: (*clock).requestCorrection,
	Corrected:           (*clock).correct,
	ThirdPartyConsulted: (*clock).consult,
	ThirdPartyAnswered:  (*clock).answer,
	AgencyConsulted:     (*clock).consult,
	AgencyAnswered:      (*clock).answer,
	Extended:            (*clock).extend,
	ReasonsRequested:    (*clock).requestReasons,
	ReasonsGiven:        (*clock).giveReasons,
	Delayed:             (*clock).delay,
	FeeNoticed:          (*clock).charge,
	FeePaid:             (*clock).pay,
	Decided:             (*clock).decide,
	Withdrawn:           (*clock).withdraw,
}

var names = map[Type]string{
	CorrectionRequested: "告知补正", Corrected: "收到补正", ThirdPartyConsulted: "征求第三方意见", ThirdPartyAnswered: "收到第三方意见",
	AgencyConsulted: "征求其他机关意见", AgencyAnswered: "收到其他机关意见", Extended: "告知延期答复", ReasonsRequested: "要求说明理由",
	ReasonsGiven: "收到理由说明", Delayed: "告知延迟答复", FeeNoticed: "发出收费通知", FeePaid: "缴费", Decided: "作出答复", Withdrawn: "撤回申请",
}

func (c *clock) name(e Event) string { return names[e.Type] }

func (c *clock) problem(on civil.Date, cite law.Citation, format string, args ...any) {
	c.problems = append(c.problems, Problem{on, fmt.Sprintf(format, args...), cite})
}

// refuse records that the event has no effect.
func (c *clock) refuse(e Event, cite law.Citation, format string, args ...any) {
	c.problem(e.On, cite, format, args...)
}

func (c *clock) step(from, to civil.Date, counted int, cite law.Citation, format string, args ...any) {
	c.trail = append(c.trail, Step{from, to, counted, fmt.Sprintf(format, args...), cite})
}

// requestCorrection stops the clock until the application is corrected. It is lawful once, within seven working days
// of receipt; the 《条例》 of 2007 knew neither limit.
// 法源: 《条例》第三十条。
func (c *clock) requestCorrection(e Event) {
	cite := c.current(law.OGI.Art(30), 21)
	term, most := c.number(law.CorrectionNotice), c.number(law.CorrectionNotices)
	last, _ := c.cal.Add(c.received, term.Int())
	switch {
	case !c.ordered.IsZero():
		c.refuse(e, c.replyCite(), "%s确定应当在%s前答复，不能再以补正中断期限", c.in.Reopening.document(), c.ordered.Chinese())
	case most.Unit != law.Nothing && c.notices >= most.Int():
		c.refuse(e, cite, "补正应当一次性告知，%s的再次告知补正违法，不影响期限", e.On.Chinese())
	case term.Unit != law.Nothing && e.On.After(last):
		c.refuse(e, cite, "告知补正应当在%s起%s内，即不迟于%s；%s的告知已经逾期，不影响期限", c.beginning(), term, last.Chinese(), e.On.Chinese())
	case !c.running():
		c.refuse(e, cite, "期限没有在计算，不能告知补正")
	case !e.Until.IsZero() && !e.Until.After(e.On):
		c.refuse(e, cite, "补正期限（%s）应当晚于告知之日", e.Until.Chinese())
	default:
		c.notices++
		c.stop(e, Correcting, e.Until, law.CorrectionPeriod)
	}
}

// correct restarts the clock on the day on which the corrected application arrives.
// 法源: 《条例》第三十条。
func (c *clock) correct(e Event) {
	cite := c.current(law.OGI.Art(30), 21)
	if c.stage != Correcting {
		c.refuse(e, cite, "没有告知补正，或者已经补正，%s的补正不影响期限", e.On.Chinese())
		return
	}
	c.restart(e, cite, "收到补正后的申请")
}

// charge stops the clock until the fee is paid. It is lawful once, before the term is over, since 109号文.
// 法源: 《条例》第四十二条第一款、109号文第六条。
func (c *clock) charge(e Event) {
	due, _ := c.due()
	switch {
	case !c.ordered.IsZero():
		c.refuse(e, c.replyCite(), "%s确定应当在%s前答复，不能再以收费中断期限", c.in.Reopening.document(), c.ordered.Chinese())
	case law.On(law.PaymentTerm, e.On).Unit == law.Nothing:
		c.refuse(e, law.OGI.Art(42).P(1), "%s尚无信息处理费，不得收费", e.On.Chinese())
	case c.charged:
		c.refuse(e, law.Fees.Art(6), "同一件申请已经发过收费通知，再次通知不影响期限")
	case !c.running():
		c.refuse(e, law.Fees.Art(6), "期限没有在计算，不能发出收费通知")
	case e.On.After(due):
		c.refuse(e, law.Fees.Art(6), "收费通知应当在办理期限内发出，即不迟于%s；%s的通知已经逾期，不影响期限", due.Chinese(), e.On.Chinese())
	default:
		c.charged = true
		c.stop(e, Paying, civil.Date{}, law.PaymentTerm)
	}
}

// pay restarts the clock on the day of payment.
// 法源: 109号文第六条。
func (c *clock) pay(e Event) {
	if c.stage != Paying {
		c.refuse(e, law.Fees.Art(6), "没有发出收费通知，或者已经缴费，%s的缴费不影响期限", e.On.Chinese())
		return
	}
	c.restart(e, law.Fees.Art(6), "申请人完成缴费")
}

// stop makes the clock stand still until the applicant acts; a period not set by the agency is that of the parameter.
func (c *clock) stop(e Event, stage Stage, until civil.Date, period law.Name) {
	if until.IsZero() {
		until, _ = c.cal.Add(e.On, law.On(period, e.On).Int())
	}
	c.stage, c.waiting, c.until = stage, e.On, until
}

// restart begins the term anew after the day of the event.
func (c *clock) restart(e Event, cite law.Citation, what string) {
	gone, _ := c.cal.Count(c.base, c.waiting)
	gone -= c.excluded(c.base, c.waiting)
	c.step(earlier(c.base.AddDays(1), e.On), e.On, 0, cite, "%s%s，%s%s，期限自次日起重新计算；此前经过的%d个工作日和等待的时间不再计入",
		c.waiting.Chinese(), c.waited(), e.On.Chinese(), what, gone)
	c.base, c.stage, c.waiting, c.until = e.On, Open, civil.Date{}, civil.Date{}
	if c.asked && !c.explained {
		c.stage = Explaining
	}
}

// waited says what the clock stood still for.
func (c *clock) waited() string {
	if c.stage == Paying {
		return names[FeeNoticed]
	}
	return names[CorrectionRequested]
}

// extend adds working days to the term: once, at most as many as the law allows, noticed before the term is over.
// 法源: 《条例》第三十三条第二款。
func (c *clock) extend(e Event) {
	term, most := c.number(law.ExtensionTerm), c.number(law.Extensions)
	due, _ := c.due()
	switch {
	case !c.ordered.IsZero():
		c.refuse(e, c.replyCite(), "%s确定应当在%s前答复，不能延长", c.in.Reopening.document(), c.ordered.Chinese())
	case c.extended >= most.Int():
		c.refuse(e, term.Cite, "答复期限只能延长%s，再次延长不影响期限", most)
	case !c.running():
		c.refuse(e, term.Cite, "期限没有在计算，不能延长")
	case !c.delayed.IsZero():
		c.refuse(e, law.OGI.Art(35), "已经确定延迟答复的期限，不能再延长")
	case e.Workdays < 1 || e.Workdays > term.Int():
		c.refuse(e, term.Cite, "延长的期限最长不得超过%s，不能是%d个工作日", term, e.Workdays)
	case e.On.After(due):
		c.refuse(e, term.Cite, "延期应当在期限届满前告知，期限已于%s届满，%s的延期不影响期限", due.Chinese(), e.On.Chinese())
	default:
		c.extended++
		c.extension = e.Workdays
		c.step(e.On, e.On, 0, term.Cite, "%s告知申请人延期答复，延长%d个工作日", e.On.Chinese(), e.Workdays)
	}
}

// requestReasons asks the applicant to explain excessive applications. The term goes on, because the law does not
// exclude that time.
// 法源: 《条例》第三十五条。
func (c *clock) requestReasons(e Event) {
	switch {
	case c.rules == law.OGI2007:
		c.refuse(e, law.OGI.Art(35), "收到申请时的《条例》没有要求说明理由的规定")
	case c.asked:
		c.refuse(e, law.OGI.Art(35), "已经要求申请人说明理由")
	case !c.running():
		c.refuse(e, law.OGI.Art(35), "期限没有在计算，不能要求说明理由")
	case !e.Until.IsZero() && !e.Until.After(e.On):
		c.refuse(e, law.OGI.Art(35), "说明理由的期限（%s）应当晚于告知之日", e.Until.Chinese())
	default:
		c.asked, c.stage, c.reasonsUntil = true, Explaining, e.Until
		if c.reasonsUntil.IsZero() {
			c.reasonsUntil, _ = c.cal.Add(e.On, c.number(law.ReasonsPeriod).Int())
		}
		c.step(e.On, e.On, 0, law.OGI.Art(35), "%s要求申请人不迟于%s说明大量反复申请的理由；这段时间照常计入期限", e.On.Chinese(), c.reasonsUntil.Chinese())
	}
}

// giveReasons ends the explaining, also while the clock stands still for something else.
// 法源: 《条例》第三十五条。
func (c *clock) giveReasons(e Event) {
	if !c.asked || c.explained {
		c.refuse(e, law.OGI.Art(35), "没有要求说明理由，或者已经说明")
		return
	}
	c.explained = true
	if c.stage == Explaining {
		c.stage = Open
	}
	c.step(e.On, e.On, 0, law.OGI.Art(35), "%s收到申请人的理由说明", e.On.Chinese())
}

// delay sets a later term for an excessive application whose reasons hold. Should the ordinary term end later still, as
// after a restart, that one holds.
// 法源: 《条例》第三十五条。
func (c *clock) delay(e Event) {
	due, _ := c.due()
	switch {
	case !c.ordered.IsZero():
		c.refuse(e, c.replyCite(), "%s确定应当在%s前答复，不能延迟", c.in.Reopening.document(), c.ordered.Chinese())
	case !c.explained || c.stage != Open:
		c.refuse(e, law.OGI.Art(35), "申请人说明的理由合理的，才能确定延迟答复的期限")
	case e.On.After(due):
		c.refuse(e, law.OGI.Art(35), "延迟答复应当在期限届满前告知，期限已于%s届满", due.Chinese())
	case !e.Until.After(due) || !c.cal.Covers(e.Until):
		c.refuse(e, law.OGI.Art(35), "延迟答复的日期应当晚于原到期日%s", due.Chinese())
	default:
		c.delayed = e.Until
	}
}

// decide closes the clock, in time or not.
// 法源: 《条例》第三十三条第二款。
func (c *clock) decide(e Event) {
	if c.running() {
		due, _ := c.due()
		cite := c.replyCite()
		if late := c.late(e.On, due); late > 0 {
			c.problem(e.On, cite, "答复期限于%s届满，%s才作出答复，逾期%d个工作日", due.Chinese(), e.On.Chinese(), late)
		} else {
			c.step(e.On, e.On, 0, cite, "%s作出答复，未超过到期日%s", e.On.Chinese(), due.Chinese())
		}
	}
	c.close(e)
}

// withdraw closes the clock; there is nothing left to answer.
// 法源: 《条例》第二十七条。
func (c *clock) withdraw(e Event) {
	c.step(e.On, e.On, 0, law.OGI.Art(27), "%s申请人撤回申请，办理终止", e.On.Chinese())
	c.close(e)
}

func (c *clock) close(e Event) {
	c.standing()
	c.stage, c.closedOn = Closed, e.On
}
