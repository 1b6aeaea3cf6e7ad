package posting

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"

	"gongkai/fault"
)

// MostTexts is how many texts a segment holds at most: an ordinal takes two bytes.
const MostTexts = 1 << 16

// A Set is a set of ordinals as it is stored: two bytes each in their order, or a bit for each text of the segment, whichever
// is shorter.
type Set struct {
	n     int // members
	texts int // of the segment
	data  []byte
}

// Len is how many members the set has.
func (s Set) Len() int { return s.n }

// dense reports whether a set of so many members is stored as bits.
func dense(n, texts int) bool { return n*16 > texts }

// bitBytes are the bytes of a set that is stored as bits.
func bitBytes(texts int) int { return (texts + 63) / 64 * 8 }

func setBytes(n, texts int) int {
	if dense(n, texts) {
		return bitBytes(texts)
	}
	return 2 * n
}

// appendSet stores the ordinals, which are sorted.
func appendSet(data []byte, ordinals []uint16, texts int) []byte {
	if !dense(len(ordinals), texts) {
		for _, o := range ordinals {
			data = binary.LittleEndian.AppendUint16(data, o)
		}
		return data
	}
	from := len(data)
	data = append(data, make([]byte, bitBytes(texts))...)
	for _, o := range ordinals {
		data[from+int(o>>3)] |= 1 << (o & 7)
	}
	return data
}

// NewSet stores the ordinals, which are sorted and within the texts.
func NewSet(ordinals []uint16, texts int) []byte {
	return appendSet(binary.AppendUvarint(nil, uint64(len(ordinals))), ordinals, texts)
}

// ReadSet reads what NewSet stored.
func ReadSet(data []byte, texts int) (Set, error) {
	var l [1]Set
	if err := readSets(l[:], data, texts); err != nil {
		return Set{}, err
	}
	return l[0], nil
}

// readSets reads sets that stand together: their numbers of members, then the members. It fails over what no segment of so
// many texts can hold, and looks at no member.
func readSets(sets []Set, data []byte, texts int) error {
	for i := range sets {
		n, size := binary.Uvarint(data)
		if size <= 0 || n > uint64(texts) {
			return fault.New(fault.Internal, "检索索引损坏")
		}
		sets[i], data = Set{n: int(n), texts: texts}, data[size:]
	}
	for i := range sets {
		size := setBytes(sets[i].n, texts)
		if len(data) < size {
			return fault.New(fault.Internal, "检索索引损坏")
		}
		sets[i].data, data = data[:size:size], data[size:]
	}
	if len(data) > 0 {
		return fault.New(fault.Internal, "检索索引损坏")
	}
	return nil
}

func (s Set) dense() bool { return dense(s.n, s.texts) }

// at is the i-th member of a set that is not dense.
func (s Set) at(i int) uint16 { return binary.LittleEndian.Uint16(s.data[2*i:]) }

// has reports whether a dense set has the member.
func (s Set) has(o uint16) bool {
	at := int(o >> 3)
	return at < len(s.data) && s.data[at]&(1<<(o&7)) != 0
}

// Ordinals are the members in their order.
func (s Set) Ordinals() []uint16 { return append([]uint16{}, s.hits().list(s.n)...) }

// hits takes the set for a result.
func (s Set) hits() hits {
	if !s.dense() {
		few := make([]uint16, s.n)
		for i := range few {
			few[i] = s.at(i)
		}
		return hits{few: few}
	}
	words := make([]uint64, len(s.data)/8)
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(s.data[8*i:])
	}
	return hits{bits: words}
}

// hits are ordinals as they are found: few of them in a list, or many as bits.
type hits struct {
	few  []uint16
	bits []uint64 // nil: few
}

// intersect returns what is in every set; there is at least one.
func intersect(sets []Set) hits {
	least := 0
	for i, s := range sets {
		if s.n < sets[least].n {
			least = i
		}
	}
	if sets[least].n == 0 {
		return hits{}
	}
	found := sets[least].hits()
	for i, s := range sets {
		if i != least {
			found.keep(s)
		}
	}
	return found
}

// keep keeps what the set has too.
func (h *hits) keep(s Set) {
	switch {
	case h.bits == nil && s.dense():
		h.few = slices.DeleteFunc(h.few, func(o uint16) bool { return !s.has(o) })
	case h.bits == nil:
		h.few = within(h.few, s)
	case s.dense():
		for k := range min(len(h.bits), len(s.data)/8) {
			h.bits[k] &= binary.LittleEndian.Uint64(s.data[8*k:])
		}
	default:
		few := s.hits().few
		*h = hits{few: slices.DeleteFunc(few, func(o uint16) bool { return !h.has(o) })}
	}
}

