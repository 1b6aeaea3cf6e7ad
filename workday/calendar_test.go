package workday_test

import (
	"os"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/workday"

	"pgregory.net/rapid"
)

var day = civil.MustParse

// The dates were computed from the notices by another program. ? marks a provisional answer.
func TestTermsAcrossTheHolidays(t *testing.T) {
	terms := []int{7, 15, 20, 40}
	for _, tt := range []struct{ name, received, due string }{
		{"first day of the 条例 of 2019", "2019-05-15", "2019-05-24 2019-06-05 2019-06-13 2019-07-11"},
		{"春节 of 2020, extended by an emergency notice", "2020-01-20", "2020-02-06 2020-02-18 2020-02-25 2020-03-24"},
		{"中秋 and 国庆 2021 with three Saturdays and Sundays worked", "2021-09-17", "2021-09-28 2021-10-14 2021-10-21 2021-11-18"},
		{"中秋国庆 2023", "2023-09-15", "2023-09-26 2023-10-12 2023-10-19 2023-11-16"},
		{"春节 2024", "2024-01-31", "2024-02-08 2024-02-26 2024-03-04 2024-04-01"},
		{"春节 2025", "2025-01-20", "2025-02-05 2025-02-14 2025-02-21 2025-03-21"},
		{"国庆中秋 2025", "2025-09-12", "2025-09-23 2025-10-10 2025-10-16 2025-11-13"},
		{"春节 2026, nine days", "2026-01-30", "2026-02-10 2026-02-27 2026-03-05 2026-04-02"},
		{"days before 春节 2026", "2026-02-10", "2026-02-26 2026-03-09 2026-03-16 2026-04-14"},
		{"劳动节 2026", "2026-04-20", "2026-04-29 2026-05-13 2026-05-20 2026-06-17"},
		{"before 中秋 2026", "2026-09-18", "2026-09-29 2026-10-15 2026-10-22 2026-11-19"},
		{"day before 国庆 2026", "2026-09-30", "2026-10-15 2026-10-27 2026-11-03 2026-12-01"},
		{"a Saturday that is worked", "2026-10-10", "2026-10-20 2026-10-30 2026-11-06 2026-12-04"},
		{"40 working days reach into 2027", "2026-11-20", "2026-12-01 2026-12-11 2026-12-18 2027-01-18?"},
		{"20 working days reach into 2027", "2026-12-04", "2026-12-15 2026-12-25 2027-01-04?"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i, want := range strings.Fields(tt.due) {
				on, provisional := workday.National().Add(day(tt.received), terms[i])
				got := on.String()
				if provisional {
					got += "?"
				}
				if got != want {
					t.Errorf("%s + %d working days = %s, want %s", tt.received, terms[i], got, want)
				}
			}
		})
	}
}

func TestWorkingDaysOfTheYears(t *testing.T) {
	for year, want := range map[int]int{2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248} {
		got, provisional := workday.National().Count(civil.On(year-1, 12, 31), civil.On(year, 12, 31))
		if got != want || provisional {
			t.Errorf("%d has %d working days (provisional %v), want %d", year, got, provisional, want)
		}
	}
}

func TestKindsOfDays(t *testing.T) {
	for _, tt := range []struct {
		on, want, source string
		worked           bool
	}{
		{"2026-11-03", "工作日", "", true},
		{"2026-11-07", "周末", "", false},
		{"2026-02-14", "春节调休上班", "202511/content_7047091", true},
		{"2026-10-07", "国庆节放假", "202511/content_7047091", false},
		{"2019-05-03", "劳动节放假", "2019-03/22/content_5375877", false},
		{"2020-02-01", "春节放假", "2020-01/27/content_5472352", false},
		{"2020-02-03", "工作日", "", true},
		{"2018-12-29", "元旦调休上班", "2018-12/06", true},
		{"2027-02-08", "春节（放假通知未公布，暂按法定假日）", "放假办法", false},
		{"2027-02-09", "工作日", "", true},
		{"2027-05-02", "劳动节（放假通知未公布，暂按法定假日）", "放假办法", false},
		{"2024-05-02", "劳动节放假", "202310/content_6911528", false},
		{"2016-05-02", "工作日", "", true},
		{"2016-05-01", "劳动节（放假通知未公布，暂按法定假日）", "放假办法", false},
	} {
		got := workday.National().Kind(day(tt.on))
		if got.String() != tt.want || !strings.Contains(got.Source, tt.source) || (tt.source == "") != (got.Source == "") {
			t.Errorf("%s is %q by %q, want %q by %q", tt.on, got, got.Source, tt.want, tt.source)
		}
		if got.Kind.Worked() != tt.worked || workday.National().Is(day(tt.on)) != tt.worked {
			t.Errorf("%s: worked %v, want %v", tt.on, got.Kind.Worked(), tt.worked)
		}
	}
}

