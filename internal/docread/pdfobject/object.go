// Package pdfobject reads the objects of a PDF file that PDFium has written anew (pdftext.Reader.Plain), finds what such a
// file carries beside its pages — properties, files, scripts, layers that are switched off — and takes it out without
// touching what is on the pages.
//
// 《条例》第十七条 asks that what goes out is examined, and the remedy must not cost the text: a page that is printed again
// loses its tags, links and outline. So objects are edited, not pages. The package reads only the plain form: one revision,
// no object streams, no encryption; hostile syntax has stayed in the sandbox before it. It keeps its bounds all the same:
// nesting, numbers of objects and the size of what is inflated have ends, and it never panics.
package pdfobject

import (
	"bytes"
	"strconv"

	"gongkai/fault"
)

// The values of a PDF file. Numbers, booleans and null are kept as they were written.
type (
	// A Name is one like /Type, without its slash and with its escapes as they were.
	Name string
	// A Token is a number, true, false or null.
	Token string
	// A Text is a string with its escapes undone.
	Text string
	// A Ref leads to an object.
	Ref int
	// An Array is a list.
	Array []any
	// A Dict is a dictionary.
	Dict map[Name]any
)

// A Stream is a dictionary with data.
type Stream struct {
	Dict Dict
	Data []byte
}

// A File is the objects of one file.
type File struct {
	Objects map[int]any
	Trailer Dict
	size    int // one more than the highest number
}

// Limits of one file.
const (
	deepest     = 120
	mostObjects = 1_000_000
	maxInflated = 64 << 20
)

func errDamaged() error {
	return fault.New(fault.Invalid, "PDF文件内部结构不完整，无法处理")
}

// Read reads the objects of a plain file.
func Read(plain []byte) (*File, error) {
	f := &File{Objects: map[int]any{}}
	s := &scanner{b: plain}
	for {
		s.space()
		if s.at >= len(s.b) {
			break
		}
		switch word := s.word(); {
		case word == "xref":
			i := bytes.Index(s.b[s.at:], []byte("trailer"))
			if i < 0 {
				return nil, errDamaged()
			}
			s.at += i
		case word == "trailer":
			v, err := s.value(0)
			if err != nil {
				return nil, err
			}
			d, ok := v.(Dict)
			if !ok {
				return nil, errDamaged()
			}
			f.Trailer = d
		case word == "startxref":
			s.space()
			s.word()
		case word == "":
			s.at++ // nothing that belongs here: the header's binary line, a stray byte
		default:
			if err := f.object(s, word); err != nil {
				return nil, err
			}
		}
	}
	if _, ok := f.Trailer["Root"].(Ref); !ok || len(f.Objects) == 0 {
		return nil, errDamaged()
	}
	return f, nil
}

// object reads what follows a number: "0 obj … endobj", else nothing.
func (f *File) object(s *scanner, word string) error {
	number, err := strconv.Atoi(word)
	if err != nil {
		return nil
	}
	start := s.at
	s.space()
	s.word()
	s.space()
	if s.word() != "obj" {
		s.at = start
		return nil
	}
	v, err := s.value(0)
	if err != nil {
		return err
	}
	s.space()
	if d, ok := v.(Dict); ok && bytes.HasPrefix(s.b[s.at:], []byte("stream")) {
		data, err := s.stream(d)
		if err != nil {
			return err
		}
		v = &Stream{d, data}
	}
	if number <= 0 || number >= mostObjects || len(f.Objects) >= mostObjects {
		return errDamaged()
	}
	f.Objects[number] = v
	f.size = max(f.size, number+1)
	return nil
}

// A scanner goes through the bytes of a file or of a page's content.
type scanner struct {
	b  []byte
	at int
}

