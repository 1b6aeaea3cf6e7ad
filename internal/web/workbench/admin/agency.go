package admin

import (
	"net/url"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	forms "gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

const agenciesPath = "/workbench/agencies"

func (p pages) agencyRoutes() []auth.Route {
	const one = agenciesPath + "/{agency}"
	routes := []auth.Route{
		p.bench.Get(agenciesPath, auth.ViewDirectory, p.agencies),
		p.bench.Get(one, auth.ViewDirectory, p.agency),
		p.bench.Get(one+"/sections", auth.ViewDirectory, p.sections),
		p.bench.Get(one+"/guide", auth.ViewDirectory, p.guide),
		p.bench.Get(one+"/settings", auth.ViewSettings, p.settings),
	}
	for _, more := range [][]auth.Route{
		p.form("/workbench/new-agency", auth.CreateAgency, formPage{fill: p.newAgency, draw: p.agencyForm, take: p.createAgency}),
		p.form(one+"/edit", auth.AlterAgency, formPage{fill: p.filledAgency, draw: p.agencyForm, take: p.alterAgency}),
		p.form(one+"/sections/{section}", auth.AlterSection, formPage{fill: p.filledSection, draw: p.sectionForm, take: p.saveSection}),
		p.form(one+"/guide/edit", auth.AlterGuide, formPage{fill: p.filledGuide, draw: p.guideForm, take: p.saveGuide}),
		p.form(one+"/settings/edit", auth.AlterSettings, formPage{fill: p.filledSettings, draw: p.settingsForm, take: p.alterSettings}),
		p.form(one+"/access/edit", auth.AlterAccess, formPage{fill: p.filledAccess, draw: p.accessForm, take: p.alterAccess}),
		p.form("/workbench/regions", auth.AlterRegion, formPage{fill: blank, draw: p.regions, take: p.saveRegion}),
	} {
		routes = append(routes, more...)
	}
	return routes
}

func agencyPath(a agency.Agency) string { return agenciesPath + "/" + a.Code }

func agencyCrumbs(a agency.Agency) []ui.Link {
	return []ui.Link{{Text: "机关名录", Href: agenciesPath}, {Text: or(a.ShortName, a.Name), Href: agencyPath(a)}}
}

// agencies lists the deployment by regions, each agency under its 主管部门.
func (p pages) agencies(c *workbench.Call) (templ.Component, error) {
	regions, err := p.Desk.Regions(c.Context())
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("机关名录"), Head: ui.PageHead{Title: "机关名录", Lead: "本平台上的行政机关，按行政区划排列。"}}
	if c.May(auth.CreateAgency, c.By.Agency) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "新增机关", Kind: ui.Primary, Href: c.URL("/workbench/new-agency")})
	}
	word := c.Query("q")
	byRegion := map[agency.RegionCode][]agency.Agency{}
	for _, a := range c.By.Tree.All() {
		if strings.Contains(a.Name+a.ShortName+a.Code+string(a.USCC), word) {
			byRegion[a.Region] = append(byRegion[a.Region], a)
		}
	}
	s.add("", filter(c.URL(agenciesPath), ui.TextInput{Field: ui.Field{Name: "q", Label: "名称、简称、代码", Optional: true}, Value: word, Type: "search", Width: "medium"}))
	shown := map[agency.RegionCode]bool{}
	add := func(title string, code agency.RegionCode) {
		if list := byRegion[code]; len(list) > 0 && !shown[code] {
			shown[code] = true
			s.add(title, p.agencyTable(c, title, list))
		}
	}
	for _, r := range regions.All() {
		add(strings.Join(regions.Path(r.Code), " › "), r.Code)
	}
	for _, a := range c.By.Tree.All() {
		add("行政区划"+string(a.Region), a.Region)
	}
	if len(shown) == 0 {
		s.add("", ui.Empty{Title: "没有符合条件的机关", Action: ui.Link{Text: "查看全部", Href: c.URL(agenciesPath)}})
	}
	return s.Page(), nil
}

