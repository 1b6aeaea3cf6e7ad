package foreign

import (
	"slices"
	"sort"
	"strings"
)

// Places in the head of a Word file (FIB of Word 97 and later).
const (
	fibFlags     = 0x0A
	fibCounts    = 0x4C // characters of each story
	fibStyles    = 0xA2
	fibCharRuns  = 0xFA
	fibParaRuns  = 0x102
	fibPieces    = 0x1A2
	flagComplex  = 0x0004
	flagLocked   = 0x0100
	flagTable1   = 0x0200
	oldestWord   = 0x00C1 // Word 97
	wordMark     = 0xA5EC
	mostWordText = 12 << 20 // characters
)

// A charRun is a stretch of the file whose characters look the same.
type charRun struct {
	from, to uint32
	look     charLook
}

// A charLook is what hides a character, or marks it as changed.
type charLook struct {
	vanish, deleted, added, white, tiny, shaded bool
	style                                       int
}

// A paraRun is a stretch of the file whose paragraphs have the same properties.
type paraRun struct {
	from, to                uint32
	style                   int
	inTable, rowEnd, shaded bool
}

// A piece is a stretch of text.
type piece struct {
	from, to uint32 // characters
	at       uint32 // bytes
	narrow   bool   // one byte a character
	look     charLook
}

// wordFile is a Word file being read.
type wordFile struct {
	f      *File
	main   []byte
	table  []byte
	chars  []charRun
	paras  []paraRun
	pieces []piece
	hidden map[int]bool // styles whose text is hidden
}

func (f *File) word(s streams, prefix string) error {
	w := &wordFile{f: f, main: s[prefix+"WordDocument"]}
	if len(w.main) < fibPieces+8 || u16(w.main, 0) != wordMark {
		return errTooOld("Word")
	}
	flags := u16(w.main, fibFlags)
	switch {
	case u16(w.main, 2) < oldestWord:
		return errTooOld("Word")
	case flags&flagLocked != 0:
		return errLocked()
	}
	if w.table = s[prefix+"0Table"]; flags&flagTable1 != 0 {
		w.table = s[prefix+"1Table"]
	}
	if w.table == nil {
		return errDamaged()
	}
	if flags&flagComplex != 0 {
		f.trace(Before, "快速保存的文件", "")
	}
	w.hidden = w.hiddenStyles()
	w.readRuns()
	if err := w.readPieces(); err != nil {
		return err
	}
	if err := w.readText(); err != nil {
		return err
	}
	f.pictures(s[prefix+"Data"])
	f.pictures(w.main)
	return nil
}

// part is a stretch of the table stream that the head names.
func (w *wordFile) part(at int) []byte {
	return slice(w.table, u32(w.main, at), u32(w.main, at+4))
}