func TestAYearBecomesKnownWithItsNotice(t *testing.T) {
	notice, err := workday.Read(strings.NewReader("date,kind,name,notice\n2027-01-01,off,元旦,2027年通知\n" +
		"2027-01-04,off,元旦,2027年通知\n2027-10-01,off,国庆节,2027年通知\n"))
	if err != nil {
		t.Fatal(err)
	}
	c := workday.National().With(notice)
	on, provisional := c.Add(day("2026-12-04"), 20)
	if on != day("2027-01-05") || provisional || !c.Known(2027) {
		t.Errorf("%s, provisional %v", on, provisional)
	}
	if _, provisional = workday.National().Add(day("2026-12-04"), 20); !provisional {
		t.Error("the national calendar changed with its layer")
	}
	region := c.With([]workday.Row{{On: day("2027-03-03"), Off: true, Name: "地方节日", Notice: "自治州决定"}, {On: day("2027-01-01"), Name: "元旦", Notice: "特别决定"}})
	if region.Is(day("2027-03-03")) || !region.Is(day("2027-01-01")) || !c.Is(day("2027-03-03")) {
		t.Error("the layer of the region must hold, and only there")
	}
	local := workday.National().With([]workday.Row{{On: day("2027-03-03"), Off: true, Name: "地方节日", Notice: "自治州决定"}})
	if local.Known(2027) {
		t.Error("a local day off is not the notice of the year")
	}
}

func TestEndsOfTheCalendar(t *testing.T) {
	c := workday.National()
	for _, tt := range []struct {
		from civil.Date
		n    int
	}{{workday.Last, 1}, {workday.First, -1}, {workday.First.AddDays(-1), 1}, {workday.Last.AddDays(1), 0}, {civil.Date{}, 5},
		{day("2026-11-03"), 1 << 62}, {day("2026-11-03"), -1 << 62}} {
		if on, provisional := c.Add(tt.from, tt.n); !on.IsZero() || !provisional {
			t.Errorf("%s + %d = %s, provisional %v", tt.from, tt.n, on, provisional)
		}
	}
	whole, _ := c.Count(workday.First.AddDays(-1), workday.Last)
	beyond, provisional := c.Count(civil.Date{}, civil.On(9999, 12, 31))
	if whole != beyond || !provisional || c.Is(workday.Last.AddDays(1)) || c.Covers(workday.Last.AddDays(1)) {
		t.Error(whole, beyond, provisional)
	}
	if on, provisional := c.Add(day("2018-12-31"), 1); on != day("2019-01-02") || provisional {
		t.Error("the day from which is counted is not part of the count:", on, provisional)
	}
	if on, provisional := c.Add(day("2019-01-02"), -1); on != day("2018-12-29") || !provisional {
		t.Error(on, provisional)
	}
}

// naive adds and counts day by day; it is the oracle for the tables.
func naive(c *workday.Calendar, from civil.Date, n int) (civil.Date, bool) {
	step, provisional := 1, n == 0 && !c.Known(from.Year())
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		from = from.AddDays(step)
		provisional = provisional || !c.Known(from.Year())
		if c.Kind(from).Kind.Worked() {
			n--
		}
	}
	return from, provisional
}

func TestAgreesWithCountingDayByDay(t *testing.T) {
	c := workday.National()
	rapid.Check(t, func(t *rapid.T) {
		from := day("2007-06-01").AddDays(rapid.IntRange(0, 9000).Draw(t, "from"))
		n := rapid.IntRange(-300, 300).Draw(t, "n")
		want, wantProvisional := naive(c, from, n)
		if got, provisional := c.Add(from, n); got != want || provisional != wantProvisional {
			t.Fatalf("%s + %d = %s %v, want %s %v", from, n, got, provisional, want, wantProvisional)
		}
	})
}

func TestCountIsTheInverseOfAddAndBothAreMonotone(t *testing.T) {
	c := workday.National()
	rapid.Check(t, func(t *rapid.T) {
		from := day("2008-05-01").AddDays(rapid.IntRange(0, 9000).Draw(t, "from"))
		n := rapid.IntRange(1, 500).Draw(t, "n")
		on, provisional := c.Add(from, n)
		if counted, p := c.Count(from, on); counted != n || p != provisional {
			t.Fatalf("Count(%s, %s) = %d, want %d", from, on, counted, n)
		}
		if back, _ := c.Count(on, from); back != -n {
			t.Fatalf("Count(%s, %s) = %d, want %d", on, from, back, -n)
		}
		if !c.Is(on) {
			t.Fatalf("%s + %d = %s is no working day", from, n, on)
		}
		if next, _ := c.Add(from, n+1); !next.After(on) {
			t.Fatalf("%d working days end on %s, %d on %s", n, on, n+1, next)
		}
		if later, _ := c.Add(from.AddDays(1), n); later.Before(on) {
			t.Fatalf("from %s the term ends before that from %s", from.AddDays(1), from)
		}
	})
}

func TestTheEmbeddedFileNamesNothingTwice(t *testing.T) {
	f, err := os.Open("holidays.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := workday.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if i > 0 && !r.On.After(rows[i-1].On) {
			t.Errorf("%s is out of order", r.On)
		}
		if weekday := r.On.Weekday(); !r.Off && weekday != 0 && weekday != 6 {
			t.Errorf("%s is worked anyway", r.On)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	c, from := workday.National(), day("2026-09-30")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Add(from, i&31+1)
	}
}

func BenchmarkCount(b *testing.B) {
	c, from, to := workday.National(), day("2026-01-30"), day("2026-11-03")
	b.ReportAllocs()
	for b.Loop() {
		c.Count(from, to)
	}
}

func BenchmarkNew(b *testing.B) {
	rows := []workday.Row{{On: day("2026-10-01"), Off: true, Name: "国庆节", Notice: "通知"}}
	for b.Loop() {
		workday.New(rows)
	}
}
