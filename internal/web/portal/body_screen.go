package portal

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// alignment is the only style that the body of a record may hold; the site's policy allows classes alone.
var alignment = regexp.MustCompile(`^\s*text-align:\s*(left|center|right|justify);?\s*$`)

// onScreen fits the body of a record into the page: every element is closed, styles are classes, the first heading is the
// page's own, and wide tables scroll by themselves, also with the keyboard.
func onScreen(body string) string {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(body), root)
	if err != nil { // deeper than the parser goes
		return html.EscapeString(body)
	}
	for _, n := range nodes {
		root.AppendChild(n)
	}
	var tables []*html.Node
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Table:
			tables = append(tables, n)
		case atom.H1:
			n.Data, n.DataAtom = "h2", atom.H2
		}
		n.Attr = styled(n.Attr)
	}
	for i, table := range tables {
		wrap(table, "表格 "+strconv.Itoa(i+1))
	}
	var out strings.Builder
	for n := root.FirstChild; n != nil; n = n.NextSibling {
		if err := html.Render(&out, n); err != nil {
			return html.EscapeString(body)
		}
	}
	return out.String()
}

// styled turns an alignment into a class and drops other styles.
func styled(attributes []html.Attribute) []html.Attribute {
	kept := attributes[:0]
	for _, a := range attributes {
		if a.Key != "style" {
			kept = append(kept, a)
			continue
		}
		if found := alignment.FindStringSubmatch(a.Val); found != nil {
			kept = append(kept, html.Attribute{Key: "class", Val: "align-" + found[1]})
		}
	}
	return kept
}

// wrap puts a table into a box that scrolls.
func wrap(table *html.Node, label string) {
	box := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div, Attr: []html.Attribute{
		{Key: "class", Val: "scroll"}, {Key: "tabindex", Val: "0"}, {Key: "role", Val: "region"}, {Key: "aria-label", Val: label}}}
	table.Parent.InsertBefore(box, table)
	table.Parent.RemoveChild(table)
	box.AppendChild(table)
}
