package annualreport

import (
	"fmt"
	"html"
	"strings"
)

// A Mark says that something about a cell is to be shown with it: a class for the square and a note for the reader.
type Mark struct {
	Class string
	Note  string
}

// A Marker returns the mark of a cell, or false.
type Marker func(table TableNo, row RowID, column ColumnID) (Mark, bool)

// HTML writes a table with the merged cells of the official form. mark may be nil.
func (s Sheet) HTML(table TableNo, mark Marker) string {
	var b strings.Builder
	b.WriteString("<table>\n")
	for _, row := range s {
		b.WriteString("<tr>")
		for _, square := range row {
			writeSquare(&b, table, square, mark)
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n")
	return b.String()
}

func writeSquare(b *strings.Builder, table TableNo, s Square, mark Marker) {
	tag := "td"
	if s.Head {
		tag = "th"
	}
	b.WriteString("<" + tag)
	if s.Cols > 1 {
		fmt.Fprintf(b, ` colspan="%d"`, s.Cols)
	}
	if s.Rows > 1 {
		fmt.Fprintf(b, ` rowspan="%d"`, s.Rows)
	}
	if !s.Head && mark != nil {
		if m, ok := mark(table, s.Row, s.Column); ok {
			fmt.Fprintf(b, ` class="%s" title="%s"`, html.EscapeString(m.Class), html.EscapeString(m.Note))
		}
	}
	b.WriteString(">" + html.EscapeString(s.Text) + "</" + tag + ">")
}

// Markdown writes a table as pipes; what a span covers is left empty, as Markdown has no spans.
func (s Sheet) Markdown() string {
	full := s.Squares()
	var b strings.Builder
	seen := map[*Square]bool{}
	for i, row := range full {
		b.WriteString("|")
		for _, square := range row {
			text := ""
			if square != nil && !seen[square] {
				seen[square] = true
				text = strings.NewReplacer("|", `\|`, "\n", " ").Replace(square.Text)
			}
			b.WriteString(" " + text + " |")
		}
		b.WriteString("\n")
		if i == 0 {
			b.WriteString("|" + strings.Repeat(" --- |", len(row)) + "\n")
		}
	}
	return b.String()
}

// Text writes a table for a terminal, columns aligned by East Asian width, long labels broken to at most width columns.
func (s Sheet) Text() string {
	full := s.Squares()
	seen := map[*Square]bool{}
	cells := make([][]string, len(full))
	widths := make([]int, len(full[0]))
	for r, row := range full {
		cells[r] = make([]string, len(row))
		for c, square := range row {
			if square == nil || seen[square] {
				continue
			}
			seen[square] = true
			cells[r][c] = square.Text
			if square.Cols == 1 {
				widths[c] = max(widths[c], Width(square.Text))
			}
		}
	}
	var b strings.Builder
	for r, row := range cells {
		writeTextRow(&b, full[r], row, widths)
	}
	return b.String()
}

// writeTextRow pads each text to the width of the columns that its square spans.
func writeTextRow(b *strings.Builder, squares []*Square, texts []string, widths []int) {
	var line strings.Builder
	for c := 0; c < len(texts); {
		span, width := 1, widths[c]
		if squares[c] != nil && texts[c] != "" {
			for span < squares[c].Cols {
				width += widths[c+span] + 2
				span++
			}
		}
		pad := max(width-Width(texts[c]), 0)
		if squares[c] != nil && !squares[c].Head {
			line.WriteString(strings.Repeat(" ", pad) + texts[c] + "  ")
		} else {
			line.WriteString(texts[c] + strings.Repeat(" ", pad) + "  ")
		}
		c += span
	}
	b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
}

// Width is the number of terminal columns of a text: two for each Han character or full-width sign.
func Width(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x1100 && (r <= 0x115F || r >= 0x2E80 && r <= 0xA4CF || r >= 0xAC00 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF ||
			r >= 0xFE30 && r <= 0xFE6F || r >= 0xFF00 && r <= 0xFF60 || r >= 0xFFE0 && r <= 0xFFE6 || r >= 0x20000) || r == '“' || r == '”' {
			n += 2
			continue
		}
		n++
	}
	return n
}
