package extract

import (
	"slices"
	"strings"

	"gongkai/annualreport"
	"gongkai/internal/docread"
)

// A line is a row of a published table whose label was recognised, with the cells behind the label.
type line struct {
	cells []string
	place string
	grid  int // the number of the block
	heads []annualreport.ColumnID
}

// gridRows are the rows of the three tables as the grids of the document give them.
type gridRows struct {
	two      map[annualreport.RowID]*line
	form2    annualreport.FormID
	three    map[annualreport.RowID]*line
	four     *line                           // 15 numbers in one row
	blocks   map[annualreport.RowID]*line    // 5 numbers of a block that has a row of its own
	labels   map[annualreport.TableNo]int    // how many rows were recognised, numbers or not
	places   map[annualreport.TableNo]string // where the table begins
	extra    map[annualreport.RowID][]*line  // a row met again
	group    int                             // the group in which table three stands
	heads    []annualreport.ColumnID         // columns of table three by the last head
	head2    []string                        // columns of table two by the last head
	inFour   bool                            // the head of table four was met
	block    annualreport.RowID              // the block of table four that was named last
	variants []annualreport.Label            // labels in other words than the official ones
}

// readGrids goes through the rows of all grids once.
func (r *reader) readGrids() *gridRows {
	g := &gridRows{two: map[annualreport.RowID]*line{}, three: map[annualreport.RowID]*line{}, blocks: map[annualreport.RowID]*line{},
		labels: map[annualreport.TableNo]int{}, places: map[annualreport.TableNo]string{},
		extra: map[annualreport.RowID][]*line{}}
	var folded []string
	for i, b := range r.doc.Blocks {
		if b.Grid == nil {
			if g.inFour && b.Text != "" {
				g.name(fold(clip(b.Text, 30)))
			}
			continue
		}
		r.rows[i] = make([]bool, len(b.Grid.Rows))
		g.head2 = nil
		if !tabular(b.Grid) || b.Grid.Sheet && b.Grid.Name == annualreport.ChartSheet {
			continue
		}
		for j, row := range b.Grid.Rows {
			folded = folded[:0]
			for _, c := range row {
				if n := len(c.Text); n == 1 && c.Text[0] >= '0' && c.Text[0] <= '9' {
					folded = append(folded, c.Text)
				} else {
					folded = append(folded, fold(c.Text))
				}
			}
			r.rows[i][j] = g.row(row, folded, i, b.Grid, j)
		}
	}
	return g
}

// tabular reports whether the grid has rows of several cells; text copied one cell to a line has not.
func tabular(g *docread.Grid) bool {
	for _, row := range g.Rows {
		n := 0
		for _, c := range row {
			if c.Text != "" {
				n++
			}
		}
		if n > 1 {
			return true
		}
	}
	return false
}

// row places one row; it reports whether the row belongs to one of the tables.
func (g *gridRows) row(row []docread.Cell, folded []string, block int, grid *docread.Grid, no int) bool {
	if len(row) == 1 && len(folded[0]) > longestLabel {
		return false
	}
	return g.rowOfThree(row, folded, block, grid, no) || g.rowOfTwo(row, folded, block, grid, no) || g.rowOfFour(row, folded, block, grid, no)
}

func texts(row []docread.Cell) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = c.Text
	}
	return out
}

func (g *gridRows) rowOfThree(row []docread.Cell, folded []string, block int, grid *docread.Grid, no int) bool {
	var found label
	last, known := -1, false
	for i, s := range folded {
		if s == "" || numeric(s) {
			continue
		}
		l, ok := labelOfThree(s, g.group)
		switch {
		case ok && l.head && !strings.Contains(s, "本年度办理结果"):
			return g.headOfThree(folded)
		case ok && l.head:
			known = true
		case ok:
			if l.row == annualreport.Total && !strings.HasPrefix(s, "(") && (len(g.three) < 3 || g.three[annualreport.CarriedOut] != nil || !anyNumber(folded[i+1:])) {
				continue
			}
			if l.group > 0 {
				g.group = l.group
			}
			g.varyThree(l, s, row[i].Text, grid.Name)
			found, last, known = l, i, true
		}
	}
	if !known {
		return false
	}
	if found.row == "" && found.group == 6 && anyNumber(folded[last+1:]) {
		found.row = "O6"
	}
	if found.row == "" {
		return last >= 0 || slices.ContainsFunc(folded, func(s string) bool { return strings.Contains(s, "本年度办理结果") })
	}
	g.mark(annualreport.Three, grid.Place(no))
	l := &line{cells: texts(row[last+1:]), place: grid.Place(no), grid: block, heads: g.heads}
	if old := g.three[found.row]; old == nil || !anyNumber(old.cells) && anyNumber(l.cells) {
		g.three[found.row] = l
	} else if anyNumber(l.cells) {
		g.extra[found.row] = append(g.extra[found.row], l)
	}
	return true
}

func (g *gridRows) mark(table annualreport.TableNo, place string) {
	if g.labels[table]++; g.places[table] == "" {
		g.places[table] = place
	}
}

