package gallery_test

import (
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/internal/web/ui/gallery"
	"gongkai/internal/web/webtest"
)

// TestTheScriptInChromium tries each comfort that the script adds.
func TestTheScriptInChromium(t *testing.T) {
	server := httptest.NewServer(gallery.Handler(""))
	defer server.Close()
	ctx := webtest.Open(t).Context()
	tests := map[string]struct{ page, do, want string }{
		"the counter counts people's characters": {"/forms.html", `const a = document.getElementById("content"); a.value = "申请𠮷"; a.dispatchEvent(new Event("input", {bubbles: true}))`,
			`document.querySelector("[data-counter=content]").textContent === "还可输入 497 字"`},
		"a dialog opens": {"/pieces.html", `document.querySelector("[data-dialog]").click()`, `document.getElementById("withdraw").open`},
		"a dialog closes": {"/pieces.html", `document.querySelector("[data-dialog]").click(); document.querySelector("[data-close]").click()`,
			`!document.getElementById("withdraw").open`},
		"a toast is closed by hand": {"/workbench-desk.html", `document.querySelector("[data-dismiss]").click()`, `!document.querySelector(".toast")`},
		"the theme changes at once": {"/forms.html", `document.querySelector("[value=dark]").click()`, `document.documentElement.dataset.theme === "dark"`},
		"the theme stays":           {"/tables.html", ``, `document.documentElement.dataset.theme === "dark" && document.cookie.includes("dark")`},
		"the summary has the focus": {"/portal-apply.html", ``, `document.activeElement.id === "error-summary"`},
	}
	for _, name := range []string{"the counter counts people's characters", "a dialog opens", "a dialog closes", "a toast is closed by hand", "the theme changes at once", "the theme stays", "the summary has the focus"} {
		test := tests[name]
		err := chromedp.Do(ctx, chromedp.Navigate(server.URL+test.page))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("(() => {"+test.do+"})(); true")); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := chromedp.Run(ctx, chromedp.Poll[bool](test.want)); err != nil {
			t.Errorf("%s: never %s: %v", name, test.want, err)
		}
	}
}
