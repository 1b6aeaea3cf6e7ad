package store

import (
	"encoding/json"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/tally"
)

// An ApplicationFile is an application as it is stored: particulars sealed.
type ApplicationFile struct {
	Application application.Application // without the particulars of the applicant, but with category and Helped
	QueryCode   string
	Particulars []byte       // sealed
	IDDigest    crypt.Digest // of the proof of identity
	Content     string       // digest of the content asked for, without its spaces
}

// Standing are the conclusions that lists and counts use, computed from the facts whenever one is added.
type Standing struct {
	ReceivedOn civil.Date // of the application, whatever happened to it later
	ReopenedOn civil.Date // from when the term of the present round runs; no day in the first
	ClosedOn   civil.Date
	Outcome    string
	Step       application.Step
	DueOn      civil.Date // of the step; no day when nothing is left to do
	Section    string     // the 股室 that has it
	Officer    string     // the 经办人

	Provisional bool // the day rests on a year whose notice is not loaded
}

// applicationRow is a row of the table application.
type applicationRow struct {
	ID          string     `db:"id"`
	Agency      string     `db:"agency"`
	Number      string     `db:"number"`
	QueryCode   string     `db:"query_code"`
	Channel     string     `db:"channel"`
	ArrivedOn   civil.Date `db:"arrived_on"`
	ConfirmedOn civil.Date `db:"confirmed_on"`
	Category    string     `db:"category"`
	Helped      bool       `db:"helped"`
	Particulars []byte     `db:"particulars"`
	IDDigest    string     `db:"id_digest"`
	Content     string     `db:"content"`
	DocNo       string     `db:"doc_no"`
	Form        string     `db:"form"`
	Route       string     `db:"route"`
	Source      string     `db:"source"`
	Same        string     `db:"content_digest"`
}

// Application loads an application with its facts in order.
func Application(r database.Reader, id application.ID) (_ ApplicationFile, err error) {
	defer fault.Wrap(&err, "store.Application(%s)", id)
	var row applicationRow
	if err := r.Get(&row, `SELECT id, agency, number, query_code, channel, arrived_on, confirmed_on, category, helped, particulars, id_digest,
		content, doc_no, form, route, source, content_digest FROM application WHERE id = $1`, string(id)); err != nil {
		return ApplicationFile{}, err
	}
	file := ApplicationFile{QueryCode: row.QueryCode, Particulars: row.Particulars, IDDigest: crypt.Digest(row.IDDigest), Content: row.Same, Application: application.Application{
		ID: id, Agency: agency.ID(row.Agency), Number: row.Number, Channel: deadline.Channel(row.Channel), ArrivedOn: row.ArrivedOn, ConfirmedOn: row.ConfirmedOn,
		Source: application.Source(row.Source), Applicant: applicant.Applicant{Category: applicant.Category(row.Category), Helped: row.Helped},
		Wanted: application.Wanted{Content: row.Content, DocNo: row.DocNo, Form: application.Form(row.Form), Route: application.Route(row.Route)},
	}}
	var bodies []string
	if err := r.Select(&bodies, `SELECT body FROM application_fact WHERE application = $1 ORDER BY seq`, string(id)); err != nil {
		return ApplicationFile{}, err
	}
	for _, body := range bodies {
		var f application.Fact
		if err := json.Unmarshal([]byte(body), &f); err != nil {
			return ApplicationFile{}, err
		}
		file.Application.Facts = append(file.Application.Facts, f)
	}
	return file, nil
}

