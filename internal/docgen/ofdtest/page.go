package ofdtest

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"gongkai/internal/docgen/parttest"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// slack is how far lengths may be rounded, in millimetres.
const slack = 0.01

// A box is a rectangle in millimetres.
type box struct{ x, y, w, h float64 }

func (b box) holds(x, y float64) bool {
	return x >= b.x-slack && x <= b.x+b.w+slack && y >= b.y-slack && y <= b.y+b.h+slack
}

func (c *checker) boxOf(part, text string) box {
	list := numbers(text)
	if len(list) != 4 || list[2] < 0 || list[3] < 0 {
		c.fail("%s: %q is no box", part, text)
		return box{}
	}
	return box{list[0], list[1], list[2], list[3]}
}

func numbers(text string) (list []float64) {
	for word := range strings.FieldsSeq(text) {
		x, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil
		}
		list = append(list, x)
	}
	return list
}

func (c *checker) page(name string) {
	root := c.part(name, "Page")
	if root == nil {
		return
	}
	last := 0
	root.Each(func(n *parttest.Node) {
		if n.Attrs["Boundary"] == "" {
			return
		}
		b := c.boxOf(name, n.Attrs["Boundary"])
		if !c.paper.holds(b.x, b.y) || !c.paper.holds(b.x+b.w, b.y+b.h) {
			c.fail("%s: %s %s lies outside the page: %q", name, n.Name, n.Attrs["ID"], n.Attrs["Boundary"])
		}
		id, _ := strconv.Atoi(n.Attrs["ID"])
		if id < last { // readers lay one over another by number
			c.fail("%s: %s %d is painted after %d", name, n.Name, id, last)
		}
		last = id
		switch n.Name {
		case "TextObject":
			c.text(name, n, b)
		case "PathObject":
			c.path(name, n, b)
		case "ImageObject":
			c.picture(name, n, b)
		}
	})
}

// text wants a glyph for every character, a distance between each two, and all ink within the boundary.
func (c *checker) text(part string, n *parttest.Node, b box) {
	f := c.fonts[n.Attrs["Font"]]
	if f == nil {
		c.fail("%s: text %s is in font %s, which is not there", part, n.Attrs["ID"], n.Attrs["Font"])
		return
	}
	size, _ := strconv.ParseFloat(n.Attrs["Size"], 64)
	if size <= 0 {
		c.fail("%s: text %s has the size %q", part, n.Attrs["ID"], n.Attrs["Size"])
	}
	for _, code := range n.Of("TextCode") {
		runes := []rune(code.Text)
		ways := spread(code.Attrs["DeltaX"])
		if len(runes) == 0 || len(ways) != len(runes)-1 {
			c.fail("%s: text %s %q has %d characters and %d distances", part, n.Attrs["ID"], code.Text, len(runes), len(ways))
			return
		}
		x, errX := strconv.ParseFloat(code.Attrs["X"], 64)
		y, errY := strconv.ParseFloat(code.Attrs["Y"], 64)
		if errX != nil || errY != nil {
			c.fail("%s: text %s begins nowhere", part, n.Attrs["ID"])
		}
		for i, r := range runes {
			if r > 0xFFFF && len(runes) > 1 { // readers count it once or twice
				c.fail("%s: %q beyond the basic plane stands with others", part, r)
			}
			c.glyph(part, f, r, size, b, x, y)
			if i < len(ways) {
				x += ways[i]
			}
		}
		if first, last := runes[0], runes[len(runes)-1]; unicode.IsSpace(first) || unicode.IsSpace(last) {
			c.blankEnds(part, code.Text)
		}
	}
}

// blankEnds wants blanks at the ends of text written by number: readers that trim text do not see them otherwise.
func (c *checker) blankEnds(part, text string) {
	for _, blank := range []string{">" + text[:1], text[len(text)-1:] + "</ofd:TextCode>"} {
		if strings.TrimSpace(blank) != blank || strings.HasPrefix(blank, "> ") {
			if strings.Contains(string(c.files[part]), blank) {
				c.fail("%s: a blank at the end of %q is not written by number", part, text)
			}
		}
	}
}

