package audit

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/annualreport"
	"gongkai/civil"
	"gongkai/law"
)

// textRules are about title, preamble, headings and dates.
var textRules = []Rule{
	{"S-1", Warning, "六个部分的标题应与格式一致", contents, hasText, checkHeadings},
	{"S-2", Warning, "六个部分应齐全，顺序和编号正确", contents, hasText, checkOrder},
	{"S-3", Warning, "第六部分应报告信息处理费收取情况", law.OGI.Art(50).I(5), hasProse, checkFeeStatement},
	{"P-2", Warning, "前言列出的部分应与正文的标题一致", contents, hasPreamble, checkAnnounced},
	{"P-5", Error, "统计期限应为当年1月1日至12月31日，标题和正文的年份一致", law.OGI.Art(49).P(1), knownYearOfText, checkPeriod},
	{"P-8", Warning, "年报应在法定期限内公布", law.OGI.Art(49), func(s *Subject) bool { return !s.Report.Published.IsZero() && s.Report.Year > 0 }, checkPublished},
	{"S-4", Warning, "不得沿用已经废止的旧格式内容", contents, hasPreamble, checkStale},
	{"S-6", Warning, "标题应写明机关、年度和“政府信息公开工作年度报告”", contents, func(s *Subject) bool { return s.Report.Title != "" && len(s.Names) > 0 }, checkTitle},
	{"S-5", Info, "微信群、QQ群不是法定的公开渠道", law.OGI.Art(23), hasProse, checkChannels},
}

func hasPreamble(s *Subject) bool { return len(s.Report.Preamble) > 0 && len(s.Report.Sections) > 0 }

func knownYearOfText(s *Subject) bool { return s.Report.Year > 0 }

// formOf is the form whose headings apply: that of the year, else that of the tables.
func formOf(r *annualreport.Report) *annualreport.Form {
	if form, ok := annualreport.FormOf(r.Year); ok {
		return form
	}
	return r.FormFor(annualreport.Three)
}

// accepted says whether a heading is official in any form: the fifth was longer before 2021 and both are in use.
func accepted(number, title string) (want string, ok bool) {
	for i := len(annualreport.Forms) - 1; i >= 0; i-- {
		for _, h := range annualreport.Forms[i].Sections {
			if h.Number != number {
				continue
			}
			if want == "" {
				want = h.Title
			}
			if squeeze(h.Title) == squeeze(title) {
				return h.Title, true
			}
		}
	}
	return want, false
}

// squeeze removes spaces and closing marks, which are no difference.
func squeeze(s string) string {
	return strings.Trim(strings.NewReplacer(" ", "", "　", "", "\u00a0", "").Replace(s), "。：:；;，")
}

func checkHeadings(s *Subject, out *sink) {
	for _, section := range s.Report.Sections {
		if want, ok := accepted(section.Number, section.Title); !ok && want != "" {
			out.fail(Where{Section: section.Number}, Text(want), Text(section.Title), section.Title, "第%s部分的标题应为“%s”，而写的是“%s”", section.Number, want, squeeze(section.Title))
		}
	}
}

func checkOrder(s *Subject, out *sink) {
	form := formOf(s.Report)
	if form == nil {
		out.cannotTell()
		return
	}
	var want, got []string
	for _, h := range form.Sections {
		want = append(want, h.Number)
	}
	for _, section := range s.Report.Sections {
		got = append(got, section.Number)
	}
	for _, number := range want {
		if !slices.Contains(got, number) {
			title, _ := accepted(number, "")
			out.fail(Where{Section: number}, Text(number+"、"+title), Value{}, "", "缺少第%s部分“%s”", number, title)
		}
	}
	for i, number := range got {
		if slices.Index(got, number) < i {
			out.fail(Where{Section: number}, Value{}, Text(number), s.Report.Sections[i].Title, "编号“%s”重复", number)
		} else if i > 0 && slices.Index(want, number) >= 0 && slices.Index(want, number) < slices.Index(want, got[i-1]) {
			out.fail(Where{Section: number}, Value{}, Text(number), s.Report.Sections[i].Title, "第%s部分排在了第%s部分之后", number, got[i-1])
		}
	}
}

func section(r *annualreport.Report, number string) (annualreport.Section, bool) {
	for _, s := range r.Sections {
		if s.Number == number {
			return s, true
		}
	}
	return annualreport.Section{}, false
}

// checkFeeStatement: 行政事业性收费 of table two is another thing and does not count as a statement.
func checkFeeStatement(s *Subject, out *sink) {
	if s.Report.Year > 0 && s.Report.Year < 2021 {
		return
	}
	for _, part := range s.Report.Sections {
		text := strings.Join(part.Paragraphs, "")
		if strings.Contains(text, "信息处理费") {
			return
		}
	}
	six, ok := section(s.Report, "六")
	if !ok {
		out.cannotTell()
		return
	}
	out.fail(Where{Section: "六"}, Text("收取信息处理费的情况"), Value{}, strings.Join(six.Paragraphs, ""), "第六部分没有说明信息处理费的收取情况（未收取的也应写明）")
}

