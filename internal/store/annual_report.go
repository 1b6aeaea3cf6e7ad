package store

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/draft"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A ReportFile is an annual report in the making as it is stored.
type ReportFile struct {
	Agency     agency.ID
	Year       int
	Draft      draft.Draft
	Digest     string // of the draft
	Version    int
	Author     string
	AuthorName string
	Record     disclosure.ID // in which it goes through the review and before the public; empty before the first hand-in
}

type reportRow struct {
	Draft      string `db:"draft"`
	Digest     string `db:"digest"`
	Version    int    `db:"version"`
	Author     string `db:"author"`
	AuthorName string `db:"author_name"`
	Record     string `db:"record"`
}

// Report loads the report of the agency on the year.
func Report(r database.Reader, of agency.ID, year int) (_ ReportFile, err error) {
	defer fault.Wrap(&err, "store.Report(%s, %d)", of, year)
	var row reportRow
	if err := r.Get(&row, `SELECT draft, digest, version, author, author_name, record FROM annual_report WHERE agency = $1 AND year = $2`, string(of), year); err != nil {
		return ReportFile{}, err
	}
	file := ReportFile{Agency: of, Year: year, Digest: row.Digest, Version: row.Version, Author: row.Author, AuthorName: row.AuthorName, Record: disclosure.ID(row.Record)}
	err = json.Unmarshal([]byte(row.Draft), &file.Draft)
	return file, err
}

