package draft

import (
	"regexp"
	"strconv"
	"strings"

	"gongkai/annualreport"
	"gongkai/money"
)

// Facts are what the fields of a text speak of.
type Facts struct {
	Agency    string
	Year      int
	Tables    map[annualreport.TableNo]annualreport.Grid
	Before    map[annualreport.TableNo]annualreport.Grid // last year's; nil where there is no report of it
	Earlier   []Past                                     // the years before, the oldest first
	Fee       money.Fen                                  // 信息处理费 paid in the year
	Records   []Sort                                     // records published in the year, by kind
	Published int64                                      // their sum
	Last      int64                                      // the sum of the year before
	Trainings []string                                   // 培训 as they were marked, the earliest first
	Contact   string                                     // office, address, telephone
}

// A Past is what a chart shows of a year.
type Past struct {
	Year                          int
	Received, Answered, Published int64
}

// A Sort is a number of records of one kind.
type Sort struct {
	Label string
	N     int64
}

// A Field is a name in a text that stands for a fact.
type Field struct {
	Name string
	Hint string // what it becomes
	Part string // the section in which it is offered first
	text func(Facts) string
}

// Fields are all fields, in the order of the sections.
var Fields = []Field{
	{"机关", "本机关名称", Preamble, func(f Facts) string { return f.Agency }},
	{"年度", "2021年", Preamble, func(f Facts) string { return strconv.Itoa(f.Year) + "年" }},
	{"统计期限", "2021年1月1日起至2021年12月31日止", Preamble, func(f Facts) string {
		y := strconv.Itoa(f.Year)
		return y + "年1月1日起至" + y + "年12月31日止"
	}},
	{"六个部分", "六个部分的标题", Preamble, parts},
	{"联系方式", "公开指南中的工作机构、地址和电话", Preamble, func(f Facts) string { return f.Contact }},

	{"主动公开", "主动公开政府信息13条", "一", func(f Facts) string { return "主动公开政府信息" + count(f.Published, "条") }},
	{"主动公开构成", "其中政策文件3条，机构职能2条……", "一", sorts},
	chartField("图：主动公开构成", "各栏目公开条数的条形图", "一", sorts),
	chartField("图：近年主动公开", "近年公开条数的条形图", "一", nil),
	{"主动公开比上年", "比上年增加3条", "一", func(f Facts) string { return compared(f.Published, f.Last, f.Last > 0 || f.Published > 0, "条") }},
	{"培训", "按“全年职责”中标记的培训写明", "一", func(f Facts) string {
		if len(f.Trainings) == 0 {
			return "本年度未组织政府信息公开业务培训"
		}
		return strings.Join(f.Trainings, "；")
	}},

	{"规范性文件制发", "2件", "二", two(0)},
	{"规范性文件废止", "0件", "二", two(1)},
	{"规范性文件现行有效", "20件", "二", two(2)},
	{"规范性文件", "本年制发行政规范性文件2件，废止行政规范性文件0件，现行有效的行政规范性文件20件", "二", documents},
	chartField("图：行政决定", "许可、处罚、强制件数的条形图", "二", nil),
	{"许可", "行政许可决定的件数", "二", decision("行政许可")},
	{"处罚", "行政处罚决定的件数", "二", decision("行政处罚")},
	{"强制", "行政强制决定的件数", "二", decision("行政强制")},

	{"收到申请", "本年新收政府信息公开申请12件；没有的写“本年度未收到政府信息公开申请”", "三", received},
	{"新收比上年", "比上年增加3件", "三", func(f Facts) string {
		before, ok := whole(f.Before, annualreport.Received)
		now, _ := whole(f.Tables, annualreport.Received)
		return compared(now, before, ok, "件")
	}},
	{"本年新收", "12件", "三", cases(annualreport.Received)},
	{"上年结转", "1件", "三", cases(annualreport.CarriedIn)},
	{"办结", "11件", "三", cases(annualreport.Total)},
	{"结转下年度", "2件", "三", cases(annualreport.CarriedOut)},
	{"办理结果", "予以公开7件，不予公开3件，无法提供1件", "三", outcomes},
	{"申请人构成", "自然人10件，商业企业2件", "三", applicants},
	chartField("图：办理结果", "各类办理结果的条形图", "三", outcomes),
	chartField("图：申请人构成", "各类申请人的条形图", "三", applicants),
	chartField("图：近年申请", "近年新收申请的条形图", "三", nil),
	{"近年申请", "2019年3件，2020年9件，2021年12件", "三", func(f Facts) string { return years(f, func(p Past) int64 { return p.Received }, "件") }},

	{"复议诉讼", "发生行政复议2件；没有的写“未发生”", "四", remedies},
	{"行政复议", "2件", "四", four(annualreport.Reconsideration)},
	{"行政诉讼", "0件", "四", four(annualreport.LitigationDirect, annualreport.LitigationAfter)},

	{"信息处理费", "本年度未收取信息处理费，或者收取的数额", "六", func(f Facts) string {
		if f.Fee == 0 {
			return "本年度未收取信息处理费"
		}
		return "本年度依法收取信息处理费共计" + f.Fee.String() + "元"
	}},
}

