package screening_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/internal/docgen"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/screening"
	"gongkai/review/screen"
)

// The numbers are nobody's: their check digits are right, the order numbers in them are not given out.
const (
	citizen = "620602195001010010"
	mobile  = "13912345678"
	card    = "6228480402564890018"
)

var examiner = &screening.Examiner{}

func TestMain(m *testing.M) {
	code := m.Run()
	_ = examiner.Close()
	os.Exit(code)
}

func rules() *screen.Screen {
	return screen.New(screen.Options{Today: civil.MustParse("2026-11-03"), Words: screen.StartingWords})
}

func found(r screening.Result) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s|%s|%s\n", f.Kind, f.Where, f.Masked)
	}
	return b.String()
}

func TestTheNumbersOfTheTestsAreValid(t *testing.T) {
	for text, want := range map[string]screen.Kind{citizen: screen.IDCard, mobile: screen.Mobile, card: screen.BankCard} {
		if hits := rules().Look(screen.Piece{Text: text}); len(hits) != 1 || hits[0].Kind != want {
			t.Errorf("%s: %v", text, hits)
		}
	}
}

func TestFiles(t *testing.T) {
	p, row := filetest.P, filetest.Row
	sheets := func(inner string) []filetest.Sheet { return []filetest.Sheet{{Name: "名单", Inner: inner}} }
	pdf := func(content string) []byte { return filetest.PDF([]filetest.PDFPage{{Content: content}}, nil) }
	locked := filetest.Zip(t, filetest.Part{Name: "a.txt", Content: "x"})
	locked[6] |= 1                                           // the local head
	locked[bytes.Index(locked, []byte("PK\x01\x02"))+8] |= 1 // and the one of the directory say that it is encrypted
	cfb := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...)
	sealed := bytes.Clone(cfb)
	for _, c := range "EncryptedPackage" {
		sealed = append(sealed, byte(c), 0)
	}
	for _, tt := range []struct {
		name    string
		file    string
		content []byte
		want    []string
		nothing bool
	}{
		{"a clean paper", "a.docx", filetest.DOCX(t, p("关于印发办法的通知")+p("根据《条例》第三十三条，编号62060219500101")), nil, true},
		{"an ID number in a paragraph", "a.docx", filetest.DOCX(t, p("甲")+p("张三 "+citizen)), []string{"id_card|第2段|张三 6206**********0010"}, false},
		{"an ID number in two runs", "a.docx", filetest.DOCX(t, `<w:p><w:r><w:t>`+citizen[:9]+`</w:t></w:r><w:r><w:t>`+citizen[9:]+`</w:t></w:r></w:p>`), []string{"id_card|第1段|"}, false},
		{"an ID number that was deleted under revision", "a.docx", filetest.DOCX(t, `<w:p><w:del><w:r><w:delText>`+citizen+`</w:delText></w:r></w:del><w:r><w:t>略</w:t></w:r></w:p>`), []string{"tracked_change|第1段|", "id_card|第1段（已删除的修订）|"}, false},
		{"a comment", "a.docx", filetest.DOCX(t, p("甲"), filetest.WordPart("comments", "comments", `<w:comment w:author="李"><w:p><w:r><w:t>电话`+mobile+`</w:t></w:r></w:p></w:comment>`)), []string{"comment|批注1|李：电话139****5678", "phone|批注1|"}, false},
		{"a secrecy mark in the header", "a.docx", filetest.DOCX(t, p("甲"), filetest.WordPart("header1", "hdr", p("机密★10年"))), []string{"secrecy_mark|页眉|机密★10年"}, false},
		{"a secrecy mark in the properties", "a.docx", filetest.DOCX(t, p("甲"), filetest.Part{Name: "docProps/core.xml", Content: `<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:keywords>机密</dc:keywords></c:coreProperties>`}), []string{"secrecy_mark|文件属性“关键词”|机密"}, false},
		{"a number in a variable of the document", "a.docx", filetest.DOCX(t, p("甲"), filetest.WordPart("settings", "settings", `<w:docVars><w:docVar w:name="经办" w:val="`+citizen+`"/></w:docVars>`)), []string{"id_card|文档变量“经办”|"}, false},
		{"a number in data of a template", "a.docx", filetest.DOCX(t, p("甲"), filetest.Part{Name: "customXml/item1.xml", Content: "<a><b>" + citizen + "</b></a>"}), []string{"id_card|自定义XML数据|"}, false},
		{"a number in a chart of a presentation", "a.pptx", filetest.Zip(t, filetest.Part{Name: "ppt/presentation.xml", Content: "<p/>"}, filetest.Part{Name: "ppt/charts/chart1.xml", Content: "<c><pt><v>" + citizen + "</v></pt></c>"}), []string{"id_card|图形中的文字|"}, false},
		{"a text that no cell uses any more", "a.xlsx", filetest.XLSX(t, sheets(row(1, "", "甲")), filetest.Part{Name: "xl/sharedStrings.xml", Content: "<sst><si><t>" + citizen + "</t></si></sst>"}), []string{"id_card|没有单元格使用的文字|"}, false},
		{"a version that an OFD file keeps", "a.ofd", filetest.Zip(t, filetest.Part{Name: "OFD.xml", Content: "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot><Versions><Version ID='1' BaseLoc='D/V.xml'/></Versions></DocBody></OFD>"}, filetest.Part{Name: "D/Document.xml", Content: "<Document/>"}), []string{"earlier_revision|以前保存的版本|"}, false},
		{"a level alone on the first line", "a.docx", filetest.DOCX(t, p("秘密")+p("关于……的通知")), []string{"secrecy_mark|第1段|秘密"}, false},
		{"a level as a word later on", "a.docx", filetest.DOCX(t, strings.Repeat(p("甲"), 10)+p("秘密")+strings.Repeat(p("乙"), 10)), nil, true},
		{"a future day of signature", "a.docx", filetest.DOCX(t, p("正文")+p("某某局")+p("2027年1月5日")), []string{"future_date|第3段|2027年1月5日"}, false},
		{"a photograph within, with its place", "a.docx", filetest.DOCX(t, p("甲"), filetest.Part{Name: "word/media/image1.jpeg", Content: string(filetest.Photo(t, true, false))}), []string{"gps|图片image1.jpeg的照片属性|37°**′，102°**′"}, false},
		{"a workbook within a paper", "a.docx", filetest.DOCX(t, p("甲"), filetest.Part{Name: "word/embeddings/表.xlsx", Content: string(filetest.XLSX(t, sheets(row(1, "", citizen))))}), []string{"embedded_object|嵌入的表.xlsx|表.xlsx", "id_card|“表.xlsx”的名单!A1|"}, false},

		{"a list with numbers", "a.xlsx", filetest.XLSX(t, sheets(row(1, "", "姓名", "身份证号", "卡号")+row(2, "", "张三", citizen, card))), []string{"id_card|名单!B2|6206**********0010", "bank_card|名单!C2|6228***********0018"}, false},
		{"a telephone as a number", "a.xlsx", filetest.XLSX(t, sheets(`<row r="5"><c r="C5"><v>`+mobile+`</v></c></row>`)), []string{"phone|名单!C5|"}, false},
		{"a hidden sheet", "a.xlsx", filetest.XLSX(t, []filetest.Sheet{{Name: "公示", Inner: row(1, "", "甲")}, {Name: "底稿", State: "hidden", Inner: row(1, "", citizen)}}), []string{"hidden_sheet|底稿|", "id_card|底稿!A1|"}, false},
		{"a hidden row and column", "a.xlsx", filetest.XLSX(t, sheets(`<cols><col min="2" max="2" hidden="1"/></cols><sheetData>`+row(1, "", "甲", "乙")+row(2, `hidden="1"`, "丙", "丁")+`</sheetData>`)), []string{"hidden_column|名单!B列|乙", "hidden_row|名单!第2行|丙"}, false},
		{"a hidden slide", "a.pptx", filetest.PPTX(t, filetest.Slide{Text: "甲"}, filetest.Slide{Text: "电话" + mobile, Hidden: true}), []string{"hidden_slide|幻灯片2|", "phone|幻灯片2|"}, false},
		{"OFD", "a.ofd", filetest.OFD(t, []string{"秘密★1年\n通知", "张三" + citizen}), []string{"secrecy_mark|第1页|秘密★1年", "id_card|第2页|", "property|文件属性“作者”|张三"}, false},
		{"an OFD that this program has made", "a.ofd", made(t, docgen.Document{Title: "机密★1年", Blocks: []docgen.Block{docgen.Paragraph{Text: strings.Repeat("经核实，", 9) + "张三的身份证号码为" + citizen + "，电话为" + mobile + "。"}, docgen.Table{Widths: []int{1, 1}, Rows: []docgen.Row{{{Text: "李四"}, {Text: card}}}}}}), []string{"secrecy_mark|第1页|机密★1年", "id_card|第1页|", "phone|第1页|", "bank_card|第1页|"}, false},
		{"an OFD that this program has made, clean", "a.ofd", made(t, docgen.Document{Title: "关于印发办法的通知", Blocks: []docgen.Block{docgen.Paragraph{Text: "根据《条例》第三十三条，编号62060219500101。"}}}), nil, true},

		{"a page of PDF", "a.pdf", pdf(filetest.Line(72, 700, 12, "No. "+citizen)), []string{"id_card|第1页|"}, false},
		{"a number under a black box", "a.pdf", pdf(filetest.Line(72, 700, 14, "Name "+citizen) + filetest.Filled(105, 695, 160, 22, 0)), []string{"covered_text|第1页|", "id_card|第1页|"}, false},
		{"a PDF with an attachment", "a.pdf", filetest.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 12, "A page of text")}}, nil, filetest.Part{Name: "list.txt", Content: "tel " + mobile}), []string{"attachment|附件“list.txt”|list.txt", "phone|附件“list.txt”的第1行|"}, false},
		{"a scanned PDF", "a.pdf", pdf(filetest.Filled(72, 700, 50, 50, 3)), []string{"no_text|第1页|"}, false},

		{"text in GBK", "a.txt", []byte("\xd5\xc5\xc8\xfd " + citizen), []string{"id_card|第1行|张三 6206**********0010"}, false},
		{"a table as CSV", "a.csv", []byte("姓名,身份证号\n张三," + citizen + "\n"), []string{"id_card|第2行|张三,6206**********0010"}, false},
		{"a web page", "a.html", []byte(`<html><body><p>甲<span style="display:none">` + citizen + `</span></p></body></html>`), []string{"hidden_text|第1段|6206**********0010", "id_card|第1段（隐藏文字）|"}, false},
		{"a photograph", "a.jpg", filetest.Photo(t, true, true), []string{"gps|照片属性|", "camera_data|照片属性|", "no_text|整个文件|"}, false},
		{"an archive of files", "a.zip", filetest.Zip(t, filetest.Part{Name: "内/名单.txt", Content: citizen}, filetest.Part{Name: "b.docx", Content: string(filetest.DOCX(t, p("机密★1年")))}), []string{"id_card|“内/名单.txt”的第1行|", "secrecy_mark|“b.docx”的第1段|"}, false},
		{"the name of a file", citizen + "张三.txt", []byte("甲"), []string{"id_card|文件名|"}, false},

		{"an encrypted workbook", "a.xlsx", sealed, []string{"encrypted|整个文件|"}, false},
		{"an encrypted archive", "a.zip", locked, []string{"encrypted|整个文件|"}, false},
		{"an old Word file", "a.doc", cfb, []string{"unreadable|整个文件|"}, false},
		{"an archive that calls itself ODT", "a.odt", filetest.Zip(t, filetest.Part{Name: "mimetype", Content: "application/vnd.oasis.opendocument.text"}, filetest.Part{Name: "content.xml", Content: "<a>甲</a>"}), []string{"unreadable|整个文件|"}, false},
		{"a RAR archive", "a.rar", []byte("Rar!\x1a\x07\x00abcdef"), []string{"unreadable|整个文件|"}, false},
		{"nothing", "a.docx", nil, []string{"unreadable|整个文件|"}, false},
		{"a broken PDF", "a.pdf", []byte("%PDF-1.7 broken"), []string{"unreadable|整个文件|"}, false},
		{"bytes of nothing known", "a.bin", bytes.Repeat([]byte{1, 2, 3, 0x80, 0xFF, 4}, 300), []string{"unreadable|整个文件|"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			result := examiner.File(tt.file, tt.content, rules())
			got := found(result)
			for _, line := range tt.want {
				if !strings.Contains("\n"+got, "\n"+line) {
					t.Errorf("no %q in\n%s", line, got)
				}
			}
			if tt.nothing && got != "" {
				t.Errorf("found\n%s", got)
			}
			if strings.Contains(got, citizen) || strings.Contains(got, mobile) || strings.Contains(got, card) {
				t.Errorf("a number in full in\n%s", got)
			}
		})
	}
}