// oldParts are parts that only the reports before 2019 had.
var oldParts = []string{"收费及减免", "收费和减免", "收费及减免情况"}

func checkStale(s *Subject, out *sink) {
	text := strings.Join(s.Report.Preamble, "")
	for _, old := range oldParts {
		if strings.Contains(text, old) {
			out.fail(Where{Section: "前言"}, Value{}, Text(old), around(text, old), "“%s”是2019年修订前《条例》要求的内容，现行格式没有这一部分", old)
			return
		}
	}
}

func checkChannels(s *Subject, out *sink) {
	for _, part := range s.Report.Sections {
		text := strings.Join(part.Paragraphs, "")
		for _, group := range []string{"微信群", "QQ群"} {
			if strings.Contains(text, group) {
				out.doubt(Where{Section: part.Number}, Value{}, Text(group), around(text, group), "“%s”面向特定人员，不属于《条例》规定的公开渠道，不宜作为主动公开的途径报告", group)
			}
		}
	}
}

// around quotes some characters on both sides.
func around(text, part string) string {
	i := strings.Index(text, part)
	before, after := []rune(text[:i]), []rune(text[i+len(part):])
	return string(before[max(0, len(before)-15):]) + part + string(after[:min(15, len(after))])
}

// checkAnnounced compares the parts that the preamble names (“全文包括…等”) with the headings.
func checkAnnounced(s *Subject, out *sink) {
	announced, quote := announcedParts(s.Report.Preamble)
	if len(announced) == 0 {
		return
	}
	var headings []string
	for _, part := range s.Report.Sections {
		headings = append(headings, squeeze(part.Title))
	}
	var extra []string
	for _, a := range announced {
		if !slices.ContainsFunc(headings, func(h string) bool { return alike(a, h) }) {
			extra = append(extra, a)
		}
	}
	switch {
	case len(announced) != len(headings):
		note := ""
		if len(extra) > 0 {
			note = "，正文没有“" + strings.Join(extra, "”“") + "”"
		}
		out.fail(Where{Section: "前言"}, Number(int64(len(headings))), Number(int64(len(announced))), quote, "前言列出了%d个部分，正文有%d个部分%s", len(announced), len(headings), note)
	case len(extra) > 0:
		out.fail(Where{Section: "前言"}, Text(strings.Join(headings, "、")), Text(strings.Join(extra, "、")), quote, "前言列出的“%s”与正文的标题不一致", strings.Join(extra, "”“"))
	}
	if n, ok := announcedCount(s.Report.Preamble); ok && n != len(announced) {
		out.fail(Where{Section: "前言"}, Number(int64(n)), Number(int64(len(announced))), quote, "前言说共%d个部分，列出的是%d个", n, len(announced))
	}
}

// announcedParts finds the enumeration after 包括, 由…组成 or 内容为 in the preamble. Titles hold 、 themselves, so parts
// are cut at commas where there are any.
func announcedParts(preamble []string) (parts []string, quote string) {
	for _, paragraph := range preamble {
		for _, sentence := range splitAfter(paragraph, "。；;") {
			list, ok := enumeration(sentence)
			if !ok {
				continue
			}
			marks := "，,"
			if !strings.ContainsAny(list, marks) {
				marks = "、"
			}
			for _, part := range split(list, marks) {
				part = squeeze(strings.TrimSuffix(strings.TrimSuffix(strings.TrimLeft(part, "和及与以"), "等"), "等六部分"))
				if part = cutTail(part); part != "" {
					parts = append(parts, part)
				}
			}
			if len(parts) >= 3 && strings.Contains(sentence, "情况") {
				return parts, list
			}
			parts = nil
		}
	}
	return nil, ""
}

func enumeration(sentence string) (string, bool) {
	for _, mark := range []string{"全文包括", "内容包括", "报告包括", "包括", "由"} {
		if i := strings.Index(sentence, mark); i >= 0 {
			return strings.Trim(sentence[i+len(mark):], "：:。"), true
		}
	}
	return "", false
}

// cutTail removes what follows the last part: 等六个部分组成.
func cutTail(part string) string {
	for _, tail := range []string{"等", "六个部分", "六部分", "七个部分", "七部分", "几个部分", "部分组成", "组成"} {
		if i := strings.Index(part, tail); i > 0 {
			part = part[:i]
		}
	}
	return part
}

func announcedCount(preamble []string) (int, bool) {
	text := strings.Join(preamble, "")
	for n, han := range []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"} {
		if han != "" && (strings.Contains(text, han+"个部分") || strings.Contains(text, han+"部分组成")) {
			return n, true
		}
	}
	return 0, false
}

