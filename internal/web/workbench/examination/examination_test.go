package examination_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

const (
	citizen = "620602195001010010"
	mobile  = "13912345678"
)

// list is a workbook with everything in it that must not go out.
func list(t *testing.T) []byte {
	t.Helper()
	return filetest.XLSX(t, []filetest.Sheet{
		{Name: "公示", Inner: `<cols><col min="4" max="4" hidden="1"/></cols><sheetData>` + filetest.Row(1, "", "姓名", "身份证号", "电话", "备注") + filetest.Row(2, "", "张三", citizen, mobile, "低保户") + `</sheetData>`},
		{Name: "底稿", State: "hidden", Inner: filetest.Row(1, "", "甲")},
	})
}

// send posts a form with a file.
func send(t *testing.T, client *http.Client, address string, fields url.Values, name string, content []byte, as string) *http.Response {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for key, values := range fields {
		for _, v := range values {
			if err := w.WriteField(key, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	if name != "" {
		part, err := w.CreateFormFile(as, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	answer, err := client.Post(address, w.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}

func text(t *testing.T, answer *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// visible is the page as a person reads it.
func visible(page string) string {
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " ")), " ")
}

func TestAFileFromTheDesktop(t *testing.T) {
	site := apptest.Demo(t)
	client := site.Client(t, "szj-jingban")
	at := site.URL + "/workbench/screening"
	page := visible(text(t, send(t, client, at, url.Values{"do": {"check"}}, "名单.xlsx", list(t), "file")))
	for _, want := range []string{"有4处不得公开", "公示!B2", "6206**********0010", "公示!D列", "底稿", "《个人信息保护法》第二十八条"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in %s", want, page)
		}
	}
	if strings.Contains(page, citizen) || strings.Contains(page, mobile) {
		t.Error("a number in full on the page")
	}
	answer := send(t, client, at, url.Values{"do": {"mend"}, "mend": {"mask", "drop_hidden"}}, "名单.xlsx", list(t), "file")
	if answer.StatusCode != http.StatusOK || !strings.Contains(answer.Header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	mended := []byte(text(t, answer))
	if page := visible(text(t, send(t, client, at, url.Values{"do": {"check"}}, "名单.xlsx", mended, "file"))); !strings.Contains(page, "没有发现问题") {
		t.Error(page)
	}
	for name, tt := range map[string]struct {
		fields url.Values
		file   string
		want   string
	}{
		"no file":         {url.Values{"do": {"check"}}, "", "请选择要检查的文件"},
		"nothing to mend": {url.Values{"do": {"mend"}}, "a.xlsx", "没有勾选处理方式"},
		"cannot be":       {url.Values{"do": {"mend"}, "mend": {"accept_changes"}}, "a.txt", "这种文件不能自动"},
	} {
		content := list(t)
		if tt.file == "a.txt" {
			content = []byte("甲")
		}
		answer := send(t, client, at, tt.fields, tt.file, content, "file")
		if page := visible(text(t, answer)); !strings.Contains(page, tt.want) || answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, answer.StatusCode, page)
		}
	}
}

func TestPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	client := site.Client(t, "szj-jingban")
	form := text(t, get(t, client, site.URL+"/workbench/records/new"))
	column := regexp.MustCompile(`name="column"(?s:.*?)<option value="(co_[^"]+)"`).FindStringSubmatch(form)
	if column == nil {
		t.Fatal("no column on the form")
	}
	answer := send(t, client, site.URL+"/workbench/records/new", url.Values{
		"title": {"关于2026年度临时救助对象的公示"}, "column": {column[1]}, "kind": {"plain"}, "attribute": {"主动公开"}, "formed_on": {"2026-10-08"}, "formed_on-y": {"2026"},
		"body": {"<p>现将名单公示如下，如有异议请致电" + mobile + "。</p><p>截止目前，未收到异议。</p>"}, "step": {"save"},
	}, "公示名单.xlsx", list(t), "upload")
	to := answer.Header.Get("Location")
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d %s", answer.StatusCode, visible(text(t, answer)))
	}
	record := site.URL + regexp.MustCompile(`/workbench/records/rc_[^/?]+`).FindString(to)
	words := site.URL + "/workbench/words"
	for _, w := range []url.Values{{"wrong": {"凉洲区"}, "right": {"凉州区"}, "level": {"block"}, "note": {"地名"}}, {"wrong": {"贫困户"}, "right": {"脱贫户"}, "level": {"warn"}}} {
		if answer, err := client.PostForm(words+"/edit", w); err != nil || answer.StatusCode != http.StatusSeeOther {
			t.Fatalf("%v %v", answer, err)
		}
	}
	site.LogIn(t, browser, "szj-jingban")
	for name, address := range map[string]string{"check": site.URL + "/workbench/screening", "record": record, "mend": record + "/screening", "words": words, "word": words + "/edit?word=" + url.QueryEscape("凉洲区"), "import": words + "/import"} {
		browser.Check(t, webtest.Visit{URL: address, Name: "examination-" + name})
	}

	// With the mouse: one remedy after the other, until nothing is left to mend.
	if err := chromedp.Do(browser.Context(), chromedp.Navigate(record+"/screening")); err != nil {
		t.Fatal(err)
	}
	const buttons = `form[action$='/screening'] button`
	for range 8 {
		n, err := chromedp.Run(browser.Context(), chromedp.Evaluate[int](`window.old = true, document.querySelectorAll("`+buttons+`").length`))
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
		if err := chromedp.Do(browser.Context(), chromedp.Click(buttons)); err != nil {
			t.Fatal(err)
		}
		webtest.Until(t, func() string { return "the page after the button" }, func() bool {
			fresh, err := chromedp.Run(browser.Context(), chromedp.Evaluate[bool](`!window.old && document.readyState === "complete"`))
			return err == nil && fresh
		})
	}
	page := visible(text(t, get(t, client, record+"/screening")))
	if !strings.Contains(page, "没有发现问题") || strings.Contains(page, mobile) {
		t.Error(page)
	}

	file := filepath.Join(t.TempDir(), "名单.xlsx")
	if err := os.WriteFile(file, list(t), 0o600); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Do(browser.Context(), chromedp.Navigate(site.URL+"/workbench/screening"), chromedp.SetUploadFiles("input[type=file]", []string{file}),
		chromedp.Click("button[value=check]"), chromedp.WaitVisible("table"))
	if err != nil {
		t.Fatal(err)
	}
	shot, err := chromedp.Run(browser.Context(), chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if folder := os.Getenv("GONGKAI_SCREENSHOTS"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "examination-result-1280.png"), shot, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func get(t *testing.T, client *http.Client, address string) *http.Response {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = answer.Body.Close() })
	return answer
}
