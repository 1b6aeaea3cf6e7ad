package fulltext

import (
	"hash/crc32"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/segment"
)

// RegisterMark names how the index of applications was made; one made in another way must be made again.
const RegisterMark = "1"

// TagPending marks an application with which something is left to do.
const TagPending TagKind = "p"

// A Lodged is an application as it is found by whoever works on it.
type Lodged struct {
	Agency  string
	Pending bool
	Texts   []string // 申请编号, the content, the 文号 asked for, what corrections added
}

// EnterLodged makes the entry of an application. Its texts are short, and people look for any piece of them, be it no
// word of the dictionary: every two neighbouring characters are entered in their order, so that whatever was typed is
// found exactly where it stands. Blanks and punctuation part texts and are not looked at.
func EnterLodged(l Lodged) Entry {
	var e Entry
	single := map[string]bool{}
	for _, text := range l.Texts {
		for _, run := range runs(clip(text, mostCharacters)) {
			e.Order = append(append(e.Order, bigrams(run)...), "")
			for _, r := range run {
				single[string(r)] = true
			}
		}
	}
	for r := range single {
		e.More = append(e.More, r)
	}
	e.More = append(e.More, Tag(TagAgency, l.Agency))
	if l.Pending {
		e.More = append(e.More, Tag(TagPending, "1"))
	}
	slices.Sort(e.More)
	return e
}

// ReadRegister says what somebody wants who looks for applications: what was typed, as it was typed, and where there is
// no such text the words of it, wherever they stand. Of a text without a letter or digit there is nothing to look for.
func ReadRegister(text string) (tiers [][]database.Phrase) {
	var exact, words []database.Phrase
	for _, part := range split(text) {
		for _, run := range runs(part.text) {
			exact = append(exact, phraseOf(run))
			pieces := []string{run}
			if !part.exact {
				pieces = rarest(segment.Query(run))
			}
			for _, piece := range pieces {
				for _, run := range runs(piece) {
					words = append(words, phraseOf(run))
				}
			}
		}
	}
	switch {
	case len(exact) == 0:
		return nil
	case len(words) == 0 || len(words) > mostPieces:
		return [][]database.Phrase{exact}
	}
	return [][]database.Phrase{exact, words}
}

// phraseOf is a run as the index holds it.
func phraseOf(run string) database.Phrase {
	if pieces := bigrams(run); len(pieces) > 0 {
		return database.Phrase{Words: pieces}
	}
	return database.Phrase{Words: []string{run}}
}

// runs are the folded pieces of a text that hold letters and digits only.
func runs(text string) []string {
	return strings.FieldsFunc(segment.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// bigrams are every two neighbouring characters of a run.
func bigrams(run string) []string {
	var list []string
	for at, before := 0, -1; at < len(run); {
		_, size := utf8.DecodeRuneInString(run[at:])
		if before >= 0 {
			list = append(list, run[before:at+size])
		}
		before, at = at, at+size
	}
	return list
}

// lodgedDay is how far the numbers of two days of arrival lie apart.
const lodgedDay = 1 << 32

// FirstLodged returns the first number of the day in the index of applications. Numbers grow with the day of arrival, so
// that a range of days is a range of numbers.
func FirstLodged(day civil.Date) int64 { return int64(day.Number()) * lodgedDay }

// LodgedNumber is the number of an application that arrived on the day. It follows from its id: two agencies that
// register at once read nothing in common.
func LodgedNumber(day civil.Date, id string) int64 {
	return FirstLodged(day) + int64(crc32.ChecksumIEEE([]byte(id)))
}
