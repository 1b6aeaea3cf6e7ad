package docgen_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"gongkai/internal/docgen"
	"gongkai/internal/docgen/docxtest"
	"gongkai/internal/docgen/parttest"
	"gongkai/letter"
)

// dot is a picture of one pixel.
var dot = func() []byte {
	b, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
	if err != nil {
		panic(err)
	}
	return b
}()

// everything is a document with every kind of block, a seal, attachments and notes.
func everything() docgen.Document {
	d := sample()
	d.Seal = &docgen.Image{Data: dot, Width: 42, Height: 42}
	d.Attachments = []string{"立项文件复印件", "资金拨付情况"}
	chart := docgen.Chart{Title: "办理结果", Unit: "件", Bars: []docgen.Bar{{Label: "予以公开", Value: 71}, {Label: "其他<>&\"", Value: 0}}}
	d.Blocks = append(d.Blocks, docgen.PageBreak{}, docgen.Paragraph{Text: "1.要求", Style: docgen.H3}, chart, chart, docgen.Paragraph{Text: "居中", Style: docgen.Centre, Strong: true},
		docgen.Table{Widths: []int{1, 1, 1}, Keep: true, Least: 28, Size: 12, Rows: []docgen.Row{{{Text: "只有一格"}}, {{Text: "两行高两列宽", ColSpan: 2, RowSpan: 2}, {Text: "甲"}}, {{Text: "乙"}}, nil}},
		docgen.Table{Widths: []int{1}, Rows: []docgen.Row{{{Text: "紧跟的表格"}}}}, docgen.Paragraph{Text: "右\n两行", Right: true}, docgen.Paragraph{Text: "小字", Style: docgen.Small, Flush: true})
	return d
}