// SaveReport stores the next version of a report. what says what was changed; two people who save at once conflict.
func SaveReport(tx *database.Tx, file ReportFile, what string) (err error) {
	defer fault.Wrap(&err, "store.SaveReport(%s, %d)", file.Agency, file.Year)
	body, err := json.Marshal(file.Draft)
	if err != nil {
		return err
	}
	by := tx.By()
	n, err := tx.Exec(`INSERT INTO annual_report (agency, year, draft, digest, version, author, author_name, record, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (agency, year) DO UPDATE SET draft = $3, digest = $4, version = $5, changed_at = $9 WHERE annual_report.version = $5 - 1`,
		string(file.Agency), file.Year, string(body), file.Digest, file.Version, file.Author, file.AuthorName, string(file.Record), tx.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "年报在您打开之后已被修改，请重新打开后再保存")
	}
	_, err = tx.Exec(`INSERT INTO annual_report_version (agency, year, version, draft, digest, staff, staff_name, what, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, string(file.Agency), file.Year, file.Version, string(body), file.Digest, by.ID, by.Name, what, tx.Now())
	return err
}

// SetReportRecord names the record in which the report goes before the public.
func SetReportRecord(tx *database.Tx, of agency.ID, year int, record disclosure.ID) (err error) {
	defer fault.Wrap(&err, "store.SetReportRecord(%s, %d)", of, year)
	n, err := tx.Exec(`UPDATE annual_report SET record = $3 WHERE agency = $1 AND year = $2`, string(of), year, string(record))
	return mustChange(n, err)
}

// YearOfReport is the year of the report that goes before the public as the record; zero where the record is no report of
// the workshop.
func YearOfReport(r database.Reader, of agency.ID, record disclosure.ID) (year int, err error) {
	defer fault.Wrap(&err, "store.YearOfReport(%s)", record)
	err = r.QueryRow(`SELECT coalesce(max(year), 0) FROM annual_report WHERE record = $1 AND record <> '' AND agency = $2`, string(record), string(of)).Scan(&year)
	return year, err
}

// A ReportVersion is one saved state of a report.
type ReportVersion struct {
	Version   int              `db:"version"`
	Digest    string           `db:"digest"`
	StaffName string           `db:"staff_name"`
	What      string           `db:"what"`
	SavedAt   database.Instant `db:"saved_at"`
}

// ReportVersions lists the saved states of a report, the newest first.
func ReportVersions(r database.Reader, of agency.ID, year int) (list []ReportVersion, err error) {
	defer fault.Wrap(&err, "store.ReportVersions(%s, %d)", of, year)
	err = r.Select(&list, `SELECT version, digest, staff_name, what, saved_at FROM annual_report_version WHERE agency = $1 AND year = $2 ORDER BY version DESC`, string(of), year)
	return list, err
}

// ReportVersionOf loads one saved state.
func ReportVersionOf(r database.Reader, of agency.ID, year, version int) (d draft.Draft, err error) {
	defer fault.Wrap(&err, "store.ReportVersionOf(%s, %d, %d)", of, year, version)
	var body string
	if err := r.QueryRow(`SELECT draft FROM annual_report_version WHERE agency = $1 AND year = $2 AND version = $3`, string(of), year, version).Scan(&body); err != nil {
		return d, err
	}
	err = json.Unmarshal([]byte(body), &d)
	return d, err
}

// An Origin is where a whole report comes from.
type Origin string

// The origins.
const (
	FromRegisters Origin = "registers"
	FromUpload    Origin = "upload" // a file of an agency that does not use the platform
	FromPage      Origin = "page"   // a page that was pasted
)

// A ReportCopy is a whole report as it was handed in or read.
type ReportCopy struct {
	Agency       agency.ID
	Year         int
	Seq          int
	Origin       Origin
	Report       *annualreport.Report
	RecordDigest string
	Source       string
	FileHash     string // of the file from which it was read; empty for none
	FileSize     int64
	MadeAt       database.Instant
}

type copyRow struct {
	Agency       string           `db:"agency"`
	Seq          int              `db:"seq"`
	Origin       string           `db:"origin"`
	Body         string           `db:"body"`
	RecordDigest string           `db:"record_digest"`
	Source       string           `db:"source"`
	FileHash     string           `db:"file_hash"`
	FileSize     int64            `db:"file_size"`
	MadeAt       database.Instant `db:"made_at"`
}

func (row copyRow) read(year int) (ReportCopy, error) {
	report, err := draft.Kept([]byte(row.Body))
	return ReportCopy{agency.ID(row.Agency), year, row.Seq, Origin(row.Origin), report, row.RecordDigest, row.Source, row.FileHash, row.FileSize, row.MadeAt}, err
}

const copyColumns = `agency, seq, origin, body, record_digest, source, file_hash, file_size, made_at`

// ReportCopies loads the whole reports of an agency on a year in the order in which they were made.
func ReportCopies(r database.Reader, of agency.ID, year int) (list []ReportCopy, err error) {
	defer fault.Wrap(&err, "store.ReportCopies(%s, %d)", of, year)
	return copies(r, year, `SELECT `+copyColumns+` FROM annual_report_copy WHERE agency = $1 AND year = $2 ORDER BY seq`, string(of), year)
}

// AllReportCopies loads the whole reports of every agency on a year, those of an agency in order.
func AllReportCopies(r database.Reader, year int) (list []ReportCopy, err error) {
	defer fault.Wrap(&err, "store.AllReportCopies(%d)", year)
	return copies(r, year, `SELECT `+copyColumns+` FROM annual_report_copy WHERE year = $1 ORDER BY agency, seq`, year)
}

func copies(r database.Reader, year int, question string, args ...any) ([]ReportCopy, error) {
	var rows []copyRow
	if err := r.Select(&rows, question, args...); err != nil {
		return nil, err
	}
	list := make([]ReportCopy, 0, len(rows))
	for _, row := range rows {
		c, err := row.read(year)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// AddReportCopy stores a whole report as the next of its agency and year, and returns its number.
func AddReportCopy(tx *database.Tx, c ReportCopy) (seq int, err error) {
	defer fault.Wrap(&err, "store.AddReportCopy(%s, %d)", c.Agency, c.Year)
	body, err := draft.Keep(c.Report)
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(`INSERT INTO annual_report_copy (agency, year, seq, origin, body, record_digest, source, file_hash, file_size, made_at)
		SELECT $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM annual_report_copy WHERE agency = $1 AND year = $2 RETURNING seq`,
		string(c.Agency), c.Year, string(c.Origin), string(body), c.RecordDigest, c.Source, c.FileHash, c.FileSize, tx.Now()).Scan(&seq)
	return seq, err
}

// A ReportAct is one act between an agency and its 主管部门.
type ReportAct struct {
	Agency    string     `db:"agency"`
	Seq       int        `db:"seq"`
	Kind      string     `db:"kind"`
	On        civil.Date `db:"done_on"`
	Copy      int        `db:"copy_seq"`
	Staff     string     `db:"staff"`
	StaffName string     `db:"staff_name"`
	Words     string     `db:"words"`
}

const actColumns = `agency, seq, kind, done_on, copy_seq, staff, staff_name, words`

// ReportActs lists the acts on the report of an agency, the oldest first.
func ReportActs(r database.Reader, of agency.ID, year int) (list []ReportAct, err error) {
	defer fault.Wrap(&err, "store.ReportActs(%s, %d)", of, year)
	err = r.Select(&list, `SELECT `+actColumns+` FROM annual_report_act WHERE agency = $1 AND year = $2 ORDER BY seq`, string(of), year)
	return list, err
}

// AllReportActs lists the acts on the reports of every agency on a year, those of an agency in order.
func AllReportActs(r database.Reader, year int) (list []ReportAct, err error) {
	defer fault.Wrap(&err, "store.AllReportActs(%d)", year)
	err = r.Select(&list, `SELECT `+actColumns+` FROM annual_report_act WHERE year = $1 ORDER BY agency, seq`, year)
	return list, err
}

// AddReportAct stores the next act; n is how many were there when it was decided, so two who act at once conflict.
func AddReportAct(tx *database.Tx, of agency.ID, year, n int, act ReportAct) (err error) {
	defer fault.Wrap(&err, "store.AddReportAct(%s, %d, %s)", of, year, act.Kind)
	_, err = tx.Exec(`INSERT INTO annual_report_act (agency, year, seq, kind, done_on, copy_seq, staff, staff_name, words)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, string(of), year, n+1, act.Kind, tx.Today(), act.Copy, tx.By().ID, tx.By().Name, act.Words)
	return err
}
