package docread

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"math"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/fault"
)

// maxPages bounds the pages of one file.
const maxPages = 3000

// readOFD reads the lines of a file of GB/T 33190-2016, page by page, in the order of painting. Text that is not shown is
// left out.
func readOFD(content []byte) (*Document, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errDamaged()
	}
	doc := &Document{Meta: map[string]string{}, Lines: true}
	roots, err := ofdRoots(z, doc)
	if err != nil {
		return nil, err
	}
	for _, root := range roots {
		pages, err := OFDPages(z, root)
		if err != nil {
			return nil, err
		}
		for i, page := range pages {
			err := OFDText(z, page, func(t OFDLine) error {
				if t.Hidden || pageNumber(strings.TrimSpace(t.Text)) {
					return nil
				}
				if len(doc.Blocks) >= maxBlocks {
					return fault.New(fault.Invalid, "文件太大，不予读取")
				}
				doc.Blocks = append(doc.Blocks, Block{Text: t.Text, Page: i + 1, No: len(doc.Blocks) + 1})
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return doc, nil
}

// ofdRoots are the documents of the file; its declared title is read on the way.
func ofdRoots(z *zip.Reader, doc *Document) (roots []string, err error) {
	in, encrypted := "", false
	err = EachToken(z, "OFD.xml", func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			in = t.Name.Local
			encrypted = encrypted || in == "Encryptions"
		case xml.CharData:
			switch text := strings.TrimSpace(string(t)); {
			case text == "":
			case in == "DocRoot" && len(roots) < maxDepth:
				roots = append(roots, strings.TrimPrefix(text, "/"))
			case in == "Title":
				doc.Title += text
			}
		case xml.EndElement:
			in = ""
		}
		return nil
	})
	if err == nil && (encrypted || len(roots) == 0) {
		err = fault.New(fault.Invalid, "OFD文件已加密或者不完整，无法读取")
	}
	return roots, err
}

// OFDPages are the parts of the pages of a document of an OFD file, in their order.
func OFDPages(z *zip.Reader, root string) (pages []string, err error) {
	err = EachToken(z, root, func(token xml.Token) error {
		if t, ok := token.(xml.StartElement); ok && t.Name.Local == "Page" && len(pages) < maxPages {
			if loc := Attr(t, "BaseLoc"); loc != "" {
				pages = append(pages, OFDPath(path.Dir(root), loc))
			}
		}
		return nil
	})
	return pages, err
}

// OFDPath is the part to which a location leads that stands in a part of the folder.
func OFDPath(folder, loc string) string {
	if strings.HasPrefix(loc, "/") {
		return strings.TrimPrefix(loc, "/")
	}
	return path.Join(folder, loc)
}

// An OFDLine is text that stands on one line of a page, or a remark.
type OFDLine struct {
	Text   string
	Hidden bool // it is there and is not shown
}

// OFDText gives the lines of a page. Objects that stand on the same line are joined: many writers make an object of every
// word.
func OFDText(z *zip.Reader, page string, visit func(OFDLine) error) error {
	r := ofdReader{row: math.NaN(), visit: visit}
	err := EachToken(z, page, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			return r.start(t)
		case xml.CharData:
			if r.in && r.unseen {
				r.hidden.Write(t)
			} else if r.in {
				r.line.Write(t)
				r.piece += utf8.RuneCount(t)
			}
		case xml.EndElement:
			r.in = false
			if t.Name.Local == "Parameter" || t.Name.Local == "Remark" {
				return r.flush()
			}
		}
		return nil
	})
	if err == nil {
		err = r.flush()
	}
	if hidden := strings.TrimSpace(r.hidden.String()); err == nil && hidden != "" {
		err = visit(OFDLine{hidden, true})
	}
	return err
}

type ofdReader struct {
	line, hidden strings.Builder
	top          float64 // of the object
	row          float64 // the height on which the characters of the line stand
	right        float64 // where it ends so far
	left, size   float64
	wide         float64
	piece        int // characters of the object
	before       int // of the one before
	in, unseen   bool
	visit        func(OFDLine) error
}

func (r *ofdReader) flush() error {
	text := r.line.String()
	r.line.Reset()
	r.row = math.NaN()
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return r.visit(OFDLine{Text: text})
}

func (r *ofdReader) start(t xml.StartElement) error {
	switch t.Name.Local {
	case "TextObject":
		r.before, r.piece = r.piece, 0
		r.unseen = Attr(t, "Visible") == "false" || Attr(t, "Alpha") == "0"
		r.left, r.top, r.wide, r.size = math.NaN(), math.NaN(), 0, number(Attr(t, "Size"))
		if box := strings.Fields(Attr(t, "Boundary")); len(box) == 4 {
			r.left, r.top, r.wide = number(box[0]), number(box[1]), number(box[2])
		}
	case "TextCode":
		r.in = true
		if r.unseen {
			return nil
		}
		const same = 0.8 // millimetres by which pieces of a line may differ in height
		row := r.top
		if y := number(Attr(t, "Y")); !math.IsNaN(y) {
			row += y
		}
		if !(math.Abs(row-r.row) <= same) { // NaN is on no line
			if err := r.flush(); err != nil {
				return err
			}
			r.row = row
		} else if r.apart() {
			r.line.WriteByte(' ')
		}
		r.right = r.left + r.wide
	case "Parameter", "Remark":
		r.in = true
	}
	return nil
}

// apart tells the next cell of a row from the next piece of a word. A writer that makes an object of every character may
// space a number out; cells with long numbers stand close.
func (r *ofdReader) apart() bool {
	gap := r.left - r.right
	if r.before <= 1 {
		return gap > r.size
	}
	return gap > r.size/4
}

func number(s string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
