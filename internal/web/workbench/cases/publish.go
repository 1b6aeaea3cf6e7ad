package cases

import (
	"net/url"
	"strings"

	"gongkai/application"
	"gongkai/catalog"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// publishPage is the form by which a record is drafted of what an application was given.
func (p pages) publishPage() sheet.FormPage {
	return sheet.FormPage{Fill: p.blankPublication, Draw: p.publishForm, Take: p.publish}
}

func (p pages) blankPublication(c *workbench.Call) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	return workbench.Filled(url.Values{"title": {short(v.Application.Wanted.Content)}}), nil
}

func (p pages) publishForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	columns, err := p.Desk.Columns(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	var options []ui.Option
	for _, column := range columns {
		options = append(options, ui.Option{Value: string(column.ID), Text: column.Title})
	}
	kind := application.MadePublic
	entry := sheet.Entry{
		Base: c.Base(kind.Label(), caseCrumbs(v)...), Head: ui.PageHead{Over: over(v), Title: kind.Label(), Lead: words[kind] + "起草后照常审查，审查通过才发布。"},
		Form: f, Above: refusals(v, f, kind), Submit: ui.Button{Text: "起草公开信息", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: append([]templ.Component{
			f.Line(ui.TextInput{Field: ui.Field{Name: "title", Label: "标题", Hint: "不要出现申请人的信息"}}),
			f.Select(ui.Select{Field: ui.Field{Name: "column", Label: "栏目"}, Blank: "请选择", Options: options}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "公开的内容"}, Rows: 6, Max: 4000}),
		}, attached(f, v.Application)...),
	}
	return entry.Page(), nil
}

// attached lets files of the application go with what is published.
func attached(f *workbench.Form, a application.Application) []templ.Component {
	var files []ui.Option
	for _, fact := range a.Facts {
		for i, hash := range fact.Files {
			if i < len(fact.Names) {
				files = append(files, ui.Option{Value: hash, Text: fact.Names[i], Hint: fact.On.Chinese() + " " + fact.Kind.Label()})
			}
		}
	}
	if len(files) == 0 {
		return nil
	}
	return []templ.Component{f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "attached", Label: "一并公开的文件", Hint: "只选可以公开的", Optional: true}, Options: files})}
}

func (p pages) publish(c *workbench.Call, f *workbench.Form) error {
	in := casework.Publication{Title: f.Required("title", "标题"), Column: catalog.ColumnID(f.Text("column")), Text: f.Required("text", "内容"), Files: f.All("attached")}
	if err := f.Err(); err != nil {
		return err
	}
	id := application.ID(c.Path("id"))
	if _, err := p.Desk.MakePublic(c.Context(), c.By, c.By.Agency, id, in); err != nil {
		return err
	}
	return c.Done(casePath(id), "已起草公开信息“%s”，请在主动公开中送审", in.Title)
}

// rectifyPage is the form by which a published record is put right.
func (p pages) rectifyPage() sheet.FormPage {
	return sheet.FormPage{Draw: p.rectifyForm, Take: p.rectify}
}

func (p pages) rectifyForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	kind := application.Rectified
	entry := sheet.Entry{
		Base: c.Base(kind.Label(), caseCrumbs(v)...), Head: ui.PageHead{Over: over(v), Title: kind.Label(), Lead: words[kind]},
		Form: f, Above: refusals(v, f, kind), Submit: ui.Button{Text: "起草修订", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: append([]templ.Component{
			f.Line(ui.TextInput{Field: ui.Field{Name: "index", Label: "索引号", Hint: "要更正的信息的索引号，在它的网页上"}, Width: "medium"}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "wrong", Label: "原来的文字", Hint: "照网页上的原文，够认出即可；标题、概述、正文里的都会改", Optional: true}, Rows: 3, Max: 2000}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "right", Label: "更正后的文字", Hint: "不要出现申请人的信息；留空就是删去", Optional: true}, Rows: 3, Max: 2000}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "note", Label: "更正说明", Hint: "随新版本公布，如“第三段的金额更正为12.6万元”"}, Rows: 2, Max: 200}),
		}, attached(f, v.Application)...),
	}
	return entry.Page(), nil
}

func (p pages) rectify(c *workbench.Call, f *workbench.Form) error {
	in := casework.Rectification{Index: catalog.IndexNo(strings.ToUpper(f.Text("index"))), Wrong: f.Text("wrong"), Right: f.Text("right"), Note: f.Text("note"), Files: f.All("attached")}
	id := application.ID(c.Path("id"))
	if _, err := p.Desk.Rectify(c.Context(), c.By, c.By.Agency, id, in); err != nil {
		return err
	}
	return c.Done(casePath(id), "已起草 %s 的修订，请在主动公开中送审；发布后旧版本、差别和更正说明都能看到", in.Index)
}
