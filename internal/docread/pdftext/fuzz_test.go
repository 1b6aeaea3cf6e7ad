package pdftext_test

import (
	"testing"
	"time"

	"gongkai/internal/docread/filetest"
	"gongkai/internal/docread/pdfobject"
	"gongkai/internal/docread/pdftext"
)

// FuzzExamine opens whatever it is given in the sandbox: an answer comes in time, and what the sandbox writes anew can be
// read by package pdfobject.
func FuzzExamine(f *testing.F) {
	pdf := &pdftext.Reader{}
	f.Cleanup(func() { _ = pdf.Close() })
	text := filetest.Line(72, 700, 14, "The number is "+secret) + filetest.Filled(158, 695, 145, 22, 0)
	f.Add(filetest.PDF([]filetest.PDFPage{{Content: text, Annotations: []string{"<< /Type /Annot /Subtype /Redact /Rect [158 695 303 717] /F 4 >>", "<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents (a) >>"}}}, map[string]string{"Author": "a"}, filetest.Part{Name: "a.txt", Content: "b"}))
	f.Add(filetest.PDFMore{Root: "/OCProperties << /OCGs [4 0 R] /D << /OFF [4 0 R] >> >> /OpenAction << /S /JavaScript /JS (x) >>", Objects: []string{"<< /Type /OCG /Name (a) >>"}}.PDF(
		[]filetest.PDFPage{{Content: "/OC /L BDC " + text + " EMC", Resources: "/Properties << /L 4 0 R >>"}}, nil))
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 1000000000>>endobj\ntrailer<</Root 1 0 R>>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		start := time.Now()
		file, err := pdf.Examine(content)
		if d := time.Since(start); d > 45*time.Second {
			t.Fatalf("%v", d)
		}
		if err != nil {
			return
		}
		plain, err := pdf.Plain(content)
		if err != nil {
			return
		}
		if _, err := pdfobject.Read(plain); err != nil && !file.Opaque {
			t.Fatalf("%v\n%q", err, plain)
		}
	})
}
