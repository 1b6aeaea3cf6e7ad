// Package parttest takes documents that are archives of XML parts to pieces, for the checks of packages docxtest and
// ofdtest.
//
// Only tests import it.
package parttest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Node is an element with the usual prefix of its namespace.
type Node struct {
	Name     string
	Attrs    map[string]string
	Children []*Node
	Text     string // what stands in it outside its children
}

// Parse reads a part. Names get the prefix of their namespace; those of an unknown one get "?:".
func Parse(text []byte, prefixes map[string]string) (*Node, error) {
	prefixed := func(name xml.Name) string {
		prefix, known := prefixes[name.Space]
		if !known && name.Space != "" {
			prefix = "?:"
		}
		return prefix + name.Local
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	root := &Node{}
	stack := []*Node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &Node{Name: prefixed(token.Name), Attrs: map[string]string{}}
			for _, a := range token.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
					continue
				}
				name := a.Name.Local
				if prefixes[a.Name.Space] == "r:" {
					name = "r:" + name
				}
				if _, twice := n.Attrs[name]; twice {
					return nil, fmt.Errorf("%s has %s twice", n.Name, name)
				}
				n.Attrs[name] = a.Value
			}
			top.Children = append(top.Children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.Text += string(token)
		}
	}
	if len(root.Children) != 1 {
		return nil, fmt.Errorf("%d roots", len(root.Children))
	}
	return root.Children[0], nil
}

// Each visits the element and all below it.
func (n *Node) Each(visit func(*Node)) {
	visit(n)
	for _, child := range n.Children {
		child.Each(visit)
	}
}

// Of are the children with the name.
func (n *Node) Of(name string) (list []*Node) {
	for _, child := range n.Children {
		if child.Name == name {
			list = append(list, child)
		}
	}
	return list
}

// Files are the parts of the archive, with what is wrong with it.
func Files(content []byte) (files map[string][]byte, problems []string) {
	files = map[string][]byte{}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return files, []string{fmt.Sprintf("no archive: %v", err)}
	}
	for _, f := range z.File {
		if _, twice := files[f.Name]; twice || strings.Contains(f.Name, `\`) || strings.HasSuffix(f.Name, "/") {
			problems = append(problems, f.Name+" is no part, or there twice")
		}
		r, err := f.Open()
		if err == nil {
			files[f.Name], err = io.ReadAll(r)
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", f.Name, err))
		}
	}
	return files, problems
}

// Altered is the archive with a change in one part. It says when the part does not have what is to be changed.
func Altered(content []byte, part, from, to string) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	files, _ := Files(content)
	if !bytes.Contains(files[part], []byte(from)) {
		return nil, fmt.Errorf("%s has no %s", part, from)
	}
	files[part] = bytes.Replace(files[part], []byte(from), []byte(to), 1)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		p, err := w.Create(f.Name)
		if err == nil {
			_, err = p.Write(files[f.Name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
