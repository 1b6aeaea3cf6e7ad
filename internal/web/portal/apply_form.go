package portal

import (
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/internal/web/ui"
)

// The fields of the form, each with what was entered and what is wrong with it.

func (p applyPage) field(name, label string) ui.Field {
	return ui.Field{Name: name, Label: label, Error: ui.FieldError(p.Problems, name)}
}

func (p applyPage) optional(name, label, hint string) ui.Field {
	f := p.field(name, label)
	f.Optional, f.Hint = true, hint
	return f
}

func (p applyPage) organisation() bool { return p.Draft.Kind == "organisation" }

// kindTabs leads to the form for citizens or for organisations.
func (p applyPage) kinds() ui.Radios {
	return ui.Radios{Field: p.field("kind", "您以什么身份申请"), Inline: true, Options: []ui.Option{
		{Value: "citizen", Text: "公民", Selected: !p.organisation()}, {Value: "organisation", Text: "法人或者其他组织", Selected: p.organisation()}}}
}

func (p applyPage) categories() ui.Select {
	s := ui.Select{Field: p.field("category", "单位类别"), Blank: "请选择"}
	s.Hint = "只用于年度报告的统计"
	for _, c := range applicant.Categories {
		if c.Category.Organisation() {
			s.Options = append(s.Options, ui.Option{Value: string(c.Category), Text: c.Label, Selected: p.Draft.Category == string(c.Category)})
		}
	}
	return s
}

func (p applyPage) identityKinds() ui.Select {
	s := ui.Select{Field: p.field("identity_kind", "证件种类")}
	for _, k := range applicant.IdentityKinds {
		if k.Person {
			s.Options = append(s.Options, ui.Option{Value: string(k.Kind), Text: k.Label, Selected: p.Draft.IdentityKind == string(k.Kind)})
		}
	}
	return s
}

func (p applyPage) text(name, label, value, autocomplete string) ui.TextInput {
	return ui.TextInput{Field: p.field(name, label), Value: value, Autocomplete: autocomplete, Width: "medium"}
}

func (p applyPage) optionalText(name, label, value, autocomplete, hint string) ui.TextInput {
	return ui.TextInput{Field: p.optional(name, label, hint), Value: value, Autocomplete: autocomplete, Width: "medium"}
}

// longestContent is what the counter of the description counts to; the rule is checked by package application.
const longestContent = 2000

func (p applyPage) content() ui.TextArea {
	f := p.field("content", "需要的政府信息")
	f.Hint = "请写明名称、文号，或者便于查询的特征（例如时间、地点、事项）。一件申请写一件事，办得更快。不需要写用途"
	return ui.TextArea{Field: f, Value: p.Draft.Content, Rows: 6, Max: longestContent}
}

func (p applyPage) forms() ui.Radios {
	radios := ui.Radios{Field: p.field("form", "希望以什么形式提供")}
	for _, f := range application.Forms {
		radios.Options = append(radios.Options, ui.Option{Value: string(f.Form), Text: f.Label, Selected: p.Draft.Format == string(f.Form)})
	}
	return radios
}

func (p applyPage) routes() ui.Radios {
	radios := ui.Radios{Field: p.field("route", "希望怎样收到答复")}
	hints := map[application.Route]string{"post": "请填写通信地址", "email": "请填写电子邮箱", "online": "凭编号和查询码在本网站查看", "pickup": "到本机关领取"}
	for _, f := range application.Routes {
		radios.Options = append(radios.Options, ui.Option{Value: string(f.Route), Text: f.Label, Hint: hints[f.Route], Selected: p.Draft.Route == string(f.Route)})
	}
	return radios
}

// summary is the application as it is read once more.
func (p applyPage) summary() ui.Facts {
	d := p.Draft
	kind := "公民"
	if p.organisation() {
		kind = "法人或者其他组织（" + applicant.Category(d.Category).Label() + "）"
	}
	facts := ui.Facts{Items: []ui.Fact{{Name: "受理机关", Text: p.Agency.Name}, {Name: "申请人", Text: d.Name + "，" + kind}, {Name: identityLabel(d.IdentityKind), Text: d.Identity}}}
	add := func(name, text string) {
		if text != "" {
			facts.Items = append(facts.Items, ui.Fact{Name: name, Text: text})
		}
	}
	add("负责人", d.Representative)
	add("联系人", d.Contact)
	add("联系电话", d.Phone)
	add("电子邮箱", d.Email)
	add("通信地址", d.Address)
	add("邮政编码", d.Postcode)
	add("需要的信息", d.Content)
	add("文号", d.DocNo)
	add("提供形式", application.Form(d.Format).Label())
	for _, e := range d.Files {
		add("附件", e.Name)
	}
	if d.Notices == "1" {
		add("邮件提醒", "发到"+d.Email)
	}
	add("收到答复的方式", application.Route(d.Route).Label())
	return facts
}

func identityLabel(kind string) string {
	for _, k := range applicant.IdentityKinds {
		if string(k.Kind) == kind {
			return k.Label
		}
	}
	return "证件"
}

func (p applyPage) nameInput() ui.TextInput {
	t := p.text("name", "姓名或者单位名称", p.Draft.Name, "name")
	return t
}

func (p applyPage) identityInput() ui.TextInput {
	t := p.text("identity", "证件号码", p.Draft.Identity, "off")
	t.Hint = "公民填写证件号码，法人或者其他组织填写统一社会信用代码"
	return t
}

func (p applyPage) phoneInput() ui.TextInput {
	t := p.optionalText("phone", "联系电话", p.Draft.Phone, "tel", "")
	t.Type = "tel"
	return t
}

func (p applyPage) emailInput() ui.TextInput {
	t := p.optionalText("email", "电子邮箱", p.Draft.Email, "email", "选择电子邮件答复的，需要填写")
	t.Type = "email"
	return t
}

func (p applyPage) postcodeInput() ui.TextInput {
	t := p.optionalText("postcode", "邮政编码", p.Draft.Postcode, "postal-code", "")
	t.Width, t.Inputmode, t.MaxLength = "short", "numeric", 6
	return t
}

func (p applyPage) captchaInput() ui.TextInput {
	t := ui.TextInput{Field: p.field("captcha", "验证问题："+p.Captcha.Question), Width: "short", Inputmode: "numeric", Autocomplete: "off"}
	t.Hint = "防止程序自动提交。可以写数字，也可以写汉字"
	return t
}

// filesKept are the files of the earlier step; one that is not wanted any more is unticked.
func (p applyPage) filesKept() ui.Checkboxes { return keptFiles(p.Draft.Files) }

func keptFiles(files []enclosed) ui.Checkboxes {
	c := ui.Checkboxes{Field: ui.Field{Name: "file", Label: "已上传的附件", Hint: "不要的取消勾选", Optional: true}}
	for _, e := range files {
		c.Options = append(c.Options, ui.Option{Value: e.Token, Text: e.Name, Selected: true})
	}
	return c
}

func (p applyPage) noticesInput() ui.Checkboxes {
	return ui.Checkboxes{Field: p.optional("notices", "邮件提醒", ""), Options: []ui.Option{{Value: "1", Text: "把办理进展发到上面的电子邮箱", Selected: p.Draft.Notices == "1"}}}
}
