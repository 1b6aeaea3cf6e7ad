package segment

import (
	"cmp"
	"crypto/sha256"
	_ "embed" // the dictionary
	"encoding/binary"
	"encoding/hex"
	"iter"
	"maps"
	"math"
	"slices"
	"sync"
	"unicode/utf8"
)

//go:embed dict.bin
var compiled string

// The table: a head, for each 汉字 the length of the longest word that begins with it, slots, and the words one after
// another. A slot is free when its length is zero.
const (
	magic    = "gkdict2\n"
	headSize = len(magic) + 4 // and the number of slots
	slotSize = 12             // place in the pool 3 bytes, length 1, frequency 4, distance 4

	firstHan, lastHan = 0x4E00, 0x9FFF
	longestSize       = lastHan - firstHan + 1
)

// Hash names the dictionary: an index made with another one must be made again.
var Hash = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(compiled))
	return hex.EncodeToString(sum[:8])
})

// Compile makes the table of words with their frequencies. The same words give the same bytes.
func Compile(words map[string]int) []byte {
	list := slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		return cmp.Or(cmp.Compare(frequency(b, words[b]), frequency(a, words[a])), cmp.Compare(a, b)) // frequent words are found at the first look
	})
	list = slices.DeleteFunc(list, func(w string) bool {
		first, _ := utf8.DecodeRuneInString(w)
		return first < firstHan || first > lastHan
	})
	slots, total := 1, 0.0
	for slots*3 < len(list)*4 {
		slots *= 2
	}
	for _, w := range list {
		total += float64(frequency(w, words[w]))
	}
	table := make([]byte, headSize+longestSize+slots*slotSize)
	copy(table, magic)
	binary.LittleEndian.PutUint32(table[len(magic):], uint32(slots))
	longest, cells, pool := table[headSize:headSize+longestSize], table[headSize+longestSize:], []byte(nil)
	for _, w := range list {
		first, _ := utf8.DecodeRuneInString(w)
		longest[first-firstHan] = max(longest[first-firstHan], byte(utf8.RuneCountInString(w)))
		at := hashOf(w) & uint64(slots-1)
		for cells[at*slotSize+3] != 0 {
			at = (at + 1) & uint64(slots-1)
		}
		n := frequency(w, words[w])
		distance := float32(math.Log2(total)) - float32(math.Log2(float64(n)))
		cell := cells[at*slotSize:]
		binary.LittleEndian.PutUint32(cell, uint32(len(pool))|uint32(len(w))<<24)
		binary.LittleEndian.PutUint32(cell[4:], uint32(n))
		binary.LittleEndian.PutUint32(cell[8:], math.Float32bits(distance))
		pool = append(pool, w...)
	}
	return append(table, pool...)
}

// frequency is what a word counts: one character alone counts least, so that words win over their characters.
func frequency(word string, n int) int {
	if utf8.RuneCountInString(word) < 2 {
		return 2
	}
	return n
}

// fnv-1a, which can be carried on from a word to a longer one.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func hashOf(word string) uint64 {
	h := uint64(hashStart)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * hashPrime
	}
	return mixed(h)
}

// mixed brings the upper bits down, since only the lower ones choose the slot.
func mixed(h uint64) uint64 { return h ^ h>>32 }

// A table is a compiled dictionary.
type table struct {
	longest, cells, pool string
	mask                 uint64
}

var dictionary = open(compiled)

func open(text string) table {
	slots := int(le32(text, len(magic)))
	cells := headSize + longestSize
	pool := cells + slots*slotSize
	return table{longest: text[headSize:cells], cells: text[cells:pool], pool: text[pool:], mask: uint64(slots - 1)}
}

func le32(s string, at int) uint32 {
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16 | uint32(s[at+3])<<24
}

// find looks a word up whose hash is known.
func (t *table) find(word string, hash uint64) (distance float32, n int, ok bool) {
	for at := mixed(hash) & t.mask; ; at = (at + 1) & t.mask {
		cell := int(at) * slotSize
		length := int(t.cells[cell+3])
		if length == 0 {
			return 0, 0, false
		}
		if length != len(word) {
			continue
		}
		place := int(le32(t.cells, cell) & 0xFFFFFF)
		if t.pool[place:place+length] == word {
			return math.Float32frombits(le32(t.cells, cell+8)), int(le32(t.cells, cell+4)), true
		}
	}
}

// longestFrom returns how many characters the longest word has that begins with r.
func (t *table) longestFrom(r rune) int {
	if r < firstHan || r > lastHan {
		return 0
	}
	return int(t.longest[r-firstHan])
}

// Frequency returns how often the word occurs in the language, zero for one that is not in the dictionary.
func Frequency(word string) int {
	h := uint64(hashStart)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * hashPrime
	}
	_, n, _ := dictionary.find(word, h)
	return n
}

// Words lists the dictionary in no order that anyone should rely on.
func Words() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for cell := 0; cell < len(dictionary.cells); cell += slotSize {
			if length := int(dictionary.cells[cell+3]); length > 0 {
				place := int(le32(dictionary.cells, cell) & 0xFFFFFF)
				if !yield(dictionary.pool[place:place+length], int(le32(dictionary.cells, cell+4))) {
					return
				}
			}
		}
	}
}
