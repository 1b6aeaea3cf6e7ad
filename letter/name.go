package letter

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/money"
	"gongkai/remedy"
)

// A Name stands in a text for a fact: {{.申请内容}}.
type Name string

// A NameRow says what stands behind a name.
type NameRow struct {
	Name  Name
	Hint  string // what to write, for names that people fill in
	Typed bool   // people fill it in for this letter; otherwise it comes from the file
	Long  bool   // several lines
	value func(v view) string
}

// A view is the facts with what follows from them.
type view struct {
	Facts
	kind   Kind
	notice string // of remedies
}

// Names is the table of everything that a text may mention.
var Names = slices.Concat(agencyNames, caseNames, answerNames, stepNames, typedNames)

var agencyNames = []NameRow{
	own("机关", func(v view) string { return v.Agency.Name }),
	own("工作机构", func(v view) string { return v.Agency.Office }),
	own("机关地址", func(v view) string { return v.Agency.Address }),
	own("机关邮编", func(v view) string { return v.Agency.Postcode }),
	own("机关电话", func(v view) string { return v.Agency.Phone }),
	own("办公时间", func(v view) string { return v.Agency.Hours }),
	own("收款单位", func(v view) string { return v.Agency.Payee }),
	own("开户银行", func(v view) string { return v.Agency.Bank }),
	own("银行账号", func(v view) string { return v.Agency.Account }),
	own("缴费方式", func(v view) string { return v.Agency.HowToPay }),
	own("成文日期", func(v view) string { return v.On.Chinese() }),
}

var caseNames = []NameRow{
	own("申请编号", func(v view) string { return v.Case.Number }),
	own("查询码", func(v view) string { return v.Case.QueryCode }),
	own("申请渠道", func(v view) string { return v.Case.Channel }),
	own("到达日期", func(v view) string { return v.Case.ArrivedOn.Chinese() }),
	own("收到日期", func(v view) string { return v.Case.ReceivedOn.Chinese() }),
	own("收到依据", func(v view) string { return v.Case.ReceivedHow }),
	own("答复期限", func(v view) string { return v.Case.due() }),
	own("申请内容", func(v view) string { return v.Case.Content }),
	own("申请文号", func(v view) string { return v.Case.DocNo }),
	own("提供形式", func(v view) string { return v.Case.Form }),
	own("获取途径", func(v view) string { return v.Case.Route }),
	own("经办人", func(v view) string { return v.Case.Officer }),
	own("申请人", func(v view) string { return v.Applicant.Name }),
	own("称呼", func(v view) string { return v.Applicant.you() }),
	own("申请人类别", func(v view) string { return v.Applicant.Category }),
	own("证件号码", func(v view) string { return v.Applicant.Identity }),
	own("联系人", func(v view) string { return v.Applicant.Contact }),
	own("负责人", func(v view) string { return v.Applicant.Representative }),
	own("联系电话", func(v view) string { return v.Applicant.Phone }),
	own("电子邮箱", func(v view) string { return v.Applicant.Email }),
	own("通信地址", func(v view) string { return v.Applicant.Address }),
	own("邮政编码", func(v view) string { return v.Applicant.Postcode }),
}

var answerNames = []NameRow{
	own("办理结果", func(v view) string { leaf, _ := decision.LeafOf(v.Answer.Outcome); return leaf.Short }),
	own("依据", func(v view) string { return joined(v.cites()) }),
	own("不公开依据", func(v view) string { return joined(v.Answer.groundCites()) }),
	own("不公开情形", func(v view) string { return v.Answer.groundLabels() }),
	long("理由", func(v view) string { return strings.TrimRight(strings.TrimSpace(v.Answer.Reason), "。") }),
	own("救济", func(v view) string { return v.notice }),
	own("先行复议", func(v view) string { return v.reconFirst() }),
	own("附件", func(v view) string { return strings.Join(v.Files, "；") }),
}

