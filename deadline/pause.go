package deadline

import (
	"fmt"
	"slices"

	"gongkai/civil"
	"gongkai/law"
)

// A consultation of a third party or of another agency, whose time is not counted.
type consultation struct {
	with     Type // ThirdPartyConsulted or AgencyConsulted
	sent     civil.Date
	received civil.Date // by the one consulted; no day where it is not known
	answered civil.Date
}

// A pause is a span of excluded days: those after from up to and including to.
type pause struct{ from, to civil.Date }

// consult opens a consultation. One that is sent when the term is over cannot prolong it.
// 法源: 《条例》第三十二条、《条例》第三十三条第三款、《条例》第三十四条。
func (c *clock) consult(e Event) {
	due, _ := c.due()
	switch {
	case !e.ReceivedOn.IsZero() && (e.ReceivedOn.Before(e.On) || !c.cal.Covers(e.ReceivedOn)):
		c.refuse(e, c.consultationCite(e.Type), "收到征求意见书的日期（%s）不能早于发出之日", e.ReceivedOn.Chinese())
	case c.running() && e.On.After(due):
		c.refuse(e, c.current(law.OGI.Art(33).P(2), 24), "期限已于%s届满，其后%s不影响期限", due.Chinese(), c.name(e))
	default:
		c.consultations = append(c.consultations, consultation{with: e.Type, sent: e.On, received: e.ReceivedOn})
	}
}

// answer closes the oldest open consultation of its kind.
// 法源: 《条例》第三十二条、《条例》第三十四条。
func (c *clock) answer(e Event) {
	with := ThirdPartyConsulted
	if e.Type == AgencyAnswered {
		with = AgencyConsulted
	}
	for i := range c.consultations {
		if k := &c.consultations[i]; k.with == with && k.answered.IsZero() {
			k.answered = e.On
			return
		}
	}
	c.refuse(e, c.consultationCite(with), "%s之前没有尚未答复的征求意见", c.name(e))
}

func (c *clock) consultationCite(with Type) law.Citation {
	if with == AgencyConsulted {
		return c.current(law.OGI.Art(34), 24)
	}
	return c.current(law.OGI.Art(32), 23)
}

// lapse is the last day for the answer, no day where the law set none.
// 法源: 《条例》第三十二条、《条例》第三十四条。
func (c *clock) lapse(k consultation) (civil.Date, bool) {
	name := law.ThirdPartyTerm
	if k.with == AgencyConsulted {
		name = law.OtherAgencyTerm
	}
	term := c.number(name)
	if term.Unit == law.Nothing || c.rules == law.OGI2007 {
		return civil.Date{}, false
	}
	from := k.received
	if from.IsZero() {
		from = k.sent
	}
	return c.cal.Add(from, term.Int())
}

// span is the pause that the consultation makes: until its answer, at most until the term for it is over. Without a
// term and an answer it lasts until today.
// 法源: 《条例》第三十三条第三款。
func (c *clock) span(k consultation) pause {
	p := pause{from: k.sent, to: k.answered}
	lapse, _ := c.lapse(k)
	if c.in.Policy.FromReceipt && !k.received.IsZero() {
		p.from = k.received
	}
	if c.in.Policy.FromSending {
		p.from = p.from.AddDays(-1)
	}
	if !p.to.IsZero() && c.in.Policy.BeforeAnswer {
		p.to = p.to.AddDays(-1)
	}
	if p.to.IsZero() || (!lapse.IsZero() && p.to.After(lapse)) {
		p.to = lapse
	}
	if p.to.IsZero() {
		p.to = c.in.Today
	}
	return p
}

// pauses returns the union of the consultations as spans that neither overlap nor touch, in order.
// 法源: 《条例》第三十三条第三款。
func (c *clock) pauses() []pause {
	var spans []pause
	for _, k := range c.consultations {
		if p := c.span(k); p.from.Before(p.to) {
			spans = append(spans, p)
		}
	}
	slices.SortFunc(spans, func(a, b pause) int { return a.from.Compare(b.from) })
	var merged []pause
	for _, p := range spans {
		if last := len(merged) - 1; last >= 0 && !p.from.After(merged[last].to) {
			merged[last].to = later(merged[last].to, p.to)
			continue
		}
		merged = append(merged, p)
	}
	return merged
}

// excluded counts the working days after from up to and including to that lie in a pause.
func (c *clock) excluded(from, to civil.Date) int {
	n := 0
	for _, p := range c.pauses() {
		a, b := later(p.from, from), earlier(p.to, to)
		if a.Before(b) {
			days, _ := c.cal.Count(a, b)
			n += days
		}
	}
	return n
}

func (c *clock) pausedOn(d civil.Date) bool {
	return slices.ContainsFunc(c.pauses(), func(p pause) bool { return d.After(p.from) && !d.After(p.to) })
}

// describe says which consultations make the pause.
func (c *clock) describe(p pause) string {
	text := ""
	for _, k := range c.consultations {
		span := c.span(k)
		if !span.from.Before(p.to) || !p.from.Before(span.to) {
			continue
		}
		if text != "" {
			text += "；"
		}
		text += fmt.Sprintf("%s（%s发出", names[k.with], k.sent.Chinese())
		switch lapse, _ := c.lapse(k); {
		case !k.answered.IsZero() && (lapse.IsZero() || !k.answered.After(lapse)):
			text += fmt.Sprintf("，%s收到意见）", k.answered.Chinese())
		case lapse.IsZero():
			text += "，尚未收到意见）"
		case k.received.IsZero():
			text += fmt.Sprintf("，未登记对方收到的日期，按发出之日起算，至%s期满）", lapse.Chinese())
		default:
			text += fmt.Sprintf("，%s收到，至%s期满）", k.received.Chinese(), lapse.Chinese())
		}
	}
	return text
}

func later(a, b civil.Date) civil.Date {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b civil.Date) civil.Date {
	if a.Before(b) {
		return a
	}
	return b
}
