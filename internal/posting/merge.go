package posting

import (
	"cmp"
	"slices"
	"strings"
)

// A Source is a segment that goes into another: its numbers and what is gone from it.
type Source struct {
	Numbers Numbers
	Gone    Set
}

// A Merge makes one segment of several.
type Merge struct {
	numbers []int64
	to      [][]int32 // of each source: the new ordinal of each old one, below zero where it is gone
	texts   []int
	places  []place
}

// NewMerge lays the texts of the sources together, without those that are gone. Together they are at most [MostTexts].
func NewMerge(sources []Source) *Merge {
	type origin struct {
		number  int64
		source  int
		ordinal int
	}
	m := &Merge{}
	var all []origin
	for i, s := range sources {
		to := make([]int32, s.Numbers.Len())
		for _, o := range s.Gone.Ordinals() {
			if int(o) < len(to) {
				to[o] = -1
			}
		}
		for o, number := range s.Numbers.All() {
			if to[o] == 0 {
				all = append(all, origin{number, i, o})
			}
		}
		m.to, m.texts = append(m.to, to), append(m.texts, s.Numbers.Len())
	}
	slices.SortFunc(all, func(x, y origin) int { return cmp.Compare(y.number, x.number) })
	for i, x := range all {
		m.to[x.source][x.ordinal] = int32(i)
		m.numbers = append(m.numbers, x.number)
	}
	return m
}

// Numbers are the numbers of the texts, to be stored.
func (m *Merge) Numbers() []int64 { return m.numbers }

// A Part is the list of a word in one of the sources.
type Part struct {
	Source int
	List   []byte
}

// List lays the lists of a word or a pair together. It is nil where no text is left that holds it.
func (m *Merge) List(word string, parts []Part) ([]byte, error) {
	if strings.HasPrefix(word, signPair) {
		return m.mergePlaces(parts)
	}
	m.places = m.places[:0]
	for _, p := range parts {
		l, err := ReadList(p.List, m.texts[p.Source])
		if err != nil {
			return nil, err
		}
		to := m.to[p.Source]
		topic, title := l.sets[Topic-1].hits(), l.sets[Title-1].hits()
		l.sets[Anywhere-1].hits().each(func(o uint16) bool {
			if int(o) >= len(to) || to[o] < 0 {
				return true
			}
			level := Anywhere
			switch {
			case title.has(o):
				level = Title
			case topic.has(o):
				level = Topic
			}
			m.places = append(m.places, placeOf(uint16(to[o]), level))
			return true
		})
	}
	if len(m.places) == 0 {
		return nil, nil
	}
	if !slices.IsSorted(m.places) {
		slices.Sort(m.places)
	}
	return newList(m.places, len(m.numbers)), nil
}
