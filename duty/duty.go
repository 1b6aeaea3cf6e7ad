package duty

import (
	"cmp"
	"slices"

	"gongkai/civil"
	"gongkai/law"
)

// A Kind is one sort of duty.
type Kind string

// The kinds.
const (
	Report         Kind = "report"         // 年度报告
	GuideReview    Kind = "guide"          // 公开指南
	CatalogReview  Kind = "catalog"        // 公开目录
	Training       Kind = "training"       // 业务培训
	HolidayNotice  Kind = "holiday"        // 放假安排
	ReReview       Kind = "rereview"       // 不予公开信息的评估
	Column         Kind = "column"         // 栏目更新
	Publication    Kind = "publication"    // 二十个工作日内公开
	Expiry         Kind = "expiry"         // 规范性文件到期前评估
	Interpretation Kind = "interpretation" // 政策解读
	Monthly        Kind = "monthly"        // 许可、处罚、强制、收费 of a month, by section
)

// A Sort says of a kind what lists and reminders need.
type Sort struct {
	Kind   Kind
	Label  string
	Lead   int  // natural days before the due day from which people are reminded
	Marked bool // done when somebody says so; the others are done when the registers show it
	Cite   law.Citation
}

// Sorts are the kinds in the order of the law, with their leads. The leads are ours: the law sets none.
// 法源: 《条例》第十二条、《条例》第十八条、《条例》第二十六条、《条例》第四十八条、《条例》第四十九条。
var Sorts = []Sort{
	{GuideReview, "公开指南复核", 30, false, law.OGI.Art(12).P(1)},
	{CatalogReview, "公开目录复核", 30, true, law.OGI.Art(12).P(1)},
	{ReReview, "不予公开信息定期评估", 30, false, law.OGI.Art(18)},
	{Column, "栏目更新", 7, false, law.OGI.Art(12).P(1)},
	{Publication, "信息按期公开", 10, false, law.OGI.Art(26)},
	{Interpretation, "政策解读", 3, false, law.Citation{}},
	{Expiry, "规范性文件到期评估", 180, false, law.Citation{}},
	{Training, "工作人员培训", 60, true, law.OGI.Art(48)},
	{Report, "年度报告", 31, false, law.OGI.Art(49)},
	{Monthly, "月度数据填报", 5, false, law.OGI.Art(50).P(1).I(1)},
	{HolidayNotice, "载入放假安排", 30, false, law.OGI.Art(33).P(1)},
}

// Sort returns what is known of the kind.
func (k Kind) Sort() Sort {
	for _, s := range Sorts {
		if s.Kind == k {
			return s
		}
	}
	return Sort{Kind: k, Label: string(k)}
}

// A Duty is one thing to be done by a day.
type Duty struct {
	Kind    Kind
	Key     string // tells duties of a kind apart: 2026, or the id of a record or column
	What    string // in words: 公布2025年度政府信息公开工作年度报告
	DueOn   civil.Date
	DoneOn  civil.Date // zero while open
	Subject string     // the internal id of the record or column it is about, if any
	Note    string     // how the day was found, where it is not plain
	Lead    int        // natural days before the due day from which people are reminded; zero for those of the kind
}

// A State is how a duty stands on a day.
type State string

// The states, the pressing ones first.
const (
	Late  State = "late"
	Now   State = "now" // within its lead
	Later State = "later"
	Done  State = "done"
)

// StateOn computes how the duty stands.
func (d Duty) StateOn(today civil.Date) State {
	switch {
	case !d.DoneOn.IsZero():
		return Done
	case d.DueOn.Before(today):
		return Late
	case !d.DueOn.AddDays(-d.lead()).After(today):
		return Now
	}
	return Later
}

func (d Duty) lead() int {
	if d.Lead > 0 {
		return d.Lead
	}
	return d.Kind.Sort().Lead
}

// DoneLate reports whether the duty was done after its day.
func (d Duty) DoneLate() bool { return d.DoneOn.After(d.DueOn) && !d.DoneOn.IsZero() }

// order sorts by day, then by kind and key, so that the same facts always give the same list.
func order(duties []Duty) []Duty {
	slices.SortFunc(duties, func(a, b Duty) int {
		return cmp.Or(a.DueOn.Compare(b.DueOn), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
	return duties
}
