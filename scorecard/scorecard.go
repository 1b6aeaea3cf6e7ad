// Package scorecard marks agencies by numbers that their registers show, for the 考核 that 《条例》第四十六条 asks for and the
// supervision of 第四十七条.
//
// An indicator has a weight, the value that earns all of it, the value that earns nothing, and where it comes from; in
// between it is marked in proportion. Some have a value from which everything fails, as the 检查指标 of government sites
// know it (单项否决). The set is data that a 主管部门 changes; the shipped one follows the practice of 第三方评估. Numbers are
// computed and never typed: the package takes them and knows no register.
package scorecard

import (
	"fmt"
	"strings"

	"gongkai/fault"
)

// A Measure is a number that the registers show of an agency.
type Measure string

// The measures.
const (
	Overdue      Measure = "overdue"       // applications that are late now
	LateAnswers  Measure = "late_answers"  // answered late in the year
	StaleColumns Measure = "stale_columns" //
	EmptyColumns Measure = "empty_columns" //
	LatePublic   Measure = "late_public"   // published in the year after their day
	Unpublished  Measure = "unpublished"   // not public although their day is past
	Unexplained  Measure = "unexplained"   // normative documents without 解读 in time
	ReReviews    Measure = "re_reviews"    // withheld and not looked at again
	Guide        Measure = "guide"         // the guide was not reviewed
	Reports      Measure = "reports"       // annual reports that are late
	Lost         Measure = "lost"          // 复议 and suits that went against it in the year
	Founded      Measure = "founded"       // complaints of the year that were right
	OrdersLate   Measure = "orders_late"   // orders without a reply in time
	MonthsLate   Measure = "months_late"   // months of the registers not handed in
	Trainings    Measure = "trainings"     // held in the year
	DeadLinks    Measure = "dead_links"    //
	QuickColumns Measure = "quick_columns" // stale columns of news, notices and documents
	Unheard      Measure = "unheard"       // complaints that wait for more than three months
	SlowReviews  Measure = "slow_reviews"  // records of the year that were long under review
)

// A MeasureRow says of a measure what boards need.
type MeasureRow struct {
	Measure Measure
	Title   string
	Short   string // the head of a column
	Unit    string
	Words   string // what exactly is counted
}

// Measures lists the measures.
// 法源: 《条例》第二十六条、《条例》第三十三条、《条例》第四十六条、《条例》第四十七条。
var Measures = []MeasureRow{
	{Overdue, "逾期未答复的申请", "逾期未答复", "件", "答复期限已过、至今没有答复的申请"},
	{LateAnswers, "本年逾期答复的申请", "逾期答复", "件", "本年答复、晚于答复期限的申请，扣除延期和征求意见的时间"},
	{StaleColumns, "超期未更新的栏目", "超期栏目", "个", "最近一次更新距今超过栏目的更新要求"},
	{EmptyColumns, "空白栏目", "空白栏目", "个", "没有任何公开信息的栏目"},
	{LatePublic, "本年逾期公开的信息", "逾期公开", "件", "形成或者变更之日起超过20个工作日才公开的信息"},
	{Unpublished, "逾期未公开的信息", "逾期未公开", "件", "形成已超过20个工作日、应当主动公开而没有公开的信息"},
	{Unexplained, "未按期解读的规范性文件", "未解读", "件", "公开超过3个工作日没有关联解读的规范性文件"},
	{ReReviews, "未定期评估的不予公开信息", "未评估", "件", "到期没有重新评估的不予公开、依申请公开信息"},
	{Guide, "指南未按期复核", "指南未复核", "项", "公开指南超过复核周期没有复核"},
	{Reports, "未按期公布的年度报告", "年报未公布", "份", "到期没有公布的政府信息公开工作年度报告"},
	{Lost, "本年被纠正的复议、诉讼", "复议诉讼被纠正", "件", "本年审结、计入“结果纠正”的行政复议和行政诉讼"},
	{Founded, "本年属实的投诉举报", "投诉属实", "件", "本年收到、核实属实或者部分属实的投诉举报"},
	{OrdersLate, "逾期未反馈的督办整改", "督办逾期", "件", "反馈期限已过没有反馈的督办和责令整改"},
	{MonthsLate, "缺报的月度数据", "月报缺报", "项", "应报未报的许可、处罚、强制、收费月度数据"},
	{Trainings, "本年培训", "培训", "次", "本年登记的政府信息公开工作人员培训"},
	{DeadLinks, "失效链接", "失效链接", "个", "公开的页面上打不开的链接"},
	{QuickColumns, "动态、通知、文件类栏目不更新", "重点栏目", "个", "动态、要闻类两周，通知公告、政策文件类半年没有更新的栏目（各类的期限可以设置）"},
	{Unheard, "超过三个月没有告知结果的投诉", "投诉未告知", "件", "收到超过三个月仍没有告知结果的投诉举报、找错和更正申请"},
	{SlowReviews, "本年审查超过10个工作日的信息", "审查超时", "件", "本年公开、从送审到签发超过10个工作日的信息"},
}

// Row returns what is known of the measure; false for none.
func (m Measure) Row() (MeasureRow, bool) {
	for _, row := range Measures {
		if row.Measure == m {
			return row, true
		}
	}
	return MeasureRow{Measure: m, Title: string(m), Short: string(m)}, false
}

// An Indicator is one line of a set.
type Indicator struct {
	Measure Measure `json:"measure"`
	Weight  int64   `json:"weight"`         // points
	Full    int64   `json:"full"`           // the value that earns all points
	None    int64   `json:"none"`           // the value that earns none; below Full where more is better
	Veto    int64   `json:"veto,omitempty"` // from this value everything fails; zero for never
	Source  string  `json:"source"`         // where weight and bounds come from
}

