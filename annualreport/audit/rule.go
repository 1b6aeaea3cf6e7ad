package audit

import (
	"fmt"
	"slices"

	"gongkai/annualreport"
	"gongkai/law"
)

// A Subject is a report with what it is compared to.
type Subject struct {
	Report     *annualreport.Report
	Previous   *annualreport.Report   // last year's report of the same agency, or nil
	Units      []*annualreport.Report // the reports whose sum it should be, or nil
	Government bool                   // a government's own report: due on 31 March
	Registers  *Registers             // of the agency itself, or nil
	Similar    int                    // per cent of last year's wording that counts as 雷同; 0 for our own
	Names      []string               // how the agency is called, where that is known
}

// A Rule is one thing that is checked.
type Rule struct {
	ID       string
	Severity Severity
	Title    string
	Cite     law.Citation
	Applies  func(*Subject) bool
	Check    func(*Subject, *sink)
}

// A sink takes what a check has to say.
type sink struct {
	rule     Rule
	file     string
	findings []Finding
	blind    bool // something could not be told
}

// fail adds a finding with the severity of the rule.
func (s *sink) fail(where Where, expected, actual Value, quote, format string, args ...any) {
	s.add(s.rule.Severity, where, expected, actual, quote, fmt.Sprintf(format, args...))
}

// doubt adds a finding that a person has to look at: the rule cannot decide.
func (s *sink) doubt(where Where, expected, actual Value, quote, format string, args ...any) {
	s.add(Info, where, expected, actual, quote, fmt.Sprintf(format, args...))
}

func (s *sink) add(severity Severity, where Where, expected, actual Value, quote, message string) {
	s.findings = append(s.findings, Finding{File: s.file, Rule: s.rule.ID, Severity: severity, Where: where,
		Expected: expected, Actual: actual, Quote: clip(quote), Message: message, Cite: s.rule.Cite})
}

// cannotTell says that a cell or passage that the rule needs is not there.
func (s *sink) cannotTell() { s.blind = true }

// longestQuote bounds quotes, in characters.
const longestQuote = 60

func clip(quote string) string {
	if runes := []rune(quote); len(runes) > longestQuote {
		return string(runes[:longestQuote]) + "…"
	}
	return quote
}

// Rules are all rules in the order in which reports are read. 法源: 《条例》第四十九条、《条例》第五十条。
var Rules = slices.Concat(formRules, tableRules, textRules, proseRules, comparisonRules, registerRules)

// Run applies every rule to the subject.
func Run(subject Subject) Result {
	result := Result{Report: subject.Report, Verdicts: map[string]Verdict{}}
	for _, rule := range Rules {
		if rule.Applies != nil && !rule.Applies(&subject) {
			result.Verdicts[rule.ID] = NotApplicable
			continue
		}
		s := &sink{rule: rule, file: subject.Report.File}
		rule.Check(&subject, s)
		result.Findings = append(result.Findings, s.findings...)
		result.Verdicts[rule.ID] = s.verdict()
	}
	return result
}

func (s *sink) verdict() Verdict {
	for _, f := range s.findings {
		if f.Severity != Info {
			return Fail
		}
	}
	switch {
	case len(s.findings) > 0 && s.rule.Severity == Info:
		return Fail
	case len(s.findings) > 0:
		return Uncertain
	case s.blind:
		return NotAssessable
	}
	return Pass
}

func hasTable(table annualreport.TableNo) func(*Subject) bool {
	return func(s *Subject) bool { return s.Report.Tables[table] != nil }
}

func hasText(s *Subject) bool { return len(s.Report.Sections) > 0 }

// hasProse: a report that came as figures and headings alone has no running text to judge.
func hasProse(s *Subject) bool {
	return slices.ContainsFunc(s.Report.Sections, func(p annualreport.Section) bool { return len(p.Paragraphs) > 0 })
}
