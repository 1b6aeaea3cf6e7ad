package query

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// WithdrawnIndexNumbers lists the 索引号 of the records that were public and are no longer, in their order.
func WithdrawnIndexNumbers(r database.Reader) (list []string, err error) {
	defer fault.Wrap(&err, "query.WithdrawnIndexNumbers")
	err = r.Select(&list, `SELECT index_no FROM publication WHERE visible = 0 ORDER BY index_no`)
	return list, err
}
