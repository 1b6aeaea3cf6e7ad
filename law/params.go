package law

import (
	"fmt"

	"gongkai/civil"
)

// A Unit is what a parameter counts.
type Unit string

// The units in which the law counts.
const (
	Workdays Unit = "个工作日"
	Days     Unit = "日"
	Months   Unit = "个月"
	Years    Unit = "年"
	Fen      Unit = "分"
	Count    Unit = "件"
	Pages    Unit = "页"
	Times    Unit = "次"
	MonthDay Unit = "月日" // a day of the year, as 131 for 1月31日
	Nothing  Unit = ""   // in that period the law has no such rule
)

// A Status says how firmly a value stands.
type Status string

// Confirmed values come from the instrument; a Setting is our default where its text is silent or unconfirmed, and an
// agency may set its own (docs/law/divergences.md).
const (
	Confirmed Status = "confirmed"
	Setting   Status = "setting"
)

// A Name identifies a parameter.
type Name string

// A Param is one number of the law over one period.
type Param struct {
	Name   Name
	Value  int64
	Unit   Unit
	From   civil.Date
	Until  civil.Date // the last day; zero while in force
	Cite   Citation
	Status Status
	Note   string
}

// The parameters, in the order of the 《条例》.
const (
	PublishTerm        Name = "publish"              // 主动公开
	CorrectionNotice   Name = "correction_notice"    // 补正告知
	CorrectionNotices  Name = "correction_notices"   // how many notices
	CorrectionPeriod   Name = "correction_period"    // 合理的补正期限
	ThirdPartyTerm     Name = "third_party"          // 第三方意见
	ReplyTerm          Name = "reply"                // 答复
	ExtensionTerm      Name = "extension"            // 延长
	Extensions         Name = "extensions"           // how many extensions
	JointMakerTerm     Name = "joint_maker"          // 共同制作机关意见
	OtherAgencyTerm    Name = "other_agency"         // 其他机关意见
	ReasonsPeriod      Name = "reasons_period"       // 说明理由
	PaymentTerm        Name = "payment"              // 缴费
	FreeApplications   Name = "free_applications"    // 每月免费件数
	FreePages          Name = "free_pages"           // 每件免费页数
	FirstTierTop       Name = "first_tier_top"       // 按件第一档的上限
	FirstTierRate      Name = "first_tier_rate"      // 按件第一档
	TierWidth          Name = "tier_width"           // 按件以后各档的件数
	TierStep           Name = "tier_step"            // 按件每档增加
	PageTier1Top       Name = "page_tier1_top"       // 按量各档的上限和标准
	PageTier1Rate      Name = "page_tier1_rate"      //
	PageTier2Top       Name = "page_tier2_top"       //
	PageTier2Rate      Name = "page_tier2_rate"      //
	PageTier3Rate      Name = "page_tier3_rate"      //
	DepartmentReport   Name = "department_report"    // 部门年报
	GovernmentReport   Name = "government_report"    // 政府年报
	ReReview           Name = "rereview"             // 不予公开信息的评估周期
	BudgetTerm         Name = "budget"               // 预决算公开
	PenaltyWithdrawal  Name = "penalty_withdrawal"   // 处罚决定撤回
	ReconTerm          Name = "recon"                // 申请复议
	ReconAnswer        Name = "recon_answer"         // 复议答复
	ReconAnswerSummary Name = "recon_answer_summary" // 简易程序复议答复
	ReconDecision      Name = "recon_decision"       // 复议决定
	ReconExtension     Name = "recon_extension"      //
	ReconSummary       Name = "recon_summary"        // 简易程序复议决定
	ReconFeedback      Name = "recon_feedback"       // 复议意见书反馈
	SuitTerm           Name = "suit"                 // 直接起诉
	SuitAfterRecon     Name = "suit_after_recon"     // 复议后起诉
	CourtAnswer        Name = "court_answer"         // 答辩和证据
	FirstInstance      Name = "first_instance"       //
	SummaryInstance    Name = "summary_instance"     //
	AppealJudgment     Name = "appeal_judgment"      //
	AppealRuling       Name = "appeal_ruling"        //
	SecondInstance     Name = "second_instance"      //
	AppealAnswer       Name = "appeal_answer"        // 二审答辩
	LogRetention       Name = "log_retention"        // 日志留存
	InterpretationTerm Name = "interpretation"       // 政策解读
	MaximumNotTold     Name = "maximum_not_told"     // 未告知起诉期限的最长期限
	ComplaintTerm      Name = "complaint"            // 办理投诉举报
	RecordCorrection   Name = "record_correction"    // 办理更正本人信息的申请
	MendingTerm        Name = "mending"              // 整改
	UnheardComplaint   Name = "unheard_complaint"    // 投诉举报没有告知，考核单项否决
	SlowReview         Name = "slow_review"          // 审查超时，考核计数
)

