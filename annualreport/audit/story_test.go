package audit_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/annualreport/extract"
)

// bureau is a report in the wording of this project with the figures and the faults of a published one.
func bureau(t testing.TB) *annualreport.Report {
	t.Helper()
	const name = "testdata/bureau-2021.txt"
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	report, err := extract.File(name, content, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// A bureau's report for 2021 that was written over the pattern of older ones: all of its defects are found, and no sum
// is called wrong, for all of them are right.
func TestTheBureauThatWroteOverAnOldReport(t *testing.T) {
	findings := audit.Run(audit.Subject{Report: bureau(t)}).Findings
	for _, want := range []struct{ rule, defect string }{
		{"P-2", "列出了7个部分，正文有6个部分，正文没有“政府信息公开收费及减免情况”"},
		{"S-4", "“收费及减免”"},
		{"S-1", "第三部分的标题应为“收到和处理政府信息公开申请情况”"},
		{"S-1", "第四部分的标题应为“政府信息公开行政复议、行政诉讼情况”"},
		{"S-1", "第五部分的标题应为“存在的主要问题及改进情况”"},
		{"F-1", "“本年度发件数”应为“本年制发件数”"},
		{"X-3", "2021年度报告的表三应使用30号文格式（（六）其他处理分三行）"},
		{"P-7", "现行有效的规范性文件为20件"},
		{"P-3", "正文称7个栏目，后面列出的有8个"},
		{"P-3", "“规划计划”“行政职权”“行政许可和行政处罚双公示”"},
		{"S-5", "微信群"},
		{"S-5", "QQ群"},
		{"S-3", "信息处理费"},
	} {
		i := slices.IndexFunc(findings, func(f audit.Finding) bool { return f.Rule == want.rule && strings.Contains(f.Message, want.defect) })
		if i < 0 {
			t.Errorf("%s not found: %s", want.rule, want.defect)
			continue
		}
		findings = slices.Delete(findings, i, i+1)
	}
	for _, f := range findings {
		t.Errorf("said of a report that has no such fault: %s %s", f.Rule, f.Message)
	}
}

// webPage is a report as government sites publish it: Word's HTML, every cell with its style, 60 KB in all.
func webPage() string {
	r := sound()
	var b strings.Builder
	b.WriteString("<html><head><meta charset=utf-8><title>" + r.Title + "</title></head><body><h1>" + r.Title + "</h1>")
	for _, p := range r.Preamble {
		b.WriteString("<p>" + p + "</p>")
	}
	form := annualreport.FormByID(r.Form)
	for i, s := range r.Sections {
		b.WriteString("<p>" + s.Number + "、" + s.Title + "</p>")
		for _, p := range s.Paragraphs {
			b.WriteString("<p>" + p + "</p>")
		}
		if table := annualreport.TableNo(i + 1); r.Tables[table] != nil {
			const style = `<td style="border:1px solid windowtext;padding:0cm 5.4pt;mso-border-alt:solid windowtext .5pt;text-align:center;font-family:仿宋_GB2312;font-size:10.5pt;width:38.1pt"`
			b.WriteString(strings.ReplaceAll(form.Sheet(table, r.Tables[table]).HTML(table, nil), "<td", style))
		}
	}
	return b.String() + "</body></html>"
}

func TestAReportReadFromAWebPageIsAsSoundAsItWasWritten(t *testing.T) {
	r, err := extract.File("a.html", []byte(webPage()), extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range audit.Run(audit.Subject{Report: r}).Findings {
		t.Errorf("%s %s: %s", f.Rule, f.Severity, f.Message)
	}
}

func BenchmarkExtractAndRun(b *testing.B) {
	page := []byte(webPage())
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		report, err := extract.File("a.html", page, extract.Options{})
		if err != nil {
			b.Fatal(err)
		}
		audit.Run(audit.Subject{Report: report})
	}
}
