package cases_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// A trip is one application followed in a browser, as the citizen on a telephone and as the staff at their desks.
type trip struct {
	t    *testing.T
	site *apptest.Site
	b    *webtest.Browser
	shot int
}

func (x *trip) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	x.t.Helper()
	ctx, cancel := context.WithTimeout(x.b.Context(), longestWait)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		x.picture("failed")
		x.t.Fatalf("%s: %v", what, err)
	}
}

// longestWait is how long a page may take on a busy machine.
const longestWait = 40 * time.Second

func (x *trip) read(selector string) string {
	x.t.Helper()
	text, err := chromedp.Run(x.b.Context(), chromedp.Text(selector))
	if err != nil {
		x.t.Fatalf("reading %s: %v", selector, err)
	}
	return strings.Join(strings.Fields(text), " ")
}

// run evaluates a script of the test in the page.
func (x *trip) run(script string) {
	x.t.Helper()
	if _, err := chromedp.Run(x.b.Context(), chromedp.Evaluate[bool](script+";true")); err != nil {
		x.t.Fatalf("%s: %v", script, err)
	}
}

// send presses the button of the form and waits for what follows.
func (x *trip) send(what, then string) {
	x.t.Helper()
	x.run(`document.querySelector("main form:not(.filter) button.primary").click()`)
	x.do(what, chromedp.WaitVisible(then))
}

func (x *trip) picture(name string) {
	x.t.Helper()
	image, err := chromedp.Run(x.b.Context(), chromedp.FullScreenshot(100))
	if err != nil {
		x.t.Fatal(err)
	}
	dir := os.Getenv("GONGKAI_SCREENSHOTS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..", "screenshots")
	}
	x.shot++
	file := filepath.Join(dir, "trip-"+string(rune('a'+x.shot-1))+"-"+name+".png")
	if err := os.WriteFile(file, image, 0o644); err != nil {
		x.t.Fatal(err)
	}
}

func (x *trip) phone() { x.do("telephone", chromedp.EmulateViewport(webtest.Phone, 844)) }
func (x *trip) desk()  { x.do("desk", chromedp.EmulateViewport(webtest.Desk, 900)) }

// as logs a person of the bureau in and opens a page of the workbench.
func (x *trip) as(login, path, wait string) {
	x.t.Helper()
	x.site.LogIn(x.t, x.b, login)
	x.open(path, wait)
}

func (x *trip) open(path, wait string) {
	x.t.Helper()
	x.do(path, chromedp.Navigate(x.site.URL+"/workbench"+path), chromedp.WaitVisible(wait))
}

// track follows the application as whoever has its number and code.
func (x *trip) track(number, code string) {
	x.t.Helper()
	x.do("track", chromedp.Navigate(x.site.URL+"/track"), chromedp.SendKeys("#number", number), chromedp.SendKeys("#code", code), chromedp.Click("form.form .button.primary"), chromedp.WaitVisible(".coursestage"))
}

// apply hands an application in and returns its number and code.
func (x *trip) apply() (number, code string) {
	x.t.Helper()
	x.phone()
	x.do("the form", chromedp.Navigate(x.site.URL+"/apply?agency=szj"), chromedp.WaitVisible("#content"), chromedp.SendKeys("#content", "南关西路口道路改造工程的验收"))
	x.do("come back to the draft", chromedp.Navigate(x.site.URL+"/"), chromedp.Navigate(x.site.URL+"/apply?agency=szj"), chromedp.WaitVisible("#content"))
	if kept, err := chromedp.Run(x.b.Context(), chromedp.Value("#content")); err != nil || !strings.Contains(kept, "南关西路口") {
		x.t.Errorf("the draft was not kept: %q %v", kept, err)
	}
	x.picture("draft-kept")
	x.do("fill in", chromedp.Click("#form-2"), chromedp.Click("#route-3"), chromedp.SendKeys("#name", "张示例"), chromedp.SendKeys("#identity", "11010519491231002X"), chromedp.SendKeys("#phone", "13800000009"),
		chromedp.Click("form.form .button.primary"), chromedp.WaitVisible("#captcha"))
	x.picture("read-once-more")
	x.do("send", chromedp.SendKeys("#captcha", apptest.Sum(x.read(`label[for=captcha]`))), chromedp.Click(`button[value=send]`), chromedp.WaitVisible(".ticket"))
	number, code = x.read(".ticket div:nth-child(1) dd"), x.read(".ticket div:nth-child(2) dd")
	x.picture("applied")
	x.do("the form again", chromedp.Navigate(x.site.URL+"/apply?agency=szj"), chromedp.WaitVisible("#content"))
	if kept, _ := chromedp.Run(x.b.Context(), chromedp.Value("#content")); kept != "" {
		x.t.Errorf("the draft outlived the sending: %q", kept)
	}
	return number, code
}

