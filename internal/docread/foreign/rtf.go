package foreign

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"

	"gongkai/fault"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Rich begins every RTF file.
const Rich = "{\\rtf"

// deepestGroup bounds groups within groups.
const deepestGroup = 300

// A destination is what a group of an RTF file holds.
type destination int

const (
	words    destination = iota
	silent               // nothing for people
	property             // of the file
	fonts
	colours
	styles
	code    // of a field
	picture // in hexadecimal
	object
	other // a destination that is not known here
)

// A group is the state that braces keep.
type group struct {
	to                                 destination
	label                              string // of a property
	story                              Story
	hidden, deleted, added, white      bool
	font, skip                         int
	style                              int
	shaded, inTable                    bool
	hiddenStyle                        bool
	paragraph                          *richParagraph // of a story of its own; nil for that of the group around
	opened                             bool           // the group has begun a story
	red, green, blue, styleNo, charset int
}

// A richParagraph is one being read.
type richParagraph struct {
	text, gone, unseen strings.Builder
	added              bool
	no                 int
}

// rich is an RTF file being read.
type rich struct {
	f       *File
	b       []byte
	at      int
	stack   []group
	bytes   []byte // of text, whose code page is that of the font
	skip    int    // characters to leave out after one in Unicode
	high    rune
	page    int         // the code page of the file
	charset map[int]int // of fonts
	whites  map[int]bool
	colour  int
	hides   map[int]bool // styles
	data    bytes.Buffer // of a property, picture, object, field
}

// ReadRTF reads an RTF file.
func ReadRTF(content []byte) (*File, error) {
	r := &rich{f: &File{Kind: Word}, b: content, charset: map[int]int{}, whites: map[int]bool{}, hides: map[int]bool{}}
	r.stack = []group{{story: Main, skip: 1, paragraph: &richParagraph{}}}
	for r.at < len(r.b) {
		if len(r.f.Paragraphs) >= mostTexts || r.data.Len() > maxStreams {
			return nil, errDamaged()
		}
		switch c := r.b[r.at]; c {
		case '{':
			r.at++
			r.flush()
			if len(r.stack) >= deepestGroup {
				return nil, fault.New(fault.Invalid, "RTF文件嵌套过深，不予读取")
			}
			g := *r.top()
			g.opened = false
			r.stack = append(r.stack, g)
			r.skip = 0
		case '}':
			r.at++
			r.close()
		case '\\':
			r.at++
			r.control()
		case '\r', '\n', 0:
			r.at++
		default:
			r.at++
			r.byte(c)
		}
	}
	r.flush()
	for len(r.stack) > 1 {
		r.close()
	}
	r.end('\r')
	return r.f, nil
}

func (r *rich) top() *group { return &r.stack[len(r.stack)-1] }

// byte takes one byte of text.
func (r *rich) byte(c byte) {
	if r.skip > 0 {
		r.skip--
		return
	}
	r.bytes = append(r.bytes, c)
}

// flush hands the bytes on as text in the code page of the font.
func (r *rich) flush() {
	if len(r.bytes) == 0 {
		return
	}
	var from encoding.Encoding = charmap.Windows1252
	switch charset := r.charset[r.top().font]; {
	case charset == 134 || charset != 136 && r.page == 936:
		from = simplifiedchinese.GB18030
	case charset == 136 || r.page == 950:
		from = traditionalchinese.Big5
	}
	text, err := from.NewDecoder().Bytes(r.bytes)
	if err != nil {
		text = bytes.ToValidUTF8(r.bytes, []byte("?"))
	}
	r.bytes = r.bytes[:0]
	r.write(string(text))
}

// write takes text where the group wants it.
func (r *rich) write(text string) {
	g := r.top()
	switch g.to {
	case silent:
	case words:
		p := g.paragraph
		switch {
		case g.deleted:
			p.gone.WriteString(text)
		case g.hidden, r.hides[g.style], g.white && !g.shaded && !g.inTable:
			p.unseen.WriteString(text)
		default:
			p.text.WriteString(text)
		}
		p.added = p.added || g.added && strings.TrimSpace(text) != ""
	case colours:
		for range strings.Count(text, ";") {
			r.whites[r.colour] = g.red == 255 && g.green == 255 && g.blue == 255
			r.colour++
			g.red, g.green, g.blue = 0, 0, 0
		}
	default:
		r.data.WriteString(text)
	}
}

// close ends a group.
func (r *rich) close() {
	r.flush()
	r.skip = 0
	if len(r.stack) == 1 {
		return // one brace too many
	}
	g := *r.top()
	around := r.stack[len(r.stack)-2]
	if g.opened && g.paragraph != around.paragraph {
		r.end('\r')
	}
	if g.to != around.to || g.to == property && g.label != around.label || g.to == styles || g.to == fonts {
		r.finish(g)
	}
	r.stack = r.stack[:len(r.stack)-1]
}

