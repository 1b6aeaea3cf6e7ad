package cases_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// The scan of a letter is not chosen again because the name was forgotten.
func TestARefusedIntakeKeepsTheScan(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	form := url.Values{"channel": {"in_person"}, "arrived_on-year": {"2026"}, "arrived_on-month": {"11"}, "arrived_on-day": {"20"}, "category": {"natural"}, "identity_kind": {"resident_id"},
		"identity": {"11010519491231002X"}, "content": {"2026年冬季路灯维护的招标文件"}, "form": {"paper"}, "route": {"post"}, "address": {"示例路1号"}}
	refused := site.Send(t, clerk, "/workbench/cases/new", form, map[string]string{"申请书.txt": "请公开招标文件"})
	if refused.Status != 422 || !strings.Contains(refused.Text, "申请书.txt（21 字节）") {
		t.Fatalf("without a name: %d, or the scan is lost", refused.Status)
	}
	slip := regexp.MustCompile(`name="files_kept" value="([^"]+)" checked`).FindStringSubmatch(refused.Text)
	if slip == nil {
		t.Fatal("the scan is not carried along")
	}
	form.Set("name", "示例申请人")
	form.Set("files_kept", slip[1])
	made := site.Send(t, clerk, "/workbench/cases/new", form, nil)
	if made.Status != 200 || !strings.Contains(made.Text, "查询码") {
		t.Fatalf("registered: %d %.600s", made.Status, made.Text)
	}
	one := regexp.MustCompile(`href="/xxgk(/workbench/cases/ap_[^"/]+)"`).FindStringSubmatch(made.Text)
	if one == nil {
		t.Fatal("no link to the application")
	}
	at := regexp.MustCompile(`href="/xxgk(` + one[1] + `/files/[^"]+)"`).FindStringSubmatch(site.Get(t, clerk, one[1]).Text)
	if at == nil {
		t.Fatal("the scan is not on file")
	}
	if a := site.Get(t, clerk, at[1]); a.Text != "请公开招标文件" {
		t.Errorf("the scan says %q", a.Text)
	}
}