func (p pages) agencyTable(c *workbench.Call, title string, list []agency.Agency) templ.Component {
	t := ui.Table{Caption: title, Quiet: true, Columns: []ui.Column{{Title: "机关"}, {Title: "层级和类别"}, {Title: "主管部门"}, {Title: "统一社会信用代码"}, {Title: "状态"}}}
	for _, a := range list {
		superior := "—"
		if up, ok := c.By.Tree.Find(a.Superior); ok {
			superior = or(up.ShortName, up.Name)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: a.Name, Href: c.URL(agencyPath(a))}, {Text: a.Level.String() + "，" + a.Kind.Label()}, {Text: superior}, {Text: or(string(a.USCC), "无")}, {Body: agencyState(a)},
		}})
	}
	return t
}

func agencyState(a agency.Agency) templ.Component {
	switch {
	case a.Closed:
		return ui.Badge{Text: "已撤并"}
	case a.Competent:
		return ui.Badge{Text: "主管部门", Tone: ui.Info}
	}
	return ui.Badge{Text: "正常", Tone: ui.Good}
}

// agencyTabs leads to what is kept of an agency, as far as the caller may see it.
func (p pages) agencyTabs(c *workbench.Call, a agency.Agency, current string) *ui.Tabs {
	tabs := &ui.Tabs{Label: a.Name}
	for _, tab := range []struct {
		text, path string
		action     auth.Action
	}{
		{"基本信息", "", auth.ViewDirectory}, {"股室", "/sections", auth.ViewDirectory}, {"公开指南", "/guide", auth.ViewDirectory},
		{"设置", "/settings", auth.ViewSettings}, {"人员", "/staff", auth.ViewStaff},
	} {
		if c.May(tab.action, a.ID) {
			tabs.Items = append(tabs.Items, ui.Tab{Link: ui.Link{Text: tab.text, Href: c.URL(agencyPath(a) + tab.path)}, Current: tab.text == current})
		}
	}
	return tabs
}

// agency shows one agency and where its decisions can be contested.
func (p pages) agency(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	regions, err := p.Desk.Regions(c.Context())
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base(or(a.ShortName, a.Name), ui.Link{Text: "机关名录", Href: agenciesPath}), Head: ui.PageHead{Title: a.Name}, Tabs: p.agencyTabs(c, a, "基本信息")}
	if c.May(auth.AlterAgency, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "修改", Href: c.URL(agencyPath(a) + "/edit")})
	}
	place := strings.Join(regions.Path(a.Region), "")
	s.add("", ui.Facts{Items: []ui.Fact{
		{Name: "简称", Text: a.ShortName}, {Name: "状态", Body: agencyState(a)},
		{Name: "信用代码", Text: string(a.USCC)}, {Name: "网址代码", Text: a.Code},
		{Name: "层级", Text: a.Level.String()}, {Name: "类别", Text: a.Kind.Label()},
		{Name: "行政区划", Text: strings.TrimSpace(place + " " + string(a.Region))}, {Name: "所属机关", Text: nameOf(c, a.Parent)},
		{Name: "主管部门", Text: nameOf(c, a.Superior)}, {Name: "所辖机关", Text: itoa(len(c.By.Tree.Direct(a.ID))) + " 个"},
	}})
	if a.TakesApplications() {
		s.add("行政复议和行政诉讼", p.forum(c, a))
	}
	if links := overseen(c, a); len(links) > 0 {
		s.add("监督", forms.Cards{Items: links})
	}
	return s.Page(), nil
}

// overseen leads those who oversee to what an agency below does.
func overseen(c *workbench.Call, a agency.Agency) (links []templ.Component) {
	if a.ID == c.By.Agency {
		return nil
	}
	for _, page := range []struct {
		text, path, words string
		action            auth.Action
	}{
		{"全年职责", "/duties", "一年里该办的事，办了没有", auth.ViewBoard}, {"公开目录", "/catalog", "栏目、更新要求和最近更新", auth.ViewCatalog},
		{"月度数据", "/monthly", "年度报告第二项的来源", auth.ViewMonthly}, {"复议诉讼", "/remedies", "被复议、被诉的案件和结果", auth.ViewRemedy},
	} {
		if c.May(page.action, a.ID) {
			links = append(links, ui.Card{Link: ui.Link{Text: page.text, Href: c.URL(agencyPath(a) + page.path)}, Words: page.words})
		}
	}
	return links
}

