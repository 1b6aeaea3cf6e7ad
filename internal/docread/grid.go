package docread

import (
	"fmt"
	"strings"

	"gongkai/fault"
)

// A builder gathers blocks in reading order. Tables within tables are taken apart: the outer one is layout.
type builder struct {
	doc    Document
	stack  []*open
	cells  int
	tables int
	text   []byte
	breaks bool // a paragraph ends before the next text
}

// An open is a table that is being read.
type open struct {
	grid   *Grid
	cells  []Cell
	filled []int // for each column, in how many rows from now a span from above covers it
	col    int
	inCell bool
	span   [2]int // columns and rows of the open cell
	layout bool
}

func (b *builder) top() *open {
	if len(b.stack) == 0 {
		return nil
	}
	return b.stack[len(b.stack)-1]
}

// breakLine ends a paragraph.
func (b *builder) breakLine() {
	if t := b.top(); t != nil && t.inCell && !t.layout {
		b.breaks = true
		return
	}
	b.paragraph(strings.TrimSpace(string(b.text)))
	b.text = b.text[:0]
	b.breaks = false
}

func (b *builder) paragraph(text string) {
	if text != "" {
		b.doc.Blocks = append(b.doc.Blocks, Block{Text: text, No: len(b.doc.Blocks) + 1})
	}
}

// separate writes the break that is due before more text of the same cell.
func (b *builder) separate() {
	if b.breaks && len(b.text) > 0 {
		b.text = append(b.text, '\n')
	}
	b.breaks = false
}

func (b *builder) openTable() error {
	if len(b.stack) >= maxDepth {
		return fault.New(fault.Invalid, "表格嵌套超过%d层，不予读取", maxDepth)
	}
	if t := b.top(); t != nil {
		b.dissolve(t)
	}
	b.breakLine()
	b.stack = append(b.stack, &open{grid: &Grid{}})
	return nil
}

// dissolve turns an outer table into layout: its finished rows stay a grid, the rest becomes paragraphs.
func (b *builder) dissolve(t *open) {
	if t.layout {
		return
	}
	b.emit(t)
	for _, c := range t.cells {
		b.paragraphs(c.Text)
	}
	t.cells = nil
	b.paragraphs(string(b.text))
	b.text, b.breaks = b.text[:0], false
	t.layout = true
}

func (b *builder) paragraphs(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		b.paragraph(strings.TrimSpace(line))
	}
}

// emit hands the finished rows over as a grid.
func (b *builder) emit(t *open) {
	if len(t.grid.Rows) == 0 {
		return
	}
	b.tables++
	t.grid.Name = fmt.Sprintf("第%d张表", b.tables)
	b.doc.Blocks = append(b.doc.Blocks, Block{Grid: t.grid, No: len(b.doc.Blocks) + 1})
	t.grid = &Grid{}
}

func (b *builder) closeTable() {
	t := b.top()
	if t == nil {
		return
	}
	b.closeRow()
	if !t.layout {
		b.emit(t)
	} else {
		b.breakLine()
	}
	b.stack = b.stack[:len(b.stack)-1]
}

func (b *builder) openRow() {
	if t := b.top(); t != nil {
		b.closeRow()
		t.col = 0
	}
}

// longCell is the size above which a cell with several paragraphs is running text in a layout table.
const longCell = 600

func (b *builder) closeRow() {
	t := b.top()
	if t == nil {
		return
	}
	b.closeCell()
	if t.layout || len(t.cells) == 0 {
		t.cells = t.cells[:0]
		return
	}
	for _, c := range t.cells {
		if len(c.Text) > longCell && strings.Contains(c.Text, "\n") {
			b.emit(t)
			for _, c := range t.cells {
				b.paragraphs(c.Text)
			}
			t.cells = nil
			return
		}
	}
	t.grid.Rows = append(t.grid.Rows, t.cells)
	t.cells = make([]Cell, 0, len(t.cells))
	for i := range t.filled {
		if t.filled[i] > 0 {
			t.filled[i]--
		}
	}
}

func (b *builder) openCell(cols, rows int) error {
	t := b.top()
	if t == nil {
		return nil
	}
	b.closeCell()
	if b.cells++; b.cells > maxCells {
		return fault.New(fault.Invalid, "表格超过%d个单元格，不予读取", maxCells)
	}
	b.breakLine()
	b.text, b.breaks = b.text[:0], false
	t.inCell, t.span = true, [2]int{clamp(cols, 64), clamp(rows, 1000)}
	return nil
}

func clamp(n, most int) int { return max(1, min(n, most)) }

func (b *builder) closeCell() {
	t := b.top()
	if t == nil || !t.inCell {
		return
	}
	t.inCell = false
	if t.layout {
		b.paragraphs(string(b.text))
		b.text, b.breaks = b.text[:0], false
		return
	}
	for t.col < len(t.filled) && t.filled[t.col] > 0 {
		t.col++
	}
	t.cells = append(t.cells, Cell{Text: strings.TrimSpace(string(b.text)), Col: t.col})
	b.text, b.breaks = b.text[:0], false
	for range t.span[0] {
		if t.col >= maxColumns {
			return
		}
		for t.col >= len(t.filled) {
			t.filled = append(t.filled, 0)
		}
		t.filled[t.col] = t.span[1]
		t.col++
	}
}

// finish closes what a truncated file left open.
func (b *builder) finish() *Document {
	for len(b.stack) > 0 {
		b.closeTable()
	}
	b.breakLine()
	return &b.doc
}
