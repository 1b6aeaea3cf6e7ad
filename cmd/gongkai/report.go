package main

// A ReportCmd is about annual reports.
type ReportCmd struct {
	Extract ReportExtractCmd `cmd:"" help:"读取已发布的年度报告，每个文件输出一行JSON"`
}
