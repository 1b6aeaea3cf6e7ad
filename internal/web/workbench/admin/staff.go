package admin

import (
	"net/url"
	"strings"

	"gongkai/agency"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"

	"github.com/a-h/templ"
)

func (p pages) staffRoutes() []auth.Route {
	const all, one = agenciesPath + "/{agency}/staff", agenciesPath + "/{agency}/staff/{staff}"
	routes := []auth.Route{
		p.bench.Get("/workbench/people", auth.ViewStaff, p.people),
		p.bench.Get(all, auth.ViewStaff, p.staff),
		p.bench.Get(one, auth.ViewStaff, p.person),
		p.bench.Post(one+"/sessions", auth.RevokeSession, p.revoke),
	}
	routes = append(routes, p.form(agenciesPath+"/{agency}/new-staff", auth.AlterStaff, formPage{fill: p.newPerson, draw: p.personForm, take: p.createPerson})...)
	routes = append(routes, p.form(one+"/edit", auth.AlterStaff, formPage{fill: p.filledPerson, draw: p.personForm, take: p.alterPerson})...)
	return append(routes, p.form(one+"/act/{act}", auth.AlterStaff, formPage{fill: blank, draw: p.askAct, take: p.doAct})...)
}

func staffPath(a agency.Agency, id auth.StaffID) string {
	return agencyPath(a) + "/staff/" + string(id)
}

// people leads to the people of each agency that the caller may see.
func (p pages) people(c *workbench.Call) (templ.Component, error) {
	s := sheet{Base: c.Base("人员账号"), Head: ui.PageHead{Title: "人员账号", Lead: "先选择机关。"}}
	t := ui.Table{Caption: "机关", Quiet: true, Columns: []ui.Column{{Title: "机关"}, {Title: "人员", Numeric: true}, {Title: "停用", Numeric: true}, {Title: "锁定", Numeric: true}}}
	for _, a := range c.By.Tree.All() {
		if !c.May(auth.ViewStaff, a.ID) {
			continue
		}
		all, err := p.Desk.Accounts(c.Context(), c.By, a.ID)
		if err != nil {
			return nil, err
		}
		stopped, locked := 0, 0
		for _, x := range all {
			if x.Disabled {
				stopped++
			}
			if x.Locked(c.Now()) {
				locked++
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: a.Name, Href: c.URL(agencyPath(a) + "/staff")}, {Text: itoa(len(all) - stopped)}, {Text: itoa(stopped)}, {Text: itoa(locked)}}})
	}
	s.add("", t)
	return s.Page(), nil
}

// staff lists the people of an agency.
func (p pages) staff(c *workbench.Call) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	all, err := p.Desk.Accounts(c.Context(), c.By, a.ID)
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("人员", agencyCrumbs(a)...), Head: ui.PageHead{Title: a.Name}, Tabs: p.agencyTabs(c, a, "人员")}
	if c.May(auth.AlterStaff, a.ID) && !a.Closed {
		s.Buttons = append(s.Buttons, ui.Button{Text: "新增人员", Kind: ui.Primary, Href: c.URL(agencyPath(a) + "/new-staff")})
	}
	t := ui.Table{Caption: "人员", Quiet: true, Columns: []ui.Column{{Title: "姓名"}, {Title: "登录名"}, {Title: "角色"}, {Title: "状态"}, {Title: "上次登录"}},
		Empty: ui.Empty{Title: "还没有人员", Text: "至少需要经办人、审核人、保密审查员和签发人，才能公开信息和答复申请。"}}
	for _, x := range all {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: x.Name, Href: c.URL(staffPath(a, x.Staff))}, {Text: x.Login}, {Text: x.Roles.String()}, {Body: p.state(c, x)}, {Text: or(when(x.LastLogin), "从未登录")}}})
	}
	s.add("", t)
	return s.Page(), nil
}

func (p pages) state(c *workbench.Call, a auth.Account) templ.Component {
	switch {
	case a.Disabled:
		return ui.Badge{Text: "已停用"}
	case a.Locked(c.Now()):
		return ui.Badge{Text: "已锁定", Tone: ui.Bad}
	case a.MustChange:
		return ui.Badge{Text: "待首次改密", Tone: ui.Caution}
	}
	return ui.Badge{Text: "正常", Tone: ui.Good}
}

func (p pages) findPerson(c *workbench.Call) (agency.Agency, auth.Account, error) {
	a, err := c.Agency()
	if err != nil {
		return a, auth.Account{}, err
	}
	x, err := p.Desk.Account(c.Context(), c.By, a.ID, auth.StaffID(c.Path("staff")))
	return a, x, err
}

