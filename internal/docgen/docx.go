package docgen

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// DOCX writes the document as Office Open XML. Fonts are named, not embedded, as offices expect: 仿宋_GB2312 with 仿宋
// behind it, 方正小标宋简体, 黑体, 楷体_GB2312.
func DOCX(d Document) ([]byte, error) {
	w := &docx{}
	w.body(d)
	charts := len(w.charts)
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes(d.Seal, charts)},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", coreProperties(d)},
		{"word/document.xml", documentHead + w.b.String() + sectionEnd + "</w:body></w:document>"},
		{"word/_rels/document.xml.rels", documentRels(d.Seal, charts)},
		{"word/styles.xml", stylesXML},
		{"word/settings.xml", settingsXML},
		{"word/footer1.xml", footer("right")},
		{"word/footer2.xml", footer("left")},
	}
	for i, text := range w.charts {
		parts = append(parts, struct{ name, text string }{"word/" + chartPart(i+1), text})
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range parts {
		f, err := z.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write([]byte(part.text)); err != nil {
			return nil, err
		}
	}
	if d.Seal != nil {
		f, err := z.Create("word/media/seal." + d.Seal.kind())
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(d.Seal.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type docx struct {
	b      strings.Builder
	charts []string // the parts of the charts
}

func (w *docx) body(d Document) {
	if d.Letterhead != "" {
		w.para("Letterhead", d.Letterhead)
	}
	if d.Letterhead != "" {
		w.para("NumberRule", d.Number)
	}
	if d.Title != "" {
		w.para("Title", d.Title)
	}
	if d.Number != "" && d.Letterhead == "" {
		w.para("Number", d.Number)
	}
	if d.Title != "" {
		w.para("Flush", "")
	}
	if d.Recipient != "" {
		w.para("Flush", d.Recipient+"：")
	}
	for i, b := range d.Blocks {
		switch b := b.(type) {
		case Paragraph:
			w.paragraph(b, i == len(d.Blocks)-1 && (d.Signer != "" || d.Date != ""))
		case Table:
			w.table(b)
		case Chart:
			w.chart(b)
		case PageBreak:
			w.b.WriteString(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
		}
	}
	w.attachments(d)
	if d.Signer != "" || d.Date != "" {
		w.signature(d)
	}
	for _, note := range d.Notes {
		w.para("Normal", note)
	}
	if w.b.Len() == 0 { // a section ends with a paragraph
		w.para("Normal", "")
	}
}

// attachments writes the 附件说明 with hanging lines, one line free above it.
func (w *docx) attachments(d Document) {
	for i, text := range d.attachmentLines() {
		if i == 0 {
			w.para("Flush", "")
			text = attachmentMark + text
		}
		// 附件： is three characters behind the two of the indent
		indent := `<w:ind w:left="1580" w:leftChars="500" w:firstLine="0" w:firstLineChars="0"/>`
		if i == 0 {
			indent = `<w:ind w:left="1580" w:leftChars="500" w:hanging="948" w:hangingChars="300"/>`
		}
		fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="Normal"/><w:keepNext/>%s</w:pPr>%s</w:p>`, indent, run(text, ""))
	}
}

// signature writes the date four characters from the right and the agency centred above it, kept together with the two
// free lines and the text before them.
func (w *docx) signature(d Document) {
	for range 2 {
		w.b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Flush"/><w:keepNext/></w:pPr></w:p>`)
	}
	half := func(text string) int { return columns(text) } // in half characters
	right := sealRight*2 + (half(d.Date)-half(d.Signer))/2
	if right = max(right, 0); d.Date == "" {
		right = sealRight * 2
	}
	line := func(right int, text, drawing string, next bool) {
		keep := ""
		if next {
			keep = "<w:keepNext/>"
		}
		fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="Signature"/>%s<w:ind w:firstLine="0" w:firstLineChars="0" w:right="%d" w:rightChars="%d"/></w:pPr>%s%s</w:p>`, keep, right*158, right*50, run(text, ""), drawing)
	}
	if d.Signer != "" {
		line(right, d.Signer, sealDrawing(d.Seal, right+half(d.Signer)/2), d.Date != "")
	}
	if d.Date != "" {
		line(sealRight*2, d.Date, "", false)
	}
}

// columns is the width of a text in half characters: Han characters take two.
func columns(text string) int {
	n := 0
	for _, r := range text {
		if n++; r >= 0x2E80 || strings.ContainsRune("—…“”‘’", r) {
			n++
		}
	}
	return n
}

// styleOf names the DOCX style of each role.
var styleOf = map[Style]string{Body: "Normal", H1: "Heading1", H2: "Heading2", H3: "Heading3", Small: "Small", Centre: "Centre"}

// paragraph writes a paragraph, each of its lines one of its own. The last of a signed document keeps the signature on
// its page.
func (w *docx) paragraph(p Paragraph, last bool) {
	style := styleOf[p.Style]
	if p.Flush && p.Style == Body {
		style = "Flush"
	}
	for text := range strings.SplitSeq(p.Text, "\n") {
		properties := ""
		if last {
			properties = "<w:keepNext/>"
		}
		if p.Right {
			properties += `<w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="right"/>`
		}
		bold := ""
		if p.Strong {
			bold = "<w:b/>"
		}
		fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr>%s</w:p>`, style, properties, run(text, bold))
	}
}

func (w *docx) para(style, text string) {
	fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s</w:p>`, style, run(text, ""))
}

// run writes text as one run, line breaks as breaks. Characters that XML forbids are dropped.
func run(text, properties string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("<w:r>")
	if properties != "" {
		b.WriteString("<w:rPr>" + properties + "</w:rPr>")
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		b.WriteString(`<w:t xml:space="preserve">` + escape(line) + "</w:t>")
	}
	return b.String() + "</w:r>"
}

func escape(s string) string {
	var b strings.Builder
	clean := strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	xml.EscapeText(&b, []byte(clean)) // a strings.Builder does not fail
	return b.String()
}

func twips(points float64) int { return int(points*20 + 0.5) }

func (w *docx) table(t Table) {
	widths := t.columns(areaWidth)
	half := t.Size * 2
	if half == 0 {
		half = sizeTable * 2
	}
	fmt.Fprintf(&w.b, `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, twips(areaWidth))
	for _, width := range widths {
		fmt.Fprintf(&w.b, `<w:gridCol w:w="%d"/>`, twips(width))
	}
	w.b.WriteString("</w:tblGrid>")
	grid := squares(t)
	for r := range t.Rows {
		w.b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		if t.Least > 0 {
			fmt.Fprintf(&w.b, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, twips(t.Least))
		}
		if r < t.Header {
			w.b.WriteString("<w:tblHeader/>")
		}
		w.b.WriteString("</w:trPr>")
		for col := 0; col < len(widths); {
			c, ok := grid[[2]int{r, col}]
			if !ok { // a ragged row: an empty cell keeps the grid whole
				c = placed{row: r, col: col}
			}
			w.cell(c, c.row != r, t.Keep && r < len(t.Rows)-1, span(widths, c.col, c.cols()), int(half))
			col += c.cols()
		}
		w.b.WriteString("</w:tr>")
	}
	w.b.WriteString("</w:tbl>")
	w.para("Flush", "")
}

// squares maps every grid square to the cell that covers it.
func squares(t Table) map[[2]int]placed {
	grid := map[[2]int]placed{}
	for _, c := range t.place() {
		for dr := range c.rows() {
			for dc := range c.cols() {
				grid[[2]int{c.row + dr, c.col + dc}] = c
			}
		}
	}
	return grid
}

func (w *docx) cell(c placed, continued, keep bool, width float64, half int) {
	fmt.Fprintf(&w.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, twips(width))
	if c.cols() > 1 {
		fmt.Fprintf(&w.b, `<w:gridSpan w:val="%d"/>`, c.cols())
	}
	switch {
	case continued:
		w.b.WriteString(`<w:vMerge/>`)
	case c.rows() > 1:
		w.b.WriteString(`<w:vMerge w:val="restart"/>`)
	}
	w.b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	align, properties, text := "center", fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half), c.Text
	if c.Left {
		align = "left"
	}
	if c.Strong {
		properties = `<w:b/>` + properties
	}
	if continued {
		text = ""
	}
	next := ""
	if keep {
		next = "<w:keepNext/>"
	}
	fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="Cell"/>%s<w:jc w:val="%s"/></w:pPr>%s</w:p></w:tc>`, next, align, run(text, properties))
}
