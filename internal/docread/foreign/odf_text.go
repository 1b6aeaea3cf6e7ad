package foreign

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// metaLabels are the properties of a file.
var metaLabels = map[string]string{"title": "标题", "subject": "主题", "description": "备注", "initial-creator": "作者", "creator": "最后修改人", "printed-by": "打印人", "keyword": "关键词", "user-defined": "自定义属性"}

// open takes the beginning of an element.
func (o *odf) open(e xml.StartElement) {
	name := e.Name.Space + ":" + e.Name.Local
	x := odfElement{name: name, style: attr(e, "style-name"), off: o.off()}
	switch name {
	case "office:body":
		o.body = true
	case "style:style":
		x.style = attr(e, "name")
		o.styles[x.style] = &odfStyle{parent: attr(e, "parent-style-name")}
	case "style:text-properties", "style:table-properties", "style:drawing-page-properties", "style:table-cell-properties", "style:paragraph-properties", "style:graphic-properties":
		o.style(e)
	case "text:section":
		x.off = x.off || attr(e, "display") == "none"
	case "text:tracked-changes", "table:tracked-changes":
		o.deleted++
	case "text:format-change", "table:deletion", "table:insertion", "table:cell-content-change", "table:movement":
		o.f.trace(Change, "修订", "")
	case "text:p", "text:h":
		o.openParagraph()
	case "text:span", "text:a":
		x.off = x.off || o.hides(x.style, (*odfStyle).unseen)
		if link := attr(e, "href"); link != "" && len(o.f.Links) < 2000 {
			o.f.Links = append(o.f.Links, link)
		}
	case "text:hidden-text", "text:conditional-text":
		o.hiddenText(attr(e, "string-value") + attr(e, "string-value-if-false"))
	case "text:hidden-paragraph":
		x.off = true
	case "text:change-start":
		if n := len(o.story); n > 0 {
			o.story[n-1].added = true
		}
	case "text:s":
		o.chars(strings.Repeat(" ", number(attr(e, "c"), 1, 200)))
	case "text:tab":
		o.chars("\t")
	case "text:line-break":
		o.chars("\n")
	case "office:annotation", "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0:annotation", "http://openoffice.org/2009/office:annotation":
		if o.remark == 0 {
			o.remark = len(o.stack) + 1
			o.words.Reset()
		}
	case "presentation:notes":
		o.notes++
		o.words.Reset()
	case "draw:page":
		o.slide++
		if x.off = o.hides(x.style, func(s *odfStyle) bool { return s.off }); x.off {
			o.f.trace(Hidden, fmt.Sprintf("幻灯片%d", o.slide), "")
		}
	case "text:note-citation", "dc:creator", "dc:date", "meta:date-string", "meta:creator-initials":
		o.in = e.Name.Local
	case "form:text", "form:textarea", "form:combobox", "form:formatted-text", "form:hidden":
		for _, key := range []string{"current-value", "value"} {
			if text := attr(e, key); text != "" {
				o.say(Box, text)
			}
		}
	default:
		o.openTable(e, &x)
	}
	if e.Name.Space == "meta" || name == "dc:title" || name == "dc:subject" || name == "dc:description" {
		o.in = e.Name.Local
	}
	o.stack = append(o.stack, x)
}

// style reads what a style hides.
func (o *odf) style(e xml.StartElement) {
	var s *odfStyle
	for i := len(o.stack) - 1; i >= 0 && s == nil; i-- {
		if o.stack[i].name == "style:style" {
			s = o.styles[o.stack[i].style]
		}
	}
	if s == nil {
		return
	}
	s.hidden = s.hidden || e.Name.Local == "text-properties" && attr(e, "display") == "none"
	s.white = s.white || strings.EqualFold(attr(e, "color"), "#ffffff") && e.Name.Local == "text-properties"
	if fill := attr(e, "background-color"); fill != "" && fill != "transparent" && !strings.EqualFold(fill, "#ffffff") || attr(e, "fill") == "solid" {
		s.filled = true
	}
	s.off = s.off || attr(e, "visibility") == "hidden"
	s.noTable = s.noTable || e.Name.Local == "table-properties" && attr(e, "display") == "false"
}

