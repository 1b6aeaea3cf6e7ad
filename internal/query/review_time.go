package query

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/complaint"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/review"
)

// ReviewSpans lists the records of the agency that went public between the days after a review here, with the first day
// and the last of it.
// 法源: 《条例》第十七条第一款。
func ReviewSpans(r database.Reader, of agency.ID, from, to civil.Date) (list []Finding, err error) {
	defer fault.Wrap(&err, "query.ReviewSpans(%s)", of)
	err = r.Select(&list, `SELECT p.index_no AS number, p.title, min(s.done_on) AS from_on, max(s.done_on) AS on_day, '' AS word, p.index_no AS record
		FROM publication p JOIN signoff s ON s.kind = $2 AND s.subject = p.record AND s.done_on <= p.published_on
		WHERE p.agency = $1 AND p.visible = 1 AND p.published_on >= $3 AND p.published_on <= $4
		GROUP BY p.record, p.index_no, p.title HAVING max(CASE WHEN s.stage = $5 THEN 1 ELSE 0 END) = 1 ORDER BY min(s.done_on), p.record`,
		string(of), disclosure.ReviewKind, from, to, string(review.Signature))
	return list, err
}

// UnheardComplaints lists the complaints that an agency handles and that arrived before the day, of which nobody has been
// told anything yet.
// 法源: 《条例》第四十七条第二款。
func UnheardComplaints(r database.Reader, of agency.ID, before civil.Date) (list []Finding, err error) {
	defer fault.Wrap(&err, "query.UnheardComplaints(%s)", of)
	var rows []struct {
		Finding
		Kind complaint.Kind `db:"kind"`
	}
	if err := r.Select(&rows, `SELECT number, '' AS title, arrived_on AS from_on, due_on AS on_day, '' AS word, record, kind FROM complaint
		WHERE agency = $1 AND closed_on = '' AND arrived_on < $2 ORDER BY arrived_on, id`, string(of), before); err != nil {
		return nil, err
	}
	for _, row := range rows {
		row.Title = row.Kind.Label()
		list = append(list, row.Finding)
	}
	return list, nil
}
