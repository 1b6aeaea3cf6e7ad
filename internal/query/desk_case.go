package query

import (
	"encoding/json"
	"strings"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
)

// A CaseState narrows the register of applications.
type CaseState string

// The states of the register.
const (
	CasesMine   CaseState = "mine"   // what waits for one person
	CasesOpen   CaseState = "open"   // something is left to do: to confirm, to answer, to deliver, to put away
	CasesClosed CaseState = "closed" // answered or withdrawn
	CasesAll    CaseState = "all"
)

// A CaseList says which applications are wanted. Empty fields do not restrict.
type CaseList struct {
	Agency  agency.ID
	State   CaseState
	Step    application.Step
	Channel deadline.Channel
	Section string
	Officer string // with CasesMine also those of nobody
	Outcome string
	Text    string // in the content and what corrected it, the number or the 文号 asked for
	From    civil.Date
	To      civil.Date // of arrival
	DueFrom civil.Date // due on this day or later
	DueTo   civil.Date // due on this day or before
	Due     bool       // with DueFrom and DueTo: only what the agency must do, not what it waits for
	Closed  [2]civil.Date
	Source  application.Source
	Times   int        // of applicants who made so many applications since TimesSince
	Since   civil.Date // with Times
	Drafted bool       // with a draft of the decision
	Asked   bool       // with an extension that was asked for
	Limit   int
	Offset  int
}

// A CaseRow is an application in a list, with its facts and without its applicant.
type CaseRow struct {
	application.Application
	ReceivedOn civil.Date
	ClosedOn   civil.Date
	Outcome    string
	Step       application.Step
	DueOn      civil.Date // of the step
	Section    string
	Officer    string

	Provisional bool // the day rests on a year whose notice is not loaded
}

type caseRow struct {
	ID          string     `db:"id"`
	Agency      string     `db:"agency"`
	Number      string     `db:"number"`
	Channel     string     `db:"channel"`
	ArrivedOn   civil.Date `db:"arrived_on"`
	ConfirmedOn civil.Date `db:"confirmed_on"`
	Category    string     `db:"category"`
	Content     string     `db:"content"`
	DocNo       string     `db:"doc_no"`
	ReceivedOn  civil.Date `db:"received_on"`
	ClosedOn    civil.Date `db:"closed_on"`
	Outcome     string     `db:"outcome"`
	Step        string     `db:"step"`
	DueOn       civil.Date `db:"due_on"`
	Section     string     `db:"section"`
	Officer     string     `db:"officer"`
	Source      string     `db:"source"`
	Provisional bool       `db:"provisional"`
}

func (row caseRow) read() CaseRow {
	c := CaseRow{ReceivedOn: row.ReceivedOn, ClosedOn: row.ClosedOn, Outcome: row.Outcome, Step: application.Step(row.Step), DueOn: row.DueOn,
		Section: row.Section, Officer: row.Officer, Provisional: row.Provisional, Application: application.Application{ID: application.ID(row.ID), Agency: agency.ID(row.Agency),
			Number: row.Number, Channel: deadline.Channel(row.Channel), Source: application.Source(row.Source), ArrivedOn: row.ArrivedOn, ConfirmedOn: row.ConfirmedOn,
			Wanted: application.Wanted{Content: row.Content, DocNo: row.DocNo}}}
	c.Applicant.Category = applicant.Category(row.Category)
	return c
}

const caseColumns = `p.id, p.agency, p.number, p.channel, p.arrived_on, p.confirmed_on, p.category, p.content, p.doc_no, p.received_on, p.closed_on, p.outcome,
	p.step, p.due_on, p.section, p.officer, p.source, p.provisional`

