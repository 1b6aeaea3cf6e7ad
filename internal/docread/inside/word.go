package inside

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"gongkai/internal/docread"
)

// word reads a Word file: the body, headers, footers, notes and comments, each with what is hidden in it.
func (r *reading) word(z *zip.Reader) error {
	hidden, err := hiddenStyles(z)
	if err != nil {
		return err
	}
	for _, f := range z.File {
		name := path.Base(f.Name)
		if path.Dir(f.Name) != "word" && path.Dir(f.Name) != "word/glossary" || !strings.HasSuffix(name, ".xml") {
			continue
		}
		w := &wordReader{r: r, hidden: hidden, story: story(name), path: f.Name}
		if w.story == "" {
			continue
		}
		if err := docread.EachToken(z, f.Name, w.token); err != nil {
			return err
		}
		w.end()
	}
	return r.officeExtras(z)
}

// story names the parts of a Word file that have text.
func story(name string) string {
	switch {
	case name == "document.xml":
		return "正文"
	case strings.HasPrefix(name, "header"):
		return "页眉"
	case strings.HasPrefix(name, "footer"):
		return "页脚"
	case strings.HasPrefix(name, "footnotes"):
		return "脚注"
	case strings.HasPrefix(name, "endnotes"):
		return "尾注"
	case name == "comments.xml":
		return "批注"
	}
	return ""
}

// hiddenStyles are the styles whose text is hidden.
func hiddenStyles(z *zip.Reader) (map[string]bool, error) {
	hidden := map[string]bool{}
	id := ""
	err := docread.EachToken(z, "word/styles.xml", func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok {
			switch e.Name.Local {
			case "style":
				id = docread.Attr(e, "styleId")
			case "vanish":
				hidden[id] = hidden[id] || on(e)
			}
		}
		return nil
	})
	return hidden, err
}

// on reads a switch: present without value is on.
func on(e xml.StartElement) bool {
	switch docread.Attr(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// A wordReader goes through the tokens of one story.
type wordReader struct {
	r      *reading
	hidden map[string]bool
	story  string
	path   string

	paragraphs, tables, row, col, comments int
	stack                                  []*para // paragraphs within text boxes within paragraphs
	table                                  int     // depth
	label                                  []string
	cell                                   strings.Builder
	deleted, inserted                      int
	fallback                               int
	inText, inDeleted, inField             bool
	shaded                                 bool // the cell has a colour of its own, so white text may be meant
	run                                    runStyle
	inRunStyle, inStyleChange              bool
	field                                  strings.Builder
	commentBy                              string
}

type para struct {
	text, gone, unseen strings.Builder
	changed            string
	style              bool // hidden by its style
	shaded             bool
}

type runStyle struct{ vanish, white, shaded, tiny bool }

func (s runStyle) invisible() bool { return s.vanish || s.white && !s.shaded || s.tiny }

func (w *wordReader) top() *para {
	if len(w.stack) == 0 {
		return nil
	}
	return w.stack[len(w.stack)-1]
}

func (w *wordReader) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		w.start(t)
	case xml.EndElement:
		w.close(t.Name.Local)
	case xml.CharData:
		w.chars(string(t))
	}
	return w.r.err
}

func (w *wordReader) chars(s string) {
	if w.fallback > 0 {
		return
	}
	if w.inField {
		w.field.WriteString(s)
		return
	}
	p := w.top()
	if p == nil {
		return
	}
	switch {
	case w.inDeleted || w.inText && w.deleted > 0:
		p.gone.WriteString(s)
	case w.inText && (w.run.vanish || p.style || w.run.invisible() && !p.shaded && !w.shaded && len(w.stack) == 1):
		p.unseen.WriteString(s)
	case w.inText:
		p.text.WriteString(s)
	}
}

