package draft

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/fault"
	"gongkai/law"
)

// Preamble is the name of the text before the first section, beside 一 … 六.
const Preamble = "前言"

// A Draft is what people write of a report. The numbers are not in it, but where somebody overrode one.
type Draft struct {
	Year      int               `json:"year"`
	Form      string            `json:"form"`
	Texts     map[string]string `json:"texts"` // by the number of the section; paragraphs are lines
	Overrides []audit.Override  `json:"overrides,omitempty"`
}

// New returns the draft with which the work on a year begins: the standard text, full of fields. The part on problems
// stays empty, for nobody else can write it.
func New(year int) (Draft, bool) {
	form, ok := annualreport.FormOf(year)
	if !ok {
		return Draft{}, false
	}
	d := Draft{Year: year, Form: string(form.ID), Texts: map[string]string{}}
	for name, text := range opening {
		d.Texts[name] = text
	}
	return d, true
}

// Clone returns a copy that shares nothing with d.
func (d Draft) Clone() Draft {
	texts := make(map[string]string, len(d.Texts))
	for k, v := range d.Texts {
		texts[k] = v
	}
	d.Texts, d.Overrides = texts, slices.Clone(d.Overrides)
	return d
}

// FormOf returns the form of the draft, or nil.
func (d Draft) FormOf() *annualreport.Form { return annualreport.FormByID(annualreport.FormID(d.Form)) }

// Override finds the override of a cell.
func (d Draft) Override(table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) (audit.Override, bool) {
	for _, o := range d.Overrides {
		if o.Table == table && o.Row == row && o.Column == column {
			return o, true
		}
	}
	return audit.Override{}, false
}

// Put overrides a cell, in the place of an earlier override.
func (d *Draft) Put(o audit.Override) {
	d.Lift(o.Table, o.Row, o.Column)
	d.Overrides = append(d.Overrides, o)
}

// Lift takes an override away: the cell shows the register again.
func (d *Draft) Lift(table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) {
	d.Overrides = slices.DeleteFunc(slices.Clone(d.Overrides), func(o audit.Override) bool {
		return o.Table == table && o.Row == row && o.Column == column
	})
}

// Tables lays the overrides over the tables of the registers. What a register does not hold is blank.
func (d Draft) Tables(registers map[annualreport.TableNo]annualreport.Grid) map[annualreport.TableNo]annualreport.Grid {
	form := d.FormOf()
	tables := map[annualreport.TableNo]annualreport.Grid{}
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		grid := annualreport.Grid{}
		for _, row := range form.Tables[table] {
			cells := make([]annualreport.Cell, len(row.Columns))
			copy(cells, registers[table][row.ID])
			for i, column := range row.Columns {
				if o, ok := d.Override(table, row.ID, column.ID); ok {
					cells[i] = annualreport.N(o.Value)
				}
			}
			grid[row.ID] = cells
		}
		tables[table] = grid
	}
	return tables
}

// Report is the report as it reads now.
// 法源: 《条例》第五十条、30号文。
func (d Draft) Report(f Facts) *annualreport.Report {
	form := d.FormOf()
	r := &annualreport.Report{Title: Title(f.Agency, d.Year), Agency: f.Agency, Year: d.Year, Form: form.ID, Form2: form.ID, Tables: d.Tables(f.Tables)}
	f.Tables = r.Tables // the text speaks of the numbers that stand in the report
	r.Preamble = paragraphs(f.Fill(d.Texts[Preamble]))
	for _, h := range form.Sections {
		r.Sections = append(r.Sections, f.section(h, d.Texts[h.Number]))
	}
	return r
}

// Title is the official title.
func Title(agency string, year int) string {
	return agency + strconv.Itoa(year) + "年政府信息公开工作年度报告"
}

func paragraphs(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// Limits are what an agency has set for the text.
type Limits struct {
	Overview int // the most characters of 一; 0 for none
}

// Check says what is missing before the report can be handed in.
// 法源: 《条例》第五十条第一款。
func (d Draft) Check(f Facts, limits Limits) []fault.Problem {
	var problems []fault.Problem
	wrong := func(field, message string) {
		problems = append(problems, fault.Problem{Field: field, Message: message, Cite: law.OGI.Art(50).P(1)})
	}
	form := d.FormOf()
	if form == nil {
		return []fault.Problem{{Message: "没有这一年度的年报格式"}}
	}
	names := []string{Preamble}
	for _, h := range form.Sections {
		names = append(names, h.Number)
	}
	for _, name := range names {
		label := "第" + name + "部分"
		if name == Preamble {
			label = name
		}
		text := d.Texts[name]
		if strings.TrimSpace(text) == "" {
			wrong("text-"+name, label+"没有内容")
		}
		for _, unknown := range Unknown(text) {
			wrong("text-"+name, label+"有不认识的字段“{{"+unknown+"}}”")
		}
	}
	if n := utf8.RuneCountInString(strings.Join(paragraphs(f.Fill(d.Texts["一"])), "")); limits.Overview > 0 && n > limits.Overview {
		wrong("text-一", "总体情况有"+strconv.Itoa(n)+"字，超过了设置的"+strconv.Itoa(limits.Overview)+"字")
	}
	for table, grid := range d.Tables(f.Tables) {
		for _, row := range form.Tables[table] {
			for i, c := range grid[row.ID] {
				if !c.Known() {
					wrong("", "表"+[...]string{"", "", "二", "三", "四"}[table]+"“"+row.Label+"”的“"+row.Columns[i].Label+"”没有数字，登记簿中没有这一项，请填写并说明来源")
				}
			}
		}
	}
	return problems
}