// where is the story of a paragraph that begins now.
func (o *odf) where() Story {
	for i := len(o.stack) - 1; i >= 0; i-- {
		switch o.stack[i].name {
		case "text:note":
			return Footnote
		case "style:header", "style:footer", "style:header-left", "style:footer-left", "style:header-first", "style:footer-first":
			return Header
		case "draw:page":
			return Story(fmt.Sprintf("幻灯片%d", o.slide))
		case "style:master-page":
			return "母版"
		case "draw:text-box", "draw:custom-shape":
			if o.f.Kind == Word {
				return Box
			}
		}
	}
	return Main
}

func (o *odf) openParagraph() {
	o.story = append(o.story, &odfText{story: o.where()})
}

func (o *odf) hiddenText(text string) {
	if n := len(o.story); n > 0 && text != "" {
		o.story[n-1].unseen.WriteString(text)
	}
}

// say adds a text that is no paragraph.
func (o *odf) say(story Story, text string) {
	o.no[story]++
	o.f.paragraph(Paragraph{Story: story, No: o.no[story], Text: text})
}

// chars takes text.
func (o *odf) chars(text string) {
	if o.in != "" {
		o.value += text
		return
	}
	n := len(o.story)
	if n == 0 {
		return
	}
	if o.remark > 0 || o.notes > 0 {
		o.words.WriteString(text)
		return
	}
	p := o.story[n-1]
	switch {
	case o.deleted > 0:
		p.gone.WriteString(text)
	case o.off(), o.paragraphOff():
		p.unseen.WriteString(text)
	default:
		p.text.WriteString(text)
	}
}

// paragraphOff reports whether the style of the innermost paragraph hides it.
func (o *odf) paragraphOff() bool {
	for i := len(o.stack) - 1; i >= 0; i-- {
		switch o.stack[i].name {
		case "text:p", "text:h":
			return o.hides(o.stack[i].style, (*odfStyle).unseen)
		case "table:table-cell":
			return false
		}
	}
	return false
}

// close takes the end of an element.
func (o *odf) close(e odfElement) {
	switch e.name {
	case "text:p", "text:h":
		o.closeParagraph()
	case "text:tracked-changes", "table:tracked-changes":
		o.deleted--
	case "office:annotation", "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0:annotation", "http://openoffice.org/2009/office:annotation":
		if o.remark == len(o.stack)+1 {
			o.remark = 0
			o.f.trace(Note, o.place(), strings.TrimSpace(o.words.String()))
			o.words.Reset()
		}
	case "presentation:notes":
		o.notes--
		if text := strings.TrimSpace(o.words.String()); text != "" && o.slide > 0 {
			o.f.trace(Notes, fmt.Sprintf("幻灯片%d的备注", o.slide), text)
		}
		o.words.Reset()
	default:
		o.closeTable(e)
	}
	if o.in == "" {
		return
	}
	if _, local, _ := strings.Cut(e.name, ":"); local == o.in {
		if label := metaLabels[local]; label != "" && len(o.stack) == 2 && strings.TrimSpace(o.value) != "" && len(o.f.Properties) < 500 {
			o.f.Properties = append(o.f.Properties, Property{label, strings.TrimSpace(o.value)})
		}
		o.in, o.value = "", ""
	}
}

// place says where something stands.
func (o *odf) place() string {
	switch {
	case len(o.table) > 0 && o.f.Kind == Excel:
		return o.table[len(o.table)-1].Name + "!" + Address(o.row, o.col)
	case o.f.Kind == PowerPoint:
		return fmt.Sprintf("幻灯片%d", o.slide)
	}
	return fmt.Sprintf("第%d段", o.no[Main]+1)
}

func (o *odf) closeParagraph() {
	n := len(o.story) - 1
	if n < 0 {
		return
	}
	p := o.story[n]
	text := Paragraph{Story: p.story, Text: p.text.String(), Gone: p.gone.String(), Unseen: p.unseen.String(), Added: p.added}
	o.story = o.story[:n]
	if o.remark > 0 || o.notes > 0 {
		o.words.WriteByte('\n')
		return
	}
	if o.cell != nil && o.f.Kind == Excel {
		if o.cell.Text != "" {
			o.cell.Text += "\n"
		}
		o.cell.Text += text.Text + text.Unseen
		o.cell.Unseen = o.cell.Unseen || text.Unseen != ""
		if text.Gone == "" {
			return
		}
		text = Paragraph{Story: text.Story, Gone: text.Gone}
	}
	text.Table = len(o.table) > 0
	o.no[text.Story]++
	text.No = o.no[text.Story]
	if strings.TrimSpace(text.Text+text.Gone+text.Unseen) != "" {
		o.f.paragraph(text)
	}
}

