package records

import (
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

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
