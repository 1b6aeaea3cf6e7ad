package screening

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread"
)

// A node is an element, text or anything else of an XML file, with the prefixes as they were written, so that a file
// that is written back differs only where it was meant to.
type node struct {
	name     string // w:p; empty for text
	attrs    []xml.Attr
	text     string // of text, comments and instructions
	kind     kind
	children []*node
}

type kind int

const (
	element kind = iota
	words
	comment
	instruction
	directive
)

const (
	deepest   = 400
	mostNodes = 3_000_000
)

// parse reads one part of an archive as a tree; nil when the archive has no such part.
func parse(z *zip.Reader, name string) (*node, error) {
	root := &node{}
	stack := []*node{root}
	count := 0
	damaged := fault.New(fault.Invalid, "文件内部结构不完整，无法自动处理")
	present := false
	err := docread.EachToken(z, name, func(token xml.Token) error {
		present = true
		if count++; count > mostNodes {
			return fault.New(fault.Invalid, "文件过于复杂，无法自动处理")
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &node{name: prefixed(t.Name), attrs: slices.Clone(t.Attr)}
			top.children = append(top.children, n)
			if stack = append(stack, n); len(stack) > deepest {
				return fault.New(fault.Invalid, "文件嵌套过深，无法自动处理")
			}
		case xml.EndElement:
			if len(stack) == 1 || top.name != prefixed(t.Name) {
				return damaged
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.children = append(top.children, &node{kind: words, text: string(t)})
		case xml.Comment:
			top.children = append(top.children, &node{kind: comment, text: string(t)})
		case xml.ProcInst:
			top.children = append(top.children, &node{kind: instruction, text: t.Target + " " + string(t.Inst)})
		case xml.Directive:
			return damaged // no Office file declares a document type
		}
		return nil
	})
	if err != nil || !present {
		return nil, err
	}
	if len(stack) != 1 {
		return nil, damaged
	}
	return root, nil
}

func prefixed(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// local is the name without its prefix.
func (n *node) local() string {
	if i := strings.IndexByte(n.name, ':'); i >= 0 {
		return n.name[i+1:]
	}
	return n.name
}

func (n *node) attr(local string) string {
	for _, a := range n.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func attribute(name, value string) xml.Attr {
	return xml.Attr{Name: xml.Name{Local: name}, Value: value}
}

// drop takes attributes away.
func (n *node) drop(locals ...string) {
	n.attrs = slices.DeleteFunc(n.attrs, func(a xml.Attr) bool { return slices.Contains(locals, a.Name.Local) })
}

// child returns the first child element of the name.
func (n *node) child(local string) *node {
	for _, c := range n.children {
		if c.kind == element && c.local() == local {
			return c
		}
	}
	return nil
}

// each calls visit for every element below, from the outside in; visit returns false to stay out of its children.
func (n *node) each(visit func(*node) bool) {
	for _, c := range n.children {
		if c.kind == element && visit(c) {
			c.each(visit)
		}
	}
}

// reshape puts in the place of every element what change makes of it: itself, nothing, or its children.
func (n *node) reshape(change func(*node) []*node) {
	var kept []*node
	for _, c := range n.children {
		if c.kind != element {
			kept = append(kept, c)
			continue
		}
		for _, r := range change(c) {
			if r == c {
				c.reshape(change)
			}
			kept = append(kept, r)
		}
	}
	n.children = kept
}

// content is all text below.
func (n *node) content() string {
	var b strings.Builder
	for _, c := range n.children {
		if c.kind == words {
			b.WriteString(c.text)
		} else if c.kind == element {
			b.WriteString(c.content())
		}
	}
	return b.String()
}

// setText puts the text in the place of all children.
func (n *node) setText(text string) {
	n.children = []*node{{kind: words, text: text}}
}

func (n *node) write(b *bytes.Buffer) {
	switch n.kind {
	case words:
		escape(b, n.text, false)
	case comment:
		b.WriteString("<!--" + n.text + "-->")
	case instruction:
		b.WriteString("<?" + strings.TrimSpace(n.text) + "?>")
	case element:
		if n.name != "" {
			b.WriteString("<" + n.name)
			for _, a := range n.attrs {
				b.WriteString(" " + prefixed(a.Name) + `="`)
				escape(b, a.Value, true)
				b.WriteByte('"')
			}
			if len(n.children) == 0 {
				b.WriteString("/>")
				return
			}
			b.WriteByte('>')
		}
		for _, c := range n.children {
			c.write(b)
		}
		if n.name != "" {
			b.WriteString("</" + n.name + ">")
		}
	}
}

func escape(b *bytes.Buffer, s string, attribute bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '&':
			b.WriteString("&amp;")
		case c == '<':
			b.WriteString("&lt;")
		case c == '>':
			b.WriteString("&gt;")
		case c == '"' && attribute:
			b.WriteString("&quot;")
		case (c == '\n' || c == '\r' || c == '\t') && attribute, c == '\r':
			b.WriteString(map[byte]string{'\n': "&#10;", '\r': "&#13;", '\t': "&#9;"}[c])
		default:
			b.WriteByte(c)
		}
	}
}

// A bundle is an archive that is being changed.
type bundle struct {
	z       *zip.Reader
	trees   map[string]*node
	files   map[string][]byte // in the place of what was there
	dropped map[string]bool
}

func openBundle(content []byte) (*bundle, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fault.New(fault.Invalid, "文件不完整或已损坏，无法打开")
	}
	return &bundle{z, map[string]*node{}, map[string][]byte{}, map[string]bool{}}, nil
}

