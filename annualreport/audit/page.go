package audit

import (
	"fmt"
	"html"
	"strings"

	"gongkai/annualreport"
)

// Page writes one self-contained HTML page for people: the summary, then each report with its findings and its tables,
// the faulty cells marked. It uses no script and nothing from elsewhere.
func Page(results []Result) string {
	var b strings.Builder
	b.WriteString(pageHead)
	writeOverview(&b, results)
	for i, r := range results {
		writeReport(&b, i+1, r)
	}
	b.WriteString("</main>\n</body>\n</html>\n")
	return b.String()
}

func writeOverview(b *strings.Builder, results []Result) {
	errors, warnings := 0, 0
	for _, r := range results {
		errors += r.Count(Error)
		warnings += r.Count(Warning)
	}
	fmt.Fprintf(b, "<header><h1>政府信息公开工作年度报告核查结果</h1>\n<p>共核查%d份报告，发现错误%d处、需注意%d处。空白的单元格不当作0；无法判断的另行列出。</p></header>\n<main>\n", len(results), errors, warnings)
	if len(results) < 2 {
		return
	}
	b.WriteString(`<section><h2>汇总</h2><div class="wide"><table class="list"><thead><tr><th>报告</th><th>年度</th><th>错误</th><th>注意</th><th>提示</th></tr></thead><tbody>` + "\n")
	for i, r := range results {
		fmt.Fprintf(b, `<tr><td><a href="#r%d">%s</a></td><td>%s</td><td>%d</td><td>%d</td><td>%d</td></tr>`+"\n", i+1, esc(nameOf(r)), yearOf(r.Report), r.Count(Error), r.Count(Warning), r.Count(Info))
	}
	b.WriteString("</tbody></table></div></section>\n")
}

func esc(s string) string { return html.EscapeString(s) }

func nameOf(r Result) string {
	if r.Report.Agency != "" {
		return r.Report.Agency
	}
	return r.Report.File
}

func yearOf(r *annualreport.Report) string {
	if r.Year == 0 {
		return "未识别"
	}
	return fmt.Sprint(r.Year)
}

var severityLabels = map[Severity]string{Error: "错误", Warning: "注意", Info: "提示"}

func writeReport(b *strings.Builder, n int, r Result) {
	fmt.Fprintf(b, `<section id="r%d"><h2>%s <small>%s年度 · %s</small></h2>`+"\n", n, esc(nameOf(r)), yearOf(r.Report), esc(r.Report.File))
	if len(r.Findings) == 0 {
		b.WriteString("<p class=\"fine\">未发现问题。</p>\n")
	} else {
		b.WriteString("<ol class=\"findings\">\n")
		for _, f := range r.Findings {
			fmt.Fprintf(b, `<li class="%s"><b>%s</b> %s <span class="cite">%s　%s</span>`, f.Severity, severityLabels[f.Severity], esc(f.Message), esc(f.Rule), esc(f.Cite.String()))
			if f.Quote != "" {
				fmt.Fprintf(b, "<q>%s</q>", esc(f.Quote))
			}
			b.WriteString("</li>\n")
		}
		b.WriteString("</ol>\n")
	}
	writeUnassessed(b, r)
	writeTables(b, r)
	b.WriteString("</section>\n")
}

// writeUnassessed lists the rules that could not be decided, so that silence is not taken for a pass.
func writeUnassessed(b *strings.Builder, r Result) {
	var titles []string
	for _, rule := range Rules {
		if r.Verdicts[rule.ID] == NotAssessable {
			titles = append(titles, rule.ID+" "+rule.Title)
		}
	}
	if len(titles) > 0 {
		fmt.Fprintf(b, "<p class=\"unknown\">因数据缺失无法判断：%s。</p>\n", esc(strings.Join(titles, "；")))
	}
}

func writeTables(b *strings.Builder, r Result) {
	mark := marker(r.Findings)
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		form := r.Report.FormFor(table)
		if form == nil || r.Report.Tables[table] == nil {
			continue
		}
		fmt.Fprintf(b, "<h3>表%s</h3><div class=\"wide\">%s</div>\n", chineseTable(table), form.Sheet(table, r.Report.Tables[table]).HTML(table, mark))
	}
}

// marker marks the cells that findings name; a finding without column marks its whole row.
func marker(findings []Finding) annualreport.Marker {
	notes := map[Where]annualreport.Mark{}
	for _, f := range findings {
		if f.Where.Table == "" || f.Where.Row == "" {
			continue
		}
		at := Where{Table: f.Where.Table, Row: f.Where.Row, Column: f.Where.Column}
		if old, ok := notes[at]; !ok || old.Class != string(Error) {
			notes[at] = annualreport.Mark{Class: string(f.Severity), Note: f.Message}
		}
	}
	return func(table annualreport.TableNo, row annualreport.RowID, column annualreport.ColumnID) (annualreport.Mark, bool) {
		where := InTable(table, row, column)
		if m, ok := notes[where]; ok {
			return m, true
		}
		where.Column = ""
		m, ok := notes[where]
		return m, ok
	}
}

const pageHead = `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>政府信息公开工作年度报告核查结果</title>
<style>
:root{--ink:#1d2530;--soft:#5a6472;--line:#cfd6de;--paper:#fff;--error:#a3161a;--errorbg:#fbe9e7;--warn:#8a5200;--warnbg:#fff3dc;--info:#1f5673;--infobg:#e8f1f6}
*{box-sizing:border-box}
body{margin:0 auto;max-width:70rem;padding:2rem 1.25rem 4rem;color:var(--ink);background:var(--paper);font:1rem/1.75 "Source Han Sans SC","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.75rem;line-height:1.35;margin:0 0 .5rem}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:2px solid var(--ink)}
h2 small{font-size:.85rem;font-weight:400;color:var(--soft)}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}
.findings{padding:0;list-style:none;margin:0}
.findings li{padding:.6rem .9rem;margin:0 0 .5rem;border-left:4px solid;border-radius:2px}
li.error{border-color:var(--error);background:var(--errorbg)}li.error b{color:var(--error)}
li.warning{border-color:var(--warn);background:var(--warnbg)}li.warning b{color:var(--warn)}
li.info{border-color:var(--info);background:var(--infobg)}li.info b{color:var(--info)}
.cite{color:var(--soft);font-size:.85rem;white-space:nowrap}
q{display:block;color:var(--soft);font-size:.9rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem;min-width:100%}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:center}
th{font-weight:500;background:#f4f6f8}
td{font-variant-numeric:tabular-nums}
td.error{background:var(--errorbg);outline:2px solid var(--error);outline-offset:-2px;font-weight:700}
td.warning{background:var(--warnbg);outline:2px solid var(--warn);outline-offset:-2px}
td.info{background:var(--infobg)}
.list td:first-child{text-align:left}
.fine{color:#17603a}.unknown{color:var(--soft);font-size:.9rem}
a{color:#0b5566}
@media print{body{max-width:none;padding:0}section{break-before:page}.wide{overflow:visible}}
</style>
</head>
<body>
`
