package cases

import (
	"net/url"
	"strconv"
	"time"

	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// A figure is a number with the list of what it counts.
type figure struct {
	label string
	n     int
	query url.Values
}

// figures are drawn as a chart in which every number opens the list of what it counts.
func (p pages) figures(c *workbench.Call, title string, list []figure) templ.Component {
	chart := ui.BarChart{Title: title}
	for _, f := range list {
		point := ui.Point{Label: f.label, Value: int64(f.n)}
		if f.n > 0 {
			point.Href = c.URL(casesPath + "?" + f.query.Encode())
		}
		chart.Points = append(chart.Points, point)
	}
	return chart
}

// year is the year that the page shows.
func year(c *workbench.Call) int {
	if y, err := strconv.Atoi(c.Query("year")); err == nil && y >= 2008 && y <= c.Today().Year() {
		return y
	}
	return c.Today().Year()
}

// statistics shows a year: what was received by month and channel, how long answers took, how they ended, who came again.
func (p pages) statistics(c *workbench.Call) (templ.Component, error) {
	y := year(c)
	first, last := civil.On(y, time.January, 1), civil.On(y, time.December, 31)
	stats, err := p.Desk.Statistics(c.Context(), c.By, c.By.Agency, first, last)
	if err != nil {
		return nil, err
	}
	through := "截至" + c.Today().Chinese()
	if y < c.Today().Year() {
		through = "全年"
	}
	s := sheet.Sheet{Base: c.Base("申请统计", registerCrumb), Head: ui.PageHead{Title: "申请统计", Lead: strconv.Itoa(y) + "年，" + through + "。点数字看它统计的申请。"}, Tabs: &ui.Tabs{Label: "年份"}}
	for back := yearsShown - 1; back >= 0; back-- {
		shown := c.Today().Year() - back
		s.Tabs.Items = append(s.Tabs.Items, ui.Tab{Link: ui.Link{Text: strconv.Itoa(shown) + "年", Href: c.URL(casesPath + "/statistics?year=" + strconv.Itoa(shown))}, Current: shown == y})
	}
	s.Add("收到", p.byMonth(c, y, stats.Received), p.byChannel(c, first, last, stats.Received))
	if len(stats.Outcomes) == 0 {
		s.Add("办结", ui.Empty{Title: "本年还没有办结的申请"})
	} else {
		s.Add("办结", p.byOutcome(c, first, last, stats.Outcomes), p.bySpan(c, first, last, stats.Spans))
	}
	if y == c.Today().Year() {
		s.Add("同一申请人多次申请", p.byTimes(c, stats.Repeats))
	}
	return s.Page(), nil
}

// yearsShown is how many years the page offers.
const yearsShown = 4

func (p pages) byMonth(c *workbench.Call, y int, received []query.Counted) templ.Component {
	n := map[string]int{}
	for _, row := range received {
		n[row.Month] += row.Count
	}
	var list []figure
	for m := time.January; m <= time.December; m++ {
		month := civil.Month{Year: y, Month: m}
		if month.First().After(c.Today()) {
			break
		}
		list = append(list, figure{strconv.Itoa(int(m)) + "月", n[month.String()], url.Values{"state": {"all"}, "from": {month.First().String()}, "to": {month.Last().String()}}})
	}
	return p.figures(c, "各月收到的申请", list)
}

func (p pages) byChannel(c *workbench.Call, first, last civil.Date, received []query.Counted) templ.Component {
	n := map[deadline.Channel]int{}
	for _, row := range received {
		n[deadline.Channel(row.Channel)] += row.Count
	}
	var list []figure
	for _, channel := range deadline.Channels {
		list = append(list, figure{shortChannels[channel], n[channel], url.Values{"state": {"all"}, "channel": {string(channel)}, "from": {first.String()}, "to": {last.String()}}})
	}
	return p.figures(c, "各渠道收到的申请", list)
}

func (p pages) byOutcome(c *workbench.Call, first, last civil.Date, outcomes map[string]int) templ.Component {
	var list []figure
	for _, leaf := range decision.Outcomes {
		if n := outcomes[string(leaf.Outcome)]; n > 0 {
			list = append(list, figure{leaf.Short, n, url.Values{"state": {"closed"}, "outcome": {string(leaf.Outcome)}, "closed_from": {first.String()}, "closed_to": {last.String()}}})
		}
	}
	return p.figures(c, "办理结果", list)
}

// spans are the bars of how long answers took, in workdays; the last has no end.
var spans = []struct {
	label    string
	from, to int
}{{"当日", 0, 0}, {"1–5日", 1, 5}, {"6–10日", 6, 10}, {"11–20日", 11, 20}, {"21–40日", 21, 40}, {"40日以上", 41, -1}}

func (p pages) bySpan(c *workbench.Call, first, last civil.Date, closed []query.Span) templ.Component {
	counts := make([]int, len(spans))
	for _, row := range closed {
		n := p.Desk.Took(c.By.Agency, row.BeganOn, row.ClosedOn)
		for i, span := range spans {
			if n >= span.from && (span.to < 0 || n <= span.to) {
				counts[i] += row.Count
			}
		}
	}
	var list []figure
	for i, span := range spans {
		q := url.Values{"state": {"closed"}, "closed_from": {first.String()}, "closed_to": {last.String()}, "took_from": {strconv.Itoa(span.from)}}
		if span.to >= 0 {
			q.Set("took_to", strconv.Itoa(span.to))
		}
		list = append(list, figure{span.label, counts[i], q})
	}
	return p.figures(c, "从收到到答复的工作日", list)
}

func (p pages) byTimes(c *workbench.Call, repeats []query.Repeat) templ.Component {
	if len(repeats) == 0 {
		return ui.Empty{Title: "本年没有申请人申请过两次以上"}
	}
	t := ui.Table{Caption: "本年多次申请的申请人", Columns: []ui.Column{{Title: "申请次数", Numeric: true}, {Title: "申请人数", Numeric: true}, {Title: "申请件数", Numeric: true}}, Figures: true}
	for _, row := range repeats {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: strconv.Itoa(row.Times) + "次"}, {Text: strconv.Itoa(row.People) + "人"},
			{Text: strconv.Itoa(row.Times * row.People), Href: c.URL(casesPath + "?state=all&times=" + strconv.Itoa(row.Times))}}})
	}
	return t
}

// shortChannels are the words under a chart.
var shortChannels = map[deadline.Channel]string{
	deadline.InPerson: "当面", deadline.RegisteredMail: "签收的邮件", deadline.OrdinaryMail: "平常信函", deadline.Online: "互联网", deadline.Fax: "传真",
}
