package fulltext

import (
	"slices"
	"strings"

	"gongkai/internal/database"
	"gongkai/internal/posting"
	"gongkai/internal/segment"
)

// Units are the texts of a record in the form in which exact phrases are looked for: the same texts, as far as [Enter] reads
// them.
func Units(s Source) posting.Units {
	var w posting.UnitWriter
	read := 0
	line := func(text string) {
		text = clip(text, mostCharacters-read)
		read += len(text)
		writeUnits(&w, text)
		w.Break()
	}
	r := s.Record
	line(r.Title)
	for _, about := range append([]string{canonicalOr(r.DocNo), r.Summary, r.Issuer, r.Register}, r.Keywords...) {
		line(about)
	}
	line(Plain(r.Body))
	for i, file := range r.Files {
		line(strings.TrimSuffix(file.Name, "."+file.Type))
		if i < len(s.Texts) {
			line(s.Texts[i])
		}
	}
	return w.Units()
}

// writeUnits writes a text, without runs that are too long to be words.
func writeUnits(w *posting.UnitWriter, text string) {
	segment.Units(segment.Fold(text), func(unit string, run bool) {
		if len(unit) <= longestWord {
			w.Unit(unit, run)
		}
	})
}

// Ask is what is looked for where a search is no 索引号: words that must all be there, each once, and exact phrases, of which a 文号
// is one. A phrase of one character, one number or one foreign word is a word.
func (p Plan) Ask() (words []string, phrases []posting.Phrase) {
	add := func(list ...string) {
		for _, word := range list {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	for _, phrase := range p.rest {
		add(phrase.Words...)
	}
	for _, exact := range p.exact {
		if phrase, ok := Phrase(exact); ok {
			phrases = append(phrases, phrase)
		} else {
			add(wordsOf(exact)...)
		}
	}
	return words, phrases
}

// Phrase is an exact phrase as it is looked for; ok where it has two units or more.
func Phrase(exact string) (_ posting.Phrase, ok bool) {
	var w posting.UnitWriter
	writeUnits(&w, exact)
	return posting.NewPhrase(w.Units(), wordsOf(exact))
}

// Exact reports whether exact phrases were typed.
func (p Plan) Exact() bool { return len(p.exact) > 0 }

// Beside is what was typed beside exact phrases.
func (p Plan) Beside() []database.Phrase { return slices.Clone(p.rest) }

// Holds reports whether the record, with the texts of its attachments, holds every exact phrase of the search, each within
// one text.
func (p Plan) Holds(s Source) bool {
	units := Units(s)
	for _, exact := range p.exact {
		if phrase, _ := Phrase(exact); !units.Holds(phrase) {
			return false
		}
	}
	return true
}
