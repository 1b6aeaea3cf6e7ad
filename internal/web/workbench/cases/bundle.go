package cases

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/fault"
	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/law"

	"github.com/a-h/templ"
)

// How many letters the form of a bundle has at first, and how many more are added at a time.
const (
	firstLetters = 6
	moreLetters  = 5
)

// blankBundle is the form with what letters have in common.
func (p pages) blankBundle(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"channel": {string(deadline.RegisteredMail)}, "form": {"paper"}, "route": {"post"}})
	form.SetDate("arrived_on", c.Today())
	return form, nil
}

// letters is how many letters the form has.
func letters(f *workbench.Form) int {
	n, err := strconv.Atoi(f.Text("letters"))
	if err != nil {
		return firstLetters
	}
	return max(1, min(n, casework.MostInBundle))
}

func (p pages) bundleForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	n := letters(f)
	fields := []templ.Component{
		sheet.Hidden{Name: "letters", Value: itoa(n)},
		sheet.Group{Fieldset: ui.Fieldset{Legend: "这一批共同的", Hint: "某一件不同的，在那一件的“渠道、日期和确认”里填写。"}, Fields: []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "channel", Label: "渠道"}, Options: intakeChannels()}),
			f.DateInput(ui.Field{Name: "arrived_on", Label: "到达日期", Hint: "提交之日、签收之日、信函或者传真到达之日"}),
			f.Radios(ui.Radios{Field: ui.Field{Name: "form", Label: "提供信息的形式"}, Options: formOptions(), Inline: true}),
			f.Radios(ui.Radios{Field: ui.Field{Name: "route", Label: "获取信息的途径"}, Options: routeOptions(), Inline: true}),
		}},
	}
	for i := 1; i <= n; i++ {
		fields = append(fields, letterGroup(f, strconv.Itoa(i)))
	}
	fields = append(fields, sheet.Group{Fieldset: ui.Fieldset{Legend: "从表格读入", Hint: "先下载模板填写，或者用有同样表头的XLSX、CSV。读入后填进上面空着的各件，核对后再登记。"}, Fields: []templ.Component{
		f.FileInput(ui.FileInput{Field: ui.Field{Name: "table", Label: "表格文件", Optional: true}, Accept: ".xlsx,.csv"}),
		sheet.Buttons{Items: []ui.Button{{Text: "读入表格", Kind: ui.Secondary, Name: "do", Value: "read"}}},
	}})
	var others []ui.Button
	if n < casework.MostInBundle {
		others = []ui.Button{{Text: "再加" + itoa(moreLetters) + "件", Kind: ui.Secondary, Name: "do", Value: "more"}}
	}
	return sheet.Entry{
		Above: []templ.Component{sheet.Buttons{Items: []ui.Button{{Text: "从表格读入", Kind: ui.Secondary, Href: "#table"}, {Text: "下载表格模板", Kind: ui.Quiet, Href: c.URL(casesPath + "/bundle.xlsx")}}}},
		Base:  c.Base("批量登记来信", registerCrumb), Form: f, Files: true, Submit: ui.Button{Text: "检查并全部登记", Kind: ui.Primary}, Others: others, Cancel: casesPath,
		Head: ui.PageHead{Title: "批量登记来信", Lead: "收到的一批申请，公民、法人和其他组织都可以，渠道可以不同，一次最多" + itoa(casework.MostInBundle) + "件。没有填的跳过；全部检查通过才登记，有问题的一次列出。"}, Fields: fields,
	}.Page(), nil
}

