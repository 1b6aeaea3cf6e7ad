package docgen

import (
	"fmt"
	"strings"
)

// A MissingGlyphError says that no font can draw a character of the document.
type MissingGlyphError struct{ Rune rune }

func (e *MissingGlyphError) Error() string {
	return fmt.Sprintf("字体中没有“%c”（U+%04X），请在字体文件夹放入含有该字的字体后重试", e.Rune, e.Rune)
}

// A page is the state of laying out: where the next line goes. The first error stops everything after it.
type page struct {
	sheets []sheet
	fonts  *Fonts
	ink    ink     // of letters
	y      float64 // top of the next line
	number int
	keep   float64 // what must follow the last paragraph on its page
	err    error
}

func (p *page) fail(err error) {
	if p.err == nil && err != nil {
		p.err = err
	}
}

// newPage starts a page and prints its number as GB/T 9704 has it: — 1 —, right on odd pages, left on even ones.
func (p *page) newPage() {
	p.sheets = append(p.sheets, nil)
	p.number++
	p.y = top
	label := fmt.Sprintf("— %d —", p.number)
	glyphs := p.measure(label, p.fonts.body, sizeNote)
	was := p.ink
	p.ink = black
	defer func() { p.ink = was }()
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
		p.letterhead(d)
	}
	for line := range strings.SplitSeq(d.Title, "\n") {
		p.centre(line, p.fonts.title, sizeTitle, 1.25*linePitch)
	}
	if d.Letterhead == "" && d.Number != "" {
		p.y += linePitch / 4
		p.centre(d.Number, p.fonts.body, sizeBody, linePitch)
	}
	if d.Title != "" {
		p.y += linePitch
	}
	if d.Recipient != "" {
		p.paragraph(Paragraph{Text: d.Recipient + "：", Flush: true})
	}
}

// letterhead prints 发文机关标志 35 mm below the top of the type area, two lines below it the 文号, 4 mm below that the
// red line over the whole width, and two lines free.
func (p *page) letterhead(d Document) {
	size := fit(p, d.Letterhead, p.fonts.title, 36)
	p.y = top + markTop
	p.ink = redHead
	p.centre(d.Letterhead, p.fonts.title, size, size*1.2)
	p.ink = black
	p.y += 2 * linePitch
	if d.Number != "" {
		p.centre(d.Number, p.fonts.body, sizeBody, linePitch)
	}
	p.put(stroke{left, p.y + ruleBelow, left + areaWidth, p.y + ruleBelow, 1.4, redHead})
	p.y += ruleBelow + 2*linePitch
}

// fit shrinks a letterhead until it fits on one line.
func fit(p *page, text string, f *face, size float64) float64 {
	for size > 16 && width(p.measure(text, f, size)) > areaWidth {
		size--
	}
	return size
}

// tailHeight is what the signature needs with everything that stands between it and the text.
func (p *page) tailHeight(d Document) float64 {
	if d.Signer == "" && d.Date == "" {
		return 0
	}
	height := p.signatureHeight(d)
	if len(d.Attachments) > 0 {
		height += linePitch * (1 + float64(len(p.attachments(d))))
	}
	return height
}

// signatureHeight leaves one line free above the signature, more for a stamp.
func (p *page) signatureHeight(d Document) float64 {
	lines := 2 + len(p.signer(d))
	if d.Date != "" && d.Signer != "" {
		lines++
	}
	return float64(lines) * linePitch
}

// signer is the name of the agency, on more than one line where it is wider than the type area.
func (p *page) signer(d Document) [][]glyph {
	return breakLines(p.measure(d.Signer, p.fonts.body, sizeBody), areaWidth, areaWidth)
}

// An attachmentLine is a line of the 附件说明 with where it begins.
type attachmentLine struct {
	glyphs []glyph
	x      float64
}

// attachments sets the 附件说明: two characters in, the further lines of a name below its first character.
func (p *page) attachments(d Document) []attachmentLine {
	mark := p.measure(attachmentMark, p.fonts.body, sizeBody)
	indent := 2*charPitch + width(mark)
	var all []attachmentLine
	for i, text := range d.attachmentLines() {
		hang := 0.0
		if number, _, ok := strings.Cut(text, "."); ok && len(d.Attachments) > 1 {
			hang = width(p.measure(number+".", p.fonts.body, sizeBody))
		}
		for j, line := range breakLines(p.measure(text, p.fonts.body, sizeBody), areaWidth-indent, areaWidth-indent-hang) {
			x := left + indent
			switch {
			case i == 0 && j == 0:
				line, x = append(append([]glyph{}, mark...), line...), left+2*charPitch
			case j > 0:
				x += hang
			}
			all = append(all, attachmentLine{line, x})
		}
	}
	return all
}

func (p *page) tail(d Document) {
	if len(d.Attachments) > 0 {
		p.y += linePitch
		for _, line := range p.attachments(d) {
			p.room(linePitch)
			p.draw(line.glyphs, p.fonts.body, sizeBody, line.x, p.y+(linePitch-sizeBody)/2, 0)
			p.y += linePitch
		}
	}
	if d.Signer == "" && d.Date == "" {
		p.notes(d.Notes)
		return
	}
	p.room(p.signatureHeight(d))
	p.y += linePitch
	if d.Signer != "" && d.Date != "" {
		p.y += linePitch
	}
	p.signature(d)
	p.notes(d.Notes)
}

// signature prints the date four characters from the right, the agency centred above it, and the seal over both so that
// they lie a little below its middle.
func (p *page) signature(d Document) {
	date, signer := p.measure(d.Date, p.fonts.body, sizeBody), p.signer(d)
	wide := 0.0
	for _, line := range signer {
		wide = max(wide, width(line))
	}
	right := left + areaWidth - sealRight*charPitch
	middle := right - width(date)/2
	if len(date) == 0 {
		middle = right - wide/2
	}
	if over := middle + wide/2 - (left + areaWidth); over > 0 { // a long name stays inside the type area
		middle -= over
	}
	at := p.y
	put := func(line []glyph, x float64) {
		if len(line) > 0 {
			p.draw(line, p.fonts.body, sizeBody, x, p.y+(linePitch-sizeBody)/2, 0)
			p.y += linePitch
		}
	}
	for _, line := range signer {
		put(line, middle-width(line)/2)
	}
	put(date, right-width(date))
	if d.Seal != nil {
		p.seal(d.Seal, middle, (at+p.y)/2)
	}
}

// seal lays the seal with its middle above the middle of the signature: the words come to lie below its centre.
func (p *page) seal(s *Image, x, y float64) {
	w, h := s.Width*mm, s.Height*mm
	p.put(picture{x - w/2, y - h/2 - sealAbove*h, w, h, s})
}

// sealAbove is how far the middle of the seal stands above that of the signature, as a part of its height.
const sealAbove = 0.08

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
	case Chart:
		p.chart(b)
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
	if par.Style == H1 || par.Style == H2 || par.Style == H3 {
		p.room(2 * height) // a heading never ends a page
	}
	for text := range strings.SplitSeq(par.Text, "\n") {
		glyphs := p.measure(text, f, size)
		indent := 2 * charPitch
		if par.Flush || par.Right || par.Style == Small {
			indent = 0
		}
		broken := breakLines(glyphs, areaWidth-indent, areaWidth)
		for i, line := range broken {
			need := height
			if p.keep > 0 && i == max(0, len(broken)-2) { // the signature takes the last two lines with it
				need = height*float64(len(broken)-i) + p.keep
			}
			p.room(need)
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
