package months_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/xuri/excelize/v2"
)

func page(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

var month = regexp.MustCompile(`href="/xxgk/workbench/monthly/(se_[^"/]+)/(\d{4}-\d{2})"`)

func TestPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + "/workbench" + path, Name: "months-" + name})
	}
	site.LogIn(t, browser, "szj-jingban")
	look("year", "/monthly")
	_, list := page(t, site.Client(t, "szj-jingban"), site.URL+"/workbench/monthly")
	for i, m := range month.FindAllStringSubmatch(list, 2) {
		look("month-"+string(rune('a'+i)), "/monthly/"+m[1]+"/"+m[2])
	}
	look("import", "/monthly/import")
	look("plan", "/monthly/plan")
	site.LogIn(t, browser, "szj-xinxi")
	look("section", "/monthly")
	site.LogIn(t, browser, "zhuguan")
	look("below", "/agencies/szj/monthly")
}

// lastMonth is the month before today, which the demo leaves open for one section.
func lastMonth(site *apptest.Site) string {
	return site.Today().Month().First().AddDays(-1).Month().String()
}

func TestAMonthIsHandedInDoubtedAndCorrected(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	_, year := page(t, clerk, site.URL+"/workbench/monthly?year="+lastMonth(site)[:4])
	var section string
	for _, m := range month.FindAllStringSubmatch(year, -1) {
		if section = m[1]; m[2] == lastMonth(site) {
			break // the gaps come first
		}
	}
	address := site.URL + "/workbench/monthly/" + section + "/" + lastMonth(site)
	send := func(client *http.Client, form url.Values) (int, string) {
		t.Helper()
		answer, err := client.PostForm(address, form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	figures := func(penalties string, more ...string) url.Values {
		form := url.Values{"penalties": {penalties}, "coercions": {"0"}}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		return form
	}
	for _, tt := range []struct {
		name   string
		form   url.Values
		status int
		says   string
	}{
		{"a figure left out", figures(""), 422, "没有的请填0"},
		{"no number", figures("三"), 422, "应为整数"},
		{"far more than last year", figures("400"), 422, "去年同月为"},
		{"checked and right", figures("400", "checked", "yes"), 303, ""},
		{"the same again", figures("400", "checked", "yes"), 422, "没有需要更正的"},
		{"corrected without a reason", figures("4"), 422, "请写明理由"},
		{"corrected", figures("4", "reason", "多打了两个零"), 303, ""},
	} {
		status, text := send(clerk, tt.form)
		if status != tt.status || !strings.Contains(text, tt.says) {
			t.Errorf("%s: %d, want %d with %q", tt.name, status, tt.status, tt.says)
		}
	}
	_, text := page(t, clerk, address)
	for _, want := range []string{"多打了两个零", "400", "已被更正"} {
		if !strings.Contains(text, want) {
			t.Errorf("the trail lacks %q", want)
		}
	}
	// The 信息员 of another section hands in nothing for this one.
	if status, _ := send(site.Client(t, "szj-xinxi"), figures("5", "reason", "x")); status != 404 && status != 403 {
		t.Errorf("another section: %d", status)
	}
}

func TestASheetIsTakenWholeOrNotAtAll(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	year := lastMonth(site)[:4]
	answer, err := clerk.Get(site.URL + "/workbench/monthly/" + year + "/template.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	template, _ := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	upload := func(change func(book *excelize.File, sheet string, lines [][]string)) (int, string) {
		t.Helper()
		book, err := excelize.OpenReader(bytes.NewReader(template))
		if err != nil {
			t.Fatal(err)
		}
		name := book.GetSheetName(0)
		lines, _ := book.GetRows(name)
		change(book, name, lines)
		var form, file bytes.Buffer
		if err := book.Write(&file); err != nil {
			t.Fatal(err)
		}
		w := multipart.NewWriter(&form)
		part, _ := w.CreateFormFile("file", "月度.xlsx")
		_, _ = part.Write(file.Bytes())
		_ = w.Close()
		answer, err := clerk.Post(site.URL+"/workbench/monthly/import", w.FormDataContentType(), &form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	line := func(lines [][]string, section string) string {
		for i, cells := range lines {
			if len(cells) > 1 && cells[0] == section && cells[1] == lastMonth(site) {
				return strconv.Itoa(i + 1)
			}
		}
		t.Fatalf("no line for %s %s", section, lastMonth(site))
		return ""
	}
	for _, tt := range []struct {
		name   string
		change func(book *excelize.File, sheet string, lines [][]string)
		status int
		says   string
	}{
		{"as it was given out", func(*excelize.File, string, [][]string) {}, 422, "没有新的数字"},
		{"no number", func(b *excelize.File, s string, l [][]string) {
			_ = b.SetCellValue(s, "D"+line(l, "业务二股"), "若干")
		}, 422, "应为整数"},
		{"a figure that the section does not hand in", func(b *excelize.File, s string, l [][]string) { _ = b.SetCellValue(s, "C"+line(l, "业务二股"), 3) }, 422, "不填报行政许可"},
		{"one right, one wrong", func(b *excelize.File, s string, l [][]string) {
			_ = b.SetCellValue(s, "D"+line(l, "业务二股"), 4)
			_ = b.SetCellValue(s, "C"+line(l, "业务一股"), 3)
		}, 422, "请写明理由"},
		{"right", func(b *excelize.File, s string, l [][]string) { _ = b.SetCellValue(s, "D"+line(l, "业务二股"), 4) }, 303, ""},
	} {
		status, text := upload(tt.change)
		if status != tt.status || !strings.Contains(text, tt.says) {
			t.Errorf("%s: %d, want %d with %q", tt.name, status, tt.status, tt.says)
		}
	}
}
