package fulltext

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongkai/disclosure"
	"gongkai/internal/posting"
	"gongkai/internal/segment"
)

// Version counts how entries are made; an index made in another way must be made again.
const Version = "2"

// Mark names how an index was made.
func Mark() string { return segment.Hash() + "-" + Version }

// Signs before words that are entered for more than their text.
const (
	inTitle = "\uE001" // a word of the title
	onTopic = "\uE002" // a word of what the record is about
	tagged  = "\uE003" // no word but a mark
)

// Limits of one record. What is beyond is not found.
const (
	mostCharacters = 400_000
	longestWord    = 60 // bytes
)

// An Entry is what the index keeps of a record.
type Entry struct {
	Order []string // words in order; an empty one is a gap
	More  []string // further pieces and marks
}

// untold are the marks that a search reads as the one thing it looks for, or as a range of numbers: no list is kept of them.
var untold = []string{tagged + string(TagIndex), tagged + string(TagDocNo), tagged + string(TagYear)}

// Words are the words of the entry, each once with the best level of it, for the lists of package posting.
func (e Entry) Words() []posting.Word {
	best := make(map[string]posting.Level, len(e.Order)+len(e.More))
	for _, list := range [][]string{e.Order, e.More} {
		for _, w := range list {
			level := posting.Anywhere
			if rest, ok := strings.CutPrefix(w, inTitle); ok {
				w, level = rest, posting.Title
			} else if rest, ok := strings.CutPrefix(w, onTopic); ok {
				w, level = rest, posting.Topic
			}
			best[w] = max(best[w], level)
		}
	}
	words := make([]posting.Word, 0, len(best))
	for w, level := range best {
		if w != "" && !slices.ContainsFunc(untold, func(mark string) bool { return strings.HasPrefix(w, mark) }) {
			words = append(words, posting.Word{Text: w, Level: level})
		}
	}
	return words
}

// A Source is a published record with the texts of its attachments.
type Source struct {
	Record disclosure.Record
	Index  string // 索引号
	Year   int    // of publication
	Texts  []string
}

// Enter makes the entry of a record.
func Enter(s Source) Entry {
	b := builders.Get().(*builder)
	defer b.leave()
	r := s.Record
	title := b.text(r.Title, "", inTitle, onTopic)
	for _, pair := range pairs(segment.Fold(r.Title)) {
		b.add(pair, "", inTitle, onTopic)
	}
	for _, about := range append([]string{canonicalOr(r.DocNo), r.Summary, r.Issuer, r.Register}, r.Keywords...) {
		b.text(about, "", onTopic)
	}
	b.counting = true
	b.text(Plain(r.Body), "")
	for i, file := range r.Files {
		b.text(strings.TrimSuffix(file.Name, "."+file.Type), "", onTopic)
		if i < len(s.Texts) {
			b.text(s.Texts[i], "")
		}
	}
	for _, w := range b.frequent() {
		b.add(w, onTopic)
	}
	b.order = append(b.order, "")
	for _, w := range title { // once more, so that phrases of the title are found as such
		b.order = append(b.order, inTitle+w)
		b.counts[inTitle+w] += 0
	}
	b.tags(s)
	return Entry{Order: slices.Clone(b.order), More: b.pieces()}
}

// builder gathers the words of one record. Its room is kept from one record to the next.
type builder struct {
	order    []string
	more     map[string]bool
	counts   map[string]int // of every word in order, how often it stands in the body
	counting bool
	read     int
}

var builders = sync.Pool{New: func() any { return &builder{more: map[string]bool{}, counts: map[string]int{}} }}

// largestBuilder bounds the words of a record whose room is kept.
const largestBuilder = 1 << 13

func (b *builder) leave() {
	if len(b.order) > largestBuilder || len(b.more) > largestBuilder {
		return
	}
	clear(b.order)
	clear(b.more)
	clear(b.counts)
	*b = builder{order: b.order[:0], more: b.more, counts: b.counts}
	builders.Put(b)
}

