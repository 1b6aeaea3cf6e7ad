package inside

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"math/big"
	"path"
	"strconv"
	"strings"

	"gongkai/internal/docread"
)

// workbook reads an Excel file: every cell with its address, what is hidden, comments, and data that stays behind in
// caches.
func (r *reading) workbook(z *zip.Reader) error {
	shared, err := docread.SharedStrings(z)
	if err != nil {
		return err
	}
	looks, err := cellLooks(z)
	if err != nil {
		return err
	}
	sheets, err := sheetList(z)
	if err != nil {
		return err
	}
	used := make([]bool, len(shared))
	for _, s := range sheets {
		if s.state == "hidden" || s.state == "veryHidden" {
			r.trace(HiddenSheet, s.name, "")
		}
		c := &cellReader{r: r, sheet: s, shared: shared, used: used, looks: looks}
		if err := docread.EachToken(z, s.target, c.token); err != nil {
			return err
		}
		if err := r.sheetNotes(z, s); err != nil {
			return err
		}
	}
	for i, text := range shared { // of sheets that are gone
		if !used[i] {
			r.text("没有单元格使用的文字", text, Out, "")
		}
	}
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		var err error
		switch {
		case strings.HasPrefix(name, "xl/pivotcache/pivotcacherecords"), strings.HasPrefix(name, "xl/pivotcache/pivotcachedefinition"):
			err = r.cache(z, f.Name, "数据透视表的缓存")
		case strings.HasPrefix(name, "xl/externallinks/externallink") && strings.HasSuffix(name, ".xml"):
			err = r.cache(z, f.Name, "链接到其他工作簿的缓存")
		case strings.HasPrefix(name, "xl/drawings/drawing"):
			err = r.drawn(z, f.Name, "图形中的文字")
		}
		if err != nil {
			return err
		}
	}
	return r.officeExtras(z)
}

type sheetEntry struct{ name, state, target string }

func sheetList(z *zip.Reader) ([]sheetEntry, error) {
	targets, err := relations(z, "xl/_rels/workbook.xml.rels", "xl")
	if err != nil {
		return nil, err
	}
	var list []sheetEntry
	err = docread.EachToken(z, "xl/workbook.xml", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "sheet" && len(list) < 300 {
			list = append(list, sheetEntry{docread.Attr(e, "name"), docread.Attr(e, "state"), targets[relationID(e)]})
		}
		return nil
	})
	return list, err
}

// relationID is the attribute r:id, which has a prefix that files are free to choose.
func relationID(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// relations reads a list of relationships: id to the part it leads to.
func relations(z *zip.Reader, name, folder string) (map[string]string, error) {
	targets := map[string]string{}
	err := docread.EachToken(z, name, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" && docread.Attr(e, "TargetMode") != "External" {
			target := docread.Attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			targets[docread.Attr(e, "Id")] = strings.TrimPrefix(target, "/")
		}
		return nil
	})
	return targets, err
}

// A look is how cells of one style look.
type look struct{ unseen bool }

// cellLooks reads which styles hide what is in a cell: a format that shows nothing, white letters on nothing.
func cellLooks(z *zip.Reader) ([]look, error) {
	var looks []look
	var white, filled []bool
	hides := map[string]bool{}
	in := ""
	err := docread.EachToken(z, "xl/styles.xml", func(token xml.Token) error {
		if end, ok := token.(xml.EndElement); ok && end.Name.Local == in {
			in = ""
			return nil
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "fonts", "fills", "cellXfs", "cellStyleXfs", "dxfs":
			in = e.Name.Local
		case "numFmt":
			if strings.Trim(docread.Attr(e, "formatCode"), " ") == ";;;" {
				hides[docread.Attr(e, "numFmtId")] = true
			}
		case "font":
			if in == "fonts" {
				white = append(white, false)
			}
		case "color":
			rgb := strings.ToUpper(docread.Attr(e, "rgb"))
			if in == "fonts" && len(white) > 0 && (rgb == "FFFFFFFF" || rgb == "00FFFFFF" || docread.Attr(e, "theme") == "0" && docread.Attr(e, "tint") == "") {
				white[len(white)-1] = true
			}
		case "fill":
			if in == "fills" {
				filled = append(filled, false)
			}
		case "fgColor":
			if in == "fills" && len(filled) > 0 && strings.ToUpper(docread.Attr(e, "rgb")) != "FFFFFFFF" && (docread.Attr(e, "theme") != "0" || docread.Attr(e, "tint") != "") {
				filled[len(filled)-1] = true
			}
		case "xf":
			if in == "cellXfs" {
				font, _ := strconv.Atoi(docread.Attr(e, "fontId"))
				fill, _ := strconv.Atoi(docread.Attr(e, "fillId"))
				l := look{unseen: hides[docread.Attr(e, "numFmtId")]}
				l.unseen = l.unseen || font >= 0 && font < len(white) && white[font] && (fill < 0 || fill >= len(filled) || !filled[fill])
				looks = append(looks, l)
			}
		}
		return nil
	})
	return looks, err
}

