package store

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/translog"
)

// columnRow is a row of the table catalog_column.
type columnRow struct {
	ID        string `db:"id"`
	Agency    string `db:"agency"`
	Parent    string `db:"parent"`
	Title     string `db:"title"`
	Item      string `db:"item"`
	Genre     string `db:"genre"`
	Freshness string `db:"freshness"`
	Section   string `db:"section"`
	Person    string `db:"person"`
	Place     int    `db:"place"`
	Closed    bool   `db:"closed"`
	Standard  string `db:"standard"` // JSON
	Days      int    `db:"days"`
}

const columnColumns = `id, agency, parent, title, item, genre, freshness, section, person, place, closed, standard, days`

func (r columnRow) column() catalog.Column {
	var standard catalog.Requirement
	_ = json.Unmarshal([]byte(r.Standard), &standard) // empty for most; only SaveColumn writes it
	return catalog.Column{Standard: standard, ID: catalog.ColumnID(r.ID), Agency: agency.ID(r.Agency), Parent: catalog.ColumnID(r.Parent), Title: r.Title,
		Item: catalog.ItemCode(r.Item), Genre: r.Genre, Freshness: catalog.Freshness(r.Freshness), Section: agency.SectionID(r.Section),
		Person: r.Person, Place: r.Place, Closed: r.Closed, Days: r.Days}
}

// Columns loads the catalogue of the agency in its order.
func Columns(r database.Reader, of agency.ID) (_ []catalog.Column, err error) {
	defer fault.Wrap(&err, "store.Columns(%s)", of)
	var rows []columnRow
	if err := r.Select(&rows, `SELECT `+columnColumns+` FROM catalog_column WHERE agency = $1 ORDER BY place, id`, string(of)); err != nil {
		return nil, err
	}
	list := make([]catalog.Column, 0, len(rows))
	for _, row := range rows {
		list = append(list, row.column())
	}
	return list, nil
}

// Column loads a column.
func Column(r database.Reader, id catalog.ColumnID) (_ catalog.Column, err error) {
	defer fault.Wrap(&err, "store.Column(%s)", id)
	var row columnRow
	err = r.Get(&row, `SELECT `+columnColumns+` FROM catalog_column WHERE id = $1`, string(id))
	return row.column(), err
}

