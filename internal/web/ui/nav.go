package ui

// currentNav is the entry of the navigation in which the page stands, for the bar that opens it on narrow screens.
func currentNav(b Base) string {
	for _, item := range b.Nav {
		if item.Current {
			return item.Text
		}
	}
	return "工作台"
}
