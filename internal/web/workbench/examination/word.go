package examination

import (
	"io"
	"mime"
	"net/url"
	"strconv"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/docread"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"
	"gongkai/review/screen"

	"github.com/a-h/templ"
)

func number(n int) string { return strconv.Itoa(n) }

var wordsCrumb = ui.Link{Text: "用语词表", Href: wordsPath}

// words shows the list of the agency, those above it that count for it too, and what everybody watches.
func (p pages) words(c *workbench.Call) (templ.Component, error) {
	lists, err := p.Desk.WordLists(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	s := sheet.Sheet{Base: c.Base("用语词表"), Head: ui.PageHead{Title: "用语词表", Lead: "检查公开内容时查找的不规范和禁用的词语。主管部门的词表对下级机关都有效，上级禁用的词下级不能放行。"}}
	may := c.May(auth.AlterWordlist, c.By.Agency)
	if may {
		s.Buttons = append(s.Buttons, ui.Button{Text: "添加词语", Kind: ui.Primary, Href: c.URL(wordsPath + "/edit")}, ui.Button{Text: "导入", Kind: ui.Secondary, Href: c.URL(wordsPath + "/import")})
	}
	s.Buttons = append(s.Buttons, ui.Button{Text: "导出", Kind: ui.Quiet, Href: c.URL(wordsPath + "/list.txt")})
	for i, list := range lists {
		own := i == 0
		if !own && len(list.Words) == 0 {
			continue
		}
		title := list.Agency.Name + "的词表"
		if own {
			title = "本机关的词表"
		}
		s.Add(title, p.wordTable(c, list.Words, own && may))
	}
	s.Add("系统自带的词语", p.wordTable(c, screen.StartingWords, false))
	return s.Page(), nil
}

func (p pages) wordTable(c *workbench.Call, words []screen.Word, may bool) ui.Table {
	t := ui.Table{Caption: "词语", Quiet: true, Columns: []ui.Column{{Title: "词语"}, {Title: "建议写法"}, {Title: "级别"}, {Title: "说明"}, {Title: "例外"}},
		Empty: ui.Empty{Title: "还没有词语", Text: "可以逐个添加，也可以从文本文件导入。"}}
	if may {
		t.Columns = append(t.Columns, ui.Column{Title: "操作"})
	}
	for _, w := range words {
		badge := ui.Badge{Tone: ui.Caution, Text: w.Level.Label()}
		if w.Level == screen.Block {
			badge.Tone = ui.Bad
		}
		row := ui.Row{Cells: []ui.Cell{{Text: w.Wrong}, {Text: w.Right}, {Body: badge}, {Text: w.Note}, {Text: w.But}}}
		if may {
			row.Cells[0].Href = c.URL(wordsPath + "/edit?word=" + url.QueryEscape(w.Wrong))
			row.Cells = append(row.Cells, ui.Cell{Body: sheet.Actions{Items: []sheet.Action{{Path: c.URL(wordsPath + "/drop"), Button: ui.Button{Text: "删除", Kind: ui.Quiet}, Hidden: [][2]string{{"word", w.Wrong}}}}}})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p pages) fillWord(c *workbench.Call) (*workbench.Form, error) {
	wrong := c.Query("word")
	if wrong == "" {
		return workbench.Filled(values("level", string(screen.Warn))), nil
	}
	lists, err := p.Desk.WordLists(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return nil, err
	}
	for _, w := range lists[0].Words {
		if w.Wrong == wrong {
			return workbench.Filled(values("wrong", w.Wrong, "right", w.Right, "level", string(w.Level), "note", w.Note, "but", w.But)), nil
		}
	}
	return nil, fault.New(fault.NotFound, "词表中没有这个词，可能已被删除")
}

func (p pages) wordForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	title := "添加词语"
	if c.Query("word") != "" {
		title = "修改词语"
	}
	var levels []ui.Option
	for _, row := range screen.Levels {
		hint := "提醒，不妨碍公开"
		if row.Level == screen.Block {
			hint = "有这个词就不能公开"
		}
		levels = append(levels, ui.Option{Value: string(row.Level), Text: row.Label, Hint: hint})
	}
	return sheet.Entry{Base: c.Base(title, wordsCrumb), Form: f, Compact: true, Cancel: wordsPath, Head: ui.PageHead{Title: title},
		Fields: []templ.Component{
			f.Line(ui.TextInput{Field: ui.Field{Name: "wrong", Label: "不规范或者禁用的词语"}}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "right", Label: "建议写法", Hint: "可一键替换", Optional: true}}),
			f.Radios(ui.Radios{Field: ui.Field{Name: "level", Label: "级别"}, Options: levels}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "note", Label: "说明", Optional: true}}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "but", Label: "例外", Hint: "这个词在其中是对的更长的词，用空格分开。如“布署”的例外是“公布署名”", Optional: true}}),
		},
		Submit: ui.Button{Text: "保存", Kind: ui.Primary}}.Page(), nil
}

