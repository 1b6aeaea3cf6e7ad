package admin

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/law"

	"github.com/a-h/templ"
)

const accountPath = "/workbench/account"

func (p pages) accountRoutes() []auth.Route {
	routes := []auth.Route{
		p.bench.Get(accountPath, auth.UseAccount, p.account),
		p.bench.Post(accountPath+"/sessions", auth.UseAccount, p.endSession),
		early(p.bench.Get(accountPath+"/factor", auth.UseAccount, p.factor)),
		early(p.bench.Post(accountPath+"/factor", auth.UseAccount, p.setFactor)),
	}
	for _, r := range p.form(accountPath+"/password", auth.UseAccount, formPage{fill: blank, draw: p.passwordForm, take: p.changePassword}) {
		routes = append(routes, early(r))
	}
	return routes
}

func blank(*workbench.Call) (*workbench.Form, error) { return workbench.Filled(url.Values{}), nil }

// account shows one's own account and where one is logged in.
func (p pages) account(c *workbench.Call) (templ.Component, error) {
	a, err := p.Desk.OwnAccount(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	phone, email, err := p.Desk.Reach(a)
	if err != nil {
		return nil, err
	}
	rules, err := p.Desk.OwnRules(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	sessions, err := p.Desk.SessionsOf(c.Context(), c.By, a.Staff, p.Sessions.ID(c.Context()))
	if err != nil {
		return nil, err
	}
	s := sheet{Base: c.Base("我的账号"), Head: ui.PageHead{Title: "我的账号", Lead: "姓名、角色和联系方式由本机关安全管理员维护。"}}
	s.add("", ui.Facts{Items: []ui.Fact{
		{Name: "姓名", Text: a.Name}, {Name: "登录名", Text: a.Login}, {Name: "机关", Text: c.Own().Name}, {Name: "角色", Text: a.Roles.String()},
		{Name: "手机", Text: phone.String()}, {Name: "邮箱", Text: email.String()}, {Name: "最近登录", Text: when(a.LastLogin)},
	}})
	s.add("登录方式", p.waysIn(c, a, rules))
	s.add("登录记录", p.sessionTable(c, sessions, accountPath+"/sessions", "本人"))
	return s.Page(), nil
}

// waysIn shows password and second factor with what can be done about them.
func (p pages) waysIn(c *workbench.Call, a auth.Account, rules agency.Access) templ.Component {
	factor := ui.Cell{Body: ui.Badge{Text: "未设置"}}
	change := "设置"
	if len(a.Factor) > 0 {
		factor, change = ui.Cell{Body: ui.Badge{Text: "已启用", Tone: ui.Good}}, "更换手机或者恢复码"
	}
	rows := []ui.Row{
		{Cells: []ui.Cell{{Text: "密码"}, {Text: "设置于" + when(a.PasswordAt)}, {Text: fmt.Sprintf("每%d天更换一次", rules.MaxAgeDays)}, {Text: "修改密码", Href: c.URL(accountPath + "/password")}}},
		{Cells: []ui.Cell{{Text: "动态验证码"}, factor, {Text: fmt.Sprintf("剩余恢复码%d个", len(a.Recovery))}, {Text: change, Href: c.URL(accountPath + "/factor")}}},
	}
	if a.Subject != "" {
		rows = append(rows, ui.Row{Cells: []ui.Cell{{Text: "统一身份认证"}, {Body: ui.Badge{Text: "已绑定", Tone: ui.Good}}, {}, {}}})
	}
	return ui.Table{Caption: "登录方式", Quiet: true, Columns: []ui.Column{{Title: "方式"}, {Title: "状态"}, {Title: "说明"}, {Title: "操作"}}, Rows: rows}
}

// sessionTable lists log-ins, each with a button that ends it.
func (p pages) sessionTable(c *workbench.Call, sessions []auth.Session, path, whose string) templ.Component {
	t := ui.Table{Caption: "登录记录", Quiet: true, Columns: []ui.Column{{Title: "设备"}, {Title: "登录地址"}, {Title: "登录时间"}, {Title: "最近使用"}, {Title: "操作"}},
		Empty: ui.Empty{Title: "没有正在登录的设备"}}
	for _, s := range sessions {
		act := ui.Cell{Body: actions{[]action{{Path: c.URL(path), Button: ui.Button{Text: "退出", Kind: ui.Quiet}, Hidden: [][2]string{{"session", s.ID}}}}}}
		if s.Current {
			act = ui.Cell{Body: ui.Badge{Text: "当前设备", Tone: ui.Info}}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: device(s.Browser)}, {Text: s.Address}, {Text: when(s.BeganAt)}, {Text: when(s.SeenAt)}, act}})
	}
	return t
}

