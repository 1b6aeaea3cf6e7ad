package admin

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/law"

	"github.com/a-h/templ"
)

// A knob is one setting: its field is named as the problems of agency.Settings.Check name it.
type knob struct {
	name, label, hint string
	suffix            string
	options           []ui.Option // a choice of one
	many              bool        // a choice of any
	lines             bool        // several lines
	cite              law.Citation
	get               func(agency.Settings) []string
	set               func(*agency.Settings, *workbench.Form)
}

// A knobGroup is the settings of one subject.
type knobGroup struct {
	title, hint string
	knobs       []knob
}

func number(name, label, suffix, hint string, cite law.Citation, of func(*agency.Settings) *int) knob {
	return knob{name: name, label: label, hint: hint, suffix: suffix, cite: cite,
		get: func(s agency.Settings) []string { return []string{strconv.Itoa(*of(&s))} },
		set: func(s *agency.Settings, f *workbench.Form) { *of(s) = f.Int(name, label) }}
}

func words(name, label, hint string, of func(*agency.Settings) *string) knob {
	return knob{name: name, label: label, hint: hint,
		get: func(s agency.Settings) []string { return []string{*of(&s)} },
		set: func(s *agency.Settings, f *workbench.Form) { *of(s) = f.Text(name) }}
}

func list(name, label, hint string, of func(*agency.Settings) *[]string) knob {
	return knob{name: name, label: label, hint: hint, lines: true,
		get: func(s agency.Settings) []string { return []string{strings.Join(*of(&s), "\n")} },
		set: func(s *agency.Settings, f *workbench.Form) { *of(s) = f.Lines(name) }}
}

func cited(k knob, cite law.Citation) knob { k.cite = cite; return k }

// receiptKnobs are the readings of the law on which the clock rests.
var receiptKnobs = knobGroup{"期限的计算", "法律没有写明、各地做法不一的地方，由本机关选定并对所有申请一致适用。", []knob{
	{name: "receipt.policy", label: "网上、传真申请的收到之日", cite: law.OGI.Art(31), options: []ui.Option{
		{Value: string(agency.ConfirmedByBoth), Text: "双方确认之日", Hint: "经办人确认收到并告知申请人的那一天"},
		{Value: string(agency.ConfirmedBySlip), Text: "回执之日", Hint: "系统自动回执即视为确认；当地有规定的才选"}},
		get: func(s agency.Settings) []string { return []string{string(s.Receipt.Policy)} },
		set: func(s *agency.Settings, f *workbench.Form) {
			s.Receipt.Policy = agency.ReceiptPolicy(f.Text("receipt.policy"))
		}},
	{name: "receipt.pause", label: "征求意见不计时的起点", cite: law.OGI.Art(33).P(3), options: []ui.Option{
		{Value: string(agency.PauseFromSending), Text: "征求意见书发出的次一工作日"},
		{Value: string(agency.PauseFromReceipt), Text: "第三方收到的次一工作日", Hint: "更严格：邮寄途中的时间计入期限"}},
		get: func(s agency.Settings) []string { return []string{string(s.Receipt.Pause)} },
		set: func(s *agency.Settings, f *workbench.Form) {
			s.Receipt.Pause = agency.PausePolicy(f.Text("receipt.pause"))
		}},
}}

var periodKnobs = knobGroup{"法律没有规定天数的期限", "", []knob{
	number("periods.correction", "补正期限", "个工作日", "条例只要求“合理的补正期限”", law.OGI.Art(30), func(s *agency.Settings) *int { return &s.Periods.Correction }),
	number("periods.reasons", "说明理由期限", "个工作日", "申请数量、频次明显超过合理范围，要求说明理由的", law.OGI.Art(35), func(s *agency.Settings) *int { return &s.Periods.Reasons }),
	number("periods.other_agency", "其他机关提出意见的期限", "个工作日", "", law.OGI.Art(33).P(3), func(s *agency.Settings) *int { return &s.Periods.OtherAgency }),
	number("periods.guide_review", "公开指南复核周期", "个月", "超过后提醒重新核对", law.OGI.Art(12).P(1), func(s *agency.Settings) *int { return &s.Periods.GuideReview }),
	number("periods.amber", "黄色提醒", "个工作日", "剩余工作日不多于此数时", law.Citation{}, func(s *agency.Settings) *int { return &s.Periods.Amber }),
	number("periods.red", "红色提醒", "个工作日", "剩余工作日不多于此数时", law.Citation{}, func(s *agency.Settings) *int { return &s.Periods.Red }),
}}

