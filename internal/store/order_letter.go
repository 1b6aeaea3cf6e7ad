package store

import (
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/database"
)

// OrderLetter loads the paper of an order as it went out, and false for an order from before papers were kept.
// Application is the id of the order.
func OrderLetter(r database.Reader, id complaint.OrderID) (row LetterFile, ok bool, err error) {
	defer fault.Wrap(&err, "store.OrderLetter(%s)", id)
	err = r.Get(&row, `SELECT id, agency, mending_order AS application, 1 AS seq, kind, side, number, dated_on, digest, body, stamp, author, author_name
		FROM order_letter WHERE mending_order = $1`, string(id))
	if database.NotFound(err) {
		return row, false, nil
	}
	return row, err == nil, err
}

// InsertOrderLetter stores the paper of an order that is given now.
func InsertOrderLetter(tx *database.Tx, id complaint.OrderID, l LetterFile) (err error) {
	defer fault.Wrap(&err, "store.InsertOrderLetter(%s)", l.ID)
	_, err = tx.Exec(`INSERT INTO order_letter (id, agency, mending_order, kind, side, number, dated_on, digest, body, stamp, author, author_name, issued_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		l.ID, l.Agency, string(id), l.Kind, l.Side, l.Number, l.DatedOn, l.Digest, l.Body, l.Stamp, l.Author, l.AuthorName, tx.Now())
	return err
}
