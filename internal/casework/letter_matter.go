package casework

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/letter"
)

// A LetterTable is where the letters of another matter than an application are kept.
type LetterTable string

// The tables.
const (
	caseLetters      LetterTable = "letter"
	ComplaintLetters LetterTable = "complaint_letter"
	OrderLetters     LetterTable = "order_letter"
)

// desktopOf is what a letter of another matter is numbered and laid on paper with.
func desktopOf(r database.Reader, of agency.ID) (t desktop, err error) {
	if t.agency, err = store.Agency(r, of); err != nil {
		return t, err
	}
	t.look, _, err = lookOf(r, of)
	return t, err
}

// NumberLetter draws the 文号 of a letter of another matter from the counter of the agency's letters, puts today's day
// under it and seals it for its table; the desk of the matter stores it.
// 法源: 《条例》第四十五条。
func (d *Desk) NumberLetter(tx *database.Tx, by auth.Actor, of agency.ID, table LetterTable, k letter.Kind, l letter.Letter) (row store.LetterFile, _ letter.Letter, err error) {
	defer fault.Wrap(&err, "casework.NumberLetter(%s)", k.ID)
	t, err := desktopOf(tx, of)
	if err != nil {
		return row, l, err
	}
	if t.settings, err = store.Settings(tx, of, tx.Today()); err != nil {
		return row, l, err
	}
	t.today = tx.Today()
	if l.Number, err = d.number(tx, t, k.Family); err != nil {
		return row, l, err
	}
	row, err = d.sealLetter(tx, by, t, table, k, l)
	return row, l, err
}

// sealLetter is the row of a letter.
func (d *Desk) sealLetter(tx *database.Tx, by auth.Actor, t desktop, table LetterTable, k letter.Kind, l letter.Letter) (store.LetterFile, error) {
	plain, err := json.Marshal(l)
	if err != nil {
		return store.LetterFile{}, err
	}
	id := tx.NewID("le")
	sealed, err := d.Keys.Seal(crypt.Fields, letterPlace(string(table), id), plain)
	if err != nil {
		return store.LetterFile{}, err
	}
	row := store.LetterFile{ID: id, Agency: string(t.agency.ID), Kind: string(k.ID), Side: string(k.To), Number: l.Number, DatedOn: t.today, Digest: letterDigest(plain), Body: sealed,
		Author: string(by.Staff), AuthorName: by.Name}
	if l.Signer != "" {
		row.Stamp = t.look.Stamp
	}
	return row, nil
}

// OpenNumbered opens a letter of another matter as it was issued, with letterhead and seal.
func (d *Desk) OpenNumbered(r database.Reader, table LetterTable, row store.LetterFile) (p Print, err error) {
	defer fault.Wrap(&err, "casework.OpenNumbered(%s)", row.ID)
	t, err := desktopOf(r, agency.ID(row.Agency))
	if err != nil {
		return p, err
	}
	return d.kept(r, t, string(table), row)
}

// StampInUse names the seal image that the agency's papers bear now; empty for none.
func (d *Desk) StampInUse(r database.Reader, of agency.ID) (stamp string, err error) {
	defer fault.Wrap(&err, "casework.StampInUse(%s)", of)
	look, _, err := lookOf(r, of)
	return look.Stamp, err
}

// Stamped is the letterhead of the agency, where it has one, with the seal image.
func (d *Desk) Stamped(r database.Reader, of agency.ID, stamp string) (p Print, err error) {
	defer fault.Wrap(&err, "casework.Stamped(%s)", of)
	t, err := desktopOf(r, of)
	if err != nil {
		return p, err
	}
	p.Letter.Signer = t.agency.Name
	return p, d.paper(r, t, &p, stamp)
}
