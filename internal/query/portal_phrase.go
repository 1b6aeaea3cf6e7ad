package query

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"

	"gongkai/internal/database"
	"gongkai/internal/fulltext"
)

// Bounds of the second look for exact phrases.
const (
	fewExact  = 20  // it is taken where so few are found by their words
	mostReads = 200 // so many records are read for it
)

// inside finds the records that hold an exact phrase which begins or ends inside a word of theirs, beside those that were
// found by the words of the index of texts. That only says which may: they are read. Of few records all are.
func (s search) inside(found []int64) (more []int64, err error) {
	if !s.plan.Exact() {
		return nil, nil
	}
	seen := map[int64]bool{}
	for _, id := range found {
		seen[id] = true
	}
	maybe, all, err := s.few()
	if err != nil {
		return nil, err
	}
	if !all {
		if _, document := s.plan.Document(); document || len(found) >= fewExact { // a 文号 is seldom part of a longer word
			return nil, nil
		}
		for _, reading := range s.plan.Inside() {
			ids, err := database.FindText(s.r, database.PublicText, database.TextMatch{All: append(reading, s.filters...), From: s.from, To: s.to}, mostReads)
			if err != nil {
				return nil, err
			}
			maybe = append(maybe, ids...)
		}
		slices.SortFunc(maybe, func(x, y int64) int { return cmp.Compare(y, x) })
		maybe = slices.Compact(maybe)
	}
	maybe = slices.DeleteFunc(maybe, func(id int64) bool { return seen[id] })
	maybe = maybe[:min(len(maybe), mostReads)]
	records, err := recordsOf(s.r, maybe)
	if err != nil {
		return nil, err
	}
	for _, id := range maybe {
		source, err := sourceOf(s.r, records[id])
		if err != nil {
			return nil, err
		}
		if s.plan.Holds(source) {
			more = append(more, id)
		}
	}
	return more, nil
}

// few are the records that have everything but the exact phrases, if there are few records in all.
func (s search) few() (ids []int64, all bool, err error) {
	if err := s.r.Select(&ids, `SELECT id FROM search_entry WHERE id BETWEEN $1 AND $2 ORDER BY id DESC LIMIT $3`, s.from, s.upTo(), mostReads+1); err != nil {
		return nil, false, err
	}
	if len(ids) > mostReads {
		return nil, false, nil
	}
	if beside := append(s.plan.Beside(), s.filters...); len(beside) > 0 {
		ids, err = database.FindText(s.r, database.PublicText, database.TextMatch{All: beside, From: s.from, To: s.to}, mostReads)
	}
	return ids, true, err
}

// upTo is the greatest number that is looked for.
func (s search) upTo() int64 {
	if s.to == 0 {
		return math.MaxInt64
	}
	return s.to
}

// sourceOf reads what a search finds in a public record.
func sourceOf(r database.Reader, record string) (source fulltext.Source, err error) {
	var body string
	err = r.QueryRow(`SELECT v.body FROM publication p JOIN record_version v ON v.record = p.record AND v.version = p.version WHERE p.record = $1`, record).Scan(&body)
	if err != nil {
		return source, err
	}
	if err := json.Unmarshal([]byte(body), &source.Record); err != nil {
		return source, err
	}
	for _, f := range source.Record.Files {
		var text string
		if err := r.QueryRow(`SELECT text FROM file_text WHERE hash = $1`, f.Hash).Scan(&text); err != nil && !database.NotFound(err) {
			return source, err
		}
		source.Texts = append(source.Texts, text)
	}
	return source, nil
}
