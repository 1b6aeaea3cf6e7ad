package intake

import (
	"bytes"
	"encoding/base64"
	stdhtml "html"
	"strings"

	"gongkai/fault"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page reads a web page: what it declares of itself, the head of labels that government pages have, and the text
// without navigation.
func (r *reader) page(text []byte) error {
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return fault.New(fault.Invalid, "网页的标签嵌套过深或已损坏，不予读取")
	}
	p := &pageReader{reader: r}
	p.survey(root)
	p.declared()
	content := p.content(root)
	p.labelsOutside(root, content)
	return p.walk(content)
}

// fragment reads HTML that is all content.
func (r *reader) fragment(text []byte) error {
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return fault.New(fault.Invalid, "网页的标签嵌套过深或已损坏，不予读取")
	}
	return (&pageReader{reader: r}).walk(root)
}

type pageReader struct {
	*reader
	meta     map[string]string
	title    string
	headline []*html.Node
	html     strings.Builder
	text     strings.Builder
	now      line
	lists    []string
	nested   int
	link     bool
	cells    int
	outside  int // pictures that lie elsewhere
	images   int
}

// hiddenTags are left out with all that is in them.
var hiddenTags = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Object: true,
	atom.Embed: true, atom.Select: true, atom.Textarea: true, atom.Button: true, atom.Input: true, atom.Nav: true, atom.Footer: true, atom.Svg: true, atom.Math: true, atom.Audio: true, atom.Video: true, atom.Head: true}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// concealed reports an element that a browser does not show.
func concealed(n *html.Node) bool {
	style := strings.ReplaceAll(strings.ToLower(attribute(n, "style")), " ", "")
	_, hidden := attributeHas(n, "hidden")
	return hiddenTags[n.DataAtom] || hidden || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

func attributeHas(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func (p *pageReader) survey(root *html.Node) {
	p.meta = map[string]string{}
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Meta:
			if name := strings.ToLower(attribute(n, "name")); name != "" && len(p.meta) < 100 {
				p.meta[name] = collapse(attribute(n, "content"))
			}
		case atom.Title:
			if p.title == "" {
				p.title = collapse(textOf(n))
			}
		case atom.H1:
			if collapse(textOf(n)) != "" && !concealed(n) {
				p.headline = append(p.headline, n)
			}
		}
	}
}

// declared takes what the page says of itself in its tags (政府网站发展指引).
func (p *pageReader) declared() {
	rec := &p.draft.Record
	if rec.Title = p.meta["articletitle"]; rec.Title == "" && len(p.headline) == 1 {
		rec.Title = collapse(textOf(p.headline[0]))
	}
	if rec.Title == "" && p.title != "" {
		title := p.title
		for _, sign := range []string{"_", "|", "--", " - ", "－", "—"} {
			if head, _, ok := strings.Cut(title, sign); ok && runes(head) > 6 {
				title = head
				break
			}
		}
		rec.Title = strings.TrimSpace(title)
		p.note("标题取自网页标题，请核对：%s", rec.Title)
	}
	if on, _ := dayIn(p.meta["pubdate"]); !on.IsZero() {
		p.draft.PublishedOn = on
	}
	if words := p.meta["keywords"]; words != "" && p.meta["articletitle"] != "" {
		p.label("关键词", words)
	}
	if s := p.meta["description"]; s != "" && p.meta["articletitle"] != "" && runes(s) <= 500 {
		rec.Summary = s
	}
	if source := p.meta["contentsource"]; source != "" {
		p.label("来源", source)
	}
}

// contentMarks are names that the usual site systems give the element of the text.
var contentMarks = []string{"ucap-content", "trs_editor", "zoom", "articlecontent", "article-content", "article_content", "pages_content", "artcontent", "art_con", "news_content", "content-article", "vsb_content", "xxgk_content", "detail-content", "detail_content", "wp_articlecontent", "mainbody", "main-text", "article-body", "js_content", "con_text", "conttxt"}

