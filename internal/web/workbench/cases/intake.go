package cases

import (
	"net/url"
	"strings"

	"gongkai/applicant"
	"gongkai/application"
	"gongkai/deadline"
	"gongkai/internal/casework"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

// newCase is the form as it is first shown: what arrives is registered on the day it arrives.
func (p pages) newCase(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"channel": {string(deadline.InPerson)}, "category": {string(applicant.Natural)},
		"identity_kind": {string(applicant.ResidentCard)}, "form": {"paper"}, "route": {"post"}})
	form.SetDate("arrived_on", c.Today())
	return form, nil
}

func (p pages) intakeForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	date := func(field ui.Field) templ.Component { return f.DateInput(field) }
	line := func(name, label, hint string, optional bool) templ.Component {
		return f.Line(ui.TextInput{Field: ui.Field{Name: name, Label: label, Hint: hint, Optional: optional}, Width: "medium"})
	}
	above, err := p.alike(c, f)
	if err != nil {
		return nil, err
	}
	return sheet.Entry{
		Base: c.Base("登记申请", registerCrumb), Head: ui.PageHead{Title: "登记申请", Lead: "申请人在网上提交的申请自动进入登记簿，这里登记当面、来信、传真、电子邮件和上级平台转来的申请。"}, Form: f,
		Above: above, Files: true, Submit: ui.Button{Text: "登记", Kind: ui.Primary}, Cancel: casesPath,
		Fields: []templ.Component{
			sheet.Group{Fieldset: ui.Fieldset{Legend: "怎样收到", Hint: "收到之日决定答复期限，从其次一个工作日起算。"}, Fields: []templ.Component{
				f.Radios(ui.Radios{Field: ui.Field{Name: "channel", Label: "渠道"}, Options: intakeChannels()}),
				date(ui.Field{Name: "arrived_on", Label: "到达日期", Hint: "当面提交之日、签收之日、信函或者传真到达之日"}),
				date(ui.Field{Name: "confirmed_on", Label: "与申请人确认的日期", Hint: "平常信函、传真、电子邮件和平台转来的：与申请人联系确认之日。尚未确认的留空，确认后再登记", Optional: true}),
				f.Area(ui.TextArea{Field: ui.Field{Name: "confirmed_how", Label: "联系记录", Hint: "怎样联系、谁接听；平常信函没有在收到当日确认的，写明没有联系上的经过", Optional: true}, Rows: 2, Max: 500}),
				line("mail_no", "来信的邮件号", "需要签收的邮件填写，作为收到日期的依据", true),
				c.Enclosures(f, "申请书、信封、签收凭证的扫描件"),
			}},
			sheet.Group{Fieldset: ui.Fieldset{Legend: "申请人"}, Fields: []templ.Component{
				f.Radios(ui.Radios{Field: ui.Field{Name: "category", Label: "类别"}, Options: categoryOptions(), Inline: true}),
				line("name", "姓名或者名称", "", false),
				f.Select(ui.Select{Field: ui.Field{Name: "identity_kind", Label: "身份证明"}, Options: identityOptions()}),
				line("identity", "证明号码", "", false),
				line("representative", "法定代表人或者负责人", "法人或者其他组织填写", true), line("contact", "联系人", "法人或者其他组织填写", true),
				line("phone", "联系电话", "", true), line("email", "电子邮箱", "", true), line("address", "通信地址", "", true), line("postcode", "邮政编码", "", true),
				f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "helped", Label: "代写", Optional: true}, Options: []ui.Option{{Value: "1", Text: "申请人采用书面形式确有困难，口头提出，由本机关工作人员代为填写"}}}),
				f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "read_back", Label: "宣读核对", Optional: true}, Options: []ui.Option{{Value: "1", Text: "已向申请人宣读填写的全部内容，申请人确认无误（代写的必须勾选，记入案卷）"}}}),
			}},
			sheet.Group{Fieldset: ui.Fieldset{Legend: "申请公开的信息", Hint: "不得要求申请人说明用途。"}, Fields: []templ.Component{
				f.Area(ui.TextArea{Field: ui.Field{Name: "content", Label: "内容描述", Hint: "名称、文号或者便于查询的其他特征，照申请书原文"}, Rows: 6, Max: 2000}),
				line("doc_no", "文号", "", true),
				f.Radios(ui.Radios{Field: ui.Field{Name: "form", Label: "提供信息的形式"}, Options: formOptions(), Inline: true}),
				f.Radios(ui.Radios{Field: ui.Field{Name: "route", Label: "获取信息的途径"}, Options: routeOptions(), Inline: true}),
			}},
		},
	}.Page(), nil
}

