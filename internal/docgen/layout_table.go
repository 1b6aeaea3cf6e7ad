package docgen

import "strings"

const (
	cellPadding = 3.0
	thin        = 0.6 // the width of lines
)

// A laid cell has its text broken to its width.
type laid struct {
	placed
	lines [][]glyph
	face  *face
}

// table prints a table. Rows never split over pages; header rows are repeated; a cell that spans rows over a page break
// is closed at the bottom and opened again on the next page with its text.
func (p *page) table(t Table) {
	size := t.Size
	if size == 0 {
		size = sizeTable
	}
	widths := t.columns(areaWidth)
	cells := p.lay(t, widths, size)
	heights := rowHeights(t, cells, size)
	if whole := span(heights, 0, len(heights)); t.Keep && whole <= areaHeight && p.y+whole > top+areaHeight {
		p.newPage()
	}
	for start := 0; start < len(t.Rows); {
		header := 0
		if start > 0 {
			header = t.Header
		}
		end := p.rowsThatFit(heights, start, header)
		if end == start {
			if p.y == top {
				end = start + 1 // a row higher than the page: print it all the same
			} else {
				p.newPage()
				continue
			}
		}
		p.segment(cells, widths, heights, 0, header, size)
		p.segment(cells, widths, heights, start, end, size)
		if start = end; start < len(t.Rows) {
			p.newPage()
		}
	}
	p.y += linePitch / 2
}

func (p *page) rowsThatFit(heights []float64, start, header int) int {
	space := top + areaHeight - p.y
	for _, h := range heights[:header] {
		space -= h
	}
	end := start
	for end < len(heights) && heights[end] <= space+0.5 {
		space -= heights[end]
		end++
	}
	return end
}

func (p *page) lay(t Table, widths []float64, size float64) []laid {
	var cells []laid
	for _, c := range t.place() {
		f := p.fonts.body
		if c.Strong {
			f = p.fonts.hei
		}
		inner := span(widths, c.col, c.cols()) - 2*cellPadding
		l := laid{placed: c, face: f}
		for text := range strings.SplitSeq(c.Text, "\n") {
			l.lines = append(l.lines, breakLines(p.measure(text, f, size), inner, inner)...)
		}
		cells = append(cells, l)
	}
	return cells
}

func span(sizes []float64, from, n int) float64 {
	sum := 0.0
	for _, s := range sizes[from:min(from+n, len(sizes))] {
		sum += s
	}
	return sum
}

func (l laid) height(size float64) float64 { return float64(len(l.lines))*size*1.35 + 2*cellPadding }

// rowHeights gives each row the height of its highest cell; what a spanning cell needs beyond its rows goes to the last.
func rowHeights(t Table, cells []laid, size float64) []float64 {
	heights := make([]float64, len(t.Rows))
	for i := range heights {
		heights[i] = max(size*1.35+2*cellPadding, t.Least)
	}
	for _, c := range cells {
		if c.rows() == 1 {
			heights[c.row] = max(heights[c.row], c.height(size))
		}
	}
	for _, c := range cells {
		last := min(c.row+c.rows(), len(heights)) - 1
		if lack := c.height(size) - span(heights, c.row, c.rows()); c.rows() > 1 && lack > 0 && c.rows() <= 4 {
			heights[last] += lack
		}
	}
	return heights
}

// segment prints the rows from start up to end, with the cells that reach into them.
func (p *page) segment(cells []laid, widths, heights []float64, start, end int, size float64) {
	if start == end {
		return
	}
	for _, c := range cells {
		first, last := max(c.row, start), min(c.row+c.rows(), end)
		if first >= last {
			continue
		}
		x, w := left+span(widths, 0, c.col), span(widths, c.col, c.cols())
		y, h := p.y+span(heights, start, first-start), span(heights, first, last-first)
		p.put(box{x, y, w, h, thin, black})
		p.cellText(c, x, y, w, h, size)
	}
	p.y += span(heights, start, end-start)
}

func (p *page) cellText(c laid, x, y, w, h, size float64) {
	lines := c.lines
	pitch := size * 1.35
	if most := int((h - 2*cellPadding) / pitch); len(lines) > most && most > 0 {
		pitch = (h - 2*cellPadding) / float64(len(lines)) // a long group label in few rows is set tighter
	}
	at := y + (h-pitch*float64(len(lines)))/2
	for _, line := range lines {
		from := x + (w-width(line))/2
		if c.Left {
			from = x + cellPadding
		}
		p.draw(line, c.face, size, from, at+(pitch-size)/2, 0)
		at += pitch
	}
}