var stepNames = []NameRow{
	long("补正事项", func(v view) string { return v.Steps.Correction.Text }),
	own("补正期限", func(v view) string { return v.Steps.Correction.Until.Chinese() }),
	own("补正告知日期", func(v view) string { return v.Steps.Correction.On.Chinese() }),
	own("补正告知文号", func(v view) string { return v.Steps.Correction.Number }),
	own("补正日期", func(v view) string { return v.Steps.Corrected.On.Chinese() }),
	long("说明事项", func(v view) string { return v.Steps.Reasons.Text }),
	own("说明期限", func(v view) string { return v.Steps.Reasons.Until.Chinese() }),
	own("说明告知日期", func(v view) string { return v.Steps.Reasons.On.Chinese() }),
	own("说明日期", func(v view) string { return v.Steps.Explained.On.Chinese() }),
	long("延期理由", func(v view) string { return strings.TrimRight(v.Steps.Extension.Text, "。") }),
	own("延长工作日", func(v view) string { return number(v.Steps.Extension.Workdays) }),
	own("延长后期限", func(v view) string { return v.Steps.NewDueOn.Chinese() }),
	long("延迟理由", func(v view) string { return strings.TrimRight(v.Steps.Delay.Text, "。") }),
	own("延迟期限", func(v view) string { return v.Steps.Delay.Until.Chinese() }),
	own("征求对象", func(v view) string { return v.Steps.Consultation.Party }),
	own("征求日期", func(v view) string { return v.Steps.Consultation.On.Chinese() }),
	own("征求期限", func(v view) string { return term(law.ThirdPartyTerm, v.On) }),
	own("共同制作期限", func(v view) string { return term(law.JointMakerTerm, v.On) }),
	own("协办期限", func(v view) string { return term(law.OtherAgencyTerm, v.On) }),
	own("意见日期", func(v view) string { return v.Steps.Consultation.AnsweredOn.Chinese() }),
	own("收费金额", func(v view) string { return yuan(v.Steps.Fee.Amount) }),
	long("收费理由", func(v view) string { return strings.TrimRight(v.Steps.Fee.Text, "。") }),
	own("缴费期限", func(v view) string { return v.Steps.Fee.Until.Chinese() }),
	own("收费告知日期", func(v view) string { return v.Steps.Fee.On.Chinese() }),
	own("收费文号", func(v view) string { return v.Steps.Fee.Number }),
	own("缴费时限", func(v view) string { return term(law.PaymentTerm, v.On) }),
	own("重新办理日期", func(v view) string { return v.Steps.Reopening.On.Chinese() }),
	own("重新办理依据", func(v view) string { return strings.TrimRight(v.Steps.Reopening.Text, "。") }),
	own("办理方式", func(v view) string { return map[bool]string{true: "办理", false: "重新办理"}[v.Steps.Unanswered] }),
	own("撤回日期", func(v view) string { return v.Steps.Withdrawal.On.Chinese() }),
	own("送达日期", func(v view) string { return v.Steps.Delivery.On.Chinese() }),
	own("邮件号", func(v view) string { return v.Steps.Delivery.Number }),
	long("检索情况", func(v view) string { return strings.TrimRight(strings.TrimSpace(v.Steps.Search), "。") }),
	long("审查意见", func(v view) string { return v.Steps.opinions() }),
	own("审查日期", func(v view) string { return v.Steps.signedOn() }),
}

// typedNames are what people fill in for one letter.
var typedNames = []NameRow{
	typed("提供内容", "提供的信息的名称、份数或者页数"),
	typed("提供方式", "例如：纸质复印件随信寄送，或者电子文件发送到申请表所列邮箱"),
	typed("公开途径", "已经公开的网址，或者公报期号、查阅地点，和公开日期"),
	typedLong("公开部分", "公开哪些内容，怎样提供"),
	typedLong("不公开部分", "不予公开的是哪些内容"),
	typed("特别规定", "规定查询办法的法律、行政法规的名称和条款"),
	typed("办理机构", "办理查询的机构的名称、地点和联系方式"),
	typed("负责机关", "负责公开该信息的机关的名称，不能确定的留空"),
	typed("负责机关联系方式", "该机关的地址、电话"),
	typedLong("不明确之处", "补正之后仍不明确的是什么"),
	typed("诉求渠道", "信访、投诉、举报的渠道，例如12345热线"),
	typed("前次文号", "前次答复的文号"),
	typed("前次日期", "前次答复的日期，例如2026年3月2日"),
	typed("出版物名称", "公报、报刊、书籍的名称和期号"),
	typed("出版物途径", "购买或者查阅的地点、网址"),
	typedLong("已获取情况", "申请人已经怎样获取该信息"),
	typedLong("信息概述", "征求意见的信息的名称、内容概述，不写申请人身份"),
	typedLong("拟公开内容", "因公共利益决定公开的是哪些内容"),
	typedLong("征求事项", "请对方确认或者提出意见的是什么"),
	typedLong("更正内容", "更正的记录、更正前后的内容"),
	typed("有权机关", "有权更正的机关的名称"),
	typed("办理机关", "要整改、反馈的下级机关"),
	typed("整改事由", "一句话说明是什么事"),
	typedLong("整改要求", "发现的问题和要求"),
	typed("反馈期限", "整改到位并反馈的最后一天"),
	typed("文书名称", "送达的文书的名称和文号"),
	typed("送达方式", "邮寄、当面、网上或者电子邮件"),
	typed("检索人", "检索人的姓名和所在股室"),
	typed("检索范围", "检索的档案、系统和年度"),
	typed("检索词", "检索使用的关键词"),
}

