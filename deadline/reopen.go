package deadline

import (
	"gongkai/civil"
	"gongkai/law"
)

// reopen begins the round of an application that is answered anew. The receipt stays what it was; the term runs from the
// day on which the agency received what orders it: a 复议决定 takes effect when it is served, and a judgment binds the
// agency that it orders to act again. Neither the 《条例》 nor the two laws say from when, where no day is set.
// 法源: 《条例》第五十一条、《行政复议法》第七十五条第二款、《行政诉讼法》第七十条。
func (c *clock) reopen() {
	r := c.in.Reopening
	if r.On.IsZero() {
		return
	}
	text, cite := r.Basis.told(r.On)
	c.received, c.base, c.stage = civil.Date{}, civil.Date{}, Unconfirmed
	switch {
	case !c.cal.Covers(r.On):
		c.problem(r.On, cite, "重新办理之日不在日历范围内")
		return
	case !c.in.Today.IsZero() && r.On.After(c.in.Today):
		c.problem(r.On, cite, "重新办理之日（%s）在今天（%s）之后", r.On.Chinese(), c.in.Today.Chinese())
		return
	case r.On.Before(c.first) || r.On.Before(c.in.ArrivedOn):
		c.problem(r.On, cite, "重新办理之日（%s）早于收到申请之日", r.On.Chinese())
		return
	}
	c.received, c.base, c.stage, c.rules = r.On, r.On, Open, law.OGIOn(r.On)
	c.trail = nil
	if !c.first.IsZero() {
		c.step(c.first, c.first, 0, c.current(law.OGI.Art(31), 24), "本件申请于%s收到，办结后重新办理", c.first.Chinese())
	}
	c.step(r.On, r.On, 0, cite, "%s%s，答复期限自次日起重新计算", r.On.Chinese(), text)
}

// told says what happened on the day of reopening, and where the law has it.
func (b Basis) told(on civil.Date) (string, law.Citation) {
	switch b {
	case Reconsidered:
		if law.ReconOn(on) == law.Recon {
			return "收到要求重新答复的行政复议决定，决定书一经送达即发生法律效力", law.Recon.Art(75).P(2)
		}
		return "收到要求重新答复的行政复议决定，决定书一经送达即发生法律效力", law.Recon2009.Art(31).P(3)
	case Judged:
		return "收到判令重新答复的裁判文书", law.Litigation.Art(70)
	case OwnMotion:
		return "决定自行纠正原答复、重新答复", law.OGI.Art(51)
	}
	return "重新办理", law.OGI.Art(51)
}

// beginning names the day with which the round begins.
func (c *clock) beginning() string {
	if c.in.Reopening.On.IsZero() {
		return "收到申请之日"
	}
	return "重新办理之日"
}
