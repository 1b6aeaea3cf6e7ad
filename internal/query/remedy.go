package query

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/remedy"
	"gongkai/tally"
)

// A ListedRemedy is a proceeding in a list, with its conclusions.
type ListedRemedy struct {
	ID          string     `db:"id"`
	Agency      string     `db:"agency"`
	Number      string     `db:"number"`
	Application string     `db:"application"`
	Record      string     `db:"record"`
	Way         remedy.Way `db:"way"`
	Subject     string     `db:"subject"`
	FiledOn     civil.Date `db:"filed_on"`
	ClosedOn    civil.Date `db:"closed_on"`
	Bucket      string     `db:"bucket"`
	Result      string     `db:"result"`
	Forum       string     `db:"forum"`
	CaseNo      string     `db:"case_no"`
	DueOn       civil.Date `db:"due_on"`
	DueWhat     string     `db:"due_what"`
}

const remedyColumns = `id, agency, number, application, record, way, subject, filed_on, closed_on, bucket, result, forum, case_no, due_on, due_what`

// Matters lists the 复议 and suits of the agency that concern the year: those closed in it and those open at its end.
// It is what table four counts.
func Matters(r database.Reader, of agency.ID, year int) (matters []tally.Matter, err error) {
	defer fault.Wrap(&err, "query.Matters(%s, %d)", of, year)
	list, err := remediesOf(r, of, year)
	for _, m := range list {
		matters = append(matters, tally.Matter{ID: m.ID, Way: m.Way, FiledOn: m.FiledOn, ClosedOn: m.ClosedOn, Bucket: remedy.Bucket(m.Bucket)})
	}
	return matters, err
}

// RemediesOf lists the proceedings behind [Matters], oldest first.
func RemediesOf(r database.Reader, of agency.ID, year int) (list []ListedRemedy, err error) {
	defer fault.Wrap(&err, "query.RemediesOf(%s, %d)", of, year)
	return remediesOf(r, of, year)
}

func remediesOf(r database.Reader, of agency.ID, year int) (list []ListedRemedy, err error) {
	first, last := civil.On(year, 1, 1), civil.On(year, 12, 31)
	err = r.Select(&list, `SELECT `+remedyColumns+` FROM proceeding WHERE agency = $1 AND filed_on <> '' AND filed_on <= $3 AND (closed_on = '' OR closed_on >= $2)
		ORDER BY filed_on, id`, string(of), first, last)
	return list, err
}

// A RemedyList says which proceedings are wanted; empty fields do not limit.
type RemedyList struct {
	Agency      agency.ID
	Open        bool // only those that are pending, or whose result still asks for something
	Due         bool // only those that ask for something
	Pending     bool // only those that are pending
	Closed      bool // only those that have ended
	Lost        bool // only those whose result went against the agency
	Bucket      remedy.Bucket
	Way         remedy.Way
	Year        int // concerning the year
	Application string
	Record      string
	Limit       int
	Offset      int
}