// device names browser and system, as far as the browser tells.
func device(agent string) string {
	first := func(pairs ...[2]string) string {
		for _, pair := range pairs {
			if strings.Contains(agent, pair[0]) {
				return pair[1]
			}
		}
		return ""
	}
	browser := first([2]string{"Edg", "Edge"}, [2]string{"Firefox", "Firefox"}, [2]string{"QQBrowser", "QQ浏览器"}, [2]string{"Chrome", "Chrome"}, [2]string{"Safari", "Safari"})
	system := first([2]string{"Windows", "Windows"}, [2]string{"Android", "Android"}, [2]string{"iPhone", "iPhone"}, [2]string{"Mac OS", "macOS"}, [2]string{"Linux", "Linux"})
	switch {
	case browser == "" && system == "":
		return "其他设备"
	case browser == "" || system == "":
		return browser + system
	}
	return browser + "，" + system
}

func (p pages) endSession(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	session := f.Text("session")
	if session == "" {
		return fault.New(fault.Invalid, "没有说明退出哪个设备")
	}
	if err := p.Desk.RevokeSession(c.Context(), c.By, c.By.Staff, session); err != nil {
		return err
	}
	return c.Done(accountPath, "已退出所选设备上的登录")
}

// passwordForm asks for the old and the new password and says what makes a good one.
func (p pages) passwordForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	if c.By.Waiting == auth.SecondFactor {
		return nil, c.By.Waiting.Fault()
	}
	rules, err := p.Desk.OwnRules(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	e := entry{
		Base: c.Base("修改密码", ui.Link{Text: "我的账号", Href: accountPath}), Head: ui.PageHead{Title: "修改密码"}, Form: f,
		Fields: []templ.Component{
			f.Line(ui.TextInput{Field: ui.Field{Name: "old", Label: "现在的密码"}, Type: "password", Autocomplete: "current-password", MaxLength: 128}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "password", Label: "新密码"}, Type: "password", Autocomplete: "new-password", MaxLength: 128}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "again", Label: "再输一次新密码"}, Type: "password", Autocomplete: "new-password", MaxLength: 128}),
		},
		Submit: ui.Button{Text: "修改密码", Kind: ui.Primary}, Cancel: accountPath, Compact: true,
	}
	if c.By.Waiting == auth.NewPassword {
		e.Cancel = ""
		e.Above = append(e.Above, ui.Notice{Tone: ui.Caution, Title: "请先修改密码", Text: "这是首次登录、密码由管理员重置，或者密码已经到期。修改后即可继续工作。"})
	}
	e.Above = append(e.Above, withBody(ui.Notice{Title: "怎样的密码可用", Cite: law.Protection.Whole()}, bullets([]string{
		fmt.Sprintf("至少%d个字符。用几个互不相干的词连起来，既好记又难猜。", rules.MinLength),
		"不含姓名、登录名、机关名称及其拼音，不是常见密码、日期或者键盘上相邻的键。",
		fmt.Sprintf("不是最近%d次用过的密码；每%d天要更换一次。", rules.History, rules.MaxAgeDays),
		"修改后，其他设备上的登录都会退出。",
	})))
	return e.Page(), nil
}

func (p pages) changePassword(c *workbench.Call, f *workbench.Form) error {
	old, password := f.Raw("old"), f.Raw("password")
	if old == "" {
		f.Add("old", "请填写现在的密码")
	}
	switch {
	case password == "":
		f.Add("password", "请填写新密码")
	case password != f.Raw("again"):
		f.Add("again", "两次输入的新密码不一样")
	}
	if err := f.Err(); err != nil {
		return err
	}
	if err := p.Desk.ChangePassword(c.Context(), c.By, old, password); err != nil {
		return err
	}
	if err := p.Sessions.Renew(c.Context()); err != nil {
		return err
	}
	return c.Done("/workbench/", "密码已修改，其他设备上的登录已退出")
}

