package inside

import (
	"archive/zip"
	"fmt"
	"strings"

	"gongkai/internal/docread/foreign"
)

// IsOpenDocument reports an archive that is a file of OpenDocument.
func IsOpenDocument(z *zip.Reader) bool { return foreign.IsODF(z) }

// Foreign opens a file of Office before 2007 or of WPS, RTF, or OpenDocument.
func Foreign(content []byte) (*Content, error) {
	f, err := foreign.Open(content)
	if err != nil {
		return nil, err
	}
	r := &foreignReader{r: &reading{}}
	for _, p := range f.Properties {
		r.r.property(p.Label, p.Value)
	}
	for _, p := range f.Paragraphs {
		r.paragraph(p)
	}
	r.endRow()
	for _, s := range f.Sheets {
		r.sheet(s)
	}
	for _, t := range f.Traces {
		if text := strings.TrimSpace(t.Text); text != "" {
			r.r.text(t.Where, text, Beside, "")
		}
		r.r.trace(TraceKind(t.Kind), t.Where, t.Text)
	}
	for _, text := range f.Residue {
		r.r.text("软件不显示的残余数据", text, Out, "")
	}
	for _, p := range f.Parts {
		r.r.inflated += int64(len(p.Content))
		if len(r.r.Files) >= maxFiles || r.r.inflated > maxTotal {
			r.r.fail("文件中夹带的文件过多，不予读取")
			break
		}
		where := p.Name
		if p.Picture {
			where = "图片"
		}
		r.r.Files = append(r.r.Files, File{p.Name, where, p.Content, p.Picture})
	}
	for _, link := range f.Links {
		r.r.link("链接", link)
	}
	if r.r.err != nil {
		return nil, r.r.err
	}
	return &r.r.Content, nil
}

// A foreignReader gives what was read its places.
type foreignReader struct {
	r          *reading
	body       int // paragraphs of the body that are no cells
	tables     int
	inTable    bool
	row, col   int
	heads      []string
	cell       strings.Builder
	lastInRow  bool
	firstCells []string
}

func (f *foreignReader) where(p foreign.Paragraph) string {
	switch {
	case p.Story == foreign.Main && f.inTable:
		return fmt.Sprintf("第%d张表第%d行第%d列", f.tables, f.row, f.col)
	case p.Story == foreign.Main:
		return fmt.Sprintf("第%d段", f.body+1)
	case strings.HasPrefix(string(p.Story), "幻灯片"), p.Story == "母版", p.Story == "大纲":
		return string(p.Story)
	}
	return fmt.Sprintf("%s第%d段", p.Story, p.No)
}

func (f *foreignReader) paragraph(p foreign.Paragraph) {
	f.table(p)
	where := f.where(p)
	text := strings.TrimSpace(p.Text)
	if gone := strings.TrimSpace(p.Gone); gone != "" {
		f.r.text(where+"（已删除的修订）", gone, Out, "")
		f.r.trace(Change, where, "删除：“"+gone+"”")
	} else if p.Added {
		f.r.trace(Change, where, "插入：“"+text+"”")
	}
	if unseen := strings.TrimSpace(p.Unseen); unseen != "" {
		f.r.text(where+"（隐藏文字）", unseen, Out, "")
		if !strings.HasPrefix(string(p.Story), "幻灯片") { // a hidden slide is told of as a whole
			f.r.trace(HiddenText, where, unseen)
		}
	}
	if p.Story == foreign.Main && f.inTable {
		if text != "" && f.cell.Len() > 0 {
			f.cell.WriteByte('\n')
		}
		f.cell.WriteString(text)
		switch {
		case p.Row:
			f.endRow()
		case p.Cell:
			f.endCell(where)
		}
		return
	}
	if text == "" {
		return
	}
	place := Body
	switch {
	case p.Story == foreign.Remark:
		place = Beside
		f.r.trace(Comment, where, text)
	case p.Story == foreign.Header, p.Story == foreign.Box, p.Story == foreign.Main && f.body < firstLines, p.Story == "幻灯片1":
		place = Head
	}
	f.r.text(where, text, place, "")
	if p.Story == foreign.Main {
		f.body++
	}
}

// table follows where tables begin and end.
func (f *foreignReader) table(p foreign.Paragraph) {
	if p.Story != foreign.Main {
		return
	}
	switch {
	case p.Table && !f.inTable:
		f.inTable = true
		f.tables++
		f.row, f.col, f.heads = 1, 1, nil
	case !p.Table && f.inTable:
		f.endRow()
		f.inTable = false
	case p.Table && f.lastInRow:
		f.row++
		f.col = 1
	}
	f.lastInRow = false
}

// endCell hands a cell over; the first row names the columns.
func (f *foreignReader) endCell(where string) {
	text := strings.TrimSpace(f.cell.String())
	f.cell.Reset()
	label := ""
	if f.row == 1 {
		f.firstCells = append(f.firstCells, text)
	} else if f.col <= len(f.heads) {
		label = f.heads[f.col-1]
	}
	f.r.text(where, text, Square, label)
	f.col++
}

func (f *foreignReader) endRow() {
	if f.cell.Len() > 0 {
		f.endCell(fmt.Sprintf("第%d张表第%d行第%d列", f.tables, f.row, f.col))
	}
	if f.row == 1 && f.heads == nil {
		f.heads, f.firstCells = f.firstCells, nil
	}
	f.lastInRow = f.inTable
}

// sheet gives every cell with its address and the head of its column.
func (f *foreignReader) sheet(s foreign.Sheet) {
	if s.Hidden {
		f.r.trace(HiddenSheet, s.Name, "")
	}
	rows, columns := map[int]bool{}, map[int]bool{}
	for _, n := range s.Rows {
		rows[n] = true
	}
	for _, n := range s.Columns {
		columns[n] = true
	}
	heads, headRow := headsOf(s)
	told := map[string]bool{}
	for _, c := range s.Cells {
		text := plainNumber(strings.TrimSpace(c.Text))
		if text == "" {
			continue
		}
		at := s.Name + "!" + foreign.Address(c.Row, c.Col)
		place := Square
		tell := func(kind TraceKind, where string) {
			place = Out
			if !told[where] && len(told) < 200 {
				told[where] = true
				f.r.trace(kind, where, text)
			}
		}
		switch {
		case s.Hidden:
			place = Out
		case rows[c.Row]:
			tell(HiddenRow, fmt.Sprintf("%s!第%d行", s.Name, c.Row+1))
		case columns[c.Col]:
			tell(HiddenColumn, s.Name+"!"+Column(c.Col)+"列")
		case c.Unseen:
			tell(HiddenText, at)
		case headRow > c.Row && c.Row < 3:
			place = Head
		}
		label := ""
		if c.Row > headRow {
			label = heads[c.Col]
		}
		f.r.text(at, text, place, label)
	}
}

// headsOf finds the row that names the columns: the first with two texts or more.
func headsOf(s foreign.Sheet) (map[int]string, int) {
	heads := map[int]string{}
	row := -1
	for _, c := range s.Cells {
		if c.Row != row {
			if len(heads) >= 2 {
				break
			}
			heads, row = map[int]string{}, c.Row
		}
		if text := strings.TrimSpace(c.Text); text != "" && strings.Trim(text, "0123456789.-") != "" {
			heads[c.Col] = text
		}
	}
	if len(heads) < 2 {
		return nil, -1
	}
	return heads, row
}
