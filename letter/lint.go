package letter

import (
	"regexp"
	"strings"

	"gongkai/civil"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/law"
)

// A Remark is what the lint has to say about a letter. A blocking one must be mended before the letter is signed.
type Remark struct {
	Blocks bool
	fault.Problem
}

// A linter gathers remarks on one letter.
type linter struct {
	kind    Kind
	letter  Letter
	facts   Facts
	body    string // without blanks
	remarks []Remark
}

func (l *linter) add(blocks bool, field string, cite law.Citation, message string) {
	l.remarks = append(l.remarks, Remark{blocks, fault.Problem{Field: field, Message: message, Cite: cite}})
}

func (l *linter) must(ok bool, field string, cite law.Citation, message string) {
	if !ok {
		l.add(true, field, cite, message)
	}
}

// Lint reads a letter that people may have edited and says what the law or good order wants of it: recipient, the facts
// of the application, the articles, the reasons, the right notice of remedies with organ, court and terms, day and
// contact; and what was copied from an old template.
// 法源: 《条例》第三十六条、《行政复议法》第二十条第一款、《行政复议法》第二十三条第二款、《行政诉讼法》第四十六条第一款。
func Lint(letter Letter, f Facts) []Remark {
	kind, ok := KindOf(letter.Kind)
	if !ok {
		return []Remark{{true, fault.Problem{Field: "kind", Message: "没有这种文书"}}}
	}
	var words []string
	for _, p := range Paragraphs(letter.Body) {
		words = append(words, p.Text)
	}
	l := &linter{kind: kind, letter: letter, facts: f, body: squeeze(strings.Join(words, "\n"))}
	for _, name := range unfilled(letter.Body) {
		p := lack(name)
		l.add(true, "body", law.Citation{}, "正文中还有没有填写的内容，"+p.Message)
	}
	if strings.Contains(letter.Body, "{{") || strings.Contains(letter.Body, "}}") {
		l.add(true, "body", law.Citation{}, "正文中还有文本模板的大括号")
	}
	l.frame()
	if kind.To == Inside || kind.Family == NoNumber {
		return l.remarks
	}
	l.application()
	l.articles()
	l.reasons()
	l.remedies()
	l.elements()
	if l.kind.Family != Orders { // which may well quote what somebody else wrote wrongly
		l.smells()
	}
	return l.remarks
}

func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "", "　", "").Replace(s)
}

// frame checks what stands around the body.
func (l *linter) frame() {
	title := squeeze(l.letter.Title)
	l.must(l.facts.Agency.Name != "" && strings.Contains(title, squeeze(l.facts.Agency.Name)), "title", law.Citation{}, "标题应当写明机关全称")
	l.must(strings.HasSuffix(title, l.kind.Noun), "title", law.Citation{}, "标题应当以“"+l.kind.Noun+"”结尾")
	l.must(strings.TrimSpace(l.letter.Body) != "", "body", law.Citation{}, "正文是空的")
	if l.kind.Family == NoNumber {
		return
	}
	l.must(strings.TrimSpace(l.letter.Recipient) != "", "recipient", law.Citation{}, "缺少主送（收件人）")
	if want := recipient(l.kind, l.facts); want != "" && l.letter.Recipient != "" && squeeze(l.letter.Recipient) != squeeze(want) {
		l.add(l.kind.To == ToApplicant, "recipient", law.Citation{}, "主送与登记的收件人不一致")
	}
	l.must(squeeze(l.letter.Signer) == squeeze(l.facts.Agency.Name), "signer", law.Citation{}, "署名应当是机关全称")
	l.must(!l.letter.DatedOn.IsZero(), "dated_on", law.Citation{}, "缺少成文日期")
	phone := squeeze(l.facts.Agency.Phone)
	l.must(phone != "" && strings.Contains(l.body, phone), "body", law.OGI.Art(12).P(2), "正文应当写明联系机构和联系电话")
}

// application checks that the letter says which application it is about. Letters to others say nothing of the applicant.
func (l *linter) application() {
	if l.kind.To != ToApplicant {
		if name := squeeze(l.facts.Applicant.Name); name != "" && strings.Contains(l.body, name) {
			l.add(true, "body", law.Privacy.Art(34), map[bool]string{false: "给第三方和其他机关的文书不得写明申请人的身份", true: "不得向被反映的机关写明投诉举报人的身份"}[l.kind.Family == Orders])
		}
		return
	}
	if day := l.facts.Case.ReceivedOn.Chinese(); day != "" {
		l.must(strings.Contains(l.body, day), "body", law.OGI.Art(31), "正文应当写明收到申请的日期（"+day+"）")
	}
	content := []rune(squeeze(l.facts.Case.Content))
	if n := min(len(content), sampled); n > 0 {
		l.must(strings.Contains(l.body, string(content[:n])), "body", law.OGI.Art(36), "正文应当写明申请的内容")
	}
	if number := l.facts.Case.Number; number != "" && !strings.Contains(l.body, squeeze(number)) {
		l.add(false, "body", law.Citation{}, "正文没有写申请编号")
	}
}

