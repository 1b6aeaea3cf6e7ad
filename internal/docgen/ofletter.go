package docgen

import (
	"strings"

	"gongkai/letter"
)

// sizeForm is the type of the tables of forms, 小四.
const (
	sizeForm  = 12.0
	leastForm = 28.0 // a row has room for handwriting
)

// styleOfMark are the styles of the marks of a letter's body.
var styleOfMark = map[string]Style{"heading1": H1, "heading2": H2, "centre": Centre, "small": Small}

// OfLetter lays a letter out on paper. seal is the agency's own, nil where it has none: then room is left for the stamp.
func OfLetter(l letter.Letter, seal *Image) Document {
	d := Document{Number: l.Number, Title: l.Title, Recipient: l.Recipient, Attachments: l.Attachments, Signer: l.Signer, Notes: l.Notes, DatedOn: l.DatedOn, Author: strings.SplitN(l.Title, "\n", 2)[0]}
	if l.Signer != "" {
		d.Seal = seal
	}
	if !l.DatedOn.IsZero() {
		d.Date = l.DatedOn.Chinese()
	}
	for _, p := range letter.Paragraphs(l.Body) {
		switch p.Style {
		case "row":
			d.row(p.Cells)
		case "page":
			d.Blocks = append(d.Blocks, PageBreak{})
		default:
			d.Blocks = append(d.Blocks, Paragraph{Text: p.Text, Style: styleOfMark[p.Style], Flush: p.Style == "flush"})
		}
	}
	return d
}

// row adds a row to the table that the document ends with, or begins one. The first column of two is a label.
func (d *Document) row(cells []string) {
	row := make(Row, len(cells))
	for i, text := range cells {
		row[i] = Cell{Text: text, Left: len(cells) == 2 && i == 1 || len(cells) > 2 && i == 1, Strong: len(cells) == 2 && i == 0}
	}
	if n := len(d.Blocks); n > 0 {
		if t, ok := d.Blocks[n-1].(Table); ok && len(t.Widths) == len(cells) {
			t.Rows = append(t.Rows, row)
			d.Blocks[n-1] = t
			return
		}
	}
	widths := make([]int, len(cells))
	for i := range widths {
		widths[i] = 3
	}
	switch len(cells) {
	case 2:
		widths = []int{3, 7}
	case 4: // a register: its first row is its head
		widths = []int{4, 6, 3, 5}
		for i := range row {
			row[i] = Cell{Text: cells[i], Strong: true}
		}
		d.Blocks = append(d.Blocks, Table{Widths: widths, Rows: []Row{row}, Header: 1, Size: sizeForm, Least: leastForm})
		return
	}
	d.Blocks = append(d.Blocks, Table{Widths: widths, Rows: []Row{row}, Size: sizeForm, Least: leastForm})
}
