package audit

import (
	"strings"

	"gongkai/annualreport"
	"gongkai/law"
)

// comparisonRules compare a report with last year's and with those of its units.
var comparisonRules = []Rule{
	{"X-1", Error, "上年结转应等于上一年度的结转下年度，逐列相等", contents, hasPrevious, checkCarried},
	{"X-2", Warning, "现行有效应等于上年现行有效加本年制发减本年废止", contents, hasPrevious, checkStock},
	{"P-6", Warning, "内容不应与上年雷同", law.Form2021.Whole(), hasPreviousText, checkSimilar},
	{"R-1", Warning, "汇总数应等于各单位之和", contents, func(s *Subject) bool { return len(s.Units) > 0 }, checkRollUp},
}

func hasPrevious(s *Subject) bool {
	return s.Previous != nil && (s.Previous.Year == 0 || s.Report.Year == 0 || s.Previous.Year == s.Report.Year-1)
}

func hasPreviousText(s *Subject) bool {
	return s.Previous != nil && hasText(s) && len(s.Previous.Sections) > 0
}

func checkCarried(s *Subject, out *sink) {
	for _, column := range annualreport.Applicants {
		before := s.Previous.Cell(annualreport.Three, annualreport.CarriedOut, column.ID)
		now := s.Report.Cell(annualreport.Three, annualreport.CarriedIn, column.ID)
		if !before.Known() || !now.Known() {
			out.cannotTell()
			continue
		}
		if o, ok := s.explained(annualreport.Three, annualreport.CarriedIn, column.ID); ok && before.Value != now.Value {
			out.doubt(InTable(annualreport.Three, annualreport.CarriedIn, column.ID), Number(before.Value), Number(now.Value), "", "“%s”列上年结转与上一年度报告的结转下年度不同，已说明：%s", column.Label, o.Because)
		} else if before.Value != now.Value {
			out.fail(InTable(annualreport.Three, annualreport.CarriedIn, column.ID), Number(before.Value), Number(now.Value), "",
				"“%s”列上年结转为%d件，而上一年度报告的结转下年度为%d件", column.Label, now.Value, before.Value)
		}
	}
}

func checkStock(s *Subject, out *sink) {
	form := s.Report.FormFor(annualreport.Two)
	if form == nil || form.ID != annualreport.V2021 || s.Previous.Form2 != annualreport.V2021 {
		out.cannotTell()
		return
	}
	for _, id := range []annualreport.RowID{"规章", "行政规范性文件"} {
		row, _ := form.Row(annualreport.Two, id)
		made, repealed, now := s.Report.Cell(annualreport.Two, id, row.Columns[0].ID), s.Report.Cell(annualreport.Two, id, row.Columns[1].ID), s.Report.Cell(annualreport.Two, id, row.Columns[2].ID)
		before := s.Previous.Cell(annualreport.Two, id, row.Columns[2].ID)
		if !made.Known() || !repealed.Known() || !now.Known() || !before.Known() {
			out.cannotTell()
			continue
		}
		want := before.Value + made.Value - repealed.Value
		if o, ok := s.explained(annualreport.Two, id, row.Columns[2].ID); ok && want != now.Value {
			out.doubt(InTable(annualreport.Two, id, row.Columns[2].ID), Number(want), Number(now.Value), "", "%s现行有效件数与上年不衔接，已说明：%s", row.Label, o.Because)
		} else if want != now.Value {
			out.fail(InTable(annualreport.Two, id, row.Columns[2].ID), Number(want), Number(now.Value), "",
				"%s现行有效%d件，而上年%d件加本年制发%d件减本年废止%d件为%d件（清理、失效或者统计口径变化的，应在正文中说明）", row.Label, now.Value, before.Value, made.Value, repealed.Value, want)
		}
	}
}

// similarPerMille is the share of last year's wording, in thousandths, from which a report counts as 雷同.
const similarPerMille = 850

func checkSimilar(s *Subject, out *sink) {
	limit := similarPerMille
	if s.Similar > 0 {
		limit = s.Similar * 10
	}
	for _, part := range s.Report.Sections {
		last, ok := section(s.Previous, part.Number)
		now, before := shingles(part.Paragraphs), shingles(last.Paragraphs)
		if !ok || len(now) < 60 || len(before) == 0 {
			continue
		}
		same := 0
		for shingle := range now {
			if before[shingle] {
				same++
			}
		}
		if share := same * 1000 / len(now); share >= limit {
			out.fail(Where{Section: part.Number}, Value{}, Number(int64(share/10)), strings.Join(part.Paragraphs, ""), "第%s部分有%d%%的表述与上年报告相同，内容雷同", part.Number, share/10)
		}
	}
}

// shingles are the runs of five characters of a text without digits and marks, which change every year by themselves.
func shingles(paragraphs []string) map[string]bool {
	var runes []rune
	for _, r := range strings.Join(paragraphs, "") {
		if r > 0x2E80 && !strings.ContainsRune("，。、；：？！（）《》“”", r) {
			runes = append(runes, r)
		}
	}
	set := map[string]bool{}
	for i := 0; i+5 <= len(runes); i++ {
		set[string(runes[i:i+5])] = true
	}
	return set
}

func checkRollUp(s *Subject, out *sink) {
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		form := s.Report.FormFor(table)
		if form == nil || s.Report.Tables[table] == nil {
			continue
		}
		for _, row := range form.Tables[table] {
			for _, column := range row.Columns {
				checkSumOfUnits(s, out, table, row, column)
			}
		}
	}
}

func checkSumOfUnits(s *Subject, out *sink, table annualreport.TableNo, row annualreport.Row, column annualreport.Column) {
	whole := s.Report.Cell(table, row.ID, column.ID)
	var sum int64
	var blanks []string
	for _, unit := range s.Units {
		c := unit.Cell(table, row.ID, column.ID)
		if !c.Known() {
			blanks = append(blanks, unit.Agency)
			continue
		}
		sum += c.Value
	}
	if !whole.Known() || len(blanks) > 0 {
		out.cannotTell()
		return
	}
	if sum != whole.Value {
		actual, expected := annualreport.N(whole.Value).Text(column.Kind), annualreport.N(sum).Text(column.Kind)
		out.fail(InTable(table, row.ID, column.ID), Text(expected), Text(actual), "", "表%s“%s”的“%s”为%s，%d个单位相加为%s", chineseTable(table), row.Group+row.Label, column.Label, actual, len(s.Units), expected)
	}
}
