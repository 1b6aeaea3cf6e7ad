package records

import (
	"gongkai/disclosure"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// shownOnPanel is how many records the home page names.
const shownOnPanel = 5

// waitingPanel lists what waits for the caller.
func (p pages) waitingPanel(c *workbench.Call) (templ.Component, error) {
	rows, total, err := p.waiting(c, shownOnPanel)
	if err != nil || total == 0 {
		return nil, err
	}
	if len(rows) > shownOnPanel {
		rows = rows[:shownOnPanel]
	}
	parts := []templ.Component{p.table(c, rows, ui.Empty{})}
	if total > len(rows) {
		parts = append(parts, sheet.Buttons{Items: []ui.Button{{Text: "全部" + itoa(total) + "条", Kind: ui.Quiet, Href: c.URL(recordsPath + "?shelf=mine")}}})
	}
	return templ.Join(parts...), nil
}

// schedulePanel lists what is going to be published by itself, and what could not be.
func (p pages) schedulePanel(c *workbench.Call) (templ.Component, error) {
	rows, err := p.Desk.Schedules(c.Context(), c.By)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	t := ui.Table{Caption: "定时发布", Quiet: true, Columns: []ui.Column{{Title: "标题"}, {Title: "发布日期"}, {Title: "情况"}}}
	for _, x := range rows {
		row := ui.Row{Cells: []ui.Cell{{Text: short(x.Title, 50), Href: c.URL(recordPath(disclosure.ID(x.Record)))}, {Text: x.DueOn.String()}, {Text: "到时自动发布"}}}
		if x.Problem != "" {
			row.Tone, row.Cells[2].Text = ui.Bad, "未能发布："+x.Problem
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// keptPanel lists what is kept back and has to be looked at again (第十八条).
func (p pages) keptPanel(c *workbench.Call) (templ.Component, error) {
	due, err := p.Desk.KeptDue(c.Context(), c.By)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	t := ui.Table{Caption: "重新评估", Quiet: true, Columns: []ui.Column{{Title: "标题"}, {Title: "公开属性"}, {Title: "评估日期"}}}
	for _, r := range due {
		t.Rows = append(t.Rows, ui.Row{Tone: ui.Caution, Cells: []ui.Cell{{Text: short(r.Title, 50), Href: c.URL(recordPath(r.ID))}, {Text: string(r.Attribute)}, {Text: r.ReviewOn.String()}}})
	}
	return t, nil
}
