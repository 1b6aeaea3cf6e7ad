package main

import (
	"encoding/json"
	"fmt"
	"os"

	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/fault"
	"gongkai/internal/docread"
	"gongkai/internal/docread/pdftext"
)

// A ReportExtractCmd reads published annual reports and prints their figures.
type ReportExtractCmd struct {
	Files []string `arg:"" name:"file" help:"年度报告：网页、Word（docx）、Excel（xlsx）、PDF、OFD、Markdown或者文本文件"`
}

// Run prints one JSON object on one line for each file. A file that cannot be read is named on standard error, the others
// go on.
func (c *ReportExtractCmd) Run(io *IO) error {
	pdf := &pdftext.Reader{}
	defer pdf.Close()
	out := json.NewEncoder(io.Out)
	out.SetEscapeHTML(false)
	failed := 0
	for _, name := range c.Files {
		report, err := readReport(name, extract.Options{PDF: pdf.Pages})
		if err != nil {
			failed++
			fmt.Fprintf(io.Err, "gongkai: %s\n", fault.Message(err))
			continue
		}
		if err := out.Encode(report); err != nil {
			return err
		}
	}
	if failed > 0 {
		return &fault.Error{Kind: fault.Invalid, Message: fmt.Sprintf("%d个文件中有%d个没有读成", len(c.Files), failed)}
	}
	return nil
}

// readReport reads one file; the message of its error names the file.
func readReport(name string, opts extract.Options) (*annualreport.Report, error) {
	content, err := readFile(name)
	if err != nil {
		return nil, err
	}
	report, err := extract.File(name, content, opts)
	if err != nil {
		return nil, &fault.Error{Kind: fault.KindOf(err), Message: name + "：" + fault.Message(err), Err: err}
	}
	return report, nil
}

// readFile reads a file of bounded size.
func readFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, cannotRead(name, err)
	case info.IsDir():
		return nil, fault.New(fault.Invalid, "%s：这是文件夹，不是文件", name)
	case info.Size() > docread.MaxBytes:
		return nil, fault.New(fault.Invalid, "%s：文件超过%d兆字节，不予读取", name, docread.MaxBytes>>20)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	return content, nil
}
