package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"gongkai/annualreport/audit"

	"golang.org/x/term"
)

// severityNames are the severities as people read them, with the terminal's colour.
var severityNames = map[audit.Severity]struct{ name, colour string }{
	audit.Error:   {"错误", "\x1b[31m"},
	audit.Warning: {"注意", "\x1b[33m"},
	audit.Info:    {"提示", "\x1b[36m"},
}

const plain = "\x1b[0m"

// coloured reports whether w is a terminal whose user has not asked for no colours.
func coloured(w io.Writer) bool { return os.Getenv("NO_COLOR") == "" && onTerminal(w) }

func onTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// writeResult writes the findings of one report for people.
func writeResult(w io.Writer, r audit.Result, colour bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s　%s", printable(r.Report.File), printable(r.Report.Agency))
	if r.Report.Year > 0 {
		fmt.Fprintf(&b, "　%d年度", r.Report.Year)
	}
	b.WriteString("\n")
	for _, f := range r.Findings {
		name := severityNames[f.Severity]
		if colour {
			name.name = name.colour + name.name + plain
		}
		fmt.Fprintf(&b, "  %s %-4s %s（%s）\n", name.name, f.Rule, printable(f.Message), f.Cite)
		if f.Quote != "" && !strings.Contains(f.Message, f.Quote) {
			fmt.Fprintf(&b, "            原文：%s\n", printable(f.Quote))
		}
	}
	if len(r.Findings) == 0 {
		b.WriteString("  未发现问题\n")
	}
	if unknown := undecided(r); unknown != "" {
		fmt.Fprintf(&b, "  数据缺失，无法判断：%s\n", unknown)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// undecided names the rules that could not be judged, so that silence is not taken for a pass.
func undecided(r audit.Result) string {
	var ids []string
	for _, rule := range audit.Rules {
		if r.Verdicts[rule.ID] == audit.NotAssessable {
			ids = append(ids, rule.ID)
		}
	}
	return strings.Join(ids, "、")
}

// printable keeps control characters of a file from reaching the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return ' '
		}
		return r
	}, s)
}
