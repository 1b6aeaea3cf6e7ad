package records

import (
	"strconv"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// The addresses of the list of what was published late: of one's own agency, and of one below.
const (
	latePath  = recordsPath + "/late"
	lateBelow = "/workbench/agencies/{agency}/late"
)

// lateYear is the year that the address asks for.
func lateYear(c *workbench.Call) int {
	year, err := strconv.Atoi(c.Query("year"))
	if err != nil || year < civil.On(2008, 5, 1).Year() || year > c.Today().Year() {
		return c.Today().Year()
	}
	return year
}

// deadlineTabs lead between what is not public yet and what came late.
func deadlineTabs(c *workbench.Call, late bool) *ui.Tabs {
	return &ui.Tabs{Label: "公开期限", Items: []ui.Tab{
		{Link: ui.Link{Text: "还没有公开", Href: c.URL(recordsPath + "/due")}, Current: !late},
		{Link: ui.Link{Text: "逾期公开", Href: c.URL(latePath)}, Current: late}}}
}

// late lists what was made public after its day, each with how the day was found.
func (p pages) late(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	year := lateYear(c)
	list, err := p.Desk.Late(c.Context(), c.By, a.ID, year)
	if err != nil {
		return nil, err
	}
	own := a.ID == c.By.Agency
	s := sheet.Sheet{Base: c.Base("逾期公开的信息"), Head: ui.PageHead{Title: itoa(year) + "年逾期公开的信息：" + itoa(len(list)) + "件", Lead: "自形成或者变更之日起二十个工作日内公开，预算、决算自批准（批复）之日起二十日内。按公开记录计算，不需要填报；已撤下的不列。"}}
	at := latePath
	if own {
		s.Base = c.Base("逾期公开的信息", listCrumb)
		s.Tabs = deadlineTabs(c, true)
	} else {
		s.Head.Over, at = a.Name, "/workbench/agencies/"+a.Code+"/late"
	}
	if len(list) > 0 {
		s.Buttons = append(s.Buttons, ui.Button{Text: "导出XLSX", Kind: ui.Quiet, Href: c.URL(at + "/xlsx?year=" + itoa(year))})
	}
	for _, y := range []int{c.Today().Year() - 2, c.Today().Year() - 1, c.Today().Year()} {
		if y != year {
			s.Buttons = append(s.Buttons, ui.Button{Text: itoa(y) + "年", Kind: ui.Quiet, Href: c.With("year", itoa(y))})
		}
	}
	t := ui.Table{Caption: "逾期公开的信息", Quiet: true, Empty: ui.Empty{Title: itoa(year) + "年公开的信息都没有超过期限"},
		Columns: []ui.Column{{Title: "标题"}, {Title: "形成（变更）"}, {Title: "期限"}, {Title: "公开"}, {Title: "超过", Numeric: true}, {Title: "说明"}}}
	for _, l := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: short(l.Title, 50), Href: p.lateHref(c, l, own)}, {Text: l.From.String()}, {Text: l.DueOn.String()},
			{Text: l.PublishedOn.String()}, {Text: itoa(l.Days) + "个工作日"}, {Text: l.Why()}}})
	}
	s.Add("", t)
	return s.Page(), nil
}

// lateHref is the record at one's own desk, or the public page of another agency's.
func (p pages) lateHref(c *workbench.Call, l disclosure.Late, own bool) string {
	if own {
		return c.URL(recordPath(l.Record))
	}
	return c.URL("/records/" + string(l.Index))
}

// lateSheet writes the list as a workbook.
func (p pages) lateSheet(c *workbench.Call) error {
	a, err := c.Agency()
	if err != nil {
		return err
	}
	year := lateYear(c)
	list, err := p.Desk.Late(c.Context(), c.By, a.ID, year)
	if err != nil {
		return err
	}
	rows := [][]any{{"索引号", "标题", "公开机关", "期限起算", "形成（变更）日期", "应当公开的最后一日", "公开日期", "超过的工作日", "依据", "说明"}}
	for _, l := range list {
		from := "形成"
		if l.Changed {
			from = "变更"
		}
		rows = append(rows, []any{string(l.Index), l.Title, a.Name, from, l.From.String(), l.DueOn.String(), l.PublishedOn.String(), l.Days, l.Cite.String(), l.Why()})
	}
	return sheet.Download(c, a.Name+itoa(year)+"年逾期公开的信息", rows)
}
