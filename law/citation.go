package law

import (
	"fmt"
	"strings"
)

// A Citation names a place in an instrument, as 《条例》第三十三条第二款. Zero parts are not named: a citation without
// paragraph is the whole article. The zero Citation names nothing.
type Citation struct {
	In   ID
	Art  int // 条
	Para int // 款
	Item int // 项
}

// Art cites an article (条).
func (id ID) Art(n int) Citation { return Citation{In: id, Art: n} }

// Whole cites the instrument as a whole.
func (id ID) Whole() Citation { return Citation{In: id} }

// P narrows the citation to a paragraph (款) of its article.
func (c Citation) P(n int) Citation { c.Para = n; return c }

// I narrows the citation to an item (项); the paragraph is the first unless one was named.
func (c Citation) I(n int) Citation {
	if c.Para == 0 {
		c.Para = 1
	}
	c.Item = n
	return c
}

// IsZero reports whether c names nothing.
func (c Citation) IsZero() bool { return c == Citation{} }

// String writes the citation as letters do: 《条例》第三十六条第（三）项 is written 《条例》第三十六条第三项, and the
// paragraph is left out where the article has only one.
func (c Citation) String() string {
	if c.IsZero() {
		return ""
	}
	return c.text(c.In.Short())
}

// Full is String with the official title of the instrument, as the first mention in a letter.
func (c Citation) Full() string {
	if c.IsZero() {
		return ""
	}
	return c.text(c.In.Title())
}

func (c Citation) text(name string) string {
	var b strings.Builder
	b.WriteString(name)
	if c.Art > 0 {
		b.WriteString("第" + Numeral(c.Art) + "条")
	}
	if c.Para > 0 && !(c.Para == 1 && c.In.paragraphs(c.Art) == 1) {
		b.WriteString("第" + Numeral(c.Para) + "款")
	}
	if c.Item > 0 {
		b.WriteString("第" + Numeral(c.Item) + "项")
	}
	return b.String()
}

// MarshalText writes the citation as String does, so JSON output shows 《条例》第三十条.
func (c Citation) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Citation) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*c = Citation{}
		return nil
	}
	parsed, err := ParseCitation(string(text))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}

// Check reports whether the index has the place that c names.
func (c Citation) Check() error {
	instrument, ok := byID[c.In]
	if !ok {
		return fmt.Errorf("法规索引中没有 %q", string(c.In))
	}
	if c.Art == 0 {
		if c.Para != 0 || c.Item != 0 {
			return fmt.Errorf("%s：引用款、项须先写明条", c.In.Short())
		}
		return nil
	}
	article, ok := instrument.Articles[c.Art]
	if !ok {
		return fmt.Errorf("%s 没有第%s条，或未编入索引", c.In.Short(), Numeral(c.Art))
	}
	if c.Para > len(article.Items) {
		return fmt.Errorf("%s第%s条没有第%s款", c.In.Short(), Numeral(c.Art), Numeral(c.Para))
	}
	if c.Item > 0 && (c.Para == 0 || c.Item > article.Items[c.Para-1]) {
		return fmt.Errorf("%s第%s条没有第%s项", c.In.Short(), Numeral(c.Art), Numeral(c.Item))
	}
	return nil
}

// ParseCitation reads a citation as String or Full writes it, and checks it against the index.
// Item brackets are accepted: 第三十六条第（三）项.
func ParseCitation(s string) (Citation, error) {
	rest := strings.TrimSuffix(strings.TrimSpace(s), "。")
	instrument, rest, ok := cutInstrument(rest)
	if !ok {
		return Citation{}, fmt.Errorf("引用 %q 未写明法规，或法规不在索引中", s)
	}
	c := Citation{In: instrument.ID}
	rest = strings.NewReplacer("（", "", "）", "", "(", "", ")", "").Replace(rest)
	for _, part := range []struct {
		unit string
		into *int
	}{{"条", &c.Art}, {"款", &c.Para}, {"项", &c.Item}} {
		after, found := strings.CutPrefix(rest, "第")
		if !found {
			break
		}
		numeral, tail, found := strings.Cut(after, part.unit)
		n, ok := ParseNumeral(numeral)
		if !found || !ok {
			continue
		}
		*part.into, rest = n, tail
	}
	if rest != "" {
		return Citation{}, fmt.Errorf("引用 %q 中看不懂 %q", s, rest)
	}
	if c.Item > 0 && c.Para == 0 {
		c.Para = 1
	}
	return c, c.Check()
}

// cutInstrument finds the instrument with which s begins, the longest name first.
func cutInstrument(s string) (Instrument, string, bool) {
	var best Instrument
	var tail string
	longest := 0
	for _, instrument := range Instruments {
		for _, name := range []string{instrument.Short, instrument.Title, instrument.Number} {
			if rest, ok := strings.CutPrefix(s, name); ok && name != "" && len(name) > longest {
				best, tail, longest = instrument, rest, len(name)
			}
		}
	}
	return best, tail, longest > 0
}

const hanDigits = "〇一二三四五六七八九"

// Numeral writes 1 to 999 in Han numerals as articles are numbered: 十、二十一、一百零五.
func Numeral(n int) string {
	digit := func(d int) string { return string([]rune(hanDigits)[d]) }
	switch {
	case n <= 0 || n > 999:
		return fmt.Sprint(n)
	case n < 10:
		return digit(n)
	case n < 20:
		return "十" + strings.TrimPrefix(digit(n%10), "〇")
	case n < 100:
		return digit(n/10) + "十" + strings.TrimPrefix(digit(n%10), "〇")
	case n%100 == 0:
		return digit(n/100) + "百"
	case n%100 < 10:
		return digit(n/100) + "百零" + digit(n%10)
	case n%100 < 20:
		return digit(n/100) + "百一" + Numeral(n%100)
	default:
		return digit(n/100) + "百" + Numeral(n%100)
	}
}

// ParseNumeral reads what Numeral writes, and nothing else.
func ParseNumeral(s string) (int, bool) {
	n, ok := numerals[s]
	return n, ok
}

var numerals = func() map[string]int {
	m := make(map[string]int, 999)
	for n := 1; n <= 999; n++ {
		m[Numeral(n)] = n
	}
	return m
}()