func (p pages) saveWord(c *workbench.Call, f *workbench.Form) error {
	w := screen.Word{Wrong: f.Text("wrong"), Right: f.Text("right"), Level: screen.Level(f.Text("level")), Note: f.Text("note"), But: f.Text("but")}
	if err := p.Desk.SaveWord(c.Context(), c.By, c.By.Agency, c.Query("word"), w); err != nil {
		return err
	}
	return c.Done(wordsPath, "已保存“%s”", w.Wrong)
}

func (p pages) dropWord(c *workbench.Call) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	if err := p.Desk.DropWord(c.Context(), c.By, c.By.Agency, f.Text("word")); err != nil {
		return err
	}
	return c.Done(wordsPath, "已删除“%s”", f.Text("word"))
}

func (p pages) importForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	return sheet.Entry{Base: c.Base("导入词表", wordsCrumb), Form: f, Compact: true, Cancel: wordsPath, Files: true,
		Head: ui.PageHead{Title: "导入词表", Lead: "每行一条：词语、建议写法、级别（禁用或者提示）、说明、例外，之间用制表符或者逗号分开，后面的可以不写。"},
		Fields: []templ.Component{
			f.FileInput(ui.FileInput{Field: ui.Field{Name: "file", Label: "文本文件", Optional: true}, Accept: ".txt,.csv,.tsv"}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "words", Label: "或者粘贴在这里", Optional: true}, Rows: 10}),
			f.Checkboxes(ui.Checkboxes{Field: ui.Field{Name: "instead", Label: "方式", Optional: true}, Options: []ui.Option{{Value: "yes", Text: "替换现有词表", Hint: "不勾选则并入，相同的词以导入的为准"}}}),
		},
		Submit: ui.Button{Text: "导入", Kind: ui.Primary}}.Page(), nil
}

// decoded reads a list in whatever encoding it was written.
func decoded(text []byte) (string, error) {
	out, err := docread.Decode(text)
	return string(out), err
}

// largestList bounds a word list that is handed in as a file.
const largestList = 4 << 20

func (p pages) importWords(c *workbench.Call, f *workbench.Form) error {
	list := f.Text("words")
	if files := f.Files("file", largestList); len(files) > 0 {
		in, err := files[0].Open()
		if err != nil {
			return err
		}
		defer func() { _ = in.Close() }()
		text, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		if list, err = decoded(text); err != nil {
			return fault.Of([]fault.Problem{{Field: "file", Message: fault.Message(err)}})
		}
	}
	if err := f.Err(); err != nil {
		return err
	}
	n, err := p.Desk.ImportWords(c.Context(), c.By, c.By.Agency, list, f.Checked("instead", "yes"))
	if err != nil {
		return err
	}
	return c.Done(wordsPath, "已导入%d条", n)
}

func (p pages) exportWords(c *workbench.Call) error {
	lists, err := p.Desk.WordLists(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return err
	}
	h := c.Writer().Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "词表-" + c.Own().Name + ".txt"}))
	_, err = io.WriteString(c.Writer(), screen.WriteWords(lists[0].Words))
	return err
}
