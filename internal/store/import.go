package store

import (
	"slices"
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

// ImportedLines returns which of the marks were taken before, and as which record.
func ImportedLines(r database.Reader, of agency.ID, marks []string) (_ map[string]disclosure.ID, err error) {
	defer fault.Wrap(&err, "store.ImportedLines(%s)", of)
	taken := map[string]disclosure.ID{}
	err = someOf(r, `SELECT mark AS value, record AS extra FROM import_line WHERE agency = $1 AND mark`, marks, func(mark, record string) { taken[mark] = disclosure.ID(record) }, string(of))
	return taken, err
}

// IndexesTaken returns which of the 索引号 are in use.
func IndexesTaken(r database.Reader, indexes []string) (_ map[catalog.IndexNo]bool, err error) {
	defer fault.Wrap(&err, "store.IndexesTaken")
	taken := map[catalog.IndexNo]bool{}
	err = someOf(r, `SELECT index_no AS value, '' AS extra FROM record WHERE index_no <> '' AND index_no`, indexes, func(index, _ string) { taken[catalog.IndexNo(index)] = true })
	return taken, err
}

// OldAddressesTaken returns which of the addresses lead to a record already.
func OldAddressesTaken(r database.Reader, addresses []string) (_ map[string]bool, err error) {
	defer fault.Wrap(&err, "store.OldAddressesTaken")
	taken := map[string]bool{}
	err = someOf(r, `SELECT address AS value, '' AS extra FROM old_address WHERE address`, addresses, func(address, _ string) { taken[address] = true })
	return taken, err
}

// someOf asks the query for values in pieces, behind its fixed arguments, and calls each for every row.
func someOf(r database.Reader, query string, values []string, each func(value, extra string), fixed ...any) error {
	for piece := range slices.Chunk(values, 400) {
		var places strings.Builder
		args := slices.Clone(fixed)
		for i, v := range piece {
			if args = append(args, v); i > 0 {
				places.WriteString(", ")
			}
			places.WriteString("$" + strconv.Itoa(len(args)))
		}
		var rows []struct {
			Value string `db:"value"`
			Extra string `db:"extra"`
		}
		if err := r.Select(&rows, query+" IN ("+places.String()+")", args...); err != nil {
			return err
		}
		for _, row := range rows {
			each(row.Value, row.Extra)
		}
	}
	return nil
}

// AddImportLine notes that a line was taken.
func AddImportLine(tx *database.Tx, l ImportLine) (err error) {
	defer fault.Wrap(&err, "store.AddImportLine(%d)", l.Line)
	_, err = tx.Exec(`INSERT INTO import_line (agency, mark, record, source, line, imported_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(l.Agency), l.Mark, string(l.Record), l.Source, l.Line, tx.Now())
	return err
}

// AddOldAddress lets an address of the old site lead to the record.
func AddOldAddress(tx *database.Tx, address string, of agency.ID, id disclosure.ID) (err error) {
	defer fault.Wrap(&err, "store.AddOldAddress")
	_, err = tx.Exec(`INSERT INTO old_address (address, agency, record) VALUES ($1, $2, $3)`, address, string(of), string(id))
	return err
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
	err = r.QueryRow(`SELECT id FROM record WHERE index_no = $1 AND index_no <> '' AND agency = $2`, string(index), string(of)).Scan((*string)(&id))
	return id, err
}
