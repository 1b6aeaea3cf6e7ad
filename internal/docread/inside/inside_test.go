package inside_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/fault"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/docread/inside"
)

// show writes a content as lines: pieces, then traces, files and links.
func show(c *inside.Content) string {
	var b strings.Builder
	for _, p := range c.Pieces {
		fmt.Fprintf(&b, "%s|%s|%s\n", p.Where, p.Label, p.Text)
	}
	for _, t := range c.Traces {
		fmt.Fprintf(&b, "!%s|%s|%s\n", t.Kind, t.Where, t.Text)
	}
	for _, f := range c.Files {
		fmt.Fprintf(&b, "+%s|%s\n", f.Name, f.Where)
	}
	for _, l := range c.Links {
		fmt.Fprintf(&b, ">%s|%s\n", l.Where, l.Target)
	}
	return b.String()
}

func TestOffice(t *testing.T) {
	p := filetest.P
	run := func(props, text string) string {
		return `<w:p><w:r><w:rPr>` + props + `</w:rPr><w:t>` + text + `</w:t></w:r></w:p>`
	}
	row := filetest.Row
	sheet := func(inner string) []filetest.Sheet { return []filetest.Sheet{{Name: "名单", Inner: inner}} }
	core := filetest.Part{Name: "docProps/core.xml", Content: `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>张三</dc:creator><cp:lastModifiedBy>办公室</cp:lastModifiedBy><dc:title>机密</dc:title></cp:coreProperties>`}
	for _, tt := range []struct {
		name    string
		content []byte
		want    []string // lines that must be there
		never   []string // and that must not
	}{
		{"paragraphs, a table and its heads", filetest.DOCX(t, p("甲")+p("乙")+`<w:tbl><w:tr><w:tc>`+p("姓名")+`</w:tc><w:tc>`+p("电话")+`</w:tc></w:tr><w:tr><w:tc>`+p("张三")+`</w:tc><w:tc>`+p("1")+p("2")+`</w:tc></w:tr></w:tbl>`+p("丙")),
			[]string{"第1段||甲", "第2段||乙", "第1张表第2行第1列|姓名|张三", "第1张表第2行第2列|电话|1\n2", "第3段||丙"}, []string{"!"}},
		{"tracked changes", filetest.DOCX(t, `<w:p><w:r><w:t>共</w:t></w:r><w:del w:author="李"><w:r><w:delText>三</w:delText></w:r></w:del><w:ins w:author="李"><w:r><w:t>四</w:t></w:r></w:ins><w:r><w:t>人</w:t></w:r></w:p>`),
			[]string{"第1段||共四人", "第1段（已删除的修订）||三", "!tracked_change|第1段|删除：“三”"}, nil},
		{"a change of looks only", filetest.DOCX(t, `<w:p><w:r><w:rPr><w:b/><w:rPrChange w:author="李"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>粗</w:t></w:r></w:p>`),
			[]string{"第1段||粗", "!tracked_change|第1段|格式修改：“粗”"}, []string{"!hidden"}},
		{"comments", filetest.DOCX(t, p("甲"), filetest.WordPart("comments", "comments", `<w:comment w:id="0" w:author="王"><w:p><w:r><w:t>此处不妥</w:t></w:r></w:p></w:comment>`)),
			[]string{"批注1||此处不妥", "!comment|批注1|王：此处不妥"}, nil},
		{"hidden text", filetest.DOCX(t, run(`<w:vanish/>`, "看不见")+run(`<w:vanish w:val="0"/>`, "看得见")),
			[]string{"第1段（隐藏文字）||看不见", "!hidden_text|第1段|看不见", "第1段||看得见"}, nil},
		{"white text, and white text on a ground", filetest.DOCX(t, run(`<w:color w:val="FFFFFF"/>`, "白字")+run(`<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>`, "反白")),
			[]string{"!hidden_text|第1段|白字", "第1段||反白"}, []string{"!hidden_text|第1段|反白"}},
		{"a head of a table in white on blue", filetest.DOCX(t, `<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>`+run(`<w:color w:val="FFFFFF"/>`, "姓名")+`</w:tc></w:tr></w:tbl>`),
			[]string{"第1张表第1行第1列||姓名"}, []string{"!"}},
		{"hidden by its style", filetest.DOCX(t, `<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>藏</w:t></w:r></w:p>`, filetest.WordPart("styles", "styles", `<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>`)),
			[]string{"!hidden_text|第1段|藏"}, nil},
		{"a watermark in the header", filetest.DOCX(t, p("甲"), filetest.WordPart("header1", "hdr", `<w:p><w:r><w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict></w:r></w:p>`)),
			[]string{"页眉水印||内部资料"}, nil},
		{"a text box, once", filetest.DOCX(t, `<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>`+p("机密")+`</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>`+p("机密")+`</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`),
			[]string{"第1段旁的文本框||机密"}, []string{"机密\n第1段旁的文本框||机密"}},
		{"properties of the file", filetest.DOCX(t, p("甲"), core),
			[]string{"文件属性“标题”|标题|机密", "!property|文件属性“作者”|张三"}, []string{"!property|文件属性“最后修改人”"}},
		{"an object, a picture, a macro, a link", filetest.DOCX(t, p("甲"), filetest.Part{Name: "word/embeddings/a.xlsx", Content: "x"}, filetest.Part{Name: "word/media/image1.jpeg", Content: "y"}, filetest.Part{Name: "word/vbaProject.bin", Content: "z"},
			filetest.Part{Name: "word/_rels/document.xml.rels", Content: `<Relationships><Relationship Id="r" Target="http://www.example.com/a" TargetMode="External"/></Relationships>`}),
			[]string{"!embedded_object|嵌入的a.xlsx|a.xlsx", "+a.xlsx|嵌入的a.xlsx", "+image1.jpeg|图片image1.jpeg", "!macro|vbaProject.bin|", ">链接|http://www.example.com/a"}, nil},

		{"cells under their heads", filetest.XLSX(t, sheet(row(1, "", "花名册")+row(2, "", "姓名", "身份证号")+row(3, "", "张三", "1"))),
			[]string{"名单!A1||花名册", "名单!B3|身份证号|1"}, []string{"!"}},
		{"a hidden sheet and a very hidden one", filetest.XLSX(t, []filetest.Sheet{{Name: "表", Inner: row(1, "", "甲")}, {Name: "底稿", State: "hidden", Inner: row(1, "", "乙")}, {Name: "深", State: "veryHidden", Inner: row(1, "", "丙")}}),
			[]string{"!hidden_sheet|底稿|", "!hidden_sheet|深|", "底稿!A1||乙"}, []string{"!hidden_sheet|表"}},
		{"a hidden row", filetest.XLSX(t, sheet(row(1, "", "甲")+row(2, `hidden="1"`, "乙"))), []string{"!hidden_row|名单!第2行|乙"}, nil},
		{"a row without height", filetest.XLSX(t, sheet(row(2, `ht="0" customHeight="1"`, "乙"))), []string{"!hidden_row|名单!第2行|乙"}, nil},
		{"hidden columns", filetest.XLSX(t, sheet(`<cols><col min="2" max="3" hidden="1"/></cols><sheetData>`+row(1, "", "甲", "乙", "丙", "丁")+row(2, "", "1", "2", "3", "4")+`</sheetData>`)),
			[]string{"!hidden_column|名单!B列至C列|乙", "名单!D2|丁|4"}, []string{"!hidden_column|名单!C"}},
		{"empty hidden columns hide nothing", filetest.XLSX(t, sheet(`<cols><col min="5" max="16384" hidden="1"/></cols><sheetData>`+row(1, "", "甲")+`</sheetData>`)), nil, []string{"!"}},
		{"a number in scientific writing", filetest.XLSX(t, sheet(`<row r="1"><c r="A1"><v>1.3912345678E10</v></c></row>`)), []string{"名单!A1||13912345678"}, nil},
		{"a format that shows nothing, white on nothing", filetest.XLSX(t, sheet(`<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>藏</t></is></c><c r="B1" s="2" t="inlineStr"><is><t>白</t></is></c><c r="C1" s="3" t="inlineStr"><is><t>反白</t></is></c></row>`),
			filetest.Part{Name: "xl/styles.xml", Content: `<styleSheet><numFmts><numFmt numFmtId="200" formatCode=";;;"/></numFmts><fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/></patternFill></fill></fills><cellXfs><xf fontId="0" fillId="0"/><xf numFmtId="200" fontId="0" fillId="0"/><xf fontId="1" fillId="0"/><xf fontId="1" fillId="1"/></cellXfs></styleSheet>`}),
			[]string{"!hidden_text|名单!A1|藏", "!hidden_text|名单!B1|白"}, []string{"!hidden_text|名单!C1"}},
		{"the cache of a pivot table", filetest.XLSX(t, sheet(row(1, "", "甲")), filetest.Part{Name: "xl/pivotCache/pivotCacheRecords1.xml", Content: `<pivotCacheRecords><r><s v="张三"/><n v="5"/></r></pivotCacheRecords>`}),
			[]string{"!hidden_text|数据透视表的缓存|张三", "数据透视表的缓存||5"}, nil},
		{"a header of a sheet", filetest.XLSX(t, sheet(`<sheetData/><headerFooter><oddHeader>&amp;L&amp;"宋体,常规"&amp;10内部资料</oddHeader></headerFooter>`)), []string{"名单的页眉页脚||内部资料"}, nil},
		{"a comment on a cell", filetest.XLSX(t, sheet(row(1, "", "甲")), filetest.Part{Name: "xl/worksheets/_rels/sheet1.xml.rels", Content: `<Relationships><Relationship Id="r1" Target="../comments1.xml"/></Relationships>`}, filetest.Part{Name: "xl/comments1.xml", Content: `<comments><commentList><comment ref="C5"><text><r><t>待核</t></r></text></comment></commentList></comments>`}),
			[]string{"!comment|名单!C5的批注|待核"}, nil},

		{"slides, a hidden one, notes", filetest.PPTX(t, filetest.Slide{Text: "甲"}, filetest.Slide{Text: "乙", Hidden: true, Notes: "别念"}),
			[]string{"幻灯片1||甲", "!hidden_slide|幻灯片2|", "幻灯片2||乙", "!speaker_notes|幻灯片2的备注|别念"}, []string{"!hidden_slide|幻灯片1"}},
		{"pages of OFD", filetest.OFD(t, []string{"机密★1年\n标题", "第二页"}), []string{"第1页||机密★1年", "第2页||第二页", "!property|文件属性“作者”|张三"}, nil},
		{"an attachment of OFD", filetest.OFD(t, []string{"甲"}, filetest.Part{Name: "Doc_0/Attachs/list.docx", Content: "x"}), []string{"!embedded_object|附件list.docx|list.docx", "+list.docx|附件list.docx"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := inside.Office(tt.content)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, show(c), tt.want, tt.never)
		})
	}
}

