package extract

import (
	"strings"

	"gongkai/annualreport"
)

// A flow is the whole document as one run of folded text without white space, for tables that reached us as text: one
// cell on a line, several on a line, or glued together. What white space stood before each byte is kept beside it.
type flow struct {
	text  []byte
	str   string
	gap   []uint8 // before each byte: 0 nothing, 1 a space, 1+n n line ends
	block []int32 // the block of each byte
	doc   *reader
}

func (r *reader) newFlow() *flow {
	f := &flow{doc: r}
	for i, b := range r.doc.Blocks {
		if b.Grid == nil {
			f.add(b.Text, i, 2)
			continue
		}
		for _, row := range b.Grid.Rows {
			f.pend(2)
			for _, c := range row {
				f.add(c.Text, i, 1)
			}
		}
	}
	f.str = string(f.text)
	if pending := len(f.gap) - len(f.text); pending > 0 {
		f.gap = f.gap[:len(f.text)]
	}
	return f
}

// pend records white space before the next byte: 1 a space, 2 a line end. Line ends add up.
func (f *flow) pend(kind uint8) {
	if len(f.gap) == len(f.text) {
		f.gap = append(f.gap, 0)
	}
	last := &f.gap[len(f.gap)-1]
	switch {
	case kind == 1:
		*last = max(*last, 1)
	case *last < 2:
		*last = 2
	case *last < 200:
		*last++
	}
}

func (f *flow) add(text string, block int, before uint8) {
	f.pend(before)
	for _, c := range text {
		if to, ok := folding[c]; ok {
			if to < 0 {
				if c == '\n' {
					f.pend(2)
				} else if strings.ContainsRune(" \t\u00a0\u3000", c) {
					f.pend(1)
				}
				continue
			}
			c = to
		}
		start := len(f.text)
		f.text = append(f.text, string(c)...)
		if len(f.gap) == start {
			f.gap = append(f.gap, 0)
		}
		for len(f.gap) < len(f.text) {
			f.gap = append(f.gap, 0)
		}
		for len(f.block) < len(f.text) {
			f.block = append(f.block, int32(block))
		}
	}
}

// find returns the place of the first of the words at or after from and before to, and the end of that word.
func (f *flow) find(from, to int, words ...string) (start, end int) {
	to = min(to, len(f.str))
	for _, w := range words {
		if from < to {
			if i := strings.Index(f.str[from:to], w); i >= 0 {
				return from + i, from + i + len(w)
			}
		}
	}
	return -1, -1
}

// A token is a number as it stands in the flow, with the line ends before it.
type token struct {
	text  string
	lines int
}

// tokens reads the numbers that follow at from; text before the first of them, the rest of a label, is passed over up to
// to. after is the place behind the last number.
func (f *flow) tokens(from, to int) (out []token, after int) {
	i := from
	for i < to && !digitOrSign(f.str[i:]) {
		i++
	}
	for i < to {
		n := f.number(i, to)
		if n == 0 {
			break
		}
		start := i
		for k := i + 1; k < i+n; k++ {
			if f.gap[k] > 0 {
				n = k - i
			}
		}
		out = append(out, token{f.str[start : start+n], max(int(f.gap[start])-1, 0)})
		i += n
	}
	return out, i
}

func digitOrSign(s string) bool {
	return s[0] >= '0' && s[0] <= '9' || s[0] == '/' || strings.HasPrefix(s, "—") || s[0] == '-' || s[0] == '+'
}

// number is the length of the number, or of the sign in place of one, at i; zero when there is none.
func (f *flow) number(i, to int) int {
	s := f.str[i:to]
	if !digitOrSign(s) {
		return 0
	}
	if s[0] == '/' {
		return 1
	}
	if strings.HasPrefix(s, "—") {
		return len("—")
	}
	n := numberEnd(s)
	if n == 0 {
		return 0
	}
	for _, unit := range []string{"万元", "元", "件", "条"} {
		if strings.HasPrefix(s[n:], unit) {
			n += len(unit)
		}
	}
	if n < len(s) && s[n] == '(' {
		if j := strings.IndexByte(s[n:], ')'); j > 4 && j < 60 {
			n += j + 1
		}
	}
	return n
}

// A spot is a label of a table in the flow.
type spot struct {
	row        annualreport.RowID
	start, end int
}

