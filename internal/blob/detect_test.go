package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/image/tiff"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/fault"
)

// zipOf makes a zip of names and contents, in this order.
func zipOf(parts ...string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		entry, _ := w.Create(parts[i])
		entry.Write([]byte(parts[i+1]))
	}
	w.Close()
	return out.Bytes()
}

func office(main string) []byte {
	return zipOf("[Content_Types].xml", `<Types><Override PartName="/main.xml" ContentType="`+main+`"/></Types>`, "main.xml", "<x/>")
}

// cfbOf makes a compound file ([MS-CFB] version 3) with streams of the given names and beginnings, all at the top,
// each filled up to 4096 bytes so that none goes to the mini stream.
func cfbOf(streams ...string) []byte {
	const sector = 512
	const perStream = 4096 / sector
	n := len(streams) / 2
	dirSectors := (n + 1 + 3) / 4
	header := make([]byte, sector)
	copy(header, cfbMagic)
	put16 := func(at int, v uint16) { binary.LittleEndian.PutUint16(header[at:], v) }
	put32 := func(b []byte, at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
	put16(24, 0x3e)
	put16(26, 3)
	put16(28, 0xfffe)
	put16(30, 9)
	put16(32, 6)
	put32(header, 44, 1) // sectors of the FAT
	put32(header, 48, 1) // first sector of the directory
	put32(header, 56, 4096)
	put32(header, 60, 0xfffffffe)
	put32(header, 68, 0xfffffffe)
	for at := 76; at < sector; at += 4 {
		put32(header, at, 0xffffffff)
	}
	put32(header, 76, 0) // the FAT is sector 0
	fat := bytes.Repeat([]byte{0xff}, sector)
	put32(fat, 0, 0xfffffffd)
	chain := func(from, count int) {
		for i := range count {
			next := uint32(from + i + 1)
			if i == count-1 {
				next = 0xfffffffe
			}
			put32(fat, 4*(from+i), next)
		}
	}
	chain(1, dirSectors)
	dir := make([]byte, dirSectors*sector)
	entry := func(i int, name string, kind byte, right, child uint32, start uint32, size uint32) {
		e := dir[i*128:]
		for j, c := range utf16.Encode([]rune(name)) {
			binary.LittleEndian.PutUint16(e[2*j:], c)
		}
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66], e[67] = kind, 1
		put32(e, 68, 0xffffffff)
		put32(e, 72, right)
		put32(e, 76, child)
		put32(e, 116, start)
		put32(e, 120, size)
	}
	entry(0, "Root Entry", 5, 0xffffffff, 1, 0xfffffffe, 0)
	var bodies []byte
	for i := range n {
		right := uint32(i + 2)
		if i == n-1 {
			right = 0xffffffff
		}
		start := 1 + dirSectors + i*perStream
		entry(i+1, streams[2*i], 2, right, 0xffffffff, uint32(start), 4096)
		chain(start, perStream)
		body := make([]byte, 4096)
		copy(body, streams[2*i+1])
		bodies = append(bodies, body...)
	}
	return bytes.Join([][]byte{header, fat, dir, bodies}, nil)
}

const (
	word     = "\xec\xa5\xc1\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	workbook = "\x09\x08\x10\x00" + "\x00\x06\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + "\xe1\x00\x02\x00\xb0\x04\xc1\x00\x02\x00\x00\x00\xe2\x00\x00\x00"
	locked   = "\x09\x08\x10\x00" + "\x00\x06\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" + "\x2f\x00\x02\x00\x00\x00"
	ofdRoot  = `<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"/>`
)

