package foreign

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Records of a workbook ([MS-XLS] 2.3).
const (
	recFormula    = 0x0006
	recEOF        = 0x000A
	recHeader     = 0x0014
	recFooter     = 0x0015
	recNote       = 0x001C
	recDate1904   = 0x0022
	recFilePass   = 0x002F
	recFont       = 0x0031
	recContinue   = 0x003C
	recObj        = 0x005D
	recColInfo    = 0x007D
	recBoundSheet = 0x0085
	recMulRK      = 0x00BD
	recXF         = 0x00E0
	recMerged     = 0x00E5
	recDrawings   = 0x00EB
	recSST        = 0x00FC
	recLabelSST   = 0x00FD
	recTXO        = 0x01B6
	recHLink      = 0x01B8
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBool       = 0x0205
	recString     = 0x0207
	recRow        = 0x0208
	recRowHeight  = 0x0225
	recRK         = 0x027E
	recFormat     = 0x041E
	recBOF        = 0x0809
	recRString    = 0x00D6
	recSeriesText = 0x100D
	biff8         = 0x0600
)

// A record is one of the workbook, with the records that continue it.
type record struct {
	kind   uint16
	at     int
	chunks [][]byte
}

func (r record) data() []byte { return r.chunks[0] }

// records cuts the stream.
func records(b []byte) []record {
	var list []record
	for at := 0; at+4 <= len(b) && len(list) < 2_000_000; {
		kind, size := u16(b, at), int(u16(b, at+2))
		if at+4+size > len(b) {
			break
		}
		data := b[at+4 : at+4+size]
		if kind == recContinue && len(list) > 0 {
			last := &list[len(list)-1]
			last.chunks = append(last.chunks, data)
		} else {
			list = append(list, record{kind, at, [][]byte{data}})
		}
		at += 4 + size
	}
	return list
}

// A format is how cells of one style look.
type format struct {
	date, unseen bool
}

// workbook is an Excel file being read.
type workbook struct {
	f        *File
	shared   []string
	fonts    []bool // white
	dates    map[uint16]bool
	blanks   map[uint16]bool // formats that show nothing
	formats  []format
	starts   map[int]int // where a sheet begins, to its number
	late     bool        // days count from 1904
	drawings []byte

	sheet   *Sheet
	depth   int
	object  uint16
	isNote  bool
	remarks map[uint16]string
	rows    map[int]bool // that are described
	allRows bool         // rows that are not described are hidden
	open    *Cell        // a formula that waits for its text
	told    map[string]bool
}

func (f *File) excel(b []byte) error {
	w := &workbook{f: f, dates: map[uint16]bool{}, blanks: map[uint16]bool{}, starts: map[int]int{}, remarks: map[uint16]string{}, told: map[string]bool{}}
	list := records(b)
	if len(list) == 0 || list[0].kind != recBOF {
		return errDamaged()
	}
	if u16(list[0].data(), 0) != biff8 {
		return errTooOld("Excel")
	}
	cells := 0
	for _, r := range list {
		if r.kind == recFilePass {
			return errLocked()
		}
		w.record(r)
		if w.sheet != nil {
			cells = max(cells, len(w.sheet.Cells))
		}
		if cells > mostCells || len(f.Paragraphs) >= mostTexts {
			return errDamaged()
		}
	}
	w.closeSheet()
	f.pictures(w.drawings)
	return nil
}

// record takes one record.
func (w *workbook) record(r record) {
	d := r.data()
	switch r.kind {
	case recBOF:
		if w.depth++; w.depth == 1 {
			w.closeSheet()
			if n, ok := w.starts[r.at]; ok {
				w.sheet = &w.f.Sheets[n]
				w.remarks, w.rows, w.allRows = map[uint16]string{}, map[int]bool{}, false
			}
		}
	case recEOF:
		w.depth = max(w.depth-1, 0)
	case recBoundSheet:
		w.boundSheet(d)
	case recSST:
		w.strings(r.chunks)
	case recFont:
		w.fonts = append(w.fonts, u16(d, 4) == 9 || u16(d, 4) == 1)
	case recFormat:
		text := unicodeString(d, 2)
		w.dates[u16(d, 0)], w.blanks[u16(d, 0)] = isDate(text), strings.Trim(text, " ") == ";;;"
	case recXF:
		w.xf(d)
	case recDate1904:
		w.late = u16(d, 0) == 1
	case recDrawings:
		if len(w.drawings) < maxStreams/4 {
			for _, c := range r.chunks {
				w.drawings = append(w.drawings, c...)
			}
		}
	case recHLink:
		w.hyperlink(d)
	default:
		w.inSheet(r, d)
	}
}

