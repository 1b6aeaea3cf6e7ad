package sheet

import (
	"net/url"
	"strconv"

	"gongkai/internal/web/workbench"

	"github.com/xuri/excelize/v2"
)

// Download answers with a workbook of one sheet, its first row the head. The day stands in the name of the file.
func Download(c *workbench.Call, name string, rows [][]any) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, row := range rows {
		if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	SpreadsheetHeader(c, name+c.Today().String()+".xlsx")
	return book.Write(c.Writer())
}

// SpreadsheetHeader says that a workbook of the name follows.
func SpreadsheetHeader(c *workbench.Call, file string) {
	h := c.Writer().Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape(file))
}
