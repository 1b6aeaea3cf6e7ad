// Package intake turns a file that somebody already has — a Word or WPS document of any year, RTF, OpenDocument, a web
// page, a PDF, a workbook, Markdown or text — into the draft of a record, so that nobody retypes what has been written once.
//
// 《条例》第二十六条 gives twenty workdays to publish; most of them are lost where a document is copied by hand from one
// program into another. 公文 have a fixed shape (GB/T 9704): letterhead, 发文字号, title, 主送机关, text, 附件说明,
// signature with 成文日期, and the line 印发; the package finds those parts and keeps the text with its tables,
// headings, lists and pictures.
//
// It never guesses: what was not found, or can be read in two ways, is left blank or named in the notes of the draft for
// the person to decide. It screens nothing (package review/screen does), stores nothing, and does not follow links.
// Files are hostile until read: their size, their parts, nesting, tables and pictures have limits ([Limits]).
package intake

import (
	"context"
	"fmt"
	"path"
	"strings"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/docread"
)

// A Draft is what a file gives.
type Draft struct {
	Record      disclosure.Record // without agency, column and kind, which are for a person to say
	Index       catalog.IndexNo   // the 索引号 that a page of an old site shows
	PublishedOn civil.Date        // the day on which an old page says it was published
	Recipients  string            // 主送机关
	Attachments []string          // names of attachments that the text speaks of
	Files       []File            // pictures of the body, and the file itself where it is the best form of what it holds
	Notes       []string          // what was not found, is doubtful or was left out; in Chinese, for the person
}

// A File is a picture of the body, or an attachment.
type File struct {
	Name string // a picture stands in the body under this name as its address
	Data []byte
	Body bool // a picture of the body, not an attachment
}

// Options say how to read.
type Options struct {
	PDF func(content []byte) (pages []string, err error) // reads PDF files; without it they are refused
	// Refuse looks at the whole file before it is read, with what will not be brought into the draft: headers, properties,
	// hidden parts. An error of it is the answer. nil refuses nothing.
	Refuse func(name string, content []byte) error
}

// Limits of one file, beside those of package docread.
const (
	maxPart     = 48 << 20 // of one part of an archive, inflated
	maxPictures = 200
	maxPicture  = 16 << 20
	maxMedia    = 64 << 20 // all pictures of a file
	maxCells    = 100_000
	maxLines    = 60_000
	maxNested   = 24 // tables within tables
	maxText     = 8 << 20
)

// Read reads a file, told by its content and not by its name. The error is for the person, in Chinese.
func Read(ctx context.Context, name string, data []byte, o Options) (_ Draft, err error) {
	defer func() {
		if p := recover(); p != nil { // a library's panic over a hostile file is a fault of the file
			err = &fault.Error{Kind: fault.Invalid, Message: "文件不完整或已损坏，无法读取", Err: fmt.Errorf("%v", p)}
		}
	}()
	if err := ctx.Err(); err != nil {
		return Draft{}, err
	}
	kind, err := docread.Sniff(data)
	if err != nil {
		return Draft{}, err
	}
	if o.Refuse != nil {
		if err := o.Refuse(name, data); err != nil {
			return Draft{}, err
		}
	}
	r := &reader{ctx: ctx}
	switch kind {
	case docread.DOCX:
		err = r.docx(data)
	case docread.XLSX:
		err = r.workbook(name, data)
	case docread.Older:
		err = r.older(name, data)
	case docread.OFD:
		err = r.ofd(name, data)
	case docread.PDF:
		err = r.pdf(name, data, o.PDF)
	default:
		err = r.text(name, data)
	}
	if err != nil {
		return Draft{}, err
	}
	return r.finish(name)
}

// A reader gathers the lines of a file and what is to be said about them.
type reader struct {
	ctx   context.Context
	lines []line
	draft Draft
	media int
	said  map[string]bool
	facts bool // the file is no 公文: look for no letterhead
}

// note says something once.
func (r *reader) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if r.said == nil {
		r.said = map[string]bool{}
	}
	if !r.said[text] {
		r.said[text] = true
		r.draft.Notes = append(r.draft.Notes, text)
	}
}

// add takes a line, within the limits.
func (r *reader) add(l line) error {
	if len(r.lines) >= maxLines {
		return fault.New(fault.Invalid, "文件超过%d段，不予读取", maxLines)
	}
	if len(r.lines)%256 == 0 && r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	r.lines = append(r.lines, l)
	return nil
}

// picture keeps a picture of the body and returns the name under which it stands there, empty where it is left out.
func (r *reader) picture(data []byte) string {
	ext := pictureKind(data)
	switch {
	case ext == "":
		r.note("有一幅图不是网页能显示的格式（如EMF、WMF、TIFF），没有带入，请另存为PNG后补上")
		return ""
	case len(data) > maxPicture, r.media+len(data) > maxMedia, len(r.draft.Files) >= maxPictures:
		r.note("图片过大或过多，有图片没有带入")
		return ""
	}
	for _, f := range r.draft.Files {
		if string(f.Data) == string(data) {
			return f.Name
		}
	}
	name := fmt.Sprintf("图%d%s", len(r.draft.Files)+1, ext)
	r.media += len(data)
	r.draft.Files = append(r.draft.Files, File{Name: name, Data: data, Body: true})
	return name
}

func pictureKind(data []byte) string {
	head := string(data[:min(16, len(data))])
	switch {
	case strings.HasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return ".png"
	case strings.HasPrefix(head, "\xFF\xD8\xFF"):
		return ".jpg"
	case strings.HasPrefix(head, "GIF8"):
		return ".gif"
	case strings.HasPrefix(head, "RIFF") && len(head) >= 12 && head[8:12] == "WEBP":
		return ".webp"
	}
	return ""
}

// finish finds the parts of the document, and writes the body.
func (r *reader) finish(name string) (Draft, error) {
	if !r.facts {
		r.findParts()
	}
	d := &r.draft
	d.Record.Body = render(r.lines)
	d.Record.Language = "zh-CN"
	if d.Record.Title == "" {
		r.note("没有认出标题，请填写（文件名是“%s”）", strings.TrimSuffix(path.Base(name), path.Ext(name)))
	}
	if strings.TrimSpace(d.Record.Body) == "" && len(d.Files) == 0 {
		return Draft{}, fault.New(fault.Invalid, "文件中没有可以读取的内容")
	}
	missing := []struct {
		blank bool
		what  string
	}{{d.Record.DocNo == "", "文号"}, {d.Record.FormedOn.IsZero(), "成文日期"}, {d.Record.IssuedOn.IsZero(), "发文日期"},
		{d.Record.Issuer == "", "发文机关"}, {d.Record.Attribute == "", "公开属性"}}
	var names []string
	for _, m := range missing {
		if m.blank {
			names = append(names, m.what)
		}
	}
	if len(names) > 0 {
		r.note("文件中没有找到：%s", strings.Join(names, "、"))
	}
	if len(d.Attachments) > 0 {
		r.note("正文提到%d个附件，请核对并上传：%s", len(d.Attachments), strings.Join(d.Attachments, "；"))
	}
	return *d, nil
}