// where is the condition of the list with its arguments, and the order that an index gives.
func (l CaseList) where() (where, order string, args []any) {
	where, args = "WHERE p.agency = $1", []any{string(l.Agency)}
	add := func(wanted bool, clause string, value any) {
		if wanted {
			args = append(args, value)
			where += " AND " + strings.ReplaceAll(clause, "?", "$"+itoa(len(args)))
		}
	}
	order = " ORDER BY p.arrived_on DESC, p.id DESC"
	switch l.State {
	case CasesMine, CasesOpen:
		where, order = where+" AND p.due_on <> ''", " ORDER BY p.due_on, p.id"
	case CasesClosed:
		where, order = where+" AND p.closed_on <> ''", " ORDER BY p.closed_on DESC, p.received_on DESC, p.id DESC"
	}
	if l.State == CasesMine {
		add(l.Officer != "", "p.officer IN ('', ?)", l.Officer)
	} else {
		add(l.Officer != "", "p.officer = ?", l.Officer)
	}
	add(l.Step != "", "p.step = ?", string(l.Step))
	add(l.Channel != "", "p.channel = ?", string(l.Channel))
	add(l.Section != "", "p.section = ?", l.Section)
	add(l.Outcome != "", "p.outcome = ?", l.Outcome)
	add(wholeNumber(l.Text), "p.number = ?", l.Text)
	add(!l.From.IsZero(), "p.arrived_on >= ?", l.From)
	add(!l.To.IsZero(), "p.arrived_on <= ?", l.To)
	add(!l.DueFrom.IsZero(), "p.due_on >= ?", l.DueFrom)
	add(!l.DueTo.IsZero(), "p.due_on <= ?", l.DueTo)
	if l.Due {
		where += " AND p.step IN ('answer', 'explain', 'deliver')"
	}
	add(!l.Closed[0].IsZero(), "p.closed_on >= ?", l.Closed[0])
	add(!l.Closed[1].IsZero(), "p.closed_on <= ?", l.Closed[1])
	add(l.Source != "", "p.source = ?", string(l.Source))
	if l.Times > 0 {
		args = append(args, l.Since, l.Times)
		where += " AND p.received_on >= $" + itoa(len(args)-1) + " AND p.id_digest IN (SELECT x.id_digest FROM application x WHERE x.agency = $1 AND x.id_digest <> '' AND x.received_on >= $" +
			itoa(len(args)-1) + " GROUP BY x.id_digest HAVING count(*) = $" + itoa(len(args)) + ")"
	}
	if l.Drafted {
		where += " AND EXISTS (SELECT 1 FROM decision_draft d WHERE d.application = p.id)"
	}
	add(l.Asked, "EXISTS (SELECT 1 FROM application_fact f WHERE f.application = p.id AND f.kind = ?)", string(application.ExtensionAsked))
	return where, order, args
}

// wholeNumber reports whether the text is an 申请编号 as it stands on a slip: that one is found by the index.
func wholeNumber(text string) bool {
	return len(text) >= shortestNumber && strings.Contains(text, "-") && strings.Trim(text, "0123456789-") == ""
}

const shortestNumber = 10

// MostCounted bounds how far a list is counted: nobody turns over so many pages. Of words that more applications hold, the
// latest that arrived are listed.
const MostCounted = 10_000

// Cases returns one page of the register and how many there are in all, counted to ten thousand: those with something
// left to do by the day of it, the others the newest first.
func Cases(r database.Reader, l CaseList) (_ []CaseRow, total int, err error) {
	defer fault.Wrap(&err, "query.Cases(%s)", l.Agency)
	if l.Text != "" && !wholeNumber(l.Text) {
		return casesByWords(r, l)
	}
	where, order, args := l.where()
	return listCases(r, where, order, args, l.Limit, l.Offset)
}

