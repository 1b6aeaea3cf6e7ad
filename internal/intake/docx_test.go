package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/intake"
)

// A pack is a file made of parts.
type pack map[string]string

func (p pack) bytes(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range p {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const word = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>`

func docx(body string, parts pack) pack {
	out := pack{"[Content_Types].xml": "<Types/>", "word/document.xml": word + body + "<w:sectPr><w:pgSz w:w=\"11906\"/></w:sectPr></w:body></w:document>"}
	for name, text := range parts {
		out[name] = text
	}
	return out
}

func par(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

func set(align, text string) string {
	return `<w:p><w:pPr><w:jc w:val="` + align + `"/></w:pPr><w:r><w:t>` + text + "</w:t></w:r></w:p>"
}

func read(t *testing.T, name string, data []byte) intake.Draft {
	t.Helper()
	d, err := intake.Read(t.Context(), name, data, intake.Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return d
}

func notes(d intake.Draft) string { return strings.Join(d.Notes, "\n") }

// official is a 通知 as a bureau's office makes it with WPS: letterhead in a text box, number and signer on one line,
// a title over two lines, clauses numbered by the program, a table, signature, 附注 and 版记.
func official() pack {
	box := `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>` + set("center", "凉州区科学技术局文件") +
		`</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + set("center", "凉州区科学技术局文件") +
		`</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`
	clause := func(text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	table := `<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>` +
		`<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>` + par("类别") + `</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + par("额度") + `</w:tc></w:tr>` +
		`<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>` + par("企业") + `</w:tc><w:tc>` + par("高校 &amp; 院所") + `</w:tc></w:tr>` +
		`<w:tr><w:tc>` + par("创新券") + `</w:tc><w:tc>` + par("10万元") + `</w:tc><w:tc>` + par("5万元") + `</w:tc></w:tr></w:tbl>`
	return docx(box+set("center", "凉科发[2026]012号")+
		set("center", "关于印发《凉州区科技创新券")+set("center", "管理办法》的通知")+
		par("各镇人民政府，区直各部门：")+
		`<w:sdt><w:sdtPr><w:alias w:val="正文"/></w:sdtPr><w:sdtContent>`+par("现将《办法》印发给你们，请<w:smartTag>认真</w:smartTag>贯彻执行。")+`</w:sdtContent></w:sdt>`+
		clause("为规范管理，制定本办法。")+clause("本办法自2026年4月1日起施行，有效期5年。")+table+
		par("附件：1.申请表")+par("2.承诺书")+
		set("right", "凉州区科学技术局")+set("right", "二〇二六年三月二日")+
		par("（此件公开发布）")+par("凉州区科学技术局办公室　　2026年3月3日印发"),
		pack{"word/numbering.xml": `<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条　"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>`})
}

func TestAnOfficialDocumentMadeByWPS(t *testing.T) {
	d := read(t, "通知.docx", official().bytes(t))
	r := d.Record
	got := []string{r.Title, r.DocNo, r.FormedOn.String(), r.IssuedOn.String(), r.Issuer, d.Recipients, string(r.Attribute), r.EffectiveOn.String(), strings.Join(d.Attachments, "|")}
	want := []string{"关于印发《凉州区科技创新券管理办法》的通知", "凉科发〔2026〕12号", "2026-03-02", "2026-03-03", "凉州区科学技术局", "各镇人民政府，区直各部门", "主动公开", "2026-04-01", "申请表|承诺书"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
	for _, part := range []string{`<p>各镇人民政府，区直各部门：</p>`, "请认真贯彻执行。", "<p>第一条　为规范管理", "<p>第二条　本办法自", `<th rowspan="2">类别</th><th colspan="2">额度</th>`,
		`<td>高校 &amp; 院所</td>`, `<p style="text-align: right">凉州区科学技术局</p>`} {
		if !strings.Contains(r.Body, part) {
			t.Errorf("the body lacks %s:\n%s", part, r.Body)
		}
	}
	for _, part := range []string{"文件</p>", "管理办法》的通知", "012号"} {
		if strings.Contains(r.Body, part) {
			t.Errorf("the body repeats %q:\n%s", part, r.Body)
		}
	}
	if n := notes(d); !strings.Contains(n, "有效期5年") || !strings.Contains(n, "申请表；承诺书") || strings.Contains(n, "没有找到") {
		t.Errorf("notes:\n%s", n)
	}
}

func TestPartsOfDOCX(t *testing.T) {
	png := "\x89PNG\r\n\x1a\nxxxxxxxxxxxx"
	for _, tt := range []struct {
		name, body string
		parts      pack
		want, note string // in the body, in the notes
		not        string
	}{
		{name: "insertions are in, deletions out", body: par("原<w:ins><w:r><w:t>新</w:t></w:r></w:ins>") + "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom><w:r><w:t>文</w:t></w:r></w:p>", want: "<p>原新</p>\n<p>文</p>", note: "修订", not: "旧"},
		{name: "hidden text stays out", body: `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r><w:r><w:t>公开</w:t></w:r></w:p>`, want: "<p>公开</p>", note: "隐藏", not: "内部"},
		{name: "the mark of a paragraph hides no text", body: `<w:p><w:pPr><w:rPr><w:vanish/><w:b/></w:rPr></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>`, want: "<p>正文</p>"},
		{name: "bold, square metres, line break", body: `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>面积</w:t></w:r><w:r><w:t>10m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t><w:br/><w:t>下</w:t></w:r></w:p>`, want: "<p><strong>面积</strong>10m<sup>2</sup><br><sup>下</sup></p>"},
		{name: "headings by style, based on another", body: `<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:t>总则</w:t></w:r></w:p>` + par("一、不再猜"), parts: pack{"word/styles.xml": `<w:styles><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="自定义"/><w:basedOn w:val="2"/></w:style></w:styles>`}, want: "<h3>总则</h3>\n<p>一、不再猜</p>"},
		{name: "first level of numbering is a heading where there are no others", body: par("一、总体要求") + par("（一）全文。"), want: "<h2>一、总体要求</h2>\n<p>（一）全文。</p>"},
		{name: "lists", body: strings.ReplaceAll(`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>`, "\n", "") + par("尾"),
			parts: pack{"word/numbering.xml": `<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`},
			want:  "<ul>\n<li>甲<ol>\n<li>乙</li></ol>\n</li></ul>\n<p>尾</p>"},
		{name: "numbers of several levels and a list that begins again", body: strings.Repeat(`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲。</w:t></w:r></w:p>`, 11) + `<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>乙。</w:t></w:r></w:p>`,
			parts: pack{"word/numbering.xml": `<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`},
			want:  "<p>十一、甲。</p>\n<p>（1）乙。</p>"},
		{name: "pictures", body: `<w:p><w:r><w:drawing><a:blip r:embed="rId5"/></w:drawing></w:r></w:p>` + par("文"), parts: pack{"word/media/a.png": png, "word/_rels/document.xml.rels": `<Relationships><Relationship Id="rId5" Target="media/a.png"/></Relationships>`}, want: `<p><img src="图1.png" alt=""></p>`, note: "替代文字"},
		{name: "a metafile", body: `<w:p><w:r><w:drawing><a:blip r:embed="rId5"/></w:drawing></w:r></w:p>` + par("文"), parts: pack{"word/media/a.emf": "\x01\x00\x00\x00", "word/_rels/document.xml.rels": `<Relationships><Relationship Id="rId5" Target="media/a.emf"/></Relationships>`}, want: "<p>文</p>", note: "EMF"},
		{name: "links to the web only", body: `<w:p><w:hyperlink r:id="a"><w:r><w:t>官网</w:t></w:r></w:hyperlink><w:hyperlink r:id="b"><w:r><w:t>坏</w:t></w:r></w:hyperlink></w:p>`, parts: pack{"word/_rels/document.xml.rels": `<Relationships><Relationship Id="a" Target="https://www.gov.cn/?a=1&amp;b=2" TargetMode="External"/><Relationship Id="b" Target="javascript:alert(1)" TargetMode="External"/></Relationships>`}, want: `<a href="https://www.gov.cn/?a=1&amp;b=2">官网</a>坏`},
		{name: "instructions of fields are not text", body: `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>丢</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>页</w:t></w:r></w:p>`, want: "<p>3页</p>", not: "丢"},
		{name: "a table within a cell", body: `<w:tbl><w:tr><w:tc>` + par("外") + `<w:tbl><w:tr><w:tc>` + par("内") + `</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>`, want: "<td>外<br><table>\n<tbody>\n<tr><td>内</td></tr>\n</tbody>\n</table></td>"},
		{name: "footnotes", body: `<w:p><w:r><w:t>数据</w:t><w:footnoteReference w:id="2"/></w:r></w:p>`, parts: pack{"word/footnotes.xml": `<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>来源：统计局</w:t></w:r></w:p></w:footnote></w:footnotes>`}, want: "<p>数据[1]</p>\n<p>[1] 来源：统计局</p>"},
		{name: "comments are told", body: `<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>文</w:t></w:r></w:p>`, parts: pack{"word/comments.xml": `<w:comments/>`}, want: "<p>文</p>", note: "批注"},
		{name: "boxes of forms", body: `<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r></w:p>`, want: "☑是"},
		{name: "markup in text stays text", body: par("&lt;script&gt;alert(1)&lt;/script&gt;"), want: "&lt;script&gt;", not: "<script"},
		{name: "a deleted row", body: `<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>` + par("删") + `</w:tc></w:tr><w:tr><w:tc>` + par("留") + `</w:tc></w:tr></w:tbl>`, want: "<tr><td>留</td></tr>", not: "删", note: "修订"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := read(t, "a.docx", docx(tt.body, tt.parts).bytes(t))
			if !strings.Contains(d.Record.Body, tt.want) || tt.not != "" && strings.Contains(d.Record.Body, tt.not) {
				t.Errorf("body:\n%s\nwant: %s\nnot: %s", d.Record.Body, tt.want, tt.not)
			}
			if !strings.Contains(notes(d), tt.note) {
				t.Errorf("notes lack %q:\n%s", tt.note, notes(d))
			}
		})
	}
}

func TestHostileFilesEndSoon(t *testing.T) {
	for _, tt := range []struct {
		name string
		data func() []byte
		want string
	}{
		{"nothing", func() []byte { return nil }, "空"},
		{"a bomb", func() []byte {
			return docx("", pack{"word/styles.xml": strings.Repeat(" ", 60<<20)}).bytes(t)
		}, "炸弹"},
		{"tables within tables", func() []byte {
			return docx(strings.Repeat("<w:tbl><w:tr><w:tc>", 100_000), nil).bytes(t)
		}, "嵌套"},
		{"text boxes within text boxes", func() []byte { return docx(strings.Repeat("<w:txbxContent>", 100_000), nil).bytes(t) }, "嵌套"},
		{"a million cells", func() []byte {
			return docx("<w:tbl><w:tr>"+strings.Repeat("<w:tc><w:p/></w:tc>", 1_000_000), nil).bytes(t)
		}, "单元格"},
		{"half a file", func() []byte { b := official().bytes(t); return b[:len(b)/2] }, "损坏"},
		{"deep elements of a page", func() []byte { return []byte("<p>" + strings.Repeat("<div><b>", 200_000) + "正文") }, ""},
		{"a page of line ends", func() []byte { return []byte("<p>" + strings.Repeat("汉\n", 1_500_000)) }, ""},
		{"a page of cells", func() []byte { return []byte("<table>" + strings.Repeat("<tr><td>1<td>2", 200_000)) }, "单元格"},
		{"Markdown of brackets", func() []byte { return []byte("# 标题\n" + strings.Repeat("[", 300_000)) }, "嵌套"},
		{"Markdown of quotes", func() []byte { return []byte("# 标题\n" + strings.Repeat("> ", 150) + "文") }, ""},
		{"a PDF where there is no reader", func() []byte { return []byte("%PDF-1.7") }, "PDF"},
		{"a picture", func() []byte { return []byte("\x89PNG\r\n\x1a\n") }, "图片"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			name := "a.docx"
			if strings.HasPrefix(tt.name, "Markdown") {
				name = "a.md"
			}
			_, err := intake.Read(ctx, name, tt.data(), intake.Options{})
			switch {
			case ctx.Err() != nil:
				t.Fatal("it takes too long")
			case tt.want == "" && err != nil && fault.KindOf(err) != fault.Invalid:
				t.Fatal(err)
			case tt.want != "" && (fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), tt.want)):
				t.Fatalf("%v, want %s", err, tt.want)
			}
		})
	}
}
