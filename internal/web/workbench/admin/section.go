package admin

import (
	"net/url"
	"slices"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/law"

	"github.com/a-h/templ"
)

// newSection stands in addresses where a section has no id yet.
const newSection = "new"

// sections lists the sections of an agency.
func (p pages) sections(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	all, err := p.Desk.Sections(c.Context(), c.By, a.ID)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("股室", agencyCrumbs(a)...), Head: ui.PageHead{Title: a.Name}, Tabs: p.agencyTabs(c, a, "股室")}
	may := c.May(auth.AlterSection, a.ID)
	if may {
		s.Buttons = append(s.Buttons, ui.Button{Text: "新增股室", Kind: ui.Primary, Href: c.URL(agencyPath(a) + "/sections/" + newSection)})
	}
	t := ui.Table{Caption: "股室", Quiet: true, Columns: []ui.Column{{Title: "名称"}, {Title: "职责"}, {Title: "状态"}},
		Empty: ui.Empty{Title: "还没有股室", Text: "申请按股室分派，信息按股室报送。可以从办公室开始。"}}
	office := false
	for _, x := range all {
		name := ui.Cell{Text: x.Name}
		if may {
			name.Href = c.URL(agencyPath(a) + "/sections/" + string(x.ID))
		}
		duty, state := ui.Cell{}, ui.Cell{Body: ui.Badge{Text: "正常", Tone: ui.Good}}
		if x.Office {
			office = office || !x.Closed
			duty.Text = "政府信息公开工作机构"
		}
		if x.Closed {
			state.Body = ui.Badge{Text: "已停用"}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{name, duty, state}})
	}
	if len(all) > 0 && !office {
		s.add("", ui.Notice{Tone: ui.Caution, Title: "还没有指定政府信息公开工作机构", Cite: law.OGI.Art(4)})
	}
	s.add("", t)
	return s.Page(), nil
}

func (p pages) findSection(c *workbench.Call) (agency.Section, error) {
	a, err := c.Agency()
	if err != nil {
		return agency.Section{}, err
	}
	if c.Path("section") == newSection {
		return agency.Section{Agency: a.ID}, nil
	}
	all, err := p.Desk.Sections(c.Context(), c.By, a.ID)
	if err != nil {
		return agency.Section{}, err
	}
	i := slices.IndexFunc(all, func(s agency.Section) bool { return string(s.ID) == c.Path("section") })
	if i < 0 {
		return agency.Section{}, fault.New(fault.NotFound, "没有这个股室")
	}
	return all[i], nil
}

func (p pages) filledSection(c *workbench.Call) (*workbench.Form, error) {
	s, err := p.findSection(c)
	if err != nil {
		return nil, err
	}
	values := url.Values{"name": {s.Name}}
	if s.Office {
		values.Add("office", "yes")
	}
	if s.Closed {
		values.Add("closed", "yes")
	}
	return workbench.Filled(values), nil
}

func (p pages) sectionForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	title := "修改股室"
	if c.Path("section") == newSection {
		title = "新增股室"
	}
	e := entry{
		Base: c.Base(title, append(agencyCrumbs(a), ui.Link{Text: "股室", Href: agencyPath(a) + "/sections"})...), Head: ui.PageHead{Over: a.Name, Title: title}, Form: f,
		Fields: []templ.Component{
			f.Line(ui.TextInput{Field: ui.Field{Name: "name", Label: "名称"}, Width: "medium", MaxLength: 80}),
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "office", Label: "职责", Optional: true}, Options: []ui.Option{{Value: "yes", Text: "政府信息公开工作机构", Hint: "负责本机关公开工作的日常事务，每个机关指定一个（《条例》第四条）"}}}),
		},
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: agencyPath(a) + "/sections",
	}
	if c.Path("section") != newSection {
		e.Fields = append(e.Fields, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "closed", Label: "状态", Optional: true}, Options: []ui.Option{{Value: "yes", Text: "停用", Hint: "不再分派新的申请和信息，以前的记录保留"}}}))
	}
	return e.Page(), nil
}

func (p pages) saveSection(c *workbench.Call, f *workbench.Form) error {
	s, err := p.findSection(c)
	if err != nil {
		return err
	}
	a, err := c.Agency()
	if err != nil {
		return err
	}
	s.Name, s.Office, s.Closed = f.Text("name"), f.Checked("office", "yes"), f.Checked("closed", "yes")
	if _, err := p.Desk.SaveSection(c.Context(), c.By, s); err != nil {
		return err
	}
	return c.Done(agencyPath(a)+"/sections", "股室“%s”已保存", s.Name)
}
