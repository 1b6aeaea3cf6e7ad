package query

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/posting"

	lru "github.com/hashicorp/golang-lru/v2"
)

// A search of words and exact phrases is answered from the segments of the index and the records that are fresh (package
// posting): with an exact total, and reading little. 索引号 are looked up in the index of texts, which answers everything
// while there are no segments, or more fresh records than a search looks at.

// fromSegments answers the search if the segments can. All that they say is read in one statement, which sees one moment;
// should a segment be merged away before its numbers are read, the search begins anew.
func (s search) fromSegments(offset, limit int, newest bool) (ids []int64, total int, ok bool, err error) {
	words, phrases := s.plan.Ask()
	if len(words) == 0 && len(phrases) == 0 {
		return nil, 0, false, nil
	}
	q := posting.Question{Words: words, Phrases: phrases, Marks: s.marks(), From: s.from, To: s.to, Newest: newest}
	document, isDocument := s.plan.Document()
	q.Newest = newest || isDocument
	a, ok, err := s.ask(q)
	if err != nil || !ok {
		return nil, 0, false, err
	}
	if !isDocument || newest {
		ids, total = posting.Find(q, a.segments, a.fresh, offset, limit)
		return ids, total, true, nil
	}
	// The documents with the 文号 stand before whatever else names it.
	named, err := database.FindText(s.r, database.PublicText, database.TextMatch{All: append([]database.Phrase{document}, s.filters...), From: s.from, To: s.to, Rare: true}, offset+limit)
	if err != nil {
		return nil, 0, false, err
	}
	ids, total = posting.Find(q, a.segments, a.fresh, 0, offset+limit)
	ids = append(named, slices.DeleteFunc(ids, func(id int64) bool { return slices.Contains(named, id) })...)
	return ids[min(offset, len(ids)):min(offset+limit, len(ids))], total, true, nil
}

// ask reads what the segments say to a question; not ok where they cannot.
func (s search) ask(q posting.Question) (a answer, ok bool, err error) {
	for range 3 {
		a = answer{r: s.r, q: q}
		if ok, err := a.read(); err != nil || !ok {
			return a, false, err
		}
		if err = a.number(); err == nil || !database.NotFound(err) {
			return a, err == nil, err
		}
	}
	return a, false, nil
}

func (s search) marks() (marks []string) {
	for _, f := range s.filters {
		marks = append(marks, f.Words[0])
	}
	return marks
}

// answer is what the segments say to a question.
type answer struct {
	r        database.Reader
	q        posting.Question
	ids      []int64 // of the segments
	texts    []int
	segments []posting.Segment
	fresh    []posting.Fresh
}

// Rows of the statement that reads an answer.
const (
	rowFresh = iota
	rowSegment
	rowList
	rowHolding
)

// States of a fresh record. Whether its words are unknown is asked of the database: those of a withdrawn one are known to be
// none, and SQLite hands out no bytes like nothing at all.
const (
	folded = 1 << iota
	unread
)

// statement asks for fresh records, segments and lists at once. Only segments whose numbers reach into the range are wanted, and
// of fresh records that lack a phrase nothing but their numbers.
func (a *answer) statement() (text string, args []any) {
	const live = ` FROM search_segment s`
	const inside = ` WHERE s.state = 'live' AND s.newest >= $1 AND s.oldest <= $2`
	to := a.q.To
	if to == 0 {
		to = 1<<63 - 1
	}
	args = []any{a.q.From, to, a.most() + 1}
	place := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	var places, holds []string
	for _, w := range append(a.q.All(), a.q.Pairs()...) {
		places = append(places, place(w))
	}
	for _, p := range a.q.Phrases {
		holds = append(holds, `units LIKE `+place("%"+escapeLike(string(p.Units()))+"%")+` ESCAPE '!'`)
	}
	words, holding := `words`, ``
	if len(holds) > 0 {
		words = `CASE WHEN 1 = 0 THEN words END` // nothing, of the type that PostgreSQL wants
		holding = `
		UNION ALL SELECT 3, id, 0, units, words FROM search_fresh WHERE ` + strings.Join(holds, " AND ")
	}
	return `SELECT 0 AS sort, id, state AS n, '' AS word, words AS data FROM (SELECT id, folded + CASE WHEN words IS NULL THEN ` + strconv.Itoa(unread) + ` ELSE 0 END AS state, ` + words + ` AS words
			FROM search_fresh WHERE EXISTS (SELECT 1 FROM search_segment) LIMIT $3) AS f
		UNION ALL SELECT 1, s.id, s.texts, s.mark, s.gone` + live + inside + `
		UNION ALL SELECT 2, s.id, s.texts, p.word, p.texts` + live + ` CROSS JOIN search_posting p` + inside + ` AND p.segment = s.id AND p.word IN (` + strings.Join(places, ", ") + `)` + holding, args // CROSS: SQLite goes from the segments to the lists
}