func anyNumber(cells []string) bool {
	for _, c := range cells {
		if strings.ContainsAny(c, "0123456789０１２３４５６７８９") {
			return true
		}
	}
	return false
}

// headOfThree takes the columns from the head, which stands in up to three rows.
func (g *gridRows) headOfThree(folded []string) bool {
	for _, s := range folded {
		if strings.Contains(s, "勾稽关系") || strings.Contains(s, "申请人情况") {
			g.heads = nil
		}
	}
	for _, s := range folded {
		for _, c := range annualreport.Applicants {
			if s == string(c.ID) || s == "合计" && c.ID == annualreport.Sum || s == "社会公益" && c.ID == annualreport.Welfare {
				if !slices.Contains(g.heads, c.ID) {
					g.heads = append(g.heads, c.ID)
				}
			}
		}
	}
	return true
}

// heads of table two, by which the columns and the form are known.
var headsOfTwo = []string{"信息内容", "本年制发", "制发件数", "发件数", "废止件数", "现行有效", "处理决定数量", "收费金额", "本年新制作", "本年新公开", "对外公开总",
	"上一年项目", "本年增/减", "本年增减", "采购项目", "采购总金额"}

func (g *gridRows) rowOfTwo(row []docread.Cell, folded []string, block int, grid *docread.Grid, no int) bool {
	first := slices.IndexFunc(folded, func(s string) bool { return s != "" })
	if first < 0 {
		return false
	}
	heads, isHead := 0, false
	for _, s := range folded {
		if strings.Contains(s, "上一年项目") || strings.Contains(s, "本年新制作") || strings.Contains(s, "对外公开总") || strings.Contains(s, "采购项目") {
			g.form2 = annualreport.V2019
		}
		for _, h := range headsOfTwo {
			if strings.Contains(s, h) && len(s) < 90 {
				heads++
				isHead = isHead || h == "信息内容"
				break
			}
		}
	}
	if isHead || heads > 1 {
		g.head2 = nil
		for i, s := range folded[first:] {
			if s != "" && s != "信息内容" {
				g.head2 = append(g.head2, s)
				if g.form2 != annualreport.V2019 {
					g.varyTwo(s, row[first+i].Text, grid.Name)
				}
			}
		}
		return true
	}
	if strings.HasPrefix(folded[first], "第二十条第") && len(folded[first]) < 60 {
		return true
	}
	id, ok := labelOfTwo(folded[first])
	if !ok {
		return false
	}
	for _, s := range folded[first+1:] {
		if !numeric(s) {
			return false
		}
	}
	if g.two[id] != nil && anyNumber(g.two[id].cells) || g.head2 == nil && len(g.two) == 0 && !anyNumber(folded[first+1:]) {
		return true
	}
	g.mark(annualreport.Two, grid.Place(no))
	if id == "行政规范性文件" && g.form2 != annualreport.V2019 {
		g.vary(annualreport.Two, officialLabel{"行政规范性文件", "行政规范性文件"}, folded[first], row[first].Text, grid.Name)
	}
	g.two[id] = &line{cells: texts(row[first+1:]), place: grid.Place(no), grid: block}
	return true
}

func (g *gridRows) rowOfFour(row []docread.Cell, folded []string, block int, grid *docread.Grid, no int) bool {
	words, named, values := 0, annualreport.RowID(""), 0
	last := -1
	for i, s := range folded {
		switch {
		case s == "结果维持" || s == "结果纠正" || s == "其他结果" || s == "尚未审结":
			words++
		case blockOfFour(s) != "":
			if named == "" || blockOfFour(s) != annualreport.Reconsideration {
				named, last = blockOfFour(s), i
			}
			words++
		case s == "行政诉讼":
			words++
		case s != "" && numeric(s):
			values++
		case s != "" && s != "总计" && s != "合计":
			return false
		}
	}
	if words > 0 && values == 0 {
		g.inFour = true
		if named != "" {
			g.block = named
		}
		g.mark(annualreport.Four, grid.Place(no))
		return true
	}
	if named != "" && values > 0 && words <= 2 {
		g.inFour = true
		g.blocks[named] = &line{cells: texts(row[last+1:]), place: grid.Place(no), grid: block}
		return true
	}
	if !g.inFour || values == 0 || words > 0 {
		return false
	}
	l := &line{cells: texts(row), place: grid.Place(no), grid: block}
	switch {
	case len(trimBlank(l.cells)) > 5 && g.four == nil:
		g.four = l
	case g.four == nil && g.block != "" && g.blocks[g.block] == nil:
		g.blocks[g.block] = l
	}
	return true
}

func (g *gridRows) name(s string) {
	if id := blockOfFour(s); id != "" {
		g.block = id
	}
}

func blockOfFour(s string) annualreport.RowID {
	switch {
	case len(s) > 60:
		return ""
	case strings.Contains(s, "复议后起诉"):
		return annualreport.LitigationAfter
	case strings.Contains(s, "未经复议"):
		return annualreport.LitigationDirect
	case s == "行政复议":
		return annualreport.Reconsideration
	}
	return ""
}

func trimBlank(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	for len(cells) > 0 && strings.TrimSpace(cells[0]) == "" {
		cells = cells[1:]
	}
	return cells
}
