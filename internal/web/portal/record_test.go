package portal_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/blob"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/filetext"
	"gongkai/internal/web/webtest"
)

func TestARecordIsReadWithItsHeadItsMetaTagsAndItsData(t *testing.T) {
	s := newSite(t)
	index := s.index(t, "城市照明设施管理办法（演示）")
	a := s.get(t, "/records/"+index)
	if a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	m := webtest.Select(t, a.body)
	m.Text("h1", "城市照明设施管理办法（演示）")
	m.Attr(`meta[name=ArticleTitle]`, "content", "城市照明设施管理办法（演示）")
	m.Attr(`meta[name=SiteName]`, "content", "武威市凉州区人民政府")
	m.Attr(`meta[name=ContentSource]`, "content", "武威市凉州区市政服务局（演示虚构）")
	m.Has(`meta[name=PubDate]`, 1)
	m.Has(`script[type="application/ld+json"]`, 1)
	m.Has(".facts > div", 10)
	m.Has("script:not([src]):not([type='application/ld+json']), [style], [onclick]", 0)
	if link := a.header.Get("Link"); !strings.Contains(link, s.base+"/records/"+index+`>; rel="canonical"`) {
		t.Errorf("canonical: %s", link)
	}
}

func TestAnUnknownRecordIsNotFoundInTheStyleOfTheSite(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/records/x/2026-1", "/records/x/2026-1.pdf", "/records/" + s.index(t, "机关简介") + "/versions/2", "/records/" + s.index(t, "机关简介") + "/files/0123456789abcdef/a.pdf", "/agencies/none/", "/agencies/kjj/catalog?column=none", "/nowhere"} {
		a := s.get(t, path)
		if a.status != 404 {
			t.Errorf("%s: %d", path, a.status)
		}
		webtest.Select(t, a.body).Has(".masthead", 1)
	}
}

func TestAWithdrawnRecordSaysWhyAtItsAddressAndShowsNothingElse(t *testing.T) {
	s := newSite(t)
	id, index := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "含有个人信息的名单", Body: "<p>某某，住址某处。</p>"}, "")
	before := s.get(t, "/records/"+index)
	if before.status != 200 || !strings.Contains(s.get(t, "/agencies/kjj/").body, "含有个人信息的名单") {
		t.Fatalf("not public: %d", before.status)
	}
	s.withdraw(t, "kjj", id, "误公开个人信息")
	for _, path := range []string{"", ".pdf", ".ofd", ".docx"} {
		a := s.get(t, "/records/"+index+path)
		if want := map[string]int{"": 410, ".pdf": 404, ".ofd": 404, ".docx": 404}[path]; a.status != want {
			t.Errorf("%q: %d, want %d", path, a.status, want)
		}
		if strings.Contains(a.body, "住址某处") || strings.Contains(a.body, "含有个人信息的名单") {
			t.Errorf("%q still shows the content", path)
		}
	}
	if a := s.get(t, "/records/"+index); !strings.Contains(a.body, "误公开个人信息") {
		t.Error("the page does not give the reason")
	}
	r := httptest.NewRequest("GET", base+"/records/"+index, nil)
	r.Header.Set("If-None-Match", before.header.Get("ETag"))
	if a := s.ask(t, r); a.status != 410 {
		t.Errorf("who kept the page is told %d", a.status)
	}
	for _, path := range []string{"/", "/agencies/kjj/", "/agencies/kjj/catalog?all=1", "/search?q=个人信息", "/feed.atom", "/sitemap.xml"} {
		if strings.Contains(s.get(t, path).body, "含有个人信息的名单") || strings.Contains(s.get(t, path).body, index) {
			t.Errorf("%s still lists it", path)
		}
	}
}

