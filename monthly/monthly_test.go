package monthly_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/civil"
	"gongkai/money"
	"gongkai/monthly"
	"gongkai/workday"

	"pgregory.net/rapid"
)

var day = civil.MustParse

func month(s string) civil.Month { return day(s + "-01").Month() }

func TestCheck(t *testing.T) {
	entry := func(f func(*monthly.Entry)) monthly.Entry {
		e := monthly.Entry{Section: "se_1", Month: month("2026-03"), Figures: monthly.Figures{Permits: 12, Fees: money.Yuan(300)}}
		if f != nil {
			f(&e)
		}
		return e
	}
	before := entry(nil)
	for _, tt := range []struct {
		name   string
		entry  monthly.Entry
		before *monthly.Entry
		on     string
		field  string
	}{
		{"a month that is over", entry(nil), nil, "2026-04-01", ""},
		{"on its last day", entry(nil), nil, "2026-03-31", ""},
		{"before its last day", entry(nil), nil, "2026-03-30", "month"},
		{"nothing happened", entry(func(e *monthly.Entry) { e.Figures = monthly.Figures{} }), nil, "2026-04-01", ""},
		{"no section", entry(func(e *monthly.Entry) { e.Section = "" }), nil, "2026-04-01", "section"},
		{"less than nothing", entry(func(e *monthly.Entry) { e.Figures.Penalties = -1 }), nil, "2026-04-01", "penalties"},
		{"the same again", entry(nil), &before, "2026-04-02", "reason"},
		{"corrected without a reason", entry(func(e *monthly.Entry) { e.Figures.Permits = 13 }), &before, "2026-04-02", "reason"},
		{"corrected with a reason", entry(func(e *monthly.Entry) { e.Figures.Permits, e.Reason = 13, "漏计一件" }), &before, "2026-04-02", ""},
	} {
		got := tt.entry.Check(tt.before, day(tt.on))
		if tt.field == "" != (len(got) == 0) || tt.field != "" && got[0].Field != tt.field {
			t.Errorf("%s: %v, want %q", tt.name, got, tt.field)
		}
	}
}

func TestDoubts(t *testing.T) {
	f := func(permits, penalties int64, yuan int64) monthly.Figures {
		return monthly.Figures{Permits: permits, Penalties: penalties, Fees: money.Yuan(yuan)}
	}
	for _, tt := range []struct {
		name       string
		now        monthly.Figures
		year, last *monthly.Figures
		want       []string
	}{
		{"no year before", f(500, 0, 0), nil, nil, nil},
		{"as last year", f(52, 3, 1000), ptr(f(50, 2, 1200)), nil, nil},
		{"three times as many", f(150, 3, 0), ptr(f(50, 3, 0)), nil, []string{"行政许可为150件，去年同月为50件"}},
		{"small numbers say nothing", f(9, 0, 0), ptr(f(1, 0, 0)), nil, nil},
		{"a third", f(10, 0, 0), ptr(f(30, 0, 0)), nil, []string{"行政许可为10件，去年同月为30件"}},
		{"nothing where there was much", f(0, 0, 0), ptr(f(30, 0, 0)), nil, []string{"行政许可去年同月为30件，本月为0"}},
		{"万元 as 元", f(0, 0, 251_000_0000), ptr(f(0, 0, 251_000)), nil, []string{"请核对是否把万元当作元"}},
		{"copied from the month before", f(7, 1, 20), nil, ptr(f(7, 1, 20)), []string{"与上个月完全相同"}},
		{"nothing twice is no copy", f(0, 0, 0), nil, ptr(f(0, 0, 0)), nil},
	} {
		got := monthly.Doubts(tt.now, tt.year, tt.last)
		ok := len(got) == len(tt.want)
		for i := range min(len(got), len(tt.want)) {
			ok = ok && strings.Contains(got[i].Message, tt.want[i])
		}
		if !ok {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func ptr(f monthly.Figures) *monthly.Figures { return &f }

func TestGaps(t *testing.T) {
	reporters := []monthly.Reporter{{Section: "a", Kinds: []monthly.Kind{monthly.Permits}, From: month("2026-01")}, {Section: "b", From: month("2026-01")}, {Section: "c", Kinds: []monthly.Kind{monthly.Fees}, From: month("2026-09")}}
	handed := map[string]map[civil.Month]bool{"a": {month("2026-02"): true}}
	got := monthly.Gaps(reporters, handed, workday.National(), day("2026-04-02"))
	if len(got) != 2 || got[0].Month != month("2026-01") || got[1].Month != month("2026-03") {
		t.Fatal(got)
	}
	// April 2026: the 1st to 3rd are a Wednesday to a Friday, 4th to 6th days off for 清明.
	if got[1].DueOn != day("2026-04-08") {
		t.Error(got[1].DueOn)
	}
}

// As many gaps as months that are over less those handed in, whatever was handed in.
func TestEveryMonthIsAGapOrHandedIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := civil.On(2024, time.January, 1).AddDays(rapid.IntRange(0, 1000).Draw(t, "today"))
		from := civil.Month{Year: 2024, Month: time.Month(rapid.IntRange(1, 12).Draw(t, "from"))}
		over, handed := 0, map[civil.Month]bool{}
		for m := from; m.Last().Before(on); m = m.Last().AddDays(1).Month() {
			over++
			if rapid.Bool().Draw(t, "handed in") {
				handed[m] = true
			}
		}
		gaps := monthly.Gaps([]monthly.Reporter{{Section: "a", Kinds: []monthly.Kind{monthly.Fees}, From: from}}, map[string]map[civil.Month]bool{"a": handed}, workday.National(), on)
		if len(gaps)+len(handed) != over {
			t.Fatalf("%d gaps and %d handed in, of %d months", len(gaps), len(handed), over)
		}
	})
}