func compare(t *testing.T, got string, want, never []string) {
	t.Helper()
	for _, line := range want {
		if !strings.Contains("\n"+got, "\n"+line+"\n") {
			t.Errorf("no line %q in\n%s", line, got)
		}
	}
	for _, line := range never {
		if strings.Contains("\n"+got, "\n"+line) {
			t.Errorf("line %q in\n%s", line, got)
		}
	}
}

func TestPages(t *testing.T) {
	for _, tt := range []struct {
		name, html  string
		want, never []string
	}{
		{"paragraphs and cells", `<p>甲<b>乙</b></p><table><tr><th>姓名</th><th>电话</th></tr><tr><td>张三</td><td><p>1</p><p>2</p></td></tr></table><p>丙`, []string{"第1段||甲乙", "第1张表第2行第1列|姓名|张三", "第1张表第2行第2列|电话|1\n2", "第2段||丙"}, []string{"!"}},
		{"hidden by style", `<p>甲<span style="display: none">乙<b>丙</b></span>丁</p>`, []string{"!hidden_text|第1段|乙丙", "第1段||甲丁"}, nil},
		{"white on white, white on blue", `<p style="color:#FFF">甲</p><p style="background:#00f;color:#fff">乙</p><p style="background-color:#fff">丙</p>`, []string{"!hidden_text|第1段|甲", "第1段||乙", "第2段||丙"}, nil},
		{"a comment in Chinese", `<p>甲</p><!-- 张三的底稿 --><!--[if mso]><p>x</p><![endif]-->`, []string{"!hidden_text|网页注释|张三的底稿"}, []string{"!hidden_text|网页注释|[if"}},
		{"links and script", `<a href="https://a.com/x">甲</a><script>var a="620602"</script>`, []string{">第1段|https://a.com/x", "第1段||甲"}, []string{"第1段||var"}},
		{"a picture within", `<img alt="张三的身份证" src="data:image/png;base64,iVBORw0KGgo=">`, []string{"+第1张图片|第1张图片", "图片的替代文字|替代文字|张三的身份证"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := inside.Page([]byte(tt.html))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, show(c), tt.want, tt.never)
		})
	}
}