// SaveColumn stores a new or changed column. A column never moves to another agency.
func SaveColumn(tx *database.Tx, c catalog.Column) (err error) {
	defer fault.Wrap(&err, "store.SaveColumn(%s)", c.ID)
	standard := ""
	if !c.Standard.IsZero() {
		text, err := json.Marshal(c.Standard)
		if err != nil {
			return err
		}
		standard = string(text)
	}
	n, err := tx.Exec(`INSERT INTO catalog_column (`+columnColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (id) DO UPDATE SET parent = $3, title = $4, item = $5, genre = $6, freshness = $7, section = $8, person = $9, place = $10, closed = $11, standard = $12, days = $13
		WHERE catalog_column.agency = $2`,
		string(c.ID), string(c.Agency), string(c.Parent), c.Title, string(c.Item), c.Genre, string(c.Freshness), string(c.Section), c.Person, c.Place, c.Closed, standard, c.Days)
	return mustChange(n, err)
}

// A RecordFile is a record as it is stored: the draft, and its public life.
type RecordFile struct {
	Draft       disclosure.Record
	Digest      string // of the draft
	AuthorName  string
	Stage       disclosure.Step
	Publication disclosure.Publication
}

// MarkStage notes how far the record has come.
func MarkStage(tx *database.Tx, id disclosure.ID, stage disclosure.Step) (err error) {
	defer fault.Wrap(&err, "store.MarkStage(%s, %s)", id, stage)
	_, err = tx.Exec(`UPDATE record SET stage = $2 WHERE id = $1 AND stage <> $2`, string(id), string(stage))
	return err
}

// recordRow is a row of the table record.
type recordRow struct {
	ID         string `db:"id"`
	Draft      string `db:"draft"`
	Digest     string `db:"digest"`
	AuthorName string `db:"author_name"`
	IndexNo    string `db:"index_no"`
	Stage      string `db:"stage"`
}

// actRow is a row of the table record_act.
type actRow struct {
	Kind    string     `db:"kind"`
	On      civil.Date `db:"done_on"`
	Version int        `db:"version"`
	Digest  string     `db:"digest"`
	Reason  string     `db:"reason"`
}

// Record loads a record with its public acts.
func Record(r database.Reader, id disclosure.ID) (_ RecordFile, err error) {
	defer fault.Wrap(&err, "store.Record(%s)", id)
	var row recordRow
	if err := r.Get(&row, `SELECT id, draft, digest, author_name, index_no, stage FROM record WHERE id = $1`, string(id)); err != nil {
		return RecordFile{}, err
	}
	file := RecordFile{Digest: row.Digest, AuthorName: row.AuthorName, Stage: disclosure.Step(row.Stage),
		Publication: disclosure.Publication{Record: id, Index: catalog.IndexNo(row.IndexNo)}}
	if err := json.Unmarshal([]byte(row.Draft), &file.Draft); err != nil {
		return RecordFile{}, err
	}
	var acts []actRow
	if err := r.Select(&acts, `SELECT kind, done_on, version, digest, reason FROM record_act WHERE record = $1 ORDER BY seq`, string(id)); err != nil {
		return RecordFile{}, err
	}
	for _, a := range acts {
		file.Publication.Acts = append(file.Publication.Acts, disclosure.Act{Kind: disclosure.ActKind(a.Kind), On: a.On, Version: a.Version, Digest: a.Digest, Reason: a.Reason})
	}
	return file, nil
}

// SaveDraft stores a new or changed draft. What the public sees is not touched.
func SaveDraft(tx *database.Tx, file RecordFile) (err error) {
	d := file.Draft
	defer fault.Wrap(&err, "store.SaveDraft(%s)", d.ID)
	draft, err := json.Marshal(d)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`INSERT INTO record (id, agency, column_id, kind, title, doc_no, author, author_name, draft, digest, index_no, version, visible, published_on, altered_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 0, 0, '', $11)
		ON CONFLICT (id) DO UPDATE SET column_id = $3, kind = $4, title = $5, doc_no = $6, author = $7, author_name = $8, draft = $9, digest = $10, altered_at = $11
		WHERE record.agency = $2`,
		string(d.ID), string(d.Agency), string(d.Column), string(d.Kind), d.Title, d.DocNo, d.Author, file.AuthorName, string(draft), file.Digest, tx.Now())
	return mustChange(n, err)
}

// AddAct stores a public act with what lists of the public then show. The first publication gives the record its index
// number for ever.
func AddAct(tx *database.Tx, p disclosure.Publication, act disclosure.Act, body []byte) (err error) {
	defer fault.Wrap(&err, "store.AddAct(%s)", p.Record)
	if act.Kind == disclosure.Published || act.Kind == disclosure.Revised {
		if _, err := tx.Exec(`INSERT INTO record_version (record, version, body, digest) VALUES ($1, $2, $3, $4)`, string(p.Record), act.Version, string(body), act.Digest); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(`INSERT INTO record_act (record, seq, kind, done_on, version, digest, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(p.Record), len(p.Acts)+1, string(act.Kind), act.On, act.Version, act.Digest, act.Reason); err != nil {
		return err
	}
	p.Acts = append(p.Acts[:len(p.Acts):len(p.Acts)], act)
	stage := disclosure.StepPublished
	if !p.Visible() {
		stage = disclosure.StepWithdrawn
	}
	n, err := tx.Exec(`UPDATE record SET index_no = $2, version = $3, visible = $4, published_on = $5, stage = $6 WHERE id = $1 AND (index_no = '' OR index_no = $2)`,
		string(p.Record), string(p.Index), p.Version(), p.Visible(), p.Acts[0].On, string(stage))
	if err := mustChange(n, err); err != nil {
		return err
	}
	if err := translog.Append(tx, logged(p, act)); err != nil {
		return err
	}
	return showPublic(tx, p, body)
}

// logged is the act as the transparency log tells it.
func logged(p disclosure.Publication, act disclosure.Act) translog.Entry {
	return translog.Entry{Record: p.Record, Leaf: translog.Leaf{Act: act.Kind, Day: act.On, Digest: act.Digest, Index: string(p.Index), Version: act.Version}}
}

// IndexTaken reports whether a record has the number.
func IndexTaken(r database.Reader, index catalog.IndexNo) (taken bool, err error) {
	defer fault.Wrap(&err, "store.IndexTaken(%s)", index)
	var n int
	err = r.QueryRow(`SELECT count(*) FROM record WHERE index_no = $1 AND index_no <> ''`, string(index)).Scan(&n)
	return n > 0, err
}
