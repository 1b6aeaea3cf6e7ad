package remedies

import (
	"gongkai/internal/web/workbench"
	"gongkai/remedy"
)

// papers are the papers of a proceeding, the latest first. Those of a struck entry stay, and say so.
func papers(x remedy.Proceeding) workbench.Papers {
	var list workbench.Papers
	for n := len(x.Facts); n > 0; n-- {
		f := x.Facts[n-1]
		kind := f.Kind.Label()
		if x.IsStruck(n) {
			kind += "（已作废）"
		}
		list = list.With(kind, f.On.String(), f.Files, f.Names)
	}
	return list
}

// at is where the page of a proceeding stands, one's own or one of an agency below.
func at(c *workbench.Call, x remedy.Proceeding, own bool) string {
	if own {
		return remedyPath(string(x.ID))
	}
	return "/workbench/agencies/" + c.Path("agency") + "/remedies/" + string(x.ID)
}

// file gives out one paper of the proceeding to those who see it.
func (p pages) file(c *workbench.Call) error {
	v, err := p.look(c)
	if err != nil {
		return err
	}
	return c.GivePaper(papers(v.Proceeding))
}
