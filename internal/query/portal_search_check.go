package query

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/posting"
)

// A SearchCheck is how the segments of the search index agree with what is published.
type SearchCheck struct {
	Visible  int
	Records  int // that the index has
	Segments int
	Fresh    int // waiting to be folded
	Missing  int // records that no segment holds and that are not fresh: nobody finds them
	Twice    int // in two segments
	Stray    int // in a segment, and not in the index
	Sampled  int // records whose words were looked for
	Unfound  int // of these, those that were not found by their own words
}

// Wrong reports whether something does not agree.
func (c SearchCheck) Wrong() bool { return c.Missing+c.Twice+c.Stray+c.Unfound > 0 }

// CheckSearch holds the segments of the search index against the visible records, number by number, and looks for some of the
// records, spread over all of them, by their own words and phrases. The reader should see one moment.
func CheckSearch(r database.Reader, sample int) (c SearchCheck, err error) {
	defer fault.Wrap(&err, "query.CheckSearch")
	if err := r.QueryRow(`SELECT count(*) FROM publication WHERE visible = 1`).Scan(&c.Visible); err != nil {
		return c, err
	}
	var entries []int64
	if err := r.Select(&entries, `SELECT id FROM search_entry ORDER BY id`); err != nil {
		return c, err
	}
	var fresh []int64
	if err := r.Select(&fresh, `SELECT id FROM search_fresh ORDER BY id`); err != nil {
		return c, err
	}
	folded, segments, err := foldedNumbers(r)
	if err != nil {
		return c, err
	}
	c.Records, c.Fresh, c.Segments = len(entries), len(fresh), segments
	isFresh := func(id int64) bool { _, ok := slices.BinarySearch(fresh, id); return ok }
	var known []int64
	for _, id := range entries {
		_, in := slices.BinarySearch(folded, id)
		switch {
		case in:
			known = append(known, id)
		case !isFresh(id):
			c.Missing++
		}
	}
	for i, id := range folded {
		if isFresh(id) {
			continue // what the segments say of it is not heeded
		}
		if i > 0 && folded[i-1] == id {
			c.Twice++
		} else if _, ok := slices.BinarySearch(entries, id); !ok {
			c.Stray++
		}
	}
	for i := range min(sample, len(known)) {
		id := known[i*len(known)/min(sample, len(known))]
		found, asked, err := findsItself(r, id)
		if err != nil {
			return c, err
		}
		if asked {
			c.Sampled++
		}
		if asked && !found {
			c.Unfound++
		}
	}
	return c, nil
}

// foldedNumbers are the numbers that the live segments hold, sorted.
func foldedNumbers(r database.Reader) (numbers []int64, segments int, err error) {
	var rows []struct {
		Texts   int    `db:"texts"`
		Gone    []byte `db:"gone"`
		Numbers []byte `db:"numbers"`
	}
	if err := r.Select(&rows, `SELECT texts, gone, numbers FROM search_segment WHERE state = 'live' AND mark = $1`, fulltext.Mark()); err != nil {
		return nil, 0, err
	}
	for _, row := range rows {
		gone, err := posting.ReadSet(row.Gone, row.Texts)
		if err != nil {
			return nil, 0, err
		}
		all, err := posting.ReadNumbers(row.Numbers)
		if err != nil {
			return nil, 0, err
		}
		left, dropped := all.All(), gone.Ordinals()
		for o, number := range left {
			if _, is := slices.BinarySearch(dropped, uint16(o)); !is {
				numbers = append(numbers, number)
			}
		}
	}
	slices.Sort(numbers)
	return numbers, len(rows), nil
}

// Of a record that is looked for: so many of its words, and a stretch of so many characters.
const (
	wordsAsked   = 24
	stretchAsked = 20
	deepest      = 10_000 // characters before it: of a longer text not all is found
)

// findsItself looks for a record by words of its own, its title and a stretch of its body; asked where the segments can answer.
func findsItself(r database.Reader, id int64) (found, asked bool, err error) {
	records, err := recordsOf(r, []int64{id})
	if err != nil {
		return false, false, err
	}
	source, err := sourceOf(r, records[id])
	if err != nil {
		return false, false, err
	}
	q := posting.Question{From: id, To: id, Newest: true}
	words := fulltext.Enter(source).Words()
	slices.SortFunc(words, func(x, y posting.Word) int { return len(y.Text) - len(x.Text) }) // the long ones tell the most
	for i := range min(wordsAsked, len(words)) {
		q.Words = append(q.Words, words[i*len(words)/min(wordsAsked, len(words))].Text)
	}
	body := []rune(fulltext.Plain(source.Record.Body))
	from := min(len(body)/3, deepest)
	for _, text := range [][]rune{[]rune(source.Record.Title), body[from:]} {
		stretch := strings.TrimFunc(string(text[:min(len(text), stretchAsked)]), func(r rune) bool { return !unicode.Is(unicode.Han, r) }) // no part of a number
		if phrase, ok := fulltext.Phrase(stretch); ok {
			q.Phrases = append(q.Phrases, phrase)
		}
	}
	a, ok, err := search{r: r}.ask(q)
	if err != nil || !ok {
		return false, false, err
	}
	ids, total := posting.Find(q, a.segments, a.fresh, 0, 2)
	return total == 1 && ids[0] == id, true, nil
}
