package posting

import (
	"encoding/binary"
	"hash/fnv"
	"slices"
	"sort"
)

// Words are the words of one text as they are stored beside the segments until it stands in one: a sorted list of eight
// bytes each, the hash of the word with its level.
type Words []byte

const wordSize = 8

// hashed is the hash of a word, with room for a level.
func hashed(word string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(word)) // never fails
	return h.Sum64() &^ 3
}

// NewWords stores the words of a text, each once.
func NewWords(words []Word) Words {
	list := make([]uint64, len(words))
	for i, w := range words {
		list[i] = hashed(w.Text) | uint64(w.Level)
	}
	slices.Sort(list)
	data := make(Words, 0, len(list)*wordSize)
	for _, x := range list {
		data = binary.LittleEndian.AppendUint64(data, x)
	}
	return data
}

// level is how well the word of the hash stands in the text.
func (w Words) level(hash uint64) Level {
	n := len(w) / wordSize
	at := sort.Search(n, func(i int) bool { return binary.LittleEndian.Uint64(w[i*wordSize:]) >= hash })
	if at < n {
		if x := binary.LittleEndian.Uint64(w[at*wordSize:]); x&^3 == hash {
			return Level(x & 3)
		}
	}
	return Absent
}

// Most fresh texts at which a search looks, as words are looked up in each, and as they are read through for a phrase. Where
// there are more, as in the middle of an import, the segments wait until some have been folded.
const (
	MostFresh   = 256
	MostScanned = 32_768
)

// A Fresh is a text that was entered, changed or dropped since it was last folded into a segment.
type Fresh struct {
	Number int64
	Folded bool  // a segment may hold it as it was
	Words  Words // none where it was dropped, or is known to lack a phrase
	Units  Units // only where a phrase is looked for
}
