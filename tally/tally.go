package tally

import (
	"gongkai/annualreport"
	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/disclosure"
	"gongkai/remedy"
)

// A Case is what the report needs to know of an application.
type Case struct {
	ID         string
	Category   applicant.Category
	ReceivedOn civil.Date       // zero while it is not yet received in the sense of 第三十一条: then it counts nowhere
	ClosedOn   civil.Date       // zero while open
	Outcome    decision.Outcome // of a closed case
}

// A Matter is what the report needs to know of a 复议 or suit.
type Matter struct {
	ID       string
	Way      remedy.Way
	FiledOn  civil.Date
	ClosedOn civil.Date
	Bucket   remedy.Bucket
}

// RowOf returns the row of table three in which a closed case of the outcome counts: before 2021 （六） was one row.
func RowOf(form *annualreport.Form, o decision.Outcome) annualreport.RowID {
	id := annualreport.RowID(o)
	if _, ok := form.Row(annualreport.Three, id); !ok && len(id) > 1 && id[:2] == "O6" {
		return "O6"
	}
	return id
}

// In reports whether the case counts in the row of table three for the year.
// 一 received in the year; 二 received before it and open when it began; results closed in the year; 四 open at its end.
// 法源: 《条例》第五十条第一款第二项、30号文。
func (c Case) In(form *annualreport.Form, row annualreport.RowID, year int) bool {
	if c.ReceivedOn.IsZero() {
		return false
	}
	first, last := civil.On(year, 1, 1), civil.On(year, 12, 31)
	closed := !c.ClosedOn.IsZero() && !c.ClosedOn.After(last)
	closedNow := closed && !c.ClosedOn.Before(first)
	switch row {
	case annualreport.Received:
		return c.ReceivedOn.Year() == year
	case annualreport.CarriedIn:
		return c.ReceivedOn.Before(first) && (!closed || closedNow)
	case annualreport.CarriedOut:
		return !c.ReceivedOn.After(last) && !closed
	case annualreport.Total:
		return closedNow
	default:
		return closedNow && RowOf(form, c.Outcome) == row
	}
}

// Has reports whether the case counts in the column; the last is the sum of all.
func (c Case) Has(column annualreport.ColumnID) bool {
	return column == annualreport.Sum || annualreport.ColumnID(c.Category.Label()) == column
}

// Three counts table three.
func Three(form *annualreport.Form, year int, cases []Case) annualreport.Grid {
	grid := form.NewGrid(annualreport.Three)
	for _, c := range cases {
		for _, row := range form.Tables[annualreport.Three] {
			if !c.In(form, row.ID, year) {
				continue
			}
			for i, column := range row.Columns {
				if c.Has(column.ID) {
					grid[row.ID][i].Value++
				}
			}
		}
	}
	return grid
}

// BehindThree returns the IDs of the cases behind a cell of table three.
func BehindThree(form *annualreport.Form, year int, cases []Case, row annualreport.RowID, column annualreport.ColumnID) []string {
	var ids []string
	for _, c := range cases {
		if c.In(form, row, year) && c.Has(column) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// In reports whether the matter counts in the block and column of table four for the year: those closed in the year by
// result, those open at its end as 尚未审结.
// 法源: 《条例》第五十条第一款第三项、30号文。
func (m Matter) In(block annualreport.RowID, column annualreport.ColumnID, year int) bool {
	first, last := civil.On(year, 1, 1), civil.On(year, 12, 31)
	if annualreport.RowID(m.Way) != block || m.FiledOn.IsZero() || m.FiledOn.After(last) {
		return false
	}
	bucket := m.Bucket
	switch {
	case m.ClosedOn.IsZero() || m.ClosedOn.After(last):
		bucket = remedy.Pending
	case m.ClosedOn.Before(first):
		return false
	}
	return column == "总计" || annualreport.ColumnID(bucket) == column
}

// Four counts table four.
func Four(form *annualreport.Form, year int, matters []Matter) annualreport.Grid {
	grid := form.NewGrid(annualreport.Four)
	for _, m := range matters {
		for _, row := range form.Tables[annualreport.Four] {
			for i, column := range row.Columns {
				if m.In(row.ID, column.ID, year) {
					grid[row.ID][i].Value++
				}
			}
		}
	}
	return grid
}

// Decisions are the yearly counts of 许可, 处罚, 强制 and 收费, handed in by the sections.
type Decisions struct {
	Permits, Penalties, Coercions int64
	Fees                          int64 // 分
}

// Two counts table two of the form of 2021.
// 法源: 《条例》第五十条第一款第一项、30号文。
func Two(year int, documents []disclosure.Document, d Decisions) annualreport.Grid {
	n := func(ids []disclosure.ID) annualreport.Cell { return annualreport.N(int64(len(ids))) }
	line := func(kind disclosure.Kind) []annualreport.Cell {
		stock := disclosure.StockOf(kind, year, documents)
		return []annualreport.Cell{n(stock.Made), n(stock.Repealed), n(stock.InForce)}
	}
	return annualreport.Grid{
		"规章":      line(disclosure.Rule),
		"行政规范性文件": line(disclosure.Normative),
		"行政许可":    {annualreport.N(d.Permits)},
		"行政处罚":    {annualreport.N(d.Penalties)},
		"行政强制":    {annualreport.N(d.Coercions)},
		"行政事业性收费": {annualreport.N(d.Fees)},
	}
}

// Fit gives the counts of table two the rows and columns of a form. What the form asks and the counts do not have is
// blank; a form that keeps the rows of an earlier one is filled without any change here.
func Fit(form *annualreport.Form, counts annualreport.Grid) annualreport.Grid {
	latest := annualreport.FormByID(annualreport.V2021)
	grid := annualreport.Grid{}
	for _, row := range form.Tables[annualreport.Two] {
		cells := make([]annualreport.Cell, len(row.Columns))
		known, _ := latest.Row(annualreport.Two, row.ID)
		for i, column := range row.Columns {
			for j, c := range known.Columns {
				if c.ID == column.ID && j < len(counts[row.ID]) {
					cells[i] = counts[row.ID][j]
				}
			}
		}
		grid[row.ID] = cells
	}
	return grid
}

// Add sums the tables of several agencies cell by cell into one. Cells that hold no number in any unit make the sum
// unknown: a blank is not a zero.
func Add(form *annualreport.Form, table annualreport.TableNo, units []annualreport.Grid) annualreport.Grid {
	sum := form.NewGrid(table)
	for _, unit := range units {
		for _, row := range form.Tables[table] {
			for i := range row.Columns {
				cell := annualreport.Cell{State: annualreport.Missing}
				if cells := unit[row.ID]; i < len(cells) {
					cell = cells[i]
				}
				if !cell.Known() || !sum[row.ID][i].Known() {
					sum[row.ID][i] = annualreport.Cell{State: annualreport.Missing}
					continue
				}
				sum[row.ID][i].Value += cell.Value
			}
		}
	}
	return sum
}
