package cases

import (
	"net/url"

	"gongkai/application"
	"gongkai/internal/docgen"
	"gongkai/internal/receipt"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// ids are the applications that were chosen.
func ids(values []string) []application.ID {
	var list []application.ID
	for _, v := range values {
		if v != "" {
			list = append(list, application.ID(v))
		}
	}
	return list
}

// chosenCases is the form of a bulk act for what was chosen in the list.
func (p pages) chosenCases(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"id": c.Request.URL.Query()["id"], "do": {string(application.Assigned)}})
	until, _ := p.Desk.Calendar(c.By.Agency).Add(c.Today(), assignedFor)
	form.SetDate("until", until)
	return form, nil
}

func (p pages) bulkForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	chosen := ids(f.All("id"))
	fields := []templ.Component{
		f.Radios(ui.Radios{Field: ui.Field{Name: "do", Label: "办理"}, Inline: true, Options: []ui.Option{{Value: string(application.Assigned), Text: "交办"}, {Value: string(application.Noted), Text: "备注"}}}),
	}
	for _, name := range []field{sectionField, officerField, untilField} {
		input, err := p.factField(c, f, application.Application{}, application.Assigned, name)
		if err != nil {
			return nil, err
		}
		fields = append(fields, input)
	}
	fields = append(fields, f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "要求或者备注", Optional: true}, Rows: 3, Max: 2000}))
	for _, id := range chosen {
		fields = append(fields, sheet.Hidden{Name: "id", Value: string(id)})
	}
	entry := sheet.Entry{Base: c.Base("批量办理", registerCrumb), Form: f, Fields: fields, Cancel: casesPath, Submit: ui.Button{Text: "办理", Kind: ui.Primary},
		Head: ui.PageHead{Title: "批量办理" + itoa(len(chosen)) + "件", Lead: "逐件检查；不能办理的列出理由，不影响其他各件。"}}
	if len(chosen) == 0 {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "没有选择申请", Text: "请回到登记簿，勾选要办理的申请。"})
	}
	return entry.Page(), nil
}

func (p pages) bulk(c *workbench.Call, f *workbench.Form) error {
	fact := application.Fact{Kind: application.Kind(f.Text("do")), On: c.Today(), Text: f.Text("text")}
	if fact.Kind == application.Assigned {
		fact.Section, fact.Officer, fact.Until = f.Text("section"), f.Text("officer"), f.Date(ui.Field{Name: "until", Label: "期限", Optional: true})
		if fact.Section == "" && fact.Officer == "" {
			f.Add("section", "请选择承办股室或者经办人")
		}
	} else if fact.Text == "" {
		f.Add("text", "请填写备注")
	}
	if err := f.Err(); err != nil {
		return err
	}
	done, refused, err := p.Desk.AddToMany(c.Context(), c.By, c.By.Agency, ids(f.All("id")), fact)
	if err != nil {
		return err
	}
	if len(refused) == 0 {
		return c.Done(casesPath, "已办理%d件", done)
	}
	s := sheet.Sheet{Base: c.Base("批量办理", registerCrumb), Head: ui.PageHead{Title: "已办理" + itoa(done) + "件，" + itoa(len(refused)) + "件没有办理"},
		Buttons: []ui.Button{{Text: "返回登记簿", Kind: ui.Primary, Href: c.URL(casesPath)}}}
	t := ui.Table{Caption: "没有办理的", Columns: []ui.Column{{Title: "编号"}, {Title: "理由"}}}
	for _, r := range refused {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: r.Number}, {Text: r.Problem}}})
	}
	s.Add("", t)
	c.Taken(casesPath)
	return c.Show(s.Page())
}

// receiptActions are the buttons by which the receipts of the applications are had, the first to be printed.
func receiptActions(c *workbench.Call, label string, first ui.ButtonKind, applications ...string) sheet.Actions {
	var a sheet.Actions
	for _, form := range docgen.Forms {
		button, hidden := ui.Button{Text: "下载 " + form.Label(), Kind: ui.Quiet}, [][2]string{{"form", string(form)}}
		if form == docgen.FormPDF {
			button = ui.Button{Text: label, Kind: first}
		}
		for _, id := range applications {
			hidden = append(hidden, [2]string{"id", id})
		}
		a.Items = append(a.Items, sheet.Action{Path: c.URL(casesPath + "/receipts"), Button: button, Hidden: hidden})
	}
	return a
}

// receipts writes the 接收回执 of what was chosen.
func (p pages) receipts(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	list, err := p.Desk.Receipts(c.Context(), c.By, c.By.Agency, ids(f.All("id")))
	if err != nil {
		return err
	}
	form := docgen.Form(or(f.Text("form"), c.Query("form")))
	if form.MediaType() == "" {
		form = docgen.FormPDF
	}
	paper, err := form.Write(receipt.Paper(p.Desk.TrackLink(), list...), p.Fonts)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", form.MediaType())
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape("政府信息公开申请回执."+string(form)))
	_, err = c.Writer().Write(paper)
	return err
}

// viewsForm keeps the present filter under a name, and lets those kept be removed.
func (p pages) viewsForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	views, err := p.Desk.SavedViews(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	query := or(f.Raw("query"), c.Request.URL.RawQuery)
	var above []templ.Component
	t := ui.Table{Caption: "保存的清单", Columns: []ui.Column{{Title: "名称"}, {Title: "操作"}}, Empty: ui.Empty{Title: "还没有保存的清单"}}
	for _, v := range views {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: v.Name, Href: c.URL(casesPath + "?" + v.Query)},
			{Body: sheet.Actions{Items: []sheet.Action{{Path: c.URL(casesPath + "/views/remove"), Button: ui.Button{Text: "删除", Kind: ui.Quiet}, Hidden: [][2]string{{"view", v.Name}}}}}}}})
	}
	above = append(above, t)
	return sheet.Entry{Base: c.Base("我的清单", registerCrumb), Form: f, Compact: true, Above: above, Cancel: casesPath + "?" + query,
		Head:   ui.PageHead{Title: "我的清单", Lead: "把登记簿现在的筛选条件存成清单，以后一点就开。清单只有自己看得到。"},
		Submit: ui.Button{Text: "保存现在的筛选", Kind: ui.Primary},
		Fields: []templ.Component{f.Line(ui.TextInput{Field: ui.Field{Name: "view", Label: "清单的名称", Hint: "如：我的待补正"}, Width: "medium", MaxLength: 20}), sheet.Hidden{Name: "query", Value: query}}}.Page(), nil
}

func (p pages) saveView(c *workbench.Call, f *workbench.Form) error {
	if err := p.Desk.SaveView(c.Context(), c.By, f.Text("view"), f.Raw("query")); err != nil {
		return err
	}
	return c.Done(casesPath+"?"+f.Raw("query"), "清单“%s”已保存", f.Text("view"))
}

func (p pages) removeView(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := p.Desk.RemoveView(c.Context(), c.By, f.Text("view")); err != nil {
		return err
	}
	return c.Done(casesPath, "清单“%s”已删除", f.Text("view"))
}
