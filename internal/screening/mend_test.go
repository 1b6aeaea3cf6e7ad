package screening_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io"
	"strings"
	"testing"

	"gongkai/fault"
	"gongkai/internal/docread"
	"gongkai/internal/docread/filetest"
	"gongkai/internal/screening"
	"gongkai/review/screen"

	"github.com/xuri/excelize/v2"
)

// parts reads an archive with every XML part checked by the decoder of the standard library.
func parts(t *testing.T, content []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			d := xml.NewDecoder(bytes.NewReader(text))
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s is not well formed: %v\n%s", f.Name, err, text)
				}
			}
		}
	}
	return all
}

func mend(t *testing.T, content []byte, remedy screen.Remedy, kinds ...screen.Kind) []byte {
	t.Helper()
	out, err := examiner.MendFile(content, remedy, rules(), kinds...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func text(t *testing.T, content []byte) string {
	t.Helper()
	doc, err := docread.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	return doc.String()
}

func TestMaskingWord(t *testing.T) {
	content := filetest.DOCX(t, filetest.P("甲 &lt;乙&gt; &amp;")+
		`<w:p><w:r><w:t>张三</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>`+citizen[:7]+`</w:t></w:r><w:r><w:t>`+citizen[7:]+`，住某村</w:t></w:r></w:p>`+
		`<w:tbl><w:tr><w:tc>`+filetest.P("姓名")+`</w:tc><w:tc>`+filetest.P("身份证号")+`</w:tc></w:tr><w:tr><w:tc>`+filetest.P("李四")+`</w:tc><w:tc>`+filetest.P("620602500101001")+`</w:tc></w:tr></w:tbl>`)
	out := mend(t, content, screen.MaskIt)
	if got := found(examiner.File("a.docx", out, rules())); got != "" {
		t.Errorf("still there:\n%s", got)
	}
	got := text(t, out)
	for _, want := range []string{"甲 <乙> &", "张三6206**********0010，住某村", "6206********001"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if !strings.Contains(parts(t, out)["word/document.xml"], "<w:b/>") {
		t.Error("the looks of the run are gone")
	}
}

func TestAcceptingChanges(t *testing.T) {
	run := func(s string) string { return `<w:r><w:t>` + s + `</w:t></w:r>` }
	content := filetest.DOCX(t,
		`<w:p>`+run("共")+`<w:del><w:r><w:delText>三</w:delText></w:r></w:del><w:ins>`+run("四")+`<w:del><w:r><w:delText>五</w:delText></w:r></w:del></w:ins>`+run("人")+`</w:p>`+
			`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>整段删除</w:delText></w:r></w:del></w:p>`+
			`<w:p><w:moveFrom>`+run("搬走")+`</w:moveFrom></w:p><w:p><w:moveTo>`+run("搬来")+`</w:moveTo></w:p>`+
			`<w:p><w:pPr><w:pPrChange><w:pPr/></w:pPrChange></w:pPr><w:commentRangeStart w:id="0"/>`+run("有批注")+`<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>`+
			`<w:tbl><w:tr><w:tc>`+filetest.P("留")+`</w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>`+filetest.P("删行")+`</w:tc></w:tr></w:tbl>`,
		filetest.WordPart("comments", "comments", `<w:comment w:id="0"><w:p>`+run("不妥")+`</w:p></w:comment>`),
		filetest.Part{Name: "word/_rels/document.xml.rels", Content: `<Relationships><Relationship Id="r1" Type="c" Target="comments.xml"/></Relationships>`})
	out := mend(t, content, screen.AcceptChanges)
	if got := found(examiner.File("a.docx", out, rules())); got != "" {
		t.Errorf("still there:\n%s", got)
	}
	all := parts(t, out)
	if _, there := all["word/comments.xml"]; there || strings.Contains(all["word/_rels/document.xml.rels"], "comments.xml") {
		t.Error("the comments are still there")
	}
	body := all["word/document.xml"]
	for _, gone := range []string{"三", "五", "整段删除", "搬走", "删行", "w:ins", "w:del", "comment"} {
		if strings.Contains(body, gone) {
			t.Errorf("%q in %s", gone, body)
		}
	}
	if got := text(t, out); !strings.HasPrefix(got, "第1段: 共四人\n第2段: 搬来\n第3段: 有批注\n") || !strings.Contains(got, "留") {
		t.Error(got)
	}
}

func TestDroppingHiddenText(t *testing.T) {
	content := filetest.DOCX(t, `<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>白</w:t></w:r></w:p>`)
	out := mend(t, content, screen.DropHidden)
	if got := found(examiner.File("a.docx", out, rules())); got != "" || strings.Contains(parts(t, out)["word/document.xml"], "藏") {
		t.Error(got)
	}
	page := mend(t, []byte(`<html><body><p>甲<span style="display:none">乙</span></p><!-- 丙丁 --></body></html>`), screen.DropHidden)
	if string(page) != `<html><head></head><body><p>甲</p></body></html>` {
		t.Errorf("%s", page)
	}
}

// workbook is written by another library, with shared strings, a formula and styles.
func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	set := func(sheet, cell string, v any) {
		if err := f.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for i, v := range []any{"姓名", "身份证号", "手机", "金额"} {
		set("Sheet1", string(rune('A'+i))+"1", v)
	}
	set("Sheet1", "A2", "张三")
	set("Sheet1", "B2", citizen)
	set("Sheet1", "C2", 13912345678)
	set("Sheet1", "D2", 100)
	set("Sheet1", "A3", "李四")
	set("Sheet1", "D3", 200)
	check(t, f.SetCellFormula("Sheet1", "D4", "SUM(D2:D3)+底稿!A1"))
	check(t, f.SetRowVisible("Sheet1", 3, false))
	check(t, f.SetColVisible("Sheet1", "C", false))
	_, err := f.NewSheet("底稿")
	check(t, err)
	set("底稿", "A1", 7)
	check(t, f.SetSheetVisible("底稿", false))
	check(t, f.SetDefinedName(&excelize.DefinedName{Name: "底", RefersTo: "底稿!$A$1"}))
	check(t, f.AddComment("Sheet1", excelize.Comment{Cell: "A2", Author: "王", Text: "待核"}))
	var b bytes.Buffer
	check(t, f.Write(&b))
	return b.Bytes()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// reopened reads a workbook with the other library.
func reopened(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	parts(t, content)
	f, err := excelize.OpenReader(bytes.NewReader(content))
	check(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func cell(t *testing.T, f *excelize.File, sheet, at string) string {
	t.Helper()
	v, err := f.GetCellValue(sheet, at)
	check(t, err)
	return v
}

func TestWorkbooks(t *testing.T) {
	content := workbook(t)
	before := found(examiner.File("a.xlsx", content, rules()))
	for _, want := range []string{"id_card|Sheet1!B2|", "phone|Sheet1!C2|", "hidden_sheet|底稿|", "hidden_row|Sheet1!第3行|", "hidden_column|Sheet1!C列|", "comment|Sheet1!A2的批注|"} {
		if !strings.Contains(before, want) {
			t.Errorf("no %s in\n%s", want, before)
		}
	}
	t.Run("masked", func(t *testing.T) {
		out := mend(t, content, screen.MaskIt)
		f := reopened(t, out)
		if b, c, d := cell(t, f, "Sheet1", "B2"), cell(t, f, "Sheet1", "C2"), cell(t, f, "Sheet1", "D2"); b != "6206**********0010" || c != "139****5678" || d != "100" {
			t.Errorf("%q %q %q", b, c, d)
		}
		for name, part := range parts(t, out) {
			if strings.Contains(part, citizen) || strings.Contains(part, mobile) {
				t.Errorf("the number is still in %s", name)
			}
		}
	})
	t.Run("shown", func(t *testing.T) {
		f := reopened(t, mend(t, content, screen.Unhide))
		row, err := f.GetRowVisible("Sheet1", 3)
		check(t, err)
		col, err := f.GetColVisible("Sheet1", "C")
		check(t, err)
		sheet, err := f.GetSheetVisible("底稿")
		check(t, err)
		if !row || !col || !sheet {
			t.Errorf("row %v, column %v, sheet %v", row, col, sheet)
		}
	})
	t.Run("dropped", func(t *testing.T) {
		out := mend(t, content, screen.DropHidden)
		f := reopened(t, out)
		if list := f.GetSheetList(); len(list) != 1 || cell(t, f, "Sheet1", "A2") != "张三" || cell(t, f, "Sheet1", "A3") != "" || cell(t, f, "Sheet1", "C2") != "" {
			t.Errorf("%v", list)
		}
		if formula, _ := f.GetCellFormula("Sheet1", "D4"); formula != "" {
			t.Errorf("a formula refers to what is gone: %s", formula)
		}
		after := found(examiner.File("a.xlsx", out, rules()))
		for _, gone := range []string{"hidden", "phone", "底稿"} {
			if strings.Contains(after, gone) {
				t.Errorf("%s in\n%s", gone, after)
			}
		}
	})
	t.Run("comments dropped", func(t *testing.T) {
		out := mend(t, content, screen.AcceptChanges)
		f := reopened(t, out)
		if comments, err := f.GetComments("Sheet1"); err != nil || len(comments) > 0 {
			t.Errorf("%v %v", comments, err)
		}
		if after := found(examiner.File("a.xlsx", out, rules())); strings.Contains(after, "comment") {
			t.Error(after)
		}
	})
}

func TestPhotographsKeepTheirPixels(t *testing.T) {
	for name, content := range map[string][]byte{
		"JPEG":              filetest.Photo(t, true, true),
		"PNG":               filetest.PNG(t, filetest.Chunk("eXIf", filetest.Exif(true, true)), filetest.Chunk("tEXt", []byte("Author\x00zhang"))),
		"JPEG with a tail":  append(filetest.Photo(t, false, false), bytes.Repeat([]byte("x"), 200)...),
		"JPEG held upright": sideways(t),
	} {
		t.Run(name, func(t *testing.T) {
			out := mend(t, content, screen.StripMetadata)
			before, _, err := image.Decode(bytes.NewReader(content))
			check(t, err)
			after, _, err := image.Decode(bytes.NewReader(out))
			check(t, err)
			if before.Bounds() != after.Bounds() {
				t.Fatal("another size")
			}
			for y := range before.Bounds().Dy() {
				for x := range before.Bounds().Dx() {
					if before.At(x, y) != after.At(x, y) {
						t.Fatalf("another pixel at %d, %d", x, y)
					}
				}
			}
			if got := found(examiner.File("a.jpg", out, rules())); got != "no_text|整个文件|\n" {
				t.Error(got)
			}
			if name == "JPEG held upright" && !bytes.Contains(out, []byte("\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00")) {
				t.Error("which way up it is held is lost")
			}
		})
	}
}

// sideways is a photograph with a place and the note that it was held sideways.
func sideways(t *testing.T) []byte {
	t.Helper()
	exif := []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00")
	plain := filetest.Photo(t, true, false)
	return append(append([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...), plain[2:]...)
}

func TestPropertiesOfOfficeFiles(t *testing.T) {
	content := filetest.DOCX(t, filetest.P("甲"), filetest.Part{Name: "docProps/core.xml", Content: `<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:creator>张三</dc:creator><dc:title>办法</dc:title></c:coreProperties>`},
		filetest.Part{Name: "word/media/image1.jpeg", Content: string(filetest.Photo(t, true, true))})
	out := mend(t, content, screen.StripMetadata)
	if got := found(examiner.File("a.docx", out, rules())); got != "" {
		t.Error(got)
	}
	if core := parts(t, out)["docProps/core.xml"]; strings.Contains(core, "张三") || !strings.Contains(core, "办法") {
		t.Error(core)
	}
}

func TestWhatCannotBeMendedSaysSo(t *testing.T) {
	signed := filetest.PDFMore{Root: "/AcroForm << /Fields [4 0 R] >>", Objects: []string{"<< /FT /Sig /T (s) /V << /Type /Sig /Contents <00> >> >>"}}.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 12, "a")}}, map[string]string{"Author": "张三"})
	for name, tt := range map[string]struct {
		content []byte
		remedy  screen.Remedy
		kind    fault.Kind
	}{
		"a PDF with a signature":     {signed, screen.StripMetadata, fault.Invalid},
		"showing what a PDF hides":   {signed, screen.Unhide, fault.Invalid},
		"an OFD with a seal":         {filetest.OFD(t, []string{"甲"}, filetest.Part{Name: "Doc_0/Signs/Signatures.xml", Content: "<Signatures/>"}), screen.Unhide, fault.Invalid},
		"nothing to mask":            {filetest.DOCX(t, filetest.P("甲")), screen.MaskIt, fault.Conflict},
		"changes within cells":       {filetest.DOCX(t, `<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>`+filetest.P("甲")+`</w:tc></w:tr></w:tbl>`), screen.AcceptChanges, fault.Invalid},
		"every sheet is hidden":      {filetest.XLSX(t, []filetest.Sheet{{Name: "甲", State: "hidden", Inner: filetest.Row(1, "", "乙")}}), screen.DropHidden, fault.Invalid},
		"a document with a DOCTYPE":  {filetest.Zip(t, filetest.Part{Name: "word/document.xml", Content: `<!DOCTYPE a [<!ENTITY x "y">]><w:document><w:p><w:r><w:t>` + citizen + `</w:t></w:r></w:p></w:document>`}), screen.MaskIt, fault.Invalid},
		"an element that never ends": {filetest.Zip(t, filetest.Part{Name: "word/document.xml", Content: strings.Repeat("<a>", 5000)}), screen.MaskIt, fault.Invalid},
	} {
		if _, err := examiner.MendFile(tt.content, tt.remedy, rules()); err == nil || fault.KindOf(err) != tt.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMendingABody(t *testing.T) {
	got, n := screening.MendPage(`<p>张三<b>`+citizen[:10]+`</b><i>`+citizen[10:]+`</i>，电话 &amp; `+mobile+`</p>`, rules())
	if want := `<p>张三<b>6206**********0010</b><i></i>，电话 &amp; 139****5678</p>`; got != want || n != 2 {
		t.Errorf("%d: %s", n, got)
	}
}
