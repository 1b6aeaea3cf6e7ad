package deadline

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/civil"
	"gongkai/law"
	"gongkai/workday"
)

// count writes the trail from the base to the due date: each stretch that counts, each pause, and the extension.
// The working days of its steps add up to the term.
// 法源: 《条例》第三十三条第二款、《条例》第三十三条第三款。
func (c *clock) count(due civil.Date) {
	if due.IsZero() {
		return
	}
	if !c.ordered.IsZero() {
		c.countOrdered()
		return
	}
	term := c.number(law.ReplyTerm)
	reply, _ := c.after(term.Int())
	last, _ := c.after(term.Int() + c.extension)
	total := 0
	for from := c.base; from.Before(last); {
		to, paused := c.stretch(from, reply, last)
		if paused != nil {
			n, _ := c.cal.Count(from, to)
			c.step(from.AddDays(1), to, 0, c.current(law.OGI.Art(33).P(3), 24), "%s%s，所需时间不计算在期限内，扣除%d个工作日",
				span(from.AddDays(1), to), c.describe(*paused), n)
			from = to
			continue
		}
		n, _ := c.cal.Count(from, to)
		total += n
		what, cite := fmt.Sprintf("答复期限%s", term), term.Cite
		if from.Compare(reply) >= 0 {
			what, cite = fmt.Sprintf("延长的%d个工作日", c.extension), c.number(law.ExtensionTerm).Cite
		}
		c.step(from.AddDays(1), to, n, cite, "%s计%d个工作日（%s，累计%d个）%s", span(from.AddDays(1), to), n, what, total, c.days(from, to))
		from = to
	}
	if !c.delayed.IsZero() && last.Before(due) {
		c.step(last.AddDays(1), due, 0, law.OGI.Art(35), "申请理由合理但无法在期限内答复，延迟至%s答复", due.Chinese())
	}
}

// countOrdered writes the trail to a day that a 复议决定 or a judgment sets.
func (c *clock) countOrdered() {
	from := c.in.Reopening.On
	if !from.Before(c.ordered) {
		return
	}
	n, _ := c.cal.Count(from, c.ordered)
	c.step(from.AddDays(1), c.ordered, n, c.replyCite(), "%s有%d个工作日；答复期限以%s确定的为准，不因征求意见、延期等改变", span(from.AddDays(1), c.ordered), n, c.in.Reopening.document())
}

// stretch returns the end of the stretch that begins after from, and its pause if it is one.
func (c *clock) stretch(from, reply, last civil.Date) (civil.Date, *pause) {
	to := last
	if from.Before(reply) {
		to = reply
	}
	for _, p := range c.pauses() {
		switch {
		case p.from.After(from):
			return earlier(to, p.from), nil
		case p.to.After(from):
			return earlier(p.to, last), &p
		}
	}
	return to, nil
}

// days names the days between from and to that are not what their weekday says: holidays and weekends worked.
func (c *clock) days(from, to civil.Date) string {
	var parts []string
	weekends := 0
	for d := from.AddDays(1); !d.After(to); {
		day := c.cal.Kind(d)
		end := d
		for next := d.AddDays(1); !next.After(to) && same(day, c.cal.Kind(next)); next = next.AddDays(1) {
			end = next
		}
		switch day.Kind {
		case workday.Weekend:
			weekends += end.DaysSince(d) + 1
		case workday.MakeUp:
			parts = append(parts, fmt.Sprintf("%s%s，计入", dates(d, end), named(day)))
		case workday.Off, workday.Assumed:
			parts = append(parts, fmt.Sprintf("%s%s，不计入", dates(d, end), named(day)))
		}
		d = end.AddDays(1)
	}
	if weekends > 0 {
		parts = append(parts, fmt.Sprintf("周末%d天，不计入", weekends))
	}
	if len(parts) == 0 {
		return ""
	}
	return "：" + strings.Join(parts, "；")
}

func same(a, b workday.Day) bool { return a.Kind == b.Kind && a.Name == b.Name && a.Place == b.Place }

// named names a day; the day of a place with its evidence, which nobody elsewhere knows.
// 法源: 《放假办法》第四条。
func named(d workday.Day) string {
	if d.Place == "" {
		return d.String()
	}
	return d.String() + "（" + d.Source + "）"
}

// span writes one day or a span with the year.
func span(from, to civil.Date) string {
	if from == to {
		return from.Chinese()
	}
	return from.Chinese() + "至" + to.Chinese()
}

// dates writes one day or a span without the year.
func dates(from, to civil.Date) string {
	short := func(d civil.Date) string { _, text, _ := strings.Cut(d.Chinese(), "年"); return text }
	if from == to {
		return short(from)
	}
	return short(from) + "至" + short(to)
}

// standing says why the clock stands still, and what follows when the applicant does nothing.
// 法源: 《条例》第三十条、109号文第六条。
func (c *clock) standing() {
	waits := map[Stage]struct {
		text string
		cite law.Citation
	}{
		Correcting: {"告知申请人补正，等待补正期间不计算答复期限", c.current(law.OGI.Art(30), 21)},
		Paying:     {"发出收费通知，等待缴费期间不计算答复期限", law.Fees.Art(6)},
	}
	w, ok := waits[c.stage]
	if !ok {
		return
	}
	text := fmt.Sprintf("%s%s；申请人应当不迟于%s完成", c.waiting.Chinese(), w.text, c.until.Chinese())
	if today := c.in.Today; !today.IsZero() && today.After(c.until) {
		text += "，现已逾期；无正当理由的，视为放弃申请，可以不再处理"
	}
	c.step(c.waiting, later(c.until, c.waiting), 0, w.cite, "%s", text)
}

// Sentences writes the trail line by line, as it is shown to the applicant or to a court.
func (o Output) Sentences() []string {
	return slices.Collect(func(yield func(string) bool) {
		for _, s := range o.Trail {
			line := s.Text
			if !s.Cite.IsZero() {
				line += "（" + s.Cite.String() + "）"
			}
			if !yield(line + "。") {
				return
			}
		}
	})
}