// person shows one account, with what can be done about it.
func (p pages) person(c *workbench.Call) (templ.Component, error) {
	a, x, err := p.findPerson(c)
	if err != nil {
		return nil, err
	}
	phone, email, err := p.Desk.Reach(x)
	if err != nil {
		return nil, err
	}
	factor := "未启用"
	if len(x.Factor) > 0 {
		factor = "已启用，剩余恢复码" + itoa(len(x.Recovery)) + "个"
	}
	s := sheet{Base: c.Base(x.Name, append(agencyCrumbs(a), ui.Link{Text: "人员", Href: agencyPath(a) + "/staff"})...), Head: ui.PageHead{Over: a.Name, Title: x.Name}}
	facts := ui.Facts{Items: []ui.Fact{
		{Name: "登录名", Text: x.Login}, {Name: "状态", Body: p.state(c, x)}, {Name: "角色", Text: x.Roles.String()}, {Name: "股室", Text: p.sectionName(c, a, x.Section)},
		{Name: "手机", Text: phone.String()}, {Name: "邮箱", Text: email.String()}, {Name: "上次登录", Text: when(x.LastLogin)}, {Name: "密码设置于", Text: when(x.PasswordAt)},
		{Name: "动态验证码", Text: factor}, {Name: "连续失败", Text: itoa(x.Failures) + " 次"},
	}}
	if x.Locked(c.Now()) {
		facts.Items = append(facts.Items, ui.Fact{Name: "锁定至", Text: when(x.LockedTill)})
	}
	if x.Subject != "" {
		facts.Items = append(facts.Items, ui.Fact{Name: "统一身份认证", Text: x.Subject})
	}
	s.add("", facts)
	if c.May(auth.AlterStaff, a.ID) {
		s.Buttons = append(s.Buttons, ui.Button{Text: "修改", Href: c.URL(staffPath(a, x.Staff) + "/edit")})
		var cards []templ.Component
		for _, act := range staffActs {
			if act.offered(c, x) {
				cards = append(cards, ui.Card{Link: ui.Link{Text: act.button, Href: c.URL(staffPath(a, x.Staff) + "/act/" + act.name)}, Words: act.words})
			}
		}
		s.add("可以办理", cardGrid(cards))
	}
	if c.May(auth.RevokeSession, a.ID) {
		sessions, err := p.Desk.SessionsOf(c.Context(), c.By, x.Staff, p.Sessions.ID(c.Context()))
		if err != nil {
			return nil, err
		}
		s.add("登录记录", p.sessionTable(c, sessions, staffPath(a, x.Staff)+"/sessions", x.Name))
	}
	return s.Page(), nil
}

func (p pages) sectionName(c *workbench.Call, a agency.Agency, id agency.SectionID) string {
	all, err := p.Desk.Sections(c.Context(), c.By, a.ID)
	if err != nil {
		return ""
	}
	for _, s := range all {
		if s.ID == id {
			return s.Name
		}
	}
	return ""
}

func (p pages) revoke(c *workbench.Call) error {
	a, x, err := p.findPerson(c)
	if err != nil {
		return err
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := p.Desk.RevokeSession(c.Context(), c.By, x.Staff, f.Text("session")); err != nil {
		return err
	}
	return c.Done(staffPath(a, x.Staff), "已退出%s的登录", x.Name)
}

// The form of a person.

func (p pages) newPerson(*workbench.Call) (*workbench.Form, error) {
	return workbench.Filled(url.Values{}), nil
}

func (p pages) filledPerson(c *workbench.Call) (*workbench.Form, error) {
	_, x, err := p.findPerson(c)
	if err != nil {
		return nil, err
	}
	values := url.Values{"name": {x.Name}, "login": {x.Login}, "section": {string(x.Section)}}
	for _, r := range x.Roles.List() {
		if agency.Administrators.Has(r) {
			values.Add("administrators", r.Code())
		} else {
			values.Add("roles", r.Code())
		}
	}
	return workbench.Filled(values), nil
}

func (p pages) personForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	a, err := c.Agency()
	if err != nil {
		return nil, err
	}
	sections, err := p.Desk.Sections(c.Context(), c.By, a.ID)
	if err != nil {
		return nil, err
	}
	fresh := c.Path("staff") == ""
	e := entry{Form: f, Submit: ui.Button{Text: "保存", Kind: ui.Primary}}
	crumbs := append(agencyCrumbs(a), ui.Link{Text: "人员", Href: agencyPath(a) + "/staff"})
	if fresh {
		e.Base, e.Head, e.Cancel = c.Base("新增人员", crumbs...), ui.PageHead{Over: a.Name, Title: "新增人员"}, agencyPath(a)+"/staff"
	} else {
		e.Base, e.Head, e.Cancel = c.Base("修改人员", crumbs...), ui.PageHead{Over: a.Name, Title: "修改人员"}, staffPath(a, auth.StaffID(c.Path("staff")))
	}
	phone, email, err := p.reachHints(c, fresh)
	if err != nil {
		return nil, err
	}
	var options []ui.Option
	for _, s := range sections {
		if !s.Closed {
			options = append(options, ui.Option{Value: string(s.ID), Text: s.Name})
		}
	}
	e.Fields = []templ.Component{
		f.Line(ui.TextInput{Field: ui.Field{Name: "name", Label: "姓名"}, Width: "medium", MaxLength: 40}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "login", Label: "登录名", Hint: "3至40位小写字母、数字、点和连字符，以字母开头。保存后不能修改。", Disabled: !fresh}, Width: "medium", MaxLength: 40, Autocomplete: "off"}),
		f.Select(ui.Select{Field: ui.Field{Name: "section", Label: "股室", Optional: true}, Blank: "无", Options: options}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "phone", Label: "手机", Optional: true, Hint: phone}, Type: "tel", Width: "medium", MaxLength: 20}),
		f.Line(ui.TextInput{Field: ui.Field{Name: "email", Label: "邮箱", Optional: true, Hint: email}, Type: "email", Width: "medium", MaxLength: 80}),
		f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "roles", Label: "业务角色", Optional: true, Hint: "一个人可以有几个角色，但审核、签发不能由起草的人自己办理。"}, Options: roleOptions(agency.BusinessRoles)}),
		f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "administrators", Label: "管理员角色", Optional: true, Hint: "三类管理员必须由不同的人担任，也不能兼任业务角色（GB/T 22239）。"}, Options: roleOptions(agency.Administrators)}),
	}
	return e.Page(), nil
}

