package audit

import (
	"encoding/csv"
	"fmt"
	"io"
)

// WriteSummary writes one line for each report as CSV that a supervising office can sort: with a byte order mark, so
// that spreadsheets take it for UTF-8.
func WriteSummary(w io.Writer, results []Result) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	lines := [][]string{{"文件", "机关", "年度", "格式", "错误", "注意", "提示", "无法判断的规则", "首个问题"}}
	for _, r := range results {
		first, unknown := "", 0
		for _, f := range r.Findings {
			if first == "" || f.Severity == Error {
				first = f.Rule + " " + f.Message
				if f.Severity == Error {
					break
				}
			}
		}
		for _, verdict := range r.Verdicts {
			if verdict == NotAssessable || verdict == Uncertain {
				unknown++
			}
		}
		lines = append(lines, []string{safe(r.Report.File), safe(r.Report.Agency), yearOf(r.Report), string(r.Report.Form),
			fmt.Sprint(r.Count(Error)), fmt.Sprint(r.Count(Warning)), fmt.Sprint(r.Count(Info)), fmt.Sprint(unknown), safe(first)})
	}
	if err := out.WriteAll(lines); err != nil {
		return err
	}
	return out.Error()
}

// safe keeps a spreadsheet from taking a text of the file for a formula.
func safe(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@') {
		return "'" + s
	}
	return s
}

// RuleTable writes the rules as the Markdown table of docs/audit-rules.md.
func RuleTable() string {
	text := "# Audit rules\n\nGenerated from `annualreport/audit.Rules`; `go test ./annualreport/audit -update` writes it anew.\n\n| rule | severity | what is checked | source |\n|---|---|---|---|\n"
	for _, r := range Rules {
		text += fmt.Sprintf("| %s | %s | %s | %s |\n", r.ID, r.Severity, r.Title, r.Cite)
	}
	return text
}
