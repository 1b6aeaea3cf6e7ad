package store

import (
	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// NoteRevision keeps the 修订说明 of a record that is being put right until its new version is published.
func NoteRevision(tx *database.Tx, of agency.ID, id disclosure.ID, text string) (err error) {
	defer fault.Wrap(&err, "store.NoteRevision(%s)", id)
	_, err = tx.Exec(`INSERT INTO revision_note (record, agency, text, noted_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (record) DO UPDATE SET text = $3, noted_at = $4`, string(id), string(of), text, tx.Now())
	return err
}

// RevisionNote returns the 修订说明 that was kept for the next version of the record, empty for none.
func RevisionNote(r database.Reader, id disclosure.ID) (text string, err error) {
	defer fault.Wrap(&err, "store.RevisionNote(%s)", id)
	err = r.QueryRow(`SELECT text FROM revision_note WHERE record = $1`, string(id)).Scan(&text)
	if database.NotFound(err) {
		return "", nil
	}
	return text, err
}

// DropRevisionNote forgets it.
func DropRevisionNote(tx *database.Tx, id disclosure.ID) (err error) {
	defer fault.Wrap(&err, "store.DropRevisionNote(%s)", id)
	_, err = tx.Exec(`DELETE FROM revision_note WHERE record = $1`, string(id))
	return err
}
