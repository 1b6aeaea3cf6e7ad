package records_test

import (
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// word is what Word puts on the clipboard, shortened: conditional comments, office elements, fonts, a table.
const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name="Generator" content="Microsoft Word 15"><style>p.MsoNormal{margin:0}</style></head><body>` +
	`<!--StartFragment--><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><p class=MsoNormal style='mso-outline-level:1;text-align:center'><b><span style='font-size:22pt;font-family:方正小标宋'>关于通水的通知<o:p></o:p></span></b></p>` +
	`<p class=MsoNormal style='text-indent:32pt'><span style='font-family:仿宋_GB2312'>自即日起通水。</span></p>` +
	`<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=276 colspan=2 style='border:solid 1pt'><p class=MsoNormal>路段</p></td></tr><tr><td><p>东大街</p></td><td><p onclick="alert(1)">已通</p></td></tr></table>` +
	`<img src="file:///D:/a.png"><!--EndFragment--></body></html>`

// TestTheEditor types, makes a table, pastes from Word and reads what is going to be sent.
func TestTheEditor(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	h := hand{t, browser}
	site.LogIn(t, browser, "szj-jingban")
	h.open(site.URL + "/workbench/records/new")
	h.do(chromedp.WaitVisible(".editor-text"))
	sent := func() string {
		t.Helper()
		return h.ask(`document.querySelector("textarea[name=body]").value`)
	}
	tool := func(text string) {
		t.Helper()
		h.ask(`([...document.querySelectorAll(".editor-bar button")].find(b => b.textContent === "` + text + `").click(), "")`)
	}
	if sent() != "" || h.ask(`String(document.querySelector("form[data-guard]").dataset.changed)`) != "undefined" {
		t.Errorf("the text area was written before anybody typed: %q", sent())
	}
	h.do(chromedp.SendKeys(".editor-text", "施工通告"))
	tool("标题一")
	h.do(chromedp.SendKeys(".editor-text", kb.End+kb.Enter+"请绕行。"))
	tool("居中")
	tool("表格")
	if got := sent(); !strings.HasPrefix(got, `<h2>施工通告</h2>`) || !strings.Contains(got, `<p style="text-align: center;">请绕行。</p><table>`) || strings.HasSuffix(got, "<p></p>") || strings.Count(got, "<tr>") != 3 || strings.Contains(got, "width") {
		t.Errorf("typed: %s", got)
	}
	tool("删表")
	h.ask(`(() => { const d = new DataTransfer(); d.setData("text/html", ` + "`" + word + "`" + `); d.setData("text/plain", "关于通水的通知");
		document.querySelector(".editor-text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true })); return "" })()`)
	got := sent()
	for _, bad := range []string{"mso", "Mso", "font", "file:", "onclick", "<o:p", "<style", "WordDocument"} {
		if strings.Contains(got, bad) {
			t.Errorf("pasted with %q: %s", bad, got)
		}
	}
	for _, good := range []string{"<h2", "关于通水的通知", `colspan="2"`, "东大街", "自即日起通水。"} {
		if !strings.Contains(got, good) {
			t.Errorf("pasted without %q: %s", good, got)
		}
	}
	// The check beside the text speaks up by itself.
	h.do(chromedp.SendKeys(".editor-text", kb.Enter+"秘密★一年"))
	found := ""
	webtest.Until(t, func() string { return "the live check, which says " + found }, func() bool {
		found = h.ask(`document.getElementById("findings").innerText`)
		return strings.Contains(found, "必须消除")
	})
	h.ask(`(delete document.querySelector("form[data-guard]").dataset.changed, "")`)
	h.photograph("records-editor", webtest.Desk)
	for _, complaint := range browser.Complaints() {
		t.Error(complaint)
	}
}