// InsertApplication stores a new application.
func InsertApplication(tx *database.Tx, file ApplicationFile, s Standing) (err error) {
	a := file.Application
	defer fault.Wrap(&err, "store.InsertApplication(%s)", a.ID)
	keys := tally.Case{Category: a.Applicant.Category, ReceivedOn: s.ReceivedOn, ClosedOn: s.ClosedOn, Outcome: decision.Outcome(s.Outcome)}.Keys(string(a.Agency))
	_, err = tx.Exec(`INSERT INTO application (id, agency, number, query_code, channel, arrived_on, confirmed_on, category, helped, particulars, id_digest,
		content, doc_no, form, route, received_on, closed_on, outcome, facts, created_at, step, due_on, section, officer,
		source, content_digest, provisional, counted_on, counted_as, received_key, counted_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 0, $19, $20, $21, $22, $23, $24, $25, $26, $17, $18, $27, $28)`,
		string(a.ID), string(a.Agency), a.Number, file.QueryCode, string(a.Channel), a.ArrivedOn, a.ConfirmedOn, string(a.Applicant.Category), a.Applicant.Helped,
		file.Particulars, string(file.IDDigest), a.Wanted.Content, a.Wanted.DocNo, string(a.Wanted.Form), string(a.Wanted.Route),
		s.ReceivedOn, s.ClosedOn, s.Outcome, tx.Now(), string(s.Step), s.DueOn, s.Section, s.Officer,
		string(a.Source), file.Content, s.Provisional, keys.Received, keys.Answered)
	if err != nil {
		return err
	}
	if err := moveCounts(tx, tally.Keys{}, keys); err != nil {
		return err
	}
	return enterWords(tx, a, !s.DueOn.IsZero())
}

