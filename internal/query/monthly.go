package query

import (
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/monthly"
	"gongkai/tally"
)

// Decisions sums what the sections of the agency have handed in for the year: 许可、处罚、强制 and 收费 of table two.
func Decisions(r database.Reader, of agency.ID, year int) (d tally.Decisions, err error) {
	defer fault.Wrap(&err, "query.Decisions(%s, %d)", of, year)
	entries, err := DecisionEntries(r, of, year)
	var sum monthly.Figures
	for _, e := range entries {
		sum = sum.Plus(e.Figures)
	}
	return tally.Decisions{Permits: sum.Permits, Penalties: sum.Penalties, Coercions: sum.Coercions, Fees: int64(sum.Fees)}, err
}

// DecisionEntries lists the entries behind [Decisions]: the newest of each section and month.
func DecisionEntries(r database.Reader, of agency.ID, year int) (newest []monthly.Entry, err error) {
	defer fault.Wrap(&err, "query.DecisionEntries(%s, %d)", of, year)
	entries, err := store.Entries(r, of, civil.Month{Year: year, Month: time.January}, civil.Month{Year: year, Month: time.December})
	for _, e := range entries {
		if last := len(newest) - 1; last >= 0 && newest[last].Section == e.Section && newest[last].Month == e.Month {
			newest[last] = e
			continue
		}
		newest = append(newest, e)
	}
	return newest, err
}
