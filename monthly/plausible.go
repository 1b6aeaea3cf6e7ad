package monthly

import (
	"strconv"

	"gongkai/money"
)

// The bounds of what is taken for plausible. They are ours.
const (
	jump     = 3         // times as many, or as few, as in the same month of the year before
	least    = 10        // smaller differences are not spoken of
	leastFen = 10_000_00 // of money
	slipped  = 5_000     // times as much: 万元 and 元 mixed up
)

// A Doubt is a figure that looks like a slip. It stops nobody: whoever hands in says that it was checked.
type Doubt struct {
	Kind    Kind
	Message string
}

// Doubts weighs the figures against the same month of the year before and against the month before; nil where there is
// none.
func Doubts(now Figures, lastYear, lastMonth *Figures) []Doubt {
	var doubts []Doubt
	if lastYear != nil {
		for _, row := range Kinds {
			if words := row.compare(now.Of(row.Kind), lastYear.Of(row.Kind)); words != "" {
				doubts = append(doubts, Doubt{row.Kind, words})
			}
		}
	}
	if lastMonth != nil && *lastMonth == now && now != (Figures{}) {
		doubts = append(doubts, Doubt{"", "全部数字与上个月完全相同，请核对是否误填了上个月的数字"})
	}
	return doubts
}

// compare says what is unusual about a figure beside that of the year before, or nothing.
func (r Row) compare(now, before int64) string {
	small := int64(least)
	if r.Kind == Fees {
		small = leastFen
	}
	switch {
	case r.Kind == Fees && before > 0 && now >= before*slipped:
		return r.Label + "是去年同月（" + r.Words(before) + "）的" + strconv.FormatInt(now/before, 10) + "倍，请核对是否把万元当作元"
	case before >= small && now == 0:
		return r.Label + "去年同月为" + r.Words(before) + "，本月为0"
	case now-before >= small && now >= before*jump:
		return r.Label + "为" + r.Words(now) + "，去年同月为" + r.Words(before)
	case before-now >= small && now*jump <= before:
		return r.Label + "为" + r.Words(now) + "，去年同月为" + r.Words(before)
	}
	return ""
}

// Words writes a figure with its unit.
func (r Row) Words(n int64) string {
	if r.Kind == Fees {
		return money.Fen(n).String() + r.Unit
	}
	return strconv.FormatInt(n, 10) + r.Unit
}
