package docgen

import (
	"bytes"
	"fmt"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

const documentHead = xmlHead + `<w:document ` + namespaces + `><w:body>`

const packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

func contentTypes(seal *Image, charts int) string {
	image := ""
	if seal != nil {
		image = `<Default Extension="` + seal.kind() + `" ContentType="image/` + seal.kind() + `"/>`
	}
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	return xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` + image +
		`<Override PartName="/word/document.xml" ContentType="` + word + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + word + `styles+xml"/><Override PartName="/word/settings.xml" ContentType="` + word + `settings+xml"/><Override PartName="/word/footer1.xml" ContentType="` + word + `footer+xml"/><Override PartName="/word/footer2.xml" ContentType="` + word + `footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + chartTypes(charts) + `</Types>`
}

// kind is the extension of the image's format.
func (i *Image) kind() string {
	if bytes.HasPrefix(i.Data, []byte("\xff\xd8")) {
		return "jpeg"
	}
	return "png"
}

func documentRels(seal *Image, charts int) string {
	const kind = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	image := ""
	if seal != nil {
		image = `<Relationship Id="rId5" Type="` + kind + `image" Target="media/seal.` + seal.kind() + `"/>`
	}
	return xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + kind + `styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + kind + `settings" Target="settings.xml"/><Relationship Id="rId3" Type="` + kind + `footer" Target="footer1.xml"/><Relationship Id="rId4" Type="` + kind + `footer" Target="footer2.xml"/>` + image + chartRels(kind, charts) + `</Relationships>`
}

func coreProperties(d Document) string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(d.Title) + `</dc:title><dc:creator>` + escape(d.Author) + `</dc:creator></cp:coreProperties>`
}

// closer narrows 三号 (16 pt) to the pitch of 28 characters in 156 mm, in twentieths of a point, rounded so that they
// fit. The grid of the section sets the 22 lines alone: a grid of characters narrower than the type is read in
// different ways by different programs.
const closer = `<w:spacing w:val="-5"/>`

// sectionEnd sets the paper: 22 lines in the type area.
var sectionEnd = func() string {
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:footerReference w:type="even" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="850" w:footer="1587" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="%d"/></w:sectPr>`,
		twips(top), twips(pageWidth-left-areaWidth), twips(pageHeight-top-areaHeight), twips(left), twips(linePitch))
}()

const settingsXML = xmlHead + `<w:settings ` + namespaces + `><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// footer prints — 1 — in 四号, one character in from the outer edge.
func footer(side string) string {
	return xmlHead + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="` + side + `"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`
}

// sealDrawing lays the seal over the signature, its middle so many half characters from the right of the type area.
func sealDrawing(s *Image, halves int) string {
	if s == nil {
		return ""
	}
	const emu = 36000 // per mm
	w, h := int(s.Width*emu), int(s.Height*emu)
	x, y := (areaWidth-float64(halves)*charPitch/2)/mm*emu, linePitch/mm*emu // of its middle, from the line of the agency
	return fmt.Sprintf(`<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>%d</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>%d</wp:posOffset></wp:positionV><wp:extent cx="%d" cy="%d"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1" name="印章"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="印章"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId5"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`,
		int(x)-w/2, int(y)-h/2-int(sealAbove*s.Height*emu), w, h, w, h)
}

func style(id, name, based, paragraph, character string) string {
	base := ""
	if based != "" {
		base = `<w:basedOn w:val="` + based + `"/>`
	}
	standard := ""
	if id == "Normal" {
		standard = ` w:default="1"`
	}
	return `<w:style w:type="paragraph"` + standard + ` w:styleId="` + id + `"><w:name w:val="` + name + `"/>` + base + `<w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + character + `</w:rPr></w:style>`
}

func typeface(asian, latin string) string {
	return `<w:rFonts w:ascii="` + latin + `" w:hAnsi="` + latin + `" w:eastAsia="` + asian + `" w:cs="` + latin + `"/>`
}

var stylesXML = func() string {
	fang, song, hei, kai := typeface("仿宋_GB2312", "Times New Roman"), typeface("方正小标宋简体", "Times New Roman"), typeface("黑体", "Times New Roman"), typeface("楷体_GB2312", "Times New Roman")
	const flush = `<w:ind w:firstLine="0" w:firstLineChars="0"/>`
	const centred = flush + `<w:jc w:val="center"/>`
	size := func(half int) string { return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half) }
	return xmlHead + `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr>` + fang + size(32) + `<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		style("Normal", "Normal", "", `<w:kinsoku/><w:overflowPunct/><w:spacing w:before="0" w:after="0"/><w:ind w:firstLine="632" w:firstLineChars="200"/><w:jc w:val="both"/>`, fang+closer+size(32)) +
		style("Flush", "无缩进", "Normal", flush, "") +
		style("Centre", "居中", "Normal", centred, "") +
		style("Title", "Title", "Normal", `<w:snapToGrid w:val="0"/><w:spacing w:line="700" w:lineRule="exact"/>`+centred, song+size(44)) +
		style("Letterhead", "发文机关标志", "Normal", `<w:snapToGrid w:val="0"/><w:spacing w:before="1984" w:after="1160"/>`+centred, song+`<w:color w:val="C81010"/>`+size(72)) +
		style("Number", "发文字号", "Normal", `<w:spacing w:before="120"/>`+centred, "") +
		style("NumberRule", "发文字号和红线", "Number", `<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="C81010"/></w:pBdr><w:spacing w:after="1160"/>`, "") +
		style("Heading1", "heading 1", "Normal", `<w:keepNext/><w:outlineLvl w:val="0"/>`, hei) +
		style("Heading2", "heading 2", "Normal", `<w:keepNext/><w:outlineLvl w:val="1"/>`, kai) +
		style("Heading3", "heading 3", "Normal", `<w:keepNext/><w:outlineLvl w:val="2"/>`, `<w:b/>`) +
		style("Small", "小字", "Normal", flush, size(21)) +
		style("Signature", "署名", "Normal", `<w:ind w:firstLine="0" w:firstLineChars="0" w:right="1264" w:rightChars="400"/><w:jc w:val="right"/>`, "") +
		style("Cell", "表格", "Normal", `<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>`+flush, size(21)) +
		style("Footer", "footer", "Normal", `<w:snapToGrid w:val="0"/><w:ind w:left="320" w:right="320" w:firstLine="0" w:firstLineChars="0"/>`, typeface("宋体", "宋体")+size(28)) +
		`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
}()
