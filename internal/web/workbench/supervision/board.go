package supervision

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/deadline"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/query"
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
		s.Add("对比", p.comparison(b)...)
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
			number(c, x.Open, at+"/cases"), number(c, x.Soon, at+"/cases"), {Text: tenths(x.Average)}, {Text: tenths(x.Review)}}
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
func (p pages) comparison(b supervising.Board) []templ.Component {
	points, days := ui.BarChart{Title: itoa(b.Year) + "年各机关得分", Unit: "分"}, ui.BarChart{Title: "平均办理天数（工作日）", Unit: "天"}
	for _, x := range b.Standings {
		name := or(x.Agency.ShortName, x.Agency.Name)
		points.Points = append(points.Points, ui.Point{Label: name, Value: x.Card.Tenths / 10})
		if x.Average >= 0 {
			days.Points = append(days.Points, ui.Point{Label: name, Value: int64(x.Average+5) / 10})
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
	return ui.Stats{Items: []ui.Stat{{Label: "下级机关", Value: itoa(len(b.Standings)), Unit: "个", Note: itoa(clean) + "个良好"}, {Label: "在办申请", Value: itoa(open), Unit: "件"},
		{Label: "逾期未答复", Value: itoa(overdue), Unit: "件", Tone: tone(overdue)}, {Label: "空白、超期栏目", Value: itoa(columns), Unit: "个", Tone: tone(columns)}, {Label: "逾期公开、未公开", Value: itoa(late), Unit: "件", Tone: tone(late)}}}
}

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

// casesBelow lists the open applications of an agency below: enough to ask about them, nothing about who applied.
func (p pages) casesBelow(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	listed, total, err := p.Cases.List(c.Context(), c.By, query.CaseList{Agency: a.ID, State: query.CasesOpen, Limit: perPage, Offset: (c.PageNumber() - 1) * perPage})
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("在办申请", ui.Link{Text: "监督看板", Href: boardPath}), Head: ui.PageHead{Over: a.Name, Title: "在办申请", Lead: "按答复期限先后排列。"}}
	t := ui.Table{Caption: "在办申请", Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "收到"}, {Title: "答复期限"}, {Title: "期限"}}, Empty: ui.Empty{Title: "没有在办的申请"}}
	for _, x := range listed {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.Number}, {Text: x.ReceivedOn.String()}, {Text: x.Clock.DueOn.String()}, {Body: light(x)}}})
	}
	if c.May(auth.OrderMending, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "督办", Href: c.URL(ordersPath + "/new?to=" + a.Code + "&subject=" + url.QueryEscape("按期答复政府信息公开申请"))})
	}
	s.Add("", t, c.Pagination(total, perPage))
	return s.Page(), nil
}

const perPage = 50

func light(x casework.Listed) templ.Component {
	left := x.Clock.WorkdaysLeft
	switch {
	case x.Clock.Stage == deadline.Unconfirmed:
		return ui.Badge{Text: "待确认收到", Tone: ui.Info}
	case x.Clock.Stage == deadline.Closed:
		return ui.Badge{Text: x.Step.Label(), Tone: ui.Neutral}
	case left == nil:
		return ui.Badge{Text: "期限中止", Tone: ui.Info}
	case *left < 0:
		return ui.Badge{Text: "已逾期" + itoa(-*left) + "个工作日", Tone: ui.Bad}
	}
	return ui.Badge{Text: "剩" + itoa(*left) + "个工作日", Tone: ui.Good}
}
