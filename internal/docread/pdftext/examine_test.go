package pdftext_test

import (
	"strings"
	"testing"

	"gongkai/internal/docread/filetest"
	"gongkai/internal/docread/pdftext"
)

const secret = "620602198001011234"

func TestWhatAPDFHides(t *testing.T) {
	pdf := &pdftext.Reader{}
	defer pdf.Close()
	text := filetest.Line(72, 700, 14, "The number is "+secret+" and it is known")
	for _, tt := range []struct {
		name    string
		page    filetest.PDFPage
		covered string
		unseen  string
		check   func(pdftext.Page) bool
	}{
		{"plain text", filetest.PDFPage{Content: text}, "", "", nil},
		{"a black box drawn over the number", filetest.PDFPage{Content: text + filetest.Filled(158, 695, 145, 22, 0)}, "6206021980", "", nil},
		{"a gray box", filetest.PDFPage{Content: text + filetest.Filled(158, 695, 145, 22, 5)}, "6206021980", "", nil},
		{"a box that fits tightly", filetest.PDFPage{Content: text + filetest.Filled(163, 699, 140, 12, 0)}, "620602198001", "", nil},
		{"a white box", filetest.PDFPage{Content: text + filetest.Filled(158, 695, 145, 22, 10)}, "", "6206021980", nil},
		{"a box drawn before the text is a background", filetest.PDFPage{Content: filetest.Filled(60, 690, 400, 40, 8) + text}, "", "", nil},
		{"white text on a dark bar can be read", filetest.PDFPage{Content: filetest.Filled(60, 690, 400, 40, 2) + "1 g " + text + " 0 g"}, "", "", nil},
		{"white text on paper", filetest.PDFPage{Content: "1 g " + text + " 0 g"}, "", secret, nil},
		{"invisible by its mode", filetest.PDFPage{Content: "3 Tr " + text + " 0 Tr"}, "", secret, nil},
		{"outside the page", filetest.PDFPage{Content: filetest.Line(72, 700, 14, "Nothing here") + filetest.Line(700, 700, 14, secret)}, "", secret, nil},
		{"a box as an annotation", filetest.PDFPage{Content: text, Annotations: []string{"<< /Type /Annot /Subtype /Square /Rect [158 695 303 717] /IC [0 0 0] /C [0 0 0] /F 4 /BS << /W 0 >> >>"}}, "6206021980", "", nil},
		{"marked for redaction only", filetest.PDFPage{Content: text, Annotations: []string{"<< /Type /Annot /Subtype /Redact /Rect [158 695 303 717] /F 4 >>"}}, "", "", func(p pdftext.Page) bool { return len(p.Redact) == 1 }},
		{"a sticky note", filetest.PDFPage{Content: text, Annotations: []string{"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents " + filetest.String("请核实张三的身份") + " >>"}}, "", "", func(p pdftext.Page) bool { return len(p.Notes) == 1 && strings.Contains(p.Notes[0].Text, "张三") }},
		{"no text at all", filetest.PDFPage{Content: filetest.Filled(60, 690, 400, 40, 2)}, "", "", func(p pdftext.Page) bool { return p.Scanned }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, err := pdf.Examine(filetest.PDF([]filetest.PDFPage{tt.page}, nil))
			if err != nil {
				t.Fatal(err)
			}
			p := file.Pages[0]
			if covered := strings.Join(p.Covered, "|"); tt.covered == "" && covered != "" || !strings.Contains(covered, tt.covered) {
				t.Errorf("covered %q, want %q", covered, tt.covered)
			}
			if unseen := strings.Join(p.Unseen, "|"); tt.unseen == "" && unseen != "" || !strings.Contains(unseen, tt.unseen) {
				t.Errorf("unseen %q, want %q", unseen, tt.unseen)
			}
			if tt.check != nil && !tt.check(p) {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestAttachmentsAndPropertiesOfAPDF(t *testing.T) {
	pdf := &pdftext.Reader{}
	defer pdf.Close()
	content := filetest.PDF([]filetest.PDFPage{{Content: filetest.Line(72, 700, 14, "A page")}}, map[string]string{"Author": "张三", "Keywords": "机密"}, filetest.Part{Name: "list.txt", Content: "inside " + secret})
	file, err := pdf.Examine(content)
	if err != nil {
		t.Fatal(err)
	}
	if file.Properties["Author"] != "张三" || file.Properties["Keywords"] != "机密" {
		t.Errorf("%v", file.Properties)
	}
	if len(file.Attachments) != 1 || file.Attachments[0].Name != "list.txt" || !strings.Contains(string(file.Attachments[0].Content), secret) {
		t.Errorf("%+v", file.Attachments)
	}
}
