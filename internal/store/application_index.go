package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
)

// enterWords keeps the index of the register in step with an application, in the transaction that changed it.
func enterWords(tx *database.Tx, a application.Application, pending bool) error {
	number, _, err := wordsOf(tx, a.ID)
	if err != nil {
		return err
	}
	if number == 0 {
		if number, err = freeNumber(tx, a); err != nil {
			return err
		}
	} else if err := dropWords(tx, number); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO application_entry (id, agency, application, pending, mark) VALUES ($1, $2, $3, $4, $5)`,
		number, string(a.Agency), string(a.ID), pending, fulltext.RegisterMark); err != nil {
		return err
	}
	texts := []string{a.Number, a.Wanted.Content, a.Wanted.DocNo}
	for _, f := range a.Facts {
		if f.Kind == application.Corrected {
			texts = append(texts, f.Text)
		}
	}
	entry := fulltext.EnterLodged(fulltext.Lodged{Agency: string(a.Agency), Pending: pending, Texts: texts})
	return tx.PutText(database.RegisterText, number, entry.Order, entry.More)
}

// keepWords enters the application anew when a fact, or a new calendar, changed what it is found by.
func keepWords(tx *database.Tx, a application.Application, s Standing, corrected bool) error {
	number, pending, err := wordsOf(tx, a.ID)
	if err != nil || number != 0 && !corrected && pending != s.DueOn.IsZero() {
		return err
	}
	return enterWords(tx, a, !s.DueOn.IsZero())
}

// wordsOf returns the number of the application in the index, zero for none, and whether it is entered as pending.
func wordsOf(r database.Reader, id application.ID) (number int64, pending bool, err error) {
	err = r.QueryRow(`SELECT id, pending FROM application_entry WHERE application = $1`, string(id)).Scan(&number, &pending)
	if database.NotFound(err) {
		return 0, false, nil
	}
	return number, pending, err
}

func dropWords(tx *database.Tx, number int64) error {
	if _, err := tx.Exec(`DELETE FROM application_entry WHERE id = $1`, number); err != nil {
		return err
	}
	return tx.DropText(database.RegisterText, number)
}

// freeNumber is the number of an application that is entered for the first time.
func freeNumber(r database.Reader, a application.Application) (int64, error) {
	for number := fulltext.LodgedNumber(a.ArrivedOn, string(a.ID)); ; number++ {
		var n int
		if err := r.QueryRow(`SELECT count(*) FROM application_entry WHERE id = $1`, number).Scan(&n); err != nil || n == 0 {
			return number, err
		}
	}
}

// RegisterInStep reports whether the index of the register is complete and says so; asked when the program starts. While it
// is not, after a restore or an upgrade, the register is read through.
func RegisterInStep(r database.Reader) (in bool, err error) {
	defer fault.Wrap(&err, "store.RegisterInStep")
	var applications, entries, other, said int
	err = r.QueryRow(`SELECT (SELECT count(*) FROM application), (SELECT count(*) FROM application_entry),
		(SELECT count(*) FROM application_entry WHERE mark <> $1), (SELECT count(*) FROM application_entry_state WHERE mark = $1)`,
		fulltext.RegisterMark).Scan(&applications, &entries, &other, &said)
	return said > 0 && applications == entries && other == 0, err
}

// SayRegisterIndexed stores whether the index of the register is complete.
func SayRegisterIndexed(tx *database.Tx, complete bool) (err error) {
	defer fault.Wrap(&err, "store.SayRegisterIndexed")
	if _, err := tx.Exec(`DELETE FROM application_entry_state`); err != nil || !complete {
		return err
	}
	_, err = tx.Exec(`INSERT INTO application_entry_state (mark) VALUES ($1)`, fulltext.RegisterMark)
	return err
}

// StaleApplications lists applications after the given one that the index lacks, or has otherwise than it should. It
// returns the last that was looked at, empty at the end.
func StaleApplications(r database.Reader, after application.ID, limit int) (stale []application.ID, last application.ID, err error) {
	defer fault.Wrap(&err, "store.StaleApplications")
	var rows []struct {
		ID    string `db:"id"`
		Stale bool   `db:"stale"`
	}
	if err := r.Select(&rows, `SELECT p.id, CASE WHEN e.id IS NULL OR e.mark <> $2 OR e.pending <> CASE WHEN p.due_on = '' THEN 0 ELSE 1 END THEN 1 ELSE 0 END AS stale
		FROM application p LEFT JOIN application_entry e ON e.application = p.id WHERE p.id > $1 ORDER BY p.id LIMIT $3`,
		string(after), fulltext.RegisterMark, limit); err != nil {
		return nil, "", err
	}
	for _, row := range rows {
		last = application.ID(row.ID)
		if row.Stale {
			stale = append(stale, last)
		}
	}
	return stale, last, nil
}

// IndexApplications enters the applications anew as they are now.
func IndexApplications(tx *database.Tx, ids []application.ID) (err error) {
	defer fault.Wrap(&err, "store.IndexApplications")
	lodged, pending, err := lodgedOf(tx, ids)
	if err != nil {
		return err
	}
	for _, a := range lodged {
		if err := enterWords(tx, a, pending[a.ID]); err != nil {
			return err
		}
	}
	return nil
}

// lodgedOf loads what the index needs of the applications, in the order of their numbers in it.
func lodgedOf(r database.Reader, ids []application.ID) (lodged []application.Application, pending map[application.ID]bool, err error) {
	if len(ids) == 0 {
		return nil, nil, nil
	}
	marks, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		marks[i], args[i] = "$"+strconv.Itoa(i+1), string(id)
	}
	in := ` IN (` + strings.Join(marks, ", ") + `)`
	var rows []struct {
		ID        string     `db:"id"`
		Agency    string     `db:"agency"`
		Number    string     `db:"number"`
		Content   string     `db:"content"`
		DocNo     string     `db:"doc_no"`
		ArrivedOn civil.Date `db:"arrived_on"`
		DueOn     civil.Date `db:"due_on"`
	}
	if err := r.Select(&rows, `SELECT id, agency, number, content, doc_no, arrived_on, due_on FROM application WHERE id`+in, args...); err != nil {
		return nil, nil, err
	}
	corrections, err := correctionsOf(r, in, args)
	if err != nil {
		return nil, nil, err
	}
	pending = map[application.ID]bool{}
	for _, row := range rows {
		a := application.Application{ID: application.ID(row.ID), Number: row.Number, ArrivedOn: row.ArrivedOn, Facts: corrections[row.ID]}
		a.Agency, a.Wanted = agency.ID(row.Agency), application.Wanted{Content: row.Content, DocNo: row.DocNo}
		lodged, pending[a.ID] = append(lodged, a), !row.DueOn.IsZero()
	}
	slices.SortFunc(lodged, func(a, b application.Application) int {
		return cmp.Compare(fulltext.LodgedNumber(a.ArrivedOn, string(a.ID)), fulltext.LodgedNumber(b.ArrivedOn, string(b.ID)))
	})
	return lodged, pending, nil
}

func correctionsOf(r database.Reader, in string, args []any) (map[string][]application.Fact, error) {
	var rows []struct {
		Application string `db:"application"`
		Body        string `db:"body"`
	}
	if err := r.Select(&rows, `SELECT application, body FROM application_fact WHERE application`+in+` AND kind = '`+string(application.Corrected)+`' ORDER BY application, seq`, args...); err != nil {
		return nil, err
	}
	of := map[string][]application.Fact{}
	for _, row := range rows {
		var f application.Fact
		if err := json.Unmarshal([]byte(row.Body), &f); err != nil {
			return nil, err
		}
		of[row.Application] = append(of[row.Application], f)
	}
	return of, nil
}
