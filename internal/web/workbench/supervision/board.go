package supervision

import (
	"cmp"
	"slices"
	"strconv"

	"gongkai/agency"
	"gongkai/deadline"
	"gongkai/duty"
	"gongkai/internal/casework"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// A score is what the board counts of one agency.
type score struct {
	Agency  agency.Agency
	Open    int // applications in hand
	Overdue int
	Soon    int // due within five working days
	Late    map[duty.Kind]int
}

// total is by what the board is put in order: what is already unlawful weighs most.
func (s score) total() int {
	n := s.Overdue * overdueWeight
	for _, late := range s.Late {
		n += late
	}
	return n
}

// overdueWeight puts a late answer above every stale column: somebody waits for it.
const overdueWeight = 100

// mostOpen bounds how many open applications of one agency are looked at.
const mostOpen = 5000

func (p pages) scores(c *workbench.Call) ([]score, error) {
	var all []score
	for _, a := range overseen(c) {
		s := score{Agency: a, Late: map[duty.Kind]int{}}
		open, total, err := p.Cases.List(c.Context(), c.By, query.CaseList{Agency: a.ID, State: query.CasesOpen, Limit: mostOpen})
		if err != nil {
			return nil, err
		}
		s.Open = total
		periods := agency.DefaultSettings(c.Today()).Periods
		for _, x := range open {
			switch left := x.Clock.WorkdaysLeft; {
			case left == nil:
			case *left < 0:
				s.Overdue++
			case *left <= periods.Amber:
				s.Soon++
			}
		}
		list, err := p.Desk.Open(c.Context(), c.By, a.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			if d.StateOn(c.Today()) == duty.Late {
				s.Late[d.Kind]++
			}
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(x, y score) int {
		return cmp.Or(cmp.Compare(y.total(), x.total()), cmp.Compare(x.Agency.Code, y.Agency.Code))
	})
	return all, nil
}

// counted are the late duties that have a column of their own on the board.
var counted = []struct {
	kind  duty.Kind
	title string
}{{duty.Column, "栏目空白、超期"}, {duty.Publication, "超期未公开"}, {duty.ReReview, "未定期评估"}, {duty.Interpretation, "未解读"}, {duty.GuideReview, "指南未复核"}, {duty.Report, "年报未公布"}}

// board shows every agency below with what is late, the worst first.
func (p pages) board(c *workbench.Call) (templ.Component, error) {
	scores, err := p.scores(c)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("监督看板"), Head: ui.PageHead{Title: "监督看板", Lead: "各机关的数字由登记簿实时得出，问题多的在前。点开数字查看是哪些。"}}
	s.Add("", p.sums(c, scores))
	t := ui.Table{Caption: "各机关", Quiet: true, Figures: true, Columns: []ui.Column{{Title: "机关"}, {Title: "在办", Numeric: true}, {Title: "即将到期", Numeric: true}, {Title: "已逾期", Numeric: true}},
		Empty: ui.Empty{Title: "没有下级机关"}}
	for _, k := range counted {
		t.Columns = append(t.Columns, ui.Column{Title: k.title, Numeric: true})
	}
	for _, x := range scores {
		at := "/workbench/agencies/" + x.Agency.Code
		cells := []ui.Cell{{Text: or(x.Agency.ShortName, x.Agency.Name), Href: c.URL(at)}, number(c, x.Open, at+"/cases"), number(c, x.Soon, at+"/cases"), number(c, x.Overdue, at+"/cases")}
		for _, k := range counted {
			cells = append(cells, number(c, x.Late[k.kind], at+"/duties"))
		}
		row := ui.Row{Cells: cells}
		if x.Overdue > 0 {
			row.Tone = ui.Bad
		}
		t.Rows = append(t.Rows, row)
	}
	s.Add("各机关", t)
	return s.Page(), nil
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
	return ui.Cell{Text: strconv.Itoa(n), Href: c.URL(path)}
}

func (p pages) sums(c *workbench.Call, scores []score) ui.Stats {
	var open, overdue, late, clean int
	for _, s := range scores {
		open += s.Open
		overdue += s.Overdue
		for _, n := range s.Late {
			late += n
		}
		if s.total() == 0 {
			clean++
		}
	}
	tone := func(n int) ui.Tone {
		if n > 0 {
			return ui.Bad
		}
		return ui.Neutral
	}
	return ui.Stats{Items: []ui.Stat{{Label: "下级机关", Value: strconv.Itoa(len(scores)), Unit: "个", Note: strconv.Itoa(clean) + "个没有问题"}, {Label: "在办申请", Value: strconv.Itoa(open), Unit: "件"},
		{Label: "逾期未答复", Value: strconv.Itoa(overdue), Unit: "件", Tone: tone(overdue)}, {Label: "其他过期职责", Value: strconv.Itoa(late), Unit: "项", Tone: tone(late)}}}
}

func (p pages) boardPanel(c *workbench.Call) (templ.Component, error) {
	scores, err := p.scores(c)
	if err != nil || len(scores) == 0 {
		return nil, err
	}
	return templ.Join(p.sums(c, scores), sheet.Buttons{Items: []ui.Button{{Text: "打开监督看板", Kind: ui.Secondary, Href: c.URL(boardPath)}}}), nil
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
	s.Add("", t, c.Pagination(total, perPage))
	return s.Page(), nil
}

const perPage = 50

func light(x casework.Listed) templ.Component {
	left := x.Clock.WorkdaysLeft
	switch {
	case x.Clock.Stage == deadline.Unconfirmed:
		return ui.Badge{Text: "待确认收到", Tone: ui.Info}
	case left == nil:
		return ui.Badge{Text: "期限中止", Tone: ui.Info}
	case *left < 0:
		return ui.Badge{Text: "已逾期" + strconv.Itoa(-*left) + "个工作日", Tone: ui.Bad}
	}
	return ui.Badge{Text: "剩" + strconv.Itoa(*left) + "个工作日", Tone: ui.Good}
}