// sampled is how many characters of what was asked for, or of the reason, must be found again in the text.
const sampled = 8

// articles checks that every article which the letter rests on is named, down to its paragraph and item.
func (l *linter) articles() {
	for _, c := range l.kind.MustCite(l.facts.Answer) {
		if c.IsZero() {
			continue
		}
		if !cited(l.body, c) {
			l.add(true, "body", c, "正文应当写明依据"+c.String())
		}
	}
}

// cited reports whether the text names the article; its item may stand in brackets, its paragraph or item may follow a
// list of the instrument's other articles.
func cited(body string, c law.Citation) bool {
	if c.Art == 0 {
		return strings.Contains(body, squeeze(c.In.Title())) || strings.Contains(body, squeeze(c.In.Short())) || strings.Contains(body, instrumentNumber(c.In))
	}
	place := strings.TrimPrefix(c.String(), c.In.Short())
	if strings.Contains(body, place) {
		return true
	}
	if c.Item > 0 {
		item := "第" + law.Numeral(c.Item) + "项"
		return strings.Contains(body, strings.Replace(place, item, "第（"+law.Numeral(c.Item)+"）项", 1)) ||
			strings.Contains(body, strings.Replace(place, item, "第("+law.Numeral(c.Item)+")项", 1))
	}
	return false
}

func instrumentNumber(id law.ID) string {
	for _, i := range law.Instruments {
		if i.ID == id && i.Number != "" {
			return squeeze(i.Number)
		}
	}
	return id.Title()
}

// reasons checks that the reason which was reviewed is still in the text.
// 法源: 《条例》第三十六条第三项。
func (l *linter) reasons() {
	if !l.kind.Answers() && l.kind.Letter != "L22" || l.kind.Letter == "L12" || l.kind.ID == "L21c" {
		return
	}
	reason := []rune(squeeze(strings.TrimRight(l.facts.Answer.Reason, "。")))
	if len(reason) == 0 {
		l.add(true, "reason", law.OGI.Art(36), "没有写明事实和理由")
		return
	}
	for from := 0; from == 0 || from+sampled <= len(reason); from += sampled {
		if strings.Contains(l.body, string(reason[from:min(from+sampled, len(reason))])) {
			return
		}
	}
	l.add(true, "body", law.OGI.Art(36), "正文没有写明登记的事实和理由")
}

// remedies checks the notice: the right class, organ, court and terms.
func (l *linter) remedies() {
	f, on := l.facts, l.letter.DatedOn
	if on.IsZero() {
		on = f.On
	}
	block := l.kind.BlockOn(f.Answer, f.Remedy.Reading, on)
	recon, court := strings.Contains(l.body, "行政复议"), strings.Contains(l.body, "行政诉讼")
	if block == decision.NoRemedy || block == "" {
		if recon || court {
			l.add(false, "body", law.Citation{}, "本文书没有处理申请人的权利，不需要告知复议和诉讼")
		}
		return
	}
	forum := f.Remedy.Forum
	l.must(recon && strings.Contains(l.body, term(law.ReconTerm, on)+"内"), "body", law.ReconOn(on).Whole(), "缺少申请行政复议的期限（"+term(law.ReconTerm, on)+"）")
	for _, organ := range forum.Organs {
		l.must(strings.Contains(l.body, squeeze(organ)), "body", law.ReconOn(on).Whole(), "缺少行政复议机关“"+organ+"”")
	}
	l.must(len(forum.Organs) > 0, "recon_organ", law.Citation{}, "机关资料中没有行政复议机关")
	l.must(forum.Court != "" && strings.Contains(l.body, squeeze(forum.Court)), "body", law.Litigation.Art(46).P(1), "缺少管辖法院"+quoted(forum.Court))
	if block == decision.ReconFirst {
		first := strings.Contains(l.body, "先向") || strings.Contains(l.body, "先申请行政复议") || strings.Contains(l.body, "应当先")
		l.must(first, "body", law.Recon.Art(23).P(2), "不予公开的决定应当告知先申请行政复议（复议前置）")
		l.must(strings.Contains(l.body, term(law.SuitAfterRecon, on)+"内"), "body", law.Litigation.Art(45), "缺少对复议决定不服的起诉期限（"+term(law.SuitAfterRecon, on)+"）")
		l.must(!directSuit.MatchString(l.body), "body", law.Recon.Art(23).P(1).I(4), "复议前置的决定不能写可以直接提起行政诉讼")
		if f.Remedy.Online && forum.ReconURL != "" {
			l.must(strings.Contains(l.body, squeeze(forum.ReconURL)), "body", law.Recon.Art(22), "网上送达的决定应当提供网上申请复议的渠道")
		}
		return
	}
	l.must(strings.Contains(l.body, term(law.SuitTerm, on)+"内"), "body", law.Litigation.Art(46).P(1), "缺少提起行政诉讼的期限（"+term(law.SuitTerm, on)+"）")
	l.must(!strings.Contains(l.body, "应当先申请行政复议") && !reconFirst.MatchString(l.body), "body", law.ReconOn(on).Whole(), "本答复不是复议前置的情形，不能写应当先申请行政复议")
}

