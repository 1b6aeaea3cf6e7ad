package store

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/remedy"
)

// A ProceedingFile is a proceeding as it is stored: who brought it is sealed.
type ProceedingFile struct {
	Proceeding remedy.Proceeding
	Party      []byte // sealed
}

// A RemedyStanding are the conclusions that lists use beside those read off the facts: the next thing owed.
type RemedyStanding struct {
	DueOn civil.Date
	What  string
}

type proceedingRow struct {
	Agency      string `db:"agency"`
	ID          string `db:"id"`
	Number      string `db:"number"`
	Application string `db:"application"`
	Record      string `db:"record"`
	After       string `db:"after_id"`
	Way         string `db:"way"`
	Subject     string `db:"subject"`
	Party       []byte `db:"party"`
}

// Proceeding loads a proceeding with its facts in order.
func Proceeding(r database.Reader, id remedy.ID) (_ ProceedingFile, err error) {
	defer fault.Wrap(&err, "store.Proceeding(%s)", id)
	var row proceedingRow
	if err := r.Get(&row, `SELECT agency, id, number, application, record, after_id, way, subject, party FROM proceeding WHERE id = $1`, string(id)); err != nil {
		return ProceedingFile{}, err
	}
	file := ProceedingFile{Party: row.Party, Proceeding: remedy.Proceeding{ID: id, Agency: agency.ID(row.Agency), Number: row.Number, Application: row.Application,
		Record: row.Record, After: remedy.ID(row.After), Way: remedy.Way(row.Way), Subject: row.Subject}}
	var bodies []string
	if err := r.Select(&bodies, `SELECT body FROM proceeding_fact WHERE proceeding = $1 ORDER BY seq`, string(id)); err != nil {
		return ProceedingFile{}, err
	}
	for _, body := range bodies {
		var f remedy.Fact
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return ProceedingFile{}, err
		}
		file.Proceeding.Facts = append(file.Proceeding.Facts, f)
	}
	return file, nil
}

// InsertProceeding stores a new proceeding without facts.
func InsertProceeding(tx *database.Tx, file ProceedingFile) (err error) {
	p := file.Proceeding
	defer fault.Wrap(&err, "store.InsertProceeding(%s)", p.ID)
	_, err = tx.Exec(`INSERT INTO proceeding (agency, id, number, application, record, after_id, way, subject, party, created_at, facts,
		filed_on, closed_on, bucket, result, forum, case_no, due_on, due_what)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '', $11, '', '', '', '', '')`,
		string(p.Agency), string(p.ID), p.Number, p.Application, p.Record, string(p.After), string(p.Way), p.Subject, file.Party, tx.Now(), string(remedy.Pending))
	return err
}

// AddProceedingFact stores the next fact and the conclusions that now follow. Two people who add at once conflict.
func AddProceedingFact(tx *database.Tx, p remedy.Proceeding, f remedy.Fact, s RemedyStanding) (err error) {
	defer fault.Wrap(&err, "store.AddProceedingFact(%s, %s)", p.ID, f.Kind)
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	n := len(p.Facts)
	if _, err := tx.Exec(`INSERT INTO proceeding_fact (proceeding, seq, kind, done_on, body, added_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(p.ID), n+1, string(f.Kind), f.On, string(body), tx.Now()); err != nil {
		return err
	}
	with := p.With(f)
	now, _ := with.Now()
	changed, err := tx.Exec(`UPDATE proceeding SET filed_on = $3, closed_on = $4, bucket = $5, result = $6, forum = $7, case_no = $8, due_on = $9, due_what = $10,
		facts = $2 + 1 WHERE id = $1 AND facts = $2`, string(p.ID), n, with.FiledOn(), with.ClosedOn(), string(with.Bucket()), string(now.Result), now.Forum, now.CaseNo, s.DueOn, s.What)
	return mustChange(changed, err)
}

// RestateProceeding stores the next thing owed where it changed although no fact was added: a holiday notice moved it.
// It reports whether it did.
func RestateProceeding(tx *database.Tx, p remedy.Proceeding, s RemedyStanding) (_ bool, err error) {
	defer fault.Wrap(&err, "store.RestateProceeding(%s)", p.ID)
	n, err := tx.Exec(`UPDATE proceeding SET due_on = $3, due_what = $4 WHERE id = $1 AND facts = $2 AND (due_on <> $3 OR due_what <> $4)`, string(p.ID), len(p.Facts), s.DueOn, s.What)
	return n == 1, err
}

// RemedyDue is the next thing owed as it is stored.
func RemedyDue(r database.Reader, id remedy.ID) (s RemedyStanding, err error) {
	defer fault.Wrap(&err, "store.RemedyDue(%s)", id)
	err = r.QueryRow(`SELECT due_on, due_what FROM proceeding WHERE id = $1`, string(id)).Scan(&s.DueOn, &s.What)
	return s, err
}
