package extract

import (
	"strconv"
	"strings"

	"gongkai/annualreport"
)

// Parts are the sums within a row: each part is that many numbers of which the last is the sum of the others. A part of
// n numbers without a sum is negative.
type parts []int

func itoa(n int) string { return strconv.Itoa(n) }

// mostWays bounds how many ways to take a row apart are kept.
const mostWays = 60

// unglue takes digits apart that ran together, such as 640020470 = 64 0 0 2 0 4 70, in every way that satisfies the sums
// and keeps every number that stands apart whole or cuts it; numbers have no leading zeros. None are returned where
// there are too many.
func unglue(tokens []string, p parts) [][]string {
	want, digits := 0, 0
	for _, n := range p {
		want += max(n, -n)
	}
	for i, t := range tokens {
		t = strings.Join(strings.Fields(t), "")
		if t == "" || strings.Trim(t, "0123456789") != "" {
			return nil
		}
		tokens[i] = t
		digits += len(t)
	}
	if digits < want || digits > 60 || len(tokens) > want {
		return nil
	}
	s := &splitter{tokens: tokens, parts: p, want: want, digits: digits, budget: 2_000_000}
	s.search(0, 0, 0, 0, 0)
	if len(s.ways) > mostWays || s.budget <= 0 {
		return nil
	}
	return s.ways
}

// A splitter searches the ways to cut tokens into numbers.
type splitter struct {
	tokens []string
	parts  parts
	want   int
	digits int
	taken  []string
	ways   [][]string
	budget int
}

// search goes on at byte at of token i, in part with k numbers of it read that add up to sum.
func (s *splitter) search(i, at, part, k int, sum int64) {
	if s.budget--; s.budget <= 0 || len(s.ways) > mostWays {
		return
	}
	if i == len(s.tokens) {
		if len(s.taken) == s.want {
			s.ways = append(s.ways, append([]string(nil), s.taken...))
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

// A choice is a row of table three that can be taken apart in several ways.
type choice struct {
	row  annualreport.Row
	line *line
	ways [][]string
}

// choose takes rows apart together: only one combination may satisfy the sums of every column as well. Where that fails
// the rows stay unreadable and are reported.
func (r *reader) choose(form *annualreport.Form, grid annualreport.Grid, choices []choice) {
	if len(choices) == 0 {
		return
	}
	product := 1
	for _, c := range choices {
		if product *= len(c.ways); product > 20_000 {
			break
		}
	}
	var found []int
	ways := 0
	if product <= 20_000 {
		picked := make([]int, len(choices))
		for n := range product {
			for i, c := range choices {
				picked[i], n = n%len(c.ways), n/len(c.ways)
				grid[c.row.ID] = wholeNumbers(c.ways[picked[i]])
			}
			if columnsHold(form, grid) {
				ways++
				found = append(found[:0], picked...)
			}
		}
	}
	for i, c := range choices {
		if ways == 1 {
			grid[c.row.ID] = wholeNumbers(c.ways[found[i]])
			continue
		}
		grid[c.row.ID] = r.unclear(annualreport.Three, c.row, c.line)
	}
}

func wholeNumbers(digits []string) []annualreport.Cell {
	cells := make([]annualreport.Cell, len(digits))
	for i, d := range digits {
		n, _ := strconv.ParseInt(d, 10, 64)
		cells[i] = annualreport.N(n)
	}
	return cells
}

// columnsHold reports whether the identities of the columns of table three hold, none of them unknown.
func columnsHold(form *annualreport.Form, grid annualreport.Grid) bool {
	for _, id := range form.Identities {
		if id.Table != annualreport.Three || id.Axis != annualreport.PerColumn {
			continue
		}
		if failures, unknown := form.Assess(id, grid); len(failures)+len(unknown) > 0 {
			return false
		}
	}
	return true
}
