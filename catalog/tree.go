package catalog

// A Branch is a column in its place in the tree.
type Branch struct {
	Column
	Depth    int
	Children int // open columns right under it
}

// Tree puts the columns into the order of the tree: each followed by those under it, siblings as they came. A column
// whose parent is not among them stands at the top.
func Tree(columns []Column) []Branch {
	known := map[ColumnID]bool{}
	for _, c := range columns {
		known[c.ID] = true
	}
	below := map[ColumnID][]Column{}
	open := map[ColumnID]int{}
	for _, c := range columns {
		parent := c.Parent
		if !known[parent] || parent == c.ID {
			parent = ""
		}
		below[parent] = append(below[parent], c)
		if !c.Closed {
			open[parent]++
		}
	}
	var tree []Branch
	var walk func(parent ColumnID, depth int)
	walk = func(parent ColumnID, depth int) {
		for _, c := range below[parent] {
			tree = append(tree, Branch{c, depth, open[c.ID]})
			walk(c.ID, depth+1)
		}
	}
	walk("", 0)
	return tree
}
