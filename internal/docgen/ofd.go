package docgen

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"image"
	_ "image/jpeg" // seals are of either kind
	_ "image/png"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// ofdSpace is the namespace of GB/T 33190-2016.
const ofdSpace = `xmlns:ofd="http://www.ofdspec.org/2016"`

// OFD writes the document as a file of GB/T 33190-2016: the same pages as [PDF], in millimetres, with the glyphs that
// they need. It refuses a document with a character that no font has. It carries the image of a seal as PDF does; the
// electronic seal of GB/T 38540 is given by an office's own seal service and is not imitated here.
func OFD(d Document, fonts *Fonts) ([]byte, error) {
	sheets, err := layOut(d, fonts)
	if err != nil {
		return nil, err
	}
	w := &ofdWriter{fonts: map[*face]*ofdFont{}, images: map[*Image]*ofdImage{}}
	for i, s := range sheets {
		if err := w.page(i, s); err != nil {
			return nil, err
		}
	}
	if err := w.resources(); err != nil {
		return nil, err
	}
	w.document()
	return w.pack(d)
}

// An ofdWriter gathers the parts of the package. Numbers are given in the order of painting: readers lay one object over
// another by them.
type ofdWriter struct {
	last      int // the highest number so far
	pages     []ofdPart
	pageIDs   []int
	fonts     map[*face]*ofdFont
	fontOrder []*ofdFont
	images    map[*Image]*ofdImage
	pictures  []*ofdImage
	parts     []ofdPart // everything beside the pages and OFD.xml
	b         strings.Builder
}

type ofdPart struct {
	name    string
	content []byte
	store   bool // it is packed already
}

type ofdFont struct {
	id    int
	name  string
	face  *face
	sfnt  *sfnt
	taken map[rune]bool
}

type ofdImage struct {
	id     int
	format string
	image  *Image
}

func (w *ofdWriter) next() int {
	w.last++
	return w.last
}

// length is a distance in millimetres as the format writes it.
func length(points float64) string {
	const tenThousandths = 1e4
	return strconv.FormatFloat(math.Round(points/mm*tenThousandths)/tenThousandths+0, 'f', -1, 64)
}

func lengths(points ...float64) string {
	list := make([]string, len(points))
	for i, x := range points {
		list[i] = length(x)
	}
	return strings.Join(list, " ")
}

func (w *ofdWriter) page(i int, s sheet) error {
	w.b.Reset()
	w.pageIDs = append(w.pageIDs, w.next())
	fmt.Fprintf(&w.b, `%s<ofd:Page %s><ofd:Content><ofd:Layer ID="%d" Type="Body">`, xmlHead, ofdSpace, w.next())
	for _, m := range s {
		var err error
		switch m := m.(type) {
		case letters:
			err = w.letters(m)
		case stroke:
			w.stroke(m)
		case box:
			w.box(m)
		case picture:
			err = w.picture(m)
		}
		if err != nil {
			return err
		}
	}
	w.b.WriteString("</ofd:Layer></ofd:Content></ofd:Page>")
	w.pages = append(w.pages, ofdPart{name: "Pages/Page_" + strconv.Itoa(i) + "/Content.xml", content: []byte(w.b.String())})
	return nil
}

func (w *ofdWriter) font(f *face) (*ofdFont, error) {
	if font := w.fonts[f]; font != nil {
		return font, nil
	}
	s, err := readSfnt(f.data)
	if err != nil {
		return nil, err
	}
	font := &ofdFont{id: w.next(), name: f.family, face: f, sfnt: s, taken: map[rune]bool{}}
	w.fonts[f] = font
	w.fontOrder = append(w.fontOrder, font)
	return font, nil
}

// letters writes a run as text objects. Readers count the distances between characters in different units beyond the
// basic plane, so such a character stands alone; what XML cannot hold is left out.
func (w *ofdWriter) letters(l letters) error {
	font, err := w.font(l.face)
	if err != nil {
		return err
	}
	x, from := l.x, 0
	cut := func(to int) {
		if to > from {
			w.text(font, l, l.glyphs[from:to], x)
		}
		for _, g := range l.glyphs[from:to] {
			x += g.width
		}
		from = to
	}
	for i, g := range l.glyphs {
		switch {
		case !inXML(g.r):
			cut(i)
			x += g.width
			from = i + 1
		case g.r > basicPlane:
			cut(i)
			cut(i + 1)
		}
	}
	cut(len(l.glyphs))
	return nil
}

func inXML(r rune) bool { return r >= ' ' && r != 0xFFFE && r != 0xFFFF && (r < 0xD800 || r > 0xDFFF) }

