package reporting_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/annualreport/extract"
	"gongkai/internal/docgen/docxtest"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/reporting"

	"pgregory.net/rapid"
)

// drawn is a report in either form with any numbers; text in every part.
func drawn(t *rapid.T) *annualreport.Report {
	r, _ := annualreport.New("甲县乙局", rapid.SampledFrom([]int{2019, 2020, 2021, 2024}).Draw(t, "year"))
	r.Title = fmt.Sprintf("甲县乙局%d年政府信息公开工作年度报告", r.Year)
	r.Preamble = []string{fmt.Sprintf("本报告依据《中华人民共和国政府信息公开条例》编制。所列数据的统计期限自%d年1月1日起至%d年12月31日止。", r.Year, r.Year)}
	for i := range r.Sections {
		r.Sections[i].Paragraphs = []string{"这一部分写明全年的工作，共办理3件。", "另有一段较长的文字，说明做法、原因和下一步的打算，使各部分都有换行和分页的机会。"}
	}
	// charts speak with the words of the tables, before and after them
	r.Sections[2].Charts = []annualreport.Chart{
		{After: 1, Title: "申请的办理结果", Unit: "件", Bars: []annualreport.Bar{{Label: "予以公开", Value: 71}, {Label: "部分公开", Value: 3}, {Label: "不予公开", Value: 1}}},
		{After: 2, Title: "新收申请的申请人构成", Unit: "件", Bars: []annualreport.Bar{{Label: "自然人", Value: 12}, {Label: "商业企业", Value: 40}}}}
	r.Sections[0].Charts = []annualreport.Chart{{After: 1, Title: "各栏目主动公开信息的条数", Unit: "条", Bars: []annualreport.Bar{{Label: "规范性文件", Value: 3}, {Label: "行政许可", Value: 9}}}}
	form := annualreport.FormByID(r.Form)
	count := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 99), rapid.Int64Range(0, 20000))
	for table, grid := range r.Tables {
		for _, row := range form.Tables[table] {
			for i := range row.Columns {
				grid[row.ID][i] = annualreport.N(count.Draw(t, string(row.ID)))
			}
		}
	}
	return r
}

var generator = rapid.Custom(drawn)

// examples is how many reports are tried in each format: reading a PDF takes half a second.
var examples = map[reporting.Format]int{reporting.HTML: 60, reporting.DOCX: 40, reporting.XLSX: 20, reporting.PDF: 6, reporting.OFD: 20}

// What is given out is read back with the same figures, whatever the format.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	pdf := &pdftext.Reader{}
	t.Cleanup(func() { _ = pdf.Close() })
	for _, format := range []reporting.Format{reporting.HTML, reporting.DOCX, reporting.XLSX, reporting.PDF, reporting.OFD} {
		t.Run(string(format), func(t *testing.T) {
			for seed := range examples[format] {
				r := generator.Example(seed)
				content, err := reporting.Write(r, format)
				if err != nil {
					t.Fatal(err)
				}
				switch format {
				case reporting.DOCX:
					docxtest.Check(t, content)
				case reporting.OFD:
					ofdtest.Check(t, content)
				}
				again, err := extract.File("report."+string(format), content, extract.Options{PDF: pdf.Pages})
				if err != nil {
					t.Fatal(err)
				}
				if again.Year != r.Year || again.Agency != r.Agency || again.Form != r.Form || again.Form2 != r.Form2 || len(again.Sections) != 6 {
					t.Errorf("%d %s %s %s, %d sections", again.Year, again.Agency, again.Form, again.Form2, len(again.Sections))
				}
				for table, want := range r.Tables {
					for id, cells := range want {
						for i, c := range cells {
							if got := again.Tables[table][id]; i >= len(got) || !got[i].Same(c) {
								t.Fatalf("table %d %s column %d: got %v, want %v; %v", table, id, i, got, cells, again.Problems)
							}
						}
					}
				}
				for _, p := range again.Problems {
					t.Errorf("%s: %s", p.Place, p.Message)
				}
			}
		})
	}
}

