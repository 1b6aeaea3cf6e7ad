package posting

import (
	"encoding/binary"
	"slices"
)

// A Level is how well a word stands in a text. What stands better stands in every worse way too.
type Level int

// The levels.
const (
	Absent Level = iota
	Anywhere
	Topic
	Title
)

// levels are how many sets a list has.
const levels = int(Title)

// A Word is a word of a text and the best level of it there.
type Word struct {
	Text  string
	Level Level
}

// A List says in which texts of a segment a word stands.
type List struct {
	sets [levels]Set
}

// ReadList reads a list of a segment of so many texts.
func ReadList(data []byte, texts int) (l List, err error) {
	return l, readSets(l.sets[:], data, texts)
}

// At are the texts that hold the word at a level or better.
func (l List) At(level Level) Set { return l.sets[level-1] }

// A place is an ordinal with the level of a word there.
type place uint32

func placeOf(o uint16, level Level) place { return place(o)<<2 | place(level) }

// newList stores a list of places, which are sorted.
func newList(places []place, texts int) []byte {
	var at [levels][]uint16
	at[0] = make([]uint16, 0, len(places))
	for _, p := range places {
		for level := range Level(p & 3) {
			at[level] = append(at[level], uint16(p>>2))
		}
	}
	size := 0
	for _, ordinals := range at {
		size += setBytes(len(ordinals), texts) + binary.MaxVarintLen16
	}
	data := make([]byte, 0, size)
	for _, ordinals := range at {
		data = binary.AppendUvarint(data, uint64(len(ordinals)))
	}
	for _, ordinals := range at {
		data = appendSet(data, ordinals, texts)
	}
	return data
}

// A Builder makes a segment of texts.
type Builder struct {
	numbers []int64
	words   map[string][]place
}

// NewBuilder begins a segment.
func NewBuilder() *Builder { return &Builder{words: map[string][]place{}} }

// Len is how many texts have been added.
func (b *Builder) Len() int { return len(b.numbers) }

// Add adds a text: the greatest number first, each word once.
func (b *Builder) Add(number int64, words []Word) {
	o := uint16(len(b.numbers))
	b.numbers = append(b.numbers, number)
	for _, w := range words {
		b.words[w.Text] = append(b.words[w.Text], placeOf(o, w.Level))
	}
}

// Numbers are the numbers of the texts, to be stored.
func (b *Builder) Numbers() []int64 { return b.numbers }

// A Row is a word with its list, to be stored.
type Row struct {
	Word string
	List []byte
}

// Rows gives the lists in the order of their words.
func (b *Builder) Rows(yield func(Row) bool) {
	words := make([]string, 0, len(b.words))
	for w := range b.words {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, w := range words {
		if !yield(Row{w, newList(b.words[w], len(b.numbers))}) {
			return
		}
	}
}