// inSheet takes a record that belongs to a sheet.
func (w *workbook) inSheet(r record, d []byte) {
	switch r.kind {
	case recHeader, recFooter:
		if len(d) > 3 {
			w.say(Header, unicodeString(d, 0))
		}
	case recObj:
		w.object, w.isNote = u16(d, 6), u16(d, 4) == 0x19
	case recTXO:
		w.textObject(r)
	case recNote:
		w.note(d)
	case recSeriesText:
		if len(d) > 4 {
			w.say(Box, shortString(d, 2))
		}
	}
	if w.sheet == nil || w.depth != 1 { // a chart in a sheet has cells of its own
		return
	}
	row, col := int(u16(d, 0)), int(u16(d, 2))
	switch r.kind {
	case recLabelSST:
		if i := int(u32(d, 6)); i < len(w.shared) {
			w.cell(row, col, u16(d, 4), w.shared[i])
		}
	case recLabel, recRString:
		w.cell(row, col, u16(d, 4), unicodeString(d, 6))
	case recNumber:
		w.number(row, col, u16(d, 4), math.Float64frombits(uint64(u32(d, 6))|uint64(u32(d, 10))<<32))
	case recRK:
		w.number(row, col, u16(d, 4), rk(u32(d, 6)))
	case recMulRK:
		for at := 4; at+8 <= len(d); at += 6 {
			w.number(row, col, u16(d, at), rk(u32(d, at+2)))
			col++
		}
	case recFormula:
		w.formula(row, col, d)
	case recString:
		if w.open != nil {
			w.open.Text = longString(r.chunks, 0)
			w.open = nil
		}
	case recRow:
		w.rows[row] = true
		if u16(d, 12)&0x20 != 0 {
			w.sheet.Rows = append(w.sheet.Rows, row)
		}
	case recRowHeight:
		w.allRows = u16(d, 0)&2 != 0
	case recColInfo:
		if u16(d, 8)&1 != 0 {
			for c := row; c <= col && c < 1024; c++ { // first and last column stand where others have row and column
				w.sheet.Columns = append(w.sheet.Columns, c)
			}
		}
	case recMerged:
		for at := 2; at+8 <= len(d) && len(w.sheet.Merged) < 10_000; at += 8 {
			w.sheet.Merged = append(w.sheet.Merged, [4]int{int(u16(d, at)), int(u16(d, at+2)), int(u16(d, at+4)), int(u16(d, at+6))})
		}
	}
}

// closeSheet ends a sheet: rows that nothing describes may be hidden.
func (w *workbook) closeSheet() {
	if w.sheet == nil {
		return
	}
	if w.allRows {
		for _, c := range w.sheet.Cells {
			if !w.rows[c.Row] {
				w.rows[c.Row] = true
				w.sheet.Rows = append(w.sheet.Rows, c.Row)
			}
		}
	}
	slices.Sort(w.sheet.Rows)
	w.sheet, w.open = nil, nil
}

func (w *workbook) boundSheet(d []byte) {
	if len(d) < 8 || len(w.f.Sheets) >= 1000 {
		return
	}
	name := shortString(d, 6)
	switch d[5] {
	case 1, 6:
		w.f.trace(Macro, name, "")
	}
	w.starts[int(u32(d, 0))] = len(w.f.Sheets)
	w.f.Sheets = append(w.f.Sheets, Sheet{Name: name, Hidden: d[4]&3 != 0})
}

