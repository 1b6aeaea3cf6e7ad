package audit

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/annualreport"
	"gongkai/law"
)

// proseRules compare the running text with the tables.
var proseRules = []Rule{
	{"P-1", Warning, "正文的数字应与表格一致", contents, hasProse, checkClaims},
	{"P-3", Warning, "正文的分项数应等于总数", contents, hasProse, checkItemised},
	{"P-4", Warning, "“未收到”“未发生”“未收取”应与表格和正文其他部分一致", contents, hasProse, checkNegations},
	{"P-7", Info, "表二的规范性文件存量应在正文中说明", law.OGI.Art(20).I(1), func(s *Subject) bool { return hasProse(s) && s.Report.Tables[annualreport.Two] != nil }, checkStockMentioned},
}

// A claim is a kind of statement that has a number in the tables.
type claim struct {
	name    string
	any     []string // the clause has one of these
	also    []string // and one of these, in the clause or before it in the sentence
	not     []string // and none of these in the clause
	figures func(*annualreport.Report) []figure
}

// A figure is a number of the tables that the statement may mean; the first is the right one, the others are the usual
// explanations of a mismatch.
type figure struct {
	value   int64
	known   bool
	where   Where
	meaning string
}

// partly are words that make a number one part of a whole: 网上收到8件 says nothing about the total.
var partly = []string{"自然人", "法人", "企业", "网上", "网络", "在线", "信函", "当面", "邮寄", "邮件", "传真", "现场", "窗口", "平台", "信箱", "日均"}

// claims are the statements that reports make, with the table cells that they repeat.
// 法源: 《条例》第五十条第一款、30号文。
var claims = slices.Concat([]claim{
	{"收到申请", []string{"收到", "新收", "受理", "接收", "接到"}, []string{"申请"}, []string{"复议", "诉讼", "上年", "结转", "投诉", "举报", "答复", "办结", "建议", "提案"}, receivedFigures},
	{"上年结转", []string{"上年结转", "上年度结转", "上一年结转", "上一年度结转", "结转上年"}, nil, []string{"复议", "诉讼", "下年", "下一年"}, carriedInFigures},
	{"办结答复", []string{"办结", "答复", "办理完毕"}, []string{"申请"}, []string{"复议", "诉讼", "提案", "建议", "收到", "受理", "结转", "按时", "按期", "回应", "咨询", "留言", "电话", "当面", "口头"}, answeredFigures},
	{"结转下年度", []string{"结转下年", "结转下一年", "结转至下", "结转到下"}, nil, []string{"复议", "诉讼"}, carriedOutFigures},
	{"行政复议", []string{"行政复议"}, nil, []string{"诉讼", "维持", "纠正", "撤销", "驳回", "未审结", "尚未", "审理中"}, reconFigures},
	{"行政诉讼", []string{"行政诉讼"}, nil, []string{"复议", "维持", "纠正", "撤销", "驳回", "未审结", "尚未", "审理中"}, suitFigures},
	{"制发规范性文件", []string{"制发", "制定", "出台", "印发", "新制定"}, []string{"规范性文件"}, []string{"废止", "失效", "解读", "清理", "修改", "现行"}, madeFigures},
	{"废止规范性文件", []string{"废止"}, []string{"规范性文件"}, []string{"制发", "制定", "出台", "现行有效"}, repealedFigures},
	{"现行有效规范性文件", []string{"现行有效"}, []string{"规范性文件"}, []string{"制发", "制定", "废止"}, inForceFigures},
}, outcomeClaims())

// outcomeClaims are the statements on single groups of table three: 予以公开9件，部分公开2件，不予公开1件.
func outcomeClaims() []claim {
	var list []claim
	for _, group := range []struct{ name, prefix, not string }{
		{"予以公开", "O1", "部分"}, {"部分公开", "O2", "不予公开"}, {"不予公开", "O3", "部分公开"},
		{"无法提供", "O4", "不予"}, {"不予处理", "O5", "其他处理"}, {"其他处理", "O6", "不予处理"},
	} {
		list = append(list, claim{group.name, []string{group.name}, nil, []string{group.not, "主动", "栏目", "信息不予", "复议", "诉讼"},
			func(r *annualreport.Report) []figure { return outcomeFigures(r, group.name, group.prefix) }})
	}
	return list
}

