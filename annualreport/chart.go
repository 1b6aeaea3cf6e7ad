package annualreport

import (
	"fmt"
	"html"
	"iter"
	"strconv"
	"strings"
)

// A Chart is figures of the report drawn side by side as bars. It stands in a section after so many of its paragraphs.
type Chart struct {
	After int    `json:"after"`
	Title string `json:"title"`
	Unit  string `json:"unit"`
	Bars  []Bar  `json:"bars"`
}

// ChartSheet is the sheet of a workbook on which its charts stand. What is there repeats figures of the tables.
const ChartSheet = "图"

// A Bar is one labelled figure of a [Chart].
type Bar struct {
	Label string `json:"label"`
	Value int64  `json:"value"`
}

// Text is the chart in words, for where nothing can be drawn.
func (c Chart) Text() string {
	bars := make([]string, len(c.Bars))
	for i, b := range c.Bars {
		bars[i] = b.Label + c.Figure(b)
	}
	return c.Title + "：" + strings.Join(bars, "，")
}

// Figure is the figure of a bar with its unit.
func (c Chart) Figure(b Bar) string { return strconv.FormatInt(b.Value, 10) + c.Unit }

// Top is the highest figure, one at least: the length of the longest bar.
func (c Chart) Top() int64 {
	top := int64(1)
	for _, b := range c.Bars {
		top = max(top, b.Value)
	}
	return top
}

// HTML writes the chart as a list of which each entry measures its figure. It needs neither script nor style nor a
// picture: whoever does not see the bars reads the figures. It is no table, for only the official tables are.
func (c Chart) HTML() string {
	var b strings.Builder
	b.WriteString("<figure><figcaption>图：" + html.EscapeString(c.Title) + "</figcaption>\n<ul>\n")
	for _, bar := range c.Bars {
		fmt.Fprintf(&b, "<li>%s <meter min=\"0\" max=\"%d\" value=\"%d\"></meter> <strong>%s</strong></li>\n", html.EscapeString(bar.Label), c.Top(), max(bar.Value, 0), html.EscapeString(c.Figure(bar)))
	}
	b.WriteString("</ul></figure>\n")
	return b.String()
}

// Flow goes through the paragraphs and charts of the section in the order in which they are read. One of the two is nil.
func (s Section) Flow() iter.Seq2[*string, *Chart] {
	return func(yield func(*string, *Chart) bool) {
		next := 0
		for i := range len(s.Paragraphs) + 1 {
			for next < len(s.Charts) && (s.Charts[next].After <= i || i == len(s.Paragraphs)) {
				if !yield(nil, &s.Charts[next]) {
					return
				}
				next++
			}
			if i < len(s.Paragraphs) && !yield(&s.Paragraphs[i], nil) {
				return
			}
		}
	}
}

// Lines are the paragraphs of the section with its charts in words.
func (s Section) Lines() []string {
	var list []string
	for text, chart := range s.Flow() {
		if chart != nil {
			list = append(list, "图："+chart.Text())
			continue
		}
		list = append(list, *text)
	}
	return list
}
