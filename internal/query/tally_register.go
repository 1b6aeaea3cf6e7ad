package query

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/money"
	"gongkai/tally"
)

// A matter is a 复议 or suit with what its list shows.
type matter struct {
	Agency agency.ID
	Matter tally.Matter
	CaseNo string
	Forum  string
	Result string
}

// matters loads the proceedings that can count in the year: filed by its end, open or closed in it or later.
func (t Tally) matters(database.Reader) ([]matter, error) { return nil, nil }

// Decisions sums what the sections handed in for the year, by agency.
func (t Tally) Decisions(database.Reader) (map[agency.ID]tally.Decisions, error) { return nil, nil }

// decisionsBehind lists what the sections handed in, by month.
func (t Tally) decisionsBehind(database.Reader, CellName) ([]TallyEntry, error) { return nil, nil }

// Fees sums the 信息处理费 that was paid in the year, by agency.
// 法源: 《条例》第四十二条、109号文。
func (t Tally) Fees(r database.Reader) (_ map[agency.ID]money.Fen, err error) {
	defer fault.Wrap(&err, "query.Tally.Fees(%d, %s)", t.Year, t.Agency)
	_, first, last := t.bounds()
	var rows []struct {
		Agency string `db:"agency"`
		Body   string `db:"body"`
	}
	if err := r.Select(&rows, `SELECT a.agency, f.body FROM application_fact f JOIN application a ON a.id = f.application
		WHERE f.kind = 'fee_paid' AND f.done_on BETWEEN $1 AND $2 AND ($3 = '' OR a.agency = $3)`, first, last, string(t.Agency)); err != nil {
		return nil, err
	}
	sums := map[agency.ID]money.Fen{}
	for _, row := range rows {
		var fact struct {
			Amount money.Fen `json:"amount"`
		}
		if err := json.Unmarshal([]byte(row.Body), &fact); err != nil {
			return nil, err
		}
		sums[agency.ID(row.Agency)] += fact.Amount
	}
	return sums, nil
}

var _ = annualreport.Two
