package intake

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// A wordStyle is what a paragraph style says that matters here.
type wordStyle struct {
	based   string
	heading int
	title   bool
	align   string
	num     string
	level   int
	hidden  bool
}

// A numbering level: how its numbers look.
type numLevel struct {
	format, text string
	start        int
}

// A wordBook is what the parts beside the text say: styles, numbering, links and pictures, notes.
type wordBook struct {
	styles    map[string]wordStyle
	nums      map[string]string // number of a list → its definition
	overrides map[string]map[int]int
	levels    map[string]map[int]numLevel
	targets   map[string]string
	external  map[string]bool
	notes     map[string]string // footnotes by id
	counts    map[string][]int
}

func (a *archive) book() (*wordBook, error) {
	b := &wordBook{styles: map[string]wordStyle{}, nums: map[string]string{}, overrides: map[string]map[int]int{}, levels: map[string]map[int]numLevel{},
		targets: map[string]string{}, external: map[string]bool{}, notes: map[string]string{}, counts: map[string][]int{}}
	for _, read := range []func(*archive) error{b.readStyles, b.readNumbering, b.readLinks, b.readNotes} {
		if err := read(a); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *wordBook) readStyles(a *archive) error {
	id, s := "", wordStyle{}
	return a.tokens("word/styles.xml", func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "style":
				id, s = "", wordStyle{level: -1}
				if attr(t, "type") == "paragraph" {
					id = attr(t, "styleId")
				}
			case "name":
				s.name(attr(t, "val"))
			case "basedOn":
				s.based = attr(t, "val")
			case "outlineLvl":
				if n, err := strconv.Atoi(attr(t, "val")); err == nil && n >= 0 && n < 9 && s.heading == 0 {
					s.heading = n + 1
				}
			case "jc":
				s.align = attr(t, "val")
			case "numId":
				s.num = attr(t, "val")
			case "ilvl":
				s.level, _ = strconv.Atoi(attr(t, "val"))
			case "vanish":
				s.hidden = !off(t)
			}
		case xml.EndElement:
			if t.Name.Local == "style" && id != "" && len(b.styles) < 4000 {
				b.styles[id] = s
			}
		}
		return nil
	})
}

func (s *wordStyle) name(name string) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "title" || name == "标题" || name == "公文标题" || name == "文件标题" {
		s.title = true
	}
	for _, prefix := range []string{"heading ", "标题 "} {
		if n, err := strconv.Atoi(strings.TrimPrefix(name, prefix)); err == nil && strings.HasPrefix(name, prefix) && n > 0 && n < 10 {
			s.heading = n
		}
	}
}

// style gives a style with what it takes over from those that it is based on.
func (b *wordBook) style(id string) wordStyle {
	s, ok := b.styles[id]
	for range 12 {
		base, more := b.styles[s.based]
		if !ok || !more {
			break
		}
		if s.heading == 0 {
			s.heading = base.heading
		}
		if s.align == "" {
			s.align = base.align
		}
		if s.num == "" {
			s.num = base.num
		}
		if s.level < 0 {
			s.level = base.level
		}
		s.title, s.hidden, s.based = s.title || base.title, s.hidden || base.hidden, base.based
	}
	return s
}

func (b *wordBook) readNumbering(a *archive) error {
	abstract, num, level := "", "", 0
	var l numLevel
	return a.tokens("word/numbering.xml", func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "abstractNum":
				abstract, num = attr(t, "abstractNumId"), ""
			case "num":
				num, abstract = attr(t, "numId"), ""
			case "abstractNumId":
				if num != "" && len(b.nums) < 10_000 {
					b.nums[num] = attr(t, "val")
				}
			case "lvl", "lvlOverride":
				level, _ = strconv.Atoi(attr(t, "ilvl"))
				l = numLevel{start: 1}
			case "startOverride":
				if n, err := strconv.Atoi(attr(t, "val")); err == nil && num != "" {
					if b.overrides[num] == nil {
						b.overrides[num] = map[int]int{}
					}
					b.overrides[num][level] = n
				}
			case "start":
				l.start, _ = strconv.Atoi(attr(t, "val"))
			case "numFmt":
				l.format = attr(t, "val")
			case "lvlText":
				l.text = attr(t, "val")
			}
		case xml.EndElement:
			if t.Name.Local == "lvl" && abstract != "" && level >= 0 && level < 9 && len(b.levels) < 10_000 {
				if b.levels[abstract] == nil {
					b.levels[abstract] = map[int]numLevel{}
				}
				b.levels[abstract][level] = l
			}
		}
		return nil
	})
}

