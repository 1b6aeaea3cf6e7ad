package posting

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"gongkai/fault"
)

// signPair stands before a pair of neighbours where others have a word.
const signPair = "\uE005"

// Places say in which texts of a segment a pair of neighbours stands, and where. The texts are a set; of each in its order
// there follow the places, each as the step from the one before, doubled, and one more for the first of a text. Where there
// are many texts, a table says where every 64th begins.
type Places struct {
	set    Set
	heads  []byte
	stream []byte
}

const (
	placeBlock    = 64 // texts
	placeHeadSize = 4  // bytes
)

func placeHeads(texts int) int { return max(0, texts-1) / placeBlock * placeHeadSize }

// ReadPlaces reads the places of a pair in a segment of so many texts.
func ReadPlaces(data []byte, texts int) (p Places, err error) {
	n, size := binary.Uvarint(data)
	if size <= 0 || n > uint64(texts) {
		return p, fault.New(fault.Internal, "检索索引损坏")
	}
	set, heads := setBytes(int(n), texts), placeHeads(int(n))
	if len(data) < size+set+heads {
		return p, fault.New(fault.Internal, "检索索引损坏")
	}
	data = data[size:]
	p.set = Set{n: int(n), texts: texts, data: data[:set:set]}
	p.heads, p.stream = data[set:set+heads:set+heads], data[set+heads:]
	return p, nil
}

// appendPlace writes a place: the step from the one before it in the text, or the first.
func appendPlace(stream []byte, step uint32, first bool) []byte {
	x := uint64(step) << 1
	if first {
		x |= 1
	}
	return binary.AppendUvarint(stream, x)
}

// after is where the place that begins at the byte ends.
func after(stream []byte, at int) int {
	for at < len(stream) && stream[at] >= 0x80 {
		at++
	}
	return min(at+1, len(stream))
}

// newPlaces stores the places of a pair in the texts of the ordinals, which are sorted.
func newPlaces(ordinals []uint16, stream []byte, texts int) []byte {
	data := make([]byte, 0, binary.MaxVarintLen16+1+setBytes(len(ordinals), texts)+placeHeads(len(ordinals))+len(stream))
	data = appendSet(binary.AppendUvarint(data, uint64(len(ordinals))), ordinals, texts)
	text := 0
	for at := 0; len(ordinals) > placeBlock && at < len(stream); at = after(stream, at) {
		if stream[at]&1 == 0 {
			continue // not the first of its text
		}
		if text > 0 && text%placeBlock == 0 {
			data = binary.LittleEndian.AppendUint32(data, uint32(at))
		}
		text++
	}
	return append(data, stream...)
}

// A walk reads places of one text after another.
type walk struct {
	Places
	rank   int // texts before the one that is looked for
	word   int // of a dense set: the 64 ordinals up to which the rank has been counted
	passed int // texts before the place in the stream
	at     int
}

// seek goes to the places of an ordinal that is in the set; ordinals must grow.
func (w *walk) seek(o uint16) {
	if w.set.dense() {
		to := int(o >> 6)
		for ; w.word < to; w.word++ {
			w.rank += bits.OnesCount64(binary.LittleEndian.Uint64(w.set.data[8*w.word:]))
		}
		below := binary.LittleEndian.Uint64(w.set.data[8*to:]) & (1<<(o&63) - 1)
		w.pass(w.rank + bits.OnesCount64(below))
		return
	}
	step := 1
	for w.rank+step < w.set.n && w.set.at(w.rank+step) <= o {
		w.rank, step = w.rank+step, 2*step
	}
	for end := min(w.rank+step, w.set.n); end-w.rank > 1; {
		if middle := (w.rank + end) / 2; w.set.at(middle) <= o {
			w.rank = middle
		} else {
			end = middle
		}
	}
	w.pass(w.rank)
}

// pass goes to the places of the text with so many before it.
func (w *walk) pass(rank int) {
	if block := rank / placeBlock; block > w.passed/placeBlock && block*placeHeadSize <= len(w.heads) {
		w.at = min(int(binary.LittleEndian.Uint32(w.heads[(block-1)*placeHeadSize:])), len(w.stream))
		w.passed = block * placeBlock
	}
	if need := rank - w.passed; need > 0 {
		w.at, w.passed = nthFirst(w.stream, w.at, need), rank
	}
}

// nthFirst is where the n-th text after the one at the place begins. Eight bytes are looked at together: a byte begins a place
// where the one before ends one, and the place is the first of a text where the byte is odd.
func nthFirst(stream []byte, at, n int) int {
	const ones = 0x0101010101010101
	if at < len(stream) && stream[at]&1 == 1 {
		at = after(stream, at) // of the text itself
	}
	inside := uint64(0) // the byte before goes on
	for ; at+8 <= len(stream); at += 8 {
		x := binary.LittleEndian.Uint64(stream[at:])
		firsts := x & ones &^ (x>>7&ones<<8 | inside)
		if found := bits.OnesCount64(firsts); found < n {
			n, inside = n-found, x>>63
			continue
		}
		for ; n > 1; n-- {
			firsts &= firsts - 1
		}
		return at + bits.TrailingZeros64(firsts)/8
	}
	for ; at < len(stream); at++ {
		b := stream[at]
		if inside == 0 && b&1 == 1 {
			if n--; n == 0 {
				break
			}
		}
		inside = uint64(b >> 7)
	}
	return at
}

