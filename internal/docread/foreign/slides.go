package foreign

import (
	"fmt"
	"strings"
)

// Records of a presentation ([MS-PPT] 2.13.24).
const (
	pptDocument     = 1000
	pptSlide        = 1006
	pptNotes        = 1008
	pptMaster       = 1016
	pptSlideInfo    = 1017
	pptPersist      = 1011
	pptVBA          = 1024
	pptObject       = 4113
	pptSlideList    = 4080
	pptTextChars    = 4000
	pptTextBytes    = 4008
	pptCString      = 4026
	pptUserEdit     = 4085
	pptPersistTable = 6002
	pptComment      = 12000
	pptLocked       = 12052
	hiddenSlide     = 0x0004
)

// An atom is one record.
type atom struct {
	kind      uint16
	instance  uint16
	container bool
	at        int
	data      []byte
}

// atoms calls visit for every record of a container; visit says whether to go into it.
func atoms(b []byte, base, depth int, visit func(a atom, depth int) bool) {
	if depth > 60 {
		return
	}
	for at := 0; at+8 <= len(b); {
		size := u32(b, at+4)
		data := slice(b, uint32(at+8), size)
		if data == nil {
			return
		}
		a := atom{kind: u16(b, at+2), instance: u16(b, at) >> 4, container: u16(b, at)&0xF == 0xF, at: base + at, data: data}
		if visit(a, depth) && a.container {
			atoms(data, base+at+8, depth+1, visit)
		}
		at += 8 + int(size)
	}
}

// presentation is a PowerPoint file being read.
type presentation struct {
	f     *File
	order map[uint32]int // the number of a slide by that of its object
	place map[int]uint32 // objects that are live, by where they stand
	known bool           // the tables could be read
	count int
}

func (f *File) slides(s streams, prefix string) error {
	b := s[prefix+"PowerPoint Document"]
	if s[prefix+"EncryptedSummary"] != nil {
		return errLocked()
	}
	p := &presentation{f: f, order: map[uint32]int{}, place: map[int]uint32{}}
	p.live(b, s[prefix+"Current User"])
	locked, some := false, false
	atoms(b, 0, 0, func(a atom, _ int) bool {
		some = true
		locked = locked || a.kind == pptLocked
		if a.kind == pptDocument && p.isLive(a) {
			p.readOrder(a.data)
		}
		return false
	})
	switch {
	case locked:
		return errLocked()
	case !some:
		return errDamaged()
	}
	atoms(b, 0, 0, func(a atom, _ int) bool {
		p.top(a)
		return false
	})
	f.pictures(s[prefix+"Pictures"])
	return nil
}

// live reads which objects the last save has left in use.
func (p *presentation) live(b, user []byte) {
	at := u32(user, 16)
	seen := map[uint32]bool{}
	taken := map[uint32]bool{}
	for range 1000 { // from the last save back to the first
		edit := slice(b, at, 8)
		if edit == nil || u16(edit, 2) != pptUserEdit || seen[at] {
			return
		}
		seen[at] = true
		before, table := u32(b, int(at)+8+8), u32(b, int(at)+8+12)
		head := slice(b, table, 8)
		if head == nil || u16(head, 2) != pptPersistTable {
			return
		}
		list := slice(b, table+8, u32(head, 4))
		for i := 0; i+4 <= len(list); {
			entry := u32(list, i)
			first, n := entry&0xFFFFF, int(entry>>20)
			i += 4
			for k := range n {
				if i+4 > len(list) {
					return
				}
				if id := first + uint32(k); !taken[id] {
					taken[id] = true
					p.place[int(u32(list, i))] = id
				}
				i += 4
			}
		}
		p.known = true
		if before == 0 {
			return
		}
		at = before
	}
}

func (p *presentation) isLive(a atom) bool {
	_, ok := p.place[a.at]
	return ok || !p.known
}