func TestPictures(t *testing.T) {
	for _, tt := range []struct {
		name        string
		content     []byte
		want, never []string
	}{
		{"a photograph without data", filetest.Photo(t, false, false), nil, []string{"!"}},
		{"with a place", filetest.Photo(t, true, false), []string{"!gps|照片属性|37°**′，102°**′"}, []string{"!camera"}},
		{"with camera and place", filetest.Photo(t, true, true), []string{"!gps|照片属性|37°**′，102°**′", "!camera_data|照片属性|厂商CAMERA1"}, nil},
		{"a PNG with Exif", filetest.PNG(t, filetest.Chunk("eXIf", filetest.Exif(true, false))), []string{"!gps|照片属性|37°**′，102°**′"}, nil},
		{"a PNG with text", filetest.PNG(t, filetest.Chunk("tEXt", []byte("Author\x00zhang"))), []string{"!camera_data|图片属性|Author：zhang"}, nil},
		{"a plain PNG", filetest.PNG(t), nil, []string{"!"}},
		{"a ZIP behind the picture", append(filetest.Photo(t, false, false), filetest.Zip(t, filetest.Part{Name: "名单.txt", Content: strings.Repeat("x", 100)})...), []string{"!embedded_object|照片末尾|图像之后另有"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := inside.Picture(tt.content)
			if err != nil {
				t.Fatal(err)
			}
			got := show(c)
			if strings.Contains(tt.name, "behind") {
				if !strings.Contains(got, tt.want[0]) {
					t.Error(got)
				}
				return
			}
			compare(t, got, tt.want, tt.never)
		})
	}
}

