package store

import (
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/review"
)

// waiverRow is a row of the table finding_waiver.
type waiverRow struct {
	Digest     string     `db:"digest"`
	Finding    string     `db:"finding"`
	Place      string     `db:"place"`
	Person     string     `db:"person"`
	PersonName string     `db:"person_name"`
	On         civil.Date `db:"done_on"`
	Because    string     `db:"because"`
}

// Waivers loads what was said about the findings on one content of a subject.
func Waivers(r database.Reader, kind, subject, digest string) (_ []review.Waiver, err error) {
	defer fault.Wrap(&err, "store.Waivers(%s, %s)", kind, subject)
	var rows []waiverRow
	if err := r.Select(&rows, `SELECT digest, finding, place, person, person_name, done_on, because FROM finding_waiver
		WHERE kind = $1 AND subject = $2 AND digest = $3 ORDER BY finding, place`, kind, subject, digest); err != nil {
		return nil, err
	}
	list := make([]review.Waiver, 0, len(rows))
	for _, w := range rows {
		list = append(list, review.Waiver{Digest: w.Digest, Kind: w.Finding, Where: w.Place, By: review.Person{ID: w.Person, Name: w.PersonName}, On: w.On, Because: w.Because})
	}
	return list, nil
}

// AddWaiver stores why a finding is no matter. The first word stands.
func AddWaiver(tx *database.Tx, kind, subject string, w review.Waiver) (err error) {
	defer fault.Wrap(&err, "store.AddWaiver(%s, %s)", kind, subject)
	_, err = tx.Exec(`INSERT INTO finding_waiver (kind, subject, digest, finding, place, person, person_name, done_on, because)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (kind, subject, digest, finding, place) DO NOTHING`,
		kind, subject, w.Digest, w.Kind, w.Where, w.By.ID, w.By.Name, w.On, w.Because)
	return err
}