var (
	directSuit = regexp.MustCompile(`或者[^。；]{0,40}内[^。；]{0,40}提起行政诉讼|(6个月|六个月)内[^。；]{0,40}提起行政诉讼`)
	reconFirst = regexp.MustCompile(`先向[^。；]{1,60}申请行政复议`)
)

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

// An element is what the text of a kind must have beside what all have.
type element struct {
	kinds   []ID
	want    func(f Facts) string // empty when nothing can be asked
	cite    law.Citation
	message string
}

func fixed(text string) func(Facts) string { return func(Facts) string { return text } }

func dayOf(pick func(Facts) civil.Date) func(Facts) string {
	return func(f Facts) string { return pick(f).Chinese() }
}

func typedOf(name Name) func(Facts) string {
	return func(f Facts) string { return squeeze(f.Typed[name]) }
}

// sampleOf is the beginning of what people filled in at length.
func sampleOf(name Name) func(Facts) string {
	return func(f Facts) string {
		text := []rune(squeeze(f.Typed[name]))
		return string(text[:min(len(text), sampled)])
	}
}

// elementTable is what law.md's standard set and the articles want of each kind.
var elementTable = []element{
	{[]ID{"L04"}, dayOf(func(f Facts) civil.Date { return f.Steps.Correction.Until }), law.OGI.Art(30), "补正告知书应当写明补正的合理期限"},
	{[]ID{"L04"}, fixed("放弃申请"), law.OGI.Art(30), "补正告知书应当写明逾期不补正的后果"},
	{[]ID{"L05a"}, dayOf(func(f Facts) civil.Date { return f.Steps.Reasons.Until }), law.OGI.Art(35), "应当写明说明理由的期限"},
	{[]ID{"L05b"}, dayOf(func(f Facts) civil.Date { return f.Steps.Delay.Until }), law.OGI.Art(35), "应当写明延迟答复的期限"},
	{[]ID{"L06"}, dayOf(func(f Facts) civil.Date { return f.Steps.NewDueOn }), law.OGI.Art(33).P(2), "延期答复告知书应当写明延长后的期限"},
	{[]ID{"L07a"}, func(f Facts) string { return term(law.ThirdPartyTerm, f.On) }, law.OGI.Art(32), "征求意见书应当写明十五个工作日的期限"},
	{[]ID{"L07a"}, fixed("逾期未提出意见"), law.OGI.Art(32), "征求意见书应当写明逾期未提出意见的后果"},
	{[]ID{"L08"}, fixed("不计算在答复期限内"), law.OGI.Art(33).P(3), "应当写明征求意见的时间不计算在答复期限内"},
	{[]ID{"L09a"}, fixed("视为同意公开"), law.OGI.Art(34), "应当写明逾期未提出意见视为同意公开"},
	{[]ID{"L10"}, typedOf("拟公开内容"), law.OGI.Art(32), "第三方告知书应当写明决定公开的内容"},
	{[]ID{"L11"}, func(f Facts) string { return yuan(f.Steps.Fee.Amount) }, law.Fees.Whole(), "收费通知书应当写明金额"},
	{[]ID{"L11"}, dayOf(func(f Facts) civil.Date { return f.Steps.Fee.Until }), law.Fees.Art(6), "收费通知书应当写明缴费期限"},
	{[]ID{"L11"}, fixed("放弃申请"), law.Fees.Art(6), "收费通知书应当写明逾期未缴纳的后果"},
	{[]ID{"L12b"}, typedOf("公开途径"), law.OGI.Art(36).I(1), "应当写明获取该信息的方式、途径"},
	{[]ID{"L16"}, fixed("检索"), law.OGI.Art(36).I(4), "应当写明进行了检索"},
	{[]ID{"L20b"}, typedOf("前次文号"), law.OGI.Art(36).I(6), "应当写明前次答复的文号"},
	{[]ID{"L20b"}, typedOf("前次日期"), law.OGI.Art(36).I(6), "应当写明前次答复的日期"},
	{[]ID{"L20c"}, typedOf("出版物途径"), law.OGI.Art(39).P(2), "应当写明获取出版物的途径"},
	{[]ID{"L21a"}, dayOf(func(f Facts) civil.Date { return f.Steps.Correction.On }), law.OGI.Art(30), "应当写明告知补正的日期"},
	{[]ID{"L22a"}, typedOf("更正内容"), law.OGI.Art(41), "应当写明更正的内容"},
	{[]ID{"L22c"}, typedOf("有权机关"), law.OGI.Art(41), "应当写明有权更正的机关"},
	{[]ID{"L22d"}, fixed("不予更正"), law.OGI.Art(41), "应当写明不予更正"},
	{[]ID{"L25a", "L25b"}, sampleOf("整改要求"), law.OGI.Art(47).P(1), "应当写明发现的问题和要求"},
	{[]ID{"L25a", "L25b"}, typedOf("反馈期限"), law.OGI.Art(47).P(1), "应当写明反馈的期限"},
	{[]ID{"L25a"}, fixed("责令"), law.OGI.Art(47).P(1), "应当写明责令整改"},
	{[]ID{"L21b"}, dayOf(func(f Facts) civil.Date { return f.Steps.Fee.On }), law.Fees.Art(6), "应当写明收费通知的日期"},
}

