package docgen

// A sheet is one page: what is on it, from back to front. Both PDF and OFD are drawn from the same sheets, so that the
// two can never say different things.
type sheet []mark

// A mark is one thing on a page, measured in points from the upper left: [letters], a [stroke], a [box] or a [picture].
type mark interface{ mark() }

// An ink is a colour; the zero ink is black.
type ink struct{ red, green, blue uint8 }

var (
	black   = ink{}
	redHead = ink{200, 16, 16} // 发文机关标志 and its line
)

// letters are characters of one face on one line. The width of a glyph is the way to the next one.
type letters struct {
	face   *face
	size   float64
	x, y   float64 // where the first begins, on the line on which the characters stand
	glyphs []glyph
	ink    ink
}

// A stroke is a straight line.
type stroke struct {
	x1, y1, x2, y2 float64
	width          float64
	ink            ink
}

// A box is a rectangle: its outline, or filled where the outline has no width.
type box struct {
	x, y, w, h float64
	width      float64
	ink        ink
}

// A picture is an image that fills its rectangle.
type picture struct {
	x, y, w, h float64
	image      *Image
}

func (letters) mark() {}
func (stroke) mark()  {}
func (box) mark()     {}
func (picture) mark() {}

// layOut sets the document on pages. It refuses one with a character that no font has.
func layOut(d Document, fonts *Fonts) ([]sheet, error) {
	p := &page{fonts: fonts}
	p.newPage()
	p.head(d)
	for i, b := range d.Blocks {
		if p.keep = 0; i == len(d.Blocks)-1 {
			p.keep = p.tailHeight(d)
		}
		p.block(b)
	}
	p.tail(d)
	return p.sheets, p.err
}

// put adds a mark to the page.
func (p *page) put(m mark) {
	last := len(p.sheets) - 1
	p.sheets[last] = append(p.sheets[last], m)
}

// draw sets the characters from x on the line whose top is y, adding stretch after each.
func (p *page) draw(glyphs []glyph, f *face, size, x, y, stretch float64) {
	for i := 0; i < len(glyphs) && p.err == nil; {
		chosen, _ := p.fonts.choose(f, glyphs[i].r)
		run := letters{face: chosen, size: size, x: x, y: y + size*0.88, ink: p.ink}
		for i < len(glyphs) {
			if next, _ := p.fonts.choose(f, glyphs[i].r); next != chosen {
				break
			}
			wide := glyphs[i].width + stretch
			run.glyphs = append(run.glyphs, glyph{glyphs[i].r, wide})
			x += wide
			i++
		}
		p.put(run)
	}
}
