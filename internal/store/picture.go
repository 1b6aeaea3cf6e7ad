package store

import (
	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A Picture is an image that may stand in the bodies of the agency's records.
type Picture struct {
	Agency agency.ID `db:"agency"`
	Hash   string    `db:"hash"`
	Type   string    `db:"type"`
	Size   int64     `db:"size"`
}

// AddPicture notes an image; the same one may be handed in again.
func AddPicture(tx *database.Tx, p Picture) (err error) {
	defer fault.Wrap(&err, "store.AddPicture(%s)", p.Hash)
	_, err = tx.Exec(`INSERT INTO picture (agency, hash, type, size) VALUES ($1, $2, $3, $4) ON CONFLICT (agency, hash) DO NOTHING`,
		string(p.Agency), p.Hash, p.Type, p.Size)
	return err
}

// PictureOf finds an image of the agency.
func PictureOf(r database.Reader, of agency.ID, hash string) (p Picture, err error) {
	defer fault.Wrap(&err, "store.PictureOf(%s)", hash)
	err = r.Get(&p, `SELECT agency, hash, type, size FROM picture WHERE agency = $1 AND hash = $2`, string(of), hash)
	return p, err
}

// ShowPictures notes which images the published body of the record shows.
func ShowPictures(tx *database.Tx, id disclosure.ID, hashes []string) (err error) {
	defer fault.Wrap(&err, "store.ShowPictures(%s)", id)
	if _, err := tx.Exec(`DELETE FROM publication_picture WHERE record = $1`, string(id)); err != nil {
		return err
	}
	for _, hash := range hashes {
		if _, err := tx.Exec(`INSERT INTO publication_picture (hash, record) VALUES ($1, $2) ON CONFLICT (hash, record) DO NOTHING`, hash, string(id)); err != nil {
			return err
		}
	}
	return nil
}
