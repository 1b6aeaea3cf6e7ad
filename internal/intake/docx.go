package intake

import (
	"encoding/xml"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"gongkai/fault"
)

// docx reads a Word document, or one made by WPS. Revisions are read as accepted; what was deleted, moved away, hidden
// or commented is left out and said.
func (r *reader) docx(data []byte) error {
	a, err := openArchive(data)
	if err != nil {
		return err
	}
	book, err := a.book()
	if err != nil {
		return err
	}
	w := &wordReader{reader: r, archive: a, book: book, flows: []*flow{{}}}
	if err := a.tokens("word/document.xml", w.token); err != nil {
		return err
	}
	for len(w.flows) > 1 { // what a damaged file left open
		if err := w.closeBox(); err != nil {
			return err
		}
	}
	for len(w.tables) > 0 {
		if err := w.closeTable(); err != nil {
			return err
		}
	}
	if err := w.endParagraph(); err != nil {
		return err
	}
	for i, text := range w.foot {
		if err := r.add(plainLine(fmt.Sprintf("[%d] %s", i+1, text))); err != nil {
			return err
		}
	}
	if a.parts["word/comments.xml"] != nil && w.commented {
		r.note("文档中有批注，没有带入")
	}
	return nil
}

// A flow is text that is being read: that of the page, or of a text box within it.
type flow struct {
	html, text strings.Builder
	para       paragraphFacts
	inRun      bool
	run        runFacts
	breaks     bool
	tables     int // how many tables were open when the flow began
}

type paragraphFacts struct {
	style, align, num string
	level, heading    int
	numbered          bool
	indented          bool
}

type runFacts struct{ bold, hidden, sup, sub bool }

type wordReader struct {
	*reader
	archive   *archive
	book      *wordBook
	flows     []*flow
	tables    []*wordTable
	skip      []string // elements whose content is left out, as they are open
	path      []string // the property elements that are open: pPr, rPr
	inText    bool
	link      string
	fields    []fieldState
	foot      []string
	commented bool
	choice    []bool // for every open AlternateContent: a Choice was taken
	cells     int
}

type fieldState struct{ result bool }

func (w *wordReader) flow() *flow { return w.flows[len(w.flows)-1] }

func (w *wordReader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if len(w.skip) > 0 || w.leaveOut(t) {
			if len(w.skip) > 4096 {
				return errDamaged()
			}
			w.skip = append(w.skip, t.Name.Local)
			return nil
		}
		return w.start(t)
	case xml.EndElement:
		if len(w.skip) > 0 {
			w.skip = w.skip[:len(w.skip)-1]
			return nil
		}
		return w.end(t.Name.Local)
	case xml.CharData:
		if w.inText && len(w.skip) == 0 {
			w.write(string(t))
		}
	}
	return nil
}

// leaveOut reports elements whose whole content is not part of what a reader sees.
func (w *wordReader) leaveOut(e xml.StartElement) bool {
	switch e.Name.Local {
	case "del", "moveFrom":
		if !w.inProperties() {
			w.note("文档中有未处理的修订，已按接受全部修订后的文字读入，请核对")
			return true
		}
	case "Fallback":
		return len(w.choice) > 0 && w.choice[len(w.choice)-1]
	case "sdtPr", "sdtEndPr", "rt", "instrText", "delText", "pPrChange", "rPrChange", "tblPrChange", "tcPrChange", "trPrChange", "sectPrChange", "docPartObj", "binData", "tblGrid", "sectPr":
		return true
	}
	return false
}

func (w *wordReader) inProperties() bool { return len(w.path) > 0 }

func (w *wordReader) start(e xml.StartElement) error {
	name := e.Name.Local
	if name == "pPr" || name == "rPr" || name == "tblPr" || name == "trPr" || name == "tcPr" {
		if len(w.path) > 64 {
			return errDamaged()
		}
		w.path = append(w.path, name)
		return nil
	}
	if len(w.path) > 0 {
		w.property(w.path[len(w.path)-1], e)
		return nil
	}
	switch name {
	case "AlternateContent":
		if len(w.choice) > 256 {
			return errDamaged()
		}
		w.choice = append(w.choice, false)
	case "Choice":
		if len(w.choice) > 0 {
			w.choice[len(w.choice)-1] = true
		}
	case "txbxContent":
		return w.openBox()
	case "p":
		w.flow().para = paragraphFacts{level: -1}
	case "r":
		w.flow().inRun, w.flow().run = true, runFacts{}
	case "t":
		w.inText = true
	case "tbl", "tr", "tc":
		return w.startTable(name)
	case "hyperlink":
		if id := attr(e, "id"); w.book.external[id] {
			w.openLink(w.book.targets[id])
		}
	default:
		return w.piece(e)
	}
	return nil
}

