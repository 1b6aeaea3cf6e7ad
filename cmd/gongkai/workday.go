package main

import (
	"encoding/json"
	"fmt"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/workday"
)

// A WorkdayCmd computes with working days.
type WorkdayCmd struct {
	Add   WorkdayAddCmd   `cmd:"" help:"某日之后第N个工作日"`
	Count WorkdayCountCmd `cmd:"" help:"某日之后至另一日（含）的工作日数"`
}

// A WorkdayAddCmd answers with a date, to which （暂定） is added on standard error where it is provisional.
type WorkdayAddCmd struct {
	Date string `arg:"" help:"起算之日，不计入，如 2026-09-30"`
	N    string `arg:"" help:"工作日数；往前推算写作 -- -5"`
	CalendarFlags
	JSON bool `help:"输出JSON"`
}

// A WorkdayCountCmd answers with a number.
type WorkdayCountCmd struct {
	From string `arg:"" help:"起算之日，不计入"`
	To   string `arg:"" help:"最后一日，计入"`
	CalendarFlags
	JSON bool `help:"输出JSON"`
}

// provisionalNote is said on standard error beside a provisional answer.
const provisionalNote = "提示：涉及放假安排尚未公布或者未载入的年度，结果为暂定；公布后用 --calendar 载入。"

// Run prints the date.
func (c *WorkdayAddCmd) Run(io *IO) error {
	from, err := dateArg("DATE", c.Date)
	if err != nil {
		return err
	}
	n, err := countArg("N", c.N)
	if err != nil {
		return err
	}
	cal, err := c.load()
	if err != nil {
		return err
	}
	on, provisional := cal.Add(from, n)
	if on.IsZero() {
		return fault.New(fault.Invalid, "结果超出日历范围（%d年至%d年）", workday.First.Year(), workday.Last.Year())
	}
	if c.JSON {
		return json.NewEncoder(io.Out).Encode(struct {
			Date        civil.Date `json:"date"`
			Provisional bool       `json:"provisional"`
		}{on, provisional})
	}
	return answer(io, on.String(), provisional)
}

// Run prints the number.
func (c *WorkdayCountCmd) Run(io *IO) error {
	from, errFrom := dateArg("FROM", c.From)
	to, errTo := dateArg("TO", c.To)
	if err := allErrors(errFrom, errTo); err != nil {
		return err
	}
	cal, err := c.load()
	if err != nil {
		return err
	}
	n, provisional := cal.Count(from, to)
	if c.JSON {
		return json.NewEncoder(io.Out).Encode(struct {
			Workdays    int  `json:"workdays"`
			Provisional bool `json:"provisional"`
		}{n, provisional})
	}
	return answer(io, fmt.Sprint(n), provisional)
}

func answer(io *IO, text string, provisional bool) error {
	if provisional {
		fmt.Fprintln(io.Err, provisionalNote)
	}
	_, err := fmt.Fprintln(io.Out, text)
	return err
}