// number counts a paragraph of a list on and returns what stands before it; list is ul or ol where the mark is the
// browser's to draw.
func (b *wordBook) number(num string, level int) (label, list string) {
	levels := b.levels[b.nums[num]]
	l, ok := levels[level]
	if num == "" || num == "0" || !ok || level > 8 {
		return "", ""
	}
	counts := b.counts[num]
	for len(counts) < 9 {
		counts = append(counts, 0)
	}
	if counts[level] == 0 {
		counts[level] = l.start
		if n, ok := b.overrides[num][level]; ok {
			counts[level] = n
		}
	} else {
		counts[level]++
	}
	clear(counts[level+1:])
	b.counts[num] = counts
	switch {
	case l.format == "bullet":
		return "", "ul"
	case l.format == "none":
		return strings.Trim(strings.ReplaceAll(l.text, "%", ""), "123456789"), ""
	case l.format == "decimal" && l.text == "%"+strconv.Itoa(level+1)+"." && l.start == 1 && len(b.overrides[num]) == 0:
		return "", "ol"
	}
	label = l.text
	for i := range 9 {
		mark := "%" + strconv.Itoa(i+1)
		if strings.Contains(label, mark) {
			label = strings.ReplaceAll(label, mark, inFormat(max(counts[i], 1), levels[i].format))
		}
	}
	return label, ""
}

// inFormat writes a number in one of the formats of Word.
func inFormat(n int, format string) string {
	n = max(0, min(n, 9999))
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCountingThousand", "taiwaneseCounting":
		return inHan(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "decimalEnclosedParen":
		if n >= 1 && n <= 20 {
			return string(rune('⑴' + n - 1))
		}
	case "lowerLetter":
		return strings.Repeat(string(rune('a'+(n+25)%26)), 1+(max(n, 1)-1)/26%4)
	case "upperLetter":
		return strings.Repeat(string(rune('A'+(n+25)%26)), 1+(max(n, 1)-1)/26%4)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperRoman":
		return roman(n)
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(c rune) rune { return c - '0' + '０' }, strconv.Itoa(n))
	}
	return strconv.Itoa(n)
}

// inHan writes a number below ten thousand as 一百二十三 is written.
func inHan(n int) string {
	digits := []string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	if n < 10 {
		return digits[n]
	}
	var b strings.Builder
	zero := false
	for _, u := range []struct {
		of   int
		name string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		d := n / u.of % 10
		if d == 0 {
			zero = zero || b.Len() > 0
			continue
		}
		if zero {
			b.WriteString("零")
			zero = false
		}
		if u.of != 10 || d != 1 || b.Len() > 0 {
			b.WriteString(digits[d])
		}
		b.WriteString(u.name)
	}
	return b.String()
}

func roman(n int) string {
	var b strings.Builder
	for _, r := range []struct {
		of   int
		name string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.of {
			b.WriteString(r.name)
			n -= r.of
		}
	}
	return b.String()
}

func (b *wordBook) readLinks(a *archive) error {
	return a.tokens("word/_rels/document.xml.rels", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" && len(b.targets) < 20_000 {
			target, id := attr(e, "Target"), attr(e, "Id")
			if b.external[id] = attr(e, "TargetMode") == "External"; !b.external[id] {
				if rest, rooted := strings.CutPrefix(target, "/"); rooted {
					target = rest
				} else {
					target = "word/" + strings.TrimPrefix(target, "./")
				}
			}
			b.targets[id] = target
		}
		return nil
	})
}

// readNotes reads the footnotes and endnotes as text.
func (b *wordBook) readNotes(a *archive) error {
	for _, part := range []struct{ file, element string }{{"word/footnotes.xml", "footnote"}, {"word/endnotes.xml", "endnote"}} {
		id, inText := "", false
		var text strings.Builder
		err := a.tokens(part.file, func(token xml.Token) error {
			switch t := token.(type) {
			case xml.StartElement:
				switch t.Name.Local {
				case part.element:
					if text.Reset(); attr(t, "type") == "" || attr(t, "type") == "normal" {
						id = attr(t, "id")
					} else {
						id = ""
					}
				case "t":
					inText = true
				}
			case xml.EndElement:
				switch t.Name.Local {
				case "t":
					inText = false
				case part.element:
					if id != "" && len(b.notes) < 5000 {
						b.notes[part.element+id] = collapse(text.String())
					}
				}
			case xml.CharData:
				if inText {
					text.Write(t)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
