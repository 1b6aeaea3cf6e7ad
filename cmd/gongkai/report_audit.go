package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/annualreport/extract"
	"gongkai/fault"
	"gongkai/internal/docread/pdftext"
)

// A ReportAuditCmd judges published annual reports.
type ReportAuditCmd struct {
	Paths    []string `arg:"" name:"path" help:"年度报告文件，或者存放年度报告的文件夹"`
	JSON     bool     `xor:"format" help:"每个问题输出一行JSON"`
	CSV      bool     `xor:"format" help:"每份报告输出一行CSV，可用表格软件排序"`
	HTML     bool     `xor:"format" help:"输出一个网页：问题清单和标出问题单元格的表格"`
	Previous string   `placeholder:"FILE" help:"上一年度的报告，用于核对结转、现行有效件数和内容雷同"`
	Units    string   `placeholder:"DIR" help:"各单位报告的文件夹，用于核对汇总数"`
}

// An auditor carries one run of the command.
type auditor struct {
	cmd      *ReportAuditCmd
	io       *IO
	opts     extract.Options
	out      *bufio.Writer
	previous []*annualreport.Report
	units    []*annualreport.Report
	single   bool // one file was named: --previous belongs to it, whatever the agency is called
	kept     []audit.Result
	audited  int
	found    int
	failed   int
	counts   map[audit.Severity]int
	bar      *progress
}

// Run audits every file; one that cannot be read is named on standard error and the others go on.
func (c *ReportAuditCmd) Run(io *IO) error {
	a := &auditor{cmd: c, io: io, out: bufio.NewWriter(io.Out), counts: map[audit.Severity]int{}, bar: &progress{}}
	pdf := &pdftext.Reader{}
	defer pdf.Close()
	a.opts = extract.Options{PDF: pdf.Pages}
	files, problems := listFiles(c.Paths)
	a.complain(problems...)
	a.single = len(files) == 1
	if err := a.loadOthers(files); err != nil {
		return err
	}
	a.bar = newProgress(io.Err, len(files))
	err := readAll(files, a.opts, func(done int, r reading) error {
		defer a.bar.show(done)
		if r.err != nil {
			a.complain(r.err)
			return nil
		}
		for _, report := range r.reports {
			if err := a.judge(report); err != nil {
				return err
			}
		}
		return nil
	})
	a.bar.clear()
	if err != nil {
		return err
	}
	return a.finish(len(files))
}

// complain says on standard error what could not be read.
func (a *auditor) complain(errs ...error) {
	for _, err := range errs {
		a.bar.clear()
		a.failed++
		fmt.Fprintf(a.io.Err, "gongkai: %s\n", fault.Message(err))
	}
}

// loadOthers reads what the reports are compared to. A sum of units of which one is missing proves nothing, so that is
// an error.
func (a *auditor) loadOthers(files []string) error {
	var problems []error
	take := func(path string) (list []*annualreport.Report) {
		names, errs := listFiles([]string{path})
		problems = append(problems, errs...)
		for _, name := range names {
			if path == a.cmd.Units && a.single && sameFile(name, files[0]) {
				continue
			}
			reports, err := readPublished(name, a.opts)
			if err != nil {
				problems = append(problems, err)
			}
			list = append(list, reports...)
		}
		return list
	}
	if a.cmd.Previous != "" {
		a.previous = take(a.cmd.Previous)
	}
	if a.cmd.Units != "" {
		if !a.single {
			problems = append(problems, fault.New(fault.Invalid, "--units：一次只能核对一份汇总报告"))
		}
		a.units = take(a.cmd.Units)
	}
	return allErrors(problems...)
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// previousOf finds last year's report of the agency.
func (a *auditor) previousOf(r *annualreport.Report) *annualreport.Report {
	if a.single && len(a.previous) == 1 {
		p := a.previous[0]
		if p.Year != 0 && r.Year != 0 && p.Year != r.Year-1 {
			a.complain(fault.New(fault.Invalid, "--previous：%s是%d年度的报告，不是%d年度的上一年度", p.File, p.Year, r.Year))
		}
		return p
	}
	for _, p := range a.previous {
		if p.Agency == r.Agency && p.Year == r.Year-1 {
			return p
		}
	}
	if len(a.previous) > 0 {
		a.complain(fault.New(fault.Invalid, "--previous：没有与%s对应的上一年度报告", r.File))
	}
	return nil
}

// judge audits one report and writes what was found, at once where the format allows.
func (a *auditor) judge(report *annualreport.Report) error {
	units := a.units
	for _, unit := range units {
		if unit.Year != report.Year {
			a.complain(fault.New(fault.Invalid, "--units：%s是%d年度的报告，不与%d年度的汇总核对", unit.File, unit.Year, report.Year))
			units = nil
			break
		}
	}
	result := audit.Run(audit.Subject{Report: report, Previous: a.previousOf(report), Units: units})
	a.audited++
	a.found += len(result.Findings)
	for _, f := range result.Findings {
		a.counts[f.Severity]++
	}
	switch {
	case a.cmd.JSON:
		return a.writeJSON(result)
	case a.cmd.CSV, a.cmd.HTML:
		a.kept = append(a.kept, result)
		return nil
	default:
		return writeResult(a.out, result, coloured(a.io.Out))
	}
}

func (a *auditor) writeJSON(result audit.Result) error {
	out := json.NewEncoder(a.out)
	out.SetEscapeHTML(false)
	for _, f := range result.Findings {
		if err := out.Encode(f); err != nil {
			return err
		}
	}
	return nil
}

// finish writes what had to wait for the last report, says the totals and gives the exit code its error.
func (a *auditor) finish(files int) error {
	switch {
	case a.cmd.CSV:
		if err := audit.WriteSummary(a.out, a.kept); err != nil {
			return err
		}
	case a.cmd.HTML:
		if _, err := a.out.WriteString(audit.Page(a.kept)); err != nil {
			return err
		}
	}
	if err := a.out.Flush(); err != nil {
		return err
	}
	if files > 1 {
		fmt.Fprintf(a.io.Err, "共核查%d份报告：错误%d处，注意%d处，提示%d处\n", a.audited, a.counts[audit.Error], a.counts[audit.Warning], a.counts[audit.Info])
	}
	switch {
	case a.failed > 0:
		return fault.New(fault.Invalid, "有%d项没有做成，见上", a.failed)
	case a.found > 0:
		return errFound
	}
	return nil
}
