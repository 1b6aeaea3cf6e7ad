package supervision_test

import (
	"io"
	"regexp"
	"testing"

	"gongkai/internal/app/apptest"
)

// A page of an agency below is part of the work from which it was opened, and the navigation says so.
func TestThePagesOfAgenciesBelowBelongToTheirWork(t *testing.T) {
	site := apptest.Demo(t)
	current := regexp.MustCompile(`<a[^>]*aria-current="page"[^>]*>\s*([^<\s]+)`)
	for _, tt := range []struct{ login, path, want string }{
		{"zhuguan", "/workbench/agencies/kjj/cases", "监督看板"},
		{"zhuguan", "/workbench/agencies/kjj/card", "监督看板"},
		{"zhuguan", "/workbench/agencies/kjj/duties", "监督看板"},
		{"zhuguan", "/workbench/agencies/kjj/remedies", "监督看板"},
		{"zhuguan", "/workbench/agencies/kjj/monthly", "监督看板"},
		{"zhuguan", "/workbench/agencies/kjj/measures/overdue", "监督看板"},
		{"zhuguan", "/workbench/agencies/kjj/catalog", "公开目录"},
		{"zhuguan", "/workbench/agencies/jtj/reports/2025", "年报收集汇总"},
		{"zhuguan", "/workbench/agencies/kjj", "机关名录"},
		{"zhuguan", "/workbench/agencies/kjj/guide", "机关名录"},
		{"zhuguan", "/workbench/reports/collection/sum", "年报收集汇总"},
		{"kjj-jingban", "/workbench/reports/2021/tables", "年度报告"},
		{"kjj-jingban", "/workbench/", "今日工作"},
	} {
		answer, err := site.Client(t, tt.login).Get(site.URL + tt.path)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != 200 {
			t.Errorf("%s: %d %v", tt.path, answer.StatusCode, err)
			continue
		}
		if found := current.FindSubmatch(page); found == nil || string(found[1]) != tt.want {
			t.Errorf("%s stands under %q, want %s", tt.path, found, tt.want)
		}
	}
}
