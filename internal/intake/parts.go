package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/disclosure"
)

// The shapes of GB/T 9704.
var (
	docNoShape   = regexp.MustCompile(`^([\p{Han}A-Za-z（）()]{1,24}?)\s*[〔\[［【(（﹝]\s*(\d{4})\s*[〕\]］】)）﹞]\s*(?:第)?\s*(\d{1,5})\s*号$`)
	orderShape   = regexp.MustCompile(`^(?:第\d{1,5}号|第[一二三四五六七八九十百〇零]{1,6}号|\d{4}年第\d{1,5}号)$`)
	printedShape = regexp.MustCompile(`^(.*?)(` + arabicDay + `|` + hanDay + `)\s*印发$`)
	attachShape  = regexp.MustCompile(`^附\s*件\s*[:：]\s*(.*)$`)
	sheetShape   = regexp.MustCompile(`^附\s*件\s*[0-9一二三四五六七八九十]{0,3}\s*$`)
	numberShape  = regexp.MustCompile(`^(\d{1,2})\s*[.．、]\s*(.+)$`)
	effectShape  = regexp.MustCompile(`自\s*(` + arabicDay + `|` + hanDay + `)\s*起(?:施行|实施|执行|生效)`)
	expireShape  = regexp.MustCompile(`有效期?(?:至|到|截止(?:到|至)?)\s*(` + arabicDay + `|` + hanDay + `)`)
	secretShape  = regexp.MustCompile(`^(?:绝密|机密|秘密)(?:★.*)?$`)
	chapterShape = regexp.MustCompile(`^第[一二三四五六七八九十百零〇]{1,5}[章节](?:\s|　|$|\p{Han})`)
	firstShape   = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、`)
)

// kinds are the words with which the title of a 公文 ends (《党政机关公文处理工作条例》 and the 规章 and 规范性文件).
var kinds = []string{"通知", "通告", "公告", "决定", "决议", "意见", "命令", "公报", "通报", "报告", "请示", "批复", "函", "纪要", "议案",
	"办法", "规定", "细则", "规则", "规程", "条例", "方案", "规划", "计划", "要点", "总结", "预案", "指南", "制度", "目录", "清单", "公示", "解读", "说明", "标准", "章程", "预算", "决算"}

// titleEnd reports whether a line ends as titles do.
func titleEnd(s string) bool {
	s = strings.TrimRight(bare(s), "》）)")
	for _, cut := range []string{"（试行", "(试行", "（暂行", "（修订", "（征求意见稿", "（草案"} {
		s = strings.TrimSuffix(s, cut)
	}
	s = strings.TrimRight(s, "》")
	for _, k := range kinds {
		if strings.HasSuffix(s, k) {
			return true
		}
	}
	return false
}

// findParts finds the parts of a 公文, and takes those out of the body that the page shows at its head.
func (r *reader) findParts() {
	r.lines = slices.DeleteFunc(r.lines, line.blank)
	head := r.headEnd()
	r.findAttribute()
	r.findDocNo(head)
	mark := r.findMark(head)
	r.findTitle(head)
	r.findRecipients()
	r.findLabels()
	r.findSignature(mark)
	r.findPrinted()
	r.findAttachments()
	r.findForce()
	r.headings()
}

// headEnd is the number of lines within which the parts above the text stand.
func (r *reader) headEnd() int {
	for i, l := range r.lines {
		if i >= 24 || l.whole {
			return i
		}
		if i > 0 && isRecipients(l.text) {
			return i
		}
	}
	return min(len(r.lines), 24)
}

func isRecipients(s string) bool {
	s = strings.TrimSpace(s)
	return (strings.HasSuffix(s, "：") || strings.HasSuffix(s, ":")) && runes(s) > 2 && runes(s) < 300 && !strings.ContainsAny(s, "。；") &&
		!attachShape.MatchString(s) && !firstShape.MatchString(s)
}

func (r *reader) drop(i int) { r.lines = slices.Delete(r.lines, i, i+1) }

// normalNo writes a 文号 as the standard asks: 凉科发〔2026〕12号.
func normalNo(s string) (string, bool) {
	m := docNoShape.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return "", false
	}
	n := strings.TrimLeft(m[3], "0")
	return bare(m[1]) + "〔" + m[2] + "〕" + n + "号", n != ""
}

// findDocNo takes the 发文字号: a line of its own above the text, alone or before 签发人.
func (r *reader) findDocNo(head int) {
	var found []string
	at := -1
	for i := range min(head, len(r.lines)) {
		text, signer, _ := strings.Cut(r.lines[i].text, "签发人")
		text = strings.Trim(strings.TrimSpace(text), "（）() ")
		if inner := strings.TrimSpace(r.lines[i].text); strings.HasPrefix(inner, "（") || signer == "" {
			text = strings.Trim(inner, " ")
			if strings.HasPrefix(text, "（") && strings.HasSuffix(text, "）") {
				text = strings.TrimSuffix(strings.TrimPrefix(text, "（"), "）")
			}
		}
		no, ok := normalNo(text)
		if !ok && orderShape.MatchString(bare(text)) {
			no, ok = bare(text), true
		}
		if ok && !slices.Contains(found, no) {
			if found = append(found, no); at < 0 {
				at = i
			}
		}
	}
	switch len(found) {
	case 0:
	case 1:
		r.draft.Record.DocNo = found[0]
		r.drop(at)
	default:
		r.note("文件头部有几个文号，请选择：%s", strings.Join(found, "、"))
	}
}

// findMark takes the letterhead, the issuer's name with or without 文件, and returns the name.
func (r *reader) findMark(head int) string {
	for i := range min(head, len(r.lines), 8) {
		l := r.lines[i]
		name := bare(l.text)
		short, ok := strings.CutSuffix(name, "文件")
		if !ok || runes(short) < 3 || runes(short) > 40 || strings.ContainsAny(short, "关于的，。：《》") {
			continue
		}
		r.drop(i)
		return short
	}
	return ""
}

// findTitle takes the title: what is set as one, or the centred lines above the text, or the lines that end as titles do.
func (r *reader) findTitle(head int) {
	if r.draft.Record.Title != "" {
		r.dropRepeatedTitle()
		return
	}
	head = min(head, len(r.lines))
	for _, is := range []func(line) bool{
		func(l line) bool { return l.title },
		func(l line) bool { return l.heading == 1 },
		func(l line) bool { return l.centre && !headMatter(l.text) },
	} {
		from := slices.IndexFunc(r.lines[:head], func(l line) bool { return is(l) && !l.whole })
		if from < 0 {
			continue
		}
		to := from + 1
		for to < head && to-from < 5 && is(r.lines[to]) && !titleEnd(r.lines[to-1].text) {
			to++
		}
		r.takeTitle(from, to, !titleEnd(r.lines[to-1].text) && !is(line{title: true}) && !is(line{heading: 1}))
		return
	}
	r.titleByWords(head)
}

// headMatter are the lines above a title that are none: 密级, 紧急程度, 份号, dates, labels.
func headMatter(s string) bool {
	s = bare(s)
	_, isDay := wholeDay(s)
	return isDay || secretShape.MatchString(s) || slices.Contains([]string{"特急", "加急", "平急", "急件", "特提"}, s) || strings.Trim(s, "0123456789№NoO.") == "" ||
		strings.HasPrefix(s, "签发人") || sheetShape.MatchString(s) || strings.HasPrefix(s, "（") && strings.HasSuffix(s, "）")
}

// titleByWords finds a title in text without form, where a line or two to four lines together end as titles do.
func (r *reader) titleByWords(head int) {
	from := 0
	for from < head && headMatter(r.lines[from].text) {
		from++
	}
	joined := ""
	for to := from; to < head && to < from+4; to++ {
		text := r.lines[to].text
		if strings.ContainsAny(text, "。；！？") || isRecipients(text) || r.lines[to].whole {
			return
		}
		joined += text
		if runes(joined) > 120 {
			return
		}
		if titleEnd(text) {
			r.takeTitle(from, to+1, to > from)
			return
		}
	}
}

func (r *reader) takeTitle(from, to int, doubtful bool) {
	var b strings.Builder
	for _, l := range r.lines[from:to] {
		b.WriteString(joinTitle(b.String(), l.text))
	}
	title := b.String()
	if runes(title) > 200 {
		r.note("标题处的文字过长，没有取作标题，请填写")
		return
	}
	r.draft.Record.Title = title
	r.lines = slices.Delete(r.lines, from, to)
	if doubtful {
		r.note("标题由版面推断，请核对：%s", title)
	}
}

// joinTitle gives the next line of a title: without a space between Han characters.
func joinTitle(have, next string) string {
	next = strings.ReplaceAll(next, "\n", "")
	if strings.Contains(next, " ") && runes(bare(next))*2 >= runes(next) && hanOnly(next) {
		next = bare(next)
	}
	if have != "" && have[len(have)-1] < 0x80 && next != "" && next[0] < 0x80 {
		return " " + next
	}
	return next
}

func hanOnly(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' })
}

// dropRepeatedTitle takes the title out of the body where the file repeats what it declares.
func (r *reader) dropRepeatedTitle() {
	title := bare(r.draft.Record.Title)
	for i := range min(len(r.lines), 12) {
		joined := ""
		for j := i; j < min(len(r.lines), i+4) && !r.lines[j].whole; j++ {
			if joined += bare(r.lines[j].text); joined == title {
				r.lines = slices.Delete(r.lines, i, j+1)
				return
			}
		}
	}
}

// findRecipients reads 主送机关, which stays in the body.
func (r *reader) findRecipients() {
	for i := range min(len(r.lines), 6) {
		if l := r.lines[i]; !l.whole && isRecipients(l.text) {
			r.draft.Recipients = strings.TrimRight(l.text, "：: ")
			return
		}
	}
}

// findSignature reads the signature: the issuer above the day, on lines of their own.
func (r *reader) findSignature(mark string) {
	type signature struct {
		issuer string
		on     civil.Date
		right  bool
	}
	var found []signature
	for i, l := range r.lines {
		on, ok := wholeDay(l.text)
		text := l.text
		if !ok && strings.Contains(text, "\n") { // issuer and day in one paragraph with a line break
			above, below, _ := strings.Cut(text, "\n")
			if on, ok = wholeDay(below); ok && isSigner(above) {
				found = append(found, signature{bare(above), on, true})
			}
			continue
		}
		if !ok || l.whole {
			continue
		}
		s := signature{on: on, right: l.right}
		for j := i - 1; j >= 0 && j >= i-6 && isSigner(r.lines[j].text) && !r.lines[j].whole; j-- {
			for _, name := range slices.Backward(strings.Fields(r.lines[j].text)) {
				s.issuer = strings.TrimSuffix(name+"、"+s.issuer, "、")
			}
			if !r.lines[j].right && j < i-1 {
				break
			}
		}
		found = append(found, s)
	}
	signed := slices.DeleteFunc(slices.Clone(found), func(s signature) bool { return s.issuer == "" })
	switch {
	case len(signed) > 0:
		found = signed
	case len(found) > 1:
		found = nil
		r.note("文件中有几个单独成行的日期，不能确定哪一个是成文日期，请填写")
	}
	if len(found) > 0 {
		r.setDay(&r.draft.Record.FormedOn, found[0].on, "成文日期")
		r.setIssuer(strings.Trim(found[0].issuer, "、"), "落款")
	}
	r.setIssuer(mark, "发文机关标志")
	if len(found) > 1 && found[1].on != found[0].on {
		r.note("文件中有几处落款，成文日期取自第一处（%s），请核对", found[0].on.Chinese())
	}
}

// isSigner reports a line that may be the name of an agency in a signature.
func isSigner(s string) bool {
	n := runes(bare(s))
	return n >= 3 && n <= 60 && !strings.ContainsAny(s, "。，；：:！？、“”《》\t") && !numberShape.MatchString(s) && !headMatter(s) && !attachShape.MatchString(s)
}

// setDay sets a day that is not yet known, and says where two places of the file differ.
func (r *reader) setDay(to *civil.Date, on civil.Date, what string) {
	switch {
	case on.IsZero() || *to == on:
	case to.IsZero():
		*to = on
	default:
		r.note("%s有两处不一致：%s和%s，取前者，请核对", what, to.Chinese(), on.Chinese())
	}
}

func (r *reader) setIssuer(name, where string) {
	have := r.draft.Record.Issuer
	switch {
	case name == "" || have == name:
	case have == "":
		r.draft.Record.Issuer = name
	default:
		r.note("发文机关有两处不一致：“%s”和%s“%s”，取前者，请核对", have, where, name)
	}
}

// findPrinted reads the line 印发 at the foot: 某某办公室　2026年3月3日印发.
func (r *reader) findPrinted() {
	for i, l := range slices.Backward(r.lines) {
		text := collapse(strings.ReplaceAll(l.text, "\n", " "))
		if i < len(r.lines)-12 {
			return
		}
		if m := printedShape.FindStringSubmatch(text); m != nil && runes(text) < 80 {
			on, _ := dayIn(m[2])
			r.setDay(&r.draft.Record.IssuedOn, on, "发文日期")
			return
		}
	}
}

// findAttachments reads 附件说明, within the text and after it.
func (r *reader) findAttachments() {
	for i, l := range r.lines {
		m := attachShape.FindStringSubmatch(l.text)
		if l.whole || m == nil || m[1] == "" && i+1 >= len(r.lines) {
			continue
		}
		items := []string{m[1]}
		for _, next := range r.lines[i+1:] {
			if !numberShape.MatchString(next.text) || next.whole || len(items) > 60 {
				break
			}
			items = append(items, next.text)
		}
		for _, item := range items {
			for part := range strings.SplitSeq(item, "\n") {
				if n := numberShape.FindStringSubmatch(strings.TrimSpace(part)); n != nil {
					part = n[2]
				}
				if part = strings.TrimSpace(strings.Trim(part, "；;。")); part != "" && runes(part) < 150 && !slices.Contains(r.draft.Attachments, part) {
					r.draft.Attachments = append(r.draft.Attachments, part)
				}
			}
		}
		return
	}
}

// findAttribute reads the 公开属性 that the document carries: （此件公开发布）.
func (r *reader) findAttribute() {
	var found []disclosure.Attribute
	for _, l := range r.lines {
		if l.whole || runes(l.text) > 40 {
			continue
		}
		s := strings.Trim(bare(l.text), "（）()[]【】")
		for _, label := range []string{"公开属性", "公开方式", "信息公开选项", "公开类别"} {
			s = strings.TrimLeft(strings.TrimPrefix(s, label), "：:")
		}
		if a := attributeOf(s); a != "" && !slices.Contains(found, a) {
			found = append(found, a)
		}
	}
	switch {
	case len(found) == 1 && r.draft.Record.Attribute == "":
		r.draft.Record.Attribute = found[0]
	case len(found) > 1:
		r.draft.Record.Attribute = ""
		r.note("文件中标注了不同的公开属性，请核对后选择")
	}
}

// attributeOf reads a mark of 公开属性.
func attributeOf(s string) disclosure.Attribute {
	switch strings.TrimSuffix(s, "。") {
	case "此件公开发布", "此件主动公开", "主动公开", "本文主动公开":
		return disclosure.Proactive
	case "此件依申请公开", "依申请公开":
		return disclosure.UponApplication
	case "此件不予公开", "此件不公开", "不予公开":
		return disclosure.Withheld
	}
	return ""
}

// findForce reads from when to when a document is in force, where it says so.
func (r *reader) findForce() {
	rec := &r.draft.Record
	for _, l := range r.lines {
		if l.whole || !strings.Contains(l.text, "施行") && !strings.Contains(l.text, "有效") && !strings.Contains(l.text, "实施") && !strings.Contains(l.text, "执行") {
			continue
		}
		if m := effectShape.FindStringSubmatch(bare(l.text)); m != nil && !strings.Contains(l.text, "《") {
			on, _ := dayIn(m[1])
			r.setDay(&rec.EffectiveOn, on, "施行日期")
		}
		if m := expireShape.FindStringSubmatch(bare(l.text)); m != nil {
			on, _ := dayIn(m[1])
			r.setDay(&rec.ExpiresOn, on, "有效期截止日")
		}
		if s := bare(l.text); strings.Contains(s, "自发布之日起") || strings.Contains(s, "自印发之日起") || strings.Contains(s, "自公布之日起") {
			r.note("正文写明自发布（印发、公布）之日起施行，请填写施行日期")
		}
		if i := strings.Index(bare(l.text), "有效期"); i >= 0 && strings.Contains(bare(l.text)[i:], "年") && rec.ExpiresOn.IsZero() {
			r.note("正文写明了有效期（%s），请填写有效期截止日", clip(bare(l.text)[i:], 20))
		}
	}
}

func clip(s string, n int) string {
	list := []rune(s)
	if len(list) > n {
		return string(list[:n]) + "…"
	}
	return s
}

// headings marks chapters and the first level of numbering as headings where the file has no headings of its own.
func (r *reader) headings() {
	if slices.ContainsFunc(r.lines, func(l line) bool { return l.heading > 0 }) {
		return
	}
	for i := range r.lines {
		l := &r.lines[i]
		if l.whole || l.list != "" || runes(l.text) > 40 || strings.ContainsAny(l.text, "。；：:，\n") {
			continue
		}
		if chapterShape.MatchString(l.text) || firstShape.MatchString(l.text) {
			l.heading = 1
		}
	}
}

// spanOf reads the attribute of a cell that spans.
func spanOf(s string, most int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return 1
	}
	return max(1, min(n, most))
}
