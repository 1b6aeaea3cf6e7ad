package annualreport

import "gongkai/civil"

// A Grid is the numbers of one table: for each row its cells in the order of the row's columns.
type Grid map[RowID][]Cell

// A Report is an annual report, ours or a published one. Tables that it lacks are nil.
type Report struct {
	File      string // where it was read from
	Title     string
	Agency    string
	Year      int
	Form      FormID // the form of table three as it stands, whatever the year; see [FormOf]
	Form2     FormID // the form of table two as it stands; published reports mix them
	Published civil.Date
	Preamble  []string // paragraphs before the first section
	Sections  []Section
	Tables    map[TableNo]Grid
	Labels    []Label   // labels that were recognised though they are not the official ones
	Problems  []Problem // what could not be read or placed
}

// A Label is a row, column or group label that stands in the file in other words than the form's, and was understood
// all the same: 本年度发件数 for 本年制发件数.
type Label struct {
	Table    TableNo `json:"table"`
	Official string  `json:"official"`
	Found    string  `json:"found"`
	Place    string  `json:"place"`
}

// A Section is one numbered part of the text.
type Section struct {
	Number     string   `json:"number"` // 一 … 六
	Title      string   `json:"title"`
	Paragraphs []string `json:"-"` // running text, without the tables
	Charts     []Chart  `json:"-"` // in the order of the paragraphs that they follow
}

// A Problem is something in a published file that could not be read or placed. Nothing is guessed instead.
type Problem struct {
	Place   string  `json:"place"` // where in the file: 第2张表第5行, 名单!C5, 第3页
	Table   TableNo `json:"table,omitempty"`
	Row     RowID   `json:"row,omitempty"`
	Quote   string  `json:"quote,omitempty"` // a short piece of the file
	Message string  `json:"message"`         // Chinese, complete
}

// FormFor returns the form in which the table stands, or nil where the report has no such table.
func (r *Report) FormFor(table TableNo) *Form {
	if table == Two {
		return FormByID(r.Form2)
	}
	return FormByID(r.Form)
}

// Cell returns the cell of a table. A cell that the report does not have is [Missing].
func (r *Report) Cell(table TableNo, row RowID, column ColumnID) Cell {
	form := r.FormFor(table)
	if form == nil {
		return Cell{State: Missing}
	}
	return form.cell(table, r.Tables[table], row, column)
}

// NewGrid returns a table of the form in which every cell holds zero.
func (f *Form) NewGrid(table TableNo) Grid {
	grid := Grid{}
	for _, row := range f.Tables[table] {
		cells := make([]Cell, len(row.Columns))
		for i := range cells {
			cells[i] = N(0)
		}
		grid[row.ID] = cells
	}
	return grid
}

// New returns a report of the year and agency in the right form, with zero in every cell.
func New(agency string, year int) (*Report, bool) {
	form, ok := FormOf(year)
	if !ok {
		return nil, false
	}
	r := &Report{Agency: agency, Year: year, Form: form.ID, Form2: form.ID, Tables: map[TableNo]Grid{}}
	for _, table := range []TableNo{Two, Three, Four} {
		r.Tables[table] = form.NewGrid(table)
	}
	for _, h := range form.Sections {
		r.Sections = append(r.Sections, Section{Number: h.Number, Title: h.Title})
	}
	return r, true
}

// Failure is an identity that does not hold in one column or row.
type Failure struct {
	Identity Identity
	At       string // the ColumnID or RowID in which it fails
	Left     int64
	Right    int64
}

// Assess applies the identity to a grid. It returns where it fails, and where it cannot be told because a cell holds
// no number: the two are different findings.
func (f *Form) Assess(id Identity, grid Grid) (failures []Failure, unknown []string) {
	for _, at := range f.lines(id) {
		left, okLeft := f.sum(id, grid, at, id.Left)
		right, okRight := f.sum(id, grid, at, id.Right)
		switch {
		case !okLeft || !okRight:
			unknown = append(unknown, at)
		case left != right:
			failures = append(failures, Failure{id, at, left, right})
		}
	}
	return failures, unknown
}

// lines are the columns or rows in each of which the identity must hold.
func (f *Form) lines(id Identity) []string {
	var lines []string
	if id.Axis == PerColumn {
		for _, c := range f.Tables[id.Table][0].Columns {
			lines = append(lines, string(c.ID))
		}
		return lines
	}
	for _, r := range f.Tables[id.Table] {
		lines = append(lines, string(r.ID))
	}
	return lines
}

func (f *Form) sum(id Identity, grid Grid, at string, terms []string) (int64, bool) {
	var total int64
	for _, term := range terms {
		row, column := RowID(term), ColumnID(at)
		if id.Axis == PerRow {
			row, column = RowID(at), ColumnID(term)
		}
		cell := f.cell(id.Table, grid, row, column)
		if !cell.Known() {
			return 0, false
		}
		total += cell.Value
	}
	return total, true
}

func (f *Form) cell(table TableNo, grid Grid, row RowID, column ColumnID) Cell {
	def, _ := f.Row(table, row)
	for i, c := range def.Columns {
		if c.ID == column && i < len(grid[row]) {
			return grid[row][i]
		}
	}
	return Cell{State: Missing}
}
