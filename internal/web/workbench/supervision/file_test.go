package supervision_test

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// A bureau replies to an order with papers; the 主管部门 reads them, another bureau does not.
func TestAReplyWithPapers(t *testing.T) {
	site := apptest.Demo(t)
	upper, clerk := site.Client(t, "zhuguan"), site.Client(t, "szj-jingban")
	until := site.Today().AddDays(55)
	form := url.Values{"kind": {"mend"}, "to": {"szj"}, "subject": {"栏目不更新"}, "demand": {"请更新"}, "until-year": {strconv.Itoa(until.Year())}, "until-month": {strconv.Itoa(int(until.Month().Month))}, "until-day": {strconv.Itoa(until.Day())}}
	made := site.Send(t, upper, "/workbench/orders/new", form, map[string]string{"栏目截图说明.txt": "最近更新在去年"})
	if made.Status != 303 {
		t.Fatalf("ordered: %d", made.Status)
	}
	evidence := regexp.MustCompile(`href="/xxgk(/workbench/orders/[^"]+/files/[^"]+)"[^>]*>栏目截图说明`).FindStringSubmatch(site.Get(t, clerk, made.To).Text)
	if evidence == nil || site.Get(t, clerk, evidence[1]).Text != "最近更新在去年" || site.Get(t, site.Client(t, "kjj-jingban"), evidence[1]).Status != 403 {
		t.Error("the evidence does not go with the order, or goes to others")
	}
	refused := site.Send(t, clerk, made.To+"/do/replied", url.Values{}, map[string]string{"整改前后.txt": "已更新十二条"})
	if refused.Status != 422 || !strings.Contains(refused.Text, "请写明情况") || !strings.Contains(refused.Text, "整改前后.txt（18 字节）") {
		t.Fatalf("a reply without words: %d, or its paper is lost", refused.Status)
	}
	slip := regexp.MustCompile(`name="files_kept" value="([^"]+)" checked`).FindStringSubmatch(refused.Text)
	if slip == nil {
		t.Fatal("the paper is not carried along")
	}
	if a := site.Send(t, clerk, made.To+"/do/replied", url.Values{"text": {"已更新"}, "files_kept": {slip[1]}}, nil); a.Status != 303 {
		t.Fatalf("replied: %d", a.Status)
	}
	at := regexp.MustCompile(`href="/xxgk(/workbench/orders/[^"]+/files/[^"]+)"`).FindStringSubmatch(site.Get(t, upper, made.To).Text)
	if at == nil {
		t.Fatal("no paper on the page of the order")
	}
	for _, who := range []struct {
		login  string
		status int
	}{{"zhuguan", 200}, {"szj-jingban", 200}, {"kjj-jingban", 403}} {
		if a := site.Get(t, site.Client(t, who.login), at[1]); a.Status != who.status || a.Status == 200 && a.Text != "已更新十二条" {
			t.Errorf("%s: %d, want %d", who.login, a.Status, who.status)
		}
	}
}