func blank(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space passes over blanks and comments.
func (s *scanner) space() {
	for s.at < len(s.b) {
		switch c := s.b[s.at]; {
		case blank(c):
			s.at++
		case c == '%':
			for s.at < len(s.b) && s.b[s.at] != '\n' && s.b[s.at] != '\r' {
				s.at++
			}
		default:
			return
		}
	}
}

// word reads what is neither blank nor delimiter.
func (s *scanner) word() string {
	start := s.at
	for s.at < len(s.b) && !blank(s.b[s.at]) && !delimiter(s.b[s.at]) {
		s.at++
	}
	return string(s.b[start:s.at])
}

// value reads one value. A bare word comes back as a Token.
func (s *scanner) value(depth int) (any, error) {
	s.space()
	if depth > deepest || s.at >= len(s.b) {
		return nil, errDamaged()
	}
	switch c := s.b[s.at]; {
	case c == '/':
		s.at++
		return Name(s.word()), nil
	case c == '(':
		return s.literal()
	case c == '<' && s.at+1 < len(s.b) && s.b[s.at+1] == '<':
		s.at += 2
		return s.dict(depth)
	case c == '<':
		return s.hex()
	case c == '[':
		s.at++
		return s.array(depth)
	case delimiter(c):
		return nil, errDamaged()
	}
	word := s.word()
	if number, err := strconv.Atoi(word); err == nil && number > 0 { // 12 0 R
		start := s.at
		s.space()
		if generation := s.word(); generation != "" {
			if _, err := strconv.Atoi(generation); err == nil {
				s.space()
				if s.word() == "R" {
					return Ref(number), nil
				}
			}
		}
		s.at = start
	}
	return Token(word), nil
}

func (s *scanner) dict(depth int) (any, error) {
	d := Dict{}
	for {
		s.space()
		switch {
		case bytes.HasPrefix(s.b[min(s.at, len(s.b)):], []byte(">>")):
			s.at += 2
			return d, nil
		case s.at >= len(s.b) || s.b[s.at] != '/':
			return nil, errDamaged()
		}
		s.at++
		key := Name(s.word())
		v, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		d[key] = v
	}
}

func (s *scanner) array(depth int) (any, error) {
	list := Array{}
	for {
		s.space()
		if s.at >= len(s.b) {
			return nil, errDamaged()
		}
		if s.b[s.at] == ']' {
			s.at++
			return list, nil
		}
		v, err := s.value(depth + 1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
}

// literal reads a string in round brackets.
func (s *scanner) literal() (any, error) {
	var out []byte
	open := 0
	for ; s.at < len(s.b); s.at++ {
		switch c := s.b[s.at]; c {
		case '(':
			if open++; open > 1 {
				out = append(out, c)
			}
		case ')':
			if open--; open == 0 {
				s.at++
				return Text(out), nil
			}
			out = append(out, c)
		case '\\':
			out = s.escape(out)
		default:
			out = append(out, c)
		}
	}
	return nil, errDamaged()
}

// escape reads what follows a backslash and stays on its last byte.
func (s *scanner) escape(out []byte) []byte {
	if s.at++; s.at >= len(s.b) {
		return out
	}
	switch c := s.b[s.at]; c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\n':
		return out
	case '\r':
		if s.at+1 < len(s.b) && s.b[s.at+1] == '\n' {
			s.at++
		}
		return out
	case '0', '1', '2', '3', '4', '5', '6', '7':
		n := 0
		for k := 0; k < 3 && s.at < len(s.b) && s.b[s.at] >= '0' && s.b[s.at] <= '7'; k++ {
			n = n*8 + int(s.b[s.at]-'0')
			s.at++
		}
		s.at--
		return append(out, byte(n))
	default:
		return append(out, c)
	}
}

// hex reads a string of hexadecimal digits.
func (s *scanner) hex() (any, error) {
	end := bytes.IndexByte(s.b[s.at:], '>')
	if end < 0 {
		return nil, errDamaged()
	}
	var out []byte
	half, has := byte(0), false
	for _, c := range s.b[s.at+1 : s.at+end] {
		var n byte
		switch {
		case c >= '0' && c <= '9':
			n = c - '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			n = (c | 0x20) - 'a' + 10
		default:
			continue
		}
		if has {
			out = append(out, half<<4|n)
		}
		half, has = n, !has
	}
	if has {
		out = append(out, half<<4)
	}
	s.at += end + 1
	return Text(out), nil
}

// stream reads the data after a dictionary.
func (s *scanner) stream(d Dict) ([]byte, error) {
	s.at += len("stream")
	if bytes.HasPrefix(s.b[s.at:], []byte("\r\n")) {
		s.at += 2
	} else if s.at < len(s.b) && (s.b[s.at] == '\n' || s.b[s.at] == '\r') {
		s.at++
	}
	end := -1
	if length, ok := d["Length"].(Token); ok {
		if n, err := strconv.Atoi(string(length)); err == nil && n >= 0 && s.at+n <= len(s.b) {
			if rest := bytes.TrimLeft(s.b[s.at+n:min(len(s.b), s.at+n+16)], "\r\n"); bytes.HasPrefix(rest, []byte("endstream")) {
				end = s.at + n
			}
		}
	}
	if end < 0 {
		i := bytes.Index(s.b[s.at:], []byte("endstream"))
		if i < 0 {
			return nil, errDamaged()
		}
		end = s.at + i
	}
	data := s.b[s.at:end]
	s.at = end
	s.space()
	if s.word() != "endstream" {
		return nil, errDamaged()
	}
	return data, nil
}