func TestHostileArchives(t *testing.T) {
	deep := strings.Repeat(`<w:p><w:r><w:txbxContent>`, 200_000)
	zeros := strings.Repeat("\x00", 70<<20)
	for _, tt := range []struct {
		name    string
		content []byte
		office  bool
	}{
		{"text boxes within text boxes", filetest.DOCX(t, deep), true},
		{"a bomb in an archive", filetest.Zip(t, filetest.Part{Name: "a.txt", Content: zeros}), false},
		{"a bomb as a picture", filetest.DOCX(t, filetest.P("甲"), filetest.Part{Name: "word/media/a.png", Content: zeros}), true},
		{"cut in the middle", filetest.DOCX(t, filetest.P("甲"))[:200], true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var err error
			if tt.office {
				_, err = inside.Office(tt.content)
			} else {
				_, err = inside.Archive(tt.content)
			}
			if err != nil && fault.KindOf(err) != fault.Invalid {
				t.Errorf("not a fault of the file: %v", err)
			}
			if err == nil && tt.name != "text boxes within text boxes" {
				t.Error("opened")
			}
		})
	}
}

func FuzzOffice(f *testing.F) {
	f.Add(filetest.DOCX(f, filetest.P("甲")))
	f.Add(filetest.XLSX(f, []filetest.Sheet{{Name: "表", Inner: filetest.Row(1, "", "甲")}}))
	f.Add(filetest.PPTX(f, filetest.Slide{Text: "甲", Notes: "乙"}))
	f.Add(filetest.OFD(f, []string{"甲"}))
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, open := range []func([]byte) (*inside.Content, error){inside.Office, inside.Archive} {
			if _, err := open(content); err != nil && fault.KindOf(err) != fault.Invalid {
				t.Fatalf("not a fault of the file: %v", err)
			}
		}
	})
}

// FuzzWord puts the input inside the document, where the fuzzer cannot get through the packing by itself.
func FuzzWord(f *testing.F) {
	f.Add(filetest.P("甲")+`<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`, `<row r="1"><c r="A1"><v>1E5</v></c></row>`)
	f.Add(`<w:p><w:del><w:r><w:delText>x`, `<cols><col min="1" max="9" hidden="1"/></cols>`)
	f.Fuzz(func(t *testing.T, body, sheet string) {
		for _, content := range [][]byte{filetest.DOCX(t, body), filetest.XLSX(t, []filetest.Sheet{{Name: "表", Inner: sheet}})} {
			if _, err := inside.Office(content); err != nil && fault.KindOf(err) != fault.Invalid {
				t.Fatalf("not a fault of the file: %v", err)
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	f.Add(`<p hidden>甲</p><table><td><table><tr></table>`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := inside.Page([]byte(text)); err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
	})
}

func FuzzPicture(f *testing.F) {
	f.Add(filetest.Photo(f, true, true))
	f.Add(filetest.PNG(f, filetest.Chunk("eXIf", filetest.Exif(true, true))))
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, err := inside.Picture(content); err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
	})
}
