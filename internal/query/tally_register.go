package query

import (
	"encoding/json"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/money"
	"gongkai/remedy"
	"gongkai/tally"
)

// matters loads the proceedings that concern the year, by agency.
func (t Tally) matters(r database.Reader) (list []ListedRemedy, err error) {
	if t.Agency != "" {
		return remediesOf(r, t.Agency, t.Year)
	}
	_, first, last := t.bounds()
	err = r.Select(&list, `SELECT `+remedyColumns+` FROM proceeding WHERE filed_on <> '' AND filed_on <= $2 AND (closed_on = '' OR closed_on >= $1)
		ORDER BY agency, filed_on, id`, first, last)
	return list, err
}

// matter is a proceeding as package tally counts it.
func (m ListedRemedy) matter() tally.Matter {
	return tally.Matter{ID: m.ID, Way: m.Way, FiledOn: m.FiledOn, ClosedOn: m.ClosedOn, Bucket: remedy.Bucket(m.Bucket)}
}

// handedIn are the newest figures of each section and month of the year.
type handedIn struct {
	Agency    string     `db:"agency"`
	Section   string     `db:"section"`
	Month     string     `db:"month"`
	Permits   int64      `db:"permits"`
	Penalties int64      `db:"penalties"`
	Coercions int64      `db:"coercions"`
	Fees      int64      `db:"fees"`
	EnteredOn civil.Date `db:"entered_on"`
}

func (t Tally) handedIn(r database.Reader) (list []handedIn, err error) {
	year, _, _ := t.bounds()
	err = r.Select(&list, `SELECT e.agency, coalesce(s.name, e.section) AS section, e.month, e.permits, e.penalties, e.coercions, e.fees, e.entered_on
		FROM monthly_entry e LEFT JOIN section s ON s.id = e.section
		WHERE ($1 = '' OR e.agency = $1) AND e.month BETWEEN $2 AND $3
		AND e.seq = (SELECT max(n.seq) FROM monthly_entry n WHERE n.agency = e.agency AND n.section = e.section AND n.month = e.month)
		ORDER BY e.agency, e.month, section`, string(t.Agency), year+"-01", year+"-12")
	return list, err
}

// Decisions sums what the sections handed in for the year, by agency.
func (t Tally) Decisions(r database.Reader) (_ map[agency.ID]tally.Decisions, err error) {
	defer fault.Wrap(&err, "query.Tally.Decisions(%d, %s)", t.Year, t.Agency)
	list, err := t.handedIn(r)
	sums := map[agency.ID]tally.Decisions{}
	for _, e := range list {
		d := sums[agency.ID(e.Agency)]
		d.Permits, d.Penalties, d.Coercions, d.Fees = d.Permits+e.Permits, d.Penalties+e.Penalties, d.Coercions+e.Coercions, d.Fees+e.Fees
		sums[agency.ID(e.Agency)] = d
	}
	return sums, err
}

// decisionsBehind lists what the sections handed in, by month; together the entries weigh as much as the cell says.
func (t Tally) decisionsBehind(r database.Reader, cell CellName) ([]TallyEntry, error) {
	list, err := t.handedIn(r)
	if err != nil {
		return nil, err
	}
	pick, ok := map[annualreport.RowID]func(handedIn) int64{
		"行政许可": func(e handedIn) int64 { return e.Permits }, "行政处罚": func(e handedIn) int64 { return e.Penalties },
		"行政强制": func(e handedIn) int64 { return e.Coercions }, "行政事业性收费": func(e handedIn) int64 { return e.Fees },
	}[cell.Row]
	if !ok {
		return nil, fault.New(fault.NotFound, "没有这一格")
	}
	var entries []TallyEntry
	for _, e := range list {
		if n := pick(e); n != 0 {
			entries = append(entries, TallyEntry{Agency: agency.ID(e.Agency), Number: e.Month, Title: e.Section, On: e.EnteredOn, N: n})
		}
	}
	return entries, nil
}

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
