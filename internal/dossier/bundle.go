package dossier

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"
	"gongkai/internal/docread"
	"gongkai/internal/docread/pdfobject"
	"gongkai/internal/docread/pdftext"
)

// A bound part is a document as pages.
type bound struct {
	Part
	pdf   []byte
	pages int
	from  int // the first page in the bundle
}

// Bundle makes one PDF of the whole file, for 复议答复 or 应诉: a cover with the contents and the 证据目录, then every
// document, numbered through. Files that have no pages stand in it by their text or, where they have none, by a sheet
// that names them with their digest.
// 法源: 《行政复议法》第四十八条、《行政诉讼法》第六十七条第一款。
func Bundle(ctx context.Context, x casework.Dossier, fonts *docgen.Fonts, files Files) ([]byte, error) {
	parts, err := Parts(ctx, x, fonts, files)
	if err != nil {
		return nil, err
	}
	pdf := &pdftext.Reader{} // large and needed seldom: it is opened for one bundle
	defer func() { _ = pdf.Close() }()
	var all []bound
	for _, p := range append(parts, course(x, fonts)...) {
		b, err := bind(p, fonts, pdf)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		all = append(all, b)
	}
	front, err := frontPages(x, all, fonts, pdf)
	if err != nil {
		return nil, err
	}
	return whole(append([]bound{front}, all...), pdf)
}

// whole binds the parts, numbered through, with an outline. Files that come from outside are opened in the sandbox only;
// the outline is written into what the sandbox made.
func whole(all []bound, pdf *pdftext.Reader) ([]byte, error) {
	var files [][]byte
	var marks []pdfobject.Mark
	for _, b := range all {
		files = append(files, b.pdf)
		marks = append(marks, pdfobject.Mark{Title: b.Name, Page: b.from - 1})
	}
	merged, err := pdf.Bind(files)
	if err != nil {
		return nil, err
	}
	made, err := pdfobject.Read(merged)
	if err != nil {
		return nil, err
	}
	made.SetOutline(marks)
	return made.Bytes(), nil
}

// frontPages lays out cover and contents; how many pages they take decides where everything else begins.
func frontPages(x casework.Dossier, all []bound, fonts *docgen.Fonts, pdf *pdftext.Reader) (front bound, err error) {
	for range 3 { // the numbers of pages cannot make the contents longer more than once
		at := front.pages + 1
		for i := range all {
			all[i].from = at
			at += all[i].pages
		}
		content, err := docgen.PDF(contents(x, all), fonts)
		if err != nil {
			return front, err
		}
		pages, err := pdf.Count(content)
		if err != nil {
			return front, err
		}
		settled := pages == front.pages
		if front = (bound{Part: Part{Name: "证据目录"}, pdf: content, pages: pages, from: 1}); settled {
			break
		}
	}
	return front, nil
}

// contents is the cover sheet with the 证据目录.
func contents(x casework.Dossier, all []bound) docgen.Document {
	t := docgen.Table{Widths: []int{2, 7, 8, 3, 3}, Header: 1, Size: 10.5, Rows: []docgen.Row{
		{{Text: "序号", Strong: true}, {Text: "证据名称", Strong: true}, {Text: "证明内容", Strong: true}, {Text: "来源", Strong: true}, {Text: "页码", Strong: true}}}}
	for i, b := range all {
		pages := strconv.Itoa(b.from)
		if b.pages > 1 {
			pages += "—" + strconv.Itoa(b.from+b.pages-1)
		}
		t.Rows = append(t.Rows, docgen.Row{{Text: strconv.Itoa(i + 1)}, {Text: withDay(b.Name, b.On), Left: true}, {Text: b.Proves, Left: true}, {Text: b.Source}, {Text: pages}})
	}
	return docgen.Document{Title: x.Agency.Name + "\n证据目录", Author: x.Agency.Name, Signer: x.Agency.Name, Date: x.TakenOn.Chinese(), Blocks: []docgen.Block{
		docgen.Paragraph{Text: "政府信息公开申请编号：" + x.Application.Number, Flush: true},
		docgen.Paragraph{Text: "申请内容：" + x.Application.Wanted.Content, Flush: true},
		docgen.Paragraph{Text: "页码为本材料右上角的连续编号。", Style: docgen.Small},
		t,
	}}
}

