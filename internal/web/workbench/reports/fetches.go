package reports

import (
	"strconv"

	"gongkai/agency"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// fetches shows what became of each address from which a report was to be read.
func (p pages) fetches(c *workbench.Call) (templ.Component, error) {
	year := collectedYear(c)
	list, err := p.Desk.Fetches(c.Context(), c.By, year)
	if err != nil {
		return nil, err
	}
	waiting := 0
	for _, f := range list {
		if f.Waits() {
			waiting++
		}
	}
	s := sheet.Sheet{Base: c.Base("按网址读入", ui.Link{Text: "年报收集汇总", Href: inYear("", year)}), Head: ui.PageHead{Over: c.Own().Name, Title: "按网址读入" + strconv.Itoa(year) + "年度报告", Lead: "最近提出的在前。逐个读入，每个网址最多等15秒；读入的等待核查，同意或者退回。"},
		Buttons: []ui.Button{{Text: "继续读入", Kind: ui.Secondary, Href: c.URL(importMany + "?year=" + strconv.Itoa(year))}}}
	if waiting > 0 {
		s.Buttons = append([]ui.Button{{Text: "刷新", Kind: ui.Primary, Href: c.URL(inYear("/fetches", year))}}, s.Buttons...)
		s.Add("", ui.Notice{Tone: ui.Info, Title: strconv.Itoa(waiting) + "个网址等待读入", Text: "可以离开本页，稍后再来查看。"})
	}
	t := ui.Table{Caption: "各网址", Quiet: true, Columns: []ui.Column{{Title: "单位"}, {Title: "网址"}, {Title: "结果"}, {Title: "说明"}}, Empty: ui.Empty{Title: "还没有按网址读入", Text: "在“批量读入”中填写公布年报的网址。"}}
	for _, f := range list {
		t.Rows = append(t.Rows, fetchRow(c, f))
	}
	s.Add("", t)
	for _, f := range list {
		if len(f.Offers) > 0 {
			s.Add("页面中的附件："+f.Address, offers(c, year, f))
		}
	}
	return s.Page(), nil
}

// collectedYear is the year that the address asks for.
func collectedYear(c *workbench.Call) int {
	if year, err := strconv.Atoi(c.Query("year")); err == nil && year >= firstYear && year <= c.Today().Year() {
		return year
	}
	return c.Today().Year() - 1
}

func fetchRow(c *workbench.Call, f reporting.Fetch) ui.Row {
	row := ui.Row{Cells: []ui.Cell{{Text: "—"}, {Text: f.Address, Href: f.Address}, {Body: ui.Badge{Text: "等待读入", Tone: ui.Info}}, {}}}
	if a, ok := c.By.Tree.Find(f.Unit); ok {
		row.Cells[0] = ui.Cell{Text: name(a), Href: c.URL(belowPath(a, f.Year, ""))}
	}
	switch {
	case f.Failed():
		row.Tone, row.Cells[2], row.Cells[3] = ui.Bad, ui.Cell{Body: ui.Badge{Text: "没有读入", Tone: ui.Bad}}, ui.Cell{Text: f.Message}
		if len(f.Offers) > 0 {
			row.Cells[3].Text += "；页面中有" + strconv.Itoa(len(f.Offers)) + "个附件，可以在下面选择读入"
		}
	case !f.Waits() && f.Errors > 0:
		row.Tone, row.Cells[2], row.Cells[3] = ui.Caution, ui.Cell{Body: ui.Badge{Text: "已读入", Tone: ui.Good}}, ui.Cell{Text: "核查发现" + strconv.Itoa(f.Errors) + "处错误"}
	case !f.Waits():
		row.Cells[2], row.Cells[3] = ui.Cell{Body: ui.Badge{Text: "已读入", Tone: ui.Good}}, ui.Cell{Text: "核查没有发现错误"}
	}
	return row
}

// offers are the files to which a page without a report links, each to be read in.
func offers(c *workbench.Call, year int, f reporting.Fetch) templ.Component {
	var list sheet.Actions
	for _, offer := range f.Offers {
		hidden := [][2]string{{"year", strconv.Itoa(year)}, {"address", offer.Address}}
		if a, ok := c.By.Tree.Find(f.Unit); ok {
			hidden = append(hidden, [2]string{"unit", a.Code})
		}
		list.Items = append(list.Items, sheet.Action{Path: c.URL(collection + "/fetches"), Button: ui.Button{Text: "读入：" + offer.Words, Kind: ui.Secondary}, Hidden: hidden})
	}
	return list
}

// fetchOne reads in a file that a page offered.
func (p pages) fetchOne(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	year, err := strconv.Atoi(f.Text("year"))
	if err != nil {
		year = c.Today().Year() - 1
	}
	var unit agency.ID
	if a, ok := c.By.Tree.ByCode(f.Text("unit")); ok {
		unit = a.ID
	}
	if _, err := p.Desk.AskFor(c.Context(), c.By, unit, year, []string{f.Text("address")}); err != nil {
		return err
	}
	return c.Done(inYear("/fetches", year), "正在后台读入附件")
}
