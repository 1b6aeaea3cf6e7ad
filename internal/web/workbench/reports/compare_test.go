package reports_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// The difference to last year opens to the cells that differ, each with both figures and the way to their reports; cells that
// are the same in both years are not listed, and a year without a report before it says so.
func TestTheDifferenceToLastYearOpens(t *testing.T) {
	site, year := apptest.Demo(t), lastYear()
	y, _ := strconv.Atoi(year)
	upper, before := site.Client(t, "zhuguan"), strconv.Itoa(y-1)
	unit := "武威市凉州区林草服务局（演示虚构）"
	for of, text := range map[string]string{year: pasted(year, unit, 7, 6, 1), before: pasted(before, unit, 5, 5, 0)} {
		if a := site.Send(t, upper, "/workbench/reports/collection/import", url.Values{"year": {of}}, map[string]string{"林草" + of + ".txt": text}); a.Status != 200 || !strings.Contains(a.Text, "读入了1份") {
			t.Fatalf("%s: %d %.400s", of, a.Status, a.Text)
		}
	}
	list := site.Get(t, upper, "/workbench/reports/collection/compare?year="+year).Text
	at := "/workbench/reports/collection/compare/lcj?year=" + year
	if !strings.Contains(list, `href="/xxgk`+at+`">+2<`) {
		t.Fatalf("the difference does not open")
	}
	page := site.Get(t, upper, at).Text
	for _, want := range []string{">+2<", ">+1<", `href="/xxgk/workbench/agencies/lcj/reports/` + before + `">5<`, `href="/xxgk/workbench/agencies/lcj/reports/` + year + `">7<`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := strings.Count(page, "法律服务机构"); n != 0 {
		t.Errorf("%d cells that are the same in both years are listed", n)
	}
	if other := site.Get(t, upper, "/workbench/reports/collection/compare/jyj?year="+year); other.Status != 200 || !strings.Contains(other.Text, "没有上年的报告") {
		t.Errorf("without a year before: %d", other.Status)
	}
	if none := site.Get(t, upper, "/workbench/reports/collection/compare/nobody?year="+year); none.Status != 404 {
		t.Errorf("of nobody: %d", none.Status)
	}
}
