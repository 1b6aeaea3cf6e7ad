package store

import (
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/review"
)

// signoffRow is a row of the table signoff.
type signoffRow struct {
	Stage      string     `db:"stage"`
	Person     string     `db:"person"`
	PersonName string     `db:"person_name"`
	On         civil.Date `db:"done_on"`
	Verdict    string     `db:"verdict"`
	Opinion    string     `db:"opinion"`
	Organ      string     `db:"organ"`
	Digest     string     `db:"digest"`
}

// Signoffs loads the acts of the review of a subject in their order.
func Signoffs(r database.Reader, kind, subject string) (_ []review.Signoff, err error) {
	defer fault.Wrap(&err, "store.Signoffs(%s, %s)", kind, subject)
	var rows []signoffRow
	if err := r.Select(&rows, `SELECT stage, person, person_name, done_on, verdict, opinion, organ, digest FROM signoff
		WHERE kind = $1 AND subject = $2 ORDER BY seq`, kind, subject); err != nil {
		return nil, err
	}
	acts := make([]review.Signoff, 0, len(rows))
	for _, s := range rows {
		acts = append(acts, review.Signoff{Stage: review.Stage(s.Stage), By: review.Person{ID: s.Person, Name: s.PersonName}, On: s.On,
			Verdict: review.Verdict(s.Verdict), Opinion: s.Opinion, Organ: s.Organ, Digest: s.Digest})
	}
	return acts, nil
}

// AddSignoff stores the n-th act of the review; two people who sign at once conflict.
func AddSignoff(tx *database.Tx, kind, subject string, n int, s review.Signoff) (err error) {
	defer fault.Wrap(&err, "store.AddSignoff(%s, %s)", kind, subject)
	_, err = tx.Exec(`INSERT INTO signoff (kind, subject, seq, stage, person, person_name, done_on, verdict, opinion, organ, digest)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		kind, subject, n, string(s.Stage), s.By.ID, s.By.Name, s.On, string(s.Verdict), s.Opinion, s.Organ, s.Digest)
	return err
}
