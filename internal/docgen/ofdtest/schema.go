package ofdtest

import (
	"regexp"
	"strings"
)

// An element says what the schema of GB/T 33190-2016 lets stand in it: children in their order, with ? * + as in a
// pattern, or any of several in bars; attributes with their kind, and ! behind those that must be there.
type element struct {
	children   []string
	attributes map[string]string
}

// Attributes that every object on a page may have (CT_GraphicUnit).
const unit = ` ID!:id Boundary!:box Name:text Visible:bool CTM:array6 DrawParam:ref LineWidth:number Cap:Butt|Round|Square Join:Miter|Round|Bevel MiterLimit:number DashOffset:number DashPattern:array Alpha:byte`

// colour is CT_Color.
var colour = of(`Pattern|AxialShd|RadialShd|GouraudShd|LaGourandShd?`, `Value:array Index:number ColorSpace:ref Alpha:byte`)

// leaf has text alone.
var leaf = of(``, ``)

// schema has the elements that the writer may use, by name; a name in two senses with its parent. What is not here may
// be lawful OFD, but nobody has checked it.
var schema = map[string]element{
	"OFD":     of(`DocBody+`, `Version!:1.0 DocType!:OFD`),
	"DocBody": of(`DocInfo DocRoot? Versions? Signatures?`, ``),
	"DocInfo": of(`DocID Title? Author? Subject? Abstract? CreationDate? ModDate? DocUsage? Cover? Keywords? Creator? CreatorVersion? CustomDatas?`, ``),
	"DocID":   leaf, "Title": leaf, "Author": leaf, "Subject": leaf, "Abstract": leaf, "CreationDate": leaf, "ModDate": leaf, "DocUsage": leaf, "Creator": leaf, "CreatorVersion": leaf, "DocRoot": leaf,
	"Document":   of(`CommonData Pages Outlines? Permissions? Actions? VPreferences? Bookmarks? Annotations? CustomTags? Attachments? Extensions?`, ``),
	"CommonData": of(`MaxUnitID PageArea PublicRes* DocumentRes* TemplatePage* DefaultCS?`, ``),
	"MaxUnitID":  leaf, "PublicRes": leaf, "DocumentRes": leaf, "DefaultCS": leaf,
	"PageArea": of(`PhysicalBox ApplicationBox? ContentBox? BleedBox?`, ``), "Area": of(`PhysicalBox ApplicationBox? ContentBox? BleedBox?`, ``),
	"PhysicalBox": leaf, "ApplicationBox": leaf, "ContentBox": leaf, "BleedBox": leaf,
	"Pages": of(`Page+`, ``), "Pages/Page": of(``, `ID!:id BaseLoc!:loc`),
	"Page":    of(`Template* PageRes* Area? Content? Actions?`, ``),
	"Content": of(`Layer+`, ``),
	"Layer":   of(`TextObject|PathObject|ImageObject|CompositeObject|PageBlock*`, `ID!:id Type:Body|Foreground|Background DrawParam:ref`),
	"TextObject": of(`Actions? Clips? FillColor? StrokeColor? CGTransform|TextCode+`,
		`Font!:ref Size!:number Stroke:bool Fill:bool HScale:number ReadDirection:0|90|180|270 CharDirection:0|90|180|270 Weight:100|200|300|400|500|600|700|800|900 Italic:bool`+unit),
	"TextCode":        of(``, `X:number Y:number DeltaX:delta DeltaY:delta`),
	"PathObject":      of(`Actions? Clips? StrokeColor? FillColor? AbbreviatedData`, `Stroke:bool Fill:bool Rule:NonZero|Even-Odd`+unit),
	"AbbreviatedData": leaf,
	"ImageObject":     of(`Actions? Clips? Border?`, `ResourceID!:ref Substitution:ref ImageMask:ref`+unit),
	"FillColor":       colour, "StrokeColor": colour,
	"Res":   of(`ColorSpaces|DrawParams|Fonts|MultiMedias|CompositeGraphicUnits*`, `BaseLoc!:loc`),
	"Fonts": of(`Font+`, ``), "Font": of(`FontFile?`, `ID!:id FontName!:text FamilyName:text Charset:symbol|prc|big5|shift-jis|wansung|johab|unicode Italic:bool Bold:bool Serif:bool FixedWidth:bool`),
	"MultiMedias": of(`MultiMedia+`, ``), "MultiMedia": of(`MediaFile`, `ID!:id Type!:Image|Audio|Video Format:text`),
	"FontFile": leaf, "MediaFile": leaf,
}

func of(children, attributes string) element {
	e := element{strings.Fields(children), map[string]string{}}
	for _, a := range strings.Fields(attributes) {
		name, kind, _ := strings.Cut(a, ":")
		e.attributes[name] = kind
	}
	return e
}

// kinds are the simple types. A kind that is not here lists its values.
var kinds = map[string]*regexp.Regexp{
	"id":     regexp.MustCompile(`^[1-9][0-9]*$`),
	"ref":    regexp.MustCompile(`^[1-9][0-9]*$`),
	"number": regexp.MustCompile(`^` + number + `$`),
	"byte":   regexp.MustCompile(`^([0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])$`),
	"bool":   regexp.MustCompile(`^(true|false)$`),
	"box":    regexp.MustCompile(`^(` + number + ` ){3}` + number + `$`),
	"array":  regexp.MustCompile(`^` + number + `( ` + number + `)*$`),
	"array6": regexp.MustCompile(`^(` + number + ` ){5}` + number + `$`),
	"delta":  regexp.MustCompile(`^(` + number + `|g [1-9][0-9]* ` + number + `)( (` + number + `|g [1-9][0-9]* ` + number + `))*$`),
	"loc":    regexp.MustCompile(`^[^\\]+$`),
	"text":   regexp.MustCompile(`.`),
}

const number = `-?[0-9]+(\.[0-9]+)?`
