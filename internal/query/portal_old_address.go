package query

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// PortalOldAddress returns the 索引号 of the published record that stood at the address on an old site, empty for none.
func PortalOldAddress(r database.Reader, addresses ...string) (index string, err error) {
	defer fault.Wrap(&err, "query.PortalOldAddress")
	for _, address := range addresses {
		err := r.QueryRow(`SELECT p.index_no FROM old_address o JOIN publication p ON p.record = o.record WHERE o.address = $1`, address).Scan(&index)
		if err == nil || !database.NotFound(err) {
			return index, err
		}
	}
	return "", nil
}
