package screening

import (
	"path"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/review/screen"
)

// stories are the parts of a Word file that have paragraphs.
func (b *bundle) stories() ([]string, error) {
	var list []string
	for _, f := range b.z.File {
		name := path.Base(f.Name)
		if path.Dir(f.Name) != "word" || !strings.HasSuffix(name, ".xml") {
			continue
		}
		for _, head := range []string{"document", "header", "footer", "footnotes", "endnotes", "comments"} {
			if strings.HasPrefix(name, head) {
				list = append(list, f.Name)
			}
		}
	}
	return list, nil
}

// eachStory calls change with the tree of every story and packs the file anew.
func eachStory(content []byte, change func(b *bundle, name string, root *node) (int, error)) ([]byte, int, error) {
	b, err := openBundle(content)
	if err != nil {
		return nil, 0, err
	}
	stories, err := b.stories()
	if err != nil {
		return nil, 0, err
	}
	total := 0
	for _, name := range stories {
		root, err := b.tree(name)
		if err != nil {
			return nil, 0, err
		}
		if root == nil {
			continue
		}
		n, err := change(b, name, root)
		if err != nil {
			return nil, 0, err
		}
		total += n
	}
	out, err := b.pack()
	return out, total, err
}

// maskWord masks and replaces in the paragraphs of a Word file; a number whose digits lie in several runs is joined for
// it. The first row of a table names its columns.
func maskWord(content []byte, rules *screen.Screen, kinds []screen.Kind) ([]byte, int, error) {
	return eachStory(content, func(_ *bundle, _ string, root *node) (int, error) {
		total := 0
		var walk func(n *node, label string)
		walk = func(n *node, label string) {
			for _, c := range n.children {
				if c.kind != element {
					continue
				}
				switch c.local() {
				case "tbl":
					walkTable(c, walk)
				case "p":
					total += maskParagraph(c, rules, label, kinds)
					for _, inner := range textBoxes(c) {
						walk(inner, "")
					}
				default:
					walk(c, label)
				}
			}
		}
		walk(root, "")
		return total, nil
	})
}

func walkTable(table *node, walk func(*node, string)) {
	var heads []string
	row := 0
	for _, tr := range table.children {
		if tr.kind != element || tr.local() != "tr" {
			continue
		}
		col := 0
		for _, tc := range tr.children {
			if tc.kind != element || tc.local() != "tc" {
				continue
			}
			label := ""
			if row == 0 {
				heads = append(heads, strings.TrimSpace(tc.content()))
			} else if col < len(heads) {
				label = heads[col]
			}
			walk(tc, label)
			col++
		}
		row++
	}
}

// textBoxes are the stories within a paragraph.
func textBoxes(p *node) []*node {
	var list []*node
	p.each(func(n *node) bool {
		if n.local() == "txbxContent" {
			list = append(list, n)
			return false
		}
		return true
	})
	return list
}

// maskParagraph mends the text of one paragraph without that of the boxes in it.
func maskParagraph(p *node, rules *screen.Screen, label string, kinds []screen.Kind) int {
	var spots []*node
	var texts []string
	p.each(func(n *node) bool {
		switch n.local() {
		case "txbxContent":
			return false
		case "t", "delText":
			spots = append(spots, n)
			texts = append(texts, n.content())
			return false
		}
		return true
	})
	if len(spots) == 0 {
		return 0
	}
	changed, n := spread(texts, rules, screen.Piece{Label: label}, kinds)
	for i, spot := range spots {
		if changed[i] != texts[i] {
			spot.setText(changed[i])
		}
	}
	return n
}

// acceptWord accepts every tracked change and drops the comments, as Word does it: what was deleted goes, what was
// inserted stays, paragraphs and rows that were deleted whole go.
func acceptWord(content []byte) ([]byte, int, error) {
	comments := 0
	out, n, err := eachStory(content, func(b *bundle, name string, root *node) (int, error) {
		if strings.HasPrefix(path.Base(name), "comments") {
			root.each(func(n *node) bool {
				if n.local() == "comment" {
					comments++
				}
				return true
			})
			if err := b.remove("word/people.xml"); err != nil { // who wrote them
				return 0, err
			}
			return 0, b.remove(name)
		}
		return accept(root)
	})
	if err != nil {
		return nil, 0, err
	}
	return out, n + comments, nil
}

func accept(root *node) (int, error) {
	n := 0
	hard := false
	root.reshape(func(e *node) []*node {
		switch e.local() {
		case "cellDel", "cellMerge":
			hard = true
		case "del", "moveFrom":
			n++
			return nil
		case "ins", "moveTo":
			n++
			return unwrap(e, &n)
		case "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "numberingChange", "tblGridChange", "cellIns":
			n++
			return nil
		case "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "customXmlInsRangeStart",
			"customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd":
			return nil
		case "tr":
			if pr := e.child("trPr"); pr != nil && pr.child("del") != nil {
				n++
				return nil
			}
		case "p":
			if deletedMark(e) && strings.TrimSpace(kept(e)) == "" && len(textBoxes(e)) == 0 {
				n++
				return nil
			}
		}
		return []*node{e}
	})
	if hard {
		return 0, fault.New(fault.Invalid, "文件中有单元格级的修订，请在Word中接受后重新上传")
	}
	fillCells(root)
	return n, nil
}