// alike reports whether two titles mean the same part: they share most of their characters.
func alike(a, b string) bool {
	if a == b || strings.Contains(b, a) || strings.Contains(a, b) {
		return true
	}
	common, total := 0, 0
	inB := map[rune]bool{}
	for _, r := range b {
		inB[r] = true
	}
	for _, r := range a {
		total++
		if inB[r] {
			common++
		}
	}
	return total > 0 && common*4 >= total*3
}

func checkPeriod(s *Subject, out *sink) {
	r := s.Report
	if y, ok := yearIn(r.Title); ok && y != r.Year {
		out.fail(Where{Section: "标题"}, Number(int64(r.Year)), Number(int64(y)), r.Title, "标题是%d年，统计期限是%d年", y, r.Year)
	}
	text := strings.NewReplacer(" ", "", "　", "", "\u00a0", "").Replace(strings.Join(r.Preamble, ""))
	from, to, quote, found := period(text)
	if !found {
		return
	}
	wantFrom, wantTo := fmt.Sprintf("%d年1月1日", r.Year), fmt.Sprintf("%d年12月31日", r.Year)
	if from != wantFrom || to != wantTo && to != "12月31日" {
		out.fail(Where{Section: "前言"}, Text(wantFrom+"至"+wantTo), Text(from+"至"+to), quote, "统计期限应为%s至%s，而写的是%s至%s", wantFrom, wantTo, from, to)
	}
}

// period finds 自X年X月X日至X年X月X日.
func period(text string) (from, to, quote string, found bool) {
	for _, mark := range []string{"期限自", "期限从", "时限自", "期限为", "自"} {
		i := strings.Index(text, mark)
		if i < 0 {
			continue
		}
		rest := text[i+len(mark):]
		first, after, ok := cutDate(strings.TrimPrefix(rest, "从"))
		if !ok {
			continue
		}
		for _, joint := range []string{"起至", "至", "到", "—", "－", "-"} {
			if tail, ok := strings.CutPrefix(after, joint); ok {
				if second, _, ok := cutDate(tail); ok {
					return first, second, rest[:min(len(rest), len(first)+len(joint)+len(second))], true
				}
			}
		}
	}
	return "", "", "", false
}

// cutDate takes a date written in Chinese off the front.
func cutDate(s string) (date, rest string, ok bool) {
	i := strings.Index(s, "日")
	if i < 0 || i > 40 {
		return "", s, false
	}
	date = s[:i+len("日")]
	if !strings.Contains(date, "月") || date[0] < '0' || date[0] > '9' {
		return "", s, false
	}
	return date, s[i+len("日"):], true
}

func yearIn(s string) (int, bool) {
	for i := 0; i+4 <= len(s); i++ {
		if s[i] == '2' && s[i+1] == '0' && strings.HasPrefix(s[i+4:], "年") {
			n := 0
			for _, c := range s[i : i+4] {
				if c < '0' || c > '9' {
					return 0, false
				}
				n = n*10 + int(c-'0')
			}
			return n, true
		}
	}
	return 0, false
}

// checkPublished: departments by 31 January, governments by 31 March of the next year.
// 法源: 《条例》第四十九条第一款、《条例》第四十九条第二款。
func checkPublished(s *Subject, out *sink) {
	name := law.DepartmentReport
	if s.Government || isGovernment(s.Report.Agency) {
		name = law.GovernmentReport
	}
	limit := law.On(name, civil.On(s.Report.Year, 12, 31))
	due := civil.On(s.Report.Year+1, 1, 1).AddMonths(limit.Int()/100 - 1).AddDays(limit.Int()%100 - 1)
	if s.Report.Published.After(due) {
		out.fail(Where{}, Text(due.String()), Text(s.Report.Published.String()), "", "应在%s前公布，实际于%s公布，晚了%d天", due.AddDays(1).Chinese(), s.Report.Published.Chinese(), s.Report.Published.DaysSince(due))
	}
}

func isGovernment(agency string) bool {
	return strings.HasSuffix(agency, "人民政府") && !strings.Contains(agency, "办公") || strings.HasSuffix(agency, "市政府") || strings.HasSuffix(agency, "县政府") || strings.HasSuffix(agency, "区政府")
}

// checkTitle: the title names the agency, the year and the report.
func checkTitle(s *Subject, out *sink) {
	title := squeeze(s.Report.Title)
	_, year := yearIn(title)
	if !containsAny(title, s.Names) || !year || !strings.Contains(title, "政府信息公开") || !strings.Contains(title, "年度报告") {
		want := s.Names[0] + strconv.Itoa(s.Report.Year) + "年政府信息公开工作年度报告"
		out.fail(Where{Section: "标题"}, Text(want), Text(title), title, "标题应为“%s”，而写的是“%s”", want, title)
	}
}
