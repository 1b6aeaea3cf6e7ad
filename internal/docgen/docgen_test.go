package docgen_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/internal/docgen"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docgen/parttest"
)

func sample() docgen.Document {
	header := docgen.Row{{Text: "申请人情况", ColSpan: 2, Strong: true}, {Text: "件数", RowSpan: 2, Strong: true}}
	return docgen.Document{
		Letterhead: "凉州区科学技术局", Number: "凉科公复〔2026〕12号", Title: "凉州区科学技术局\n政府信息公开申请答复书", Recipient: "李𬭎",
		Blocks: []docgen.Block{
			docgen.Paragraph{Text: "本机关于2026年9月30日收到您提出的政府信息公开申请，您申请公开“2025年度区级科技计划项目（第三批）的立项文件、验收意见以及资金拨付情况”。经审查，答复如下："},
			docgen.Paragraph{Text: "一、关于立项文件", Style: docgen.H1},
			docgen.Paragraph{Text: strings.Repeat("根据《中华人民共和国政府信息公开条例》第三十六条第二项的规定，本机关决定予以公开，", 6) + "详见附件。"},
			docgen.Paragraph{Text: "（一）提供方式", Style: docgen.H2},
			docgen.Table{Widths: []int{2, 3, 2}, Header: 2, Rows: append([]docgen.Row{header, {{Text: "类别"}, {Text: "说明"}}}, rows(40)...)},
		},
		Signer: "凉州区科学技术局", Date: "2026年10月28日", Notes: []string{"（此件依申请公开）"}, Author: "凉州区科学技术局",
	}
}

func rows(n int) []docgen.Row {
	list := []docgen.Row{{{Text: "自然人", RowSpan: n}, {Text: "第一行", Left: true}, {Text: "1"}}}
	for range n - 1 {
		list = append(list, docgen.Row{{Text: "法人或者其他组织", Left: true}, {Text: "0"}})
	}
	return list
}