// made is the document as OFD.
func made(t *testing.T, d docgen.Document) []byte {
	t.Helper()
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	content, err := docgen.OFD(d, fonts)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestBombsAndDepths(t *testing.T) {
	nested := filetest.Zip(t, filetest.Part{Name: "a.txt", Content: "甲"})
	for range 10 {
		nested = filetest.Zip(t, filetest.Part{Name: "a.zip", Content: string(nested)})
	}
	var wide []filetest.Part
	ten := strings.Repeat("0123456789", 1<<20)
	for i := range 40 {
		wide = append(wide, filetest.Part{Name: fmt.Sprintf("%d.txt", i), Content: ten})
	}
	for name, content := range map[string][]byte{"archives ten deep": nested, "four hundred megabytes in small": filetest.Zip(t, wide...)} {
		if got := found(examiner.File("a.zip", content, rules())); !strings.Contains(got, "unreadable") {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestManyOfAKindAreSummed(t *testing.T) {
	r := examiner.File("a.txt", []byte(strings.Repeat("身份证"+citizen+"\n", 150)), rules())
	last := r.Findings[len(r.Findings)-1]
	if len(r.Findings) != 101 || !strings.Contains(last.Message, "另有50处") {
		t.Errorf("%d findings, last %+v", len(r.Findings), last)
	}
}

func TestLinksAreListedAndForeignOnesTold(t *testing.T) {
	r := examiner.Page(`<p><a href="https://www.gsliangzhou.gov.cn/a">甲</a><a href="http://bad.example.com/x?y">乙</a><a href="http://bad.example.com/z">丙</a></p>`, rules())
	if len(r.Links) != 3 || strings.Count(found(r), "foreign_link") != 1 {
		t.Errorf("%v\n%s", r.Links, found(r))
	}
}

func FuzzFile(f *testing.F) {
	f.Add("a.docx", filetest.DOCX(f, filetest.P(citizen)))
	f.Add("a.jpg", filetest.Photo(f, true, true))
	f.Add("a.html", []byte("<p>"+mobile))
	f.Add("a.ofd", filetest.OFD(f, []string{citizen}, filetest.Part{Name: "Doc_0/Attachs/a.txt", Content: "a"}))
	f.Add("a.pptx", filetest.PPTX(f, filetest.Slide{Text: mobile, Notes: "a"}, filetest.Slide{Hidden: true}))
	f.Add("a.rar", filetest.RAR(filetest.Part{Name: "a.txt", Content: citizen}))
	f.Add("a.7z", filetest.Sample(f, "sample.7z"))
	f.Add("a.7z", filetest.Sample(f, "ppmd.7z"))
	f.Add("a.tif", append([]byte{}, filetest.Exif(true, true)...))
	f.Add("a.gif", []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xfe\x02ab\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"))
	f.Add("a.webp", []byte("RIFF\x1a\x00\x00\x00WEBPEXIF\x02\x00\x00\x00abVP8L\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		if bytes.Contains(content[:min(len(content), 1024)], []byte("%PDF-")) {
			t.Skip("the sandbox has a fuzzer of its own")
		}
		result := examiner.File(name, content, rules())
		for _, finding := range result.Findings {
			if finding.Where == "" || finding.Message == "" {
				t.Fatalf("%+v", finding)
			}
			for _, remedy := range finding.Remedies {
				_, _ = examiner.MendFile(content, remedy, rules())
			}
		}
	})
}