func nameOf(c *workbench.Call, id agency.ID) string {
	a, _ := c.By.Tree.Find(id)
	return a.Name
}

// forum shows what letters will say of 复议 and 诉讼, and why.
func (p pages) forum(c *workbench.Call, a agency.Agency) templ.Component {
	var set agency.Remedies
	if settings, err := p.Desk.Settings(c.Context(), c.By, a.ID); err == nil {
		set = settings.Remedies
	}
	f := c.By.Tree.ForumOf(a, set, c.Today())
	facts := ui.Facts{Items: []ui.Fact{
		{Name: "复议机关", Text: or(strings.Join(f.Organs, "、"), "未确定")}, {Name: "依据", Text: f.Cite.String()},
		{Name: "管辖法院", Text: or(f.Court, "未填写")}, {Name: "依据", Text: string(f.CourtLevel) + "，" + f.CourtCite.String()},
	}}
	if len(f.Problems) == 0 {
		return facts
	}
	var missing []string
	for _, problem := range f.Problems {
		missing = append(missing, problem.Message)
	}
	return templ.Join(facts, withBody(ui.Notice{Tone: ui.Caution, Title: "告知书中还写不出救济途径"}, bullets(missing)))
}

// The fields of an agency.
func (p pages) agencyForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	regions, err := p.Desk.Regions(c.Context())
	if err != nil {
		return nil, err
	}
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	fresh := c.Path("agency") == ""
	e := entry{Form: f, Submit: ui.Button{Text: "保存", Kind: ui.Primary}}
	if fresh {
		e.Base, e.Head, e.Cancel = c.Base("新增机关", ui.Link{Text: "机关名录", Href: agenciesPath}), ui.PageHead{Title: "新增机关"}, agenciesPath
	} else {
		e.Base, e.Head, e.Cancel = c.Base("修改机关", agencyCrumbs(a)...), ui.PageHead{Over: a.Name, Title: "修改机关"}, agencyPath(a)
	}
	e.Fields = []templ.Component{
		f.Line(ui.TextInput{Field: ui.Field{Name: "name", Label: "机关全称", Hint: "与公章一致，如“武威市凉州区科学技术局”"}, MaxLength: 80}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "short_name", Label: "简称", Optional: true}, Width: "medium", MaxLength: 80}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "uscc", Label: "统一社会信用代码", Hint: "18位，系统会核对校验位。内设机构、派出机构没有的可以不填。"}, Width: "medium", MaxLength: 20}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "code", Label: "网址代码", Hint: "公开网址的一部分，如 kjj。启用后不能改变。", Disabled: !fresh}, Width: "short", MaxLength: 40}),
		f.Select(ui.Select{Field: ui.Field{Name: "level", Label: "层级"}, Blank: "请选择", Options: levelOptions()}),
		f.Select(ui.Select{Field: ui.Field{Name: "kind", Label: "类别", Hint: "决定复议机关和编制年度报告的要求"}, Blank: "请选择", Options: kindOptions()}),
		f.Select(ui.Select{Field: ui.Field{Name: "region", Label: "行政区划"}, Blank: "请选择", Options: regionOptions(regions)}),
		f.Select(ui.Select{Field: ui.Field{Name: "parent", Label: "所属机关", Optional: true, Hint: "工作部门选本级人民政府，派出机构选派出它的部门"}, Blank: "无", Options: agencyOptions(c, a.ID, nil)}),
		f.Select(ui.Select{Field: ui.Field{Name: "superior", Label: "政府信息公开工作主管部门", Optional: true, Hint: "它能看到本机关的公开工作，并汇总年度报告"}, Blank: "无", Options: agencyOptions(c, a.ID, func(x agency.Agency) bool { return x.Competent })}),
		f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "flags", Label: "其他", Optional: true}, Options: []ui.Option{
			{Value: "competent", Text: "本机关是政府信息公开工作主管部门", Hint: "可以被其他机关选为主管部门"},
			{Value: "closed", Text: "已撤并", Hint: "保留已公开的信息和网址，不再接收申请和新增人员"},
		}}),
	}
	return e.Page(), nil
}

func levelOptions() (options []ui.Option) {
	for _, l := range agency.Levels {
		options = append(options, ui.Option{Value: itoa(int(l.Level)), Text: l.Label})
	}
	return options
}

