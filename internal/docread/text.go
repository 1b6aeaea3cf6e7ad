package docread

import (
	"fmt"
	"strings"

	"gongkai/fault"
)

// FromText reads plain text and Markdown. Lines with pipes or tabs that follow one another make a grid; every other line
// is a paragraph, and blank lines stay, since a blank line may be a blank cell.
func FromText(text []byte) (*Document, error) {
	b := &builder{doc: Document{Lines: true, Meta: map[string]string{}}}
	var grid *Grid
	no := 0
	for line := range strings.Lines(strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\r", "\n")) {
		no++
		line = strings.TrimRight(line, "\n")
		cells, isRow := splitRow(line)
		if isRow {
			if b.cells += len(cells); b.cells > maxCells {
				return nil, fault.New(fault.Invalid, "表格超过%d个单元格，不予读取", maxCells)
			}
			if grid == nil {
				grid = &Grid{}
			}
			if cells != nil {
				grid.Rows, grid.Nos = append(grid.Rows, cells), append(grid.Nos, len(grid.Nos)+1)
			}
			continue
		}
		if grid != nil {
			b.emit(&open{grid: grid})
			grid = nil
		}
		b.doc.Blocks = append(b.doc.Blocks, Block{Text: plain(line), No: no})
		if len(b.doc.Blocks) > maxBlocks {
			return nil, fault.New(fault.Invalid, "文件超过%d行，不予读取", maxBlocks)
		}
	}
	if grid != nil {
		b.emit(&open{grid: grid})
	}
	return &b.doc, nil
}

// FromPages makes a document of the text of pages, as a PDF gives it, without the page numbers.
func FromPages(pages []string) *Document {
	doc := &Document{Lines: true, Meta: map[string]string{}}
	for i, page := range pages {
		for line := range strings.Lines(page) {
			line = strings.TrimSpace(line)
			if line != "" && !pageNumber(line) {
				doc.Blocks = append(doc.Blocks, Block{Text: line, Page: i + 1, No: len(doc.Blocks) + 1})
			}
		}
	}
	return doc
}

// pageNumber reports a line such as - 3 - or — 5 —.
func pageNumber(line string) bool {
	inner := strings.TrimSpace(strings.Trim(line, "-—–－ "))
	if inner == "" || len(inner) > 4 || inner == line {
		return false
	}
	dash := func(s string) bool { return strings.IndexAny(s, "-—–－") == 0 }
	return strings.Trim(inner, "0123456789") == "" && dash(line) && strings.TrimRight(line, "-—–－") != line
}

// splitRow splits a line of a table; ok tells that it is one, cells are nil for the line under a Markdown head.
func splitRow(line string) (cells []Cell, ok bool) {
	line = strings.ReplaceAll(line, "｜", "|")
	if strings.Contains(line, "|") {
		trimmed := strings.TrimSpace(line)
		if strings.Trim(trimmed, "|-: ") == "" && strings.Contains(trimmed, "--") {
			return nil, true
		}
		trimmed = strings.TrimPrefix(trimmed, "|")
		if !strings.HasSuffix(trimmed, `\|`) {
			trimmed = strings.TrimSuffix(trimmed, "|")
		}
		return toCells(splitPipes(trimmed)), true
	}
	if strings.Contains(line, "\t") {
		return toCells(strings.Split(line, "\t")), true
	}
	return nil, false
}

func splitPipes(line string) []string {
	if !strings.Contains(line, `\|`) {
		return strings.Split(line, "|")
	}
	parts := strings.Split(strings.ReplaceAll(line, `\|`, "\x00"), "|")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], "\x00", "|")
	}
	return parts
}

func toCells(texts []string) []Cell {
	cells := make([]Cell, len(texts))
	for i, text := range texts {
		cells[i] = Cell{Text: plain(strings.ReplaceAll(text, "<br>", "\n")), Col: i}
	}
	return cells
}

// plain takes the marks of Markdown and outer white space off a line.
func plain(line string) string {
	line = strings.TrimFunc(line, white)
	if rest := strings.TrimLeft(line, "#"); rest != line && strings.HasPrefix(rest, " ") {
		line = strings.TrimFunc(rest, white)
	}
	if strings.Count(line, "**")%2 == 0 {
		line = strings.ReplaceAll(line, "**", "")
	}
	return line
}

// String shows a document for a person who looks for a fault.
func (d *Document) String() string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if block.Grid == nil {
			fmt.Fprintf(&b, "%s: %s\n", block.Place(), block.Text)
			continue
		}
		for i, row := range block.Grid.Rows {
			fmt.Fprintf(&b, "%s:", block.Grid.Place(i))
			for _, c := range row {
				fmt.Fprintf(&b, " [%d]%q", c.Col, c.Text)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
