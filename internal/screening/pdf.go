package screening

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread/inside"
	"gongkai/internal/docread/pdftext"
	"gongkai/review/screen"
)

// pdf examines a PDF file: each page as it is read, what is under boxes or cannot be seen, annotations, attachments,
// properties.
func (w *walk) pdf(where string, content []byte, depth int) {
	file, err := w.examiner.PDF.Examine(content)
	if err == nil && file.Opaque {
		err = fault.New(fault.Invalid, "PDF文件内部结构不规范，无法检查，请用“打印到PDF”重新生成")
	}
	if err != nil {
		w.cannot(where, err)
		return
	}
	var scanned []int
	for i, page := range file.Pages {
		at := fmt.Sprintf("%s第%d页", where, i+1)
		w.pageText(at, page.Text, i == 0, i == len(file.Pages)-1)
		for _, words := range page.Covered {
			w.add(screen.Of(screen.CoveredText, at, w.hide(shown(words)), ""))
		}
		for _, words := range page.Unseen {
			w.add(screen.Of(screen.HiddenText, at, w.hide(shown(words)), ""))
		}
		if n := len(page.Redact); n > 0 {
			w.add(screen.Of(screen.CoveredText, at, "", fmt.Sprintf("有%d处标记了涂黑但没有执行", n)))
		}
		for n, note := range page.Notes {
			w.piece(at, screen.Piece{Text: note.Text})
			if !note.Field {
				w.add(screen.Of(screen.Comment, fmt.Sprintf("%s批注%d", at, n+1), w.hide(note.Text), ""))
			}
		}
		if page.Scanned {
			scanned = append(scanned, i+1)
		}
	}
	if len(scanned) > 0 {
		w.add(screen.Of(screen.NoText, where+pagesOf(scanned, len(file.Pages)), "", ""))
	}
	w.beside(where, file, depth)
	w.earlier(where, content, file)
	for _, a := range file.Attachments {
		w.add(screen.Of(screen.Attachment, where+"附件“"+a.Name+"”", a.Name, ""))
		w.within(where+"附件“"+a.Name+"”的", a.Name, a.Content, depth+1)
	}
}

// pagesOf names pages: 第1页, 第2、3页, 全部5页.
func pagesOf(numbers []int, all int) string {
	if len(numbers) == all && all > 1 {
		return fmt.Sprintf("全部%d页", all)
	}
	var b strings.Builder
	const most = 12
	for i, n := range numbers[:min(len(numbers), most)] {
		if i > 0 {
			b.WriteString("、")
		}
		fmt.Fprintf(&b, "%d", n)
	}
	if len(numbers) > most {
		return fmt.Sprintf("第%s等%d页", b.String(), len(numbers))
	}
	return "第" + b.String() + "页"
}

// beside tells what the file carries beside its pages.
func (w *walk) beside(where string, file *pdftext.File, depth int) {
	property := func(label, value string) {
		at := where + "文件属性“" + label + "”"
		w.piece(at, screen.Piece{Text: value, Role: screen.Property, Label: label})
		if inside.Personal(label, value) {
			w.add(screen.Of(screen.FileProperty, at, value, ""))
		}
	}
	labels := map[string]string{"Title": "标题", "Author": "作者", "Subject": "主题", "Keywords": "关键词"}
	told := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(file.Properties)) {
		told[labels[key]+file.Properties[key]] = true
		property(labels[key], file.Properties[key])
	}
	for _, p := range file.Beside.XMP {
		if key := p.Name + p.Value; !told[key] {
			told[key] = true
			property(p.Name, p.Value)
		}
	}
	if file.Scripts > 0 || file.Beside.Scripts > 0 {
		w.add(screen.Of(screen.Macro, firstOf(where, "整个文件"), "", "脚本或者启动程序、提交数据的动作"))
	}
	for _, name := range file.Beside.Layers {
		w.add(screen.Of(screen.HiddenLayer, where+"图层“"+w.hide(name)+"”", "", ""))
	}
	if n := file.Beside.Files - len(file.Attachments); n > 0 {
		w.add(screen.Of(screen.Attachment, firstOf(where, "整个文件"), "", fmt.Sprintf("另有%d个文件夹带在批注或者页面里", n)))
	}
	for i, photo := range file.Beside.Photos {
		w.within(fmt.Sprintf("%s第%d幅照片的", where, i+1), "照片.jpg", photo, depth+1)
	}
}

// earlier examines what the file was before it was changed, where a program has only added to it.
func (w *walk) earlier(where string, content []byte, now *pdftext.File) {
	ends := revisions(content)
	const most = 3
	for n, end := range ends[:min(len(ends), most)] {
		before, err := w.examiner.PDF.Examine(content[:end])
		if err != nil {
			continue // no file of its own: nobody can restore it with a reader
		}
		gone := goneText(before, now)
		if gone == "" {
			continue
		}
		at := fmt.Sprintf("%s第%d次保存", where, n+1)
		w.piece(at, screen.Piece{Text: gone})
		w.add(screen.Of(screen.EarlierRevision, at, w.hide(shown(gone)), ""))
	}
	if len(ends) > most {
		w.add(screen.Of(screen.EarlierRevision, firstOf(where, "整个文件"), "", fmt.Sprintf("保存过%d次，没有逐次检查", len(ends)+1)))
	}
}

// revisions are the ends of what the file was before; the last end is the file itself, the first of a file that is made
// for the web belongs to the one after it.
func revisions(content []byte) []int {
	var ends []int
	for at := 0; ; {
		i := bytes.Index(content[at:], []byte("%%EOF"))
		if i < 0 {
			break
		}
		at += i + len("%%EOF")
		ends = append(ends, at)
		if len(ends) > 1000 {
			break
		}
	}
	if bytes.Contains(content[:min(len(content), 1024)], []byte("/Linearized")) && len(ends) > 0 {
		ends = ends[1:]
	}
	if len(ends) > 0 {
		ends = ends[:len(ends)-1]
	}
	return ends
}

// goneText are the lines of the earlier file that the later one does not have.
func goneText(before, now *pdftext.File) string {
	has := map[string]bool{}
	for _, p := range now.Pages {
		for line := range strings.Lines(p.Text) {
			has[strings.TrimSpace(line)] = true
		}
	}
	var b strings.Builder
	for _, p := range before.Pages {
		for line := range strings.Lines(p.Text) {
			if line = strings.TrimSpace(line); line != "" && !has[line] {
				b.WriteString(line + "\n")
			}
		}
	}
	return strings.TrimSpace(b.String())
}

// shown is how much of what is hidden a finding quotes: its beginning.
func shown(words string) string {
	r := []rune(words)
	if len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return words
}

// pageText looks at a page as a whole, so that a number that was broken at the end of a line is found, and at the first
// and last lines by themselves, where marks and the day of signature stand.
func (w *walk) pageText(at, text string, first, last bool) {
	found := map[screen.Kind]bool{}
	for _, f := range w.screen.Findings(screen.Piece{Where: at, Text: text}) {
		found[f.Kind] = true
		w.add(f)
	}
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	const few = 6
	for i, line := range lines {
		p := screen.Piece{Where: at, Text: line, Last: last && i >= len(lines)-few}
		if first && i < few {
			p.Role = screen.Head
		} else if !p.Last {
			continue
		}
		for _, f := range w.screen.Findings(p) {
			if !found[f.Kind] {
				found[f.Kind] = true
				w.add(f)
			}
		}
	}
}
