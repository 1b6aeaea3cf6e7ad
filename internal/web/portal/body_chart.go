package portal

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/docgen"
)

// chartOf reads a figure whose entries measure their figures, as annual reports draw them; nil for any other figure.
func chartOf(n *html.Node) *docgen.Chart {
	c := &docgen.Chart{}
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.Figcaption:
			c.Title = plain(d)
		case atom.Meter:
			value, err := strconv.ParseInt(attribute(d, "value"), 10, 64)
			if err != nil || d.Parent == nil || d.Parent.DataAtom != atom.Li {
				return nil
			}
			label, figure, _ := strings.Cut(plain(d.Parent), " ")
			c.Bars = append(c.Bars, docgen.Bar{Label: label, Value: value})
			c.Unit = strings.TrimPrefix(figure, strconv.FormatInt(value, 10))
		}
	}
	if len(c.Bars) == 0 {
		return nil
	}
	return c
}
