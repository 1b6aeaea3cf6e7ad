package supervising

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/money"
	"gongkai/monthly"

	"github.com/xuri/excelize/v2"
)

// monthHead are the columns of the sheet in which months are handed in, in order.
var monthHead = []string{"股室", "月份", "行政许可（件）", "行政处罚（件）", "行政强制（件）", "行政事业性收费（元）", "更正理由"}

// mostRows bounds a sheet.
const mostRows = 2000

// An Imported says what became of a sheet: how many months were taken, how many were as they are already.
type Imported struct{ Taken, Same int }

// ImportMonths takes the figures of a sheet as [Desk.MonthTemplate] gives it out: all of it or nothing. Months that are
// as they are already are passed over; unusual figures need checked, for all of the sheet.
// 法源: 30号文。
func (d *Desk) ImportMonths(ctx context.Context, by auth.Actor, of agency.ID, sheet io.Reader, checked bool) (done Imported, err error) {
	defer fault.Wrap(&err, "supervising.ImportMonths")
	rows, err := readMonthSheet(sheet)
	if err != nil {
		return done, err
	}
	err = d.act(ctx, by, auth.FillMonthly, of, func(tx *database.Tx) error {
		done = Imported{}
		sections, err := store.Sections(tx, of)
		if err != nil {
			return err
		}
		var problems []fault.Problem
		for _, row := range rows {
			wrong, same, err := d.importMonth(tx, by, of, row, sections, checked)
			if err != nil {
				return err
			}
			for _, p := range wrong {
				p.Message = fmt.Sprintf("第%d行：%s", row.line, p.Message)
				if p.Field != "checked" {
					p.Field = "file"
				}
				problems = append(problems, p)
			}
			switch {
			case same:
				done.Same++
			case len(wrong) == 0:
				done.Taken++
			}
		}
		if len(problems) == 0 && done.Taken == 0 {
			return fault.Of([]fault.Problem{{Field: "file", Message: "表格中没有新的数字"}})
		}
		return fault.Of(problems)
	})
	return done, err
}

func (d *Desk) importMonth(tx *database.Tx, by auth.Actor, of agency.ID, row monthRow, sections []agency.Section, checked bool) (wrong []fault.Problem, same bool, err error) {
	if len(row.problems) > 0 {
		return row.problems, false, nil
	}
	i := slices.IndexFunc(sections, func(s agency.Section) bool { return s.Name == row.section && !s.Closed })
	if i < 0 {
		return []fault.Problem{{Message: "没有名为“" + row.section + "”的股室"}}, false, nil
	}
	id := string(sections[i].ID)
	beside, err := besideOf(tx, of, id, row.month)
	if err != nil {
		return nil, false, err
	}
	if beside.Now != nil && beside.Now.Figures == row.figures {
		return nil, true, nil
	}
	wrong, err = d.fillMonth(tx, by, of, MonthEntry{Section: id, Month: row.month, Figures: row.figures, Reason: row.reason, Checked: checked, Source: monthly.BySheet})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Forbidden) {
		return fault.Problems(err), false, nil
	}
	return wrong, false, err
}

// A monthRow is one line of the sheet.
type monthRow struct {
	line     int
	section  string
	month    civil.Month
	figures  monthly.Figures
	reason   string
	problems []fault.Problem
}

// readMonthSheet reads the first sheet of a workbook.
func readMonthSheet(r io.Reader) ([]monthRow, error) {
	book, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 32 << 20})
	if err != nil {
		return nil, fault.Of([]fault.Problem{{Field: "file", Message: "文件读不出来，请使用下载的模板（.xlsx）"}})
	}
	defer func() { _ = book.Close() }()
	lines, err := book.GetRows(book.GetSheetName(0))
	if err != nil || len(lines) == 0 || !headed(lines[0]) {
		return nil, fault.Of([]fault.Problem{{Field: "file", Message: "第一行应为：" + strings.Join(monthHead, "、") + "。请使用下载的模板"}})
	}
	if len(lines) > mostRows {
		return nil, fault.Of([]fault.Problem{{Field: "file", Message: "一次最多导入" + strconv.Itoa(mostRows) + "行"}})
	}
	var rows []monthRow
	seen := map[string]int{}
	for i, cells := range lines[1:] {
		row, empty := readMonthRow(i+2, cells)
		if empty {
			continue
		}
		key := row.section + row.month.String()
		if first := seen[key]; first > 0 && len(row.problems) == 0 {
			row.problems = append(row.problems, fault.Problem{Message: "与第" + strconv.Itoa(first) + "行是同一股室同一月份"})
		}
		seen[key] = row.line
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, fault.Of([]fault.Problem{{Field: "file", Message: "表格中没有填写数字"}})
	}
	return rows, nil
}

func headed(cells []string) bool {
	for i, want := range monthHead[:len(monthHead)-1] {
		if i >= len(cells) || strings.TrimSpace(cells[i]) != want {
			return false
		}
	}
	return true
}

// readMonthRow reads one line; one with no figure at all is empty.
func readMonthRow(line int, cells []string) (row monthRow, empty bool) {
	cell := func(i int) string {
		if i < len(cells) {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	row = monthRow{line: line, section: cell(0), reason: cell(6)}
	empty = cell(2)+cell(3)+cell(4)+cell(5) == ""
	first, err := civil.Parse(strings.NewReplacer("年", "-", "月", "", "/", "-").Replace(cell(1)) + "-01")
	if err != nil {
		row.problems = append(row.problems, fault.Problem{Message: "月份“" + cell(1) + "”应写成2026-03"})
	}
	row.month = first.Month()
	for i, kind := range []monthly.Kind{monthly.Permits, monthly.Penalties, monthly.Coercions} {
		n, err := strconv.ParseInt(strings.ReplaceAll(or(cell(2+i), "0"), ",", ""), 10, 64)
		if err != nil {
			row.problems = append(row.problems, fault.Problem{Message: kind.Label() + "“" + cell(2+i) + "”应为整数"})
		}
		row.figures.Set(kind, n)
	}
	fees, err := money.ParseYuan(or(cell(5), "0"))
	if err != nil {
		row.problems = append(row.problems, fault.Problem{Message: monthly.Fees.Label() + "：" + fault.Message(err)})
	}
	row.figures.Fees = fees
	return row, empty
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// MonthTemplate writes the sheet for a year with a line for every month that each section hands in, filled as far as
// figures are there.
func (d *Desk) MonthTemplate(ctx context.Context, by auth.Actor, of agency.ID, year int) (_ []byte, err error) {
	defer fault.Wrap(&err, "supervising.MonthTemplate(%d)", year)
	table, err := d.Months(ctx, by, of, year)
	if err != nil {
		return nil, err
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	const name = "月度数据"
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	head := make([]any, len(monthHead))
	for i, h := range monthHead {
		head[i] = h
	}
	lines := [][]any{head}
	for _, s := range table.Sections {
		for m := range s.Months {
			month := civil.Month{Year: year, Month: 1}.First().AddMonths(m).Month()
			line := []any{s.Name, month.String(), nil, nil, nil, nil, nil}
			if e := s.Months[m].Entry; e != nil {
				line = []any{s.Name, month.String(), e.Figures.Permits, e.Figures.Penalties, e.Figures.Coercions, e.Figures.Fees.String(), nil}
			}
			lines = append(lines, line)
		}
	}
	for i, line := range lines {
		if err := book.SetSheetRow(name, "A"+strconv.Itoa(i+1), &line); err != nil {
			return nil, err
		}
	}
	if err := book.SetColWidth(name, "A", "G", 20); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = book.Write(&out)
	return out.Bytes(), err
}
