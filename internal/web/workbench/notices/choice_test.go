package notices_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"
)

// Everybody chooses which notices come by e-mail; what was chosen stands, and something else is refused.
func TestWhoeverWantsNoMailChoosesSo(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	clerk, at := site.Client(t, "kjj-jingban"), site.URL+"/workbench/notices/mail"
	for _, tt := range []struct {
		choice string
		status int
	}{{"pressing", http.StatusSeeOther}, {"sometimes", http.StatusUnprocessableEntity}, {"", http.StatusUnprocessableEntity}} {
		answer, err := clerk.PostForm(at, url.Values{"choice": {tt.choice}})
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != tt.status {
			t.Errorf("%q: %d, want %d", tt.choice, answer.StatusCode, tt.status)
		}
	}
	answer, err := clerk.Get(at)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if i := strings.Index(string(page), `value="pressing"`); i < 0 || !strings.Contains(string(page[i:i+80]), "checked") {
		t.Errorf("the choice does not stand: %s", page)
	}
	site.LogIn(t, browser, "kjj-jingban")
	browser.Check(t, webtest.Visit{URL: at, Name: "notices-mail"})
	browser.Check(t, webtest.Visit{URL: site.URL + "/workbench/notices", Name: "notices"})
}
