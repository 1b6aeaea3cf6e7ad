package remedies

import (
	"slices"

	"gongkai/fault"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/remedy"
)

// enclosed keeps the files that were handed in with an entry.
func enclosed(c *workbench.Call, f *workbench.Form) (hashes, names []string) {
	for _, k := range c.Keep(f, "files") {
		hashes, names = append(hashes, k.Hash), append(names, k.Name)
	}
	return hashes, names
}

// files lists the papers of a proceeding, the latest first. Those of a struck entry stay, and say so.
func files(c *workbench.Call, x remedy.Proceeding, own bool) ui.Files {
	at := remedyPath(string(x.ID))
	if !own {
		at = "/workbench/agencies/" + c.Path("agency") + "/remedies/" + string(x.ID)
	}
	var list ui.Files
	for n := len(x.Facts); n > 0; n-- {
		f := x.Facts[n-1]
		kind := f.Kind.Label()
		if x.IsStruck(n) {
			kind += "（已作废）"
		}
		for i, hash := range f.Files {
			list.Items = append(list.Items, ui.File{Link: ui.Link{Text: f.Names[i], Href: c.URL(at + "/files/" + hash)}, Kind: kind, Size: f.On.String()})
		}
	}
	return list
}

// file gives out one paper of the proceeding to those who see it.
func (p pages) file(c *workbench.Call) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	for _, f := range v.Proceeding.Facts {
		if i := slices.Index(f.Files, c.Path("hash")); i >= 0 {
			return c.Give(f.Files[i], f.Names[i])
		}
	}
	return fault.New(fault.NotFound, "没有找到这份材料")
}
