package main

import (
	"context"
	"fmt"
	"os"

	"gongkai/annualreport/audit"
	"gongkai/fault"
	"gongkai/internal/app"
	"gongkai/internal/reporting"
)

// A ReportCompileCmd writes an agency's report from its registers.
type ReportCompileCmd struct {
	ConfigFlags
	Agency string `required:"" placeholder:"USCC" help:"机关的统一社会信用代码"`
	Year   int    `required:"" placeholder:"Y" help:"报告的年度"`
	To     string `required:"" enum:"docx,pdf,ofd,xlsx,html,json" help:"文件格式：docx、pdf、ofd、xlsx、html、json"`
	Output string `short:"o" placeholder:"FILE" help:"写入文件；不写则输出到标准输出"`
}

// Run writes the report as it reads now; what stands against it goes to standard error and makes the exit code 1.
func (c *ReportCompileCmd) Run(io *IO) error {
	return c.with(io, func(ctx context.Context, a *app.App) error {
		content, findings, err := a.Reports().Compile(ctx, c.Agency, c.Year, reporting.Format(c.To))
		if err != nil {
			return err
		}
		if c.Output == "" {
			if _, err := io.Out.Write(content); err != nil {
				return err
			}
		} else if err := os.WriteFile(c.Output, content, 0o644); err != nil { //nolint:gosec // a report is for the public
			return fault.New(fault.Unavailable, "%s写不进去：%v", c.Output, err)
		}
		standing := 0
		for _, f := range findings {
			fmt.Fprintf(io.Err, "%s %s：%s\n", severityNames[f.Severity].name, f.Rule, f.Message)
			if f.Severity != audit.Info {
				standing++
			}
		}
		if standing > 0 {
			return errFound
		}
		return nil
	})
}
