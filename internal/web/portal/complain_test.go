package portal_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"
)

// hiddenValue finds the value of a hidden field.
func hiddenValue(page, name string) string {
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		return ""
	}
	return m[1]
}

// TestAComplaintIsHandedInAndTracked goes the whole way of a person: refused with everything that is wrong and nothing
// lost, taken once with the question answered, and found again by the code alone.
func TestAComplaintIsHandedInAndTracked(t *testing.T) {
	site := apptest.Demo(t)
	get := func(path string) string {
		t.Helper()
		answer, err := http.Get(site.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		return string(text)
	}
	send := func(path string, form url.Values) (int, string) {
		t.Helper()
		answer, err := http.PostForm(site.URL+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	answered := func(form url.Values) url.Values {
		page := get("/complain")
		question := regexp.MustCompile(`验证问题：([^<]*)`).FindStringSubmatch(page)
		if question == nil {
			t.Fatal("no question on the form")
		}
		form.Set("captcha_token", hiddenValue(page, "captcha_token"))
		form.Set("captcha", solve(t, question[0]))
		return form
	}
	status, text := send("/complain", url.Values{"kind": {"own_record"}, "text": {"登记的地址不对"}})
	for _, want := range []string{"请选择反映的机关", "请写明证明记录不准确的证据", "登记的地址不对"} {
		if status != 422 || !strings.Contains(text, want) {
			t.Errorf("the incomplete form: %d lacks %q", status, want)
		}
	}
	form := url.Values{"kind": {"not_published"}, "agency": {"wlj"}, "text": {"景区收费标准没有公开，打电话也没有人接"}, "name": {"褚某某"}, "phone": {"13800000007"}}
	if status, text = send("/complain", form); status != 422 || !strings.Contains(text, "验证问题的答案不对") {
		t.Errorf("without an answer to the question: %d", status)
	}
	answered(form)
	if status, text = send("/complain", form); status != 200 || !strings.Contains(text, "武威市凉州区人民政府办公室") {
		t.Fatalf("handed in: %d", status)
	}
	number, code := hiddenValue(text, "number"), hiddenValue(text, "code")
	if status, text = send("/complain", form); status != 200 || hiddenValue(text, "number") != number || hiddenValue(text, "code") != code {
		t.Errorf("sent twice: %d, and not answered as the first time", status)
	}
	status, text = send("/complain/track", url.Values{"number": {number}, "code": {strings.ToUpper(code[:5] + " " + code[5:])}})
	if status != 200 || !strings.Contains(text, "正在办理") || strings.Contains(text, "褚某某") || strings.Contains(text, "景区收费") {
		t.Errorf("tracked: %d, or the page says who wrote or what", status)
	}
	if status, _ = send("/complain/track", url.Values{"number": {number}, "code": {"aaaaaaaaaa"}}); status != 422 {
		t.Errorf("a wrong code: %d", status)
	}
	if !strings.Contains(get("/about/correct"), "/complain") {
		t.Error("no way to the form from the page about errors")
	}
	b := webtest.Open(t)
	b.Check(t, webtest.Visit{URL: site.URL + "/complain", Name: "portal-complain"})
	b.Check(t, webtest.Visit{URL: site.URL + "/complain/track", Name: "portal-complain-track"})
}
