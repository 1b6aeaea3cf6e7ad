package cases

import (
	"net/url"
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

	"github.com/a-h/templ"
)

// bundleRows is how many rows the form of a bundle has: a morning's post.
const bundleRows = 8

// bundleColumns are the fields of a row, with their short names.
var bundleColumns = []struct{ name, label, width string }{
	{"name", "姓名或者名称", ""}, {"identity", "证件号码", ""}, {"phone", "电话", ""}, {"address", "通信地址", ""}, {"content", "申请的信息", ""}, {"mail_no", "邮件号", ""},
}

// blankBundle is the form with what letters have in common.
func (p pages) blankBundle(c *workbench.Call) (*workbench.Form, error) {
	form := workbench.Filled(url.Values{"channel": {string(deadline.RegisteredMail)}, "form": {"paper"}, "route": {"post"}})
	form.SetDate("arrived_on", c.Today())
	return form, nil
}

func (p pages) bundleForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	rows := bundleTable{Form: f}
	for i := 1; i <= bundleRows; i++ {
		rows.Rows = append(rows.Rows, strconv.Itoa(i))
	}
	var post []ui.Option
	for _, option := range intakeChannels() {
		if channel := deadline.Channel(option.Value); channel == deadline.RegisteredMail || channel == deadline.OrdinaryMail || channel == deadline.Fax {
			post = append(post, option)
		}
	}
	return sheet.Entry{
		Base: c.Base("批量登记来信", registerCrumb), Form: f, Submit: ui.Button{Text: "检查并全部登记", Kind: ui.Primary}, Cancel: casesPath,
		Head: ui.PageHead{Title: "批量登记来信", Lead: "同一天收到的一批来信，一件一行。全部检查通过才登记，有问题的一次列出。身份证号码以外的证件、单位申请请逐件登记。"},
		Fields: []templ.Component{
			f.Radios(ui.Radios{Field: ui.Field{Name: "channel", Label: "渠道"}, Options: post}),
			f.DateInput(ui.Field{Name: "arrived_on", Label: "到达日期", Hint: "签收之日、信函或者传真到达之日"}),
			f.Radios(ui.Radios{Field: ui.Field{Name: "form", Label: "提供信息的形式"}, Options: formOptions(), Inline: true}),
			f.Radios(ui.Radios{Field: ui.Field{Name: "route", Label: "获取信息的途径"}, Options: routeOptions(), Inline: true}),
			rows,
		},
	}.Page(), nil
}

// row reads one row; it is nil where nothing was filled in.
func (p pages) bundleRow(f *workbench.Form, i string, common casework.Intake) *casework.Intake {
	get := func(name string) string { return f.Text(i + "." + name) }
	filled := false
	for _, column := range bundleColumns {
		filled = filled || get(column.name) != ""
	}
	if !filled {
		return nil
	}
	in := common
	in.MailNo = get("mail_no")
	in.Applicant = applicant.Applicant{Category: applicant.Natural, Name: get("name"), Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: get("identity")},
		Phone: get("phone"), Address: get("address")}
	in.Wanted.Content = get("content")
	return &in
}

func (p pages) takeBundle(c *workbench.Call, f *workbench.Form) error {
	common := casework.Intake{Channel: deadline.Channel(f.Text("channel")), ArrivedOn: f.Date(ui.Field{Name: "arrived_on", Label: "到达日期"}),
		Wanted: application.Wanted{Form: application.Form(f.Text("form")), Route: application.Route(f.Text("route"))}}
	if err := f.Err(); err != nil {
		return err
	}
	var bundle []casework.Intake
	var places []string
	for i := 1; i <= bundleRows; i++ {
		if in := p.bundleRow(f, strconv.Itoa(i), common); in != nil {
			bundle, places = append(bundle, *in), append(places, strconv.Itoa(i))
		}
	}
	if len(bundle) == 0 {
		f.Add("1.name", "请至少填写一行")
		return f.Err()
	}
	slips, err := p.Desk.ReceiveBatch(c.Context(), c.By, c.By.Agency, bundle)
	if err != nil {
		return placed(err, places)
	}
	return c.Show(p.bundleDone(c, slips))
}

// placed turns the numbers of the bundle into those of the form, where rows may have been left empty.
func placed(err error, places []string) error {
	if fault.KindOf(err) != fault.Invalid && fault.KindOf(err) != fault.Unlawful {
		return err
	}
	problems := fault.Problems(err)
	for i, p := range problems {
		number, name, ok := strings.Cut(p.Field, ".")
		n, bad := strconv.Atoi(number)
		if !ok || bad != nil || n < 1 || n > len(places) {
			continue
		}
		problems[i].Message = strings.Replace(p.Message, "第"+number+"行", "第"+places[n-1]+"行", 1)
		problems[i].Field = places[n-1] + "." + name
	}
	return fault.Of(problems)
}

// bundleDone lists what was registered, with the codes, this once.
func (p pages) bundleDone(c *workbench.Call, slips []casework.Slip) templ.Component {
	s := sheet.Sheet{Base: c.Base("已登记", registerCrumb), Head: ui.PageHead{Title: "已登记" + itoa(len(slips)) + "件", Lead: "查询码印在回执上，寄给申请人。"}}
	t := ui.Table{Caption: "已登记的申请", Quiet: true, Columns: []ui.Column{{Title: "编号"}, {Title: "查询码"}, {Title: "收到之日"}, {Title: "答复期限"}, {Title: "该申请人本月", Numeric: true}}}
	print := sheet.Action{Path: c.URL(casesPath + "/receipts"), Button: ui.Button{Text: "打印全部回执", Kind: ui.Primary}}
	for _, slip := range slips {
		received, due := slip.Clock.ReceivedOn.Chinese(), slip.Clock.DueOn.Chinese()
		if slip.Clock.ReceivedOn == (civil.Date{}) {
			received, due = "待确认", "确认后起算"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: slip.Number, Href: c.URL(casePath(slip.ID))}, {Text: slip.QueryCode}, {Text: received}, {Text: due}, {Text: itoa(slip.ThisMonth)}}})
		print.Hidden = append(print.Hidden, [2]string{"id", string(slip.ID)})
	}
	s.Add("", t, sheet.Actions{Items: []sheet.Action{print}})
	return s.Page()
}
