package deadline

import (
	"gongkai/civil"
	"gongkai/law"
)

// due returns the last day for the answer as things stand, and whether it is provisional.
// A day that a 复议决定 or a judgment sets is what it is: nothing of the 《条例》 moves it.
// 法源: 《条例》第三十三条第二款、《条例》第三十五条、《行政复议法》第六十四条第一款、《行政诉讼法》第九十四条。
func (c *clock) due() (civil.Date, bool) {
	if !c.ordered.IsZero() {
		return c.ordered, false
	}
	due, provisional := c.after(c.number(law.ReplyTerm).Int() + c.extension)
	if due.Before(c.delayed) && !due.IsZero() {
		return c.delayed, false
	}
	return due, provisional
}

// after returns the nth working day after the base that lies in no pause.
func (c *clock) after(n int) (civil.Date, bool) {
	for extra := 0; ; {
		due, provisional := c.cal.Add(c.base, n+extra)
		if due.IsZero() {
			return due, true
		}
		excluded := c.excluded(c.base, due)
		if excluded == extra {
			return due, provisional
		}
		extra = excluded // grows with every turn, up to the days of all pauses
	}
}

// terms lists the last days for what may still be done, and whether one of them is provisional.
// 法源: 《条例》第三十条、《条例》第三十二条、《条例》第三十三条第二款、《条例》第三十四条、109号文第六条。
func (c *clock) terms(due civil.Date) ([]Term, bool) {
	list, provisional := []Term{}, false
	add := func(what law.Name, on civil.Date, cite law.Citation) {
		list = append(list, Term{string(what), on, cite})
		provisional = provisional || !c.cal.Known(on.Year())
	}
	if c.received.IsZero() {
		return list, false
	}
	if p := c.number(law.CorrectionNotice); p.Unit != law.Nothing {
		on, _ := c.cal.Add(c.received, p.Int())
		add(p.Name, on, p.Cite)
	}
	if !due.IsZero() {
		add(law.ReplyTerm, due, c.replyCite())
	}
	if c.stage == Closed {
		return list, provisional
	}
	if !due.IsZero() && c.extended == 0 && c.delayed.IsZero() && c.ordered.IsZero() {
		add(ExtensionNotice, due, c.number(law.ExtensionTerm).Cite)
	}
	switch c.stage {
	case Correcting:
		add(law.CorrectionPeriod, c.until, c.current(law.OGI.Art(30), 21))
	case Explaining:
		add(law.ReasonsPeriod, c.reasonsUntil, law.OGI.Art(35))
	case Paying:
		add(law.PaymentTerm, c.until, law.Fees.Art(6))
	}
	for _, k := range c.consultations {
		if lapse, _ := c.lapse(k); k.answered.IsZero() && !lapse.IsZero() {
			add(map[Type]law.Name{ThirdPartyConsulted: law.ThirdPartyTerm, AgencyConsulted: law.OtherAgencyTerm}[k.with], lapse, c.consultationCite(k.with))
		}
	}
	return list, provisional
}
