package store

import (
	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A LetterFile is an issued letter as it is stored: the body sealed.
type LetterFile struct {
	ID          string     `db:"id"`
	Agency      string     `db:"agency"`
	Application string     `db:"application"`
	Seq         int        `db:"seq"`
	Kind        string     `db:"kind"`
	Side        string     `db:"side"`
	Number      string     `db:"number"`
	DatedOn     civil.Date `db:"dated_on"`
	Digest      string     `db:"digest"` // of the plain body
	Body        []byte     `db:"body"`   // sealed
	Stamp       string     `db:"stamp"`  // the seal image that it bears, empty for none
	Author      string     `db:"author"`
	AuthorName  string     `db:"author_name"`
}

const letterColumns = `id, agency, application, seq, kind, side, number, dated_on, digest, body, stamp, author, author_name`

// Letters loads the letters of an application in the order in which they were issued.
func Letters(r database.Reader, id application.ID) (rows []LetterFile, err error) {
	defer fault.Wrap(&err, "store.Letters(%s)", id)
	err = r.Select(&rows, `SELECT `+letterColumns+` FROM letter WHERE application = $1 ORDER BY seq`, string(id))
	return rows, err
}

// InsertLetter stores a letter that is issued now, behind the others of its application. Two that are issued at once
// conflict.
func InsertLetter(tx *database.Tx, l LetterFile) (err error) {
	defer fault.Wrap(&err, "store.InsertLetter(%s)", l.ID)
	_, err = tx.Exec(`INSERT INTO letter (`+letterColumns+`, issued_at) VALUES ($1, $2, $3,
		(SELECT coalesce(max(seq), 0) + 1 FROM letter WHERE application = $3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		l.ID, l.Agency, l.Application, l.Kind, l.Side, l.Number, l.DatedOn, l.Digest, l.Body, l.Stamp, l.Author, l.AuthorName, tx.Now())
	return err
}

// A LetterDraft is a letter in the making, sealed.
type LetterDraft struct {
	ID         string `db:"id"`
	Kind       string `db:"kind"`
	Author     string `db:"author"`
	AuthorName string `db:"author_name"`
	Body       []byte `db:"body"`
}

// LetterDrafts loads the letters in the making of an application.
func LetterDrafts(r database.Reader, id application.ID) (rows []LetterDraft, err error) {
	defer fault.Wrap(&err, "store.LetterDrafts(%s)", id)
	err = r.Select(&rows, `SELECT id, kind, author, author_name, body FROM letter_draft WHERE application = $1 ORDER BY kind`, string(id))
	return rows, err
}

// SaveLetterDraft stores a new or changed draft.
func SaveLetterDraft(tx *database.Tx, id application.ID, d LetterDraft) (err error) {
	defer fault.Wrap(&err, "store.SaveLetterDraft(%s, %s)", id, d.Kind)
	_, err = tx.Exec(`INSERT INTO letter_draft (id, application, kind, author, author_name, body, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (application, kind) DO UPDATE SET author = $4, author_name = $5, body = $6, saved_at = $7`,
		d.ID, string(id), d.Kind, d.Author, d.AuthorName, d.Body, tx.Now())
	return err
}

// DropLetterDraft forgets a draft: its letter was issued.
func DropLetterDraft(tx *database.Tx, id application.ID, kind string) (err error) {
	defer fault.Wrap(&err, "store.DropLetterDraft(%s, %s)", id, kind)
	_, err = tx.Exec(`DELETE FROM letter_draft WHERE application = $1 AND kind = $2`, string(id), kind)
	return err
}

// A LetterText is the agency's own standard text from a day on.
type LetterText struct {
	Kind       string     `db:"kind"`
	ValidFrom  civil.Date `db:"valid_from"`
	Body       string     `db:"body"` // empty: the text of the program again
	AuthorName string     `db:"author_name"`
}

// LetterTexts loads the agency's own texts, the oldest first.
func LetterTexts(r database.Reader, of agency.ID) (rows []LetterText, err error) {
	defer fault.Wrap(&err, "store.LetterTexts(%s)", of)
	err = r.Select(&rows, `SELECT kind, valid_from, body, author_name FROM letter_text WHERE agency = $1 ORDER BY kind, valid_from`, string(of))
	return rows, err
}

// LetterTextOn returns the agency's own text of the kind on the day, empty where it uses that of the program.
func LetterTextOn(r database.Reader, of agency.ID, kind string, on civil.Date) (body string, err error) {
	defer fault.Wrap(&err, "store.LetterTextOn(%s, %s)", of, kind)
	err = r.QueryRow(`SELECT body FROM letter_text WHERE agency = $1 AND kind = $2 AND valid_from <= $3 ORDER BY valid_from DESC LIMIT 1`, string(of), kind, on).Scan(&body)
	if database.NotFound(err) {
		return "", nil
	}
	return body, err
}

// SaveLetterText stores the agency's own text from its day on.
func SaveLetterText(tx *database.Tx, of agency.ID, t LetterText) (err error) {
	defer fault.Wrap(&err, "store.SaveLetterText(%s, %s)", of, t.Kind)
	_, err = tx.Exec(`INSERT INTO letter_text (agency, kind, valid_from, body, author_name, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (agency, kind, valid_from) DO UPDATE SET body = $4, author_name = $5, saved_at = $6`,
		string(of), t.Kind, t.ValidFrom, t.Body, t.AuthorName, tx.Now())
	return err
}

// LetterSetting loads how the agency's letters look: JSON, empty where nothing was set, and the sealed signing key.
func LetterSetting(r database.Reader, of agency.ID) (body string, signing []byte, err error) {
	defer fault.Wrap(&err, "store.LetterSetting(%s)", of)
	err = r.QueryRow(`SELECT body, signing FROM letter_setting WHERE agency = $1`, string(of)).Scan(&body, &signing)
	if database.NotFound(err) {
		return "", nil, nil
	}
	return body, signing, err
}

// SaveLetterSetting stores them.
func SaveLetterSetting(tx *database.Tx, of agency.ID, body string, signing []byte) (err error) {
	defer fault.Wrap(&err, "store.SaveLetterSetting(%s)", of)
	if signing == nil {
		signing = []byte{}
	}
	_, err = tx.Exec(`INSERT INTO letter_setting (agency, body, signing) VALUES ($1, $2, $3) ON CONFLICT (agency) DO UPDATE SET body = $2, signing = $3`, string(of), body, signing)
	return err
}

// A Stamp is a seal image, sealed, with its size in tenths of a millimetre.
type Stamp struct {
	ID     string `db:"id"`
	Image  []byte `db:"image"`
	Width  int    `db:"width"`
	Height int    `db:"height"`
}

// StampOf loads one seal image of the agency.
func StampOf(r database.Reader, of agency.ID, id string) (s Stamp, err error) {
	defer fault.Wrap(&err, "store.StampOf(%s)", of)
	err = r.Get(&s, `SELECT id, image, width, height FROM letter_stamp WHERE agency = $1 AND id = $2`, string(of), id)
	return s, err
}

// InsertStamp stores a seal image.
func InsertStamp(tx *database.Tx, of agency.ID, s Stamp) (err error) {
	defer fault.Wrap(&err, "store.InsertStamp(%s)", of)
	_, err = tx.Exec(`INSERT INTO letter_stamp (agency, id, image, width, height, added_at) VALUES ($1, $2, $3, $4, $5, $6)`, string(of), s.ID, s.Image, s.Width, s.Height, tx.Now())
	return err
}
