package segment

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Pieces are what an index keeps of a text.
type Pieces struct {
	Words []string // in order, compounds in their parts, without blanks and punctuation: what phrases are found in
	Finer []string // further pieces in which a word can be found, without order, each once
}

// weak are characters that join words and are none in any name: no piece is made with them.
var weak = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range "的了和与及或在是为以于由对将把被等其之而则也都并就到从向这那各该此" {
		m[r] = true
	}
	return m
}()

// Index returns the pieces of a text, which should be folded. Besides the words as they are cut, every two characters
// of a word are a piece, every word of three characters or more that the dictionary sees anywhere in the text, so that
// it is found however its surroundings are cut, and every two neighbours where one of them stands alone, since such a
// run is often a name that no dictionary has: 规划局 is found by 规划, 局 and 划局.
func Index(text string) Pieces {
	var p Pieces
	seen := map[string]bool{}
	finer := func(piece string) {
		if !seen[piece] {
			seen[piece] = true
			p.Finer = append(p.Finer, piece)
		}
	}
	var c Cutter
	c.seen = finer
	last, at := -1, 0 // where the last word began, if it touches this one
	c.Cut(text, func(w string) {
		from := at
		at += len(w)
		if !IsWord(w) {
			last = -1
			return
		}
		if parts := split(w); len(parts) > 1 {
			p.Words = append(p.Words, parts...)
			finer(w)
		} else {
			p.Words = append(p.Words, w)
		}
		if last >= 0 {
			if pair := joint(text[last:from], w); pair != "" {
				finer(pair)
			}
		}
		inner(w, finer)
		last = from
	})
	p.Finer = except(p.Finer, p.Words)
	return p
}

// shortCompound is from how many characters on a word is looked at as a compound.
const shortCompound = 4

// split returns the parts of a compound whose parts are words of two characters or more themselves: a phrase that ends
// or begins inside it is found then. Other words are their own part.
func split(w string) []string {
	if n := utf8.RuneCountInString(w); n < shortCompound || len(w) != 3*n {
		return []string{w}
	}
	var parts []string
	for rest := w; rest != ""; {
		best := 0
		for _, size := range []int{6, 9} { // two characters, three
			if size <= len(rest) && (size == len(rest) || len(rest)-size >= 6) && Frequency(rest[:size]) > 0 && (best == 0 || Frequency(rest[:size]) > Frequency(rest[:best])) {
				best = size
			}
		}
		if best == 0 {
			return []string{w}
		}
		parts, rest = append(parts, rest[:best]), rest[best:]
	}
	return parts
}

// Fine returns the words of a text in the order and the parts in which [Index] keeps them.
func Fine(text string) []string {
	var words []string
	for _, w := range Cut(text) {
		if IsWord(w) {
			words = append(words, split(w)...)
		}
	}
	return words
}

// except takes the words out of the list of pieces.
func except(pieces, words []string) []string {
	is := make(map[string]bool, len(words))
	for _, w := range words {
		is[w] = true
	}
	return slices.DeleteFunc(pieces, func(p string) bool { return is[p] })
}

// IsWord reports whether the word of a cut is one, and not a blank, a sign or a broken character.
func IsWord(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// joint is the pair of characters on the seam of two words of which one is a single character.
func joint(left, right string) string {
	a, sizeA := utf8.DecodeLastRuneInString(left)
	b, sizeB := utf8.DecodeRuneInString(right)
	if (sizeA != len(left) && sizeB != len(right)) || !unicode.Is(unicode.Han, a) || !unicode.Is(unicode.Han, b) || weak[a] || weak[b] {
		return ""
	}
	return string([]rune{a, b})
}

// inner gives every two characters of a word of three or more.
func inner(w string, finer func(string)) {
	if first, _ := utf8.DecodeRuneInString(w); !unicode.Is(unicode.Han, first) {
		return
	}
	var bounds [16]int
	n := 0
	for i := range w {
		if n == len(bounds)-1 {
			return
		}
		bounds[n] = i
		n++
	}
	bounds[n] = len(w)
	for i := 0; n > 2 && i+2 <= n; i++ {
		finer(w[bounds[i]:bounds[i+2]])
	}
}

// Query returns the pieces by which a text is found that holds what somebody typed: its words, and where characters stand
// alone between others, the pairs that they make.
func Query(text string) []string {
	var words []string
	var found []string
	flush := func() {
		found = append(found, run(words)...)
		words = words[:0]
	}
	var c Cutter
	c.Cut(text, func(w string) {
		if !IsWord(w) {
			flush()
			return
		}
		words = append(words, w)
	})
	flush()
	return unique(found)
}

// run returns the pieces of words that touch each other.
func run(words []string) []string {
	var pieces []string
	for i, w := range words {
		if first, size := utf8.DecodeRuneInString(w); size != len(w) || !unicode.Is(unicode.Han, first) {
			pieces = append(pieces, w)
			continue
		}
		paired := false
		if i > 0 {
			if pair := joint(words[i-1], w); pair != "" {
				pieces, paired = append(pieces, pair), true
			}
		}
		if i+1 < len(words) {
			if pair := joint(w, words[i+1]); pair != "" {
				pieces, paired = append(pieces, pair), true
			}
		}
		if r, _ := utf8.DecodeRuneInString(w); !paired && (!weak[r] || len(words) == 1) {
			pieces = append(pieces, w)
		}
	}
	return pieces
}

func unique(list []string) []string {
	seen := map[string]bool{}
	kept := list[:0]
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			kept = append(kept, s)
		}
	}
	return kept
}
