package workbench

import (
	"slices"

	"gongkai/fault"
	"gongkai/internal/web/ui"
)

// A Paper is a file that lies with an entry of a register.
type Paper struct {
	Hash, Name string
	Kind       string // of the entry, as the list names it
	On         string // the day of the entry
}

// Papers are the files of one matter, in the order in which they are shown.
type Papers []Paper

// With adds the files of an entry: hashes with their names.
func (l Papers) With(kind, on string, hashes, names []string) Papers {
	for i, hash := range hashes {
		name := "材料"
		if i < len(names) {
			name = names[i]
		}
		l = append(l, Paper{hash, name, kind, on})
	}
	return l
}

// Files lists the papers with links below the address of the matter.
func (l Papers) Files(c *Call, at string) ui.Files {
	var list ui.Files
	for _, p := range l {
		list.Items = append(list.Items, ui.File{Link: ui.Link{Text: p.Name, Href: c.URL(at + "/files/" + p.Hash)}, Kind: p.Kind, Size: p.On})
	}
	return list
}

// GivePaper answers with the paper that the address names, if it is one of these: nobody reads a file by naming it at a
// matter that they may see.
func (c *Call) GivePaper(l Papers) error {
	i := slices.IndexFunc(l, func(p Paper) bool { return p.Hash == c.Path("hash") })
	if i < 0 {
		return fault.New(fault.NotFound, "没有找到这份材料")
	}
	return c.Give(l[i].Hash, l[i].Name)
}

// Enclosed keeps the files that were handed in with an entry, see [Call.Enclosures].
func (c *Call) Enclosed(f *Form) (hashes, names []string) {
	for _, k := range c.Keep(f, "files") {
		hashes, names = append(hashes, k.Hash), append(names, k.Name)
	}
	return hashes, names
}
