package reporting

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"

	"github.com/xuri/excelize/v2"
)

// Export writes a report as it reads now into a file of the format.
func (d *Desk) Export(ctx context.Context, by auth.Actor, of agency.ID, year int, f Format) (name string, content []byte, err error) {
	defer fault.Wrap(&err, "reporting.Export(%s, %d, %s)", of, year, f)
	v, err := d.Look(ctx, by, of, year)
	if err != nil {
		return "", nil, err
	}
	content, err = d.print(v.Report, f)
	return v.Report.Title + "." + string(f), content, err
}

// Compile writes the report of the agency with the 统一社会信用代码 for the operator of the platform, at the console. What
// stands against it is returned beside.
// 法源: 《条例》第四十九条、《条例》第五十条。
func (d *Desk) Compile(ctx context.Context, uscc string, year int, f Format) (content []byte, findings []audit.Finding, err error) {
	defer fault.Wrap(&err, "reporting.Compile(%s, %d)", uscc, year)
	var v View
	err = d.DB.Read(ctx, func(q *database.Query) error {
		agencies, err := store.Agencies(q)
		if err != nil {
			return err
		}
		for _, a := range agencies {
			if string(a.USCC) == uscc {
				v, err = d.view(q, a.ID, year, today(d.DB))
				return err
			}
		}
		return fault.New(fault.NotFound, "没有统一社会信用代码为%s的机关", uscc)
	})
	if err != nil {
		return nil, nil, err
	}
	if content, err = d.print(v.Report, f); err != nil {
		return nil, nil, err
	}
	for _, p := range v.Missing {
		findings = append(findings, audit.Finding{Rule: "完整性", Severity: audit.Warning, Message: p.Message, Cite: p.Cite})
	}
	return content, append(findings, v.Audit.Findings...), nil
}

// Bundle writes the whole collection as a ZIP: the report of every agency as DOCX and XLSX, the files from which reports
// were read, and a summary. Who took it
// away is in the ledger.
func (d *Desk) Bundle(ctx context.Context, by auth.Actor, year int) (content []byte, err error) {
	defer fault.Wrap(&err, "reporting.Bundle(%d)", year)
	c, err := d.Collect(ctx, by, year)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, content []byte, err error) error {
		if err != nil {
			return err
		}
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		return err
	}
	summary, err := Summary(c)
	if err := add(itoa(year)+"年度汇总.xlsx", summary, err); err != nil {
		return nil, err
	}
	n := 0
	for _, u := range c.Units {
		if u.Report == nil {
			continue
		}
		n++
		for _, f := range []Format{DOCX, XLSX} {
			text, err := Write(titled(u), f)
			if err := add(fileName(u.Agency)+"/"+fileName(u.Agency)+itoa(year)+"年度报告."+string(f), text, err); err != nil {
				return nil, err
			}
		}
	}
	for _, u := range c.Units {
		for _, original := range u.Originals {
			text, err := d.original(ctx, original)
			if err := add(fileName(u.Agency)+"/原件/"+itoa(original.Seq)+"-"+safeName(original.Source), text, err); err != nil {
				return nil, err
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	err = d.act(ctx, by, auth.RollUpReport, by.Agency, func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Chain: string(by.Agency), Verb: "export_reports", Subject: ledger.Subject{Kind: "report", ID: itoa(year)}, After: itoa(n), Cite: law.OGI.Art(49)})
		return nil
	})
	return out.Bytes(), err
}

// titled is the report with a title, which some published pages leave out.
func titled(u Unit) *annualreport.Report {
	r := *u.Report
	if r.Title == "" {
		r.Title = u.Agency.Name + itoa(r.Year) + "年政府信息公开工作年度报告"
	}
	return &r
}

// original reads the file from which a report was read.
func (d *Desk) original(ctx context.Context, c Copy) ([]byte, error) {
	file, err := d.Blobs.Open(ctx, blob.Hash(c.FileHash))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // was only read
	return io.ReadAll(file)
}

func fileName(a agency.Agency) string { return safeName(a.Name) }

// safeName is a name without what file systems forbid.
func safeName(name string) string {
	return strings.NewReplacer("/", "_", `\`, "_", ":", "_", "*", "_", "?", "_", `"`, "_", "<", "_", ">", "_", "|", "_").Replace(name)
}

// Summary writes the state of the collection, the sum of all tables and the main figures of every agency.
func Summary(c Collection) ([]byte, error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // only memory
	w := &bookWriter{f: f}
	const state, figures = "报送情况", "各单位数据"
	w.try(f.SetSheetName("Sheet1", state))
	w.row(state, 1, "单位", "状态", "期限", "报送日期", "公布日期", "超期天数", "催报次数", "错误", "注意", "来源")
	for i, u := range c.Units {
		w.row(state, i+2, u.Agency.Name, u.Stage.Label(), u.DueOn.String(), u.SubmittedOn.String(), u.PublishedOn.String(), u.Late, u.Reminded,
			u.Audit.Count(audit.Error), u.Audit.Count(audit.Warning), originLabel(u))
	}
	w.try(f.SetColWidth(state, "A", "A", 40))
	w.try(f.SetColWidth(state, "B", "J", 13))
	_, err := f.NewSheet(figures)
	w.try(err)
	w.figures(figures, c)
	sums := c.Sum()
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		w.sheet("汇总表"+[...]string{"", "", "二", "三", "四"}[table], table, c.Form.Sheet(table, sums[table]))
	}
	if w.err != nil {
		return nil, w.err
	}
	var out bytes.Buffer
	err = f.Write(&out)
	return out.Bytes(), err
}

func originLabel(u Unit) string {
	switch {
	case u.Origin == store.FromRegisters:
		return "平台编制"
	case u.Origin == store.FromUpload:
		return "上传文件"
	case u.Origin == store.FromPage:
		return "粘贴网页"
	case u.Report != nil:
		return "公开页面"
	}
	return ""
}

// figures writes one line for each agency and one column for each cell of the last column of every row.
func (w *bookWriter) figures(sheet string, c Collection) {
	head := []any{"单位"}
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		for _, row := range c.Form.Tables[table] {
			for i, column := range row.Columns {
				if table != annualreport.Two && i < len(row.Columns)-1 {
					continue
				}
				head = append(head, row.Group+row.Label+"·"+column.Label)
			}
		}
	}
	w.row(sheet, 1, head...)
	line := 2
	for _, u := range c.Units {
		if u.Report == nil {
			continue
		}
		cells := []any{u.Agency.Name}
		for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
			for _, row := range c.Form.Tables[table] {
				for i, column := range row.Columns {
					if table != annualreport.Two && i < len(row.Columns)-1 {
						continue
					}
					text := u.Report.Cell(table, row.ID, column.ID).Text(column.Kind)
					cells = append(cells, value(&annualreport.Square{Text: text}))
				}
			}
		}
		w.row(sheet, line, cells...)
		line++
	}
	w.try(w.f.SetColWidth(sheet, "A", "A", 40))
}

func (w *bookWriter) row(sheet string, line int, cells ...any) {
	for i, cell := range cells {
		w.set(sheet, i+1, line, cell)
	}
}
