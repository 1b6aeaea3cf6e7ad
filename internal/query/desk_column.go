package query

import (
	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A ColumnUse is what stands in a column: visible records, when the newest was published or revised, and what is still
// being written for it.
type ColumnUse struct {
	Column  string     `db:"column_id"`
	Records int        `db:"records"`
	Newest  civil.Date `db:"newest"`
	Drafts  int        `db:"drafts"`
}

// ColumnUses returns what stands in every column of the agency that holds anything.
func ColumnUses(r database.Reader, of agency.ID) (_ map[catalog.ColumnID]ColumnUse, err error) {
	defer fault.Wrap(&err, "query.ColumnUses(%s)", of)
	var rows []ColumnUse
	err = r.Select(&rows, `SELECT c.id AS column_id,
			(SELECT count(*) FROM publication p WHERE p.column_id = c.id AND p.visible = 1) AS records,
			coalesce((SELECT max(p.altered_on) FROM publication p WHERE p.column_id = c.id AND p.visible = 1), '') AS newest,
			(SELECT count(*) FROM record r WHERE r.column_id = c.id AND r.visible = 0 AND r.version = 0) AS drafts
		FROM catalog_column c WHERE c.agency = $1`, string(of))
	if err != nil {
		return nil, err
	}
	uses := map[catalog.ColumnID]ColumnUse{}
	for _, row := range rows {
		uses[catalog.ColumnID(row.Column)] = row
	}
	return uses, nil
}

// A PersonRow is somebody who may be responsible for a column.
type PersonRow struct {
	ID   string `db:"id"`
	Name string `db:"name"`
}

// People lists the people of the agency who are not stopped, by name.
func People(r database.Reader, of agency.ID) (rows []PersonRow, err error) {
	defer fault.Wrap(&err, "query.People(%s)", of)
	err = r.Select(&rows, `SELECT id, name FROM staff WHERE agency = $1 AND disabled = 0 ORDER BY name, id`, string(of))
	return rows, err
}
