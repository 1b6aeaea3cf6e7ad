// Package docread opens files of the kinds that agencies publish and gives what they say in one neutral shape:
// paragraphs and grids in reading order, each with its place in the file.
//
// It knows HTML, Markdown and text (in UTF-8, GB18030, UTF-16 and Big5), DOCX, XLSX and OFD, and by package foreign what came
// before them and beside them; PDF is in docread/pdftext, which needs a heavier machine. It knows nothing of what the files are about. Input is hostile until read: archives are
// bounded before they are inflated, no entity is expanded, nesting and the number of cells have limits ([Limits]).
package docread

import (
	"bytes"
	"fmt"

	"gongkai/fault"
	"gongkai/internal/docread/foreign"
)

// A Document is what a file says, in reading order.
type Document struct {
	Title  string            // the title that the file declares, often that of the web page
	Meta   map[string]string // declared properties by lower-case name: pubdate, contentsource
	Blocks []Block
	Lines  bool // the blocks are lines of plain text; blank ones are kept, for they may be blank cells
}

// A Block is a paragraph, or a grid when Grid is set.
type Block struct {
	Text string
	Grid *Grid
	Page int // of a paged file, from 1
	No   int // the number of the paragraph or line, from 1
}

// Place says where the block stands: 第3页, 第12段.
func (b Block) Place() string {
	switch {
	case b.Grid != nil:
		return b.Grid.Name
	case b.Page > 0:
		return fmt.Sprintf("第%d页", b.Page)
	default:
		return fmt.Sprintf("第%d段", b.No)
	}
}

// A Grid is a table. Each row has the cells that begin in it; squares that a span covers are not repeated.
type Grid struct {
	Name  string // 第2张表, or the name of the sheet
	Sheet bool   // Name is a sheet of a workbook
	Rows  [][]Cell
	Nos   []int // the number of each row where rows were left out; nil when they count from 1
}

// Place says where a row (from 0) stands: 第2张表第5行, 名单!第5行.
func (g *Grid) Place(row int) string {
	no := row + 1
	if row < len(g.Nos) {
		no = g.Nos[row]
	}
	if g.Sheet {
		return fmt.Sprintf("%s!第%d行", g.Name, no)
	}
	return fmt.Sprintf("%s第%d行", g.Name, no)
}

// A Cell is one square of a grid.
type Cell struct {
	Text string // paragraphs separated by newlines
	Col  int    // its first column, from 0, spans resolved
}

// Limits of what is read. A report is a hundredth of each.
const (
	MaxBytes    = 64 << 20 // of the file
	maxInflated = 48 << 20 // of one part of an archive
	maxCells    = 200_000
	maxDepth    = 64 // tables within tables
	maxColumns  = 1024
	maxBlocks   = 400_000
)

// Version counts what the readers of files can do. It is raised whenever a kind, or a sort of broken file, becomes readable:
// what could not be read before is then read, and examined, again.
const Version = "2"

// A Kind is a sort of file.
type Kind string

// The kinds that can be told apart by their first bytes.
const (
	HTML  Kind = "HTML"
	Text  Kind = "text"
	DOCX  Kind = "DOCX"
	XLSX  Kind = "XLSX"
	PDF   Kind = "PDF"
	OFD   Kind = "OFD"
	Older Kind = "Office 97" // or WPS, RTF, OpenDocument: what package foreign reads
	other Kind = ""
)

// Sniff tells the kind of a file by its content; names of published files often lie. The error says in Chinese why
// a file cannot be read at all.
func Sniff(content []byte) (Kind, error) {
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return other, fault.New(fault.Invalid, "文件是空的")
	case len(content) > MaxBytes:
		return other, fault.New(fault.Invalid, "文件超过%d兆字节，不予读取", MaxBytes>>20)
	case bytes.Contains(content[:min(1024, len(content))], []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(content, []byte("PK\x03\x04")), bytes.HasPrefix(content, []byte("PK\x05\x06")):
		return sniffArchive(content)
	case bytes.HasPrefix(content, []byte(foreign.Signature)):
		if bytes.Contains(content, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e")) {
			return other, fault.New(fault.Invalid, "文件已加密，请先解除密码")
		}
		return Older, nil
	case bytes.HasPrefix(content, []byte(foreign.Rich)):
		return Older, nil
	}
	for _, magic := range []string{"\x89PNG", "\xFF\xD8\xFF", "GIF8", "BM", "II*\x00", "MM\x00*"} {
		if bytes.HasPrefix(content, []byte(magic)) && (magic != "BM" || bytes.IndexByte(content[:min(64, len(content))], 0) >= 0) {
			return other, fault.New(fault.Invalid, "这是图片，没有可以读取的文字")
		}
	}
	return Text, nil
}

// Read opens a file of any kind but PDF.
func Read(content []byte) (*Document, error) {
	kind, err := Sniff(content)
	if err != nil {
		return nil, err
	}
	switch kind {
	case DOCX:
		return readDOCX(content)
	case XLSX:
		return readXLSX(content)
	case Older:
		return readOlder(content)
	case OFD:
		return readOFD(content)
	case PDF:
		return nil, fault.New(fault.Invalid, "此处不能读取PDF文件")
	}
	text, err := Decode(content)
	if err != nil {
		return nil, err
	}
	if LooksLikeHTML(text) {
		return readHTML(text)
	}
	return FromText(text)
}