var disclosureKnobs = knobGroup{"主动公开", "", []knob{
	list("disclosure.phones", "可以公开的电话", "每行一个。公开前检查时，这些号码和公开指南中的电话不作为个人信息提示", func(s *agency.Settings) *[]string { return &s.Disclosure.Phones }),
	number("disclosure.interpret_days", "规范性文件发布后解读的期限", "个工作日", "填0为不设期限", law.Citation{}, func(s *agency.Settings) *int { return &s.Disclosure.InterpretDays }),
	number("disclosure.review_months", "不公开事项重新评估的周期", "个月", "登记不予公开的信息时，按此填好下次评估的日期", law.OGI.Art(18), func(s *agency.Settings) *int { return &s.Disclosure.ReviewMonths }),
	number("disclosure.expiry_months", "规范性文件到期提醒", "个月", "有效期届满前提醒评估、清理", law.Citation{}, func(s *agency.Settings) *int { return &s.Disclosure.ExpiryMonths }),
}}

var remedyKnobs = knobGroup{"救济途径", "写入每一份答复。", []knob{
	list("remedies.organs", "行政复议机关", "每行一个全称；留空则按机关类别和上下级关系确定", func(s *agency.Settings) *[]string { return &s.Remedies.Organs }),
	cited(words("remedies.court", "管辖法院", "全称。当地实行行政案件跨区域管辖的，写指定的法院", func(s *agency.Settings) *string { return &s.Remedies.Court }), law.Litigation.Art(18)),
	cited(words("remedies.recon_url", "网上申请复议的网址", "", func(s *agency.Settings) *string { return &s.Remedies.ReconURL }), law.Recon.Art(22)),
}}

var feeKnobs = knobGroup{"信息处理费", "是否收取由各省规定；不收取的，系统不会计算费用。", []knob{
	{name: "fee", label: "收取", cite: law.OGI.Art(42), many: true, options: []ui.Option{{Value: "yes", Text: "本机关收取信息处理费"}},
		get: func(s agency.Settings) []string {
			if s.Fee.Collected {
				return []string{"yes"}
			}
			return nil
		},
		set: func(s *agency.Settings, f *workbench.Form) { s.Fee.Collected = f.Checked("fee", "yes") }},
	words("fee.name", "收款单位", "", func(s *agency.Settings) *string { return &s.Fee.Name }),
	words("fee.bank", "开户银行", "", func(s *agency.Settings) *string { return &s.Fee.Bank }),
	words("fee.account", "账号", "", func(s *agency.Settings) *string { return &s.Fee.Account }),
	words("fee.how", "缴款说明", "", func(s *agency.Settings) *string { return &s.Fee.How }),
}}

func pattern(name, label, hint string, of func(*agency.Settings) *agency.Pattern) knob {
	return knob{name: name, label: label, hint: hint,
		get: func(s agency.Settings) []string { return []string{string(*of(&s))} },
		set: func(s *agency.Settings, f *workbench.Form) { *of(s) = agency.Pattern(f.Text(name)) }}
}

var numberKnobs = knobGroup{"编号", "可用的代号：{uscc} {org} {code} {year} {month} {day} {word} {serial:5}。修改后只影响新的编号。", []knob{
	pattern("numbers.index", "索引号", "", func(s *agency.Settings) *agency.Pattern { return &s.Numbers.Index }),
	pattern("numbers.case", "申请编号", "", func(s *agency.Settings) *agency.Pattern { return &s.Numbers.Case }),
	pattern("numbers.letter", "文号", "", func(s *agency.Settings) *agency.Pattern { return &s.Numbers.Letter }),
	words("numbers.word", "机关代字", "文号中的代字，如“凉科公开”", func(s *agency.Settings) *string { return &s.Numbers.Word }),
}}

// stages are the steps of the review in the order in which they are done.
var stages = []ui.Option{
	{Value: string(agency.StageSelf), Text: "自审"}, {Value: string(agency.StageSection), Text: "股室审核"},
	{Value: string(agency.StageLegal), Text: "合法性审核"}, {Value: string(agency.StageSecrecy), Text: "保密审查", Hint: "不能省略"},
	{Value: string(agency.StageOffice), Text: "公开工作机构审核"}, {Value: string(agency.StageSign), Text: "签发", Hint: "不能省略，总是最后一步"},
}

