package docgen_test

import (
	"bytes"
	"errors"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"gongkai/civil"
	"gongkai/internal/docgen"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/docgen/parttest"
	"gongkai/letter"

	"pgregory.net/rapid"
)

func ofd(t testing.TB, d docgen.Document) []byte {
	t.Helper()
	out, err := docgen.OFD(d, fonts(t))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hostile are documents that tempt a writer to make a broken file.
func hostile() map[string]docgen.Document {
	return map[string]docgen.Document{
		"a letter": sample(), "everything": everything(), "nothing": {}, "a title alone": {Title: "题目"},
		"signs of XML":        {Title: "<a>&amp;]]>", Author: "\"'", Blocks: []docgen.Block{docgen.Paragraph{Text: "]]><ofd:x/>\ttab &#20013; &lt;"}}, Signer: "&", Date: "<"},
		"blanks at the ends":  {Recipient: "　李　一　", Blocks: []docgen.Block{docgen.Paragraph{Text: "  a  b   "}, docgen.Paragraph{Text: "　　"}, docgen.Paragraph{Text: "\u00a0甲\u00a0"}}},
		"beyond the plane":    {Recipient: "𬭎𬭎a𬭎", Blocks: []docgen.Block{docgen.Paragraph{Text: strings.Repeat("𬭎李", 40)}, docgen.Paragraph{Text: "𬭎", Style: docgen.H1}}},
		"no agency signs":     {Title: "凭证", Date: "2026年11月3日", DatedOn: civil.MustParse("2026-11-03"), Blocks: []docgen.Block{docgen.Paragraph{Text: "文字"}}},
		"a very long agency":  {Signer: strings.Repeat("机关名称", 9), Date: "2026年11月3日", Seal: &docgen.Image{Data: dot, Width: 42, Height: 42}},
		"one word on a line":  {Blocks: []docgen.Block{docgen.Paragraph{Text: "字" + strings.Repeat("w", 300) + "字"}}},
		"numbers in the text": {Blocks: []docgen.Block{docgen.Paragraph{Text: strings.Repeat("自2026年10月28日起15个工作日内（http://www.example.gov.cn/a?b=1）提出，", 20)}}},
	}
}

func TestOFDIsAsTheStandardHasIt(t *testing.T) {
	for name, d := range hostile() {
		t.Run(name, func(t *testing.T) { ofdtest.Check(t, ofd(t, d)) })
	}
}

// Every letter in each of its texts, with a seal and without.
func TestEveryLetterIsOFD(t *testing.T) {
	n := 0
	for _, k := range letter.Kinds {
		for _, on := range letter.Versions(k) {
			l := ofKind(t, k, on)
			for _, seal := range []*docgen.Image{nil, {Data: dot, Width: 40, Height: 40}} {
				for _, problem := range ofdtest.Problems(ofd(t, docgen.OfLetter(l, seal))) {
					t.Errorf("%s of %s: %s", k.ID, on, problem)
				}
				n++
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d letters", n)
	}
}

// ofKind is a letter in the text that holds on a day.
func ofKind(t testing.TB, k letter.Kind, on civil.Date) letter.Letter {
	t.Helper()
	text, _, ok := letter.Standard(k, on)
	if !ok {
		t.Fatalf("%s has no text on %s", k.ID, on)
	}
	return letter.Letter{Kind: k.ID, Number: "凉科公开〔2026〕1号", Title: k.Name, Recipient: "李𬭎凡", Body: text, Attachments: []string{"附件一", "附件二"}, Signer: "凉州区科学技术局", DatedOn: on, Notes: []string{"（此件依申请公开）"}}
}

// The check finds each of the faults for which a reader refuses a file or shows it wrongly.
func TestTheCheckFindsWhatReadersRefuse(t *testing.T) {
	const page, doc = "Doc_0/Pages/Page_0/Content.xml", "Doc_0/Document.xml"
	good := ofd(t, everything())
	for _, tt := range []struct{ part, from, to, found string }{
		{"OFD.xml", `Version="1.0" `, ``, "OFD lacks Version"},
		{"OFD.xml", `http://www.ofdspec.org/2016`, `http://www.ofdspec.org`, "the root is ?:OFD"},
		{"OFD.xml", `<ofd:DocID>`, `<ofd:DocID>x`, "DocID is"},
		{"OFD.xml", `<ofd:Creator>gongkai</ofd:Creator>`, `<ofd:Title>a</ofd:Title>`, "Title may not stand there in DocInfo"},
		{"OFD.xml", `Doc_0/Document.xml`, `Doc_1/Document.xml`, "leads to Doc_1/Document.xml, which is not there"},
		{doc, `<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>`, `<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>`, "PublicRes may not stand there in CommonData"},
		{doc, `<ofd:MaxUnitID>`, `<ofd:MaxUnitID>-`, "is above MaxUnitID"},
		{doc, `<ofd:PhysicalBox>0 0 210 297`, `<ofd:PhysicalBox>0 0 210 200`, "lies outside the page"},
		{doc, `BaseLoc="Pages/Page_1/`, `BaseLoc="Pages/Page_0/`, "is there twice"},
		{"Doc_0/PublicRes.xml", `.ttf</ofd:FontFile>`, `.otf</ofd:FontFile>`, "which is not there"},
		{"Doc_0/PublicRes.xml", `FontName="GK`, `FontName="HK`, "calls itself"},
		{"Doc_0/DocumentRes.xml", `Format="PNG"`, `Format="JPEG"`, "is no JPEG"},
		{page, ` Type="Body"`, ` Type="Text"`, `Type of Layer is "Text"`},
		{page, `<ofd:TextObject ID="`, `<ofd:TextObject ID="9999`, "is above MaxUnitID"},
		{page, ` Boundary="`, ` Bounds="`, "lacks Boundary"},
		{page, ` Y="`, ` Y="9`, "is cut off at its boundary"},
		{page, ` Font="`, ` Font="7`, "which is not there"},
		{page, ` DeltaX="`, ` DeltaX="1 `, "distances"},
		{page, `</ofd:TextCode>`, `字</ofd:TextCode>`, "distances"},
		{page, `<ofd:TextCode `, `<ofd:FillColor Value="0 0 0"/><ofd:TextCode `, "TextObject has FillColor? 2 times"},
		{page, `<ofd:FillColor Value="`, `<ofd:FillColor Value="a `, `Value of FillColor is`},
		{page, `AbbreviatedData>M `, `AbbreviatedData>L `, "path"},
		{page, ` L `, ` L 500 `, "path"},
		{page, `李`, `龘`, "has no glyph"},
		{page, `</ofd:Content>`, `</ofd:Content><ofd:Area/>`, "Area may not stand there in Page"},
		{page, `</ofd:Layer>`, `<ofd:ImageObject ID="1" Boundary="1 1 1 1" CTM="1 0 0 1 0 0" ResourceID="9"/></ofd:Layer>`, "image 1 is 9, which is not there"},
	} {
		t.Run(tt.found, func(t *testing.T) {
			problems := ofdtest.Problems(altered(t, good, tt.part, tt.from, tt.to))
			if !strings.Contains(strings.Join(problems, "\n"), tt.found) {
				t.Errorf("found %q", problems)
			}
		})
	}
}

// The same document is the same file, to the byte; another has another number.
func TestOFDIsTheSameEachTime(t *testing.T) {
	one, two, other := ofd(t, everything()), ofd(t, everything()), ofd(t, sample())
	if !bytes.Equal(one, two) {
		t.Error("the file differs from one making to the next")
	}
	number := regexp.MustCompile(`<ofd:DocID>(.*?)</ofd:DocID>`)
	root := func(content []byte) string {
		files, _ := parttest.Files(content)
		return number.FindString(string(files["OFD.xml"]))
	}
	if root(one) == "" || root(one) == root(other) {
		t.Errorf("numbers %q and %q", root(one), root(other))
	}
}

func TestOFDSaysWhatItIs(t *testing.T) {
	l := ofKind(t, letter.Kinds[0], civil.MustParse("2026-10-28"))
	l.Title = "凉州区科学技术局\n<答复书>"
	files, _ := parttest.Files(ofd(t, docgen.OfLetter(l, nil)))
	for _, want := range []string{"<ofd:Title>凉州区科学技术局&lt;答复书&gt;</ofd:Title>", "<ofd:CreationDate>2026-10-28</ofd:CreationDate>", "<ofd:Creator>gongkai</ofd:Creator>"} {
		if !strings.Contains(string(files["OFD.xml"]), want) {
			t.Errorf("%s lacks %s", files["OFD.xml"], want)
		}
	}
}

func TestOFDRefusesACharacterThatNoFontHas(t *testing.T) {
	_, err := docgen.OFD(docgen.Document{Recipient: "王\U000F0000"}, fonts(t))
	var missing *docgen.MissingGlyphError
	if !errors.As(err, &missing) || missing.Rune != '\U000F0000' {
		t.Errorf("got %v", err)
	}
	if _, err := docgen.OFD(docgen.Document{Signer: "甲", Seal: &docgen.Image{Data: []byte("no picture"), Width: 40, Height: 40}}, fonts(t)); err == nil {
		t.Error("a seal that is no picture was taken")
	}
}

// written is the text of every page of an OFD file in the order of painting, without blanks.
func written(t testing.TB, content []byte) string {
	t.Helper()
	files, problems := parttest.Files(content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	tree := func(name string) *parttest.Node {
		n, err := parttest.Parse(files[name], map[string]string{"http://www.ofdspec.org/2016": ""})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	var b strings.Builder
	tree("Doc_0/Document.xml").Each(func(n *parttest.Node) {
		if n.Name == "Page" {
			tree("Doc_0/" + n.Attrs["BaseLoc"]).Each(func(n *parttest.Node) {
				if n.Name == "TextCode" {
					b.WriteString(n.Text)
				}
			})
		}
	})
	return unspaced(b.String())
}

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// The PDF of a letter and its OFD say the same, page by page, character by character.
func TestOFDAndPDFSayTheSame(t *testing.T) {
	for _, name := range []string{"a letter", "everything", "beyond the plane", "signs of XML", "numbers in the text"} {
		d := hostile()[name]
		out, err := exec.Command("pdftotext", "-raw", pdf(t, d), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := sorted(written(t, ofd(t, d))), sorted(unspaced(string(out))); got != want {
			t.Errorf("%s:\nOFD %s\nPDF %s", name, got, want)
		}
	}
}

// sorted puts the characters in order: poppler reads lines from the top, whatever was painted first.
func sorted(s string) string {
	count := map[rune]int{}
	for _, r := range s {
		count[r]++
	}
	var b strings.Builder
	for r := rune(0); r < 0x30000; r++ {
		b.WriteString(strings.Repeat(string(r), count[r]))
	}
	return b.String()
}

// A document whose title or author are blanks has none in its properties.
func TestPropertiesOfBlanksAreLeftOut(t *testing.T) {
	for _, blank := range []string{"", "\n", " ", "\u3000", "\t\n", "\u00a0"} {
		d := docgen.Document{Title: blank, Author: blank, Date: "2026年11月3日", Blocks: []docgen.Block{docgen.Paragraph{Text: "正文"}}}
		if problems := ofdtest.Problems(ofd(t, d)); len(problems) > 0 {
			t.Errorf("%q: %v", blank, problems)
		}
	}
}

// Whatever is written, the file is right, and what PDF refuses OFD refuses.
func TestAnyTextMakesGoodOFD(t *testing.T) {
	f := fonts(t)
	han := &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3400, Hi: 0x4db5, Stride: 1}, {Lo: 0x4e00, Hi: 0x9fa5, Stride: 1}}}
	known := rapid.OneOf(rapid.RuneFrom([]rune("的一是在不了有和人这，。（）〔〕“”—　")), rapid.RuneFrom([]rune("𬭎ABCxyz019 .,-/&<>'\"\t\n\u00a0")), rapid.RuneFrom(nil, han))
	any := rapid.OneOf(known, known, known, rapid.Rune())
	made, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(known, 0, 60, -1)
		if rapid.IntRange(0, 3).Draw(t, "wild") == 0 {
			text = rapid.StringOfN(any, 0, 4, -1)
		}
		d := docgen.Document{Title: text.Draw(t, "title"), Recipient: text.Draw(t, "recipient"), Signer: text.Draw(t, "signer"), Date: "2026年11月3日", Author: text.Draw(t, "author")}
		for range rapid.IntRange(0, 3).Draw(t, "blocks") {
			d.Blocks = append(d.Blocks, docgen.Paragraph{Text: text.Draw(t, "text"), Style: docgen.Style(rapid.IntRange(0, 5).Draw(t, "style"))})
		}
		var rows []docgen.Row
		for range rapid.IntRange(0, 40).Draw(t, "rows") {
			rows = append(rows, docgen.Row{{Text: text.Draw(t, "cell")}, {Text: text.Draw(t, "cell"), Left: true}})
		}
		if len(rows) > 0 {
			d.Blocks = append(d.Blocks, docgen.Table{Widths: []int{2, 5}, Rows: rows, Header: rapid.IntRange(0, 1).Draw(t, "header")})
		}
		out, err := docgen.OFD(d, f)
		if _, refuses := docgen.PDF(d, f); refuses != nil || err != nil {
			if refuses == nil || err == nil || refuses.Error() != err.Error() {
				t.Fatalf("OFD %v, PDF %v", err, refuses)
			}
			refused++
			return
		}
		if problems := ofdtest.Problems(out); len(problems) > 0 {
			t.Fatal(strings.Join(problems, "\n"))
		}
		made++
	})
	if made < refused {
		t.Errorf("%d files, %d refused", made, refused)
	}
}

func BenchmarkLetterOFD(b *testing.B) {
	f, d := fonts(b), sample()
	for b.Loop() {
		if _, err := docgen.OFD(d, f); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever the body of a letter holds, marks and rows in any order, its OFD is right or refused for a character.
func FuzzLetterOFD(f *testing.F) {
	for _, k := range letter.Kinds {
		text, _, _ := letter.Standard(k, letter.Versions(k)[0])
		f.Add(k.Name, "李𬭎", text, true)
	}
	f.Add("一\n二", " ", "|甲|乙|\n|丙|\n||||\n# \n\n", false)
	load := fonts(f)
	f.Fuzz(func(t *testing.T, title, recipient, body string, sealed bool) {
		var seal *docgen.Image
		if sealed {
			seal = &docgen.Image{Data: dot, Width: 42, Height: 42}
		}
		l := letter.Letter{Title: title, Recipient: recipient, Body: body, Signer: title, DatedOn: civil.MustParse("2026-10-28"), Attachments: []string{recipient, title}}
		out, err := docgen.OFD(docgen.OfLetter(l, seal), load)
		var missing *docgen.MissingGlyphError
		if errors.As(err, &missing) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		ofdtest.Check(t, out)
	})
}
