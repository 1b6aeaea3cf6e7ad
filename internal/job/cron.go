package job

import (
	"strconv"
	"strings"

	"gongkai/fault"
)

// A Cron names minutes of the clock in Shanghai as crontab does.
type Cron struct {
	minutes, hours, days, months, weekdays set
	anyDay, anyWeekday                     bool
}

// set is a set of small numbers.
type set uint64

func (s set) has(n int) bool { return s&(1<<n) != 0 }

// fields are the five fields of a crontab line, in its order.
var fields = [5]struct {
	name     string
	min, max int
}{{"分", 0, 59}, {"时", 0, 23}, {"日", 1, 31}, {"月", 1, 12}, {"星期", 0, 7}}

// ParseCron reads the five fields of crontab: minute, hour, day, month, weekday (0 and 7 are Sunday), each *, a
// number, a range 1-5, a step */15 or 8-18/2, or a list of these.
func ParseCron(s string) (Cron, error) {
	parts := strings.Fields(s)
	if len(parts) != len(fields) {
		return Cron{}, fault.New(fault.Invalid, "定时 %q 应有分、时、日、月、星期五项", s)
	}
	var sets [5]set
	for i, part := range parts {
		f := fields[i]
		for item := range strings.SplitSeq(part, ",") {
			one, ok := parseItem(item, f.min, f.max)
			if !ok {
				return Cron{}, fault.New(fault.Invalid, "定时 %q 的“%s”一项有误：%q", s, f.name, item)
			}
			sets[i] |= one
		}
	}
	if sets[4].has(7) {
		sets[4] |= 1
	}
	return Cron{
		minutes: sets[0], hours: sets[1], days: sets[2], months: sets[3], weekdays: sets[4],
		anyDay: strings.HasPrefix(parts[2], "*"), anyWeekday: strings.HasPrefix(parts[4], "*"),
	}, nil
}

// MustCron is ParseCron for constants; it panics on a bad one.
func MustCron(s string) Cron {
	c, err := ParseCron(s)
	if err != nil {
		panic(err)
	}
	return c
}

// parseItem reads *, 5, 1-5 with or without a step.
func parseItem(item string, lowest, highest int) (set, bool) {
	span, stepText, stepped := strings.Cut(item, "/")
	step := 1
	if stepped {
		var ok bool
		if step, ok = number(stepText); !ok || step == 0 {
			return 0, false
		}
	}
	from, until := lowest, highest
	if span != "*" {
		first, last, ranged := strings.Cut(span, "-")
		var ok bool
		if from, ok = number(first); !ok {
			return 0, false
		}
		if until = from; ranged {
			if until, ok = number(last); !ok {
				return 0, false
			}
		} else if stepped {
			until = highest
		}
	}
	if from < lowest || until > highest || from > until {
		return 0, false
	}
	var s set
	for n := from; n <= until; n += step {
		s |= 1 << n
	}
	return s, true
}

func number(s string) (int, bool) {
	if s == "" || len(s) > 2 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
