package foreign

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"gongkai/fault"
)

// Limits of an OpenDocument file.
const (
	maxInflated = 64 << 20  // of one part
	maxODF      = 192 << 20 // of all
	mostRepeats = 1024      // of a row or cell that is written once
)

// IsODF reports an archive that is an OpenDocument file.
func IsODF(z *zip.Reader) bool {
	content, manifest := false, false
	for _, f := range z.File {
		content = content || f.Name == "content.xml"
		manifest = manifest || f.Name == "META-INF/manifest.xml" || f.Name == "mimetype"
	}
	return content && manifest
}

// ODFKind tells what an OpenDocument file is by its content.
func ODFKind(z *zip.Reader) Kind {
	for _, f := range z.File {
		if f.Name != "mimetype" || f.UncompressedSize64 > 200 {
			continue
		}
		r, err := f.Open()
		if err != nil {
			break
		}
		text, _ := io.ReadAll(io.LimitReader(r, 200))
		_ = r.Close()
		switch {
		case bytes.Contains(text, []byte("spreadsheet")):
			return Excel
		case bytes.Contains(text, []byte("presentation")):
			return PowerPoint
		}
	}
	return Word
}

// odf is an OpenDocument file being read.
type odf struct {
	f      *File
	styles map[string]*odfStyle
	left   int64

	stack    []odfElement
	story    []*odfText // paragraphs within remarks and notes within paragraphs
	table    []*Sheet
	row, col int
	column   int
	cell     *Cell
	repeat   [2]int // of the row and the cell
	value    string
	no       map[Story]int
	slide    int
	deleted  int // within text that was deleted
	remark   int // depth of the remark, 0 for none
	notes    int
	words    strings.Builder // of a remark or of notes
	in       string          // of the words that are no paragraph
	body     bool            // there is one
}

// An odfStyle is what a style hides.
type odfStyle struct {
	parent                      string
	hidden, white, off, noTable bool
	filled                      bool
}

// An odfElement is one that is open.
type odfElement struct {
	name  string
	style string
	off   bool // not shown, with all in it
}

// An odfText is a paragraph that is open.
type odfText struct {
	story              Story
	text, gone, unseen strings.Builder
	added              bool
}

// ReadODF reads an OpenDocument file.
func ReadODF(content []byte) (*File, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errDamaged()
	}
	o := &odf{f: &File{Kind: ODFKind(z)}, styles: map[string]*odfStyle{}, left: maxODF, no: map[Story]int{}}
	if err := o.locked(z); err != nil {
		return nil, err
	}
	for _, name := range []string{"meta.xml", "styles.xml", "content.xml"} {
		if err := o.part(z, name); err != nil {
			return nil, err
		}
	}
	if !o.body {
		return nil, errDamaged()
	}
	for _, f := range z.File {
		if err := o.file(z, f); err != nil {
			return nil, err
		}
	}
	return o.f, nil
}

// locked refuses a file whose parts are encrypted.
func (o *odf) locked(z *zip.Reader) error {
	return o.tokens(z, "META-INF/manifest.xml", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "encryption-data" {
			return errLocked()
		}
		return nil
	})
}

// file takes what the archive has beside its text.
func (o *odf) file(z *zip.Reader, f *zip.File) error {
	folder, base := path.Split(f.Name)
	switch {
	case base == "":
	case strings.HasPrefix(folder, "Pictures/"), strings.HasPrefix(folder, "Thumbnails/"), strings.HasPrefix(folder, "ObjectReplacements/"):
		return o.carry(f, base, true)
	case strings.HasPrefix(folder, "Basic/") && !strings.HasSuffix(base, "-lb.xml") && !strings.HasSuffix(base, "-lc.xml"), strings.HasPrefix(folder, "Scripts/"):
		o.f.trace(Macro, base, "")
	case strings.HasPrefix(folder, "Versions/"), base == "VersionList.xml":
		o.f.trace(Before, "以前保存的版本", "")
	case base == "content.xml" && folder != "": // an object with a document of its own
		before := len(o.f.Paragraphs)
		if err := o.part(z, f.Name); err != nil {
			return err
		}
		for i := before; i < len(o.f.Paragraphs); i++ {
			o.f.Paragraphs[i].Story = Story("嵌入的" + strings.Trim(folder, "/"))
		}
	case strings.HasPrefix(f.Name, "Object ") && folder == "": // of another program
		o.f.trace(Object, "嵌入的"+base, "")
		return o.carry(f, base, false)
	}
	return nil
}

