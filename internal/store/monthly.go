package store

import (
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/money"
	"gongkai/monthly"
)

type entryRow struct {
	Agency    string     `db:"agency"`
	Section   string     `db:"section"`
	Month     string     `db:"month"`
	Seq       int        `db:"seq"`
	Permits   int64      `db:"permits"`
	Penalties int64      `db:"penalties"`
	Coercions int64      `db:"coercions"`
	Fees      int64      `db:"fees"`
	Reason    string     `db:"reason"`
	Source    string     `db:"source"`
	Staff     string     `db:"staff"`
	StaffName string     `db:"staff_name"`
	EnteredOn civil.Date `db:"entered_on"`
}

func (r entryRow) entry() (monthly.Entry, error) {
	first, err := civil.Parse(r.Month + "-01")
	return monthly.Entry{Agency: agency.ID(r.Agency), Section: r.Section, Month: first.Month(), Seq: r.Seq,
		Figures: monthly.Figures{Permits: r.Permits, Penalties: r.Penalties, Coercions: r.Coercions, Fees: money.Fen(r.Fees)},
		Reason:  r.Reason, Source: monthly.Source(r.Source), Staff: r.Staff, StaffName: r.StaffName, EnteredOn: r.EnteredOn}, err
}

// Entries loads every entry of the agency for the months from one to another, with the corrected ones: sections and
// months in order, the newest of a month last.
func Entries(r database.Reader, of agency.ID, from, to civil.Month) (entries []monthly.Entry, err error) {
	defer fault.Wrap(&err, "store.Entries(%s, %s to %s)", of, from, to)
	var rows []entryRow
	if err := r.Select(&rows, `SELECT agency, section, month, seq, permits, penalties, coercions, fees, reason, source, staff, staff_name, entered_on
		FROM monthly_entry WHERE agency = $1 AND month >= $2 AND month <= $3 ORDER BY section, month, seq`, string(of), from.String(), to.String()); err != nil {
		return nil, err
	}
	for _, row := range rows {
		e, err := row.entry()
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// AddEntry stores an entry under its seq; two people who hand in the same month at once conflict.
func AddEntry(tx *database.Tx, e monthly.Entry) (err error) {
	defer fault.Wrap(&err, "store.AddEntry(%s, %s, %s)", e.Agency, e.Section, e.Month)
	_, err = tx.Exec(`INSERT INTO monthly_entry (agency, section, month, seq, permits, penalties, coercions, fees, reason, source, staff, staff_name, entered_on, entered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, string(e.Agency), e.Section, e.Month.String(), e.Seq,
		e.Figures.Permits, e.Figures.Penalties, e.Figures.Coercions, int64(e.Figures.Fees), e.Reason, string(e.Source), e.Staff, e.StaffName, e.EnteredOn, tx.Now())
	return err
}

// Reporters loads which sections of the agency hand in what.
func Reporters(r database.Reader, of agency.ID) (reporters []monthly.Reporter, err error) {
	defer fault.Wrap(&err, "store.Reporters(%s)", of)
	var rows []struct {
		Section string `db:"section"`
		Kinds   string `db:"kinds"`
		From    string `db:"from_month"`
	}
	if err := r.Select(&rows, `SELECT m.section, m.kinds, m.from_month FROM monthly_reporter m JOIN section s ON s.id = m.section
		WHERE m.agency = $1 AND s.closed = 0 ORDER BY s.name, s.id`, string(of)); err != nil {
		return nil, err
	}
	for _, row := range rows {
		first, err := civil.Parse(row.From + "-01")
		if err != nil {
			return nil, err
		}
		one := monthly.Reporter{Section: row.Section, From: first.Month()}
		for kind := range strings.SplitSeq(row.Kinds, ",") {
			if kind != "" {
				one.Kinds = append(one.Kinds, monthly.Kind(kind))
			}
		}
		reporters = append(reporters, one)
	}
	return reporters, nil
}

// SaveReporter stores what a section hands in.
func SaveReporter(tx *database.Tx, of agency.ID, m monthly.Reporter) (err error) {
	defer fault.Wrap(&err, "store.SaveReporter(%s)", m.Section)
	kinds := make([]string, len(m.Kinds))
	for i, k := range m.Kinds {
		kinds[i] = string(k)
	}
	_, err = tx.Exec(`INSERT INTO monthly_reporter (agency, section, kinds, from_month) VALUES ($1, $2, $3, $4)
		ON CONFLICT (agency, section) DO UPDATE SET kinds = $3, from_month = $4`, string(of), m.Section, strings.Join(kinds, ","), m.From.String())
	return err
}
