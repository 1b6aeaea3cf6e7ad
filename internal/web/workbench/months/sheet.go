package months

import (
	"net/url"
	"strconv"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/monthly"

	"github.com/a-h/templ"
)

// template gives out the sheet of a year.
func (p pages) template(c *workbench.Call) error {
	year, err := strconv.Atoi(c.Path("year"))
	if err != nil || year < 2008 || year > c.Today().Year() {
		return fault.New(fault.NotFound, "没有这个年份")
	}
	book, err := p.Desk.MonthTemplate(c.Context(), c.By, c.By.Agency, year)
	if err != nil {
		return err
	}
	sheet.SpreadsheetHeader(c, "月度数据"+itoa(year)+".xlsx")
	_, err = c.Writer().Write(book)
	return err
}

func (p pages) importForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	entry := sheet.Entry{Base: c.Base("用表格导入", crumb), Head: ui.PageHead{Title: "用表格导入", Lead: "在下载的表格中填写后上传，全部无误才写入；与已填报的相同的不重复写入，不同的作为更正。"},
		Form: f, Submit: ui.Button{Text: "导入", Kind: ui.Primary}, Cancel: yearPath, Files: true,
		Above:  []templ.Component{sheet.Buttons{Items: []ui.Button{{Text: "下载" + itoa(c.Today().Year()) + "年的表格", Href: c.URL(yearPath + "/" + itoa(c.Today().Year()) + "/template.xlsx")}, {Text: "下载" + itoa(c.Today().Year()-1) + "年的表格", Kind: ui.Quiet, Href: c.URL(yearPath + "/" + itoa(c.Today().Year()-1) + "/template.xlsx")}}}},
		Fields: []templ.Component{f.FileInput(ui.FileInput{Field: ui.Field{Name: "file", Label: "表格", Hint: "Excel工作簿（.xlsx）"}, Accept: ".xlsx"})}}
	if f.Error("checked") != "" {
		entry.Fields = append(entry.Fields, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "checked", Label: "有的数字与往常差别较大"}, Options: []ui.Option{{Value: "yes", Text: "已经核对，数字无误", Hint: "请重新选择文件后再导入"}}}))
	}
	return entry.Page(), nil
}

func (p pages) importSheet(c *workbench.Call, f *workbench.Form) error {
	files := f.Files("file", c.FileLimit())
	if len(files) == 0 {
		f.Add("file", "请选择表格")
	}
	if err := f.Err(); err != nil {
		return err
	}
	content, err := files[0].Open()
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	done, err := p.Desk.ImportMonths(c.Context(), c.By, c.By.Agency, content, f.Checked("checked", "yes"))
	if err != nil {
		return err
	}
	return c.Done(yearPath, "已导入%d条，%d条与已填报的相同", done.Taken, done.Same)
}

// fillPlan shows the plan as it is.
func (p pages) fillPlan(c *workbench.Call) (*workbench.Form, error) {
	list, err := p.Desk.MonthPlan(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	form := workbench.Filled(url.Values{})
	for _, s := range list {
		for _, k := range s.Reporter.Kinds {
			form.Values.Add("kinds-"+s.ID, string(k))
		}
		from := s.Reporter.From
		if len(s.Reporter.Kinds) == 0 {
			from = civil.Month{Year: c.Today().Year(), Month: 1}
		}
		form.Values.Set("from-"+s.ID, from.String())
	}
	return form, nil
}

func (p pages) planForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	list, err := p.Desk.MonthPlan(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{Base: c.Base("填报安排", crumb), Head: ui.PageHead{Title: "填报安排", Lead: "哪个股室每月填报哪些项目。取消的项目不再催报，已填报的数字保留。"},
		Form: f, Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: yearPath}
	for _, s := range list {
		var options []ui.Option
		for _, row := range monthly.Kinds {
			options = append(options, ui.Option{Value: string(row.Kind), Text: row.Label})
		}
		entry.Fields = append(entry.Fields, sheet.Group{Fieldset: ui.Fieldset{Legend: s.Name}, Fields: []templ.Component{
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "kinds-" + s.ID, Label: "填报项目", Optional: true}, Options: options}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "from-" + s.ID, Label: "从哪个月起", Hint: "如：2026-01"}, Width: "short"}),
		}})
	}
	return entry.Page(), nil
}

func (p pages) plan(c *workbench.Call, f *workbench.Form) error {
	list, err := p.Desk.MonthPlan(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return err
	}
	var changed []monthly.Reporter
	for _, s := range list {
		m := monthly.Reporter{Section: s.ID}
		for _, k := range f.All("kinds-" + s.ID) {
			m.Kinds = append(m.Kinds, monthly.Kind(k))
		}
		first, err := civil.Parse(f.Text("from-"+s.ID) + "-01")
		if err != nil && len(m.Kinds) > 0 {
			f.Add("from-"+s.ID, "月份应写成2026-01")
		}
		if m.From = first.Month(); len(m.Kinds) == 0 && len(s.Reporter.Kinds) == 0 {
			continue
		}
		if err != nil {
			m.From = s.Reporter.From
		}
		changed = append(changed, m)
	}
	if err := f.Err(); err != nil {
		return err
	}
	for _, m := range changed {
		if err := p.Desk.AssignMonths(c.Context(), c.By, c.By.Agency, m); err != nil {
			return err
		}
	}
	return c.Done(yearPath, "填报安排已保存")
}
