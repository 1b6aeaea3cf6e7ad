package cases

import (
	"net/url"

	"gongkai/application"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

// words say when each fact is entered and what it does.
var words = map[application.Kind]string{
	application.CorrectionRequested: "内容不明确的，在收到申请之日起7个工作日内一次性告知补正，给出合理期限。",
	application.Corrected:           "收到补正后的申请，答复期限自收到补正之日起重新计算。",
	application.ThirdPartyConsulted: "公开会损害第三方合法权益的，书面征求第三方意见，期间不计入答复期限。",
	application.ThirdPartyAnswered:  "登记第三方的意见，期限恢复计算。",
	application.AgencyConsulted:     "由多个机关共同制作或者需要其他机关意见的，征求意见，期间不计入答复期限。",
	application.AgencyAnswered:      "登记其他机关的意见，期限恢复计算。",
	application.Extended:            "经公开工作机构负责人同意，可以延长一次，最长20个工作日，并告知申请人。",
	application.ReasonsRequested:    "数量、频次明显超过合理范围的，可以要求申请人说明理由。",
	application.ReasonsGiven:        "登记申请人说明的理由。",
	application.Delayed:             "理由合理但无法在期限内答复的，确定延迟答复的合理期限并告知申请人。",
	application.FeeNoticed:          "超过合理范围、收取信息处理费的，发出收费通知，缴费之前期限停止。",
	application.FeePaid:             "登记缴费，答复期限自缴费次日起重新计算。",
	application.Withdrawn:           "申请人撤回申请，办结。",
	application.Assigned:            "请承办股室查找、提供材料，写明内部期限。",
	application.HandedBack:          "承办股室回复并提交材料。",
	application.Filed:               "把检索记录、说明、往来函件等作为证据入卷。",
	application.Noted:               "记一条备注。",
	application.Called:              "登记与申请人的电话联系。",
	application.Delivered:           "登记答复书的送达。邮寄的，交邮之日为答复之日。",
	application.Archived:            "送达后归档。",
	application.Reopened:            "复议决定、判决要求重新答复，或者自行纠正的，重新办理；答复期限自次日起重新计算，决定书、裁判文书确定了日期的以该日为准；收到申请之日和年度报告的计数不变。还没有答复、被责令限期答复的也在这里登记。",
	application.HandedOver:          "归档后把案卷移交档案机构或者其他保管人，写明去向。",
	application.Receipted:           "登记送达回证、邮件签收的日期和签收人。",
	application.PaymentShown:        "登记申请人提交的缴费凭证；核实到账后再登记缴费。",
	application.Proposed:            "登记申请人提出的主动公开建议（第四十四条）。",
	application.ProposalTold:        "审核申请人的主动公开建议，告知处理结果；采纳的，及时公开。",
	application.MadePublic:          "多个申请人申请相同信息、可以公开的，或者采纳建议的，转为主动公开。",
	application.Rectified:           "公开的信息不准确的，起草一个新版本。审查通过、发布之前，公开的仍是旧版本；发布后旧版本、差别和更正说明都能看到。",
	application.ExtensionAsked:      "提请公开工作机构负责人批准延期；批准并告知申请人后期限才延长。",
}

// A field is one field of the form of a fact.
type field int

const (
	textField field = iota
	untilField
	receivedField
	workdaysField
	partyField
	agreesField
	sectionField
	officerField
	evidenceField
	numberField
	methodField
	filesField
	basisField
)

// fields are what is asked for with each kind, beside the day.
var fields = map[application.Kind][]field{
	application.CorrectionRequested: {textField, untilField, filesField},
	application.Corrected:           {textField, filesField},
	application.ThirdPartyAnswered:  {partyField, agreesField, textField, filesField},
	application.AgencyAnswered:      {partyField, agreesField, textField, filesField},
	application.Extended:            {workdaysField, textField},
	application.ReasonsRequested:    {textField, untilField, filesField},
	application.ReasonsGiven:        {textField, filesField},
	application.Delayed:             {untilField, textField},
	application.FeePaid:             {textField, filesField},
	application.Withdrawn:           {textField, filesField},
	application.Assigned:            {sectionField, officerField, untilField, textField},
	application.Receipted:           {textField, filesField},
	application.PaymentShown:        {textField, filesField},
	application.Proposed:            {textField, filesField},
	application.ProposalTold:        {agreesField, textField},
	application.HandedBack:          {textField, filesField},
	application.Filed:               {evidenceField, textField, filesField},
	application.Noted:               {textField},
	application.Called:              {textField},
	application.Delivered:           {methodField, numberField, filesField},
	application.Archived:            {textField},
	application.Reopened:            {basisField, untilField, textField, filesField},
	application.HandedOver:          {textField, filesField},
	application.ExtensionAsked:      {workdaysField, textField},
}

// factPage is the page on which a fact of the kind is added.
func (p pages) factPage(kind application.Kind) sheet.FormPage {
	return sheet.FormPage{
		Fill: func(c *workbench.Call) (*workbench.Form, error) { return p.blankFact(c, kind) },
		Draw: func(c *workbench.Call, f *workbench.Form) (templ.Component, error) { return p.factForm(c, f, kind) },
		Take: func(c *workbench.Call, f *workbench.Form) error { return p.addFact(c, f, kind) },
	}
}

// blankFact proposes today, and the periods that the agency has set.
func (p pages) blankFact(c *workbench.Call, kind application.Kind) (*workbench.Form, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	form := workbench.Filled(url.Values{"workdays": {itoa(law.On(law.ExtensionTerm, c.Today()).Int())}, "method": {string(p.methodFor(v))}})
	form.SetDate("on", c.Today())
	days := map[application.Kind]int{application.CorrectionRequested: v.Settings.Periods.Correction, application.ReasonsRequested: v.Settings.Periods.Reasons,
		application.Assigned: assignedFor}
	if n := days[kind]; n > 0 {
		until, _ := p.Desk.Calendar(c.By.Agency).Add(c.Today(), n)
		form.SetDate("until", until)
	}
	return form, nil
}

// assignedFor is how many working days a section is given unless the officer says otherwise; an inner matter.
const assignedFor = 5

func (p pages) factForm(c *workbench.Call, f *workbench.Form, kind application.Kind) (templ.Component, error) {
	v, err := p.look(c)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{
		Base: c.Base(kind.Label(), caseCrumbs(v)...), Head: ui.PageHead{Over: over(v), Title: kind.Label(), Lead: words[kind]},
		Form: f, Submit: ui.Button{Text: "登记", Kind: ui.Primary}, Cancel: casePath(v.Application.ID), Files: true,
	}
	entry.Above = append(entry.Above, refusals(v, f, kind)...)
	entry.Fields = append(entry.Fields, f.DateInput(ui.Field{Name: "on", Label: dayLabel(kind)}))
	for _, name := range fields[kind] {
		input, err := p.factField(c, f, v.Application, kind, name)
		if err != nil {
			return nil, err
		}
		entry.Fields = append(entry.Fields, input)
	}
	return entry.Page(), nil
}

func dayLabel(kind application.Kind) string {
	switch kind {
	case application.CorrectionRequested, application.ReasonsRequested, application.FeeNoticed, application.Extended, application.Delayed:
		return "告知日期"
	case application.ThirdPartyConsulted, application.AgencyConsulted:
		return "发出日期"
	case application.Corrected, application.ThirdPartyAnswered, application.AgencyAnswered, application.ReasonsGiven, application.Withdrawn:
		return "收到日期"
	case application.FeePaid:
		return "缴费日期"
	case application.Receipted:
		return "签收日期"
	case application.Delivered:
		return "送达日期（邮寄的为交邮日期）"
	case application.Reopened:
		return "收到决定书、裁判文书的日期（自行纠正的为决定之日）"
	}
	return "日期"
}

// textLabels name the text of each kind.
var textLabels = map[application.Kind]string{
	application.CorrectionRequested: "需要补正的全部事项", application.Corrected: "补正后的内容", application.Extended: "延长的理由", application.ReasonsRequested: "数量、频次超过合理范围的情况",
	application.ReasonsGiven: "申请人的说明", application.ThirdPartyAnswered: "意见和理由", application.Assigned: "要求", application.HandedBack: "查找结果", application.Filed: "内容",
	application.Called: "联系的内容和结果", application.Receipted: "签收人和签收情况", application.PaymentShown: "缴费的方式和凭证号", application.Proposed: "建议主动公开的信息", application.ProposalTold: "处理结果和理由", application.Reopened: "重新办理的依据", application.FeeNoticed: "收费的理由",
}

// agreesLabel asks for whose opinion.
func agreesLabel(kind application.Kind) string {
	switch kind {
	case application.AgencyAnswered:
		return "对方机关的意见"
	case application.ProposalTold:
		return "审核结果"
	}
	return "第三方的意见"
}

func (p pages) factField(c *workbench.Call, f *workbench.Form, a application.Application, kind application.Kind, name field) (templ.Component, error) {
	optional := kind == application.Corrected || kind == application.FeePaid || kind == application.Withdrawn || kind == application.Archived || kind == application.AgencyAnswered
	switch name {
	case textField:
		return f.Area(ui.TextArea{Field: ui.Field{Name: "text", Label: or(textLabels[kind], "说明"), Optional: optional}, Rows: 4, Max: 2000}), nil
	case untilField:
		if kind == application.Reopened {
			return f.DateInput(ui.Field{Name: "until", Label: "决定书、裁判文书确定的答复日期", Hint: "没有确定日期的留空，期限自收到次日起重新计算；确定了日期的以它为准，不能延长", Optional: true}), nil
		}
		return f.DateInput(ui.Field{Name: "until", Label: "期限至", Optional: kind == application.Assigned}), nil
	case receivedField:
		return f.DateInput(ui.Field{Name: "received_on", Label: "对方收到的日期", Hint: "尚不知道的留空", Optional: true}), nil
	case workdaysField:
		return f.Line(ui.TextInput{Field: ui.Field{Name: "workdays", Label: "延长"}, Width: "short", Inputmode: "numeric", Suffix: "个工作日"}), nil
	case partyField:
		return p.partyField(f, a, kind), nil
	case agreesField:
		return f.Radios(ui.Radios{Field: ui.Field{Name: "agrees", Label: agreesLabel(kind)}, Inline: true, Options: []ui.Option{{Value: "yes", Text: "同意公开"}, {Value: "no", Text: "不同意公开"}}}), nil
	case sectionField:
		sections, err := p.Desk.Sections(c.Context(), c.By, c.By.Agency)
		if err != nil {
			return nil, err
		}
		var options []ui.Option
		for _, s := range sections {
			options = append(options, ui.Option{Value: string(s.ID), Text: s.Name})
		}
		return f.Select(ui.Select{Field: ui.Field{Name: "section", Label: "承办股室", Hint: "股室、经办人至少选一个", Optional: true}, Blank: "不交股室", Options: options}), nil
	case officerField:
		staff, err := p.Desk.Staff(c.Context(), c.By, c.By.Agency)
		if err != nil {
			return nil, err
		}
		var options []ui.Option
		for _, a := range staff {
			options = append(options, ui.Option{Value: string(a.Staff), Text: a.Name})
		}
		return f.Select(ui.Select{Field: ui.Field{Name: "officer", Label: "经办人", Optional: true}, Blank: "不变", Options: options}), nil
	case evidenceField:
		return f.Select(ui.Select{Field: ui.Field{Name: "evidence", Label: "材料种类", Hint: "作出答复需要的证据；其他材料可以不选", Optional: true}, Blank: "其他材料", Options: evidenceOptions()}), nil
	case numberField:
		label := map[application.Kind]string{application.Delivered: "邮件号", application.FeeNoticed: "通知文号"}[kind]
		return f.Line(ui.TextInput{Field: ui.Field{Name: "number", Label: label, Hint: map[application.Kind]string{application.Delivered: "邮寄的应通过邮政企业，填写邮件号"}[kind], Optional: true}, Width: "medium"}), nil
	case basisField:
		var options []ui.Option
		for _, row := range deadline.Bases {
			options = append(options, ui.Option{Value: string(row.Basis), Text: row.Label})
		}
		return f.Radios(ui.Radios{Field: ui.Field{Name: "basis", Label: "依照什么重新办理"}, Inline: true, Options: options}), nil
	case methodField:
		mailHint, err := p.mailHint(c)
		if err != nil {
			return nil, err
		}
		return f.Radios(ui.Radios{Field: ui.Field{Name: "method", Label: "送达方式"}, Options: []ui.Option{{Value: string(application.ByPost), Text: "邮寄（邮政企业）"},
			{Value: string(application.InPerson), Text: "当面送达"}, {Value: string(application.OnLine), Text: "网上送达"}, {Value: string(application.ByEmail), Text: "电子邮件（由系统发送答复书和附件）", Hint: mailHint}, {Value: string(application.OwnEmail), Text: "电子邮件（已用本机关邮箱发出）"}}}), nil
	}
	return c.Enclosures(f, "附件"), nil
}

// partyField asks whom, by a reference and never by name; an answer is chosen among those who were asked.
func (p pages) partyField(f *workbench.Form, a application.Application, kind application.Kind) templ.Component {
	asked := map[application.Kind]application.Kind{application.ThirdPartyAnswered: application.ThirdPartyConsulted, application.AgencyAnswered: application.AgencyConsulted}[kind]
	if asked == "" {
		return f.Line(ui.TextInput{Field: ui.Field{Name: "party", Label: "征求意见的对象", Hint: "自然人用代称，如“第三方甲”；机关、单位写名称"}, Width: "medium"})
	}
	var options []ui.Option
	for _, fact := range a.Facts {
		if fact.Kind == asked {
			options = append(options, ui.Option{Value: fact.Party, Text: fact.Party + "（" + fact.On.Chinese() + "征求）"})
		}
	}
	return f.Select(ui.Select{Field: ui.Field{Name: "party", Label: "谁的意见"}, Blank: "请选择", Options: options})
}

func evidenceOptions() []ui.Option {
	var options []ui.Option
	for _, row := range decision.Proofs {
		options = append(options, ui.Option{Value: string(row.Evidence), Text: row.Label + "：" + row.Content})
	}
	return options
}

// addFact adds what was entered. Files are kept before the fact that names them, so that no fact names a file that is
// not there.
func (p pages) addFact(c *workbench.Call, f *workbench.Form, kind application.Kind) error {
	fact := application.Fact{Kind: kind, On: f.Date(ui.Field{Name: "on", Label: dayLabel(kind)})}
	for _, name := range fields[kind] {
		p.readField(c, f, &fact, name)
	}
	for _, e := range enclose(c, f) {
		fact.Files, fact.Names = append(fact.Files, e.Hash), append(fact.Names, e.Name)
	}
	if err := f.Err(); err != nil {
		return err
	}
	id := application.ID(c.Path("id"))
	if err := p.Desk.AddFact(c.Context(), c.By, c.By.Agency, id, fact); err != nil {
		return err
	}
	if !c.May(auth.HandleCase, c.By.Agency) && kind == application.HandedBack {
		return c.Done(assistPath, "已登记：%s", kind.Label())
	}
	return c.Done(casePath(id), "已登记：%s", kind.Label())
}

func (p pages) readField(c *workbench.Call, f *workbench.Form, fact *application.Fact, name field) {
	switch name {
	case textField:
		fact.Text = f.Text("text")
	case untilField:
		fact.Until = f.Date(ui.Field{Name: "until", Label: "期限", Optional: true})
	case receivedField:
		fact.ReceivedOn = f.Date(ui.Field{Name: "received_on", Label: "对方收到的日期", Optional: true})
	case workdaysField:
		fact.Workdays = f.Int("workdays", "延长的工作日")
	case partyField:
		fact.Party = f.Text("party")
	case agreesField:
		fact.Agrees = f.Checked("agrees", "yes")
		if f.Text("agrees") == "" {
			f.Add("agrees", "请选择"+agreesLabel(fact.Kind))
		}
	case sectionField:
		fact.Section = f.Text("section")
	case officerField:
		fact.Officer = f.Text("officer")
	case evidenceField:
		fact.Evidence = decision.Evidence(f.Text("evidence"))
	case numberField:
		fact.Number = f.Text("number")
	case basisField:
		fact.Basis = deadline.Basis(f.Text("basis"))
	case methodField:
		fact.Method = application.Method(f.Text("method"))
	}
}
