package records_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongkai/internal/app/apptest"
	"gongkai/internal/docgen"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// desktop writes a document as a colleague would send it.
func desktop(t *testing.T, title string) string {
	t.Helper()
	content, err := docgen.DOCX(docgen.Document{Letterhead: "武威市凉州区市政服务局文件", Number: "凉市政发〔2026〕18号", Title: title, Recipient: "各镇人民政府，各街道办事处",
		Blocks: []docgen.Block{
			docgen.Paragraph{Text: "为做好冬季清雪除冰工作，现将有关事项通知如下。"},
			docgen.Paragraph{Text: "一、责任路段", Style: docgen.H1},
			docgen.Table{Widths: []int{1, 2}, Rows: []docgen.Row{{{Text: "路段"}, {Text: "责任单位"}}, {{Text: "东大街"}, {Text: "第一养护队"}}, {{Text: "西小十字"}, {Text: "第二养护队"}}}},
			docgen.Paragraph{Text: "二、工作要求", Style: docgen.H1}, docgen.Paragraph{Text: "雪停后四小时内清除主要道路积雪。"},
		}, Signer: "武威市凉州区市政服务局", Date: "2026年11月20日"})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "关于做好清雪除冰工作的通知.docx")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// A hand clicks as a person does.
type hand struct {
	t *testing.T
	b *webtest.Browser
}

func (h hand) do(actions ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	if err := chromedp.Do(h.b.Context(), actions...); err != nil {
		h.t.Fatal(err)
	}
}

// ask runs a script; pairs say what stands for what in it.
func (h hand) ask(script string, pairs ...string) string {
	h.t.Helper()
	script = strings.NewReplacer(pairs...).Replace(script)
	said, err := chromedp.Run(h.b.Context(), chromedp.Evaluate[string](script))
	if err != nil {
		h.t.Fatalf("%s: %v", script, err)
	}
	return said
}

// press clicks, with the mouse, the first thing of the page that a person sees with the text on it, and waits until the
// next page is there. What is hidden or covered by something else cannot be clicked.
func (h hand) press(text string) {
	h.t.Helper()
	h.click(text)
	h.turned()
}

func (h hand) click(text string) {
	h.t.Helper()
	found := h.ask(`(() => {
		document.querySelectorAll("[data-hand]").forEach(e => e.removeAttribute("data-hand"));
		const all = [...document.querySelectorAll("a, button, summary, label")].filter(e => e.offsetParent !== null);
		const e = all.find(e => e.innerText.trim() === TEXT) || all.find(e => e.innerText.trim().startsWith(TEXT));
		if (!e) return "only " + all.map(e => e.innerText.trim()).join("|");
		e.scrollIntoView({block: "center"});
		const r = e.getClientRects()[0], at = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		if (!at || !(e.contains(at) || at.contains(e))) return "it is covered by " + (at ? at.outerHTML.slice(0, 80) : "nothing");
		e.setAttribute("data-hand", ""); window.leaving = true; return "" })()`, "TEXT", `"`+text+`"`)
	if found != "" {
		h.t.Fatalf("no %q on %s: %s", text, h.ask(`location.pathname`), found)
	}
	h.do(chromedp.Click("[data-hand]"))
}

// menu opens an entry of the navigation, which is folded on a phone.
func (h hand) menu(entry string) {
	h.t.Helper()
	if h.ask(`getComputedStyle(document.querySelector(".sidenav ul")).display`) == "none" {
		h.do(chromedp.Click(".navtoggle"), chromedp.WaitVisible(".sidenav ul"))
	}
	h.press(entry)
}

// turned waits until another page is there.
func (h hand) turned() {
	h.t.Helper()
	webtest.Until(h.t, func() string {
		return "another page after " + h.ask(`location.pathname`) + ": " + h.ask(`document.querySelector("main").innerText.slice(0, 600)`)
	}, func() bool {
		gone, err := chromedp.Run(h.b.Context(), chromedp.Evaluate[bool](`document.readyState === "complete" && !window.leaving`))
		return err == nil && gone
	})
}