// openTable takes the elements of tables.
func (o *odf) openTable(e xml.StartElement, x *odfElement) {
	switch x.name {
	case "table:table":
		s := &Sheet{Name: attr(e, "name"), Hidden: o.hides(x.style, func(s *odfStyle) bool { return s.noTable })}
		o.table = append(o.table, s)
		o.row, o.column = -1, 0
	case "table:table-column":
		n := number(attr(e, "number-columns-repeated"), 1, mostRepeats)
		if v := attr(e, "visibility"); len(o.table) > 0 && (v == "collapse" || v == "filter") {
			for c := range n {
				o.table[len(o.table)-1].Columns = append(o.table[len(o.table)-1].Columns, o.column+c)
			}
		}
		o.column += n
	case "table:table-row":
		o.row++
		o.col = -1
		o.repeat[0] = number(attr(e, "number-rows-repeated"), 1, 1<<24)
		if v := attr(e, "visibility"); len(o.table) > 0 && (v == "collapse" || v == "filter") {
			for r := range min(o.repeat[0], mostRepeats) {
				o.table[len(o.table)-1].Rows = append(o.table[len(o.table)-1].Rows, o.row+r)
			}
		}
	case "table:table-cell", "table:covered-table-cell":
		o.col++
		o.repeat[1] = number(attr(e, "number-columns-repeated"), 1, 1<<24)
		o.cell = &Cell{Row: o.row, Col: o.col}
		if style := o.styles[x.style]; style != nil && style.white && !style.filled {
			o.cell.Unseen = true
		}
		if len(o.table) > 0 {
			t := o.table[len(o.table)-1]
			cols, rows := number(attr(e, "number-columns-spanned"), 1, mostRepeats), number(attr(e, "number-rows-spanned"), 1, mostRepeats)
			if (cols > 1 || rows > 1) && len(t.Merged) < 10_000 {
				t.Merged = append(t.Merged, [4]int{o.row, o.row + rows - 1, o.col, o.col + cols - 1})
			}
		}
		if attr(e, "value-type") == "float" {
			o.in = ""
			if v, err := strconv.ParseFloat(attr(e, "value"), 64); err == nil {
				o.cell.raw = strconv.FormatFloat(v, 'f', -1, 64)
			}
		}
	}
}

func (o *odf) closeTable(e odfElement) {
	if len(o.table) == 0 {
		return
	}
	t := o.table[len(o.table)-1]
	switch e.name {
	case "table:table":
		o.table = o.table[:len(o.table)-1]
		if o.f.Kind == Excel && len(o.table) == 0 {
			o.f.Sheets = append(o.f.Sheets, *t)
		}
	case "table:table-row":
		o.row += o.repeat[0] - 1
		if o.f.Kind != Excel && o.deleted == 0 {
			o.f.paragraph(Paragraph{Story: Main, Table: true, Row: true})
		}
	case "table:table-cell", "table:covered-table-cell":
		o.closeCell(t)
	}
}

// closeCell keeps a cell, as often as it is repeated within reason: a program repeats what fills the rest of a sheet.
func (o *odf) closeCell(t *Sheet) {
	if o.f.Kind != Excel {
		if o.deleted == 0 {
			o.f.paragraph(Paragraph{Story: Main, Table: true, Cell: true})
		}
		o.cell = nil
		return
	}
	if c := o.cell; c != nil && (c.Text != "" || c.raw != "") {
		if digitsIn(c.raw) >= fewestLocal && digitsIn(c.Text) < fewestLocal || c.Text == "" {
			c.Text = c.raw // a long number that is shown short
		}
		for k := range min(o.repeat[1], mostRepeats) {
			if len(t.Cells) < mostCells {
				t.Cells = append(t.Cells, Cell{Row: c.Row, Col: c.Col + k, Text: c.Text, Unseen: c.Unseen})
			}
		}
	}
	o.col += o.repeat[1] - 1
	o.cell = nil
}

func digitsIn(s string) int { return digits([]byte(s)) }
