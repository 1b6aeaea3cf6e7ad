package query

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// PortalHeads returns how long the chain of each agency is. Every change of anything is entered in one of them.
func PortalHeads(r database.Reader) (heads map[string]int64, err error) {
	defer fault.Wrap(&err, "query.PortalHeads")
	rows, err := r.Query(`SELECT chain, seq FROM ledger_head`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	heads = map[string]int64{}
	for rows.Next() {
		var chain string
		var seq int64
		if err := rows.Scan(&chain, &seq); err != nil {
			return nil, err
		}
		heads[chain] = seq
	}
	return heads, rows.Err()
}

// quiet are the subjects of acts that no page of the portal shows, and the acts upon records that change no published one.
var (
	quietSubjects = map[string]bool{"application": true, "account": true, "letter": true, "complaint": true, "proceeding": true, "duty": true,
		"monthly_entry": true, "mending_order": true, "picture": true}
	quietVerbs = map[string]bool{"save_draft": true, "sign_off": true, "schedule": true, "unschedule": true, "schedule_failed": true, "waive_finding": true}
)

// PortalTouched reports whether any entry of the chain after one number and up to another may have changed a page of the
// portal. What is not known to be quiet has.
func PortalTouched(r database.Reader, chain string, after, to int64) (touched bool, err error) {
	defer fault.Wrap(&err, "query.PortalTouched")
	if to-after > 1000 {
		return true, nil
	}
	var rows []struct {
		Kind string `db:"subject_kind"`
		Verb string `db:"verb"`
	}
	if err := r.Select(&rows, `SELECT subject_kind, verb FROM ledger WHERE chain = $1 AND seq > $2 AND seq <= $3`, chain, after, to); err != nil {
		return false, err
	}
	for _, row := range rows {
		if !quietSubjects[row.Kind] && !(row.Kind == "record" && quietVerbs[row.Verb]) {
			return true, nil
		}
	}
	return int64(len(rows)) != to-after, nil // a gap is not to be trusted
}
