package redaction_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/docgen"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

const citizen = "620602195001010010"

// paper is a page with somebody's number on it.
func paper(t *testing.T) []byte {
	t.Helper()
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	out, err := docgen.PDF(docgen.Document{Title: "检查笔录", Blocks: []docgen.Block{
		docgen.Paragraph{Text: "被检查人：张建国，公民身份号码" + citizen + "。"},
		docgen.Paragraph{Text: "检查时间为二〇二六年三月五日，地点为某施工现场，检查人员出示了证件。"},
	}}, fonts)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t *testing.T, answer *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// onFile puts the paper on file of the first application that a clerk has, and returns the address of its redaction.
func onFile(t *testing.T, site *apptest.Site, client *http.Client) (one, address string) {
	t.Helper()
	answer, err := client.Get(site.URL + "/workbench/cases")
	list := read(t, answer, err)
	today := site.Now()
	for _, id := range regexp.MustCompile(`/workbench/cases/(ap_[A-Za-z0-9_]+)"`).FindAllStringSubmatch(list, -1) {
		one = site.URL + "/workbench/cases/" + id[1]
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for key, value := range map[string]string{"text": "现场检查笔录", "on-year": today.Format("2006"), "on-month": today.Format("1"), "on-day": today.Format("2")} {
			_ = w.WriteField(key, value)
		}
		part, err := w.CreateFormFile("files", "检查笔录.pdf")
		if err == nil {
			_, err = part.Write(paper(t))
		}
		if err == nil {
			err = w.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Post(one+"/do/filed", w.FormDataContentType(), &body)
		text := read(t, answer, err)
		if answer.StatusCode != http.StatusSeeOther {
			t.Logf("%s: %d %s", one, answer.StatusCode, short(text))
			continue
		}
		answer, err = client.Get(one)
		page := read(t, answer, err)
		link := regexp.MustCompile(`/workbench/cases/[^"]+/redact/[^"]+`).FindString(page)
		if link == "" {
			t.Fatalf("no link on %s", visible(page))
		}
		return one, site.URL + link
	}
	t.Fatalf("nothing could be put on file: %s", short(list))
	return "", ""
}

func short(page string) string {
	words := []rune(visible(page))
	return string(words[:min(len(words), 300)])
}

func visible(page string) string {
	return strings.Join(strings.Fields(regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<[^>]*>`).ReplaceAllString(page, " ")), " ")
}

// text is what poppler reads out of a file of the case with the name.
func text(t *testing.T, site *apptest.Site, client *http.Client, one, name string) string {
	t.Helper()
	answer, err := client.Get(one)
	page := read(t, answer, err)
	link := regexp.MustCompile(`href="([^"]+/files/[^"]+)"[^>]*>\s*` + regexp.QuoteMeta(name)).FindStringSubmatch(page)
	if link == nil {
		t.Fatalf("no file %s on %s", name, visible(page))
	}
	base, err := url.Parse(site.URL)
	if err != nil {
		t.Fatal(err)
	}
	answer, err = client.Get(base.Scheme + "://" + base.Host + link[1])
	content := read(t, answer, err)
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("poppler-utils is not installed")
	}
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), "")
}

func TestWithoutScripts(t *testing.T) {
	site := apptest.Demo(t)
	client := site.Client(t, "szj-jingban")
	one, address := onFile(t, site, client)
	values := url.Values{"ground": {"third_party"}}
	post := func(do string, more url.Values) (string, *http.Response) {
		t.Helper()
		form := url.Values{"do": {do}}
		for _, v := range []url.Values{values, more} {
			for key, list := range v {
				form[key] = append(form[key], list...)
			}
		}
		answer, err := client.PostForm(address, form)
		page := read(t, answer, err)
		values["mark"] = nil
		for _, m := range regexp.MustCompile(`name="mark" value="([^"]+)"`).FindAllStringSubmatch(page, -1) {
			values["mark"] = append(values["mark"], m[1])
		}
		return page, answer
	}
	if page, answer := post("apply", nil); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "还没有标出") {
		t.Errorf("without marks: %d %s", answer.StatusCode, visible(page))
	}
	if page, _ := post("find", url.Values{"words": {"张建国"}}); len(values["mark"]) != 1 || !strings.Contains(page, "新标出1处") {
		t.Fatalf("%v %s", values["mark"], visible(page))
	}
	if page, _ := post("suggest", nil); len(values["mark"]) != 2 || !strings.Contains(page, "第1页") {
		t.Fatalf("%v %s", values["mark"], visible(page))
	}
	if page, _ := post("place", url.Values{"at_page": {"1"}, "at_left": {"100"}, "at_top": {"900"}, "at_right": {"200"}, "at_bottom": {"920"}}); len(values["mark"]) != 3 {
		t.Fatal(visible(page))
	}
	if page, answer := post("place", url.Values{"at_page": {"甲"}}); answer.StatusCode != http.StatusUnprocessableEntity || len(values["mark"]) != 3 {
		t.Fatalf("%v %s", values["mark"], visible(page))
	}
	if page, _ := post("redraw", url.Values{"remove": {"2"}}); len(values["mark"]) != 2 {
		t.Fatal(visible(page))
	}
	page, answer := post("apply", nil)
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.StatusCode, visible(page))
	}
	if got := text(t, site, client, one, "检查笔录（区分处理）.pdf"); got != "" {
		t.Errorf("the new file says %q", got)
	}
	if got := text(t, site, client, one, "检查笔录.pdf"); !strings.Contains(got, citizen) {
		t.Errorf("the original says %q", got)
	}
	answer, err := client.Get(one)
	if page := visible(read(t, answer, err)); !strings.Contains(page, "作区分处理，删去2处，依据《条例》第十五条") || strings.Contains(page, citizen) {
		t.Error(page)
	}
	other := site.Client(t, "szj-shenhe")
	if answer, err := other.Get(address); err != nil || answer.StatusCode == http.StatusOK {
		t.Errorf("somebody who does not handle applications opens it: %v %v", answer.StatusCode, err)
	}
}

func TestMarkingInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	client := site.Client(t, "szj-jingban")
	one, address := onFile(t, site, client)
	site.LogIn(t, browser, "szj-jingban")
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(browser.Context(), steps...); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(script string) string {
		t.Helper()
		s, err := chromedp.Run(browser.Context(), chromedp.Evaluate[string](script))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	browser.Check(t, webtest.Visit{URL: address, Name: "redaction"})
	do(chromedp.Navigate(address), chromedp.WaitVisible(".sheet img"))
	// With the mouse: over the line with the number, wherever it is set.
	ask(`(async () => {
		const sheet = document.querySelector(".sheet"), img = sheet.querySelector("img");
		await img.decode();
		const r = sheet.getBoundingClientRect();
		const send = (type, x, y) => sheet.dispatchEvent(new PointerEvent(type, {bubbles: true, isPrimary: true, button: 0, pointerId: 1, pointerType: "pen", clientX: r.left + x * r.width, clientY: r.top + y * r.height}));
		sheet.setPointerCapture = () => {};
		send("pointerdown", .1, .1); send("pointermove", .5, .2); send("pointermove", .95, .3); send("pointerup", .95, .3);
	})(), ""`)
	n := ""
	webtest.Until(t, func() string { return "one mark in the list and one on the sheet after dragging: " + n }, func() bool {
		n = ask(`String(document.querySelectorAll("[data-marks] li").length + "/" + document.querySelectorAll(".sheet rect").length)`)
		return n == "1/1"
	})
	// With the keys: a second one, moved down, made larger, kept; a third one, given up.
	ask(`(() => {
		const sheet = document.querySelector(".sheet");
		const key = (key, more) => sheet.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, ...more}));
		key("Enter"); for (let i = 0; i < 20; i++) key("ArrowDown"); key("ArrowRight", {shiftKey: true}); key("Enter"); key("Enter"); key("Escape");
	})(), ""`)
	if n := ask(`[...document.querySelectorAll("[data-marks] input[name=mark]")].map(i => i.value).join(" ")`); len(strings.Fields(n)) != 2 || !strings.HasSuffix(n, "0,400,680,610,710,third_party") {
		t.Fatalf("after the keys: %s", n)
	}
	shot, err := chromedp.Run(browser.Context(), chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("GONGKAI_SCREENSHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "redaction-marked.png"), shot, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	do(chromedp.Click("button[value=apply]"), chromedp.WaitVisible(".toast"))
	if got := text(t, site, client, one, "检查笔录（区分处理）.pdf"); got != "" {
		t.Errorf("the new file says %q", got)
	}
}
