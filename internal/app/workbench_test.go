package app_test

import (
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// TestAdministrationInChromium logs the people of the demo in by hand and looks at every page of administration.
func TestAdministrationInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	look := func(name, path string) {
		browser.Check(t, webtest.Visit{URL: site.URL + "/workbench" + path, Name: "bench-" + name})
	}
	look("login", "/login")
	tests := []struct {
		login string
		pages [][2]string
	}{
		{"anquan", [][2]string{{"home-security", "/"}, {"account", "/account"}, {"password", "/account/password"}, {"factor", "/account/factor"}, {"people", "/people"},
			{"staff", "/agencies/kjj/staff"}, {"new-staff", "/agencies/kjj/new-staff"}, {"settings-security", "/agencies/kjj/settings"}, {"access", "/agencies/kjj/access/edit"}}},
		{"xitong", [][2]string{{"home-system", "/"}, {"agencies", "/agencies"}, {"new-agency", "/new-agency"}, {"agency", "/agencies/kjj"}, {"agency-edit", "/agencies/kjj/edit"}, {"sections", "/agencies/kjj/sections"},
			{"section-new", "/agencies/kjj/sections/new"}, {"guide", "/agencies/kjj/guide"}, {"settings", "/agencies/kjj/settings"}, {"settings-edit", "/agencies/kjj/settings/edit"},
			{"regions", "/regions"}, {"holidays", "/holidays"}, {"holidays-place", "/holidays?region=620602"}, {"holidays-load", "/holidays/load?region=620602"}, {"holidays-remove", "/holidays/remove"}, {"jobs", "/jobs"}, {"outbox", "/outbox"}, {"health", "/health"}}},
		{"shenji", [][2]string{{"home-audit", "/"}, {"ledger", "/ledger"}, {"ledger-filtered", "/ledger?verb=log_in_failed"}, {"verify", "/ledger/verify"}}},
		{"kjj-fuze", [][2]string{{"home-office", "/"}, {"guide-edit", "/agencies/kjj/guide/edit"}}},
	}
	for _, test := range tests {
		site.LogIn(t, browser, test.login)
		for _, page := range test.pages {
			look(page[0], page[1])
		}
		switch test.login {
		case "anquan":
			look("person", follow(t, browser, site, "/agencies/kjj/staff", "main tbody th a"))
			look("reset-password", follow(t, browser, site, "", ".cardgrid a"))
		case "shenji":
			look("link", follow(t, browser, site, "/ledger?verb=alter_settings", "main tbody th a"))
		}
	}
	browser.Check(t, webtest.Visit{URL: site.URL + "/workbench/ledger", Name: "bench-forbidden", Error: true})
	browser.Check(t, webtest.Visit{URL: site.URL + "/workbench/nowhere", Name: "bench-unknown", Error: true})
}

// follow returns where the first link that matches leads, below /workbench; with an empty path on the page that is open.
func follow(t *testing.T, b *webtest.Browser, site *apptest.Site, path, selector string) string {
	t.Helper()
	if path != "" {
		if err := chromedp.Do(b.Context(), chromedp.Navigate(site.URL+"/workbench"+path)); err != nil {
			t.Fatal(err)
		}
	}
	to, err := chromedp.Run(b.Context(), chromedp.Evaluate[string](`document.querySelector("`+selector+`").pathname`))
	if err != nil {
		t.Fatal(err)
	}
	return to[len("/xxgk/workbench"):]
}
