package screening_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/internal/docgen"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docread/filetest"
	"gongkai/review/screen"

	"golang.org/x/image/tiff"
)

const relationTypes = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`

// with changes parts of an archive, and adds those that it does not have.
func with(t *testing.T, content []byte, changes map[string]func(string) string) []byte {
	t.Helper()
	all := parts(t, content)
	for name, change := range changes {
		all[name] = change(all[name])
	}
	var list []filetest.Part
	for name, text := range all {
		list = append(list, filetest.Part{Name: name, Content: text})
	}
	slices.SortFunc(list, func(a, b filetest.Part) int { return strings.Compare(a.Name, b.Name) })
	return filetest.Zip(t, list...)
}

func replace(old, with string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, with, 1) }
}

func whole(text string) func(string) string { return func(string) string { return text } }

func relationship(id, kind, target string) func(string) string {
	return replace("</Relationships>", `<Relationship Id="`+id+`" Type="`+relationTypes+kind+`" Target="`+target+`"/></Relationships>`)
}

// embedded are Office files, written by LibreOffice, into which a workbook was put as Office does it.
func embedded(t *testing.T) map[string][]byte {
	inner := string(filetest.XLSX(t, []filetest.Sheet{{Name: "底稿", Inner: filetest.Row(1, "", "甲")}}))
	picture := string(filetest.PNG(t))
	types := replace("</Types>", `<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/><Default Extension="png" ContentType="image/png"/></Types>`)
	return map[string][]byte{
		"a.docx": with(t, filetest.Sample(t, "plain.docx"), map[string]func(string) string{
			"[Content_Types].xml": types, "word/embeddings/book.xlsx": whole(inner), "word/media/ole.png": whole(picture),
			"word/_rels/document.xml.rels": func(s string) string {
				return relationship("rIdO", "package", "embeddings/book.xlsx")(relationship("rIdP", "image", "media/ole.png")(s))
			},
			"word/document.xml": func(s string) string {
				i := strings.LastIndex(s, "<w:sectPr")
				return s[:i] + `<w:p><w:r><w:object><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="s1" style="width:60pt;height:40pt"><v:imagedata r:id="rIdP"/></v:shape><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Excel.Sheet.12" ShapeID="s1" DrawAspect="Content" ObjectID="_1" r:id="rIdO"/></w:object></w:r></w:p>` + s[i:]
			},
		}),
		"a.pptx": with(t, filetest.Sample(t, "plain.pptx"), map[string]func(string) string{
			"[Content_Types].xml": types, "ppt/embeddings/book.xlsx": whole(inner), "ppt/media/ole.png": whole(picture),
			"ppt/slides/_rels/slide1.xml.rels": func(s string) string {
				return relationship("rIdO", "package", "../embeddings/book.xlsx")(relationship("rIdP", "image", "../media/ole.png")(s))
			},
			"ppt/slides/slide1.xml": replace("</p:spTree>", `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="90" name="o"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="600000"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj progId="Excel.Sheet.12" r:id="rIdO" imgW="900000" imgH="600000"><p:embed/><p:pic><p:nvPicPr><p:cNvPr id="91" name="p"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rIdP"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic></p:oleObj></a:graphicData></a:graphic></p:graphicFrame></p:spTree>`),
		}),
		"a.xlsx": with(t, filetest.Sample(t, "plain.xlsx"), map[string]func(string) string{
			"[Content_Types].xml": types, "xl/embeddings/book.xlsx": whole(inner),
			"xl/worksheets/_rels/sheet1.xml.rels": func(s string) string {
				if s == "" {
					s = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`
				}
				return relationship("rIdO", "package", "../embeddings/book.xlsx")(s)
			},
			"xl/worksheets/sheet1.xml": replace("</worksheet>", `<oleObjects><oleObject progId="Excel.Sheet.12" shapeId="1025" r:id="rIdO"/></oleObjects></worksheet>`),
		}),
	}
}

// opened has LibreOffice make PDF files of all files at once and gives their text; nil where it is not installed.
func opened(t *testing.T, files map[string][]byte) map[string]string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("LibreOffice is not installed")
		return nil
	}
	if testing.Short() {
		return nil
	}
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf", "--outdir", filepath.Join(dir, "out")}
	for name, content := range files {
		check(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
		args = append(args, filepath.Join(dir, name))
	}
	if out, err := exec.CommandContext(t.Context(), office, args...).CombinedOutput(); err != nil {
		t.Logf("LibreOffice does not run here: %v\n%s", err, out)
		return nil
	}
	texts := map[string]string{}
	for name := range files {
		pdf, err := os.ReadFile(filepath.Join(dir, "out", strings.TrimSuffix(name, filepath.Ext(name))+".pdf"))
		if err != nil {
			t.Errorf("LibreOffice does not open %s", name)
			continue
		}
		texts[name] = pageTexts(t, pdf)
	}
	return texts
}

// TestMendedOfficeFilesOpen takes every remedy in the files that LibreOffice has written, and in those with a workbook within,
// and has LibreOffice open them: what is not to go is still shown.
func TestMendedOfficeFilesOpen(t *testing.T) {
	type job struct {
		content []byte
		remedy  screen.Remedy
		kinds   []screen.Kind
		gone    screen.Kind
		shows   []string
		hides   string
	}
	jobs := map[string]job{
		"notes.pptx":    {filetest.Sample(t, "sample.pptx"), screen.DropHidden, []screen.Kind{screen.SpeakerNotes}, screen.SpeakerNotes, []string{"身份证号", "看得见的第三页"}, "演讲者的备注"},
		"slides.pptx":   {filetest.Sample(t, "sample.pptx"), screen.DropHidden, []screen.Kind{screen.HiddenSlide}, screen.HiddenSlide, []string{"身份证号", "看得见的第三页"}, "藏起来的幻灯片"},
		"shown.pptx":    {filetest.Sample(t, "sample.pptx"), screen.Unhide, nil, screen.HiddenSlide, []string{"藏起来的幻灯片", "看得见的第三页"}, ""},
		"comments.pptx": {filetest.Sample(t, "sample.pptx"), screen.AcceptChanges, nil, screen.Comment, []string{"身份证号", "看得见的第三页"}, "请再核实"},
		"masked.pptx":   {filetest.Sample(t, "sample.pptx"), screen.MaskIt, nil, screen.IDCard, []string{"6206**********0010", "看得见的第三页"}, citizen},
		"bare.pptx":     {filetest.Sample(t, "sample.pptx"), screen.StripMetadata, nil, screen.FileProperty, []string{"看得见的第三页"}, "李四"},
		"accepted.docx": {filetest.Sample(t, "sample.docx"), screen.AcceptChanges, nil, screen.TrackedChange, []string{"新加的话请核对", "赵六"}, "删去的话"},
		"hidden.docx":   {filetest.Sample(t, "sample.docx"), screen.DropHidden, nil, screen.HiddenText, []string{"名单公示如下"}, "藏起来的话"},
		"sheets.xlsx":   {filetest.Sample(t, "sample.xlsx"), screen.DropHidden, nil, screen.HiddenSheet, []string{"王五", "未提供"}, "藏起来的表"},
	}
	for name, content := range embedded(t) {
		jobs[strings.TrimPrefix(name, "a.")+"-object."+strings.TrimPrefix(name, "a.")] = job{content, screen.DropHidden, []screen.Kind{screen.EmbeddedObject}, screen.EmbeddedObject,
			map[string][]string{"a.docx": {"现将名单公示如下", "2025年3月4日"}, "a.pptx": {"科技政策宣讲"}, "a.xlsx": {"王五", "1234.5"}}[name], "book.xlsx"}
	}
	out := map[string][]byte{}
	for name, j := range jobs {
		if got := kindsIn(j.content, name); !strings.Contains(got, string(j.gone)) {
			t.Errorf("%s: %s is not found before: %s", name, j.gone, got)
		}
		out[name] = mend(t, j.content, j.remedy, j.kinds...)
		if got := kindsIn(out[name], name); strings.Contains(got, string(j.gone)) {
			t.Errorf("%s: still %s", name, got)
		}
		for part, text := range parts(t, out[name]) {
			if j.hides != "" && (strings.Contains(text, j.hides) || strings.Contains(part, j.hides)) {
				t.Errorf("%s: %q is still in %s", name, j.hides, part)
			}
		}
	}
	for name, text := range opened(t, out) {
		for _, want := range jobs[name].shows {
			if !strings.Contains(strings.NewReplacer("\n", "", " ", "").Replace(text), want) {
				t.Errorf("%s does not show %q:\n%s", name, want, text)
			}
		}
	}
}

// An OFD that this program has made is one still when its properties are taken out and an object is hidden and dropped.
func TestMendedOFDIsAsTheStandardHasIt(t *testing.T) {
	content := made(t, docgen.Document{Title: "公示", Author: "张三", Blocks: []docgen.Block{docgen.Paragraph{Text: "甲乙丙丁"}}})
	ofdtest.Check(t, content)
	out := mend(t, content, screen.StripMetadata)
	ofdtest.Check(t, out)
	if all := parts(t, out); strings.Contains(all["OFD.xml"], "张三") || !strings.Contains(all["OFD.xml"], "公示") {
		t.Errorf("%s", all["OFD.xml"])
	}
	hidden := with(t, out, map[string]func(string) string{"Doc_0/Pages/Page_0/Content.xml": replace("<ofd:TextObject ", `<ofd:TextObject Visible="false" `)})
	ofdtest.Check(t, mend(t, hidden, screen.DropHidden))
}

func TestMendingOFD(t *testing.T) {
	content := with(t, filetest.OFD(t, []string{"公示名单\n第二行"}), map[string]func(string) string{
		"OFD.xml":                            replace("</ofd:DocInfo>", `<ofd:Keywords><ofd:Keyword>科技</ofd:Keyword></ofd:Keywords><ofd:CustomDatas><ofd:CustomData Name="拟稿人电话">`+mobile+`</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>`),
		"Doc_0/Document.xml":                 replace("</ofd:Document>", `<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>`),
		"Doc_0/Annots/Annotations.xml":       whole(`<ofd:Annotations xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`),
		"Doc_0/Annots/Page_0/Annotation.xml": whole(`<ofd:PageAnnot xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Annot ID="70" Type="Highlight" Creator="张三"><ofd:Remark>请再核实</ofd:Remark></ofd:Annot><ofd:Annot ID="71" Type="Watermark"><ofd:Appearance/></ofd:Annot></ofd:PageAnnot>`),
		"Doc_0/Attachs/Attachments.xml":      whole(`<ofd:Attachments xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Attachment ID="80" Name="a"><ofd:FileLoc>a.txt</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`),
		"Doc_0/Attachs/a.txt":                whole("甲乙"),
		"Doc_0/Pages/Page_0/Content.xml":     replace("</ofd:Layer>", `<ofd:TextObject ID="99" Boundary="20 90 170 6" Font="1" Size="5" Visible="false"><ofd:TextCode X="0" Y="5">藏起来的话</ofd:TextCode></ofd:TextObject></ofd:Layer>`),
	})
	before := kindsIn(content, "a.ofd")
	for _, want := range []string{"phone", "property", "comment", "embedded_object", "hidden_text"} {
		if !strings.Contains(before, want) {
			t.Errorf("no %s in %s", want, before)
		}
	}
	out := content
	for _, remedy := range []screen.Remedy{screen.StripMetadata, screen.AcceptChanges, screen.DropHidden} {
		out = mend(t, out, remedy)
	}
	if got := kindsIn(out, "a.ofd"); got != "" {
		t.Errorf("still %s", got)
	}
	all := parts(t, out)
	for name, text := range all {
		for _, gone := range []string{mobile, "张三", "请再核实", "甲乙", "藏起来的话"} {
			if strings.Contains(text, gone) {
				t.Errorf("%s is still in %s", gone, name)
			}
		}
	}
	if page := all["Doc_0/Pages/Page_0/Content.xml"]; !strings.Contains(page, "公示名单") || !strings.Contains(page, "第二行") || !strings.Contains(all["Doc_0/Annots/Page_0/Annotation.xml"], "Watermark") {
		t.Errorf("%s\n%s", page, all["Doc_0/Annots/Page_0/Annotation.xml"])
	}
	sealed := with(t, content, map[string]func(string) string{"OFD.xml": replace("</ofd:DocBody>", `<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>`)})
	if _, err := examiner.MendFile(sealed, screen.StripMetadata, rules()); err == nil || !strings.Contains(err.Error(), "签章") {
		t.Errorf("a seal was broken: %v", err)
	}
}

func TestStrippingOtherPictures(t *testing.T) {
	exif := filetest.Exif(true, true)
	picture := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White, color.Black})
	picture.SetColorIndex(3, 3, 1)
	var gifFile, tiffFile bytes.Buffer
	check(t, gif.Encode(&gifFile, picture, nil))
	check(t, tiff.Encode(&tiffFile, picture, nil))
	end := gifFile.Len() - 1
	remark := append([]byte("\x21\xFE\x0B"+mobile), 0)
	noted := slices.Concat(gifFile.Bytes()[:end], remark, gifFile.Bytes()[end:])
	chunk := func(name string, data []byte) []byte {
		b := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data)))
		if b = append(b, data...); len(data)%2 == 1 {
			b = append(b, 0)
		}
		return b
	}
	lossless := []byte("\x2F\x00\x00\x00\x00\x88\x88\x08") // one white pixel of VP8L
	body := slices.Concat([]byte("WEBP"), chunk("VP8X", []byte{0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0}), chunk("VP8L", lossless), chunk("EXIF", exif), chunk("XMP ", []byte("<x/>")))
	webp := append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
	for _, tt := range []struct {
		name    string
		content []byte
		before  string
	}{
		{"a.gif", noted, "phone"}, {"a.webp", webp, "gps"}, {"a.tif", located(t, tiffFile.Bytes()), "gps"},
	} {
		if got := kindsIn(tt.content, tt.name); !strings.Contains(got, tt.before) {
			t.Errorf("%s: %s", tt.name, got)
		}
		out := mend(t, tt.content, screen.StripMetadata)
		if got := kindsIn(out, tt.name); got != "no_text" {
			t.Errorf("%s: still %s", tt.name, got)
		}
		if bytes.Contains(out, []byte("CAMERA1")) || bytes.Contains(out, []byte(mobile)) {
			t.Errorf("%s: the data are still there", tt.name)
		}
		if tt.name == "a.webp" {
			if string(out[:4]) != "RIFF" || int(binary.LittleEndian.Uint32(out[4:])) != len(out)-8 || out[20]&0x0C != 0 || !bytes.Contains(out, lossless) {
				t.Errorf("%q", out)
			}
			continue
		}
		was, _, err := image.Decode(bytes.NewReader(tt.content))
		check(t, err)
		is, _, err := image.Decode(bytes.NewReader(out))
		check(t, err)
		if was.Bounds() != is.Bounds() || was.At(3, 3) != is.At(3, 3) || was.At(0, 0) != is.At(0, 0) {
			t.Errorf("%s: the picture has changed", tt.name)
		}
	}
	framed := bytes.Clone(filetest.Photo(t, false, false)) // with a small picture of its own
	small := append([]byte{0xFF, 0xE0, 0, 12}, "JFXX\x00\x10SMALL"...)
	framed = slices.Concat(framed[:2], small[:2+12], framed[2:])
	if out := mend(t, framed, screen.StripMetadata); bytes.Contains(out, []byte("JFXX")) {
		t.Error("the small picture is still there")
	}
}

// located is a TIFF file with the place and the camera of [filetest.Exif] in a directory of its own.
func located(t *testing.T, file []byte) []byte {
	t.Helper()
	le := binary.LittleEndian
	out := bytes.Clone(file)
	at := int(le.Uint32(out[4:]))
	n := int(le.Uint16(out[at:]))
	entries := out[at+2 : at+2+12*n]
	exif := filetest.Exif(true, true)
	base := uint32(len(out))
	moved := bytes.Clone(exif)
	// The directory of Exif has a maker (text at an offset) and a place (a directory at an offset): both move with the file.
	first := 8 + 2
	for i := range 2 {
		e := first + 12*i + 8
		le.PutUint32(moved[e:], le.Uint32(moved[e:])+base)
	}
	gps := int(le.Uint32(exif[first+12+8:]))
	for _, i := range []int{1, 3} {
		e := gps + 2 + 12*i + 8
		le.PutUint32(moved[e:], le.Uint32(moved[e:])+base)
	}
	out = append(out, moved...)
	var all [][]byte
	for i := range n {
		all = append(all, bytes.Clone(entries[12*i:12*i+12]))
	}
	all = append(all, moved[first:first+12], moved[first+12:first+24])
	slices.SortFunc(all, func(a, b []byte) int { return int(le.Uint16(a)) - int(le.Uint16(b)) })
	directory := uint32(len(out))
	out = le.AppendUint16(out, uint16(len(all)))
	out = append(out, slices.Concat(all...)...)
	out = append(out, 0, 0, 0, 0)
	le.PutUint32(out[4:], directory)
	clear(out[at : at+2+12*n])
	return out
}