// letterGroup are the fields of one letter.
func letterGroup(f *workbench.Form, i string) templ.Component {
	line := func(name, label, width string) templ.Component {
		return f.Line(ui.TextInput{Field: ui.Field{Name: i + "." + name, Label: label, Optional: true}, Width: width, Autocomplete: "off"})
	}
	pick := func(name, label, blank string, options []ui.Option) templ.Component {
		return f.Select(ui.Select{Field: ui.Field{Name: i + "." + name, Label: label, Optional: true}, Blank: blank, Options: options})
	}
	more := []string{"channel", "arrived_on", "mail_no", "confirmed_on", "confirmed_how", "form", "route", "postcode", "email", "doc_no"}
	l := letterFields{Legend: "第" + i + "件", Open: opened(f, i, more), More: "渠道、日期和确认，文号、邮箱",
		Main: []templ.Component{
			sheet.Abreast{Fields: []templ.Component{pick("category", "类别", "自然人", categoryOptions()[1:]), line("name", "姓名或者名称", "medium"),
				pick("identity", "证件", "身份证、统一社会信用代码", identityOptions()), line("identity_number", "证件号码", "medium")}},
			sheet.Abreast{Fields: []templ.Component{line("phone", "电话", "medium"), line("address", "通信地址", "medium"),
				line("representative", "法定代表人或者负责人（单位填）", "medium"), line("contact", "联系人（单位填）", "medium")}},
			f.Area(ui.TextArea{Field: ui.Field{Name: i + ".content", Label: "申请的信息", Optional: true}, Rows: 2}),
		},
		Rest: []templ.Component{
			sheet.Abreast{Fields: []templ.Component{pick("channel", "渠道", "与这一批相同", intakeChannels()), f.DateInput(ui.Field{Name: i + ".arrived_on", Label: "到达日期", Optional: true}), line("mail_no", "邮件号", "medium")}},
			sheet.Abreast{Fields: []templ.Component{f.DateInput(ui.Field{Name: i + ".confirmed_on", Label: "确认日期", Optional: true}), line("confirmed_how", "联系记录", "medium")}},
			sheet.Abreast{Fields: []templ.Component{line("doc_no", "文号", "medium"), line("email", "电子邮箱", "medium"), line("postcode", "邮政编码", "short"),
				pick("form", "形式", "与这一批相同", formOptions()), pick("route", "途径", "与这一批相同", routeOptions())}},
		}}
	if f.Error(i+".anyway") != "" || f.Checked(i+".anyway", "1") {
		l.Main = append(l.Main, f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: i + ".anyway", Label: "已经核对"}, Options: []ui.Option{{Value: "1", Text: "确是另一件申请，仍然登记"}}}))
	}
	return l
}

// opened reports whether the rarer fields of a letter hold something, or something is wrong with them.
func opened(f *workbench.Form, i string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return f.Text(i+"."+name) != "" || f.Text(i+"."+name+"-year") != "" || f.Error(i+"."+name) != ""
	})
}

// letterColumns are the texts of a letter by which it is seen whether anything was filled in.
var letterColumns = []string{"name", "identity_number", "phone", "address", "representative", "contact", "content", "mail_no", "doc_no", "email"}

// readLetter reads one letter; it is nil where nothing was filled in.
func readLetter(f *workbench.Form, i string, common casework.Intake) *casework.Intake {
	get := func(name string) string { return f.Text(i + "." + name) }
	if !slices.ContainsFunc(letterColumns, func(name string) bool { return get(name) != "" }) {
		return nil
	}
	in := common
	if text := get("channel"); text != "" {
		channel, source, _ := strings.Cut(text, ":")
		in.Channel, in.Source = deadline.Channel(channel), application.Source(source)
	}
	if on := f.Date(ui.Field{Name: i + ".arrived_on", Label: "到达日期", Optional: true}); !on.IsZero() {
		in.ArrivedOn = on
	}
	in.ConfirmedOn, in.Confirmed, in.MailNo = f.Date(ui.Field{Name: i + ".confirmed_on", Label: "确认日期", Optional: true}), get("confirmed_how"), get("mail_no")
	in.Applicant = applicant.Applicant{Category: applicant.Category(or(get("category"), string(applicant.Natural))), Name: get("name"),
		Representative: get("representative"), Contact: get("contact"), Phone: get("phone"), Email: get("email"), Address: get("address"), Postcode: get("postcode")}
	kind := applicant.ResidentCard
	if in.Applicant.Category.Organisation() {
		kind = applicant.OrganisationID
	}
	in.Applicant.Identity = applicant.Identity{Kind: applicant.IdentityKind(or(get("identity"), string(kind))), Number: get("identity_number")}
	in.Wanted = application.Wanted{Content: get("content"), DocNo: get("doc_no"), Form: application.Form(or(get("form"), string(common.Wanted.Form))),
		Route: application.Route(or(get("route"), string(common.Wanted.Route)))}
	in.Anyway = f.Checked(i+".anyway", "1")
	return &in
}