// next is the next place of the text that was sought, after the one before it; false after the last.
func (w *walk) next(before uint32, first bool) (place uint32, ok bool) {
	stream, at := w.stream, w.at
	if at >= len(stream) || !first && stream[at]&1 == 1 {
		return 0, false
	}
	b := stream[at]
	x := uint32(b & 0x7f)
	at++
	for shift := 7; b >= 0x80 && at < len(stream); shift += 7 {
		b = stream[at]
		x |= uint32(b&0x7f) << shift
		at++
	}
	if w.at = at; at < len(stream) && stream[at]&1 == 1 {
		w.passed++
	}
	return before + x>>1, true
}

// first is the first place of the text that was sought.
func (w *walk) first() uint32 {
	x, _ := binary.Uvarint(w.stream[w.at:])
	return uint32(x >> 1)
}

// raw gives the places of the text that was sought as they are stored.
func (w *walk) raw() []byte {
	from := w.at
	w.pass(w.passed + 1)
	return w.stream[from:w.at]
}

// A matcher looks for a phrase in one text of a segment after another.
type matcher struct {
	walks  []walk
	at     []uint32 // where each pair stands in the phrase
	places []uint32 // where each pair stands in the text, as far as it has been read
}

func newMatcher(p Phrase, places []Places) *matcher {
	m := &matcher{walks: make([]walk, len(places)), places: make([]uint32, len(places))}
	for i := range places {
		m.walks[i].Places = places[i]
		m.at = append(m.at, uint32(p.at[i]))
	}
	return m
}

// level is Title, Anywhere or Absent: how well the phrase stands in a text that is in all the sets. The texts must come in
// their order.
func (m *matcher) level(o uint16) Level {
	if len(m.walks) == 1 {
		m.walks[0].seek(o)
		return placeLevel(m.walks[0].first())
	}
	begin := uint32(0) // no phrase begins before
	for i := range m.walks {
		m.walks[i].seek(o)
		place, ok := m.walks[i].next(0, true)
		if m.places[i] = place; !ok {
			return Absent
		}
		if place > m.at[i] {
			begin = max(begin, place-m.at[i])
		}
	}
	for i := 0; i < len(m.walks); { // those in the title come first
		want := begin + m.at[i]
		for m.places[i] < want {
			place, ok := m.walks[i].next(m.places[i], false)
			if !ok {
				return Absent
			}
			m.places[i] = place
		}
		if i++; m.places[i-1] > want { // begin anew, further on
			begin, i = m.places[i-1]-m.at[i-1], 0
		}
	}
	return placeLevel(begin)
}

func placeLevel(place uint32) Level {
	if place < titleUnits {
		return Title
	}
	return Anywhere
}

// placing gathers the places of a pair while a segment is built.
type placing struct {
	ordinals []uint16
	stream   []byte
	last     uint32
}

func (p *placing) add(o uint16, place uint32) {
	n := len(p.ordinals)
	first := n == 0 || p.ordinals[n-1] != o
	if first {
		p.ordinals, p.last = append(p.ordinals, o), 0
	}
	p.stream, p.last = appendPlace(p.stream, place-p.last, first), place
}

// mergePlaces lays the places of a pair together; nil where no text is left that has it.
func (m *Merge) mergePlaces(parts []Part) ([]byte, error) {
	type piece struct {
		ordinal uint16
		places  []byte
	}
	var pieces []piece
	size := 0
	for _, part := range parts {
		p, err := ReadPlaces(part.List, m.texts[part.Source])
		if err != nil {
			return nil, err
		}
		to, w := m.to[part.Source], walk{Places: p}
		p.set.hits().each(func(o uint16) bool {
			if int(o) >= len(to) || to[o] < 0 {
				return true
			}
			w.seek(o)
			x := piece{uint16(to[o]), w.raw()}
			pieces, size = append(pieces, x), size+len(x.places)
			return true
		})
	}
	if len(pieces) == 0 {
		return nil, nil
	}
	slices.SortFunc(pieces, func(x, y piece) int { return int(x.ordinal) - int(y.ordinal) })
	ordinals, stream := make([]uint16, 0, len(pieces)), make([]byte, 0, size)
	for _, x := range pieces {
		ordinals, stream = append(ordinals, x.ordinal), append(stream, x.places...)
	}
	return newPlaces(ordinals, stream, len(m.numbers)), nil
}
