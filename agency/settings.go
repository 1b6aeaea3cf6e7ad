package agency

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// Settings is what an agency decides for itself where the law leaves room, or where it must name somebody: nothing
// of it is in the program text. It is stored as JSON; what is absent takes the default.
type Settings struct {
	Receipt  Receipt  `json:"receipt"`
	Periods  Periods  `json:"periods"`
	Remedies Remedies `json:"remedies"`
	Fee      Payee    `json:"fee"`
	Numbers  Numbers  `json:"numbers"`
	Review   Stages   `json:"review"`
	Report   Report   `json:"report"`
	Site     Site     `json:"site"`
	Access   Access   `json:"access"`

	Disclosure Disclosure `json:"disclosure"`
}

// Disclosure holds the periods of 主动公开 for which the law gives no number.
type Disclosure struct {
	InterpretDays int `json:"interpret_days"` // workdays after publication in which a normative document is interpreted; 0 for no term
	ReviewMonths  int `json:"review_months"`  // months after which what is kept back is looked at again (第十八条)
	ExpiryMonths  int `json:"expiry_months"`  // months before its end in which a normative document is told of

	Rhythm Rhythm `json:"rhythm"`

	// Phones are numbers that may stand in what is published, beside those of the 指南: duty phones, mobile ones of the office.
	Phones []string `json:"phones"`
}

// Rhythm is within how many natural days a column of each class must get something new; zero for the term that
// inspections have, which counts calendar months for the longer ones.
type Rhythm struct {
	TwoWeeks  int `json:"two_weeks"`
	SixMonths int `json:"six_months"`
	Yearly    int `json:"yearly"`
}

// LongestRhythm bounds the days of a rhythm: about three years.
const LongestRhythm = 1100

// Check returns what is wrong with the days.
func (r Rhythm) Check() []fault.Problem {
	return outOfBounds([]bound{
		{"disclosure.rhythm.two_weeks", "两周更新类栏目的天数", r.TwoWeeks, 0, LongestRhythm, law.OGI.Art(12).P(1)},
		{"disclosure.rhythm.six_months", "六个月更新类栏目的天数", r.SixMonths, 0, LongestRhythm, law.OGI.Art(12).P(1)},
		{"disclosure.rhythm.yearly", "每年更新类栏目的天数", r.Yearly, 0, LongestRhythm, law.OGI.Art(12).P(1)},
	})
}

// A ReceiptPolicy says which day is 双方确认之日 for applications online and by fax.
type ReceiptPolicy string

// The policies of receipt.
const (
	ConfirmedByBoth ReceiptPolicy = "confirmed_by_both" // an officer confirms and the applicant is told
	ConfirmedBySlip ReceiptPolicy = "confirmed_by_slip" // the automatic slip counts as confirmation, as some provinces have it
)

// A PausePolicy says from when the time of a consultation is not counted.
type PausePolicy string

// The policies of pauses.
const (
	PauseFromSending PausePolicy = "from_sending" // the working day after the letter was sent
	PauseFromReceipt PausePolicy = "from_receipt" // the working day after the third party got it
)

// Receipt holds the readings on which the clock rests.
type Receipt struct {
	Policy ReceiptPolicy `json:"policy"`
	Pause  PausePolicy   `json:"pause"`
}

// Periods are in working days, where the law gives none.
type Periods struct {
	Correction  int `json:"correction"`   // 补正 (第三十条: 合理的期限)
	Reasons     int `json:"reasons"`      // 说明理由 (第三十五条)
	OtherAgency int `json:"other_agency"` // 其他机关提出意见 (第三十三条)
	GuideReview int `json:"guide_review"` // months after which the 指南 counts as stale
	Amber       int `json:"amber"`        // from so many days left a case is amber
	Red         int `json:"red"`          // from so many days left a case is red
}

// Remedies names the forums for letters.
type Remedies struct {
	Organs   []string `json:"organs,omitempty"`    // 复议机关; empty to resolve it from the tree
	Court    string   `json:"court,omitempty"`     // court of first instance
	ReconURL string   `json:"recon_url,omitempty"` // internet channel for 复议申请 (《行政复议法》第二十二条)
}

