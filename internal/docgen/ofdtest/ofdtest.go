// Package ofdtest finds in an OFD file what GB/T 33190-2016 forbids: elements in another order than the schema has them,
// attributes that are missing or of the wrong kind, numbers used twice or above the greatest, references that lead
// nowhere, text without a glyph, distances that do not fit the characters, drawing outside the page or its boundary.
//
// Embedded fonts are read by another reader than the one that wrote them. Only tests import the package.
package ofdtest

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // seals are of either kind
	_ "image/png"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/docgen/parttest"

	"golang.org/x/image/font/sfnt"
)

// Check reports everything that is wrong with the file.
func Check(t testing.TB, content []byte) {
	t.Helper()
	for _, problem := range Problems(content) {
		t.Error(problem)
	}
}

// Problems lists everything that is wrong with the file.
func Problems(content []byte) []string {
	c := &checker{reached: map[string]bool{"OFD.xml": true}, ids: map[string]string{}, fonts: map[string]*embedded{}, images: map[string]bool{}}
	c.files, c.problems = parttest.Files(content)
	if root := c.part("OFD.xml", "OFD"); root != nil {
		for _, body := range root.Of("DocBody") {
			c.properties(body)
			for _, at := range body.Of("DocRoot") {
				c.document(c.resolve("OFD.xml", at.Text))
			}
		}
	}
	for name := range c.files {
		if !c.reached[name] {
			c.fail("nothing leads to %s", name)
		}
	}
	slices.Sort(c.problems)
	return slices.Compact(c.problems)
}

type checker struct {
	files    map[string][]byte
	reached  map[string]bool
	ids      map[string]string // number to what has it
	fonts    map[string]*embedded
	images   map[string]bool
	paper    box
	most     int
	problems []string
}

type embedded struct {
	name string
	font *sfnt.Font
	buf  sfnt.Buffer
}

