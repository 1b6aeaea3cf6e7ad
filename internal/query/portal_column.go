package query

import (
	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A ColumnRow is a column of the catalogue with what is in it.
type ColumnRow struct {
	ID        string     `db:"id"`
	Agency    string     `db:"agency"`
	Parent    string     `db:"parent"`
	Title     string     `db:"title"`
	Item      string     `db:"item"`
	Genre     string     `db:"genre"`
	Freshness string     `db:"freshness"`
	Days      int        `db:"days"` // a term of its own
	Closed    bool       `db:"closed"`
	Records   int        `db:"records"` // visible ones
	Newest    civil.Date `db:"newest"`
}

// PortalColumns lists the columns of the agency in their order. A closed column is listed while it holds something.
func PortalColumns(r database.Reader, of agency.ID) (rows []ColumnRow, err error) {
	defer fault.Wrap(&err, "query.PortalColumns(%s)", of)
	err = r.Select(&rows, `SELECT c.id, c.agency, c.parent, c.title, c.item, c.genre, c.freshness, c.days, c.closed, count(p.record) AS records,
			coalesce(max(p.altered_on), '') AS newest
		FROM catalog_column c LEFT JOIN publication p ON p.column_id = c.id AND p.visible = 1
		WHERE c.agency = $1
		GROUP BY c.id, c.agency, c.parent, c.title, c.item, c.genre, c.freshness, c.days, c.closed, c.place
		HAVING c.closed = 0 OR count(p.record) > 0
		ORDER BY c.place, c.id`, string(of))
	return rows, err
}

// PortalColumnNames lists the columns of the agency that hold records themselves, by their titles from the top, in their order.
func PortalColumnNames(r database.Reader, of agency.ID) (names []ColumnName, err error) {
	defer fault.Wrap(&err, "query.PortalColumnNames(%s)", of)
	err = r.Select(&names, `SELECT c.id, CASE WHEN a.title IS NULL THEN c.title ELSE a.title || ' › ' || c.title END AS title
		FROM catalog_column c LEFT JOIN catalog_column a ON a.id = c.parent AND a.agency = c.agency
		WHERE c.agency = $1 AND EXISTS (SELECT 1 FROM publication p WHERE p.column_id = c.id AND p.visible = 1) ORDER BY c.place, c.id`, string(of))
	return names, err
}

// A ColumnName is a column as it is chosen from.
type ColumnName struct {
	ID    string `db:"id"`
	Title string `db:"title"`
}
