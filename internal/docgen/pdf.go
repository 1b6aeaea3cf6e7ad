package docgen

import (
	"fmt"
	"strings"

	"github.com/signintech/gopdf"
)

// PDF writes the document as a PDF whose text can be copied and searched. It refuses a document with a character that
// no font has.
func PDF(d Document, fonts *Fonts) (out []byte, err error) {
	sheets, err := layOut(d, fonts)
	if err != nil {
		return nil, err
	}
	w := &pdfWriter{}
	w.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	w.pdf.SetInfo(gopdf.PdfInfo{Title: d.Title, Author: d.Author, Creator: "gongkai", Producer: "gongkai"})
	used := map[*face]bool{}
	for _, f := range []*face{fonts.body, fonts.title, fonts.hei, fonts.kai, fonts.rare} {
		if used[f] {
			continue
		}
		used[f] = true
		if err := w.pdf.AddTTFFontData(f.name, f.data); err != nil {
			return nil, fmt.Errorf("docgen: font %s: %w", f.name, err)
		}
	}
	for _, s := range sheets {
		if err := w.page(s); err != nil {
			return nil, err
		}
	}
	return w.pdf.GetBytesPdfReturnErr()
}

// A pdfWriter draws sheets. It knows the ink of letters and the width of lines that are set.
type pdfWriter struct {
	pdf   gopdf.GoPdf
	ink   ink
	width float64
}

func (w *pdfWriter) page(s sheet) error {
	w.pdf.AddPage()
	w.width = 0
	for _, m := range s {
		var err error
		switch m := m.(type) {
		case letters:
			err = w.letters(m)
		case stroke:
			w.inked(m.ink, w.pdf.SetStrokeColor, func() {
				w.pen(m.width)
				w.pdf.Line(m.x1, m.y1, m.x2, m.y2)
			})
		case box:
			if m.width == 0 {
				w.inked(m.ink, w.pdf.SetFillColor, func() { w.pdf.RectFromUpperLeftWithStyle(m.x, m.y, m.w, m.h, "F") })
				continue
			}
			w.pen(m.width)
			w.inked(m.ink, w.pdf.SetStrokeColor, func() { w.pdf.RectFromUpperLeftWithStyle(m.x, m.y, m.w, m.h, "D") })
		case picture:
			err = w.picture(m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *pdfWriter) pen(width float64) {
	if w.width != width {
		w.pdf.SetLineWidth(width)
		w.width = width
	}
}

// inked draws in a colour and goes back to black.
func (w *pdfWriter) inked(i ink, set func(r, g, b uint8), draw func()) {
	if i != black {
		set(i.red, i.green, i.blue)
		defer set(0, 0, 0)
	}
	draw()
}

// letters prints runs of characters with the same distance from their natural advance in one piece, so that copying
// gives words, not letters.
func (w *pdfWriter) letters(l letters) error {
	if w.ink != l.ink {
		w.pdf.SetTextColor(l.ink.red, l.ink.green, l.ink.blue)
		w.ink = l.ink
	}
	x := l.x
	for i := 0; i < len(l.glyphs); {
		spacing := l.glyphs[i].width - l.face.advance(l.glyphs[i].r, l.size)
		var run strings.Builder
		at := x
		for i < len(l.glyphs) {
			own := l.glyphs[i].width - l.face.advance(l.glyphs[i].r, l.size)
			if own-spacing > 0.001 || spacing-own > 0.001 {
				break
			}
			run.WriteRune(l.glyphs[i].r)
			x += l.glyphs[i].width
			i++
		}
		if err := w.pdf.SetFont(l.face.name, "", l.size); err != nil {
			return err
		}
		if err := w.pdf.SetCharSpacing(spacing); err != nil {
			return err
		}
		w.pdf.SetXY(at, l.y)
		if err := w.pdf.Text(run.String()); err != nil {
			return err
		}
	}
	return nil
}

func (w *pdfWriter) picture(m picture) error {
	holder, err := gopdf.ImageHolderByBytes(m.image.Data)
	if err != nil {
		return fmt.Errorf("docgen: picture: %w", err)
	}
	return w.pdf.ImageByHolder(holder, m.x, m.y, &gopdf.Rect{W: m.w, H: m.h})
}
