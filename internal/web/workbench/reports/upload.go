package reports

import (
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

// drawImport takes a published report, as a file or as a pasted page.
func (p pages) drawImport(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	a, year, err := unitOf(c)
	if err != nil {
		return nil, err
	}
	return sheet.Entry{Base: c.Base("读入报告", ui.Link{Text: "年报收集汇总", Href: inYear("", year)}, ui.Link{Text: name(a), Href: belowPath(a, year, "")}),
		Head: ui.PageHead{Over: a.Name, Title: "读入公布的" + strconv.Itoa(year) + "年度报告", Lead: "系统按表格的行列名称读取数字，读不准的不猜，列在核查结果中。"}, Form: f, Files: true,
		Submit: ui.Button{Text: "读入并核查", Kind: ui.Primary}, Cancel: belowPath(a, year, ""),
		Fields: []templ.Component{
			f.FileInput(ui.FileInput{Field: ui.Field{Name: "file", Label: "文件", Optional: true, Hint: "网页、Word、Excel、PDF、OFD或者文本"}}),
			f.Line(ui.TextInput{Field: ui.Field{Name: "address", Label: "或者公布的网址", Optional: true, Hint: "在后台读入"}}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "page", Label: "或者粘贴网页的内容", Optional: true, Hint: "在公布的网页上全选、复制，粘贴到这里"}, Rows: 10})}}.Page(), nil
}

func (p pages) takeImport(c *workbench.Call, f *workbench.Form) error {
	a, year, err := unitOf(c)
	if err != nil {
		return err
	}
	if address := f.Text("address"); address != "" {
		if _, err := p.Desk.AskFor(c.Context(), c.By, a.ID, year, []string{address}); err != nil {
			return beside(err, "addresses", "address")
		}
		return c.Done(inYear("/fetches", year), "正在后台读入%s公布的报告", name(a))
	}
	file, content, err := uploaded(c, f)
	if err != nil {
		return err
	}
	reading, err := p.Desk.Read(file, content, file == pasted)
	if err != nil {
		return fault.Of([]fault.Problem{{Field: "file", Message: fault.Message(err)}})
	}
	if err := p.Desk.Import(c.Context(), c.By, a.ID, year, reading); err != nil {
		return err
	}
	return c.Done(belowPath(a, year, ""), "已读入，请看核查结果")
}

// originals lists the files from which the reports of the unit were read, the latest first.
func originals(c *workbench.Call, all reporting.Collection, u reporting.Unit) ui.Files {
	var list ui.Files
	for _, original := range slices.Backward(u.Originals) {
		list.Items = append(list.Items, ui.File{Link: ui.Link{Text: original.Source, Href: c.URL(belowPath(u.Agency, all.Year, "/original/"+strconv.Itoa(original.Seq)))},
			Kind: civil.Of(original.MadeAt.Time).Chinese() + "读入", Size: workbench.Bytes(original.FileSize)})
	}
	return list
}

// fileName is the name of an original: of one that was read from an address the last part of it.
func fileName(source string) string {
	u, err := url.Parse(source)
	if err != nil || u.Host == "" {
		return source
	}
	if last := u.Path[strings.LastIndex(u.Path, "/")+1:]; last != "" {
		return last
	}
	return u.Hostname() + ".html"
}

// beside moves the problems of one field to another.
func beside(err error, from, to string) error {
	problems := fault.Problems(err)
	for i := range problems {
		if problems[i].Field == from {
			problems[i].Field = to
		}
	}
	return fault.Of(problems)
}

// original gives out the file from which a report was read.
func (p pages) original(c *workbench.Call) error {
	a, year, err := unitOf(c)
	if err != nil {
		return err
	}
	seq, err := strconv.Atoi(c.Path("seq"))
	if err != nil {
		return fault.New(fault.NotFound, "没有保存这份报告的原件")
	}
	original, err := p.Desk.Original(c.Context(), c.By, a.ID, year, seq)
	if err != nil {
		return err
	}
	return c.Give(original.FileHash, fileName(original.Source))
}

// pasted is the name under which a pasted page is read.
const pasted = "粘贴的网页.txt"

// uploaded reads the file that was sent, or the page that was pasted.
func uploaded(c *workbench.Call, f *workbench.Form) (name string, content []byte, err error) {
	files := f.Files("file", c.FileLimit())
	if err := f.Err(); err != nil {
		return "", nil, err
	}
	page := f.Text("page")
	switch {
	case len(files) == 0 && page == "":
		return "", nil, fault.Of([]fault.Problem{{Field: "file", Message: "请选择文件，或者粘贴网页的内容"}})
	case len(files) == 0:
		return pasted, []byte(page), nil
	}
	r, err := files[0].Open()
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = r.Close() }() // was only read
	content, err = io.ReadAll(io.LimitReader(r, mostBytes))
	return files[0].Name, content, err
}

// mostBytes bounds a file that is read; no report is as long.
const mostBytes = 32 << 20