// wordsOfThree are the words by which rows of table three are found in the flow, in official order.
var wordsOfThree = []struct {
	row   annualreport.RowID
	words []string
}{
	{annualreport.CarriedIn, []string{"上年结转政府信息公开申请数", "上年结转"}},
	{"O1", []string{"(一)予以公开", "予以公开"}}, {"O2", []string{"(二)部分公开", "部分公开"}},
	{"O3.1", []string{"属于国家秘密"}}, {"O3.2", []string{"其他法律"}}, {"O3.3", []string{"危及三安全", "三安全"}}, {"O3.4", []string{"保护第三方"}},
	{"O3.5", []string{"属于三类内部"}}, {"O3.6", []string{"属于四类过程"}}, {"O3.7", []string{"属于行政执法案卷"}}, {"O3.8", []string{"属于行政查询"}},
	{"O4.1", []string{"本机关不掌握"}}, {"O4.2", []string{"没有现成信息"}}, {"O4.3", []string{"补正后申请内容", "补正后"}},
	{"O5.1", []string{"信访举报投诉", "信访"}}, {"O5.2", []string{"重复申请"}}, {"O5.3", []string{"要求提供公开出版物"}}, {"O5.4", []string{"无正当理由大量反复"}},
	{"O5.5", []string{"要求行政机关确认"}},
	{"O6", []string{"(六)其他"}}, {"O6.1", []string{"申请人无正当理由逾期不补正", "逾期不补正"}}, {"O6.2", []string{"申请人逾期未按收费", "逾期未按收费", "逾期不缴", "逾期未缴"}},
	{"O6.3", []string{"3.其他", "3、其他"}}, {annualreport.Total, []string{"(七)总计", "(七)合计", "(七)"}}, {annualreport.CarriedOut, []string{"结转下"}},
}

// three finds the rows of table three.
func (f *flow) three(g *gridRows) {
	start, end := f.find(0, len(f.str), "本年新收政府信息公开申请数")
	if start < 0 {
		return
	}
	to, _ := f.find(end, min(end+12_000, len(f.str)), "结转下年度继续办理", "结转下一年")
	if to < 0 {
		to = min(end+6000, len(f.str))
	} else {
		to = min(to+300, len(f.str))
	}
	spots := []spot{{annualreport.Received, start, end}}
	for _, w := range wordsOfThree {
		s, e := f.find(spots[len(spots)-1].end, to, w.words...)
		if s < 0 {
			continue
		}
		spots = append(spots, spot{w.row, f.unnumber(s, w.row), e})
	}
	last := f.readSpots(g, annualreport.Three, spots, to, 7)
	if head, _ := f.find(max(0, start-900), start, "(本列数据的勾稽", "勾稽关系", "申请人情况"); head >= 0 {
		start = head
	}
	f.consume(start, last)
}

// unnumber moves the start of a leaf's label before its number, 2. of 2.其他法律…, so that it is not taken for a figure.
func (f *flow) unnumber(start int, row annualreport.RowID) int {
	if len(row) != 4 {
		return start
	}
	for _, mark := range []string{".", "、"} {
		if strings.HasSuffix(f.str[:start], string(row[3])+mark) {
			return start - 1 - len(mark)
		}
	}
	return start
}

// readSpots reads the numbers behind each label and puts them into the rows; it returns the place behind the last number.
func (f *flow) readSpots(g *gridRows, table annualreport.TableNo, spots []spot, to, want int) int {
	last, least := spots[0].start, 0
	all := make([][]token, len(spots))
	tails := make([]int, len(spots))
	for i, s := range spots {
		end := to
		if i+1 < len(spots) {
			end = spots[i+1].start
		}
		tokens, after := f.tokens(s.end, max(end, s.end))
		all[i] = tokens
		if len(tokens) > 0 {
			last = after
		}
		if after < len(f.gap) {
			tails[i] = max(int(f.gap[after])-1, 0)
		}
		if len(tokens) == want {
			for _, t := range tokens[1:] {
				if least == 0 || t.lines < least {
					least = t.lines
				}
			}
		}
	}
	for i, s := range spots {
		place := f.doc.doc.Blocks[f.block[s.start]].Place()
		g.mark(table, place)
		cells := widen(all[i], tails[i], want, least)
		if s.row == "O6" && len(cells) == 0 {
			continue
		}
		rows := g.three
		if table == annualreport.Two {
			rows = g.two
		}
		rows[s.row] = &line{cells: cells, place: place}
	}
	return last
}

