package deadline

import (
	"fmt"

	"gongkai/civil"
	"gongkai/law"
)

// reopen begins the round of an application that is answered anew, or for the first time because an organ or a court
// orders it. The receipt stays what it was. Where the decision or the judgment sets a day, that day is the last; where it
// sets none, the term runs from the day on which the agency received it. Neither the 《条例》 nor the two laws say from when.
// 法源: 《条例》第五十一条、《行政复议法》第六十四条第一款、《行政诉讼法》第七十条、《行政诉讼法》第七十二条。
func (c *clock) reopen() {
	r := c.in.Reopening
	if r.On.IsZero() {
		return
	}
	text, cite := r.told()
	c.received, c.base, c.stage = civil.Date{}, civil.Date{}, Unconfirmed
	if message := c.impossible(r); message != "" {
		c.problem(r.On, cite, "%s", message)
		return
	}
	c.received, c.base, c.stage, c.rules = r.On, r.On, Open, law.OGIOn(r.On)
	c.trail = nil
	if !c.first.IsZero() {
		what := "办结后重新办理"
		if r.Unanswered {
			what = "收到责令答复的文书时尚未答复"
		}
		c.step(c.first, c.first, 0, c.current(law.OGI.Art(31), 24), "本件申请于%s收到，%s", c.first.Chinese(), what)
	}
	if r.Until.IsZero() {
		c.step(r.On, r.On, 0, cite, "%s%s，答复期限自次日起重新计算", r.On.Chinese(), text)
		return
	}
	c.ordered = r.Until
	c.step(r.On, r.On, 0, cite, "%s%s，要求在%s前（含当日）答复", r.On.Chinese(), text, r.Until.Chinese())
}

// impossible says why the reopening cannot have happened, or its day cannot be.
func (c *clock) impossible(r Reopening) string {
	switch {
	case !c.cal.Covers(r.On):
		return "重新办理之日不在日历范围内"
	case !c.in.Today.IsZero() && r.On.After(c.in.Today):
		return fmt.Sprintf("重新办理之日（%s）在今天（%s）之后", r.On.Chinese(), c.in.Today.Chinese())
	case r.On.Before(c.first) || r.On.Before(c.in.ArrivedOn):
		return fmt.Sprintf("重新办理之日（%s）早于收到申请之日", r.On.Chinese())
	case r.Until.IsZero():
		return ""
	case r.Basis == OwnMotion || r.Basis == "":
		return "只有行政复议决定、人民法院的裁判可以确定答复的日期"
	case r.Until.Before(r.On):
		return fmt.Sprintf("确定的答复日期（%s）早于收到%s之日（%s）", r.Until.Chinese(), r.document(), r.On.Chinese())
	case !c.cal.Covers(r.Until):
		return "确定的答复日期不在日历范围内"
	}
	return ""
}

// document names what orders it.
func (r Reopening) document() string {
	if r.Basis == Judged {
		return "裁判文书"
	}
	return "行政复议决定书"
}

// told says what happened on the day of reopening, and where the law has it.
func (r Reopening) told() (string, law.Citation) {
	again := "要求重新答复"
	if r.Unanswered {
		again = "责令答复"
	}
	switch {
	case r.Basis == Reconsidered && r.Until.IsZero() && law.ReconOn(r.On) == law.Recon:
		return "收到" + again + "的行政复议决定，决定书一经送达即发生法律效力", law.Recon.Art(75).P(2)
	case r.Basis == Reconsidered && r.Until.IsZero():
		return "收到" + again + "的行政复议决定，决定书一经送达即发生法律效力", law.Recon2009.Art(31).P(3)
	}
	switch r.Basis {
	case Reconsidered:
		return "收到" + again + "的行政复议决定", r.ordered()
	case Judged:
		if !r.Unanswered {
			again = "判令重新答复"
		}
		return "收到" + again + "的裁判文书", r.ordered()
	case OwnMotion:
		return "决定自行纠正原答复、重新答复", law.OGI.Art(51)
	}
	return "重新办理", law.OGI.Art(51)
}

// ordered is where the law lets the organ or the court order it.
func (r Reopening) ordered() law.Citation {
	switch {
	case r.Basis == Judged && r.Unanswered:
		return law.Litigation.Art(72)
	case r.Basis == Judged:
		return law.Litigation.Art(70)
	case law.ReconOn(r.On) == law.Recon2009:
		return law.Recon2009.Art(28)
	case r.Unanswered:
		return law.Recon.Art(66)
	}
	return law.Recon.Art(64).P(1)
}

// beginning names the day with which the round begins.
func (c *clock) beginning() string {
	if c.in.Reopening.On.IsZero() {
		return "收到申请之日"
	}
	return "重新办理之日"
}
