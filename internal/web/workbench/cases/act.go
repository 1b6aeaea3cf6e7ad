package cases

import (
	"net/url"
	"strings"

	"gongkai/application"
	"gongkai/decision"
	"gongkai/fee"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

// enclose keeps the files that were handed in with a form, and those of an earlier sending that was refused.
func enclose(c *workbench.Call, f *workbench.Form) []casework.Enclosure {
	var list []casework.Enclosure
	for _, k := range c.Keep(f, "files") {
		list = append(list, casework.Enclosure{Name: k.Name, Hash: k.Hash})
	}
	return list
}

// refusals are the reasons against an act that its form shows before anything is typed.
func refusals(v casework.View, f *workbench.Form, kind application.Kind) []templ.Component {
	var notices []templ.Component
	for _, option := range v.Next {
		if option.Kind != kind || f.Sent() {
			continue
		}
		for _, problem := range option.Why {
			notices = append(notices, ui.Notice{Tone: ui.Caution, Title: "现在不能办理", Text: problem.Message, Cite: problem.Cite})
		}
	}
	return notices
}

// consultPage is the form by which a third party or another agency is consulted.
func (p pages) consultPage(kind application.Kind) sheet.FormPage {
	return sheet.FormPage{
		Fill: func(c *workbench.Call) (*workbench.Form, error) {
			form := workbench.Filled(url.Values{"online": {"1"}})
			form.SetDate("on", c.Today())
			return form, nil
		},
		Draw: func(c *workbench.Call, f *workbench.Form) (templ.Component, error) { return p.consultForm(c, f, kind) },
		Take: func(c *workbench.Call, f *workbench.Form) error { return p.consult(c, f, kind) },
	}
}

func (p pages) consultForm(c *workbench.Call, f *workbench.Form, kind application.Kind) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	who, hint := "第三方", "自然人用代称，如“第三方甲”；单位可以写名称"
	if kind == application.AgencyConsulted {
		who, hint = "其他机关", "写机关名称"
	}
	line := func(name, label, hint string, optional bool) templ.Component {
		return f.Line(ui.TextInput{Field: ui.Field{Name: name, Label: label, Hint: hint, Optional: optional}, Width: "medium"})
	}
	return sheet.Entry{
		Base: c.Base(kind.Label(), caseCrumbs(v)...), Head: ui.PageHead{Over: over(v), Title: kind.Label(), Lead: words[kind]},
		Form: f, Files: true, Above: refusals(v, f, kind), Submit: ui.Button{Text: "登记并征求意见", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: []templ.Component{
			f.DateInput(ui.Field{Name: "on", Label: "发出日期"}),
			line("party", who+"在案卷中的称呼", hint, false),
			f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "征求意见的内容", Hint: "拟公开哪些信息，请对方就是否同意公开及理由答复。不要写申请人的姓名"}, Rows: 6, Max: 2000}),
			f.DateInput(ui.Field{Name: "received_on", Label: "对方收到的日期", Hint: "尚不知道的留空，按发出之日起算", Optional: true}),
			c.Enclosures(f, "拟公开信息的样稿等附件"),
			sheet.Group{Fieldset: ui.Fieldset{Legend: "在线答复", Hint: "生成只供对方使用的链接，对方不用注册就能答复；15个工作日后失效。姓名和邮箱加密保存。"}, Fields: []templ.Component{
				f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "online", Label: "链接", Optional: true}, Options: []ui.Option{{Value: "1", Text: "生成在线答复的链接"}}}),
				line("name", "对方的姓名或者名称", "", true), line("email", "对方的电子邮箱", "填写后链接随征求意见的邮件寄给对方", true),
			}},
		},
	}.Page(), nil
}

