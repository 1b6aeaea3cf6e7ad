package store

import (
	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/review/screen"
)

// A wordRow is one entry of a word list.
type wordRow struct {
	Wrong   string `db:"wrong"`
	Instead string `db:"instead"`
	Level   string `db:"level"`
	Note    string `db:"note"`
	ButIn   string `db:"but_in"`
}

// Words loads the word list of an agency, its own entries only.
func Words(r database.Reader, of agency.ID) (_ []screen.Word, err error) {
	defer fault.Wrap(&err, "store.Words(%s)", of)
	var rows []wordRow
	if err := r.Select(&rows, `SELECT wrong, instead, level, note, but_in FROM word WHERE agency = $1 ORDER BY wrong`, string(of)); err != nil {
		return nil, err
	}
	words := make([]screen.Word, len(rows))
	for i, row := range rows {
		words[i] = screen.Word{Wrong: row.Wrong, Right: row.Instead, Level: screen.Level(row.Level), Note: row.Note, But: row.ButIn}
	}
	return words, nil
}

// SaveWord adds an entry to the list of an agency, or replaces the one for the same word.
func SaveWord(tx *database.Tx, of agency.ID, w screen.Word) (err error) {
	defer fault.Wrap(&err, "store.SaveWord(%s)", of)
	_, err = tx.Exec(`INSERT INTO word (agency, wrong, instead, level, note, but_in, altered_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (agency, wrong) DO UPDATE SET instead = $3, level = $4, note = $5, but_in = $6, altered_at = $7`,
		string(of), w.Wrong, w.Right, string(w.Level), w.Note, w.But, tx.Now())
	return err
}

// DropWord takes an entry out of the list of an agency; it is NotFound when there is none.
func DropWord(tx *database.Tx, of agency.ID, wrong string) (err error) {
	defer fault.Wrap(&err, "store.DropWord(%s)", of)
	var one int
	if err := tx.Get(&one, `SELECT 1 FROM word WHERE agency = $1 AND wrong = $2`, string(of), wrong); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM word WHERE agency = $1 AND wrong = $2`, string(of), wrong)
	return err
}

// ClearWords empties the list of an agency, before another takes its place.
func ClearWords(tx *database.Tx, of agency.ID) (err error) {
	defer fault.Wrap(&err, "store.ClearWords(%s)", of)
	_, err = tx.Exec(`DELETE FROM word WHERE agency = $1`, string(of))
	return err
}

// Screening loads what was found in a file under the rules; it is NotFound when the file was not screened under them.
func Screening(r database.Reader, hash, rules string) (findings string, err error) {
	defer fault.Wrap(&err, "store.Screening(%s)", hash)
	err = r.Get(&findings, `SELECT findings FROM screening WHERE hash = $1 AND rules = $2`, hash, rules)
	return findings, err
}

// KeepScreening remembers what was found in a file, in the place of what older rules found.
func KeepScreening(tx *database.Tx, hash, rules, findings string) (err error) {
	defer fault.Wrap(&err, "store.KeepScreening(%s)", hash)
	_, err = tx.Exec(`INSERT INTO screening (hash, rules, findings, screened_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (hash) DO UPDATE SET rules = $2, findings = $3, screened_at = $4`, hash, rules, findings, tx.Now())
	return err
}
