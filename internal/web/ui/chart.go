package ui

import "strconv"

// A Point is one labelled figure of a chart. With Href the figure opens the list of what it counts.
type Point struct {
	Label string
	Value int64
	Href  string // complete
}

// BarChart shows figures side by side. The figures are always there as a table too.
type BarChart struct {
	Title, Unit string
	Points      []Point
}

// LineChart shows how a figure changes, with one or more lines.
type LineChart struct {
	Title, Unit string
	Labels      []string
	Lines       []Line
}

// A Line is one line of a [LineChart]; its values stand under the chart's labels.
type Line struct {
	Name   string
	Values []int64
}

const (
	barLeft, barWidth, barStep  = 126, 290, 32
	lineLeft, lineTop           = 44, 12
	lineWidth, lineHeight       = 412, 190
	chartWidth, lineChartHeight = 480, 244
	valueRoom                   = 8
)

func highest(values ...int64) int64 {
	top := int64(1)
	for _, v := range values {
		top = max(top, v)
	}
	return top
}

// ceiling rounds up to a figure that reads well at the top of an axis: 1, 2 or 5 and noughts.
func ceiling(v int64) int64 {
	for unit := int64(1); ; unit *= 10 {
		for _, step := range []int64{1, 2, 4, 5, 8, 10} {
			if unit*step >= v {
				return unit * step
			}
		}
	}
}

func (c BarChart) top() int64 {
	values := make([]int64, 0, len(c.Points))
	for _, p := range c.Points {
		values = append(values, p.Value)
	}
	return highest(values...)
}

func (c BarChart) height() int { return len(c.Points)*barStep + 8 }

func (c BarChart) length(p Point) int { return int(max(p.Value, 0) * barWidth / c.top()) }

func (c BarChart) table() Table {
	t := Table{Caption: c.Title, Columns: []Column{{Title: "项目"}, {Title: "数值", Numeric: true}}, Figures: true}
	for _, p := range c.Points {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: p.Label}, {Text: strconv.FormatInt(p.Value, 10) + c.Unit, Href: p.Href}}})
	}
	return t
}

func (c LineChart) top() int64 {
	var values []int64
	for _, line := range c.Lines {
		values = append(values, line.Values...)
	}
	return ceiling(highest(values...))
}

func (c LineChart) x(i int) int {
	if len(c.Labels) < 2 {
		return lineLeft + lineWidth/2
	}
	return lineLeft + i*lineWidth/(len(c.Labels)-1)
}

func (c LineChart) y(v int64) int { return lineTop + lineHeight - int(v*lineHeight/c.top()) }

func (c LineChart) path(line Line) string {
	path := ""
	for i, v := range line.Values {
		command := "L"
		if i == 0 {
			command = "M"
		}
		path += command + strconv.Itoa(c.x(i)) + " " + strconv.Itoa(c.y(v))
	}
	return path
}

func (c LineChart) ticks() []int64 {
	top := c.top()
	if top < 4 {
		return []int64{0, top}
	}
	return []int64{0, top / 4, top / 2, top / 4 * 3, top}
}

func (c LineChart) table() Table {
	t := Table{Caption: c.Title, Columns: []Column{{Title: "时间"}}, Figures: true}
	for _, line := range c.Lines {
		t.Columns = append(t.Columns, Column{Title: line.Name, Numeric: true})
	}
	for i, label := range c.Labels {
		row := Row{Cells: []Cell{{Text: label}}}
		for _, line := range c.Lines {
			cell := Cell{}
			if i < len(line.Values) {
				cell.Text = strconv.FormatInt(line.Values[i], 10) + c.Unit
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func lineClass(i int) string { return "line line" + strconv.Itoa(i%4+1) }
func dotClass(i int) string  { return "dot dot" + strconv.Itoa(i%4+1) }

// role is that of a picture, or of a group where figures are links: nobody reaches links inside a picture.
func (c BarChart) role() string {
	for _, p := range c.Points {
		if p.Href != "" {
			return "group"
		}
	}
	return "img"
}
