package reports_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/internal/app/apptest"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
)

// lastYear is the year that is reported now.
func lastYear() string { return strconv.Itoa(apptest.Today().Year() - 1) }

// A hand clicks as a person does.
type hand struct {
	t    *testing.T
	b    *webtest.Browser
	work *work
}

// work is what the day of a person is made of.
type work struct {
	clicks  int
	machine time.Duration
}

// thinking is what a person needs to read a page and decide.
const thinking = 40 * time.Second

func (h hand) ask(script string) string {
	h.t.Helper()
	said, err := chromedp.Run(h.b.Context(), chromedp.Evaluate[string](script))
	if err != nil {
		h.t.Fatalf("%s: %v", script, err)
	}
	return said
}

func (h hand) open(address string) {
	h.t.Helper()
	defer h.count(time.Now())
	if err := chromedp.Do(h.b.Context(), chromedp.Navigate(address)); err != nil {
		h.t.Fatal(err)
	}
}

func (h hand) count(began time.Time) {
	h.work.clicks++
	h.work.machine += time.Since(began)
}

// press presses the button or link with the text in the main part and waits for the next page.
func (h hand) press(text string) {
	h.t.Helper()
	defer h.count(time.Now())
	const find = `[...document.querySelectorAll("main button, main a")].filter(b => b.textContent.trim() === TEXT)`
	found := h.ask(`(() => { const b = ` + strings.ReplaceAll(find, "TEXT", `"`+text+`"`) + `; if (b.length === 0) return document.querySelector("main").innerText.slice(0, 800); window.leaving = true; b[0].click(); return "" })()`)
	if found != "" {
		h.t.Fatalf("no %q on %s: %s", text, h.ask(`location.pathname`), found)
	}
	webtest.Until(h.t, func() string { return "another page after " + h.ask(`location.pathname`) }, func() bool {
		gone, err := chromedp.Run(h.b.Context(), chromedp.Evaluate[bool](`document.readyState === "complete" && !window.leaving`))
		return err == nil && gone
	})
}

// write puts a text into a field.
func (h hand) write(field, text string) {
	h.t.Helper()
	h.ask(`(() => { const f = document.getElementById("` + field + `"); f.value = ` + strconv.Quote(text) + `; return "" })()`)
}

func (h hand) says(text string) {
	h.t.Helper()
	if main := h.ask(`document.body.innerText`); !strings.Contains(main, text) {
		h.t.Fatalf("%s does not say %q: %s", h.ask(`location.pathname`), text, main)
	}
}

