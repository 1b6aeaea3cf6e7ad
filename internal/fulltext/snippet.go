package fulltext

import (
	"slices"
	"strings"

	"gongkai/internal/segment"
)

// A Span is a stretch of text, marked or not.
type Span struct {
	Text   string
	Marked bool
}

// Highlight cuts a text into spans in which the marks, which are folded, are set apart.
func Highlight(text string, marks []string) []Span {
	runes := []rune(text)
	hit := hits([]rune(segment.Fold(text)), marks)
	var spans []Span
	for from := 0; from < len(runes); {
		to := from + 1
		for to < len(runes) && hit[to] == hit[from] {
			to++
		}
		spans = append(spans, Span{string(runes[from:to]), hit[from]})
		from = to
	}
	return spans
}

// hits says of each character whether it belongs to a mark.
func hits(folded []rune, marks []string) []bool {
	hit := make([]bool, len(folded))
	for _, mark := range marks {
		want := []rune(mark)
		for at := 0; len(want) > 0 && at+len(want) <= len(folded); at++ {
			if slices.Equal(folded[at:at+len(want)], want) {
				for k := range want {
					hit[at+k] = true
				}
			}
		}
	}
	return hit
}

// Sizes of a snippet, in characters.
const (
	snippetLength = 110
	snippetLead   = 24 // before the first mark
)

// Snippet shows the place of a text where the most different marks stand close together; found tells that one does.
func Snippet(text string, marks []string) (spans []Span, found bool) {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	hit := hits([]rune(segment.Fold(text)), marks)
	best, from := 0, 0
	count := 0
	for at := range runes { // the window that ends at the character
		if hit[at] {
			count++
		}
		if at >= snippetLength && hit[at-snippetLength] {
			count--
		}
		if count > best {
			best, from = count, max(0, at-snippetLength+1)
		}
	}
	if best > 0 {
		first := from
		for !hit[first] {
			first++
		}
		from = max(0, first-snippetLead)
	}
	to := min(len(runes), from+snippetLength)
	spans = Highlight(string(runes[from:to]), marks)
	if from > 0 {
		spans = append([]Span{{Text: "…"}}, spans...)
	}
	if to < len(runes) {
		spans = append(spans, Span{Text: "…"})
	}
	return spans, best > 0
}
