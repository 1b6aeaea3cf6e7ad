package main

import (
	"fmt"
	"os"
	"strconv"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/workday"
)

// CalendarFlags are the options of commands that count working days.
type CalendarFlags struct {
	Calendar []string `sep:"none" placeholder:"FILE" help:"再载入一份放假安排（CSV：date,kind,name,notice，各地的再加一列region），可重复，后者优先"`
	Region   string   `placeholder:"CODE" help:"所在地的行政区划代码：放假安排里这里和上级地方自己的日子也算"`
}

// load returns the national calendar with the files layered on it, as it is in the region.
func (f CalendarFlags) load() (*workday.Calendar, error) {
	var layers []workday.Row
	for _, name := range f.Calendar {
		rows, err := readCalendar(name)
		if err != nil {
			return nil, err
		}
		layers = append(layers, rows...)
	}
	var chain []string
	if f.Region != "" {
		code, err := agency.ParseRegionCode(f.Region)
		if err != nil {
			return nil, fault.New(fault.Invalid, "--region：%s", fault.Message(err))
		}
		chain = code.Chain()
	}
	for i, r := range layers {
		if r.Region != "" {
			layers[i].Place = "行政区划" + r.Region
		}
	}
	return workday.NewAlmanac(workday.National(), layers).In(chain...), nil
}

func readCalendar(name string) ([]workday.Row, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	defer file.Close()
	rows, err := workday.Read(file)
	return rows, inFile(name, err)
}

// inFile puts the name of the file before every problem of err; standard input has none.
func inFile(name string, err error) error {
	if err == nil || name == "-" {
		return err
	}
	e := fault.Error{Kind: fault.KindOf(err), Message: name + "：" + fault.Message(err), Err: err}
	for _, p := range fault.Problems(err) {
		p.Message = name + "：" + p.Message
		e.Problems = append(e.Problems, p)
	}
	return &e
}

// cannotRead says in one line why a file cannot be read.
func cannotRead(name string, err error) error {
	reason := "读不出来"
	switch {
	case os.IsNotExist(err):
		reason = "没有这个文件"
	case os.IsPermission(err):
		reason = "没有读取的权限"
	}
	return &fault.Error{Kind: fault.NotFound, Message: fmt.Sprintf("%s：%s", name, reason), Err: err}
}

// dateArg reads a date that the calendar covers.
func dateArg(name, text string) (civil.Date, error) {
	d, err := civil.Parse(text)
	if err != nil {
		return d, fault.New(fault.Invalid, "%s：%s", name, err)
	}
	if !workday.National().Covers(d) {
		return d, fault.New(fault.Invalid, "%s：%s超出日历范围（%d年至%d年）", name, d.Chinese(), workday.First.Year(), workday.Last.Year())
	}
	return d, nil
}

// countArg reads a whole number.
func countArg(name, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fault.New(fault.Invalid, "%s：“%s”不是整数", name, text)
	}
	return n, nil
}

// allErrors returns the problems of all errors as one, or nil.
func allErrors(errs ...error) error {
	var problems []fault.Problem
	for _, err := range errs {
		if err != nil {
			problems = append(problems, fault.Problems(err)...)
		}
	}
	return fault.Of(problems)
}