// listCases returns a page of the applications under the condition, and counts them.
func listCases(r database.Reader, where, order string, args []any, limit, offset int) (_ []CaseRow, total int, err error) {
	if err := r.QueryRow(`SELECT count(*) FROM (SELECT 1 FROM application p `+where+` LIMIT `+itoa(MostCounted)+`) AS counted`, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	n := len(args)
	args = append(args, limit, offset)
	cases, err := selectCases(r, where+order+` LIMIT $`+itoa(n+1)+` OFFSET $`+itoa(n+2), args...)
	return cases, total, err
}

// selectCases loads applications with their facts.
func selectCases(r database.Reader, rest string, args ...any) ([]CaseRow, error) {
	var rows []caseRow
	if err := r.Select(&rows, `SELECT `+caseColumns+` FROM application p `+rest, args...); err != nil {
		return nil, err
	}
	cases := make([]CaseRow, len(rows))
	at := make(map[string]int, len(rows))
	for i, row := range rows {
		at[row.ID], cases[i] = i, row.read()
	}
	return cases, addFacts(r, cases, at)
}

// OpenCases returns open applications of every agency in the order of their ids, after the given one: for the nightly job.
func OpenCases(r database.Reader, after application.ID, limit int) (_ []CaseRow, err error) {
	defer fault.Wrap(&err, "query.OpenCases(%s)", after)
	return selectCases(r, `WHERE p.id > $1 AND (p.due_on <> '' OR p.closed_on = '') ORDER BY p.id LIMIT $2`, string(after), limit)
}

// A DueCount is how many applications of an agency stand how near to their day.
type DueCount struct {
	Open        int `db:"open"`
	Overdue     int `db:"overdue"`
	Soon        int `db:"soon"`
	Unconfirmed int `db:"unconfirmed"`
}

// countDue reads the index of what is due alone, which > makes SQLite take.
const countDue = `SELECT count(*) AS open,
	coalesce(sum(CASE WHEN step IN ('answer', 'explain', 'deliver') AND due_on < $2 THEN 1 ELSE 0 END), 0) AS overdue,
	coalesce(sum(CASE WHEN step IN ('answer', 'explain', 'deliver') AND due_on >= $2 AND due_on <= $3 THEN 1 ELSE 0 END), 0) AS soon,
	coalesce(sum(CASE WHEN step = 'confirm' THEN 1 ELSE 0 END), 0) AS unconfirmed
	FROM application WHERE agency = $1 AND due_on <> '' AND due_on > ''`

// CountDue counts what is left to do: overdue before today, soon up to the day given. What waits for the applicant or
// only has to be put away is neither.
func CountDue(r database.Reader, of agency.ID, today, soon civil.Date) (n DueCount, err error) {
	defer fault.Wrap(&err, "query.CountDue(%s)", of)
	err = r.Get(&n, countDue, string(of), today, soon)
	return n, err
}

// CasesOf returns the applications of one applicant to the agency, the newest first.
func CasesOf(r database.Reader, of agency.ID, digests []crypt.Digest, limit int) (_ []CaseRow, err error) {
	defer fault.Wrap(&err, "query.CasesOf(%s)", of)
	var all []CaseRow
	for _, d := range digests {
		rows, err := selectCases(r, `WHERE p.agency = $1 AND p.id_digest = $2 ORDER BY p.received_on DESC, p.id DESC LIMIT $3`, string(of), string(d), limit)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// factsAtOnce bounds one question for facts.
const factsAtOnce = 200

// addFacts loads the facts of the applications; at tells where each stands.
func addFacts(r database.Reader, cases []CaseRow, at map[string]int) error {
	for start := 0; start < len(cases); start += factsAtOnce {
		part := cases[start:min(start+factsAtOnce, len(cases))]
		marks, args := make([]string, len(part)), make([]any, len(part))
		for i, c := range part {
			marks[i], args[i] = "$"+itoa(i+1), string(c.ID)
		}
		var rows []struct {
			Application string `db:"application"`
			Body        string `db:"body"`
		}
		if err := r.Select(&rows, `SELECT application, body FROM application_fact WHERE application IN (`+strings.Join(marks, ", ")+`) ORDER BY application, seq`, args...); err != nil {
			return err
		}
		for _, row := range rows {
			var f application.Fact
			if err := json.Unmarshal([]byte(row.Body), &f); err != nil {
				return err
			}
			i := at[row.Application]
			cases[i].Facts = append(cases[i].Facts, f)
		}
	}
	return nil
}

// A Counted is how many applications were received in a month by a channel.
type Counted struct {
	Month   string `db:"month"` // 2026-11
	Channel string `db:"channel"`
	Count   int    `db:"count"`
}

// CasesByMonth counts the applications that arrived from one day to another, by month and channel.
func CasesByMonth(r database.Reader, of agency.ID, since, until civil.Date) (rows []Counted, err error) {
	defer fault.Wrap(&err, "query.CasesByMonth(%s)", of)
	err = r.Select(&rows, `SELECT substr(arrived_on, 1, 7) AS month, channel, count(*) AS count FROM application
		WHERE agency = $1 AND arrived_on >= $2 AND arrived_on <= $3 GROUP BY substr(arrived_on, 1, 7), channel ORDER BY 1, 2`, string(of), since, until)
	return rows, err
}

// CasesByOutcome counts the applications closed from one day to another, by outcome.
func CasesByOutcome(r database.Reader, of agency.ID, since, until civil.Date) (_ map[string]int, err error) {
	defer fault.Wrap(&err, "query.CasesByOutcome(%s)", of)
	var rows []struct {
		Outcome string `db:"outcome"`
		Count   int    `db:"count"`
	}
	if err := r.Select(&rows, `SELECT outcome, count(*) AS count FROM application WHERE agency = $1 AND closed_on >= $2 AND closed_on <= $3 AND closed_on <> ''
		GROUP BY outcome`, string(of), since, until); err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Outcome] = row.Count
	}
	return counts, nil
}

// A Span is how many applications whose term began on one day were closed on the other.
type Span struct {
	BeganOn  civil.Date `db:"began_on"` // receipt, or the day of reopening of what was answered anew
	ClosedOn civil.Date `db:"closed_on"`
	Count    int        `db:"count"`
}

// began is the day from which the term of the present round runs.
const began = `CASE WHEN reopened_on = '' THEN received_on ELSE reopened_on END`

// Spans returns the days on which the terms of applications closed from one day to another began and ended.
func Spans(r database.Reader, of agency.ID, since, until civil.Date) (rows []Span, err error) {
	defer fault.Wrap(&err, "query.Spans(%s)", of)
	err = r.Select(&rows, `SELECT `+began+` AS began_on, closed_on, count(*) AS count FROM application
		WHERE agency = $1 AND closed_on >= $2 AND closed_on <= $3 AND received_on <> '' GROUP BY `+began+`, closed_on`, string(of), since, until)
	return rows, err
}

// A Repeat is how many applicants made so many applications.
type Repeat struct {
	Times  int `db:"times"`
	People int `db:"people"`
}

// Repeats returns how many applicants made so many applications since the day, for those with more than one.
func Repeats(r database.Reader, of agency.ID, since civil.Date) (rows []Repeat, err error) {
	defer fault.Wrap(&err, "query.Repeats(%s)", of)
	err = r.Select(&rows, `SELECT times, count(*) AS people FROM (SELECT count(*) AS times FROM application
		WHERE agency = $1 AND id_digest <> '' AND received_on >= $2 GROUP BY id_digest) AS per WHERE times > 1 GROUP BY times ORDER BY times`, string(of), since)
	return rows, err
}

// A Cursor is a place in the register in the order of days.
type Cursor struct {
	DueOn civil.Date
	ID    application.ID
}

// CursorOf is the place of the application.
func CursorOf(c CaseRow) Cursor { return Cursor{c.DueOn, c.ID} }

// Pressing returns the applications of an agency of which somebody may have to be told: those with something left to do
// by the day, and those that a section has, after the cursor.
func Pressing(r database.Reader, of agency.ID, by civil.Date, after Cursor, limit int) (_ []CaseRow, err error) {
	defer fault.Wrap(&err, "query.Pressing(%s)", of)
	return selectCases(r, `WHERE p.agency = $1 AND p.due_on <> '' AND p.step <> 'archive' AND (p.due_on <= $2 OR p.section <> '')
		AND (p.due_on > $3 OR p.due_on = $3 AND p.id > $4) ORDER BY p.due_on, p.id LIMIT $5`, string(of), by, after.DueOn, string(after.ID), limit)
}

// CasesAbout returns the applications to the agency that ask for the same content, the newest first.
func CasesAbout(r database.Reader, of agency.ID, content string, limit int) (_ []CaseRow, err error) {
	defer fault.Wrap(&err, "query.CasesAbout(%s)", of)
	return selectCases(r, `WHERE p.agency = $1 AND p.content_digest = $2 AND p.content_digest <> '' ORDER BY p.arrived_on DESC, p.id DESC LIMIT $3`, string(of), content, limit)
}
