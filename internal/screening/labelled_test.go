package screening_test

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/docread/filetest"
	"gongkai/internal/screening"
	"gongkai/review/screen"
)

// before is how many paragraphs without anything stand before and after the set, so that none of it is a head or a day of
// signature.
const before = 8

var placed = regexp.MustCompile(`第(\d+)(?:段|行)|!A(\d+)`)

// TestPrecisionInEveryFormat looks for the lines of the labelled sets (review/screen/testdata) in files of every format,
// those of other programs as LibreOffice has written them. What is found must stand where it was put: precision and recall
// of the blocking kinds stay above 98 in a hundred in each.
func TestPrecisionInEveryFormat(t *testing.T) {
	var want []string
	var texts []string
	for line := range strings.Lines(string(filetest.Sample(t, "labelled.tsv"))) {
		kinds, text, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		want, texts = append(want, kinds), append(texts, text)
	}
	if len(want) < 900 {
		t.Fatalf("only %d lines", len(want))
	}
	fill := slices.Repeat([]string{"甲"}, before)
	lines := slices.Concat(fill, texts, fill)
	all := &screening.Examiner{Most: 1_000_000}
	escaped := func(s string) string { return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s) }
	var word, page, plain, rows strings.Builder
	for i, text := range lines {
		word.WriteString(filetest.P(escaped(text)))
		page.WriteString("<p>" + escaped(text) + "</p>")
		plain.WriteString(text + "\n")
		rows.WriteString(filetest.Row(i+1, "", escaped(text)))
	}
	files := map[string][]byte{
		"own.docx": filetest.DOCX(t, word.String()), "own.html": []byte("<html><body>" + page.String() + "</body></html>"), "own.txt": []byte(plain.String()),
		"own.xlsx": filetest.XLSX(t, []filetest.Sheet{{Name: "T", Inner: rows.String()}}),
	}
	for _, kind := range []string{"doc", "docx", "rtf", "odt", "xls", "xlsx", "ods"} {
		files["labelled."+kind] = filetest.Sample(t, "labelled."+kind)
	}
	for name, content := range files {
		got := map[int][]string{}
		for _, f := range all.File(name, content, rules()).Findings {
			m := placed.FindStringSubmatch(f.Where)
			if !f.Kind.OfText() || m == nil {
				continue
			}
			n, _ := strconv.Atoi(m[1] + m[2])
			if !slices.Contains(got[n-before], string(f.Kind)) {
				got[n-before] = append(got[n-before], string(f.Kind))
			}
		}
		right, extra, missed := 0, 0, 0
		var wrong []string
		for i, line := range want {
			kinds := strings.FieldsFunc(line, func(r rune) bool { return r == ',' })
			for _, d := range screen.Detectors {
				if d.Level != screen.Block {
					continue
				}
				has, should := slices.Contains(got[i+1], string(d.Kind)), slices.Contains(kinds, string(d.Kind))
				switch {
				case has && should:
					right++
				case has:
					extra++
				case should:
					missed++
				}
				if has != should && len(wrong) < 10 {
					wrong = append(wrong, fmt.Sprintf("%s %v: %q", d.Kind, has, texts[i]))
				}
			}
		}
		precision, recall := float64(right)/float64(max(right+extra, 1)), float64(right)/float64(max(right+missed, 1))
		t.Logf("%-14s %d lines, %d right, %d extra, %d missed: precision %.4f, recall %.4f", name, len(want), right, extra, missed, precision, recall)
		if precision <= 0.98 || recall <= 0.98 {
			t.Errorf("%s: precision %.4f, recall %.4f\n%s", name, precision, recall, strings.Join(wrong, "\n"))
		}
	}
}
