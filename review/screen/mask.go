package screen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// masked keeps the first head and last tail digits or letters and writes asterisks for those between; what separates
// them stays.
func masked(s string, head, tail int) string {
	total := 0
	for _, c := range s {
		if significant(c) {
			total++
		}
	}
	if total <= head+tail {
		head, tail = min(head, total/3), min(tail, total/3)
	}
	var b strings.Builder
	n := 0
	for _, c := range s {
		if significant(c) {
			n++
			if n > head && n <= total-tail {
				c = '*'
			}
		}
		b.WriteRune(c)
	}
	return b.String()
}

func significant(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '*' }

// stars masks all but the first and the last character.
func stars(s string) string {
	n := utf8.RuneCountInString(s)
	var b strings.Builder
	i := 0
	for _, c := range s {
		if i > 0 && i < n-1 && significant(c) {
			c = '*'
		}
		b.WriteRune(c)
		i++
	}
	return b.String()
}
