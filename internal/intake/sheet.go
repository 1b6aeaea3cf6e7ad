package intake

import (
	"bytes"
	"strings"

	"gongkai/fault"

	"github.com/xuri/excelize/v2"
)

// shownCells is how many cells of a workbook are worth a place in the body; a larger one is read as an attachment.
const shownCells = 6000

// workbook reads the visible sheets of a workbook as tables. The workbook itself is the attachment that people work
// with; what is hidden in it is not brought into the body and is named.
func (r *reader) workbook(name string, data []byte) error {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 3 * maxPart, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size") {
			return errTooLarge()
		}
		return errDamaged()
	}
	defer book.Close()
	r.facts = true
	left := shownCells
	for _, sheet := range book.GetSheetList() {
		visible, err := book.GetSheetVisible(sheet)
		if err != nil {
			return errDamaged()
		}
		if !visible {
			r.note("工作表“%s”是隐藏的，没有带入正文；作为附件公开前请删除隐藏的内容", clip(sheet, 30))
			continue
		}
		if err := r.sheet(book, sheet, &left); err != nil {
			return err
		}
	}
	if left < 0 {
		r.note("表格较大，正文只带入了前%d个单元格，完整内容见附件", shownCells)
	}
	r.keepOriginal(name, data, ".xlsx")
	return nil
}

func (r *reader) sheet(book *excelize.File, sheet string, left *int) error {
	spans, err := sheetSpans(book, sheet)
	if err != nil {
		return err
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return errDamaged()
	}
	defer rows.Close()
	var out [][]tableCell
	hidden := hiddenColumns(book, sheet)
	empty := 0
	for no := 1; rows.Next(); no++ {
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if no > 100_000 {
			return fault.New(fault.Invalid, "工作表超过十万行，不予读取")
		}
		opts := rows.GetRowOpts()
		columns, err := rows.Columns()
		if err != nil {
			return errDamaged()
		}
		if opts.Hidden {
			r.note("工作表“%s”中有隐藏的行，没有带入正文", clip(sheet, 30))
			continue
		}
		if *left < 0 {
			break
		}
		row := r.sheetRow(sheet, columns, no, spans, hidden)
		if len(row) == 0 || strings.TrimSpace(strings.Join(columns, "")) == "" {
			empty++
			if len(row) == 0 {
				continue
			}
		}
		*left -= len(row)
		out = append(out, row)
	}
	return r.addSheet(sheet, out)
}

func (r *reader) sheetRow(sheet string, columns []string, no int, spans map[[2]int][2]int, hidden map[int]bool) []tableCell {
	var row []tableCell
	for col, text := range columns[:min(len(columns), 256)] {
		size, covered := spans[[2]int{no, col}]
		if hidden[col] {
			if text != "" {
				r.note("工作表“%s”中有隐藏的列，没有带入正文", clip(sheet, 30))
			}
			continue
		}
		if covered && size[0] == 0 {
			continue
		}
		c := textCell(text, col)
		if covered {
			c.rows, c.cols = size[0], size[1]
		}
		row = append(row, c)
	}
	return row
}

// addSheet writes a sheet: rows above the table with a single cell are its title.
func (r *reader) addSheet(sheet string, rows [][]tableCell) error {
	for len(rows) > 0 && blankRow(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	for len(rows) > 0 && blankRow(rows[0]) {
		rows = rows[1:]
	}
	if len(rows) == 0 {
		return nil
	}
	first := filled(rows[0])
	if len(rows) > 1 && len(first) == 1 && runes(first[0].text) > 3 && runes(first[0].text) < 120 {
		title := strings.ReplaceAll(first[0].text, "\n", "")
		rows = rows[1:]
		if r.draft.Record.Title == "" && len(r.lines) == 0 {
			r.draft.Record.Title = title
			r.note("标题取自工作表“%s”的首行，请核对", clip(sheet, 30))
		} else if err := r.add(line{text: title, html: textCell(title, 0).html, heading: 1}); err != nil {
			return err
		}
	} else if len(r.lines) > 0 || !strings.HasPrefix(strings.ToLower(sheet), "sheet") {
		if err := r.add(line{text: sheet, html: textCell(sheet, 0).html, heading: 1}); err != nil {
			return err
		}
	}
	if len(rows) > 1 && !blankRow(rows[0]) && len(filled(rows[0])) == len(rows[0]) && len(rows[0]) > 1 {
		for i := range rows[0] {
			rows[0][i].head = rows[0][i].rows == 1
		}
	}
	markup, text := writeTable(rows)
	if markup == "" {
		return nil
	}
	return r.add(line{text: text, html: markup, whole: true})
}

func filled(row []tableCell) []tableCell {
	var out []tableCell
	for _, c := range row {
		if c.text != "" {
			out = append(out, c)
		}
	}
	return out
}

func blankRow(row []tableCell) bool { return len(filled(row)) == 0 }

// sheetSpans maps the first cell of a merged range to its rows and columns, and the covered ones to nothing.
func sheetSpans(book *excelize.File, sheet string) (map[[2]int][2]int, error) {
	merged, err := book.GetMergeCells(sheet, true)
	if err != nil {
		return nil, errDamaged()
	}
	spans := map[[2]int][2]int{}
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || right < left || bottom < top || (right-left+1)*(bottom-top+1) > 10_000 {
			continue
		}
		if len(spans) > maxCells {
			return nil, fault.New(fault.Invalid, "合并的单元格过多，不予读取")
		}
		for row := top; row <= bottom; row++ {
			for col := left; col <= right; col++ {
				spans[[2]int{row, col - 1}] = [2]int{}
			}
		}
		spans[[2]int{top, left - 1}] = [2]int{bottom - top + 1, right - left + 1}
	}
	return spans, nil
}

func hiddenColumns(book *excelize.File, sheet string) map[int]bool {
	hidden := map[int]bool{}
	for col := range 256 {
		name, err := excelize.ColumnNumberToName(col + 1)
		if err != nil {
			break
		}
		if visible, err := book.GetColVisible(sheet, name); err == nil && !visible {
			hidden[col] = true
		}
	}
	return hidden
}