// unwrap gives what was inserted, with the changes in it accepted.
func unwrap(e *node, n *int) []*node {
	var list []*node
	for _, c := range e.children {
		if c.kind == element && (c.local() == "ins" || c.local() == "moveTo") {
			*n++
			list = append(list, unwrap(c, n)...)
		} else if c.kind != element || c.local() != "del" && c.local() != "moveFrom" {
			list = append(list, c)
		}
	}
	for _, c := range list {
		if c.kind == element {
			m, _ := accept(c)
			*n += m
		}
	}
	return list
}

// deletedMark reports a paragraph whose mark was deleted.
func deletedMark(p *node) bool {
	pr := p.child("pPr")
	if pr == nil {
		return false
	}
	r := pr.child("rPr")
	return r != nil && (r.child("del") != nil || r.child("moveFrom") != nil)
}

// kept is the text of a paragraph that was not deleted.
func kept(p *node) string {
	var b strings.Builder
	p.each(func(n *node) bool {
		switch n.local() {
		case "del", "moveFrom":
			return false
		case "t":
			b.WriteString(n.content())
		case "drawing", "object", "pict":
			b.WriteString("图")
		}
		return true
	})
	return b.String()
}

// fillCells gives a paragraph to every cell that has lost its last one: Word cannot open a cell without.
func fillCells(root *node) {
	root.each(func(n *node) bool {
		if n.local() == "tc" && n.child("p") == nil && n.child("tbl") == nil {
			prefix := strings.TrimSuffix(n.name, "tc")
			n.children = append(n.children, &node{name: prefix + "p"})
		}
		return true
	})
}

// dropHiddenWord takes the runs out that nobody sees.
func dropHiddenWord(content []byte) ([]byte, int, error) {
	var styles []string
	return eachStory(content, func(b *bundle, _ string, root *node) (int, error) {
		if styles == nil {
			styles = []string{""}
			sheet, err := parse(b.z, "word/styles.xml")
			if err != nil {
				return 0, err
			}
			if sheet != nil {
				sheet.each(func(n *node) bool {
					if n.local() == "style" && hasVanish(n) {
						styles = append(styles, n.attr("styleId"))
					}
					return true
				})
			}
		}
		n := 0
		var clean func(parent *node, shaded bool)
		clean = func(parent *node, shaded bool) {
			parent.children = slices.DeleteFunc(parent.children, func(c *node) bool {
				if c.kind != element {
					return false
				}
				inner := shaded
				switch c.local() {
				case "tc", "p":
					inner = shaded && c.local() == "p" || shadedBy(c.child("tcPr")) || shadedBy(c.child("pPr"))
					if pr := c.child("pPr"); pr != nil && pr.child("pStyle") != nil && styleIn(styles, pr.child("pStyle")) {
						n += dropTexts(c)
					}
				case "txbxContent":
					inner = true
				case "r":
					if unseenRun(c, styles, shaded) && strings.TrimSpace(c.content()) != "" {
						n++
						return true
					}
				}
				clean(c, inner)
				return false
			})
		}
		clean(root, false)
		return n, nil
	})
}

func styleIn(styles []string, n *node) bool {
	id := n.attr("val")
	return id != "" && slices.Contains(styles, id)
}

// dropTexts empties the runs of a paragraph that its style hides.
func dropTexts(p *node) int {
	n := 0
	p.reshape(func(e *node) []*node {
		if e.local() == "r" && strings.TrimSpace(e.content()) != "" {
			n++
			return nil
		}
		return []*node{e}
	})
	return n
}

func hasVanish(n *node) bool {
	found := false
	n.each(func(e *node) bool {
		found = found || (e.local() == "vanish" || e.local() == "specVanish") && switched(e)
		return true
	})
	return found
}

func switched(e *node) bool {
	switch e.attr("val") {
	case "0", "false", "off":
		return false
	}
	return true
}

func shadedBy(pr *node) bool {
	if pr == nil || pr.child("shd") == nil {
		return false
	}
	fill := strings.ToUpper(pr.child("shd").attr("fill"))
	return fill != "" && fill != "AUTO" && fill != "FFFFFF"
}

func unseenRun(r *node, styles []string, shaded bool) bool {
	pr := r.child("rPr")
	if pr == nil {
		return false
	}
	if hasVanish(pr) || pr.child("rStyle") != nil && styleIn(styles, pr.child("rStyle")) {
		return true
	}
	if shaded || shadedBy(pr) || pr.child("highlight") != nil {
		return false
	}
	if c := pr.child("color"); c != nil {
		switch strings.ToUpper(c.attr("val")) {
		case "FFFFFF", "FEFEFE", "FDFDFD":
			return true
		}
	}
	size := pr.child("sz")
	return size != nil && len(size.attr("val")) == 1 && size.attr("val") <= "4"
}