// text enters a text and returns its words. The pieces are entered under each of the signs.
func (b *builder) text(text string, signs ...string) []string {
	if text = clip(text, mostCharacters-b.read); text == "" {
		return nil
	}
	b.read += len(text)
	p := segment.Index(segment.Fold(text))
	words := p.Words[:0]
	for _, w := range p.Words {
		if len(w) <= longestWord {
			words = append(words, w)
		}
	}
	once := 0
	if b.counting {
		once = 1
	}
	for _, w := range words {
		b.counts[w] += once
	}
	b.order = append(append(b.order, words...), "")
	for _, sign := range signs {
		if sign != "" {
			for _, w := range words {
				b.more[sign+w] = true
			}
		}
		for _, w := range p.Finer {
			b.more[sign+w] = true
		}
	}
	return words
}

// clip cuts a text to at most so many bytes, at a character.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:max(0, most)]
}

func (b *builder) add(word string, signs ...string) {
	for _, sign := range signs {
		b.more[sign+word] = true
	}
}

// What makes a word of the body topical: it stands there often, and seldom elsewhere.
const (
	topical     = 3
	mostTopical = 12
)

// frequent returns the words that the body is about. Words of one character and plain numbers are none.
func (b *builder) frequent() []string {
	type rated struct {
		word  string
		value float64
	}
	var list []rated
	for w, n := range b.counts {
		if n < topical {
			continue
		}
		if r, size := utf8.DecodeRuneInString(w); size == len(w) || unicode.IsNumber(r) {
			continue
		}
		list = append(list, rated{w, float64(n) / math.Log2(float64(segment.Frequency(w)+16))})
	}
	slices.SortFunc(list, func(x, y rated) int { return cmp.Or(cmp.Compare(y.value, x.value), cmp.Compare(x.word, y.word)) })
	var words []string
	for _, x := range list[:min(len(list), mostTopical)] {
		words = append(words, x.word)
	}
	return words
}

func (b *builder) tags(s Source) {
	r := s.Record
	b.more[Tag(TagAgency, string(r.Agency))] = true
	b.more[Tag(TagColumn, string(r.Column))] = true
	b.more[Tag(TagSort, string(r.Kind))] = true
	if r.Kind == disclosure.Normative || r.Kind == disclosure.Rule {
		b.more[Tag(TagSort, AnyDocument)] = true
	}
	b.more[Tag(TagIndex, s.Index)] = true
	b.more[Tag(TagYear, strconv.Itoa(s.Year))] = true
	if r.Theme != "" {
		class, _, _ := strings.Cut(string(r.Theme), `\`)
		b.more[Tag(TagTheme, class)] = true
		b.more[Tag(TagTheme, string(r.Theme))] = true
	}
	if number, ok := ParseDocNo(r.DocNo); ok {
		b.more[Tag(TagDocNo, number)] = true
	}
}

func (b *builder) pieces() []string {
	list := make([]string, 0, len(b.more))
	for w := range b.more {
		if _, inOrder := b.counts[w]; !inOrder {
			list = append(list, w)
		}
	}
	slices.Sort(list)
	return list
}

// pairs are all two neighbouring 汉字: of a title every two characters are found.
func pairs(text string) []string {
	var list []string
	var last rune
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) {
			r = 0
		}
		if last != 0 && r != 0 {
			list = append(list, string([]rune{last, r}))
		}
		last = r
	}
	return list
}

// A TagKind is what a mark is about.
type TagKind string

// The marks.
const (
	TagAgency TagKind = "a"
	TagColumn TagKind = "c"
	TagTheme  TagKind = "m"
	TagSort   TagKind = "k"
	TagYear   TagKind = "y"
	TagDocNo  TagKind = "d"
	TagIndex  TagKind = "i"
)

// AnyDocument is the sort of rules and normative documents together: those that have a validity.
const AnyDocument = "document"

// Tag is the word that stands for a property of a record. Signs that would end a word are spelt out.
func Tag(kind TagKind, value string) string {
	var b strings.Builder
	b.WriteString(tagged + string(kind))
	for _, r := range strings.ToLower(value) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString("\uE004" + strconv.FormatInt(int64(r), 16) + "\uE004")
	}
	return b.String()
}
