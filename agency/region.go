package agency

import (
	"slices"
	"strings"

	"gongkai/fault"
)

// A RegionCode names a place by 行政区划代码: six digits of GB/T 2260 down to the county, nine down to the 乡镇、街道.
// 620000 is 甘肃省, 620600 武威市, 620602 凉州区.
type RegionCode string

// ParseRegionCode reads a code of six or nine digits; twelve digits, as statistics write, are cut if they end in 000.
func ParseRegionCode(s string) (RegionCode, error) {
	code := squeeze(s)
	if len(code) == 12 && strings.HasSuffix(code, "000") {
		code = code[:9]
	}
	if len(code) == 9 && strings.HasSuffix(code, "000") {
		code = code[:6]
	}
	if len(code) != 6 && len(code) != 9 {
		return "", fault.New(fault.Invalid, "行政区划代码应为6位（县级以上）或9位（乡镇、街道），现为%d位", len([]rune(code)))
	}
	if strings.Trim(code, "0123456789") != "" {
		return "", fault.New(fault.Invalid, "行政区划代码只能是数字")
	}
	if code != nation && code[:2] == "00" || code[2:4] == "00" && strings.Trim(code[4:], "0") != "" {
		return "", fault.New(fault.Invalid, "行政区划代码%s缺少上级代码", code)
	}
	return RegionCode(code), nil
}

// nation stands for the whole country, over all provinces.
const nation = "000000"

// Level returns the level of government that the code belongs to.
func (c RegionCode) Level() Level {
	switch {
	case len(c) == 9:
		return Township
	case len(c) != 6:
		return 0
	case c == nation:
		return State
	case c[2:] == "0000":
		return Province
	case c[4:] == "00":
		return City
	}
	return County
}

// up returns the code one level up, and whether there is one.
func (c RegionCode) up() (RegionCode, bool) {
	switch c.Level() {
	case Township:
		return c[:6], true
	case County:
		return c[:4] + "00", true
	case City:
		return c[:2] + "0000", true
	case Province:
		return nation, true
	}
	return "", false
}

// Within reports whether c is the place or lies in it.
func (c RegionCode) Within(place RegionCode) bool {
	for at, ok := c, true; ok; at, ok = at.up() {
		if at == place {
			return true
		}
	}
	return false
}

// Chain lists the codes from the province down to c itself; the whole country is not among them.
func (c RegionCode) Chain() []string {
	var chain []string
	for at, ok := c, c.Level() > State; ok && at != nation; at, ok = at.up() {
		chain = append(chain, string(at))
	}
	slices.Reverse(chain)
	return chain
}

// A Region is a place that has a government.
type Region struct {
	Code RegionCode
	Name string // 凉州区
}

// Regions is the tree of the places that a deployment knows, ordered by code. Levels may be missing, as the city is
// between 北京市 and its districts and between 海南省 and the counties it governs itself.
type Regions struct{ list []Region }

// NewRegions sorts the places and refuses two with one code.
func NewRegions(places []Region) (Regions, error) {
	list := slices.Clone(places)
	slices.SortFunc(list, func(a, b Region) int { return strings.Compare(string(a.Code), string(b.Code)) })
	var problems []fault.Problem
	for i, r := range list {
		if i > 0 && list[i-1].Code == r.Code {
			problems = append(problems, fault.Problem{Field: "region", Message: "行政区划代码" + string(r.Code) + "重复"})
		}
		if strings.TrimSpace(r.Name) == "" {
			problems = append(problems, fault.Problem{Field: "region", Message: "行政区划" + string(r.Code) + "没有名称"})
		}
	}
	return Regions{list}, fault.Of(problems)
}

// Find returns the place with the code.
func (rs Regions) Find(code RegionCode) (Region, bool) {
	i, ok := slices.BinarySearchFunc(rs.list, code, func(r Region, c RegionCode) int { return strings.Compare(string(r.Code), string(c)) })
	if !ok {
		return Region{}, false
	}
	return rs.list[i], true
}

// Parent returns the nearest place above that is known.
func (rs Regions) Parent(code RegionCode) (Region, bool) {
	for at, ok := code.up(); ok; at, ok = at.up() {
		if r, found := rs.Find(at); found {
			return r, true
		}
	}
	return Region{}, false
}

// Children returns the places directly under the code, in order.
func (rs Regions) Children(code RegionCode) []Region {
	var below []Region
	for _, r := range rs.list {
		if parent, ok := rs.Parent(r.Code); ok && parent.Code == code {
			below = append(below, r)
		}
	}
	return below
}

// All returns every place in order of code.
func (rs Regions) All() []Region { return slices.Clone(rs.list) }

// Path returns the names from the top down to the code: 甘肃省, 武威市, 凉州区.
func (rs Regions) Path(code RegionCode) []string {
	var names []string
	if r, ok := rs.Find(code); ok {
		names = append(names, r.Name)
	}
	for parent, ok := rs.Parent(code); ok; parent, ok = rs.Parent(parent.Code) {
		names = append(names, parent.Name)
	}
	slices.Reverse(names)
	return names
}
