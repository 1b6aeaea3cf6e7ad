package query

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
)

// An ExplanationRow says how a document is going to be interpreted and how many visible interpretations it has.
type ExplanationRow struct {
	Explained       disclosure.Explanation
	Interpretations int
}

// Explanations returns the plan and the interpretations of every visible rule and normative document of the agency.
func Explanations(r database.Reader, of agency.ID) (_ map[disclosure.ID]ExplanationRow, err error) {
	defer fault.Wrap(&err, "query.Explanations(%s)", of)
	var rows []struct {
		Record string `db:"record"`
		Body   string `db:"body"`
		N      int    `db:"n"`
	}
	err = r.Select(&rows, `SELECT p.record, v.body, (SELECT count(*) FROM publication_link l JOIN publication i ON i.record = l.record AND i.visible = 1
			WHERE l.target = p.record AND l.relation = 'interprets') AS n
		FROM publication p JOIN record_version v ON v.record = p.record AND v.version = p.version
		WHERE p.agency = $1 AND p.visible = 1 AND p.kind IN ('normative', 'rule')`, string(of))
	if err != nil {
		return nil, err
	}
	found := map[disclosure.ID]ExplanationRow{}
	for _, row := range rows {
		var rec disclosure.Record
		if err := json.Unmarshal([]byte(row.Body), &rec); err != nil {
			return nil, err
		}
		found[disclosure.ID(row.Record)] = ExplanationRow{rec.Explained, row.N}
	}
	return found, nil
}

// KeptDue lists the records that the agency keeps back and has to look at again by the day, the longest due first. There
// are few of them: their drafts are read.
func KeptDue(r database.Reader, of agency.ID, by civil.Date) (due []disclosure.Record, err error) {
	defer fault.Wrap(&err, "query.KeptDue(%s)", of)
	var drafts []string
	if err := r.Select(&drafts, `SELECT draft FROM record WHERE agency = $1 AND stage = 'kept' ORDER BY altered_at, id`, string(of)); err != nil {
		return nil, err
	}
	for _, draft := range drafts {
		var rec disclosure.Record
		if err := json.Unmarshal([]byte(draft), &rec); err != nil {
			return nil, err
		}
		if !rec.ReviewOn.IsZero() && !rec.ReviewOn.After(by) {
			due = append(due, rec)
		}
	}
	return due, nil
}

// Unpublished lists what the agency is going to publish and has not published yet.
func Unpublished(r database.Reader, of agency.ID) (list []disclosure.Record, err error) {
	defer fault.Wrap(&err, "query.Unpublished(%s)", of)
	var drafts []string
	if err := r.Select(&drafts, `SELECT draft FROM record WHERE agency = $1 AND version = 0 AND stage NOT IN ('kept', 'published', 'withdrawn')
		ORDER BY altered_at, id`, string(of)); err != nil {
		return nil, err
	}
	for _, draft := range drafts {
		var rec disclosure.Record
		if err := json.Unmarshal([]byte(draft), &rec); err != nil {
			return nil, err
		}
		if rec.Attribute == disclosure.Proactive {
			list = append(list, rec)
		}
	}
	return list, nil
}
