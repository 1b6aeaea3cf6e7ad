package columns_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

func TestTheDaysOfAClassAndOfAColumnAreSetOnPages(t *testing.T) {
	site := apptest.Demo(t)
	head, clerk := site.Client(t, "szj-fuze"), site.Client(t, "szj-jingban")
	if page := site.Get(t, clerk, "/workbench/catalog/rhythm"); page.Status != http.StatusForbidden {
		t.Errorf("a clerk sees the form: %d", page.Status)
	}
	if page := site.Get(t, clerk, "/workbench/catalog"); strings.Contains(page.Text, "/catalog/rhythm") {
		t.Error("a clerk is offered what they may not do")
	}
	wrong := site.Send(t, head, "/workbench/catalog/rhythm", url.Values{"disclosure.rhythm.two_weeks": {"七"}, "disclosure.rhythm.six_months": {"5000"}, "disclosure.rhythm.yearly": {"0"}}, nil)
	if wrong.Status != http.StatusUnprocessableEntity || !strings.Contains(wrong.Text, "5000") {
		t.Errorf("%d %.400s", wrong.Status, wrong.Text)
	}
	send := func(client *http.Client, path string, form url.Values) string {
		t.Helper()
		done := site.Send(t, client, path, form, nil)
		if done.Status != http.StatusSeeOther {
			t.Fatalf("%d %.600s", done.Status, done.Text)
		}
		return site.Get(t, client, done.To).Text
	}
	tree := send(head, "/workbench/catalog/rhythm", url.Values{"disclosure.rhythm.two_weeks": {"10"}, "disclosure.rhythm.six_months": {"0"}, "disclosure.rhythm.yearly": {"300"}})
	if !strings.Contains(tree, "已保存更新天数") || !strings.Contains(tree, "300天内更新") || !strings.Contains(tree, "六个月内更新") {
		t.Fatalf("%.400s", tree)
	}
	at := regexp.MustCompile(`href="[^"]*(/workbench/catalog/columns/[^"]+)"[^>]*>\s*([^<]+)<`).FindStringSubmatch(tree)
	if at == nil {
		t.Fatal("no column on the page")
	}
	if page := site.Get(t, clerk, at[1]); strings.Contains(page.Text, `name="days"`) {
		t.Error("a clerk may set days on the form of a column")
	}
	form := url.Values{"title": {at[2]}, "freshness": {"whenever"}, "days": {"45"}}
	if tree = send(head, at[1], form); !strings.Contains(tree, "45天内更新（本栏目另定）") {
		t.Error("the column has no days of its own")
	}
	form.Del("days")
	if tree = send(clerk, at[1], form); !strings.Contains(tree, "45天内更新（本栏目另定）") {
		t.Error("a clerk who saves the column loses its days")
	}
}
