package cases_test

import (
	"bytes"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/web/webtest"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const bundlePath = "/workbench/cases/bundle"

// bundleOf is the form of a bundle with what letters have in common.
func bundleOf(rows map[string]string) url.Values {
	today := apptest.Today().String()
	form := url.Values{"channel": {"registered_mail"}, "form": {"paper"}, "route": {"post"}, "letters": {"6"},
		"arrived_on-year": {today[:4]}, "arrived_on-month": {today[5:7]}, "arrived_on-day": {today[8:]}}
	for name, value := range rows {
		form.Set(name, value)
	}
	return form
}

// sendTable hands in a table with the rest of the form.
func (v visitor) sendTable(name string, content []byte, form url.Values) (int, string) {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range form {
		for _, value := range values {
			_ = w.WriteField(field, value)
		}
	}
	_ = w.WriteField("do", "read")
	part, _ := w.CreateFormFile("table", name)
	_, _ = part.Write(content)
	_ = w.Close()
	request, err := http.NewRequest(http.MethodPost, v.base+bundlePath, &body)
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", w.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

var shownValue = regexp.MustCompile(`name="(\d+\.[a-z_]+(?:-[a-z]+)?)"[^>]*? value="([^"]+)"`)

// shown are the values that the letters of the form hold, chosen options and long texts among them.
func shown(page string) url.Values {
	values := url.Values{}
	for _, m := range shownValue.FindAllStringSubmatch(page, -1) {
		values.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea[^>]*name="(\d+\.content)"[^>]*>([^<]+)</textarea>`).FindAllStringSubmatch(page, -1) {
		values.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]*name="(\d+\.[a-z_]+)"[^>]*>(.*?)</select>`).FindAllStringSubmatch(page, -1) {
		if chosen := regexp.MustCompile(`value="([^"]+)" selected`).FindStringSubmatch(m[2]); chosen != nil {
			values.Set(m[1], chosen[1])
		}
	}
	return values
}

func TestABundleOfEveryKindOfApplicant(t *testing.T) {
	clerk := visit(t, apptest.Demo(t), "szj-jingban")
	rows := map[string]string{
		"1.name": "李一凡", "1.identity_number": "11010519491231002X", "1.phone": "13800001234", "1.content": "甲路道路养护合同",
		"2.category": "business", "2.name": "某某建设有限公司", "2.identity_number": "91350100M000100Y43", "2.representative": "张三", "2.contact": "王五", "2.phone": "0935-1234567", "2.content": "乙路改造中标通知书",
		"3.category": "legal_service", "3.name": "某某律师事务所", "3.identity": "other", "3.identity_number": "3162019XXXXXXXX", "3.representative": "赵六", "3.contact": "钱七", "3.email": "lvsuo@example.cn", "3.content": "丙路拆除决定", "3.channel": "online:email",
		"5.name": "JOHN DOE", "5.identity": "passport", "5.identity_number": "E12345678", "5.address": "某市某路1号", "5.content": "丁路路灯名录", "5.channel": "fax",
		"6.category": "research", "6.name": "某某研究院", "6.identity_number": "91350100M000100Y43", "6.representative": "孙八", "6.contact": "李九", "6.phone": "13800001235", "6.content": "乙路改造中标通知书",
	}
	wrong := map[string]string{}
	for name, value := range rows {
		wrong[name] = value
	}
	wrong["2.representative"], wrong["3.email"], wrong["5.identity_number"], wrong["1.confirmed_on-year"], wrong["1.confirmed_on-month"] = "", "lvsuo", "E1", "2026", "13"
	code, page := clerk.post(bundlePath, bundleOf(wrong))
	if code != http.StatusUnprocessableEntity {
		t.Fatalf("%d", code)
	}
	for _, want := range []string{"第2件：请填写法定代表人", "第3件：电子邮箱格式不对", "第5件：护照号码", "第6件：同一申请人申请过相同的内容（这一批的第2行）", "确认日期"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	kept := shown(page)
	for name, value := range wrong {
		if value != "" && kept.Get(name) != value {
			t.Errorf("%s: %q was lost, there is %q", name, value, kept.Get(name))
		}
	}
	rows["6.anyway"] = "1"
	code, page = clerk.post(bundlePath, bundleOf(rows))
	if code != http.StatusOK || !strings.Contains(page, "已登记5件") || strings.Count(page, "待确认") != 2 {
		t.Fatalf("%d: not registered", code)
	}
	code, page = clerk.post(bundlePath, bundleOf(map[string]string{"do": "more", "2.name": "还没写完"}))
	if code != http.StatusOK || !strings.Contains(page, "第11件") || shown(page).Get("2.name") != "还没写完" {
		t.Errorf("%d: no more letters", code)
	}
	if code, page = clerk.post(bundlePath, bundleOf(nil)); code != http.StatusUnprocessableEntity || !strings.Contains(page, "请至少填写一件") {
		t.Errorf("%d: an empty bundle", code)
	}
}

func TestABundleIsReadFromATable(t *testing.T) {
	clerk := visit(t, apptest.Demo(t), "szj-jingban")
	_, template, _ := clerk.get(bundlePath + ".xlsx")
	book, err := excelize.OpenReader(strings.NewReader(template))
	if err != nil {
		t.Fatal(err)
	}
	head, _ := book.GetRows("来信")
	put := func(row int, cells map[string]any) {
		t.Helper()
		for i, title := range head[0] {
			at, _ := excelize.CoordinatesToCellName(i+1, row)
			if value, ok := cells[title]; ok {
				if err := book.SetCellValue("来信", at, value); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	put(2, map[string]any{"姓名或者名称": "李一凡", "证件号码": "11010519491231002X", "联系电话": "13800001234", "申请的信息": "戊路验收报告"})
	put(4, map[string]any{"申请人类别": "社会公益组织", "姓名或者名称": "某某基金会", "证件号码": "91350100M000100Y43", "法定代表人或者负责人": "张三", "联系人": "王五", "通信地址": "某市某路2号",
		"申请的信息": "己路名录", "渠道": "平常信函", "到达日期": "2026/1/5", "确认日期": 46027, "联系记录": "5日电话确认，本人接听"})
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	code, page := clerk.sendTable("来信.xlsx", file.Bytes(), bundleOf(map[string]string{"1.name": "先写的", "1.identity_number": "440524188001010014", "1.phone": "13800001234", "1.content": "庚路"}))
	got := shown(page)
	for name, want := range map[string]string{"1.name": "先写的", "2.name": "李一凡", "3.category": "welfare", "3.name": "某某基金会", "3.channel": "ordinary_mail",
		"3.arrived_on-year": "2026", "3.arrived_on-day": "5", "3.confirmed_on-month": "1", "3.confirmed_on-day": "5", "3.content": "己路名录"} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if code != http.StatusOK {
		t.Errorf("%d: %s", code, regexp.MustCompile(`(?s)<div[^>]*errorsummary.*?</div>`).FindString(page))
	}
	form := bundleOf(nil)
	for name := range got {
		form.Set(name, got.Get(name))
	}
	if code, page = clerk.post(bundlePath, form); code != http.StatusOK || !strings.Contains(page, "已登记3件") {
		t.Errorf("%d: what was read cannot be registered", code)
	}
	// A table of another office: other titles, another encoding, words that nobody knows.
	other, _ := simplifiedchinese.GB18030.NewEncoder().String("序号,姓名,类别,身份证号,电话,申请内容,收到日期\n1,钱某,公司,110105194912310,13800001234,辛路,上周\n")
	code, page = clerk.sendTable("别处.csv", []byte(other), bundleOf(nil))
	for _, want := range []string{"申请人类别没有“公司”这一项", "到达日期“上周”不是日期", "第1件：", "（表格第2行）", "钱某", "110105194912310"} {
		if !strings.Contains(page, want) {
			t.Errorf("%d: the page does not say %q", code, want)
		}
	}
	for name, content := range map[string]string{"没有表头.csv": "甲,乙\n1,2\n", "图片.png": "\x89PNG\r\n", "空.csv": " "} {
		if code, page := clerk.sendTable(name, []byte(content), bundleOf(map[string]string{"1.name": "先写的"})); code != http.StatusUnprocessableEntity || shown(page).Get("1.name") != "先写的" {
			t.Errorf("%s: %d", name, code)
		}
	}
}

func TestABundleInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	site.LogIn(t, browser, "szj-jingban")
	browser.Check(t, webtest.Visit{URL: site.URL + bundlePath, Name: "cases-bundle"})
}

// The pages of what became of an answered application: its packages, and putting right what is published.
func TestThePagesOfAClosedApplicationInChromium(t *testing.T) {
	site, browser := apptest.Demo(t), webtest.Open(t)
	clerk := visit(t, site, "szj-jingban")
	one := clerk.find("城区道路养护支出明细")
	if code, _, _ := clerk.get(one + "/archive.zip"); code != http.StatusOK {
		t.Fatal(code)
	}
	site.LogIn(t, browser, "szj-jingban")
	browser.Check(t, webtest.Visit{URL: site.URL + one, Name: "cases-archived"})
	browser.Check(t, webtest.Visit{URL: site.URL + one + "/do/rectified", Name: "cases-rectify"})
	browser.Check(t, webtest.Visit{URL: site.URL + one + "/do/reopened", Name: "cases-reopen"})
}
