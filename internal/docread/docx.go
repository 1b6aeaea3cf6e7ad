package docread

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
)

// readDOCX reads the body of a Word document: paragraphs and tables, text that was deleted under revision left out.
func readDOCX(content []byte) (*Document, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errDamaged()
	}
	p, _, err := OpenPart(z, "word/document.xml")
	if err != nil {
		return nil, err
	}
	defer p.Close()
	r := &docxReader{b: &builder{doc: Document{Meta: map[string]string{}}}}
	for {
		token, err := p.Next()
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case nil:
			return r.b.finish(), nil
		case xml.StartElement:
			if err := r.start(t); err != nil {
				return nil, err
			}
		case xml.EndElement:
			if err := r.end(t.Name.Local); err != nil {
				return nil, err
			}
		case xml.CharData:
			if r.inText && r.fallback == 0 {
				r.b.separate()
				r.b.text = append(r.b.text, t...)
			}
		}
	}
}

type docxReader struct {
	b        *builder
	inText   bool
	fallback int // within mc:Fallback, which repeats what stands in mc:Choice
	cell     bool
	cols     int
	merged   string // the value of vMerge: restart, continue
	has      bool
}

func (r *docxReader) start(e xml.StartElement) error {
	if r.fallback > 0 || e.Name.Local == "Fallback" {
		if e.Name.Local == "Fallback" {
			r.fallback++
		}
		return nil
	}
	switch e.Name.Local {
	case "t":
		r.inText = true
	case "tab":
		if !strings.HasSuffix(string(r.b.text), " ") && len(r.b.text) > 0 && r.b.top() == nil {
			r.b.text = append(r.b.text, ' ')
		}
	case "br", "cr":
		r.b.breakLine()
	case "p":
		if err := r.openCell(); err != nil {
			return err
		}
		r.b.breakLine()
	case "tbl":
		if err := r.openCell(); err != nil {
			return err
		}
		return r.b.openTable()
	case "tr":
		r.b.openRow()
	case "tc":
		r.cell, r.cols, r.merged, r.has = true, 1, "", false
	case "gridSpan":
		r.cols, _ = strconv.Atoi(Attr(e, "val"))
	case "vMerge":
		r.has, r.merged = true, Attr(e, "val")
	}
	return nil
}

// openCell begins the cell once its properties are known, that is, at its first paragraph. A cell that goes on from the
// row above covers its columns and has no text.
func (r *docxReader) openCell() error {
	if !r.cell {
		return nil
	}
	r.cell = false
	if r.has && r.merged != "restart" {
		r.b.skip(r.cols)
		return nil
	}
	return r.b.openCell(r.cols, 1)
}

func (r *docxReader) end(name string) error {
	if r.fallback > 0 {
		if name == "Fallback" {
			r.fallback--
		}
		return nil
	}
	switch name {
	case "t":
		r.inText = false
	case "p":
		r.b.breakLine()
	case "tc":
		if err := r.openCell(); err != nil {
			return err
		}
		r.b.closeCell()
	case "tr":
		r.b.closeRow()
	case "tbl":
		r.b.closeTable()
	}
	return nil
}

// skip leaves columns out that a cell from above covers.
func (b *builder) skip(cols int) {
	t := b.top()
	if t == nil {
		return
	}
	b.closeCell()
	for range clamp(cols, 64) {
		if t.col < maxColumns {
			if t.col >= len(t.filled) {
				t.filled = append(t.filled, 0)
			}
			t.filled[t.col] = 0
			t.col++
		}
	}
}
