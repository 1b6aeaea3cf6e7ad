package fulltext

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/catalog"
	"gongkai/internal/database"
	"gongkai/internal/segment"
)

// A Plan is what somebody wants who types words.
type Plan struct {
	Tiers [][]database.Phrase // what to look for, the best first; each later tier holds what the earlier ones do
	Marks []string            // folded texts to be marked where they stand
	Terms []string            // what was typed, part by part

	docNo string            // the 文号 that was typed, and nothing else
	exact []string          // folded phrases that were typed as such
	rest  []database.Phrase // everything else that was typed
}

// most pieces of a search that are looked for. Of a longer text the rarer ones are.
const mostPieces = 14

// Read makes the plan of a search text: words that must all be there, exact phrases in “…”, "…" or 《…》, a 文号, an 索引号.
func Read(text string) Plan {
	if number, ok := ParseDocNo(text); ok {
		return readDocNo(number)
	}
	if catalog.LooksLikeIndexNo(text) {
		index := segment.Fold(strings.TrimSpace(text))
		return Plan{Tiers: [][]database.Phrase{{{Words: []string{Tag(TagIndex, index)}}}}, Marks: []string{index}, Terms: []string{index}}
	}
	var p Plan
	var pieces []string
	var phrases [][]string
	for _, part := range split(text) {
		folded := segment.Fold(part.text)
		p.Terms = append(p.Terms, part.text)
		if number, ok := ParseDocNo(part.text); ok {
			part.exact, folded = true, number
		}
		if part.exact {
			if words := wordsOf(folded); len(words) > 0 {
				phrases = append(phrases, words)
				p.exact = append(p.exact, folded)
				p.Marks = append(p.Marks, folded)
			}
			continue
		}
		found := segment.Query(folded)
		pieces = append(pieces, found...)
		p.Marks = append(append(p.Marks, folded), found...)
	}
	pieces = rarest(pieces)
	p.Tiers = tiers(pieces, phrases)
	for _, piece := range pieces {
		p.rest = append(p.rest, database.Phrase{Words: []string{piece}})
	}
	p.Marks = marks(p.Marks)
	return p
}

// Open is Read for a text that is still being typed: its last word may go on. Only titles are looked at.
func Open(text string) []database.Phrase {
	words := wordsOf(segment.Fold(text))
	if len(words) == 0 || len(words) > mostPieces {
		return nil
	}
	var all []database.Phrase
	for i, w := range words {
		all = append(all, database.Phrase{Words: []string{inTitle + w}, Open: i == len(words)-1})
	}
	return all
}

// readDocNo looks for the document first, then for those that name it.
func readDocNo(number string) Plan {
	bare := strings.NewReplacer("〔", "", "〕", "", "号", "").Replace(number)
	return Plan{
		Tiers: [][]database.Phrase{{{Words: []string{Tag(TagDocNo, number)}}}, {{Words: wordsOf(number)}}},
		Marks: []string{number, strings.NewReplacer("〔", "[", "〕", "]").Replace(number), strings.NewReplacer("〔", "（", "〕", "）").Replace(number),
			strings.NewReplacer("〔", "(", "〕", ")").Replace(number), bare},
		Terms: []string{number},
		docNo: number, exact: []string{number},
	}
}

// Document is what the documents with the 文号 have that was typed, and it alone; ok where one was.
func (p Plan) Document() (_ database.Phrase, ok bool) {
	return database.Phrase{Words: []string{Tag(TagDocNo, p.docNo)}}, p.docNo != ""
}

// A part is a piece of a search text between blanks or within quotes.
type part struct {
	text  string
	exact bool
}

var closing = map[rune]string{'“': "”", '"': `"`, '《': "》", '「': "」", '”': "”"}

// split cuts a search text at blanks and takes quotes together. A quote that does not end goes on to the end.
func split(text string) []part {
	var parts []part
	add := func(text string, exact bool) {
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, part{text, exact})
		}
	}
	for text != "" {
		at := strings.IndexFunc(text, func(r rune) bool { return closing[r] != "" || isBlank(r) })
		if at < 0 {
			add(text, false)
			break
		}
		add(text[:at], false)
		r, size := utf8.DecodeRuneInString(text[at:])
		text = text[at+size:]
		if end := closing[r]; end != "" {
			inside, rest, _ := strings.Cut(text, end)
			add(inside, true)
			text = rest
		}
	}
	return parts
}

func isBlank(r rune) bool { return strings.ContainsRune(" \t\r\n　，,、；;+", r) }

func wordsOf(text string) []string {
	var words []string
	for _, w := range segment.Fine(text) {
		if len(w) <= longestWord {
			words = append(words, w)
		}
	}
	return words
}

// rarest keeps the pieces that tell the most, in the order in which they were typed.
func rarest(pieces []string) []string {
	pieces = slices.DeleteFunc(pieces, func(p string) bool { return len(p) > longestWord })
	if len(pieces) <= mostPieces {
		return pieces
	}
	by := slices.Clone(pieces)
	slices.SortStableFunc(by, func(a, b string) int { return cmp.Compare(segment.Frequency(a), segment.Frequency(b)) })
	keep := by[:mostPieces]
	return slices.DeleteFunc(pieces, func(p string) bool { return !slices.Contains(keep, p) })
}

// tiers are: all in the title; all in what the record is about; all somewhere.
func tiers(pieces []string, phrases [][]string) [][]database.Phrase {
	if len(pieces) == 0 && len(phrases) == 0 {
		return nil
	}
	var title, topic, anywhere []database.Phrase
	for _, p := range pieces {
		title = append(title, database.Phrase{Words: []string{inTitle + p}})
		topic = append(topic, database.Phrase{Words: []string{onTopic + p}})
		anywhere = append(anywhere, database.Phrase{Words: []string{p}})
	}
	for _, words := range phrases {
		signed := make([]string, len(words))
		for i, w := range words {
			signed[i] = inTitle + w
			topic = append(topic, database.Phrase{Words: []string{onTopic + w}})
		}
		title = append(title, database.Phrase{Words: signed})
		topic = append(topic, database.Phrase{Words: words})
		anywhere = append(anywhere, database.Phrase{Words: words})
	}
	return [][]database.Phrase{title, topic, anywhere}
}

// marks leaves out what would mark too much: single characters beside longer texts.
func marks(list []string) []string {
	long := slices.ContainsFunc(list, func(m string) bool { return utf8.RuneCountInString(m) > 1 })
	var kept []string
	for _, m := range list {
		if m != "" && !slices.Contains(kept, m) && !(long && utf8.RuneCountInString(m) < 2) {
			kept = append(kept, m)
		}
	}
	return kept
}
