package query

import (
	"strconv"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

func itoa(n int) string { return strconv.Itoa(n) }

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

// A Document is a visible rule or normative document with what others did to it.
type Document struct {
	PublicationRow
	Effects []disclosure.Effect
}

// PortalDocuments lists the visible rules and normative documents, newest first, of one agency or of all. Whether one
// is in force is for package disclosure to say, on the day.
func PortalDocuments(r database.Reader, agency string) (_ []Document, err error) {
	defer fault.Wrap(&err, "query.PortalDocuments")
	var rows []PublicationRow
	if err := r.Select(&rows, publication+`WHERE p.visible = 1 AND p.kind IN ('normative', 'rule') AND ($1 = '' OR p.agency = $1)
		ORDER BY p.published_on DESC, p.record DESC`, agency); err != nil {
		return nil, err
	}
	var links []LinkRow
	if err := r.Select(&links, `SELECT l.relation, 0 AS outward, l.target, l.works_on, `+linked+`
		FROM publication_link l JOIN publication o ON o.record = l.record AND o.visible = 1
		WHERE l.relation IN ('amends', 'repeals', 'lapses', 'continues')`); err != nil {
		return nil, err
	}
	byTarget := map[string][]LinkRow{}
	for _, l := range links {
		byTarget[l.Target] = append(byTarget[l.Target], l)
	}
	documents := make([]Document, 0, len(rows))
	for _, row := range rows {
		documents = append(documents, Document{row, Effects(byTarget[row.Record], row.Record)})
	}
	return documents, nil
}

// Doc returns the document as package disclosure computes with it.
func (d PublicationRow) Doc() disclosure.Record {
	return disclosure.Record{ID: disclosure.ID(d.Record), Kind: disclosure.Kind(d.Kind), FormedOn: d.FormedOn, EffectiveOn: d.EffectiveOn, ExpiresOn: d.ExpiresOn}
}
