package portal_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// Evidence goes with a complaint: kept when the form is refused, read by those who handle it and nobody else, without its
// name, each look in the ledger; and what is told at the end goes back to whoever knows the code.
func TestAComplaintBringsItsEvidence(t *testing.T) {
	site := apptest.Demo(t)
	public := &http.Client{}
	form := url.Values{"kind": {"not_published"}, "agency": {"wlj"}, "text": {"景区收费标准没有公开"}, "name": {"褚某某"}}
	refused := site.Send(t, public, "/complain", form, map[string]string{"褚某某拍的照片.txt": "现场没有公示牌"})
	if refused.Status != 422 || !strings.Contains(refused.Text, "褚某某拍的照片.txt") {
		t.Fatalf("without an answer to the question: %d, or the file is lost", refused.Status)
	}
	if a := site.Send(t, public, "/complain", form, map[string]string{"程序.exe": "MZ\x90\x00"}); a.Status != 422 || !strings.Contains(a.Text, "不接受可执行程序") {
		t.Errorf("a program: %d", a.Status)
	}
	form["file"] = []string{"", "dGVzdA", strings.Repeat("A", 90)} // tokens that were not sealed here name no file
	kept := regexp.MustCompile(`name="file" value="([^"]+)"`).FindStringSubmatch(refused.Text)
	if kept == nil {
		t.Fatal("the file is not carried along")
	}
	form["file"] = append([]string{kept[1]}, form["file"]...)
	form.Set("captcha_token", hiddenValue(refused.Text, "captcha_token"))
	form.Set("captcha", solve(t, regexp.MustCompile(`验证问题：([^<]*)`).FindStringSubmatch(refused.Text)[0]))
	taken := site.Send(t, public, "/complain", form, nil)
	if taken.Status != 200 {
		t.Fatalf("handed in: %d", taken.Status)
	}
	number, code := hiddenValue(taken.Text, "number"), hiddenValue(taken.Text, "code")

	upper, other := site.Client(t, "zhuguan"), site.Client(t, "kjj-jingban")
	at := ""
	for _, m := range regexp.MustCompile(`href="/xxgk(/workbench/complaints/co_[^"/?]+)"[^>]*>([^<]+)<`).FindAllStringSubmatch(site.Get(t, upper, "/workbench/complaints").Text, -1) {
		if m[2] == number {
			at = m[1]
		}
	}
	page := site.Get(t, upper, at).Text
	if at == "" || !strings.Contains(page, "材料1.txt") || strings.Contains(page, "褚某某") {
		t.Fatalf("the page of %s lacks the file, or names who sent it", at)
	}
	if a := site.Get(t, upper, at+"/sent/1"); a.Status != 200 || a.Text != "现场没有公示牌" {
		t.Errorf("the file: %d %q", a.Status, a.Text)
	}
	if a := site.Get(t, upper, at+"/sent/2"); a.Status != 404 {
		t.Errorf("a file that is none: %d", a.Status)
	}
	if a := site.Get(t, other, at+"/sent/1"); a.Status != 404 && a.Status != 403 {
		t.Errorf("another agency read it: %d", a.Status)
	}
	if ledger := site.Get(t, site.Client(t, "shenji"), "/workbench/ledger?verb=read_complaint_paper").Text; !strings.Contains(ledger, "查看投诉材料") || strings.Contains(ledger, "褚某某") {
		t.Error("the look is not in the ledger, or the ledger names who sent it")
	}
	if a := site.Send(t, upper, at+"/unmask", url.Values{"reason": {"核对材料"}}, nil); !strings.Contains(a.Text, "褚某某拍的照片.txt") {
		t.Error("the name of the file is nowhere")
	}

	day := func(more url.Values) url.Values {
		on := regexp.MustCompile(`name="on-(year|month|day)"[^>]*value="(\d+)"`)
		for _, m := range on.FindAllStringSubmatch(site.Get(t, upper, at+"/do/noted").Text, -1) {
			more.Set("on-"+m[1], m[2])
		}
		return more
	}
	if a := site.Send(t, upper, at+"/do/verified", day(url.Values{"outcome": {"founded"}, "text": {"现场核实属实"}}), map[string]string{"核查笔录.txt": "属实"}); a.Status != 303 {
		t.Fatalf("verified: %d %s", a.Status, a.Text)
	}
	if a := site.Send(t, upper, at+"/do/told", day(url.Values{"text": {"已责令公开收费标准"}}), map[string]string{"告知书.txt": "您反映的问题属实"}); a.Status != 303 {
		t.Fatalf("told: %d", a.Status)
	}
	papers := regexp.MustCompile(`href="/xxgk(/workbench/complaints/co_[^"/?]+/files/[^"]+)"`).FindAllStringSubmatch(site.Get(t, upper, at).Text, -1)
	if len(papers) != 2 {
		t.Fatalf("%d papers of the handling", len(papers))
	}
	if a := site.Get(t, upper, papers[1][1]); a.Status != 200 || a.Text != "属实" {
		t.Errorf("the record of the check: %d %q", a.Status, a.Text)
	}
	if a := site.Get(t, other, papers[1][1]); a.Status != 404 && a.Status != 403 {
		t.Errorf("another agency read the record of the check: %d", a.Status)
	}
	ask := func(path string, form url.Values) (int, string) {
		answer, err := public.PostForm(site.URL+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	if status, text := ask("/complain/track", url.Values{"number": {number}, "code": {code}}); !strings.Contains(text, "告知书.txt") || strings.Contains(text, "核查笔录") {
		t.Errorf("tracked: %d, without what was told or with what was not", status)
	}
	for _, tt := range []struct {
		code, n string
		status  int
	}{{code, "0", 200}, {code, "1", 404}, {code, "-1", 404}, {"aaaaaaaaaa", "0", 404}} {
		status, text := ask("/complain/file", url.Values{"number": {number}, "code": {tt.code}, "n": {tt.n}})
		if status != tt.status || tt.status == 200 && text != "您反映的问题属实" {
			t.Errorf("file %s with %s: %d, want %d", tt.n, tt.code, status, tt.status)
		}
	}
}
