package annualreport

// A Square is one cell of a printed table. Spans are at least 1.
type Square struct {
	Text   string
	Cols   int
	Rows   int
	Head   bool     // a label; otherwise a number of Row and Column
	Row    RowID    //
	Column ColumnID //
}

// A Sheet is a table as the official form prints it: rows of squares, squares covered by a span left out. It is the one
// source of every rendering: HTML, DOCX, PDF, XLSX, Markdown and terminal.
type Sheet [][]Square

// HeadRows is how many rows of the sheet are its head, repeated where the table runs over pages.
func HeadRows(table TableNo) int {
	if table == Two {
		return 0
	}
	return 3
}

// Sheet lays a grid of the form out. A nil grid gives the empty form.
// 法源: 《条例》第五十条第二款、30号文、60号文。
func (f *Form) Sheet(table TableNo, grid Grid) Sheet {
	switch table {
	case Two:
		return f.sheetTwo(grid)
	case Three:
		return f.sheetThree(grid)
	default:
		return f.sheetFour(grid)
	}
}

func head(text string, cols, rows int) Square {
	return Square{Text: text, Cols: cols, Rows: rows, Head: true}
}

// numbers are the squares of a row; the last one takes what is left of the width.
func numbers(row Row, grid Grid, total int) []Square {
	squares := make([]Square, len(row.Columns))
	for i, c := range row.Columns {
		cell := Cell{}
		if cells := grid[row.ID]; i < len(cells) {
			cell = cells[i]
		}
		squares[i] = Square{Text: cell.Text(c.Kind), Cols: 1, Rows: 1, Row: row.ID, Column: c.ID}
	}
	if n := len(squares); n > 0 {
		squares[n-1].Cols = total - n + 1
	}
	return squares
}

const widthTwo = 4

func (f *Form) sheetTwo(grid Grid) Sheet {
	var sheet Sheet
	caption := ""
	for _, row := range f.Tables[Two] {
		if row.Caption != caption {
			caption = row.Caption
			heads := []Square{head("信息内容", 1, 1)}
			for _, c := range row.Columns {
				heads = append(heads, head(c.Label, 1, 1))
			}
			heads[len(heads)-1].Cols = widthTwo - len(heads) + 1
			sheet = append(sheet, []Square{head(caption, widthTwo, 1)}, heads)
		}
		sheet = append(sheet, append([]Square{head(row.Label, 1, 1)}, numbers(row, grid, widthTwo-1)...))
	}
	return sheet
}

// Rubric is the note in the upper left corner of table three.
const Rubric = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

func (f *Form) sheetThree(grid Grid) Sheet {
	organisations := []Square{}
	for _, c := range Applicants[1:6] {
		organisations = append(organisations, head(c.Label, 1, 1))
	}
	sheet := Sheet{
		{head(Rubric, 3, 3), head("申请人情况", 7, 1)},
		{head(string(Natural), 1, 2), head("法人或其他组织", 5, 1), head(string(Sum), 1, 2)},
		organisations,
	}
	rows := f.Tables[Three]
	results := 0
	for _, row := range rows {
		if row.IsResult() || row.ID == Total {
			results++
		}
	}
	for i, row := range rows {
		sheet = append(sheet, append(labels(rows, i, results), numbers(row, grid, 7)...))
	}
	return sheet
}

// labels are the label squares before row i of table three.
func labels(rows []Row, i, results int) []Square {
	row := rows[i]
	if !row.IsResult() && row.ID != Total {
		return []Square{head(row.Label, 3, 1)}
	}
	var squares []Square
	if i > 0 && rows[i-1].ID == CarriedIn {
		squares = append(squares, head(ResultGroup, 1, results))
	}
	if row.Group == "" {
		return append(squares, head(row.Label, 2, 1))
	}
	if rows[i-1].Group != row.Group {
		n := 0
		for _, r := range rows {
			if r.Group == row.Group {
				n++
			}
		}
		squares = append(squares, head(row.Group, 1, n))
	}
	return append(squares, head(row.Label, 1, 1))
}

func (f *Form) sheetFour(grid Grid) Sheet {
	first := []Square{}
	var results, values []Square
	for i, row := range f.Tables[Four] {
		for _, c := range row.Columns {
			if i == 0 {
				first = append(first, head(c.Label, 1, 2))
			} else {
				results = append(results, head(c.Label, 1, 1))
			}
		}
		values = append(values, numbers(row, grid, len(row.Columns))...)
	}
	return Sheet{
		{head("行政复议", 5, 1), head("行政诉讼", 10, 1)},
		append(first, head("未经复议直接起诉", 5, 1), head("复议后起诉", 5, 1)),
		results,
		values,
	}
}

// Squares resolves the spans into a full rectangle of references to squares, for renderings that know no spans.
func (s Sheet) Squares() [][]*Square {
	var full [][]*Square
	width := 0
	for _, square := range s[0] {
		width += square.Cols
	}
	for range s {
		full = append(full, make([]*Square, width))
	}
	for r := range s {
		col := 0
		for i := range s[r] {
			for col < width && full[r][col] != nil {
				col++
			}
			square := &s[r][i]
			for dr := range square.Rows {
				for dc := range square.Cols {
					if r+dr < len(full) && col+dc < width {
						full[r+dr][col+dc] = square
					}
				}
			}
			col += square.Cols
		}
	}
	return full
}
