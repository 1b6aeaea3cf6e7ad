package gallery_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/internal/web/ui"
	"gongkai/internal/web/ui/gallery"
	"gongkai/internal/web/webtest"
)

// TestEveryPageInChromium looks at every page of the gallery in every theme and in 长者模式, on a desk and on a phone.
func TestEveryPageInChromium(t *testing.T) {
	server := httptest.NewServer(gallery.Handler("/xxgk"))
	defer server.Close()
	browser := webtest.Open(t)
	views := map[string]ui.View{"light": {Theme: "light"}, "dark": {Theme: "dark"}, "contrast": {Theme: "contrast"}, "elder": {Theme: "light", Elder: true}}
	for _, page := range gallery.Pages() {
		for name, view := range views {
			browser.Check(t, webtest.Visit{
				URL: server.URL + "/xxgk" + page.Path, Cookie: [2]string{ui.ViewCookie, view.String()},
				Showroom: true,
				Name:     "gallery-" + strings.TrimSuffix(strings.TrimPrefix(page.Path, "/"), ".html") + "-" + name,
			})
		}
	}
}

func TestExportWritesEveryPageAndItsAssets(t *testing.T) {
	dir := t.TempDir()
	if err := gallery.Export(t.Context(), dir, "."); err != nil {
		t.Fatal(err)
	}
	for _, page := range gallery.Pages() {
		html, err := os.ReadFile(filepath.Join(dir, page.Path))
		if err != nil {
			t.Error(err)
			continue
		}
		webtest.Select(t, string(html)).Has("main h1", strings.Count(string(html), "<h1"))
		if strings.Contains(string(html), `href="/`) || strings.Contains(string(html), `src="/`) {
			t.Errorf("%s: an address that is not found when the folder is opened from a disk", page.Path)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, ui.AssetPath("gongkai.css"))); err != nil {
		t.Error(err)
	}
}

func TestTheSwitchesWorkWithoutScript(t *testing.T) {
	handler := gallery.Handler("/xxgk")
	post := httptest.NewRequest(http.MethodPost, "/xxgk/view", strings.NewReader("set=dark&back=/forms.html"))
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, post)
	if answer.Code != http.StatusSeeOther || answer.Header().Get("Location") != "/xxgk/forms.html" {
		t.Fatalf("%d to %q", answer.Code, answer.Header().Get("Location"))
	}
	get := httptest.NewRequest(http.MethodGet, "/xxgk/forms.html", nil)
	get.AddCookie(answer.Result().Cookies()[0])
	page := httptest.NewRecorder()
	handler.ServeHTTP(page, get)
	webtest.Select(t, page.Body.String()).Attr("html", "data-theme", "dark")
}