// readBundle reads every letter, and where on the form each stands.
func readBundle(f *workbench.Form) (bundle []casework.Intake, places []string) {
	channel, source, _ := strings.Cut(f.Text("channel"), ":")
	common := casework.Intake{Channel: deadline.Channel(channel), Source: application.Source(source), ArrivedOn: f.Date(ui.Field{Name: "arrived_on", Label: "到达日期"}),
		Wanted: application.Wanted{Form: application.Form(f.Text("form")), Route: application.Route(f.Text("route"))}}
	for i := 1; i <= letters(f); i++ {
		if in := readLetter(f, strconv.Itoa(i), common); in != nil {
			bundle, places = append(bundle, *in), append(places, strconv.Itoa(i))
		}
	}
	return bundle, places
}

func (p pages) takeBundle(c *workbench.Call, f *workbench.Form) error {
	switch f.Text("do") {
	case "more":
		f.Values.Set("letters", itoa(min(letters(f)+moreLetters, casework.MostInBundle)))
		return p.bundleAgain(c, f)
	case "read":
		return p.readTable(c, f)
	}
	bundle, places := readBundle(f)
	if len(bundle) == 0 {
		f.Add("1.name", "请至少填写一件")
		return f.Err()
	}
	if err := f.Err(); err != nil { // everything that is wrong comes at once
		problems, e := p.Desk.CheckBatch(c.Context(), c.By, c.By.Agency, bundle)
		if e != nil {
			return e
		}
		return placed(fault.Of(append(problems, fault.Problems(err)...)), places)
	}
	slips, err := p.Desk.ReceiveBatch(c.Context(), c.By, c.By.Agency, bundle)
	if err != nil {
		return placed(err, places)
	}
	c.Taken(casesPath)
	return c.Show(p.bundleDone(c, slips))
}

// bundleAgain shows the form with what it holds.
func (p pages) bundleAgain(c *workbench.Call, f *workbench.Form) error {
	page, err := p.bundleForm(c, f)
	if err != nil {
		return err
	}
	return c.Show(page)
}

// placed turns the numbers of the bundle into those of the form, where letters may have been left empty.
func placed(err error, places []string) error {
	if fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Unlawful {
		return err
	}
	problems := fault.Problems(err)
	for i, p := range problems {
		number, name, ok := strings.Cut(p.Field, ".")
		n, bad := strconv.Atoi(number)
		if !ok || bad != nil || n < 1 || n > len(places) || !strings.HasPrefix(p.Message, "第"+number+"行：") {
			continue
		}
		problems[i].Message = "第" + places[n-1] + "件：" + strings.TrimPrefix(p.Message, "第"+number+"行：")
		problems[i].Message = strings.Replace(problems[i].Message, "本批第", "这一批的第", 1)
		problems[i].Field = places[n-1] + "." + name
	}
	return fault.Of(problems)
}

// bundleDone lists what was registered, with the codes, this once.
func (p pages) bundleDone(c *workbench.Call, slips []casework.Slip) templ.Component {
	s := sheet.Sheet{Base: c.Base("已登记", registerCrumb), Head: ui.PageHead{Title: "已登记" + itoa(len(slips)) + "件", Lead: "查询码印在回执上，寄给申请人。"}}
	t := ui.Table{Caption: "已登记的申请", Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "查询码"}, {Title: "收到之日"}, {Title: "答复期限"}, {Title: "该申请人本月", Numeric: true}}}
	var all []string
	for _, slip := range slips {
		received, due := slip.Clock.ReceivedOn.Chinese(), slip.Clock.DueOn.Chinese()
		if slip.Clock.ReceivedOn == (civil.Date{}) {
			received, due = "待确认", "确认后起算"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: slip.Number, Href: c.URL(casePath(slip.ID))}, {Text: slip.QueryCode}, {Text: received}, {Text: due}, {Text: itoa(slip.ThisMonth)}}})
		all = append(all, string(slip.ID))
	}
	s.Add("", t, receiptActions(c, "打印全部回执", ui.Primary, all...))
	return s.Page()
}

// noLetters says that a table has no row that could be read.
func noLetters(name string) fault.Problem {
	return fault.Problem{Field: "table", Message: name + "：没有可以读入的行。表头应有“姓名或者名称”“证件号码”“申请的信息”，可以下载模板填写", Cite: law.OGI.Art(29)}
}
