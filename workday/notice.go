package workday

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/civil"
	"gongkai/fault"
)

// columns are those of a file of rows, in this order. The last may be missing: then every day is one of the country.
var columns = []string{"date", "kind", "name", "notice", "region"}

// noRegion is how many columns a file without that of places has.
const noRegion = 4

// country is how GB/T 2260 writes the whole country.
const country = "000000"

// Limits of a file, far above what a notice needs.
const (
	mostBytes = 1 << 20
	mostRunes = 200
)

// Read reads rows from a CSV file in UTF-8 with the columns date, kind, name, notice and, if wanted, region: the date as
// 2027-01-01, the kind off (放假) or work (调休上班), the region a 行政区划代码 or nothing for the whole country. It is
// strict and reports everything that is wrong, with line numbers, as Invalid.
func Read(r io.Reader) ([]Row, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	switch {
	case err != nil:
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "放假安排文件读不出来", Err: err}
	case len(text) > mostBytes:
		return nil, fault.New(fault.Invalid, "放假安排文件超过1MB，不像一份放假安排")
	case !utf8.Valid(text):
		return nil, fault.New(fault.Invalid, "放假安排文件不是UTF-8编码，请另存为UTF-8编码的CSV")
	}
	in := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
	in.FieldsPerRecord = -1
	p := parser{lines: map[placedDay]int{}}
	header, err := in.Read()
	if err != nil || !slices.Equal(header, columns) && !slices.Equal(header, columns[:noRegion]) {
		return nil, fault.New(fault.Invalid, "第1行应为表头 %s（各地自己的放假安排加一列 %s）", strings.Join(columns[:noRegion], ","), columns[noRegion])
	}
	p.columns = len(header)
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			p.fail(syntax.Line, "引号不成对，不是合格的CSV")
			break
		}
		line, _ := in.FieldPos(0)
		p.record(line, record)
	}
	if len(p.rows) == 0 && len(p.problems) == 0 {
		return nil, fault.New(fault.Invalid, "放假安排文件里没有日期")
	}
	if err := fault.Of(p.problems); err != nil {
		return nil, err
	}
	return p.rows, nil
}

// A parser gathers rows and problems.
type parser struct {
	columns  int
	rows     []Row
	lines    map[placedDay]int // where each date was named
	problems []fault.Problem
}

// A placedDay is a day of one place.
type placedDay struct {
	region string
	on     civil.Date
}

// mostProblems is how many problems are listed of one file.
const mostProblems = 50

func (p *parser) fail(line int, format string, args ...any) {
	if len(p.problems) < mostProblems {
		message := fmt.Sprintf(format, args...)
		p.problems = append(p.problems, fault.Problem{Message: fmt.Sprintf("第%d行：%s", line, message)})
	}
}

func (p *parser) record(line int, record []string) {
	if len(record) != p.columns {
		p.fail(line, "应有%d列，实有%d列", p.columns, len(record))
		return
	}
	date, kind, name, notice, region := record[0], record[1], record[2], record[3], ""
	if p.columns > noRegion && record[noRegion] != country {
		region = record[noRegion]
	}
	on, err := civil.Parse(date)
	switch {
	case err != nil:
		p.fail(line, "%s", err)
	case on.Before(First) || on.After(Last):
		p.fail(line, "%s不在%d年至%d年之间", on.Chinese(), First.Year(), Last.Year())
	case p.lines[placedDay{region, on}] > 0:
		p.fail(line, "%s已在第%d行写过", on.Chinese(), p.lines[placedDay{region, on}])
	default:
		p.lines[placedDay{region, on}] = line
	}
	if region != "" && (len(region) != 6 && len(region) != 9 || strings.Trim(region, "0123456789") != "") {
		p.fail(line, "region 应为6位或者9位行政区划代码，全国的不填，不能是“%s”", clip(region))
	}
	if kind != "off" && kind != "work" {
		p.fail(line, "kind 应为 off（放假）或者 work（调休上班），不能是“%s”", clip(kind))
	}
	p.text(line, "name（节日名称）", name)
	p.text(line, "notice（依据的通知）", notice)
	if err == nil {
		p.rows = append(p.rows, Row{On: on, Off: kind == "off", Name: name, Notice: notice, Region: region})
	}
}

// text checks a column that people will read.
func (p *parser) text(line int, column, value string) {
	switch {
	case strings.TrimSpace(value) == "" || strings.TrimSpace(value) != value:
		p.fail(line, "%s不能空，前后也不能有空格", column)
	case utf8.RuneCountInString(value) > mostRunes || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' }):
		p.fail(line, "%s太长或者含有换行", column)
	}
}

func clip(s string) string {
	if runes := []rune(s); len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return s
}