// A Set is the indicators by which agencies are marked.
type Set []Indicator

// whole is the sum of the weights.
const whole = 100

// Shipped is the set that comes with the program. Bounds of the 检查指标 are as an inspection of 2022 printed them; weights
// follow what 第三方评估 use and are ours.
// 法源: 《条例》第四十六条、《条例》第四十七条第一款。
var Shipped = Set{
	{Overdue, 15, 0, 1, 0, "《条例》第三十三条；第三方评估：依申请公开按期答复"},
	{LateAnswers, 9, 0, 5, 0, "《条例》第三十三条；第三方评估：依申请公开按期答复"},
	{StaleColumns, 6, 0, 10, 10, "政府网站检查指标：栏目不更新，10个以上单项否决"},
	{QuickColumns, 4, 0, 5, 5, "政府网站检查指标：动态、要闻、通知公告、政策文件类栏目5个以上不更新单项否决"},
	{EmptyColumns, 10, 0, 5, 5, "政府网站检查指标：空白栏目，5个以上单项否决"},
	{LatePublic, 8, 0, 10, 0, "《条例》第二十六条；第三方评估：主动公开及时性"},
	{Unpublished, 5, 0, 5, 0, "《条例》第二十六条；第三方评估：主动公开及时性"},
	{Unexplained, 5, 0, 3, 0, "第三方评估：政策解读"},
	{ReReviews, 5, 0, 3, 0, "《条例》第十八条"},
	{Guide, 5, 0, 1, 0, "《条例》第十二条；第三方评估：指南、目录更新"},
	{Reports, 10, 0, 1, 0, "《条例》第四十九条；第三方评估：年度报告"},
	{Lost, 5, 0, 2, 0, "《条例》第五十一条；第三方评估：行政复议、行政诉讼"},
	{Founded, 3, 0, 3, 0, "《条例》第四十七条第二款"},
	{Unheard, 2, 0, 1, 1, "政府网站检查指标：留言超过三个月未答复单项否决；《条例》第四十七条第二款"},
	{DeadLinks, 2, 0, 10, 0, "政府网站检查指标：链接可用"},
	{SlowReviews, 1, 0, 10, 0, "《条例》第十七条；第三方评估：公开审查"},
	{OrdersLate, 2, 0, 1, 0, "《条例》第四十七条第一款"},
	{MonthsLate, 1, 0, 6, 0, "年度报告表二的数据来源"},
	{Trainings, 2, 1, 0, 0, "《条例》第四十八条"},
}

// Check returns everything that is wrong with a set.
func (s Set) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(bad bool, m Measure, message string) {
		if bad {
			row, _ := m.Row()
			problems = append(problems, fault.Problem{Field: string(m), Message: row.Title + "：" + message})
		}
	}
	var sum int64
	seen := map[Measure]bool{}
	for _, i := range s {
		_, known := i.Measure.Row()
		wrong(!known, i.Measure, "没有这个指标")
		wrong(seen[i.Measure], i.Measure, "重复")
		wrong(i.Weight < 1 || i.Weight > whole, i.Measure, "分值应在1至100之间")
		wrong(i.Full < 0 || i.None < 0 || i.Veto < 0, i.Measure, "数值不能为负")
		wrong(i.Full == i.None, i.Measure, "满分值和零分值不能相同")
		wrong(strings.TrimSpace(i.Source) == "", i.Measure, "请写明依据")
		seen[i.Measure] = true
		sum += i.Weight
	}
	if sum != whole {
		problems = append(problems, fault.Problem{Message: fmt.Sprintf("各项分值合计应为%d分，现为%d分", whole, sum)})
	}
	return problems
}

// A Line is how an agency stands in one indicator.
type Line struct {
	Indicator Indicator
	Value     int64
	Tenths    int64 // of a point
	Vetoed    bool
}

// A Card is how an agency stands in all.
type Card struct {
	Lines  []Line
	Tenths int64
	Vetoed bool
}

// Mark marks the values, one for each measure of the set; a missing one counts as nothing found.
func (s Set) Mark(values map[Measure]int64) Card {
	var c Card
	for _, i := range s {
		v := values[i.Measure]
		l := Line{Indicator: i, Value: v, Tenths: i.tenths(v), Vetoed: i.Veto > 0 && v >= i.Veto}
		c.Lines = append(c.Lines, l)
		c.Tenths += l.Tenths
		c.Vetoed = c.Vetoed || l.Vetoed
	}
	return c
}

// tenths are the tenths of a point that the value earns, in proportion between the bounds and rounded down.
func (i Indicator) tenths(v int64) int64 {
	all := i.Weight * 10
	good, bad := i.Full, i.None
	if good > bad { // more is better
		v, good, bad = -v, -good, -bad
	}
	switch {
	case v <= good:
		return all
	case v >= bad:
		return 0
	}
	return all * (bad - v) / (bad - good)
}

// passed and fine are the bounds of the grades, in tenths; those of the 检查指标.
const passed, fine = 600, 800

// Grade says the total in a word.
func (c Card) Grade() string {
	switch {
	case c.Vetoed:
		return "单项否决"
	case c.Tenths < passed:
		return "不合格"
	case c.Tenths > fine:
		return "良好"
	}
	return "合格"
}

// Points writes tenths as points.
func Points(tenths int64) string {
	if tenths%10 == 0 {
		return fmt.Sprint(tenths / 10)
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}
