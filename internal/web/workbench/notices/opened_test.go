package notices_test

import (
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

// What somebody was told of a page is read once they have opened the page, by whichever way; what they were told of others is
// not, and colleagues keep theirs.
func TestWhatWasToldOfAPageIsReadOnceItIsOpened(t *testing.T) {
	site := apptest.Demo(t)
	clerk, verifier := site.Client(t, "szj-jingban"), site.Client(t, "szj-shenhe")
	page := site.Get(t, clerk, "/workbench/notices").Text
	paths := regexp.MustCompile(`name="path" value="(/workbench/cases/ap_[^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(paths) < 2 {
		t.Fatalf("only %d notices of applications", len(paths))
	}
	others := strings.Count(site.Get(t, verifier, "/workbench/notices").Text, "未读")
	about := 0
	for _, p := range paths {
		if p[1] == paths[0][1] {
			about++
		}
	}
	before := strings.Count(page, "未读")
	if a := site.Get(t, clerk, paths[0][1]); a.Status != 200 {
		t.Fatal(a.Status)
	}
	if after := strings.Count(site.Get(t, clerk, "/workbench/notices").Text, "未读"); after != before-about {
		t.Errorf("%d unread became %d by opening a page with %d of them", before, after, about)
	}
	if now := strings.Count(site.Get(t, verifier, "/workbench/notices").Text, "未读"); now != others {
		t.Errorf("a colleague's %d unread became %d", others, now)
	}
}
