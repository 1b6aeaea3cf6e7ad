package intake_test

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/fault"
	"gongkai/internal/docgen"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/intake"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

func TestDates(t *testing.T) {
	for _, tt := range []struct{ written, want string }{
		{"2026年3月2日", "2026-03-02"}, {"2026 年 03 月 02 日", "2026-03-02"}, {"二〇二六年三月二日", "2026-03-02"}, {"二○二六年十二月三十一日", "2026-12-31"},
		{"二O二六年一月二十日", "2026-01-20"}, {"二〇二六年元月廿三日", "2026-01-23"}, {"2026-3-2", "2026-03-02"}, {"2026.03.02", "2026-03-02"}, {"2026/3/2", "2026-03-02"},
		{"2026年2月30日", ""}, {"二〇二六年十三月一日", ""}, {"26年3月2日", ""},
	} {
		text := "甲市乙局关于做好工作的通知\n各科室：\n正文一段。\n甲市乙局\n" + tt.written + "\n"
		if got := read(t, "a.txt", []byte(text)).Record.FormedOn.String(); got != tt.want {
			t.Errorf("%s is read as %q, want %q", tt.written, got, tt.want)
		}
	}
}

func TestNothingIsGuessed(t *testing.T) {
	for _, tt := range []struct{ name, text, note string }{
		{"two numbers in the head", "甲发〔2026〕1号\n乙发〔2026〕2号\n关于某事的通知\n各科室：\n正文。", "几个文号"},
		{"days without a signature", "关于某事的通知\n各科室：\n2026年1月1日\n正文。\n2026年2月1日\n完。", "不能确定哪一个是成文日期"},
		{"no title", "今天下雨。\n明天也下。\n", "没有认出标题"},
		{"a number within the text is another document's", "关于某事的通知\n各科室：\n根据甲发〔2020〕9号文件办理。\n", "没有找到：文号、成文日期、发文日期、发文机关、公开属性"},
		{"contradictory marks", "关于某事的通知\n各科室：\n正文。\n（此件公开发布）\n（此件不予公开）\n", "不同的公开属性"},
		{"in force from being printed", "某某办法\n第一条 本办法自印发之日起施行，有效期3年。\n", "请填写施行日期"},
		{"letterhead and signature differ", "甲市乙局文件\n乙发〔2026〕1号\n关于某事的通知\n各科室：\n正文。\n甲市丙局\n2026年1月5日\n", "不一致"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := read(t, "a.txt", []byte(tt.text)); !strings.Contains(notes(d), tt.note) {
				t.Errorf("%+v\nnotes:\n%s", d.Record, notes(d))
			}
		})
	}
}

// The samples were written by LibreOffice; each gives the same draft.
func TestFilesOfBefore2007AndOfWPS(t *testing.T) {
	for _, name := range []string{"plain.doc", "plain.rtf", "plain.odt"} {
		content := filetest.Sample(t, name)
		d := read(t, strings.Replace(name, ".doc", ".wps", 1), content)
		if d.Record.Title != "凉州区科学技术局关于公示名单的通知" || d.Record.FormedOn.String() != "2025-03-04" || d.Record.Issuer != "凉州区科学技术局" {
			t.Errorf("%s: %+v", name, d.Record)
		}
		for _, want := range []string{"<td>王五</td>", "6206**********0010", "现将名单公示如下"} {
			if !strings.Contains(d.Record.Body, want) {
				t.Errorf("%s: no %s in\n%s", name, want, d.Record.Body)
			}
		}
	}
	for _, name := range []string{"sample.doc", "sample.rtf", "sample.odt"} {
		d := read(t, name, filetest.Sample(t, name))
		if !strings.Contains(notes(d), "没有带入正文") || strings.Contains(d.Record.Body, "藏起来的话") || strings.Contains(d.Record.Body, "删去的话") || strings.Contains(d.Record.Body, "请再核实") {
			t.Errorf("%s: %s\n%s", name, notes(d), d.Record.Body)
		}
	}
	for _, name := range []string{"sample.xls", "sample.ods"} {
		d := read(t, name, filetest.Sample(t, name))
		if len(d.Files) != 1 || d.Files[0].Name != name || strings.Contains(d.Record.Body, "藏起来") || strings.Contains(d.Record.Body, "13912345678") || !strings.Contains(d.Record.Body, "2025-03-04") {
			t.Errorf("%s: %s\n%s", name, notes(d), d.Record.Body)
		}
		for _, want := range []string{"隐藏的行", "隐藏的列", "隐藏的，没有带入正文"} {
			if !strings.Contains(notes(d), want) {
				t.Errorf("%s: no %q in %s", name, want, notes(d))
			}
		}
	}
}