// intakeChannels are the channels by which people hand in at the counter; online applications come by themselves.
func intakeChannels() []ui.Option {
	hints := map[deadline.Channel]string{deadline.InPerson: "提交之日为收到之日", deadline.RegisteredMail: "签收之日为收到之日",
		deadline.OrdinaryMail: "于收到申请的当日与申请人确认，确认之日为收到之日", deadline.Fax: "双方确认之日为收到之日"}
	var options []ui.Option
	for _, channel := range deadline.Channels {
		if channel != deadline.Online {
			options = append(options, ui.Option{Value: string(channel), Text: channels[channel], Hint: hints[channel]})
		}
	}
	for _, row := range application.Sources {
		options = append(options, ui.Option{Value: string(deadline.Online) + ":" + string(row.Source), Text: row.Label, Hint: "按互联网渠道，双方确认之日为收到之日"})
	}
	return options
}

func categoryOptions() []ui.Option {
	var options []ui.Option
	for _, row := range applicant.Categories {
		options = append(options, ui.Option{Value: string(row.Category), Text: row.Label})
	}
	return options
}

func identityOptions() []ui.Option {
	var options []ui.Option
	for _, row := range applicant.IdentityKinds {
		options = append(options, ui.Option{Value: string(row.Kind), Text: row.Label})
	}
	return options
}

func formOptions() []ui.Option {
	var options []ui.Option
	for _, row := range application.Forms {
		options = append(options, ui.Option{Value: string(row.Form), Text: row.Label})
	}
	return options
}

func routeOptions() []ui.Option {
	var options []ui.Option
	for _, row := range application.Routes {
		options = append(options, ui.Option{Value: string(row.Route), Text: row.Label})
	}
	return options
}

// readIntake reads what was entered.
func readIntake(f *workbench.Form) casework.Intake {
	channel, source, _ := strings.Cut(f.Text("channel"), ":")
	return casework.Intake{Channel: deadline.Channel(channel), Source: application.Source(source), ArrivedOn: f.Date(ui.Field{Name: "arrived_on", Label: "到达日期"}),
		ConfirmedOn: f.Date(ui.Field{Name: "confirmed_on", Label: "确认日期", Optional: true}), Confirmed: f.Text("confirmed_how"), MailNo: f.Text("mail_no"),
		Applicant: applicant.Applicant{Category: applicant.Category(f.Text("category")), Name: f.Text("name"),
			Identity:       applicant.Identity{Kind: applicant.IdentityKind(f.Text("identity_kind")), Number: f.Text("identity")},
			Representative: f.Text("representative"), Contact: f.Text("contact"), Phone: f.Text("phone"), Email: f.Text("email"),
			Address: f.Text("address"), Postcode: f.Text("postcode"), Helped: f.Checked("helped", "1")},
		Wanted: application.Wanted{Content: f.Text("content"), DocNo: f.Text("doc_no"), Form: application.Form(f.Text("form")), Route: application.Route(f.Text("route"))}}
}

