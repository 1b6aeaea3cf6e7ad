package columns_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/chromedp/chromedp"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const table = `社会救助领域基层政务公开标准目录
序号,公开事项,,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,,公开方式,,公开层级,
,一级事项,二级事项,,,,,,全社会,特定群体,主动,依申请公开,县级,乡级
1,综合业务,政策法规文件,各地配套政策文件,《条例》,制定之日起10个工作日,民政局,■政府网站,√,,√,,√,√
2,,监督检查,救助信访通讯地址,《条例》,每年,民政局,■政府网站,√,,√,,√,√
3,临时救助,,,,,,,,,,,,
`

// send hands a file in as a browser would.
func send(t *testing.T, client *http.Client, url, name string, content []byte) (int, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("table", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	answer, err := client.Post(url, w.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, read(t, answer)
}

func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func get(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	answer, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, answer)
}

func TestAStandardCatalogueComesInAndGoesOutAgain(t *testing.T) {
	site := apptest.Demo(t)
	client := site.Client(t, "szj-jingban")
	at := site.URL + "/workbench/catalog"
	gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(table))
	if err != nil {
		t.Fatal(err)
	}
	status, page := send(t, client, at+"/import", "社会救助.csv", gbk)
	if status != http.StatusOK || !strings.Contains(page, "第6行") || !strings.Contains(page, "没有公开内容（要素）") {
		t.Fatalf("%d %.600s", status, page)
	}
	tree := get(t, client, at)
	for _, words := range []string{"　监督检查", "下设2个栏目", "每年更新"} {
		if !strings.Contains(tree, words) {
			t.Errorf("the tree does not have %q", words)
		}
	}
	for _, kind := range []string{"csv", "xlsx"} {
		out := get(t, client, at+"/export/"+kind)
		status, page = send(t, client, at+"/import", "目录."+kind, []byte(out))
		if status != http.StatusOK || !strings.Contains(page, "导入结果") {
			t.Fatalf("%s: %d %.600s", kind, status, page)
		}
		if sel := webtest.Select(t, page); strings.Contains(page, "重复") {
			t.Errorf("%s: %v", kind, sel)
		}
	}
	if again := get(t, client, at); strings.Count(again, ">　监督检查<") != strings.Count(tree, ">　监督检查<") {
		t.Error("an export read in again makes columns anew")
	}
	if status, page = send(t, client, at+"/import", "名单.csv", []byte("姓名,金额\n某某,1\n")); status != http.StatusUnprocessableEntity || !strings.Contains(page, "没有找到表头") {
		t.Errorf("%d %.300s", status, page)
	}
}

func TestPagesInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	site.LogIn(t, browser, "szj-jingban")
	look := func(name, path string) {
		t.Helper()
		browser.Check(t, webtest.Visit{URL: site.URL + "/workbench" + path, Name: "columns-" + name})
	}
	look("tree", "/catalog")
	look("empty", "/catalog?state=empty")
	look("new", "/catalog/new")
	look("import", "/catalog/import")
	if err := chromedp.Do(browser.Context(), chromedp.Navigate(site.URL+"/workbench/catalog")); err != nil {
		t.Fatal(err)
	}
	first, err := chromedp.Run(browser.Context(), chromedp.Evaluate[string](`document.querySelector("main tbody th a").pathname.split("/workbench")[1]`))
	if err != nil {
		t.Fatal(err)
	}
	look("one", first)
}