// content finds the element that holds the text: one that is marked as such, or the deepest that holds most of the text
// that is not links.
func (p *pageReader) content(root *html.Node) *html.Node {
	weights := map[*html.Node]int{}
	weigh(root, weights, 0)
	var marked *html.Node
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || concealed(n) {
			continue
		}
		names := strings.Fields(strings.ToLower(attribute(n, "id") + " " + attribute(n, "class")))
		for _, name := range names {
			for _, mark := range contentMarks {
				if (name == mark || strings.HasPrefix(name, mark)) && weights[n] > 0 && (marked == nil || weights[n] > weights[marked]) {
					marked = n
				}
			}
		}
		if marked == nil && (n.DataAtom == atom.Article || n.DataAtom == atom.Main) && weights[n] > 40 {
			marked = n
		}
	}
	if marked != nil {
		return marked
	}
	at := root
	for {
		var best *html.Node
		for c := at.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && (best == nil || weights[c] > weights[best]) {
				best = c
			}
		}
		if best == nil || !container(best) || weights[best]*10 < weights[at]*8 || weights[best] == 0 {
			return at
		}
		at = best
	}
}

func container(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Table:
		return layout(n)
	case atom.Html, atom.Body, atom.Div, atom.Section, atom.Article, atom.Main, atom.Form, atom.Center, atom.Td, atom.Tr, atom.Tbody:
		return true
	}
	return false
}

// weigh counts for every element its characters that are not links.
func weigh(n *html.Node, weights map[*html.Node]int, depth int) int {
	switch {
	case n.Type == html.TextNode:
		return runes(bare(n.Data))
	case n.Type == html.ElementNode && (concealed(n) || n.DataAtom == atom.A):
		return 0
	case depth > 600:
		return 0
	}
	total := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		total += weigh(c, weights, depth+1)
	}
	weights[n] = total
	return total
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && (d.Parent == nil || !hiddenTags[d.Parent.DataAtom]) {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// labelsOutside reads the head of labels, which stands outside the text on most sites.
func (p *pageReader) labelsOutside(root, content *html.Node) {
	inside := map[*html.Node]bool{}
	for n := range content.Descendants() {
		inside[n] = true
	}
	seen := 0
	for n := range root.Descendants() {
		if inside[n] || n == content || n.Type != html.ElementNode || concealed(n) {
			continue
		}
		switch n.DataAtom {
		case atom.Td, atom.Th, atom.Li, atom.Dt, atom.Dd, atom.P, atom.Div, atom.Span, atom.Label, atom.Strong, atom.B:
		default:
			continue
		}
		if seen++; seen > 20_000 {
			return
		}
		text := collapse(shortText(n, 400))
		if runes(text) > 120 {
			continue
		}
		label, value, ok := cutLabel(text)
		if (!ok || value == "") && isLabel(strings.TrimRight(bare(text), "：:")) {
			label, value = strings.TrimRight(bare(text), "：:"), ""
			for s := n.NextSibling; s != nil && value == ""; s = s.NextSibling {
				value = collapse(textOrData(s))
			}
		}
		if value != "" && runes(value) < 200 && isLabel(label) && !strings.ContainsAny(value, "：") {
			p.label(label, value)
		}
	}
}

// shortText is the text of a small element; a large one gives more than most and is passed over.
func shortText(n *html.Node, most int) string {
	var b strings.Builder
	visited := 0
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		if visited++; b.Len() > 3*most || visited > 5*most {
			break
		}
	}
	return b.String()
}

func textOrData(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	return textOf(n)
}

// walk reads the content and what is left open at its end.
func (p *pageReader) walk(content *html.Node) error {
	if err := p.children(content, 0); err != nil {
		return err
	}
	if err := p.flush(); err != nil {
		return err
	}
	if p.outside > 0 {
		p.note("网页引用了%d幅图片，图片不在文件里，没有带入，请另行上传", p.outside)
	}
	return nil
}

