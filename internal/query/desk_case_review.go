package query

import (
	"slices"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/review"
)

// A DraftRow is the draft of an answer, with the acts of its review so far.
type DraftRow struct {
	Digest string
	Author review.Person
	Acts   []review.Signoff
}

// DraftsOf returns the drafts of the answers to the applications, where there are any. kind is that of their reviews.
func DraftsOf(r database.Reader, kind string, ids []application.ID) (_ map[application.ID]DraftRow, err error) {
	defer fault.Wrap(&err, "query.DraftsOf")
	drafts := map[application.ID]DraftRow{}
	for part := range slices.Chunk(ids, factsAtOnce) {
		marks, args := placeholders(part)
		if err := addReviewed(r, drafts, kind, marks, args); err != nil {
			return nil, err
		}
	}
	return drafts, nil
}

func addReviewed(r database.Reader, drafts map[application.ID]DraftRow, kind, marks string, args []any) error {
	var rows []struct {
		Application string `db:"application"`
		Author      string `db:"author"`
		AuthorName  string `db:"author_name"`
		Digest      string `db:"digest"`
	}
	if err := r.Select(&rows, `SELECT application, author, author_name, digest FROM decision_draft WHERE application IN (`+marks+`)`, args...); err != nil || len(rows) == 0 {
		return err
	}
	for _, row := range rows {
		drafts[application.ID(row.Application)] = DraftRow{Digest: row.Digest, Author: review.Person{ID: row.Author, Name: row.AuthorName}}
	}
	var acts []struct {
		Subject string     `db:"subject"`
		Stage   string     `db:"stage"`
		Person  string     `db:"person"`
		Name    string     `db:"person_name"`
		On      civil.Date `db:"done_on"`
		Verdict string     `db:"verdict"`
		Opinion string     `db:"opinion"`
		Organ   string     `db:"organ"`
		Digest  string     `db:"digest"`
	}
	if err := r.Select(&acts, `SELECT subject, stage, person, person_name, done_on, verdict, opinion, organ, digest FROM signoff
		WHERE kind = $`+itoa(len(args)+1)+` AND subject IN (`+marks+`) ORDER BY subject, seq`, append(args, kind)...); err != nil {
		return err
	}
	for _, a := range acts {
		d, ok := drafts[application.ID(a.Subject)]
		if !ok {
			continue
		}
		d.Acts = append(d.Acts, review.Signoff{Stage: review.Stage(a.Stage), By: review.Person{ID: a.Person, Name: a.Name}, On: a.On,
			Verdict: review.Verdict(a.Verdict), Opinion: a.Opinion, Organ: a.Organ, Digest: a.Digest})
		drafts[application.ID(a.Subject)] = d
	}
	return nil
}
