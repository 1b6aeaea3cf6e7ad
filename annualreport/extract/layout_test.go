package extract_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/extract"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// drawn is a report with random figures in either form, some cells blank or struck out, and a little text.
func drawn(t *rapid.T, blanks bool) *annualreport.Report {
	year := rapid.SampledFrom([]int{2019, 2020, 2021, 2025}).Draw(t, "year")
	r, _ := annualreport.New("甲区乙局", year)
	r.Title = fmt.Sprintf("甲区乙局%d年政府信息公开工作年度报告", year)
	r.Preamble = []string{fmt.Sprintf("本报告依照条例编写，数据统计期限自%d年1月1日起，至%d年12月31日止，如有疑问请与乙局办公室联系。", year, year)}
	for i := range r.Sections {
		for range rapid.IntRange(1, 2).Draw(t, "paragraphs") {
			r.Sections[i].Paragraphs = append(r.Sections[i].Paragraphs, rapid.SampledFrom([]string{
				"（一）乙局全年更新栏目12个，发布各类信息345条。", "本年度没有需要另行说明的情况。", "下一步将补齐目录，按时更新。"}).Draw(t, "text"))
		}
	}
	form := annualreport.FormByID(r.Form)
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		for _, row := range form.Tables[table] {
			cells := r.Tables[table][row.ID]
			for i, c := range row.Columns {
				least := int64(0)
				if c.Kind == annualreport.Change {
					least = -40
				}
				cells[i] = annualreport.N(rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(least, 99), rapid.Int64Range(least, 11_398_889)).Draw(t, "n"))
				if !blanks {
					continue
				}
				switch rapid.IntRange(0, 30).Draw(t, "state") {
				case 29:
					cells[i] = annualreport.Cell{}
				case 30:
					cells[i] = annualreport.Cell{State: annualreport.Slash, Raw: "/"}
				}
			}
		}
	}
	return r
}

var tablesOf = map[string]annualreport.TableNo{"二": annualreport.Two, "三": annualreport.Three, "四": annualreport.Four}

// publish writes a report: table writes a table, para a paragraph.
func publish(r *annualreport.Report, para func(string), table func(annualreport.TableNo, annualreport.Sheet)) {
	para(r.Title)
	for _, p := range r.Preamble {
		para(p)
	}
	for _, s := range r.Sections {
		para(s.Number + "、" + s.Title)
		if no, ok := tablesOf[s.Number]; ok {
			table(no, r.FormFor(no).Sheet(no, r.Tables[no]))
		}
		for _, p := range s.Paragraphs {
			para(p)
		}
	}
}

// asText publishes a report as text, the rows of tables written by row.
func asText(r *annualreport.Report, between string, row func(b *strings.Builder, line int, cells []string)) []byte {
	var b strings.Builder
	publish(r, func(p string) { b.WriteString(p + between) }, func(_ annualreport.TableNo, s annualreport.Sheet) {
		for i, squares := range s {
			cells := make([]string, len(squares))
			for j, q := range squares {
				cells[j] = q.Text
			}
			row(&b, i, cells)
		}
	})
	return []byte(b.String())
}

