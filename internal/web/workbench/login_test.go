package workbench_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"
)

// A visitor is somebody with a browser that follows no redirects.
type visitor struct {
	t      *testing.T
	client *http.Client
	base   string // https://…/xxgk/workbench
}

// stranger is a visitor who is not logged in.
func stranger(t *testing.T, site *apptest.Site) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return visitor{t, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, site.URL + "/workbench"}
}

func person(t *testing.T, site *apptest.Site, login string) visitor {
	t.Helper()
	return visitor{t, site.Client(t, login), site.URL + "/workbench"}
}

// An answer is what a visitor got.
type answer struct {
	status int
	header http.Header
	to     string // Location below /workbench
	body   string
}

func (v visitor) do(r *http.Request) answer {
	v.t.Helper()
	got, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{got.StatusCode, got.Header, strings.TrimPrefix(got.Header.Get("Location"), "/xxgk/workbench"), string(body)}
}

func (v visitor) get(path string) answer {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, v.base+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

func (v visitor) post(path string, fields ...string) answer {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, err := http.NewRequest(http.MethodPost, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

// is checks the status and that the words are on the page.
func (a answer) is(t *testing.T, what string, status int, words ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("%s: status %d, want %d: %.300s", what, a.status, status, text(t, a.body))
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			t.Errorf("%s: the page does not say %q: %.600s", what, w, text(t, a.body))
		}
	}
}

// leads checks that the browser is sent to a place.
func (a answer) leads(t *testing.T, what, to string) {
	t.Helper()
	if a.status != http.StatusSeeOther || a.to != to {
		t.Errorf("%s: %d to %q, want %q", what, a.status, a.to, to)
	}
}

func text(t *testing.T, html string) string {
	t.Helper()
	_, main, found := strings.Cut(html, "<main")
	if !found {
		return html
	}
	return main
}

func TestLogInRefusesAndSaysNothingOfWho(t *testing.T) {
	site := apptest.Demo(t)
	v := stranger(t, site)
	v.get("/").leads(t, "the first page", "/login")
	v.get("/ledger?verb=unmask").leads(t, "a page further in", "/login?next=%2Fworkbench%2Fledger%3Fverb%3Dunmask")

	v.post("/login", "login", "", "password", "").is(t, "nothing entered", 422, "请填写登录名", "请填写密码")
	known := v.post("/login", "login", "kjj-fuze", "password", "wrong")
	known.is(t, "a wrong password", 422, "登录名或者密码不对", "这个登录名已连续输错1次", `value="kjj-fuze"`)
	if strings.Contains(known.body, `value="wrong"`) {
		t.Error("the password is shown again")
	}
	unknown := v.post("/login", "login", "nobody-here", "password", "wrong")
	if strings.ReplaceAll(known.body, "kjj-fuze", "nobody-here") != unknown.body {
		t.Error("the answers to a wrong password and to an unknown name differ")
	}
	for range 4 {
		v.post("/login", "login", "kjj-fuze", "password", "wrong")
	}
	right := site.Logins["kjj-fuze"].Password
	v.post("/login", "login", "kjj-fuze", "password", right).is(t, "the right password of a locked account", 422, "已暂时锁定", "已连续输错6次")

	security := person(t, site, "anquan")
	list := security.get("/agencies/kjj/staff")
	list.is(t, "the list of people", 200, "已锁定")
	row := list.body[:strings.Index(list.body, "kjj-fuze")]
	id := row[strings.LastIndex(row, "/staff/")+len("/staff/"):]
	id = id[:strings.IndexByte(id, '"')]
	security.get("/agencies/kjj/staff/"+id+"/act/unlock").is(t, "the question", 200, "解除锁定")
	security.post("/agencies/kjj/staff/"+id+"/act/unlock").leads(t, "unlocking", "/agencies/kjj/staff/"+id)
	v.post("/login", "login", "kjj-fuze", "password", right, "next", "/workbench/account").leads(t, "after unlocking", "/login/code?next=%2Fworkbench%2Faccount")
	v.get("/login/code?next=%2Fworkbench%2Faccount").leads(t, "without a second factor", "/account")
	v.get("/account").is(t, "inside", 200, "我的账号")
}

func TestLogInLeadsNowhereElse(t *testing.T) {
	site := apptest.Demo(t)
	for _, next := range []string{"https://evil.example/", "//evil.example", "/xxgk/../", "/agencies/kjj/", `/workbench/\evil`, "/workbench/login?next=/workbench/"} {
		v := stranger(t, site)
		got := v.post("/login", "login", "kjj-fuze", "password", site.Logins["kjj-fuze"].Password, "next", next)
		got.leads(t, next, "/login/code?next=%2Fworkbench%2F")
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	v := stranger(t, apptest.DemoBy(t, apptest.Still(t)))
	for range 15 {
		v.post("/login", "login", "no-such-person", "password", "guess")
	}
	got := v.post("/login", "login", "no-such-person", "password", "guess")
	got.is(t, "one guess too many", http.StatusTooManyRequests, "过于频繁")
	if got.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	v.post("/login", "login", "another", "password", "guess").is(t, "another name", 422)
}

func TestTheSecondFactorStandsBeforeEveryPage(t *testing.T) {
	site := apptest.Demo(t)
	v := stranger(t, site)
	v.post("/login", "login", "xitong", "password", site.Logins["xitong"].Password).leads(t, "the password", "/login/code?next=%2Fworkbench%2F")
	for _, path := range []string{"/", "/agencies", "/jobs", "/account"} {
		v.get(path).leads(t, path, "/login/code")
	}
	v.get("/account/password").leads(t, "early pages", "/login/code")
	v.get("/login/code").is(t, "the question", 200, "动态验证码")
	v.post("/login/code", "code", "000000").is(t, "a wrong code", 422, "动态验证码不对")
	v.post("/login/code", "code", "").is(t, "no code", 422, "请填写动态验证码")
	v.post("/logout").leads(t, "leaving all the same", "/login")
	v.get("/login/code").leads(t, "after leaving", "/login?next=%2Fworkbench%2Flogin%2Fcode")
}

func TestCallsFromOtherSitesAndWithoutRights(t *testing.T) {
	site := apptest.Demo(t)
	clerk := person(t, site, "kjj-jingban")
	r, err := http.NewRequest(http.MethodPost, clerk.base+"/logout", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	clerk.do(r).is(t, "a call from another site", 403, "请求来自其他网站")
	clerk.get("/").is(t, "still logged in", 200, "今日工作")
	clerk.get("/ledger").is(t, "a page of auditors", 403, "需要的角色：审计管理员", "返回工作台")
	clerk.get("/agencies/zfb/settings").is(t, "the upper agency", 403, "不能对其他机关")
	clerk.get("/agencies/nowhere").is(t, "no such agency", 404, "没有找到这个机关")
	clerk.get("/nowhere").is(t, "no such page", 404, "没有找到")
	headers := clerk.get("/").header
	if headers.Get("Cache-Control") != "no-store" || !strings.Contains(headers.Get("Content-Security-Policy"), "script-src 'self'") {
		t.Errorf("headers: %v", headers)
	}
}

// Somebody whose log-in ends while a form is open loses nothing that was typed.
func TestALogInThatEndsWhileAFormIsOpen(t *testing.T) {
	site := apptest.Demo(t)
	clerk := person(t, site, "kjj-jingban")
	clerk.post("/logout").leads(t, "leaving", "/login")
	clerk.post("/account/password", "old", "x").is(t, "sending the form", 403, "内容还没有提交", "在新窗口登录")
	answer := clerk.post("/login", "login", "kjj-jingban", "password", site.Logins["kjj-jingban"].Password, "next", "/workbench/login/done")
	answer.leads(t, "in the other window", "/login/code?next=%2Fworkbench%2Flogin%2Fdone")
	clerk.get("/login/done").is(t, "what the window says", 200, "回到原来的页面重新提交")
}

func TestTheNavigationShowsWhatOneMay(t *testing.T) {
	site := apptest.Demo(t)
	for login, want := range map[string]struct{ yes, no string }{
		"shenji": {"/workbench/ledger", "/workbench/jobs"}, "xitong": {"/workbench/jobs", "/workbench/ledger"}, "kjj-jingban": {"/workbench/agencies", "/workbench/people"},
	} {
		page := webtest.Select(t, person(t, site, login).get("/agencies").body)
		page.Has(".sidenav a[href='/xxgk"+want.yes+"']", 1)
		page.Has(".sidenav a[href='/xxgk"+want.no+"']", 0)
		page.Has(".sidenav a[aria-current]", 1)
		page.Attr(".sidenav a[aria-current]", "href", "/xxgk/workbench/agencies")
	}
}