// readPieces reads where the text stands.
func (w *wordFile) readPieces() error {
	clx := w.part(fibPieces)
	var grpprls [][]byte
	for len(clx) > 3 && clx[0] == 1 {
		n := int(u16(clx, 1))
		if 3+n > len(clx) {
			return errDamaged()
		}
		grpprls = append(grpprls, clx[3:3+n])
		clx = clx[3+n:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return errDamaged()
	}
	table := slice(clx, 5, u32(clx, 1))
	n := (len(table) - 4) / 12
	for i := range max(n, 0) {
		d := 4*(n+1) + 8*i
		p := piece{from: u32(table, 4*i), to: u32(table, 4*i+4)}
		fc := u32(table, d+2)
		if p.at = fc & 0x3FFFFFFF; fc&0x40000000 != 0 {
			p.narrow = true
			p.at /= 2
		}
		if p.to < p.from || p.to > mostWordText {
			return errDamaged()
		}
		if prm := u16(table, d+6); prm&1 == 0 {
			p.look.oneByte(byte(prm>>1)&0x7F, byte(prm>>8))
		} else if k := int(prm >> 1); k < len(grpprls) {
			p.look.apply(grpprls[k])
		}
		w.pieces = append(w.pieces, p)
	}
	if len(w.pieces) == 0 {
		return errDamaged()
	}
	return nil
}

// oneByte applies a property that a piece has in short form.
func (l *charLook) oneByte(code, value byte) {
	switch code {
	case 0x41:
		l.deleted = value == 1
	case 0x42:
		l.added = value == 1
	case 0x5C:
		l.vanish = value&1 == 1
	}
}

// apply reads a list of properties of characters.
func (l *charLook) apply(grpprl []byte) {
	each(grpprl, func(code uint16, value []byte) {
		on := len(value) > 0 && value[0]&1 == 1
		switch code {
		case 0x0800:
			l.deleted = on
		case 0x0801:
			l.added = on
		case 0x083C:
			l.vanish = on
		case 0x2A42:
			l.white = len(value) > 0 && value[0] == 8
		case 0x6870:
			l.white = u32(value, 0) == 0x00FFFFFF
		case 0x2A0C:
			l.shaded = len(value) > 0 && value[0] != 0
		case 0x4866:
			l.shaded = u16(value, 0) != 0 && u16(value, 0) != 0xFFFF
		case 0xCA71:
			l.shaded = len(value) >= 11 && (u32(value, 5) != 0xFF000000 || u16(value, 9) != 0)
		case 0x4A43:
			l.tiny = u16(value, 0) <= 4
		case 0x4A30:
			l.style = int(u16(value, 0))
		}
	})
}

// each calls visit for every property of a list ([MS-DOC] 2.6.1).
func each(grpprl []byte, visit func(code uint16, value []byte)) {
	for at := 0; at+2 <= len(grpprl); {
		code := u16(grpprl, at)
		at += 2
		size := []int{1, 1, 2, 4, 2, 2, 0, 3}[code>>13]
		if code>>13 == 6 {
			if at >= len(grpprl) {
				return
			}
			size = int(grpprl[at]) + 1
			switch {
			case code == 0xD608:
				size = int(u16(grpprl, at)) + 1
			case code == 0xC615 && grpprl[at] == 255:
				return
			}
		}
		if size <= 0 || at+size > len(grpprl) {
			return
		}
		visit(code, grpprl[at:at+size])
		at += size
	}
}

// pages calls visit for every page of runs that a table of the file names.
func (w *wordFile) pages(at int, visit func(page []byte, runs int)) {
	table := w.part(at)
	n := (len(table) - 4) / 8
	for i := range max(n, 0) {
		number := u32(table, 4*(n+1)+4*i) & 0x3FFFFF
		if page := slice(w.main, number*512, 512); page != nil {
			visit(page, int(page[511]))
		}
	}
}

func (w *wordFile) readRuns() {
	w.pages(fibCharRuns, func(page []byte, runs int) {
		if 4*(runs+1)+runs > 511 {
			return
		}
		for i := range runs {
			r := charRun{from: u32(page, 4*i), to: u32(page, 4*i+4)}
			if at := 2 * int(page[4*(runs+1)+i]); at > 0 && at+1+int(page[at]) <= 511 {
				r.look.apply(page[at+1 : at+1+int(page[at])])
			}
			w.chars = append(w.chars, r)
		}
	})
	w.pages(fibParaRuns, func(page []byte, runs int) {
		if 4*(runs+1)+13*runs > 511 {
			return
		}
		for i := range runs {
			r := paraRun{from: u32(page, 4*i), to: u32(page, 4*i+4)}
			r.apply(page, 2*int(page[4*(runs+1)+13*i]))
			w.paras = append(w.paras, r)
		}
	})
	slices.SortStableFunc(w.chars, func(a, b charRun) int { return int(int64(a.from) - int64(b.from)) })
	slices.SortStableFunc(w.paras, func(a, b paraRun) int { return int(int64(a.from) - int64(b.from)) })
}

// apply reads the properties of a paragraph at a place of its page.
func (r *paraRun) apply(page []byte, at int) {
	if at == 0 || at >= 511 {
		return
	}
	size := 2*int(page[at]) - 1
	start := at + 1
	if page[at] == 0 {
		size, start = 2*int(page[at+1]), at+2
	}
	if size < 2 || start+size > 511 {
		return
	}
	r.style = int(u16(page, start))
	each(page[start+2:start+size], func(code uint16, value []byte) {
		on := len(value) > 0 && value[0] != 0
		switch code {
		case 0x2416:
			r.inTable = on
		case 0x2417:
			r.rowEnd = on
		case 0x442D:
			r.shaded = u16(value, 0) != 0 && u16(value, 0) != 0xFFFF
		case 0xC64D:
			r.shaded = len(value) >= 11 && (u32(value, 5) != 0xFF000000 || u16(value, 9) != 0)
		}
	})
}

func (w *wordFile) paraAt(fc uint32) paraRun {
	i := sort.Search(len(w.paras), func(i int) bool { return w.paras[i].to > fc })
	if i < len(w.paras) && w.paras[i].from <= fc {
		return w.paras[i]
	}
	return paraRun{}
}

// hiddenStyles reads which styles hide their text, by themselves or by the style under them.
func (w *wordFile) hiddenStyles() map[int]bool {
	hidden := map[int]bool{}
	sheet := w.part(fibStyles)
	head := int(u16(sheet, 0))
	count, base := int(u16(sheet, 2)), int(u16(sheet, 4))
	under := map[int]int{}
	at := 2 + head
	for i := 0; i < min(count, 4096) && at+2 <= len(sheet); i++ {
		size := int(u16(sheet, at))
		std := slice(sheet, uint32(at+2), uint32(size))
		at += 2 + size + size&1
		if std == nil || len(std) < base+2 || base < 6 {
			continue
		}
		kind := u16(std, 2) & 0xF
		under[i] = int(u16(std, 2) >> 4)
		upx := base + 2 + 2*int(u16(std, base)) + 2
		if kind == 1 { // of a paragraph: first its own properties, then those of its characters
			n := int(u16(std, upx))
			upx += 2 + n + n&1
		}
		if kind > 2 {
			continue
		}
		var l charLook
		if grpprl := slice(std, uint32(upx+2), uint32(u16(std, upx))); grpprl != nil {
			l.apply(grpprl)
		}
		hidden[i] = l.vanish
	}
	for i := range hidden {
		for j, n := i, 0; n < 12 && j != 0xFFF; j, n = under[j], n+1 {
			if hidden[j] {
				hidden[i] = true
				break
			}
			if _, ok := under[j]; !ok {
				break
			}
		}
	}
	return hidden
}

// stories in the order in which their characters follow one another.
var stories = []Story{Main, Footnote, Header, "宏", Remark, Endnote, Box, Box}

// readText goes through the characters of all stories.
func (w *wordFile) readText() error {
	ends := make([]uint32, len(stories))
	total := uint32(0)
	for i := range stories {
		n := u32(w.main, fibCounts+4*i)
		if n > mostWordText {
			return errDamaged()
		}
		total += n
		ends[i] = total
	}
	r := &wordText{w: w, ends: ends}
	for _, p := range w.pieces {
		width := uint32(2)
		if p.narrow {
			width = 1
		}
		if slice(w.main, p.at, (p.to-p.from)*width) == nil {
			return errDamaged()
		}
		var look charLook
		until := uint32(0)
		for cp := p.from; cp < p.to; cp++ {
			fc := p.at + (cp-p.from)*width
			c := rune(u16(w.main, int(fc)))
			if p.narrow {
				c = western(w.main[fc])
			}
			if fc >= until {
				look, until = w.lookFrom(fc)
				look = look.with(p.look)
			}
			r.char(cp, fc, c, look)
		}
		if len(w.f.Paragraphs) >= mostTexts {
			return errDamaged()
		}
	}
	r.end(0)
	return nil
}

// lookFrom returns the look at a place and up to where it holds.
func (w *wordFile) lookFrom(fc uint32) (charLook, uint32) {
	i := sort.Search(len(w.chars), func(i int) bool { return w.chars[i].to > fc })
	if i < len(w.chars) && w.chars[i].from <= fc {
		return w.chars[i].look, w.chars[i].to
	}
	return charLook{}, fc + 1
}

func (l charLook) with(o charLook) charLook {
	l.vanish, l.deleted, l.added = l.vanish || o.vanish, l.deleted || o.deleted, l.added || o.added
	return l
}

// A wordText makes paragraphs of characters.
type wordText struct {
	w                  *wordFile
	ends               []uint32
	story              int
	no                 int
	text, gone, unseen strings.Builder
	added              bool
	field              strings.Builder
	fields             []bool // for each open field whether its code is still being read
	high               rune   // the first half of a character of two
	white, raw         strings.Builder
}

func (r *wordText) char(cp, fc uint32, c rune, look charLook) {
	for r.story < len(r.ends)-1 && cp >= r.ends[r.story] {
		r.end(fc)
		r.story, r.no = r.story+1, 0
	}
	if cp >= r.ends[len(r.ends)-1] {
		return
	}
	r.raw.WriteRune(c)
	switch c {
	case 0x0D, 0x07, 0x0C:
		r.endParagraph(fc, c)
		return
	case 0x13:
		if len(r.fields) < 50 {
			r.fields = append(r.fields, true)
		}
		return
	case 0x14:
		if n := len(r.fields); n > 0 {
			r.fields[n-1] = false
			r.link()
		}
		return
	case 0x15:
		if n := len(r.fields); n > 0 {
			r.fields = r.fields[:n-1]
			r.link()
		}
		return
	case 0x0B, 0x0E:
		c = '\n'
	case 0x1E:
		c = '-'
	case 0x1F, 0x01, 0x02, 0x05, 0x08, 0x03, 0x04:
		return
	}
	if n := len(r.fields); n > 0 && r.fields[n-1] {
		r.field.WriteRune(c)
		return
	}
	switch {
	case c >= 0xD800 && c < 0xDC00:
		r.high = c
		return
	case c >= 0xDC00 && c < 0xE000:
		c = (r.high-0xD800)<<10 + c - 0xDC00 + 0x10000
	case c < ' ' && c != '\t' && c != '\n':
		return
	}
	switch {
	case look.deleted:
		r.gone.WriteRune(c)
	case look.vanish, r.w.hidden[look.style], look.tiny:
		r.unseen.WriteRune(c)
	case look.white && !look.shaded:
		r.white.WriteRune(c) // whether it can be seen depends on the paragraph
		r.text.WriteRune(c)
	default:
		r.text.WriteRune(c)
	}
	r.added = r.added || look.added
}

// link keeps the address of a field that is one.
func (r *wordText) link() {
	code := strings.TrimSpace(r.field.String())
	r.field.Reset()
	if rest, ok := strings.CutPrefix(code, "HYPERLINK"); ok && len(r.w.f.Links) < 2000 {
		if parts := strings.Split(rest, `"`); len(parts) > 1 {
			r.w.f.Links = append(r.w.f.Links, parts[1])
		}
	}
}

func (r *wordText) end(fc uint32) {
	if r.text.Len()+r.gone.Len()+r.unseen.Len() > 0 {
		r.endParagraph(fc, 0x0D)
	}
	r.fields = nil
	r.field.Reset()
}

func (r *wordText) endParagraph(fc uint32, mark rune) {
	para := r.w.paraAt(fc)
	p := Paragraph{Story: stories[r.story], Text: r.text.String(), Gone: r.gone.String(), Unseen: r.unseen.String(), Added: r.added, Table: para.inTable || mark == 0x07, raw: r.raw.String()}
	if white := strings.TrimSpace(r.white.String()); white != "" && !para.shaded && !para.inTable {
		p.Unseen += white
		if white == strings.TrimSpace(p.Text) {
			p.Text = ""
		}
	}
	if r.w.hidden[para.style] {
		p.Text, p.Unseen = "", p.Text+p.Unseen
	}
	p.Cell, p.Row = mark == 0x07 && !para.rowEnd, para.rowEnd
	r.no++
	p.No = r.no
	r.w.f.paragraph(p)
	r.text.Reset()
	r.gone.Reset()
	r.unseen.Reset()
	r.white.Reset()
	r.raw.Reset()
	r.added = false
}
