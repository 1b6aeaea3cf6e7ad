package records_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// TestWhatIsDueForReassessmentSaysWhatToDo follows the link of 今日工作 to a withheld record whose day has come.
func TestWhatIsDueForReassessmentSaysWhatToDo(t *testing.T) {
	site := apptest.Demo(t)
	clerk, verifier := site.Client(t, "szj-jingban"), site.Client(t, "szj-shenhe")
	home := site.Get(t, clerk, "/workbench/").Text
	at := regexp.MustCompile(`href="/xxgk(/workbench/records/[^"]+)"[^>]*>桥梁检测`).FindStringSubmatch(home)
	if at == nil {
		t.Fatal("今日工作 does not name it")
	}
	page := site.Get(t, clerk, at[1])
	if page.Status != http.StatusOK || !strings.Contains(page.Text, "前重新评估") || !strings.Contains(page.Text, "《条例》第十八条") || !strings.Contains(page.Text, at[1]+`/edit">评估并修改`) {
		t.Errorf("%d: the page does not say what to do", page.Status)
	}
	if page = site.Get(t, verifier, at[1]); strings.Contains(page.Text, "评估并修改") {
		t.Error("who may not edit is offered to")
	}
	register := site.Get(t, clerk, "/workbench/normative?list=all").Text
	if row := regexp.MustCompile(`(?s)<tr[^>]*>(?:[^<]|<[^/]|</[^t]|</t[^r])*城区占道经营管理暂行办法.*?</tr>`).FindString(register); row == "" || strings.Contains(row, "超期") {
		t.Errorf("a repealed document is told to be late with its interpretation: %q", row)
	}
}
