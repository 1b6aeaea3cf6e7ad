package admin

import (
	"slices"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"

	"github.com/a-h/templ"
)

// A staffAct is something that a security administrator does about an account, after a question.
type staffAct struct {
	name, button, words string
	question            string
	destructive         bool
	offered             func(*workbench.Call, auth.Account) bool
	do                  func(pages, *workbench.Call, auth.Account) (password string, err error)
	done                string
}

func someone(c *workbench.Call, a auth.Account) bool { return a.Staff != c.By.Staff && !a.Disabled }

var staffActs = []staffAct{
	{"unlock", "解除锁定", "连续输错已锁定，本人确认后提前解除", "请先确认是本人输错，而不是有人在猜密码。", false,
		func(c *workbench.Call, a auth.Account) bool { return a.Locked(c.Now()) && !a.Disabled },
		func(p pages, c *workbench.Call, a auth.Account) (string, error) {
			return "", p.Desk.UnlockAccount(c.Context(), c.By, a.Staff)
		}, "已解除锁定"},
	{"reset-password", "重置密码", "忘记密码时给一个新的初始密码", "现在的密码立即失效，已有的登录全部退出。请先核实本人身份。", false, someone,
		func(p pages, c *workbench.Call, a auth.Account) (string, error) {
			return p.Desk.ResetPassword(c.Context(), c.By, a.Staff)
		}, "密码已重置"},
	{"reset-factor", "重置动态验证码", "手机丢失或者更换，恢复码也用完", "现在的验证器和恢复码立即失效，已有的登录全部退出。请先核实本人身份。", false,
		func(c *workbench.Call, a auth.Account) bool { return someone(c, a) && len(a.Factor) > 0 },
		func(p pages, c *workbench.Call, a auth.Account) (string, error) {
			return "", p.Desk.ResetFactor(c.Context(), c.By, a.Staff)
		}, "动态验证码已重置，下次登录后重新设置"},
	{"end-sessions", "退出全部登录", "立即结束此人在所有设备上的登录", "没有保存的内容会丢失。", false, someone,
		func(p pages, c *workbench.Call, a auth.Account) (string, error) {
			return "", p.Desk.RevokeSession(c.Context(), c.By, a.Staff, "")
		}, "已退出全部登录"},
	{"stop", "停用账号", "调离、退休或者不再需要", "停用后不能登录，已有的登录全部退出。账号和办理记录保留，可以恢复。", true, someone,
		func(p pages, c *workbench.Call, a auth.Account) (string, error) {
			return "", p.Desk.StopAccount(c.Context(), c.By, a.Staff)
		}, "账号已停用"},
	{"restore", "恢复账号", "重新启用，并给一个新的初始密码", "恢复后角色与停用前相同，请核对是否仍然需要。", false,
		func(_ *workbench.Call, a auth.Account) bool { return a.Disabled },
		func(p pages, c *workbench.Call, a auth.Account) (string, error) {
			return p.Desk.RestoreAccount(c.Context(), c.By, a.Staff)
		}, "账号已恢复"},
}

func findAct(c *workbench.Call) (staffAct, error) {
	i := slices.IndexFunc(staffActs, func(a staffAct) bool { return a.name == c.Path("act") })
	if i < 0 {
		return staffAct{}, fault.New(fault.NotFound, "没有这项操作")
	}
	return staffActs[i], nil
}

// askAct asks before it is done.
func (p pages) askAct(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	act, err := findAct(c)
	if err != nil {
		return nil, err
	}
	a, x, err := p.findPerson(c)
	if err != nil {
		return nil, err
	}
	q := question{title: act.button + "：" + x.Name, text: act.question, submit: act.button, destructive: act.destructive, back: staffPath(a, x.Staff)}
	return q.page(c, f, append(agencyCrumbs(a), ui.Link{Text: "人员", Href: agencyPath(a) + "/staff"}, ui.Link{Text: x.Name, Href: staffPath(a, x.Staff)})...), nil
}

func (p pages) doAct(c *workbench.Call, _ *workbench.Form) error {
	act, err := findAct(c)
	if err != nil {
		return err
	}
	a, x, err := p.findPerson(c)
	if err != nil {
		return err
	}
	password, err := act.do(p, c, x)
	if err != nil {
		return forbiddenOn(err, "")
	}
	if password != "" {
		return p.tellPassword(c, a, x.Staff, x.Name, x.Login, password, act.done)
	}
	return c.Done(staffPath(a, x.Staff), "%s：%s", x.Name, act.done)
}

// forbiddenOn shows a refusal of a use-case, which the route has let through, on the form instead of on an error page.
func forbiddenOn(err error, field string) error {
	if fault.KindOf(err) == fault.Forbidden {
		return fault.Of([]fault.Problem{{Field: field, Message: fault.Message(err)}})
	}
	return err
}
