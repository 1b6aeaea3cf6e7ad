package posting

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
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
	pairs   map[string]*placing
	size    int
}

// NewBuilder begins a segment.
func NewBuilder() *Builder {
	return &Builder{words: map[string][]place{}, pairs: map[string]*placing{}}
}

// Len is how many texts have been added.
func (b *Builder) Len() int { return len(b.numbers) }

// Size is how many units the texts have together; the room that the builder takes grows with it.
func (b *Builder) Size() int { return b.size }

// Add adds a text: the greatest number first, each word once.
func (b *Builder) Add(number int64, words []Word, units Units) {
	o := uint16(len(b.numbers))
	b.numbers = append(b.numbers, number)
	for _, w := range words {
		b.words[w.Text] = append(b.words[w.Text], placeOf(o, w.Level))
	}
	units.pairs(func(pair string, at uint32) {
		p := b.pairs[pair]
		if p == nil {
			p = &placing{}
			b.pairs[strings.Clone(pair)] = p // the pair is a part of the whole text
		}
		p.add(o, at)
		b.size++
	})
}

// Numbers are the numbers of the texts, to be stored.
func (b *Builder) Numbers() []int64 { return b.numbers }

// A Row is a word or a pair with its list, to be stored.
type Row struct {
	Word string
	List []byte
}

// Rows gives the lists of the words in their order, and then those of the pairs.
func (b *Builder) Rows(yield func(Row) bool) {
	for _, w := range slices.Sorted(maps.Keys(b.words)) {
		if !yield(Row{w, newList(b.words[w], len(b.numbers))}) {
			return
		}
	}
	for _, pair := range slices.Sorted(maps.Keys(b.pairs)) {
		if p := b.pairs[pair]; !yield(Row{signPair + pair, newPlaces(p.ordinals, p.stream, len(b.numbers))}) {
			return
		}
	}
}
