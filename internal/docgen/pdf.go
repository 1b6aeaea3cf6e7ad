package docgen

import (
	"fmt"
	"strings"

	"github.com/signintech/gopdf"
)

// A MissingGlyphError says that no font can draw a character of the document.
type MissingGlyphError struct{ Rune rune }

func (e *MissingGlyphError) Error() string {
	return fmt.Sprintf("字体中没有“%c”（U+%04X），请在字体文件夹放入含有该字的字体后重试", e.Rune, e.Rune)
}

// PDF writes the document as a PDF whose text can be copied and searched. It refuses a document with a character that
// no font has.
func PDF(d Document, fonts *Fonts) (out []byte, err error) {
	p := &page{fonts: fonts, number: 0}
	p.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	p.pdf.SetInfo(gopdf.PdfInfo{Title: d.Title, Author: d.Author, Creator: "gongkai", Producer: "gongkai"})
	used := map[*face]bool{}
	for _, f := range []*face{fonts.body, fonts.title, fonts.hei, fonts.kai} {
		if used[f] {
			continue
		}
		used[f] = true
		if err := p.pdf.AddTTFFontData(f.name, f.data); err != nil {
			return nil, fmt.Errorf("docgen: font %s: %w", f.name, err)
		}
	}
	p.newPage()
	p.head(d)
	for _, b := range d.Blocks {
		p.block(b)
	}
	p.tail(d)
	if p.err != nil {
		return nil, p.err
	}
	return p.pdf.GetBytesPdfReturnErr()
}

// A page is the state of laying out: where the next line goes. The first error stops everything after it.
type page struct {
	pdf    gopdf.GoPdf
	fonts  *Fonts
	y      float64 // top of the next line
	number int
	err    error
}

func (p *page) fail(err error) {
	if p.err == nil && err != nil {
		p.err = err
	}
}

// newPage starts a page and prints its number as GB/T 9704 has it: — 1 —, right on odd pages, left on even ones.
func (p *page) newPage() {
	p.pdf.AddPage()
	p.number++
	p.y = top
	label := fmt.Sprintf("— %d —", p.number)
	glyphs := p.measure(label, p.fonts.body, sizeNote)
	x := left + charPitch
	if p.number%2 == 1 {
		x = left + areaWidth - charPitch - width(glyphs)
	}
	p.draw(glyphs, p.fonts.body, sizeNote, x, top+areaHeight+7*mm, 0)
}

// room makes sure that height fits on the page.
func (p *page) room(height float64) {
	if p.y+height > top+areaHeight+0.5 && p.y > top {
		p.newPage()
	}
}

func (p *page) head(d Document) {
	if d.Letterhead != "" {
		p.pdf.SetTextColor(200, 16, 16)
		p.centre(d.Letterhead, p.fonts.title, fit(p, d.Letterhead, p.fonts.title, 36), 2.2*linePitch)
		p.pdf.SetTextColor(0, 0, 0)
	}
	if d.Number != "" {
		p.centre(d.Number, p.fonts.body, sizeBody, linePitch)
	}
	if d.Letterhead != "" {
		p.pdf.SetStrokeColor(200, 16, 16)
		p.pdf.SetLineWidth(1.4)
		p.pdf.Line(left, p.y+4*mm, left+areaWidth, p.y+4*mm)
		p.pdf.SetStrokeColor(0, 0, 0)
		p.y += 2 * linePitch
	}
	for line := range strings.SplitSeq(d.Title, "\n") {
		p.centre(line, p.fonts.title, sizeTitle, 1.25*linePitch)
	}
	if d.Title != "" {
		p.y += linePitch
	}
	if d.Recipient != "" {
		p.paragraph(Paragraph{Text: d.Recipient + "：", Flush: true})
	}
}

// fit shrinks a letterhead until it fits on one line.
func fit(p *page, text string, f *face, size float64) float64 {
	for size > 16 && width(p.measure(text, f, size)) > areaWidth {
		size--
	}
	return size
}

func (p *page) tail(d Document) {
	if d.Signer == "" && d.Date == "" {
		p.notes(d.Notes)
		return
	}
	p.room(4 * linePitch) // the signature never stands alone without room for the stamp
	p.y += linePitch
	at := p.y
	for _, text := range []string{d.Signer, d.Date} {
		glyphs := p.measure(text, p.fonts.body, sizeBody)
		p.draw(glyphs, p.fonts.body, sizeBody, left+areaWidth-4*charPitch-width(glyphs), p.y, 0)
		p.y += linePitch
	}
	if d.Seal != nil {
		p.seal(d.Seal, at)
	}
	p.notes(d.Notes)
}