// piece takes what stands within a run beside its text.
func (w *wordReader) piece(e xml.StartElement) error {
	switch e.Name.Local {
	case "tab", "ptab":
		w.write(" ")
	case "noBreakHyphen":
		w.write("-")
	case "br":
		if kind := attr(e, "type"); kind != "page" && kind != "column" {
			w.flow().breaks = true
		}
	case "cr":
		w.flow().breaks = true
	case "sym":
		w.write(symbol(attr(e, "char")))
	case "blip":
		return w.embed(attr(e, "embed"))
	case "imagedata":
		return w.embed(attr(e, "id"))
	case "fldChar":
		w.field(attr(e, "fldCharType"))
	case "footnoteReference", "endnoteReference":
		if text := w.book.notes[strings.TrimSuffix(e.Name.Local, "Reference")+attr(e, "id")]; text != "" && len(w.foot) < 5000 {
			w.foot = append(w.foot, text)
			w.write(fmt.Sprintf("[%d]", len(w.foot)))
		}
	case "commentReference", "commentRangeStart":
		w.commented = true
	case "ins", "moveTo":
		w.note("文档中有未处理的修订，已按接受全部修订后的文字读入，请核对")
	case "oMath":
		w.note("文档中有公式，已按文字读入，请核对")
	case "OLEObject":
		w.note("文档中嵌有其他文件或对象，没有带入")
	case "altChunk":
		w.note("文档中插有整个外部文档，没有带入，请在Word中另存后再试")
	case "chart":
		w.note("文档中有图表，没有带入，请截图补上")
	}
	return nil
}

// symbol gives the usual characters of the symbol fonts: the boxes of forms.
func symbol(char string) string {
	switch strings.ToUpper(char) {
	case "F0FE", "F052", "F053":
		return "☑"
	case "F0A8", "F06F", "F0A3", "F071":
		return "□"
	case "F0FC", "F050":
		return "√"
	case "F0B7", "F06C", "F09F":
		return "•"
	}
	if n, err := strconv.ParseUint(char, 16, 32); err == nil && n >= 0x20 && n < 0xE000 {
		return string(rune(n))
	}
	return "□"
}

func (w *wordReader) property(of string, e xml.StartElement) {
	f := w.flow()
	switch of + "." + e.Name.Local {
	case "pPr.pStyle":
		f.para.style = attr(e, "val")
	case "pPr.jc":
		f.para.align = attr(e, "val")
	case "pPr.numId":
		f.para.num, f.para.numbered = attr(e, "val"), true
	case "pPr.ilvl":
		f.para.level, _ = strconv.Atoi(attr(e, "val"))
	case "pPr.ind":
		f.para.indented = attr(e, "firstLine") != "" && attr(e, "firstLine") != "0" || attr(e, "firstLineChars") != "" && attr(e, "firstLineChars") != "0"
	case "pPr.outlineLvl":
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
			f.para.heading = n + 1
		}
	case "rPr.b":
		f.run.bold = !off(e)
	case "rPr.vanish":
		f.run.hidden = !off(e)
	case "rPr.vertAlign":
		f.run.sup, f.run.sub = attr(e, "val") == "superscript", attr(e, "val") == "subscript"
	default:
		w.tableProperty(of, e)
	}
}

func (w *wordReader) end(name string) error {
	if n := len(w.path); n > 0 {
		if w.path[n-1] == name {
			w.path = w.path[:n-1]
			if name == "rPr" && !w.flow().inRun {
				w.flow().run = runFacts{} // those of the paragraph's mark
			}
		}
		return nil
	}
	switch name {
	case "AlternateContent":
		if len(w.choice) > 0 {
			w.choice = w.choice[:len(w.choice)-1]
		}
	case "txbxContent":
		return w.closeBox()
	case "p":
		return w.endParagraph()
	case "r":
		w.flow().inRun = false
	case "t":
		w.inText = false
	case "hyperlink":
		w.closeLink()
	case "tc":
		return w.closeCell()
	case "tr":
		w.closeRow()
	case "tbl":
		return w.closeTable()
	}
	return nil
}