func (h hits) clone() hits { return hits{slices.Clone(h.few), slices.Clone(h.bits)} }

// and is what both have.
func (h hits) and(other hits) hits {
	if h.count() > other.count() {
		h, other = other, h
	}
	both := hits{}
	h.each(func(o uint16) bool {
		if other.has(o) {
			both.few = append(both.few, o)
		}
		return true
	})
	return both
}

// or is what one or the other has.
func (h hits) or(other hits) hits {
	all := append(h.list(h.count()), other.list(other.count())...)
	slices.Sort(all)
	return hits{few: slices.Compact(all)}
}

// within keeps of the list what a longer set that is not dense has too.
func within(list []uint16, s Set) []uint16 {
	kept, at := list[:0], 0
	for _, o := range list {
		step := 1 // ever wider steps, then back by halves: members may lie far apart
		for at+step < s.n && s.at(at+step) < o {
			at, step = at+step, 2*step
		}
		end := min(at+step+1, s.n)
		at += sort.Search(end-at, func(i int) bool { return s.at(at+i) >= o })
		if at >= s.n {
			break
		}
		if s.at(at) == o {
			kept = append(kept, o)
		}
	}
	return kept
}

func (h hits) count() int {
	if h.bits == nil {
		return len(h.few)
	}
	n := 0
	for _, word := range h.bits {
		n += bits.OnesCount64(word)
	}
	return n
}

func (h hits) has(o uint16) bool {
	if h.bits == nil {
		_, ok := slices.BinarySearch(h.few, o)
		return ok
	}
	at := int(o >> 6)
	return at < len(h.bits) && h.bits[at]&(1<<(o&63)) != 0
}

// drop takes out ordinals.
func (h *hits) drop(ordinals []uint16) {
	for _, o := range ordinals {
		if h.bits == nil {
			if at, ok := slices.BinarySearch(h.few, o); ok {
				h.few = slices.Delete(h.few, at, at+1)
			}
		} else if at := int(o >> 6); at < len(h.bits) {
			h.bits[at] &^= 1 << (o & 63)
		}
	}
}

// without takes out what is in the set.
func (h *hits) without(s Set) {
	switch {
	case s.n == 0:
	case !s.dense():
		h.drop(s.hits().few)
	case h.bits == nil:
		h.few = slices.DeleteFunc(h.few, s.has)
	default:
		for k := range min(len(h.bits), len(s.data)/8) {
			h.bits[k] &^= binary.LittleEndian.Uint64(s.data[8*k:])
		}
	}
}

// between keeps the ordinals from and after, and before to.
func (h *hits) between(from, to int) {
	if h.bits == nil {
		start, _ := slices.BinarySearchFunc(h.few, from, func(o uint16, at int) int { return int(o) - at })
		end, _ := slices.BinarySearchFunc(h.few, to, func(o uint16, at int) int { return int(o) - at })
		h.few = h.few[start:max(start, end)]
		return
	}
	for k := range h.bits {
		if first := 64 * k; first < from || first+64 > to {
			mask := ^uint64(0) << min(64, max(0, from-first))
			if first+64 > to {
				mask &= 1<<max(0, to-first) - 1
			}
			h.bits[k] &= mask
		}
	}
}

// each gives the ordinals in their order until f says no.
func (h hits) each(f func(o uint16) bool) {
	for _, o := range h.few {
		if !f(o) {
			return
		}
	}
	for k, word := range h.bits {
		for ; word != 0; word &= word - 1 {
			if !f(uint16(64*k + bits.TrailingZeros64(word))) {
				return
			}
		}
	}
}

// list are the first of the ordinals, at most so many.
func (h hits) list(most int) (list []uint16) {
	if h.bits == nil {
		return h.few[:min(most, len(h.few))]
	}
	h.each(func(o uint16) bool {
		list = append(list, o)
		return len(list) < most
	})
	return list
}

// With stores the set together with the ordinals of numbers that stand in the segment, and says whether that is more.
func (s Set) With(all Numbers, numbers []int64) (data []byte, more bool) {
	list := s.Ordinals()
	before := len(list)
	for _, n := range numbers {
		if o, ok := all.Ordinal(n); ok {
			list = append(list, uint16(o))
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return NewSet(list, s.texts), len(list) > before
}
