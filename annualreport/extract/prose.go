package extract

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/annualreport"
	"gongkai/civil"
	"gongkai/internal/docread"
)

// metadata takes 发布机构 and 发布日期 from the box that government pages carry: the value stands beside or below.
func (r *reader) metadata(rows [][]docread.Cell) {
	for i, row := range rows {
		if i > 12 {
			return
		}
		for j, c := range row {
			if len(c.Text) > 60 {
				continue
			}
			name := strings.TrimRight(fold(c.Text), ":")
			if name != "发布机构" && name != "公开机构" && name != "发布机关" && name != "发布日期" && name != "发布时间" && name != "公开日期" {
				continue
			}
			value := ""
			if j+1 < len(row) && !strings.Contains(fold(row[j+1].Text), "发布") && (strings.HasSuffix(c.Text, ":") || strings.HasSuffix(c.Text, "：")) {
				value = row[j+1].Text
			} else if i+1 < len(rows) && j < len(rows[i+1]) {
				value = rows[i+1][j].Text
			}
			r.property(name, value)
		}
	}
}

func (r *reader) property(name, value string) {
	value = strings.TrimSpace(value)
	if strings.HasSuffix(name, "机构") || strings.HasSuffix(name, "机关") {
		if r.report.Agency == "" && value != "" && len(value) < 120 {
			r.report.Agency = value
		}
		return
	}
	if d, ok := dateIn(value); ok && r.report.Published.IsZero() {
		r.report.Published = d
	}
}

// prose reads title, agency, year and date, the preamble and the numbered sections.
func (r *reader) prose() {
	list := r.paragraphs()
	for i := range list {
		if len(list[i].text) < 600 {
			list[i].folded = fold(list[i].text)
		}
	}
	first := r.findTitle(list)
	r.pageProperties(list)
	r.sections(list, first)
	r.year(list)
	if agency := agencyOf(r.report.Title); agency != "" {
		r.report.Agency = agency
	}
	if r.report.Agency == "" {
		r.report.Agency = r.doc.Meta["contentsource"]
	}
}

// findTitle finds the title among the paragraphs, or takes the one that the file declares. It returns the number of the
// paragraph behind the title.
func (r *reader) findTitle(list []paragraph) int {
	for i, p := range list {
		if isTitle(p.folded) {
			r.report.Title = strings.TrimSpace(strings.TrimPrefix(p.text, "标题:"))
			if i > 0 && strings.HasPrefix(p.folded, "20") && isAgency(list[i-1].folded) {
				r.report.Title = list[i-1].text + strings.Replace(r.report.Title, " 年", "年", 1) // the title was broken before the year
			}
			return i + 1
		}
		if n, _, ok := heading(p.folded); ok && n == 1 {
			break
		}
	}
	for _, declared := range []string{r.doc.Meta["articletitle"], r.doc.Title} {
		declared, _, _ = strings.Cut(declared, "_")
		if isTitle(fold(declared)) {
			r.report.Title = strings.TrimSpace(declared)
			break
		}
	}
	return 0
}

// agencyEnds are the last words of the names of agencies.
var agencyEnds = []string{"政府", "局", "委员会", "厅", "办公室", "委", "处", "中心", "街道办事处", "管委会", "管理会", "院", "站", "队", "所", "会", "部", "署"}

func isAgency(s string) bool {
	if n := len(s); n < 6 || n > 120 || strings.Contains(s, "。") || strings.Contains(s, "，") || strings.Contains(s, ",") || strings.Contains(s, ":") {
		return false
	}
	for _, end := range agencyEnds {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}

func isTitle(s string) bool {
	return len(s) < 240 && (strings.Contains(s, "年度报告") || strings.HasSuffix(s, "年报")) && strings.Contains(s, "公开") && !strings.ContainsAny(s, ",;>") &&
		!strings.Contains(s, "。") && !strings.Contains(s, "根据") && yearIn(s) != 0
}

// agencyOf takes the agency from a title: what stands before the year.
func agencyOf(title string) string {
	s := strings.TrimSpace(title)
	i := strings.Index(s, "20")
	if i < 0 {
		return ""
	}
	agency := strings.TrimRight(strings.TrimSpace(s[:i]), "关于：:—-（(")
	if agency == "" {
		_, rest, _ := strings.Cut(s[i:], "年")
		agency, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(rest), "度"), "政府信息公开")
		agency = strings.TrimSpace(agency)
	}
	if len(agency) > 150 {
		return ""
	}
	return agency
}

// yearIn returns the first year 2008 to 2099 that a text names as 2021年.
func yearIn(s string) int {
	for i := 0; i+4 <= len(s); i++ {
		if s[i] != '2' || s[i+1] != '0' || i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
			continue
		}
		if d := s[i : i+4]; strings.Trim(d, "0123456789") == "" && strings.HasPrefix(strings.TrimLeft(s[i+4:], " 　"), "年") {
			if year := int(d[2]-'0')*10 + int(d[3]-'0') + 2000; year >= 2008 {
				return year
			}
		}
	}
	return 0
}

// year takes the year from the title, then from the statistical period, then from the preamble.
func (r *reader) year(list []paragraph) {
	if r.report.Year = yearIn(fold(r.report.Title)); r.report.Year != 0 {
		return
	}
	for _, p := range list {
		if i := strings.Index(p.text, "统计期限"); i >= 0 {
			if r.report.Year = yearIn(p.text[i:]); r.report.Year != 0 {
				return
			}
		}
	}
	for _, p := range r.report.Preamble {
		if strings.Contains(p, "报告") {
			if r.report.Year = yearIn(p); r.report.Year != 0 {
				return
			}
		}
	}
}

