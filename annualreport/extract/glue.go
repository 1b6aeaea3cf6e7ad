package extract

import (
	"strconv"
	"strings"
)

// Parts are the sums within a row: each part is that many numbers of which the last is the sum of the others. A part of
// n numbers without a sum is negative.
type parts []int

func itoa(n int) string { return strconv.Itoa(n) }

// unglue takes digits apart that ran together, such as 640020470 = 64 0 0 2 0 4 70. It succeeds only where exactly one
// way satisfies the sums and keeps every number that stands apart whole or cuts it; numbers have no leading zeros.
func unglue(tokens []string, p parts) ([]string, bool) {
	want, digits := 0, 0
	for _, n := range p {
		want += max(n, -n)
	}
	for i, t := range tokens {
		t = strings.Join(strings.Fields(t), "")
		if t == "" || strings.Trim(t, "0123456789") != "" {
			return nil, false
		}
		tokens[i] = t
		digits += len(t)
	}
	if digits < want || digits > 60 || len(tokens) > want {
		return nil, false
	}
	s := &splitter{tokens: tokens, parts: p, want: want, digits: digits, budget: 2_000_000}
	s.search(0, 0, 0, 0, 0)
	if s.found != 1 || s.budget <= 0 {
		return nil, false
	}
	return s.answer, true
}

// A splitter searches the ways to cut tokens into numbers.
type splitter struct {
	tokens []string
	parts  parts
	want   int
	digits int
	taken  []string
	answer []string
	found  int
	budget int
}

// search goes on at byte at of token i, in part with k numbers of it read that add up to sum.
func (s *splitter) search(i, at, part, k int, sum int64) {
	if s.budget--; s.budget <= 0 || s.found > 1 {
		return
	}
	if i == len(s.tokens) {
		if len(s.taken) == s.want {
			s.found++
			s.answer = append([]string(nil), s.taken...)
		}
		return
	}
	if part >= len(s.parts) || s.want-len(s.taken) > s.remaining(i, at) {
		return
	}
	token := s.tokens[i]
	longest := len(token) - at
	if token[at] == '0' {
		longest = 1
	}
	for n := 1; n <= min(longest, 9); n++ {
		v, _ := strconv.ParseInt(token[at:at+n], 10, 64)
		size, last := s.parts[part], false
		if size < 0 {
			last = k+1 == -size
		} else if last = k+1 == size; last && v != sum {
			continue
		}
		s.taken = append(s.taken, token[at:at+n])
		nextPart, nextK, nextSum := part, k+1, sum+v
		if last {
			nextPart, nextK, nextSum = part+1, 0, 0
		}
		if at+n == len(token) {
			s.search(i+1, 0, nextPart, nextK, nextSum)
		} else {
			s.search(i, at+n, nextPart, nextK, nextSum)
		}
		s.taken = s.taken[:len(s.taken)-1]
	}
}

// remaining is the number of digits from byte at of token i on.
func (s *splitter) remaining(i, at int) int {
	n := -at
	for _, t := range s.tokens[i:] {
		n += len(t)
	}
	return n
}
