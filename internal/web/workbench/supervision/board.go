package supervision

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/auth"
	"gongkai/internal/supervising"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/scorecard"

	"github.com/a-h/templ"
)

func itoa(n int) string { return strconv.Itoa(n) }

// boardYear is the year that the address asks for.
func boardYear(c *workbench.Call) int {
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < 2008 || year > c.Today().Year() {
		return c.Today().Year()
	}
	return year
}

func yearTabs(c *workbench.Call, year int) *ui.Tabs {
	tabs := &ui.Tabs{Label: "年份"}
	for y := c.Today().Year() - 2; y <= c.Today().Year(); y++ {
		tabs.Items = append(tabs.Items, ui.Tab{Link: ui.Link{Text: itoa(y) + "年", Href: c.With("year", itoa(y))}, Current: y == year})
	}
	return tabs
}

// worstFirst puts those in front for whom somebody waits, then those with the fewest points.
func worstFirst(all []supervising.Standing) []supervising.Standing {
	slices.SortStableFunc(all, func(x, y supervising.Standing) int {
		return cmp.Or(cmp.Compare(y.Values[scorecard.Overdue], x.Values[scorecard.Overdue]), cmp.Compare(x.Card.Tenths, y.Card.Tenths), cmp.Compare(x.Agency.Code, y.Agency.Code))
	})
	return all
}

// board shows every agency below: marks, what is in hand and each number that is not zero anywhere.
func (p pages) board(c *workbench.Call) (templ.Component, error) {
	b, err := p.Desk.Board(c.Context(), c.By, boardYear(c))
	if err != nil {
		return nil, err
	}
	worstFirst(b.Standings)
	query := "?year=" + itoa(b.Year)
	s := sheet.Sheet{Base: c.Base("监督看板"), Head: ui.PageHead{Title: "监督看板", Lead: "数字由登记簿实时得出，不需要填报。点开数字查看是哪些。"}, Tabs: yearTabs(c, b.Year),
		Buttons: []ui.Button{{Text: "导出台账", Href: c.URL(boardPath + ".xlsx" + query)}, {Text: "下载本月通报", Href: c.URL(boardPath + "/digest.docx")}, {Text: "考核指标", Href: c.URL(boardPath + "/indicators")}}}
	s.Add("", p.sums(c, b))
	s.Add("各机关", p.boardTable(c, b))
	if len(b.Standings) > 0 {
		s.Add("对比", p.comparison(c, b)...)
	}
	return s.Page(), nil
}