var (
	from2008 = day("2008-05-01")
	until19  = day("2019-05-14")
	from2019 = day("2019-05-15")
	until20  = day("2020-12-31")
	from2021 = day("2021-01-01")
	until23  = day("2023-12-31")
	from2024 = day("2024-01-01")
)

// Params holds every number of the law once, dated. A value is never edited: it is closed with Until and succeeded.
var Params = concat(
	changed(PublishTerm, OGI2007.Whole(), Setting, 20, Workdays, 20, Workdays, OGI.Art(26)),
	changed(CorrectionNotice, OGI2007.Whole(), Setting, 0, Nothing, 7, Workdays, OGI.Art(30)),
	changed(CorrectionNotices, OGI2007.Whole(), Setting, 0, Nothing, 1, Times, OGI.Art(30)),
	setting(CorrectionPeriod, 15, Workdays, OGI.Art(30), "《条例》只规定“合理的补正期限”，由行政机关确定"),
	changed(ThirdPartyTerm, OGI2007.Art(23), Setting, 0, Nothing, 15, Workdays, OGI.Art(32)),
	changed(ReplyTerm, OGI2007.Art(24), Setting, 15, Workdays, 20, Workdays, OGI.Art(33).P(2)),
	changed(ExtensionTerm, OGI2007.Art(24), Setting, 15, Workdays, 20, Workdays, OGI.Art(33).P(2)),
	changed(Extensions, OGI2007.Art(24), Setting, 1, Times, 1, Times, OGI.Art(33).P(2)),
	changed(JointMakerTerm, OGI2007.Whole(), Setting, 0, Nothing, 15, Workdays, OGI.Art(34)),
	setting(OtherAgencyTerm, 15, Workdays, OGI.Art(33).P(3), "《条例》未规定征求其他机关意见的期限，比照第三十四条"),
	setting(ReasonsPeriod, 10, Workdays, OGI.Art(35), "《条例》未规定说明理由的期限"),
	fee(PaymentTerm, 20, Workdays, Fees.Art(6), Setting),
	fee(FreeApplications, 10, Count, Fees.Art(4), Confirmed),
	fee(FirstTierTop, 30, Count, Fees.Art(4), Confirmed),
	fee(FirstTierRate, 100_00, Fen, Fees.Art(4), Confirmed),
	fee(TierWidth, 10, Count, Fees.Art(4), Confirmed),
	fee(TierStep, 100_00, Fen, Fees.Art(4), Confirmed),
	fee(FreePages, 30, Pages, Fees.Art(5), Confirmed),
	fee(PageTier1Top, 100, Pages, Fees.Art(5), Confirmed),
	fee(PageTier1Rate, 10_00, Fen, Fees.Art(5), Confirmed),
	fee(PageTier2Top, 200, Pages, Fees.Art(5), Confirmed),
	fee(PageTier2Rate, 20_00, Fen, Fees.Art(5), Confirmed),
	fee(PageTier3Rate, 40_00, Fen, Fees.Art(5), Confirmed),
	changed(DepartmentReport, OGI2007.Art(31), Setting, 331, MonthDay, 131, MonthDay, OGI.Art(49).P(1)),
	changed(GovernmentReport, OGI2007.Art(31), Setting, 331, MonthDay, 331, MonthDay, OGI.Art(49).P(2)),
	setting(ReReview, 1, Years, OGI.Art(18), "《条例》只规定“定期评估审查”"),
	always(BudgetTerm, 20, Days, Budget.Art(14)),
	always(PenaltyWithdrawal, 3, Workdays, Penalty.Art(48)),
	[]Param{
		{ReconTerm, 60, Days, from2008, until23, Recon2009.Art(9), Confirmed, ""},
		{ReconTerm, 60, Days, from2024, civil.Date{}, Recon.Art(20).P(1), Confirmed, ""},
		{ReconAnswer, 10, Days, from2008, until23, Recon2009.Art(23).P(1), Confirmed, "2024年前按自然日：旧法第四十条只把“五日”“七日”定为工作日"},
		{ReconAnswer, 10, Workdays, from2024, civil.Date{}, Recon.Art(48), Confirmed, ""},
		{ReconAnswerSummary, 0, Nothing, from2008, until23, Recon2009.Whole(), Confirmed, "2024年前没有简易程序"},
		{ReconAnswerSummary, 5, Workdays, from2024, civil.Date{}, Recon.Art(54), Confirmed, ""},
		{ReconDecision, 60, Days, from2008, until23, Recon2009.Art(31).P(1), Confirmed, ""},
		{ReconDecision, 60, Days, from2024, civil.Date{}, Recon.Art(62).P(1), Confirmed, ""},
		{ReconExtension, 30, Days, from2008, until23, Recon2009.Art(31).P(1), Confirmed, ""},
		{ReconExtension, 30, Days, from2024, civil.Date{}, Recon.Art(62).P(1), Confirmed, ""},
		{ReconSummary, 0, Nothing, from2008, until23, Recon2009.Whole(), Confirmed, "2024年前没有简易程序"},
		{ReconSummary, 30, Days, from2024, civil.Date{}, Recon.Art(62).P(2), Confirmed, ""},
		{ReconFeedback, 60, Days, from2008, until23, Recon2009.Whole(), Setting, ""},
		{ReconFeedback, 60, Days, from2024, civil.Date{}, Recon.Art(76), Confirmed, ""},
	},
	always(SuitTerm, 6, Months, Litigation.Art(46).P(1)),
	always(SuitAfterRecon, 15, Days, Litigation.Art(45)),
	always(CourtAnswer, 15, Days, Litigation.Art(67).P(1)),
	always(FirstInstance, 6, Months, Litigation.Art(81)),
	always(SummaryInstance, 45, Days, Litigation.Art(83)),
	always(AppealJudgment, 15, Days, Litigation.Art(85)),
	always(AppealRuling, 10, Days, Litigation.Art(85)),
	always(SecondInstance, 3, Months, Litigation.Art(88)),
	setting(ComplaintTerm, 20, Workdays, OGI.Art(47).P(2), "《条例》没有规定办理投诉举报的期限，比照答复申请的期限"),
	setting(RecordCorrection, 20, Workdays, OGI.Art(41), "《条例》没有规定办理更正的期限，比照答复申请的期限"),
	setting(MendingTerm, 15, Workdays, OGI.Art(47).P(1), "《条例》没有规定整改的期限，由主管部门在通知书中确定"),
	setting(UnheardComplaint, 3, Months, OGI.Art(47).P(2), "《条例》没有规定；网站检查指标以三个月没有告知为单项否决"),
	setting(SlowReview, 10, Workdays, OGI.Art(17).P(1), "《条例》没有规定审查的期限，取公开期限二十个工作日的一半"),
	setting(AppealAnswer, 15, Days, Litigation2.Art(108), "以法院通知书载明的期限为准"),
	always(MaximumNotTold, 1, Years, Litigation2.Art(64).P(1)),
	setting(LogRetention, 400, Days, AppSecurity.Art(20), "规定为不少于一年，缺省多留一个月"),
	setting(InterpretationTerm, 3, Workdays, OGI.Art(19), "地方规定的通行做法"),
)

