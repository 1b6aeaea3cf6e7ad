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

// A search of words alone is answered from the segments of the index and the records that are fresh (package posting): with an
// exact total, and reading little. Exact phrases are answered by the index of texts, and so is everything while there are no
// segments, or more fresh records than a search looks at.

// fromSegments answers the search if the segments can. All that they say is read in one statement, which sees one moment;
// should a segment be merged away before its numbers are read, the search begins anew.
func (s search) fromSegments(offset, limit int, newest bool) (ids []int64, total int, ok bool, err error) {
	words := s.plan.Words()
	if len(words) == 0 {
		return nil, 0, false, nil
	}
	q := posting.Question{Words: words, Marks: s.marks(), From: s.from, To: s.to, Newest: newest}
	a, ok, err := s.ask(q)
	if err != nil || !ok {
		return nil, 0, false, err
	}
	ids, total = posting.Find(q, a.segments, a.fresh, offset, limit)
	return ids, total, true, nil
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

// fewMaybe is how many records that may hold a phrase are read at once, without asking the index of texts about their words.
const fewMaybe = 5

// narrow leaves out the readings of a phrase of which no record holds all the words; the few records that hold those of a
// reading are candidates. Where the segments cannot say, everything is left.
func (s search) narrow(readings [][]database.Phrase) (left [][]database.Phrase, candidates []int64, err error) {
	q := posting.Question{Marks: s.marks(), From: s.from, To: s.to, Newest: true}
	place := map[string]int{}
	for _, reading := range readings {
		for _, word := range wordsIn(reading) {
			if _, ok := place[word]; !ok {
				place[word] = len(q.Words)
				q.Words = append(q.Words, word)
			}
		}
	}
	if len(q.Words) == 0 {
		return readings, nil, nil
	}
	a, ok, err := s.ask(q)
	if err != nil || !ok {
		return readings, nil, err
	}
	for _, reading := range readings {
		part := q
		part.Words = wordsIn(reading)
		segments := make([]posting.Segment, len(a.segments))
		for i, whole := range a.segments {
			segments[i] = posting.Segment{Numbers: whole.Numbers, Gone: whole.Gone}
			for _, word := range part.Words {
				segments[i].Lists = append(segments[i].Lists, whole.Lists[place[word]])
			}
			segments[i].Lists = append(segments[i].Lists, whole.Lists[len(q.Words):]...)
		}
		switch ids, total := posting.Find(part, segments, a.fresh, 0, fewMaybe); {
		case total > fewMaybe:
			left = append(left, reading)
		default:
			candidates = append(candidates, ids...)
		}
	}
	return left, candidates, nil
}

// wordsIn are the words of phrases, each once.
func wordsIn(phrases []database.Phrase) (words []string) {
	for _, p := range phrases {
		for _, word := range p.Words {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
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
)

// statement asks for fresh records, segments and lists at once. Only segments whose numbers reach into the range are wanted.
func (a *answer) statement() (text string, args []any) {
	const live = ` FROM search_segment s`
	const inside = ` WHERE s.state = 'live' AND s.newest >= $1 AND s.oldest <= $2`
	to := a.q.To
	if to == 0 {
		to = 1<<63 - 1
	}
	args = []any{a.q.From, to, posting.MostFresh + 1}
	all := a.q.All()
	places := make([]string, len(all))
	for i, w := range all {
		args = append(args, w)
		places[i] = "$" + strconv.Itoa(len(args))
	}
	return `SELECT 0 AS sort, id, folded AS n, '' AS word, words AS data FROM (SELECT id, folded, words FROM search_fresh
			WHERE EXISTS (SELECT 1 FROM search_segment) LIMIT $3) AS f
		UNION ALL SELECT 1, s.id, s.texts, s.mark, s.gone` + live + inside + `
		UNION ALL SELECT 2, s.id, s.texts, p.word, p.texts` + live + ` CROSS JOIN search_posting p` + inside + ` AND p.segment = s.id AND p.word IN (` + strings.Join(places, ", ") + `)`, args // CROSS: SQLite goes from the segments to the lists
}

// read reads the answer; not ok where the segments cannot give it.
func (a *answer) read() (ok bool, err error) {
	text, args := a.statement()
	rows, err := a.r.Query(text, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }()
	type listOf struct {
		segment int64
		word    string
		list    posting.List
	}
	var found []listOf
	places, lists := map[int64]int{}, map[string]int{}
	for i, w := range a.q.All() {
		lists[w] = i
	}
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
			if data == nil || len(a.fresh) == posting.MostFresh {
				return false, nil
			}
			a.fresh = append(a.fresh, posting.Fresh{Number: id, Folded: n != 0, Words: data})
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
			a.segments = append(a.segments, posting.Segment{Gone: gone, Lists: make([]posting.List, len(lists))})
		case rowList:
			l, err := posting.ReadList(data, n)
			if err != nil {
				return false, err
			}
			found = append(found, listOf{id, word, l})
		}
	}
	for _, f := range found { // which rows come first is the engine's affair
		if at, ok := places[f.segment]; ok {
			a.segments[at].Lists[lists[f.word]] = f.list
		}
	}
	return len(a.segments) > 0, rows.Err()
}

// numbersKept are the numbers of segments by their ids, one or two bytes for each text. A segment never changes its numbers
// and its id never comes back.
var numbersKept = func() *lru.Cache[int64, posting.Numbers] {
	const segments = 128
	kept, err := lru.New[int64, posting.Numbers](segments)
	if err != nil {
		panic(err) // cannot happen: the size is a constant
	}
	return kept
}()

// number gives the segments their numbers; not found where one is no more.
func (a *answer) number() error {
	for i, id := range a.ids {
		numbers, ok := numbersKept.Get(id)
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
			numbersKept.Add(id, numbers)
		}
		a.segments[i].Numbers = numbers
	}
	return nil
}
