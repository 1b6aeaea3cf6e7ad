package portal_test

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/web/webtest"
)

// TestEveryPageInABrowser looks at every kind of page at both widths, with axe, and keeps a screenshot of each.
func TestEveryPageInABrowser(t *testing.T) {
	s, b := newSite(t), webtest.Open(t)
	for _, v := range []webtest.Visit{
		{Name: "portal-home", URL: "/"},
		{Name: "portal-agency", URL: "/agencies/kjj/"},
		{Name: "portal-guide", URL: "/agencies/szj/guide"},
		{Name: "portal-regime", URL: "/agencies/kjj/regime"},
		{Name: "portal-catalog", URL: "/agencies/kjj/catalog"},
		{Name: "portal-column", URL: "/agencies/kjj/catalog?all=1"},
		{Name: "portal-reports", URL: "/agencies/kjj/reports"},
		{Name: "portal-agency-apply", URL: "/agencies/szj/apply"},
		{Name: "portal-record", URL: "/records/" + s.index(t, "城市照明设施管理办法（演示）")},
		{Name: "portal-record-report", URL: "/records/" + s.index(t, "2020年政府信息公开工作年度报告")},
		{Name: "portal-normative", URL: "/normative"},
		{Name: "portal-search", URL: "/search?q=" + url.QueryEscape("2021年")},
		{Name: "portal-search-filter", URL: "/search?kind=normative&q=" + url.QueryEscape("管理 办法")},
		{Name: "portal-search-meant", URL: "/search?q=" + url.QueryEscape("zhaomingsheshi")},
		{Name: "portal-search-none", URL: "/search?q=" + url.QueryEscape("海洋渔业")},
		{Name: "portal-choose", URL: "/apply"},
		{Name: "portal-apply", URL: "/apply?agency=szj"},
		{Name: "portal-track", URL: "/track"},
		{Name: "portal-map", URL: "/about/site-map"},
		{Name: "portal-correct", URL: "/about/correct"},
		{Name: "portal-elder", URL: "/agencies/kjj/", Cookie: [2]string{"gongkai_view", "auto.standard.elder"}},
		{Name: "portal-dark", URL: "/records/" + s.index(t, "城市照明设施管理办法（演示）"), Cookie: [2]string{"gongkai_view", "dark.larger.plain"}},
		{Name: "portal-contrast", URL: "/apply?agency=szj", Cookie: [2]string{"gongkai_view", "contrast.standard.plain"}},
		{Name: "portal-404", Cookie: [2]string{"gongkai_view", "auto.standard.plain"}, URL: "/records/nothing/2026-1", Error: true},
	} {
		v.URL = s.base + v.URL
		b.Check(t, v)
	}
}

// photograph keeps a picture of the tab as it is.
func photograph(t *testing.T, b *webtest.Browser, name string) {
	t.Helper()
	dir := os.Getenv("GONGKAI_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(b.Context(), chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644); err != nil {
		t.Fatal(err)
	}
}