func (p *page) seal(s *Image, at float64) {
	holder, err := gopdf.ImageHolderByBytes(s.Data)
	if err != nil {
		p.fail(fmt.Errorf("docgen: seal: %w", err))
		return
	}
	w, h := s.Width*mm, s.Height*mm
	p.fail(p.pdf.ImageByHolder(holder, left+areaWidth-6*charPitch-w/2, at+linePitch-h/2, &gopdf.Rect{W: w, H: h}))
}

func (p *page) notes(notes []string) {
	for i, note := range notes {
		if i == 0 {
			p.y += linePitch / 2
		}
		p.paragraph(Paragraph{Text: note})
	}
}

func (p *page) block(b Block) {
	switch b := b.(type) {
	case Paragraph:
		p.paragraph(b)
	case Table:
		p.table(b)
	case PageBreak:
		p.newPage()
	}
}

// centre prints one centred line, broken where it is too long, and moves down by the height of each.
func (p *page) centre(text string, f *face, size, height float64) {
	for _, line := range breakLines(p.measure(text, f, size), areaWidth, areaWidth) {
		p.room(height)
		p.draw(line, f, size, left+(areaWidth-width(line))/2, p.y+(height-size)/2, 0)
		p.y += height
	}
}

// type of a paragraph: face, size and distance of lines.
func (p *page) typeOf(par Paragraph) (*face, float64, float64) {
	switch par.Style {
	case H1:
		return p.fonts.hei, sizeBody, linePitch
	case H2:
		return p.fonts.kai, sizeBody, linePitch
	case H3:
		return p.fonts.title, sizeBody, linePitch
	case Small:
		return p.fonts.body, sizeTable, sizeTable * 1.6
	}
	if par.Strong {
		return p.fonts.title, sizeBody, linePitch
	}
	return p.fonts.body, sizeBody, linePitch
}

func (p *page) paragraph(par Paragraph) {
	f, size, height := p.typeOf(par)
	if par.Style == Centre {
		p.centre(par.Text, f, size, height)
		return
	}
	for text := range strings.SplitSeq(par.Text, "\n") {
		glyphs := p.measure(text, f, size)
		indent := 2 * charPitch
		if par.Flush || par.Right || par.Style == Small {
			indent = 0
		}
		broken := breakLines(glyphs, areaWidth-indent, areaWidth)
		for i, line := range broken {
			p.room(height)
			x, stretch := left, 0.0
			if i == 0 {
				x += indent
			}
			if par.Right {
				x = left + areaWidth - width(line)
			} else if i < len(broken)-1 && len(line) > 1 {
				stretch = (left + areaWidth - x - width(line)) / float64(len(line)-1)
			}
			p.draw(line, f, size, x, p.y+(height-size)/2, stretch)
			p.y += height
		}
	}
}

// measure gives each character its width; in 三号 a Han character takes the pitch of the 28-character line.
func (p *page) measure(text string, f *face, size float64) []glyph {
	glyphs := make([]glyph, 0, len(text)/3+1)
	for _, r := range text {
		if r == '\t' {
			r = ' '
		}
		chosen, ok := p.fonts.choose(f, r)
		if !ok {
			p.fail(&MissingGlyphError{r})
			return nil
		}
		w := chosen.advance(r, size)
		if size == sizeBody && w > 0.95*size {
			w = charPitch
		}
		glyphs = append(glyphs, glyph{r, w})
	}
	return glyphs
}

func width(glyphs []glyph) float64 {
	sum := 0.0
	for _, g := range glyphs {
		sum += g.width
	}
	return sum
}

// draw prints the characters from x on the line whose top is y, adding stretch after each. Runs of characters with
// their natural advance are printed in one piece, so that copying gives words, not letters.
func (p *page) draw(glyphs []glyph, f *face, size, x, y, stretch float64) {
	for i := 0; i < len(glyphs) && p.err == nil; {
		chosen, _ := p.fonts.choose(f, glyphs[i].r)
		spacing := glyphs[i].width - chosen.advance(glyphs[i].r, size) + stretch
		var run strings.Builder
		at := x
		for i < len(glyphs) {
			next, _ := p.fonts.choose(f, glyphs[i].r)
			own := glyphs[i].width - next.advance(glyphs[i].r, size) + stretch
			if next != chosen || own-spacing > 0.001 || spacing-own > 0.001 {
				break
			}
			run.WriteRune(glyphs[i].r)
			x += glyphs[i].width + stretch
			i++
		}
		p.fail(p.pdf.SetFont(chosen.name, "", size))
		p.fail(p.pdf.SetCharSpacing(spacing))
		p.pdf.SetXY(at, y+size*0.88)
		p.fail(p.pdf.Text(run.String()))
	}
}