func docx(t *testing.T, d docgen.Document) []byte {
	t.Helper()
	out, err := docgen.DOCX(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Whatever is written, Word finds in it what the schema lets it expect.
func TestDOCXIsAsTheSchemaHasIt(t *testing.T) {
	for name, d := range map[string]docgen.Document{
		"a letter": sample(), "everything": everything(), "nothing": {}, "a title alone": {Title: "题目"}, "a table alone": {Blocks: []docgen.Block{docgen.Table{Widths: []int{1}, Rows: []docgen.Row{{{Text: "格"}}}}}},
		"signs that XML forbids": {Title: "\x00\x1f<a>&amp;\ufffe", Author: "\x0b\"'", Blocks: []docgen.Block{docgen.Paragraph{Text: "]]>\ttab\r\n\x7f"}}, Signer: "\x01", Date: "&"},
		"no agency signs":        {Title: "凭证", Date: "2026年11月3日", Blocks: []docgen.Block{docgen.Paragraph{Text: "文字"}}},
		"a very long agency":     {Signer: strings.Repeat("机关名称", 30), Date: "2026年11月3日", Seal: &docgen.Image{Data: dot, Width: 42, Height: 42}},
	} {
		t.Run(name, func(t *testing.T) { docxtest.Check(t, docx(t, d)) })
	}
}

// Every letter in each of its texts, down to the registers and slips.
func TestEveryLetterIsAsTheSchemaHasIt(t *testing.T) {
	n := 0
	for _, k := range letter.Kinds {
		for _, on := range letter.Versions(k) {
			text, _, ok := letter.Standard(k, on)
			if !ok {
				t.Fatalf("%s has no text on %s", k.ID, on)
			}
			l := letter.Letter{Kind: k.ID, Number: "凉科公开〔2026〕1号", Title: k.Name, Recipient: "李一凡", Body: text, Attachments: []string{"附件一", "附件二"}, Signer: "凉州区科学技术局", DatedOn: on, Notes: []string{"（此件依申请公开）"}}
			for _, seal := range []*docgen.Image{nil, {Data: dot, Width: 40, Height: 40}} {
				for _, problem := range docxtest.Problems(docx(t, docgen.OfLetter(l, seal))) {
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

// The check finds each of the faults for which Word refuses a file.
func TestTheCheckFindsWhatWordRefuses(t *testing.T) {
	for _, tt := range []struct{ part, from, to, found string }{
		{"word/document.xml", `<w:pStyle w:val="Normal"/><w:keepNext/>`, `<w:keepNext/><w:pStyle w:val="Normal"/>`, "w:pStyle stands too late in w:pPr"},
		{"word/document.xml", `<w:b/><w:sz w:val="21"/>`, `<w:sz w:val="21"/><w:b/>`, "w:b stands too late in w:rPr"},
		{"word/document.xml", `<w:sz w:val="21"/>`, `<w:sz w:val="10.5"/>`, `w:sz val is "10.5"`},
		{"word/document.xml", `<w:tblW w:w="8844" w:type="dxa"/><w:jc w:val="center"/>`, `<w:jc w:val="center"/><w:tblW w:w="8844" w:type="dxa"/>`, "w:tblW stands too late in w:tblPr"},
		{"word/document.xml", `<w:gridSpan w:val="2"/>`, ``, "columns of 3"},
		{"word/document.xml", `<w:vMerge w:val="restart"/>`, ``, "nothing above it began"},
		{"word/document.xml", `<wp:docPr id="102"`, `<wp:docPr id="101"`, "wp:docPr 101 is there twice"},
		{"word/document.xml", `r:embed="rId5"`, `r:embed="rId9"`, "rId9 is used and is no relationship"},
		{"word/document.xml", `<w:pStyle w:val="Signature"/>`, `<w:pStyle w:val="Unterschrift"/>`, "no style Unterschrift"},
		{"word/document.xml", `<w:docGrid `, `<w:titlePg/><w:pgSz w:w="1" w:h="1"/><w:docGrid `, "w:pgSz stands too late in w:sectPr"},
		{"word/document.xml", `<w:jc w:val="left"/>`, `<w:jc w:val="links"/>`, `w:jc val is "links"`},
		{"word/document.xml", `<w:t xml:space="preserve">居中</w:t>`, `<w:p/>`, "w:p may not stand in w:r"},
		{"word/document.xml", `</w:p></w:tc>`, `</w:p><w:tbl><w:tblPr/><w:tblGrid/></w:tbl></w:tc>`, "a cell ends with w:tbl"},
		{"word/styles.xml", `w:styleId="Small"`, `w:styleId="Cell"`, `the style "Cell" is there twice`},
		{"word/styles.xml", `<w:basedOn w:val="Number"/>`, `<w:basedOn w:val="Nummer"/>`, "rests on Nummer"},
		{"word/settings.xml", `<w:evenAndOddHeaders/>`, `<w:compat/><w:evenAndOddHeaders/>`, "w:evenAndOddHeaders stands too late"},
		{"word/footer1.xml", `<w:fldChar w:fldCharType="end"/>`, ``, "a field does not end"},
		{"word/charts/chart1.xml", `<c:grouping val="clustered"/><c:varyColors val="0"/>`, `<c:varyColors val="0"/><c:grouping val="clustered"/>`, "c:grouping stands too late in c:barChart"},
		{"[Content_Types].xml", `<Override PartName="/word/footer2.xml"`, `<Override PartName="/word/footer3.xml"`, "word/footer2.xml has the type of any XML"},
		{"[Content_Types].xml", `<Default Extension="png" ContentType="image/png"/>`, ``, "word/media/seal.png has no type"},
		{"word/_rels/document.xml.rels", `Target="footer2.xml"`, `Target="footer9.xml"`, "leads to word/footer9.xml"},
		{"word/_rels/document.xml.rels", `Id="rId4"`, `Id="rId3"`, `"rId3" is there twice`},
	} {
		t.Run(tt.found, func(t *testing.T) {
			problems := docxtest.Problems(altered(t, docx(t, everything()), tt.part, tt.from, tt.to))
			if !strings.Contains(strings.Join(problems, "\n"), tt.found) {
				t.Errorf("found %q", problems)
			}
		})
	}
}

// altered is the file with a change in one part.
func altered(t *testing.T, content []byte, part, from, to string) []byte {
	t.Helper()
	out, err := parttest.Altered(content, part, from, to)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
