package reporting

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"

	"gongkai/annualreport"
	"gongkai/fault"
	"gongkai/internal/docgen"

	"github.com/xuri/excelize/v2"
)

// A Format is a kind of file in which a report is given out.
type Format string

// The formats.
const (
	DOCX Format = "docx"
	PDF  Format = "pdf"
	OFD  Format = "ofd"
	XLSX Format = "xlsx"
	HTML Format = "html"
	JSON Format = "json"
)

// Formats lists the formats with the words of buttons and the media types of downloads.
var Formats = []struct {
	Format Format
	Label  string
	Type   string
}{
	{DOCX, "Word文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{PDF, "PDF文件", "application/pdf"},
	{OFD, "OFD文件", docgen.FormOFD.MediaType()},
	{XLSX, "Excel表格", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{HTML, "网页", "text/html; charset=utf-8"},
	{JSON, "JSON数据", "application/json"},
}

// Write writes the report in the format, PDF and OFD with the fonts that come with the program.
func Write(r *annualreport.Report, f Format) ([]byte, error) {
	return write(r, f, docgen.StandardFonts)
}

// write writes the report in the format, PDF and OFD with the fonts.
// 法源: 《条例》第五十条、30号文。
func write(r *annualreport.Report, f Format, load func() (*docgen.Fonts, error)) ([]byte, error) {
	switch f {
	case DOCX, PDF, OFD:
		return docgen.Form(f).Write(Document(r), load)
	case XLSX:
		return workbook(r)
	case HTML:
		return []byte("<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>" + html.EscapeString(r.Title) + "</title>\n<style>body{max-width:56rem;margin:2rem auto;padding:0 1rem;line-height:1.8}table{border-collapse:collapse;width:100%}th,td{border:1px solid;padding:.25rem .4rem;text-align:center;font-weight:normal}figure{margin:1rem 0}figcaption{text-align:center}figure ul{display:grid;grid-template-columns:max-content 1fr max-content;gap:.2rem .8rem;padding:0;list-style:none}figure li{display:grid;grid-template-columns:subgrid;grid-column:1/-1}figure strong{font-weight:normal}meter{width:100%;height:1.2em}</style></head>\n<body><h1>" +
			html.EscapeString(r.Title) + "</h1>\n" + Body(r) + "</body></html>\n"), nil
	case JSON:
		text, err := json.MarshalIndent(r, "", "  ")
		return append(text, '\n'), err
	}
	return nil, fault.New(fault.Invalid, "不支持的文件格式：%s，可用docx、pdf、ofd、xlsx、html、json", f)
}

// tableOf says which table stands in a section.
var tableOf = map[string]annualreport.TableNo{"二": annualreport.Two, "三": annualreport.Three, "四": annualreport.Four}

// Body is the report as the body of a record: real tables, no styles.
func Body(r *annualreport.Report) string {
	var b strings.Builder
	write := func(paragraphs []string) {
		for _, p := range paragraphs {
			b.WriteString("<p>" + html.EscapeString(p) + "</p>\n")
		}
	}
	write(r.Preamble)
	for _, s := range r.Sections {
		b.WriteString("<h2>" + s.Number + "、" + html.EscapeString(s.Title) + "</h2>\n")
		for text, chart := range s.Flow() {
			if chart != nil {
				b.WriteString(chart.HTML())
				continue
			}
			write([]string{*text})
		}
		if table, ok := tableOf[s.Number]; ok && r.Tables[table] != nil {
			b.WriteString(r.FormFor(table).Sheet(table, r.Tables[table]).HTML(table, nil))
		}
	}
	return b.String()
}

// Document is the report for the printer: the form's tables with their merged cells, on upright pages.
func Document(r *annualreport.Report) docgen.Document {
	title := r.Title
	if agency, rest, ok := strings.Cut(title, itoa(r.Year)+"年"); ok && agency != "" {
		title = agency + "\n" + itoa(r.Year) + "年" + rest
	}
	d := docgen.Document{Title: title, Author: r.Agency}
	add := func(paragraphs []string) {
		for _, p := range paragraphs {
			d.Blocks = append(d.Blocks, docgen.Paragraph{Text: p})
		}
	}
	add(r.Preamble)
	for _, s := range r.Sections {
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: s.Number + "、" + s.Title, Style: docgen.H1})
		for text, chart := range s.Flow() {
			if chart != nil {
				d.Blocks = append(d.Blocks, docgen.Chart{Title: "图：" + chart.Title, Unit: chart.Unit, Bars: barsOf(*chart)})
				continue
			}
			add([]string{*text})
		}
		if table, ok := tableOf[s.Number]; ok && r.Tables[table] != nil {
			d.Blocks = append(d.Blocks, printed(table, r.FormFor(table).Sheet(table, r.Tables[table])))
		}
	}
	return d
}

