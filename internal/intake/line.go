package intake

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A line is a paragraph, an entry of a list, or a whole element such as a table.
type line struct {
	text    string // what a reader sees, white space collapsed
	html    string // the same as HTML that needs no cleaning
	heading int    // 1 to 6, 0 for none
	title   bool   // set in the style that is kept for titles
	centre  bool
	right   bool
	flush   bool   // not indented: 主送机关 are
	list    string // ul, ol
	depth   int    // of the list, from 0
	whole   bool   // html is a block of its own
}

func plainLine(text string) line {
	text = collapse(text)
	return line{text: text, html: html.EscapeString(text)}
}

func (l line) blank() bool { return l.text == "" && !strings.Contains(l.html, "<img") && !l.whole }

// collapse makes every run of white space one space, and none at the ends.
func collapse(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u200b", "")), " ")
}

// bare takes out every space: letterheads are set with spaces between the characters.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

func runes(s string) int { return utf8.RuneCountInString(s) }

// render writes the lines as the body of a record.
func render(lines []line) string {
	var b strings.Builder
	var open []string // the lists that are open
	closeTo := func(n int) {
		for len(open) > n {
			b.WriteString("</li></" + open[len(open)-1] + ">\n")
			open = open[:len(open)-1]
		}
	}
	for _, l := range lines {
		if l.blank() {
			continue
		}
		if l.list != "" {
			depth := min(l.depth, len(open), 8)
			closeTo(depth + 1)
			switch {
			case len(open) == depth+1 && open[depth] == l.list:
				b.WriteString("</li>\n")
			default:
				closeTo(depth)
				b.WriteString("<" + l.list + ">\n")
				open = append(open, l.list)
			}
			b.WriteString("<li>" + l.html)
			continue
		}
		closeTo(0)
		switch {
		case l.whole:
			b.WriteString(l.html + "\n")
		case l.heading > 0:
			tag := "h" + strconv.Itoa(min(l.heading+1, 6))
			b.WriteString("<" + tag + align(l) + ">" + l.html + "</" + tag + ">\n")
		default:
			b.WriteString("<p" + align(l) + ">" + l.html + "</p>\n")
		}
	}
	closeTo(0)
	return strings.TrimSpace(b.String())
}

func align(l line) string {
	switch {
	case l.centre:
		return ` style="text-align: center"`
	case l.right:
		return ` style="text-align: right"`
	}
	return ""
}