func (h hand) open(url string) {
	h.t.Helper()
	h.do(chromedp.Navigate(url))
}

// photograph keeps what the person sees.
func (h hand) photograph(name string, width int) {
	h.t.Helper()
	if _, err := h.b.Inspect(webtest.Visit{URL: h.ask(`location.href`), Name: name, Width: width, Weight: 260_000}); err != nil {
		h.t.Fatal(err)
	}
}

// TestFromADocumentOnTheDesktopToAPublishedPage follows a document from the desk of a clerk who is new to the program
// through three colleagues to the page of the public, on a desk and on a phone. No address is typed: everything begins on
// 今日工作 and is clicked with the mouse. Counted is all the time that the machine needs, logging in left out since four
// people would be logged in, and a second for each click that a person would take; it has to be under two minutes.
func TestFromADocumentOnTheDesktopToAPublishedPage(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	h := hand{t, browser}
	for _, width := range []int{webtest.Desk, webtest.Phone} {
		title := "关于做好清雪除冰工作的通知"
		if width == webtest.Phone {
			title = "关于做好冬季道路防滑工作的通知"
		}
		file := desktop(t, title)
		h.do(chromedp.EmulateViewport(int64(width), 900))
		var spent time.Duration
		var clicks int
		working := func(do func()) {
			t.Helper()
			began := time.Now()
			do()
			spent += time.Since(began)
			clicks++
		}
		sit := func(login string) {
			t.Helper()
			site.LogIn(t, browser, login)
			if at := h.ask(`location.pathname`); at != "/xxgk/workbench/" {
				t.Fatalf("%s begins on %s", login, at)
			}
		}
		sit("szj-jingban")
		working(func() { h.menu("主动公开") })
		working(func() { h.press("新建信息") })
		working(func() {
			h.ask(`(window.leaving = true, "")`)
			h.do(chromedp.SetUploadFiles("#dropped", []string{file}))
			h.turned()
		})
		if got := h.ask(`document.querySelector("#title").value`); got != title {
			t.Fatalf("title %q; %s", got, h.ask(`document.querySelector("main").innerText.slice(0, 500)`))
		}
		if got := h.ask(`document.querySelector("[name=doc_no]").value + "|" + document.querySelector("[name=formed_on-month]").value + "|" + document.querySelectorAll(".editor-text table tr").length`); got != "凉市政发〔2026〕18号|11|3" {
			t.Errorf("文号, month, rows of the table: %s", got)
		}
		working(func() { h.press("保存并送审") })
		working(func() { h.press("自审通过，送审") })
		for _, step := range [][2]string{{"szj-shenhe", "科（股）室审核"}, {"szj-baomi", "保密审查"}, {"szj-qianfa", "签发"}} {
			sit(step[0])
			working(func() { h.press(title) })
			working(func() { h.press(step[1]) })
			sign := "签署"
			if step[1] == "签发" {
				sign = "签发"
			}
			working(func() { h.press(sign) })
		}
		sit("szj-jingban")
		working(func() { h.press(title) })
		working(func() { h.press("发布") })
		working(func() { h.press("发布") })
		working(func() { h.press("打开公开页面") })
		if got := h.ask(`document.querySelector("h1").innerText + "|" + document.querySelectorAll(".recordbody table tr").length`); got != title+"|3" {
			t.Errorf("the public reads %s", got)
		}
		t.Logf("%d px: %d clicks, %s of waiting", width, clicks, spent.Round(time.Millisecond))
		if whole := spent + time.Duration(clicks)*time.Second; whole > 2*time.Minute {
			t.Errorf("%d px: %s", width, whole)
		}
		h.photograph("journey-public-"+map[int]string{webtest.Desk: "desk", webtest.Phone: "phone"}[width], width)
	}
}
