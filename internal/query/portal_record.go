package query

import (
	"encoding/json"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A PublicationRow is a published record as lists show it.
type PublicationRow struct {
	Record      string     `db:"record"`
	Agency      string     `db:"agency"`
	AgencyCode  string     `db:"agency_code"`
	AgencyName  string     `db:"agency_name"`
	ColumnID    string     `db:"column_id"`
	ColumnTitle string     `db:"column_title"`
	Kind        string     `db:"kind"`
	IndexNo     string     `db:"index_no"`
	Title       string     `db:"title"`
	DocNo       string     `db:"doc_no"`
	FormedOn    civil.Date `db:"formed_on"`
	EffectiveOn civil.Date `db:"effective_on"`
	ExpiresOn   civil.Date `db:"expires_on"`
	PublishedOn civil.Date `db:"published_on"`
	AlteredOn   civil.Date `db:"altered_on"`
	Version     int        `db:"version"`
	Visible     bool       `db:"visible"`
}

const publicationColumns = `p.record, p.agency, a.code AS agency_code, a.name AS agency_name, p.column_id, c.title AS column_title, p.kind, p.index_no,
	p.title, p.doc_no, p.formed_on, p.effective_on, p.expires_on, p.published_on, p.altered_on, p.version, p.visible`

const publication = `SELECT ` + publicationColumns + `
	FROM publication p JOIN agency a ON a.id = p.agency JOIN catalog_column c ON c.id = p.column_id `

// A List says which visible publications are wanted. Empty fields do not restrict.
type List struct {
	Agency string
	Column string
	Kind   disclosure.Kind
	Year   int // of publication
	Limit  int
	Offset int
}

func (l List) where() (string, []any) {
	where, args := "WHERE p.visible = 1", []any{}
	add := func(clause string, value any) {
		args = append(args, value)
		where += " AND " + clause + "$" + itoa(len(args))
	}
	if l.Agency != "" {
		add("p.agency = ", l.Agency)
	}
	if l.Column != "" {
		add("p.column_id = ", l.Column)
	}
	if l.Kind != "" {
		add("p.kind = ", string(l.Kind))
	}
	if l.Year > 0 {
		add("p.published_on >= ", civil.On(l.Year, 1, 1))
		add("p.published_on <= ", civil.On(l.Year, 12, 31))
	}
	return where, args
}

// PortalList returns one page of the visible publications, newest first, and how many there are in all.
func PortalList(r database.Reader, l List) (rows []PublicationRow, total int, err error) {
	defer fault.Wrap(&err, "query.PortalList")
	where, args := l.where()
	if err := r.QueryRow(`SELECT count(*) FROM publication p `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	n := len(args)
	args = append(args, l.Limit, l.Offset)
	err = r.Select(&rows, publication+where+` ORDER BY p.published_on DESC, p.record DESC LIMIT $`+itoa(n+1)+` OFFSET $`+itoa(n+2), args...)
	return rows, total, err
}

// PortalYears returns the years in which something visible was published, newest first; the year of the list is
// ignored.
func PortalYears(r database.Reader, l List) (years []int, err error) {
	defer fault.Wrap(&err, "query.PortalYears")
	l.Year = 0
	where, args := l.where()
	var texts []string
	err = r.Select(&texts, `SELECT DISTINCT substr(p.published_on, 1, 4) AS year FROM publication p `+where+` ORDER BY 1 DESC`, args...)
	for _, text := range texts {
		years = append(years, atoi(text))
	}
	return years, err
}

// PortalRecord finds the publication with the 索引号, visible or withdrawn.
func PortalRecord(r database.Reader, index catalog.IndexNo) (row PublicationRow, err error) {
	defer fault.Wrap(&err, "query.PortalRecord(%s)", index)
	err = r.Get(&row, publication+`WHERE p.index_no = $1`, string(index))
	return row, err
}

// PortalVersion loads one published version of a record.
func PortalVersion(r database.Reader, id string, version int) (rec disclosure.Record, err error) {
	defer fault.Wrap(&err, "query.PortalVersion(%s, %d)", id, version)
	var body string
	if err := r.QueryRow(`SELECT body FROM record_version WHERE record = $1 AND version = $2`, id, version).Scan(&body); err != nil {
		return rec, err
	}
	return rec, json.Unmarshal([]byte(body), &rec)
}

// An ActRow is one public act upon a record.
type ActRow struct {
	Kind    string     `db:"kind"`
	On      civil.Date `db:"done_on"`
	Version int        `db:"version"`
	Reason  string     `db:"reason"`
}

// PortalActs lists the public acts upon a record, first to last.
func PortalActs(r database.Reader, id string) (rows []ActRow, err error) {
	defer fault.Wrap(&err, "query.PortalActs(%s)", id)
	err = r.Select(&rows, `SELECT kind, done_on, version, reason FROM record_act WHERE record = $1 ORDER BY seq`, id)
	return rows, err
}

// A LinkRow is a visible publication that is linked with another.
type LinkRow struct {
	Relation    string     `db:"relation"`
	Outward     bool       `db:"outward"` // the link stands on the record asked for
	Target      string     `db:"target"`  // the record that the link leads to
	WorksOn     civil.Date `db:"works_on"`
	Record      string     `db:"record"` // the other one
	IndexNo     string     `db:"index_no"`
	Title       string     `db:"title"`
	DocNo       string     `db:"doc_no"`
	PublishedOn civil.Date `db:"published_on"`
	EffectiveOn civil.Date `db:"effective_on"`
	FormedOn    civil.Date `db:"formed_on"`
}

const linked = `o.record, o.index_no, o.title, o.doc_no, o.published_on, o.effective_on, o.formed_on`

// PortalLinks lists the visible publications linked with the record, in both directions.
func PortalLinks(r database.Reader, id string) (rows []LinkRow, err error) {
	defer fault.Wrap(&err, "query.PortalLinks(%s)", id)
	err = r.Select(&rows, `SELECT l.relation, 1 AS outward, l.target, l.works_on, `+linked+`
			FROM publication_link l JOIN publication o ON o.record = l.target AND o.visible = 1 WHERE l.record = $1
		UNION ALL SELECT l.relation, 0 AS outward, l.target, l.works_on, `+linked+`
			FROM publication_link l JOIN publication o ON o.record = l.record AND o.visible = 1 WHERE l.target = $1
		ORDER BY 9 DESC, 5 DESC`, id) // day of publication, record: SQLite takes no names of one half
	return rows, err
}

// Effects turns the links into what other documents do to the one asked for. A link without a day works from the
// day on which the other document takes effect.
func Effects(links []LinkRow, of string) []disclosure.Effect {
	var effects []disclosure.Effect
	for _, l := range links {
		if l.Outward || l.Target != of {
			continue
		}
		on := l.WorksOn
		if on.IsZero() {
			on = l.EffectiveOn
		}
		if on.IsZero() {
			on = l.FormedOn
		}
		switch relation := disclosure.Relation(l.Relation); relation {
		case disclosure.Amends, disclosure.Repeals, disclosure.LapsesIt, disclosure.Continues:
			effects = append(effects, disclosure.Effect{Relation: relation, By: disclosure.ID(l.Record), On: on})
		}
	}
	return effects
}

// PortalPublication finds the publication with the internal id, visible or withdrawn.
func PortalPublication(r database.Reader, id string) (row PublicationRow, err error) {
	defer fault.Wrap(&err, "query.PortalPublication(%s)", id)
	err = r.Get(&row, publication+`WHERE p.record = $1`, id)
	return row, err
}
