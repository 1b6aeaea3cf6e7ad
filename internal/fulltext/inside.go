package fulltext

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/internal/database"
)

// An exact phrase is cut as it was typed. Where it begins or ends inside a word of the text, the index has that word whole
// and the phrase is not found by its words. [Plan.Inside] lists the ways in which that may be.

// longestEdge is how many characters of a phrase may belong to a word that goes on outside of it, and longestEdges how
// many on both sides together: words of the dictionary are seldom longer, and most compounds are kept in their parts.
const (
	longestEdge  = 6
	longestEdges = 7
)

// mostReadings bounds the ways in which a search with exact phrases is read.
const mostReadings = 36

// Inside returns what else to look for, each reading a search of its own: those that find a phrase of which the first
// characters end a word of the text, or the last begin one, or which is the middle of one. A text that is found so has to
// be read, by [Plan.Holds]: that the pieces stand side by side is not in the index. Characters that each belong to another
// word of the text are not found, where they are three or fewer: the index has no piece of them.
func (p Plan) Inside() [][]database.Phrase {
	readings := [][]database.Phrase{p.rest}
	for _, exact := range p.exact {
		ways := append([][]database.Phrase{plainly(exact)}, within(exact)...)
		var more [][]database.Phrase
		for _, reading := range readings {
			for _, way := range ways {
				more = append(more, append(slices.Clone(reading), way...))
			}
		}
		readings = more[:min(len(more), mostReadings)]
	}
	if len(p.exact) == 0 || len(readings) < 2 {
		return nil
	}
	return readings[1:] // the first is what was typed
}

func plainly(exact string) []database.Phrase {
	return []database.Phrase{{Words: wordsOf(exact)}}
}

// within are the ways in which a phrase may be cut off at its edges.
func within(exact string) (ways [][]database.Phrase) {
	runes := []rune(letters(exact))
	n := len(runes)
	seen := map[string]bool{}
	add := func(way []database.Phrase) {
		key := ""
		for _, phrase := range way {
			key += strings.Join(phrase.Words, " ") + "\n"
		}
		if len(way) > 0 && !seen[key] {
			seen[key] = true
			ways = append(ways, way)
		}
	}
	for both := 1; both <= min(longestEdges, n); both++ {
		for left := max(0, both-longestEdge); left <= min(longestEdge, both); left++ {
			right := both - left
			if !han(runes[:left]) || !han(runes[n-right:]) {
				continue
			}
			pieces := append(pairsOf(runes[:left]), pairsOf(runes[n-right:])...)
			middle := wordsOf(string(runes[left : n-right]))
			if len(pieces) == 0 && !slices.ContainsFunc(middle, func(w string) bool { return len(w) > 3 }) {
				continue // single characters tell nothing
			}
			var way []database.Phrase
			if len(middle) > 0 {
				way = append(way, database.Phrase{Words: middle})
			}
			for _, piece := range pieces {
				way = append(way, database.Phrase{Words: []string{piece}})
			}
			add(way)
		}
	}
	return ways
}

// pairsOf are the neighbours within a word, which the index keeps.
func pairsOf(runes []rune) (pairs []string) {
	for i := 0; i+1 < len(runes); i++ {
		pairs = append(pairs, string(runes[i:i+2]))
	}
	return pairs
}

func han(runes []rune) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// letters is a folded text without blanks and signs, which phrases pass over.
func letters(folded string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, folded)
}