func TestPagesAreKeptAndMadeAnewByEveryPublication(t *testing.T) {
	s := newSite(t)
	id, index := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "办事时间", Body: "<p>周一至周五。</p>"}, "")
	path := "/records/" + index
	first := s.get(t, path)
	tag := first.header.Get("ETag")
	again := func(want int) answer {
		t.Helper()
		r := httptest.NewRequest("GET", base+path, nil)
		r.Header.Set("If-None-Match", tag)
		a := s.ask(t, r)
		if a.status != want {
			t.Errorf("%d, want %d", a.status, want)
		}
		return a
	}
	again(304)
	// What happens elsewhere and does not show leaves the page as it is.
	s.publish(t, "szj", disclosure.Record{Kind: disclosure.Plain, Title: "别处的事", Body: "<p>别处。</p>"}, "")
	if a := again(304); a.body != "" {
		t.Error("304 with a body")
	}
	s.revise(t, "kjj", id, func(r *disclosure.Record) { r.Body = "<p>周一至周六。</p>" }, "办公时间调整")
	a := again(200)
	if !strings.Contains(a.body, "周一至周六") || !strings.Contains(a.body, "办公时间调整") {
		t.Error("the revision does not show")
	}
	old := s.get(t, path+"/versions/1")
	if !strings.Contains(old.body, "周一至周五") || !strings.Contains(old.body, "已经修订") {
		t.Error("the first version is not shown as such")
	}
	// The changed characters are marked inside the lines.
	marks := regexp.MustCompile(`</?(del|ins|mark|span|b)\b[^>]*>`)
	if newer := marks.ReplaceAllString(s.get(t, path+"/versions/2").body, ""); !strings.Contains(newer, "周一至周五") || !strings.Contains(newer, "周一至周六") {
		t.Error("the second version does not show what changed")
	}
}

func TestPagesComeCompressedAsAskedFor(t *testing.T) {
	s := newSite(t)
	for accept, want := range map[string]string{"gzip": "gzip", "br, gzip": "br", "gzip, br;q=0": "gzip", "identity": "", "": ""} {
		r := httptest.NewRequest("GET", base+"/agencies/kjj/guide", nil)
		r.Header.Set("Accept-Encoding", accept)
		a := s.ask(t, r)
		if got := a.header.Get("Content-Encoding"); got != want || a.status != 200 {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
}

func TestARepealedDocumentSaysSoFromTheDayOfItsRepeal(t *testing.T) {
	s := newSite(t)
	today := civil.Of(s.db.Now())
	id, index := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Normative, Issuer: "武威市凉州区科学技术局", Title: "旧办法", DocNo: "凉科发〔2024〕1号", EffectiveOn: today.AddDays(-400), Body: "<p>旧。</p>"}, "")
	if a := s.get(t, "/records/"+index); !strings.Contains(a.body, "现行有效") {
		t.Error("not in force")
	}
	_, by := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Normative, Issuer: "武威市凉州区科学技术局", Title: "新办法", DocNo: "凉科发〔2026〕2号", EffectiveOn: today, Body: "<p>新。</p>",
		Links: []disclosure.Link{{Relation: disclosure.Repeals, To: id, On: today}}}, "")
	a := s.get(t, "/records/"+index)
	m := webtest.Select(t, a.body)
	m.Text(".notice .notice-title", "本文件已经废止")
	m.Attr(".notice a", "href", base+"/records/"+by)
	if a := s.get(t, "/normative?state=废止"); !strings.Contains(a.body, "旧办法") || strings.Contains(a.body, ">新办法<") {
		t.Error("the library does not file it under 废止")
	}
	_, reading := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Interpretation, Item: "FD-01", Title: "新办法解读", Body: "<p>说明。</p>",
		Links: []disclosure.Link{{Relation: disclosure.Interprets, To: disclosure.ID(s.recordID(t, "新办法"))}}}, "")
	if a := s.get(t, "/records/"+by); !strings.Contains(a.body, "政策解读") || !strings.Contains(a.body, base+"/records/"+reading) {
		t.Error("the document does not lead to its interpretation")
	}
	if a := s.get(t, "/records/"+reading); !strings.Contains(a.body, "解读的文件") {
		t.Error("the interpretation does not lead to its document")
	}
}

