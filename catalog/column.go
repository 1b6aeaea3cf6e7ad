package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
)

// A ColumnID names a column inside the program.
type ColumnID string

// Freshness is how often a column must get something new, by the rules of website inspections.
type Freshness string

// The classes of freshness.
const (
	TwoWeeks  Freshness = "two_weeks"  // 动态、要闻类
	SixMonths Freshness = "six_months" // 通知公告、政策文件类
	Yearly    Freshness = "yearly"     // 年报、预决算类
	Whenever  Freshness = "whenever"   // 机关简介 and the like: no rhythm, but never empty
)

// A FreshnessRule is the term that binds a column; both parts zero is no limit.
type FreshnessRule struct {
	Freshness Freshness
	Label     string
	Days      int  // natural days
	Months    int  // calendar months, where no days are set
	Own       bool // set for the one column, not by its class
}

// FreshnessRules are the classes with their terms as inspections have them: the first two are in the 检查指标, the third
// follows what comes once a year.
// 法源: 《条例》第十二条第一款。
var FreshnessRules = []FreshnessRule{
	{TwoWeeks, "两周内更新", 14, 0, false}, {SixMonths, "六个月内更新", 0, 6, false}, {Yearly, "每年更新", 0, 12, false}, {Whenever, "不定期，不得空白", 0, 0, false},
}

// RulesUnder are the classes with the terms that the agency has set. The terms come from inspection practice and not
// from the 《条例》, whose 第十二条第一款 asks for 及时更新; so they may be set.
// 法源: 《条例》第十二条第一款。
func RulesUnder(r agency.Rhythm) []FreshnessRule {
	rules := slices.Clone(FreshnessRules)
	for i := range rules {
		days := map[Freshness]int{TwoWeeks: r.TwoWeeks, SixMonths: r.SixMonths, Yearly: r.Yearly}[rules[i].Freshness]
		if days > 0 && days != rules[i].Days {
			rules[i].Days, rules[i].Months, rules[i].Label = days, 0, within(days)
		}
	}
	return rules
}

// Rule is the term of a column of the class: its own days, if it has some, or those that the agency has set for the class.
func (f Freshness) Rule(own int, r agency.Rhythm) FreshnessRule {
	if own > 0 {
		return FreshnessRule{Freshness: f, Label: within(own), Days: own, Own: true}
	}
	for _, rule := range RulesUnder(r) {
		if rule.Freshness == f {
			return rule
		}
	}
	return FreshnessRules[len(FreshnessRules)-1]
}

func within(days int) string { return strconv.Itoa(days) + "天内更新" }

// A Column is a place in the catalogue of an agency.
type Column struct {
	ID        ColumnID
	Agency    agency.ID
	Parent    ColumnID
	Title     string
	Item      ItemCode // the statutory item that it serves, empty for local additions (第二十二条)
	Genre     string   // 组配分类 as the page head shows it
	Freshness Freshness
	Days      int              // a term of its own in natural days; zero for that of the class
	Section   agency.SectionID // responsible 股室
	Person    string           // responsible person, a staff ID
	Place     int              // order among its siblings
	Closed    bool
	Standard  Requirement // of 基层政务公开, where a standard catalogue has it
}

// Check returns what is wrong with the column taken alone.
func (c Column) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message})
	}
	if n := utf8.RuneCountInString(c.Title); n == 0 || n > longestName {
		wrong("title", "请填写栏目名称（60字以内）")
	}
	if _, ok := ItemByCode(c.Item); c.Item != "" && !ok {
		wrong("item", "没有编号为"+string(c.Item)+"的法定公开事项")
	}
	if !slices.ContainsFunc(FreshnessRules, func(r FreshnessRule) bool { return r.Freshness == c.Freshness }) {
		wrong("freshness", "请选择更新要求")
	}
	if c.Days < 0 || c.Days > agency.LongestRhythm {
		wrong("days", fmt.Sprintf("本栏目的更新天数应在1至%d之间；不另定的，留空", agency.LongestRhythm))
	}
	return problems
}

// Rule is the term of the column.
func (c Column) Rule(r agency.Rhythm) FreshnessRule { return c.Freshness.Rule(c.Days, r) }

// Condition is what a board says of a column.
type Condition string

// The conditions.
const (
	Fresh Condition = "fresh"
	Due   Condition = "due" // stale within the days of [FreshnessRule.Notice]
	Stale Condition = "stale"
	Empty Condition = "empty"
)

// StaleOn returns the first day on which a column last updated on the day is stale; the zero Date if never.
func (r FreshnessRule) StaleOn(updated civil.Date) civil.Date {
	switch {
	case r.Days > 0:
		return updated.AddDays(r.Days + 1)
	case r.Months > 0:
		return updated.AddMonths(r.Months).AddDays(1)
	}
	return civil.Date{}
}

// noticeDays is how long before a column goes stale its keeper is warned, at most.
const noticeDays = 7

// Notice is how many days before a column goes stale its keeper is warned: a week, or half the term of a short one.
func (r FreshnessRule) Notice() int {
	if r.Days > 0 {
		return min(noticeDays, r.Days/2)
	}
	return noticeDays
}

// State computes the condition of a column with records visible records, the newest of them from the day updated.
func (r FreshnessRule) State(records int, updated, today civil.Date) Condition {
	if records == 0 {
		return Empty
	}
	stale := r.StaleOn(updated)
	switch {
	case stale.IsZero():
		return Fresh
	case !today.Before(stale):
		return Stale
	case !today.AddDays(r.Notice() + 1).Before(stale):
		return Due
	}
	return Fresh
}

// A Standard is one column of the catalogue that an agency starts with.
type Standard struct {
	Title     string
	Item      ItemCode
	Genre     string
	Freshness Freshness
}

// freshness of the statutory items of 第二十条, where inspection practice has a rule for them.
var itemFreshness = map[ItemCode]Freshness{
	"FD-01": SixMonths, "FD-02": Whenever, "FD-03": Yearly, "FD-04": Yearly, "FD-07": Yearly, "FD-08": Yearly, "FD-14": Yearly,
}

// StartingColumns returns the catalogue for a new agency of the level: one column for each statutory item.
// 法源: 《条例》第二十条、《条例》第二十一条。
func StartingColumns(level agency.Level) []Standard {
	var list []Standard
	for _, item := range ItemsFor(level) {
		freshness, ok := itemFreshness[item.Code]
		if !ok {
			freshness = Whenever
		}
		list = append(list, Standard{item.Short, item.Code, item.Short, freshness})
	}
	return list
}
