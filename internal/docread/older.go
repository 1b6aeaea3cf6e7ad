package docread

import (
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread/foreign"
)

// readOlder reads what a reader sees of a file of Office before 2007 or of WPS, RTF or OpenDocument: the text with its
// tables, the sheets that are shown, the slides that are shown.
func readOlder(content []byte) (*Document, error) {
	f, err := foreign.Open(content)
	if err != nil {
		return nil, err
	}
	b := &builder{doc: Document{Meta: map[string]string{}}}
	for _, p := range f.Paragraphs {
		if p.Story != foreign.Main && !strings.HasPrefix(string(p.Story), "幻灯片") {
			continue
		}
		if err := b.older(p); err != nil {
			return nil, err
		}
	}
	b.finish()
	for _, s := range f.Sheets {
		if s.Hidden {
			continue
		}
		if grid := sheetGrid(s); len(grid.Rows) > 0 {
			b.doc.Blocks = append(b.doc.Blocks, Block{Grid: grid, No: len(b.doc.Blocks) + 1})
		}
	}
	return &b.doc, nil
}

// older takes a paragraph, or the end of a cell or row.
func (b *builder) older(p foreign.Paragraph) error {
	if !p.Table && len(b.stack) > 0 {
		b.closeTable()
	}
	if p.Table && len(b.stack) == 0 {
		if err := b.openTable(); err != nil {
			return err
		}
		b.openRow()
	}
	if p.Row {
		b.openRow()
		return nil
	}
	if t := b.top(); t != nil && !t.inCell {
		if err := b.openCell(1, 1); err != nil {
			return err
		}
	}
	b.separate()
	b.text = append(b.text, p.Text...)
	if p.Cell {
		b.closeCell()
	} else {
		b.breakLine()
	}
	if len(b.doc.Blocks) > maxBlocks {
		return fault.New(fault.Invalid, "文件超过%d段，不予读取", maxBlocks)
	}
	return nil
}

// sheetGrid is a sheet without what is hidden in it and without the squares that merged cells cover.
func sheetGrid(s foreign.Sheet) *Grid {
	grid := &Grid{Name: s.Name, Sheet: true}
	covered := map[[2]int]bool{}
	for _, m := range s.Merged {
		for row := m[0]; row <= m[1] && row-m[0] < 1000; row++ {
			for col := m[2]; col <= m[3] && col < maxColumns; col++ {
				covered[[2]int{row, col}] = row != m[0] || col != m[2]
			}
		}
	}
	rows, columns := setOf(s.Rows), setOf(s.Columns)
	row := -1
	for _, c := range s.Cells {
		if rows[c.Row] || columns[c.Col] || covered[[2]int{c.Row, c.Col}] || c.Col >= maxColumns {
			continue
		}
		if c.Row != row {
			row = c.Row
			grid.Rows, grid.Nos = append(grid.Rows, nil), append(grid.Nos, row+1)
		}
		last := &grid.Rows[len(grid.Rows)-1]
		for col := len(*last); col < c.Col; col++ { // squares that the file leaves out are blank
			if !columns[col] && !covered[[2]int{c.Row, col}] {
				*last = append(*last, Cell{Col: col})
			}
		}
		*last = append(*last, Cell{Text: strings.TrimSpace(c.Text), Col: c.Col})
	}
	return grid
}

func setOf(numbers []int) map[int]bool {
	set := make(map[int]bool, len(numbers))
	for _, n := range numbers {
		set[n] = true
	}
	return set
}