// text writes one text object. What is drawn outside its boundary is cut off, so the boundary reaches as far as the ink.
func (w *ofdWriter) text(font *ofdFont, l letters, glyphs []glyph, x float64) {
	const above, below = 0.9, 0.3 // of a line, so that pieces of it have the same boundary
	up, down, wide := above*l.size, below*l.size, 0.0
	first, last := 0.0, 0.0
	for _, g := range glyphs {
		font.taken[g.r] = true
		scale := l.size / font.face.em
		left, bottom, right, top := font.sfnt.bounds(int(font.face.glyph(g.r)))
		first, last = min(first, wide+scale*float64(left)), max(last, wide+scale*float64(right))
		up, down = max(up, scale*float64(top)), max(down, -scale*float64(bottom))
		wide += g.width
	}
	last = max(last, wide)
	fmt.Fprintf(&w.b, `<ofd:TextObject ID="%d" Boundary="%s" Font="%d" Size="%s"><ofd:FillColor Value="%d %d %d"/><ofd:TextCode X="%s" Y="%s"`,
		w.next(), lengths(x+first, l.y-up, last-first, up+down), font.id, length(l.size), l.ink.red, l.ink.green, l.ink.blue, length(-first), length(up))
	if len(glyphs) > 1 {
		fmt.Fprintf(&w.b, ` DeltaX="%s"`, deltas(glyphs[:len(glyphs)-1]))
	}
	w.b.WriteString(">" + textCode(glyphs) + "</ofd:TextCode></ofd:TextObject>")
}

// deltas are the ways from one character to the next; a way that comes three times and more is written once, as g, how
// often, how far.
func deltas(glyphs []glyph) string {
	const worth = 3
	var list []string
	for i := 0; i < len(glyphs); {
		d, n := length(glyphs[i].width), 1
		for i+n < len(glyphs) && length(glyphs[i+n].width) == d {
			n++
		}
		i += n
		if n >= worth {
			list = append(list, "g", strconv.Itoa(n), d)
			continue
		}
		for range n {
			list = append(list, d)
		}
	}
	return strings.Join(list, " ")
}

// textCode is the text as XML. Blanks at its ends are written by number: some readers trim them otherwise, and every
// distance after them would belong to another character.
func textCode(glyphs []glyph) string {
	var b strings.Builder
	first, last := 0, len(glyphs)
	for first < last && unicode.IsSpace(glyphs[first].r) {
		first++
	}
	for last > first && unicode.IsSpace(glyphs[last-1].r) {
		last--
	}
	for i, g := range glyphs {
		if i < first || i >= last {
			fmt.Fprintf(&b, "&#%d;", g.r)
			continue
		}
		xml.EscapeText(&b, []byte(string(g.r))) // a strings.Builder does not fail
	}
	return b.String()
}

// path begins a path object whose data count from the corner of the boundary.
func (w *ofdWriter) path(x, y, wide, high float64, attributes, colour, data string) {
	fmt.Fprintf(&w.b, `<ofd:PathObject ID="%d" Boundary="%s"%s>%s<ofd:AbbreviatedData>%s</ofd:AbbreviatedData></ofd:PathObject>`, w.next(), lengths(x, y, wide, high), attributes, colour, data)
}

func colourOf(element string, i ink) string {
	return fmt.Sprintf(`<ofd:%s Value="%d %d %d"/>`, element, i.red, i.green, i.blue)
}

func (w *ofdWriter) stroke(s stroke) {
	half := s.width / 2
	x, y := min(s.x1, s.x2)-half, min(s.y1, s.y2)-half
	w.path(x, y, math.Abs(s.x2-s.x1)+s.width, math.Abs(s.y2-s.y1)+s.width, ` LineWidth="`+length(s.width)+`"`, colourOf("StrokeColor", s.ink),
		"M "+lengths(s.x1-x, s.y1-y)+" L "+lengths(s.x2-x, s.y2-y))
}

func (w *ofdWriter) box(b box) {
	half := b.width / 2
	around := "M " + lengths(half, half) + " L " + lengths(half+b.w, half) + " L " + lengths(half+b.w, half+b.h) + " L " + lengths(half, half+b.h) + " C"
	if b.width == 0 {
		w.path(b.x, b.y, b.w, b.h, ` Stroke="false" Fill="true"`, colourOf("FillColor", b.ink), around)
		return
	}
	w.path(b.x-half, b.y-half, b.w+b.width, b.h+b.width, ` LineWidth="`+length(b.width)+`"`, colourOf("StrokeColor", b.ink), around)
}

