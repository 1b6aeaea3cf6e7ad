package cases_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// first returns the first match of the pattern on a page.
func first(t *testing.T, page, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("nothing like %s on the page", pattern)
	}
	return m[1]
}

// reviewed lets everybody who must pass the record.
func reviewed(t *testing.T, site *apptest.Site, one string) {
	t.Helper()
	for _, step := range [][2]string{{"szj-jingban", "self"}, {"szj-shenhe", "section"}, {"szj-baomi", "secrecy"}, {"szj-qianfa", "sign"}} {
		who := visit(t, site, step[0])
		_, page, _ := who.get(one + "/sign/" + step[1])
		if code, _ := who.post(one+"/sign/"+step[1], url.Values{"verdict": {"passed"}, "digest": {first(t, page, `name="digest" value="([^"]+)"`)}}); code != http.StatusOK {
			t.Fatalf("%s: %d", step[1], code)
		}
	}
}

// What an application brought to light as wrong becomes a new version of the published record: the old one stays until
// then, and afterwards both can be read with what differs and why.
func TestAPublishedRecordIsPutRight(t *testing.T) {
	site := apptest.Demo(t)
	clerk := visit(t, site, "szj-jingban")
	_, form, _ := clerk.get("/workbench/records/new")
	column := first(t, form, `<option value="(co_[^"]+)"[^>]*>应急管理`)
	record := url.Values{"title": {"2025年路灯维护支出"}, "column": {column}, "kind": {"plain"}, "formed_on-year": {"2026"}, "formed_on-month": {"11"}, "formed_on-day": {"3"},
		"body": {"<p>全年支出 12.5万元 &amp; 材料费。</p>"}, "step": {"save"}}
	code, page := clerk.post("/workbench/records/new", record)
	if code != http.StatusOK || !strings.Contains(page, "2025年路灯维护支出") {
		t.Fatalf("%d: not saved", code)
	}
	one := "/workbench/records/" + first(t, page, `/workbench/records/(rc_[a-z0-9]+)`)
	reviewed(t, site, one)
	if code, page := clerk.post(one+"/publish", url.Values{"when": {"now"}}); code != http.StatusOK || !strings.Contains(page, "已发布") {
		t.Fatalf("%d: not published", code)
	}
	_, page, _ = clerk.get(one)
	public := first(t, page, `href="/xxgk(/records/[^"?#]+)"`)
	index := strings.TrimPrefix(public, "/records/")

	application := clerk.find("城区道路养护支出明细")
	rectify := func(form url.Values) (int, string) { return clerk.post(application+"/do/rectified", form) }
	right := url.Values{"index": {index}, "wrong": {"12.5万元 & 材料费"}, "right": {"12.6万元（含材料费）"}, "note": {"支出金额更正为12.6万元"}}
	with := func(name, value string) url.Values {
		form := url.Values{}
		for k, v := range right {
			form[k] = v
		}
		form.Set(name, value)
		return form
	}
	for name, c := range map[string]struct {
		form url.Values
		says string
	}{
		"no record":                  {with("index", "00000000/2020-00001"), "没有这个索引号"},
		"words that stand nowhere":   {with("wrong", "十三万元"), "没有连续的这段文字"},
		"nothing is said of why":     {with("note", ""), "请写明更正了什么"},
		"nothing would change":       {with("wrong", ""), "请填写原来的文字"},
		"an essay instead of a note": {with("note", strings.Repeat("长", 201)), "200字以内"},
	} {
		if code, page := rectify(c.form); code != http.StatusUnprocessableEntity || !strings.Contains(page, c.says) {
			t.Errorf("%s: %d", name, code)
		}
	}
	if code, page := rectify(right); code != http.StatusOK || !strings.Contains(page, "已起草") {
		t.Fatalf("%d: not drafted %s", code, regexp.MustCompile(`(?s)class="error[^"]*".{0,600}`).FindString(page))
	}
	if _, page, _ := clerk.get(public); !strings.Contains(page, "12.5万元") || strings.Contains(page, "12.6万元") {
		t.Error("the public sees what nobody has reviewed")
	}
	if code, page := rectify(with("wrong", "全年支出")); code != http.StatusUnprocessableEntity || !strings.Contains(page, "还没有发布的修改") {
		t.Errorf("%d: put right twice at once", code)
	}
	reviewed(t, site, one)
	_, page, _ = clerk.get(one + "/publish")
	if note := first(t, page, `(?s)<textarea[^>]*name="reason"[^>]*>([^<]*)<`); note != "支出金额更正为12.6万元" {
		t.Errorf("whoever publishes is offered %q", note)
	}
	if code, _ := clerk.post(one+"/publish", url.Values{"when": {"now"}, "reason": {"支出金额更正为12.6万元"}}); code != http.StatusOK {
		t.Fatal(code)
	}
	_, page, _ = clerk.get(public)
	for _, want := range []string{"12.6万元（含材料费）", "支出金额更正为12.6万元"} {
		if !strings.Contains(page, want) {
			t.Errorf("the public page lacks %q", want)
		}
	}
	if _, page, _ := clerk.get(public + "/versions/1"); !strings.Contains(page, "12.5万元") {
		t.Error("the old version is gone")
	}
}
