package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gongkai/fault"
	"gongkai/internal/ops"
)

// A DoctorCmd examines an installation.
type DoctorCmd struct {
	ConfigFlags
	JSON    bool `help:"输出JSON"`
	Quick   bool `help:"不通读数据库文件（数据多时较快）"`
	Network bool `help:"也试着连接邮件服务器"`
	Live    bool `help:"只问正在运行的网站是否可用，供容器健康检查"`
}

// liveTime is how long a running site may take to say that it is ready.
const liveTime = 5 * time.Second

// Run prints every finding with its remedy. What works but should be mended ends with exit code 1, what does not work
// with 2.
func (c *DoctorCmd) Run(io *IO) error {
	loaded, err := c.load()
	if err != nil {
		return err
	}
	if c.Live {
		ctx, cancel := context.WithTimeout(context.Background(), liveTime)
		defer cancel()
		return ops.Live(ctx, loaded)
	}
	findings := ops.Examine(context.Background(), loaded, ops.Options{Now: io.Now, Integrity: !c.Quick, Network: c.Network})
	if c.JSON {
		if err := json.NewEncoder(io.Out).Encode(findings); err != nil {
			return err
		}
	} else {
		printFindings(io, findings)
	}
	switch ops.Worst(findings) {
	case ops.Broken:
		return fault.New(fault.Unavailable, "有必须处理的问题")
	case ops.Warning:
		return errFound
	}
	return nil
}

func printFindings(io *IO, findings []ops.Finding) {
	marks := map[ops.Severity]string{ops.Fine: "正常", ops.Warning: "注意", ops.Broken: "故障"}
	for _, f := range findings {
		fmt.Fprintf(io.Out, "%s  %-10s %s\n", marks[f.Severity], f.Check, f.Message)
		if f.Mend != "" {
			fmt.Fprintf(io.Out, "                 → %s\n", f.Mend)
		}
	}
}
