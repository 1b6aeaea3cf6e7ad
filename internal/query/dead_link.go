package query

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A DeadLinkRow is a link of a visible record that leads nowhere.
type DeadLinkRow struct {
	Agency    string     `db:"agency"`
	Record    string     `db:"record"`
	IndexNo   string     `db:"index_no"`
	Title     string     `db:"title"`
	Address   string     `db:"address"`
	Words     string     `db:"words"`
	Reason    string     `db:"reason"`
	Since     civil.Date `db:"since"`
	CheckedOn civil.Date `db:"checked_on"`
}

// DeadLinks lists the dead links of an agency, the longest dead first.
func DeadLinks(r database.Reader, of agency.ID) (rows []DeadLinkRow, err error) {
	defer fault.Wrap(&err, "query.DeadLinks(%s)", of)
	err = r.Select(&rows, `SELECT d.agency, d.record, p.index_no, p.title, d.address, d.words, d.reason, d.since, d.checked_on
		FROM dead_link d JOIN publication p ON p.record = d.record WHERE d.agency = $1 AND p.visible = 1 ORDER BY d.since, d.record, d.address`, string(of))
	return rows, err
}

// CountDeadLinks counts the dead links of every agency that has any.
func CountDeadLinks(r database.Reader) (counts map[agency.ID]int, err error) {
	defer fault.Wrap(&err, "query.CountDeadLinks")
	var rows []struct {
		Agency string `db:"agency"`
		N      int    `db:"n"`
	}
	err = r.Select(&rows, `SELECT d.agency, count(*) AS n FROM dead_link d JOIN publication p ON p.record = d.record WHERE p.visible = 1 GROUP BY d.agency`)
	counts = map[agency.ID]int{}
	for _, row := range rows {
		counts[agency.ID(row.Agency)] = row.N
	}
	return counts, err
}
