package store

import (
	"encoding/json"

	"gongkai/disclosure"
	"gongkai/internal/database"
)

// showPublic keeps what lists and searches of the public see in step with the acts, in their transaction. body is the
// version that the act published; a withdrawal has none and leaves the facts of the last version.
func showPublic(tx *database.Tx, p disclosure.Publication, body []byte) error {
	last := p.Acts[len(p.Acts)-1]
	if len(body) == 0 {
		n, err := tx.Exec(`UPDATE publication SET visible = $2, altered_on = $3 WHERE record = $1`, string(p.Record), p.Visible(), last.On)
		if err := mustChange(n, err); err != nil {
			return err
		}
		return Index(tx, []string{string(p.Record)})
	}
	var r disclosure.Record
	if err := json.Unmarshal(body, &r); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO publication (record, agency, column_id, kind, index_no, title, doc_no, formed_on, effective_on, expires_on,
			published_on, altered_on, version, visible)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT (record) DO UPDATE SET column_id = $3, kind = $4, title = $6, doc_no = $7, formed_on = $8, effective_on = $9,
			expires_on = $10, altered_on = $12, version = $13, visible = $14`,
		string(p.Record), string(r.Agency), string(r.Column), string(r.Kind), string(p.Index), r.Title, r.DocNo, r.FormedOn, r.EffectiveOn,
		r.ExpiresOn, p.Acts[0].On, last.On, last.Version, p.Visible())
	if err != nil {
		return err
	}
	if err := showLinks(tx, r, p.Record); err != nil {
		return err
	}
	if !p.Visible() {
		_, err := unindex(tx, string(p.Record))
		return err
	}
	return indexPublic(tx, searchRow{record: r, index: string(p.Index), version: last.Version, publishedOn: p.Acts[0].On})
}

func showLinks(tx *database.Tx, r disclosure.Record, id disclosure.ID) error {
	if _, err := tx.Exec(`DELETE FROM publication_link WHERE record = $1`, string(id)); err != nil {
		return err
	}
	for _, l := range r.Links {
		if _, err := tx.Exec(`INSERT INTO publication_link (record, relation, target, works_on) VALUES ($1, $2, $3, $4)
			ON CONFLICT (record, relation, target) DO NOTHING`, string(id), string(l.Relation), string(l.To), l.On); err != nil {
			return err
		}
	}
	return nil
}