// alike says what came from the applicant before, once enough was entered to tell: a repeated application is registered
// only by somebody who has seen that it is one.
// 法源: 《条例》第三十五条、《条例》第三十六条第六项。
func (p pages) alike(c *workbench.Call, f *workbench.Form) ([]templ.Component, error) {
	if !f.Sent() {
		return nil, nil
	}
	in := readIntake(&workbench.Form{Values: f.Values})
	l, err := p.Desk.Alike(c.Context(), c.By, c.By.Agency, in.Applicant, in.Wanted, in.ArrivedOn)
	if err != nil || len(l.Earlier) == 0 && len(l.Others) == 0 {
		return nil, err
	}
	above := []templ.Component{ui.Notice{Tone: ui.Info, Title: "同一申请人", Text: "本月已有" + itoa(l.SameMonth) + "件，本年已有" + itoa(l.SameYear) + "件（不含本件）。数量、频次明显超过合理范围的，可以要求说明理由。", Cite: law.OGI.Art(35)}}
	if len(l.Repeats) > 0 {
		above = append(above, ui.Notice{Tone: ui.Caution, Title: "内容相同的申请已经登记过", Text: numbers(l.Repeats) + "。已经答复、重复申请的，可以告知不予重复处理；仍应登记。请核对后再登记。", Cite: law.OGI.Art(36).I(6)},
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "anyway", Label: "已经核对"}, Options: []ui.Option{{Value: "1", Text: "确是另一件申请，仍然登记"}}}))
	}
	if len(l.Others) > 0 {
		above = append(above, ui.Notice{Tone: ui.Info, Title: "其他申请人申请过相同的信息", Text: numbers(l.Others) + "。可以公开的，可以转为主动公开。", Cite: law.OGI.Art(44).P(1)})
	}
	return above, nil
}

// numbers names applications by their numbers.
func numbers(rows []query.CaseRow) string {
	var list []string
	for _, row := range rows {
		list = append(list, row.Number)
	}
	return strings.Join(list, "、")
}

// receive registers what was handed in, and shows the number and the code for the applicant once.
func (p pages) receive(c *workbench.Call, f *workbench.Form) error {
	in := readIntake(f)
	in.Files = enclose(c, f)
	in.ReadBack = f.Checked("read_back", "1")
	if err := f.Err(); err != nil {
		return err
	}
	l, err := p.Desk.Alike(c.Context(), c.By, c.By.Agency, in.Applicant, in.Wanted, in.ArrivedOn)
	if err != nil {
		return err
	}
	if len(l.Repeats) > 0 && !f.Checked("anyway", "1") {
		f.Add("anyway", "内容相同的申请已经登记过，请核对后勾选")
		return f.Err()
	}
	slip, err := p.Desk.Receive(c.Context(), c.By, c.By.Agency, in)
	if err != nil {
		return err
	}
	c.Taken(casePath(slip.ID))
	return c.Show(p.slip(c, slip))
}

// slip is what the applicant is told. The code is shown this once.
func (p pages) slip(c *workbench.Call, slip casework.Slip) templ.Component {
	s := sheet.Sheet{Base: c.Base("已登记", registerCrumb), Head: ui.PageHead{Title: "已登记 " + slip.Number, Lead: "请把编号和查询码告知申请人，凭此可以在网上查询办理进度。查询码只显示这一次。"}}
	due := slip.Clock.DueOn.Chinese()
	if due == "" {
		due = "确认收到后起算"
	}
	s.Buttons = []ui.Button{{Text: "打开申请", Kind: ui.Primary, Href: c.URL(casePath(slip.ID))}, {Text: "再登记一件", Href: c.URL(casesPath + "/new")}}
	s.Add("", ui.Facts{Items: []ui.Fact{{Name: "申请编号", Text: slip.Number}, {Name: "查询码", Text: slip.QueryCode}, {Name: "收到之日", Text: slip.Clock.ReceivedOn.Chinese()},
		{Name: "答复期限", Text: due}, {Name: "该申请人本月", Text: itoa(slip.ThisMonth) + " 件"}}})
	s.Add("", receiptActions(c, "打印回执", ui.Secondary, string(slip.ID)))
	s.Add("期限的由来", sheet.Bullets{Items: slip.Clock.Sentences()})
	return s.Page()
}

