package filetest

import (
	"bytes"
	"fmt"
	"strings"
)

// A PDFPage is one page of A4 as its content stream says it, with the annotations given as dictionaries.
type PDFPage struct {
	Content     string
	Annotations []string
	Resources   string // more entries of the dictionary
}

// Line shows ASCII text in Helvetica at a place in points from the lower left corner.
func Line(x, y, size int, text string) string {
	text = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text)
	return fmt.Sprintf("BT /F1 %d Tf %d %d Td (%s) Tj ET\n", size, x, y, text)
}

// Filled is a rectangle in a shade of gray from 0 to 10.
func Filled(x, y, w, h, shade int) string {
	return fmt.Sprintf("q %d.%d g %d %d %d %d re f Q\n", shade/10, shade%10, x, y, w, h)
}

// PDF is a file of the pages; files are attached to it under their names.
func PDF(pages []PDFPage, info map[string]string, files ...Part) []byte {
	return PDFMore{}.PDF(pages, info, files...)
}

// A PDFMore is what a file has beside its pages: entries of its catalog, and objects, which have the numbers from 4.
type PDFMore struct {
	Root    string
	Objects []string
}

// PDF is a file with more.
func (more PDFMore) PDF(pages []PDFPage, info map[string]string, files ...Part) []byte {
	var objects []string
	add := func(object string) int { objects = append(objects, object); return len(objects) }
	add("") // 1: catalog
	add("") // 2: pages
	font := add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	for _, object := range more.Objects {
		add(object)
	}
	var kids []string
	for _, p := range pages {
		var notes []string
		for _, a := range p.Annotations {
			notes = append(notes, fmt.Sprintf("%d 0 R", add(a)))
		}
		content := add(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(p.Content), p.Content))
		kids = append(kids, fmt.Sprintf("%d 0 R", add(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> %s >> /Annots [%s] >>", content, font, p.Resources, strings.Join(notes, " ")))))
	}
	names := ""
	for _, f := range files {
		stream := add(fmt.Sprintf("<< /Type /EmbeddedFile /Length %d >>\nstream\n%s\nendstream", len(f.Content), f.Content))
		spec := add(fmt.Sprintf("<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R >> >>", f.Name, f.Name, stream))
		names += fmt.Sprintf("(%s) %d 0 R ", f.Name, spec)
	}
	objects[0] = "<< /Type /Catalog /Pages 2 0 R " + more.Root + " >>"
	if names != "" {
		objects[0] = "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [" + names + "] >> >> " + more.Root + " >>"
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids))
	trailer := ""
	if len(info) > 0 {
		var b strings.Builder
		for key, value := range info {
			fmt.Fprintf(&b, "/%s %s ", key, utf16(value))
		}
		trailer = fmt.Sprintf(" /Info %d 0 R", add("<< "+b.String()+">>"))
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, o := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, xref)
	return out.Bytes()
}

// utf16 writes a string of a PDF in hexadecimal UTF-16.
func utf16(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, r := range s {
		fmt.Fprintf(&b, "%04X", r)
	}
	return b.String() + ">"
}

// String writes text as a string of an annotation.
func String(s string) string { return utf16(s) }
