package intake

import (
	"encoding/xml"
	"html"
	"strconv"
	"strings"

	"gongkai/fault"
)

// A tableCell is a cell of a table that is being written.
type tableCell struct {
	html, text string
	col        int
	cols, rows int
	goesOn     bool // covered by the cell above
	head       bool
	align      string
}

// A wordTable is an open table.
type wordTable struct {
	rows   [][]tableCell
	row    []tableCell
	cell   tableCell
	parts  []string
	inCell bool
	inRow  bool
	head   bool
	col    int

	deleted bool // the row was taken out under revision
}

func (w *wordReader) table() *wordTable {
	if n := len(w.tables); n > 0 && n > w.flow().tables {
		return w.tables[n-1]
	}
	return nil
}

func (w *wordReader) startTable(name string) error {
	switch name {
	case "tbl":
		if len(w.tables) >= maxNested {
			return fault.New(fault.Invalid, "表格嵌套超过%d层，不予读取", maxNested)
		}
		w.tables = append(w.tables, &wordTable{})
	case "tr":
		if t := w.table(); t != nil {
			t.row, t.inRow, t.head, t.col, t.deleted = nil, true, false, 0, false
		}
	case "tc":
		if t := w.table(); t != nil {
			if w.cells++; w.cells > maxCells {
				return fault.New(fault.Invalid, "表格超过%d个单元格，不予读取", maxCells)
			}
			t.cell, t.parts, t.inCell = tableCell{col: t.col, cols: 1, rows: 1}, nil, true
		}
	}
	return nil
}

func (w *wordReader) tableProperty(of string, e xml.StartElement) {
	t := w.table()
	if t == nil {
		return
	}
	switch of + "." + e.Name.Local {
	case "trPr.tblHeader":
		t.head = !off(e)
	case "trPr.gridBefore":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n > 0 && n < 64 && len(t.row) == 0 {
			t.row, t.col = append(t.row, tableCell{cols: n, rows: 1}), n
		}
	case "trPr.del":
		t.deleted = true
	case "tcPr.gridSpan":
		n, _ := strconv.Atoi(attr(e, "val"))
		t.cell.cols = max(1, min(n, 64))
	case "tcPr.vMerge":
		t.cell.goesOn = attr(e, "val") != "restart"
	}
}

// take adds a paragraph to the open cell.
func (t *wordTable) take(l line) {
	if l.blank() {
		return
	}
	if len(t.parts) == 0 && l.centre {
		t.cell.align = "center"
	} else if len(t.parts) == 0 && l.right {
		t.cell.align = "right"
	}
	if t.cell.text != "" {
		t.cell.text += "\n"
	}
	t.cell.text += l.text
	t.parts = append(t.parts, l.html)
}

func (w *wordReader) closeCell() error {
	t := w.table()
	if t == nil || !t.inCell {
		return nil
	}
	if w.flow().text.Len() > 0 || w.flow().html.Len() > 0 {
		if err := w.endParagraph(); err != nil {
			return err
		}
	}
	t.cell.html, t.cell.head = strings.Join(t.parts, "<br>"), t.head
	t.col += t.cell.cols
	t.row = append(t.row, t.cell)
	t.inCell = false
	return nil
}

func (w *wordReader) closeRow() {
	t := w.table()
	if t == nil || !t.inRow {
		return
	}
	t.inRow = false
	if t.deleted {
		w.note("文档中有未处理的修订，已按接受全部修订后的文字读入，请核对")
	} else if len(t.row) > 0 {
		t.rows = append(t.rows, t.row)
	}
	t.row = nil
}

// closeTable writes the table. One within a cell goes into that cell.
func (w *wordReader) closeTable() error {
	t := w.table()
	if t == nil {
		return nil
	}
	if err := w.closeCell(); err != nil {
		return err
	}
	w.closeRow()
	w.tables = w.tables[:len(w.tables)-1]
	markup, text := writeTable(resolveMerges(t.rows))
	if markup == "" {
		return nil
	}
	l := line{text: text, html: markup, whole: true}
	if outer := w.table(); outer != nil && outer.inCell {
		outer.take(l)
		return nil
	}
	return w.add(l)
}

// resolveMerges gives every cell that goes on below its number of rows, and takes the covered ones out.
func resolveMerges(rows [][]tableCell) [][]tableCell {
	above := map[int]*tableCell{} // by first column
	for i := range rows {
		seen := map[int]*tableCell{}
		for j := range rows[i] {
			c := &rows[i][j]
			if top := above[c.col]; c.goesOn && top != nil && top.cols == c.cols && top.rows < 1000 {
				top.rows++
				seen[c.col] = top
				continue
			}
			c.goesOn = false
			seen[c.col] = c
		}
		above = seen
	}
	for i := range rows {
		kept := make([]tableCell, 0, len(rows[i]))
		for _, c := range rows[i] {
			if !c.goesOn {
				kept = append(kept, c)
			}
		}
		rows[i] = kept
	}
	return rows
}

// writeTable writes rows as a table, and as text. Rows that only spans from above fill stay as empty rows, as HTML
// asks. A table without any content is nothing.
func writeTable(rows [][]tableCell) (markup, text string) {
	var b, plain strings.Builder
	b.WriteString("<table>\n")
	any := false
	head := 0
	for head < len(rows) && len(rows[head]) > 0 && rows[head][0].head {
		head++
	}
	section := func(name string, rows [][]tableCell) {
		if len(rows) == 0 {
			return
		}
		b.WriteString("<" + name + ">\n")
		for _, row := range rows {
			b.WriteString("<tr>")
			for i, c := range row {
				any = any || c.html != ""
				tag := "td"
				if c.head {
					tag = "th"
				}
				b.WriteString("<" + tag)
				if c.cols > 1 {
					b.WriteString(` colspan="` + strconv.Itoa(c.cols) + `"`)
				}
				if c.rows > 1 {
					b.WriteString(` rowspan="` + strconv.Itoa(c.rows) + `"`)
				}
				if c.align != "" {
					b.WriteString(` style="text-align: ` + c.align + `"`)
				}
				b.WriteString(">" + c.html + "</" + tag + ">")
				if i > 0 {
					plain.WriteByte('\t')
				}
				plain.WriteString(strings.ReplaceAll(c.text, "\n", " "))
			}
			b.WriteString("</tr>\n")
			plain.WriteByte('\n')
		}
		b.WriteString("</" + name + ">\n")
	}
	section("thead", rows[:head])
	section("tbody", rows[head:])
	b.WriteString("</table>")
	if !any {
		return "", ""
	}
	return b.String(), strings.TrimSpace(plain.String())
}

// textCell is a cell of plain text.
func textCell(text string, col int) tableCell {
	text = collapseLines(text)
	return tableCell{text: text, html: strings.ReplaceAll(html.EscapeString(text), "\n", "<br>"), col: col, cols: 1, rows: 1}
}
