package webtest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gongkai/internal/web/webtest"
)

// TestEveryFaultOfAPageIsFound shows that a clean page passes and that no check is blind.
func TestEveryFaultOfAPageIsFound(t *testing.T) {
	const head = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>页</title><link rel="icon" href="data:,"></head><body><main><h1>页</h1>`
	pages := map[string]struct{ body, want string }{
		"a clean page":               {`<p>正文</p>`, ""},
		"a picture without words":    {`<img src="/dot.svg">`, "axe image-alt"},
		"pale text":                  {`<p class="pale">看不清</p><link rel="stylesheet" href="/pale.css">`, "axe color-contrast"},
		"a box wider than a phone":   {`<div class="wide">宽</div><link rel="stylesheet" href="/wide.css">`, "scrolls sideways"},
		"a table cut off on paper":   {`<div class="box" tabindex="0"><div class="wide">宽</div></div><link rel="stylesheet" href="/wide.css">`, "cut off on paper"},
		"an inline script":           {`<script>window.x = 1</script>`, "Content Security Policy"},
		"a script that throws":       {`<script src="/throw.js"></script>`, "uncaught exception"},
		"a script that complains":    {`<script src="/complain.js"></script>`, "console.error"},
		"a file that is not there":   {`<script src="/none.js"></script>`, "404"},
		"more than a page may weigh": {`<p>` + strings.Repeat("重", 40_000) + `</p>`, "weighs"},
	}
	files := map[string]string{
		"/dot.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`, "/pale.css": `.pale{color:#ccc}`,
		"/wide.css": `.wide{width:900px}.box{overflow-x:auto}`, "/throw.js": `throw new Error("x")`, "/complain.js": `console.error("x")`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
		if file, found := files[r.URL.Path]; found {
			w.Header().Set("Content-Type", map[string]string{"svg": "image/svg+xml", "css": "text/css", ".js": "text/javascript"}[r.URL.Path[len(r.URL.Path)-3:]])
			_, _ = w.Write([]byte(file))
			return
		}
		page, found := pages[r.URL.Query().Get("page")]
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(head + page.body + "</main></body></html>"))
	}))
	defer server.Close()
	browser := webtest.Open(t)
	for name, page := range pages {
		width := webtest.Phone
		if strings.HasSuffix(name, "on paper") {
			width = webtest.Desk
		}
		problems, err := browser.Inspect(webtest.Visit{URL: server.URL + "/?page=" + strings.ReplaceAll(name, " ", "+"), Width: width})
		if err != nil {
			t.Fatal(err)
		}
		found := strings.Join(problems, "\n")
		if page.want == "" && found != "" || !strings.Contains(found, page.want) {
			t.Errorf("%s: want %q, found %q", name, page.want, found)
		}
	}
}
