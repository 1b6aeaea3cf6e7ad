package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unknown is the distance of a character that is no word of the dictionary.
const unknown = 32

// An atom is what is never cut: a character, or a run of Latin letters and digits.
type atom struct {
	from, to int // bytes
	r        rune
}

// A step is the best way to the end of an atom.
type step struct {
	distance float32
	atoms    int32 // of the last word
}

// A Cutter cuts texts. It keeps its room from one text to the next and is for one goroutine.
type Cutter struct {
	atoms []atom
	steps []step
	ends  []int
	seen  func(word string) // told of every word of three characters or more that might be one; nil for nobody
}

// Cut calls each with every word of the text, in order. Blanks and punctuation are words of one character.
func (c *Cutter) Cut(text string, each func(word string)) {
	c.split(text)
	c.walk(text)
	c.ends = c.ends[:0]
	for at := len(c.atoms) - 1; at >= 0; at -= int(c.steps[at].atoms) {
		c.ends = append(c.ends, at)
	}
	for i := len(c.ends) - 1; i >= 0; i-- {
		end := c.ends[i]
		first := end - int(c.steps[end].atoms) + 1
		each(text[c.atoms[first].from:c.atoms[end].to])
	}
}

// split makes the atoms of the text.
func (c *Cutter) split(text string) {
	if c.atoms = c.atoms[:0]; cap(c.atoms) < len(text)/3 {
		c.atoms = make([]atom, 0, len(text)/3+len(text)/8)
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		a := atom{from: at, to: at + size, r: r}
		at += size
		if alphanumeric(r, size) {
			if n := len(c.atoms); n > 0 && c.atoms[n-1].to == a.from && c.atoms[n-1].r == 0 {
				c.atoms[n-1].to = at
				continue
			}
			a.r = 0
		}
		c.atoms = append(c.atoms, a)
	}
}

func alphanumeric(r rune, size int) bool {
	if r < utf8.RuneSelf {
		return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return size <= 2 && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// walk finds the least distance to the end of every atom.
func (c *Cutter) walk(text string) {
	if cap(c.steps) < len(c.atoms) {
		c.steps = make([]step, len(c.atoms)+len(c.atoms)/2)
	}
	c.steps = c.steps[:len(c.atoms)]
	clear(c.steps)
	base := float32(0)
	for at, a := range c.atoms {
		single := false
		if n := min(dictionary.longestFrom(a.r), len(c.atoms)-at); n > 0 {
			hash, byteAt := uint64(hashStart), a.from
			for k := range n {
				next := c.atoms[at+k]
				for ; byteAt < next.to; byteAt++ {
					hash = (hash ^ uint64(text[byteAt])) * hashPrime
				}
				if distance, _, ok := dictionary.find(text[a.from:next.to], hash); ok {
					single = single || k == 0
					c.reach(at+k, base+distance, k+1)
					if k >= 2 && c.seen != nil {
						c.seen(text[a.from:next.to])
					}
				}
			}
		}
		if !single {
			c.reach(at, base+unknown, 1)
		}
		base = c.steps[at].distance
	}
}

func (c *Cutter) reach(at int, distance float32, atoms int) {
	if s := &c.steps[at]; s.distance == 0 || s.distance > distance {
		s.distance, s.atoms = distance, int32(atoms)
	}
}

// Cut returns the words of the text; blanks and punctuation are words of one character.
func Cut(text string) []string {
	var c Cutter
	var words []string
	c.Cut(text, func(w string) { words = append(words, w) })
	return words
}

// Fold makes letters that people take for the same the same: full-width forms narrow, capitals small. Every rune stays
// one rune, so that places in the text stay.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			return r
		case 0x3001 <= r && r <= lastHan: // signs, kana, 汉字: none is a capital
			return r
		case 0xFF01 <= r && r <= 0xFF5E && r != '，' && r != '：' && r != '；' && r != '！' && r != '？' && r != '（' && r != '）':
			r -= 0xFEE0
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			return r
		case r == '　':
			return ' '
		case 0xE000 <= r && r <= 0xF8FF: // private use: the index keeps it for itself
			return ' '
		}
		return unicode.ToLower(r)
	}, text)
}
