package notices

import (
	"net/url"

	"gongkai/internal/casework"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

func (p pages) fillChoice(c *workbench.Call) (*workbench.Form, error) {
	choice, _, err := p.Desk.MailChoice(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	return workbench.Filled(url.Values{"choice": {string(choice)}}), nil
}

// drawChoice lets everybody choose which notices come by e-mail too.
func (p pages) drawChoice(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	_, reachable, err := p.Desk.MailChoice(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	entry := sheet.Entry{Base: c.Base("邮件提醒", ui.Link{Text: "提醒", Href: path}), Head: ui.PageHead{Title: "哪些提醒发送邮件", Lead: "工作台里的提醒不受影响。"}, Form: f, Compact: true,
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}, Cancel: path,
		Fields: []templ.Component{f.Radios(ui.Radios{Field: ui.Field{Name: "choice", Label: "发送邮件"}, Options: []ui.Option{
			{Value: string(casework.AllMail), Text: "全部提醒"}, {Value: string(casework.PressingMail), Text: "只发要紧的：临近期限、逾期、被退回、催报"}, {Value: string(casework.NoMail), Text: "不发送"}}})}}
	if !reachable {
		entry.Above = append(entry.Above, ui.Notice{Tone: ui.Caution, Title: "您的账号没有电子邮箱，现在不会收到邮件", Text: "请系统管理员在人员信息中填写。"})
	}
	return entry.Page(), nil
}

func (p pages) takeChoice(c *workbench.Call, f *workbench.Form) error {
	if err := p.Desk.ChooseMail(c.Context(), c.By, casework.MailChoice(f.Text("choice"))); err != nil {
		return err
	}
	return c.Done(path, "已保存")
}
