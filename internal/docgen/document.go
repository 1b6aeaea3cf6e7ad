package docgen

import (
	"strconv"

	"gongkai/civil"
)

// A Document is what is to be printed, free of any file format.
type Document struct {
	Letterhead  string // 发文机关标志 in red, empty without
	Number      string // 文号: under the letterhead, or under the title where there is none
	Title       string // may hold line breaks
	Recipient   string // 主送, without the colon
	Blocks      []Block
	Attachments []string   // 附件说明
	Signer      string     // 署名
	Date        string     // 成文日期 as written
	Seal        *Image     // the agency's own seal image over the signature; nil leaves room for the stamp
	Notes       []string   // 附注, with their brackets
	Author      string     // for the file's properties
	DatedOn     civil.Date // for the file's properties; the zero date is left out
}

// An Image is a PNG or JPEG.
type Image struct {
	Data   []byte
	Width  float64 // mm
	Height float64 // mm
}

// A Block is a part of the running text: a [Paragraph], a [Table], a [Chart] or a [PageBreak].
type Block interface{ block() }

// A Style is the role of a paragraph.
type Style uint8

// The styles, with the type that GB/T 9704 gives them.
const (
	Body   Style = iota // 三号仿宋
	H1                  // 三号黑体: 一、
	H2                  // 三号楷体: （一）
	H3                  // 三号仿宋 bold: 1.
	Small               // 五号, for notes and captions
	Centre              // 三号, centred
)

// A Paragraph is a piece of running text. Body paragraphs are indented by two characters.
type Paragraph struct {
	Text   string
	Style  Style
	Flush  bool // no indent
	Right  bool
	Strong bool
}

// A Table has columns of relative width and rows of cells.
type Table struct {
	Widths []int
	Rows   []Row
	Header int     // the number of rows repeated on every page
	Keep   bool    // on one page, where it fits on one
	Size   float64 // type size in pt; 0 is 五号 (10.5)
	Least  float64 // the least height of a row in pt, for forms that are filled in by hand
}

// A Row is one row; cells covered by a span from the left or above are left out.
type Row []Cell

// A Cell is one cell. Spans of 0 count as 1.
type Cell struct {
	Text    string
	ColSpan int
	RowSpan int
	Left    bool // set left; centred otherwise
	Strong  bool
}

// A PageBreak starts a new page.
type PageBreak struct{}

func (Paragraph) block() {}
func (Table) block()     {}
func (PageBreak) block() {}

// Measures of GB/T 9704-2012, in points.
const (
	mm         = 72 / 25.4
	pageWidth  = 210 * mm
	pageHeight = 297 * mm
	top        = 37 * mm
	left       = 28 * mm
	areaWidth  = 156 * mm
	areaHeight = 225 * mm
	lines      = 22
	perLine    = 28
	linePitch  = areaHeight / lines
	charPitch  = areaWidth / perLine
	sizeBody   = 16.0 // 三号
	sizeTitle  = 22.0 // 二号
	sizeNote   = 14.0 // 四号
	sizeTable  = 10.5 // 五号
	sealRight  = 4    // characters free to the right of the date of a sealed document
	markTop    = 35 * mm
	ruleBelow  = 4 * mm // from the 文号 to the red line
)

// attachmentLines are the lines of the 附件说明: the mark, then each name, numbered where there are several.
func (d Document) attachmentLines() []string {
	lines := make([]string, len(d.Attachments))
	for i, name := range d.Attachments {
		if lines[i] = name; len(d.Attachments) > 1 {
			lines[i] = strconv.Itoa(i+1) + "." + name
		}
	}
	return lines
}

// attachmentMark stands before the first name.
const attachmentMark = "附件："

// A placed cell knows the grid square at its top left.
type placed struct {
	Cell
	row, col int
}

func (c Cell) cols() int { return max(c.ColSpan, 1) }
func (c Cell) rows() int { return max(c.RowSpan, 1) }

// place resolves the spans: every cell gets its grid square, squares covered by spans get none.
func (t Table) place() []placed {
	taken := map[[2]int]bool{}
	var cells []placed
	for r, row := range t.Rows {
		col := 0
		for _, c := range row {
			for taken[[2]int{r, col}] {
				col++
			}
			for dr := range c.rows() {
				for dc := range c.cols() {
					taken[[2]int{r + dr, col + dc}] = true
				}
			}
			cells = append(cells, placed{c, r, col})
			col += c.cols()
		}
	}
	return cells
}

// columns returns the widths of the columns in points, filling the total.
func (t Table) columns(total float64) []float64 {
	sum := 0
	for _, w := range t.Widths {
		sum += w
	}
	widths := make([]float64, len(t.Widths))
	for i, w := range t.Widths {
		widths[i] = total * float64(w) / float64(sum)
	}
	return widths
}
