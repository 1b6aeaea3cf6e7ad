package docgen

import (
	"fmt"
	"strconv"
	"strings"
)

// A Chart is figures drawn side by side as bars, with a caption.
type Chart struct {
	Title string
	Unit  string
	Bars  []Bar
}

// A Bar is one labelled figure.
type Bar struct {
	Label string
	Value int64
}

func (Chart) block() {}

func (c Chart) figure(b Bar) string { return strconv.FormatInt(b.Value, 10) + c.Unit }

// Lines is the chart in words: the caption, then each figure.
func (c Chart) Lines() []string {
	lines := []string{c.Title}
	for _, b := range c.Bars {
		lines = append(lines, b.Label+" "+c.figure(b))
	}
	return lines
}

func (c Chart) top() int64 {
	top := int64(1)
	for _, b := range c.Bars {
		top = max(top, b.Value)
	}
	return top
}

// Measures of a chart, in points.
const (
	barPitch   = 19.0
	barHeight  = 11.0
	chartInset = 2 * charPitch // free on both sides
	chartRoom  = 5.0           // between label, bar and figure
	labelShare = 0.36          // of the width, at most, for the labels
)

// The colour of bars: dark enough to be told from paper when it is printed in grey.
const barRed, barGreen, barBlue = 0x0b, 0x5c, 0x63

// axisInk is the colour of the line on which bars stand.
var axisInk = ink{0x56, 0x5d, 0x5a}

// chart draws the chart on one page, the caption below it.
func (p *page) chart(c Chart) {
	height := barPitch*float64(len(c.Bars)) + linePitch/2
	p.room(height + linePitch)
	p.y += linePitch / 4
	labels := make([][]glyph, len(c.Bars))
	wide, figures := 0.0, 0.0
	const inner = areaWidth - 2*chartInset
	for i, b := range c.Bars {
		labels[i] = p.clip(p.measure(b.Label, p.fonts.body, sizeTable), inner*labelShare)
		wide = max(wide, width(labels[i]))
		figures = max(figures, width(p.measure(c.figure(b), p.fonts.body, sizeTable)))
	}
	from := left + chartInset + wide + chartRoom
	room := left + areaWidth - chartInset - figures - chartRoom - from
	p.put(stroke{from, p.y, from, p.y + barPitch*float64(len(c.Bars)), thin, axisInk})
	for i, b := range c.Bars {
		text := p.y + (barPitch-sizeTable)/2
		p.draw(labels[i], p.fonts.body, sizeTable, from-chartRoom-width(labels[i]), text, 0)
		long := room * float64(max(b.Value, 0)) / float64(c.top())
		if long > 0 {
			p.put(box{from, p.y + (barPitch-barHeight)/2, long, barHeight, 0, ink{barRed, barGreen, barBlue}})
		}
		p.draw(p.measure(c.figure(b), p.fonts.body, sizeTable), p.fonts.body, sizeTable, from+long+chartRoom, text, 0)
		p.y += barPitch
	}
	p.centre(c.Title, p.fonts.body, sizeTable, linePitch)
	p.y += linePitch / 4
}

// clip shortens a text to the width.
func (p *page) clip(glyphs []glyph, most float64) []glyph {
	if width(glyphs) <= most {
		return glyphs
	}
	dots := p.measure("…", p.fonts.body, sizeTable)
	for len(glyphs) > 0 && width(glyphs)+width(dots) > most {
		glyphs = glyphs[:len(glyphs)-1]
	}
	return append(glyphs[:len(glyphs):len(glyphs)], dots...)
}

// Names of the parts of charts.
func chartPart(n int) string { return "charts/chart" + strconv.Itoa(n) + ".xml" }
func chartRel(n int) string  { return "rIdChart" + strconv.Itoa(n) }

func chartTypes(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`<Override PartName="/word/` + chartPart(i+1) + `" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>`)
	}
	return b.String()
}

func chartRels(kind string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`<Relationship Id="` + chartRel(i+1) + `" Type="` + kind + `chart" Target="` + chartPart(i+1) + `"/>`)
	}
	return b.String()
}

// chart writes a chart of the office program's own, with its figures inside, and the caption below it.
func (w *docx) chart(c Chart) {
	w.charts = append(w.charts, chartXML(c))
	n := len(w.charts)
	const emu = 635 // per twentieth of a point
	wide, high := twips(areaWidth-chartInset)*emu, twips(barPitch*float64(len(c.Bars))+24)*emu
	fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="Centre"/><w:keepNext/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="%d" name="%s" descr="%s"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="%s"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		wide, high, 100+n, escape(c.Title), escape(strings.Join(c.Lines()[1:], "，")), chartRel(n))
	fmt.Fprintf(&w.b, `<w:p><w:pPr><w:pStyle w:val="Small"/><w:jc w:val="center"/></w:pPr>%s</w:p>`, run(c.Title, ""))
}

// chartXML is the part of one chart: bars that lie, the first at the top, with their figures beside them.
func chartXML(c Chart) string {
	var labels, values strings.Builder
	for i, b := range c.Bars {
		fmt.Fprintf(&labels, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escape(b.Label))
		fmt.Fprintf(&values, `<c:pt idx="%d"><c:v>%d</c:v></c:pt>`, i, b.Value)
	}
	format := "0" + `&quot;` + escape(c.Unit) + `&quot;`
	const text = `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="1050"><a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>`
	const none = `<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>`
	return xmlHead + `<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:v>` + escape(c.Title) + `</c:v></c:tx>` +
		fmt.Sprintf(`<c:spPr><a:solidFill><a:srgbClr val="%02X%02X%02X"/></a:solidFill></c:spPr>`, barRed, barGreen, barBlue) +
		`<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="` + format + `" sourceLinked="0"/>` + none + text + `<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>` +
		fmt.Sprintf(`<c:cat><c:strLit><c:ptCount val="%d"/>%s</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="%d"/>%s</c:numLit></c:val>`, len(c.Bars), labels.String(), len(c.Bars), values.String()) +
		`</c:ser><c:gapWidth val="70"/><c:axId val="1"/><c:axId val="2"/></c:barChart>` +
		`<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` + text + `<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>` +
		`<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="max"/></c:valAx>` +
		none + `</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>` + none + `</c:chartSpace>`
}