const oldPage = `<!DOCTYPE html><html><head><meta charset="gb2312"><title>关于某事的通知_甲县人民政府</title>
<meta name="ArticleTitle" content="甲县乙局关于某事的通知"><meta name="PubDate" content="2026-03-04 09:12"><meta name="ContentSource" content="甲县乙局"><meta name="Keywords" content="科技,创新券">
</head><body><div class="nav"><a href="/">首页</a><a href="/a">机构概况与更多很长的导航文字</a></div>
<table class="head"><tr><td>索 引 号：</td><td>11620602013932130J/2022-08111</td><td>文号：</td><td>乙发[2026]3号</td></tr>
<tr><td>发布机构：</td><td>甲县乙局</td><td>成文日期：</td><td>2026-03-02</td></tr><tr><td>公开方式：</td><td>主动公开</td><td>主题分类：</td><td>科技、教育-科技</td></tr></table>
<h1>甲县乙局关于某事的通知</h1><div class="info">发布时间：2026-03-04 <span>来源：甲县乙局</span> 浏览次数：12</div>
<div id="zoom"><p style="text-align:center">甲县乙局关于某事的通知</p><p>各镇：</p><p>现将有关事项通知如下，请遵照执行。正文要有一些长度，
才像正文。</p><script>alert(1)</script><div style="display: none">隐藏的话</div>
<table><tr><th colspan=2>名单</th></tr><tr><td rowspan="2">甲</td><td>乙<br>丙</td></tr><tr><td>丁</td></tr></table>
<p><img src="/uploads/a.jpg" alt="流程图"><img src="data:image/png;base64,iVBORw0KGgoAAAAA" alt="章"></p>
<p>附件：<a href="/files/%E8%A1%A8.docx">申请表.docx</a></p><p><a href="https://www.gov.cn/x" onclick="x()">国务院</a></p></div>
<div class="foot">版权所有</div></body></html>`

func TestAPageOfAnOldSite(t *testing.T) {
	d := read(t, "t20260304_1.html", []byte(oldPage))
	r := d.Record
	got := []string{r.Title, r.DocNo, r.FormedOn.String(), d.PublishedOn.String(), r.Issuer, string(d.Index), string(r.Attribute), string(r.Theme), strings.Join(r.Keywords, "|"), strings.Join(d.Attachments, "|"), d.Recipients}
	want := []string{"甲县乙局关于某事的通知", "乙发〔2026〕3号", "2026-03-02", "2026-03-04", "甲县乙局", "11620602013932130J/2022-08111", "主动公开", `科技、教育\科技`, "科技|创新券", "申请表.docx", "各镇"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got[i], want[i])
		}
	}
	for _, part := range []string{"正文要有一些长度，才像正文。", `<th colspan="2">名单</th>`, `<td rowspan="2">甲</td><td>乙<br>丙</td>`, `<a href="https://www.gov.cn/x">国务院</a>`, "（图：流程图）", `<img src="图1.png" alt="章">`} {
		if !strings.Contains(r.Body, part) {
			t.Errorf("the body lacks %s:\n%s", part, r.Body)
		}
	}
	for _, part := range []string{"script", "alert", "隐藏", "版权", "onclick", "导航", "关于某事的通知"} {
		if strings.Contains(r.Body, part) {
			t.Errorf("the body has %q:\n%s", part, r.Body)
		}
	}
	if len(d.Files) != 1 || !strings.Contains(notes(d), "引用了1幅图片") {
		t.Errorf("%d files; %s", len(d.Files), notes(d))
	}
}

