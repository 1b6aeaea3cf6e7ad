package screening

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/fault"
	"gongkai/review/screen"
)

// sheetParts are the sheets of a workbook: name, state and part, in their order.
func (b *bundle) sheetParts() ([]*node, map[string]string, error) {
	book, err := b.tree("xl/workbook.xml")
	if err != nil {
		return nil, nil, err
	}
	rels, err := b.tree("xl/_rels/workbook.xml.rels")
	if err != nil {
		return nil, nil, err
	}
	if book == nil || rels == nil {
		return nil, nil, fault.New(fault.Invalid, "工作簿不完整，无法自动处理")
	}
	targets := map[string]string{}
	rels.each(func(n *node) bool {
		if n.local() == "Relationship" {
			targets[n.attr("Id")] = resolve("xl/", n.attr("Target"))
		}
		return true
	})
	var sheets []*node
	book.each(func(n *node) bool {
		if n.local() == "sheet" {
			sheets = append(sheets, n)
		}
		return true
	})
	return sheets, targets, nil
}

// relation is the attribute r:id of an element.
func relation(n *node) string {
	for _, a := range n.attrs {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// maskSheets masks and replaces in every cell; a number becomes text by it. Texts that cells share are masked where they
// are kept.
func maskSheets(content []byte, rules *screen.Screen, kinds []screen.Kind) ([]byte, int, error) {
	b, err := openBundle(content)
	if err != nil {
		return nil, 0, err
	}
	sheets, targets, err := b.sheetParts()
	if err != nil {
		return nil, 0, err
	}
	shared, err := b.tree("xl/sharedStrings.xml")
	if err != nil {
		return nil, 0, err
	}
	var texts []*node
	if shared != nil {
		shared.each(func(n *node) bool {
			if n.local() == "si" {
				texts = append(texts, n)
				return false
			}
			return true
		})
	}
	total := 0
	for _, s := range sheets {
		tree, err := b.tree(targets[relation(s)])
		if err != nil {
			return nil, 0, err
		}
		if tree != nil {
			total += maskCells(tree, texts, rules, kinds)
		}
	}
	for _, si := range texts { // what no cell shows any more is still in the file
		total += maskItem(si, rules, "", kinds)
	}
	out, err := b.pack()
	return out, total, err
}

func maskCells(sheet *node, texts []*node, rules *screen.Screen, kinds []screen.Kind) int {
	total := 0
	labels := map[string]string{}
	sheet.each(func(row *node) bool {
		if row.local() != "row" {
			return true
		}
		heads := map[string]string{}
		for _, c := range row.children {
			if c.kind != element || c.local() != "c" {
				continue
			}
			column := strings.TrimRight(c.attr("r"), "0123456789")
			text := cellText(c, texts)
			if kind := c.attr("t"); kind == "s" || kind == "inlineStr" || kind == "str" {
				heads[column] = text
			}
			p := screen.Piece{Text: text, Role: screen.Cell, Label: labels[column]}
			mended, n := rules.Mend(p, kinds...)
			if n == 0 {
				continue
			}
			total += n
			if c.attr("t") == "s" {
				if i, err := strconv.Atoi(valueOf(c)); err == nil && i >= 0 && i < len(texts) {
					texts[i].children = []*node{{name: prefixOf(texts[i]) + "t", children: []*node{{kind: words, text: mended}}}}
				}
				continue
			}
			setInline(c, mended)
		}
		if len(labels) == 0 && len(heads) >= 2 {
			labels = heads
		}
		return false
	})
	return total
}

// maskItem mends a text that cells share, with its runs joined.
func maskItem(si *node, rules *screen.Screen, label string, kinds []screen.Kind) int {
	var spots []*node
	var texts []string
	si.each(func(n *node) bool {
		if n.local() == "rPh" {
			return false
		}
		if n.local() == "t" {
			spots, texts = append(spots, n), append(texts, n.content())
		}
		return true
	})
	changed, n := spread(texts, rules, screen.Piece{Label: label}, kinds)
	for i, spot := range spots {
		if changed[i] != texts[i] {
			spot.setText(changed[i])
		}
	}
	return n
}

func prefixOf(n *node) string { return strings.TrimSuffix(n.name, n.local()) }

func valueOf(c *node) string {
	if v := c.child("v"); v != nil {
		return strings.TrimSpace(v.content())
	}
	return ""
}

func cellText(c *node, texts []*node) string {
	switch c.attr("t") {
	case "s":
		if i, err := strconv.Atoi(valueOf(c)); err == nil && i >= 0 && i < len(texts) {
			return texts[i].content()
		}
		return ""
	case "inlineStr":
		if is := c.child("is"); is != nil {
			return is.content()
		}
		return ""
	}
	return valueOf(c)
}

// setInline makes a cell hold the text itself, without formula.
func setInline(c *node, text string) {
	c.drop("t")
	c.attrs = append(c.attrs, attribute("t", "inlineStr"))
	prefix := prefixOf(c)
	t := &node{name: prefix + "t", children: []*node{{kind: words, text: text}}}
	c.children = []*node{{name: prefix + "is", children: []*node{t}}}
}

// openSheets shows what is hidden in a workbook, or takes it out: hidden sheets go, hidden rows and columns stay hidden
// and lose what is in them, so that nothing moves. Formulas become their values, since what they refer to may be gone.
func openSheets(content []byte, drop bool) ([]byte, int, error) {
	b, err := openBundle(content)
	if err != nil {
		return nil, 0, err
	}
	sheets, targets, err := b.sheetParts()
	if err != nil {
		return nil, 0, err
	}
	total, left := 0, 0
	var gone []string
	for _, s := range sheets {
		part := targets[relation(s)]
		if s.attr("state") == "hidden" || s.attr("state") == "veryHidden" {
			total++
			if drop {
				gone = append(gone, relation(s))
				if err := b.removeSheet(part); err != nil {
					return nil, 0, err
				}
				continue
			}
			s.drop("state")
		}
		left++
		tree, err := b.tree(part)
		if err != nil {
			return nil, 0, err
		}
		if tree != nil {
			total += openRows(tree, drop)
		}
	}
	if left == 0 {
		return nil, 0, fault.New(fault.Invalid, "工作簿的全部工作表都是隐藏的，请用表格软件处理")
	}
	if drop && total > 0 {
		if err := b.forget(gone); err != nil {
			return nil, 0, err
		}
		if err := b.sweep(); err != nil {
			return nil, 0, err
		}
		if err := b.blankTexts(); err != nil {
			return nil, 0, err
		}
	}
	out, err := b.pack()
	return out, total, err
}

// blankTexts empties the shared texts to which no cell refers any more; their numbers stay.
func (b *bundle) blankTexts() error {
	shared, err := b.tree("xl/sharedStrings.xml")
	if err != nil || shared == nil {
		return err
	}
	used := map[string]bool{}
	for _, part := range b.partsUnder("xl/worksheets") {
		sheet, err := b.tree(part)
		if err != nil {
			return err
		}
		sheet.each(func(n *node) bool {
			if n.local() == "c" && n.attr("t") == "s" {
				used[valueOf(n)] = true
			}
			return true
		})
	}
	i := 0
	shared.each(func(n *node) bool {
		if n.local() != "si" {
			return true
		}
		if !used[strconv.Itoa(i)] {
			n.children = []*node{{name: prefixOf(n) + "t"}}
		}
		i++
		return false
	})
	return nil
}

// removeSheet takes a sheet out with its own comments, drawings and tables.
func (b *bundle) removeSheet(part string) error {
	rels := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	own, err := b.tree(rels)
	if err != nil {
		return err
	}
	if own != nil {
		var targets []string
		own.each(func(n *node) bool {
			if n.local() == "Relationship" && n.attr("TargetMode") != "External" {
				targets = append(targets, resolve(path.Dir(part)+"/", n.attr("Target")))
			}
			return true
		})
		for _, t := range targets {
			if strings.Contains(t, "comment") || strings.Contains(t, "/tables/") || strings.Contains(t, "drawing") {
				if err := b.remove(t); err != nil {
					return err
				}
			}
		}
		b.dropped[rels] = true
	}
	return b.remove(part)
}

// forget takes the names of sheets that are gone out of the workbook, with all that refers to cells by name or formula.
func (b *bundle) forget(gone []string) error {
	book, err := b.tree("xl/workbook.xml")
	if err != nil {
		return err
	}
	book.reshape(func(n *node) []*node {
		switch n.local() {
		case "sheet":
			if slices.Contains(gone, relation(n)) {
				return nil
			}
		case "definedNames", "calcPr", "externalReferences", "pivotCaches":
			return nil
		case "workbookView":
			n.drop("activeTab", "firstSheet")
		}
		return []*node{n}
	})
	for _, f := range b.z.File {
		name := strings.ToLower(f.Name)
		if name == "xl/calcchain.xml" || strings.HasPrefix(name, "xl/pivotcache/") || strings.HasPrefix(name, "xl/pivottables/") || strings.HasPrefix(name, "xl/externallinks/") {
			if err := b.remove(f.Name); err != nil {
				return err
			}
		}
	}
	_, targets, err := b.sheetParts()
	if err != nil {
		return err
	}
	for _, part := range targets {
		if !strings.Contains(part, "worksheets/") || b.dropped[part] {
			continue
		}
		tree, err := b.tree(part)
		if err != nil {
			return err
		}
		if tree != nil {
			tree.reshape(func(n *node) []*node {
				if n.local() == "f" {
					return nil
				}
				return []*node{n}
			})
		}
	}
	return nil
}

// openRows shows or empties the hidden rows and columns of a sheet.
func openRows(sheet *node, drop bool) int {
	n := 0
	var columns [][2]int
	sheet.each(func(e *node) bool {
		switch e.local() {
		case "col":
			if !concealed(e, "width") {
				break
			}
			if drop {
				from, err1 := strconv.Atoi(e.attr("min"))
				to, err2 := strconv.Atoi(e.attr("max"))
				if err1 == nil && err2 == nil {
					columns = append(columns, [2]int{from, to})
				}
				break
			}
			reveal(e, "width")
			n++
		case "row":
			if concealed(e, "ht") {
				if drop {
					if len(e.children) > 0 {
						n++
					}
					e.children = nil
					return false
				}
				reveal(e, "ht")
				n++
			}
			e.children = slices.DeleteFunc(e.children, func(c *node) bool {
				if c.kind != element || c.local() != "c" {
					return false
				}
				at := columnNumber(c.attr("r"))
				hidden := slices.ContainsFunc(columns, func(span [2]int) bool { return at >= span[0] && at <= span[1] })
				if hidden {
					n++
				}
				return hidden
			})
			return false
		case "sheetFormatPr":
			if !drop {
				e.drop("zeroHeight")
			}
		}
		return true
	})
	return n
}

func concealed(e *node, size string) bool {
	hidden, n := e.attr("hidden"), e.attr(size)
	return hidden == "1" || hidden == "true" || n == "0" || n == "0.0"
}

func reveal(e *node, size string) {
	e.drop("hidden")
	if n := e.attr(size); n == "0" || n == "0.0" {
		e.drop(size, "customHeight", "customWidth")
		if size == "width" {
			e.attrs = append(e.attrs, attribute("width", "10"), attribute("customWidth", "1"))
		}
	}
}

func columnNumber(ref string) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n
}

// dropSheetComments takes the comments of every sheet out.
func dropSheetComments(content []byte) ([]byte, int, error) {
	b, err := openBundle(content)
	if err != nil {
		return nil, 0, err
	}
	n := 0
	for _, f := range b.z.File {
		name := strings.ToLower(f.Name)
		if strings.HasPrefix(name, "xl/comments") || strings.HasPrefix(name, "xl/threadedcomments/") || strings.HasPrefix(name, "xl/persons/") || strings.HasPrefix(name, "xl/drawings/vmldrawing") || strings.HasPrefix(name, "xl/drawings/commentsdrawing") {
			if err := b.remove(f.Name); err != nil {
				return nil, 0, err
			}
			n++
		}
	}
	sheets, targets, err := b.sheetParts()
	if err != nil {
		return nil, 0, err
	}
	for _, s := range sheets {
		tree, err := b.tree(targets[relation(s)])
		if err != nil {
			return nil, 0, err
		}
		if tree != nil {
			tree.reshape(func(e *node) []*node {
				if e.local() == "legacyDrawing" {
					return nil
				}
				return []*node{e}
			})
		}
	}
	out, err := b.pack()
	return out, n, err
}

// stripOffice empties the properties of an Office file and takes the data out of the photographs in it.
func stripOffice(content []byte) ([]byte, int, error) {
	b, err := openBundle(content)
	if err != nil {
		return nil, 0, err
	}
	n := 0
	for _, name := range []string{"docProps/core.xml", "docProps/app.xml"} {
		tree, err := b.tree(name)
		if err != nil {
			return nil, 0, err
		}
		if tree == nil {
			continue
		}
		tree.each(func(e *node) bool {
			switch e.local() {
			case "creator", "lastModifiedBy", "description", "keywords", "category", "contentStatus", "Manager", "Company", "HyperlinkBase", "subject":
				if strings.TrimSpace(e.content()) != "" {
					n++
				}
				e.children = nil
			}
			return true
		})
	}
	for _, f := range b.z.File {
		if name := strings.ToLower(f.Name); name == "docprops/custom.xml" || name == "word/people.xml" || strings.HasPrefix(name, "docprops/thumbnail") {
			if err := b.remove(f.Name); err != nil {
				return nil, 0, err
			}
			n++
		}
	}
	if settings, err := b.tree("word/settings.xml"); err != nil {
		return nil, 0, err
	} else if settings != nil {
		settings.reshape(func(e *node) []*node {
			if e.local() == "docVars" {
				n++
				return nil
			}
			return []*node{e}
		})
	}
	pictures, err := b.stripMedia("/media/")
	if err != nil {
		return nil, 0, err
	}
	out, err := b.pack()
	return out, n + pictures, err
}

// stripMedia takes out of the pictures in a folder what is not the picture.
func (b *bundle) stripMedia(folder string) (int, error) {
	n := 0
	for _, f := range b.z.File {
		if !strings.Contains(strings.ToLower(f.Name), folder) || strings.HasSuffix(f.Name, "/") {
			continue
		}
		picture, err := b.read(f)
		if err != nil {
			return 0, err
		}
		if clean, changes, err := stripPicture(picture); err == nil && changes > 0 {
			b.files[f.Name] = clean
			n += changes
		}
	}
	return n, nil
}