// The text comes back too, so that the audit of a file says what the audit of the report says.
func TestAFileIsAsSoundAsItsReport(t *testing.T) {
	r := sound()
	pdf := &pdftext.Reader{}
	t.Cleanup(func() { _ = pdf.Close() })
	dir := os.Getenv("GONGKAI_REPORTS")
	for _, f := range reporting.Formats {
		content, err := reporting.Write(r, f.Format)
		if err != nil {
			t.Fatal(err)
		}
		if dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "report."+string(f.Format)), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if f.Format == reporting.JSON {
			var again annualreport.Report
			if err := again.UnmarshalJSON(content); err != nil || !reflect.DeepEqual(again.Tables, r.Tables) {
				t.Errorf("json: %v", err)
			}
			continue
		}
		if f.Format == reporting.OFD {
			ofdtest.Check(t, content)
		}
		again, err := extract.File("report."+string(f.Format), content, extract.Options{PDF: pdf.Pages})
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range audit.Run(audit.Subject{Report: again}).Findings {
			t.Errorf("%s: %s %s", f.Format, finding.Rule, finding.Message)
		}
	}
}

func sound() *annualreport.Report {
	r, _ := annualreport.New("甲县乙局", 2025)
	r.Title = "甲县乙局2025年政府信息公开工作年度报告"
	r.Preamble = []string{"本报告依据《中华人民共和国政府信息公开条例》编制。全文包括总体情况，主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，存在的主要问题及改进情况，其他需要报告的事项。", "本报告所列数据的统计期限自2025年1月1日起至2025年12月31日止。"}
	three, set := r.Tables[annualreport.Three], func(cells []annualreport.Cell, values ...int64) {
		for i, v := range values {
			cells[i] = annualreport.N(v)
		}
	}
	set(three[annualreport.Received], 1310, 252, 0, 45, 128, 32, 1767)
	set(three[annualreport.CarriedIn], 10, 0, 0, 0, 0, 0, 10)
	set(three["O1"], 600, 100, 0, 20, 28, 12, 760)
	set(three["O2"], 200, 50, 0, 5, 40, 10, 305)
	set(three["O3.4"], 300, 62, 0, 10, 30, 5, 407)
	set(three["O4.1"], 200, 40, 0, 10, 30, 5, 285)
	set(three["O6.1"], 10, 0, 0, 0, 0, 0, 10)
	set(three[annualreport.Total], 1310, 252, 0, 45, 128, 32, 1767)
	set(three[annualreport.CarriedOut], 10, 0, 0, 0, 0, 0, 10)
	set(r.Tables[annualreport.Four][annualreport.Reconsideration], 11, 2, 0, 3, 16)
	set(r.Tables[annualreport.Four][annualreport.LitigationDirect], 1, 0, 0, 0, 1)
	set(r.Tables[annualreport.Two]["行政规范性文件"], 2, 1, 20)
	set(r.Tables[annualreport.Two]["行政许可"], 11398)
	r.Tables[annualreport.Two]["行政事业性收费"][0] = annualreport.N(2425231)
	text := [][]string{
		{"2025年，本机关落实《中华人民共和国政府信息公开条例》，主动公开政府信息13条，其中政策文件3条，机构职能5条，财政预决算5条。", "全年组织政府信息公开业务培训两次，参加六十二人。"},
		{"本年制发行政规范性文件2件，废止行政规范性文件1件，现行有效的行政规范性文件20件。"},
		{"本年新收政府信息公开申请1767件。上年结转10件，结转下年度10件。"},
		{"因政府信息公开发生行政复议16件。发生行政诉讼1件。"},
		{"存在公开内容不够丰富、专职力量不足的问题，将配备一名专职人员，由办公室负责。"},
		{"本年度未收取信息处理费。没有其他需要报告的事项。"},
	}
	for i := range r.Sections {
		r.Sections[i].Paragraphs = text[i]
	}
	r.Sections[0].Charts = []annualreport.Chart{{After: 1, Title: "各栏目主动公开信息的条数", Unit: "条", Bars: []annualreport.Bar{{Label: "政策文件", Value: 3}, {Label: "机构职能", Value: 5}, {Label: "财政预决算", Value: 5}}}}
	r.Sections[2].Charts = []annualreport.Chart{{After: 1, Title: "近年收到的政府信息公开申请", Unit: "件", Bars: []annualreport.Bar{{Label: "2023年", Value: 902}, {Label: "2024年", Value: 1240}, {Label: "2025年", Value: 1767}}}}
	return r
}
