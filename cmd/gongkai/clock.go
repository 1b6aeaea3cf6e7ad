package main

import (
	"encoding/json"
	"os"

	"gongkai/civil"
	"gongkai/deadline"
)

// A ClockCmd computes the clock of one application from its events.
type ClockCmd struct {
	File string `arg:"" optional:"" default:"-" help:"JSON文件；省略或者写 - 时读标准输入"`
	CalendarFlags
}

// Run prints the clock. A missing today is the day of the machine.
func (c *ClockCmd) Run(io *IO) error {
	in := io.In
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return cannotRead(c.File, err)
		}
		defer file.Close()
		in = file
	}
	application, err := deadline.Read(in)
	if err != nil {
		return inFile(c.File, err)
	}
	cal, err := c.load()
	if err != nil {
		return err
	}
	if application.Today.IsZero() {
		application.Today = civil.Of(io.Now())
	}
	clock := deadline.Compute(cal, application)
	out := json.NewEncoder(io.Out)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	if err := out.Encode(clock); err != nil {
		return err
	}
	if len(clock.Problems) > 0 {
		return errFound
	}
	return nil
}
