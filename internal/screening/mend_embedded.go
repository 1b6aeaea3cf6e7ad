package screening

import (
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/review/screen"
)

// eachBundle changes an archive and packs it anew.
func eachBundle(content []byte, change func(b *bundle) (int, error)) ([]byte, int, error) {
	b, err := openBundle(content)
	if err != nil {
		return nil, 0, err
	}
	n, err := change(b)
	if err != nil || n == 0 {
		return content, 0, err
	}
	if err := b.sweep(); err != nil {
		return nil, 0, err
	}
	out, err := b.pack()
	return out, n, err
}

// sweep takes out of an Office file the parts to which nothing leads any more: the pictures of a sheet or slide that went.
// Where a relationship leads nowhere its form is not understood, and everything stays.
func (b *bundle) sweep() error {
	parts := map[string]bool{}
	for _, f := range b.z.File {
		parts[f.Name] = !b.dropped[f.Name] && !strings.HasSuffix(f.Name, "/")
	}
	reached := map[string]bool{"[Content_Types].xml": true}
	todo := []string{""}
	for len(todo) > 0 {
		part := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		name := relsOf(part)
		if !parts[name] {
			continue
		}
		reached[name] = true
		rels, err := b.tree(name)
		if err != nil {
			return err
		}
		folder, lost := strings.TrimSuffix(path.Dir(part), "."), false
		rels.each(func(n *node) bool {
			if n.local() != "Relationship" || n.attr("TargetMode") == "External" {
				return true
			}
			target, _, _ := strings.Cut(n.attr("Target"), "#")
			if target = resolve(folder, target); !parts[target] {
				lost = true
			} else if !reached[target] {
				reached[target] = true
				todo = append(todo, target)
			}
			return true
		})
		if lost {
			return nil
		}
	}
	for name, there := range parts {
		if there && !reached[name] && parts[relsOf("")] {
			if err := b.remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropEmbedded takes files and controls out that an Office file carries, and macros. What the reader sees of them, a
// picture, stays.
func (b *bundle) dropEmbedded(kinds []screen.Kind) (int, error) {
	gone := map[string]bool{}
	macros := false
	for _, f := range b.z.File {
		name := strings.ToLower(f.Name)
		switch {
		case strings.Contains(name, "/afchunk"):
			return 0, fault.New(fault.Invalid, "文件引用了整段嵌入的文档（altChunk），请在Word中打开并另存后重新上传")
		case wants(kinds, screen.EmbeddedObject) && (strings.Contains(name, "/embeddings/") || strings.Contains(name, "/activex/")) && !strings.HasSuffix(name, "/"):
			gone[f.Name] = true
		case wants(kinds, screen.Macro) && (strings.HasSuffix(name, "vbaproject.bin") || strings.HasSuffix(name, "vbadata.xml") || strings.HasSuffix(name, "vbaprojectsignature.bin")):
			gone[f.Name] = true
			macros = true
		}
	}
	if len(gone) == 0 {
		return 0, nil
	}
	if err := b.take(gone); err != nil {
		return 0, err
	}
	if macros {
		return len(gone), b.plainType()
	}
	return len(gone), nil
}

// take takes parts out of the archive together with whatever refers to them.
func (b *bundle) take(gone map[string]bool) error {
	for _, f := range b.z.File {
		if !strings.HasSuffix(f.Name, ".rels") || gone[ownerOf(f.Name)] {
			continue
		}
		rels, err := b.tree(f.Name)
		if err != nil {
			return err
		}
		folder := path.Dir(ownerOf(f.Name))
		if folder == "." {
			folder = ""
		}
		ids := map[string]bool{}
		rels.each(func(n *node) bool {
			if n.local() == "Relationship" && n.attr("TargetMode") != "External" && gone[resolve(folder, n.attr("Target"))] {
				ids[n.attr("Id")] = true
			}
			return true
		})
		if len(ids) == 0 || ownerOf(f.Name) == "" {
			continue
		}
		owner, err := b.tree(ownerOf(f.Name))
		if err != nil {
			return err
		}
		if owner != nil {
			if err := unhook(owner, ids); err != nil {
				return err
			}
		}
	}
	for part := range gone {
		if err := b.remove(part); err != nil {
			return err
		}
		b.dropped[relsOf(part)] = true
	}
	return nil
}

// ownerOf is the part whose relationships a file lists: ppt/slides/_rels/slide1.xml.rels belongs to ppt/slides/slide1.xml.
func ownerOf(rels string) string {
	folder, base := path.Split(rels)
	return path.Join(strings.TrimSuffix(folder, "_rels/"), strings.TrimSuffix(base, ".rels"))
}

func relsOf(part string) string {
	folder, base := path.Split(part)
	return folder + "_rels/" + base + ".rels"
}

// refers reports whether an element names one of the relationships.
func refers(n *node, ids map[string]bool) bool {
	return slices.ContainsFunc(n.attrs, func(a xml.Attr) bool { return a.Name.Space != "" && a.Name.Space != "xmlns" && ids[a.Value] })
}

// unhook takes out of a part what refers to relationships that go.
func unhook(root *node, ids map[string]bool) error {
	root.reshape(func(e *node) []*node {
		switch e.local() {
		case "graphicFrame": // a slide shows the picture in the place of the object
			if ole := find(e, "oleObj"); ole != nil && refers(ole, ids) {
				if picture := find(e, "pic"); picture != nil {
					return []*node{picture}
				}
				return nil
			}
		case "OLEObject", "oleObject", "externalData", "control", "hlinkClick", "hlinkHover", "sldId", "sld", "notesMasterId", "legacyDrawing":
			if refers(e, ids) {
				return nil
			}
		}
		return []*node{e}
	})
	for range 3 { // lists that have become empty, from the inside out
		root.reshape(func(e *node) []*node {
			switch e.local() {
			case "oleObjects", "controls", "Choice", "AlternateContent", "custShow":
				if !slices.ContainsFunc(e.children, func(c *node) bool { return c.kind == element && c.local() != "Fallback" }) {
					return nil
				}
			}
			return []*node{e}
		})
	}
	left := false
	root.each(func(n *node) bool {
		left = left || refers(n, ids)
		return !left
	})
	if left {
		return fault.New(fault.Invalid, "文件中嵌入的对象用法少见，无法自动删除，请在原来的软件中删除后重新上传")
	}
	return nil
}

// find returns the first element of the name below.
func find(n *node, local string) *node {
	var found *node
	n.each(func(e *node) bool {
		if found == nil && e.local() == local {
			found = e
		}
		return found == nil
	})
	return found
}

// plainType makes a file with macros one without.
func (b *bundle) plainType() error {
	types, err := b.tree("[Content_Types].xml")
	if err != nil || types == nil {
		return err
	}
	plain := map[string]string{
		"application/vnd.ms-word.document.macroEnabled.main+xml":           "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
		"application/vnd.ms-excel.sheet.macroEnabled.main+xml":             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
		"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
	}
	types.each(func(n *node) bool {
		for i, a := range n.attrs {
			if to := plain[a.Value]; a.Name.Local == "ContentType" && to != "" {
				n.attrs[i].Value = to
			}
		}
		return true
	})
	return nil
}
