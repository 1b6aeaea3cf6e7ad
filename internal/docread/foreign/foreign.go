// Package foreign reads the office files that are not those of Office since 2007: the compound files ([MS-CFB]) that Word,
// Excel and PowerPoint wrote before and WPS still writes as wps, et and dps, with the text of Word ([MS-DOC]), the cells of
// a workbook ([MS-XLS]) or the slides of a presentation ([MS-PPT]); RTF; and OpenDocument (ISO/IEC 26300).
//
// Half of what counties have on their disks is in these formats, and 《条例》第十七条 asks that what goes out is examined. So
// everything is read that such a file carries: what a reader shows, what was deleted under revision, what is hidden,
// remarks, properties, files within. Beyond that the compound files keep remains that no program shows; [File.Residue]
// gives the pieces of text that stand anywhere in the file but in nothing that was read. Formulas, drawings and charts are
// read for their words only. Excel 95 and older, Word 95 and older, and encrypted files are refused.
//
// Input is hostile: every offset is checked, chains and lists have ends, and what is read from a file is bounded by its
// size, or by a limit where it is inflated.
package foreign

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"gongkai/fault"

	"github.com/richardlehane/mscfb"
)

// A Kind is the program that a file is for.
type Kind int

// The kinds.
const (
	Unknown Kind = iota
	Word
	Excel
	PowerPoint
)

// A Story is the part of a file in which a text stands.
type Story string

// The stories. Slides are their own: 幻灯片3.
const (
	Main     Story = "正文"
	Footnote Story = "脚注"
	Header   Story = "页眉页脚"
	Remark   Story = "批注"
	Endnote  Story = "尾注"
	Box      Story = "文本框"
)

// A Paragraph is one of a Word file, or a line of a slide.
type Paragraph struct {
	Story  Story
	No     int    // from 1 in its story
	Text   string // what is shown
	Gone   string // deleted under revision
	Unseen string // hidden, white or tiny
	Added  bool   // under revision
	Cell   bool   // it ends a cell of a table
	Row    bool   // it is the end of a row
	Table  bool   // it stands in a table

	raw string // as it stands in the file
}

// A Cell is one of a sheet.
type Cell struct {
	Row, Col int // from 0
	Text     string
	Unseen   bool // by its format

	raw string // the number, where it is shown otherwise
}

// A Sheet is one of a workbook.
type Sheet struct {
	Name    string
	Hidden  bool
	Cells   []Cell
	Rows    []int // hidden
	Columns []int
	Merged  [][4]int // first row, last row, first column, last column
}

// A TraceKind names what was left or hidden, in the words of package inside.
type TraceKind string

// The traces that are no paragraph or sheet.
const (
	Macro  TraceKind = "macro"
	Object TraceKind = "embedded_object"
	Note   TraceKind = "comment"
	Hidden TraceKind = "hidden_slide"
	Notes  TraceKind = "speaker_notes"
	Unseen TraceKind = "hidden_text"
	Change TraceKind = "tracked_change"
	Before TraceKind = "earlier_revision"
)

// A Trace is one thing left or hidden.
type Trace struct {
	Kind  TraceKind
	Where string
	Text  string
}

// A Property says something of the file.
type Property struct{ Label, Value string }

// A Part is a file that the file carries.
type Part struct {
	Name    string
	Content []byte
	Picture bool
}

// A File is everything that was read.
type File struct {
	Kind       Kind
	Paragraphs []Paragraph
	Sheets     []Sheet
	Properties []Property
	Traces     []Trace
	Parts      []Part
	Links      []string
	Residue    []string // texts that stand in the file, but in nothing of the above
}

// Limits of one file.
const (
	mostStreams = 4000
	maxStreams  = 192 << 20
	mostTexts   = 300_000
	mostCells   = 400_000
	mostTraces  = 2000
)

// Signature begins every compound file.
const Signature = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

func errDamaged() error {
	return fault.New(fault.Invalid, "文件不完整或已损坏，无法打开")
}
func errLocked() error { return fault.New(fault.Invalid, "文件已加密，请先解除密码") }

// errTooOld is for versions whose form differs from what is read here.
func errTooOld(program string) error {
	return fault.New(fault.Invalid, "这是%s 95或者更早版本的文件，无法检查，请用新版软件打开后另存", program)
}

// streams are the data of a compound file by path, without the control character that some names begin with:
// "WordDocument", "ObjectPool/_1/Ole10Native".
type streams map[string][]byte

// open reads a compound file whole.
func open(content []byte) (all streams, err error) {
	defer func() {
		if recover() != nil { // the library over a broken file
			all, err = nil, errDamaged()
		}
	}()
	r, err := mscfb.New(bytes.NewReader(content))
	if err != nil {
		return nil, errDamaged()
	}
	all = streams{}
	total := int64(0)
	for f, err := r.Next(); ; f, err = r.Next() {
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, errDamaged()
		}
		if len(all) >= mostStreams {
			return nil, fault.New(fault.Invalid, "文件中的数据流过多，不予读取")
		}
		name := strings.Join(append(slices.Clone(f.Path), f.Name), "/")
		if f.FileInfo().IsDir() {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(f, int64(len(content))+1))
		if total += int64(len(data)); len(data) > len(content) || total > maxStreams {
			return nil, errDamaged()
		}
		if err != nil {
			return nil, errDamaged()
		}
		all[name] = data
	}
}

// Open reads a file of any of the formats, told by its first bytes.
func Open(content []byte) (*File, error) {
	switch {
	case bytes.HasPrefix(content, []byte(Rich)):
		return ReadRTF(content)
	case bytes.HasPrefix(content, []byte("PK")):
		return ReadODF(content)
	}
	return Read(content)
}

