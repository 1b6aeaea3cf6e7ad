// Package docxtest finds in a DOCX file what makes Word say that it found unreadable content: parts without a type,
// relationships that lead nowhere, children in another order than the schema has them (ECMA-376 Part 1, transitional),
// ids used twice, styles that are not there, rows that do not fill their grid.
//
// Only tests import it.
package docxtest

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/docgen/parttest"
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
	c := &checker{parts: map[string][]byte{}, trees: map[string]*parttest.Node{}}
	if c.open(content) {
		c.types()
		c.relationships()
		c.styles()
		for name, tree := range c.trees {
			if !strings.HasSuffix(name, ".rels") && name != contentTypes {
				c.walk(name, tree)
				c.fields(name, tree)
			}
		}
		c.ids()
	}
	slices.Sort(c.problems)
	return slices.Compact(c.problems)
}

const contentTypes = "[Content_Types].xml"

type checker struct {
	parts    map[string][]byte
	trees    map[string]*parttest.Node
	styleIDs map[string]bool
	problems []string
}

func (c *checker) fail(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

var prefixes = map[string]string{
	"http://schemas.openxmlformats.org/package/2006/content-types": "", "http://schemas.openxmlformats.org/package/2006/relationships": "",
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
	"http://schemas.openxmlformats.org/drawingml/2006/main": "a:", "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
	"http://schemas.openxmlformats.org/drawingml/2006/chart": "c:", "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
}

func (c *checker) open(content []byte) bool {
	files, problems := parttest.Files(content)
	c.parts, c.problems = files, append(c.problems, problems...)
	for name, text := range files {
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			tree, err := parttest.Parse(text, prefixes)
			if err != nil {
				c.fail("%s: %v", name, err)
				continue
			}
			c.trees[name] = tree
		}
	}
	for _, name := range []string{contentTypes, "_rels/.rels", "word/document.xml", "word/styles.xml"} {
		if c.trees[name] == nil {
			c.fail("%s is missing", name)
		}
	}
	return len(c.problems) == 0
}

// types wants a type for every part, and a part for every type.
func (c *checker) types() {
	defaults, overrides := map[string]bool{}, map[string]bool{}
	for _, n := range c.trees[contentTypes].Children {
		key, seen := strings.ToLower(n.Attrs["Extension"]), defaults
		if n.Name == "Override" {
			key, seen = strings.TrimPrefix(n.Attrs["PartName"], "/"), overrides
			if c.parts[key] == nil {
				c.fail("a type for %s, which is not there", key)
			}
		}
		if seen[key] || n.Attrs["ContentType"] == "" {
			c.fail("the type of %s is said twice, or empty", key)
		}
		seen[key] = true
	}
	for name := range c.parts {
		if name != contentTypes && !overrides[name] && !defaults[strings.TrimPrefix(path.Ext(name), ".")] {
			c.fail("%s has no type", name)
		}
		if strings.HasPrefix(name, "word/") && strings.HasSuffix(name, ".xml") && !overrides[name] {
			c.fail("%s has the type of any XML", name)
		}
	}
}

// relationships wants that every one leads to a part, that every part is led to, and that what a part uses is one of its own.
func (c *checker) relationships() {
	reached := map[string]bool{}
	for name, tree := range c.trees {
		if !strings.HasSuffix(name, ".rels") {
			continue
		}
		folder, source := path.Dir(path.Dir(name)), strings.TrimSuffix(path.Base(name), ".rels")
		used := map[string]bool{}
		if part := c.trees[path.Join(folder, source)]; part != nil {
			part.Each(func(n *parttest.Node) {
				for _, key := range []string{"r:id", "r:embed", "r:link"} {
					if id, ok := n.Attrs[key]; ok {
						used[id] = true
					}
				}
			})
		}
		known := map[string]bool{}
		for _, n := range tree.Children {
			id, target := n.Attrs["Id"], path.Join(folder, n.Attrs["Target"])
			if known[id] || id == "" {
				c.fail("%s: the relationship %q is there twice", name, id)
			}
			known[id] = true
			if n.Attrs["TargetMode"] != "External" {
				if reached[target] = true; c.parts[target] == nil {
					c.fail("%s: %s leads to %s, which is not there", name, id, target)
				}
			}
		}
		for id := range used {
			if !known[id] {
				c.fail("%s: %s is used and is no relationship", name, id)
			}
		}
	}
	for name := range c.parts {
		if name != contentTypes && !strings.HasSuffix(name, ".rels") && !reached[name] {
			c.fail("nothing leads to %s", name)
		}
		if tree := c.trees[name]; tree != nil && c.parts[path.Join(path.Dir(name), "_rels", path.Base(name)+".rels")] == nil {
			tree.Each(func(n *parttest.Node) {
				if n.Attrs["r:id"] != "" || n.Attrs["r:embed"] != "" {
					c.fail("%s uses a relationship and has none", name)
				}
			})
		}
	}
}

func (c *checker) styles() {
	c.styleIDs = map[string]bool{}
	all := c.trees["word/styles.xml"].Of("w:style")
	for _, n := range all {
		id := n.Attrs["styleId"]
		if c.styleIDs[id] || id == "" {
			c.fail("the style %q is there twice", id)
		}
		c.styleIDs[id] = true
	}
	for _, n := range all {
		for _, base := range n.Of("w:basedOn") {
			if !c.styleIDs[base.Attrs["val"]] {
				c.fail("the style %s rests on %s, which is not there", n.Attrs["styleId"], base.Attrs["val"])
			}
		}
	}
}