// widen puts blank cells where a column of single cells has more line ends than usual. It does so only where the count of
// cells comes out right in exactly one way.
func widen(tokens []token, tail, want, least int) []string {
	plain := make([]string, len(tokens))
	for i, t := range tokens {
		plain[i] = t.text
	}
	if len(tokens) >= want || least == 0 || len(tokens) == 0 {
		return plain
	}
	var found []string
	for step := 1; step <= least; step++ {
		var cells []string
		exact := true
		add := func(lines int) {
			extra := max(lines-least, 0)
			exact = exact && extra%step == 0
			for range extra / step {
				cells = append(cells, "")
			}
		}
		for _, t := range tokens {
			add(t.lines)
			cells = append(cells, t.text)
		}
		add(tail)
		if exact && len(cells) == want {
			if found != nil {
				return plain
			}
			found = cells
		}
	}
	if found != nil {
		return found
	}
	return plain
}

// two finds the rows of table two.
func (f *flow) two(g *gridRows) {
	start, _ := f.find(0, len(f.str), "第二十条第(一)项信息内容", "第二十条第(一)项")
	if start < 0 {
		if start, _ = f.find(0, len(f.str), "现行有效件数", "对外公开总数量"); start < 0 {
			return
		}
	}
	to := min(start+4000, len(f.str))
	if stop, _ := f.find(start, to, "勾稽关系", "申请人情况", "本年新收政府信息公开申请数"); stop >= 0 {
		to = stop
	}
	form := annualreport.FormByID(annualreport.V2021)
	if s, _ := f.find(start, to, "上一年项目", "本年新制作", "对外公开总"); s >= 0 {
		g.form2, form = annualreport.V2019, annualreport.FormByID(annualreport.V2019)
	}
	var spots []spot
	at := start
	for _, row := range form.Tables[annualreport.Two] {
		words := []string{string(row.ID)}
		if row.ID == "行政规范性文件" {
			words = append(words, "规范性文件")
		}
		if s, e := f.find(at, to, words...); s >= 0 {
			id := row.ID
			if id == "规范性文件" {
				id = "行政规范性文件"
			}
			spots = append(spots, spot{id, s, e})
			at = e
		}
	}
	if len(spots) > 0 {
		f.consume(start, f.readSpots(g, annualreport.Two, spots, to, 3))
	}
}

// four finds the 15 numbers of table four.
func (f *flow) four(g *gridRows) {
	for at := 0; ; {
		start, end := f.find(at, len(f.str), "结果维持")
		if start < 0 {
			return
		}
		at = end
		to := min(start+1200, len(f.str))
		if s, _ := f.find(end, min(end+200, to), "尚未审结"); s < 0 {
			continue
		}
		place := f.doc.doc.Blocks[f.block[start]].Place()
		g.mark(annualreport.Four, place)
		tokens, after := f.tokens(end, to)
		if len(tokens) == 0 || !f.headOnly(end, to) {
			continue
		}
		g.four = &line{cells: widen(tokens, 0, 15, tokens[len(tokens)-1].lines), place: place}
		if s, _ := f.find(max(0, start-120), start, "行政复议行政诉讼"); s >= 0 {
			start = s
		}
		f.consume(start, after)
		return
	}
}

// headOnly reports whether only words of the head, and more than one of them, stand between from and the first number.
func (f *flow) headOnly(from, to int) bool {
	i := from
	for i < to && !digitOrSign(f.str[i:]) {
		i++
	}
	between := f.str[from:i]
	return len(headOfFour.Replace(between)) < 30 && strings.Contains(between, "结果纠正") && strings.Contains(between, "总计")
}

var headOfFour = strings.NewReplacer("结果维持", "", "结果纠正", "", "其他结果", "", "尚未审结", "", "总计", "", "未经复议直接起诉", "", "复议后起诉", "", "行政复议", "", "行政诉讼", "")

// consume marks the blocks that lie wholly within a table, so that they are not taken for running text.
func (f *flow) consume(from, to int) {
	for i := from; i < to && i < len(f.block); {
		b := f.block[i]
		j := i
		for j < len(f.block) && f.block[j] == b {
			j++
		}
		if (i == 0 || f.block[i-1] != b) && j <= to {
			f.doc.consumed[b] = true
		}
		i = j
	}
}
