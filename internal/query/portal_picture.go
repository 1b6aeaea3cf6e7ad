package query

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// A PictureRow is an image that stands in the body of a record.
type PictureRow struct {
	Hash string `db:"hash"`
	Type string `db:"type"`
}

// PublicPicture finds an image that a visible record shows.
func PublicPicture(r database.Reader, hash string) (p PictureRow, err error) {
	defer fault.Wrap(&err, "query.PublicPicture(%s)", hash)
	err = r.Get(&p, `SELECT i.hash, i.type FROM publication_picture s JOIN publication p ON p.record = s.record AND p.visible = 1
		JOIN picture i ON i.hash = s.hash AND i.agency = p.agency WHERE s.hash = $1 LIMIT 1`, hash)
	return p, err
}