func barsOf(c annualreport.Chart) []docgen.Bar {
	bars := make([]docgen.Bar, len(c.Bars))
	for i, b := range c.Bars {
		bars[i] = docgen.Bar{Label: b.Label, Value: b.Value}
	}
	return bars
}

// widths are the relative widths of the columns of each table.
var widths = map[annualreport.TableNo][]int{
	annualreport.Two:   {30, 24, 24, 24},
	annualreport.Three: {12, 15, 46, 12, 12, 12, 13, 13, 11, 12},
	annualreport.Four:  {10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10},
}

// sizes are the sizes of type in the tables.
var sizes = map[annualreport.TableNo]float64{annualreport.Two: 10.5, annualreport.Three: 9, annualreport.Four: 9}

// printed turns a sheet of the form into a table for the printer.
func printed(table annualreport.TableNo, sheet annualreport.Sheet) docgen.Table {
	t := docgen.Table{Widths: columnWidths(table, sheet), Header: annualreport.HeadRows(table), Keep: true}
	t.Size = sizeOf(table, sheet, t.Widths)
	for i, row := range sheet {
		var cells docgen.Row
		for _, s := range row {
			caption := table == annualreport.Two && s.Head && len(row) == 1
			label := table == annualreport.Three && s.Head && i >= t.Header
			cells = append(cells, docgen.Cell{Text: s.Text, ColSpan: s.Cols, RowSpan: s.Rows, Left: caption || label, Strong: caption})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Measures of a printed number: how wide the type area is, what a cell leaves free on both sides, in points, and the
// width of a digit as a share of the size of type.
const areaWidth, cellRoom, digitWidth, leastSize = 442.0, 7.0, 0.56, 4.5

// sizeOf is the size of type at which no number of the table is broken over two lines.
func sizeOf(table annualreport.TableNo, sheet annualreport.Sheet, widths []int) float64 {
	size, total := sizes[table], 0
	for _, w := range widths {
		total += w
	}
	for _, row := range sheet.Squares() {
		for c, s := range row {
			if s == nil || s.Head || s.Text == "" || c > 0 && row[c-1] == s {
				continue
			}
			width := 0
			for _, w := range widths[c:min(c+s.Cols, len(widths))] {
				width += w
			}
			room := areaWidth*float64(width)/float64(total) - cellRoom
			size = min(size, room/(digitWidth*float64(len(s.Text))))
		}
	}
	return max(float64(int(size*2))/2, leastSize)
}

// columnWidths are those of the known forms; a form with other columns gets columns of equal width.
func columnWidths(table annualreport.TableNo, sheet annualreport.Sheet) []int {
	n := len(sheet.Squares()[0])
	if known := widths[table]; len(known) == n {
		return known
	}
	equal := make([]int, n)
	for i := range equal {
		equal[i] = 1
	}
	return equal
}

// workbook writes the report as sheets: the text first, then each table with its merged cells.
func workbook(r *annualreport.Report) ([]byte, error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // only memory
	w := &bookWriter{f: f}
	const text = "正文"
	w.try(f.SetSheetName("Sheet1", text))
	line := 1
	put := func(s string) {
		w.set(text, 1, line, s)
		line++
	}
	put(r.Title)
	for _, p := range r.Preamble {
		put(p)
	}
	for _, s := range r.Sections {
		put(s.Number + "、" + s.Title)
		for _, p := range s.Lines() {
			put(p)
		}
	}
	w.try(f.SetColWidth(text, "A", "A", 100))
	w.try(f.SetCellStyle(text, "A1", cellName(1, line), w.style(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})))
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		if r.Tables[table] != nil {
			w.sheet("表"+[...]string{"", "", "二", "三", "四"}[table], table, r.FormFor(table).Sheet(table, r.Tables[table]))
		}
	}
	w.charts(r)
	if w.err != nil {
		return nil, w.err
	}
	var out bytes.Buffer
	err := f.Write(&out)
	return out.Bytes(), err
}

// charts draws the charts of the text on a sheet of their own, each beside its figures.
func (w *bookWriter) charts(r *annualreport.Report) {
	const sheet = annualreport.ChartSheet
	line := 1
	for _, s := range r.Sections {
		for _, chart := range s.Charts {
			if line == 1 {
				_, err := w.f.NewSheet(sheet)
				w.try(err)
				w.try(w.f.SetColWidth(sheet, "A", "A", 24))
			}
			w.row(sheet, line, chart.Title+"（"+chart.Unit+"）")
			for i, b := range chart.Bars {
				w.row(sheet, line+1+i, b.Label, b.Value)
			}
			first, last := itoa(line+1), itoa(line+len(chart.Bars))
			w.try(w.f.AddChart(sheet, cellName(4, line), &excelize.Chart{Type: excelize.Bar, VaryColors: new(bool), Series: []excelize.ChartSeries{{Name: sheet + "!$A$" + itoa(line), Categories: sheet + "!$A$" + first + ":$A$" + last, Values: sheet + "!$B$" + first + ":$B$" + last}},
				Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: chart.Title}}}, Legend: excelize.ChartLegend{Position: "none"}, PlotArea: excelize.ChartPlotArea{ShowVal: true}, XAxis: excelize.ChartAxis{ReverseOrder: true}}))
			line += max(len(chart.Bars)+2, chartLines)
		}
	}
}