// Remedies lists proceedings, those with something due first, then the newest, and how many there are.
func Remedies(r database.Reader, l RemedyList) (list []ListedRemedy, total int, err error) {
	defer fault.Wrap(&err, "query.Remedies(%s)", l.Agency)
	where, args := ` FROM proceeding WHERE agency = $1 AND ($2 = 0 OR closed_on = '' OR due_on <> '') AND ($3 = '' OR bucket = $3) AND ($4 = '' OR way = $4)
		AND ($5 = '' OR application = $5) AND ($6 = '' OR record = $6) AND ($7 = '' OR (filed_on <= $8 AND (closed_on = '' OR closed_on >= $7)))`,
		[]any{string(l.Agency), flag(l.Open), string(l.Bucket), string(l.Way), l.Application, l.Record, "", ""}
	if l.Due {
		where += " AND due_on <> ''"
	}
	if l.Pending {
		where += " AND closed_on = ''"
	}
	if l.Closed {
		where += " AND closed_on <> ''"
	}
	if l.Lost {
		where += " AND closed_on <> '' AND bucket = '结果纠正'"
	}
	if l.Year != 0 {
		args[6], args[7] = civil.On(l.Year, 1, 1).String(), civil.On(l.Year, 12, 31).String()
	}
	if err := r.QueryRow(`SELECT count(*)`+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	if l.Limit == 0 {
		l.Limit = 50
	}
	err = r.Select(&list, `SELECT `+remedyColumns+where+` ORDER BY CASE WHEN due_on = '' THEN 1 ELSE 0 END, due_on, filed_on DESC, id LIMIT `+itoa(l.Limit)+` OFFSET `+itoa(l.Offset), args...)
	return list, total, err
}

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

// CaseNumbered finds the application of the agency with the number that people see; empty when there is none.
func CaseNumbered(r database.Reader, of agency.ID, number string) (id string, err error) {
	defer fault.Wrap(&err, "query.CaseNumbered(%s)", of)
	return oneText(r, `SELECT id FROM application WHERE agency = $1 AND number = $2`, string(of), number)
}

// RecordIndexed finds the record of the agency with the 索引号; empty when there is none.
func RecordIndexed(r database.Reader, of agency.ID, index string) (id string, err error) {
	defer fault.Wrap(&err, "query.RecordIndexed(%s)", of)
	return oneText(r, `SELECT id FROM record WHERE agency = $1 AND index_no = $2`, string(of), index)
}

// RemedyTwin finds the number under which a proceeding of the same forum and 案号 is registered; empty when there is none.
func RemedyTwin(r database.Reader, of agency.ID, forum, caseNo string) (number string, err error) {
	defer fault.Wrap(&err, "query.RemedyTwin(%s)", of)
	if caseNo == "" {
		return "", nil
	}
	return oneText(r, `SELECT number FROM proceeding WHERE agency = $1 AND forum = $2 AND case_no = $3 ORDER BY id LIMIT 1`, string(of), forum, caseNo)
}

func oneText(r database.Reader, sql string, args ...any) (text string, err error) {
	if err = r.QueryRow(sql, args...).Scan(&text); database.NotFound(err) {
		return "", nil
	}
	return text, err
}

// A RemedyTarget is what a proceeding is about, as its page names it.
type RemedyTarget struct {
	ID      string `db:"id"`
	Number  string `db:"number"`
	Title   string `db:"title"`
	Outcome string `db:"outcome"`
}

// RemedyTargets loads the application and the record that a proceeding is about, nil where there is none.
func RemedyTargets(r database.Reader, application, record string) (a, p *RemedyTarget, err error) {
	return OwnRemedyTargets(r, "", application, record)
}

// OwnRemedyTargets is RemedyTargets for what is the agency's own; an empty agency takes any.
func OwnRemedyTargets(r database.Reader, of agency.ID, application, record string) (a, p *RemedyTarget, err error) {
	defer fault.Wrap(&err, "query.OwnRemedyTargets(%s)", of)
	load := func(id, sql string) (*RemedyTarget, error) {
		if id == "" {
			return nil, nil
		}
		var t RemedyTarget
		if err := r.Get(&t, sql, id, string(of)); err != nil {
			if database.NotFound(err) {
				return nil, nil
			}
			return nil, err
		}
		return &t, nil
	}
	if a, err = load(application, `SELECT id, number, content AS title, outcome FROM application WHERE id = $1 AND ($2 = '' OR agency = $2)`); err != nil {
		return nil, nil, err
	}
	p, err = load(record, `SELECT id, index_no AS number, title, '' AS outcome FROM record WHERE id = $1 AND ($2 = '' OR agency = $2)`)
	return a, p, err
}

// RemedyChain finds the proceeding that came before, and those that followed.
func RemedyChain(r database.Reader, of agency.ID, before, id string) (first *ListedRemedy, later []ListedRemedy, err error) {
	defer fault.Wrap(&err, "query.RemedyChain(%s)", id)
	if before != "" {
		var row ListedRemedy
		if err := r.Get(&row, `SELECT `+remedyColumns+` FROM proceeding WHERE agency = $1 AND id = $2`, string(of), before); err == nil {
			first = &row
		} else if !database.NotFound(err) {
			return nil, nil, err
		}
	}
	err = r.Select(&later, `SELECT `+remedyColumns+` FROM proceeding WHERE agency = $1 AND after_id = $2 ORDER BY filed_on, id`, string(of), id)
	return first, later, err
}

// A FollowedRemedy is a proceeding that asks for something, with the day on which its application was answered.
type FollowedRemedy struct {
	ID         string     `db:"id"`
	Agency     string     `db:"agency"`
	AnsweredOn civil.Date `db:"answered_on"`
}

// RemediesToFollow lists the proceedings of all agencies with something due.
func RemediesToFollow(r database.Reader) (list []FollowedRemedy, err error) {
	defer fault.Wrap(&err, "query.RemediesToFollow")
	err = r.Select(&list, `SELECT p.id, p.agency, CASE WHEN p.closed_on = '' THEN '' ELSE coalesce(a.closed_on, '') END AS answered_on
		FROM proceeding p LEFT JOIN application a ON a.id = p.application WHERE p.due_on <> '' ORDER BY p.agency, p.due_on, p.id`)
	return list, err
}