// FieldOf finds a field by its name.
func FieldOf(name string) (Field, bool) {
	for _, f := range Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Text is what the field becomes.
func (f Field) Text(facts Facts) string { return f.text(facts) }

// field is a field in a text.
var field = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Fill sets the facts in the place of the fields. Unknown fields stay as they are, for the eye.
func (f Facts) Fill(text string) string {
	return field.ReplaceAllStringFunc(text, func(s string) string {
		known, ok := FieldOf(strings.TrimSpace(s[2 : len(s)-2]))
		if !ok {
			return s
		}
		return known.text(f)
	})
}

// Unknown are the names in a text that no field has.
func Unknown(text string) []string {
	var list []string
	for _, m := range field.FindAllStringSubmatch(text, -1) {
		if _, ok := FieldOf(m[1]); !ok {
			list = append(list, m[1])
		}
	}
	return list
}

func count(n int64, unit string) string { return strconv.FormatInt(n, 10) + unit }

func compared(now, before int64, known bool, unit string) string {
	switch {
	case !known:
		return "（上年没有可比数据）"
	case now > before:
		return "比上年增加" + count(now-before, unit)
	case now < before:
		return "比上年减少" + count(before-now, unit)
	}
	return "与上年持平"
}

func parts(f Facts) string {
	form, ok := annualreport.FormOf(f.Year)
	if !ok {
		return ""
	}
	var titles []string
	for _, h := range form.Sections {
		titles = append(titles, h.Title)
	}
	return strings.Join(titles, "，")
}

// sorts writes 其中A 3条，B 2条; nothing where there is nothing or one kind alone.
func sorts(f Facts) string {
	var list []string
	for _, s := range f.Records {
		if s.N > 0 {
			list = append(list, s.Label+count(s.N, "条"))
		}
	}
	switch len(list) {
	case 0:
		return "本年度没有新公开的信息"
	case 1:
		return "均为" + strings.TrimSuffix(list[0], count(f.Published, "条"))
	}
	return "其中" + strings.Join(list, "，")
}

// whole is the sum of a row of table three.
func whole(tables map[annualreport.TableNo]annualreport.Grid, row annualreport.RowID) (int64, bool) {
	cells := tables[annualreport.Three][row]
	if len(cells) != len(annualreport.Applicants) || !cells[len(cells)-1].Known() {
		return 0, false
	}
	return cells[len(cells)-1].Value, true
}

func cases(row annualreport.RowID) func(Facts) string {
	return func(f Facts) string {
		n, _ := whole(f.Tables, row)
		return count(n, "件")
	}
}

func received(f Facts) string {
	n, _ := whole(f.Tables, annualreport.Received)
	if n == 0 {
		return "本年度未收到政府信息公开申请"
	}
	return "本年新收政府信息公开申请" + count(n, "件")
}

// groups are the results of table three as a sentence names them.
var groups = []struct{ label, prefix string }{
	{"予以公开", "O1"}, {"部分公开", "O2"}, {"不予公开", "O3"}, {"无法提供", "O4"}, {"不予处理", "O5"}, {"其他处理", "O6"},
}

// results are the cases of each group of results, in the order of the form.
func results(f Facts) []Sort {
	var list []Sort
	for _, g := range groups {
		s := Sort{Label: g.label}
		for id := range f.Tables[annualreport.Three] {
			if strings.HasPrefix(string(id), g.prefix) {
				part, _ := whole(f.Tables, id)
				s.N += part
			}
		}
		list = append(list, s)
	}
	return list
}

func outcomes(f Facts) string { return inWords(results(f), "本年度没有需要答复的申请") }

// inWords tells how many cases there are of each sort, or that there are none.
func inWords(sorts []Sort, none string) string {
	var list []string
	for _, s := range sorts {
		if s.N > 0 {
			list = append(list, s.Label+count(s.N, "件"))
		}
	}
	if len(list) == 0 {
		return none
	}
	return strings.Join(list, "，")
}

// kinds are the new cases of each kind of applicant, in the order of the form.
func kinds(f Facts) []Sort {
	var list []Sort
	for i, c := range f.Tables[annualreport.Three][annualreport.Received] {
		if column := annualreport.Applicants[i]; column.ID != annualreport.Sum {
			list = append(list, Sort{Label: column.Label, N: c.Value})
		}
	}
	return list
}

func applicants(f Facts) string { return inWords(kinds(f), "没有申请人") }

func years(f Facts, pick func(Past) int64, unit string) string {
	var list []string
	for _, p := range f.Earlier {
		list = append(list, strconv.Itoa(p.Year)+"年"+count(pick(p), unit))
	}
	now, _ := whole(f.Tables, annualreport.Received)
	return strings.Join(append(list, strconv.Itoa(f.Year)+"年"+count(now, unit)), "，")
}

// stock are the cells of the normative documents in either form.
func stock(f Facts) []annualreport.Cell {
	for id, cells := range f.Tables[annualreport.Two] {
		if strings.HasSuffix(string(id), "规范性文件") {
			return cells
		}
	}
	return nil
}

func two(i int) func(Facts) string {
	return func(f Facts) string {
		if cells := stock(f); i < len(cells) {
			return count(cells[i].Value, "件")
		}
		return count(0, "件")
	}
}

func documents(f Facts) string {
	return "本年制发行政规范性文件" + two(0)(f) + "，废止行政规范性文件" + two(1)(f) + "，现行有效的行政规范性文件" + two(2)(f)
}

// decided is the number of decisions in a row of table two.
func decided(f Facts, row annualreport.RowID) int64 {
	if cells := f.Tables[annualreport.Two][row]; len(cells) > 0 {
		return cells[len(cells)-1].Value
	}
	return 0
}

func decision(row annualreport.RowID) func(Facts) string {
	return func(f Facts) string { return count(decided(f, row), "件") }
}

func sumOf(f Facts, blocks ...annualreport.RowID) (n int64) {
	for _, block := range blocks {
		if cells := f.Tables[annualreport.Four][block]; len(cells) > 0 {
			n += cells[len(cells)-1].Value
		}
	}
	return n
}

func four(blocks ...annualreport.RowID) func(Facts) string {
	return func(f Facts) string { return count(sumOf(f, blocks...), "件") }
}

func remedies(f Facts) string {
	recon, suits := sumOf(f, annualreport.Reconsideration), sumOf(f, annualreport.LitigationDirect, annualreport.LitigationAfter)
	switch {
	case recon == 0 && suits == 0:
		return "本年度未发生因政府信息公开引起的行政复议、行政诉讼"
	case suits == 0:
		return "因政府信息公开发生行政复议" + count(recon, "件") + "。未发生行政诉讼"
	case recon == 0:
		return "因政府信息公开发生行政诉讼" + count(suits, "件") + "。未发生行政复议"
	}
	return "因政府信息公开发生行政复议" + count(recon, "件") + "。发生行政诉讼" + count(suits, "件")
}