// From January to a published report, by clicking: the clerk writes two parts with fields, hands in, four people sign,
// the report goes to the 主管部门, comes back accepted and is published with its files.
func TestAClerkGoesFromJanuaryToAPublishedReport(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	h, year := hand{t, browser, &work{}}, lastYear()
	at := site.URL + "/workbench/reports"
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: at + path, Name: "reports-" + name})
	}
	site.LogIn(t, browser, "szj-jingban")
	look("list", "")
	look("overview-empty", "/"+year)
	look("tables", "/"+year+"/tables")
	look("text", "/"+year+"/text")
	look("write", "/"+year+"/text/1")
	h.open(at + "/" + year + "/text/1")
	if got := h.ask(`(() => { const a = document.getElementById("text"); a.value = "全年情况："; a.setSelectionRange(5, 5); document.querySelector('[data-insert][value="主动公开"]').click(); return a.value })()`); got != "全年情况：{{主动公开}}" {
		t.Errorf("the field was not set in: %q", got)
	}
	h.write("text", "{{年度}}，本机关{{主动公开}}，{{主动公开构成}}。\n全年的决定如下：{{图：行政决定}}\n{{收到申请}}。")
	h.press("保存")
	h.says("已保存")
	h.open(at + "/" + year + "/text/5")
	h.write("text", "解读材料偏少，栏目更新不够及时。将由办公室每月检查栏目，每件规范性文件配解读。")
	h.press("保存")
	look("overview", "/"+year)
	look("audit", "/"+year+"/audit")
	look("cell", "/"+year+"/cell/3/received/6")
	look("handin", "/"+year+"/handin")
	look("versions", "/"+year+"/versions")
	look("version", "/"+year+"/versions/1")
	h.open(at + "/" + year + "/handin")
	h.press("自审并送审")
	h.says("已送审")
	for _, sign := range []struct{ login, stage string }{{"shenhe", "科（股）室审核"}, {"baomi", "保密审查"}, {"qianfa", "签发"}} {
		site.LogIn(t, browser, "szj-"+sign.login)
		h.open(at + "/" + year + "/review")
		h.press("办理“" + sign.stage + "”")
		h.says("已办理：" + sign.stage)
	}
	look("review", "/"+year+"/review")
	site.LogIn(t, browser, "szj-jingban")
	h.open(at + "/" + year)
	h.press("报送主管部门")
	h.press("报送主管部门")
	h.says("已报送")
	site.LogIn(t, browser, "zhuguan")
	h.open(site.URL + "/workbench/agencies/szj/reports/" + year)
	h.press("同意或者退回")
	h.ask(`(() => { document.querySelector('[name=verdict][value=accept]').click(); return "" })()`)
	h.press("提交")
	h.says("已同意")
	site.LogIn(t, browser, "szj-jingban")
	h.open(at + "/" + year)
	h.press("公布")
	h.press("公布")
	h.says("已公布，索引号")
	if spent := h.work.machine + time.Duration(h.work.clicks)*thinking; spent > 15*time.Minute {
		t.Errorf("%d clicks and %v of waiting: %v in all, more than a quarter of an hour", h.work.clicks, h.work.machine, spent)
	}
	look("published", "/"+year)
	look("text-with-chart", "/"+year+"/text")
	public := checkPublic(t, site, year)
	browser.Check(t, webtest.Visit{URL: public, Name: "reports-public"})
	if n := h.ask(`String([...document.querySelectorAll("figure meter")].filter(m => m.getBoundingClientRect().width > 40 && m.value > 0).length)`); n == "0" {
		t.Error("the public sees no bars")
	}
}

// checkPublic reads the report on the public page and its files: the same figures everywhere.
func checkPublic(t *testing.T, site *apptest.Site, year string) (address string) {
	t.Helper()
	clerk := site.Client(t, "szj-jingban")
	var want annualreport.Report
	if err := want.UnmarshalJSON(get(t, clerk, site.URL+"/workbench/reports/"+year+"/file/json")); err != nil {
		t.Fatal(err)
	}
	list := string(get(t, http.DefaultClient, site.URL+"/agencies/szj/reports"))
	i := strings.Index(list, `href="/xxgk/records/`)
	if i < 0 {
		t.Fatalf("the report is not in the list of the public: %s", list)
	}
	path, _, _ := strings.Cut(list[i+len(`href="`):], `"`)
	address = strings.TrimSuffix(site.URL, "/xxgk") + path
	page := get(t, http.DefaultClient, address)
	public, err := extract.File("page.html", page, extract.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for table, rows := range annualreport.FormByID(annualreport.V2021).Tables {
		for _, row := range rows {
			for _, column := range row.Columns {
				if got, w := public.Cell(table, row.ID, column.ID), want.Cell(table, row.ID, column.ID); !got.Same(w) {
					t.Errorf("public: %s %s is %v, want %v", row.Label, column.Label, got, w)
				}
			}
		}
	}
	for _, format := range []string{".docx", ".pdf", ".xlsx"} {
		if !strings.Contains(string(page), "年度报告"+format) {
			t.Errorf("the page has no %s", format)
		}
	}
	return address
}

func get(t *testing.T, client *http.Client, address string) []byte {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v %.300s", address, answer.StatusCode, err, content)
	}
	return content
}

func post(t *testing.T, client *http.Client, address string, form url.Values) (int, string) {
	t.Helper()
	answer, err := client.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(content)
}

// paste reads a page into the collection as a supervisor does, and judge says what becomes of it.
func (h hand) paste(at, code, year, page string) {
	h.t.Helper()
	h.open(at + "/agencies/" + code + "/reports/" + year + "/import")
	h.write("page", page)
	h.press("读入并核查")
	h.says("已读入，请看核查结果")
}

func (h hand) judge(at, code, year, verdict, done string) {
	h.t.Helper()
	h.open(at + "/agencies/" + code + "/reports/" + year)
	h.press("同意或者退回")
	h.ask(`(() => { document.querySelector('[name=verdict][value=` + verdict + `]').click(); return "" })()`)
	h.press("提交")
	h.says(done)
}