// Payee is where the 信息处理费 is paid.
type Payee struct {
	Collected bool   `json:"collected"` // the agency collects the fee at all
	Name      string `json:"name,omitempty"`
	Bank      string `json:"bank,omitempty"`
	Account   string `json:"account,omitempty"`
	How       string `json:"how,omitempty"`
}

// Numbers are the patterns of the numbers that people see.
type Numbers struct {
	Index  Pattern `json:"index"`  // 索引号
	Case   Pattern `json:"case"`   // 申请编号
	Letter Pattern `json:"letter"` // 文号
	Word   string  `json:"word"`   // 机关代字 of the 文号: 凉科公开
}

// A Stage is one step of the review before disclosure.
type Stage string

// The steps of the review; the secrecy review can never be left out.
const (
	StageSelf    Stage = "self"    // 自审
	StageSection Stage = "section" // 科（股）室审核
	StageLegal   Stage = "legal"   // 合法性审核
	StageSecrecy Stage = "secrecy" // 保密审查
	StageOffice  Stage = "office"  // 政府信息公开工作机构审核
	StageSign    Stage = "sign"    // 签发
)

// stagesInOrder are all steps of which an agency may take some.
var stagesInOrder = []Stage{StageSelf, StageSection, StageLegal, StageSecrecy, StageOffice, StageSign}

// fewestStages is 三审: three stages, the drafter's own check among them.
const fewestStages = 3

// Stages are the steps in order.
type Stages struct {
	Order []Stage `json:"order"`
}

// Report holds what concerns the annual report.
type Report struct {
	DueMonthDay int      `json:"due_month_day,omitempty"` // an earlier local date, as 120 for 1月20日; zero for that of the law
	SubReasons  []string `json:"sub_reasons,omitempty"`   // local sub-rows under table three's 其他
	Overview    int      `json:"overview"`                // the most characters of 总体情况; zero for no limit
	Similar     int      `json:"similar"`                 // per cent of last year's wording from which the text counts as 雷同
	AcceptFirst bool     `json:"accept_first,omitempty"`  // published only after the 主管部门 has accepted it
	RemindDays  []int    `json:"remind_days,omitempty"`   // of a 主管部门: days before the last one on which those still missing are reminded
}

// Site is what the foot of every page says.
type Site struct {
	Host           string   `json:"host,omitempty"`       // 主办单位
	Operator       string   `json:"operator,omitempty"`   // 承办单位
	Identifier     string   `json:"identifier,omitempty"` // 网站标识码: ten digits
	ICP            string   `json:"icp,omitempty"`        // ICP备案号
	PublicSecurity string   `json:"public_security,omitempty"`
	HeadFields     []string `json:"head_fields,omitempty"` // metadata shown above a record, in order
	SensitiveWords []string `json:"sensitive_words,omitempty"`
}

// Access bounds how staff get in. The bounds of [Access.Check] keep every choice within 等级保护.
type Access struct {
	MinLength    int      `json:"min_length"`         // characters of a password
	MaxAgeDays   int      `json:"max_age_days"`       // a password older must be changed
	History      int      `json:"history"`            // so many old passwords are refused
	LockAfter    int      `json:"lock_after"`         // failures in a row
	LockMinutes  int      `json:"lock_minutes"`       //
	IdleMinutes  int      `json:"idle_minutes"`       // a session without use ends
	SessionHours int      `json:"session_hours"`      // a session ends
	SecondFactor bool     `json:"second_factor"`      // everybody needs one; administrators need one in any case
	Networks     []string `json:"networks,omitempty"` // CIDR; the workbench answers only to these; empty for all
}

