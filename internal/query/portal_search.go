package query

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
)

// A Wish is what somebody searches for. Empty fields do not restrict.
type Wish struct {
	Text     string
	Agency   string // internal id
	Column   string
	Theme    string // a class or a path of the 主题分类
	Kind     disclosure.Kind
	Year     int                 // of publication
	Validity disclosure.Validity // on the day Today; only rules and normative documents have one
	Today    civil.Date
	Newest   bool // by day of publication instead of by relevance
	Limit    int
	Offset   int
}

// MostFound is how many hits of a search can be leafed through. Those of a search with exact phrases are not counted further.
const MostFound = 1000

// A Found is one page of what was found.
type Found struct {
	Rows  []PublicationRow
	Total int      // at most MostFound where More
	More  bool     // there are more, and nobody has counted them
	Marks []string // folded texts to be marked
	Terms []string // what was typed, part by part
}

// PortalSearch returns one page of the visible publications that hold every word of the text in title, 文号, 索引号,
// keywords, body or attachments. By relevance those stand first that have the words in the title, then those that are
// about them, and the newer first within each. This is the only place that knows how.
func PortalSearch(r database.Reader, w Wish) (found Found, err error) {
	defer fault.Wrap(&err, "query.PortalSearch")
	plan := fulltext.Read(w.Text)
	found.Marks, found.Terms = plan.Marks, plan.Terms
	if len(plan.Tiers) == 0 {
		return found, nil
	}
	s := w.search(r, plan)
	var ids []int64
	var exact bool
	if w.Validity != "" {
		ids, found.Total, exact, err = s.standing(w)
	} else {
		ids, found.Total, exact, err = s.find(w.Offset, min(w.Limit, MostFound-w.Offset), MostFound+1)
	}
	if err != nil {
		return found, err
	}
	if found.More = found.Total > MostFound && !exact; found.More {
		found.Total = MostFound
	}
	found.Rows, err = byNumber(r, ids)
	return found, err
}

// filters turns the restrictions into marks that the index knows.
func (w Wish) filters() []database.Phrase {
	var list []database.Phrase
	add := func(kind fulltext.TagKind, value string) {
		if value != "" {
			list = append(list, database.Phrase{Words: []string{fulltext.Tag(kind, value)}})
		}
	}
	add(fulltext.TagAgency, w.Agency)
	add(fulltext.TagColumn, w.Column)
	add(fulltext.TagTheme, w.Theme)
	add(fulltext.TagSort, string(w.Kind))
	if w.Validity != "" {
		add(fulltext.TagSort, fulltext.AnyDocument)
	}
	return list
}

// search is one question to the index.
type search struct {
	r        database.Reader
	plan     fulltext.Plan
	tiers    [][]database.Phrase
	filters  []database.Phrase
	from, to int64
	newest   bool
}

func (w Wish) search(r database.Reader, plan fulltext.Plan) search {
	s := search{r: r, plan: plan, tiers: plan.Tiers, filters: w.filters(), newest: w.Newest}
	if w.Newest {
		s.tiers = s.tiers[len(s.tiers)-1:]
	}
	if w.Year > 0 {
		s.from, s.to = fulltext.First(civil.On(w.Year, 1, 1)), fulltext.First(civil.On(w.Year+1, 1, 1))-1
	}
	return s
}

// match is what tier i wants.
func (s search) match(i int) database.TextMatch {
	return database.TextMatch{All: append(append([]database.Phrase{}, s.tiers[i]...), s.filters...), From: s.from, To: s.to}
}

// find returns the numbers from offset on, over all tiers in their order, and how many there are: all of them, or not exact
// and counted up to most.
func (s search) find(offset, limit, most int) (ids []int64, total int, exact bool, err error) {
	if ids, total, ok, err := s.fromSegments(offset, limit, s.newest); err != nil || ok {
		return ids, total, true, err
	}
	ids, total, err = s.fromTexts(offset, limit, most)
	return ids, total, false, err
}

