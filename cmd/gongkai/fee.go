package main

import (
	"encoding/json"
	"fmt"

	"gongkai/civil"
	"gongkai/fee"
	"gongkai/money"
)

// A FeeCmd computes the 信息处理费.
type FeeCmd struct {
	Items FeeItemsCmd `cmd:"" help:"按件：同一申请人一个自然月内累计N件的收费"`
	Pages FeePagesCmd `cmd:"" help:"按量：一件申请提供N页的收费"`
}

// FeeFlags are the options of both ways of charging.
type FeeFlags struct {
	N    string `arg:"" help:"件数或者页数"`
	On   string `placeholder:"DATE" help:"按哪一天的规定计算，默认今天"`
	JSON bool   `help:"输出JSON，金额以分为单位"`
}

// A FeeItemsCmd charges per application.
type FeeItemsCmd struct{ FeeFlags }

// A FeePagesCmd charges per page.
type FeePagesCmd struct{ FeeFlags }

// Run prints the amount on standard output and the tiers on standard error.
func (c *FeeItemsCmd) Run(io *IO) error { return c.charge(io, fee.PerApplications) }

// Run prints the amount on standard output and the tiers on standard error.
func (c *FeePagesCmd) Run(io *IO) error { return c.charge(io, fee.PerPages) }

func (c *FeeFlags) charge(io *IO, by func(int, civil.Date) (fee.Fee, error)) error {
	n, err := countArg("N", c.N)
	if err != nil {
		return err
	}
	on := civil.Of(io.Now())
	if c.On != "" {
		if on, err = dateArg("--on", c.On); err != nil {
			return err
		}
	}
	f, err := by(n, on)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(io.Out).Encode(struct {
			Fen money.Fen `json:"fen"`
		}{f.Amount})
	}
	for _, line := range f.Describe() {
		fmt.Fprintln(io.Err, line)
	}
	if f.Cite.IsZero() {
		fmt.Fprintf(io.Err, "%s尚无信息处理费\n", on.Chinese())
	}
	_, err = fmt.Fprintln(io.Out, f.Amount)
	return err
}