func (o *odf) carry(f *zip.File, name string, picture bool) error {
	if len(o.f.Parts) >= 2000 {
		return fault.New(fault.Invalid, "文件中夹带的文件过多，不予读取")
	}
	content, err := o.inflate(f)
	if err != nil {
		return err
	}
	o.f.Parts = append(o.f.Parts, Part{name, content, picture})
	return nil
}

func (o *odf) inflate(f *zip.File) ([]byte, error) {
	tooLarge := fault.New(fault.Invalid, "文件解压后过大，疑为压缩炸弹，不予读取")
	if f.UncompressedSize64 > maxInflated || int64(f.UncompressedSize64) > o.left {
		return nil, tooLarge
	}
	r, err := f.Open()
	if err != nil {
		return nil, errDamaged()
	}
	defer r.Close()
	content, err := io.ReadAll(io.LimitReader(r, min(maxInflated, o.left)+1))
	if o.left -= int64(len(content)); len(content) > maxInflated || o.left < 0 {
		return nil, tooLarge
	}
	if err != nil {
		return nil, errDamaged()
	}
	return content, nil
}

// tokens calls visit for every token of a part.
func (o *odf) tokens(z *zip.Reader, name string, visit func(xml.Token) error) error {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		content, err := o.inflate(f)
		if err != nil {
			return err
		}
		return eachXML(content, visit)
	}
	return nil
}

// prefixOf is the usual prefix of a name space of OpenDocument; files are free to choose others.
func prefixOf(space string) string {
	rest, ok := strings.CutPrefix(space, "urn:oasis:names:tc:opendocument:xmlns:")
	if !ok {
		if space == "http://purl.org/dc/elements/1.1/" {
			return "dc"
		}
		return space
	}
	prefix, _, _ := strings.Cut(rest, ":")
	if prefix == "drawing" {
		return "draw"
	}
	return prefix
}

func eachXML(content []byte, visit func(xml.Token) error) error {
	d := xml.NewDecoder(bytes.NewReader(content))
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errDamaged()
		}
		if e, ok := token.(xml.StartElement); ok {
			e.Name.Space = prefixOf(e.Name.Space)
			token = e
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

// part reads one part with text.
func (o *odf) part(z *zip.Reader, name string) error {
	o.stack, o.story, o.table = nil, nil, nil
	o.cell, o.remark, o.deleted, o.notes = nil, 0, 0, 0
	return o.tokens(z, name, o.token)
}

func (o *odf) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if len(o.stack) >= deepestGroup {
			return fault.New(fault.Invalid, "文件嵌套过深，不予读取")
		}
		o.open(t)
	case xml.CharData:
		o.chars(string(t))
	case xml.EndElement:
		if n := len(o.stack); n > 0 {
			e := o.stack[n-1]
			o.stack = o.stack[:n-1]
			o.close(e)
		}
	}
	if len(o.f.Paragraphs) >= mostTexts || len(o.f.Sheets) > 1000 {
		return errDamaged()
	}
	return nil
}

// attr reads an attribute by its local name.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func number(s string, least, most int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return least
	}
	return max(least, min(n, most))
}

// off reports whether anything around hides what is in it.
func (o *odf) off() bool { return len(o.stack) > 0 && o.stack[len(o.stack)-1].off }

// hides follows a style to those under it.
func (o *odf) hides(name string, what func(*odfStyle) bool) bool {
	for range 12 {
		s := o.styles[name]
		if s == nil {
			return false
		}
		if what(s) {
			return true
		}
		name = s.parent
	}
	return false
}

func (s *odfStyle) unseen() bool { return s.hidden || s.white && !s.filled }
