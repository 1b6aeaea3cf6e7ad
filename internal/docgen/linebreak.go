package docgen

import (
	"strings"
	"unicode"
)

// noStart may not begin a line, noEnd may not end one (避头尾, GB/T 15834).
const (
	noStart = "，。、；：？！）》〉」』】〕〗’”…—～·％℃‰°,.;:?!)]}%"
	noEnd   = "（《〈「『【〔〖‘“([{￥$"
)

// A glyph is one character with its width.
type glyph struct {
	r     rune
	width float64
}

// breakLines cuts text into lines no wider than the first width (then the others), never inside a Latin word or a number
// that fits a line, never before a character of noStart or after one of noEnd.
func breakLines(glyphs []glyph, first, others float64) [][]glyph {
	var all [][]glyph
	for start := 0; start < len(glyphs); {
		width := others
		if len(all) == 0 {
			width = first
		}
		end := fits(glyphs, start, width)
		if end < len(glyphs) {
			end = legal(glyphs, start, end)
		}
		all = append(all, trim(glyphs[start:end]))
		for start = end; start < len(glyphs) && glyphs[start].r == ' '; start++ {
		}
	}
	if len(all) == 0 {
		all = [][]glyph{nil}
	}
	return all
}

// fits returns the end of the longest run from start that fits the width, at least one character.
func fits(glyphs []glyph, start int, width float64) int {
	used, end := 0.0, start
	for end < len(glyphs) && (used+glyphs[end].width <= width+0.01 || end == start) {
		used += glyphs[end].width
		end++
	}
	return end
}

// legal moves a break to the left until it is allowed; where no place on the line is, it stays.
func legal(glyphs []glyph, start, end int) int {
	for at := end; at > start; at-- {
		if mayBreak(glyphs[at-1].r, glyphs[at].r) {
			return at
		}
	}
	return end
}

func mayBreak(before, after rune) bool {
	if strings.ContainsRune(noStart, after) || strings.ContainsRune(noEnd, before) {
		return false
	}
	return !(wordRune(before) && wordRune(after))
}

// wordRune reports whether the rune belongs to a Latin word, number or address that is not cut.
func wordRune(r rune) bool {
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("./-_:@#&=+", r))
}

func trim(line []glyph) []glyph {
	for len(line) > 0 && line[len(line)-1].r == ' ' {
		line = line[:len(line)-1]
	}
	return line
}