// write adds text to the open paragraph.
func (w *wordReader) write(text string) {
	f := w.flow()
	if n := len(w.fields); n > 0 && !w.fields[n-1].result {
		return
	}
	if f.run.hidden {
		if strings.TrimSpace(text) != "" {
			w.note("文档中有隐藏的文字，没有带入")
		}
		return
	}
	if f.breaks && f.text.Len() > 0 {
		f.html.WriteString("<br>")
		f.text.WriteByte('\n')
	}
	f.breaks = false
	f.text.WriteString(text)
	tags := []struct {
		on  bool
		tag string
	}{{f.run.bold, "strong"}, {f.run.sup, "sup"}, {f.run.sub, "sub"}}
	blank := strings.TrimSpace(text) == ""
	for _, t := range tags {
		if t.on && !blank {
			f.html.WriteString("<" + t.tag + ">")
		}
	}
	f.html.WriteString(html.EscapeString(text))
	for _, t := range slices.Backward(tags) {
		if t.on && !blank {
			f.html.WriteString("</" + t.tag + ">")
		}
	}
}

func (w *wordReader) openLink(target string) {
	if w.link != "" || !strings.HasPrefix(target, "http://") && !strings.HasPrefix(target, "https://") {
		return
	}
	w.link = target
	w.flow().html.WriteString(`<a href="` + html.EscapeString(target) + `">`)
}

func (w *wordReader) closeLink() {
	if w.link != "" {
		w.flow().html.WriteString("</a>")
		w.link = ""
	}
}

// field follows the parts of a field: its instruction is not shown, its result is.
func (w *wordReader) field(kind string) {
	n := len(w.fields)
	switch {
	case kind == "begin" && n < 256:
		w.fields = append(w.fields, fieldState{})
	case kind == "separate" && n > 0:
		w.fields[n-1].result = true
	case kind == "end" && n > 0:
		w.fields = w.fields[:n-1]
	}
}

func (w *wordReader) embed(id string) error {
	target := w.book.targets[id]
	switch {
	case id == "" || target == "":
		return nil
	case w.book.external[id]:
		w.note("文档中有链接到外部的图片，没有带入")
		return nil
	case w.archive.parts[target] == nil:
		w.note("文档中有图片缺失")
		return nil
	}
	data, err := w.archive.read(target, maxPicture+1)
	if err != nil {
		return err
	}
	if name := w.picture(data); name != "" {
		w.flow().html.WriteString(`<img src="` + html.EscapeString(name) + `" alt="">`)
		w.note("图片没有替代文字，请为看不见图的人写明图的内容")
	}
	return nil
}

// openBox begins a text box. Its paragraphs come before the one in which it is anchored, as letterheads are made.
func (w *wordReader) openBox() error {
	if len(w.flows) > maxNested {
		return fault.New(fault.Invalid, "文本框嵌套超过%d层，不予读取", maxNested)
	}
	w.closeLink()
	w.flows = append(w.flows, &flow{tables: len(w.tables)})
	return nil
}

func (w *wordReader) closeBox() error {
	if len(w.flows) == 1 {
		return nil
	}
	for len(w.tables) > w.flow().tables {
		if err := w.closeTable(); err != nil {
			return err
		}
	}
	if err := w.endParagraph(); err != nil {
		return err
	}
	w.flows = w.flows[:len(w.flows)-1]
	return nil
}

func (w *wordReader) endParagraph() error {
	w.closeLink()
	f := w.flow()
	style := w.book.style(f.para.style)
	l := line{text: collapseLines(f.text.String()), html: trimBreaks(f.html.String()), title: style.title}
	l.heading = f.para.heading
	if l.heading == 0 && !style.title {
		l.heading = style.heading
	}
	align := f.para.align
	if align == "" {
		align = style.align
	}
	l.centre, l.right = align == "center", align == "right" || align == "end"
	l.flush = !f.para.indented
	num, level := f.para.num, max(f.para.level, 0)
	if !f.para.numbered {
		num, level = style.num, max(style.level, 0)
	}
	hidden := style.hidden
	f.html.Reset()
	f.text.Reset()
	f.para, f.run, f.breaks = paragraphFacts{level: -1}, runFacts{}, false
	if hidden && l.text != "" {
		w.note("文档中有隐藏的文字，没有带入")
		return nil
	}
	if !l.blank() {
		label, list := w.book.number(num, level)
		if list != "" && l.heading == 0 && len(w.tables) == 0 {
			l.list, l.depth = list, level
		} else if label != "" {
			l.text, l.html = label+l.text, html.EscapeString(label)+l.html
		}
	}
	if t := w.table(); t != nil && t.inCell {
		t.take(l)
		return nil
	}
	return w.add(l)
}

// collapseLines collapses white space but keeps the line breaks.
func collapseLines(s string) string {
	parts := strings.Split(s, "\n")
	for i := range parts {
		parts[i] = collapse(parts[i])
	}
	return strings.Trim(strings.Join(parts, "\n"), "\n")
}

func trimBreaks(s string) string {
	s = strings.TrimSpace(s)
	for strings.HasPrefix(s, "<br>") || strings.HasSuffix(s, "<br>") {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, "<br>"), "<br>"))
	}
	return s
}
