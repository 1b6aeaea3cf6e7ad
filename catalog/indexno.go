package catalog

import (
	"fmt"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
)

// An IndexNo is an 索引号. Once given it never changes, even when the publisher does, and is never given again.
type IndexNo string

// A Pattern is how an agency writes its numbers, such as {uscc}/{year}-{n:5}. Its fields are
// {uscc} the 统一社会信用代码, {org} the nine characters of the organisation code, {dept} the agency's own code,
// {year}, {month} (as 202611) and {n:W}, the serial number padded to W digits.
type Pattern string

// Dialects are the patterns in use that a new agency may choose from, the commonest first.
var Dialects = []Pattern{
	"{uscc}/{year}-{n:5}", "{uscc}/{year}-{n:6}", "{uscc}/{year}-{n:7}", "{uscc}/{month}-{n:5}",
	"{org}/{year}-{n:5}", "{dept}/{year}-{n:5}",
}

// Owner is what a pattern needs to know of the publisher.
type Owner struct {
	USCC string // 18 characters
	Org  string // 9 characters
	Dept string
}

// Check returns what is wrong with a pattern: it must tell years (or months) and serial numbers apart, end with the
// serial number and name its publisher, or two agencies would give the same number.
func (p Pattern) Check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(message string) {
		problems = append(problems, fault.Problem{Field: "index_pattern", Message: message})
	}
	fields, err := p.fields()
	if err != nil {
		wrong(err.Error())
		return problems
	}
	counts := map[string]int{}
	for _, f := range fields {
		counts[f.name]++
	}
	if counts["n"] != 1 || len(fields) == 0 || fields[len(fields)-1].name != "n" {
		wrong("索引号格式须以流水号 {n:位数} 结尾")
	}
	if counts["year"]+counts["month"] != 1 {
		wrong("索引号格式须含 {year} 或者 {month} 之一")
	}
	if counts["uscc"]+counts["org"]+counts["dept"] == 0 {
		wrong("索引号格式须含 {uscc}、{org} 或者 {dept}，否则会与别的机关重号")
	}
	return problems
}

// A field is a literal (empty name) or a placeholder.
type field struct {
	name  string
	text  string
	width int
}

func (p Pattern) fields() ([]field, error) {
	var fields []field
	rest := string(p)
	for rest != "" {
		literal, after, found := strings.Cut(rest, "{")
		if literal != "" {
			fields = append(fields, field{text: literal})
		}
		if !found {
			break
		}
		inner, tail, closed := strings.Cut(after, "}")
		if !closed {
			return nil, fmt.Errorf("索引号格式中的花括号没有成对")
		}
		f, err := placeholder(inner)
		if err != nil {
			return nil, err
		}
		fields = append(fields, f)
		rest = tail
	}
	return fields, nil
}

func placeholder(inner string) (field, error) {
	switch inner {
	case "uscc", "org", "dept", "year", "month":
		return field{name: inner}, nil
	}
	if width, ok := strings.CutPrefix(inner, "n:"); ok && len(width) == 1 && width[0] >= '1' && width[0] <= '9' {
		return field{name: "n", width: int(width[0] - '0')}, nil
	}
	return field{}, fmt.Errorf("索引号格式中不认识 {%s}", inner)
}

// Period returns the counter period in which serial numbers run: 2026 or 202611. The day is that of publication.
func (p Pattern) Period(on civil.Date) string {
	year, month, _ := on.YMD()
	if strings.Contains(string(p), "{month}") {
		return fmt.Sprintf("%04d%02d", year, int(month))
	}
	return fmt.Sprintf("%04d", year)
}

// Number writes the n-th number of the period. A serial longer than its width is written in full, never cut.
func (p Pattern) Number(owner Owner, on civil.Date, n int64) (IndexNo, error) {
	if problems := p.Check(); len(problems) > 0 {
		return "", fault.Of(problems)
	}
	if n < 1 {
		return "", fault.New(fault.Internal, "流水号从1开始")
	}
	fields, _ := p.fields()
	var b strings.Builder
	for _, f := range fields {
		text := f.text
		switch f.name {
		case "uscc":
			text = owner.USCC
		case "org":
			text = owner.Org
		case "dept":
			text = owner.Dept
		case "year", "month":
			text = p.Period(on)
		case "n":
			text = fmt.Sprintf("%0*d", f.width, n)
		}
		if text == "" {
			return "", fault.New(fault.Invalid, "机关资料中缺少索引号格式所需的{%s}", f.name)
		}
		b.WriteString(text)
	}
	return IndexNo(b.String()), nil
}

// Short returns the part that lists may show: what follows the last stroke.
func (x IndexNo) Short() string { return string(x[strings.LastIndexByte(string(x), '/')+1:]) }

// LooksLikeIndexNo reports whether a search text is written like an 索引号 of any dialect: a publisher code, a stroke,
// a year or month, a hyphen and a serial number. Full-width forms are taken as well.
func LooksLikeIndexNo(s string) bool {
	front, back, ok := strings.Cut(narrow(strings.TrimSpace(s)), "/")
	if !ok || len(front) < 2 || len(front) > 18 || !all(front, alphanumeric) {
		return false
	}
	period, serial, ok := strings.Cut(back, "-")
	return ok && (len(period) == 4 || len(period) == 6) && all(period, digit) &&
		len(serial) >= 4 && len(serial) <= 9 && all(serial, digit)
}

// narrow turns full-width letters, digits and strokes into their ASCII forms.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '—', r == '–', r == '－':
			return '-'
		}
		return r
	}, s)
}

func all(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func alphanumeric(c byte) bool {
	return digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
