package store

import (
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/database"
)

// ComplaintLetters loads the letters of a complaint in the order in which they were issued. Application is its id.
func ComplaintLetters(r database.Reader, id complaint.ID) (rows []LetterFile, err error) {
	defer fault.Wrap(&err, "store.ComplaintLetters(%s)", id)
	err = r.Select(&rows, `SELECT id, agency, complaint AS application, seq, kind, side, number, dated_on, digest, body, stamp, author, author_name
		FROM complaint_letter WHERE complaint = $1 ORDER BY seq`, string(id))
	return rows, err
}

// InsertComplaintLetter stores a letter that is issued now, behind the others of its complaint. Two that are issued at
// once conflict.
func InsertComplaintLetter(tx *database.Tx, id complaint.ID, l LetterFile) (err error) {
	defer fault.Wrap(&err, "store.InsertComplaintLetter(%s)", l.ID)
	_, err = tx.Exec(`INSERT INTO complaint_letter (id, agency, complaint, seq, kind, side, number, dated_on, digest, body, stamp, author, author_name, issued_at)
		VALUES ($1, $2, $3, (SELECT coalesce(max(seq), 0) + 1 FROM complaint_letter WHERE complaint = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		l.ID, l.Agency, string(id), l.Kind, l.Side, l.Number, l.DatedOn, l.Digest, l.Body, l.Stamp, l.Author, l.AuthorName, tx.Now())
	return err
}