func TestARecordIsDownloadedAsFilesThatOpen(t *testing.T) {
	s := newSite(t)
	ref, err := s.blobs.Put(t.Context(), strings.NewReader("姓名,金额\n甲,1\n"), blob.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	_, index := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "补贴/名单", Body: `<h1>一、说明</h1><p style="text-align: center">正文</p><table><tr><th>项</th><th>额</th></tr><tr><td colspan="2">合计</td></tr></table><ol><li>甲</li></ol>`,
		Files: []disclosure.File{{Name: "补贴 名单.csv", Hash: string(ref.Hash), Type: "csv", Size: ref.Size}}}, "")
	pdf := s.get(t, "/records/"+index+".pdf")
	if pdf.status != 200 || !strings.HasPrefix(pdf.body, "%PDF-") || !strings.Contains(pdf.header.Get("Content-Disposition"), "%E8%A1%A5%E8%B4%B4_") {
		t.Errorf("pdf: %d %v", pdf.status, pdf.header)
	}
	s.readsAsPDF(t, index)
	docx := s.get(t, "/records/"+index+".docx")
	if _, err := zip.NewReader(bytes.NewReader([]byte(docx.body)), int64(len(docx.body))); err != nil {
		t.Errorf("docx: %v", err)
	}
	page := s.get(t, "/records/"+index)
	m := webtest.Select(t, page.body)
	m.Has(".files a", 1)
	m.Has(".prose h1", 0)
	m.Has(".prose .align-center", 1)
	m.Has(`.prose [role=region][tabindex="0"] table`, 1)
	var href string
	if i := strings.Index(page.body, `/files/`); i > 0 {
		start := strings.LastIndex(page.body[:i], `"`) + 1
		href = page.body[start : i+strings.Index(page.body[i:], `"`)]
	}
	m.Has(`a[download][href="`+base+"/records/"+index+`.ofd"]`, 1)
	file := s.get(t, strings.TrimPrefix(href, base))
	if file.status != 200 || !strings.Contains(file.body, "甲,1") || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("%s: %d %v", href, file.status, file.header)
	}
}

// readsAsPDF holds that the record as OFD is sound and says what it says as PDF, and returns that.
func (s *site) readsAsPDF(t *testing.T, index string) (words string) {
	t.Helper()
	ofd := s.get(t, "/records/"+index+".ofd")
	if ofd.status != 200 || ofd.header.Get("Content-Type") != "application/ofd" || !strings.Contains(ofd.header.Get("Content-Disposition"), ".ofd") {
		t.Fatalf("%s as ofd: %d %v", index, ofd.status, ofd.header)
	}
	ofdtest.Check(t, []byte(ofd.body))
	var pdf pdftext.Reader
	defer func() { _ = pdf.Close() }()
	said := map[string]string{}
	for kind, content := range map[string]string{"pdf": s.get(t, "/records/"+index+".pdf").body, "ofd": ofd.body} {
		text, err := filetext.Text([]byte(content), &pdf)
		if err != nil {
			t.Fatalf("%s as %s: %v", index, kind, err)
		}
		said[kind] = pageNumber.ReplaceAllString(letters(text), "")
		words = said[kind]
		runes := []rune(words)
		slices.Sort(runes) // readers go through the cells of tables each in their own order
		said[kind] = string(runes)
	}
	if said["ofd"] != said["pdf"] || said["ofd"] == "" {
		t.Errorf("%s has other letters as OFD\n%s\nthan as PDF\n%s", index, said["ofd"], said["pdf"])
	}
	again := s.ask(t, asIfKept(base+"/records/"+index+".ofd", ofd.header.Get("Etag")))
	if again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("%s as OFD is sent again: %d, %d bytes", index, again.status, len(again.body))
	}
	return words
}

func asIfKept(path, tag string) *http.Request {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("If-None-Match", tag)
	return r
}

// pageNumber is at the foot of pages; readers of OFD leave it out, those of PDF do not.
var pageNumber = regexp.MustCompile(`—\d+—`)

// letters leaves out what readers put in differently: blanks and line ends.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// Every record that is published is to be had as OFD, and reads there as in the PDF: documents, tables, charts, lists.
func TestEveryRecordReadsAsOFDAsItDoesAsPDF(t *testing.T) {
	s := newSite(t)
	feed := s.get(t, "/feed.atom")
	seen := map[string]bool{}
	for _, found := range regexp.MustCompile(`/records/([^"<#]+)`).FindAllStringSubmatch(feed.body, -1) {
		index := found[1]
		if kind, _, _ := strings.Cut(s.titleOf(t, index), "（演示第"); seen[kind] {
			continue // there are many that differ in their number only
		} else {
			seen[kind] = true
		}
		if words := s.readsAsPDF(t, index); !strings.Contains(words, "索引号："+index) {
			t.Errorf("%s does not name its 索引号: %s", index, words)
		}
	}
	if len(seen) < 8 {
		t.Errorf("only %d records", len(seen))
	}
}

func (s *site) titleOf(t *testing.T, index string) string {
	t.Helper()
	title, _, _ := strings.Cut(s.get(t, "/records/"+index).body, "</title>")
	return title[strings.Index(title, "<title>")+len("<title>"):]
}