// changed is a parameter that the 《条例》 of 2019 introduced or changed. Values of 2007 are unconfirmed.
func changed(name Name, old Citation, oldStatus Status, oldValue int64, oldUnit Unit, value int64, unit Unit, cite Citation) []Param {
	return []Param{
		{name, oldValue, oldUnit, from2008, until19, old, oldStatus, ""},
		{name, value, unit, from2019, civil.Date{}, cite, Confirmed, ""},
	}
}

// fee is a parameter of 109号, before which there was no 信息处理费.
func fee(name Name, value int64, unit Unit, cite Citation, status Status) []Param {
	return []Param{
		{name, 0, Nothing, from2008, until20, Fees.Whole(), Confirmed, "当时没有信息处理费"},
		{name, value, unit, from2021, civil.Date{}, cite, status, ""},
	}
}

// always is a value that did not change in the time that gongkai looks at.
func always(name Name, value int64, unit Unit, cite Citation) []Param {
	return []Param{{name, value, unit, from2008, civil.Date{}, cite, Confirmed, ""}}
}

func setting(name Name, value int64, unit Unit, cite Citation, note string) []Param {
	return []Param{{name, value, unit, from2008, civil.Date{}, cite, Setting, note}}
}

func concat(groups ...[]Param) []Param {
	var all []Param
	for _, group := range groups {
		all = append(all, group...)
	}
	return all
}

var byName = func() map[Name][]Param {
	m := map[Name][]Param{}
	for _, p := range Params {
		m[p.Name] = append(m[p.Name], p)
	}
	return m
}()

// InForce reports whether p applies on the day.
func (p Param) InForce(on civil.Date) bool {
	return !on.Before(p.From) && (p.Until.IsZero() || !on.After(p.Until))
}

// On returns the parameter as it stands on the day. Days before 2008-05-01, when there was no 《条例》, take the first
// value. It panics on a name that is not in the table, which is a defect of the program.
func On(name Name, on civil.Date) Param {
	rows := byName[name]
	if len(rows) == 0 {
		panic(fmt.Sprintf("law: no parameter %q", name))
	}
	for _, p := range rows {
		if p.InForce(on) {
			return p
		}
	}
	return rows[0]
}

// Int returns the value as an int, for terms and counts.
func (p Param) Int() int { return int(p.Value) }

// String writes the parameter as texts do: 20个工作日.
func (p Param) String() string { return fmt.Sprintf("%d%s", p.Value, p.Unit) }
