package screening

import (
	"path"
	"slices"
	"strings"

	"gongkai/review/screen"
)

// mendSlides takes a remedy in a presentation.
func mendSlides(content []byte, remedy screen.Remedy, kinds []screen.Kind) ([]byte, int, error) {
	switch remedy {
	case screen.StripMetadata:
		return stripOffice(content)
	case screen.AcceptChanges:
		return eachBundle(content, dropSlideComments)
	case screen.Unhide:
		return eachBundle(content, showSlides)
	}
	return eachBundle(content, func(b *bundle) (int, error) {
		total := 0
		for _, step := range []struct {
			kinds []screen.Kind
			drop  func(*bundle) (int, error)
		}{
			{[]screen.Kind{screen.SpeakerNotes}, dropSpeakerNotes},
			{[]screen.Kind{screen.HiddenSlide}, dropHiddenSlides},
			{[]screen.Kind{screen.HiddenText}, dropHiddenShapes},
			{[]screen.Kind{screen.EmbeddedObject, screen.Macro}, func(b *bundle) (int, error) { return b.dropEmbedded(kinds) }},
		} {
			if !wants(kinds, step.kinds...) {
				continue
			}
			n, err := step.drop(b)
			if err != nil {
				return 0, err
			}
			total += n
		}
		return total, nil
	})
}

// partsUnder are the XML parts of a folder that are still there.
func (b *bundle) partsUnder(folders ...string) []string {
	var list []string
	for _, f := range b.z.File {
		if !b.dropped[f.Name] && strings.HasSuffix(f.Name, ".xml") && slices.Contains(folders, path.Dir(f.Name)) {
			list = append(list, f.Name)
		}
	}
	return list
}

func dropSpeakerNotes(b *bundle) (int, error) {
	gone := map[string]bool{}
	for _, part := range b.partsUnder("ppt/notesSlides") {
		gone[part] = true
	}
	return len(gone), b.take(gone)
}

func dropSlideComments(b *bundle) (int, error) {
	gone := map[string]bool{}
	n := 0
	for _, part := range b.partsUnder("ppt/comments", "ppt/threadedComments") {
		tree, err := b.tree(part)
		if err != nil {
			return 0, err
		}
		n++
		tree.each(func(e *node) bool { return true })
		gone[part] = true
	}
	for _, part := range b.partsUnder("ppt") {
		if base := path.Base(part); base == "commentAuthors.xml" || base == "authors.xml" {
			gone[part] = true
		}
	}
	return n, b.take(gone)
}

// hiddenSlides are the slides that are not shown, and those that the list of slides does not name.
func (b *bundle) hiddenSlides() ([]string, error) {
	named := map[string]bool{}
	rels, err := b.tree("ppt/_rels/presentation.xml.rels")
	if err != nil {
		return nil, err
	}
	if rels != nil {
		rels.each(func(n *node) bool {
			named[resolve("ppt", n.attr("Target"))] = true
			return true
		})
	}
	var list []string
	for _, part := range b.partsUnder("ppt/slides") {
		tree, err := b.tree(part)
		if err != nil {
			return nil, err
		}
		root := tree.child("sld")
		if root != nil && (root.attr("show") == "0" || root.attr("show") == "false") || !named[part] {
			list = append(list, part)
		}
	}
	return list, nil
}

func showSlides(b *bundle) (int, error) {
	list, err := b.hiddenSlides()
	n := 0
	for _, part := range list {
		if root := b.trees[part].child("sld"); root != nil && root.attr("show") != "" {
			root.drop("show")
			n++
		}
	}
	return n, err
}

// dropHiddenSlides takes hidden slides out with their notes and comments, and out of every list that names them.
func dropHiddenSlides(b *bundle) (int, error) {
	list, err := b.hiddenSlides()
	if err != nil || len(list) == 0 {
		return 0, err
	}
	gone := map[string]bool{}
	for _, part := range list {
		gone[part] = true
		rels, err := b.tree(relsOf(part))
		if err != nil {
			return 0, err
		}
		if rels == nil {
			continue
		}
		rels.each(func(n *node) bool {
			target := resolve("ppt/slides", n.attr("Target"))
			if folder := path.Dir(target); folder == "ppt/notesSlides" || folder == "ppt/comments" {
				gone[target] = true
			}
			return true
		})
	}
	ids, err := b.slideIDs(gone)
	if err != nil {
		return 0, err
	}
	if err := b.take(gone); err != nil {
		return 0, err
	}
	// Sections name slides by number, not by relationship.
	presentation, err := b.tree("ppt/presentation.xml")
	if err != nil || presentation == nil {
		return len(list), err
	}
	presentation.reshape(func(e *node) []*node {
		if e.local() == "sldId" && ids[e.attr("id")] {
			return nil
		}
		return []*node{e}
	})
	return len(list), nil
}

// slideIDs are the numbers by which the presentation knows the slides that go.
func (b *bundle) slideIDs(gone map[string]bool) (map[string]bool, error) {
	rels, err := b.tree("ppt/_rels/presentation.xml.rels")
	if err != nil || rels == nil {
		return nil, err
	}
	relation := map[string]bool{}
	rels.each(func(n *node) bool {
		if gone[resolve("ppt", n.attr("Target"))] {
			relation[n.attr("Id")] = true
		}
		return true
	})
	presentation, err := b.tree("ppt/presentation.xml")
	if err != nil || presentation == nil {
		return nil, err
	}
	ids := map[string]bool{}
	presentation.each(func(n *node) bool {
		if n.local() == "sldId" && refers(n, relation) {
			for _, a := range n.attrs {
				if a.Name.Local == "id" && a.Name.Space == "" {
					ids[a.Value] = true
				}
			}
		}
		return true
	})
	return ids, nil
}

// dropHiddenShapes takes out what is on a slide but not shown.
func dropHiddenShapes(b *bundle) (int, error) {
	n := 0
	for _, part := range b.partsUnder("ppt/slides") {
		tree, err := b.tree(part)
		if err != nil {
			return 0, err
		}
		tree.reshape(func(e *node) []*node {
			switch e.local() {
			case "sp", "grpSp", "graphicFrame", "pic", "cxnSp":
				for _, c := range e.children {
					if about := c.child("cNvPr"); c.kind == element && strings.HasPrefix(c.local(), "nv") && about != nil && (about.attr("hidden") == "1" || about.attr("hidden") == "true") {
						n++
						return nil
					}
				}
			}
			return []*node{e}
		})
	}
	return n, nil
}

// maskSlides masks and replaces in the paragraphs of slides, notes, comments and charts.
func maskSlides(content []byte, rules *screen.Screen, kinds []screen.Kind) ([]byte, int, error) {
	return eachBundle(content, func(b *bundle) (int, error) {
		total := 0
		for _, part := range b.partsUnder("ppt/slides", "ppt/notesSlides", "ppt/comments", "ppt/slideMasters", "ppt/slideLayouts", "ppt/diagrams", "ppt/charts") {
			tree, err := b.tree(part)
			if err != nil {
				return 0, err
			}
			tree.each(func(n *node) bool {
				switch n.local() {
				case "p":
					total += maskParagraph(n, rules, "", kinds)
				case "text", "v": // a comment, a value of a chart
					changed, k := spread([]string{n.content()}, rules, screen.Piece{}, kinds)
					if k > 0 {
						n.setText(changed[0])
						total += k
					}
				}
				return true
			})
		}
		return total, nil
	})
}