func (w *workbook) xf(d []byte) {
	font, kind := int(u16(d, 0)), u16(d, 2)
	if font >= 4 { // there is no fifth font
		font--
	}
	white := font >= 0 && font < len(w.fonts) && w.fonts[font]
	filled := u32(d, 14)>>26 != 0
	date := w.dates[kind] || kind >= 14 && kind <= 22 || kind >= 27 && kind <= 36 || kind >= 45 && kind <= 47 || kind >= 50 && kind <= 58
	w.formats = append(w.formats, format{date: date, unseen: w.blanks[kind] || white && !filled})
}

// isDate reports a format of days or times.
func isDate(format string) bool {
	quoted, bracket := false, false
	for _, c := range strings.ToLower(format) {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case quoted || bracket:
		case strings.ContainsRune("ymdhs年月日", c):
			return !strings.EqualFold(format, "General")
		}
	}
	return false
}

func (w *workbook) look(xf uint16) format {
	if int(xf) < len(w.formats) {
		return w.formats[xf]
	}
	return format{}
}

func (w *workbook) cell(row, col int, xf uint16, text string) *Cell {
	w.sheet.Cells = append(w.sheet.Cells, Cell{Row: row, Col: col, Text: text, Unseen: w.look(xf).unseen})
	return &w.sheet.Cells[len(w.sheet.Cells)-1]
}

func (w *workbook) number(row, col int, xf uint16, v float64) {
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if w.look(xf).date {
		text = day(v, w.late, text)
	} else if v != math.Trunc(v) {
		text = strconv.FormatFloat(math.Round(v*1e10)/1e10, 'f', -1, 64)
	}
	w.cell(row, col, xf, text)
}

func (w *workbook) formula(row, col int, d []byte) {
	if len(d) < 14 {
		return
	}
	if u16(d, 12) != 0xFFFF {
		w.number(row, col, u16(d, 4), math.Float64frombits(uint64(u32(d, 6))|uint64(u32(d, 10))<<32))
		return
	}
	if d[6] == 0 {
		w.open = w.cell(row, col, u16(d, 4), "")
	}
}

// rk reads the short form of a number.
func rk(v uint32) float64 {
	var f float64
	if v&2 != 0 {
		f = float64(int32(v) >> 2)
	} else {
		f = math.Float64frombits(uint64(v&^3) << 32)
	}
	if v&1 != 0 {
		f /= 100
	}
	return f
}

func (w *workbook) say(story Story, text string) {
	if text = strings.TrimSpace(text); text != "" && !w.told[string(story)+text] {
		w.told[string(story)+text] = true
		w.f.paragraph(Paragraph{Story: story, No: len(w.f.Paragraphs) + 1, Text: text})
	}
}

// textObject reads the words of a shape or remark, which stand in the first record that continues it.
func (w *workbook) textObject(r record) {
	n := int(u16(r.data(), 10))
	if n == 0 || len(r.chunks) < 2 {
		return
	}
	s := &chunks{list: r.chunks[1:]}
	text := strings.ReplaceAll(s.chars(n, s.u8()&1 == 1), "\r", "\n")
	if w.isNote {
		w.remarks[w.object] = text
		return
	}
	w.say(Box, text)
}

func (w *workbook) note(d []byte) {
	text, name := w.remarks[u16(d, 6)], ""
	if w.sheet != nil {
		name = w.sheet.Name + "!"
	}
	w.f.trace(Note, name+Address(int(u16(d, 0)), int(u16(d, 2))), text)
}

// Address names a cell: row 0 and column 2 are C1.
func Address(row, col int) string {
	var letters string
	for col++; col > 0; col = (col - 1) / 26 {
		letters = string(rune('A'+(col-1)%26)) + letters
	}
	return letters + strconv.Itoa(row+1)
}

// webAddress marks an address of the web in a link.
const webAddress = "\xE0\xC9\xEA\x79\xF9\xBA\xCE\x11\x8C\x82\x00\xAA\x00\x4B\xA9\x0B"

func (w *workbook) hyperlink(d []byte) {
	i := bytes.Index(d, []byte(webAddress))
	if i < 0 || len(w.f.Links) > 2000 {
		return
	}
	if text := slice(d, uint32(i+20), u32(d, i+16)); text != nil {
		link, _, _ := strings.Cut(wide(text), "\x00")
		w.f.Links = append(w.f.Links, link)
	}
}
