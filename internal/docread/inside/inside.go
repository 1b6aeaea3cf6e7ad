// Package inside shows everything that a file carries, whether a reader sees it or not: text with its exact place,
// changes that were tracked, comments, what is hidden, what is embedded, the properties of the file, links.
//
// Package docread reads a file as its reader does. This one reads it as whoever looks for what should not be there. It
// knows DOCX, XLSX, PPTX, OFD, HTML, text, JPEG, PNG and archives of them; PDF is examined by docread/pdftext. It does not
// judge what it finds. Input is hostile: parts are bounded before they are inflated, tokens keep no stack, lists have
// ends.
package inside

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"path"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread"
)

// A Place is what a piece of text is in its file.
type Place int

// The places.
const (
	Body     Place = iota // a paragraph
	Square                // a cell
	Head                  // the first lines, headers, footers, text boxes, watermarks
	Property              // author, keywords, title
	Beside                // a comment, a note: shown beside the text or on demand
	Out                   // deleted, hidden
)

// A Piece is some text with its place.
type Piece struct {
	Where string // 第12段, 名单!C5, 幻灯片2
	Text  string
	Place Place
	Label string // the head of the column, the name of the property
}

// A TraceKind is a way of hiding something in a file, or of leaving it there.
type TraceKind string

// The traces.
const (
	Change       TraceKind = "tracked_change"
	Comment      TraceKind = "comment"
	HiddenSheet  TraceKind = "hidden_sheet"
	HiddenRow    TraceKind = "hidden_row"
	HiddenColumn TraceKind = "hidden_column"
	HiddenText   TraceKind = "hidden_text"
	HiddenSlide  TraceKind = "hidden_slide"
	Notes        TraceKind = "speaker_notes"
	Object       TraceKind = "embedded_object"
	Macro        TraceKind = "macro"
	Author       TraceKind = "property"
	Position     TraceKind = "gps"
	Camera       TraceKind = "camera_data"
	Earlier      TraceKind = "earlier_revision"
)

// A Trace is one thing left or hidden, where it is, and what it says.
type Trace struct {
	Kind  TraceKind
	Where string
	Text  string
}

// A File is one that another carries.
type File struct {
	Name    string
	Where   string
	Content []byte
	Picture bool // part of the page, not an object of its own
}

// A Link leads out of the file.
type Link struct{ Where, Target string }

// A Content is everything in a file.
type Content struct {
	Pieces []Piece
	Traces []Trace
	Files  []File
	Links  []Link
}

// Limits of one file.
const (
	maxPieces   = 300_000
	maxTraces   = 2_000
	maxFiles    = 2_000
	maxText     = 24 << 20
	maxInflated = 64 << 20  // of one file within
	maxTotal    = 192 << 20 // of all files within
)

// A reading gathers a content within its limits.
type reading struct {
	Content
	size     int
	inflated int64
	err      error
}

func (r *reading) text(where, text string, place Place, label string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if r.size += len(text); r.size > maxText || len(r.Pieces) >= maxPieces {
		r.fail("文件的文字过多，不予读取")
		return
	}
	r.Pieces = append(r.Pieces, Piece{where, text, place, label})
}

func (r *reading) trace(kind TraceKind, where, text string) {
	if len(r.Traces) < maxTraces {
		r.Traces = append(r.Traces, Trace{kind, where, shorten(text)})
	}
}

func (r *reading) link(where, target string) {
	if len(r.Links) < maxFiles && (strings.Contains(target, "://") || strings.HasPrefix(target, "//")) {
		r.Links = append(r.Links, Link{where, target})
	}
}

func (r *reading) fail(message string) {
	if r.err == nil {
		r.err = fault.New(fault.Invalid, "%s", message)
	}
}

// carry takes a file of the archive out, within what all of them may have.
func (r *reading) carry(f *zip.File, name, where string, picture bool) {
	content, err := r.inflate(f)
	if err != nil {
		r.err = err
		return
	}
	if len(r.Files) >= maxFiles {
		r.fail("文件中夹带的文件过多，不予读取")
		return
	}
	r.Files = append(r.Files, File{name, where, content, picture})
}

func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if n := []rune(s); len(n) > 60 {
		return string(n[:60]) + "…"
	}
	return s
}

// Office opens the content of a DOCX, XLSX or PPTX file, or an OFD file.
func Office(content []byte) (*Content, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fault.New(fault.Invalid, "文件不完整或已损坏，无法打开")
	}
	r := &reading{}
	switch KindOf(z) {
	case docread.DOCX:
		err = r.word(z)
	case docread.XLSX:
		err = r.workbook(z)
	case PPTX:
		err = r.slides(z)
	case OFD:
		err = r.ofd(z)
	default:
		return nil, fault.New(fault.Invalid, "这不是Word、Excel、PowerPoint或OFD文件")
	}
	if err == nil {
		err = r.err
	}
	if err != nil {
		return nil, err
	}
	return &r.Content, nil
}

// Kinds of files beside those of package docread.
const (
	PPTX docread.Kind = "PPTX"
	OFD               = docread.OFD
	ZIP  docread.Kind = "ZIP"
)

