package reporting

import (
	"gongkai/annualreport"
)

// A Change is a passage or a cell in which two reports differ.
type Change struct{ Before, After string }

// Changes lists what differs between two reports on one year: cells, then paragraphs of each part.
func Changes(before, after *annualreport.Report) []Change {
	var list []Change
	form := after.FormFor(annualreport.Three)
	if form == nil {
		return nil
	}
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		for _, row := range form.Tables[table] {
			for i, column := range row.Columns {
				x, y := at(before.Tables[table], row.ID, i), at(after.Tables[table], row.ID, i)
				if !x.Same(y) {
					name := row.Group + row.Label + "·" + column.Label + "："
					list = append(list, Change{name + shown(x, column.Kind), name + shown(y, column.Kind)})
				}
			}
		}
	}
	list = append(list, passages("前言", before.Preamble, after.Preamble)...)
	for _, s := range after.Sections {
		var old []string
		for _, o := range before.Sections {
			if o.Number == s.Number {
				old = o.Lines()
			}
		}
		list = append(list, passages(s.Number, old, s.Lines())...)
	}
	return list
}

func shown(c annualreport.Cell, kind annualreport.Kind) string {
	if text := c.Text(kind); text != "" {
		return text
	}
	return "空白"
}

// passages pairs the paragraphs that only one of the two has.
func passages(part string, before, after []string) []Change {
	gone, fresh := without(before, after), without(after, before)
	var list []Change
	for i := range max(len(gone), len(fresh)) {
		var c Change
		if i < len(gone) {
			c.Before = part + "：" + gone[i]
		}
		if i < len(fresh) {
			c.After = part + "：" + fresh[i]
		}
		list = append(list, c)
	}
	return list
}

func without(list, others []string) []string {
	there := map[string]bool{}
	for _, s := range others {
		there[s] = true
	}
	var rest []string
	for _, s := range list {
		if !there[s] {
			rest = append(rest, s)
		}
	}
	return rest
}
