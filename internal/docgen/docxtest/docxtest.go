// Package docxtest finds in a DOCX file what makes Word say that it found unreadable content: parts without a type,
// relationships that lead nowhere, children in another order than the schema has them (ECMA-376 Part 1, transitional),
// ids used twice, styles that are not there, rows that do not fill their grid.
//
// Only tests import it.
package docxtest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
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
	c := &checker{parts: map[string][]byte{}, trees: map[string]*node{}}
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
	trees    map[string]*node
	styleIDs map[string]bool
	problems []string
}

func (c *checker) fail(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// A node is an element with the usual prefix of its namespace.
type node struct {
	name     string
	attrs    map[string]string
	children []*node
}

var prefixes = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
	"http://schemas.openxmlformats.org/drawingml/2006/main": "a:", "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
	"http://schemas.openxmlformats.org/drawingml/2006/chart": "c:", "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
}

func parse(text []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	root := &node{}
	stack := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: prefixes[token.Name.Space] + token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				name := a.Name.Local
				if prefixes[a.Name.Space] == "r:" {
					name = "r:" + name
				}
				if _, twice := n.attrs[name]; twice {
					return nil, fmt.Errorf("%s has %s twice", n.name, name)
				}
				n.attrs[name] = a.Value
			}
			top := stack[len(stack)-1]
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
	if len(root.children) != 1 {
		return nil, fmt.Errorf("%d roots", len(root.children))
	}
	return root.children[0], nil
}

func (n *node) each(visit func(*node)) {
	visit(n)
	for _, child := range n.children {
		child.each(visit)
	}
}

func (n *node) of(name string) (list []*node) {
	for _, child := range n.children {
		if child.name == name {
			list = append(list, child)
		}
	}
	return list
}

