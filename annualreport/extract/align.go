package extract

import (
	"strings"

	"gongkai/annualreport"
)

// window finds the want cells of a row that are its numbers. Cells outside must be blank: they pad spans. start is how
// many cells stand before; ambiguous reports that padding and blank cells cannot be told apart in this row alone.
func window(cells []string, want int) (start int, ok, ambiguous bool) {
	if len(cells) < want {
		return 0, false, false
	}
	first, last := len(cells), -1
	for i, c := range cells {
		if strings.TrimSpace(c) != "" {
			first, last = min(first, i), i
		}
	}
	low, high := max(0, last-want+1), min(first, len(cells)-want)
	if last < 0 {
		return 0, true, false // all blank: every window says the same
	}
	return low, low <= high, low < high
}

// An alignment tells, from the rows that leave no choice, on which side the rows of a table are padded.
type alignment struct{ start, end int }

func (a *alignment) learn(cells []string, want int) {
	start, ok, ambiguous := window(cells, want)
	if !ok || ambiguous || len(cells) == want {
		return
	}
	if start == 0 {
		a.start++
	}
	if start == len(cells)-want {
		a.end++
	}
}

// take returns the want cells that are the numbers.
func (a *alignment) take(cells []string, want int) ([]string, bool) {
	start, ok, ambiguous := window(cells, want)
	if !ok {
		return nil, false
	}
	if ambiguous {
		fits := func(s int) bool {
			for i, c := range cells {
				if (i < s || i >= s+want) && strings.TrimSpace(c) != "" {
					return false
				}
			}
			return true
		}
		atStart, atEnd := fits(0), fits(len(cells)-want)
		switch {
		case a.start > 0 && a.end == 0 && atStart:
			start = 0
		case a.end > 0 && a.start == 0 && atEnd:
			start = len(cells) - want
		default:
			return nil, false
		}
	}
	return cells[start : start+want], true
}

// values reads cells by the kinds of their columns and reports what is wrong with them.
func (r *reader) values(table annualreport.TableNo, row annualreport.Row, cells []string, place string) []annualreport.Cell {
	out := make([]annualreport.Cell, len(row.Columns))
	for i := range out {
		cell, note := number(cells[i], row.Columns[i].Kind)
		if note != "" {
			r.problem(annualreport.Problem{Place: place, Table: table, Row: row.ID, Quote: cells[i], Message: "表" + chineseNo[table] + "“" + row.Label + "”一行“" + row.Columns[i].Label + "”一栏：" + note})
		}
		out[i] = cell
	}
	return out
}

var chineseNo = map[annualreport.TableNo]string{annualreport.Two: "二", annualreport.Three: "三", annualreport.Four: "四"}

// unplaced is a row whose numbers cannot be told from one another: every cell is unreadable.
func unplaced(n int, raw string) []annualreport.Cell {
	out := make([]annualreport.Cell, n)
	for i := range out {
		out[i] = annualreport.Cell{State: annualreport.Unreadable, Raw: clip(raw, 60)}
	}
	return out
}

// fit places the cells of a row: in full, by the columns that the head names, by taking digits apart, or not at all.
func (r *reader) fit(table annualreport.TableNo, row annualreport.Row, l *line, a *alignment) []annualreport.Cell {
	want := len(row.Columns)
	if cells, ok := a.take(l.cells, want); ok {
		return r.values(table, row, cells, l.place)
	}
	raw := strings.Join(l.cells, " ")
	if len(l.cells) < want && len(l.cells) == len(l.heads) && len(l.heads) > 1 {
		return r.byHeads(table, row, l)
	}
	if len(trimBlank(l.cells)) == 0 {
		return make([]annualreport.Cell, want)
	}
	ways := unglue(append([]string(nil), trimBlank(l.cells)...), partsOf(table, want))
	if len(ways) == 1 {
		return r.values(table, row, ways[0], l.place)
	}
	if len(ways) > 1 && table == annualreport.Three {
		r.choices = append(r.choices, choice{row, l, ways})
		return unplaced(want, raw)
	}
	return r.unclear(table, row, l)
}

// unclear reports a row whose numbers cannot be told apart.
func (r *reader) unclear(table annualreport.TableNo, row annualreport.Row, l *line) []annualreport.Cell {
	want, raw := len(row.Columns), strings.Join(l.cells, " ")
	r.problem(annualreport.Problem{Place: l.place, Table: table, Row: row.ID, Quote: raw,
		Message: "表" + chineseNo[table] + "“" + row.Label + "”一行的数字不是" + itoa(want) + "个，无法确定各在哪一栏"})
	return unplaced(want, raw)
}

// byHeads places the cells of a table that lacks columns.
func (r *reader) byHeads(table annualreport.TableNo, row annualreport.Row, l *line) []annualreport.Cell {
	cells := make([]string, len(row.Columns))
	missing := make([]bool, len(row.Columns))
	for i, c := range row.Columns {
		missing[i] = true
		n := 0
		for _, known := range annualreport.Applicants {
			for _, h := range l.heads {
				if h != known.ID {
					continue
				}
				if h == c.ID {
					cells[i], missing[i] = l.cells[n], false
				}
				n++
			}
		}
	}
	out := r.values(table, row, cells, l.place)
	for i := range out {
		if missing[i] {
			out[i] = annualreport.Cell{State: annualreport.Missing}
		}
	}
	return out
}
