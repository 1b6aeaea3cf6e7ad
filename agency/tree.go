package agency

import (
	"cmp"
	"slices"

	"gongkai/fault"
	"gongkai/law"
)

// A Tree is the agencies of a deployment with their superiors. It does not change once made; make a new one when an
// agency changes.
type Tree struct {
	list  []Agency
	byID  map[ID]Agency
	below map[ID][]ID // direct subordinates by Superior, in order of name
}

// NewTree joins the agencies, and returns every problem: unknown superiors, circles, a superior that is not a
// 主管部门, two agencies with one code or one public address.
// 法源: 《条例》第三条。
func NewTree(agencies []Agency) (*Tree, []fault.Problem) {
	t := &Tree{list: slices.Clone(agencies), byID: map[ID]Agency{}, below: map[ID][]ID{}}
	slices.SortFunc(t.list, func(a, b Agency) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	for _, a := range t.list {
		t.byID[a.ID] = a
		if a.Superior != "" {
			t.below[a.Superior] = append(t.below[a.Superior], a.ID)
		}
	}
	return t, append(t.checkUnique(), t.checkSuperiors()...)
}

func (t *Tree) checkUnique() []fault.Problem {
	var problems []fault.Problem
	ids, codes, usccs := map[ID]bool{}, map[string]bool{}, map[USCC]bool{}
	for _, a := range t.list {
		switch {
		case ids[a.ID]:
			problems = append(problems, fault.Problem{Field: "id", Message: a.Name + "：编号重复"})
		case codes[a.Code]:
			problems = append(problems, fault.Problem{Field: "code", Message: a.Name + "：网址代码“" + a.Code + "”已被使用"})
		case a.USCC != "" && usccs[a.USCC]:
			problems = append(problems, fault.Problem{Field: "uscc", Message: a.Name + "：统一社会信用代码已被使用"})
		}
		ids[a.ID], codes[a.Code], usccs[a.USCC] = true, true, true
	}
	return problems
}

func (t *Tree) checkSuperiors() []fault.Problem {
	var problems []fault.Problem
	for _, a := range t.list {
		for _, edge := range []struct {
			field, what string
			to          ID
			next        func(Agency) ID
		}{
			{"superior", "主管部门", a.Superior, func(x Agency) ID { return x.Superior }},
			{"parent", "所属机关", a.Parent, func(x Agency) ID { return x.Parent }},
		} {
			if edge.to == "" {
				continue
			}
			to, ok := t.byID[edge.to]
			switch {
			case !ok:
				problems = append(problems, fault.Problem{Field: edge.field, Message: a.Name + "：" + edge.what + "不存在"})
			case t.circles(a.ID, edge.next):
				problems = append(problems, fault.Problem{Field: edge.field, Message: a.Name + "：" + edge.what + "关系成环"})
			case edge.field == "superior" && !to.Competent:
				problems = append(problems, fault.Problem{Field: "superior", Message: a.Name + "：" + to.Name + "不是政府信息公开工作主管部门", Cite: law.OGI.Art(3)})
			}
		}
	}
	return problems
}

// circles reports whether following next from id comes back to id.
func (t *Tree) circles(id ID, next func(Agency) ID) bool {
	at := id
	for range t.list {
		if at = next(t.byID[at]); at == id {
			return true
		}
		if at == "" {
			return false
		}
	}
	return false
}

// Find returns the agency.
func (t *Tree) Find(id ID) (Agency, bool) {
	a, ok := t.byID[id]
	return a, ok
}

// ByCode returns the agency with the public address.
func (t *Tree) ByCode(code string) (Agency, bool) {
	return t.first(func(a Agency) bool { return a.Code == code })
}

// ByUSCC returns the agency with the 统一社会信用代码.
func (t *Tree) ByUSCC(u USCC) (Agency, bool) {
	return t.first(func(a Agency) bool { return a.USCC == u && u != "" })
}

func (t *Tree) first(match func(Agency) bool) (Agency, bool) {
	for _, a := range t.list {
		if match(a) {
			return a, true
		}
	}
	return Agency{}, false
}

// All returns every agency, by level, region and name.
func (t *Tree) All() []Agency { return slices.Clone(t.list) }

// Direct returns those whose 主管部门 the agency is.
func (t *Tree) Direct(id ID) []ID { return slices.Clone(t.below[id]) }

// Below returns all whose work the agency oversees, directly and through others, without itself.
// 法源: 《条例》第三条、《条例》第四十七条。
func (t *Tree) Below(id ID) []ID {
	var all []ID
	seen := map[ID]bool{id: true}
	for queue := t.below[id]; len(queue) > 0; {
		var next []ID
		for _, at := range queue {
			if !seen[at] {
				seen[at] = true
				all = append(all, at)
				next = append(next, t.below[at]...)
			}
		}
		queue = next
	}
	return all
}

// Oversees reports whether the lower agency is below the upper one.
func (t *Tree) Oversees(upper, lower ID) bool {
	at := t.byID[lower].Superior
	for range t.list {
		if at == "" {
			return false
		}
		if at == upper {
			return true
		}
		at = t.byID[at].Superior
	}
	return false
}

// Government returns the people's government that the agency belongs to: itself if it is one, else the nearest above
// it by Parent, else the one of its region.
func (t *Tree) Government(a Agency) (Agency, bool) {
	at := a
	for range t.list {
		if at.Kind == Government {
			return at, true
		}
		parent, ok := t.byID[at.Parent]
		if !ok {
			break
		}
		at = parent
	}
	return t.first(func(g Agency) bool {
		return g.Kind == Government && g.Region == a.Region && g.Level == a.Level && !g.Closed
	})
}