// fromTexts asks the index of texts. The widest tier is asked first: it says how many there are, and holds whatever the better
// ones do not fill.
func (s search) fromTexts(offset, limit, most int) (ids []int64, total int, err error) {
	last := len(s.tiers) - 1
	need := offset + max(0, limit)
	first := need
	if s.plan.Exact() {
		first = max(mostReads, need) // what is found inside of words must not be counted twice
	}
	all, total, err := database.HeadText(s.r, database.PublicText, s.match(last), first, most)
	if err != nil {
		return nil, 0, err
	}
	more, err := s.inside(all)
	if total += len(more); err != nil || total == 0 {
		return nil, 0, err
	}
	if len(more) > 0 {
		all = append(all, more...)
		slices.SortFunc(all, func(x, y int64) int { return cmp.Compare(y, x) })
	}
	seen := map[int64]bool{}
	take := func(list []int64) {
		for _, id := range list {
			if !seen[id] && len(ids) < need {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	for i := 0; i < last && len(ids) < need; i++ {
		list, err := database.FindText(s.r, database.PublicText, s.match(i), need) // with those of the tiers before, which are fewer
		if err != nil {
			return nil, 0, err
		}
		take(list)
	}
	take(all)
	return ids[min(offset, len(ids)):], total, nil
}

// standing keeps, of the first hits, the documents with the validity. Validity follows from the day and from other
// documents, so that no index can hold it.
func (s search) standing(w Wish) (ids []int64, total int, exact bool, err error) {
	all, total, exact, err := s.find(0, 2*MostFound, 2*MostFound)
	if err != nil {
		return nil, 0, false, err
	}
	exact = exact && total == len(all)
	documents, err := PortalDocuments(s.r, w.Agency)
	if err != nil {
		return nil, 0, false, err
	}
	fits := map[string]bool{}
	for _, d := range documents {
		fits[d.Record] = d.Doc().ValidityOn(w.Today, d.Effects) == w.Validity
	}
	records, err := recordsOf(s.r, all)
	if err != nil {
		return nil, 0, false, err
	}
	for _, id := range all {
		if fits[records[id]] {
			ids = append(ids, id)
		}
	}
	from := min(w.Offset, len(ids))
	return ids[from:min(from+w.Limit, len(ids))], len(ids), exact, nil
}

// recordsOf names the records by their numbers in the index.
func recordsOf(r database.Reader, ids []int64) (map[int64]string, error) {
	records := map[int64]string{}
	for len(ids) > 0 {
		n := min(len(ids), 500)
		var rows []struct {
			ID     int64  `db:"id"`
			Record string `db:"record"`
		}
		marks, args := placeholders(ids[:n])
		if err := r.Select(&rows, `SELECT id, record FROM search_entry WHERE id IN (`+marks+`)`, args...); err != nil {
			return nil, err
		}
		for _, row := range rows {
			records[row.ID] = row.Record
		}
		ids = ids[n:]
	}
	return records, nil
}

func placeholders[T any](ids []T) (string, []any) {
	marks, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		marks[i], args[i] = "$"+itoa(i+1), id
	}
	return strings.Join(marks, ", "), args
}

// byNumber loads publications by their numbers in the index, in this order.
func byNumber(r database.Reader, ids []int64) ([]PublicationRow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	marks, args := placeholders(ids)
	var rows []struct {
		PublicationRow
		Number int64 `db:"number"`
	}
	if err := r.Select(&rows, numbered+`AND p.visible = 1 AND e.id IN (`+marks+`)`, args...); err != nil {
		return nil, err
	}
	at := make(map[int64]int, len(rows))
	for i, row := range rows {
		at[row.Number] = i
	}
	sorted := make([]PublicationRow, 0, len(rows))
	for _, id := range ids {
		if i, ok := at[id]; ok {
			sorted = append(sorted, rows[i].PublicationRow)
		}
	}
	return sorted, nil
}

// numbered are publications with their numbers in the index. CROSS: SQLite goes from the numbers to everything else.
const numbered = `SELECT e.id AS number, ` + publicationColumns + ` FROM search_entry e CROSS JOIN publication p CROSS JOIN agency a CROSS JOIN catalog_column c
	WHERE p.record = e.record AND a.id = p.agency AND c.id = p.column_id `

// A Glimpse is the place of a hit where the words stand.
type Glimpse struct {
	Spans []fulltext.Span
	File  string // the attachment in which they stand; empty for the body
}

// PortalGlimpses returns for each row the place where the marks stand, in the body or else in an attachment.
func PortalGlimpses(r database.Reader, rows []PublicationRow, marks []string) (glimpses []Glimpse, err error) {
	defer fault.Wrap(&err, "query.PortalGlimpses")
	for _, row := range rows {
		rec, err := PortalVersion(r, row.Record, row.Version)
		if err != nil {
			return nil, err
		}
		g, err := glimpse(r, rec, marks)
		if err != nil {
			return nil, err
		}
		glimpses = append(glimpses, g)
	}
	return glimpses, nil
}

func glimpse(r database.Reader, rec disclosure.Record, marks []string) (Glimpse, error) {
	spans, found := fulltext.Snippet(fulltext.Plain(rec.Body), marks)
	if found {
		return Glimpse{Spans: spans}, nil
	}
	for _, f := range rec.Files {
		var text string
		if err := r.QueryRow(`SELECT text FROM file_text WHERE hash = $1`, f.Hash).Scan(&text); database.NotFound(err) {
			continue
		} else if err != nil {
			return Glimpse{}, err
		}
		if inside, found := fulltext.Snippet(text, marks); found {
			return Glimpse{inside, f.Name}, nil
		}
	}
	return Glimpse{Spans: spans}, nil
}

// PortalSuggest returns titles that begin to say what is being typed, newest first.
func PortalSuggest(r database.Reader, text string, limit int) (rows []PublicationRow, err error) {
	defer fault.Wrap(&err, "query.PortalSuggest")
	ids, err := database.FindText(r, database.PublicText, database.TextMatch{All: fulltext.Open(text)}, limit)
	if err != nil {
		return nil, err
	}
	return byNumber(r, ids)
}

// PortalHolds reports whether anything is found by the text under the same restrictions.
func PortalHolds(r database.Reader, w Wish) (holds bool, err error) {
	w.Limit, w.Offset = 1, 0
	found, err := PortalSearch(r, w)
	return len(found.Rows) > 0, err
}

// PortalIndexNo returns the 索引号 that the text names, whatever its case, or an empty one. Withdrawn records are found
// too: their page says why they are gone.
func PortalIndexNo(r database.Reader, text string) (_ catalog.IndexNo, err error) {
	defer fault.Wrap(&err, "query.PortalIndexNo")
	var found string
	err = r.QueryRow(`SELECT p.index_no FROM publication p WHERE p.index_no IN ($1, $2, $3) ORDER BY p.index_no LIMIT 1`,
		text, strings.ToUpper(text), strings.ToLower(text)).Scan(&found)
	if database.NotFound(err) {
		return "", nil
	}
	return catalog.IndexNo(found), err
}

func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}
