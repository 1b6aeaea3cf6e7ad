package ui_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"pgregory.net/rapid"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/web/ui"
)

func TestAViewSurvivesItsCookie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		view := ui.View{
			Theme: rapid.SampledFrom([]string{"", "light", "dark", "contrast"}).Draw(t, "theme"),
			Size:  rapid.SampledFrom([]string{"", "large", "larger"}).Draw(t, "size"),
			Elder: rapid.Bool().Draw(t, "elder"),
		}
		if got := ui.ParseView(view.String()); got != view {
			t.Fatalf("%+v became %+v", view, got)
		}
	})
}

func FuzzParseView(f *testing.F) {
	f.Add("dark.large.elder")
	f.Add(`"><script>`)
	f.Fuzz(func(t *testing.T, text string) {
		view := ui.ParseView(text)
		if ui.ParseView(view.String()) != view || strings.ContainsAny(view.String(), `<>"; `) {
			t.Errorf("%q became %+v", text, view)
		}
	})
}

func FuzzLocalPathNeverLeavesTheSite(f *testing.F) {
	for _, path := range []string{"/search?q=预算", "//evil.example", `/\evil.example`, "https://evil.example", "/a\r\nb", "", "/\t/evil.example"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		got := ui.LocalPath(path)
		target, err := url.Parse("https://here.example" + got)
		relative, relativeErr := url.Parse(got)
		if got[0] != '/' || err == nil && target.Host != "here.example" || relativeErr == nil && relative.Host != "" {
			t.Errorf("%q leads to %q", path, got)
		}
	})
}

func TestAssetsComeInTheEncodingAskedFor(t *testing.T) {
	path := ui.AssetPath("gongkai.css")
	ask := func(encoding string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		ui.Assets().ServeHTTP(w, r)
		return w
	}
	plain := ask("").Body.Bytes()
	gz, err := gzip.NewReader(ask("gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	unzipped, _ := io.ReadAll(gz)
	unbrotlied, _ := io.ReadAll(brotli.NewReader(ask("gzip, br").Body))
	if len(plain) == 0 || !bytes.Equal(plain, unzipped) || !bytes.Equal(plain, unbrotlied) {
		t.Errorf("plain %d, gzip %d, br %d bytes", len(plain), len(unzipped), len(unbrotlied))
	}
	if cache := ask("").Header().Get("Cache-Control"); !strings.Contains(cache, "immutable") {
		t.Error(cache)
	}
	missing := httptest.NewRecorder()
	ui.Assets().ServeHTTP(missing, httptest.NewRequest("GET", "/assets/gongkai.000000000000.css", nil))
	if missing.Code != 404 {
		t.Error(missing.Code)
	}
}

func TestAThemeMustBeReadable(t *testing.T) {
	css, err := ui.Theme{Action: "#1d4f91", Mark: "#8c1c13"}.CSS()
	if err != nil || !strings.Contains(string(css), "--action:#1d4f91;--mark:#8c1c13") {
		t.Errorf("%s %v", css, err)
	}
	_, err = ui.Theme{Action: "#ffd700", Hover: "red;}body{display:none", Mark: "#767676"}.CSS()
	if got := len(fault.Problems(err)); err == nil || got != 2 {
		t.Errorf("%d problems in %v; #767676 is the lightest grey that passes", got, err)
	}
}

func TestDatesAreReadFromThreeFields(t *testing.T) {
	field := ui.Field{Name: "on", Label: "收到日期"}
	form := func(y, m, d string) url.Values {
		return url.Values{"on-year": {y}, "on-month": {m}, "on-day": {d}}
	}
	_, date, problems := ui.ReadDate(form("2028", "2", " 29 "), field)
	if date != civil.On(2028, 2, 29) || problems != nil {
		t.Errorf("%v %v", date, problems)
	}
	for _, bad := range []url.Values{form("2027", "2", "29"), form("", "", ""), form("2026", "十一", "3"), form("2026", "11", "")} {
		input, _, problems := ui.ReadDate(bad, field)
		if len(problems) != 1 || problems[0].Field != "on" || input.Error == "" {
			t.Errorf("%v: %v", bad, problems)
		}
	}
	field.Optional = true
	if _, _, problems := ui.ReadDate(form("", "", ""), field); problems != nil {
		t.Error(problems)
	}
}
