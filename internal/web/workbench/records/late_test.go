package records_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"

	"github.com/xuri/excelize/v2"
)

func TestTheListOfWhatCameLate(t *testing.T) {
	site := apptest.Demo(t)
	clerk, overseer, head := site.Client(t, "szj-jingban"), site.Client(t, "zhuguan"), site.Client(t, "kjj-jingban")
	year := strconv.Itoa(site.Today().AddDays(-6).Year()) // the demo publishes one late record then
	page := site.Get(t, overseer, "/workbench/agencies/szj/late?year="+year)
	if page.Status != http.StatusOK || !strings.Contains(page.Text, "（《条例》第二十六条）") || !strings.Contains(page.Text, "公开，超过") {
		t.Fatalf("%d %.600s", page.Status, page.Text)
	}
	if own := site.Get(t, clerk, "/workbench/records/late?year="+year); own.Status != http.StatusOK || strings.Count(own.Text, "<tr") != strings.Count(page.Text, "<tr") {
		t.Errorf("the bureau and its 主管部门 see different lists: %d", own.Status)
	}
	if other := site.Get(t, head, "/workbench/agencies/szj/late"); other.Status != http.StatusForbidden {
		t.Errorf("a neighbour sees the list: %d", other.Status)
	}
	file, err := overseer.Get(site.URL + "/workbench/agencies/szj/late/xlsx?year=" + year)
	if err != nil || file.StatusCode != http.StatusOK {
		t.Fatal(file, err)
	}
	defer func() { _ = file.Body.Close() }()
	book, err := excelize.OpenReader(file.Body)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(rows) != strings.Count(page.Text, "<tr") || rows[0][5] != "应当公开的最后一日" || !strings.Contains(rows[1][9], "形成") {
		t.Errorf("%v %v", rows, err)
	}
}
