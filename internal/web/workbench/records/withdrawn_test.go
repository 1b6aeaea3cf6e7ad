package records_test

import (
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// TestAWithdrawnRecordIsNotLate looks at a record that was public and is so no more: its term was kept, whatever the day.
func TestAWithdrawnRecordIsNotLate(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	list := site.Get(t, clerk, "/workbench/records?shelf=all&q=西小十字").Text
	at := regexp.MustCompile(`href="/xxgk(/workbench/records/rc_[^"]+)"`).FindStringSubmatch(list)
	if at == nil {
		t.Fatal("the list does not have it")
	}
	page := site.Get(t, clerk, at[1]).Text
	if !strings.Contains(page, "撤下：绕行路线有误，已重新公示") || strings.Contains(page, "公开期限") || strings.Contains(page, "比较各版本") {
		t.Error("the page of a withdrawn record does not say why it was withdrawn, or speaks of a term, or compares one version")
	}
}
