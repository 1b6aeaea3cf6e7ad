package columns

import (
	"encoding/csv"
	"io"
	"net/url"
	"strings"

	"gongkai/catalog"
	"gongkai/fault"
	"gongkai/internal/docread"
	"gongkai/internal/publishing"
	"gongkai/internal/web/ui"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/sheet"

	"github.com/a-h/templ"
	"github.com/xuri/excelize/v2"
)

// largestTable bounds a file of a catalogue.
const largestTable = 8 << 20

func (p pages) importForm(c *workbench.Call, f *workbench.Form) (templ.Component, error) {
	return sheet.Entry{Base: c.Base("导入标准目录", crumb), Form: f, Files: true, Compact: true, Cancel: catalogPath,
		Head: ui.PageHead{Title: "导入标准目录", Lead: "基层政务公开标准目录的表格，XLSX或者CSV。一级事项成为栏目，二级事项成为下级栏目；已有的栏目只更新要求，不会删除。"},
		Above: []templ.Component{sheet.Paragraph{Text: "表头应有：公开事项（一级、二级）、公开内容（要素）、公开依据、公开时限、公开主体、公开渠道和载体、公开对象、公开方式、公开层级。各栏次序不限，表头可以有两行。"},
			ui.Button{Text: "下载现有目录，作为样式", Kind: ui.Quiet, Href: c.URL(catalogPath + "/export/xlsx")}},
		Fields: []templ.Component{
			f.FileInput(ui.FileInput{Field: ui.Field{Name: "table", Label: "目录文件"}, Accept: ".xlsx,.csv"}),
		},
		Submit: ui.Button{Text: "导入", Kind: ui.Primary}}.Page(), nil
}

// takeImport reads the table, adds what can be taken, and shows what was refused and why.
func (p pages) takeImport(c *workbench.Call, f *workbench.Form) error {
	uploads := f.Files("table", largestTable)
	if len(uploads) == 0 && f.Err() == nil {
		f.Add("table", "请选择文件")
	}
	if err := f.Err(); err != nil {
		return err
	}
	content, err := uploads[0].Open()
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	data, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	rows, refused, err := readStandard(data)
	if err != nil {
		f.Add("table", uploads[0].Name+"："+fault.Message(err))
		return f.Err()
	}
	done, err := p.Desk.ImportColumns(c.Context(), c.By, c.By.Agency, rows)
	if err != nil {
		return err
	}
	s := sheet.Sheet{Base: c.Base("导入结果", crumb), Head: ui.PageHead{Title: "导入结果", Lead: uploads[0].Name}}
	s.Buttons = []ui.Button{{Text: "打开目录", Kind: ui.Primary, Href: c.URL(catalogPath)}, {Text: "再导入一份", Href: c.URL(catalogPath + "/import")}}
	s.Add("", ui.Stats{Items: []ui.Stat{{Label: "新增一级栏目", Value: itoa(done.Groups), Unit: "个"}, {Label: "新增事项", Value: itoa(done.Added), Unit: "项"},
		{Label: "更新", Value: itoa(done.Changed), Unit: "项"}, {Label: "没有变化", Value: itoa(done.Same), Unit: "项"}, {Label: "未导入", Value: itoa(len(refused)), Unit: "行"}}})
	if len(refused) > 0 {
		t := ui.Table{Caption: "没有导入的行", Quiet: true, Columns: []ui.Column{{Title: "行"}, {Title: "内容"}, {Title: "原因"}}}
		for _, r := range refused {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: "第" + itoa(r.Row) + "行"}, {Text: r.Text}, {Text: r.Reason}}})
		}
		s.Add("没有导入的行", t)
	}
	return c.Show(s.Page())
}

// readStandard reads the rows of a workbook, whichever of its sheets has them, or of a CSV file in any encoding in use.
func readStandard(data []byte) (rows []catalog.StandardRow, refused []catalog.Refusal, err error) {
	tables, err := docread.Tables(data)
	if err != nil {
		return nil, nil, err
	}
	err = fault.New(fault.Invalid, "工作簿是空的")
	for _, table := range tables {
		some, bad, e := catalog.ReadStandard(table)
		if e != nil {
			if len(rows) == 0 {
				err = e
			}
			continue
		}
		rows, refused, err = append(rows, some...), append(refused, bad...), nil
	}
	if len(rows)+len(refused) > 0 {
		err = nil
	}
	return rows, refused, err
}

// exportHead is the head of an exported catalogue: the columns of the standard catalogue, which can be read in again,
// and how each column stands.
var exportHead = []string{"序号", "公开事项（一级事项）", "公开事项（二级事项）", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开方式", "公开层级",
	"更新要求", "责任股室", "责任人", "已公开条数", "最近更新", "状况"}

// exportRows are the open columns; headings that hold nothing themselves are named before what is under them.
func exportRows(cat publishing.Catalogue) [][]string {
	rows := [][]string{exportHead}
	groups := map[catalog.ColumnID]string{}
	for _, s := range cat.Shelves {
		groups[s.ID] = s.Title
		if s.Closed || s.Condition == "" {
			continue
		}
		group, title := groups[s.Parent], s.Title
		if group == "" {
			group, title = s.Title, ""
		}
		w := s.Standard
		content := w.Content
		if item, ok := catalog.ItemByCode(s.Item); content == "" && ok {
			content = item.Text
		}
		rows = append(rows, []string{itoa(len(rows)), group, title, content, w.Basis, w.Term, w.Body, w.Channels, w.Audience, w.Mode, w.Level,
			ruleWords(s.Rule), s.Section, s.Keeper, itoa(s.Records), s.Newest.String(), conditions[s.Condition].Text})
	}
	return rows
}

func (p pages) export(c *workbench.Call) error {
	cat, err := p.Desk.Catalogue(c.Context(), c.By, c.By.Agency)
	if err != nil {
		return err
	}
	rows := exportRows(cat)
	name := "政府信息公开目录-" + c.Own().Name + c.Today().String()
	h := c.Writer().Header()
	switch c.Path("kind") {
	case "csv":
		h.Set("Content-Type", "text/csv; charset=utf-8")
		h.Set("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape(name+".csv"))
		var text strings.Builder
		text.WriteString("\ufeff")
		w := csv.NewWriter(&text)
		for _, row := range rows {
			for i := range row {
				row[i] = harmless(row[i])
			}
			if err := w.Write(row); err != nil {
				return err
			}
		}
		w.Flush()
		_, err := io.WriteString(c.Writer(), text.String())
		return err
	case "xlsx":
		book := excelize.NewFile()
		defer func() { _ = book.Close() }()
		if err := book.SetSheetName("Sheet1", "公开目录"); err != nil {
			return err
		}
		for i, row := range rows {
			at, err := excelize.CoordinatesToCellName(1, i+1)
			if err != nil {
				return err
			}
			if err := book.SetSheetRow("公开目录", at, &row); err != nil {
				return err
			}
		}
		h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		h.Set("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape(name+".xlsx"))
		return book.Write(c.Writer())
	}
	return fault.New(fault.NotFound, "没有这种格式")
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
