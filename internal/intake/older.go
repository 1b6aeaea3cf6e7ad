package intake

import (
	"path"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread/foreign"
)

// older reads a file of Office before 2007 or of WPS, RTF or OpenDocument: paragraphs and tables. What is hidden in it,
// deleted or beside the text is not brought into the body and is named.
func (r *reader) older(name string, data []byte) error {
	f, err := foreign.Open(data)
	if err != nil {
		return err
	}
	ext := path.Ext(name)
	switch f.Kind {
	case foreign.Excel:
		r.facts = true
		left := shownCells
		for _, s := range f.Sheets {
			if err := r.olderSheet(s, &left); err != nil {
				return err
			}
		}
		if left < 0 {
			r.note("表格较大，正文只带入了前%d个单元格，完整内容见附件", shownCells)
		}
		r.keepOriginal(name, data, ext)
		return nil
	case foreign.PowerPoint:
		r.note("演示文稿只带入了文字，请对照原件核对；原件已作为附件")
		r.keepOriginal(name, data, ext)
	default:
		r.note("这种格式只带入了文字和表格，字体、图片和表格的合并没有带入，请对照原件核对")
	}
	return r.olderText(f)
}

// olderText takes the paragraphs, and the tables between them.
func (r *reader) olderText(f *foreign.File) error {
	var rows [][]tableCell
	var row []tableCell
	var cell []string
	cells := 0
	flush := func() error {
		if len(row) > 0 {
			rows = append(rows, row)
		}
		markup, plain := writeTable(rows)
		rows, row, cell = nil, nil, nil
		if markup == "" {
			return nil
		}
		return r.add(line{html: markup, text: plain, whole: true})
	}
	for _, p := range f.Paragraphs {
		if strings.TrimSpace(p.Unseen) != "" || strings.TrimSpace(p.Gone) != "" {
			r.note("文件中有隐藏的文字或者没有接受的修订，没有带入正文")
		}
		if p.Story != foreign.Main && !strings.HasPrefix(string(p.Story), "幻灯片") {
			continue
		}
		if !p.Table {
			if len(rows)+len(row) > 0 {
				if err := flush(); err != nil {
					return err
				}
			}
			for text := range strings.SplitSeq(p.Text, "\n") {
				l := plainLine(text)
				l.right = leading(text) >= 20
				if l.blank() {
					continue
				}
				if err := r.add(l); err != nil {
					return err
				}
			}
			continue
		}
		if text := strings.TrimSpace(p.Text); text != "" {
			cell = append(cell, text)
		}
		switch {
		case p.Row:
			if len(row) > 0 {
				rows = append(rows, row)
			}
			row = nil
		case p.Cell:
			row = append(row, textCell(strings.Join(cell, "\n"), len(row)))
			cell = nil
			if cells++; cells > maxCells {
				return fault.New(fault.Invalid, "表格超过%d个单元格，不予读取", maxCells)
			}
		}
	}
	if len(rows)+len(row) > 0 {
		if err := flush(); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(f.Parts, func(p foreign.Part) bool { return p.Picture }) {
		r.note("文件中的图片没有带入，请另存后在编辑器中补上")
	}
	return nil
}

// olderSheet takes a sheet as a table.
func (r *reader) olderSheet(s foreign.Sheet, left *int) error {
	if s.Hidden {
		r.note("工作表“%s”是隐藏的，没有带入正文；作为附件公开前请删除隐藏的内容", clip(s.Name, 30))
		return nil
	}
	spans := map[[2]int][2]int{}
	for _, m := range s.Merged {
		if (m[1]-m[0]+1)*(m[3]-m[2]+1) > 10_000 || len(spans) > maxCells {
			continue
		}
		for row := m[0]; row <= m[1]; row++ {
			for col := m[2]; col <= m[3]; col++ {
				spans[[2]int{row + 1, col}] = [2]int{}
			}
		}
		spans[[2]int{m[0] + 1, m[2]}] = [2]int{m[1] - m[0] + 1, m[3] - m[2] + 1}
	}
	hidden, unshown := map[int]bool{}, map[int]bool{}
	for _, col := range s.Columns {
		hidden[col] = true
	}
	for _, row := range s.Rows {
		unshown[row] = true
	}
	lines := map[int][]string{}
	last := -1
	for _, c := range s.Cells {
		if c.Unseen {
			r.note("工作表“%s”中有看不见的文字，没有带入正文", clip(s.Name, 30))
			continue
		}
		if c.Col >= 256 || c.Row > 100_000 {
			continue
		}
		for len(lines[c.Row]) <= c.Col {
			lines[c.Row] = append(lines[c.Row], "")
		}
		lines[c.Row][c.Col] = c.Text
		last = max(last, c.Row)
	}
	var rows [][]tableCell
	for no := 0; no <= last && *left >= 0; no++ {
		if unshown[no] {
			r.note("工作表“%s”中有隐藏的行，没有带入正文", clip(s.Name, 30))
			continue
		}
		if row := r.sheetRow(s.Name, lines[no], no+1, spans, hidden); len(row) > 0 {
			*left -= len(row)
			rows = append(rows, row)
		}
	}
	return r.addSheet(s.Name, rows)
}