// readOrder reads the order of the slides.
func (p *presentation) readOrder(document []byte) {
	n := 0
	atoms(document, 0, 0, func(a atom, _ int) bool {
		if a.kind == pptSlideList && a.instance == 0 {
			atoms(a.data, 0, 0, func(inner atom, _ int) bool {
				if inner.kind == pptPersist {
					n++
					p.order[u32(inner.data, 0)] = n
				}
				return false
			})
			return false
		}
		return true
	})
}

// top takes one of the outermost records.
func (p *presentation) top(a atom) {
	live := p.isLive(a)
	switch a.kind {
	case pptSlide:
		where := fmt.Sprintf("幻灯片%d", p.number(a))
		hidden := false
		atoms(a.data, 0, 0, func(inner atom, _ int) bool {
			hidden = hidden || inner.kind == pptSlideInfo && u16(inner.data, 10)&hiddenSlide != 0
			return inner.kind != pptComment
		})
		if hidden && live {
			p.f.trace(Hidden, where, "")
		}
		p.text(a, where, live, hidden)
	case pptNotes:
		if words := p.words(a); live && words != "" {
			p.f.trace(Notes, "备注", words)
			return
		}
		p.text(a, "备注", live, false)
	case pptMaster:
		p.text(a, "母版", live, false)
	case pptDocument:
		p.text(a, "大纲", live, false)
	case pptObject:
		if live {
			p.f.trace(Object, "嵌入的对象", "")
		}
	case pptUserEdit, pptPersistTable:
	default:
		p.text(a, "其他文字", live, false)
	}
}

func (p *presentation) number(a atom) int {
	if n := p.order[p.place[a.at]]; n > 0 {
		return n
	}
	p.count++
	return len(p.order) + p.count
}

// line is the text of a record, if it is one.
func line(a atom) (string, bool) {
	switch a.kind {
	case pptTextChars, pptCString:
		return wide(a.data), true
	case pptTextBytes:
		return latin(a.data), true
	}
	return "", false
}

// text takes the lines of a record and of those in it. What the last save has not left in use is still in the file.
func (p *presentation) text(a atom, where string, live, hidden bool) {
	no := 0
	say := func(words string) {
		for piece := range strings.FieldsFuncSeq(words, func(c rune) bool { return c == '\r' || c == '\n' }) {
			if strings.TrimSpace(piece) == "" || strings.HasPrefix(piece, "___PPT") {
				continue
			}
			no++
			x := Paragraph{Story: Story(where), No: no}
			if live && !hidden {
				x.Text = piece
			} else {
				x.Unseen = piece
			}
			p.f.paragraph(x)
			if !live && no == 1 {
				p.f.trace(Before, where+"（以前保存的）", piece)
			}
		}
	}
	visit := func(a atom) bool {
		switch {
		case a.kind == pptComment:
			p.comment(a, where)
			return false
		case a.kind == pptVBA && live && u32(a.data, 4) == 1:
			p.f.trace(Macro, "宏", "")
		}
		if words, ok := line(a); ok {
			say(words)
		}
		return true
	}
	if !a.container {
		visit(a)
		return
	}
	atoms(a.data, 0, 0, func(a atom, _ int) bool { return visit(a) })
}

// words joins the lines of a record but the numbers that a program puts there.
func (p *presentation) words(a atom) string {
	var lines []string
	atoms(a.data, 0, 0, func(a atom, _ int) bool {
		if words, ok := line(a); ok && strings.Trim(words, "*\r\n ") != "" && !strings.HasPrefix(words, "___PPT") {
			lines = append(lines, strings.TrimSpace(strings.ReplaceAll(words, "\r", "\n")))
		}
		return true
	})
	return strings.Join(lines, "\n")
}

// comment reads a remark on a slide: its author, its text.
func (p *presentation) comment(a atom, where string) {
	var lines []string
	atoms(a.data, 0, 0, func(a atom, _ int) bool {
		if words, ok := line(a); ok && a.instance == 1 {
			lines = append(lines, words)
		}
		return true
	})
	p.f.trace(Note, where, strings.Join(lines, "\n"))
}