func withDay(name string, on civil.Date) string {
	if on.IsZero() {
		return name
	}
	return name + "（" + on.Chinese() + "）"
}

// course is what happened, day by day, with the reckoning of the term.
func course(x casework.Dossier, fonts *docgen.Fonts) []Part {
	t := docgen.Table{Widths: []int{3, 4, 9}, Header: 1, Size: 10.5, Rows: []docgen.Row{{{Text: "日期", Strong: true}, {Text: "事项", Strong: true}, {Text: "内容", Strong: true}}}}
	add := func(on civil.Date, what, text string) {
		t.Rows = append(t.Rows, docgen.Row{{Text: on.Chinese()}, {Text: what}, {Text: text, Left: true}})
	}
	add(x.Application.ArrivedOn, "申请到达", "")
	for _, f := range x.Application.Facts {
		text := f.Text
		if f.Number != "" {
			text = strings.TrimPrefix(text+"；"+f.Number, "；")
		}
		add(f.On, f.Kind.Label(), text)
	}
	d := docgen.Document{Title: "办理经过和期限计算", Author: x.Agency.Name, Blocks: []docgen.Block{t}}
	for _, line := range x.Clock.Sentences() {
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: line, Style: docgen.Small})
	}
	content, err := docgen.PDF(d, fonts)
	if err != nil {
		return nil // a character that no font has stands in a note; the letters are whole
	}
	return []Part{{Name: "办理经过和期限计算", Proves: "各环节的日期，答复在法定期限内", Source: "系统导出", On: x.TakenOn, Content: content}}
}

// bind makes pages of a document.
func bind(p Part, fonts *docgen.Fonts, pdf *pdftext.Reader) (b bound, err error) {
	b = bound{Part: p}
	switch {
	case bytes.HasPrefix(p.Content, []byte("%PDF-")):
		b.pdf = p.Content
	case bytes.HasPrefix(p.Content, []byte("\x89PNG")), bytes.HasPrefix(p.Content, []byte("\xff\xd8\xff")):
		b.pdf, err = pictured(p.Content)
	default:
		b.pdf, err = written(p, fonts)
	}
	if err == nil {
		b.pages, err = pdf.Count(b.pdf)
	}
	if err != nil { // damaged or protected: it is named with its digest, and handed in as a file
		if b.pdf, err = docgen.PDF(slip(p, "文件不能转成页面（可能有口令或者损坏）"), fonts); err == nil {
			b.pages, err = pdf.Count(b.pdf)
		}
	}
	return b, err
}

// mostLines bounds how much of a text is printed.
const mostLines = 5000

// written prints the text of a file that has no pages of its own.
func written(p Part, fonts *docgen.Fonts) ([]byte, error) {
	read, err := docread.Read(p.Content)
	if err != nil || len(read.Blocks) == 0 {
		return docgen.PDF(slip(p, "电子文件，没有可以打印的文字"), fonts)
	}
	d := slip(p, "以下为文件中的文字，原件随案提交")
	for i, block := range read.Blocks {
		if i == mostLines {
			d.Blocks = append(d.Blocks, docgen.Paragraph{Text: "（以下从略，见原件）"})
			break
		}
		text := block.Text
		if block.Grid != nil {
			var rows []string
			for _, row := range block.Grid.Rows {
				var cells []string
				for _, cell := range row {
					cells = append(cells, cell.Text)
				}
				rows = append(rows, strings.Join(cells, " ｜ "))
			}
			text = strings.Join(rows, "\n")
		}
		d.Blocks = append(d.Blocks, docgen.Paragraph{Text: text, Style: docgen.Small})
	}
	out, err := docgen.PDF(d, fonts)
	if err != nil { // a character that no font has
		return docgen.PDF(slip(p, "电子文件，文字见原件"), fonts)
	}
	return out, nil
}

// slip names a file with its digest.
func slip(p Part, words string) docgen.Document {
	e := entryOf(p.File, p.Name, p.Content)
	return docgen.Document{Title: p.Name, Blocks: []docgen.Block{
		docgen.Paragraph{Text: words + "。", Flush: true},
		docgen.Paragraph{Text: fmt.Sprintf("文件大小%d字节，SM3摘要：", e.Size), Style: docgen.Small},
		docgen.Paragraph{Text: e.SM3, Style: docgen.Small},
	}}
}
