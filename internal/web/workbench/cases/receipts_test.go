package cases_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
	"gongkai/internal/docgen/docxtest"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docread"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/filetext"
)

// The receipts of several applications are had in one file of each form, every number in it; what is no form is a PDF.
func TestReceiptsOfSeveralInEveryForm(t *testing.T) {
	site := apptest.Demo(t)
	clerk := site.Client(t, "szj-jingban")
	list := site.Get(t, clerk, "/workbench/cases?state=all").Text
	var chosen, numbers []string
	for _, row := range strings.Split(list, `type="checkbox" name="id" value="`)[1:] {
		id, _, _ := strings.Cut(row, `"`)
		_, label, _ := strings.Cut(row, `aria-label="选择`)
		number, _, _ := strings.Cut(label, `"`)
		if chosen, numbers = append(chosen, id), append(numbers, number); len(chosen) == 3 {
			break
		}
	}
	if len(chosen) < 2 || !strings.Contains(list, "/workbench/cases/receipts?form=ofd") {
		t.Fatalf("%d applications to choose", len(chosen))
	}
	var pdf pdftext.Reader
	defer func() { _ = pdf.Close() }()
	for form, want := range map[string]docread.Kind{"pdf": docread.PDF, "ofd": docread.OFD, "docx": docread.DOCX, "exe": docread.PDF, "": docread.PDF} {
		answer, err := clerk.PostForm(site.URL+"/workbench/cases/receipts?form="+form, url.Values{"id": chosen})
		if err != nil {
			t.Fatal(err)
		}
		content := body(t, answer)
		if kind, err := docread.Sniff(content); err != nil || kind != want || answer.StatusCode != http.StatusOK {
			t.Fatalf("%q: %d, %s %v", form, answer.StatusCode, kind, err)
		}
		text, err := filetext.Text(content, &pdf)
		if err != nil {
			t.Fatal(err)
		}
		for _, number := range numbers {
			if !strings.Contains(strings.ReplaceAll(text, "\n", ""), number) {
				t.Errorf("%q does not name %s", form, number)
			}
		}
		switch want {
		case docread.OFD:
			ofdtest.Check(t, content)
		case docread.DOCX:
			docxtest.Check(t, content)
		}
	}
}
