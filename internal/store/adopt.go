package store

import (
	"encoding/json"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/translog"
)

// An Adoption is a record of an old site that becomes public with its first version.
type Adoption struct {
	File  RecordFile // with the 索引号 and no acts
	Act   disclosure.Act
	Body  []byte          // the version, nil to write it here
	Entry *fulltext.Entry // of the search index, nil to make it here
	Fresh *Fresh          // what a search asks of it, nil to make it here where one would
}

// An Adopter stores many records that become public at once: the same rows as [SaveDraft] and [AddAct] write, in fewer
// statements. [Adopter.Close] ends it, within the transaction.
type Adopter struct {
	tx     *database.Tx
	days   map[civil.Date]*run // numbers of the search index
	runs   []*run
	asked  bool // a search looks at fresh records
	leaves []translog.Entry
}

// run are numbers of the search index that follow one another.
type run struct{ from, next int64 }

// NewAdopter begins.
func NewAdopter(tx *database.Tx) (a *Adopter, err error) {
	a = &Adopter{tx: tx, days: map[civil.Date]*run{}}
	a.asked, err = AsksFresh(tx)
	return a, err
}

// Add stores one record.
func (a *Adopter) Add(x Adoption) (err error) {
	defer fault.Wrap(&err, "store.Adopter.Add(%s)", x.File.Draft.ID)
	d, index := x.File.Draft, string(x.File.Publication.Index)
	if x.Body == nil {
		if x.Body, err = json.Marshal(d); err != nil {
			return err
		}
	}
	for _, s := range []struct {
		query string
		args  []any
	}{
		{`INSERT INTO record (id, agency, column_id, kind, title, doc_no, author, author_name, draft, digest, index_no, version, visible, published_on, altered_at, stage)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $14, $15)`,
			[]any{string(d.ID), string(d.Agency), string(d.Column), string(d.Kind), d.Title, d.DocNo, d.Author, x.File.AuthorName, string(x.Body), x.File.Digest, index, x.Act.Version, x.Act.On, a.tx.Now(), string(disclosure.StepPublished)}},
		{`INSERT INTO record_version (record, version, body, digest) VALUES ($1, $2, $3, $4)`, []any{string(d.ID), x.Act.Version, string(x.Body), x.Act.Digest}},
		{`INSERT INTO record_act (record, seq, kind, done_on, version, digest, reason) VALUES ($1, 1, $2, $3, $4, $5, $6)`,
			[]any{string(d.ID), string(x.Act.Kind), x.Act.On, x.Act.Version, x.Act.Digest, x.Act.Reason}},
		{`INSERT INTO publication (record, agency, column_id, kind, index_no, title, doc_no, formed_on, effective_on, expires_on, published_on, altered_on, version, visible)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, 1)`,
			[]any{string(d.ID), string(d.Agency), string(d.Column), string(d.Kind), index, d.Title, d.DocNo, d.FormedOn, d.EffectiveOn, d.ExpiresOn, x.Act.On, x.Act.Version}},
	} {
		if _, err := a.tx.Exec(s.query, s.args...); err != nil {
			return err
		}
	}
	if len(d.Links) > 0 {
		if err := showLinks(a.tx, d, d.ID); err != nil {
			return err
		}
	}
	a.leaves = append(a.leaves, logged(x.File.Publication, x.Act))
	return a.index(x, index)
}

// index enters the record into the search index.
func (a *Adopter) index(x Adoption, index string) error {
	d, on := x.File.Draft, x.Act.On
	source := fulltext.Source{Record: d, Index: index, Year: on.Year()}
	waiting := 0
	if x.Entry == nil || len(d.Files) > 0 {
		var err error
		if source.Texts, waiting, err = fileTexts(a.tx, d.Files); err != nil {
			return err
		}
		entry := fulltext.Enter(source)
		x.Entry, x.Fresh = &entry, nil
	}
	r := a.days[on]
	if r == nil || r.next%fulltext.PerDay == 0 {
		id, err := nextSearchID(a.tx, on)
		if err != nil {
			return err
		}
		r = &run{id, id}
		a.days[on], a.runs = r, append(a.runs, r)
	}
	id := r.next
	r.next++
	if _, err := a.tx.Exec(`INSERT INTO search_entry (id, agency, record, version, mark, waiting) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, string(d.Agency), string(d.ID), x.Act.Version, fulltext.Mark(), waiting); err != nil {
		return err
	}
	if err := a.tx.PutText(database.PublicText, id, x.Entry.Order, x.Entry.More); err != nil || !a.asked {
		return err
	}
	if x.Fresh == nil {
		fresh := NewFresh(source, *x.Entry)
		x.Fresh = &fresh
	}
	const mayBeKnown = true // the number may have been that of a record that is withdrawn
	return putFresh(a.tx, id, mayBeKnown, x.Fresh)
}

// Close writes the leaves of the transparency log, in the order of the records, and which records the search has yet to
// fold into its segments.
func (a *Adopter) Close() (err error) {
	defer fault.Wrap(&err, "store.Adopter.Close")
	for _, r := range a.runs {
		if a.asked {
			break // they are noted already
		}
		if err := freshenRun(a.tx, *r); err != nil {
			return err
		}
	}
	return translog.Append(a.tx, a.leaves...)
}
