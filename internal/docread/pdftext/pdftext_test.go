package pdftext_test

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/fault"
	"gongkai/internal/docgen"
	"gongkai/internal/docread/pdftext"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// printed is a report as a PDF file, set by the program's own printer.
func printed(t *testing.T, r *annualreport.Report) []byte {
	t.Helper()
	d := docgen.Document{Title: r.Title}
	numbers := map[string]annualreport.TableNo{"二": annualreport.Two, "三": annualreport.Three, "四": annualreport.Four}
	for _, s := range r.Sections {
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: s.Number + "、" + s.Title, Style: docgen.H1})
		no, ok := numbers[s.Number]
		if !ok {
			continue
		}
		table := docgen.Table{Size: 6}
		for _, q := range r.FormFor(no).Sheet(no, nil)[0] {
			for range q.Cols {
				table.Widths = append(table.Widths, 1)
			}
		}
		for _, squares := range r.FormFor(no).Sheet(no, r.Tables[no]) {
			row := docgen.Row{}
			for _, q := range squares {
				row = append(row, docgen.Cell{Text: q.Text, ColSpan: q.Cols, RowSpan: q.Rows})
			}
			table.Rows = append(table.Rows, row)
		}
		d.Blocks = append(d.Blocks, table)
	}
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	out, err := docgen.PDF(d, fonts)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReportsInPDF(t *testing.T) {
	pdf := &pdftext.Reader{}
	defer pdf.Close()
	for _, year := range []int{2019, 2025} {
		want, _ := annualreport.New("甲区乙局", year)
		want.Title = "甲区乙局年度报告"
		n := int64(0)
		for _, no := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
			for _, row := range want.FormFor(no).Tables[no] {
				for i := range want.Tables[no][row.ID] {
					want.Tables[no][row.ID][i] = annualreport.N(n * 7 % 1000) // every cell another figure
					n++
				}
			}
		}
		content := printed(t, want)
		got, err := extract.File("x.pdf", content, extract.Options{PDF: pdf.Pages})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Tables, got.Tables, cmpopts.IgnoreFields(annualreport.Cell{}, "Raw")); diff != "" {
			t.Errorf("%d: -want +got\n%s\n%v", year, diff, got.Problems)
		}
		if got.Form != want.Form || len(got.Sections) != 6 {
			t.Errorf("%s, sections %v", got.Form, got.Sections)
		}
		for _, size := range []int{20, len(content) / 2, len(content) * 9 / 10} {
			if _, err := pdf.Pages(content[:size]); err == nil || fault.KindOf(err) != fault.Invalid {
				t.Errorf("cut to %d bytes: %v", size, err)
			}
		}
	}
	if _, err := pdf.Pages(append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("<<"), 5<<20)...)); err == nil || !strings.Contains(fault.Message(err), "损坏") {
		t.Errorf("10 MB of open dictionaries: %v", err)
	}
}

func TestASandboxThatWasGivenUpOpensAgain(t *testing.T) {
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	content, err := docgen.PDF(docgen.Document{Title: "通知", Blocks: []docgen.Block{docgen.Paragraph{Text: "周一至周五办公。"}}}, fonts)
	if err != nil {
		t.Fatal(err)
	}
	pdf := &pdftext.Reader{}
	defer func() { _ = pdf.Close() }()
	for range 3 {
		pages, err := pdf.Texts(content)
		if err != nil || len(pages) != 1 || !strings.Contains(pages[0], "周一至周五办公。") {
			t.Fatalf("%q %v", pages, err)
		}
		if err := pdf.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