func (c *checker) open(content []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		c.fail("no archive: %v", err)
		return false
	}
	for _, f := range z.File {
		if _, twice := c.parts[f.Name]; twice || strings.Contains(f.Name, `\`) || strings.HasSuffix(f.Name, "/") {
			c.fail("%s is no part, or there twice", f.Name)
		}
		r, err := f.Open()
		if err == nil {
			c.parts[f.Name], err = io.ReadAll(r)
		}
		if err != nil {
			c.fail("%s: %v", f.Name, err)
			continue
		}
		if strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels") {
			if c.trees[f.Name], err = parse(c.parts[f.Name]); err != nil {
				c.fail("%s: %v", f.Name, err)
				delete(c.trees, f.Name)
			}
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
	for _, n := range c.trees[contentTypes].children {
		key, seen := strings.ToLower(n.attrs["Extension"]), defaults
		if n.name == "Override" {
			key, seen = strings.TrimPrefix(n.attrs["PartName"], "/"), overrides
			if c.parts[key] == nil {
				c.fail("a type for %s, which is not there", key)
			}
		}
		if seen[key] || n.attrs["ContentType"] == "" {
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
			part.each(func(n *node) {
				for _, key := range []string{"r:id", "r:embed", "r:link"} {
					if id, ok := n.attrs[key]; ok {
						used[id] = true
					}
				}
			})
		}
		known := map[string]bool{}
		for _, n := range tree.children {
			id, target := n.attrs["Id"], path.Join(folder, n.attrs["Target"])
			if known[id] || id == "" {
				c.fail("%s: the relationship %q is there twice", name, id)
			}
			known[id] = true
			if n.attrs["TargetMode"] != "External" {
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
			tree.each(func(n *node) {
				if n.attrs["r:id"] != "" || n.attrs["r:embed"] != "" {
					c.fail("%s uses a relationship and has none", name)
				}
			})
		}
	}
}

func (c *checker) styles() {
	c.styleIDs = map[string]bool{}
	all := c.trees["word/styles.xml"].of("w:style")
	for _, n := range all {
		id := n.attrs["styleId"]
		if c.styleIDs[id] || id == "" {
			c.fail("the style %q is there twice", id)
		}
		c.styleIDs[id] = true
	}
	for _, n := range all {
		for _, base := range n.of("w:basedOn") {
			if !c.styleIDs[base.attrs["val"]] {
				c.fail("the style %s rests on %s, which is not there", n.attrs["styleId"], base.attrs["val"])
			}
		}
	}
}

func (c *checker) walk(part string, n *node) {
	c.ordered(part, n)
	c.attributes(part, n)
	switch n.name {
	case "w:pStyle", "w:rStyle", "w:tblStyle":
		if !c.styleIDs[n.attrs["val"]] {
			c.fail("%s: no style %s", part, n.attrs["val"])
		}
	case "w:tbl":
		c.grid(part, n)
	case "w:tc":
		if last := n.children[len(n.children)-1]; last.name != "w:p" {
			c.fail("%s: a cell ends with %s", part, last.name)
		}
	case "w:body":
		c.body(part, n)
	}
	for _, child := range n.children {
		c.walk(part, child)
	}
}

// body wants a paragraph between two tables, which would become one.
func (c *checker) body(part string, n *node) {
	for i, child := range n.children {
		if i > 0 && child.name == "w:tbl" && n.children[i-1].name == "w:tbl" {
			c.fail("%s: two tables without a paragraph between them", part)
		}
	}
	if len(n.of("w:sectPr")) != 1 || len(n.children) < 2 || n.children[len(n.children)-2].name != "w:p" {
		c.fail("%s: the text does not end with a paragraph and one section", part)
	}
}

// ordered holds the children against the schema.
func (c *checker) ordered(part string, n *node) {
	rows, known := order[n.name]
	at := 0
	prefix, _, _ := strings.Cut(n.name, ":")
	for _, child := range n.children {
		if !known {
			break
		}
		name := strings.TrimPrefix(child.name, prefix+":")
		if _, local, ok := strings.Cut(name, ":"); ok && (n.name == "w:drawing" || local == "graphic") {
			name = local
		}
		i := slices.IndexFunc(rows, func(row string) bool { return slices.Contains(strings.Split(row, "|"), name) })
		switch {
		case i < 0:
			c.fail("%s: %s may not stand in %s", part, child.name, n.name)
		case i < at:
			c.fail("%s: %s stands too late in %s", part, child.name, n.name)
		case len(n.of(child.name)) > 1 && strings.HasSuffix(n.name, "Pr") && !strings.Contains(rows[i], "|"):
			c.fail("%s: %s is there twice in %s", part, child.name, n.name)
		}
		at = max(at, i)
	}
	for _, name := range needed[n.name] {
		if !slices.ContainsFunc(n.children, func(x *node) bool { _, local, _ := strings.Cut(x.name, ":"); return local == name }) {
			c.fail("%s: %s lacks %s", part, n.name, name)
		}
	}
}

func (c *checker) attributes(part string, n *node) {
	for name, value := range n.attrs {
		key := n.name + " " + name
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
func (c *checker) grid(part string, table *node) {
	columns := 0
	for _, g := range table.of("w:tblGrid") {
		columns = len(g.of("w:gridCol"))
	}
	open := map[int]int{} // the width of the cell that may go on, by its first column
	for i, row := range table.of("w:tr") {
		at, next := 0, map[int]int{}
		for _, cell := range row.of("w:tc") {
			span, merge := 1, ""
			for _, properties := range cell.of("w:tcPr") {
				for _, p := range properties.of("w:gridSpan") {
					span, _ = strconv.Atoi(p.attrs["val"])
				}
				for _, p := range properties.of("w:vMerge") {
					if merge = p.attrs["val"]; merge == "" {
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
func (c *checker) fields(part string, tree *node) {
	state := ""
	tree.each(func(n *node) {
		if n.name != "w:fldChar" {
			return
		}
		kind := n.attrs["fldCharType"]
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
	c.trees["word/document.xml"].each(func(n *node) {
		if n.name != "wp:docPr" && n.name != "w:bookmarkStart" {
			return
		}
		if key := n.name + n.attrs["id"]; seen[key] {
			c.fail("%s %s is there twice", n.name, n.attrs["id"])
		} else {
			seen[key] = true
		}
	})
}
