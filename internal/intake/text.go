package intake

import (
	"bytes"
	"html"
	"path"
	"regexp"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// text reads a web page, Markdown or plain text.
func (r *reader) text(name string, data []byte) error {
	text, err := docread.Decode(data)
	if err != nil {
		return err
	}
	if len(text) > maxText {
		return fault.New(fault.Invalid, "文件的文字超过%d兆字节，不予读取", maxText>>20)
	}
	ext := strings.ToLower(path.Ext(name))
	switch {
	case ext == ".md" || ext == ".markdown":
		return r.markdown(text)
	case ext == ".html" || ext == ".htm" || ext == ".mht" || ext == ".shtml" || looksLikePage(text):
		return r.page(text)
	case ext == "" && looksLikeMarkdown(text):
		return r.markdown(text)
	}
	return r.plain(text)
}

func looksLikePage(text []byte) bool {
	head := bytes.ToLower(text[:min(len(text), 8192)])
	for _, tag := range []string{"<html", "<!doctype html", "<table", "<body", "<div", "<p>", "<p ", "<head", "<span", "<meta"} {
		if bytes.Contains(head, []byte(tag)) {
			return true
		}
	}
	return false
}

var markdownSigns = regexp.MustCompile(`(?m)^(?:#{1,6} \S|\|(?:\s*:?-{3,}:?\s*\|)+)`)

func looksLikeMarkdown(text []byte) bool { return markdownSigns.Match(text) }

// A mark of emphasis that closes after full-width punctuation is none for CommonMark: **注意：**请 stays as it is. The
// punctuation is moved out, which looks the same.
var fullWidthEmphasis = regexp.MustCompile(`\*\*([^*\n]+?)([：，。；！？、）”》】]+)\*\*`)

// markdown reads Markdown with tables. Markup within it is shown, not obeyed.
func (r *reader) markdown(text []byte) error {
	const most = 1 << 20 // deep or endless markup costs time
	if len(text) > most {
		return fault.New(fault.Invalid, "Markdown文件超过%d兆字节，不予读取", most>>20)
	}
	if bytes.Count(text, []byte("[")) > 20_000 || bytes.Contains(text, bytes.Repeat([]byte(">"), 200)) || bytes.Contains(text, bytes.Repeat([]byte("["), 200)) {
		return fault.New(fault.Invalid, "Markdown文件的标记嵌套过深，不予读取")
	}
	var out bytes.Buffer
	text = fullWidthEmphasis.ReplaceAll(text, []byte("**$1**$2"))
	if err := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Convert(text, &out); err != nil {
		return fault.New(fault.Invalid, "Markdown文件无法读取")
	}
	return r.fragment(out.Bytes())
}

// plain reads text: every line is a paragraph, lines with tabs make a table.
func (r *reader) plain(text []byte) error {
	var rows [][]tableCell
	cells := 0
	flush := func() error {
		if len(rows) == 0 {
			return nil
		}
		markup, plain := writeTable(rows)
		rows = nil
		if markup == "" {
			return nil
		}
		return r.add(line{html: markup, text: plain, whole: true})
	}
	for s := range strings.Lines(strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\r", "\n")) {
		s = strings.TrimRight(s, "\n")
		if inner := strings.Trim(s, "\t 　"); strings.Contains(inner, "\t") {
			var row []tableCell
			for col, c := range strings.Split(strings.Trim(s, "\n"), "\t") {
				row = append(row, textCell(c, col))
			}
			if cells += len(row); cells > maxCells {
				return fault.New(fault.Invalid, "表格超过%d个单元格，不予读取", maxCells)
			}
			rows = append(rows, row)
			continue
		}
		if err := flush(); err != nil {
			return err
		}
		l := plainLine(s)
		l.right = leading(s) >= 20 // set with spaces to the right, as signatures are
		if l.blank() {
			continue
		}
		if err := r.add(l); err != nil {
			return err
		}
	}
	return flush()
}

// leading is the width of the white space before a line.
func leading(s string) int {
	n := 0
	for _, c := range s {
		switch c {
		case ' ':
			n++
		case '　':
			n += 2
		case '\t':
			n += 8
		default:
			return n
		}
	}
	return n
}

// pdf reads the text of a PDF file. Lines are joined to paragraphs where a line is full; tables come as text.
func (r *reader) pdf(name string, data []byte, pages func([]byte) ([]string, error)) error {
	if pages == nil {
		return fault.New(fault.Invalid, "此处不能读取PDF文件")
	}
	list, err := pages(data)
	if err != nil {
		return err
	}
	return r.paged(name, data, docread.FromPages(list), "PDF")
}

// ofd reads a file of GB/T 33190, whose lines are as those of a PDF.
func (r *reader) ofd(name string, data []byte) error {
	doc, err := docread.Read(data)
	if err != nil {
		return err
	}
	return r.paged(name, data, doc, "OFD")
}

// paged makes paragraphs of the lines of a paged file.
func (r *reader) paged(name string, data []byte, doc *docread.Document, kind string) error {
	r.note("%s的段落按行宽合并，表格和图片不能带入，请对照原件核对正文；原件已作为附件", kind)
	widest := 0
	for _, b := range doc.Blocks {
		widest = max(widest, min(runes(b.Text), 60))
	}
	var open string
	flush := func() error {
		if open == "" {
			return nil
		}
		l := line{text: open, html: html.EscapeString(open)}
		open = ""
		return r.add(l)
	}
	for _, b := range doc.Blocks {
		text := collapse(b.Text)
		if text == "" {
			continue
		}
		if beginsParagraph(text) {
			if err := flush(); err != nil {
				return err
			}
		}
		if open != "" && open[len(open)-1] < 0x80 && text[0] < 0x80 {
			open += " "
		}
		open += text
		full := runes(text) >= widest*9/10
		if !full || strings.HasSuffix(text, "。") && runes(text) < widest || strings.HasSuffix(text, "：") {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	r.keepOriginal(name, data, "."+strings.ToLower(kind))
	return nil
}

var paragraphStart = regexp.MustCompile(`^(?:第[一二三四五六七八九十百零〇]{1,6}[条章节]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、]\s*\p{Han}|附\s*件)`)

func beginsParagraph(s string) bool {
	if paragraphStart.MatchString(s) {
		return true
	}
	if _, ok := wholeDay(s); ok {
		return true
	}
	_, ok := normalNo(s)
	return ok
}

// keepOriginal hands the file itself over as an attachment.
func (r *reader) keepOriginal(name string, data []byte, ext string) {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if base == "." || base == "/" || base == "" {
		base = "原件" + ext
	}
	r.draft.Files = append(r.draft.Files, File{Name: base, Data: data})
}