// TestOneApplicationFromTheTelephoneToTheAnswer applies on a telephone, confirms, asks for a correction and gets it, asks a
// third party by a link, files the search, decides with all signatures, delivers, and looks at the course at the end.
func TestOneApplicationFromTheTelephoneToTheAnswer(t *testing.T) {
	x := &trip{t: t, site: apptest.Demo(t), b: webtest.Open(t)}
	number, code := x.apply()

	x.desk()
	x.as("szj-jingban", "/notices", "main table")
	if told := x.read("main table"); !strings.Contains(told, "新的在线申请 "+number) {
		t.Errorf("nobody was told of it: %s", told)
	}
	x.picture("told")
	x.open("/cases?q="+number, "main tbody th a")
	one := links(t, x.b, x.site.URL+"/workbench/cases?q="+number, "main tbody th a")[0]
	x.open(one+"/confirm", "#how")
	x.do("how", chromedp.SendKeys("#how", "电话联系本人，确认收到"))
	x.send("confirm", ".timeline")
	x.open(one+"/do/correction_requested", "#text")
	x.do("what to correct", chromedp.SendKeys("#text", "请写明是验收报告还是竣工图纸"))
	x.send("correction", ".timeline")
	x.picture("correcting")

	x.phone()
	x.track(number, code)
	x.picture("asked-to-correct")
	x.do("correct", chromedp.SendKeys("#text", "竣工验收报告"), chromedp.Click("section.panel .button.primary"), chromedp.WaitVisible(".notice.good"))
	x.picture("corrected")

	x.desk()
	x.as("szj-jingban", one+"/do/third_party_consulted", "#party")
	x.do("whom", chromedp.SendKeys("#party", "第三方甲"), chromedp.SendKeys("#text", "拟公开竣工验收报告，其中载有贵公司的检测数据"), chromedp.SendKeys("#name", "示例检测公司"))
	x.picture("consulting")
	x.send("consult", "main dl")
	link := x.read("main dl dd")
	x.phone()
	x.do("the third party", chromedp.Navigate(link[strings.Index(link, "http"):]), chromedp.WaitVisible("#agrees"), chromedp.Click("#agrees"))
	x.picture("third-party")
	x.do("agrees", chromedp.Click("form.form .button.primary"), chromedp.WaitVisible(".notice.good"))

	x.decide(one)

	x.phone()
	x.track(number, code)
	if got := x.read(".coursestage"); !strings.Contains(got, "已经答复") {
		t.Errorf("the course says %q", got)
	}
	x.picture("answered")
}

// decide files the search and takes the answer through draft, signatures, issue and delivery.
func (x *trip) decide(one string) {
	x.t.Helper()
	x.desk()
	x.as("szj-jingban", one+"/search", "#where")
	for field, text := range map[string]string{"who": "王经办，办公室", "where": "档案室、电子公文系统", "how": "按“南关西路口”检索", "result": "没有查到"} {
		x.do(field, chromedp.SendKeys("#"+field, text))
	}
	x.send("the search", ".timeline")
	x.open(one, ".timeline")
	x.picture("case")
	x.open(one+"/decision?outcome=O4.1&sub=O4.1a", "#letter")
	x.run(`document.getElementById("reason").value = "经检索档案室和电子公文系统，未制作、未获取该报告"; document.getElementById("letter").value = ""`) // the standard text
	x.send("draft", ".timeline")
	for _, sign := range []struct{ login, stage string }{{"szj-jingban", "self"}, {"szj-shenhe", "section"}, {"szj-baomi", "secrecy"}, {"szj-qianfa", "sign"}} {
		x.as(sign.login, one+"/sign/"+sign.stage, "#verdict")
		x.do(sign.stage, chromedp.Click("#verdict"))
		x.send(sign.stage, ".timeline")
	}
	x.as("szj-jingban", one+"/issue", "main form button.primary")
	x.picture("issue")
	x.send("issue", ".timeline")
	x.open(one+"/do/delivered", "#method")
	x.do("how it went out", chromedp.Click("#method-2"))
	x.send("deliver", ".timeline")
	x.picture("delivered")
}