// glyph wants ink of the character, and none outside the boundary.
func (c *checker) glyph(part string, f *embedded, r rune, size float64, b box, x, y float64) {
	index, err := f.font.GlyphIndex(&f.buf, r)
	if err != nil || index == 0 {
		c.fail("%s: %s has no glyph for %q (%v)", part, f.name, r, err)
		return
	}
	em := fixed.I(int(f.font.UnitsPerEm()))
	segments, err := f.font.LoadGlyph(&f.buf, index, em, nil)
	if err != nil {
		c.fail("%s: the glyph of %q cannot be drawn: %v", f.name, r, err)
		return
	}
	if len(segments) == 0 && !unicode.IsSpace(r) && unicode.IsGraphic(r) && r != '\u3164' && r != '\u115f' && r != '\u1160' {
		c.fail("%s: the glyph of %q is empty", f.name, r)
	}
	scale := size / float64(f.font.UnitsPerEm())
	around := segments.Bounds()
	for _, corner := range []fixed.Point26_6{around.Min, around.Max} {
		inkX, inkY := x+scale*float64(corner.X)/64, y+scale*float64(corner.Y)/64
		if len(segments) > 0 && !(box{0, 0, b.w, b.h}).holds(inkX, inkY) {
			c.fail("%s: the ink of %q is cut off at its boundary", part, r)
		}
	}
	if _, err := f.font.GlyphAdvance(&f.buf, index, em, font.HintingNone); err != nil {
		c.fail("%s: %q has no width: %v", f.name, r, err)
	}
}

// spread writes the distances out.
func spread(text string) (list []float64) {
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		times := 1
		if words[i] == "g" && i+2 < len(words) {
			times, _ = strconv.Atoi(words[i+1])
			i += 2
		}
		x, err := strconv.ParseFloat(words[i], 64)
		if err != nil {
			return nil
		}
		for range times {
			list = append(list, x)
		}
	}
	return list
}

// path wants data that begin with a point and stay within the boundary.
func (c *checker) path(part string, n *parttest.Node, b box) {
	for _, data := range n.Of("AbbreviatedData") {
		words := strings.Fields(data.Text)
		takes := map[string]int{"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
		for i := 0; i < len(words); {
			count, ok := takes[words[i]]
			if !ok || i == 0 && words[i] != "M" && words[i] != "S" || i+count >= len(words) {
				c.fail("%s: path %s: %q", part, n.Attrs["ID"], data.Text)
				return
			}
			args := numbers(strings.Join(words[i+1:i+1+count], " "))
			if len(args) != count {
				c.fail("%s: path %s: %q", part, n.Attrs["ID"], data.Text)
				return
			}
			for at := 0; at+1 < count && count < 7; at += 2 {
				if !(box{0, 0, b.w, b.h}).holds(args[at], args[at+1]) {
					c.fail("%s: path %s leaves its boundary", part, n.Attrs["ID"])
				}
			}
			i += 1 + count
		}
	}
	if n.Attrs["Fill"] == "true" && len(n.Of("FillColor")) == 0 || n.Attrs["Stroke"] != "false" && len(n.Of("StrokeColor")) == 0 {
		c.fail("%s: path %s has no colour", part, n.Attrs["ID"])
	}
}

// picture wants an image that fills its boundary: images are one unit wide and high.
func (c *checker) picture(part string, n *parttest.Node, b box) {
	if !c.images[n.Attrs["ResourceID"]] {
		c.fail("%s: image %s is %s, which is not there", part, n.Attrs["ID"], n.Attrs["ResourceID"])
	}
	m := numbers(n.Attrs["CTM"])
	if len(m) != 6 || math.Abs(m[0]-b.w) > slack || math.Abs(m[3]-b.h) > slack || m[1] != 0 || m[2] != 0 || m[4] != 0 || m[5] != 0 {
		c.fail("%s: image %s does not fill its boundary: %q", part, n.Attrs["ID"], n.Attrs["CTM"])
	}
}