// chartLines is how many lines of a sheet a chart covers.
const chartLines = 17

// A bookWriter keeps the first error of many small steps.
type bookWriter struct {
	f   *excelize.File
	err error
}

func (w *bookWriter) try(err error) {
	if w.err == nil {
		w.err = err
	}
}

func cellName(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		panic(err) // our tables are small
	}
	return name
}

func (w *bookWriter) set(sheet string, col, row int, value any) {
	w.try(w.f.SetCellValue(sheet, cellName(col, row), value))
}

func (w *bookWriter) style(s *excelize.Style) int {
	id, err := w.f.NewStyle(s)
	w.try(err)
	return id
}

// sheet writes one table. Counts are numbers that can be added up.
func (w *bookWriter) sheet(name string, table annualreport.TableNo, sheet annualreport.Sheet) {
	_, err := w.f.NewSheet(name)
	w.try(err)
	full := sheet.Squares()
	seen := map[*annualreport.Square]bool{}
	for r, row := range full {
		for c, s := range row {
			if s == nil || seen[s] {
				continue
			}
			seen[s] = true
			w.set(name, c+1, r+1, value(s))
			if s.Cols > 1 || s.Rows > 1 {
				w.try(w.f.MergeCell(name, cellName(c+1, r+1), cellName(c+s.Cols, r+s.Rows)))
			}
		}
	}
	border := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	style := w.style(&excelize.Style{Border: border, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}})
	w.try(w.f.SetCellStyle(name, "A1", cellName(len(full[0]), len(full)), style))
	for i, width := range columnWidths(table, sheet) {
		column, err := excelize.ColumnNumberToName(i + 1)
		w.try(err)
		w.try(w.f.SetColWidth(name, column, column, float64(width)*excelWidth))
	}
}

// excelWidth turns our relative widths into those of a spreadsheet.
const excelWidth = 0.8

// value is a number where the square holds a count, and its text otherwise.
func value(s *annualreport.Square) any {
	if s.Head || s.Text == "" || len(s.Text) > 15 || strings.Trim(s.Text, "0123456789") != "" {
		return s.Text
	}
	n := 0
	for _, digit := range s.Text {
		n = n*10 + int(digit-'0')
	}
	return n
}
