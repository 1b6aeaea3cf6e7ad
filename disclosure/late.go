package disclosure

import (
	"strconv"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/law"
	"gongkai/workday"
)

// A Late is what was made public after its day, with what shows it: the day from which the term ran, its last day, and
// the day on which it came.
type Late struct {
	Record      ID
	Index       catalog.IndexNo
	Title       string
	Kind        Kind
	Version     int
	From        civil.Date // 形成之日 or 变更之日
	Changed     bool       // the term ran from a change of the content
	DueOn       civil.Date
	Provisional bool
	Cite        law.Citation
	PublishedOn civil.Date
	Days        int // workdays after the due day
}

// LateOn reports whether the version of the record came late when it became public on the day. before is the version that
// was public until then, nil for the first: a revision has a term only where the content changed after it was made, and
// once for each change.
// 法源: 《条例》第二十六条、《预算法》第十四条。
func (r Record) LateOn(on civil.Date, before *Record, cal *workday.Calendar) (l Late, late bool) {
	if r.FormedOn.IsZero() && r.ChangedOn.IsZero() || before != nil && (r.ChangedOn.IsZero() || r.ChangedOn == before.ChangedOn) {
		return Late{}, false
	}
	l = Late{Record: r.ID, Title: r.Title, Kind: r.Kind, From: r.FormedOn, PublishedOn: on, Changed: !r.ChangedOn.IsZero()}
	if l.Changed {
		l.From = r.ChangedOn
	}
	l.DueOn, l.Provisional, l.Cite = r.DueOn(cal)
	if !on.After(l.DueOn) {
		return Late{}, false
	}
	l.Days, _ = cal.Count(l.DueOn, on)
	return l, true
}

// Why tells in one sentence why it is late.
// 法源: 《条例》第二十六条、《预算法》第十四条。
func (l Late) Why() string {
	from, term := "形成", law.On(law.PublishTerm, l.From)
	if l.Kind == Budget {
		from, term = "批准（批复）", law.On(law.BudgetTerm, l.From)
	}
	if l.Changed {
		from = "变更"
	}
	text := l.From.Chinese() + from + "，" + term.String() + "内应于" + l.DueOn.Chinese() + "前公开（" + l.Cite.String() + "）；" + l.PublishedOn.Chinese() + "公开，"
	if l.Days == 0 {
		text += "超过期限，其间没有工作日"
	} else {
		text += "超过" + strconv.Itoa(l.Days) + "个工作日"
	}
	if l.Provisional {
		text += "（放假安排未公布，期限暂定）"
	}
	return text + "。"
}
