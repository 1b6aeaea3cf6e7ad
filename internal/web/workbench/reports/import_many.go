package reports

import (
	"io"
	"strconv"

	"gongkai/fault"
	"gongkai/internal/reporting"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
)

const importMany = collection + "/import"

// drawMany takes the files of several units at once.
func (p pages) drawMany(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	year := c.Today().Year() - 1
	if asked, err := strconv.Atoi(or(f.Text("year"), c.Query("year"))); err == nil && asked >= firstYear && asked <= c.Today().Year() {
		year = asked
	}
	years := ui.Select{Field: ui.Field{Name: "year", Label: "年度"}}
	for y := c.Today().Year(); y >= firstYear; y-- {
		years.Options = append(years.Options, ui.Option{Value: strconv.Itoa(y), Text: strconv.Itoa(y) + "年度", Selected: y == year})
	}
	return sheet.Entry{Base: c.Base("批量读入", ui.Link{Text: "年报收集汇总", Href: inYear("", year)}),
		Head: ui.PageHead{Over: c.Own().Name, Title: "批量读入公布的报告", Lead: "一次选择多个单位的文件，或者填写多个公布的网址，系统按报告中的机关名称、标题、文件名认出单位。认不出或者不止一个的不猜，列出来逐个读入。"}, Form: f, Files: true,
		Submit: ui.Button{Text: "读入并核查", Kind: ui.Primary}, Cancel: inYear("", year),
		Fields: []templ.Component{years, f.FileInput(ui.FileInput{Field: ui.Field{Name: "files", Label: "文件", Optional: true, Hint: "网页、Word、Excel、PDF、OFD或者文本，可以多选"}, Multiple: true}),
			f.Area(ui.TextArea{Field: ui.Field{Name: "addresses", Label: "或者公布的网址", Optional: true, Hint: "每行一个，在后台逐个读入"}, Rows: 6})}}.Page(), nil
}

func or(text, other string) string {
	if text != "" {
		return text
	}
	return other
}

func (p pages) takeMany(c *workbench.Call, f *workbench.Form) error {
	year, err := strconv.Atoi(f.Text("year"))
	if err != nil || year < firstYear || year > c.Today().Year() {
		f.Add("year", "请选择年度")
	}
	var files []reporting.Sent
	for _, u := range f.Files("files", min(c.FileLimit(), mostBytes)) {
		r, err := u.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(r)
		_ = r.Close() // was only read
		if err != nil {
			return err
		}
		files = append(files, reporting.Sent{Name: u.Name, Content: content})
	}
	addresses := f.Lines("addresses")
	if len(files) == 0 && len(addresses) == 0 && len(f.Problems) == 0 {
		f.Add("files", "请选择文件，或者填写网址")
	}
	if err := f.Err(); err != nil {
		return err
	}
	if len(addresses) > 0 {
		n, err := p.Desk.AskFor(c.Context(), c.By, "", year, addresses)
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return c.Done(inYear("/fetches", year), "%d个网址，正在后台逐个读入", n)
		}
	}
	list, err := p.Desk.ImportMany(c.Context(), c.By, year, files)
	if err != nil {
		return err
	}
	c.Taken(inYear("", year))
	return c.Show(readMany(c, year, list))
}

// readMany says what became of each file.
func readMany(c *workbench.Call, year int, list []reporting.Imported) templ.Component {
	t := ui.Table{Caption: "各文件", Quiet: true, Columns: []ui.Column{{Title: "文件"}, {Title: "单位"}, {Title: "结果"}, {Title: "说明"}}}
	done := 0
	for _, x := range list {
		row := ui.Row{Cells: []ui.Cell{{Text: x.File}, {Text: "—"}, {Body: ui.Badge{Text: "已读入", Tone: ui.Good}}, {Text: "核查没有发现错误"}}}
		if x.Agency.ID != "" {
			row.Cells[1] = ui.Cell{Text: name(x.Agency), Href: c.URL(belowPath(x.Agency, year, ""))}
		}
		switch {
		case x.Err != nil:
			row.Tone, row.Cells[2], row.Cells[3] = ui.Bad, ui.Cell{Body: ui.Badge{Text: "没有读入", Tone: ui.Bad}}, ui.Cell{Text: fault.Message(x.Err)}
		case x.Errors > 0:
			row.Tone, row.Cells[3] = ui.Caution, ui.Cell{Text: "核查发现" + strconv.Itoa(x.Errors) + "处错误"}
		}
		if x.Err == nil {
			done++
		}
		t.Rows = append(t.Rows, row)
	}
	s := sheet.Sheet{Base: c.Base("批量读入", ui.Link{Text: "年报收集汇总", Href: inYear("", year)}), Head: ui.PageHead{Over: strconv.Itoa(year) + "年度报告", Title: "读入了" + strconv.Itoa(done) + "份，共" + strconv.Itoa(len(list)) + "个文件", Lead: "读入的等待核查，同意或者退回。"},
		Buttons: []ui.Button{{Text: "回到报送情况", Kind: ui.Primary, Href: c.URL(inYear("", year))}, {Text: "继续读入", Kind: ui.Secondary, Href: c.URL(importMany + "?year=" + strconv.Itoa(year))}}}
	s.Add("", t)
	return s.Page()
}
