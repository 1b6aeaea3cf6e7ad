package supervision_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/docgen/ofdtest"
)

func TestTheLetterOfACorrectionIsTakenAwayFromItsPage(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	send := func(path string, form url.Values) (status int, kind string, body []byte) {
		t.Helper()
		answer, err := clerk.PostForm(site.URL+"/workbench/complaints"+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		body, err = io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, answer.Header.Get("Content-Type"), body
	}
	day := func(name string, more url.Values) url.Values {
		more.Set(name+"-year", "2026")
		more.Set(name+"-month", "5")
		more.Set(name+"-day", "6")
		return more
	}
	status, _, body := send("/new", day("arrived_on", url.Values{"kind": {"own_record"}, "channel": {"in_person"}, "about": {"szj"}, "text": {"路灯报修登记的住址记错"}, "evidence": {"户口簿"},
		"name": {"李一凡"}, "identity_kind": {"resident_id"}, "identity": {"11010519491231002X"}, "phone": {"13800001234"}, "address": {"某路1号"}}))
	if status != 303 && status != 200 {
		t.Fatalf("%d %s", status, regexp.MustCompile(`class="[^"]*error[^"]*"[^>]*>[^<]*`).FindAllString(string(body), -1))
	}
	_, list := page(t, clerk, site.URL+"/workbench/complaints?kind=own_record")
	m := regexp.MustCompile(`href="/xxgk/workbench/complaints(/co_[^"/?]+)"`).FindStringSubmatch(list)
	if m == nil {
		t.Fatal("the case is not in the list")
	}
	if _, text := page(t, clerk, site.URL+"/workbench/complaints"+m[1]); strings.Contains(text, m[1]+"/letter") {
		t.Error("a letter before the outcome")
	}
	if status, _, _ = send(m[1]+"/do/concluded", day("on", url.Values{"outcome": {"corrected"}, "text": {"登记时抄错门牌号"}})); status != 303 {
		t.Fatalf("concluded: %d", status)
	}
	_, text := page(t, clerk, site.URL+"/workbench/complaints"+m[1])
	if !strings.Contains(text, m[1]+"/letter") {
		t.Fatal("the page of the case has no letter")
	}
	_, text = page(t, clerk, site.URL+"/workbench/complaints"+m[1]+"/letter")
	for _, want := range []string{"信息更正告知书", "登记时抄错门牌号", "缺少更正内容", "路灯报修登记的住址记错"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(text, "李一凡") {
		t.Error("the page names who asked")
	}
	if status, _, body = send(m[1]+"/letter", url.Values{"do": {"issue"}}); status != 422 || !strings.Contains(string(body), "缺少更正内容") {
		t.Errorf("issued with something missing: %d", status)
	}
	if status, _, body = send(m[1]+"/letter", url.Values{"do": {"show"}, "changed": {"门牌号由一号更正为二号"}}); status != 200 || strings.Contains(string(body), "缺少更正内容") {
		t.Errorf("the preview: %d", status)
	}
	full := url.Values{"do": {"issue"}, "changed": {"门牌号由一号更正为二号"}}
	if status, _, body := send(m[1]+"/letter", full); status != 303 {
		t.Fatalf("issued: %d %s", status, body)
	}
	if status, _, body := send(m[1]+"/letter", full); status != 422 && status != 409 || !strings.Contains(string(body), "已经出具") {
		t.Errorf("issued twice: %d", status)
	}
	_, text = page(t, clerk, site.URL+"/workbench/complaints"+m[1])
	paper := regexp.MustCompile(`href="/xxgk(/workbench/complaints/[^"]+/letters/[^"]+/)pdf"[^>]*>信息更正告知书 ([^<]+)\.pdf<`).FindStringSubmatch(text)
	if paper == nil || !strings.Contains(paper[2], "号") {
		t.Fatalf("the page has no letter with a number: %v", paper)
	}
	take := func(form string) (string, []byte) {
		answer, err := clerk.Get(site.URL + paper[1] + form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		content, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != 200 {
			t.Fatalf("%s: %d %v", form, answer.StatusCode, err)
		}
		return answer.Header.Get("Content-Type"), content
	}
	if kind, content := take("pdf"); kind != "application/pdf" || !bytes.HasPrefix(content, []byte("%PDF-")) {
		t.Errorf("the PDF: %s", kind)
	}
	kind, content := take("ofd")
	if ofdtest.Check(t, content); kind != "application/ofd" {
		t.Errorf("the OFD: %s", kind)
	}
	_, body = take("docx")
	book, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	document, err := book.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	words, err := io.ReadAll(document)
	if err != nil || !strings.Contains(string(words), "门牌号由一号更正为二号") || !strings.Contains(string(words), "李一凡") || !strings.Contains(string(words), paper[2]) {
		t.Errorf("the DOCX lacks what was typed or the name (%v)", err)
	}
}