// A cellReader goes through the tokens of one sheet.
type cellReader struct {
	r      *reading
	sheet  sheetEntry
	shared []string
	used   []bool // of shared
	looks  []look

	row       int
	rowHidden bool
	rowTold   bool
	rowsTold  int
	col       int
	style     int
	kind      string
	text      []byte
	inText    bool
	inHead    bool
	columns   []span // hidden
	labels    map[int]string
	headRow   int
	texts     map[int]string // of the row being read, to find the row of heads
}

type span struct {
	from, to int
	told     bool
}

func (c *cellReader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		c.start(t)
	case xml.EndElement:
		c.end(t.Name.Local)
	case xml.CharData:
		if c.inText || c.inHead {
			c.text = append(c.text, t...)
		}
	}
	return c.r.err
}

func hiddenBy(e xml.StartElement, size string) bool {
	hidden := docread.Attr(e, "hidden")
	n := docread.Attr(e, size)
	return hidden == "1" || hidden == "true" || n == "0" || n == "0.0"
}

func (c *cellReader) start(e xml.StartElement) {
	switch e.Name.Local {
	case "col":
		from, err1 := strconv.Atoi(docread.Attr(e, "min"))
		to, err2 := strconv.Atoi(docread.Attr(e, "max"))
		if err1 == nil && err2 == nil && hiddenBy(e, "width") && len(c.columns) < 1000 && to-from < 16384 {
			c.columns = append(c.columns, span{from: from - 1, to: to - 1})
		}
	case "row":
		if n, err := strconv.Atoi(docread.Attr(e, "r")); err == nil {
			c.row = n
		} else {
			c.row++
		}
		c.rowHidden, c.rowTold, c.col, c.texts = hiddenBy(e, "ht"), false, -1, map[int]string{}
	case "c":
		c.kind, c.text = docread.Attr(e, "t"), c.text[:0]
		c.style, _ = strconv.Atoi(docread.Attr(e, "s"))
		if col, ok := column(docread.Attr(e, "r")); ok {
			c.col = col
		} else {
			c.col++
		}
	case "v", "t":
		c.inText = true
	case "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter":
		c.inHead, c.text = true, c.text[:0]
	case "rPh":
		c.inText = false
	}
}

func (c *cellReader) end(name string) {
	switch name {
	case "v", "t":
		c.inText = false
	case "c":
		c.cell()
	case "row":
		// The first row with two texts or more names the columns; a title above it is one merged cell.
		if c.headRow == 0 && len(c.texts) >= 2 {
			c.headRow, c.labels = c.row, c.texts
		}
	case "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter":
		c.inHead = false
		c.r.text(c.sheet.name+"的页眉页脚", headerText(string(c.text)), Head, "")
	}
}

// headerText takes the codes out of a header: &L&"宋体,常规"&10内部资料.
func headerText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '&' || i+1 >= len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch {
		case s[i] == '"':
			if j := strings.IndexByte(s[i+1:], '"'); j >= 0 {
				i += j + 1
			}
		case s[i] >= '0' && s[i] <= '9':
			for i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
				i++
			}
		case s[i] == '&':
			b.WriteByte('&')
		default:
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

func (c *cellReader) cell() {
	text := string(c.text)
	if c.kind == "s" {
		i, err := strconv.Atoi(text)
		if text = ""; err == nil && i >= 0 && i < len(c.shared) {
			text = c.shared[i]
			c.used[i] = true
		}
	}
	text = plainNumber(strings.TrimSpace(text))
	if text == "" {
		return
	}
	where := fmt.Sprintf("%s!%s%d", c.sheet.name, Column(c.col), c.row)
	place := Square
	if c.headRow == 0 && c.row <= 3 {
		place = Head
	}
	if c.kind != "n" && c.kind != "" && c.kind != "b" && len(c.texts) < 1024 {
		c.texts[c.col] = text
	}
	switch {
	case c.sheet.state == "hidden" || c.sheet.state == "veryHidden":
		place = Out
	case c.rowHidden:
		place = Out
		if !c.rowTold {
			c.rowTold = true
			if c.rowsTold++; c.rowsTold <= 50 {
				c.r.trace(HiddenRow, fmt.Sprintf("%s!第%d行", c.sheet.name, c.row), text)
			}
		}
	}
	for i, s := range c.columns {
		if c.col >= s.from && c.col <= s.to {
			place = Out
			if !s.told {
				c.columns[i].told = true
				c.r.trace(HiddenColumn, c.sheet.name+"!"+Column(s.from)+"列"+upTo(s), text)
			}
		}
	}
	if c.style >= 0 && c.style < len(c.looks) && c.looks[c.style].unseen && place != Out {
		place = Out
		c.r.trace(HiddenText, where, text)
	}
	label := ""
	if c.headRow > 0 && c.row > c.headRow {
		label = c.labels[c.col]
	}
	c.r.text(where, text, place, label)
}