// KindOf tells what an archive is by its parts.
func KindOf(z *zip.Reader) docread.Kind {
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return docread.DOCX
		case "xl/workbook.xml":
			return docread.XLSX
		case "ppt/presentation.xml":
			return PPTX
		case "OFD.xml":
			return OFD
		}
	}
	return ZIP
}

// officeExtras reads what all three Office formats have: properties, macros, objects, pictures, links to other files.
// pages says where the pictures and objects are.
func (r *reading) officeExtras(z *zip.Reader) error {
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		base := path.Base(f.Name)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"):
			r.trace(Macro, base, "")
		case strings.Contains(name, "/embeddings/"), strings.Contains(name, "/activex/") && strings.HasSuffix(name, ".bin"), strings.Contains(name, "/afchunk"):
			r.trace(Object, "嵌入的"+base, base)
			r.carry(f, base, "嵌入的"+base, false)
		case strings.Contains(name, "/media/"):
			r.carry(f, base, "图片"+base, true)
		case name == "docprops/thumbnail.jpeg", name == "docprops/thumbnail.jpg":
			r.carry(f, base, "缩略图", true)
		case strings.Contains(name, "/diagrams/data"), strings.Contains(name, "/charts/chart"):
			if err := r.drawn(z, f.Name, "图形中的文字"); err != nil {
				return err
			}
		case strings.HasPrefix(name, "customxml/item") && strings.HasSuffix(name, ".xml") && !strings.Contains(name, "props"):
			if err := r.loose(z, f.Name, "自定义XML数据"); err != nil {
				return err
			}
		case name == "word/settings.xml":
			if err := r.variables(z, f.Name); err != nil {
				return err
			}
		case strings.HasSuffix(name, ".rels"):
			if err := r.outside(z, f.Name); err != nil {
				return err
			}
		}
		if r.err != nil {
			return r.err
		}
	}
	for _, part := range []string{"docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"} {
		if err := r.properties(z, part); err != nil {
			return err
		}
	}
	return nil
}

// loose reads the words of an XML part whose form is not known: templates and other programs leave data there.
func (r *reading) loose(z *zip.Reader, name, where string) error {
	return docread.EachToken(z, name, func(token xml.Token) error {
		if text, ok := token.(xml.CharData); ok {
			r.text(where, strings.TrimSpace(string(text)), Property, "")
		}
		return r.err
	})
}

// variables reads what macros and templates have noted in a Word file.
func (r *reading) variables(z *zip.Reader, name string) error {
	return docread.EachToken(z, name, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "docVar" {
			label := docread.Attr(e, "name")
			r.text("文档变量“"+label+"”", docread.Attr(e, "val"), Property, label)
		}
		return r.err
	})
}

// outside lists links to the outside of the archive.
func (r *reading) outside(z *zip.Reader, rels string) error {
	return docread.EachToken(z, rels, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" && docread.Attr(e, "TargetMode") == "External" {
			r.link("链接", docread.Attr(e, "Target"))
		}
		return nil
	})
}

// propertyLabels are the properties that people fill in, by element.
var propertyLabels = map[string]string{
	"creator": "作者", "lastModifiedBy": "最后修改人", "title": "标题", "subject": "主题", "description": "备注", "keywords": "关键词", "category": "类别",
	"Manager": "经理", "Company": "单位", "contentStatus": "状态", "lpwstr": "自定义属性", "Author": "作者", "Creator": "制作程序", "Abstract": "摘要", "Keyword": "关键词", "Title": "标题", "Subject": "主题",
	"Template": "模板", "HyperlinkBase": "链接基址",
}

// persons are the properties that name people.
var persons = map[string]bool{"作者": true, "最后修改人": true, "经理": true, "说明作者": true, "参与者": true}

func (r *reading) properties(z *zip.Reader, part string) error {
	var label string
	var text []byte
	return docread.EachToken(z, part, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			label, text = propertyLabels[t.Name.Local], text[:0]
			if t.Name.Local == "property" {
				if name := docread.Attr(t, "name"); name != "" {
					r.text("文件属性", name, Property, "自定义属性")
				}
			}
		case xml.CharData:
			if label != "" {
				text = append(text, t...)
			}
		case xml.EndElement:
			if label != "" {
				r.property(label, string(text))
			}
			label = ""
		}
		return nil
	})
}

func (r *reading) property(label, value string) {
	r.text("文件属性“"+label+"”", value, Property, label)
	if Personal(label, value) {
		r.trace(Author, "文件属性“"+label+"”", value)
	}
}

// Personal reports a property that names a person.
func Personal(label, value string) bool { return persons[label] && personal(value) }

// personal reports a value that looks like the name of a Chinese person, not of a program or office.
func personal(s string) bool {
	n := []rune(strings.TrimSpace(s))
	if len(n) < 2 || len(n) > 4 {
		return false
	}
	for _, c := range n {
		if c < 0x3400 {
			return false
		}
	}
	switch last := n[len(n)-1]; last {
	case '局', '委', '办', '部', '厅', '室', '科', '股', '院', '所', '会', '司', '户', '员', '者', '脑', '机':
		return false
	}
	return true
}
