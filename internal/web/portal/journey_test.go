package portal_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"gongkai/internal/web/webtest"
)

// The journey of a citizen on a telephone: search, find nothing, apply, keep the code, look up the course, withdraw.
func TestACitizensJourneyOnATelephone(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		name := map[bool]string{true: "with scripts", false: "without scripts"}[scripts]
		t.Run(name, func(t *testing.T) { journey(t, scripts) })
	}
}

func journey(t *testing.T, scripts bool) {
	s, b := newSite(t), webtest.Open(t)
	ctx := b.Context()
	do := func(what string, actions ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, actions...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	read := func(selector string) string {
		t.Helper()
		text, err := chromedp.Run(ctx, chromedp.Text(selector))
		if err != nil {
			t.Fatalf("reading %s: %v", selector, err)
		}
		return strings.Join(strings.Fields(text), " ")
	}
	value := func(selector string) string {
		t.Helper()
		text, err := chromedp.Run(ctx, chromedp.Value(selector))
		if err != nil {
			t.Fatalf("reading %s: %v", selector, err)
		}
		return text
	}
	shot := func(name string) {
		t.Helper()
		if scripts {
			photograph(t, b, "portal-journey-"+name)
		}
	}
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
	if err != nil {
		t.Fatal(err)
	}
	do("search", chromedp.EmulateViewport(webtest.Phone, 844), chromedp.Navigate(s.base+"/"), chromedp.SendKeys("#site-search", "井盖巡查台账\r"), chromedp.WaitVisible(".nothing"))
	do("apply", chromedp.Click(".nothing a.button"), chromedp.WaitVisible(".cardgrid"),
		chromedp.Click(`a[href*="agency=szj"]`), chromedp.WaitVisible("#content"))
	if got := value("#content"); got != "井盖巡查台账" {
		t.Errorf("the words of the search were not carried over: %q", got)
	}
	do("an empty form", chromedp.Click("form.form .button.primary"), chromedp.WaitVisible("#error-summary"))
	if got := read("#error-summary"); !strings.Contains(got, "请填写申请人的姓名") {
		t.Errorf("the empty form was told: %s", got)
	}
	shot("errors")
	do("fill in", chromedp.SendKeys("#content", "，2026年第三季度"), chromedp.Click("#form-2"), chromedp.Click("#route-3"),
		chromedp.SendKeys("#name", "张示例"), chromedp.SendKeys("#identity", "11010519491231002X"), chromedp.SendKeys("#phone", "13800000009"),
		chromedp.Click("form.form .button.primary"), chromedp.WaitVisible("#captcha"))
	shot("review")
	do("answer and send", chromedp.SendKeys("#captcha", solve(t, read(`label[for=captcha]`))), chromedp.Click(`button[value=send]`), chromedp.WaitVisible(".ticket"))
	number, code := read(".ticket div:nth-child(1) dd"), read(".ticket div:nth-child(2) dd")
	shot("applied")
	do("look up", chromedp.Navigate(s.base+"/track"), chromedp.SendKeys("#number", number), chromedp.SendKeys("#code", strings.ToUpper(code)),
		chromedp.Click("form.form .button.primary"), chromedp.WaitVisible(".coursestage"))
	if got := read(".coursestage"); !strings.Contains(got, "等待受理机关与您确认") {
		t.Errorf("the course says: %s", got)
	}
	shot("course")
	do("withdraw", chromedp.Click(`form[action$="/track/withdraw"] button`), chromedp.WaitVisible(".confirm"))
	shot("withdraw")
	do("confirm", chromedp.Click(".confirm .destructive"), chromedp.WaitVisible(".notice.good"))
	if got := read(".coursestage"); !strings.Contains(got, "已经撤回") {
		t.Errorf("after withdrawing: %s", got)
	}
	shot("withdrawn")
}