func (p *pageReader) children(n *html.Node, depth int) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := p.node(c, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// flush ends the open paragraph.
func (p *pageReader) flush() error {
	l := p.now
	l.text, l.html = collapseLines(p.text.String()), trimBreaks(tidy(p.html.String()))
	p.text.Reset()
	p.html.Reset()
	p.now = line{}
	if l.blank() {
		return nil
	}
	return p.add(l)
}

// tidy takes out the white space with which pages are indented.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

func (p *pageReader) node(n *html.Node, depth int) error {
	if n.Type == html.TextNode {
		p.write(n.Data)
		return nil
	}
	if n.Type != html.ElementNode && n.Type != html.DocumentNode || concealed(n) || depth > 600 {
		return nil
	}
	switch n.DataAtom {
	case atom.Br:
		p.html.WriteString("<br>")
		p.text.WriteByte('\n')
		return nil
	case atom.Img:
		p.image(n)
		return nil
	case atom.Table:
		if !layout(n) {
			return p.table(n)
		}
	case atom.Strong, atom.B, atom.Sup, atom.Sub:
		return p.inline(n, depth)
	case atom.A:
		return p.anchor(n, depth)
	case atom.Ul, atom.Ol:
		if err := p.flush(); err != nil {
			return err
		}
		p.lists = append(p.lists, n.Data)
		err := p.children(n, depth)
		p.lists = p.lists[:len(p.lists)-1]
		return err
	}
	return p.block(n, depth)
}

// block reads an element that begins a paragraph, or one that does not matter.
func (p *pageReader) block(n *html.Node, depth int) error {
	if !blockTags[n.DataAtom] {
		return p.children(n, depth)
	}
	if err := p.flush(); err != nil {
		return err
	}
	align := strings.ToLower(attribute(n, "align") + strings.ReplaceAll(attribute(n, "style"), " ", ""))
	set := line{centre: strings.Contains(align, "center") && !strings.Contains(align, "align:right") || n.DataAtom == atom.Center, right: strings.Contains(align, "right") && !strings.Contains(align, "-right")}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		set.heading = int(n.Data[1] - '0')
	case atom.Li:
		if len(p.lists) > 0 {
			set.list, set.depth = p.lists[len(p.lists)-1], len(p.lists)-1
		}
	}
	p.now = set
	if err := p.children(n, depth); err != nil {
		return err
	}
	return p.flush()
}

var blockTags = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Li: true,
	atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Section: true, atom.Article: true, atom.Center: true, atom.Hr: true, atom.Pre: true, atom.Header: true, atom.Body: true, atom.Html: true,
	atom.Form: true, atom.Blockquote: true, atom.Caption: true, atom.Aside: true, atom.Main: true, atom.Figure: true, atom.Figcaption: true, atom.Table: true, atom.Tbody: true, atom.Thead: true, atom.Tr: true, atom.Td: true, atom.Th: true}

func (p *pageReader) write(s string) {
	s = joinHan(s)
	p.text.WriteString(s)
	p.html.WriteString(stdhtml.EscapeString(s))
}