var reviewKnobs = knobGroup{"公开前的审查", "", []knob{
	{name: "review.order", label: "环节", cite: law.OGI.Art(17), many: true, options: stages,
		get: func(s agency.Settings) []string {
			var chosen []string
			for _, stage := range s.Review.Order {
				chosen = append(chosen, string(stage))
			}
			return chosen
		},
		set: func(s *agency.Settings, f *workbench.Form) {
			s.Review.Order = nil
			for _, o := range stages {
				if f.Checked("review.order", o.Value) {
					s.Review.Order = append(s.Review.Order, agency.Stage(o.Value))
				}
			}
		}},
}}

var reportKnobs = knobGroup{"年度报告", "", []knob{
	{name: "report.due_month_day", label: "当地规定的报送日期", hint: "比法定日期早的才填，如“1月20日”；留空按法定日期", cite: law.OGI.Art(49),
		get: func(s agency.Settings) []string { return []string{monthDay(s.Report.DueMonthDay)} },
		set: func(s *agency.Settings, f *workbench.Form) {
			s.Report.DueMonthDay = readMonthDay(f, "report.due_month_day")
		}},
	list("report.sub_reasons", "表三“其他处理”的细分原因", "每行一个；当地要求细分的才填", func(s *agency.Settings) *[]string { return &s.Report.SubReasons }),
	number("report.overview", "总体情况的字数上限", "字", "0为不限", law.Form2021.Whole(), func(s *agency.Settings) *int { return &s.Report.Overview }),
	number("report.similar", "与上年雷同的警告", "%", "文字与上年报告相同的比例达到此数时提示", law.Form2021.Whole(), func(s *agency.Settings) *int { return &s.Report.Similar }),
	{name: "report.accept_first", label: "公布的条件", cite: law.OGI.Art(49), many: true, options: []ui.Option{{Value: "yes", Text: "主管部门同意后才能公布", Hint: "条例只要求报送并公布；当地要求先审后公布的才选"}},
		get: func(s agency.Settings) []string {
			if s.Report.AcceptFirst {
				return []string{"yes"}
			}
			return nil
		},
		set: func(s *agency.Settings, f *workbench.Form) {
			s.Report.AcceptFirst = f.Checked("report.accept_first", "yes")
		}},
	{name: "report.remind_days", label: "催报", hint: "主管部门在期限前第几天提醒尚未报送的单位，如“20、7、2”", cite: law.OGI.Art(49),
		get: func(s agency.Settings) []string {
			var days []string
			for _, d := range s.Report.RemindDays {
				days = append(days, strconv.Itoa(d))
			}
			return []string{strings.Join(days, "、")}
		},
		set: func(s *agency.Settings, f *workbench.Form) { s.Report.RemindDays = readDays(f, "report.remind_days") }},
}}

// readDays reads 20、7、2.
func readDays(f *workbench.Form, name string) []int {
	var days []int
	for _, part := range strings.FieldsFunc(f.Text(name), func(r rune) bool { return strings.ContainsRune("、，, ；", r) }) {
		n, err := strconv.Atoi(part)
		if err != nil {
			f.Add(name, "催报应为天数，用顿号分开，如“20、7、2”")
			return nil
		}
		days = append(days, n)
	}
	return days
}

var siteKnobs = knobGroup{"网站", "显示在公开页面的页脚和信息的头部。", []knob{
	words("site.host", "主办单位", "", func(s *agency.Settings) *string { return &s.Site.Host }),
	words("site.operator", "承办单位", "", func(s *agency.Settings) *string { return &s.Site.Operator }),
	words("site.identifier", "网站标识码", "10位数字", func(s *agency.Settings) *string { return &s.Site.Identifier }),
	words("site.icp", "ICP备案号", "", func(s *agency.Settings) *string { return &s.Site.ICP }),
	words("site.public_security", "公安备案号", "", func(s *agency.Settings) *string { return &s.Site.PublicSecurity }),
	list("site.head_fields", "信息头部显示的项目", "每行一个，按显示顺序", func(s *agency.Settings) *[]string { return &s.Site.HeadFields }),
	list("site.sensitive_words", "本机关的敏感词", "每行一个；公开前检查时提示", func(s *agency.Settings) *[]string { return &s.Site.SensitiveWords }),
}}

// knobGroups are the settings of a system administrator, in the order of the page.
func knobGroups() []knobGroup {
	return []knobGroup{receiptKnobs, periodKnobs, remedyKnobs, feeKnobs, numberKnobs, reviewKnobs, disclosureKnobs, reportKnobs, siteKnobs}
}

