// Package filetest builds files for tests, part by part, so that a test can hide in them what it wants found: archives of
// Office and OFD, PDF files with boxes and attachments, photographs with a place.
package filetest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// A Part is one file of an archive.
type Part struct{ Name, Content string }

// Zip packs the parts in order.
func Zip(t testing.TB, parts ...Part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.Name)
		if err == nil {
			_, err = w.Write([]byte(p.Content))
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

const (
	wordSpaces  = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	sheetSpaces = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	slideSpaces = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	head        = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relations   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	packaging   = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
)

// P is a paragraph of Word.
func P(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

// DOCX is a Word file with the body, and more parts.
func DOCX(t testing.TB, body string, more ...Part) []byte {
	t.Helper()
	parts := []Part{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships ` + packaging + `><Relationship Id="rId1" Type="` + relations + `officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", head + `<w:document ` + wordSpaces + `><w:body>` + body + `</w:body></w:document>`},
	}
	return Zip(t, append(parts, more...)...)
}

// WordPart is another story of a Word file: header1, comments, footnotes. root is its outer element.
func WordPart(name, root, inner string) Part {
	return Part{"word/" + name + ".xml", head + `<w:` + root + ` ` + wordSpaces + `>` + inner + `</w:` + root + `>`}
}

// A Sheet is one sheet of a workbook.
type Sheet struct {
	Name, State, Inner string // Inner: cols, sheetData …
}

// Row is a row of a sheet whose cells are strings in the columns A, B, C ….
func Row(no int, attributes string, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d" %s>`, no, attributes)
	for i, c := range cells {
		fmt.Fprintf(&b, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, no, c)
	}
	return b.String() + `</row>`
}

// XLSX is a workbook with the sheets, and more parts.
func XLSX(t testing.TB, sheets []Sheet, more ...Part) []byte {
	t.Helper()
	var list, rels, types strings.Builder
	var parts []Part
	for i, s := range sheets {
		state := ""
		if s.State != "" {
			state = ` state="` + s.State + `"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, s.Name, i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relations, i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		inner := s.Inner
		if !strings.Contains(inner, "<sheetData") {
			inner = `<sheetData>` + inner + `</sheetData>`
		}
		parts = append(parts, Part{fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1), head + `<worksheet ` + sheetSpaces + `>` + inner + `</worksheet>`})
	}
	parts = append([]Part{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", head + `<Relationships ` + packaging + `><Relationship Id="rId1" Type="` + relations + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", head + `<workbook ` + sheetSpaces + `><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", head + `<Relationships ` + packaging + `>` + rels.String() + `</Relationships>`},
	}, parts...)
	return Zip(t, append(parts, more...)...)
}

// A Slide is one slide of a presentation.
type Slide struct {
	Text   string
	Hidden bool
	Notes  string
}

// PPTX is a presentation.
func PPTX(t testing.TB, slides ...Slide) []byte {
	t.Helper()
	var list, rels strings.Builder
	var parts []Part
	for i, s := range slides {
		n := i + 1
		fmt.Fprintf(&list, `<p:sldId id="%d" r:id="rId%d"/>`, 255+n, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%sslide" Target="slides/slide%d.xml"/>`, n, relations, n)
		show := ""
		if s.Hidden {
			show = ` show="0"`
		}
		parts = append(parts, Part{fmt.Sprintf("ppt/slides/slide%d.xml", n), head + `<p:sld ` + slideSpaces + show + `><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>` + s.Text + `</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`})
		if s.Notes != "" {
			parts = append(parts,
				Part{fmt.Sprintf("ppt/slides/_rels/slide%d.xml.rels", n), head + `<Relationships ` + packaging + `><Relationship Id="rId1" Type="` + relations + `notesSlide" Target="../notesSlides/notesSlide` + fmt.Sprint(n) + `.xml"/></Relationships>`},
				Part{fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", n), head + `<p:notes ` + slideSpaces + `><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>` + s.Notes + `</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:notes>`})
		}
	}
	parts = append([]Part{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"ppt/presentation.xml", head + `<p:presentation ` + slideSpaces + `><p:sldIdLst>` + list.String() + `</p:sldIdLst></p:presentation>`},
		{"ppt/_rels/presentation.xml.rels", head + `<Relationships ` + packaging + `>` + rels.String() + `</Relationships>`},
	}, parts...)
	return Zip(t, parts...)
}

// OFD is a GB/T 33190 file with one line of text for each page.
func OFD(t testing.TB, pages []string, more ...Part) []byte {
	t.Helper()
	const space = `xmlns:ofd="http://www.ofdspec.org/2016"`
	var list strings.Builder
	parts := []Part{{"OFD.xml", head + `<ofd:OFD ` + space + ` Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID><ofd:Author>张三</ofd:Author></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`}}
	for i, text := range pages {
		fmt.Fprintf(&list, `<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, i+10, i)
		var lines strings.Builder
		for n, line := range strings.Split(text, "\n") {
			fmt.Fprintf(&lines, `<ofd:TextObject ID="%d" Boundary="20 %d 170 6" Font="1" Size="5"><ofd:TextCode X="0" Y="5">%s</ofd:TextCode></ofd:TextObject>`, 100*i+n+20, 20+8*n, line)
		}
		parts = append(parts, Part{fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i), head + `<ofd:Page ` + space + `><ofd:Content><ofd:Layer ID="1">` + lines.String() + `</ofd:Layer></ofd:Content></ofd:Page>`})
	}
	parts = append(parts, Part{"Doc_0/Document.xml", head + `<ofd:Document ` + space + `><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>` + list.String() + `</ofd:Pages></ofd:Document>`})
	return Zip(t, append(parts, more...)...)
}

// Photo is a JPEG file. place puts a latitude and longitude into its Exif, camera a maker.
func Photo(t testing.TB, place, camera bool) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 32, 24))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	if !place && !camera {
		return b.Bytes()
	}
	exif := Exif(place, camera)
	segment := append([]byte{0xFF, 0xE1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+8))...)
	segment = append(append(segment, "Exif\x00\x00"...), exif...)
	return append(append([]byte{0xFF, 0xD8}, segment...), b.Bytes()[2:]...)
}

// Exif is a TIFF structure with a maker and a place: 37°55′41″ N, 102°38′17″ E.
func Exif(place, camera bool) []byte {
	le := binary.LittleEndian
	b := []byte("II*\x00\x08\x00\x00\x00")
	entries := 0
	var ifd, tail []byte
	add := func(tag, kind uint16, count, value uint32) {
		ifd = le.AppendUint16(ifd, tag)
		ifd = le.AppendUint16(ifd, kind)
		ifd = le.AppendUint32(ifd, count)
		ifd = le.AppendUint32(ifd, value)
		entries++
	}
	n := 0
	if camera {
		n++
	}
	if place {
		n++
	}
	after := uint32(8 + 2 + 12*n + 4)
	if camera {
		add(0x010F, 2, 8, after+uint32(len(tail)))
		tail = append(tail, "CAMERA1\x00"...)
	}
	if place {
		at := after + uint32(len(tail))
		add(0x8825, 4, 1, at)
		gps := le.AppendUint16(nil, 4)
		data := at + 2 + 4*12 + 4
		for i, e := range []struct {
			tag, kind    uint16
			count, value uint32
		}{{1, 2, 2, 'N'}, {2, 5, 3, data}, {3, 2, 2, 'E'}, {4, 5, 3, data + 24}} {
			_ = i
			gps = le.AppendUint16(gps, e.tag)
			gps = le.AppendUint16(gps, e.kind)
			gps = le.AppendUint32(gps, e.count)
			gps = le.AppendUint32(gps, e.value)
		}
		gps = le.AppendUint32(gps, 0)
		for _, v := range []uint32{37, 55, 41, 102, 38, 17} {
			gps = le.AppendUint32(gps, v)
			gps = le.AppendUint32(gps, 1)
		}
		tail = append(tail, gps...)
	}
	b = le.AppendUint16(b, uint16(entries))
	b = append(append(b, ifd...), 0, 0, 0, 0)
	return append(b, tail...)
}

// PNG is a small picture with the chunks put in after its head.
func PNG(t testing.TB, chunks ...[]byte) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 16, 16))
	img.SetGray(3, 3, color.Gray{200})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	const afterHead = 8 + 25
	out := append([]byte{}, b.Bytes()[:afterHead]...)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return append(out, b.Bytes()[afterHead:]...)
}

// Chunk is one chunk of a PNG file.
func Chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	body := append([]byte(kind), data...)
	return binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE(body))
}
