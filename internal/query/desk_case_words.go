package query

import (
	"cmp"
	"slices"
	"strings"

	"gongkai/internal/database"
	"gongkai/internal/fulltext"
)

// casesByWords returns a page of the applications of the agency that hold what was typed: as it was typed, or where none
// does its words, wherever they stand. Of the restrictions the agency, the days of arrival and whether something is left to
// do are words of the index; the others are put to what it finds.
func casesByWords(r database.Reader, l CaseList) (cases []CaseRow, total int, err error) {
	tiers := fulltext.ReadRegister(l.Text)
	if in, err := registerIndexed(r); err != nil {
		return nil, 0, err
	} else if !in || len(tiers) == 0 {
		return scanCases(r, l)
	}
	for _, phrases := range tiers {
		if cases, total, err = l.holding(r, phrases); err != nil || total > 0 {
			return cases, total, err
		}
	}
	return nil, 0, nil
}

// registerIndexed reports whether every application is in the index of the register.
func registerIndexed(r database.Reader) (bool, error) {
	var n int
	err := r.QueryRow(`SELECT count(*) FROM application_entry_state WHERE mark = $1`, fulltext.RegisterMark).Scan(&n)
	return n > 0, err
}

// scanCases reads the register through: while its index is being made, and for signs that no index holds.
func scanCases(r database.Reader, l CaseList) ([]CaseRow, int, error) {
	where, order, args := l.where()
	args = append(args, "%"+escapeLike(l.Text)+"%")
	n := "$" + itoa(len(args))
	where += ` AND (p.content LIKE ` + n + ` ESCAPE '!' OR p.number LIKE ` + n + ` ESCAPE '!' OR p.doc_no LIKE ` + n + ` ESCAPE '!')`
	return listCases(r, where, order, args, l.Limit, l.Offset)
}

// match is what the list wants of the index.
func (l CaseList) match(phrases []database.Phrase) database.TextMatch {
	mark := func(kind fulltext.TagKind, value string) database.Phrase {
		return database.Phrase{Words: []string{fulltext.Tag(kind, value)}}
	}
	m := database.TextMatch{All: append(slices.Clone(phrases), mark(fulltext.TagAgency, string(l.Agency)))}
	if l.State == CasesOpen || l.State == CasesMine {
		m.All, m.Rare = append(m.All, mark(fulltext.TagPending, "1")), true
	}
	if !l.From.IsZero() {
		m.From = fulltext.FirstLodged(l.From)
	}
	if !l.To.IsZero() {
		m.To = fulltext.FirstLodged(l.To.AddDays(1)) - 1
	}
	return m
}

// Found in the index are at most so many at a time, and so many of them are put to the restrictions in one question.
const (
	foundAtOnce = 10_000
	askedAtOnce = 500
)

// A caseHit is an application that the index found and the restrictions let through.
type caseHit struct {
	ID    string `db:"id"`
	Order string `db:"in_order"` // what the list is ordered by
}

// holding returns a page of the applications with the phrases, and counts them up to ten thousand: of those the latest
// that arrived.
func (l CaseList) holding(r database.Reader, phrases []database.Phrase) (_ []CaseRow, total int, err error) {
	m := l.match(phrases)
	var hits []caseHit
	for len(hits) < MostCounted {
		numbers, err := database.FindText(r, database.RegisterText, m, foundAtOnce)
		if err != nil {
			return nil, 0, err
		}
		for part := range slices.Chunk(numbers, askedAtOnce) {
			some, err := l.among(r, part)
			if err != nil {
				return nil, 0, err
			}
			hits = append(hits, some...)
		}
		if len(numbers) < foundAtOnce {
			break
		}
		if m.To = numbers[len(numbers)-1] - 1; m.To < m.From {
			break
		}
	}
	hits = hits[:min(len(hits), MostCounted)]
	down := l.State != CasesOpen && l.State != CasesMine
	slices.SortFunc(hits, func(a, b caseHit) int {
		if down {
			a, b = b, a
		}
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	page := hits[min(l.Offset, len(hits)):min(l.Offset+l.Limit, len(hits))]
	cases, err := casesInOrder(r, page)
	return cases, len(hits), err
}

// among asks which of the applications with these numbers in the index the list wants.
func (l CaseList) among(r database.Reader, numbers []int64) (hits []caseHit, err error) {
	question, args := l.amongQuestion(numbers)
	err = r.Select(&hits, question, args...)
	return hits, err
}

// amongQuestion is what among asks. The LIMIT, which cuts nothing off, has the numbers looked up before anything else: where
// there are many, SQLite would read the applications of the agency through for each of them.
func (l CaseList) amongQuestion(numbers []int64) (question string, args []any) {
	order := `p.arrived_on`
	switch l.State {
	case CasesOpen, CasesMine:
		order = `p.due_on`
	case CasesClosed:
		order = `p.closed_on || p.received_on`
	}
	where, _, args := l.where()
	marks := make([]string, len(numbers))
	for i, n := range numbers {
		args = append(args, n)
		marks[i] = "$" + itoa(len(args))
	}
	return `SELECT p.id, ` + order + ` AS in_order FROM (SELECT a.* FROM application_entry e JOIN application a ON a.id = e.application
		WHERE e.id IN (` + strings.Join(marks, ", ") + `) LIMIT ` + itoa(len(marks)) + `) AS p ` + where, args
}

// casesInOrder loads the applications of a page.
func casesInOrder(r database.Reader, page []caseHit) ([]CaseRow, error) {
	at := map[string]int{}
	var cases []CaseRow
	for part := range slices.Chunk(page, askedAtOnce) {
		args, marks := make([]any, len(part)), make([]string, len(part))
		for i, hit := range part {
			args[i], marks[i], at[hit.ID] = hit.ID, "$"+itoa(i+1), len(at)
		}
		some, err := selectCases(r, `WHERE p.id IN (`+strings.Join(marks, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		cases = append(cases, some...)
	}
	slices.SortFunc(cases, func(a, b CaseRow) int { return cmp.Compare(at[string(a.ID)], at[string(b.ID)]) })
	return cases, nil
}
