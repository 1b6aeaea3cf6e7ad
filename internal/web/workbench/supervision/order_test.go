package supervision_test

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/internal/app/apptest"
)

// An order is looked at before it goes out; both agencies then take its paper away, as PDF and to be edited.
func TestAnOrderIsPreviewedGivenAndTakenAway(t *testing.T) {
	site := apptest.Demo(t)
	upper, clerk := site.Client(t, "zhuguan"), site.Client(t, "szj-jingban")
	until := site.Today().AddDays(30).Start().In(civil.Shanghai)
	form := url.Values{"kind": {"mend"}, "to": {"szj"}, "subject": {"工作动态栏目不更新"}, "demand": {"“工作动态”栏目三个月没有更新，请更新。"},
		"until-year": {until.Format("2006")}, "until-month": {until.Format("1")}, "until-day": {until.Format("2")}}
	send := func(do string) (int, string, string) {
		t.Helper()
		form.Set("do", do)
		answer, err := upper.PostForm(site.URL+"/workbench/orders/new", form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text), answer.Header.Get("Location")
	}
	status, text, _ := send("show")
	for _, want := range []string{"责令整改通知书", "第四十七条第一款", "0935-0000000", "“工作动态”栏目三个月没有更新", until.Format("2006年1月2日")} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("the preview (%d) lacks %q: %q", status, want, regexp.MustCompile(`还不能预览.{0,300}`).FindAllString(text, 4))
		}
	}
	form.Set("demand", "")
	if status, text, _ := send("issue"); status != http.StatusUnprocessableEntity || !strings.Contains(text, "工作动态栏目不更新") {
		t.Errorf("without a demand: %d", status)
	}
	form.Set("demand", "“工作动态”栏目三个月没有更新，请更新。")
	status, text, at := send("issue")
	if status != http.StatusSeeOther {
		t.Fatalf("%d %.300s", status, text)
	}
	at = strings.TrimSuffix(site.URL, "/xxgk") + at
	_, text = page(t, clerk, at)
	if !regexp.MustCompile(`督〔\d{4}〕\d+号`).MatchString(text) {
		t.Error("no number in its family")
	}
	for _, client := range []*http.Client{upper, clerk} {
		for end, begins := range map[string]string{".pdf": "%PDF-", ".ofd": "PK", ".docx": "PK"} {
			if status, content := page(t, client, strings.Split(at, "?")[0]+"/paper"+end); status != http.StatusOK || !strings.HasPrefix(content, begins) {
				t.Errorf("%s: %d %.20q", end, status, content)
			}
		}
	}
	if status, _ := page(t, site.Client(t, "kjj-jingban"), at); status != http.StatusForbidden && status != http.StatusNotFound {
		t.Errorf("a bureau that it is no affair of: %d", status)
	}
}