func upTo(s span) string {
	if s.to > s.from && s.to-s.from < 1024 {
		return "至" + Column(s.to) + "列"
	}
	return ""
}

// plainNumber writes a large number as people see it: 1.3912345678E10 is a telephone.
func plainNumber(s string) string {
	if len(s) > 40 || !strings.ContainsAny(s, "Ee") || strings.Trim(s, "0123456789.Ee+-") != "" {
		return s
	}
	_, exponent, _ := strings.Cut(strings.ToUpper(s), "E")
	if n, err := strconv.Atoi(exponent); err != nil || n < 0 || n > 30 {
		return s
	}
	f, _, err := big.ParseFloat(s, 10, 200, big.ToNearestEven)
	if err != nil || !f.IsInt() {
		return s
	}
	return f.Text('f', 0)
}

// Column names a column: 0 is A, 27 is AB.
func Column(n int) string {
	if n < 0 {
		return "?"
	}
	name := ""
	for n++; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

func column(ref string) (int, bool) {
	n := 0
	i := 0
	for i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z' {
		if n = n*26 + int(ref[i]-'A') + 1; n > 16384 {
			return 0, false
		}
		i++
	}
	return n - 1, i > 0
}

// sheetNotes reads the comments of a sheet, old and new.
func (r *reading) sheetNotes(z *zip.Reader, s sheetEntry) error {
	targets, err := relations(z, path.Join(path.Dir(s.target), "_rels", path.Base(s.target)+".rels"), path.Dir(s.target))
	if err != nil {
		return err
	}
	for _, target := range targets {
		if !strings.Contains(strings.ToLower(target), "comment") {
			continue
		}
		where := ""
		var text []byte
		inText := false
		err := docread.EachToken(z, target, func(token xml.Token) error {
			switch t := token.(type) {
			case xml.StartElement:
				switch t.Name.Local {
				case "comment", "threadedComment":
					where, text = s.name+"!"+docread.Attr(t, "ref")+"的批注", text[:0]
				case "t", "text":
					inText = t.Name.Local == "t" || strings.Contains(strings.ToLower(target), "threaded")
				}
			case xml.CharData:
				if inText {
					text = append(text, t...)
				}
			case xml.EndElement:
				switch t.Name.Local {
				case "t", "text":
					inText = false
				case "comment", "threadedComment":
					r.text(where, string(text), Beside, "")
					r.trace(Comment, where, string(text))
				}
			}
			return r.err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// cache reads what a workbook keeps of data that is elsewhere: every value is there to be read by whoever looks.
func (r *reading) cache(z *zip.Reader, name, what string) error {
	n := 0
	inValue := false
	keep := func(v string) {
		if v = plainNumber(strings.TrimSpace(v)); v != "" {
			if n++; n == 1 {
				r.trace(HiddenText, what, v)
			}
			r.text(what, v, Out, "")
		}
	}
	return docread.EachToken(z, name, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "s", "n":
				keep(docread.Attr(t, "v"))
			case "v":
				inValue = true
			}
		case xml.EndElement:
			if t.Name.Local == "v" {
				inValue = false
			}
		case xml.CharData:
			if inValue {
				keep(string(t))
			}
		}
		return r.err
	})
}

// drawn reads the text of shapes and charts.
func (r *reading) drawn(z *zip.Reader, name, where string) error {
	var text []byte
	inText := false
	return docread.EachToken(z, name, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t" || t.Name.Local == "v"
			if t.Name.Local == "p" || t.Name.Local == "pt" {
				text = text[:0]
			}
		case xml.CharData:
			if inText {
				text = append(text, t...)
			}
		case xml.EndElement:
			inText = false
			if t.Name.Local == "p" || t.Name.Local == "pt" {
				r.text(where, string(text), Head, "")
				text = text[:0]
			}
		}
		return r.err
	})
}