func fonts(t testing.TB) *docgen.Fonts {
	t.Helper()
	f, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func pdf(t *testing.T, d docgen.Document) string {
	t.Helper()
	out, err := docgen.PDF(d, fonts(t))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "out.pdf")
	if err := os.WriteFile(name, out, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// The oracle is poppler: what a reader copies out of the PDF is what was put in.
func TestTextOfThePDFIsCopiedBackExactly(t *testing.T) {
	name := pdf(t, sample())
	out, err := exec.Command("pdftotext", "-raw", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("\n", "", " ", "", "\f", "").Replace(string(out))
	for _, want := range []string{"李𬭎：", "凉科公复〔2026〕12号", "第三十六条第二项", "资金拨付情况”。经审查，答复如下：", "2026年10月28日", "—2—", "（此件依申请公开）"} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	if out, err := exec.Command("qpdf", "--check", name).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

func TestNoLineOfThePDFBeginsOrEndsWithForbiddenPunctuation(t *testing.T) {
	d := docgen.Document{Blocks: []docgen.Block{docgen.Paragraph{Text: strings.Repeat("甲，乙。（丙）“丁”、戊；", 60)}}}
	out, err := exec.Command("pdftotext", "-layout", pdf(t, d), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "—") {
			continue
		}
		checked++
		runes := []rune(line)
		if strings.ContainsRune("，。）”、；", runes[0]) || strings.ContainsRune("（“", runes[len(runes)-1]) {
			t.Errorf("line %q", line)
		}
	}
	if checked < 10 {
		t.Errorf("only %d lines checked", checked)
	}
}

func TestACharacterThatNoFontHasIsRefusedNotBoxed(t *testing.T) {
	_, err := docgen.PDF(docgen.Document{Recipient: "王\U000F0000"}, fonts(t))
	var missing *docgen.MissingGlyphError
	if !errors.As(err, &missing) || missing.Rune != '\U000F0000' {
		t.Errorf("got %v", err)
	}
}

func TestRowsRepeatTheirHeaderAndNeverSplit(t *testing.T) {
	out, err := exec.Command("pdftotext", "-layout", pdf(t, sample()), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	withTable := 0
	for _, page := range pages {
		if strings.Contains(page, "法人或者其他组织") {
			withTable++
			if !strings.Contains(page, "申请人情况") {
				t.Errorf("a page of the table lacks its header:\n%s", page)
			}
		}
	}
	if withTable < 2 {
		t.Errorf("the table stands on %d pages; the test needs two", withTable)
	}
	if n := strings.Count(string(out), "法人或者其他组织"); n != 39 {
		t.Errorf("%d rows, want 39", n)
	}
}

func TestDOCXIsWellFormedAndHoldsTheText(t *testing.T) {
	out, err := docgen.DOCX(sample())
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	var document string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(bytes.NewReader(text)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if f.Name == "word/document.xml" {
			document = string(text)
		}
	}
	for _, want := range []string{"李𬭎：", "凉科公复〔2026〕12号", `<w:gridSpan w:val="2"/>`, `<w:vMerge w:val="restart"/>`, `<w:docGrid w:type="lines" w:linePitch="580"/>`, "<w:tblHeader/>"} {
		if !strings.Contains(document, want) {
			t.Errorf("the document lacks %s", want)
		}
	}
	if rows, cells := strings.Count(document, "<w:tr>"), strings.Count(document, "<w:tc>"); rows != 42 || cells != 2+3+40*3 {
		t.Errorf("%d rows and %d cells", rows, cells)
	}
}

func TestHostileTextStaysText(t *testing.T) {
	out, err := docgen.DOCX(docgen.Document{Title: "<w:t>&\"'\x00\x0b]]>", Recipient: "</w:t></w:r><x/>"})
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out, []byte("<x/>")) {
		t.Error("markup came through")
	}
}

func BenchmarkLetterPDF(b *testing.B) {
	f, d := fonts(b), sample()
	for b.Loop() {
		if _, err := docgen.PDF(d, f); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAttachmentsAndSignatureOfGBT9704(t *testing.T) {
	d := docgen.Document{Title: "答复书", Recipient: "李一凡", Blocks: []docgen.Block{docgen.Paragraph{Text: strings.Repeat("正文，", 300)}},
		Attachments: []string{"立项文件复印件", "验收意见书（隐去第三方商业秘密的部分）"}, Signer: "武威市凉州区科学技术局", Date: "2026年11月3日", Notes: []string{"（此件依申请公开）"}}
	out, err := exec.Command("pdftotext", "-layout", pdf(t, d), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	last := pages[len(pages)-1]
	for _, want := range []string{"附件：1.立项文件复印件", "2.验收意见书", "武威市凉州区科学技术局", "2026年11月3日", "正文"} {
		if !strings.Contains(last, want) {
			t.Errorf("the last page lacks %q:\n%s", want, last)
		}
	}
}

// However long the text is, the signature never stands on a page without text.
func TestTheSignatureTakesTextWithIt(t *testing.T) {
	for n := 130; n < 150; n++ {
		d := docgen.Document{Blocks: []docgen.Block{docgen.Paragraph{Text: strings.Repeat("文字", n*2)}}, Signer: "凉州区科学技术局", Date: "2026年11月3日"}
		out, err := exec.Command("pdftotext", "-layout", pdf(t, d), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for i, page := range strings.Split(strings.TrimSuffix(string(out), "\f"), "\f") {
			if strings.Contains(page, "科学技术局") && !strings.Contains(page, "文字") {
				t.Errorf("%d: page %d has the signature alone:\n%s", n, i+1, page)
			}
		}
	}
}

// An agency's own body font that lacks a character does not cost anybody their name.
func TestOwnFontsAreUsedAndTheirGapsFilled(t *testing.T) {
	dir := t.TempDir()
	packed, err := os.ReadFile("fonts/GKKaiSC-Regular.ttf.gz")
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	font, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "仿宋_GB2312.ttf"), font, 0o600); err != nil {
		t.Fatal(err)
	}
	own, err := docgen.LoadFonts(dir)
	if err != nil {
		t.Fatal(err)
	}
	out, err := docgen.PDF(docgen.Document{Recipient: "李𬭎", Blocks: []docgen.Block{docgen.Paragraph{Text: "正文"}}}, own)
	if err != nil {
		t.Fatal(err)
	}
	same, err := docgen.OFD(docgen.Document{Recipient: "李𬭎", Blocks: []docgen.Block{docgen.Paragraph{Text: "正文"}}}, own)
	if err != nil {
		t.Fatal(err)
	}
	ofdtest.Check(t, same)
	if files, _ := parttest.Files(same); !strings.Contains(string(files["Doc_0/PublicRes.xml"]), `FontName="仿宋_GB2312"`) || !strings.Contains(string(files["Doc_0/PublicRes.xml"]), `FontName="GKSerifSC-Regular"`) {
		t.Errorf("%s", files["Doc_0/PublicRes.xml"])
	}
	name := filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(name, out, 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := exec.Command("pdffonts", name).Output()
	if err != nil || !strings.Contains(string(list), "_GB2312") || strings.Count(string(list), "\n") < 4 {
		t.Errorf("%v\n%s", err, list)
	}
	if err := os.WriteFile(filepath.Join(dir, "title.ttf"), []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := docgen.LoadFonts(dir); err == nil || !strings.Contains(err.Error(), "title.ttf") {
		t.Errorf("a broken font: %v", err)
	}
}
