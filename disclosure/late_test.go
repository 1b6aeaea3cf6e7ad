package disclosure_test

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/workday"

	"pgregory.net/rapid"
)

func TestWhatCameLate(t *testing.T) {
	cal := workday.National()
	at := func(s string) civil.Date {
		if s == "" {
			return civil.Date{}
		}
		return day(s)
	}
	for _, tt := range []struct {
		name                       string
		kind                       disclosure.Kind
		formed, changed, published string
		before                     *disclosure.Record
		late                       bool
		days                       int
		why                        string
	}{
		{"the twentieth workday, over the Spring Festival of 2026", disclosure.Plain, "2026-02-10", "", "2026-03-16", nil, false, 0, ""},
		{"the twenty-first", disclosure.Plain, "2026-02-10", "", "2026-03-17", nil, true, 1, "2026年2月10日形成，20个工作日内应于2026年3月16日前公开（《条例》第二十六条）；2026年3月17日公开，超过1个工作日。"},
		{"changed before it was published: the change counts", disclosure.Plain, "2026-01-05", "2026-02-10", "2026-03-16", nil, false, 0, ""},
		{"a budget on the twenty-first natural day", disclosure.Budget, "2026-03-03", "", "2026-03-24", nil, true, 1, "2026年3月3日批准（批复），20日内应于2026年3月23日前公开（《预算法》第十四条"},
		{"on the Saturday after the last day: late by no workday", disclosure.Plain, "2026-06-04", "", "2026-07-04", nil, true, 0, "应于2026年7月3日前公开（《条例》第二十六条）；2026年7月4日公开，超过期限，其间没有工作日"},
		{"without a day of making nothing is said", disclosure.Plain, "", "", "2026-03-17", nil, false, 0, ""},
		{"a change brought out late", disclosure.Plain, "2025-02-10", "2026-02-10", "2026-03-18", &disclosure.Record{FormedOn: day("2025-02-10")}, true, 2, "2026年2月10日变更"},
		{"a revision that changes no content has no term", disclosure.Plain, "2025-02-10", "", "2026-03-18", &disclosure.Record{FormedOn: day("2025-02-10")}, false, 0, ""},
		{"a change that was public before counts once", disclosure.Plain, "2025-02-10", "2026-02-10", "2026-06-18", &disclosure.Record{FormedOn: day("2025-02-10"), ChangedOn: day("2026-02-10")}, false, 0, ""},
		{"made before there was a 《条例》", disclosure.Plain, "2005-06-01", "", "2026-03-18", nil, true, -1, "2005年6月1日形成"},
	} {
		r := disclosure.Record{ID: "re_1", Title: "甲", Kind: tt.kind, FormedOn: at(tt.formed), ChangedOn: at(tt.changed)}
		l, late := r.LateOn(day(tt.published), tt.before, cal)
		if late != tt.late || late && (tt.days >= 0 && l.Days != tt.days || !strings.Contains(l.Why(), tt.why)) {
			t.Errorf("%s: late %v by %d: %s", tt.name, late, l.Days, l.Why())
		}
	}
}

// The oracle counts the working days one by one: late is what has more than twenty of them behind it.
func TestLatenessAgreesWithCountingDayByDay(t *testing.T) {
	cal := workday.National()
	rapid.Check(t, func(t *rapid.T) {
		formed := day("2019-06-01").AddDays(rapid.IntRange(0, 2500).Draw(t, "formed"))
		out := formed.AddDays(rapid.IntRange(0, 90).Draw(t, "later"))
		worked, last := 0, civil.Date{}
		for d := formed.AddDays(1); worked < 20 || !d.After(out); d = d.AddDays(1) {
			if cal.Is(d) {
				if worked++; worked == 20 {
					last = d
				}
			}
		}
		l, late := disclosure.Record{FormedOn: formed}.LateOn(out, nil, cal)
		if late != out.After(last) || late && (l.DueOn != last || l.Days != worked-20) {
			t.Fatalf("made %s, public %s: late %v by %d after %s; counted %d workdays, the twentieth on %s", formed, out, late, l.Days, l.DueOn, worked, last)
		}
	})
}
