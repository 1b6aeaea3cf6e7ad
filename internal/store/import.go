package store

import (
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// An ImportLine is a line of a file of old records that was taken.
type ImportLine struct {
	Agency agency.ID
	Mark   string // names the content of the line
	Record disclosure.ID
	Source string // the file
	Line   int
}

// ImportedLines returns which of the marks were taken before.
func ImportedLines(r database.Reader, of agency.ID, marks []string) (_ map[string]disclosure.ID, err error) {
	defer fault.Wrap(&err, "store.ImportedLines(%s)", of)
	taken := map[string]disclosure.ID{}
	for len(marks) > 0 {
		n := min(len(marks), 400)
		args := []any{string(of)}
		var places []string
		for _, m := range marks[:n] {
			args = append(args, m)
			places = append(places, "$"+strconv.Itoa(len(args)))
		}
		var rows []struct {
			Mark   string `db:"mark"`
			Record string `db:"record"`
		}
		if err := r.Select(&rows, `SELECT mark, record FROM import_line WHERE agency = $1 AND mark IN (`+strings.Join(places, ", ")+`)`, args...); err != nil {
			return nil, err
		}
		for _, row := range rows {
			taken[row.Mark] = disclosure.ID(row.Record)
		}
		marks = marks[n:]
	}
	return taken, nil
}

// AddImportLine notes that a line was taken.
func AddImportLine(tx *database.Tx, l ImportLine) (err error) {
	defer fault.Wrap(&err, "store.AddImportLine(%d)", l.Line)
	_, err = tx.Exec(`INSERT INTO import_line (agency, mark, record, source, line, imported_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(l.Agency), l.Mark, string(l.Record), l.Source, l.Line, tx.Now())
	return err
}

// AddOldAddress lets an address of the old site lead to the record; taken reports that it leads to another one already.
func AddOldAddress(tx *database.Tx, address string, of agency.ID, id disclosure.ID) (taken bool, err error) {
	defer fault.Wrap(&err, "store.AddOldAddress")
	n, err := tx.Exec(`INSERT INTO old_address (address, agency, record) VALUES ($1, $2, $3) ON CONFLICT (address) DO NOTHING`, address, string(of), string(id))
	return n == 0, err
}

// OldAddressTaken reports whether an address leads to a record already.
func OldAddressTaken(r database.Reader, address string) (taken bool, err error) {
	defer fault.Wrap(&err, "store.OldAddressTaken")
	var n int
	err = r.QueryRow(`SELECT count(*) FROM old_address WHERE address = $1`, address).Scan(&n)
	return n > 0, err
}

// KeepIndex gives a draft the 索引号 that it had on an old site; its first publication keeps it.
func KeepIndex(tx *database.Tx, id disclosure.ID, index catalog.IndexNo) (err error) {
	defer fault.Wrap(&err, "store.KeepIndex(%s)", id)
	n, err := tx.Exec(`UPDATE record SET index_no = $2 WHERE id = $1 AND index_no = ''`, string(id), string(index))
	return mustChange(n, err)
}

// RecordByIndex finds the record of the agency with the 索引号.
func RecordByIndex(r database.Reader, of agency.ID, index catalog.IndexNo) (id disclosure.ID, err error) {
	defer fault.Wrap(&err, "store.RecordByIndex(%s)", index)
	err = r.QueryRow(`SELECT id FROM record WHERE index_no = $1 AND agency = $2`, string(index), string(of)).Scan((*string)(&id))
	return id, err
}