// blankDay is a form with today's date in it.
func (p pages) blankDay(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{})
	form.SetDate("on", c.Today())
	return form, nil
}

func (p pages) confirmForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	return sheet.Entry{
		Base: c.Base("确认收到", caseCrumbs(v)...), Head: ui.PageHead{Over: v.Application.Number, Title: "确认收到申请", Lead: "双方确认之日为收到申请之日，答复期限从其次一个工作日起算。"},
		Form: f, Compact: true, Submit: ui.Button{Text: "确认收到", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: []templ.Component{f.DateInput(ui.Field{Name: "on", Label: "确认日期", Hint: channelWords(v.Application) + "，" + v.Application.ArrivedOn.Chinese() + "到达"}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "how", Label: "联系记录", Hint: "怎样联系、谁接听。平常信函没有在收到当日确认的，写明没有联系上的经过", Optional: true}, Rows: 3, Max: 500})},
	}.Page(), nil
}

func (p pages) confirm(c *workbench.Call, f *workbench.Form) error {
	on := f.Date(ui.Field{Name: "on", Label: "确认日期"})
	if err := f.Err(); err != nil {
		return err
	}
	id := application.ID(c.Path("id"))
	if err := p.Desk.ConfirmBy(c.Context(), c.By, c.By.Agency, id, on, f.Text("how")); err != nil {
		return err
	}
	return c.Done(casePath(id), "已确认收到，期限开始计算")
}

func (p pages) unmaskForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	return sheet.Entry{
		Base: c.Base("查看申请人信息", caseCrumbs(v)...), Head: ui.PageHead{Over: v.Application.Number, Title: "查看完整的申请人信息", Lead: "每次查看连同事由记入台账。"},
		Form: f, Compact: true, Submit: ui.Button{Text: "查看", Kind: ui.Primary}, Cancel: casePath(v.Application.ID),
		Fields: []templ.Component{f.Line(ui.TextInput{Field: ui.Field{Name: "reason", Label: "事由", Hint: "如：电话联系补正事项、邮寄答复书"}, Width: "medium"})},
	}.Page(), nil
}

// unmask shows the particulars on the answer itself: no address leads to them.
func (p pages) unmask(c *workbench.Call, f *workbench.Form) error {
	id := application.ID(c.Path("id"))
	who, err := p.Desk.Unmask(c.Context(), c.By, c.By.Agency, id, f.Text("reason"))
	if err != nil {
		return err
	}
	v, err := p.look(c)
	if err != nil {
		return err
	}
	s := sheet.Sheet{Base: c.Base("申请人信息", caseCrumbs(v)...), Head: ui.PageHead{Over: v.Application.Number, Title: "申请人信息", Lead: "离开本页后需要重新说明事由。"}}
	s.Buttons = []ui.Button{{Text: "返回申请", Href: c.URL(casePath(id))}}
	facts := ui.Facts{}
	for _, row := range [][2]string{{"类别", who.Category.Label()}, {"姓名或者名称", who.Name}, {identityLabel(who.Identity.Kind), who.Identity.Number}, {"法定代表人或者负责人", who.Representative},
		{"联系人", who.Contact}, {"联系电话", who.Phone}, {"电子邮箱", who.Email}, {"通信地址", who.Address}, {"邮政编码", who.Postcode}} {
		if row[1] != "" {
			facts.Items = append(facts.Items, ui.Fact{Name: row[0], Text: row[1]})
		}
	}
	s.Add("", facts)
	return c.Show(s.Page())
}

func identityLabel(kind applicant.IdentityKind) string {
	for _, row := range applicant.IdentityKinds {
		if row.Kind == kind {
			return row.Label
		}
	}
	return "证明号码"
}
