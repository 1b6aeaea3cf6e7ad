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
	"gongkai/internal/database"
)

// A CaseState narrows the register of applications.
type CaseState string

// The states of the register. What an open application waits for is computed from its facts, not stored.
const (
	CasesOpen   CaseState = "open"
	CasesClosed CaseState = "closed"
	CasesAll    CaseState = "all"
)

// A CaseList says which applications are wanted. Empty fields do not restrict.
type CaseList struct {
	Agency  agency.ID
	State   CaseState
	Channel deadline.Channel
	Outcome string
	Text    string // in the content, the number or the 文号 asked for
	From    civil.Date
	To      civil.Date // of arrival
	Limit   int
	Offset  int
}

// A CaseRow is an application in a list, with its facts and without its applicant.
type CaseRow struct {
	application.Application
	ReceivedOn civil.Date
	ClosedOn   civil.Date
	Outcome    string
}

type caseRow struct {
	ID          string     `db:"id"`
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
}

func (l CaseList) where() (string, []any) {
	where, args := "WHERE p.agency = $1", []any{string(l.Agency)}
	add := func(clause string, value any) {
		args = append(args, value)
		where += " AND " + strings.ReplaceAll(clause, "?", "$"+itoa(len(args)))
	}
	switch l.State {
	case CasesOpen:
		where += " AND p.closed_on = ''"
	case CasesClosed:
		where += " AND p.closed_on <> ''"
	}
	if l.Channel != "" {
		add("p.channel = ?", string(l.Channel))
	}
	if l.Outcome != "" {
		add("p.outcome = ?", l.Outcome)
	}
	if l.Text != "" {
		add("(p.content LIKE ? ESCAPE '!' OR p.number LIKE ? ESCAPE '!' OR p.doc_no LIKE ? ESCAPE '!')", "%"+escapeLike(l.Text)+"%")
	}
	if !l.From.IsZero() {
		add("p.arrived_on >= ?", l.From)
	}
	if !l.To.IsZero() {
		add("p.arrived_on <= ?", l.To)
	}
	return where, args
}

// Cases returns one page of the register, the newest first, and how many there are in all.
func Cases(r database.Reader, l CaseList) (_ []CaseRow, total int, err error) {
	defer fault.Wrap(&err, "query.Cases(%s)", l.Agency)
	where, args := l.where()
	if err := r.QueryRow(`SELECT count(*) FROM application p `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	order := " ORDER BY p.arrived_on DESC, p.id DESC"
	if l.State == CasesClosed {
		order = " ORDER BY p.closed_on DESC, p.received_on DESC, p.id DESC"
	}
	n := len(args)
	args = append(args, l.Limit, l.Offset)
	var rows []caseRow
	if err := r.Select(&rows, `SELECT p.id, p.number, p.channel, p.arrived_on, p.confirmed_on, p.category, p.content, p.doc_no, p.received_on, p.closed_on, p.outcome
		FROM application p `+where+order+` LIMIT $`+itoa(n+1)+` OFFSET $`+itoa(n+2), args...); err != nil {
		return nil, 0, err
	}
	cases := make([]CaseRow, len(rows))
	at := make(map[string]int, len(rows))
	for i, row := range rows {
		at[row.ID] = i
		cases[i] = CaseRow{ReceivedOn: row.ReceivedOn, ClosedOn: row.ClosedOn, Outcome: row.Outcome, Application: application.Application{
			ID: application.ID(row.ID), Agency: l.Agency, Number: row.Number, Channel: deadline.Channel(row.Channel), ArrivedOn: row.ArrivedOn,
			ConfirmedOn: row.ConfirmedOn, Wanted: application.Wanted{Content: row.Content, DocNo: row.DocNo}}}
		cases[i].Applicant.Category = category(row.Category)
	}
	return cases, total, addFacts(r, cases, at)
}

func category(s string) applicant.Category { return applicant.Category(s) }

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

// CasesByMonth counts the applications that arrived since the day, by month and channel.
func CasesByMonth(r database.Reader, of agency.ID, since civil.Date) (rows []Counted, err error) {
	defer fault.Wrap(&err, "query.CasesByMonth(%s)", of)
	err = r.Select(&rows, `SELECT substr(arrived_on, 1, 7) AS month, channel, count(*) AS count FROM application
		WHERE agency = $1 AND arrived_on >= $2 GROUP BY substr(arrived_on, 1, 7), channel ORDER BY 1, 2`, string(of), since)
	return rows, err
}

// CasesByOutcome counts the applications closed since the day, by outcome.
func CasesByOutcome(r database.Reader, of agency.ID, since civil.Date) (_ map[string]int, err error) {
	defer fault.Wrap(&err, "query.CasesByOutcome(%s)", of)
	var rows []struct {
		Outcome string `db:"outcome"`
		Count   int    `db:"count"`
	}
	if err := r.Select(&rows, `SELECT outcome, count(*) AS count FROM application WHERE agency = $1 AND closed_on >= $2 AND closed_on <> ''
		GROUP BY outcome`, string(of), since); err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, row := range rows {
		counts[row.Outcome] = row.Count
	}
	return counts, nil
}