// joinHan makes white space one space, and a line end none where a program wrapped Chinese text.
func joinHan(s string) string {
	var b strings.Builder
	var last rune
	space, wrapped := false, false
	for _, c := range s {
		switch c {
		case '\u200b', '\ufeff', '\u00ad':
		case '\n', '\r':
			space, wrapped = true, true
		case ' ', '\t', '\f', '\v', '\u00a0':
			space = true
		default:
			if space && !(wrapped && last >= 0x2E80 && c >= 0x2E80) {
				b.WriteByte(' ')
			}
			space, wrapped = false, false
			b.WriteRune(c)
			last = c
		}
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}

func (p *pageReader) inline(n *html.Node, depth int) error {
	tag := n.Data
	if tag == "b" {
		tag = "strong"
	}
	if p.nested >= 4 || bare(shortText(n, 100)) == "" || hasBlock(n) {
		return p.children(n, depth)
	}
	p.nested++
	p.html.WriteString("<" + tag + ">")
	err := p.children(n, depth)
	p.html.WriteString("</" + tag + ">")
	p.nested--
	return err
}

// hasBlock reports whether an element that should stand within a line holds paragraphs.
func hasBlock(n *html.Node) bool {
	for d := range n.Descendants() {
		if blockTags[d.DataAtom] || d.DataAtom == atom.Ul || d.DataAtom == atom.Ol {
			return true
		}
	}
	return false
}

var attachmentEnds = []string{".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".pdf", ".ofd", ".zip", ".rar", ".ppt", ".pptx"}

func (p *pageReader) anchor(n *html.Node, depth int) error {
	href := strings.TrimSpace(attribute(n, "href"))
	name := collapse(shortText(n, 400))
	lower := strings.ToLower(href)
	lower, _, _ = strings.Cut(lower, "?")
	for _, end := range attachmentEnds {
		if strings.HasSuffix(lower, end) && name != "" && len(p.draft.Attachments) < 100 {
			p.draft.Attachments = append(p.draft.Attachments, name)
		}
	}
	web := strings.HasPrefix(href, "http://") || strings.HasPrefix(href, "https://")
	if !web || name == "" || p.link || hasBlock(n) {
		return p.children(n, depth)
	}
	p.link = true
	p.html.WriteString(`<a href="` + stdhtml.EscapeString(strings.Join(strings.Fields(href), "%20")) + `">`)
	err := p.children(n, depth)
	p.html.WriteString("</a>")
	p.link = false
	return err
}

// image keeps a picture that the page holds within itself; others are only named.
func (p *pageReader) image(n *html.Node) {
	src, alt := attribute(n, "src"), collapse(attribute(n, "alt"))
	if p.images++; p.images > 4*maxPictures {
		return
	}
	_, encoded, ok := strings.Cut(src, ";base64,")
	if !ok || !strings.HasPrefix(src, "data:image/") {
		if p.outside++; alt != "" {
			p.write("（图：" + alt + "）")
		}
		return
	}
	data, err := base64.StdEncoding.DecodeString(bare(encoded))
	if err != nil {
		return
	}
	if name := p.picture(data); name != "" {
		p.html.WriteString(`<img src="` + stdhtml.EscapeString(name) + `" alt="` + stdhtml.EscapeString(alt) + `">`)
		if alt == "" {
			p.note("图片没有替代文字，请为看不见图的人写明图的内容")
		}
	}
}

// layout reports a table that only places things: one with a table in it, or with a single cell.
func layout(table *html.Node) bool {
	cells := 0
	for d := range table.Descendants() {
		switch d.DataAtom {
		case atom.Table:
			return true
		case atom.Td, atom.Th:
			cells++
		}
	}
	return cells < 2
}

func (p *pageReader) table(n *html.Node) error {
	if err := p.flush(); err != nil {
		return err
	}
	var rows [][]tableCell
	for d := range n.Descendants() {
		if d.DataAtom != atom.Tr || concealed(d) {
			continue
		}
		var row []tableCell
		for c := d.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom != atom.Td && c.DataAtom != atom.Th || concealed(c) {
				continue
			}
			if p.cells++; p.cells > maxCells {
				return fault.New(fault.Invalid, "表格超过%d个单元格，不予读取", maxCells)
			}
			cell, err := p.cell(c)
			if err != nil {
				return err
			}
			row = append(row, cell)
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	markup, text := writeTable(rows)
	if markup == "" {
		return nil
	}
	return p.add(line{text: text, html: markup, whole: true})
}

// cell reads the content of a cell as lines of its own.
func (p *pageReader) cell(n *html.Node) (tableCell, error) {
	inner := &pageReader{reader: &reader{ctx: p.ctx, media: p.media, said: p.said, draft: Draft{Files: p.draft.Files}}, images: p.images}
	err := inner.walk(n)
	p.media, p.images, p.draft.Files = inner.media, inner.images, inner.draft.Files
	for _, note := range inner.draft.Notes {
		p.draft.Notes = append(p.draft.Notes, note)
		if p.said == nil {
			p.said = map[string]bool{}
		}
		p.said[note] = true
	}
	p.draft.Attachments = append(p.draft.Attachments, inner.draft.Attachments...)
	c := tableCell{cols: spanOf(attribute(n, "colspan"), 64), rows: spanOf(attribute(n, "rowspan"), 1000), head: n.DataAtom == atom.Th}
	var parts, texts []string
	for i, l := range inner.lines {
		if i == 0 && l.centre {
			c.align = "center"
		}
		parts, texts = append(parts, l.html), append(texts, l.text)
	}
	c.html, c.text = strings.Join(parts, "<br>"), strings.Join(texts, "\n")
	return c, err
}