// DefaultSettings returns the defaults as the law stands on the day.
// 法源: 《条例》第三十条、《条例》第三十一条、《条例》第三十五条。
func DefaultSettings(on civil.Date) Settings {
	return Settings{
		Receipt: Receipt{Policy: ConfirmedByBoth, Pause: PauseFromSending},
		Periods: Periods{
			Correction:  law.On(law.CorrectionPeriod, on).Int(),
			Reasons:     law.On(law.ReasonsPeriod, on).Int(),
			OtherAgency: law.On(law.OtherAgencyTerm, on).Int(),
			GuideReview: 12, Amber: 5, Red: 2,
		},
		Numbers:    Numbers{Index: "{uscc}/{year}-{serial:5}", Case: "{year}{month}{day}-{serial:4}", Letter: "{word}〔{year}〕{serial}号"},
		Report:     Report{Overview: 1000, Similar: 85, RemindDays: []int{20, 7, 2}},
		Review:     Stages{Order: []Stage{StageSelf, StageSection, StageSecrecy, StageSign}},
		Disclosure: Disclosure{InterpretDays: 3, ReviewMonths: 12, ExpiryMonths: 6, Rhythm: Rhythm{TwoWeeks: 14}},

		Access: Access{MinLength: 10, MaxAgeDays: 90, History: 5, LockAfter: 5, LockMinutes: 30, IdleMinutes: 20, SessionHours: 12},
	}
}

