package segment

import (
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Pieces are what an index keeps of a text.
type Pieces struct {
	Words []string // in order, compounds in their parts, without blanks and punctuation: what phrases are found in
	Finer []string // further pieces in which a word can be found, without order, each once
}

// weak are characters that join words and are none in any name: no piece is made with them.
const weak = "的了和与及或在是为以于由对将把被等其之而则也都并就到从向这那各该此"

// joining has a bit for each 汉字 that is weak.
var joining = func() (bits [(lastHan - firstHan + 64) / 64]uint64) {
	for _, r := range weak {
		bits[(r-firstHan)/64] |= 1 << ((r - firstHan) % 64)
	}
	return bits
}()

func isWeak(r rune) bool {
	return firstHan <= r && r <= lastHan && joining[(r-firstHan)/64]&(1<<((r-firstHan)%64)) != 0
}

func isHan(r rune) bool { return firstHan <= r && r <= lastHan || unicode.Is(unicode.Han, r) }

// What is known of a piece of the text that is being read.
const (
	isFiner = 1 << iota
	isPlain
)

// A room is what reading a text needs, kept from one text to the next.
type room struct {
	cutter Cutter
	known  map[string]uint8
}

var rooms = sync.Pool{New: func() any { return &room{known: map[string]uint8{}} }}

// largestRoom bounds the pieces of a text whose room is kept.
const largestRoom = 1 << 13

func (r *room) leave() {
	r.cutter.seen = nil
	if len(r.known) > largestRoom {
		return
	}
	clear(r.known)
	rooms.Put(r)
}

// Index returns the pieces of a text, which should be folded. Besides the words as they are cut, every two characters
// of a word are a piece, every word of three characters or more that the dictionary sees anywhere in the text, so that
// it is found however its surroundings are cut, and every two neighbours where one of them stands alone, since such a
// run is often a name that no dictionary has: 规划局 is found by 规划, 局 and 划局.
func Index(text string) Pieces {
	room := rooms.Get().(*room)
	defer room.leave()
	known := room.known
	p := Pieces{Words: make([]string, 0, len(text)/6+4), Finer: make([]string, 0, len(text)/6+4)}
	finer := func(piece string) {
		if was := known[piece]; was&isFiner == 0 {
			known[piece] = was | isFiner
			p.Finer = append(p.Finer, piece)
		}
	}
	plain := func(word string) {
		if was := known[word]; was&isPlain == 0 {
			known[word] = was | isPlain
		}
		p.Words = append(p.Words, word)
	}
	room.cutter.seen = finer
	last, at := -1, 0 // where the last word began, if it touches this one
	room.cutter.Cut(text, func(w string) {
		from := at
		at += len(w)
		if !IsWord(w) {
			last = -1
			return
		}
		if parts := split(w); len(parts) > 1 {
			for _, part := range parts {
				plain(part)
			}
			finer(w)
		} else {
			plain(w)
		}
		if last >= 0 {
			if left, right := seam(text[last:from], w); left > 0 {
				finer(text[from-left : from+right])
			}
		}
		inner(w, finer)
		last = from
	})
	p.Finer = slices.DeleteFunc(p.Finer, func(piece string) bool { return known[piece]&isPlain != 0 })
	return p
}

// shortCompound is from how many characters on a word is looked at as a compound.
const shortCompound = 4

// split returns the parts of a compound whose parts are words of two characters or more themselves: a phrase that ends
// or begins inside it is found then. Other words have none.
func split(w string) []string {
	if n := utf8.RuneCountInString(w); n < shortCompound || len(w) != 3*n {
		return nil
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
			return nil
		}
		parts, rest = append(parts, rest[:best]), rest[best:]
	}
	return parts
}

// Fine returns the words of a text in the order and the parts in which [Index] keeps them.
func Fine(text string) []string {
	var words []string
	for _, w := range Cut(text) {
		if parts := split(w); len(parts) > 0 {
			words = append(words, parts...)
		} else if IsWord(w) {
			words = append(words, w)
		}
	}
	return words
}

// IsWord reports whether the word of a cut is one, and not a blank, a sign or a broken character.
func IsWord(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return firstHan <= r && r <= lastHan || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r))
}

// seam measures the pair of characters on the seam of two words of which one is a single character, in bytes on either
// side; zero where no piece is made of it.
func seam(left, right string) (before, after int) {
	a, sizeA := utf8.DecodeLastRuneInString(left)
	b, sizeB := utf8.DecodeRuneInString(right)
	if (sizeA != len(left) && sizeB != len(right)) || !isHan(a) || !isHan(b) || isWeak(a) || isWeak(b) {
		return 0, 0
	}
	return sizeA, sizeB
}

// joint is the pair of characters on a seam.
func joint(left, right string) string {
	before, after := seam(left, right)
	return left[len(left)-before:] + right[:after]
}

// inner gives every two characters of a word of three or more.
func inner(w string, finer func(string)) {
	if first, _ := utf8.DecodeRuneInString(w); !isHan(first) {
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
		if first, size := utf8.DecodeRuneInString(w); size != len(w) || !isHan(first) {
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
		if r, _ := utf8.DecodeRuneInString(w); !paired && (!isWeak(r) || len(words) == 1) {
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