func own(name Name, value func(view) string) NameRow { return NameRow{Name: name, value: value} }
func long(name Name, value func(view) string) NameRow {
	return NameRow{Name: name, Long: true, value: value}
}

func typed(name Name, hint string) NameRow {
	return NameRow{Name: name, Hint: hint, Typed: true, value: func(v view) string { return v.Typed[name] }}
}

func typedLong(name Name, hint string) NameRow {
	row := typed(name, hint)
	row.Long = true
	return row
}

// NameOf returns the row of the name, and false for one that the table does not have.
func NameOf(name Name) (NameRow, bool) {
	i := slices.IndexFunc(Names, func(r NameRow) bool { return r.Name == name })
	if i < 0 {
		return NameRow{}, false
	}
	return Names[i], true
}

// values are the facts by name, safe to stand in the running text. notice is what package remedy writes.
func (v view) values() map[string]string {
	all := make(map[string]string, len(Names))
	for _, row := range Names {
		all[string(row.Name)] = tame(row, row.value(v))
	}
	return all
}

// tame keeps what people wrote from being read as marks of the layout; a short value stays on its line.
func tame(row NameRow, text string) string {
	if row.Name == "审查意见" {
		return text // our own rows
	}
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.ReplaceAll(line, "|", "｜"))
		if line == "" {
			continue
		}
		for _, m := range marks {
			if strings.HasPrefix(line, m.prefix) {
				line = "　" + line
			}
		}
		lines = append(lines, line)
	}
	if row.Long && len(lines) > 1 {
		return strings.Join(lines, "\n")
	}
	return strings.Join(lines, "")
}

// cites are the articles that the letter names; the sheets of the file name those of the answer.
func (v view) cites() []law.Citation {
	if v.kind.Answers() {
		return v.kind.MustCite(v.Answer)
	}
	if k, ok := ForOutcome(v.Answer.Outcome, v.Answer.Sub, v.Typed["公开途径"] != "", v.On); ok {
		return k.MustCite(v.Answer)
	}
	return v.kind.Cites
}

// reconFirst is not empty where 复议 must come before a suit.
func (v view) reconFirst() string {
	if v.kind.BlockOn(v.Answer, v.Remedy.Reading, v.On) == decision.ReconFirst {
		return "是"
	}
	return ""
}

func (c Case) due() string {
	if c.DueOn.IsZero() {
		return ""
	}
	if c.Provisional {
		return c.DueOn.Chinese() + "（下一年度放假安排公布后以公布的安排为准）"
	}
	return c.DueOn.Chinese()
}

func (a Applicant) you() string {
	if a.Organisation {
		return "你单位"
	}
	return "您"
}

func (a Answer) groundLabels() string {
	var labels []string
	for _, g := range a.Grounds {
		if row, ok := decision.GroundOf(g); ok {
			label := row.Label
			if !strings.HasSuffix(label, "信息") {
				label += "的政府信息"
			}
			labels = append(labels, label)
		}
	}
	return strings.Join(labels, "，以及")
}

// joined writes citations as a letter does: the instrument in full at its first mention, then the bare articles.
func joined(list []law.Citation) string {
	var parts []string
	var in law.ID
	for _, c := range list {
		text := c.Full()
		if c.In == in {
			text = strings.TrimPrefix(text, c.In.Title())
		}
		in = c.In
		if !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "、")
}

func (s Steps) opinions() string {
	var rows []string
	for _, o := range s.Opinions {
		text := o.Verdict
		if o.Text != "" && o.Text != o.Verdict { // most sign with the same word
			text += "：" + strings.ReplaceAll(strings.Join(strings.Fields(o.Text), " "), "|", "｜")
		}
		rows = append(rows, "| "+o.Stage+" | "+text+" | "+o.By+" | "+o.On.Chinese()+" |")
	}
	return strings.Join(rows, "\n")
}

func (s Steps) signedOn() string {
	if len(s.Opinions) == 0 {
		return ""
	}
	return s.Opinions[len(s.Opinions)-1].On.Chinese()
}

func term(name law.Name, on civil.Date) string { return law.On(name, on).String() }

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yuan(f money.Fen) string {
	if f == 0 {
		return ""
	}
	return f.String() + "元"
}

// noticeOf writes the notice of remedies with what stands against it.
func noticeOf(k Kind, f Facts) (string, []fault.Problem) {
	return remedy.Notice(k.BlockOn(f.Answer, f.Remedy.Reading, f.On), f.Remedy.Forum, f.On, f.Remedy.Online)
}
