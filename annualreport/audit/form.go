package audit

import (
	"gongkai/annualreport"
	"gongkai/law"
)

// formRules are about the form that the report uses.
var formRules = []Rule{
	{"X-3", Error, "年报应使用当年适用的格式：2019、2020年度用60号文格式，2021年度起用30号文格式", contents, knownYear, checkForm},
	{"F-1", Warning, "表格的行、列名称应与格式一致", contents, nil, checkLabels},
	{"F-2", Error, "年报应有表二、表三、表四三张表", contents, nil, checkTables},
	{"F-3", Info, "文件中无法识别或者无法确定位置的内容", law.OGI.Art(50).P(2), nil, checkProblems},
}

func knownYear(s *Subject) bool {
	_, ok := annualreport.FormOf(s.Report.Year)
	return ok && s.Report.Tables[annualreport.Three] != nil
}

func checkForm(s *Subject, out *sink) {
	want, _ := annualreport.FormOf(s.Report.Year)
	if s.Report.Form != want.ID {
		out.fail(Where{Table: "3", Row: "O6"}, Text(string(want.ID)), Text(string(s.Report.Form)), "", "%d年度报告的表三应使用%s格式（（六）其他处理%s），而使用的是%s格式",
			s.Report.Year, want.Cite, rowsOfSix(want.ID), annualreport.FormByID(s.Report.Form).Cite)
	}
	if s.Report.Tables[annualreport.Two] != nil && s.Report.Form2 != "" && s.Report.Form2 != want.ID {
		out.fail(Where{Table: "2"}, Text(string(want.ID)), Text(string(s.Report.Form2)), "", "%d年度报告的表二应使用%s格式，而使用的是%s格式",
			s.Report.Year, want.Cite, annualreport.FormByID(s.Report.Form2).Cite)
	}
}

func rowsOfSix(id annualreport.FormID) string {
	if id == annualreport.V2019 {
		return "为一行"
	}
	return "分三行"
}

func checkLabels(s *Subject, out *sink) {
	for _, l := range s.Report.Labels {
		out.fail(Where{Table: [...]string{"", "", "2", "3", "4"}[l.Table]}, Text(l.Official), Text(l.Found), l.Found, "表%s中“%s”应为“%s”", chineseTable(l.Table), l.Found, l.Official)
	}
}

func checkTables(s *Subject, out *sink) {
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		if s.Report.Tables[table] == nil {
			out.fail(Where{Table: [...]string{"", "", "2", "3", "4"}[table]}, Text("表"+chineseTable(table)), Value{}, "", "没有找到表%s", chineseTable(table))
		}
	}
}

func checkProblems(s *Subject, out *sink) {
	for _, p := range s.Report.Problems {
		where := Where{Row: string(p.Row)}
		if p.Table != 0 {
			where.Table = [...]string{"", "", "2", "3", "4"}[p.Table]
		}
		out.doubt(where, Value{}, Value{}, p.Quote, "%s：%s", p.Place, p.Message)
	}
}