// factor explains the second factor and offers to set it up.
func (p pages) factor(c *workbench.Call) (templ.Component, error) {
	if c.By.Waiting == auth.SecondFactor || c.By.Waiting == auth.NewPassword {
		return nil, c.By.Waiting.Fault()
	}
	a, err := p.Desk.OwnAccount(c.Context(), c.By)
	if err != nil {
		return nil, err
	}
	e := entry{
		Base: c.Base("动态验证码", ui.Link{Text: "我的账号", Href: accountPath}), Compact: true, Form: workbench.Filled(url.Values{}),
		Head:   ui.PageHead{Title: "动态验证码", Lead: "登录时，除密码外再输入手机上每30秒更换一次的6位数字。密码泄露时，别人仍然进不来。"},
		Above:  []templ.Component{bullets([]string{"先在手机上安装身份验证器（支持TOTP的均可，不需要联网）。", "点击“开始设置”，用它扫描二维码，再输入它显示的6位数字。", "保存好随后给出的备用恢复码，手机丢失时使用。"})},
		Fields: []templ.Component{hidden("step", "begin")},
		Submit: ui.Button{Text: "开始设置", Kind: ui.Primary}, Cancel: accountPath,
	}
	if c.By.Waiting == auth.NewFactor {
		e.Cancel = ""
		e.Above = append([]templ.Component{ui.Notice{Tone: ui.Caution, Title: "您的账号必须启用动态验证码", Text: "管理员账号，以及本机关规定的账号，设置后才能使用工作台。", Cite: law.Protection.Whole()}}, e.Above...)
	}
	if len(a.Factor) > 0 {
		e.Above = append([]templ.Component{ui.Notice{Tone: ui.Info, Title: "已经启用", Text: "重新设置后，原来的手机和恢复码不再有效。"}}, e.Above...)
	}
	return e.Page(), nil
}

// setFactor makes a new secret and shows it, or puts it into force when a code of it is right.
func (p pages) setFactor(c *workbench.Call) error {
	if c.By.Waiting == auth.SecondFactor || c.By.Waiting == auth.NewPassword {
		return c.By.Waiting.Fault()
	}
	f, err := c.Form()
	if err != nil {
		return err
	}
	if f.Text("step") != "confirm" {
		enrolment, err := p.Desk.BeginFactor(c.Context(), c.By)
		if err != nil {
			return err
		}
		page, err := p.scan(c, workbench.Filled(url.Values{"secret": {enrolment.Secret}, "url": {enrolment.URL}}))
		if err != nil {
			return err
		}
		return c.Show(page)
	}
	code := f.Required("code", "动态验证码")
	if err := f.Err(); err != nil {
		return c.Refuse(f, err, func() (templ.Component, error) { return p.scan(c, f) })
	}
	recovery, err := p.Desk.ConfirmFactor(c.Context(), c.By, code)
	if err != nil {
		return c.Refuse(f, onField(err, "code"), func() (templ.Component, error) { return p.scan(c, f) })
	}
	if err := p.Sessions.Raise(c.Context()); err != nil {
		return err
	}
	c.By.Waiting = auth.Nothing
	s := sheet{Base: c.Base("备用恢复码", ui.Link{Text: "我的账号", Href: accountPath}),
		Head: ui.PageHead{Title: "动态验证码已启用", Lead: "请保存下面的备用恢复码。它们只在这里显示一次，每个只能用一次。"}}
	s.add("", codes(recovery))
	s.add("", ui.Notice{Tone: ui.Caution, Title: "怎样保存", Text: "打印后放在办公室的保密柜中，不要拍照，不要存在同一部手机里。"}, ui.Button{Text: "我已保存，继续", Kind: ui.Primary, Href: c.URL("/workbench/")})
	c.Taken(accountPath)
	return c.Show(s.Page())
}

// scan shows the picture to be scanned and asks for the first code.
func (p pages) scan(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	picture, err := auth.Enrolment{Secret: f.Text("secret"), URL: f.Text("url")}.SVG()
	if err != nil {
		return nil, fault.New(fault.Invalid, "二维码已失效，请重新开始设置")
	}
	return entry{
		Base: c.Base("扫描二维码", ui.Link{Text: "我的账号", Href: accountPath}), Form: f, Compact: true,
		Head:  ui.PageHead{Title: "扫描二维码", Lead: "用手机上的身份验证器扫描，再输入它显示的6位数字。"},
		Above: []templ.Component{qr(picture, spaced(f.Text("secret")))},
		Fields: []templ.Component{hidden("step", "confirm"), hidden("secret", f.Text("secret")), hidden("url", f.Text("url")),
			f.Line(ui.TextInput{Field: ui.Field{Name: "code", Label: "验证器显示的6位数字"}, Width: "short", Inputmode: "numeric", Autocomplete: "one-time-code", MaxLength: 8})},
		Submit: ui.Button{Text: "启用", Kind: ui.Primary}, Cancel: accountPath + "/factor",
	}.Page(), nil
}

// spaced writes a secret in groups of four, to be typed.
func spaced(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}

// onField puts an error that names no field beside one.
func onField(err error, field string) error {
	var e *fault.Error
	if errors.As(err, &e) && len(e.Problems) == 0 && (e.Kind == fault.Invalid || e.Kind == fault.Unlawful || e.Kind == fault.Conflict) {
		return &fault.Error{Kind: e.Kind, Message: e.Message, Cite: e.Cite, Problems: []fault.Problem{{Field: field, Message: e.Message, Cite: e.Cite}}, Err: err}
	}
	return err
}