func (l *linter) elements() {
	for _, e := range elementTable {
		for _, id := range e.kinds {
			if id != l.kind.ID {
				continue
			}
			if want := squeeze(e.want(l.facts)); want != "" && !strings.Contains(l.body, want) {
				l.add(true, "body", e.cite, e.message)
			}
		}
	}
}

// A smell is a phrase of a template that is no longer right.
type smell struct {
	pattern *regexp.Regexp
	from    civil.Date // the first day on which it is wrong
	blocks  bool
	cite    law.Citation
	message string
}

var smells = []smell{
	{regexp.MustCompile(`上一?级(主管|行政主管|业务)?(部门|机关)[^。；]{0,20}(申请)?(行政)?复议|或者?上一级主管部门`), civil.MustParse("2024-01-01"), true, law.Recon.Art(24), "2024年起对政府工作部门不服的，由本级人民政府复议，不能再写向上一级主管部门申请复议"},
	{regexp.MustCompile(`(三|3)个月内[^。；]{0,40}(提起行政诉讼|起诉)`), civil.MustParse("2017-07-01"), true, law.Litigation.Art(46).P(1), "起诉期限是六个月，“三个月”是旧法的期限"},
	{regexp.MustCompile(`(特殊需要|自身生产、?生活、?科研)`), civil.MustParse("2019-05-15"), true, law.OGI.Art(27), "2019年起申请公开政府信息不需要说明“特殊需要”"},
	{regexp.MustCompile(`(十五|15)个工作日内(予以|作出|给予)?答复`), civil.MustParse("2019-05-15"), true, law.OGI.Art(33).P(2), "答复期限是二十个工作日，“十五个工作日”是旧条例的期限"},
	{regexp.MustCompile(`《(中华人民共和国)?政府信息公开条例》第(二十一|二十二|二十三|二十四)条`), civil.MustParse("2019-05-15"), true, law.OGI.Art(36), "所引是2007年条例的条文，2019年修订后答复的依据在第三十条至第三十九条"},
	{regexp.MustCompile(`(检索|复制|邮寄)、?(复制|邮寄)?(等)?成本费`), civil.MustParse("2019-05-15"), true, law.OGI.Art(42).P(1), "2019年起不再收取检索、复制、邮寄等成本费"},
	{regexp.MustCompile(`国务院法制办|政府法制办公室|法制机构申请`), civil.MustParse("2019-05-15"), false, law.Citation{}, "法制办已经并入司法行政部门，请核对机构名称"},
	{regexp.MustCompile(`工商行政管理局|质量技术监督局|国土资源局`), civil.MustParse("2019-05-15"), false, law.Citation{}, "机构改革后该机关名称可能已经变更，请核对"},
}

func (l *linter) smells() {
	on := l.letter.DatedOn
	if on.IsZero() {
		on = l.facts.On
	}
	for _, s := range smells {
		if !on.Before(s.from) && s.pattern.MatchString(l.body) {
			l.add(s.blocks, "body", s.cite, s.message)
		}
	}
}
