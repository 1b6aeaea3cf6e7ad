package pdfobject_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"gongkai/internal/docread/filetest"
	"gongkai/internal/docread/pdfobject"
)

var layered = filetest.PDFMore{Root: "/OCProperties << /OCGs [4 0 R 5 0 R] /D << /OFF [4 0 R] /Order [4 0 R [5 0 R]] /AS [<< /Event /View /OCGs [5 0 R] /Category [/View] >>] >> >> /OpenAction << /S /Launch /F (a) >>",
	Objects: []string{"<< /Type /OCG /Name (draft) >>", "<< /Type /OCG /Name <FEFF5C42> >>", "<< /Type /OCMD /OCGs [4 0 R] /P /AllOff >>"}}

func page(content string) []filetest.PDFPage {
	return []filetest.PDFPage{{Content: content, Resources: "/Properties << /L0 4 0 R /L1 5 0 R /M 6 0 R >>"}}
}

func TestContentWithoutItsHiddenLayers(t *testing.T) {
	for _, tt := range []struct{ name, content, want string }{
		{"nothing hidden", "/OC /L1 BDC (a) Tj EMC", "/OC /L1 BDC (a) Tj EMC"},
		{"text", "BT /OC /L0 BDC (a) Tj 3 0 Td [(b) 5 (c)] TJ EMC (d) Tj ET", "BT /OC /L0 BDC\n 3 0 Td\n EMC (d) Tj ET"},
		{"a path is ended without being painted", "/OC /L0 BDC 0 0 5 5 re f EMC", "/OC /L0 BDC 0 0 5 5 ren\n EMC"},
		{"a new line stays one", "/OC /L0 BDC (a) ' 1 2 (b) \" EMC", "/OC /L0 BDCT*\n1 Tw 2 Tc T*\n EMC"},
		{"marks within marks", "/OC /L0 BDC /Span BMC (a) Tj EMC (b) Tj EMC (c) Tj", "/OC /L0 BDC /Span BMC\n EMC\n EMC (c) Tj"},
		{"a picture in the content", "/OC /L0 BDC BI /W 1 ID xEIx EI EMC (c) Tj", "/OC /L0 BDC\n EMC (c) Tj"},
		{"a membership that is shown when all are off", "/OC /M BDC (a) Tj EMC /OC /L0 BDC (b) Tj EMC", "/OC /M BDC (a) Tj EMC /OC /L0 BDC\n EMC"},
		{"operators in strings", "(/OC /L0 BDC) Tj (\\) EMC) Tj", "(/OC /L0 BDC) Tj (\\) EMC) Tj"},
	} {
		f, err := pdfobject.Read(layered.PDF(page(tt.content), nil))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.DropLayers(); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		again, err := pdfobject.Read(f.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got := strings.TrimSpace(again.Content(0))
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
		if squeeze(got) != squeeze(tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if len(again.Survey().Layers) > 0 {
			t.Errorf("%s: %v", tt.name, again.Survey().Layers)
		}
	}
}

func TestSurvey(t *testing.T) {
	f, err := pdfobject.Read(layered.PDF(page("(a) Tj"), map[string]string{"Author": "张三"}, filetest.Part{Name: "a.txt", Content: "x"}))
	if err != nil {
		t.Fatal(err)
	}
	s := f.Survey()
	if s.Scripts != 1 || s.Files != 1 || len(s.Layers) != 1 || s.Layers[0] != "draft" || s.Signed {
		t.Errorf("%+v", s)
	}
	if n := f.DropActions() + f.DropFiles() + f.DropProperties(nil); n != 3 {
		t.Errorf("%d dropped", n)
	}
	if s := f.Survey(); s.Scripts+s.Files > 0 {
		t.Errorf("%+v", s)
	}
	for _, gone := range []string{"Launch", "Filespec", "EmbeddedFile", "5F20"} {
		if bytes.Contains(f.Bytes(), []byte(gone)) {
			t.Errorf("%s is still there", gone)
		}
	}
}

// FuzzRead reads, edits and writes whatever it is given: it ends soon, does not panic, and reads what it has written.
func FuzzRead(f *testing.F) {
	f.Add(layered.PDF(page("/OC /L0 BDC BT (a) Tj ET EMC BI ID x EI"), map[string]string{"Author": "a"}, filetest.Part{Name: "a", Content: "b"}))
	f.Add([]byte("1 0 obj << /Type /Catalog /A [[[[ ]]]] >> endobj trailer << /Root 1 0 R >>"))
	f.Add([]byte("1 0 obj\n<< /Length 3 >>\nstream\nabcendstream\nendobj 2 0 obj (\\101\\)) endobj trailer <</Root 2 0 R>>"))
	f.Fuzz(func(t *testing.T, content []byte) {
		start := time.Now()
		file, err := pdfobject.Read(content)
		if err != nil {
			return
		}
		file.Survey()
		_, _ = file.DropLayers()
		file.DropActions()
		file.DropFiles()
		file.DropNotes()
		file.DropProperties(func(b []byte) ([]byte, bool) { return b, false })
		out := file.Bytes()
		if time.Since(start) > 5*time.Second {
			t.Fatal("too slow")
		}
		if _, err := pdfobject.Read(out); err != nil && file.Root() != nil {
			t.Fatalf("%v\n%q\n%q", err, content, out)
		}
	})
}