func kindOptions() (options []ui.Option) {
	for _, k := range agency.Kinds {
		options = append(options, ui.Option{Value: string(k.Kind), Text: k.Label})
	}
	return options
}

func regionOptions(regions agency.Regions) (options []ui.Option) {
	for _, r := range regions.All() {
		options = append(options, ui.Option{Value: string(r.Code), Text: strings.Join(regions.Path(r.Code), "") + " " + string(r.Code)})
	}
	return options
}

// agencyOptions lists the agencies, without one, as far as fit.
func agencyOptions(c *workbench.Call, without agency.ID, fit func(agency.Agency) bool) (options []ui.Option) {
	for _, a := range c.By.Tree.All() {
		if (a.ID != without || c.Path("agency") == "") && !a.Closed && (fit == nil || fit(a)) {
			options = append(options, ui.Option{Value: string(a.ID), Text: a.Name})
		}
	}
	return options
}

func (p pages) newAgency(c *workbench.Call) (*workbench.Form, error) {
	own := c.Own()
	values := url.Values{"level": {itoa(int(own.Level))}, "kind": {string(agency.Department)}, "region": {string(own.Region)}}
	if own.Competent {
		values.Set("superior", string(own.ID))
	}
	return workbench.Filled(values), nil
}

func (p pages) filledAgency(c *workbench.Call) (*workbench.Form, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	values := url.Values{
		"name": {a.Name}, "short_name": {a.ShortName}, "uscc": {string(a.USCC)}, "code": {a.Code}, "level": {itoa(int(a.Level))},
		"kind": {string(a.Kind)}, "region": {string(a.Region)}, "parent": {string(a.Parent)}, "superior": {string(a.Superior)},
	}
	if a.Competent {
		values.Add("flags", "competent")
	}
	if a.Closed {
		values.Add("flags", "closed")
	}
	return workbench.Filled(values), nil
}

// readAgency puts what was entered into a.
func readAgency(f *workbench.Form, a agency.Agency) agency.Agency {
	a.Name, a.ShortName = f.Text("name"), f.Text("short_name")
	a.USCC = agency.USCC(strings.ToUpper(strings.Join(strings.Fields(f.Text("uscc")), "")))
	a.Level = 0
	for _, l := range agency.Levels {
		if f.Text("level") == itoa(int(l.Level)) {
			a.Level = l.Level
		}
	}
	a.Kind, a.Region = agency.Kind(f.Text("kind")), agency.RegionCode(f.Text("region"))
	a.Parent, a.Superior = agency.ID(f.Text("parent")), agency.ID(f.Text("superior"))
	a.Competent, a.Closed = f.Checked("flags", "competent"), f.Checked("flags", "closed")
	return a
}

func (p pages) createAgency(c *workbench.Call, f *workbench.Form) error {
	a := readAgency(f, agency.Agency{Code: f.Text("code")})
	if a.Superior == "" {
		f.Add("superior", "请选择主管部门。没有主管部门的机关，谁也不能为它设置人员")
	}
	if len(f.Problems) > 0 { // with everything else that is wrong
		return fault.Of(append(f.Problems, a.Check()...))
	}
	if _, err := p.Desk.CreateAgency(c.Context(), c.By, a); err != nil {
		return err
	}
	return c.Done(agencyPath(a), "已新增%s。请继续设置股室、人员和公开指南", a.Name)
}

func (p pages) alterAgency(c *workbench.Call, f *workbench.Form) error {
	before, err := c.Agency()
	if err != nil {
		return err
	}
	f.Values.Set("code", before.Code)
	after := readAgency(f, before)
	if err := p.Desk.AlterAgency(c.Context(), c.By, after); err != nil {
		if fault.KindOf(err) == fault.Forbidden {
			return fault.Of([]fault.Problem{{Field: "superior", Message: fault.Message(err)}})
		}
		return err
	}
	if after.Region == before.Region {
		return c.Done(agencyPath(after), "机关信息已保存")
	}
	restated, err := p.Restate(c.Context()) // another place may have days off of its own
	if err != nil {
		return err
	}
	return c.Done(agencyPath(after), "机关信息已保存。行政区划有变化，期限已按当地的放假安排重新计算：%s", restated.words())
}
