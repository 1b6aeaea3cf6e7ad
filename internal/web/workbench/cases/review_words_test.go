package cases_test

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"
)

// The register, its export and the home page of whoever signs next say alike how far the review of an answer has come.
func TestTheRegisterSaysHowFarTheReviewIs(t *testing.T) {
	site := apptest.Demo(t)
	underReview := regexp.MustCompile(`，答复(草稿|被退回|待.+|报请确定中|审查完毕)$`)
	seen, compared := map[string]int{}, 0
	for _, office := range []string{"kjj", "szj"} {
		clerk := site.Client(t, office+"-jingban")
		listed := map[string]string{}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(site.Get(t, clerk, "/workbench/cases").Text))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("main tbody tr").Each(func(_ int, row *goquery.Selection) {
			cells := row.Find("th, td").Map(func(_ int, c *goquery.Selection) string { return strings.TrimSpace(c.Text()) })
			for i, cell := range cells {
				if regexp.MustCompile(`^\d{8}-\d{4}$`).MatchString(cell) {
					listed[cell] = cells[i+4]
				}
			}
		})
		book, err := excelize.OpenReader(bytes.NewReader(exported(t, site, clerk)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("申请登记簿")
		if err != nil || len(rows) == 0 {
			t.Fatalf("%d rows: %v", len(rows), err)
		}
		for _, row := range rows[1:] {
			words, shown := listed[row[0]]
			if shown {
				compared++
			}
			if shown && words != row[6] {
				t.Errorf("%s stands as %q on the page and as %q in the export", row[0], words, row[6])
			}
			if m := underReview.FindStringSubmatch(row[6]); m != nil {
				seen[m[1]]++
			}
		}
	}
	if len(seen) == 0 || compared < 5 {
		t.Errorf("of %d applications none is under review: %v", compared, seen)
	}
	t.Logf("under review: %v", seen)
}

// exported is the register as the clerk takes it away, to the byte.
func exported(t *testing.T, site *apptest.Site, clerk *http.Client) []byte {
	t.Helper()
	answer, err := clerk.Get(site.URL + "/workbench/cases.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return body(t, answer)
}

func body(t *testing.T, answer *http.Response) []byte {
	t.Helper()
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%d %v", answer.StatusCode, err)
	}
	return content
}