// picture encodes a small picture.
func picture(t testing.TB, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := encode(&out, image.NewGray(image.Rect(0, 0, 3, 2))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sheet(t testing.TB, options ...excelize.Options) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer file.Close()
	var out bytes.Buffer
	if err := file.Write(&out, options...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func gbk(s string) []byte {
	b, _ := simplifiedchinese.GB18030.NewEncoder().String(s)
	return []byte(b)
}

func TestTypesAreFoundFromContent(t *testing.T) {
	for _, test := range []struct {
		name    string
		content []byte
		want    Type
	}{
		{"a PDF", pdf(2000, 1), PDF},
		{"a Word document", office(officeMain[0].main), DOCX},
		{"a workbook of a spreadsheet library", sheet(t), XLSX},
		{"a presentation", office(officeMain[2].main), PPTX},
		{"an OFD", zipOf("OFD.xml", ofdRoot, "Doc_0/Document.xml", "<x/>"), OFD},
		{"an OpenDocument text", zipOf("mimetype", string(ODT), "META-INF/manifest.xml", "<m/>"), ODT},
		{"an OpenDocument spreadsheet", zipOf("mimetype", string(ODS)), ODS},
		{"an archive", zipOf("目录/通知.txt", "x"), ZIP},
		{"a Word 97 or WPS document", cfbOf("WordDocument", word, "1Table", ""), DOC},
		{"an Excel 97 workbook", cfbOf("Workbook", workbook), XLS},
		{"a PowerPoint 97 presentation", cfbOf("Current User", "", "PowerPoint Document", ""), PPT},
		{"a PNG", picture(t, func(w *bytes.Buffer, m image.Image) error { return png.Encode(w, m) }), PNG},
		{"a JPEG", picture(t, func(w *bytes.Buffer, m image.Image) error { return jpeg.Encode(w, m, nil) }), JPEG},
		{"a GIF", picture(t, func(w *bytes.Buffer, m image.Image) error { return gif.Encode(w, m, nil) }), GIF},
		{"a TIFF", picture(t, func(w *bytes.Buffer, m image.Image) error { return tiff.Encode(w, m, nil) }), TIFF},
		{"a WebP", []byte("RIFF\x0c\x00\x00\x00WEBPVP8L\x00\x00\x00\x00"), WebP},
		{"a text in UTF-8", []byte("公开指南\r\n第一条，为了……\t\n"), TXT},
		{"a text in UTF-8 with a mark", []byte("\ufeff公开指南"), TXT},
		{"a text in GB18030", gbk("公开指南，依申请公开𬭎"), TXT},
		{"a text in UTF-16", []byte("\xff\xfelQ\x00_"), TXT},
		{"a long text whose runes cross every buffer", []byte("a" + strings.Repeat("公", 100_000)), TXT},
		{"prose with commas", []byte("一,二,三\n四,五\n"), TXT},
		{"a table", []byte("机关,件数\n科技局,13\n"), CSV},
		{"a long table", []byte(strings.Repeat("科技局,13\n", 20_000)), CSV},
		{"a table in GB18030", gbk("机关,件数\n科技局,13\n"), CSV},
		{"a web page", []byte("\n <!DOCTYPE html><html><body>年报</body></html>"), HTML},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Detect(bytes.NewReader(test.content), int64(len(test.content)))
			if err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

// encryptedZip sets the flag of encryption in every header of a zip.
func encryptedZip(b []byte) []byte {
	b = bytes.Clone(b)
	for at := range b[:len(b)-4] {
		switch string(b[at : at+4]) {
		case "PK\x01\x02":
			b[at+8] |= 1
		case "PK\x03\x04":
			b[at+6] |= 1
		}
	}
	return b
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestWhatIsRefusedAndWhy(t *testing.T) {
	docx := office(officeMain[0].main)
	gifFile := picture(t, func(w *bytes.Buffer, m image.Image) error { return gif.Encode(w, m, nil) })
	pngFile := picture(t, func(w *bytes.Buffer, m image.Image) error { return png.Encode(w, m) })
	many := make([]string, 0, 2*maxEntries+2)
	for i := range maxEntries + 1 {
		many = append(many, fmt.Sprintf("%d.txt", i), "")
	}
	for _, test := range []struct {
		name    string
		content []byte
		word    string // what the message must say
	}{
		{"a Windows program", []byte("MZ\x90\x00\x03"), "可执行"},
		{"a Linux program", []byte("\x7fELF\x02\x01"), "可执行"},
		{"a Java class", []byte("\xca\xfe\xba\xbe\x00\x00"), "可执行"},
		{"a shell script", []byte("#!/bin/sh\nrm -rf /\n"), "可执行"},
		{"a shell script behind a mark", []byte("\ufeff#!/bin/sh\n"), "可执行"},
		{"a PHP script", []byte("\n<?php system($_GET[0]);"), "脚本"},
		{"a batch file", []byte("@ECHO OFF\r\ndel *"), "脚本"},
		{"a bare script element", []byte("<script>alert(1)</script>"), "脚本"},
		{"an SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`), "脚本"},
		{"an SVG behind an XML head", []byte(`<?xml version="1.0"?><svg/>`), "脚本"},
		{"a Java archive", zipOf("META-INF/MANIFEST.MF", "Main-Class: A"), "可执行"},
		{"an archive with a program", zipOf("a/通知.PDF.EXE", "MZ"), "程序"},
		{"an archive that climbs", zipOf("../../etc/passwd", "x"), "路径"},
		{"an archive that climbs with backslashes", zipOf(`a\..\..\x.txt`, "x"), "路径"},
		{"an encrypted archive", encryptedZip(zipOf("a.txt", "x")), "加密"},
		{"an encrypted Word document", encryptedZip(docx), "加密"},
		{"an encrypted OpenDocument", zipOf("mimetype", string(ODT), "META-INF/manifest.xml", "<manifest:encryption-data/>"), "加密"},
		{"an encrypted workbook", sheet(t, excelize.Options{Password: "secret"}), "加密"},
		{"an encrypted Word 97 document", cfbOf("WordDocument", word[:11]+"\x01"), "加密"},
		{"an encrypted Excel 97 workbook", cfbOf("Workbook", locked), "加密"},
		{"a document with macros", office("application/vnd.ms-word.document.macroEnabled.main+xml"), "宏"},
		{"a document with hidden macros", zipOf("[Content_Types].xml", `"`+officeMain[0].main+`"`, "word/vbaProject.bin", "x"), "宏"},
		{"a Word 97 document with macros", cfbOf("WordDocument", word, "VBA", ""), "宏"},
		{"an installer package", cfbOf("!_StringData", ""), "无法识别"},
		{"a compound file that is broken", append(bytes.Clone(cfbMagic), make([]byte, 600)...), "损坏"},
		{"a document with two tables of contents", zipOf("[Content_Types].xml", `"`+officeMain[0].main+`"`, "[Content_Types].xml", "x"), "重复"},
		{"an Office file of another kind", office("application/vnd.ms-visio.drawing.main+xml"), "不支持"},
		{"an OFD of no standard", zipOf("OFD.xml", "<x/>"), "33190"},
		{"an e-book", zipOf("mimetype", "application/epub+zip"), "无法识别"},
		{"a document cut short", docx[:len(docx)-30], "不完整"},
		{"an archive of too many files", zipOf(many...), "条目过多"},
		{"a PDF cut short", pdf(5000, 1)[:4000], "不完整"},
		{"a PDF that is an archive too", join(pdf(2000, 1), []byte("\n%%EOF\n"), zipOf("a.exe", "MZ")), "藏有"},
		{"a picture that is an archive too", join(gifFile, docx), "藏有"},
		{"a text that is an archive too", join([]byte("你好\n"), zipOf("a.txt", "x")), "藏有"},
		{"a picture that is a page too", []byte("GIF89a/*<script>alert(1)</script>*/"), "脚本"},
		{"a picture cut short", pngFile[:20], "损坏"},
		{"a TIFF that points outside", []byte("II*\x00\xff\xff\xff\x00"), "损坏"},
		{"a WebP cut short", []byte("RIFF\xff\x00\x00\x00WEBPVP8L"), "不完整"},
		{"a rich text", []byte(`{\rtf1\ansi 正文}`), "另存为 DOCX 或者 PDF"},
		{"a photograph of a telephone", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "另存为 JPEG"},
		{"a film", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"), "视频和录音"},
		{"a recording", []byte("RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00"), "视频和录音"},
		{"another archive", []byte("Rar!\x1a\x07\x01\x00"), "请解压后逐个上传"},
		{"noise", pdf(3000, 7)[100:2000], "无法识别"},
		{"a text with control characters", []byte("abc\x07def"), "无法识别"},
		{"a PostScript program", []byte("%!PS-Adobe-3.0\n"), "无法识别"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Detect(bytes.NewReader(test.content), int64(len(test.content)))
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err), test.word) {
				t.Errorf("got %q, %v; want a refusal that says %s", got, err, test.word)
			}
		})
	}
}

// A bomb declares little or much; neither may cost memory or time.
func TestBombsAreRefusedWithoutUnpackingThem(t *testing.T) {
	liar := zipOf("[Content_Types].xml", strings.Repeat(" ", 8<<20)+`"`+officeMain[0].main+`"`)
	if len(liar) > 100_000 {
		t.Fatalf("%d bytes: no bomb", len(liar))
	}
	if got, err := Detect(bytes.NewReader(liar), int64(len(liar))); err == nil {
		t.Errorf("taken as %s", got)
	}
	huge := zipOf("a.txt", "x")
	at := bytes.Index(huge, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(huge[at+24:], 3<<30)
	if _, err := Detect(bytes.NewReader(huge), int64(len(huge))); !strings.Contains(fault.Message(err), "1 GB") {
		t.Errorf("got %v", err)
	}
}

func TestEveryTypeHasALabelAndAnExtension(t *testing.T) {
	for _, kind := range append([]Type{ZIP, HTML}, Attachments...) {
		if kind.Label() == string(kind) || !strings.HasPrefix(kind.Ext(), ".") {
			t.Errorf("%s: %q, %q", kind, kind.Label(), kind.Ext())
		}
	}
}

func FuzzDetect(f *testing.F) {
	for _, seed := range [][]byte{
		pdf(200, 1), office(officeMain[0].main), cfbOf("WordDocument", word), cfbOf("Workbook", workbook),
		zipOf("OFD.xml", ofdRoot), zipOf("mimetype", string(ODT)), []byte("a,b\n1,2\n"), gbk("公开"), []byte("<html>"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		kind, err := Detect(bytes.NewReader(content), int64(len(content)))
		if (err == nil) != (kind != "") {
			t.Errorf("%q, %v", kind, err)
		}
		if err != nil && fault.KindOf(err) != fault.Invalid {
			t.Errorf("the person would be shown nothing useful: %v", err)
		}
	})
}

func FuzzParseHash(f *testing.F) {
	f.Add("sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
	f.Add("sha256:../x")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHash(s)
		if err != nil {
			return
		}
		info, ok := infoOf(object{key: keyOf(bin, h, true)})
		if !ok || info.Hash != h || !info.Binned || !info.Encrypted {
			t.Errorf("%q: key %q reads back as %+v", s, keyOf(bin, h, true), info)
		}
	})
}
