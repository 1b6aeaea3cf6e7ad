package extract

import (
	"slices"
	"strings"

	"gongkai/annualreport"
)

// partsOf are the sums within the row of a table, by which glued digits are taken apart.
func partsOf(table annualreport.TableNo, want int) parts {
	switch {
	case table == annualreport.Two:
		return parts{-want}
	case want == 15:
		return parts{5, 5, 5}
	default:
		return parts{want}
	}
}

// empty reports a table of labels without figures: a copy from which repeated lines were removed. It is never zeros.
func (r *reader) empty(table annualreport.TableNo, g *gridRows, rows map[annualreport.RowID]*line) bool {
	for _, l := range rows {
		if anyNumber(l.cells) {
			return false
		}
	}
	if g.labels[table] > 2 {
		r.problem(annualreport.Problem{Place: g.places[table], Table: table, Message: "第" + chineseNo[table] + "部分的表格只有栏目名称，没有数字，不作为零处理"})
	}
	return true
}

// tableThree builds table three and tells its form from the rows of （六）.
func (r *reader) tableThree(g *gridRows, f *flow) {
	if len(g.three) < 3 && f != nil {
		f.three(g)
	}
	if len(g.three) < 3 || r.empty(annualreport.Three, g, g.three) {
		return
	}
	for _, id := range []annualreport.RowID{"O6.1", "O6.2", "O6.3"} {
		if g.three[id] != nil {
			r.report.Form = annualreport.V2021
		}
	}
	if r.report.Form == "" && g.three["O6"] != nil {
		r.report.Form = annualreport.V2019
	}
	form := annualreport.FormByID(r.report.Form)
	if form == nil {
		form = annualreport.FormByID(annualreport.V2021)
		r.problem(annualreport.Problem{Place: g.places[annualreport.Three], Table: annualreport.Three, Message: "表三没有“（六）其他处理”，无法确定所用格式"})
	}
	if l := g.three["O6"]; l != nil && form.ID == annualreport.V2021 {
		if anyNumber(l.cells) {
			r.problem(annualreport.Problem{Place: l.place, Table: annualreport.Three, Quote: strings.Join(l.cells, " "), Message: "表三“（六）其他处理”既有分项又有合计，合计未计入"})
		}
	}
	var a alignment
	for _, l := range g.three {
		a.learn(l.cells, 7)
	}
	grid := annualreport.Grid{}
	for _, row := range form.Tables[annualreport.Three] {
		l := g.three[row.ID]
		if l == nil {
			grid[row.ID] = slices.Repeat([]annualreport.Cell{{State: annualreport.Missing}}, 7)
			r.problem(annualreport.Problem{Place: g.places[annualreport.Three], Table: annualreport.Three, Row: row.ID, Message: "表三缺少“" + row.Label + "”一行"})
			continue
		}
		grid[row.ID] = r.fit(annualreport.Three, row, l, &a)
		r.repeated(row, l, g.extra[row.ID])
	}
	r.choose(form, grid, r.choices)
	r.report.Tables[annualreport.Three] = grid
}

// repeated reports a row that stands in the file a second time with other figures.
func (r *reader) repeated(row annualreport.Row, first *line, more []*line) {
	for _, l := range more {
		if !slices.Equal(trimBlank(slices.Clone(l.cells)), trimBlank(slices.Clone(first.cells))) {
			r.problem(annualreport.Problem{Place: l.place, Table: annualreport.Three, Row: row.ID, Quote: strings.Join(l.cells, " "),
				Message: "表三“" + row.Label + "”一行重复出现且数字不同，以先出现的为准"})
		}
	}
}

// tableTwo builds table two in the form that its heads name.
func (r *reader) tableTwo(g *gridRows, f *flow) {
	if len(g.two) == 0 && f != nil {
		f.two(g)
	}
	if len(g.two) < 2 || r.empty(annualreport.Two, g, g.two) {
		return
	}
	r.report.Form2 = annualreport.V2021
	if g.form2 == annualreport.V2019 || g.two["其他对外管理服务事项"] != nil || g.two["政府集中采购"] != nil {
		r.report.Form2 = annualreport.V2019
	}
	var a alignment
	rows := annualreport.FormByID(r.report.Form2).Tables[annualreport.Two]
	line := func(row annualreport.Row) *line {
		if row.ID == "规范性文件" {
			return g.two["行政规范性文件"]
		}
		return g.two[row.ID]
	}
	for _, row := range rows {
		if l := line(row); l != nil {
			a.learn(l.cells, len(row.Columns))
		}
	}
	grid := annualreport.Grid{}
	for _, row := range rows {
		l := line(row)
		if l == nil {
			grid[row.ID] = slices.Repeat([]annualreport.Cell{{State: annualreport.Missing}}, len(row.Columns))
			r.problem(annualreport.Problem{Place: g.places[annualreport.Two], Table: annualreport.Two, Row: row.ID, Message: "表二缺少“" + row.Label + "”一行"})
			continue
		}
		grid[row.ID] = r.fit(annualreport.Two, row, l, &a)
	}
	r.report.Tables[annualreport.Two] = grid
}

// tableFour builds table four from its one row of 15 numbers, or from a row for each block.
func (r *reader) tableFour(g *gridRows, f *flow) {
	if g.four == nil && len(g.blocks) == 0 && f != nil {
		f.four(g)
	}
	rows := annualreport.FormByID(annualreport.V2021).Tables[annualreport.Four]
	grid := annualreport.Grid{}
	if g.four != nil {
		wide := annualreport.Row{Label: "各项结果"}
		for _, row := range rows {
			wide.Columns = append(wide.Columns, row.Columns...)
		}
		cells := r.fit(annualreport.Four, wide, g.four, &alignment{start: 1})
		for i, row := range rows {
			grid[row.ID] = cells[5*i : 5*i+5]
		}
		r.report.Tables[annualreport.Four] = grid
		return
	}
	blocks := map[annualreport.RowID]*line{}
	for id, l := range g.blocks {
		blocks[id] = l
	}
	if len(blocks) == 0 || r.empty(annualreport.Four, g, blocks) {
		if len(blocks) == 0 {
			r.empty(annualreport.Four, g, nil)
		}
		return
	}
	for _, row := range rows {
		if l := blocks[row.ID]; l != nil {
			grid[row.ID] = r.fit(annualreport.Four, row, l, &alignment{start: 1})
			continue
		}
		grid[row.ID] = slices.Repeat([]annualreport.Cell{{State: annualreport.Missing}}, 5)
		r.problem(annualreport.Problem{Place: g.places[annualreport.Four], Table: annualreport.Four, Row: row.ID, Message: "表四缺少“" + row.Label + "”的数字"})
	}
	r.report.Tables[annualreport.Four] = grid
}

// settleForm gives a report whose table three tells no form the form of its year.
func (r *reader) settleForm() {
	if r.report.Form != "" {
		return
	}
	if form, ok := annualreport.FormOf(r.report.Year); ok && r.report.Tables[annualreport.Three] == nil {
		r.report.Form = form.ID
		return
	}
	r.report.Form = annualreport.V2021
}
