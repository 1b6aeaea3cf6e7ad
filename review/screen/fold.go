package screen

import (
	"strings"
	"unicode/utf8"
)

// A fold is text in the form in which it is searched: digits, letters and hyphens of every width and alphabet made
// ASCII, spaces made one kind, characters without width left out. at leads back to the text.
type fold struct {
	original string
	text     string
	at       []int32 // for each byte of text the byte of original; nil when they are the same
}

func folded(s string) fold {
	plain := true
	for i := 0; i < len(s); {
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
			if foldRune(c) != c {
				plain = false
				break
			}
		}
		i += size
	}
	if plain {
		return fold{original: s, text: s}
	}
	var b strings.Builder
	b.Grow(len(s))
	at := make([]int32, 0, len(s)+1)
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		if n := foldRune(c); n >= 0 {
			before := b.Len()
			if c == utf8.RuneError && size == 1 {
				b.WriteByte(' ')
			} else {
				b.WriteRune(n)
			}
			for range b.Len() - before {
				at = append(at, int32(i))
			}
		}
		i += size
	}
	return fold{s, b.String(), append(at, int32(len(s)))}
}

// back turns a stretch of the folded text into one of the original.
func (f *fold) back(from, to int) (int, int) {
	if f.at == nil {
		return from, to
	}
	start, end := int(f.at[from]), int(f.at[to])
	// What was left out after the last character does not belong to the stretch.
	if to > from {
		_, size := utf8.DecodeRuneInString(f.original[f.at[to-1]:])
		end = int(f.at[to-1]) + size
	}
	return start, end
}

// foldRune returns the form of c in which it is searched, -1 for what has no width.
func foldRune(c rune) rune {
	switch {
	case c < 0x80, c >= 0x4E00 && c <= 0x9FFF:
		return c
	case c >= 0xFF01 && c <= 0xFF5E: // full width
		switch c {
		case '，', '；', '！', '？': // stay punctuation of Chinese text
			return c
		}
		return c - 0xFF01 + '!'
	case c >= 0x1D7CE && c <= 0x1D7FF: // digits of formulas
		return '0' + (c-0x1D7CE)%10
	case c >= 0x0660 && c <= 0x0669:
		return '0' + c - 0x0660
	case c >= 0x2460 && c <= 0x2468: // ①…⑨
		return c
	}
	switch c {
	case 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0xFE0F:
		return -1
	case 0xA0, 0x3000, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F:
		return ' '
	case '‐', '‑', '‒', '–', '—', '−', '﹣', 'ー', '⁃':
		return '-'
	case 'Х', 'Χ', 'Ⅹ', 'х', 'ⅹ', 'χ': // letters that look like the X of a check digit
		return 'X'
	case '〇':
		return c
	case '﹕', '︰':
		return ':'
	case '✱', '∗', '＊', '﹡':
		return '*'
	}
	return c
}
