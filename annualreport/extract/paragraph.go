package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/annualreport"
)

// A paragraph is a piece of running text with its place in the order of the document.
type paragraph struct {
	text, folded string
}

// paragraphs are the blocks that belong to no table, and the rows of grids that are text: a page laid out as a table.
func (r *reader) paragraphs() []paragraph {
	var out []paragraph
	for i, b := range r.doc.Blocks {
		switch {
		case r.consumed[i], b.Grid == nil && len(b.Text) < 40 && isCaption(b.Text):
		case b.Grid == nil && b.Text != "" && b.Page > 0:
			out = r.addLine(out, i)
		case b.Grid == nil && b.Text != "":
			out = append(out, apart(b.Text)...)
		case b.Grid != nil:
			r.metadata(b.Grid.Rows)
			for j, row := range b.Grid.Rows {
				if r.rows[i] != nil && j < len(r.rows[i]) && r.rows[i][j] {
					continue
				}
				if text := onlyText(texts(row)); len(text) > 9 && len(row) < 40 {
					out = append(out, paragraph{text: text})
				}
			}
		}
	}
	return out
}

// isCaption reports a caption of table two that stands apart from its rows: 第二十条第（一）项.
func isCaption(text string) bool {
	s := fold(text)
	return strings.HasPrefix(s, "第二十条第(") && strings.HasSuffix(s, ")项")
}

// addLine adds a line of a paged file. It goes on with the paragraph of the line before when that line was full.
func (r *reader) addLine(out []paragraph, i int) []paragraph {
	if r.full == 0 {
		widths := make([]int, 0, len(r.doc.Blocks))
		for _, b := range r.doc.Blocks {
			widths = append(widths, utf8.RuneCountInString(b.Text))
		}
		slices.Sort(widths)
		r.full = max(widths[len(widths)*9/10]*8/10, 16)
	}
	text := r.doc.Blocks[i].Text
	if i > 0 && len(out) > 0 && !r.consumed[i-1] && r.doc.Blocks[i-1].Grid == nil {
		before := r.doc.Blocks[i-1].Text
		_, _, head := heading(fold(text))
		if utf8.RuneCountInString(before) >= r.full && !strings.HasSuffix(before, "。") && !head && !strings.HasPrefix(text, "（") && !wholeHeading(before) {
			out[len(out)-1].text += text
			return out
		}
	}
	return append(out, paragraph{text: text})
}

// wholeHeading reports whether the line is a heading of a form from its first word to its last: nothing goes on behind it.
func wholeHeading(line string) bool {
	line = strings.TrimSpace(line)
	for _, form := range annualreport.Forms {
		for _, h := range form.Sections {
			if line == h.Number+"、"+h.Title {
				return true
			}
		}
	}
	return false
}

// apart divides a paragraph into which a whole page ran together, before and behind each official heading. The text of
// tables between them is left out.
func apart(text string) []paragraph {
	if len(text) < 600 || !strings.Contains(text, "二、主动公开政府信息情况") {
		return []paragraph{{text: text}}
	}
	var out []paragraph
	add := func(piece string) {
		piece = strings.TrimSpace(piece)
		if piece == "" || strings.Contains(piece, "信息内容") || strings.Contains(piece, "勾稽关系") || strings.Contains(piece, "结果维持") {
			return
		}
		out = append(out, paragraph{text: piece})
	}
	for {
		start, end := -1, -1
		for _, form := range annualreport.Forms {
			for _, h := range form.Sections {
				if i := strings.Index(text, h.Number+"、"+h.Title); i >= 0 && (start < 0 || i < start) {
					start, end = i, i+len(h.Number+"、"+h.Title)
				}
			}
		}
		if start < 0 {
			add(text)
			return out
		}
		add(text[:start])
		out = append(out, paragraph{text: text[start:end]})
		text = text[end:]
	}
}

// onlyText returns the text of a row with a single cell that is not blank.
func onlyText(cells []string) string {
	found := ""
	for _, c := range cells {
		if c != "" {
			if found != "" {
				return ""
			}
			found = c
		}
	}
	return found
}
