package tally

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongkai/applicant"
	"gongkai/civil"
	"gongkai/decision"
)

// Keys are the texts under which an application counts in table three: year, agency, outcome and category with a blank
// between, without an outcome for the receipt. They are empty as long as it was not received or not answered.
type Keys struct {
	Received string // year agency category
	Answered string // year agency outcome category
}

// Keys are the texts under which the case of the agency counts. What was never received counts nowhere.
// 法源: 《条例》第五十条第一款第二项、30号文。
func (c Case) Keys(of string) (k Keys) {
	if c.ReceivedOn.IsZero() {
		return k
	}
	k.Received = keyOf(c.ReceivedOn, of, c.Category, "")
	if !c.ClosedOn.IsZero() {
		k.Answered = keyOf(c.ClosedOn, of, c.Category, c.Outcome)
	}
	return k
}

func keyOf(on civil.Date, of string, category applicant.Category, outcome decision.Outcome) string {
	year := strconv.Itoa(on.Year())
	if outcome == "" {
		return year + " " + of + " " + string(category)
	}
	return year + " " + of + " " + string(outcome) + " " + string(category)
}

// Counts say how many applications of one agency and year stand under each key, without year and agency: under the
// category those received, under outcome and category those answered.
type Counts map[string]int64

// Split takes a key apart: the year, the agency and what [Counts] has it under.
func Split(key string) (year int, of, part string) {
	text, rest, _ := strings.Cut(key, " ")
	of, part, _ = strings.Cut(rest, " ")
	year, _ = strconv.Atoi(text)
	return year, of, part
}

// ParseCounts reads the text that [Counts.String] writes. What is not of its form is passed over: a count from the
// register would show the difference.
func ParseCounts(text string) Counts {
	c := Counts{}
	EachCount(text, func(outcome, category string, n int64) {
		part := category
		if outcome != "" {
			part = outcome + " " + category
		}
		c[part] += n
	})
	return c
}

// EachCount calls f with every count of the text; the outcome is empty for those received.
func EachCount(text string, f func(outcome, category string, n int64)) {
	for text != "" {
		item := text
		if i := strings.IndexByte(text, ';'); i >= 0 {
			item, text = text[:i], text[i+1:]
		} else {
			text = ""
		}
		i := strings.IndexByte(item, '=')
		if i < 0 {
			continue
		}
		n, err := strconv.ParseInt(item[i+1:], 10, 64)
		if err != nil {
			continue
		}
		outcome, category := "", item[:i]
		if j := strings.IndexByte(category, ' '); j == 0 {
			continue
		} else if j > 0 {
			outcome, category = category[:j], category[j+1:]
		}
		f(outcome, category, n)
	}
}

// String writes the counts in the order of their keys; what is zero is left out.
func (c Counts) String() string {
	var b strings.Builder
	for _, part := range slices.Sorted(maps.Keys(c)) {
		if c[part] == 0 {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(';')
		}
		b.WriteString(part)
		b.WriteByte('=')
		b.WriteString(strconv.FormatInt(c[part], 10))
	}
	return b.String()
}
