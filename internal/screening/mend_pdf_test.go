package screening_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/internal/docread/filetest"
	"gongkai/review/screen"
)

// readable has another program check the file, where it is installed.
func readable(t *testing.T, pdf []byte) {
	t.Helper()
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Log("qpdf is not installed")
		return
	}
	name := filepath.Join(t.TempDir(), "a.pdf")
	check(t, os.WriteFile(name, pdf, 0o600))
	if out, err := exec.CommandContext(t.Context(), qpdf, "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

func pageTexts(t *testing.T, pdf []byte) string {
	t.Helper()
	pages, err := examiner.PDF.Texts(pdf)
	check(t, err)
	return strings.Join(pages, "\f")
}

func kindsIn(content []byte, name string) string {
	var kinds []string
	for _, f := range examiner.File(name, content, rules()).Findings {
		kinds = append(kinds, string(f.Kind))
	}
	return strings.Join(kinds, " ")
}

// later is a PDF file to which a program has only added: a page's content is given anew.
func later(pdf []byte, object int, content string) []byte {
	out := bytes.Clone(pdf)
	xref := bytes.LastIndex(pdf, []byte("\nxref\n")) + 1
	at := len(out)
	out = fmt.Appendf(out, "%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n", object, len(content), content)
	table := len(out)
	return fmt.Appendf(out, "xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size 20 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n", object, at, xref, table)
}

func TestMendingPDFs(t *testing.T) {
	line := func(text string) string { return filetest.Line(72, 700, 12, text) }
	page := func(content string, annotations ...string) []filetest.PDFPage {
		return []filetest.PDFPage{{Content: content, Annotations: annotations}, {Content: line("The second page stays")}}
	}
	layered := filetest.PDFMore{Root: "/OCProperties << /OCGs [4 0 R 5 0 R] /D << /OFF [4 0 R] /Order [4 0 R 5 0 R] >> >>",
		Objects: []string{"<< /Type /OCG /Name (draft) >>", "<< /Type /OCG /Name (text) >>"}}
	layers := layered.PDF([]filetest.PDFPage{{Resources: "/Properties << /L0 4 0 R /L1 5 0 R >>",
		Content: "/OC /L1 BDC\n" + line("Seen by all") + "EMC\n/OC /L0 BDC\nq 1 0 0 rg 100 100 50 50 re f Q\n" + filetest.Line(72, 650, 12, "Draft of the third of May") + "EMC\n" + filetest.Line(72, 600, 12, "After it")}}, nil)
	xmp := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>李四</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`
	described := filetest.PDFMore{Root: "/Metadata 4 0 R", Objects: []string{fmt.Sprintf("<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(xmp), xmp)}}
	photo := string(filetest.Photo(t, true, true))
	pictured := filetest.PDFMore{Objects: []string{fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width 32 /Height 24 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream", len(photo), photo)}}
	scripted := filetest.PDFMore{Root: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /WC << /S /JavaScript /JS (x) >> >>"}
	for _, tt := range []struct {
		name    string
		content []byte
		before  string
		remedy  screen.Remedy
		kind    screen.Kind
		after   string
		gone    string // bytes that the new file must not have
	}{
		{"properties and XMP", described.PDF(page(line("Text of the page")), map[string]string{"Author": "张三", "Keywords": "科技"}), "property property", screen.StripMetadata, screen.FileProperty, "", "李四"},
		{"a photograph with its place", pictured.PDF([]filetest.PDFPage{{Content: line("A photograph") + "q 100 0 0 80 72 500 cm /P Do Q", Resources: "/XObject << /P 4 0 R >>"}}, nil), "gps camera_data", screen.StripMetadata, screen.GPS, "", "CAMERA1"},
		{"a remark", filetest.PDF(page(line("Text of the page"), "<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents "+filetest.String("请核实")+" >>", "<< /Type /Annot /Subtype /Link /Rect [10 10 30 30] /A << /S /URI /URI (https://www.gov.cn/) >> >>"), nil), "comment", screen.AcceptChanges, screen.Comment, "", "/Text"},
		{"a file within", filetest.PDF(page(line("Text of the page")), nil, filetest.Part{Name: "list.txt", Content: "nothing"}), "attachment", screen.DropHidden, screen.Attachment, "", "nothing"},
		{"scripts", scripted.PDF(page(line("Text of the page")), nil), "macro", screen.DropHidden, screen.Macro, "", "JavaScript"},
		{"a layer that is switched off", layers, "hidden_text hidden_layer", screen.DropHidden, screen.HiddenLayer, "", "draft"},
		{"what it was before", later(filetest.PDF([]filetest.PDFPage{{Content: line("Number " + citizen)}}, nil), 4, line("Nothing here")), "id_card earlier_revision", screen.DropHidden, screen.EarlierRevision, "", citizen},
		{"white text", filetest.PDF(page(line("Text of the page")+"1 g "+filetest.Line(72, 600, 12, "White as snow")+" 0 g"), nil), "hidden_text", screen.DropHidden, screen.HiddenText, "no_text", "snow"},
		{"a number under a black box", filetest.PDF(page(line("Name "+citizen)+filetest.Filled(105, 695, 160, 22, 0)), nil), "id_card covered_text", screen.Redact, screen.CoveredText, "no_text", citizen},
		{"an area marked for removal", filetest.PDF(page(line("Name of somebody"), "<< /Type /Annot /Subtype /Redact /Rect [72 690 303 717] /F 4 >>"), nil), "covered_text", screen.Redact, screen.CoveredText, "no_text", "somebody"},
		{"a number", filetest.PDF(page(line("Name "+citizen)), nil), "id_card", screen.MaskIt, screen.IDCard, "no_text", citizen},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := kindsIn(tt.content, "a.pdf"); got != tt.before {
				t.Fatalf("before: %s", got)
			}
			offered := false
			for _, f := range examiner.File("a.pdf", tt.content, rules()).Findings {
				for _, r := range f.Remedies {
					offered = offered || f.Kind == tt.kind && r == tt.remedy
				}
			}
			if !offered {
				t.Error("the remedy is not offered")
			}
			out := mend(t, tt.content, tt.remedy, tt.kind)
			if got := kindsIn(out, "a.pdf"); got != tt.after {
				t.Errorf("after: %s", got)
			}
			readable(t, out)
			if all := kindsIn(mend(t, tt.content, tt.remedy), "a.pdf"); strings.Contains(all, string(tt.kind)) { // as the button does it
				t.Errorf("without a kind: %s", all)
			}
			if bytes.Contains(out, []byte(tt.gone)) {
				t.Errorf("%q is still in the file", tt.gone)
			}
			if was, is := pageTexts(t, tt.content), pageTexts(t, out); tt.after == "" && tt.kind != screen.HiddenLayer && was != is {
				t.Errorf("the text was %q and is %q", was, is)
			} else if strings.Contains(was, "second page") != strings.Contains(is, "The second page stays") {
				t.Errorf("another page has lost its text: %q", is)
			}
		})
	}
	if got := pageTexts(t, mend(t, layers, screen.DropHidden)); !strings.Contains(got, "Seen by all") || !strings.Contains(got, "After it") || strings.Contains(got, "Draft") {
		t.Errorf("%q", got)
	}
}
