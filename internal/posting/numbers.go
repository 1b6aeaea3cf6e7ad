package posting

import (
	"encoding/binary"
	"sort"

	"gongkai/fault"
)

// Numbers are the numbers of the texts of a segment, the greatest first, as they are stored: a table of the first number of
// each block with the place where the rest of it begins, and then the steps from one number to the next.
type Numbers struct {
	n     int
	heads []byte
	steps []byte
}

const (
	block    = 16 // numbers
	headSize = 12 // bytes: a number and a place
)

// NewNumbers stores numbers, the greatest first and none twice.
func NewNumbers(list []int64) []byte {
	var heads, steps []byte
	for i, number := range list {
		if i%block == 0 {
			heads = binary.LittleEndian.AppendUint64(heads, uint64(number))
			heads = binary.LittleEndian.AppendUint32(heads, uint32(len(steps)))
			continue
		}
		steps = binary.AppendUvarint(steps, uint64(list[i-1]-number))
	}
	data := binary.AppendUvarint(nil, uint64(len(list)))
	return append(append(data, heads...), steps...)
}

// ReadNumbers reads what NewNumbers stored.
func ReadNumbers(data []byte) (Numbers, error) {
	n, size := binary.Uvarint(data)
	heads := (int(min(n, MostTexts)) + block - 1) / block * headSize
	if size <= 0 || n > MostTexts || len(data)-size < heads {
		return Numbers{}, fault.New(fault.Internal, "检索索引损坏")
	}
	data = data[size:]
	return Numbers{n: int(n), heads: data[:heads], steps: data[heads:]}, nil
}

// Len is how many numbers there are.
func (x Numbers) Len() int { return x.n }

// block gives the head of a block and the steps after it.
func (x Numbers) block(b int) (head int64, steps []byte) {
	at := x.heads[b*headSize:]
	place := min(int(binary.LittleEndian.Uint32(at[8:])), len(x.steps))
	return int64(binary.LittleEndian.Uint64(at)), x.steps[place:]
}

// At is the number at an ordinal.
func (x Numbers) At(ordinal int) int64 {
	number, steps := x.block(ordinal / block)
	for range ordinal % block {
		step, size := binary.Uvarint(steps)
		number, steps = number-int64(step), steps[max(0, size):]
	}
	return number
}

// Place is the first ordinal whose number is not above the given one.
func (x Numbers) Place(number int64) int {
	blocks := len(x.heads) / headSize
	b := sort.Search(blocks, func(b int) bool { head, _ := x.block(b); return head <= number }) - 1
	if b < 0 {
		return 0
	}
	at, steps := x.block(b)
	for i := b * block; i < min(x.n, (b+1)*block); i++ {
		if at <= number {
			return i
		}
		step, size := binary.Uvarint(steps)
		at, steps = at-int64(step), steps[max(0, size):]
	}
	return min(x.n, (b+1)*block)
}

// Ordinal is the ordinal of a number.
func (x Numbers) Ordinal(number int64) (ordinal int, ok bool) {
	ordinal = x.Place(number)
	return ordinal, ordinal < x.n && x.At(ordinal) == number
}

// All are the numbers, the greatest first.
func (x Numbers) All() []int64 {
	list := make([]int64, 0, x.n)
	for b := range len(x.heads) / headSize {
		number, steps := x.block(b)
		list = append(list, number)
		for range min(block, x.n-b*block) - 1 {
			step, size := binary.Uvarint(steps)
			number, steps = number-int64(step), steps[max(0, size):]
			list = append(list, number)
		}
	}
	return list
}