// reachHints say what is kept of phone and e-mail, masked: the form does not show them.
func (p pages) reachHints(c *workbench.Call, fresh bool) (phone, email string, err error) {
	phone, email = "加密保存", "用于到期提醒，加密保存"
	if fresh {
		return phone, email, nil
	}
	_, x, err := p.findPerson(c)
	if err != nil {
		return "", "", err
	}
	oldPhone, oldEmail, err := p.Desk.Reach(x)
	if err != nil {
		return "", "", err
	}
	if text := oldPhone.String(); text != "" {
		phone = "现为" + text + "。不修改的留空，删除的写“无”"
	}
	if text := oldEmail.String(); text != "" {
		email = "现为" + text + "。不修改的留空，删除的写“无”"
	}
	return phone, email, nil
}

// kept is what to store of a phone or e-mail: what was typed, the old one where nothing was, none for 无.
func kept(typed string, old crypt.Secret) string {
	switch typed {
	case "":
		return old.Reveal()
	case "无":
		return ""
	}
	return typed
}

func roleOptions(of agency.Roles) (options []ui.Option) {
	for _, d := range agency.Duties {
		if of.Has(d.Role) {
			options = append(options, ui.Option{Value: d.Code, Text: d.Label, Hint: d.Duty})
		}
	}
	return options
}

func readPerson(f *workbench.Form, of agency.ID) administering.Person {
	// Both groups of boxes name the same thing; each shows its own.
	var roles agency.Roles
	for _, code := range append(f.All("roles"), f.All("administrators")...) {
		if r, err := agency.ParseRole(code); err == nil {
			roles |= agency.RolesOf(r)
		}
	}
	return administering.Person{
		Agency: of, Section: agency.SectionID(f.Text("section")), Login: strings.ToLower(f.Text("login")), Name: f.Text("name"),
		Roles: roles, Phone: f.Text("phone"), Email: f.Text("email"),
	}
}

func (p pages) createPerson(c *workbench.Call, f *workbench.Form) error {
	a, err := c.Agency()
	if err != nil {
		return err
	}
	person := readPerson(f, a.ID)
	id, password, err := p.Desk.CreateAccount(c.Context(), c.By, person)
	if err != nil {
		return err
	}
	return p.tellPassword(c, a, id, person.Name, person.Login, password, "账号已建立")
}

func (p pages) alterPerson(c *workbench.Call, f *workbench.Form) error {
	a, x, err := p.findPerson(c)
	if err != nil {
		return err
	}
	f.Values.Set("login", x.Login)
	phone, email, err := p.Desk.Reach(x)
	if err != nil {
		return err
	}
	person := readPerson(f, a.ID)
	person.Phone, person.Email = kept(person.Phone, phone), kept(person.Email, email)
	if err := p.Desk.AlterAccount(c.Context(), c.By, x.Staff, person); err != nil {
		return forbiddenOn(err, "roles")
	}
	return c.Done(staffPath(a, x.Staff), "%s的账号已保存", x.Name)
}

// tellPassword shows a password that was just made, once.
func (p pages) tellPassword(c *workbench.Call, a agency.Agency, id auth.StaffID, name, login, password, title string) error {
	s := sheet{Base: c.Base(title, append(agencyCrumbs(a), ui.Link{Text: "人员", Href: agencyPath(a) + "/staff"})...),
		Head: ui.PageHead{Over: a.Name, Title: title, Lead: "请把登录名和初始密码当面交给本人。密码只在这里显示一次，首次登录时必须修改。"}}
	s.add("", ui.Facts{Items: []ui.Fact{{Name: "姓名", Text: name}, {Name: "登录名", Text: login}}}, codes([]string{password}),
		ui.Button{Text: "已交给本人", Kind: ui.Primary, Href: c.URL(staffPath(a, id))})
	c.Taken(staffPath(a, id))
	return c.Show(s.Page())
}