func (c *checker) walk(part string, n *parttest.Node) {
	c.ordered(part, n)
	c.attributes(part, n)
	switch n.Name {
	case "w:pStyle", "w:rStyle", "w:tblStyle":
		if !c.styleIDs[n.Attrs["val"]] {
			c.fail("%s: no style %s", part, n.Attrs["val"])
		}
	case "w:tbl":
		c.grid(part, n)
	case "w:tc":
		if last := n.Children[len(n.Children)-1]; last.Name != "w:p" {
			c.fail("%s: a cell ends with %s", part, last.Name)
		}
	case "w:body":
		c.body(part, n)
	}
	for _, child := range n.Children {
		c.walk(part, child)
	}
}

// body wants a paragraph between two tables, which would become one.
func (c *checker) body(part string, n *parttest.Node) {
	for i, child := range n.Children {
		if i > 0 && child.Name == "w:tbl" && n.Children[i-1].Name == "w:tbl" {
			c.fail("%s: two tables without a paragraph between them", part)
		}
	}
	if len(n.Of("w:sectPr")) != 1 || len(n.Children) < 2 || n.Children[len(n.Children)-2].Name != "w:p" {
		c.fail("%s: the text does not end with a paragraph and one section", part)
	}
}

// ordered holds the children against the schema.
func (c *checker) ordered(part string, n *parttest.Node) {
	rows, known := order[n.Name]
	at := 0
	prefix, _, _ := strings.Cut(n.Name, ":")
	for _, child := range n.Children {
		if !known {
			break
		}
		name := strings.TrimPrefix(child.Name, prefix+":")
		if _, local, ok := strings.Cut(name, ":"); ok && (n.Name == "w:drawing" || local == "graphic") {
			name = local
		}
		i := slices.IndexFunc(rows, func(row string) bool { return slices.Contains(strings.Split(row, "|"), name) })
		switch {
		case i < 0:
			c.fail("%s: %s may not stand in %s", part, child.Name, n.Name)
		case i < at:
			c.fail("%s: %s stands too late in %s", part, child.Name, n.Name)
		case len(n.Of(child.Name)) > 1 && strings.HasSuffix(n.Name, "Pr") && !strings.Contains(rows[i], "|"):
			c.fail("%s: %s is there twice in %s", part, child.Name, n.Name)
		}
		at = max(at, i)
	}
	for _, name := range needed[n.Name] {
		if !slices.ContainsFunc(n.Children, func(x *parttest.Node) bool { _, local, _ := strings.Cut(x.Name, ":"); return local == name }) {
			c.fail("%s: %s lacks %s", part, n.Name, name)
		}
	}
}

func (c *checker) attributes(part string, n *parttest.Node) {
	for name, value := range n.Attrs {
		key := n.Name + " " + name
		if allowed, ok := values[key]; ok && !slices.Contains(allowed, value) {
			c.fail("%s: %s is %q", part, key, value)
		}
		if bounds, ok := numbers[key]; ok {
			if x, err := strconv.Atoi(value); err != nil || x < bounds[0] || x > bounds[1] {
				c.fail("%s: %s is %q", part, key, value)
			}
		}
	}
}

// grid wants that every row fills the columns, and that a cell that goes on goes on from one above it.
func (c *checker) grid(part string, table *parttest.Node) {
	columns := 0
	for _, g := range table.Of("w:tblGrid") {
		columns = len(g.Of("w:gridCol"))
	}
	open := map[int]int{} // the width of the cell that may go on, by its first column
	for i, row := range table.Of("w:tr") {
		at, next := 0, map[int]int{}
		for _, cell := range row.Of("w:tc") {
			span, merge := 1, ""
			for _, properties := range cell.Of("w:tcPr") {
				for _, p := range properties.Of("w:gridSpan") {
					span, _ = strconv.Atoi(p.Attrs["val"])
				}
				for _, p := range properties.Of("w:vMerge") {
					if merge = p.Attrs["val"]; merge == "" {
						merge = "continue"
					}
				}
			}
			if merge == "continue" && open[at] != span {
				c.fail("%s: row %d: the cell at column %d goes on and nothing above it began", part, i+1, at+1)
			}
			if merge != "" {
				next[at] = span
			}
			at += span
		}
		if open = next; at != columns {
			c.fail("%s: row %d has %d columns of %d", part, i+1, at, columns)
		}
	}
}

// fields wants that every field begins, is parted and ends.
func (c *checker) fields(part string, tree *parttest.Node) {
	state := ""
	tree.Each(func(n *parttest.Node) {
		if n.Name != "w:fldChar" {
			return
		}
		kind := n.Attrs["fldCharType"]
		if before := map[string]string{"begin": "", "separate": "begin", "end": "separate"}[kind]; state != before {
			c.fail("%s: a field has %s after %q", part, kind, state)
		}
		if state = kind; kind == "end" {
			state = ""
		}
	})
	if state != "" {
		c.fail("%s: a field does not end", part)
	}
}

// ids wants the number of every drawing and bookmark once in the document.
func (c *checker) ids() {
	seen := map[string]bool{}
	c.trees["word/document.xml"].Each(func(n *parttest.Node) {
		if n.Name != "wp:docPr" && n.Name != "w:bookmarkStart" {
			return
		}
		if key := n.Name + n.Attrs["id"]; seen[key] {
			c.fail("%s %s is there twice", n.Name, n.Attrs["id"])
		} else {
			seen[key] = true
		}
	})
}