// shown are the measures with a number somewhere; the others would only fill the table with zeros.
func shown(b supervising.Board) []scorecard.MeasureRow {
	var rows []scorecard.MeasureRow
	for _, row := range scorecard.Measures {
		if row.Measure == scorecard.Trainings || slices.ContainsFunc(b.Standings, func(s supervising.Standing) bool { return s.Values[row.Measure] > 0 }) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (p pages) boardTable(c *workbench.Call, b supervising.Board) ui.Table {
	t := ui.Table{Caption: "各机关", Quiet: true, Figures: true, Columns: []ui.Column{{Title: "机关"}, {Title: "得分", Numeric: true}, {Title: "等次"}, {Title: "在办", Numeric: true}, {Title: "即将到期", Numeric: true}, {Title: "平均办理", Numeric: true}, {Title: "平均审查", Numeric: true}},
		Empty: ui.Empty{Title: "没有下级机关"}}
	measures := shown(b)
	for _, row := range measures {
		t.Columns = append(t.Columns, ui.Column{Title: row.Short, Numeric: true})
	}
	for _, x := range b.Standings {
		at := "/workbench/agencies/" + x.Agency.Code
		grade := ui.Badge{Text: x.Card.Grade(), Tone: gradeTone(x.Card)}
		cells := []ui.Cell{{Text: or(x.Agency.ShortName, x.Agency.Name), Href: c.URL(at + "/card?year=" + itoa(b.Year))}, {Text: scorecard.Points(x.Card.Tenths), Href: c.URL(at + "/card?year=" + itoa(b.Year))}, {Body: grade},
			number(c, x.Open, at+"/cases"), number(c, x.Soon, at+"/cases?soon=1"), average(c, x.Average, at, supervising.AnsweredList, b.Year), average(c, x.Review, at, supervising.ReviewedList, b.Year)}
		for _, row := range measures {
			cells = append(cells, number(c, int(x.Values[row.Measure]), at+"/measures/"+string(row.Measure)+"?year="+itoa(b.Year)))
		}
		row := ui.Row{Cells: cells}
		if x.Values[scorecard.Overdue] > 0 || x.Card.Vetoed {
			row.Tone = ui.Bad
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func gradeTone(card scorecard.Card) ui.Tone {
	switch card.Grade() {
	case "良好":
		return ui.Good
	case "合格":
		return ui.Caution
	}
	return ui.Bad
}

// tenths writes working days on average; negative ones are none.
func tenths(n int) string {
	if n < 0 {
		return "—"
	}
	return itoa(n/10) + "." + itoa(n%10) + "天"
}

// comparison are the charts of points and of days.
func (p pages) comparison(c *workbench.Call, b supervising.Board) []templ.Component {
	points, days := ui.BarChart{Title: itoa(b.Year) + "年各机关得分", Unit: "分"}, ui.BarChart{Title: "平均办理天数（工作日）", Unit: "天"}
	for _, x := range b.Standings {
		name := or(x.Agency.ShortName, x.Agency.Name)
		at := "/workbench/agencies/" + x.Agency.Code
		points.Points = append(points.Points, ui.Point{Label: name, Value: x.Card.Tenths / 10, Href: c.URL(at + "/card?year=" + itoa(b.Year))})
		if x.Average >= 0 {
			days.Points = append(days.Points, ui.Point{Label: name, Value: int64(x.Average+5) / 10, Href: average(c, x.Average, at, supervising.AnsweredList, b.Year).Href})
		}
	}
	charts := []templ.Component{points}
	if len(days.Points) > 0 {
		charts = append(charts, days)
	}
	return charts
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// number is a figure that opens to what it counts; a zero opens to nothing.
func number(c *workbench.Call, n int, path string) ui.Cell {
	if n == 0 {
		return ui.Cell{Text: "0"}
	}
	return ui.Cell{Text: itoa(n), Href: c.URL(path)}
}

// average is a number of days that opens to what it is the average of.
func average(c *workbench.Call, n int, at string, list scorecard.Measure, year int) ui.Cell {
	cell := ui.Cell{Text: tenths(n)}
	if n >= 0 {
		cell.Href = c.URL(at + "/measures/" + string(list) + "?year=" + itoa(year))
	}
	return cell
}

func (p pages) sums(c *workbench.Call, b supervising.Board) ui.Stats {
	var open, overdue, columns, late, clean int
	for _, s := range b.Standings {
		open += s.Open
		overdue += int(s.Values[scorecard.Overdue])
		columns += int(s.Values[scorecard.StaleColumns] + s.Values[scorecard.EmptyColumns])
		late += int(s.Values[scorecard.LatePublic] + s.Values[scorecard.Unpublished])
		if s.Card.Grade() == "良好" {
			clean++
		}
	}
	tone := func(n int) ui.Tone {
		if n > 0 {
			return ui.Bad
		}
		return ui.Neutral
	}
	stat := func(label, unit string, n int, path string, tone ui.Tone) ui.Stat {
		stat := ui.Stat{Label: label, Value: itoa(n), Unit: unit, Tone: tone}
		if n > 0 {
			stat.Href = c.URL(path)
		}
		return stat
	}
	year := "?year=" + itoa(b.Year)
	all := stat("下级机关", "个", len(b.Standings), boardPath+year+"#"+tableID, ui.Neutral)
	all.Note = itoa(clean) + "个良好"
	return ui.Stats{Items: []ui.Stat{all, stat("在办申请", "件", open, boardPath+"/cases", ui.Neutral), stat("逾期未答复", "件", overdue, boardPath+"/lists/overdue"+year, tone(overdue)),
		stat("空白、超期栏目", "个", columns, boardPath+"/lists/columns"+year, tone(columns)), stat("逾期公开、未公开", "件", late, boardPath+"/lists/publication"+year, tone(late))}}
}

// tableID is where the table of the board stands on its page: its second part.
const tableID = "part-2"

func (p pages) boardPanel(c *workbench.Call) (templ.Component, error) {
	if !c.May(auth.Oversee, c.By.Agency) {
		return nil, nil
	}
	b, err := p.Desk.Board(c.Context(), c.By, c.Today().Year())
	if err != nil || len(b.Standings) == 0 {
		return nil, err
	}
	return templ.Join(p.sums(c, b), sheet.Buttons{Items: []ui.Button{{Text: "打开监督看板", Kind: ui.Secondary, Href: c.URL(boardPath)}}}), nil
}

// exportBoard writes the board and the list behind every number as a workbook of one sheet for each.
func (p pages) exportBoard(c *workbench.Call) error {
	b, err := p.Desk.Board(c.Context(), c.By, boardYear(c))
	if err != nil {
		return err
	}
	worstFirst(b.Standings)
	head := []any{"机关", "得分", "等次", "在办申请", "即将到期", "本年答复", "平均办理工作日", "平均审查工作日"}
	for _, row := range scorecard.Measures {
		head = append(head, row.Title)
	}
	sheets := []sheet.Table{{Name: "各机关", Rows: [][]any{head}}}
	details := sheet.Table{Name: "明细", Rows: [][]any{{"机关", "指标", "编号", "事项", "起", "止（期限）", "说明"}}}
	for _, x := range b.Standings {
		line := []any{x.Agency.Name, scorecard.Points(x.Card.Tenths), x.Card.Grade(), x.Open, x.Soon, x.Answered, strings.TrimSuffix(tenths(x.Average), "天"), strings.TrimSuffix(tenths(x.Review), "天")}
		for _, row := range scorecard.Measures {
			line = append(line, x.Values[row.Measure])
		}
		sheets[0].Rows = append(sheets[0].Rows, line)
		_, lists, err := p.Desk.Card(c.Context(), c.By, x.Agency.ID, b.Year)
		if err != nil {
			return err
		}
		for _, row := range scorecard.Measures {
			for _, f := range lists[row.Measure] {
				details.Rows = append(details.Rows, []any{x.Agency.Name, row.Title, f.Number, f.Title, f.From.String(), f.On.String(), f.Word})
			}
		}
	}
	return sheet.DownloadTables(c, "监督台账"+itoa(b.Year), append(sheets, details))
}

const perPage = 50