func (p pages) consult(c *workbench.Call, f *workbench.Form, kind application.Kind) error {
	in := casework.Consult{Kind: kind, Party: f.Text("party"), Name: f.Text("name"), Email: f.Text("email"), Question: f.Text("text"),
		On: f.Date(ui.Field{Name: "on", Label: "发出日期"}), ReceivedOn: f.Date(ui.Field{Name: "received_on", Label: "对方收到的日期", Optional: true}), Files: enclose(c, f)}
	if err := f.Err(); err != nil {
		return err
	}
	id := application.ID(c.Path("id"))
	if !f.Checked("online", "1") {
		fact := application.Fact{Kind: kind, On: in.On, Party: in.Party, Text: in.Question, ReceivedOn: in.ReceivedOn}
		for _, e := range in.Files {
			fact.Files, fact.Names = append(fact.Files, e.Hash), append(fact.Names, e.Name)
		}
		if err := p.Desk.AddFact(c.Context(), c.By, c.By.Agency, id, fact); err != nil {
			return err
		}
		return c.Done(casePath(id), "已登记：%s", kind.Label())
	}
	link, err := p.Desk.Consult(c.Context(), c.By, c.By.Agency, id, in)
	if err != nil {
		return err
	}
	return p.showLink(c, id, link, in.Email != "")
}

// showLink shows a link this once.
func (p pages) showLink(c *workbench.Call, id application.ID, link string, mailed bool) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	if strings.HasPrefix(link, "/") { // the site does not know its own address: that of this call leads there
		scheme := "http://"
		if c.Request.TLS != nil || c.Request.Header.Get("X-Forwarded-Proto") == "https" {
			scheme = "https://"
		}
		link = scheme + c.Request.Host + link
	}
	s := sheet.Sheet{Base: c.Base("在线答复的链接", caseCrumbs(v)...), Head: ui.PageHead{Over: over(v), Title: "在线答复的链接", Lead: "链接只显示这一次。写进征求意见书，或者直接交给对方。"},
		Buttons: []ui.Button{{Text: "返回申请", Kind: ui.Primary, Href: c.URL(casePath(id))}}}
	items := []ui.Fact{{Name: "链接", Text: link}}
	if mailed {
		items = append(items, ui.Fact{Name: "邮件", Text: "配置了邮件服务器的，已放入发件箱"})
	}
	s.Add("", ui.Facts{Items: items})
	c.Taken(casePath(id))
	return c.Show(s.Page())
}

// renewLink makes a new link in the place of a lost one.
func (p pages) renewLink(c *workbench.Call) error {
	id := application.ID(c.Path("id"))
	link, err := p.Desk.RenewLink(c.Context(), c.By, c.By.Agency, id, c.Path("question"))
	if err != nil {
		return err
	}
	return p.showLink(c, id, link, false)
}

// feePage is the form of a fee notice: the amount follows from the month or from the pages.
func (p pages) feePage() sheet.FormPage {
	return sheet.FormPage{
		Fill: func(c *workbench.Call) (*workbench.Form, error) {
			v, err := p.look(c)
			if err != nil {
				return nil, err
			}
			price, err := casework.Price(v.Ordinal, 0, fee.PerApplication, c.Today())
			if err != nil {
				return nil, err
			}
			form := workbench.Filled(url.Values{"basis": {"0"}})
			if price.Amount == 0 { // by applications this one is free
				form.Values.Set("basis", "1")
			}
			form.SetDate("on", c.Today())
			until, _ := p.Desk.Calendar(c.By.Agency).Add(c.Today(), law.On(law.PaymentTerm, c.Today()).Int())
			form.SetDate("until", until)
			return form, nil
		},
		Draw: p.feeForm, Take: p.noticeFee,
	}
}