// AddFact stores the next fact of the application and the conclusions that now follow. Two people who add at once
// conflict. The first answer is what the annual report counts, whatever follows.
func AddFact(tx *database.Tx, a application.Application, f application.Fact, s Standing) (err error) {
	defer fault.Wrap(&err, "store.AddFact(%s, %s)", a.ID, f.Kind)
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	n := len(a.Facts)
	if _, err := tx.Exec(`INSERT INTO application_fact (application, seq, kind, done_on, body, added_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(a.ID), n+1, string(f.Kind), f.On, string(body), tx.Now()); err != nil {
		return err
	}
	before, after, err := keysAfter(tx, a.ID, s)
	if err != nil {
		return err
	}
	statement, args := `UPDATE application SET received_on = $3, closed_on = $4, outcome = $5, step = $6, due_on = $7, section = $8, officer = $9,
		counted_on = CASE WHEN counted_on = '' THEN $4 ELSE counted_on END, counted_as = CASE WHEN counted_on = '' THEN $5 ELSE counted_as END,
		provisional = $10, reopened_on = $11, facts = $2 + 1`, []any{string(a.ID), n, s.ReceivedOn, s.ClosedOn, s.Outcome, string(s.Step), s.DueOn, s.Section, s.Officer, s.Provisional, s.ReopenedOn}
	if after != before { // most facts change neither, and the indexes of the keys are left alone
		statement, args = statement+`, received_key = $12, counted_key = $13`, append(args, after.Received, after.Answered)
	}
	if err := mustChange(tx.Exec(statement+` WHERE id = $1 AND facts = $2`, args...)); err != nil {
		return err
	}
	if err := moveCounts(tx, before, after); err != nil {
		return err
	}
	return keepWords(tx, a.With(f), s, f.Kind == application.Corrected)
}

// Confirm stores the day on which both sides confirmed the receipt.
func Confirm(tx *database.Tx, id application.ID, on civil.Date, s Standing) (err error) {
	defer fault.Wrap(&err, "store.Confirm(%s)", id)
	before, after, err := keysAfter(tx, id, s)
	if err != nil {
		return err
	}
	if err := mustChange(tx.Exec(`UPDATE application SET confirmed_on = $2, received_on = $3, step = $4, due_on = $5, provisional = $6, received_key = $7, counted_key = $8
		WHERE id = $1 AND confirmed_on = ''`, string(id), on, s.ReceivedOn, string(s.Step), s.DueOn, s.Provisional, after.Received, after.Answered)); err != nil {
		return err
	}
	return moveCounts(tx, before, after)
}

// Restate stores conclusions that changed although no fact was added: a holiday notice moved the day. It reports whether
// the facts are still those that were read.
func Restate(tx *database.Tx, a application.Application, s Standing) (_ bool, err error) {
	defer fault.Wrap(&err, "store.Restate(%s)", a.ID)
	n, err := tx.Exec(`UPDATE application SET step = $3, due_on = $4, provisional = $5, section = $6, officer = $7
		WHERE id = $1 AND facts = $2`, string(a.ID), len(a.Facts), string(s.Step), s.DueOn, s.Provisional, s.Section, s.Officer)
	if err != nil || n != 1 {
		return false, err
	}
	return true, keepWords(tx, a, s, false)
}

// CountSince counts the applications of one applicant to the agency received from the day on, for 109号文 and 条例35.
func CountSince(r database.Reader, of agency.ID, digests []crypt.Digest, from civil.Date) (total int, err error) {
	defer fault.Wrap(&err, "store.CountSince(%s)", of)
	for _, d := range digests {
		var n int
		if err := r.QueryRow(`SELECT count(*) FROM application WHERE agency = $1 AND id_digest = $2 AND received_on >= $3`, string(of), string(d), from).Scan(&n); err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// CountWithin counts the applications of one applicant to the agency received from one day to another, both included.
// 法源: 《条例》第三十五条、109号文第四条。
func CountWithin(r database.Reader, of agency.ID, digest crypt.Digest, from, to civil.Date) (n int, err error) {
	defer fault.Wrap(&err, "store.CountWithin(%s)", of)
	err = r.QueryRow(`SELECT count(*) FROM application WHERE agency = $1 AND id_digest = $2 AND received_on >= $3 AND received_on <= $4`,
		string(of), string(digest), from, to).Scan(&n)
	return n, err
}

// CountUpTo counts the applications of one applicant to the agency received from the day on, up to and including the
// given one: it is the how manieth. Those of one day are counted by their numbers.
// 法源: 109号文第四条。
func CountUpTo(r database.Reader, of agency.ID, digest crypt.Digest, from, receivedOn civil.Date, number string) (n int, err error) {
	defer fault.Wrap(&err, "store.CountUpTo(%s)", of)
	err = r.QueryRow(`SELECT count(*) FROM application WHERE agency = $1 AND id_digest = $2 AND received_on >= $3
		AND (received_on < $4 OR received_on = $4 AND (length(number) < $5 OR length(number) = $5 AND number <= $6))`,
		string(of), string(digest), from, receivedOn, utf8.RuneCountInString(number), number).Scan(&n)
	return n, err
}

// A DecisionFile is a decision as it is being drafted.
type DecisionFile struct {
	Author     string `db:"author"`
	AuthorName string `db:"author_name"`
	Body       string `db:"body"` // JSON of the use-case's draft
	Digest     string `db:"digest"`
}

// DecisionDraft loads the draft of the decision.
func DecisionDraft(r database.Reader, id application.ID) (_ DecisionFile, err error) {
	defer fault.Wrap(&err, "store.DecisionDraft(%s)", id)
	var row DecisionFile
	err = r.Get(&row, `SELECT author, author_name, body, digest FROM decision_draft WHERE application = $1`, string(id))
	return row, err
}

// SaveDecisionDraft stores a new or changed draft. The author is whoever wrote it last.
func SaveDecisionDraft(tx *database.Tx, id application.ID, d DecisionFile) (err error) {
	defer fault.Wrap(&err, "store.SaveDecisionDraft(%s)", id)
	_, err = tx.Exec(`INSERT INTO decision_draft (application, author, author_name, body, digest) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (application) DO UPDATE SET author = $2, author_name = $3, body = $4, digest = $5`, string(id), d.Author, d.AuthorName, d.Body, d.Digest)
	return err
}

// Registrar is the name of whoever registered the application; empty for one that came by the portal.
func Registrar(r database.Reader, id application.ID) (name string, err error) {
	defer fault.Wrap(&err, "store.Registrar(%s)", id)
	err = r.QueryRow(`SELECT actor_name FROM ledger WHERE subject_kind = 'application' AND subject_id = $1 AND verb = 'receive' AND actor_id LIKE 'st_%' ORDER BY at LIMIT 1`, string(id)).Scan(&name)
	if database.NotFound(err) {
		return "", nil
	}
	return name, err
}
