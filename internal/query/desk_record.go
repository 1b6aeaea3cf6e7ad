package query

import (
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A RecordList says which records of an agency are wanted, published or not. Empty fields do not restrict.
type RecordList struct {
	Agency  agency.ID
	Column  string
	Kind    disclosure.Kind
	Stages  []disclosure.Step
	Visible bool   // before the public now, whatever becomes of the draft
	Year    int    // of the first publication
	Text    string // in the title, the 文号 or the 索引号
	Author  string
	// For lists only what this person may do next: reviews of others' drafts that they have not signed already.
	For    string
	Limit  int
	Offset int
}

// A RecordRow is a record as lists of the workbench show it.
type RecordRow struct {
	ID          string           `db:"id"`
	Agency      string           `db:"agency"`
	ColumnID    string           `db:"column_id"`
	ColumnTitle string           `db:"column_title"`
	Kind        disclosure.Kind  `db:"kind"`
	Title       string           `db:"title"`
	DocNo       string           `db:"doc_no"`
	Author      string           `db:"author"`
	AuthorName  string           `db:"author_name"`
	IndexNo     string           `db:"index_no"`
	Version     int              `db:"version"`
	Visible     bool             `db:"visible"`
	PublishedOn civil.Date       `db:"published_on"`
	Stage       disclosure.Step  `db:"stage"`
	AlteredAt   database.Instant `db:"altered_at"`
}

const recordColumns = `r.id, r.agency, r.column_id, c.title AS column_title, r.kind, r.title, r.doc_no, r.author, r.author_name, r.index_no, r.version,
	r.visible, r.published_on, r.stage, r.altered_at`

func (l RecordList) where() (string, []any) {
	where, args := "WHERE r.agency = $1", []any{string(l.Agency)}
	add := func(wanted bool, clause string, value any) {
		if wanted {
			args = append(args, value)
			where += " AND " + strings.ReplaceAll(clause, "?", "$"+itoa(len(args)))
		}
	}
	add(l.Column != "", "r.column_id = ?", l.Column)
	add(l.Kind != "", "r.kind = ?", string(l.Kind))
	if len(l.Stages) > 0 {
		var places []string
		for _, s := range l.Stages {
			args = append(args, string(s))
			places = append(places, "$"+itoa(len(args)))
		}
		where += " AND r.stage IN (" + strings.Join(places, ", ") + ")"
	}
	if l.Visible {
		where += " AND r.visible = 1"
	}
	add(l.Year > 0, "r.published_on >= ?", civil.On(l.Year, 1, 1))
	add(l.Year > 0, "r.published_on <= ?", civil.On(l.Year, 12, 31))
	add(l.Text != "", "(r.title LIKE ? ESCAPE '!' OR r.doc_no LIKE ? ESCAPE '!' OR r.index_no LIKE ? ESCAPE '!')", "%"+escapeLike(l.Text)+"%")
	add(l.Author != "", "r.author = ?", l.Author)
	add(l.For != "", `r.author <> ? AND NOT EXISTS (SELECT 1 FROM signoff s WHERE s.kind = 'record' AND s.subject = r.id AND s.digest = r.digest
		AND s.person = ? AND s.verdict = 'passed')`, l.For)
	return where, args
}

// Records returns one page of the records of the agency, the last altered first, and how many there are in all, counted
// to ten thousand.
func Records(r database.Reader, l RecordList) (rows []RecordRow, total int, err error) {
	defer fault.Wrap(&err, "query.Records(%s)", l.Agency)
	where, args := l.where()
	if err := r.QueryRow(`SELECT count(*) FROM (SELECT 1 FROM record r `+where+` LIMIT `+itoa(MostCounted)+`) AS counted`, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	if total == 0 || l.Limit == 0 {
		return nil, total, nil
	}
	n := len(args)
	args = append(args, l.Limit, l.Offset)
	err = r.Select(&rows, `SELECT `+recordColumns+` FROM record r JOIN catalog_column c ON c.id = r.column_id `+where+
		` ORDER BY r.altered_at DESC, r.id DESC LIMIT $`+itoa(n+1)+` OFFSET $`+itoa(n+2), args...)
	return rows, total, err
}

// RecordYears returns the years in which the agency published something, newest first.
func RecordYears(r database.Reader, of agency.ID) (years []int, err error) {
	defer fault.Wrap(&err, "query.RecordYears(%s)", of)
	var texts []string
	err = r.Select(&texts, `SELECT DISTINCT substr(published_on, 1, 4) FROM record WHERE agency = $1 AND published_on <> '' ORDER BY 1 DESC`, string(of))
	for _, text := range texts {
		years = append(years, atoi(text))
	}
	return years, err
}

// RecordStageCounts counts the records of the agency by how far they have come.
func RecordStageCounts(r database.Reader, of agency.ID) (_ map[disclosure.Step]int, err error) {
	defer fault.Wrap(&err, "query.RecordStageCounts(%s)", of)
	var rows []struct {
		Stage string `db:"stage"`
		N     int    `db:"n"`
	}
	if err := r.Select(&rows, `SELECT stage, count(*) AS n FROM record WHERE agency = $1 GROUP BY stage`, string(of)); err != nil {
		return nil, err
	}
	counts := map[disclosure.Step]int{}
	for _, row := range rows {
		counts[disclosure.Step(row.Stage)] = row.N
	}
	return counts, nil
}

// RecordsUnderReview lists every record whose review is under way, of all agencies.
func RecordsUnderReview(r database.Reader) (rows []RecordRow, err error) {
	defer fault.Wrap(&err, "query.RecordsUnderReview")
	err = r.Select(&rows, `SELECT `+recordColumns+` FROM record r JOIN catalog_column c ON c.id = r.column_id
		WHERE r.stage NOT IN ('published', 'withdrawn', 'draft') ORDER BY r.agency, r.id`)
	return rows, err
}

// A ScheduleRow is a record that is going to be published on a day.
type ScheduleRow struct {
	Record  string     `db:"record"`
	Title   string     `db:"title"`
	DueOn   civil.Date `db:"due_on"`
	Problem string     `db:"problem"`
}

// Schedules lists what the agency has set a day for, the next first.
func Schedules(r database.Reader, of agency.ID) (rows []ScheduleRow, err error) {
	defer fault.Wrap(&err, "query.Schedules(%s)", of)
	err = r.Select(&rows, `SELECT s.record, r.title, s.due_on, s.problem FROM record_schedule s JOIN record r ON r.id = s.record
		WHERE s.agency = $1 ORDER BY s.due_on, s.record`, string(of))
	return rows, err
}

// A TargetRow is a published record to which another may be linked.
type TargetRow struct {
	Record  string `db:"record"`
	Of      string `db:"agency"`
	Agency  string `db:"agency_name"`
	IndexNo string `db:"index_no"`
	Title   string `db:"title"`
	DocNo   string `db:"doc_no"`
	Kind    string `db:"kind"`
}

// LinkTargets finds visible records of all agencies whose title, 文号 or 索引号 has the text, those of the agency first,
// and drafts of the agency that are not public yet: an interpretation is written before its document goes out.
func LinkTargets(r database.Reader, of agency.ID, text string, limit int) (rows []TargetRow, err error) {
	defer fault.Wrap(&err, "query.LinkTargets(%s)", of)
	like := "%" + escapeLike(text) + "%"
	err = r.Select(&rows, `SELECT r.id AS record, r.agency, a.name AS agency_name, r.index_no, r.title, r.doc_no, r.kind FROM record r JOIN agency a ON a.id = r.agency
		WHERE (r.visible = 1 OR r.agency = $1) AND (r.title LIKE $2 ESCAPE '!' OR r.doc_no LIKE $2 ESCAPE '!' OR r.index_no LIKE $2 ESCAPE '!')
		ORDER BY CASE WHEN r.agency = $1 THEN 0 ELSE 1 END, r.altered_at DESC LIMIT $3`, string(of), like, limit)
	return rows, err
}

// Targets loads what lists of links say of the records.
func Targets(r database.Reader, ids []disclosure.ID) (_ map[disclosure.ID]TargetRow, err error) {
	defer fault.Wrap(&err, "query.Targets")
	found := map[disclosure.ID]TargetRow{}
	for _, id := range ids {
		var row TargetRow
		err := r.Get(&row, `SELECT r.id AS record, r.agency, a.name AS agency_name, r.index_no, r.title, r.doc_no, r.kind FROM record r JOIN agency a ON a.id = r.agency WHERE r.id = $1`, string(id))
		if database.NotFound(err) {
			continue
		} else if err != nil {
			return nil, err
		}
		found[id] = row
	}
	return found, nil
}

// Namesakes finds other records of the agency with the same title or the same 文号, the last altered first: the same thing
// is easily entered twice.
func Namesakes(r database.Reader, of agency.ID, id disclosure.ID, title, docNo string) (rows []TargetRow, err error) {
	defer fault.Wrap(&err, "query.Namesakes(%s)", id)
	err = r.Select(&rows, `SELECT r.id AS record, r.agency, a.name AS agency_name, r.index_no, r.title, r.doc_no, r.kind FROM record r JOIN agency a ON a.id = r.agency
		WHERE r.agency = $1 AND r.id <> $2 AND (r.title = $3 OR $4 <> '' AND r.doc_no = $4) ORDER BY r.altered_at DESC LIMIT 3`, string(of), string(id), title, docNo)
	return rows, err
}
