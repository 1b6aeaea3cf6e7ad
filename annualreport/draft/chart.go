package draft

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/annualreport"
)

// charts draw the facts that are better seen than read. Their figures are those of the other fields.
var charts = map[string]func(Facts) annualreport.Chart{
	"图：主动公开构成": func(f Facts) annualreport.Chart {
		return chartOf("各栏目主动公开信息的条数", "条", some(f.Records))
	},
	"图：近年主动公开": func(f Facts) annualreport.Chart {
		return chartOf("近年主动公开信息的条数", "条", f.byYear(func(p Past) int64 { return p.Published }, f.Published))
	},
	"图：行政决定": func(f Facts) annualreport.Chart {
		var list []Sort
		for _, row := range []annualreport.RowID{"行政许可", "行政处罚", "行政强制"} {
			list = append(list, Sort{string(row), decided(f, row)})
		}
		return chartOf("全年作出的行政决定", "件", list)
	},
	"图：办理结果": func(f Facts) annualreport.Chart { return chartOf("申请的办理结果", "件", some(results(f))) },
	"图：申请人构成": func(f Facts) annualreport.Chart {
		return chartOf("新收申请的申请人构成", "件", some(kinds(f)))
	},
	"图：近年申请": func(f Facts) annualreport.Chart {
		now, _ := whole(f.Tables, annualreport.Received)
		return chartOf("近年收到的政府信息公开申请", "件", f.byYear(func(p Past) int64 { return p.Received }, now))
	},
}

// mostBars is how many bars a chart has at most; the rest is one bar together.
const mostBars = 10

// chartOf draws the figures.
func chartOf(title, unit string, list []Sort) annualreport.Chart {
	c := annualreport.Chart{Title: title, Unit: unit}
	for i, s := range list {
		if i >= mostBars-1 && len(list) > mostBars {
			if i == mostBars-1 {
				c.Bars = append(c.Bars, annualreport.Bar{Label: "其他各项"})
			}
			c.Bars[mostBars-1].Value += s.N
			continue
		}
		c.Bars = append(c.Bars, annualreport.Bar{Label: s.Label, Value: s.N})
	}
	return c
}

// some leaves out what is nought.
func some(list []Sort) []Sort {
	return slices.DeleteFunc(slices.Clone(list), func(s Sort) bool { return s.N == 0 })
}

// byYear are the figures of the years before and of the report's own.
func (f Facts) byYear(pick func(Past) int64, now int64) []Sort {
	var list []Sort
	for _, p := range f.Earlier {
		list = append(list, Sort{strconv.Itoa(p.Year) + "年", pick(p)})
	}
	return append(list, Sort{strconv.Itoa(f.Year) + "年", now})
}

// chartField is a field that becomes a chart. Where nothing can be drawn it becomes the words, the same figures without.
func chartField(name, hint, part string, words func(Facts) string) Field {
	if words == nil {
		words = func(f Facts) string { return charts[name](f).Text() }
	}
	return Field{name, hint, part, words}
}

// drawn reports whether a chart shows anything: where all is nought the words say it better.
func drawn(c annualreport.Chart) bool {
	for _, b := range c.Bars {
		if b.Value > 0 {
			return true
		}
	}
	return false
}

// section fills one part of the text. A line with a field for a chart is followed by the chart; what the line says beside
// it stays.
func (f Facts) section(h annualreport.Heading, text string) annualreport.Section {
	s := annualreport.Section{Number: h.Number, Title: h.Title}
	for _, line := range paragraphs(text) {
		var found []annualreport.Chart
		line = field.ReplaceAllStringFunc(line, func(mark string) string {
			draw, ok := charts[strings.TrimSpace(mark[2:len(mark)-2])]
			if !ok {
				return mark
			}
			c := draw(f)
			if !drawn(c) {
				return mark
			}
			found = append(found, c)
			return below
		})
		if len(found) > 0 {
			line = withoutMarks(line)
		}
		s.Paragraphs = append(s.Paragraphs, paragraphs(f.Fill(line))...)
		for _, c := range found {
			c.After = len(s.Paragraphs)
			s.Charts = append(s.Charts, c)
		}
	}
	return s
}

// below stands in a line in the place of a chart, which itself follows the line.
const below = "下图"

// withoutMarks leaves the word for the chart within a sentence only: a line that ends in a colon and the field leads up
// to the chart, one that holds nothing else is none.
func withoutMarks(line string) string {
	rest, marked := strings.TrimRight(line, "。；;，,、 "), false
	for strings.HasSuffix(rest, below) {
		before := strings.TrimSuffix(rest, below)
		if before != "" && !strings.HasSuffix(before, "：") && !strings.HasSuffix(before, below) {
			break
		}
		rest, marked = before, true
	}
	if marked {
		return rest
	}
	return line
}