// outcomeFigures are the sum of a group of results, and each of its rows, for prose often takes one for the whole.
func outcomeFigures(r *annualreport.Report, name, prefix string) []figure {
	form := r.FormFor(annualreport.Three)
	if form == nil {
		return nil
	}
	var rows []figure
	for _, row := range form.Tables[annualreport.Three] {
		if strings.HasPrefix(string(row.ID), prefix) {
			rows = append(rows, three(r, row.ID, "“"+row.Label+"”一行"))
		}
	}
	if len(rows) == 1 {
		rows[0].meaning = "（" + name + "）"
		return rows
	}
	return append([]figure{plus(name+"各项之和", rows...)}, rows...)
}

func cellFigure(r *annualreport.Report, table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID, meaning string) figure {
	c := r.Cell(table, row, column)
	return figure{c.Value, c.Known(), InTable(table, row, column), meaning}
}

func three(r *annualreport.Report, row annualreport.RowID, meaning string) figure {
	return cellFigure(r, annualreport.Three, row, annualreport.Sum, meaning)
}

// plus adds figures; the sum is known when all are.
func plus(meaning string, figures ...figure) figure {
	sum := figure{known: true, where: figures[0].where, meaning: meaning}
	for _, f := range figures {
		sum.value += f.value
		sum.known = sum.known && f.known
	}
	return sum
}

func receivedFigures(r *annualreport.Report) []figure {
	received, in := three(r, annualreport.Received, "本年新收"), three(r, annualreport.CarriedIn, "上年结转")
	return []figure{received, plus("本年新收加上年结转", received, in),
		cellFigure(r, annualreport.Three, annualreport.Received, annualreport.Natural, "自然人一列的本年新收")}
}

func carriedInFigures(r *annualreport.Report) []figure {
	return []figure{three(r, annualreport.CarriedIn, "上年结转")}
}

func answeredFigures(r *annualreport.Report) []figure {
	figures := []figure{three(r, annualreport.Total, "办理结果总计"), three(r, "O1", "予以公开"), three(r, annualreport.Received, "本年新收"),
		cellFigure(r, annualreport.Three, annualreport.Total, annualreport.Natural, "自然人一列的总计")}
	return append(figures, plus("予以公开加部分公开", three(r, "O1", ""), three(r, "O2", "")))
}

func carriedOutFigures(r *annualreport.Report) []figure {
	return []figure{three(r, annualreport.CarriedOut, "结转下年度")}
}

// four sums columns of blocks of table four.
func four(r *annualreport.Report, meaning string, columns []annualreport.ColumnID, blocks ...annualreport.RowID) figure {
	var parts []figure
	for _, block := range blocks {
		for _, column := range columns {
			parts = append(parts, cellFigure(r, annualreport.Four, block, column, ""))
		}
	}
	return plus(meaning, parts...)
}

var (
	everything = []annualreport.ColumnID{"总计"}
	decided    = []annualreport.ColumnID{"结果维持", "结果纠正", "其他结果"}
)

func reconFigures(r *annualreport.Report) []figure {
	return []figure{four(r, "行政复议总计", everything, annualreport.Reconsideration), four(r, "已审结的行政复议", decided, annualreport.Reconsideration),
		four(r, "结果维持的行政复议", decided[:1], annualreport.Reconsideration)}
}

func suitFigures(r *annualreport.Report) []figure {
	return []figure{four(r, "行政诉讼总计", everything, annualreport.LitigationDirect, annualreport.LitigationAfter),
		four(r, "未经复议直接起诉", everything, annualreport.LitigationDirect), four(r, "复议后起诉", everything, annualreport.LitigationAfter),
		four(r, "已审结的行政诉讼", decided, annualreport.LitigationDirect, annualreport.LitigationAfter)}
}

// normative is the row of normative documents in either form, and its n-th column.
func normative(r *annualreport.Report, n int, meaning string) figure {
	form := r.FormFor(annualreport.Two)
	if form == nil {
		return figure{}
	}
	for _, row := range form.Tables[annualreport.Two] {
		if strings.HasSuffix(string(row.ID), "规范性文件") {
			return cellFigure(r, annualreport.Two, row.ID, row.Columns[n].ID, meaning)
		}
	}
	return figure{}
}

func madeFigures(r *annualreport.Report) []figure {
	made := normative(r, 0, "本年制发件数")
	return []figure{made, plus("规章和规范性文件的制发件数之和", made, firstOfRules(r, 0)), firstOfRules(r, 0)}
}

