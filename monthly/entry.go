package monthly

import (
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/money"
	"gongkai/workday"
)

// A Kind is one of the figures.
type Kind string

// The kinds.
const (
	Permits   Kind = "permits"   // 行政许可
	Penalties Kind = "penalties" // 行政处罚
	Coercions Kind = "coercions" // 行政强制
	Fees      Kind = "fees"      // 行政事业性收费
)

// A Row says of a kind what forms and tables need.
type Row struct {
	Kind  Kind
	Label string // as table two has it
	Unit  string
	Cite  law.Citation
}

// Kinds lists the kinds in the order of table two.
// 法源: 《条例》第二十条第五项、《条例》第二十条第六项、《条例》第二十条第八项、30号文。
var Kinds = []Row{
	{Permits, "行政许可", "件", law.OGI.Art(20).I(5)}, {Penalties, "行政处罚", "件", law.OGI.Art(20).I(6)},
	{Coercions, "行政强制", "件", law.OGI.Art(20).I(6)}, {Fees, "行政事业性收费", "元", law.OGI.Art(20).I(8)},
}

// Label returns the words of table two.
func (k Kind) Label() string {
	for _, row := range Kinds {
		if row.Kind == k {
			return row.Label
		}
	}
	return string(k)
}

// Figures are what was decided and collected in a month, all decisions whether published or not.
type Figures struct {
	Permits   int64     `json:"permits"`
	Penalties int64     `json:"penalties"`
	Coercions int64     `json:"coercions"`
	Fees      money.Fen `json:"fees"`
}

// Of returns one figure, fees in 分.
func (f Figures) Of(kind Kind) int64 {
	switch kind {
	case Permits:
		return f.Permits
	case Penalties:
		return f.Penalties
	case Coercions:
		return f.Coercions
	}
	return int64(f.Fees)
}

// Set puts one figure.
func (f *Figures) Set(kind Kind, n int64) {
	switch kind {
	case Permits:
		f.Permits = n
	case Penalties:
		f.Penalties = n
	case Coercions:
		f.Coercions = n
	case Fees:
		f.Fees = money.Fen(n)
	}
}

// Plus adds the figures of two.
func (f Figures) Plus(g Figures) Figures {
	return Figures{f.Permits + g.Permits, f.Penalties + g.Penalties, f.Coercions + g.Coercions, f.Fees + g.Fees}
}

// A Source is how an entry came in.
type Source string

// The sources.
const (
	ByForm  Source = "form"
	BySheet Source = "sheet" // imported from a spreadsheet
)

// An Entry is the figures of one section for one month as somebody handed them in. The newest of a month counts.
type Entry struct {
	Agency    agency.ID
	Section   string
	Month     civil.Month
	Seq       int // 1 is the first, each correction one more
	Figures   Figures
	Reason    string // of a correction, or why an unusual figure is right
	Source    Source
	Staff     string
	StaffName string
	EnteredOn civil.Date
}

// most bounds a figure: more is a slip of the hand.
const most = 1_000_000_000_00

// longestReason bounds a reason, in characters.
const longestReason = 300

// Check returns what is wrong with the entry beside the newest of the same month, nil for none.
func (e Entry) Check(before *Entry, today civil.Date) []fault.Problem {
	var problems []fault.Problem
	wrong := func(bad bool, field, message string) {
		if bad {
			problems = append(problems, fault.Problem{Field: field, Message: message})
		}
	}
	wrong(e.Section == "", "section", "请选择股室")
	wrong(e.Month.Year < 2008 || e.Month.Month < time.January || e.Month.Month > time.December, "month", "请选择月份")
	wrong(e.Month.Last().After(today), "month", e.Month.String()+"还没有结束，月末当天起可以填报")
	for _, row := range Kinds {
		n := e.Figures.Of(row.Kind)
		wrong(n < 0, string(row.Kind), row.Label+"不能为负数")
		wrong(n > most, string(row.Kind), row.Label+"的数字过大，请核对")
	}
	wrong(utf8.RuneCountInString(e.Reason) > longestReason, "reason", "理由请控制在300字以内")
	if before != nil {
		wrong(before.Figures == e.Figures, "reason", "与已填报的数字相同，没有需要更正的")
		wrong(before.Figures != e.Figures && strings.TrimSpace(e.Reason) == "", "reason", "更正已填报的数字，请写明理由，原来的数字会保留")
	}
	return problems
}

// dueWorkdays is ours: a month is handed in by the fifth working day of the next.
const dueWorkdays = 5

// DueOn is the day by which the month should be handed in.
func DueOn(m civil.Month, cal *workday.Calendar) civil.Date {
	due, _ := cal.Add(m.Last(), dueWorkdays)
	return due
}

// A Reporter is a section with what it hands in each month.
type Reporter struct {
	Section string
	Kinds   []Kind
	From    civil.Month // the first month it hands in
}

// Has reports whether the section hands in the kind.
func (r Reporter) Has(kind Kind) bool {
	for _, k := range r.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// Check returns what is wrong with the setting.
func (r Reporter) Check() []fault.Problem {
	var problems []fault.Problem
	for _, k := range r.Kinds {
		if k.Label() == string(k) {
			problems = append(problems, fault.Problem{Field: "kinds", Message: "没有这个填报项目：" + string(k)})
		}
	}
	if len(r.Kinds) > 0 && (r.From.Year < 2008 || r.From.Month < time.January) {
		problems = append(problems, fault.Problem{Field: "from", Message: "请选择从哪个月起填报"})
	}
	return problems
}

// A Gap is a month that a section has not handed in although it is over.
type Gap struct {
	Section string
	Month   civil.Month
	DueOn   civil.Date
}

// Gaps lists the months that are over and not handed in, oldest first, for each reporter in order.
func Gaps(reporters []Reporter, handed map[string]map[civil.Month]bool, cal *workday.Calendar, today civil.Date) []Gap {
	var gaps []Gap
	for _, r := range reporters {
		if len(r.Kinds) == 0 {
			continue
		}
		for m := r.From; m.Last().Before(today); m = m.Last().AddDays(1).Month() {
			if !handed[r.Section][m] {
				gaps = append(gaps, Gap{r.Section, m, DueOn(m, cal)})
			}
		}
	}
	return gaps
}