// accessKnobs are those of a security administrator.
var accessKnobs = knobGroup{"登录安全", "各项都有上下限，不会低于等级保护的要求。", []knob{
	number("access.min_length", "密码最短长度", "个字符", "", law.Protection.Whole(), func(s *agency.Settings) *int { return &s.Access.MinLength }),
	number("access.max_age_days", "密码最长使用", "天", "", law.Protection.Whole(), func(s *agency.Settings) *int { return &s.Access.MaxAgeDays }),
	number("access.history", "不得重复使用最近的密码", "个", "", law.Protection.Whole(), func(s *agency.Settings) *int { return &s.Access.History }),
	number("access.lock_after", "连续输错锁定", "次", "", law.Protection.Whole(), func(s *agency.Settings) *int { return &s.Access.LockAfter }),
	number("access.lock_minutes", "锁定时间", "分钟", "", law.Protection.Whole(), func(s *agency.Settings) *int { return &s.Access.LockMinutes }),
	number("access.idle_minutes", "无操作自动退出", "分钟", "全站另有上限，取较短的", law.Protection.Whole(), func(s *agency.Settings) *int { return &s.Access.IdleMinutes }),
	number("access.session_hours", "一次登录最长", "小时", "全站另有上限，取较短的", law.Protection.Whole(), func(s *agency.Settings) *int { return &s.Access.SessionHours }),
	{name: "access.second_factor", label: "动态验证码", cite: law.Protection.Whole(), many: true, options: []ui.Option{{Value: "yes", Text: "所有人员登录都要输入动态验证码", Hint: "三类管理员总是需要"}},
		get: func(s agency.Settings) []string {
			if s.Access.SecondFactor {
				return []string{"yes"}
			}
			return nil
		},
		set: func(s *agency.Settings, f *workbench.Form) {
			s.Access.SecondFactor = f.Checked("access.second_factor", "yes")
		}},
	cited(list("access.networks", "允许登录的网络", "每行一个地址段，如10.8.0.0/16；留空不限", func(s *agency.Settings) *[]string { return &s.Access.Networks }), law.AppSecurity.Art(19)),
}}

func monthDay(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d月%d日", n/100, n%100)
}

// readMonthDay reads 1月20日, 1-20 or 0120; what is none of them is noted as a problem.
func readMonthDay(f *workbench.Form, name string) int {
	text := f.Text(name)
	if text == "" {
		return 0
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) == 2 {
		month, _ := strconv.Atoi(parts[0])
		day, _ := strconv.Atoi(parts[1])
		return month*100 + day
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 101 {
		f.Add(name, "请写成“1月20日”的形式")
	}
	return n
}

// settings shows what the agency has set.
func (p pages) settings(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	set, err := p.Desk.Settings(c.Context(), c.By, a.ID)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("设置", agencyCrumbs(a)...), Head: ui.PageHead{Title: a.Name}, Tabs: p.agencyTabs(c, a, "设置")}
	if c.May(auth.AlterSettings, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "修改设置", Href: c.URL(agencyPath(a) + "/settings/edit")})
	}
	if c.May(auth.AlterAccess, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "修改登录安全", Href: c.URL(agencyPath(a) + "/access/edit")})
	}
	groups := append(knobGroups(), accessKnobs)
	if !c.May(auth.AlterSettings, a.ID) && c.May(auth.AlterAccess, a.ID) { // first what the caller answers for
		groups = append([]knobGroup{accessKnobs}, knobGroups()...)
	}
	for _, g := range groups {
		t := ui.Table{Caption: g.title, Quiet: true, Even: true, Columns: []ui.Column{{Title: "项目"}, {Title: "现在的设置"}, {Title: "依据"}}}
		for _, k := range g.knobs {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: k.label}, {Text: or(k.shown(set), "未设置")}, {Text: k.cite.String()}}})
		}
		s.add(g.title, t)
	}
	return s.Page(), nil
}

// shown is the value of the setting in words.
func (k knob) shown(s agency.Settings) string {
	values := k.get(s)
	if len(k.options) == 0 {
		text := strings.ReplaceAll(strings.Join(values, "、"), "\n", "、")
		if text != "" && k.suffix != "" {
			text += k.suffix
		}
		return text
	}
	var chosen []string
	for _, o := range k.options {
		for _, v := range values {
			if v == o.Value {
				chosen = append(chosen, o.Text)
			}
		}
	}
	if len(chosen) == 0 && k.many {
		return "否"
	}
	return strings.Join(chosen, "、")
}

