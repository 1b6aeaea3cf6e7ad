package foreign

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// wide reads text of two bytes a character.
func wide(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
	}
	return string(utf16.Decode(units))
}

// latin reads text of which only the low bytes were kept.
func latin(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// western is the character of a byte in the code page of Western Windows.
func western(c byte) rune { return charmap.Windows1252.DecodeByte(c) }

// localText reads text in the code page of the machine that wrote it: Chinese here.
func localText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	if text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b); err == nil {
		return string(text)
	}
	return strings.ToValidUTF8(string(b), "?")
}

// labels are the properties that people fill in, by number; those of the second set begin at 100.
var labels = map[uint32]string{2: "标题", 3: "主题", 4: "作者", 5: "关键词", 6: "备注", 7: "模板", 8: "最后修改人", 102: "类别", 114: "经理", 115: "单位", 128: "状态"}

// properties reads a set of properties ([MS-OLEPS]).
func (f *File) properties(b []byte) {
	sets := min(u32(b, 24), 2)
	second := u32(b, 28) == 0xD5CDD502 // the format of the set about the document
	for i := range sets {
		at := u32(b, 28+int(i)*20+16)
		if i > 0 && (uint64(at)+8 > uint64(len(b)) || at < 48) {
			return
		}
		f.propertySet(b, int(at), second, i > 0)
	}
}

func (f *File) propertySet(b []byte, at int, second, custom bool) {
	count := min(u32(b, at+4), 500)
	for i := range int(count) {
		id, offset := u32(b, at+8+8*i), u32(b, at+12+8*i)
		p := at + int(offset)
		if offset == 0 || p < 0 || p+8 > len(b) || id <= 1 {
			continue
		}
		var text string
		n := int(u32(b, p+4))
		switch kind := u32(b, p); {
		case n <= 0 || n > 1<<20:
		case kind == 0x1E && p+8+n <= len(b):
			text = localText(b[p+8 : p+8+n])
		case kind == 0x1F && p+8+2*n <= len(b):
			text = wide(b[p+8 : p+8+2*n])
		}
		text = strings.TrimSpace(strings.TrimRight(text, "\x00"))
		if second && !custom {
			id += 100
		}
		label := labels[id]
		if custom {
			label = "自定义属性"
		}
		if text != "" && label != "" && len(f.Properties) < 500 {
			f.Properties = append(f.Properties, Property{label, text})
		}
	}
}

// The shortest pieces of text that are looked for among the remains.
const (
	fewestWide  = 6
	fewestLocal = 11 // the digits of a phone
	mostResidue = 2000
	maxResidue  = 4 << 20
)

// residue lists the texts that stand anywhere in the file and were not read.
func residue(content []byte, f *File) []string {
	known := f.known()
	var list []string
	size := 0
	add := func(text string) {
		text = strings.TrimSpace(text)
		if text == "" || known[text] || len(list) >= mostResidue || size > maxResidue {
			return
		}
		known[text] = true
		size += len(text)
		list = append(list, text)
	}
	for odd := range 2 {
		var run []uint16
		has := false // something of interest: a digit or a Chinese character
		doubtful := 0
		flush := func() {
			if len(run) >= fewestWide && has && doubtful*3 < len(run)*2 {
				add(string(utf16.Decode(run)))
			}
			run, has, doubtful = run[:0], false, 0
		}
		for i := odd; i+1 < len(content); i += 2 {
			c := uint16(content[i]) | uint16(content[i+1])<<8
			switch {
			case c >= '0' && c <= '9', common(c):
				run, has = append(run, c), true
				if c > 0x7F && (c&0xFF == 0 || c&0xFF < 0x7F && c&0xFF >= ' ' && c>>8 < 0x7F) { // two letters, or half of two
					doubtful++
				}
			case c >= ' ' && c < 0x7F, c >= 0x3000 && c < 0x3020, c >= 0xFF00 && c < 0xFF60, c == 0x2605, c == 0x2014:
				run = append(run, c)
			default:
				flush()
			}
			if len(run) > 4000 {
				flush()
			}
		}
		flush()
	}
	start := -1
	for i := 0; i <= len(content); i++ {
		if i < len(content) && content[i] >= ' ' && content[i] < 0x7F {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && i-start >= fewestLocal && digits(content[start:i]) >= fewestLocal {
			add(string(content[start:i]))
		}
		start = -1
	}
	return list
}

// common reports a Chinese character; the bytes of other data rarely make several of the common block in a row.
func common(c uint16) bool { return c >= 0x4E00 && c <= 0x9FA5 }

func digits(b []byte) int {
	n := 0
	for _, c := range b {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// known are the texts that were read, cut where the remains are cut.
func (f *File) known() map[string]bool {
	known := map[string]bool{}
	add := func(text string) {
		for piece := range strings.FieldsFuncSeq(text, func(c rune) bool { return c < ' ' }) {
			known[strings.TrimSpace(piece)] = true
		}
	}
	for _, p := range f.Paragraphs {
		add(p.Text)
		add(p.Gone)
		add(p.Unseen)
		add(p.raw)
	}
	for _, s := range f.Sheets {
		add(s.Name)
		for _, c := range s.Cells {
			add(c.Text)
		}
	}
	for _, p := range f.Properties {
		add(p.Value)
	}
	for _, t := range f.Traces {
		add(t.Text)
	}
	return known
}

// pictures takes the pictures out that Office keeps as they were ([MS-ODRAW]): photographs may say where they were taken.
func (f *File) pictures(data []byte) {
	for at, n := 0, 0; n < 200; {
		i := bytes.Index(data[at:], []byte("\xFF\xD8\xFF"))
		if i < 0 {
			return
		}
		at += i
		for _, head := range []int{25, 41} { // a record's head, one or two digests, a tag
			start := at - head
			if start < 0 {
				continue
			}
			kind, size := u16(data, start+2), int(u32(data, start+4))
			end := start + 8 + size
			if (kind == 0xF01D || kind == 0xF02A) && end > at && end <= len(data) {
				f.Parts = append(f.Parts, Part{Name: "图片.jpg", Content: data[at:end], Picture: true})
				n++
				at = end - 3
				break
			}
		}
		at += 3
		if at >= len(data) {
			return
		}
	}
}
