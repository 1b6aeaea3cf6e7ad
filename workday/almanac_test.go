package workday_test

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/workday"

	"pgregory.net/rapid"
)

// placed are days of 宁夏 and of a county in it, and one that the whole country is told to work.
func placed() []workday.Row {
	return []workday.Row{
		{On: day("2026-03-20"), Off: true, Name: "开斋节", Notice: "宁政办发〔2026〕1号", Region: "640000", Place: "宁夏回族自治区"},
		{On: day("2026-05-27"), Off: true, Name: "古尔邦节", Notice: "宁政办发〔2026〕2号", Region: "640000", Place: "宁夏回族自治区"},
		{On: day("2026-05-27"), Name: "古尔邦节", Notice: "县政办发〔2026〕9号", Region: "640122", Place: "贺兰县"},
		{On: day("2026-06-06"), Name: "抗洪", Notice: "国办发明电〔2026〕8号"},
	}
}

func TestEachPlaceHasTheDaysOfThePlacesItLiesIn(t *testing.T) {
	a := workday.NewAlmanac(workday.National(), placed())
	for _, tt := range []struct {
		name, places, on, want string
		worked                 bool
	}{
		{"全国不受影响", "", "2026-03-20", "工作日", true},
		{"别的省不受影响", "620000 620600 620602", "2026-03-20", "工作日", true},
		{"自治区放假", "640000", "2026-03-20", "宁夏回族自治区开斋节放假", false},
		{"所属县随自治区放假", "640000 640100 640122", "2026-03-20", "宁夏回族自治区开斋节放假", false},
		{"县另行安排上班的，以县为准", "640000 640100 640122", "2026-05-27", "贺兰县古尔邦节调休上班", true},
		{"市不随县", "640000 640100", "2026-05-27", "宁夏回族自治区古尔邦节放假", false},
		{"全国的安排各地都有", "640000 640100 640122", "2026-06-06", "抗洪调休上班", true},
		{"没有自己安排的省也有全国的安排", "110000", "2026-06-06", "抗洪调休上班", true},
		{"国庆节照旧", "640000", "2026-10-01", "国庆节放假", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := a.In(strings.Fields(tt.places)...)
			if got := c.Kind(day(tt.on)); got.String() != tt.want || c.Is(day(tt.on)) != tt.worked {
				t.Errorf("%s is %s, worked %v", tt.on, got, c.Is(day(tt.on)))
			}
		})
	}
}

func TestPlacesWithTheSameDaysShareOneCalendar(t *testing.T) {
	a := workday.NewAlmanac(workday.National(), placed())
	if a.In("640000", "640100") != a.In("640000", "640300", "640302") {
		t.Error("two cities with the days of their region alone have two calendars")
	}
	if a.In("110000", "110101") != a.National() || a.In() != a.National() {
		t.Error("a place without days of its own has another calendar than the country")
	}
	if workday.NewAlmanac(workday.National(), nil).National() != workday.National() {
		t.Error("without rows another calendar was made")
	}
	if a.In("640000") == a.In("640000", "640122") {
		t.Error("the county with its own day has the calendar of its region")
	}
}

func TestTheDayOfAPlaceIsNoNoticeOfTheYear(t *testing.T) {
	local := []workday.Row{{On: day("2027-10-01"), Off: true, Name: "区庆", Notice: "决定", Region: "640000", Place: "宁夏回族自治区"}}
	a := workday.NewAlmanac(workday.National(), local)
	if a.In("640000").Known(2027) {
		t.Error("a day of a place made the year known")
	}
	if workday.NewAlmanac(workday.National(), []workday.Row{{On: day("2026-10-01"), Off: true, Name: "区庆", Notice: "决定", Region: "640000"}}).In("640000").Known(2026) == false {
		t.Error("a day of a place made a known year unknown")
	}
}

// The calendar of a place agrees, day by day, with asking the innermost place that names the day.
func TestTheInnermostPlaceHolds(t *testing.T) {
	chain := []string{"640000", "640100", "640122"}
	first := day("2026-01-01")
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) workday.Row {
			return workday.Row{On: first.AddDays(rapid.IntRange(0, 30).Draw(t, "day")), Off: rapid.Bool().Draw(t, "off"), Name: "节", Notice: "决定",
				Region: rapid.SampledFrom(append([]string{"", "110000"}, chain...)).Draw(t, "place")}
		}), 0, 25).Draw(t, "rows")
		c := workday.NewAlmanac(workday.National(), rows).In(chain...)
		worked := func(d civil.Date) bool {
			for _, place := range []string{chain[2], chain[1], chain[0], ""} {
				for i := len(rows) - 1; i >= 0; i-- {
					if rows[i].Region == place && rows[i].On == d {
						return !rows[i].Off
					}
				}
			}
			return workday.National().Is(d)
		}
		n := 0
		for d := first; d.Year() == 2026 && d.Before(day("2026-03-01")); d = d.AddDays(1) {
			if c.Is(d) != worked(d) {
				t.Fatalf("%s: worked %v", d, c.Is(d))
			}
			if worked(d) {
				n++
			}
		}
		if got, _ := c.Count(day("2025-12-31"), day("2026-02-28")); got != n {
			t.Fatalf("%d working days, want %d", got, n)
		}
	})
}

func BenchmarkIn(b *testing.B) {
	a := workday.NewAlmanac(workday.National(), placed())
	b.ReportAllocs()
	for b.Loop() {
		a.In("640000", "640100", "640122")
	}
}