// field draws the setting.
func (k knob) field(f *workbench.Form) templ.Component {
	hint := k.hint
	if !k.cite.IsZero() {
		hint = strings.TrimPrefix(hint+"（"+k.cite.String()+"）", "")
	}
	field := ui.Field{Name: k.name, Label: k.label, Hint: hint, Optional: k.suffix == "" && (len(k.options) == 0 || k.many)}
	switch {
	case k.many:
		return f.Checkboxes(ui.Checkboxes{Field: field, Options: k.options})
	case len(k.options) > 0:
		return f.Radios(ui.Radios{Field: field, Options: k.options})
	case k.lines:
		return f.Area(ui.TextArea{Field: field, Rows: 3})
	case k.suffix != "":
		return f.Line(ui.TextInput{Field: field, Width: "short", Inputmode: "numeric", Suffix: k.suffix, MaxLength: 5})
	}
	return f.Line(ui.TextInput{Field: field, MaxLength: 200})
}

func (p pages) filledFrom(c *workbench.Call, groups ...knobGroup) (*workbench.Form, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	set, err := p.Desk.Settings(c.Context(), c.By, a.ID)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	for _, g := range groups {
		for _, k := range g.knobs {
			values[k.name] = k.get(set)
		}
	}
	return workbench.Filled(values), nil
}

func (p pages) filledSettings(c *workbench.Call) (*workbench.Form, error) {
	return p.filledFrom(c, knobGroups()...)
}

func (p pages) filledAccess(c *workbench.Call) (*workbench.Form, error) {
	return p.filledFrom(c, accessKnobs)
}

func (p pages) knobForm(c *workbench.Call, f *workbench.Form, title string, groups ...knobGroup) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	back := agencyPath(a) + "/settings"
	e := entry{Base: c.Base(title, append(agencyCrumbs(a), ui.Link{Text: "设置", Href: back})...), Head: ui.PageHead{Over: a.Name, Title: title}, Form: f,
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: back}
	for _, g := range groups {
		drawn := group{Fieldset: ui.Fieldset{Legend: g.title, Hint: g.hint}}
		for _, k := range g.knobs {
			drawn.Fields = append(drawn.Fields, k.field(f))
		}
		e.Fields = append(e.Fields, drawn)
	}
	return e.Page(), nil
}

func (p pages) settingsForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	return p.knobForm(c, f, "修改设置", knobGroups()...)
}

func (p pages) accessForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	return p.knobForm(c, f, "修改登录安全", accessKnobs)
}

// turned returns the settings of the agency as the form has them.
func (p pages) turned(c *workbench.Call, f *workbench.Form, groups ...knobGroup) (agency.Agency, agency.Settings, error) {
	a, err := c.Agency()
	if err != nil {
		return a, agency.Settings{}, err
	}
	set, err := p.Desk.Settings(c.Context(), c.By, a.ID)
	if err != nil {
		return a, set, err
	}
	for _, g := range groups {
		for _, k := range g.knobs {
			k.set(&set, f)
		}
	}
	return a, set, f.Err()
}

func (p pages) alterSettings(c *workbench.Call, f *workbench.Form) error {
	a, set, err := p.turned(c, f, knobGroups()...)
	if err != nil {
		return err
	}
	before, err := p.Desk.Settings(c.Context(), c.By, a.ID)
	if err != nil {
		return err
	}
	if err := p.Desk.AlterSettings(c.Context(), c.By, a.ID, set); err != nil {
		return err
	}
	if before.Receipt.Pause == set.Receipt.Pause {
		return c.Done(agencyPath(a)+"/settings", "设置已保存")
	}
	restated, err := p.Restate(c.Context()) // the time of a consultation is counted otherwise from now on
	if err != nil {
		return err
	}
	return c.Done(agencyPath(a)+"/settings", "设置已保存。%s", restated.words())
}

func (p pages) alterAccess(c *workbench.Call, f *workbench.Form) error {
	a, set, err := p.turned(c, f, accessKnobs)
	if err != nil {
		return err
	}
	if err := p.Desk.AlterAccess(c.Context(), c.By, a.ID, set.Access); err != nil {
		return err
	}
	return c.Done(agencyPath(a)+"/settings", "登录安全设置已保存")
}