func repealedFigures(r *annualreport.Report) []figure {
	if r.Form2 != annualreport.V2021 {
		return nil // the form of 2019 has no such column
	}
	return []figure{normative(r, 1, "本年废止件数")}
}

func inForceFigures(r *annualreport.Report) []figure {
	stock := normative(r, 2, "现行有效件数")
	return []figure{stock, plus("现行有效件数加本年制发件数", stock, normative(r, 0, "")), plus("规章和规范性文件的现行有效件数之和", stock, firstOfRules(r, 2))}
}

// firstOfRules is the n-th column of the row of 规章.
func firstOfRules(r *annualreport.Report, n int) figure {
	row, ok := annualreport.Row{}, false
	if form := r.FormFor(annualreport.Two); form != nil {
		row, ok = form.Row(annualreport.Two, "规章")
	}
	if !ok {
		return figure{}
	}
	return cellFigure(r, annualreport.Two, row.ID, row.Columns[n].ID, "规章的"+row.Columns[n].Label)
}

// textOf are all clauses of the report's sections.
func textOf(r *annualreport.Report) []clause {
	var list []clause
	for _, s := range r.Sections {
		list = append(list, clauses(s.Number, s.Paragraphs)...)
	}
	return list
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// elsewhere are words that say the sentence speaks of more than the reporting organ; otherTimes, of more than its year.
var (
	elsewhere  = []string{"全区", "全县", "全市", "全省", "全州", "全旗", "全系统", "各单位", "各部门", "各乡镇", "各镇"}
	otherTimes = []string{"去年", "同比", "较上年", "比上年", "历年", "累计", "以来"}
)

// outside reports whether a number at byte offset at of the clause may count something else than the tables do.
func (c clause) outside(at, year int) bool {
	upTo := c.before + c.text[:at]
	if containsAny(upTo, elsewhere) || containsAny(c.text[:at], otherTimes) {
		return true
	}
	for i := len(upTo); year > 0; {
		if i = strings.LastIndex(upTo[:i], "20"); i < 0 {
			return false
		}
		if y, ok := yearIn(upTo[i:min(len(upTo), i+len("2000年"))]); ok {
			return y != year
		}
	}
	return false
}

func checkClaims(s *Subject, out *sink) {
	for _, c := range textOf(s.Report) {
		for _, claim := range claims {
			if n, ok := claim.number(c); ok {
				compare(s.Report, out, c, claim, n)
			}
		}
	}
}

// number finds the number that the clause states for the claim: the first count after the word. A part
// of a whole is not it.
func (cl claim) number(c clause) (number, bool) {
	if !containsAny(c.text, cl.any) || containsAny(c.text, cl.not) || cl.also != nil && !containsAny(c.text, cl.also) {
		return number{}, false
	}
	word := -1
	for _, w := range cl.any {
		if i := strings.Index(c.text, w); i >= 0 && (word < 0 || i < word) {
			word = i
		}
	}
	for _, n := range c.numbers {
		if n.at > word && n.counts() {
			part := strings.Contains(c.text[:n.at], "其中") || cl.also != nil && containsAny(c.text[:n.at], partly)
			return n, !part
		}
	}
	return number{}, false
}

// compare judges one stated number. A number of another scope or time is a doubt, never a failure.
func compare(r *annualreport.Report, out *sink, c clause, cl claim, n number) {
	figures := cl.figures(r)
	if len(figures) == 0 {
		return
	}
	right := figures[0]
	switch {
	case !right.known:
		out.cannotTell()
		return
	case n.value == right.value:
		return
	}
	if cl.name == "收到申请" && figures[1].known && n.value == figures[1].value && !strings.Contains(c.text, "新收") && figures[1].value != right.value {
		out.doubt(right.where, Number(right.value), Number(n.value), c.sent, "正文“%s”的%d%s含上年结转的%d件，表三本年新收为%d件，建议在正文中分开写明", clip(c.text), n.value, n.unit, figures[1].value-right.value, right.value)
		return
	}
	message := fmt.Sprintf("正文称%s%d%s，表格中%s为%d", cl.name, n.value, n.unit, right.meaning, right.value)
	for _, f := range figures[1:] {
		if f.known && f.value == n.value {
			message += fmt.Sprintf("；正文的数字恰好等于%s", f.meaning)
			break
		}
	}
	where := right.where
	where.Section = c.section
	if c.outside(n.at, r.Year) {
		out.doubt(where, Number(right.value), Number(n.value), c.sent, "%s。该句的统计口径可能不是本机关或者本年度，请核实", message)
		return
	}
	out.fail(where, Number(right.value), Number(n.value), c.sent, "%s", message)
}

// checkItemised adds up 共N条，其中A a条，B b条…, and counts what N个栏目 are listed.
func checkItemised(s *Subject, out *sink) {
	for _, part := range s.Report.Sections {
		var items, columns []string
		for _, paragraph := range part.Paragraphs {
			for _, sentence := range splitAfter(paragraph, "。；;") {
				items = append(items, checkSum(out, part.Number, sentence)...)
				columns = append(columns, checkListed(out, part.Number, sentence)...)
			}
		}
		checkEmptyColumns(out, part.Number, items, columns)
	}
}

// checkEmptyColumns: a column that the text lists and to which no item of its itemisation belongs may be empty.
func checkEmptyColumns(out *sink, section string, items, columns []string) {
	var empty []string
	for _, column := range columns {
		if !slices.ContainsFunc(items, func(item string) bool { return alike(item, column) }) {
			empty = append(empty, column)
		}
	}
	if len(items) >= leastItems && len(empty) > 0 && len(empty) < len(columns) {
		out.doubt(Where{Section: section}, Value{}, Text(strings.Join(empty, "、")), "", "正文列出的栏目“%s”在分项数量中没有对应的条目，栏目可能是空的", strings.Join(empty, "”“"))
	}
}

// leastItems is how many items an itemisation must have before a sum that is too small is taken for a mistake: with
// fewer, 其中 usually names examples.
const leastItems = 3

// checkSum returns the names of the items.
func checkSum(out *sink, section, sentence string) (names []string) {
	head, tail, ok := strings.Cut(sentence, "其中")
	if !ok {
		head, tail, ok = strings.Cut(sentence, "分别")
	}
	if !ok || strings.Contains(tail, "其中") {
		return nil
	}
	tail = withoutAsides(tail)
	totals := numbersIn(head)
	if len(totals) == 0 {
		return nil
	}
	total := totals[len(totals)-1]
	var sum int64
	for _, c := range clausesOf(section, tail) {
		for _, n := range c.numbers {
			if n.unit == total.unit {
				sum += n.value
				names = append(names, strings.TrimSpace(c.text[:n.at]))
			}
		}
	}
	items := len(names)
	switch {
	case items < 2 || sum == total.value:
	case sum > total.value || items >= leastItems && !containsAny(tail, []string{"等", "主要"}):
		out.fail(Where{Section: section}, Number(total.value), Number(sum), sentence, "正文称共%d%s，所列%d项相加为%d%s", total.value, total.unit, items, sum, total.unit)
	default:
		out.doubt(Where{Section: section}, Number(total.value), Number(sum), sentence, "正文称共%d%s，“其中”所列%d项相加为%d%s，如果是全部列举则不相符", total.value, total.unit, items, sum, total.unit)
	}
	return names
}

// withoutAsides removes what stands in brackets, and comparisons with other years: neither is an item of the sum.
func withoutAsides(s string) string {
	var kept []string
	for _, c := range clausesOf("", s) {
		depth := strings.Count(c.before, "（") + strings.Count(c.before, "(") - strings.Count(c.before, "）") - strings.Count(c.before, ")")
		if depth <= 0 && !containsAny(c.text, []string{"同比", "去年", "上年", "增加", "减少", "增长", "下降"}) {
			kept = append(kept, c.text)
		}
	}
	return strings.Join(kept, "，")
}

// checkListed: “共设置7个栏目…，主要包含有A、B、C等” names more or fewer columns than it says. It returns their names.
func checkListed(out *sink, section, sentence string) (names []string) {
	for _, n := range numbersIn(sentence) {
		rest := sentence[n.end:]
		if n.unit != "个" || !strings.HasPrefix(rest, "个栏目") && !strings.HasPrefix(rest, "个类别") && !strings.HasPrefix(rest, "个专栏") && !strings.HasPrefix(rest, "个方面") {
			continue
		}
		list, ok := enumeratedAfter(rest)
		if !ok {
			continue
		}
		names = split(strings.TrimSuffix(list, "。"), "、")
		open := strings.HasSuffix(strings.TrimSuffix(list, "。"), "等")
		if count := int64(len(names)); count > n.value || count < n.value && !open && count >= leastItems {
			out.fail(Where{Section: section}, Number(n.value), Number(count), sentence, "正文称%d个%s，后面列出的有%d个", n.value, strings.TrimPrefix(string([]rune(rest)[:3]), "个"), count)
		}
		return split(strings.TrimSuffix(strings.TrimSuffix(list, "。"), "等"), "、")
	}
	return nil
}

func enumeratedAfter(rest string) (string, bool) {
	for _, mark := range []string{"包含有", "包括有", "包含", "包括", "分别为", "分别是", "主要有", "为："} {
		if i := strings.Index(rest, mark); i >= 0 && strings.Contains(rest[i:], "、") {
			return strings.TrimLeft(rest[i+len(mark):], "：:"), true
		}
	}
	return "", false
}

// checkNegations: what the text says did not happen must be zero in the tables, and the other way round.
func checkNegations(s *Subject, out *sink) {
	checkFeeDenied(s, out)
	for _, c := range textOf(s.Report) {
		if c.outside(len(c.text), s.Report.Year) {
			continue
		}
		if deny(c.text, []string{"申请"}) && !containsAny(c.text, []string{"复议", "诉讼", "费", "投诉", "举报"}) && containsAny(c.text, []string{"收到", "受理", "接到", "依申请", "提出", "提交"}) {
			denied(out, c, three(s.Report, annualreport.Received, "本年新收"), "没有收到申请")
		}
		if deny(c.text, []string{"复议"}) {
			denied(out, c, reconFigures(s.Report)[0], "没有行政复议")
		}
		if deny(c.text, []string{"诉讼"}) {
			denied(out, c, suitFigures(s.Report)[0], "没有行政诉讼")
		}
	}
}

// checkFeeDenied: a report that says both that no 信息处理费 was charged and how much was charged contradicts itself. The
// 行政事业性收费 of table two is another fee.
func checkFeeDenied(s *Subject, out *sink) {
	denied, charged := clause{}, clause{}
	for _, c := range textOf(s.Report) {
		if !strings.Contains(c.before+c.text, "信息处理费") || c.outside(len(c.text), s.Report.Year) {
			continue
		}
		switch {
		case containsAny(c.text, []string{"未收取", "没有收取", "未产生", "未发生", "无收取", "未收费"}):
			denied = c
		case slices.ContainsFunc(c.numbers, func(n number) bool { return n.value > 0 && strings.HasSuffix(n.unit, "元") }):
			charged = c
		}
	}
	if denied.text != "" && charged.text != "" {
		out.fail(Where{Section: denied.section}, Text(charged.text), Text(denied.text), denied.sent, "正文称没有收取信息处理费，又称“%s”，前后矛盾", clip(charged.text))
	}
}

// deny reports whether the clause says that there was none of the words. 无正当理由 and the like deny nothing.
func deny(text string, words []string) bool {
	if !containsAny(text, words) || containsAny(text, []string{"无正当理由", "未审结", "未经复议", "无法", "无误", "未按", "未及时", "纠正", "撤销", "败诉", "维持", "超期"}) {
		return false
	}
	return containsAny(text, []string{"未收到", "没有收到", "未接到", "未受理", "未发生", "没有发生", "无政府信息公开", "均无", "未出现", "没有因", "无因", "未有", "无行政", "没有行政", "没有公民", "无公民", "无依申请", "无人"})
}

func denied(out *sink, c clause, f figure, what string) {
	if !f.known {
		out.cannotTell()
		return
	}
	if f.value != 0 {
		where := f.where
		where.Section = c.section
		out.fail(where, Number(f.value), Number(0), c.sent, "正文称%s，表格中%s为%d", what, f.meaning, f.value)
	}
}

// checkStockMentioned: a stock in table two that the text never speaks of is worth a look.
func checkStockMentioned(s *Subject, out *sink) {
	stock := normative(s.Report, 2, "现行有效件数")
	if !stock.known {
		out.cannotTell()
		return
	}
	if stock.value == 0 {
		return
	}
	for _, part := range s.Report.Sections {
		if text := strings.Join(part.Paragraphs, ""); strings.Contains(text, "规范性文件") {
			return
		}
	}
	out.doubt(stock.where, Number(stock.value), Value{}, "", "表二现行有效的规范性文件为%d件，正文没有说明规范性文件的制发、废止和现行有效情况", stock.value)
}
