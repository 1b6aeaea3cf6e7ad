package workbench

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/web/ui"

	"github.com/a-h/templ"
)

// logInRoutes are the addresses by which people come in and leave.
func (b *Bench) logInRoutes() []auth.Route {
	public := func(method, pattern string, h auth.Handler) auth.Route {
		return auth.Route{Method: method, Pattern: pattern, Public: true, Handler: h}
	}
	early := func(r auth.Route) auth.Route { r.Early = true; return r }
	routes := []auth.Route{
		public(http.MethodGet, loginPath, b.logInForm),
		public(http.MethodPost, loginPath, b.logIn),
		early(auth.Route{Method: http.MethodGet, Pattern: codePath, Action: auth.UseAccount, Handler: b.Act(codeForm)}),
		early(auth.Route{Method: http.MethodPost, Pattern: codePath, Action: auth.UseAccount, Handler: b.Act(giveCode)}),
		early(b.Get(donePath, auth.UseAccount, loggedIn)),
		early(b.Post(logoutPath, auth.UseAccount, logOut)),
	}
	if b.SSO != nil {
		routes = append(routes, public(http.MethodGet, ssoPath, b.beginSSO), public(http.MethodGet, ssoPath+"/back", b.finishSSO))
	}
	return routes
}

// logInPage asks for name and password.
type logInPage struct {
	ui.Base
	Form *Form
	Next string
	SSO  bool
	Rule string // after so many failures the account is locked
	Left string // how many there were
}

// next is where to go after the log-in: a page of the workbench and nothing else.
func next(text string) string {
	if text = ui.LocalPath(text); strings.HasPrefix(text, homePath) && !strings.HasPrefix(text, loginPath) || text == donePath {
		return text
	}
	return homePath
}

func (b *Bench) logInPage(r *http.Request, f *Form, to string) logInPage {
	base := b.base(r, "登录")
	rules := agency.DefaultSettings(b.today()).Access
	return logInPage{Base: base, Form: f, Next: next(to), SSO: b.SSO != nil,
		Rule: fmt.Sprintf("为防止猜测密码，连续输错%d次（本机关另有规定的从其规定）后账号锁定%d分钟。", rules.LockAfter, rules.LockMinutes)}
}

func (b *Bench) logInForm(w http.ResponseWriter, r *http.Request) error {
	if _, err := standingOf(r).ask(b, r); err == nil {
		http.Redirect(w, r, next(r.URL.Query().Get("next")), http.StatusSeeOther)
		return nil
	}
	page := b.logInPage(r, Filled(url.Values{}), r.URL.Query().Get("next"))
	return write(r.Context(), w, http.StatusOK, page.Page())
}

func (b *Bench) logIn(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	f := &Form{Values: r.PostForm}
	name, password := f.Required("login", "登录名"), f.Raw("password")
	if password == "" {
		f.Add("password", "请填写密码")
	}
	page := b.logInPage(r, f, f.Text("next"))
	if len(f.Problems) > 0 {
		return write(r.Context(), w, http.StatusUnprocessableEntity, page.Page())
	}
	if ok, wait := b.gate.allow(auth.Caller(r, b.Proxies), name); !ok {
		seconds := int(math.Ceil(wait.Seconds()))
		w.Header().Set("Retry-After", fmt.Sprint(seconds))
		f.Add("", fmt.Sprintf("登录尝试过于频繁，请%d秒后再试", seconds))
		return write(r.Context(), w, http.StatusTooManyRequests, page.Page())
	}
	staff, _, err := b.Desk.LogIn(r.Context(), name, password, b.address(r))
	if fault.KindOf(err) == fault.Forbidden {
		f.Add("login", fault.Message(err))
		page.Left = fmt.Sprintf("这个登录名已连续输错%d次。", b.gate.failed(name))
		return write(r.Context(), w, http.StatusUnprocessableEntity, page.Page())
	}
	if err != nil {
		return err
	}
	b.gate.succeeded(name)
	if err := b.Sessions.Begin(r, auth.LogIn{Staff: staff}, b.address(r), b.Desk.DB.Now()); err != nil {
		return err
	}
	// The page asked for is reached past whatever is still outstanding.
	http.Redirect(w, r, codePath+"?next="+url.QueryEscape(page.Next), http.StatusSeeOther)
	return nil
}

// codePage asks for the code of the second factor.
type codePage struct {
	ui.Base
	Form *Form
	Next string
}

// codeForm asks for the code where one is outstanding, and goes on where none is.
func codeForm(c *Call) error {
	to := next(c.Query("next"))
	if c.By.Waiting != auth.SecondFactor {
		return c.Go(to)
	}
	return c.Show(codePage{c.Base("动态验证码"), Filled(url.Values{}), to}.Page())
}

func giveCode(c *Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	to, b := next(f.Text("next")), c.bench
	if c.By.Waiting != auth.SecondFactor {
		return c.Go(to)
	}
	again := codePage{c.Base("动态验证码"), f, to}
	code := f.Required("code", "动态验证码")
	if len(f.Problems) > 0 {
		return c.Write(http.StatusUnprocessableEntity, again.Page())
	}
	if ok, wait := b.gate.allow(auth.Caller(c.Request, b.Proxies), string(c.By.Staff)); !ok {
		f.Add("code", fmt.Sprintf("尝试过于频繁，请%d秒后再试", int(math.Ceil(wait.Seconds()))))
		return c.Write(http.StatusTooManyRequests, again.Page())
	}
	_, err = b.Desk.GiveCode(c.Context(), c.By.Staff, code, b.address(c.Request))
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Forbidden) {
		f.Add("code", fault.Message(err))
		return c.Write(http.StatusUnprocessableEntity, again.Page())
	}
	if err != nil {
		return err
	}
	if err := b.Sessions.Raise(c.Context()); err != nil {
		return err
	}
	return c.Go(to)
}

// logOut ends the session.
func logOut(c *Call) error {
	if err := c.bench.Desk.LogOut(c.Context(), c.By); err != nil {
		return err
	}
	if err := c.bench.Sessions.End(c.Context()); err != nil {
		return err
	}
	return c.Go(loginPath)
}

// beginSSO sends the browser to the log-in service.
func (b *Bench) beginSSO(w http.ResponseWriter, r *http.Request) error {
	service, err := b.SSO(r.Context())
	if err != nil {
		return err
	}
	address, pending := service.Begin()
	b.Sessions.Keep(r.Context(), pending)
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// finishSSO lets in whom the service has proved.
func (b *Bench) finishSSO(w http.ResponseWriter, r *http.Request) error {
	pending, ok := b.Sessions.Take(r.Context())
	if !ok {
		return fault.New(fault.Forbidden, "统一登录没有完成，请从登录页重新开始")
	}
	service, err := b.SSO(r.Context())
	if err != nil {
		return err
	}
	identity, err := service.Finish(r.Context(), pending, r.URL.Query())
	if err != nil {
		return err
	}
	staff, err := b.Desk.LogInBySSO(r.Context(), identity, b.address(r))
	if err != nil {
		return err
	}
	if err := b.Sessions.Begin(r, auth.LogIn{Staff: staff, Code: true, SSO: true}, b.address(r), b.Desk.DB.Now()); err != nil {
		return err
	}
	http.Redirect(w, r, homePath, http.StatusSeeOther)
	return nil
}

// loggedInPage ends a log-in in a second window.
type loggedInPage struct{ ui.Base }

func loggedIn(c *Call) (templ.Component, error) {
	return loggedInPage{c.Base("已经登录")}.Page(), nil
}

func (b *Bench) today() civil.Date { return civil.Of(b.Desk.DB.Now()) }
