package audit

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gongkai/annualreport"
	"gongkai/civil"
	"gongkai/law"
	"gongkai/money"
)

// Registers are what an agency's own registers say of the year, and where somebody departed from them.
type Registers struct {
	Tables    map[annualreport.TableNo]annualreport.Grid
	Fee       money.Fen // 信息处理费 paid in the year
	Overrides []Override
}

// An Override is a number that somebody put in the place of the register's, with the reason.
type Override struct {
	Table   annualreport.TableNo
	Row     annualreport.RowID
	Column  annualreport.ColumnID
	Value   int64
	Because string
	By      string // name
	On      civil.Date
}

// registerRules compare a report with the registers of its own agency.
// 法源: 《条例》第四十五条、《条例》第五十条。
var registerRules = []Rule{
	{"D-1", Error, "表三应与申请登记簿一致", contents, hasRegister(annualreport.Three), equalsRegister(annualreport.Three, "申请登记簿", nil)},
	{"D-2", Error, "表四应与复议诉讼登记簿一致", contents, hasRegister(annualreport.Four), equalsRegister(annualreport.Four, "复议诉讼登记簿", nil)},
	{"D-3", Error, "第六部分的信息处理费应与收费登记一致", law.OGI.Art(50).I(5), func(s *Subject) bool { return s.Registers != nil && hasProse(s) }, checkFeeLedger},
	{"D-4", Warning, "表二的规章、规范性文件应与公开的文件一致", contents, hasRegister(annualreport.Two), equalsRegister(annualreport.Two, "文件登记簿", documentRows)},
	{"D-5", Warning, "表二的许可、处罚、强制、收费应与各股室报送的一致", contents, hasRegister(annualreport.Two), equalsRegister(annualreport.Two, "股室报送数", decisionRows)},
	{"D-6", Warning, "人工改动的数字应写明理由，并请审核人核实", contents, func(s *Subject) bool { return s.Registers != nil }, checkOverrides},
}

func hasRegister(table annualreport.TableNo) func(*Subject) bool {
	return func(s *Subject) bool {
		return s.Registers != nil && s.Registers.Tables[table] != nil && s.Report.Tables[table] != nil
	}
}

func documentRows(row annualreport.RowID) bool {
	return row == "规章" || strings.HasSuffix(string(row), "规范性文件")
}

func decisionRows(row annualreport.RowID) bool { return !documentRows(row) }

// equalsRegister makes the check that a table, or those of its rows that are meant, holds the register's numbers. Where
// somebody departed from it with a reason, D-6 tells it and this rule leaves it to the reader.
func equalsRegister(table annualreport.TableNo, register string, rows func(annualreport.RowID) bool) func(*Subject, *sink) {
	return func(s *Subject, out *sink) {
		form := s.Report.FormFor(table)
		if form == nil {
			out.cannotTell()
			return
		}
		for _, row := range form.Tables[table] {
			if rows != nil && !rows(row.ID) {
				continue
			}
			for _, column := range row.Columns {
				compareCell(s, out, form, table, row, column, register)
			}
		}
	}
}

func compareCell(s *Subject, out *sink, form *annualreport.Form, table annualreport.TableNo, row annualreport.Row, column annualreport.Column, register string) {
	want := cellOf(form, table, s.Registers.Tables[table], row.ID, column.ID)
	got := s.Report.Cell(table, row.ID, column.ID)
	switch {
	case !want.Known() || !got.Known():
		out.cannotTell()
		return
	case want.Value == got.Value:
		return
	}
	expected, actual, where := want.Text(column.Kind), got.Text(column.Kind), InTable(table, row.ID, column.ID)
	message := fmt.Sprintf("表%s“%s”的“%s”为%s，%s为%s", chineseTable(table), row.Group+row.Label, column.Label, actual, register, expected)
	if o, ok := s.explained(table, row.ID, column.ID); ok {
		out.doubt(where, Text(expected), Text(actual), "", "%s。已说明：%s", message, o.Because)
		return
	}
	out.fail(where, Text(expected), Text(actual), "", "%s", message)
}

// explained finds the reason that somebody gave for the number in a cell.
func (s *Subject) explained(table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) (Override, bool) {
	if s.Registers == nil {
		return Override{}, false
	}
	i := slices.IndexFunc(s.Registers.Overrides, func(o Override) bool {
		return o.Table == table && o.Row == row && o.Column == column && strings.TrimSpace(o.Because) != ""
	})
	if i < 0 {
		return Override{}, false
	}
	return s.Registers.Overrides[i], true
}

// checkOverrides tells of every number that is not the register's own.
func checkOverrides(s *Subject, out *sink) {
	for _, o := range s.Registers.Overrides {
		form := s.Report.FormFor(o.Table)
		if form == nil {
			continue
		}
		row, ok := form.Row(o.Table, o.Row)
		if !ok {
			continue
		}
		kind := annualreport.Tally
		for _, c := range row.Columns {
			if c.ID == o.Column {
				kind = c.Kind
			}
		}
		registered := cellOf(form, o.Table, s.Registers.Tables[o.Table], o.Row, o.Column)
		value := annualreport.N(o.Value).Text(kind)
		reason := "理由：" + o.Because
		if strings.TrimSpace(o.Because) == "" {
			reason = "没有写明理由"
		}
		out.fail(InTable(o.Table, o.Row, o.Column), Text(registered.Text(kind)), Text(value), "", "表%s“%s”的“%s”由%s于%s改为%s（登记簿为%s），%s",
			chineseTable(o.Table), row.Group+row.Label, o.Column, o.By, o.On.Chinese(), value, registered.Text(kind), reason)
	}
}

// feeStated finds an amount in a sentence on the 信息处理费.
var feeStated = regexp.MustCompile(`([0-9][0-9,，]*(?:\.[0-9]+)?)\s*(万元|元)`)

// checkFeeLedger compares what the text says of the 信息处理费 with what was paid.
func checkFeeLedger(s *Subject, out *sink) {
	told := false
	for _, part := range s.Report.Sections {
		for _, paragraph := range part.Paragraphs {
			for _, sentence := range splitAfter(paragraph, "。；;！") {
				if !strings.Contains(sentence, "信息处理费") || containsAny(sentence, otherTimes) {
					continue
				}
				amount, ok := feeIn(sentence)
				if !ok {
					continue
				}
				told = true
				if amount != s.Registers.Fee {
					out.fail(Where{Section: part.Number}, Text(s.Registers.Fee.String()+"元"), Text(amount.String()+"元"), sentence,
						"正文的信息处理费为%s元，收费登记为%s元", amount, s.Registers.Fee)
				}
			}
		}
	}
	if !told {
		out.cannotTell()
	}
}

// feeIn reads the amount that the sentence states; denying it states nothing was taken.
func feeIn(sentence string) (money.Fen, bool) {
	if m := feeStated.FindStringSubmatch(sentence[strings.Index(sentence, "信息处理费"):]); m != nil {
		parse := money.ParseYuan
		if m[2] == "万元" {
			parse = money.ParseWanyuan
		}
		amount, err := parse(strings.NewReplacer(",", "", "，", "").Replace(m[1]))
		return amount, err == nil
	}
	return 0, containsAny(sentence, []string{"未收取", "没有收取", "未产生", "未发生", "无收取", "未收费"})
}
