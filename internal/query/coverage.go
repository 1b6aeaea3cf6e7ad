package query

import (
	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A CoveredItem says what an agency has published under one statutory item.
type CoveredItem struct {
	Item    catalog.ItemCode `db:"item"`
	Columns int              `db:"columns"`
	Records int              `db:"records"`
	Newest  civil.Date       `db:"newest"`
}

// Coverage says for each statutory item that has a column what is public under it.
// 法源: 《条例》第二十条、《条例》第二十一条。
func Coverage(r database.Reader, of agency.ID) (list []CoveredItem, err error) {
	defer fault.Wrap(&err, "query.Coverage(%s)", of)
	err = r.Select(&list, `SELECT c.item, count(DISTINCT c.id) AS columns, count(p.record) AS records, coalesce(max(p.altered_on), '') AS newest
		FROM catalog_column c LEFT JOIN publication p ON p.column_id = c.id AND p.visible = 1
		WHERE c.agency = $1 AND c.closed = 0 AND c.item <> '' GROUP BY c.item ORDER BY c.item`, string(of))
	return list, err
}
