package query

import (
	"encoding/json"
	"regexp"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/database"
)

// mostDrafts bounds how many unpublished records of an agency are looked through for duties.
const mostDrafts = 5000

// DutyFacts gathers what the duties of an agency are computed from, but for the agency, its settings and the calendar.
func DutyFacts(r database.Reader, of agency.ID) (f duty.Facts, err error) {
	defer fault.Wrap(&err, "query.DutyFacts(%s)", of)
	f.Reports = map[int]civil.Date{}
	for _, add := range []func(database.Reader, agency.ID, *duty.Facts) error{addSince, addGuide, addReports, addColumns, addDrafts, addDocuments, addMarks} {
		if err := add(r, of, &f); err != nil {
			return f, err
		}
	}
	return f, nil
}

// addSince finds the day on which the agency was entered: it owes nothing here from before.
func addSince(r database.Reader, of agency.ID, f *duty.Facts) error {
	var at int64
	if err := r.QueryRow(`SELECT created_at FROM agency WHERE id = $1`, string(of)).Scan(&at); err != nil {
		return err
	}
	f.Since = civil.Of(time.UnixMilli(at))
	return nil
}

func addGuide(r database.Reader, of agency.ID, f *duty.Facts) error {
	err := r.QueryRow(`SELECT reviewed_on FROM guide WHERE agency = $1`, string(of)).Scan(&f.Guide)
	if database.NotFound(err) {
		return nil
	}
	return err
}

// yearOf finds the year that the title of an annual report speaks of.
var yearOf = regexp.MustCompile(`(20\d\d)\s*年`)

// addReports finds when the annual reports were published, by the year in their titles.
func addReports(r database.Reader, of agency.ID, f *duty.Facts) error {
	var rows []struct {
		Title string     `db:"title"`
		On    civil.Date `db:"published_on"`
	}
	if err := r.Select(&rows, `SELECT title, published_on FROM publication WHERE agency = $1 AND kind = 'annual_report' AND visible = 1`, string(of)); err != nil {
		return err
	}
	for _, row := range rows {
		if m := yearOf.FindStringSubmatch(row.Title); m != nil {
			year := atoi(m[1])
			if on, ok := f.Reports[year]; !ok || row.On.Before(on) {
				f.Reports[year] = row.On
			}
		}
	}
	return nil
}

// addColumns adds the columns, when each was last published in or revised. A heading, which holds nothing itself but has
// columns under it, is no empty column.
func addColumns(r database.Reader, of agency.ID, f *duty.Facts) error {
	var rows []struct {
		ID        string     `db:"id"`
		Title     string     `db:"title"`
		Freshness string     `db:"freshness"`
		Days      int        `db:"days"`
		Records   int        `db:"records"`
		Updated   civil.Date `db:"updated"`
	}
	if err := r.Select(&rows, `SELECT c.id, c.title, c.freshness, c.days, count(p.record) AS records, coalesce(max(p.altered_on), '') AS updated
		FROM catalog_column c LEFT JOIN publication p ON p.column_id = c.id AND p.visible = 1
		WHERE c.agency = $1 AND c.closed = 0 GROUP BY c.id, c.title, c.freshness, c.days, c.place
		HAVING count(p.record) > 0 OR NOT EXISTS (SELECT 1 FROM catalog_column k WHERE k.agency = $1 AND k.parent = c.id AND k.closed = 0)
		ORDER BY c.place, c.id`, string(of)); err != nil {
		return err
	}
	for _, row := range rows {
		f.Columns = append(f.Columns, duty.Place{ID: row.ID, Title: row.Title, Freshness: catalog.Freshness(row.Freshness), Days: row.Days, Records: row.Records, Updated: row.Updated})
	}
	return nil
}

// addDrafts adds what is not public: what is late to be published, and what is withheld and looked at again.
func addDrafts(r database.Reader, of agency.ID, f *duty.Facts) error {
	var drafts []string
	if err := r.Select(&drafts, `SELECT draft FROM record WHERE agency = $1 AND visible = 0 AND published_on = '' ORDER BY id LIMIT `+itoa(mostDrafts), string(of)); err != nil {
		return err
	}
	for _, text := range drafts {
		var d disclosure.Record
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			return err
		}
		f.Pieces = append(f.Pieces, duty.Piece{ID: string(d.ID), Title: d.Title, FormedOn: d.FormedOn, Proactive: d.Attribute == disclosure.Proactive,
			Normative: d.Kind == disclosure.Normative, ReviewOn: d.ReviewOn})
	}
	return nil
}

// addDocuments adds the normative documents that are public, with the day of their first 解读.
func addDocuments(r database.Reader, of agency.ID, f *duty.Facts) error {
	var rows []struct {
		Record      string     `db:"record"`
		Title       string     `db:"title"`
		FormedOn    civil.Date `db:"formed_on"`
		PublishedOn civil.Date `db:"published_on"`
		ExpiresOn   civil.Date `db:"expires_on"`
		ExplainedOn civil.Date `db:"explained_on"`
		Ended       int        `db:"ended"`
	}
	if err := r.Select(&rows, `SELECT p.record, p.title, p.formed_on, p.published_on, p.expires_on,
			coalesce((SELECT min(o.published_on) FROM publication_link l JOIN publication o ON o.record = l.record
				WHERE l.target = p.record AND l.relation = 'interprets'), '') AS explained_on,
			(SELECT count(*) FROM publication_link l WHERE l.target = p.record AND l.relation IN ('repeals', 'lapses')) AS ended
		FROM publication p WHERE p.agency = $1 AND p.kind = 'normative' AND p.visible = 1`, string(of)); err != nil {
		return err
	}
	for _, row := range rows {
		f.Pieces = append(f.Pieces, duty.Piece{ID: row.Record, Title: row.Title, FormedOn: row.FormedOn, PublishedOn: row.PublishedOn, Proactive: true,
			Normative: true, ExpiresOn: row.ExpiresOn, InterpretsOn: row.ExplainedOn, Withdrawn: row.Ended > 0})
	}
	return nil
}

func addMarks(r database.Reader, of agency.ID, f *duty.Facts) error {
	var rows []struct {
		Kind string     `db:"kind"`
		Key  string     `db:"duty"`
		On   civil.Date `db:"done_on"`
		Note string     `db:"note"`
	}
	if err := r.Select(&rows, `SELECT kind, duty, done_on, note FROM duty_mark WHERE agency = $1`, string(of)); err != nil {
		return err
	}
	for _, row := range rows {
		f.Marks = append(f.Marks, duty.Mark{Kind: duty.Kind(row.Kind), Key: row.Key, On: row.On, Note: row.Note})
	}
	return nil
}