// Read reads a compound file.
func Read(content []byte) (*File, error) {
	all, err := open(content)
	if err != nil {
		return nil, err
	}
	f, err := all.read("")
	if err != nil {
		return nil, err
	}
	f.Residue = residue(content, f)
	return f, nil
}

// read reads what stands under a prefix: the file, or an object within.
func (s streams) read(prefix string) (*File, error) {
	f := &File{}
	var err error
	switch {
	case s[prefix+"EncryptedPackage"] != nil:
		return nil, errLocked()
	case s[prefix+"WordDocument"] != nil:
		f.Kind = Word
		err = f.word(s, prefix)
	case s[prefix+"Workbook"] != nil:
		f.Kind = Excel
		err = f.excel(s[prefix+"Workbook"])
	case s[prefix+"Book"] != nil:
		return nil, errTooOld("Excel")
	case s[prefix+"PowerPoint Document"] != nil:
		f.Kind = PowerPoint
		err = f.slides(s, prefix)
	default:
		return nil, fault.New(fault.Invalid, "这不是Word、Excel、PowerPoint或者WPS的文件，无法检查")
	}
	if err != nil {
		return nil, err
	}
	f.properties(s[prefix+"SummaryInformation"])
	f.properties(s[prefix+"DocumentSummaryInformation"])
	f.within(s, prefix)
	return f, nil
}

func (f *File) trace(kind TraceKind, where, text string) {
	if len(f.Traces) < mostTraces {
		f.Traces = append(f.Traces, Trace{kind, where, text})
	}
}

// within tells of macros, and reads the objects that the file carries.
func (f *File) within(s streams, prefix string) {
	objects := map[string]bool{}
	macros := false
	for _, name := range sortedNames(s) {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		folder, inner, deep := strings.Cut(rest, "/")
		switch {
		case !deep:
			if rest == "Revision Log" {
				f.trace(Change, "共享工作簿的修订记录", "")
			}
			continue
		case folder == "Macros" || folder == "_VBA_PROJECT_CUR" || strings.Contains(rest, "VBA/"):
			macros = true
			continue
		case folder == "_SX_DB_CUR":
			f.trace(Unseen, "数据透视表的缓存", "")
			continue
		case folder == "ObjectPool":
			id, _, _ := strings.Cut(inner, "/")
			folder += "/" + id
		case !strings.HasPrefix(folder, "MBD"):
			continue
		}
		if !objects[folder] && len(objects) < 200 {
			objects[folder] = true
			f.object(s, prefix+folder+"/")
		}
	}
	if macros {
		f.trace(Macro, "宏", "")
	}
}

func sortedNames(s streams) []string {
	names := make([]string, 0, len(s))
	for name := range s {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// object reads one object within: a file that was packed as it was, or the streams of another program.
func (f *File) object(s streams, prefix string) {
	where := "嵌入的对象" + strings.TrimSuffix(prefix[strings.LastIndex(strings.TrimSuffix(prefix, "/"), "/")+1:], "/")
	f.trace(Object, where, "")
	if native := s[prefix+"Ole10Native"]; native != nil {
		if name, content, ok := packed(native); ok {
			f.Parts = append(f.Parts, Part{Name: name, Content: content})
		}
		return
	}
	if content := s[prefix+"Package"]; content != nil { // a docx, xlsx or pptx
		f.Parts = append(f.Parts, Part{Name: "嵌入的文件", Content: content})
		return
	}
	inner, err := s.read(prefix)
	if err != nil {
		return
	}
	for _, p := range inner.Paragraphs {
		f.paragraph(Paragraph{Story: Story(where), No: p.No, Text: p.Text, Gone: p.Gone, Unseen: p.Unseen})
	}
	for _, sheet := range inner.Sheets {
		for _, c := range sheet.Cells {
			f.paragraph(Paragraph{Story: Story(where), No: c.Row + 1, Text: c.Text})
		}
	}
}

func (f *File) paragraph(p Paragraph) {
	if len(f.Paragraphs) < mostTexts {
		f.Paragraphs = append(f.Paragraphs, p)
	}
}

// packed reads the form in which the packager of Windows keeps a file ([MS-OLEDS] 2.3.6).
func packed(b []byte) (name string, content []byte, ok bool) {
	r := &reader{b: b}
	r.skip(6)
	label := r.cstring()
	r.cstring()
	r.skip(4)
	r.skip(int(r.u32()))
	n := int(r.u32())
	content = r.take(n)
	if r.failed || n == 0 {
		return "", nil, false
	}
	return localText([]byte(label)), content, true
}

// A reader goes through bytes; what is not there fails it and reads as nothing.
type reader struct {
	b      []byte
	at     int
	failed bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b)-r.at {
		r.failed = true
		r.at = len(r.b)
		return nil
	}
	r.at += n
	return r.b[r.at-n : r.at]
}

func (r *reader) skip(n int) { r.take(n) }

func (r *reader) u32() uint32 { return u32(r.take(4), 0) }

func (r *reader) cstring() string {
	i := bytes.IndexByte(r.b[min(r.at, len(r.b)):], 0)
	if i < 0 {
		r.failed = true
		return ""
	}
	text := string(r.b[r.at : r.at+i])
	r.at += i + 1
	return text
}

// u16 reads two bytes, 0 where they are not.
func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return uint16(b[at]) | uint16(b[at+1])<<8
}

// u32 reads four bytes, 0 where they are not.
func u32(b []byte, at int) uint32 {
	return uint32(u16(b, at)) | uint32(u16(b, at+2))<<16
}

// slice is a part of b, nil where it does not lie in it.
func slice(b []byte, at, n uint32) []byte {
	if uint64(at)+uint64(n) > uint64(len(b)) {
		return nil
	}
	return b[at : at+n]
}