// ReadSettings reads stored settings over the defaults of the day, so that settings stored by an older version work.
func ReadSettings(stored []byte, on civil.Date) (Settings, error) {
	s := DefaultSettings(on)
	if len(stored) == 0 {
		return s, nil
	}
	if err := json.Unmarshal(stored, &s); err != nil {
		return Settings{}, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// bound is one number with the range in which it may be set.
type bound struct {
	field, what string
	value       int
	low, high   int
	cite        law.Citation
}

func outOfBounds(bounds []bound) []fault.Problem {
	var problems []fault.Problem
	for _, b := range bounds {
		if b.value < b.low || b.value > b.high {
			problems = append(problems, fault.Problem{Field: b.field, Message: fmt.Sprintf("%s应在%d至%d之间，现为%d", b.what, b.low, b.high, b.value), Cite: b.cite})
		}
	}
	return problems
}

// Check returns everything that is wrong with the settings of the agency as the law stands on the day.
func (s Settings) Check(a Agency, on civil.Date) []fault.Problem {
	problems := outOfBounds([]bound{
		{"periods.correction", "补正期限（工作日）", s.Periods.Correction, 1, 60, law.OGI.Art(30)},
		{"periods.reasons", "说明理由期限（工作日）", s.Periods.Reasons, 1, 60, law.OGI.Art(35)},
		{"periods.other_agency", "其他机关提出意见期限（工作日）", s.Periods.OtherAgency, 1, law.On(law.OtherAgencyTerm, on).Int(), law.OGI.Art(33).P(3)},
		{"periods.guide_review", "指南复核周期（月）", s.Periods.GuideReview, 1, 24, law.Citation{}},
		{"disclosure.interpret_days", "解读期限（工作日）", s.Disclosure.InterpretDays, 0, 30, law.Citation{}},
		{"disclosure.review_months", "不公开事项重新评估的周期（月）", s.Disclosure.ReviewMonths, 1, 60, law.OGI.Art(18)},
		{"disclosure.expiry_months", "文件到期提醒（提前的月数）", s.Disclosure.ExpiryMonths, 1, 24, law.Citation{}},
		{"periods.red", "红色提醒（剩余工作日）", s.Periods.Red, 0, s.Periods.Amber, law.Citation{}},
	})
	if s.Receipt.Policy != ConfirmedByBoth && s.Receipt.Policy != ConfirmedBySlip {
		problems = append(problems, fault.Problem{Field: "receipt.policy", Message: "请选择收到日期的确认方式", Cite: law.OGI.Art(31)})
	}
	if s.Receipt.Pause != PauseFromSending && s.Receipt.Pause != PauseFromReceipt {
		problems = append(problems, fault.Problem{Field: "receipt.pause", Message: "请选择征求意见不计时的起点", Cite: law.OGI.Art(33).P(3)})
	}
	if s.Fee.Collected && (s.Fee.Name == "" || s.Fee.Bank == "" || s.Fee.Account == "") {
		problems = append(problems, fault.Problem{Field: "fee", Message: "收取信息处理费的，应填写收款单位、开户银行和账号", Cite: law.Fees.Art(6)})
	}
	problems = append(problems, s.Disclosure.Rhythm.Check()...)
	problems = append(problems, s.Remedies.check()...)
	problems = append(problems, s.Numbers.check(a)...)
	problems = append(problems, s.Review.check()...)
	problems = append(problems, s.Report.check(a, on)...)
	problems = append(problems, s.Site.check()...)
	return append(problems, s.Access.Check()...)
}

func (r Remedies) check() []fault.Problem {
	var problems []fault.Problem
	for _, name := range r.Organs {
		if strings.TrimSpace(name) == "" {
			problems = append(problems, fault.Problem{Field: "remedies.organs", Message: "行政复议机关名称不能为空"})
		}
	}
	if r.Court != "" && !strings.HasSuffix(r.Court, "法院") {
		problems = append(problems, fault.Problem{Field: "remedies.court", Message: "请填写法院全称，如“武威市中级人民法院”", Cite: law.Litigation.Art(18)})
	}
	if r.ReconURL != "" && !strings.HasPrefix(r.ReconURL, "https://") && !strings.HasPrefix(r.ReconURL, "http://") {
		problems = append(problems, fault.Problem{Field: "remedies.recon_url", Message: "行政复议互联网申请渠道应为完整网址", Cite: law.Recon.Art(22)})
	}
	return problems
}

func (n Numbers) check(a Agency) []fault.Problem {
	var problems []fault.Problem
	for _, row := range []struct {
		field, what string
		pattern     Pattern
	}{{"numbers.index", "索引号", n.Index}, {"numbers.case", "申请编号", n.Case}, {"numbers.letter", "文号", n.Letter}} {
		if err := row.pattern.Check(); err != nil {
			problems = append(problems, fault.Problem{Field: row.field, Message: row.what + "格式：" + fault.Message(err)})
		}
	}
	if n.Index.Check() == nil && !n.Index.uses("uscc") && !n.Index.uses("org") && !n.Index.uses("code") {
		problems = append(problems, fault.Problem{Field: "numbers.index", Message: "索引号格式应当含有{uscc}、{org}或{code}，否则与其他机关的索引号重复"})
	}
	if a.USCC == "" && (n.Index.uses("uscc") || n.Index.uses("org")) {
		problems = append(problems, fault.Problem{Field: "numbers.index", Message: "本机关没有统一社会信用代码，索引号格式不能使用{uscc}或{org}"})
	}
	return problems
}

// check holds the review to what may not be left out: every stage at most once, 保密审查 and 签发 always, 签发 last.
// 法源: 《条例》第十七条第一款、《保密法》第三十五条。
func (s Stages) check() []fault.Problem {
	seen := map[Stage]bool{}
	var problems []fault.Problem
	for i, stage := range s.Order {
		switch {
		case !slices.Contains(stagesInOrder, stage) || seen[stage]:
			problems = append(problems, fault.Problem{Field: "review.order", Message: "审查环节重复或不存在：" + string(stage)})
		case stage == StageSign && i != len(s.Order)-1:
			problems = append(problems, fault.Problem{Field: "review.order", Message: "签发应当是最后一个环节"})
		}
		seen[stage] = true
	}
	if !seen[StageSecrecy] {
		problems = append(problems, fault.Problem{Field: "review.order", Message: "公开前应当经过保密审查", Cite: law.Secrets.Art(35)})
	}
	if !seen[StageSign] {
		problems = append(problems, fault.Problem{Field: "review.order", Message: "公开前应当经过签发", Cite: law.OGI.Art(17).P(1)})
	}
	if len(problems) == 0 && len(s.Order) < fewestStages {
		problems = append(problems, fault.Problem{Field: "review.order", Message: "至少要有三个审查环节（三审）", Cite: law.OGI.Art(17).P(1)})
	}
	if len(problems) == 0 && !slices.IsSortedFunc(s.Order, func(x, y Stage) int { return slices.Index(stagesInOrder, x) - slices.Index(stagesInOrder, y) }) {
		problems = append(problems, fault.Problem{Field: "review.order", Message: "审查环节的先后应为自审、科（股）室审核、合法性审核、保密审查、公开工作机构审核、签发"})
	}
	return problems
}

// ReportDue returns the last day for the report on the year: the date of the law, or an earlier one that was set.
// 法源: 《条例》第四十九条。
func (s Settings) ReportDue(a Agency, year int, on civil.Date) civil.Date {
	monthDay := legalReportDue(a, on)
	if s.Report.DueMonthDay > 0 && s.Report.DueMonthDay < monthDay {
		monthDay = s.Report.DueMonthDay
	}
	return monthDayOf(year+1, monthDay)
}

func legalReportDue(a Agency, on civil.Date) int {
	if a.Kind == Government && a.Level <= County || a.Competent {
		return law.On(law.GovernmentReport, on).Int()
	}
	return law.On(law.DepartmentReport, on).Int()
}

func (r Report) check(a Agency, on civil.Date) []fault.Problem {
	problems := outOfBounds([]bound{
		{"report.overview", "总体情况的字数上限", r.Overview, 0, 20000, law.Form2021.Whole()},
		{"report.similar", "内容雷同的百分比", r.Similar, 50, 100, law.Form2021.Whole()},
	})
	for _, days := range r.RemindDays {
		problems = append(problems, outOfBounds([]bound{{"report.remind_days", "催报提前的天数", days, 1, 90, law.OGI.Art(49)}})...)
	}
	if r.DueMonthDay == 0 {
		return problems
	}
	d := monthDayOf(on.Year(), r.DueMonthDay)
	_, month, day := d.YMD()
	if int(month)*100+day != r.DueMonthDay || r.DueMonthDay < 0 {
		return append(problems, fault.Problem{Field: "report.due_month_day", Message: "年度报告期限不是有效的日期"})
	}
	if limit := legalReportDue(a, on); r.DueMonthDay > limit {
		return append(problems, fault.Problem{Field: "report.due_month_day", Message: fmt.Sprintf("年度报告期限不得晚于%d月%d日", limit/100, limit%100), Cite: law.OGI.Art(49)})
	}
	return problems
}

// check wants the 网站标识码 to be ten digits when given.
func (s Site) check() []fault.Problem {
	if s.Identifier != "" && (len(s.Identifier) != 10 || strings.Trim(s.Identifier, "0123456789") != "") {
		return []fault.Problem{{Field: "site.identifier", Message: "网站标识码应为10位数字"}}
	}
	return nil
}

// Check holds the rules of access within what 等级保护 assessors expect.
// 法源: GB/T 22239、《政务应用安全规定》第十九条。
func (x Access) Check() []fault.Problem {
	cite := law.Protection.Whole()
	problems := outOfBounds([]bound{
		{"access.min_length", "密码最短长度", x.MinLength, 8, 64, cite},
		{"access.max_age_days", "密码最长使用天数", x.MaxAgeDays, 1, 180, cite},
		{"access.history", "不得重复使用的旧密码个数", x.History, 1, 24, cite},
		{"access.lock_after", "连续失败锁定次数", x.LockAfter, 3, 10, cite},
		{"access.lock_minutes", "锁定分钟数", x.LockMinutes, 5, 24 * 60, cite},
		{"access.idle_minutes", "无操作退出分钟数", x.IdleMinutes, 5, 30, cite},
		{"access.session_hours", "最长登录小时数", x.SessionHours, 1, 24, cite},
	})
	for _, network := range x.Networks {
		if _, err := netip.ParsePrefix(network); err != nil {
			problems = append(problems, fault.Problem{Field: "access.networks", Message: "“" + network + "”不是有效的地址段，应如10.0.0.0/8", Cite: law.AppSecurity.Art(19)})
		}
	}
	return problems
}

// monthDayOf returns the day of the year that is written 131 for 1月31日.
func monthDayOf(year, monthDay int) civil.Date {
	return civil.Month{Year: year, Month: time.Month(monthDay / 100)}.First().AddDays(monthDay%100 - 1)
}
