package store

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A ComplaintFile is a complaint as it is stored: what was written and by whom is sealed.
type ComplaintFile struct {
	Complaint   complaint.Complaint
	QueryCode   string
	Particulars []byte // sealed
}

type complaintRow struct {
	Agency      string     `db:"agency"`
	ID          string     `db:"id"`
	About       string     `db:"about"`
	Number      string     `db:"number"`
	QueryCode   string     `db:"query_code"`
	Kind        string     `db:"kind"`
	Channel     string     `db:"channel"`
	Record      string     `db:"record"`
	Particulars []byte     `db:"particulars"`
	ArrivedOn   civil.Date `db:"arrived_on"`
}

func (row complaintRow) file() ComplaintFile {
	return ComplaintFile{QueryCode: row.QueryCode, Particulars: row.Particulars, Complaint: complaint.Complaint{ID: complaint.ID(row.ID), Agency: agency.ID(row.Agency),
		About: agency.ID(row.About), Number: row.Number, Kind: complaint.Kind(row.Kind), Channel: complaint.Channel(row.Channel), Record: row.Record, ArrivedOn: row.ArrivedOn}}
}

const complaintColumns = `agency, id, about, number, query_code, kind, channel, record, particulars, arrived_on`

// Complaint loads a complaint with its facts in order.
func Complaint(r database.Reader, id complaint.ID) (_ ComplaintFile, err error) {
	defer fault.Wrap(&err, "store.Complaint(%s)", id)
	var row complaintRow
	if err := r.Get(&row, `SELECT `+complaintColumns+` FROM complaint WHERE id = $1`, string(id)); err != nil {
		return ComplaintFile{}, err
	}
	file := row.file()
	return file, facts(r, `SELECT body FROM complaint_fact WHERE complaint = $1 ORDER BY seq`, string(id), &file.Complaint.Facts)
}

// ComplaintsNumbered loads the complaints with the number, of all agencies, for whoever knows the code of one.
func ComplaintsNumbered(r database.Reader, number string) (files []ComplaintFile, err error) {
	defer fault.Wrap(&err, "store.ComplaintsNumbered")
	var rows []complaintRow
	if err := r.Select(&rows, `SELECT `+complaintColumns+` FROM complaint WHERE number = $1 ORDER BY id`, number); err != nil {
		return nil, err
	}
	for _, row := range rows {
		file := row.file()
		if err := facts(r, `SELECT body FROM complaint_fact WHERE complaint = $1 ORDER BY seq`, row.ID, &file.Complaint.Facts); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// facts loads bodies into a list of facts.
func facts[F any](r database.Reader, sql, id string, into *[]F) error {
	var bodies []string
	if err := r.Select(&bodies, sql, id); err != nil {
		return err
	}
	for _, body := range bodies {
		var f F
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return err
		}
		*into = append(*into, f)
	}
	return nil
}

// InsertComplaint stores a new complaint without facts.
func InsertComplaint(tx *database.Tx, file ComplaintFile, dueOn civil.Date) (err error) {
	c := file.Complaint
	defer fault.Wrap(&err, "store.InsertComplaint(%s)", c.ID)
	_, err = tx.Exec(`INSERT INTO complaint (agency, id, about, number, query_code, kind, channel, record, particulars, arrived_on, created_at, facts, outcome, closed_on, due_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, '', '', $12)`, string(c.Agency), string(c.ID), string(c.About), c.Number, file.QueryCode,
		string(c.Kind), string(c.Channel), c.Record, file.Particulars, c.ArrivedOn, tx.Now(), dueOn)
	return err
}

// AddComplaintFact stores the next fact and the conclusions that now follow. Two people who add at once conflict.
func AddComplaintFact(tx *database.Tx, c complaint.Complaint, f complaint.Fact, dueOn civil.Date) (err error) {
	defer fault.Wrap(&err, "store.AddComplaintFact(%s, %s)", c.ID, f.Kind)
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	n := len(c.Facts)
	if _, err := tx.Exec(`INSERT INTO complaint_fact (complaint, seq, kind, done_on, body, added_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(c.ID), n+1, string(f.Kind), f.On, string(body), tx.Now()); err != nil {
		return err
	}
	with := c.With(f)
	changed, err := tx.Exec(`UPDATE complaint SET facts = $2 + 1, outcome = $3, closed_on = $4, due_on = $5 WHERE id = $1 AND facts = $2`,
		string(c.ID), n, string(with.Outcome()), with.ClosedOn(), dueOn)
	return mustChange(changed, err)
}

// RestateComplaint stores the day of an open complaint where it changed although no fact was added: a holiday notice moved it.
// It reports whether it did.
func RestateComplaint(tx *database.Tx, id complaint.ID, dueOn civil.Date) (_ bool, err error) {
	defer fault.Wrap(&err, "store.RestateComplaint(%s)", id)
	n, err := tx.Exec(`UPDATE complaint SET due_on = $2 WHERE id = $1 AND closed_on = '' AND due_on <> $2`, string(id), dueOn)
	return n == 1, err
}
