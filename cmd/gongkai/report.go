package main

// A ReportCmd is about annual reports.
type ReportCmd struct {
	Extract ReportExtractCmd `cmd:"" help:"读取已发布的年度报告，每个文件输出一行JSON"`
	Compile ReportCompileCmd `cmd:"" help:"由登记簿编制一个机关的年度报告：docx、pdf、ofd、xlsx、html或者json"`
	Audit   ReportAuditCmd   `cmd:"" help:"核查年度报告：表内勾稽、格式、正文与表格、上年与本年、汇总与各单位"`
}
