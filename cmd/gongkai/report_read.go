package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gongkai/annualreport"
	"gongkai/annualreport/extract"
	"gongkai/fault"
)

// readPublished reads the reports of a file: one, or as many as the lines that `gongkai report extract` printed. The
// message of its error names the file.
func readPublished(name string, opts extract.Options) ([]*annualreport.Report, error) {
	content, err := readFile(name)
	if err != nil {
		return nil, err
	}
	if text := bytes.TrimPrefix(content, []byte("\uFEFF")); bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) {
		return readExtracted(name, text)
	}
	report, err := extract.File(name, content, opts)
	if err != nil {
		return nil, &fault.Error{Kind: fault.KindOf(err), Message: name + "：" + fault.Message(err), Err: err}
	}
	return []*annualreport.Report{report}, nil
}

// readExtracted reads the output of `gongkai report extract`. Findings name the file that the report came from.
func readExtracted(name string, content []byte) ([]*annualreport.Report, error) {
	var list []*annualreport.Report
	for in := json.NewDecoder(bytes.NewReader(content)); ; {
		report := &annualreport.Report{}
		err := in.Decode(report)
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err == nil && len(report.Tables) == 0 {
			err = errors.New("没有年报的表格")
		}
		if err != nil {
			return nil, &fault.Error{Kind: fault.Invalid, Message: fmt.Sprintf("%s：第%d份不是年度报告的JSON：%s", name, len(list)+1, err), Err: err}
		}
		if report.File == "" {
			report.File = name
		}
		list = append(list, report)
	}
}