func asHTML(r *annualreport.Report) []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><head><title>甲区人民政府</title><style>p{color:red}</style></head><body>`)
	publish(r, func(p string) {
		b.WriteString(`<p style="text-indent:2em">&nbsp;&nbsp;<span>` + html.EscapeString(p) + "</span></p>\n")
	},
		func(no annualreport.TableNo, s annualreport.Sheet) { b.WriteString(s.HTML(no, nil)) })
	return []byte(b.String() + "</body></html>")
}

// asWord publishes as a word processor's HTML does: every character in a span of its own, cells of paragraphs, all tables
// nested in a table for layout.
func asWord(r *annualreport.Report) []byte {
	var b strings.Builder
	b.WriteString(`<html><body><table><tr><td>`)
	words := func(s string) string {
		var w strings.Builder
		for _, c := range s {
			w.WriteString("<span lang=ZH-CN style='font-size:10.5pt'><font>" + html.EscapeString(string(c)) + "</font></span>")
		}
		if s == "" {
			return "<o:p>&nbsp;</o:p>"
		}
		return w.String()
	}
	publish(r, func(p string) { b.WriteString("<p class=MsoNormal>" + words(p) + "</p>") },
		func(no annualreport.TableNo, s annualreport.Sheet) {
			b.WriteString("<table border=1>")
			for i, row := range s {
				if i%9 == 8 && no == annualreport.Three {
					b.WriteString("</table><table>") // one table in several
				}
				b.WriteString("<tr>")
				for _, q := range row {
					text := "<p>" + words(q.Text) + "</p>"
					if q.Text == "商业企业" {
						text = "<p>商业</p>\n<p>&nbsp;企业</p>"
					}
					fmt.Fprintf(&b, `<td colspan=%d rowspan=%d>%s</td>`, q.Cols, q.Rows, text)
				}
				b.WriteString("</tr>\n")
			}
			b.WriteString("</table>")
		})
	return []byte(b.String() + "</td></tr></table></body></html>")
}

func asMarkdown(r *annualreport.Report) []byte {
	var b strings.Builder
	publish(r, func(p string) { b.WriteString("## " + p + "\n\n") }, func(_ annualreport.TableNo, s annualreport.Sheet) { b.WriteString(s.Markdown() + "\n") })
	return []byte(b.String())
}

// asRagged is text copied from a page: pipes behind the cells, spans flattened to pipes at the end.
func asRagged(r *annualreport.Report) []byte {
	return asText(r, "\n", func(b *strings.Builder, i int, cells []string) {
		b.WriteString(strings.Join(cells, " | ") + " |" + strings.Repeat("|", i%3) + "\n")
	})
}

func asTabs(r *annualreport.Report) []byte {
	return asText(r, "\n", func(b *strings.Builder, _ int, cells []string) { b.WriteString(strings.Join(cells, "\t") + "\n") })
}

func asLines(r *annualreport.Report) []byte {
	return asText(r, "\n", func(b *strings.Builder, _ int, cells []string) { b.WriteString(strings.Join(cells, "\n") + "\n") })
}

func asPipedLines(r *annualreport.Report) []byte {
	return asText(r, "\n", func(b *strings.Builder, _ int, cells []string) { b.WriteString(strings.Join(cells, " |\n") + " |\n") })
}

func asParagraphs(r *annualreport.Report) []byte {
	return asText(r, "\n\n", func(b *strings.Builder, _ int, cells []string) { b.WriteString(strings.Join(cells, "\n\n") + "\n\n") })
}

// asRaw is the text of a PDF file: a label and its numbers on a line, with page numbers among them.
func asRaw(r *annualreport.Report) []byte {
	return asText(r, "\n", func(b *strings.Builder, _ int, cells []string) { b.WriteString(strings.Join(cells, " ") + "\n") })
}

func asDOCX(r *annualreport.Report) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	run := func(s string) string {
		half := len([]rune(s)) / 2
		return "<w:p><w:r><w:t>" + html.EscapeString(string([]rune(s)[:half])) + "</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:t>" + html.EscapeString(string([]rune(s)[half:])) + "</w:t></w:r></w:p>"
	}
	publish(r, func(p string) { b.WriteString(run(p)) }, func(_ annualreport.TableNo, s annualreport.Sheet) {
		b.WriteString("<w:tbl>")
		seen := map[*annualreport.Square]bool{}
		for _, row := range s.Squares() {
			b.WriteString("<w:tr>")
			for c := 0; c < len(row); c += row[c].Cols {
				q, merge := row[c], ""
				if q.Rows > 1 && seen[q] {
					merge = "<w:vMerge/>"
				} else if q.Rows > 1 {
					merge = `<w:vMerge w:val="restart"/>`
				}
				text := q.Text
				if seen[q] {
					text = ""
				}
				seen[q] = true
				fmt.Fprintf(&b, `<w:tc><w:tcPr><w:gridSpan w:val="%d"/>%s</w:tcPr>%s</w:tc>`, q.Cols, merge, run(text))
			}
			b.WriteString("</w:tr>")
		}
		b.WriteString("</w:tbl>")
	})
	return archive(map[string]string{"word/document.xml": b.String() + "</w:body></w:document>"})
}

func archive(files map[string]string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		w, _ := z.Create(name)
		_, _ = w.Write([]byte(text))
	}
	_ = z.Close()
	return out.Bytes()
}

func asXLSX(r *annualreport.Report) []byte {
	f := excelize.NewFile()
	defer f.Close()
	at := 1
	name := func(col, row int) string { s, _ := excelize.CoordinatesToCellName(col, row); return s }
	publish(r, func(p string) { _ = f.SetCellStr("Sheet1", name(1, at), p); at++ }, func(_ annualreport.TableNo, s annualreport.Sheet) {
		seen := map[*annualreport.Square]bool{}
		for i, row := range s.Squares() {
			for c, q := range row {
				if !seen[q] {
					_ = f.SetCellStr("Sheet1", name(c+1, at+i), q.Text)
					_ = f.MergeCell("Sheet1", name(c+1, at+i), name(c+q.Cols, at+i+q.Rows-1))
					seen[q] = true
				}
			}
		}
		at += len(s)
	})
	var b bytes.Buffer
	_ = f.Write(&b)
	return b.Bytes()
}

func encoded(text []byte, encode func([]byte) ([]byte, error)) []byte {
	out, err := encode(text)
	if err != nil {
		panic(err)
	}
	return out
}

var layouts = []struct {
	name   string
	write  func(*annualreport.Report) []byte
	blanks bool // whether the layout tells a blank cell from none
}{
	{"official HTML", asHTML, true},
	{"HTML in GB18030", func(r *annualreport.Report) []byte {
		return encoded(asHTML(r), simplifiedchinese.GB18030.NewEncoder().Bytes)
	}, true},
	{"HTML in UTF-16", func(r *annualreport.Report) []byte {
		return encoded(asHTML(r), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes)
	}, true},
	{"HTML of a word processor, split and nested", asWord, true},
	{"Markdown", asMarkdown, false},
	{"pipes with ragged ends", asRagged, false},
	{"tabs", asTabs, true},
	{"one cell on a line", asLines, false},
	{"one cell on a line with pipes", asPipedLines, false},
	{"one cell in a paragraph", asParagraphs, false},
	{"a label and its numbers on a line", asRaw, false},
	{"DOCX", asDOCX, true},
	{"XLSX", asXLSX, true},
}

func TestWhatWasRenderedIsReadBack(t *testing.T) {
	for _, layout := range layouts {
		t.Run(layout.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				want := drawn(t, layout.blanks)
				content := layout.write(want)
				got, err := extract.File("report", content, extract.Options{})
				if err != nil {
					t.Fatal(err)
				}
				want.File = "report"
				if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(annualreport.Cell{}, "Raw"), cmp.AllowUnexported(), cmpopts.EquateComparable(want.Published)); diff != "" {
					t.Fatalf("-want +got\n%s\n%s", diff, head(content))
				}
			})
		})
	}
}

func head(content []byte) string { return string(content[:min(len(content), 6000)]) }

// Every part of the pages of a PDF file, divided where a page may end.
func TestPagesOfAPDFAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawn(t, false)
		lines := strings.SplitAfter(string(asRaw(want)), "\n")
		at := rapid.IntRange(0, len(lines)).Draw(t, "page break")
		pages := []string{"- 1 -\n" + strings.Join(lines[:at], ""), "— 2 —\n" + strings.Join(lines[at:], "")}
		got, err := extract.File("report.pdf", []byte("%PDF-1.7"), extract.Options{PDF: func([]byte) ([]string, error) { return pages, nil }})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Tables, got.Tables, cmpopts.IgnoreFields(annualreport.Cell{}, "Raw")); diff != "" {
			t.Fatalf("-want +got\n%s", diff)
		}
	})
}
