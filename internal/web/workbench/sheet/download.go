package sheet

import (
	"net/url"
	"strconv"

	"gongkai/internal/web/workbench"

	"github.com/xuri/excelize/v2"
)

// A Table is one sheet of a workbook, its first row the head.
type Table struct {
	Name string
	Rows [][]any
}

// Download answers with a workbook of one sheet. The day stands in the name of the file.
func Download(c *workbench.Call, name string, rows [][]any) error {
	return DownloadTables(c, name, []Table{{name, rows}})
}

// DownloadTables answers with a workbook of several sheets.
func DownloadTables(c *workbench.Call, name string, tables []Table) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for i, t := range tables {
		if i == 0 {
			if err := book.SetSheetName("Sheet1", t.Name); err != nil {
				return err
			}
		} else if _, err := book.NewSheet(t.Name); err != nil {
			return err
		}
		if err := fillSheet(book, t); err != nil {
			return err
		}
	}
	SpreadsheetHeader(c, name+c.Today().String()+".xlsx")
	return book.Write(c.Writer())
}

func fillSheet(book *excelize.File, t Table) error {
	w, err := book.NewStreamWriter(t.Name)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, 12, 18); err != nil {
		return err
	}
	for i, row := range t.Rows {
		if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			return err
		}
	}
	return w.Flush()
}

// SpreadsheetHeader says that a workbook of the name follows.
func SpreadsheetHeader(c *workbench.Call, file string) {
	h := c.Writer().Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape(file))
}
