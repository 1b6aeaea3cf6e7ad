package catalog

import "strings"

// An IndexNo is an 索引号, written by the pattern in the agency's settings. Once given it never changes, even when the
// publisher does, and is never given again.
type IndexNo string

// Short returns the part that lists may show: what follows the last stroke.
func (x IndexNo) Short() string { return string(x[strings.LastIndexByte(string(x), '/')+1:]) }

// LooksLikeIndexNo reports whether a search text is written like an 索引号 of any dialect: a publisher code, a stroke,
// a year or month, a hyphen and a serial number. Full-width forms are taken as well.
func LooksLikeIndexNo(s string) bool {
	front, back, ok := strings.Cut(narrow(strings.TrimSpace(s)), "/")
	if !ok || len(front) < 2 || len(front) > 18 || !all(front, alphanumeric) {
		return false
	}
	period, serial, ok := strings.Cut(back, "-")
	return ok && (len(period) == 4 || len(period) == 6) && all(period, digit) &&
		len(serial) >= 4 && len(serial) <= 9 && all(serial, digit)
}

// narrow turns full-width letters, digits and strokes into their ASCII forms.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '—', r == '–', r == '－':
			return '-'
		}
		return r
	}, s)
}

func all(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func alphanumeric(c byte) bool {
	return digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