// pageProperties takes the day of publication and the agency from what the page says about itself.
func (r *reader) pageProperties(list []paragraph) {
	if d, ok := dateIn(r.doc.Meta["pubdate"]); ok && r.report.Published.IsZero() {
		r.report.Published = d
	}
	for _, p := range list {
		if len(p.folded) == 0 || len(p.folded) > 300 {
			continue
		}
		for _, name := range []string{"发布时间", "发布日期", "公开日期", "成文日期", "发布机构", "发布机关", "公开机构"} {
			i := strings.Index(p.folded, name)
			if i < 0 {
				continue
			}
			value := strings.TrimLeft(p.folded[i+len(name):], ":")
			if strings.HasPrefix(p.folded[i+len(name):], ":") {
				if end := strings.Index(value, "发布"); end > 0 {
					value = value[:end]
				}
				r.property(name, value)
			}
		}
	}
}

// dateIn reads the first date in a text written 2022-01-17, 2022年1月17日, 2022/1/17 or 2022.01.17.
func dateIn(s string) (civil.Date, bool) {
	i := strings.Index(s, "20")
	if i < 0 {
		return civil.Date{}, false
	}
	var n [3]int
	k, digits := 0, 0
	for _, c := range s[i:] {
		if c >= '0' && c <= '9' {
			if n[k] = n[k]*10 + int(c-'0'); n[k] > 9999 {
				return civil.Date{}, false
			}
			digits++
			continue
		}
		if digits == 0 || k == 2 || !strings.ContainsRune("-/.年月", c) {
			break
		}
		k, digits = k+1, 0
	}
	if n[0] < 2000 || n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31 {
		return civil.Date{}, false
	}
	d := civil.On(n[0], time.Month(n[1]), n[2])
	return d, d.Day() == n[2]
}

var numerals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

// titleWords are words of the official titles and of the variants in use; a heading that has one needs no other proof.
var titleWords = []string{"总体情况", "工作情况", "主动公开", "依申请公开", "申请情况", "处理政府信息", "行政复议", "行政诉讼", "主要问题", "存在问题", "存在的问题", "改进", "其他需要", "其他事项", "其它", "收费"}

// heading reads 一、总体情况; ok is false for labels of tables and for sentences.
func heading(s string) (n int, title string, ok bool) {
	for i, numeral := range numerals {
		rest, found := strings.CutPrefix(s, numeral)
		if !found {
			continue
		}
		for _, mark := range []string{"、", ".", ",", "，"} {
			if after, found := strings.CutPrefix(rest, mark); found {
				n, title = i+1, after
			}
		}
	}
	if n == 0 || title == "" || utf8.RuneCountInString(title) > 40 || strings.ContainsAny(title, ";") || strings.Contains(title, "。") || strings.Contains(title, "；") {
		return 0, "", false
	}
	if l, isRow := labelOfThree(s, 0); isRow && !strings.Contains(title, "情况") && (l.row != "" || l.head) {
		return 0, "", false
	}
	for _, w := range titleWords {
		if strings.Contains(title, w) {
			return n, title, true
		}
	}
	return n, title, false
}

// endWords are what stands below the text of a page.
var endWords = []string{"版权所有", "ICP备", "网站地图", "主办单位", "关闭窗口", "【打印", "上一篇", "下一篇", "扫一扫", "责任编辑", "分享到"}

// sections divides the paragraphs by the headings.
func (r *reader) sections(list []paragraph, first int) {
	var current *annualreport.Section
	last := 0
	for _, p := range list[first:] {
		n, _, sure := heading(p.folded)
		if n > 0 && (sure && (n > last || n == 1) || n == last+1) {
			number, title, _ := strings.Cut(normalHeading(p.text), "、")
			r.report.Sections = append(r.report.Sections, annualreport.Section{Number: strings.TrimSpace(number), Title: strings.TrimSpace(title)})
			current, last = &r.report.Sections[len(r.report.Sections)-1], n
			continue
		}
		if ends(p.folded) {
			if current != nil {
				break
			}
			continue
		}
		if current == nil {
			if len(p.text) > 45 || r.report.Title != "" && first > 0 {
				r.report.Preamble = append(r.report.Preamble, p.text)
			}
			continue
		}
		current.Paragraphs = append(current.Paragraphs, p.text)
	}
}

// normalHeading writes the mark behind the numeral as 、 and keeps the rest as it is.
func normalHeading(s string) string {
	s = strings.TrimSpace(s)
	_, size := utf8.DecodeRuneInString(s)
	rest := strings.TrimLeft(s[size:], " 　\u00a0")
	mark, markSize := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune("、.．,，", mark) {
		return s[:size] + "、" + rest[markSize:]
	}
	return s
}

func ends(s string) bool {
	if len(s) == 0 || len(s) > 200 {
		return false
	}
	for _, w := range endWords {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// sortProblems orders problems by table, those of the whole file last, keeping the order of reading.
func sortProblems(problems []annualreport.Problem) {
	slices.SortStableFunc(problems, func(a, b annualreport.Problem) int { return cmp.Compare(a.Table, b.Table) })
}
