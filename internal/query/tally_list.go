package query

import (
	"strings"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/tally"
)

// A TallyEntry is one entry of the list behind a cell.
type TallyEntry struct {
	Agency agency.ID
	ID     string // of the application, record or proceeding
	Number string // 申请编号, 文号 or 案号
	Title  string
	On     civil.Date // received, made or filed
	Until  civil.Date // answered, ended or closed; zero while open
	Word   string     // outcome or result
	N      int64      // how much it adds to the cell: one, or what a section handed in
}

// A CellName names a cell of a table.
type CellName struct {
	Table  annualreport.TableNo
	Row    annualreport.RowID
	Column annualreport.ColumnID
}

// Behind lists what a cell counts: as many entries as the cell says, or entries that weigh as much together.
// 法源: 《条例》第五十条第一款。
func (t Tally) Behind(r database.Reader, form *annualreport.Form, cell CellName) (list []TallyEntry, err error) {
	defer fault.Wrap(&err, "query.Tally.Behind(%d, %s, %v)", t.Year, t.Agency, cell)
	switch cell.Table {
	case annualreport.Two:
		return t.documentsBehind(r, cell)
	case annualreport.Three:
		return t.casesBehind(r, form, cell)
	case annualreport.Four:
		return t.mattersBehind(r, cell)
	}
	return nil, fault.New(fault.NotFound, "没有这一格")
}

// casesBehind lists the applications of a cell of table three, by the day of receipt.
func (t Tally) casesBehind(r database.Reader, form *annualreport.Form, cell CellName) ([]TallyEntry, error) {
	where, args, err := t.condition(form, cell)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID         string     `db:"id"`
		Agency     string     `db:"agency"`
		Number     string     `db:"number"`
		Content    string     `db:"content"`
		ReceivedOn civil.Date `db:"received_on"`
		CountedOn  civil.Date `db:"counted_on"`
		CountedAs  string     `db:"counted_as"`
	}
	if err := r.Select(&rows, `SELECT id, agency, number, content, received_on, counted_on, counted_as FROM application WHERE `+where+
		` ORDER BY agency, received_on, id`, args...); err != nil {
		return nil, err
	}
	list := make([]TallyEntry, 0, len(rows))
	for _, row := range rows {
		entry := TallyEntry{Agency: agency.ID(row.Agency), ID: row.ID, Number: row.Number, Title: row.Content, On: row.ReceivedOn, Until: row.CountedOn, N: 1}
		if leaf, ok := decision.LeafOf(decision.Outcome(row.CountedAs)); ok {
			entry.Word = leaf.Label
		}
		list = append(list, entry)
	}
	return list, nil
}

// condition is the condition under which an application counts in the cell.
func (t Tally) condition(form *annualreport.Form, cell CellName) (where string, args []any, err error) {
	_, first, last := t.bounds()
	from, to := t.keys()
	use := func(values ...any) string {
		args = append(args, values...)
		return "$" + itoa(len(args))
	}
	switch cell.Row {
	case annualreport.Received:
		where = "received_key >= " + use(from) + " AND received_key < " + use(to)
	case annualreport.CarriedIn:
		first := use(first)
		where = "substr(received_on, 1, 4) <> substr(counted_on, 1, 4) AND received_on <> '' AND received_on < " + first + " AND (counted_on = '' OR counted_on >= " + first + ")"
	case annualreport.CarriedOut:
		last := use(last)
		where = "substr(received_on, 1, 4) <> substr(counted_on, 1, 4) AND received_on <> '' AND received_on <= " + last + " AND (counted_on = '' OR counted_on > " + last + ")"
	default:
		where = "counted_key >= " + use(from) + " AND counted_key < " + use(to)
		if cell.Row != annualreport.Total {
			var codes []string
			for _, leaf := range decision.Outcomes {
				if tally.RowOf(form, leaf.Outcome) == cell.Row {
					codes = append(codes, use(string(leaf.Outcome)))
				}
			}
			if len(codes) == 0 {
				return "", nil, fault.New(fault.NotFound, "没有这一格")
			}
			where += " AND counted_as IN (" + strings.Join(codes, ", ") + ")"
		}
	}
	if t.Agency != "" {
		where += " AND agency = " + use(string(t.Agency))
	}
	if cell.Column == annualreport.Sum {
		return where, args, nil
	}
	for _, c := range applicant.Categories {
		if c.Label == string(cell.Column) {
			return where + " AND category = " + use(string(c.Category)), args, nil
		}
	}
	return "", nil, fault.New(fault.NotFound, "没有这一格")
}

// CaseID is the application behind an entry of table three.
func (c TallyEntry) CaseID() application.ID { return application.ID(c.ID) }

// RecordID is the record behind an entry of table two.
func (c TallyEntry) RecordID() disclosure.ID { return disclosure.ID(c.ID) }
