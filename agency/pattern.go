package agency

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
)

// A Pattern is how a number that people see is built: text with {uscc} {org} {code} {word} {year} {month} {day} and
// {serial} or {serial:5} for leading zeros. 凉州区 has {uscc}/{year}-{serial:5}.
type Pattern string

// patternFields are the names that may stand between braces.
var patternFields = []string{"uscc", "org", "code", "word", "year", "month", "day", "serial"}

// widest bounds the leading zeros.
const widest = 10

// A patternPart is a piece of a pattern: literal text, or a field with its width.
type patternPart struct {
	text  string
	field string
	width int
}

// Check reports whether the pattern can be used: known fields, a year and a serial number.
func (p Pattern) Check() error {
	parts, err := p.parts()
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, part := range parts {
		count[part.field]++
	}
	if count["serial"] != 1 {
		return fault.New(fault.Invalid, "应当有且只有一个流水号{serial}")
	}
	if count["year"] == 0 {
		return fault.New(fault.Invalid, "应当有年份{year}，流水号按年编排")
	}
	if count["day"] > 0 && count["month"] == 0 {
		return fault.New(fault.Invalid, "有{day}时应当有{month}")
	}
	return nil
}

func (p Pattern) uses(field string) bool {
	parts, err := p.parts()
	if err != nil {
		return false
	}
	for _, part := range parts {
		if part.field == field {
			return true
		}
	}
	return false
}

func (p Pattern) parts() ([]patternPart, error) {
	var parts []patternPart
	rest := string(p)
	for rest != "" {
		text, after, found := strings.Cut(rest, "{")
		if strings.Contains(text, "}") {
			return nil, fault.New(fault.Invalid, "大括号不成对")
		}
		if text != "" {
			parts = append(parts, patternPart{text: text})
		}
		if !found {
			break
		}
		inside, tail, closed := strings.Cut(after, "}")
		if !closed {
			return nil, fault.New(fault.Invalid, "大括号不成对")
		}
		part, err := parsePart(inside)
		if err != nil {
			return nil, err
		}
		parts, rest = append(parts, part), tail
	}
	return parts, nil
}

func parsePart(inside string) (patternPart, error) {
	name, width, padded := strings.Cut(inside, ":")
	part := patternPart{field: name}
	if padded {
		n, err := strconv.Atoi(width)
		if err != nil || n < 1 || n > widest || name != "serial" {
			return part, fault.New(fault.Invalid, "看不懂{%s}", inside)
		}
		part.width = n
	}
	for _, known := range patternFields {
		if known == name {
			return part, nil
		}
	}
	return part, fault.New(fault.Invalid, "没有字段{%s}", inside)
}

// Format writes the number of the agency with the serial drawn on the day. The pattern must have passed Check.
func (p Pattern) Format(a Agency, word string, on civil.Date, serial int) (string, error) {
	parts, err := p.parts()
	if err != nil {
		return "", err
	}
	year, month, day := on.YMD()
	var b strings.Builder
	for _, part := range parts {
		switch part.field {
		case "":
			b.WriteString(part.text)
		case "uscc":
			b.WriteString(string(a.USCC))
		case "org":
			org, err := a.USCC.OrgCode()
			if err != nil {
				return "", err
			}
			b.WriteString(string(org))
		case "code":
			b.WriteString(a.Code)
		case "word":
			b.WriteString(word)
		case "year":
			fmt.Fprintf(&b, "%04d", year)
		case "month":
			fmt.Fprintf(&b, "%02d", int(month))
		case "day":
			fmt.Fprintf(&b, "%02d", day)
		case "serial":
			fmt.Fprintf(&b, "%0*d", part.width, serial)
		}
	}
	return b.String(), nil
}

// Period returns the span in which serials of the pattern run: a day as 2026-11-23, a month as 2026-11, or a year as 2026.
func (p Pattern) Period(on civil.Date) string {
	switch {
	case p.uses("day"):
		return on.String()
	case p.uses("month"):
		return on.Month().String()
	}
	return strconv.Itoa(on.Year())
}
