package query

import (
	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/tally"
)

// Decisions sums what the sections of the agency have handed in for the year: 许可、处罚、强制 and 收费 of table two.
// 法源: 《条例》第五十条第一款第一项、30号文。
func Decisions(r database.Reader, of agency.ID, year int) (d tally.Decisions, err error) {
	defer fault.Wrap(&err, "query.Decisions(%s, %d)", of, year)
	all, err := Tally{Year: year, Agency: of}.Decisions(r)
	return all[of], err
}