func TestMarkdown(t *testing.T) {
	d := read(t, "a.md", []byte("# 关于某事的公告\n\n**注意：**请看表。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | <b>2</b> |\n\n## 一、范围\n\n- 甲\n- 乙\n\n<script>x</script>\n"))
	for _, part := range []string{"<strong>注意</strong>：请看表。", "<th>甲</th>", "<h3>一、范围</h3>", "<ul>\n<li>甲</li>\n<li>乙</li></ul>"} {
		if !strings.Contains(d.Record.Body, part) {
			t.Errorf("the body lacks %s:\n%s", part, d.Record.Body)
		}
	}
	if d.Record.Title != "关于某事的公告" || strings.Contains(d.Record.Body, "script") {
		t.Errorf("%q\n%s", d.Record.Title, d.Record.Body)
	}
}

func TestPDFLinesBecomeParagraphs(t *testing.T) {
	pages := func([]byte) ([]string, error) {
		return []string{"甲县乙局文件\n乙发〔2026〕7号\n甲县乙局关于加强\n某事管理的通知\n各镇人民政府：\n为加强某事的管理，根据有关法律法规的规定，结合\n本县实际，现将有关事项通知如下。\n一、提高认识\n- 1 -\n", "要高度重视。\n甲县乙局\n2026年3月2日\n"}, nil
	}
	d, err := intake.Read(t.Context(), "a.pdf", []byte("%PDF-1.4"), intake.Options{PDF: pages})
	if err != nil {
		t.Fatal(err)
	}
	if d.Record.Title != "甲县乙局关于加强某事管理的通知" || d.Record.DocNo != "乙发〔2026〕7号" || d.Record.Issuer != "甲县乙局" || d.Record.FormedOn.String() != "2026-03-02" {
		t.Errorf("%+v", d.Record)
	}
	if want := "结合本县实际，现将有关事项通知如下。</p>\n<h2>一、提高认识</h2>\n<p>要高度重视。</p>"; !strings.Contains(d.Record.Body, want) {
		t.Errorf("body:\n%s", d.Record.Body)
	}
	if len(d.Files) != 1 || d.Files[0].Name != "a.pdf" || d.Files[0].Body {
		t.Errorf("%+v", d.Files)
	}
}

