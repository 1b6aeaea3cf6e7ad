package query

import (
	"cmp"
	"encoding/json"
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
// found by the words. The index only says which may: they are read.
func (s search) inside(found []int64) (more []int64, err error) {
	if len(found) >= fewExact {
		return nil, nil
	}
	seen := map[int64]bool{}
	for _, id := range found {
		seen[id] = true
	}
	readings, few, err := s.narrow(s.plan.Inside())
	if err != nil {
		return nil, err
	}
	var maybe []int64
	for _, reading := range readings {
		ids, err := database.FindText(s.r, database.PublicText, database.TextMatch{All: append(reading, s.filters...), From: s.from, To: s.to}, mostReads)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if !seen[id] {
				seen[id] = true
				maybe = append(maybe, id)
			}
		}
	}
	slices.SortFunc(maybe, func(x, y int64) int { return cmp.Compare(y, x) })
	maybe = maybe[:min(len(maybe), mostReads)]
	for _, id := range few {
		if !seen[id] {
			seen[id] = true
			maybe = append(maybe, id)
		}
	}
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