// finish takes what a group has gathered.
func (r *rich) finish(g group) {
	text := strings.TrimSpace(r.data.String())
	r.data.Reset()
	switch g.to {
	case property:
		if text != "" && len(r.f.Properties) < 500 {
			r.f.Properties = append(r.f.Properties, Property{g.label, text})
		}
	case fonts:
		if g.charset > 0 {
			r.charset[g.font] = g.charset
		}
	case styles:
		if g.hiddenStyle {
			r.hides[g.styleNo] = true
		}
	case code:
		if rest, ok := strings.CutPrefix(text, "HYPERLINK"); ok && len(r.f.Links) < 2000 {
			if parts := strings.Split(rest, `"`); len(parts) > 1 {
				r.f.Links = append(r.f.Links, parts[1])
			}
		}
	case picture:
		if content := unhex(text); len(content) > 0 && len(r.f.Parts) < 500 {
			r.f.Parts = append(r.f.Parts, Part{Name: "图片", Content: content, Picture: true})
		}
	case object:
		r.f.trace(Object, "嵌入的对象", "")
		if content := native(unhex(text)); len(content) > 0 && len(r.f.Parts) < 500 {
			r.f.Parts = append(r.f.Parts, Part{Name: "嵌入的对象", Content: content})
		}
	case other:
		if text != "" && len(r.f.Residue) < mostResidue {
			r.f.Residue = append(r.f.Residue, text)
		}
	}
}

func unhex(text string) []byte {
	text = strings.Map(func(c rune) rune {
		if strings.ContainsRune("0123456789abcdefABCDEF", c) {
			return c
		}
		return -1
	}, text)
	content, err := hex.DecodeString(text[:len(text)&^1])
	if err != nil {
		return nil
	}
	return content
}

// native is the content of an object in the form of OLE 1.0 ([MS-OLEDS] 2.2.5).
func native(b []byte) []byte {
	r := &reader{b: b}
	r.skip(8)
	for range 3 {
		r.skip(int(r.u32()))
	}
	content := r.take(int(r.u32()))
	if r.failed {
		return nil
	}
	if _, inner, ok := packed(append(make([]byte, 4), content...)); ok {
		return inner
	}
	return content
}

// end ends a paragraph, a cell or a row.
func (r *rich) end(mark rune) {
	g := r.top()
	p := g.paragraph
	x := Paragraph{Story: g.story, Text: p.text.String(), Gone: p.gone.String(), Unseen: p.unseen.String(), Added: p.added, Table: g.inTable || mark != '\r', Cell: mark == 'c', Row: mark == 'w'}
	p.text.Reset()
	p.gone.Reset()
	p.unseen.Reset()
	p.added = false
	if x.Text+x.Gone+x.Unseen == "" && !x.Cell && !x.Row {
		return
	}
	p.no++
	x.No = p.no
	r.f.paragraph(x)
}

// control reads what follows a backslash.
func (r *rich) control() {
	if r.at >= len(r.b) {
		return
	}
	c := r.b[r.at]
	if c|0x20 < 'a' || c|0x20 > 'z' {
		r.at++
		r.symbol(c)
		return
	}
	start := r.at
	for r.at < len(r.b) && r.b[r.at]|0x20 >= 'a' && r.b[r.at]|0x20 <= 'z' && r.at-start < 40 {
		r.at++
	}
	word := string(r.b[start:r.at])
	from := r.at
	if r.at < len(r.b) && r.b[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.b) && r.b[r.at] >= '0' && r.b[r.at] <= '9' && r.at-from < 12 {
		r.at++
	}
	n, err := strconv.Atoi(string(r.b[from:r.at]))
	given := err == nil
	if r.at < len(r.b) && r.b[r.at] == ' ' {
		r.at++
	}
	r.word(word, n, given)
}

func (r *rich) symbol(c byte) {
	switch c {
	case '\'':
		if r.at+2 <= len(r.b) {
			if n, err := strconv.ParseUint(string(r.b[r.at:r.at+2]), 16, 8); err == nil {
				r.byte(byte(n))
			}
			r.at += 2
		}
	case '{', '}', '\\':
		r.byte(c)
	case '~':
		r.byte(' ')
	case '_':
		r.byte('-')
	case '*':
		r.flush()
		if r.top().to == words { // what is not known is not for readers
			r.top().to = other
		}
	case '\r', '\n':
		r.flush()
		r.end('\r')
	}
}

// unicode takes a character that is written by its number.
func (r *rich) unicode(n int) {
	r.flush()
	c := rune(uint16(n))
	switch {
	case c >= 0xD800 && c < 0xDC00:
		r.high = c
	case c >= 0xDC00 && c < 0xE000:
		r.write(string(utf16.DecodeRune(r.high, c)))
	default:
		r.write(string(c))
	}
	r.skip = r.top().skip
}