// A notice as OFD, as office systems give it out, fills in the record like one as PDF.
func TestOFDLinesBecomeParagraphs(t *testing.T) {
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	content, err := docgen.OFD(docgen.Document{Letterhead: "甲县乙局文件", Number: "乙发〔2026〕7号", Title: "甲县乙局关于加强\n某事管理的通知", Recipient: "各镇人民政府", Signer: "甲县乙局", Date: "2026年3月2日", Blocks: []docgen.Block{
		docgen.Paragraph{Text: "为加强某事的管理，根据有关法律法规的规定，结合本县实际，依照上级要求，现将有关事项通知如下。"},
		docgen.Paragraph{Text: "一、提高认识", Style: docgen.H1},
		docgen.Paragraph{Text: strings.Repeat("要高度重视，", 70) + "不得延误。"},
	}}, fonts)
	if err != nil {
		t.Fatal(err)
	}
	d, err := intake.Read(t.Context(), "通知.ofd", content, intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Record.Title != "甲县乙局关于加强某事管理的通知" || d.Record.DocNo != "乙发〔2026〕7号" || d.Record.Issuer != "甲县乙局" || d.Record.FormedOn.String() != "2026-03-02" {
		t.Errorf("%+v", d.Record)
	}
	if want := "结合本县实际，依照上级要求，现将有关事项通知如下。</p>\n<h2>一、提高认识</h2>\n<p>" + strings.Repeat("要高度重视，", 70) + "不得延误。</p>"; !strings.Contains(d.Record.Body, want) {
		t.Errorf("body:\n%s", d.Record.Body)
	}
	if len(d.Files) != 1 || d.Files[0].Name != "通知.ofd" || d.Files[0].Body {
		t.Errorf("%+v", d.Files)
	}
}

func TestWorkbook(t *testing.T) {
	book := excelize.NewFile()
	put := func(sheet, at string, v any) {
		if err := book.SetCellValue(sheet, at, v); err != nil {
			t.Fatal(err)
		}
	}
	put("Sheet1", "A1", "2026年科技创新券兑现名单")
	for i, v := range []string{"单位", "金额（万元）", "身份证号", "备注"} {
		put("Sheet1", string(rune('A'+i))+"2", v)
	}
	put("Sheet1", "A3", "甲公司")
	put("Sheet1", "B3", 12.5)
	put("Sheet1", "C3", "隐藏的号码")
	put("Sheet1", "D3", "共同")
	put("Sheet1", "A4", "乙公司")
	put("Sheet1", "B4", 3)
	put("Sheet1", "A5", "隐藏的公司")
	_, _ = book.NewSheet("底稿")
	put("底稿", "A1", "隐藏的底稿")
	for _, err := range []error{book.MergeCell("Sheet1", "A1", "D1"), book.MergeCell("Sheet1", "D3", "D4"), book.SetColVisible("Sheet1", "C", false), book.SetRowVisible("Sheet1", 5, false), book.SetSheetVisible("底稿", false)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	d := read(t, "名单.xlsx", b.Bytes())
	want := "<table>\n<thead>\n<tr><th>单位</th><th>金额（万元）</th><th>备注</th></tr>\n</thead>\n<tbody>\n<tr><td>甲公司</td><td>12.5</td><td rowspan=\"2\">共同</td></tr>\n<tr><td>乙公司</td><td>3</td></tr>\n</tbody>\n</table>"
	if d.Record.Title != "2026年科技创新券兑现名单" || d.Record.Body != want {
		t.Errorf("%q\n%s", d.Record.Title, d.Record.Body)
	}
	for _, said := range []string{"“底稿”是隐藏的", "隐藏的行", "隐藏的列"} {
		if !strings.Contains(notes(d), said) {
			t.Errorf("notes lack %s:\n%s", said, notes(d))
		}
	}
	if len(d.Files) != 1 || d.Files[0].Name != "名单.xlsx" {
		t.Errorf("%+v", d.Files)
	}
}

// FuzzRead: whatever the file, reading ends in a fault of the file or in a body that is well-formed and harmless.
func FuzzRead(f *testing.F) {
	f.Add("a.docx", official().bytes(f))
	f.Add("a.html", []byte(oldPage))
	f.Add("a.md", []byte("# 标题\n\n|甲|\n|---|\n|1|\n"))
	f.Add("a.txt", []byte("甲发〔2026〕1号\n关于某事的通知\n各科室：\n甲\t乙\n甲局\n2026年1月1日\n"))
	f.Add("a.docx", docx("<w:tbl><w:tr><w:tc><w:txbxContent><w:tbl><w:p></w:tc></w:tbl></w:txbxContent>", nil).bytes(f))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		d, err := intake.Read(t.Context(), name, data, intake.Options{})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("not a fault of the file: %v", err)
			}
			return
		}
		root, err := html.Parse(strings.NewReader(d.Record.Body))
		if err != nil {
			return
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "html", "head", "body", "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th", "strong", "sup", "sub", "br":
			case "img", "a":
			default:
				t.Fatalf("element %s in %s", n.Data, d.Record.Body)
			}
			for _, a := range n.Attr {
				switch {
				case a.Key == "colspan" || a.Key == "rowspan" || a.Key == "alt" || a.Key == "style" && strings.HasPrefix(a.Val, "text-align: "):
				case a.Key == "src" && strings.HasPrefix(a.Val, "图"):
				case a.Key == "href" && (strings.HasPrefix(a.Val, "http://") || strings.HasPrefix(a.Val, "https://")):
				default:
					t.Fatalf("attribute %s=%q in %s", a.Key, a.Val, d.Record.Body)
				}
			}
		}
	})
}
