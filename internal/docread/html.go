package docread

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/fault"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readHTML goes through the tokens once; no tree is built, so that memory stays within the size of the text.
func readHTML(text []byte) (*Document, error) {
	z := html.NewTokenizer(bytes.NewReader(text))
	z.SetMaxBuf(8 << 20)
	r := &htmlReader{b: &builder{doc: Document{Meta: map[string]string{}}}}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() == html.ErrBufferExceeded {
				return nil, fault.New(fault.Invalid, "网页中有过大的标签，不予读取")
			}
			return r.b.finish(), nil
		case html.TextToken:
			if r.hidden == 0 {
				r.addText(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, attrs := z.TagName()
			if err := r.start(z, atom.Lookup(name), attrs); err != nil {
				return nil, err
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(atom.Lookup(name))
		}
		if len(r.b.doc.Blocks) > maxBlocks {
			return nil, fault.New(fault.Invalid, "网页的段落过多，不予读取")
		}
	}
}

type htmlReader struct {
	b      *builder
	hidden atom.Atom // the element whose text is not shown
	title  bool
}

func (r *htmlReader) start(z *html.Tokenizer, tag atom.Atom, attrs bool) error {
	switch tag {
	case atom.Script, atom.Style, atom.Textarea, atom.Noscript, atom.Select, atom.Iframe, atom.Template:
		if r.hidden == 0 {
			r.hidden = tag
		}
	case atom.Title:
		r.b.breakLine()
		r.title = true
	case atom.Meta:
		r.meta(z, attrs)
	case atom.Table:
		return r.b.openTable()
	case atom.Tr:
		r.b.openRow()
	case atom.Td, atom.Th:
		cols, rows := 1, 1
		for attrs {
			var key, value []byte
			key, value, attrs = z.TagAttr()
			switch string(key) {
			case "colspan":
				cols, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
			case "rowspan":
				rows, _ = strconv.Atoi(string(bytes.TrimSpace(value)))
			}
		}
		return r.b.openCell(cols, rows)
	default:
		if blockTag(tag) {
			r.b.breakLine()
		}
	}
	return nil
}

func (r *htmlReader) end(tag atom.Atom) {
	if r.hidden != 0 {
		if tag == r.hidden {
			r.hidden = 0
		}
		return
	}
	switch tag {
	case atom.Title:
		if r.title && r.b.doc.Title == "" {
			r.b.doc.Title = strings.TrimSpace(string(r.b.text))
			r.b.text = r.b.text[:0]
		}
		r.title = false
	case atom.Table:
		r.b.closeTable()
	case atom.Tr:
		r.b.closeRow()
	case atom.Td, atom.Th:
		r.b.closeCell()
	default:
		if blockTag(tag) {
			r.b.breakLine()
		}
	}
}

func (r *htmlReader) meta(z *html.Tokenizer, attrs bool) {
	var name, content string
	for attrs {
		var key, value []byte
		key, value, attrs = z.TagAttr()
		switch string(key) {
		case "name":
			name = strings.ToLower(string(value))
		case "content":
			content = string(value)
		}
	}
	if name != "" && len(r.b.doc.Meta) < 64 {
		r.b.doc.Meta[name] = strings.TrimSpace(content)
	}
}

func blockTag(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Br, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Dl,
		atom.Dt, atom.Dd, atom.Section, atom.Article, atom.Center, atom.Hr, atom.Pre, atom.Header, atom.Footer, atom.Body, atom.Head,
		atom.Form, atom.Blockquote, atom.Caption, atom.Nav, atom.Aside, atom.Main:
		return true
	}
	return false
}

// addText appends text with its white space collapsed. A line end between two characters that are not ASCII is where
// a program wrapped Chinese text, and is no space.
func (r *htmlReader) addText(text []byte) {
	b := r.b
	space := 0 // 1 a space, 2 a line end
	for i := 0; i < len(text); {
		c, size := rune(text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(text[i:])
		}
		if white(c) {
			if c == '\n' || c == '\r' {
				space = 2
			} else if space == 0 {
				space = 1
			}
			i += size
			continue
		}
		if space > 0 {
			if n := len(b.text); n > 0 && !b.breaks && b.text[n-1] != ' ' && !(space == 2 && c >= 0x2E80 && b.text[n-1] >= 0x80) {
				b.text = append(b.text, ' ')
			}
			space = 0
		}
		if b.breaks {
			b.separate()
		}
		b.text = append(b.text, text[i:i+size]...)
		i += size
	}
	if n := len(b.text); space == 1 && n > 0 && !b.breaks && b.text[n-1] != ' ' {
		b.text = append(b.text, ' ')
	}
}

// white reports spaces of every sort, those without width too.
func white(c rune) bool {
	switch c {
	case ' ', '\t', '\n', '\r', '\f', '\v', 0xA0, 0x3000, 0x200B, 0x200C, 0x200D, 0xFEFF, 0x2002, 0x2003, 0x2009, 0x202F, 0xAD:
		return true
	}
	return false
}
