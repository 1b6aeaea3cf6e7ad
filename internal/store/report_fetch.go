package store

import (
	"encoding/json"
	"time"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
)

// The states of a fetch.
const (
	FetchWaiting = "waiting"
	FetchRead    = "read"
	FetchFailed  = "failed"
)

// A ReportFetch is an address from which a report is to be read in, and what became of it.
type ReportFetch struct {
	Agency  agency.ID        `db:"agency"` // who asked
	ID      string           `db:"id"`
	Year    int              `db:"year"`
	Unit    agency.ID        `db:"unit"` // named by whoever asked, or recognised; empty before
	Address string           `db:"address"`
	State   string           `db:"state"`
	Errors  int              `db:"errors"`  // what the audit calls wrong
	Message string           `db:"message"` // why it was not read in
	Offered string           `db:"offers"`  // files to which the page links, as JSON
	Staff   auth.StaffID     `db:"staff"`
	AskedAt database.Instant `db:"asked_at"`
	Seq     int              `db:"seq"`     // among those asked for at once
	DoneAt  database.Instant `db:"done_at"` // while it waits: when somebody began to read it
}

const fetchColumns = `agency, id, year, unit, address, state, errors, message, offers, staff, asked_at, seq, done_at`

// InsertReportFetch stores an address that somebody asks for.
func InsertReportFetch(tx *database.Tx, f ReportFetch) (err error) {
	defer fault.Wrap(&err, "store.InsertReportFetch")
	_, err = tx.Exec(`INSERT INTO report_fetch (agency, id, year, unit, address, state, errors, message, offers, staff, asked_at, seq, done_at) VALUES ($1, $2, $3, $4, $5, 'waiting', 0, '', '[]', $6, $7, $8, 0)`,
		string(f.Agency), f.ID, f.Year, string(f.Unit), f.Address, string(f.Staff), tx.Now(), f.Seq)
	return err
}

// ReportFetches lists what an agency asked for on a year, the latest first.
func ReportFetches(r database.Reader, of agency.ID, year, limit int) (list []ReportFetch, err error) {
	defer fault.Wrap(&err, "store.ReportFetches(%s, %d)", of, year)
	err = r.Select(&list, `SELECT `+fetchColumns+` FROM report_fetch WHERE agency = $1 AND year = $2 ORDER BY asked_at DESC, seq LIMIT $3`, string(of), year, limit)
	return list, err
}

// fetchLease is how long one address may take. Whoever began it and died is followed by another after it.
const fetchLease = time.Minute

// ClaimReportFetch takes the address that has waited longest and that nobody reads now, and is false where there is none.
func ClaimReportFetch(tx *database.Tx) (f ReportFetch, ok bool, err error) {
	defer fault.Wrap(&err, "store.ClaimReportFetch")
	err = tx.Get(&f, `SELECT `+fetchColumns+` FROM report_fetch WHERE state = 'waiting' AND done_at < $1 ORDER BY asked_at, seq, id LIMIT 1`, tx.Now().Add(-fetchLease))
	if database.NotFound(err) {
		return f, false, nil
	} else if err != nil {
		return f, false, err
	}
	return f, true, mustChange(tx.Exec(`UPDATE report_fetch SET done_at = $2 WHERE id = $1 AND state = 'waiting'`, f.ID, tx.Now()))
}

// ReadTogether is another address of those asked for at once from which the report of the unit was read; empty for none.
func ReadTogether(r database.Reader, f ReportFetch, unit agency.ID) (address string, err error) {
	defer fault.Wrap(&err, "store.ReadTogether(%s)", f.ID)
	err = r.QueryRow(`SELECT coalesce(max(address), '') FROM report_fetch WHERE agency = $1 AND year = $2 AND asked_at = $3 AND unit = $4 AND state = 'read' AND id <> $5`,
		string(f.Agency), f.Year, f.AskedAt, string(unit), f.ID).Scan(&address)
	return address, err
}

// FinishReportFetch stores what became of an address.
func FinishReportFetch(tx *database.Tx, f ReportFetch, offers any) (err error) {
	defer fault.Wrap(&err, "store.FinishReportFetch(%s)", f.ID)
	text, err := json.Marshal(offers)
	if err != nil {
		return err
	}
	return mustChange(tx.Exec(`UPDATE report_fetch SET unit = $2, state = $3, errors = $4, message = $5, offers = $6, done_at = $7 WHERE id = $1 AND state = 'waiting'`,
		f.ID, string(f.Unit), f.State, f.Errors, f.Message, string(text), tx.Now()))
}