func (c *checker) fail(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// resolve is where a location leads that stands in a part.
func (c *checker) resolve(from, loc string) string {
	loc = strings.TrimSpace(loc)
	at := path.Join(path.Dir(from), loc)
	if strings.HasPrefix(loc, "/") {
		at = strings.TrimPrefix(loc, "/")
	}
	if c.files[at] == nil {
		c.fail("%s leads to %s, which is not there", from, at)
	}
	c.reached[at] = true
	return at
}

// part reads a part and holds it against the schema.
func (c *checker) part(name, root string) *parttest.Node {
	text, ok := c.files[name]
	if !ok {
		c.fail("%s is missing", name)
		return nil
	}
	tree, err := parttest.Parse(text, map[string]string{"http://www.ofdspec.org/2016": ""})
	if err != nil {
		c.fail("%s: %v", name, err)
		return nil
	}
	if !bytes.Contains(text, []byte("<ofd:"+root+" ")) { // common readers ask for the prefix
		c.fail("%s: the root has not the prefix ofd", name)
	}
	if tree.Name != root {
		c.fail("%s: the root is %s, not %s", name, tree.Name, root)
		return nil
	}
	c.walk(name, "", tree)
	return tree
}

func (c *checker) walk(part, parent string, n *parttest.Node) {
	e, ok := schema[parent+"/"+n.Name]
	if !ok {
		e, ok = schema[n.Name]
	}
	if !ok {
		c.fail("%s: %s is no element that is known", part, n.Name)
		return
	}
	c.ordered(part, n, e)
	c.attributes(part, n, e)
	for _, child := range n.Children {
		c.walk(part, n.Name, child)
	}
	if len(e.children) > 0 && strings.TrimSpace(n.Text) != "" {
		c.fail("%s: text in %s", part, n.Name)
	}
}

var ending = regexp.MustCompile(`[?*+]$`)

// ordered holds the children against the schema.
func (c *checker) ordered(part string, n *parttest.Node, e element) {
	at := 0
	for _, slot := range e.children {
		names := strings.Split(ending.ReplaceAllString(slot, ""), "|")
		count := 0
		for at < len(n.Children) && slices.Contains(names, n.Children[at].Name) {
			at++
			count++
		}
		switch mode := ending.FindString(slot); {
		case count == 0 && (mode == "" || mode == "+"):
			c.fail("%s: %s lacks %s", part, n.Name, slot)
		case count > 1 && (mode == "" || mode == "?"):
			c.fail("%s: %s has %s %d times", part, n.Name, slot, count)
		}
	}
	if at < len(n.Children) {
		c.fail("%s: %s may not stand there in %s", part, n.Children[at].Name, n.Name)
	}
}

func (c *checker) attributes(part string, n *parttest.Node, e element) {
	for name, kind := range e.attributes {
		must := strings.HasSuffix(name, "!")
		name = strings.TrimSuffix(name, "!")
		value, ok := n.Attrs[name]
		if must && !ok {
			c.fail("%s: %s lacks %s", part, n.Name, name)
		}
		if !ok {
			continue
		}
		if simple := kinds[kind]; simple != nil && !simple.MatchString(value) || simple == nil && !slices.Contains(strings.Split(kind, "|"), value) {
			c.fail("%s: %s of %s is %q", part, name, n.Name, value)
		}
		if kind == "id" {
			if other := c.ids[value]; other != "" {
				c.fail("%s: the number %s of %s is that of %s", part, value, n.Name, other)
			}
			c.ids[value] = n.Name
		}
	}
	for name := range n.Attrs {
		if _, may := e.attributes[name]; !may {
			if _, must := e.attributes[name+"!"]; !must {
				c.fail("%s: %s may not have %s", part, n.Name, name)
			}
		}
	}
}

var (
	docID = regexp.MustCompile(`^[0-9a-f]{32}$`)
	day   = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
)

// properties wants a number of 32 digits, and days as XML has them.
func (c *checker) properties(body *parttest.Node) {
	for _, info := range body.Of("DocInfo") {
		for _, n := range info.Children {
			if n.Name == "DocID" && !docID.MatchString(n.Text) || strings.HasSuffix(n.Name, "Date") && !day.MatchString(n.Text) || n.Text == "" {
				c.fail("OFD.xml: %s is %q", n.Name, n.Text)
			}
		}
	}
}

func (c *checker) document(name string) {
	root := c.part(name, "Document")
	if root == nil {
		return
	}
	var pages []string
	for _, common := range root.Of("CommonData") {
		for _, n := range common.Children {
			switch n.Name {
			case "MaxUnitID":
				c.most, _ = strconv.Atoi(n.Text)
			case "PageArea":
				for _, b := range n.Of("PhysicalBox") {
					c.paper = c.boxOf(name, b.Text)
				}
			case "PublicRes", "DocumentRes":
				c.resources(c.resolve(name, n.Text))
			}
		}
	}
	for _, list := range root.Of("Pages") {
		for _, p := range list.Of("Page") {
			pages = append(pages, c.resolve(name, p.Attrs["BaseLoc"]))
		}
	}
	for i, p := range pages {
		if slices.Contains(pages[:i], p) {
			c.fail("%s: %s is there twice", name, p)
		}
		c.page(p)
	}
	for id, what := range c.ids {
		if n, err := strconv.Atoi(id); err != nil || n > c.most {
			c.fail("%s: the number %s of %s is above MaxUnitID %d", name, id, what, c.most)
		}
	}
}

func (c *checker) resources(name string) {
	root := c.part(name, "Res")
	if root == nil {
		return
	}
	base := path.Join(path.Dir(name), root.Attrs["BaseLoc"]) + "/."
	root.Each(func(n *parttest.Node) {
		switch n.Name {
		case "Font":
			for _, at := range n.Of("FontFile") {
				c.font(n, c.resolve(base, at.Text))
			}
		case "MultiMedia":
			for _, at := range n.Of("MediaFile") {
				file := c.resolve(base, at.Text)
				_, format, err := image.DecodeConfig(bytes.NewReader(c.files[file]))
				if err != nil || !strings.EqualFold(format, n.Attrs["Format"]) {
					c.fail("%s: %s is no %s (%s, %v)", name, file, n.Attrs["Format"], format, err)
				}
				c.images[n.Attrs["ID"]] = true
			}
		}
	})
}

// font reads an embedded font with a reader that is not ours.
func (c *checker) font(n *parttest.Node, file string) {
	f, err := sfnt.Parse(c.files[file])
	if err != nil {
		c.fail("%s: %v", file, err)
		return
	}
	e := &embedded{name: file, font: f}
	for _, id := range []sfnt.NameID{sfnt.NameIDFamily, sfnt.NameIDFull} {
		if name, err := f.Name(&e.buf, id); err != nil || name != n.Attrs["FontName"] {
			c.fail("%s calls itself %q (%v), not %q", file, name, err, n.Attrs["FontName"])
		}
	}
	c.fonts[n.Attrs["ID"]] = e
}