func (w *wordReader) start(e xml.StartElement) {
	name := e.Name.Local
	if name == "textpath" { // a watermark of Word, in the fallback of its drawing too
		w.r.text(w.story+"水印", docread.Attr(e, "string"), Head, "")
	}
	if name == "Fallback" || w.fallback > 0 {
		if name == "Fallback" {
			w.fallback++
		}
		return
	}
	if w.mark(e) || w.look(e) {
		return
	}
	switch name {
	case "p":
		if len(w.stack) < 64 {
			w.stack = append(w.stack, &para{})
		}
		w.run = runStyle{}
	case "r":
		w.run = runStyle{}
	case "t":
		w.inText = true
	case "delText":
		w.inDeleted = true
	case "instrText", "delInstrText":
		w.inField = true
		w.field.Reset()
	case "tab", "br", "cr", "noBreakHyphen", "softHyphen":
		if p := w.top(); p != nil && w.deleted == 0 {
			p.text.WriteString(map[string]string{"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}[name])
		}
	case "tbl":
		if w.table++; w.table == 1 {
			w.tables++
			w.row, w.label = 0, nil
		}
	case "tr":
		if w.table == 1 {
			w.row++
			w.col = 0
		}
	case "tc":
		if w.table == 1 {
			w.col++
			w.cell.Reset()
			w.shaded = false
		}
	case "comment":
		w.comments++
		w.commentBy = docread.Attr(e, "author")
	}
}

// mark reads the elements of tracked changes.
func (w *wordReader) mark(e xml.StartElement) bool {
	p := w.top()
	change := func(what string) {
		if p != nil && p.changed == "" {
			p.changed = what
		} else if p == nil {
			w.r.trace(Change, w.where(), what)
		}
	}
	switch e.Name.Local {
	case "del":
		w.deleted++
		change("删除")
	case "ins":
		w.inserted++
		change("插入")
	case "moveFrom":
		w.deleted++
		change("移走")
	case "moveTo":
		w.inserted++
		change("移来")
	case "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "tblGridChange":
		w.inStyleChange = true
		change("格式修改")
	case "cellIns", "cellDel", "cellMerge":
		change("单元格修改")
	default:
		return false
	}
	return true
}

// look reads how a run looks.
func (w *wordReader) look(e xml.StartElement) bool {
	if w.inStyleChange {
		return true
	}
	switch e.Name.Local {
	case "rPr":
		w.inRunStyle = true
	case "vanish", "specVanish", "webHidden":
		if e.Name.Local != "webHidden" {
			w.run.vanish = on(e)
		}
	case "color":
		value := strings.ToUpper(docread.Attr(e, "val"))
		w.run.white = value == "FFFFFF" || value == "FEFEFE" || value == "FDFDFD"
	case "highlight":
		w.run.shaded = on(e) && docread.Attr(e, "val") != "white"
	case "shd":
		fill := strings.ToUpper(docread.Attr(e, "fill"))
		dark := fill != "" && fill != "AUTO" && fill != "FFFFFF"
		switch p := w.top(); {
		case w.inRunStyle:
			w.run.shaded = w.run.shaded || dark
		case p != nil:
			p.shaded = p.shaded || dark
		case w.table > 0:
			w.shaded = w.shaded || dark
		}
	case "sz":
		value := docread.Attr(e, "val")
		w.run.tiny = value == "1" || value == "2" || value == "3" || value == "4"
	case "pStyle", "rStyle":
		if w.hidden[docread.Attr(e, "val")] {
			if p := w.top(); p != nil && e.Name.Local == "pStyle" {
				p.style = true
			} else {
				w.run.vanish = true
			}
		}
	default:
		return false
	}
	return true
}

func (w *wordReader) close(name string) {
	if w.fallback > 0 {
		if name == "Fallback" {
			w.fallback--
		}
		return
	}
	switch name {
	case "t":
		w.inText = false
	case "delText":
		w.inDeleted = false
	case "instrText", "delInstrText":
		w.inField = false
		w.fieldCode(w.field.String())
	case "rPr":
		w.inRunStyle = false
	case "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "tblGridChange":
		w.inStyleChange = false
	case "del", "moveFrom":
		w.deleted = max(w.deleted-1, 0)
	case "ins", "moveTo":
		w.inserted = max(w.inserted-1, 0)
	case "p":
		w.endParagraph()
	case "tc":
		if w.table == 1 {
			w.endCell()
		}
	case "tbl":
		w.table = max(w.table-1, 0)
	}
}

// fieldCode lists the link of a field.
func (w *wordReader) fieldCode(code string) {
	if fields := strings.Fields(code); len(fields) > 1 && fields[0] == "HYPERLINK" {
		w.r.link(w.where(), strings.Trim(fields[1], `"`))
	}
}

// where names the place of the paragraph that is being read.
func (w *wordReader) where() string {
	switch {
	case w.story == "批注":
		return fmt.Sprintf("批注%d", max(w.comments, 1))
	case w.story != "正文":
		return w.story
	case w.table > 0:
		return fmt.Sprintf("第%d张表第%d行第%d列", w.tables, max(w.row, 1), max(w.col, 1))
	case len(w.stack) > 1:
		return fmt.Sprintf("第%d段旁的文本框", w.paragraphs+1)
	}
	return fmt.Sprintf("第%d段", w.paragraphs+1)
}

// firstLines is how many paragraphs of the body count as its head.
const firstLines = 6

func (w *wordReader) endParagraph() {
	p := w.top()
	if p == nil {
		return
	}
	where := w.where()
	text := strings.TrimSpace(p.text.String())
	place := Body
	switch {
	case w.story == "批注":
		place = Beside
		w.r.trace(Comment, where, strings.TrimPrefix(w.commentBy+"："+text, "："))
	case w.story == "页眉", w.story == "页脚", len(w.stack) > 1, w.story == "正文" && w.table == 0 && w.paragraphs < firstLines:
		place = Head
	}
	if gone := strings.TrimSpace(p.gone.String()); gone != "" {
		w.r.text(where+"（已删除的修订）", gone, Out, "")
	}
	if p.changed != "" && w.story != "批注" {
		w.r.trace(Change, where, p.changed+"：“"+firstOf(strings.TrimSpace(p.gone.String()), text)+"”")
	}
	if unseen := strings.TrimSpace(p.unseen.String()); unseen != "" {
		w.r.text(where+"（隐藏文字）", unseen, Out, "")
		w.r.trace(HiddenText, where, unseen)
	}
	w.stack = w.stack[:len(w.stack)-1]
	w.run = runStyle{}
	if w.table > 0 && w.story == "正文" && len(w.stack) == 0 {
		if text != "" && w.cell.Len() > 0 {
			w.cell.WriteByte('\n')
		}
		w.cell.WriteString(text)
		return
	}
	if text != "" {
		w.r.text(where, text, place, "")
		if w.table == 0 && len(w.stack) == 0 {
			w.paragraphs++
		}
	}
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// endCell hands a cell over; the first row names the columns.
func (w *wordReader) endCell() {
	text := strings.TrimSpace(w.cell.String())
	label := ""
	if w.row == 1 {
		for len(w.label) < w.col {
			w.label = append(w.label, "")
		}
		w.label[w.col-1] = text
	} else if w.col <= len(w.label) {
		label = w.label[w.col-1]
	}
	w.r.text(w.where(), text, Square, label)
	w.shaded = false
}

// end closes what a truncated file left open.
func (w *wordReader) end() {
	for len(w.stack) > 0 {
		w.endParagraph()
	}
}