// tree returns a part as a tree that is written back with the archive; nil for a part that is not there.
func (b *bundle) tree(name string) (*node, error) {
	if n, ok := b.trees[name]; ok {
		return n, nil
	}
	n, err := parse(b.z, name)
	if err == nil && n != nil {
		b.trees[name] = n
	}
	return n, err
}

// remove takes a part out, with every relationship to it and its content type.
func (b *bundle) remove(part string) error {
	b.dropped[part] = true
	types, err := b.tree("[Content_Types].xml")
	if err != nil {
		return err
	}
	if types != nil {
		types.reshape(func(n *node) []*node {
			if n.local() == "Override" && strings.TrimPrefix(n.attr("PartName"), "/") == part {
				return nil
			}
			return []*node{n}
		})
	}
	for _, f := range b.z.File {
		if !strings.HasSuffix(f.Name, ".rels") {
			continue
		}
		rels, err := b.tree(f.Name)
		if err != nil {
			return err
		}
		folder := strings.TrimSuffix(strings.TrimSuffix(f.Name[:strings.LastIndexByte(f.Name, '/')+1], "/"), "_rels")
		rels.reshape(func(n *node) []*node {
			if n.local() == "Relationship" && n.attr("TargetMode") != "External" && resolve(folder, n.attr("Target")) == part {
				return nil
			}
			return []*node{n}
		})
	}
	return nil
}

// resolve finds the part that a relationship leads to.
func resolve(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return target[1:]
	}
	parts := strings.Split(strings.TrimSuffix(folder, "/"), "/")
	if folder == "" {
		parts = nil
	}
	for _, p := range strings.Split(target, "/") {
		switch p {
		case "..":
			parts = parts[:max(len(parts)-1, 0)]
		case ".", "":
		default:
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "/")
}

// pack writes the archive anew.
func (b *bundle) pack() ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	total := int64(0)
	for _, f := range b.z.File {
		if b.dropped[f.Name] {
			continue
		}
		tree, changed := b.trees[f.Name]
		file, replaced := b.files[f.Name]
		if !changed && !replaced {
			if err := w.Copy(f); err != nil {
				return nil, fault.New(fault.Invalid, "文件已损坏，无法自动处理")
			}
			continue
		}
		part, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		content := file
		if changed {
			var text bytes.Buffer
			tree.write(&text)
			content = text.Bytes()
		}
		if total += int64(len(content)); total > maxBytes {
			return nil, fault.New(fault.Invalid, "文件过大，无法自动处理")
		}
		if _, err := part.Write(content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// read inflates one file of the archive.
func (b *bundle) read(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fault.New(fault.Invalid, "文件已损坏，无法自动处理")
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, docread.MaxBytes+1))
	if err != nil || len(content) > docread.MaxBytes {
		return nil, fault.New(fault.Invalid, "文件已损坏或者过大，无法自动处理")
	}
	return content, nil
}
