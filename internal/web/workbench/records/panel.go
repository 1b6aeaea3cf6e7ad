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

// duePanel counts what has to be published soon, or should have been.
func (p pages) duePanel(c *workbench.Call) (templ.Component, error) {
	due, err := p.Desk.Due(c.Context(), c.By, c.By.Agency)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	late := 0
	for _, x := range due {
		if x.Late {
			late++
		}
	}
	stats := ui.Stats{}
	for _, row := range []struct {
		label string
		n     int
		tone  ui.Tone
	}{{"超过法定期限未公开", late, ui.Bad}, {"即将到公开期限", len(due) - late, ui.Caution}} {
		if row.n > 0 {
			stats.Items = append(stats.Items, ui.Stat{Label: row.label, Value: itoa(row.n), Unit: "条", Tone: row.tone, Href: c.URL(recordsPath + "/due")})
		}
	}
	return stats, nil
}

// dueList lists what has to be published soon, or should have been.
func (p pages) dueList(c *workbench.Call) (templ.Component, error) {
	due, err := p.Desk.Due(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("公开期限", listCrumb), Head: ui.PageHead{Title: "公开期限", Lead: "自形成或者变更之日起二十个工作日内公开，法律、法规另有规定的从其规定。"}, Tabs: deadlineTabs(c, false)}
	t := ui.Table{Caption: "公开期限", Quiet: true, Columns: []ui.Column{{Title: "标题"}, {Title: "成文（变更）日期"}, {Title: "期限"}, {Title: "依据"}}, Empty: ui.Empty{Title: "没有临近或者超过期限的信息"}}
	for _, x := range due {
		from := x.FormedOn
		if !x.ChangedOn.IsZero() {
			from = x.ChangedOn
		}
		light, tone := ui.Amber, ui.Caution
		if x.Late {
			light, tone = ui.Overdue, ui.Bad
		}
		t.Rows = append(t.Rows, ui.Row{Tone: tone, Cells: []ui.Cell{{Text: short(x.Title, 50), Href: c.URL(recordPath(x.ID))}, {Text: from.String()},
			{Body: ui.Deadline{Light: light, Left: x.Left, Due: x.DueOn.Chinese(), Provisional: x.Provisional}}, {Text: x.Cite.String()}}})
	}
	s.Add("", t)
	return s.Page(), nil
}
