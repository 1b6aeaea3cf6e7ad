package portal

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/docgen"
)

// A bodyBlock is a paragraph, a heading, a table or a chart of the body of a record.
type bodyBlock struct {
	text  string
	style docgen.Style
	rows  []docgen.Row
	chart *docgen.Chart
	head  int // rows of the head
}

// bodyReader turns the sanitised HTML of a body into blocks for paper. Pictures are left out; their place is named by
// their alternative text.
type bodyReader struct {
	blocks []bodyBlock
	text   strings.Builder
	style  docgen.Style
	item   string // the sign before the next paragraph of a list
}

// deepestBody bounds how deep elements may nest; what is deeper is read as text of its place.
const deepestBody = 60

func readBody(body string) []bodyBlock {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(body), root)
	if err != nil {
		return []bodyBlock{{text: body}}
	}
	r := &bodyReader{}
	for _, n := range nodes {
		r.read(n, 0)
	}
	r.flush()
	return r.blocks
}

func (r *bodyReader) flush() {
	text := strings.Join(strings.Fields(r.text.String()), " ")
	r.text.Reset()
	if text == "" {
		return
	}
	r.blocks = append(r.blocks, bodyBlock{text: r.item + text, style: r.style})
	r.item = ""
}

var headingStyles = map[atom.Atom]docgen.Style{atom.H1: docgen.H1, atom.H2: docgen.H1, atom.H3: docgen.H2, atom.H4: docgen.H3, atom.H5: docgen.H3, atom.H6: docgen.H3}

var paragraphs = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Blockquote: true, atom.Section: true, atom.Article: true, atom.Pre: true, atom.Li: true,
	atom.Dt: true, atom.Dd: true, atom.Hr: true, atom.Figure: true, atom.Figcaption: true, atom.Caption: true, atom.Address: true, atom.Ul: true, atom.Ol: true, atom.Dl: true}

func (r *bodyReader) read(n *html.Node, depth int) {
	switch {
	case n.Type == html.TextNode:
		r.text.WriteString(n.Data)
	case n.Type != html.ElementNode || n.DataAtom == atom.Script || n.DataAtom == atom.Style || depth > deepestBody:
	case n.DataAtom == atom.Br:
		r.flush()
	case n.DataAtom == atom.Img:
		if alt := attribute(n, "alt"); alt != "" {
			r.text.WriteString("（图：" + alt + "）")
		}
	case n.DataAtom == atom.Table:
		r.flush()
		r.table(n)
	case n.DataAtom == atom.Figure && chartOf(n) != nil:
		r.flush()
		r.blocks = append(r.blocks, bodyBlock{chart: chartOf(n)})
	case headingStyles[n.DataAtom] != docgen.Body:
		r.flush()
		r.style = headingStyles[n.DataAtom]
		r.children(n, depth)
		r.flush()
		r.style = docgen.Body
	case paragraphs[n.DataAtom]:
		r.flush()
		r.item = listSign(n)
		r.children(n, depth)
		r.flush()
		r.item = ""
	default:
		r.children(n, depth)
	}
}

func (r *bodyReader) children(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.read(c, depth+1)
	}
}

// listSign is what stands before an entry of a list.
func listSign(n *html.Node) string {
	if n.DataAtom != atom.Li || n.Parent == nil {
		return ""
	}
	if n.Parent.DataAtom != atom.Ol {
		return "· "
	}
	no := 1
	for s := n.PrevSibling; s != nil; s = s.PrevSibling {
		if s.DataAtom == atom.Li {
			no++
		}
	}
	return strconv.Itoa(no) + ". "
}

// table reads the rows of a table; tables inside it become text.
func (r *bodyReader) table(n *html.Node) {
	block := bodyBlock{}
	headed := true
	for d := range n.Descendants() {
		if d.DataAtom != atom.Tr {
			continue
		}
		var row docgen.Row
		heads := true
		for c := d.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
				continue
			}
			heads = heads && c.DataAtom == atom.Th
			row = append(row, docgen.Cell{Text: plain(c), ColSpan: span(c, "colspan"), RowSpan: span(c, "rowspan"), Strong: c.DataAtom == atom.Th})
		}
		if len(row) == 0 {
			continue
		}
		if headed = headed && heads; headed {
			block.head++
		}
		block.rows = append(block.rows, row)
	}
	if len(block.rows) > 0 {
		r.blocks = append(r.blocks, block)
	}
}

// widest bounds what a cell may span.
const widest = 40

func span(n *html.Node, name string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attribute(n, name)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, widest)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// plain is the text of an element.
func plain(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
			text.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}
