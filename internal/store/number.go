package store

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// Next draws the next number of its kind ("case", "letter", "index") for the agency in the period ("2026"): 1, 2, 3 …
// without a gap, since the number is given back when the transaction is undone, and never twice.
func Next(tx *database.Tx, kind, agency, period string) (n int64, err error) {
	defer fault.Wrap(&err, "store.Next(%s, %s, %s)", kind, agency, period)
	err = tx.QueryRow(`INSERT INTO counter (agency, kind, period, last) VALUES ($1, $2, $3, 1)
		ON CONFLICT (agency, kind, period) DO UPDATE SET last = counter.last + 1 RETURNING last`,
		agency, kind, period).Scan(&n)
	return n, err
}