func (p pages) feeForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	price, err := casework.Price(v.Ordinal, 0, fee.PerApplication, c.Today())
	if err != nil {
		return nil, err
	}
	perCase := ""
	if price.Amount == 0 {
		perCase = "本件按件免费，不能按件收取"
	}
	above := append(refusals(v, f, application.FeeNoticed), ui.Facts{Items: []ui.Fact{
		{Name: "本月第几件", Text: "该申请人本月第" + itoa(v.Ordinal) + "件（本月共" + itoa(v.SameMonth) + "件）"},
		{Name: "按件计费", Text: "本件应缴" + price.Amount.String() + "元。" + strings.Join(price.Describe(), "；")},
		{Name: "按量计费", Text: "按提供的页数计算，登记时按下面填写的页数算出"},
	}})
	return sheet.Entry{
		Base: c.Base("收费通知", caseCrumbs(v)...), Head: ui.PageHead{Over: over(v), Title: "收费通知", Lead: words[application.FeeNoticed]},
		Form: f, Files: true, Above: above, Submit: ui.Button{Text: "登记", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: []templ.Component{
			f.DateInput(ui.Field{Name: "on", Label: "告知日期"}),
			f.Radios(ui.Radios{Field: ui.Field{Name: "basis", Label: "计费方式", Hint: "只能选择一种，不得并用"}, Options: []ui.Option{{Value: "0", Text: "按件", Hint: perCase}, {Value: "1", Text: "按量"}}, Inline: true}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "pages", Label: "提供的页数", Hint: "按量计费的填写，A4幅面", Optional: true}, Width: "short", Inputmode: "numeric", Suffix: "页"}),
			f.DateInput(ui.Field{Name: "until", Label: "缴费期限至"}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "number", Label: "通知文号", Optional: true}, Width: "medium"}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: "收费的理由", Hint: "数量、频次怎样超过合理范围"}, Rows: 3, Max: 1000}),
			c.Enclosures(f, "附件"),
		},
	}.Page(), nil
}

func (p pages) noticeFee(c *workbench.Call, f *workbench.Form) error {
	charge := casework.Charge{Basis: fee.PerApplication, On: f.Date(ui.Field{Name: "on", Label: "告知日期"}), Until: f.Date(ui.Field{Name: "until", Label: "缴费期限"}),
		Number: f.Text("number"), Text: f.Required("text", "收费的理由"), Files: enclose(c, f)}
	if f.Text("basis") == "1" {
		charge.Basis, charge.Pages = fee.PerPage, f.Int("pages", "页数")
	}
	if err := f.Err(); err != nil {
		return err
	}
	id := application.ID(c.Path("id"))
	if err := p.Desk.NoticeFee(c.Context(), c.By, c.By.Agency, id, charge); err != nil {
		return err
	}
	return c.Done(casePath(id), "已登记收费通知，缴费之前期限停止")
}

// searchParts are what a log of a search says, which courts ask for.
var searchParts = []struct{ name, label, hint string }{
	{"who", "检索人", "姓名和股室"}, {"where", "检索的范围", "如：档案室、电子公文系统、业务系统、相关股室"},
	{"how", "检索的方法和关键词", "如：按文号、按“路灯 改造”全文检索"}, {"result", "检索结果", "查到什么，或者没有查到"},
}

func (p pages) searchForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{
		Base: c.Base("检索记录", caseCrumbs(v)...), Head: ui.PageHead{Over: over(v), Title: "检索记录", Lead: "答复“本机关不掌握”的，要能证明尽到了检索义务。每次检索记一条，作为证据入卷。"},
		Form: f, Files: true, Submit: ui.Button{Text: "入卷", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: []templ.Component{f.DateInput(ui.Field{Name: "on", Label: "检索日期"})},
	}
	for _, part := range searchParts {
		entry.Fields = append(entry.Fields, f.Area(ui.TextArea{Field: ui.Field{Name: part.name, Label: part.label, Hint: part.hint}, Rows: 2, Max: 500}))
	}
	entry.Fields = append(entry.Fields, c.Enclosures(f, "检索页面截图、目录等"))
	return entry.Page(), nil
}

func (p pages) fileSearch(c *workbench.Call, f *workbench.Form) error {
	fact := application.Fact{Kind: application.Filed, On: f.Date(ui.Field{Name: "on", Label: "检索日期"}), Evidence: decision.SearchLog}
	var said []string
	for _, part := range searchParts {
		said = append(said, part.label+"："+f.Required(part.name, part.label))
	}
	for _, e := range enclose(c, f) {
		fact.Files, fact.Names = append(fact.Files, e.Hash), append(fact.Names, e.Name)
	}
	if err := f.Err(); err != nil {
		return err
	}
	fact.Text = strings.Join(said, "；")
	id := application.ID(c.Path("id"))
	if err := p.Desk.AddFact(c.Context(), c.By, c.By.Agency, id, fact); err != nil {
		return err
	}
	return c.Done(casePath(id), "检索记录已入卷")
}
