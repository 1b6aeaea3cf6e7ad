package reporting

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/annualreport/draft"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
)

func itoa(n int) string { return strconv.Itoa(n) }

// SaveText stores one part of the text. version is the one that the person had on the screen.
// 法源: 《条例》第五十条第一款。
func (d *Desk) SaveText(ctx context.Context, by auth.Actor, of agency.ID, year, version int, part, text string) (err error) {
	defer fault.Wrap(&err, "reporting.SaveText(%s, %d, %s)", of, year, part)
	return d.change(ctx, by, of, year, version, "修改"+partName(part), func(_ *database.Tx, file *store.ReportFile) error {
		if _, ok := file.Draft.Texts[part]; !ok && draft.GuideOf(part).Lead == "" {
			return fault.New(fault.NotFound, "年报没有这一部分")
		}
		if utf8.RuneCountInString(text) > longestText {
			return fault.Of([]fault.Problem{{Field: "text", Message: "一个部分最多" + itoa(longestText) + "字"}})
		}
		if unknown := draft.Unknown(text); len(unknown) > 0 {
			return fault.Of([]fault.Problem{{Field: "text", Message: "不认识的字段：{{" + strings.Join(unknown, "}}、{{") + "}}"}})
		}
		file.Draft.Texts[part] = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		return nil
	})
}

// longestText bounds one part of the text, in characters.
const longestText = 20000

func partName(part string) string {
	if part == draft.Preamble {
		return part
	}
	return "第" + part + "部分"
}

// Override puts a number in the place of the register's. It says why, and everybody sees it.
// 法源: 《条例》第五十条第一款。
func (d *Desk) Override(ctx context.Context, by auth.Actor, of agency.ID, year int, o audit.Override) (err error) {
	defer fault.Wrap(&err, "reporting.Override(%s, %d)", of, year)
	o.Because = strings.TrimSpace(o.Because)
	return d.change(ctx, by, of, year, -1, "改数："+string(o.Row)+"·"+string(o.Column), func(tx *database.Tx, file *store.ReportFile) error {
		kind, err := kindOf(file.Draft.FormOf(), o.Table, o.Row, o.Column)
		if err != nil {
			return err
		}
		var problems []fault.Problem
		if o.Because == "" {
			problems = append(problems, fault.Problem{Field: "because", Message: "数字由登记簿得出，改动须写明理由；登记有误的，应更正登记簿"})
		}
		if utf8.RuneCountInString(o.Because) > longestReason {
			problems = append(problems, fault.Problem{Field: "because", Message: "理由最多" + itoa(longestReason) + "字"})
		}
		if o.Value < 0 && kind != annualreport.Change {
			problems = append(problems, fault.Problem{Field: "value", Message: "数字不能为负"})
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		o.By, o.On = by.Name, tx.Today()
		file.Draft.Put(o)
		return nil
	})
}

// longestReason bounds a reason, in characters.
const longestReason = 300

func kindOf(form *annualreport.Form, table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) (annualreport.Kind, error) {
	if def, ok := form.Row(table, row); ok {
		for _, c := range def.Columns {
			if c.ID == column {
				return c.Kind, nil
			}
		}
	}
	return 0, fault.New(fault.NotFound, "没有这一格")
}

// Lift gives a cell back to its register.
func (d *Desk) Lift(ctx context.Context, by auth.Actor, of agency.ID, year int, table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) (err error) {
	defer fault.Wrap(&err, "reporting.Lift(%s, %d)", of, year)
	return d.change(ctx, by, of, year, -1, "恢复登记簿数字："+string(row)+"·"+string(column), func(_ *database.Tx, file *store.ReportFile) error {
		if _, ok := file.Draft.Override(table, row, column); !ok {
			return fault.New(fault.NotFound, "这一格没有改动过")
		}
		file.Draft.Lift(table, row, column)
		return nil
	})
}

// Restore makes an earlier version the newest again.
func (d *Desk) Restore(ctx context.Context, by auth.Actor, of agency.ID, year, version int) (err error) {
	defer fault.Wrap(&err, "reporting.Restore(%s, %d, %d)", of, year, version)
	return d.change(ctx, by, of, year, -1, "恢复第"+itoa(version)+"版", func(tx *database.Tx, file *store.ReportFile) error {
		old, err := store.ReportVersionOf(tx, of, year, version)
		if err != nil {
			return err
		}
		file.Draft = old
		return nil
	})
}

// change loads the report, changes its draft and stores the next version. A change that changes nothing is none. With a
// version, the one that the person had on the screen, a newer one refuses the change.
func (d *Desk) change(ctx context.Context, by auth.Actor, of agency.ID, year, version int, what string, f func(*database.Tx, *store.ReportFile) error) error {
	return d.act(ctx, by, auth.CompileReport, of, func(tx *database.Tx) error {
		file, err := load(tx, of, year)
		if err != nil {
			return err
		}
		if version >= 0 && version != file.Version {
			return fault.New(fault.Conflict, "年报在您打开之后已被修改，请核对后重新保存")
		}
		file.Draft = file.Draft.Clone()
		if err := f(tx, &file); err != nil {
			return err
		}
		before := file.Digest
		if file.Digest = digestOf(file.Draft); before == file.Digest && file.Version > 0 {
			return nil
		}
		if file.Version++; file.Version == 1 {
			file.Author, file.AuthorName = string(by.Staff), by.Name
		}
		if err := store.SaveReport(tx, file, what); err != nil {
			return err
		}
		enter(tx, of, "save_report", year, map[string]any{"version": file.Version, "digest": file.Digest, "what": what}, law.OGI.Art(50).P(1))
		return nil
	})
}
