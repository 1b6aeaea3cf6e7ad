package records

import (
	"net/url"

	"gongkai/disclosure"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

func (p pages) blankPublish(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"when": {"now"}})
	form.SetDate("on", c.Today().AddDays(1))
	return form, nil
}

func (p pages) publishForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	if v.Report > 0 {
		return p.notHere(c, v, "发布"), nil
	}
	found, err := p.findings(c, v)
	if err != nil {
		return nil, err
	}
	e := sheet.Entry{Base: c.Base("发布", crumbs(v)...), Form: f, Compact: true, Cancel: recordPath(v.Record.ID),
		Head:   ui.PageHead{Over: v.Record.Title, Title: "发布", Lead: "发布后网址和索引号不再改变，每次修订都会公布说明。"},
		Above:  []templ.Component{progress(v), p.term(c, v), found},
		Submit: ui.Button{Text: "发布", Kind: ui.Primary}}
	for _, problem := range v.Record.Check(c.Today()) {
		e.Above = append(e.Above, ui.Notice{Tone: ui.Caution, Title: "尚缺", Text: problem.Message, Cite: problem.Cite})
	}
	e.Fields = []templ.Component{
		f.Radios(ui.Radios{Field: ui.Field{Name: "when", Label: "什么时候发布"}, Options: []ui.Option{
			{Value: "now", Text: "现在发布"}, {Value: "later", Text: "定在以后的一天自动发布", Hint: "到时审查结论仍须有效"}}}),
		f.DateInput(ui.Field{Name: "on", Label: "自动发布的日期", Hint: "选择“定在以后的一天”时填写", Optional: true}),
	}
	if v.Publication.Version() > 0 {
		if note, err := p.Desk.RevisionNote(c.Context(), c.By, c.By.Agency, v.Record.ID); err != nil {
			return nil, err
		} else if !f.Sent() && f.Text("reason") == "" {
			f.Values.Set("reason", note)
		}
		e.Fields = append(e.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: "reason", Label: "修订说明", Hint: "随新版本公布，如“更正附件二的数据”"}, Rows: 2, Max: 200}))
	}
	return e.Page(), nil
}

func (p pages) publish(c *workbench.Call, f *workbench.Form) error {
	id := disclosure.ID(c.Path("id"))
	switch f.Text("when") {
	case "now":
		index, err := p.Desk.Publish(c.Context(), c.By, c.By.Agency, id, f.Text("reason"))
		if err != nil {
			return err
		}
		return c.Done(recordPath(id), "已发布，索引号%s", index)
	case "later":
		on := f.Date(ui.Field{Name: "on", Label: "自动发布的日期"})
		if err := f.Err(); err != nil {
			return err
		}
		if err := p.Desk.Schedule(c.Context(), c.By, c.By.Agency, id, on, f.Text("reason")); err != nil {
			return err
		}
		return c.Done(recordPath(id), "将于%s自动发布", on.Chinese())
	}
	f.Add("when", "请选择什么时候发布")
	return f.Err()
}

func (p pages) unschedule(c *workbench.Call) error {
	id := disclosure.ID(c.Path("id"))
	if err := p.Desk.Unschedule(c.Context(), c.By, c.By.Agency, id); err != nil {
		return err
	}
	return c.Done(recordPath(id), "已取消定时发布")
}

func (p pages) withdrawForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	e := sheet.Entry{Base: c.Base("撤下", crumbs(v)...), Form: f, Compact: true, Cancel: recordPath(v.Record.ID),
		Head: ui.PageHead{Over: v.Record.Title, Title: "撤下这条信息", Lead: "内容不再显示，网址保留并公布撤下的理由；各版本和记录永久保存，不会删除。"},
		Fields: []templ.Component{
			f.Area(ui.TextArea{Field: ui.Field{Name: "reason", Label: "撤下的理由", Hint: "将在原网址上公布"}, Rows: 3, Max: 300}),
		},
		Submit: ui.Button{Text: "撤下", Kind: ui.Destructive}}
	if v.Record.Kind == disclosure.Penalty {
		e.Above = []templ.Component{ui.Notice{Tone: ui.Caution, Title: "处罚决定被变更、撤销、确认违法或者无效的", Text: "应当在三日内撤回处罚决定信息，并公开说明理由。", Cite: law.Penalty.Art(48).P(2)}}
	}
	return e.Page(), nil
}

func (p pages) withdraw(c *workbench.Call, f *workbench.Form) error {
	id := disclosure.ID(c.Path("id"))
	if err := p.Desk.Withdraw(c.Context(), c.By, c.By.Agency, id, f.Text("reason")); err != nil {
		return err
	}
	return c.Done(recordPath(id), "已撤下，原网址公布撤下的理由")
}
