package docread

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"path"
	"strconv"
	"strings"

	"gongkai/fault"
)

// readXLSX reads every sheet of a workbook as a grid. Squares that a merged cell covers are left out.
func readXLSX(content []byte) (*Document, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errDamaged()
	}
	shared, err := SharedStrings(z)
	if err != nil {
		return nil, err
	}
	sheets, err := sheetNames(z)
	if err != nil {
		return nil, err
	}
	doc := &Document{Meta: map[string]string{}}
	left := maxCells
	for _, s := range sheets {
		grid, err := readSheet(z, s.target, shared, &left)
		if err != nil {
			return nil, err
		}
		if grid != nil && len(grid.Rows) > 0 {
			grid.Name, grid.Sheet = s.name, true
			doc.Blocks = append(doc.Blocks, Block{Grid: grid, No: len(doc.Blocks) + 1})
		}
	}
	return doc, nil
}

// EachToken calls visit for every token of a part, if the archive has it.
func EachToken(z *zip.Reader, name string, visit func(xml.Token) error) error {
	p, ok, err := OpenPart(z, name)
	if err != nil || !ok {
		return err
	}
	defer p.Close()
	for {
		token, err := p.Next()
		if err != nil || token == nil {
			return err
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

// SharedStrings reads the texts that the cells of a workbook refer to.
func SharedStrings(z *zip.Reader) ([]string, error) {
	var out []string
	var text []byte
	var inText, phonetic bool
	err := EachToken(z, "xl/sharedStrings.xml", func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				text = text[:0]
			case "t":
				inText = true
			case "rPh":
				phonetic = true
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				out = append(out, string(text))
			case "t":
				inText = false
			case "rPh":
				phonetic = false
			}
		case xml.CharData:
			if inText && !phonetic {
				text = append(text, t...)
			}
		}
		return nil
	})
	return out, err
}

type sheet struct{ name, target string }

func sheetNames(z *zip.Reader) ([]sheet, error) {
	targets := map[string]string{}
	err := EachToken(z, "xl/_rels/workbook.xml.rels", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			target := Attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			targets[Attr(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var sheets []sheet
	err = EachToken(z, "xl/workbook.xml", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "sheet" && len(sheets) < 100 {
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					sheets = append(sheets, sheet{Attr(e, "name"), targets[a.Value]})
				}
			}
		}
		return nil
	})
	return sheets, err
}

// A sheetReader gathers the cells of one sheet.
type sheetReader struct {
	shared []string
	left   *int
	grid   *Grid
	row    []Cell
	no     int
	col    int
	kind   string
	text   []byte
	inText bool
	merges []span
}

type span struct{ left, top, right, bottom int }

func readSheet(z *zip.Reader, name string, shared []string, left *int) (*Grid, error) {
	r := &sheetReader{shared: shared, left: left, grid: &Grid{}}
	err := EachToken(z, name, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			return r.start(t)
		case xml.EndElement:
			r.end(t.Name.Local)
		case xml.CharData:
			if r.inText {
				r.text = append(r.text, t...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.uncover()
	return r.grid, nil
}

func (r *sheetReader) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		r.row, r.col = nil, -1
		if n, err := strconv.Atoi(Attr(e, "r")); err == nil {
			r.no = n
		} else {
			r.no++
		}
	case "c":
		if *r.left--; *r.left < 0 {
			return fault.New(fault.Invalid, "表格超过%d个单元格，不予读取", maxCells)
		}
		r.kind, r.text = Attr(e, "t"), r.text[:0]
		if col, _, ok := reference(Attr(e, "r")); ok {
			r.col = col
		} else {
			r.col++
		}
	case "v", "t":
		r.inText = true
	case "mergeCell":
		from, to, _ := strings.Cut(Attr(e, "ref"), ":")
		left, top, ok1 := reference(from)
		right, bottom, ok2 := reference(to)
		if ok1 && ok2 && len(r.merges) < 10_000 {
			r.merges = append(r.merges, span{left, top, right, bottom})
		}
	}
	return nil
}

func (r *sheetReader) end(name string) {
	switch name {
	case "v", "t":
		r.inText = false
	case "c":
		text := string(r.text)
		if r.kind == "s" {
			i, err := strconv.Atoi(text)
			if text = ""; err == nil && i >= 0 && i < len(r.shared) {
				text = r.shared[i]
			}
		}
		for len(r.row) > 0 && r.row[len(r.row)-1].Col >= r.col {
			r.row = r.row[:len(r.row)-1]
		}
		for col := len(r.row); col < r.col && col < maxColumns; col++ { // squares that the file leaves out are blank
			r.row = append(r.row, Cell{Col: col})
		}
		r.row = append(r.row, Cell{Text: strings.TrimSpace(text), Col: r.col})
	case "row":
		if len(r.row) > 0 {
			r.grid.Rows, r.grid.Nos = append(r.grid.Rows, r.row), append(r.grid.Nos, r.no)
		}
	}
}

// uncover takes out the squares that merged cells cover.
func (r *sheetReader) uncover() {
	index := map[int]int{}
	for i, no := range r.grid.Nos {
		index[no] = i
	}
	for _, m := range r.merges {
		for no := m.top; no <= m.bottom && no-m.top < 1000; no++ {
			i, ok := index[no]
			if !ok {
				continue
			}
			kept := r.grid.Rows[i][:0]
			for _, c := range r.grid.Rows[i] {
				if c.Col < m.left || c.Col > m.right || (no == m.top && c.Col == m.left) {
					kept = append(kept, c)
				}
			}
			r.grid.Rows[i] = kept
		}
	}
}

// reference reads the address of a cell: B12 is column 1, row 12.
func reference(s string) (col, row int, ok bool) {
	i := 0
	for i < len(s) && s[i] >= 'A' && s[i] <= 'Z' {
		col = col*26 + int(s[i]-'A') + 1
		if i++; col > 16384 {
			return 0, 0, false
		}
	}
	row, err := strconv.Atoi(s[i:])
	return col - 1, row, err == nil && i > 0 && col <= maxColumns
}