// By clicking, a supervisor collects the reports of twelve agencies: two publish elsewhere with errors, which are found
// when their pages are pasted, go back with the findings as comments and come again mended; in the end all are accepted.
func TestASupervisorCollectsTwelveAgencies(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	h, year := hand{t, browser, &work{}}, lastYear()
	at := site.URL + "/workbench"
	supervisor := site.Client(t, "zhuguan")
	site.LogIn(t, browser, "zhuguan")
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: at + path, Name: "collection-" + name})
	}
	look("home", "/")
	look("import", "/agencies/mzj/reports/"+year+"/import")
	for _, tt := range []struct{ code, page, finds string }{
		{"lcj", pasted(year, "区林草局", 5, 4, 0), "左边合计5，右边为4"},
		{"swu", pasted(year, "区商务局", 6, 6, 0) + "\n本年新收政府信息公开申请9件。", "正文称收到申请9件"},
	} {
		h.paste(at, tt.code, year, tt.page)
		h.says(tt.finds)
		if original := string(get(t, supervisor, at+"/agencies/"+tt.code+"/reports/"+year+"/original/1")); strings.ReplaceAll(original, "\r\n", "\n") != strings.TrimSpace(tt.page) {
			t.Errorf("%s: the page is kept as %.80q", tt.code, original)
		}
		if status, text := post(t, supervisor, at+"/agencies/"+tt.code+"/reports/"+year+"/judge", url.Values{"verdict": {"return"}}); status != http.StatusUnprocessableEntity || !strings.Contains(text, "退回须写明") {
			t.Errorf("%s was returned without a word: %d", tt.code, status)
		}
		h.judge(at, tt.code, year, "return", "已退回") // with the findings as comments
	}
	if status, text := post(t, supervisor, at+"/agencies/wlj/reports/"+year+"/import", url.Values{"page": {"这不是年报"}}); status != http.StatusUnprocessableEntity || !strings.Contains(text, "不是政府信息公开工作年度报告") {
		t.Errorf("something else was read: %d", status)
	}
	if status, _ := post(t, supervisor, at+"/reports/collection/remind", url.Values{"year": {year}}); status != http.StatusSeeOther {
		t.Errorf("reminding: %d", status)
	}
	if text := string(get(t, site.Client(t, "kjj-jingban"), at+"/reports/"+year)); !strings.Contains(text, "催报") {
		t.Error("科技局 was not reminded")
	}
	look("board", "/reports/collection")
	look("unit", "/agencies/mzj/reports/"+year)
	look("waiting", "/agencies/jtj/reports/"+year)
	look("judge", "/agencies/jtj/reports/"+year+"/judge")
	h.judge(at, "jtj", year, "accept", "已同意")
	missing := []string{"lcj", "swu", "mzj"} // they come again
	for _, found := range regexp.MustCompile(`/workbench/agencies/([a-z]+)/reports/`+year+`"`).FindAllStringSubmatch(string(get(t, supervisor, at+"/reports/collection?show=missing")), -1) {
		missing = append(missing, found[1])
	}
	if len(missing) != 7 {
		t.Fatalf("still missing or wrong: %v", missing)
	}
	for _, code := range missing {
		h.paste(at, code, year, pasted(year, "单位"+code, 3, 3, 0))
		h.judge(at, code, year, "accept", "已同意")
	}
	board := string(get(t, supervisor, at+"/reports/collection"))
	if strings.Count(board, `/reports/`+year+`"`) != 12 || strings.Count(board, "已同意") < 12 {
		t.Errorf("%d agencies on the board, %d accepted, want 12", strings.Count(board, `/reports/`+year+`"`), strings.Count(board, "已同意"))
	}
	answer, err := supervisor.PostForm(at+"/reports/collection/file", url.Values{"year": {year}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, _ := io.ReadAll(answer.Body)
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if want := 1 + 2*12 + 6 + 2 + 7; err != nil || len(z.File) != want { // a summary, twelve reports in two formats, and every file from which one was read
		t.Fatalf("the bundle: %v, %d files, want %d", err, len(z.File), want)
	}
	look("sum", "/reports/collection/sum")
	look("shares", "/reports/collection/sum/3/received/6")
	look("compare", "/reports/collection/compare")
	if spent := h.work.machine + time.Duration(h.work.clicks)*thinking; spent > 60*time.Minute {
		t.Errorf("%d clicks and %v of waiting: %v in all", h.work.clicks, h.work.machine, spent)
	}
}

// pasted is a page as it is copied from a site: pipes, with n applications of which answered were answered.
func pasted(year, name string, n, answered, carried int64) string {
	r := written(year, name, n, answered, carried)
	form := annualreport.FormByID(r.Form)
	text := name + year + "年政府信息公开工作年度报告\n\n所列数据的统计期限自" + year + "年1月1日起至" + year + "年12月31日止，特此公布。\n\n"
	for i, s := range r.Sections {
		text += s.Number + "、" + s.Title + "\n\n本部分见下。\n\n"
		if table := annualreport.TableNo(i + 1); r.Tables[table] != nil {
			text += form.Sheet(table, r.Tables[table]).Markdown() + "\n"
		}
	}
	return text
}

// written is a report with so many applications.
func written(year, name string, n, answered, carried int64) *annualreport.Report {
	y, _ := strconv.Atoi(year)
	r, _ := annualreport.New(name, y)
	three := r.Tables[annualreport.Three]
	for row, v := range map[annualreport.RowID]int64{annualreport.Received: n, "O1": answered, annualreport.Total: answered, annualreport.CarriedOut: carried} {
		three[row][0], three[row][6] = annualreport.N(v), annualreport.N(v)
	}
	return r
}

// Whoever may not, cannot; what is missing or wrong comes back beside its field, and nothing typed is lost.
func TestTheWorkshopRefusesWhatIsWrong(t *testing.T) {
	site := apptest.Demo(t)
	year := lastYear()
	at := site.URL + "/workbench/reports/" + year
	clerk, verifier, supervisor := site.Client(t, "szj-jingban"), site.Client(t, "szj-shenhe"), site.Client(t, "zhuguan")
	for _, tt := range []struct {
		name   string
		who    *http.Client
		path   string
		form   url.Values
		status int
		says   string
	}{
		{"an unknown field", clerk, "/text/5", url.Values{"text": {"有{{不存在}}"}, "version": {"0"}}, 422, "不认识的字段"},
		{"an old version", clerk, "/text/5", url.Values{"text": {"有问题"}, "version": {"7"}}, 422, "已被修改"},
		{"a verifier writes", verifier, "/text/5", url.Values{"text": {"有问题"}, "version": {"0"}}, 403, ""},
		{"a number without a reason", clerk, "/cell/3/O1/0", url.Values{"value": {"5"}}, 422, "改动须写明理由"},
		{"no number", clerk, "/cell/3/O1/0", url.Values{"value": {"五"}, "because": {"纸质登记"}}, 422, "请填写整数"},
		{"a negative number", clerk, "/cell/3/O1/0", url.Values{"value": {"-1"}, "because": {"纸质登记"}}, 422, "不能为负"},
		{"no such cell", clerk, "/cell/3/O9/0", url.Values{"value": {"1"}, "because": {"纸质登记"}}, 404, ""},
		{"handed in with nothing written", clerk, "/handin", nil, 422, "第五部分没有内容"},
		{"handed to the 主管部门 before it was signed", clerk, "/submit", nil, 422, "审查签发之后才能报送"},
		{"published before it was signed", clerk, "/publish", nil, 422, "还没有送审和签发"},
		{"the 主管部门 writes", supervisor, "/text/5", url.Values{"text": {"有问题"}, "version": {"0"}}, 403, ""},
		{"a field by a button without JavaScript", clerk, "/text/5", url.Values{"text": {"已写的"}, "insert": {"办结"}, "version": {"0"}}, 200, "已写的{{办结}}"},
		{"a number with a reason", clerk, "/cell/3/O1/0", url.Values{"value": {"5"}, "because": {"纸质登记"}}, 303, ""},
	} {
		status, text := post(t, tt.who, at+tt.path, tt.form)
		if status != tt.status || !strings.Contains(text, tt.says) {
			t.Errorf("%s: %d, want %d with %q", tt.name, status, tt.status, tt.says)
		}
	}
	text := string(get(t, clerk, at+"/tables"))
	if !strings.Contains(text, "人工改数，登记簿为") || !strings.Contains(text, "纸质登记") {
		t.Error("the changed number does not stand out")
	}
	if text := string(get(t, clerk, at+"/audit")); !strings.Contains(text, "D-6") {
		t.Error("the audit says nothing of the changed number")
	}
	if status, _ := post(t, clerk, at+"/cell/3/O1/0/lift", nil); status != 303 {
		t.Errorf("lifting: %d", status)
	}
	if text := string(get(t, clerk, at+"/tables")); strings.Contains(text, "人工改数，登记簿为") {
		t.Error("the number still stands out")
	}
}

// The report on 2021 that the demo's 科技局 made from its registers is public with its three files, and in each stand the
// figures of the page.
func TestTheReportOfTheDemoIsPublicWithItsFiles(t *testing.T) {
	site := apptest.Demo(t)
	list := string(get(t, http.DefaultClient, site.URL+"/agencies/kjj/reports"))
	host := strings.TrimSuffix(site.URL, "/xxgk")
	var page []byte
	for _, found := range regexp.MustCompile(`href="(/xxgk/records/[^"]*)"[^>]*>[^<]*2021年`).FindAllStringSubmatch(list, -1) {
		page = get(t, http.DefaultClient, host+found[1])
	}
	want, err := extract.File("page.html", page, extract.Options{})
	if err != nil {
		t.Fatal(err, list)
	}
	pdf := &pdftext.Reader{}
	t.Cleanup(func() { _ = pdf.Close() })
	for _, format := range []string{".docx", ".pdf", ".xlsx"} {
		link := regexp.MustCompile(`href="(/xxgk/records/[^"]*` + format + `)" download`).FindStringSubmatch(string(page[bytes.Index(page, []byte(`id="files"`)):]))
		if link == nil {
			t.Fatalf("the page has no %s", format)
		}
		report, err := extract.File("report"+format, get(t, http.DefaultClient, host+link[1]), extract.Options{PDF: pdf.Pages})
		if err != nil {
			t.Fatal(format, err)
		}
		for table, rows := range annualreport.FormByID(annualreport.V2021).Tables {
			for _, row := range rows {
				for _, column := range row.Columns {
					if got, w := report.Cell(table, row.ID, column.ID), want.Cell(table, row.ID, column.ID); !got.Same(w) {
						t.Errorf("%s: %s %s is %v, want %v", format, row.Label, column.Label, got, w)
					}
				}
			}
		}
	}
}

// Many files at once: each is said to be read in or not, with the reason, and leads to its unit.
func TestManyFilesAreHandedInAtOnce(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	year, upper := lastYear(), site.Client(t, "zhuguan")
	form := url.Values{"year": {year}}
	if a := site.Send(t, upper, "/workbench/reports/collection/import", form, nil); a.Status != 422 || !strings.Contains(a.Text, "请选择文件") {
		t.Errorf("without a file: %d", a.Status)
	}
	a := site.Send(t, upper, "/workbench/reports/collection/import", form, map[string]string{
		"林草.txt": pasted(year, "武威市凉州区林草服务局（演示虚构）", 5, 4, 0), "区商务局（演示）.txt": pasted(year, "", 6, 6, 0), "别的.txt": "这不是年报"})
	for _, want := range []string{"读入了2份，共3个文件", "/workbench/agencies/lcj/reports/" + year, "/workbench/agencies/swu/reports/" + year, "处错误", "不是政府信息公开工作年度报告"} {
		if a.Status != 200 || !strings.Contains(a.Text, want) {
			t.Errorf("%d, the page lacks %q", a.Status, want)
		}
	}
	if a := site.Send(t, site.Client(t, "kjj-jingban"), "/workbench/reports/collection/import", form, map[string]string{"a.txt": "x"}); a.Status != 403 {
		t.Errorf("a bureau: %d", a.Status)
	}
	site.LogIn(t, browser, "zhuguan")
	browser.Check(t, webtest.Visit{URL: site.URL + "/workbench/reports/collection/import", Name: "collection-import-many"})
	browser.Check(t, webtest.Visit{URL: site.URL + "/workbench/reports/collection", Name: "collection-board-many"})
	readFromAddresses(t, site, browser, year, upper)
}
