package portal_test

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/docread"
	"gongkai/internal/web/webtest"
)

// TestAPageSaysSinceWhenAndByWhatADocumentEnds has a document with an end of its own, amended once and then repealed
// before that end: the page names the repeal and its day, not the amendment, and not the day that was overtaken.
func TestAPageSaysSinceWhenAndByWhatADocumentEnds(t *testing.T) {
	s := newSite(t)
	today := civil.Of(s.db.Now())
	document := func(title, no string, from, until civil.Date, links ...disclosure.Link) (disclosure.ID, string) {
		t.Helper()
		return s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Normative, Issuer: "武威市凉州区科学技术局", Title: title, DocNo: no, EffectiveOn: from, ExpiresOn: until, Body: "<p>文。</p>", Links: links}, "")
	}
	old, index := document("旧办法", "凉科发〔2024〕1号", today.AddDays(-400), today.AddDays(300))
	head := func() string { return s.get(t, "/records/"+index).body }
	if page := head(); !strings.Contains(page, "有效期至") || !strings.Contains(page, today.AddDays(300).String()) {
		t.Error("the end of its own is not in the head")
	}
	_, amendment := document("修改决定", "凉科发〔2025〕1号", today.AddDays(-50), civil.Date{}, disclosure.Link{Relation: disclosure.Amends, To: old, On: today.AddDays(-50)})
	m := webtest.Select(t, head())
	m.Text(".notice .notice-title", "本文件已经修改，请对照修改文件阅读")
	m.Attr(".notice a", "href", base+"/records/"+amendment)
	_, repeal := document("新办法", "凉科发〔2026〕2号", today.AddDays(-10), civil.Date{}, disclosure.Link{Relation: disclosure.Repeals, To: old, On: today.AddDays(-10)})
	m = webtest.Select(t, head())
	m.Text(".notice .notice-title", "本文件已经废止")
	m.Attr(".notice a", "href", base+"/records/"+repeal)
	page := head()
	for _, want := range []string{"自" + today.AddDays(-10).Chinese() + "起废止", "废止日期"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %s", want)
		}
	}
	if strings.Contains(page, today.AddDays(300).String()) {
		t.Error("the page still tells the day that the repeal has overtaken")
	}
	// What will be repealed says so before.
	soon, at := document("现行办法", "凉科发〔2024〕9号", today.AddDays(-400), civil.Date{})
	_, next := document("将来的办法", "凉科发〔2026〕3号", today.AddDays(20), civil.Date{}, disclosure.Link{Relation: disclosure.Repeals, To: soon, On: today.AddDays(20)})
	m = webtest.Select(t, s.get(t, "/records/"+at).body)
	m.Text(".notice .notice-title", "本文件将自"+today.AddDays(20).Chinese()+"起废止")
	m.Attr(".notice a", "href", base+"/records/"+next)
}

// TestAFileOfARepealedDocumentSaysSo takes the document away in every form, before and after.
func TestAFileOfARepealedDocumentSaysSo(t *testing.T) {
	s := newSite(t)
	today := civil.Of(s.db.Now())
	old, index := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Normative, Issuer: "武威市凉州区科学技术局", Title: "旧办法", DocNo: "凉科发〔2024〕1号", EffectiveOn: today.AddDays(-400), Body: "<p>旧。</p>"}, "")
	before := s.get(t, "/records/"+index+".html")
	if strings.Contains(before.body, "废止") {
		t.Error("said too early")
	}
	s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Normative, Issuer: "武威市凉州区科学技术局", Title: "新办法", DocNo: "凉科发〔2026〕2号", EffectiveOn: today, Body: "<p>新。</p>",
		Links: []disclosure.Link{{Relation: disclosure.Repeals, To: old, On: today}}}, "")
	after := s.get(t, "/records/"+index+".html")
	if want := "本文件已经废止，自" + today.Chinese() + "起废止，见《新办法》凉科发〔2026〕2号。"; !strings.Contains(after.body, want) {
		t.Errorf("the file does not say %q: %.600s", want, after.body)
	}
	if before.header.Get("Etag") == after.header.Get("Etag") {
		t.Error("a copy from before the repeal counts as fresh")
	}
	doc, err := docread.Read([]byte(s.get(t, "/records/"+index+".docx").body))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, b := range doc.Blocks {
		text.WriteString(b.Text)
	}
	if !strings.Contains(text.String(), "本文件已经废止") {
		t.Errorf("the DOCX does not say so: %s", text.String())
	}
}
