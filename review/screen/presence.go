package screen

import "strings"

// A presence says of characters whether a text may have them. Nearly every piece has nothing to find, and most words that
// are looked for have a character that the piece has not: asking here costs a few nanoseconds, looking through the text
// hundreds. Characters that share their last twelve bits are not told apart, so a yes is only a perhaps.
type presence [64]uint64

func presenceOf(text string) (p presence) {
	for _, c := range text {
		p[c>>6&63] |= 1 << (c & 63)
	}
	return p
}

// may reports whether a text may have every character of the word.
func (p *presence) may(word string) bool {
	for _, c := range word {
		if p[c>>6&63]&(1<<(c&63)) == 0 {
			return false
		}
	}
	return true
}

// has reports whether the text has one of the words.
func (v *sight) has(words ...string) bool {
	for _, w := range words {
		if v.chars.may(w) && strings.Contains(v.text, w) {
			return true
		}
	}
	return false
}

// loosely finds words in the text as [loosely] does.
func (v *sight) loosely(words string) [][2]int {
	if !v.chars.may(words) {
		return nil
	}
	return loosely(v.text, words)
}