func (w *ofdWriter) picture(p picture) error {
	known := w.images[p.image]
	if known == nil {
		_, format, err := image.DecodeConfig(bytes.NewReader(p.image.Data))
		if err != nil {
			return fmt.Errorf("docgen: picture: %w", err)
		}
		known = &ofdImage{w.next(), format, p.image}
		w.images[p.image] = known
		w.pictures = append(w.pictures, known)
	}
	fmt.Fprintf(&w.b, `<ofd:ImageObject ID="%d" Boundary="%s" CTM="%s 0 0 %s 0 0" ResourceID="%d"/>`, w.next(), lengths(p.x, p.y, p.w, p.h), length(p.w), length(p.h), known.id)
	return nil
}

// resources are the fonts, which every page uses, and the pictures.
func (w *ofdWriter) resources() error {
	w.b.Reset()
	fmt.Fprintf(&w.b, `%s<ofd:Res %s BaseLoc="Res"><ofd:Fonts>`, xmlHead, ofdSpace)
	var files []ofdPart
	for _, f := range w.fontOrder {
		content, err := f.face.subset(f.name, f.taken)
		if err != nil {
			return err
		}
		file := "font_" + strconv.Itoa(f.id) + ".ttf"
		fmt.Fprintf(&w.b, `<ofd:Font ID="%d" FontName="%s" FamilyName="%s"><ofd:FontFile>%s</ofd:FontFile></ofd:Font>`, f.id, escape(f.name), escape(f.name), file)
		files = append(files, ofdPart{name: "Res/" + file, content: content})
	}
	w.b.WriteString("</ofd:Fonts></ofd:Res>")
	w.parts = append(w.parts, ofdPart{name: "PublicRes.xml", content: []byte(w.b.String())})
	if len(w.pictures) > 0 {
		w.b.Reset()
		fmt.Fprintf(&w.b, `%s<ofd:Res %s BaseLoc="Res"><ofd:MultiMedias>`, xmlHead, ofdSpace)
		for _, p := range w.pictures {
			file := "image_" + strconv.Itoa(p.id) + "." + p.format
			fmt.Fprintf(&w.b, `<ofd:MultiMedia ID="%d" Type="Image" Format="%s"><ofd:MediaFile>%s</ofd:MediaFile></ofd:MultiMedia>`, p.id, strings.ToUpper(p.format), file)
			files = append(files, ofdPart{"Res/" + file, p.image.Data, true})
		}
		w.b.WriteString("</ofd:MultiMedias></ofd:Res>")
		w.parts = append(w.parts, ofdPart{name: "DocumentRes.xml", content: []byte(w.b.String())})
	}
	w.parts = append(w.parts, files...)
	return nil
}

// document is the list of pages with what they have in common.
func (w *ofdWriter) document() {
	w.b.Reset()
	fmt.Fprintf(&w.b, `%s<ofd:Document %s><ofd:CommonData><ofd:MaxUnitID>%d</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>%s</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>`,
		xmlHead, ofdSpace, w.last, lengths(0, 0, pageWidth, pageHeight))
	if len(w.pictures) > 0 {
		w.b.WriteString("<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>")
	}
	w.b.WriteString("</ofd:CommonData><ofd:Pages>")
	for i, p := range w.pages {
		fmt.Fprintf(&w.b, `<ofd:Page ID="%d" BaseLoc="%s"/>`, w.pageIDs[i], p.name)
	}
	w.b.WriteString("</ofd:Pages></ofd:Document>")
	w.parts = append([]ofdPart{{name: "Document.xml", content: []byte(w.b.String())}}, append(w.pages, w.parts...)...)
}

// pack writes the package: the same document gives the same file, to the byte. The number of the document is drawn from
// what is in it.
func (w *ofdWriter) pack(d Document) ([]byte, error) {
	digest := sha256.New()
	for _, p := range w.parts {
		digest.Write([]byte(p.name))
		digest.Write(p.content)
	}
	id := digest.Sum(nil)[:16]
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // a UUID of the kind that its maker defines
	madeOn := ""
	if !d.DatedOn.IsZero() {
		madeOn = d.DatedOn.String()
	}
	w.b.Reset()
	fmt.Fprintf(&w.b, `%s<ofd:OFD %s Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>%s</ofd:DocID>`, xmlHead, ofdSpace, hex.EncodeToString(id))
	for _, property := range []struct{ name, text string }{{"Title", strings.ReplaceAll(d.Title, "\n", "")}, {"Author", d.Author}, {"CreationDate", madeOn}, {"Creator", "gongkai"}} {
		if text := escape(strings.TrimSpace(property.text)); text != "" { // an empty one is against the standard
			fmt.Fprintf(&w.b, "<ofd:%s>%s</ofd:%s>", property.name, text, property.name)
		}
	}
	w.b.WriteString("</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, p := range append([]ofdPart{{name: "OFD.xml", content: []byte(w.b.String())}}, w.parts...) {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if i > 0 {
			h.Name = "Doc_0/" + p.name
		}
		if p.store {
			h.Method = zip.Store
		}
		f, err := z.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(p.content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
