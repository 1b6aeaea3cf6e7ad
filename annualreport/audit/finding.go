package audit

import (
	"encoding/json"
	"strconv"

	"gongkai/annualreport"
	"gongkai/law"
)

// A Severity says how bad a finding is.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the report is wrong
	Warning Severity = "warning" // it contradicts itself or departs from the form
	Info    Severity = "info"    // worth a look, or cannot be told
)

// A Where is a place in the report: a cell of a table, or a section of the text. Empty parts are not named.
type Where struct {
	Table   string `json:"table,omitempty"` // "2", "3", "4"
	Row     string `json:"row,omitempty"`
	Column  string `json:"column,omitempty"`
	Section string `json:"section,omitempty"` // 一 … 六, 标题, 前言
}

// InTable names a cell.
func InTable(table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) Where {
	return Where{Table: strconv.Itoa(int(table)), Row: string(row), Column: string(column)}
}

// A Value is a number or a text, or neither; in JSON it is what it is.
type Value struct {
	text   string
	number int64
	kind   byte // 0 nothing, 'n' number, 't' text
}

// Number and Text make values.
func Number(n int64) Value   { return Value{number: n, kind: 'n'} }
func Text(s string) Value    { return Value{text: s, kind: 't'} }
func (v Value) IsZero() bool { return v.kind == 0 }

// String writes the value as messages do.
func (v Value) String() string {
	if v.kind == 'n' {
		return strconv.FormatInt(v.number, 10)
	}
	return v.text
}

// MarshalJSON writes a number, a string or null.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case 'n':
		return []byte(v.String()), nil
	case 't':
		return json.Marshal(v.text)
	}
	return []byte("null"), nil
}

// A Finding is one thing that a rule found.
type Finding struct {
	File     string       `json:"file"`
	Rule     string       `json:"rule"`
	Severity Severity     `json:"severity"`
	Where    Where        `json:"where"`
	Expected Value        `json:"expected"`
	Actual   Value        `json:"actual"`
	Quote    string       `json:"quote,omitempty"`
	Message  string       `json:"message"`
	Cite     law.Citation `json:"cite"`
}

// A Verdict is what a rule says of a report.
type Verdict string

// The verdicts. What cannot be told is neither pass nor fail.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	Uncertain     Verdict = "uncertain"      // a person has to look
	NotAssessable Verdict = "not_assessable" // a number or a passage that it needs is missing
	NotApplicable Verdict = "not_applicable"
)

// A Result is what all rules say of one report.
type Result struct {
	Report   *annualreport.Report
	Findings []Finding
	Verdicts map[string]Verdict // by rule ID
}

// Count returns the number of findings of the severity.
func (r Result) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}
