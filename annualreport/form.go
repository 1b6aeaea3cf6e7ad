package annualreport

import "gongkai/law"

// A FormID names a version of the official form.
type FormID string

// The versions of the form.
const (
	V2019 FormID = "V2019"
	V2021 FormID = "V2021"
)

// A Kind is what the cells of a column hold.
type Kind uint8

// The kinds of columns.
const (
	Tally  Kind = iota // a count, not negative
	Change             // 本年增/减: a count that may be negative
	Amount             // an amount of money in 分, shown in 万元
)

// A ColumnID names a column within its row's table.
type ColumnID string

// A RowID names a row within its table: the label in table two, the code of design (received, O3.4, total) in
// table three, the block (reconsideration, litigation_direct, …) in table four.
type RowID string

// A Column is one field of a row.
type Column struct {
	ID    ColumnID
	Label string // exact official label
	Kind  Kind
}

// A Row is one line of numbers in a table.
type Row struct {
	ID      RowID
	Label   string // exact official label of the row itself
	Group   string // the label of the group cell before it, if any: （三）不予公开
	Caption string // in table two the line above the row's group: 第二十条第（一）项
	Columns []Column
	Cite    law.Citation // what the row counts
}

// A TableNo is the number of the section in which a table stands: two, three or four.
type TableNo int

// The three tables.
const (
	Two   TableNo = 2
	Three TableNo = 3
	Four  TableNo = 4
)

// A Heading is the official title of a section.
type Heading struct {
	Number string // 一 … 六
	Title  string
}

// A Form is one version of the official format.
type Form struct {
	ID         FormID
	Cite       law.Citation
	FirstYear  int // the first year reported with it
	LastYear   int // the last year; 0 while in use
	Sections   []Heading
	Tables     map[TableNo][]Row // in official order
	Identities []Identity
}

// FormOf returns the form that a report on the year must use; there was none before 2019.
// 法源: 《条例》第五十条第二款。
func FormOf(year int) (*Form, bool) {
	for _, f := range Forms {
		if year >= f.FirstYear && (f.LastYear == 0 || year <= f.LastYear) {
			return f, true
		}
	}
	return nil, false
}

// FormByID returns the form with the ID, or nil.
func FormByID(id FormID) *Form {
	for _, f := range Forms {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// Row returns a row of a table of the form.
func (f *Form) Row(table TableNo, id RowID) (Row, bool) {
	for _, r := range f.Tables[table] {
		if r.ID == id {
			return r, true
		}
	}
	return Row{}, false
}

// Columns of table three: the applicant categories in official order.
const (
	Natural      ColumnID = "自然人"
	Business     ColumnID = "商业企业"
	Research     ColumnID = "科研机构"
	Welfare      ColumnID = "社会公益组织"
	LegalService ColumnID = "法律服务机构"
	OtherOrgs    ColumnID = "其他"
	Sum          ColumnID = "总计"
)

// Applicants are the columns of table three.
var Applicants = counts(Natural, Business, Research, Welfare, LegalService, OtherOrgs, Sum)

// Results are the columns of each block of table four; the last is the sum.
var Results = counts("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

// counts makes columns of kind Tally whose label is their ID.
func counts(ids ...ColumnID) []Column {
	columns := make([]Column, len(ids))
	for i, id := range ids {
		columns[i] = Column{ID: id, Label: string(id)}
	}
	return columns
}

// The rows of table three by their codes.
const (
	Received   RowID = "received"    // 一、本年新收政府信息公开申请数量
	CarriedIn  RowID = "carried_in"  // 二、上年结转政府信息公开申请数量
	Total      RowID = "total"       // （七）总计
	CarriedOut RowID = "carried_out" // 四、结转下年度继续办理
)

// The blocks of table four.
const (
	Reconsideration  RowID = "reconsideration"
	LitigationDirect RowID = "litigation_direct"
	LitigationAfter  RowID = "litigation_after_reconsideration"
)