// most is at how many fresh records the search looks.
func (a *answer) most() int {
	if len(a.q.Phrases) > 0 {
		return posting.MostScanned
	}
	return posting.MostFresh
}

// read reads the answer; not ok where the segments cannot give it.
func (a *answer) read() (ok bool, err error) {
	text, args := a.statement()
	rows, err := a.r.Query(text, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }()
	var lists []listOf
	places, holding := map[int64]int{}, map[int64]posting.Fresh{} // which rows come first is the engine's affair
	words, pairs := a.q.All(), a.q.Pairs()
	for rows.Next() {
		var sort, n int
		var id int64
		var word string
		var data []byte
		if err := rows.Scan(&sort, &id, &n, &word, &data); err != nil {
			return false, err
		}
		switch sort {
		case rowFresh:
			if n >= unread || len(a.fresh) == a.most() {
				return false, nil
			}
			a.fresh = append(a.fresh, posting.Fresh{Number: id, Folded: n&folded != 0, Words: data})
		case rowSegment:
			if word != fulltext.Mark() {
				return false, nil
			}
			gone, err := posting.ReadSet(data, n)
			if err != nil {
				return false, err
			}
			places[id] = len(a.ids)
			a.ids, a.texts = append(a.ids, id), append(a.texts, n)
			a.segments = append(a.segments, posting.Segment{Gone: gone, Lists: make([]posting.List, len(words)), Places: make([]posting.Places, len(pairs))})
		case rowList:
			lists = append(lists, listOf{id, n, word, data})
		case rowHolding:
			holding[id] = posting.Fresh{Words: data, Units: posting.Units(word)}
		}
	}
	for i, x := range a.fresh {
		if held, ok := holding[x.Number]; ok {
			a.fresh[i].Words, a.fresh[i].Units = held.Words, held.Units
		}
	}
	for _, l := range lists {
		if at, ok := places[l.segment]; ok {
			if err := l.enter(&a.segments[at], words, pairs); err != nil {
				return false, err
			}
		}
	}
	return len(a.segments) > 0, rows.Err()
}

// listOf is the list of a word or a pair as it was read.
type listOf struct {
	segment int64
	texts   int
	word    string
	data    []byte
}

// enter puts the list wherever the question asks for it.
func (l listOf) enter(s *posting.Segment, words, pairs []string) (err error) {
	for i, w := range words {
		if w == l.word {
			if s.Lists[i], err = posting.ReadList(l.data, l.texts); err != nil {
				return err
			}
		}
	}
	for i, pair := range pairs {
		if pair == l.word {
			if s.Places[i], err = posting.ReadPlaces(l.data, l.texts); err != nil {
				return err
			}
		}
	}
	return nil
}

// numbersOf are the numbers of segments by their ids, one or two bytes for each text, kept beside the database. A segment never
// changes its numbers and its id never comes back.
func numbersOf(r database.Reader) *lru.Cache[int64, posting.Numbers] {
	const segments = 128
	type key struct{}
	return database.Kept(r, key{}, func() *lru.Cache[int64, posting.Numbers] {
		kept, err := lru.New[int64, posting.Numbers](segments)
		if err != nil {
			panic(err) // cannot happen: the size is a constant
		}
		return kept
	})
}

// number gives the segments their numbers; not found where one is no more.
func (a *answer) number() error {
	kept := numbersOf(a.r)
	for i, id := range a.ids {
		numbers, ok := kept.Get(id)
		if !ok {
			var data []byte
			if err := a.r.QueryRow(`SELECT numbers FROM search_segment WHERE id = $1`, id).Scan(&data); err != nil {
				return err
			}
			var err error
			if numbers, err = posting.ReadNumbers(data); err != nil {
				return err
			}
			if numbers.Len() != a.texts[i] {
				return fault.New(fault.Internal, "检索索引损坏")
			}
			kept.Add(id, numbers)
		}
		a.segments[i].Numbers = numbers
	}
	return nil
}
