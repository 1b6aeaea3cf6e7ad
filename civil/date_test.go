package civil_test

import (
	"encoding/json"
	"testing"
	"time"

	"gongkai/civil"

	"pgregory.net/rapid"
)

func TestOfTakesTheDayInShanghai(t *testing.T) {
	for _, tt := range []struct{ name, at, want string }{
		{"half past midnight on New Year's Day is the new year though UTC is not there yet", "2025-12-31T16:30:00Z", "2026-01-01"},
		{"one second before midnight", "2026-11-03T15:59:59Z", "2026-11-03"},
		{"midnight", "2026-11-03T16:00:00Z", "2026-11-04"},
		{"summer time of 1988", "1988-07-01T15:30:00Z", "1988-07-02"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, tt.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := civil.Of(at).String(); got != tt.want {
				t.Errorf("Of(%s) = %s, want %s", tt.at, got, tt.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-2-3", "2026-02-30", "2025-02-29", "2026/02/03", "20260203", "2026-13-01",
		"2026-00-10", "2026-01-00", "0000-01-01", "+026-01-01", "2026-01-0a", "2026-01-011", "二〇二六年一月一日"} {
		if d, err := civil.Parse(s); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", s, d)
		}
	}
}

func TestAddMonthsEndsOnTheLastDayOfAShorterMonth(t *testing.T) {
	for _, tt := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-08-31", 6, "2027-02-28"},
		{"2023-08-29", 6, "2024-02-29"},
		{"2026-05-15", 6, "2026-11-15"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
	} {
		if got := civil.MustParse(tt.from).AddMonths(tt.months).String(); got != tt.want {
			t.Errorf("%s + %d months = %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

// The oracle is the standard library's calendar.
func TestAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3652058).Draw(t, "day"))
		d, err := civil.Parse(at.Format("2006-01-02"))
		if err != nil {
			t.Fatal(err)
		}
		y, m, day := d.YMD()
		if y != at.Year() || m != at.Month() || day != at.Day() || d.Weekday() != at.Weekday() {
			t.Fatalf("%v: got %d-%d-%d %v", at, y, m, day, d.Weekday())
		}
		n := rapid.IntRange(-400, 400).Draw(t, "n")
		if d.AddDays(n).DaysSince(d) != n {
			t.Fatalf("AddDays(%d) and DaysSince disagree", n)
		}
	})
}

func TestJSONAndSQLKeepADate(t *testing.T) {
	type record struct {
		On civil.Date `json:"on"`
	}
	for _, text := range []string{`{"on":"2026-11-03"}`, `{"on":null}`} {
		var r record
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			t.Fatal(err)
		}
		out, err := json.Marshal(r)
		if err != nil || string(out) != text {
			t.Errorf("%s came back as %s (%v)", text, out, err)
		}
		stored, _ := r.On.Value()
		var back civil.Date
		if err := back.Scan(stored); err != nil || back != r.On {
			t.Errorf("%v stored as %v came back as %v (%v)", r.On, stored, back, err)
		}
	}
	var d civil.Date
	if err := json.Unmarshal([]byte(`20261103`), &d); err == nil {
		t.Error("a number was taken for a date")
	}
	if err := d.Scan(3.5); err == nil {
		t.Error("a float was taken for a date")
	}
}

func TestChineseForms(t *testing.T) {
	d := civil.MustParse("2026-11-03")
	if got := d.Chinese() + d.WeekdayChinese(); got != "2026年11月3日周二" {
		t.Error(got)
	}
	if m := d.Month(); m.String() != "2026-11" || m.First().String() != "2026-11-01" || m.Last().String() != "2026-11-30" {
		t.Error(m, m.First(), m.Last())
	}
	if (civil.Date{}).String() != "" || (civil.Date{}).Chinese() != "" {
		t.Error("no day must be written as nothing")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2026-11-03")
	f.Add("2026-02-30")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := civil.Parse(s)
		if err == nil && d.String() != s {
			t.Errorf("Parse(%q) is written back as %q", s, d)
		}
	})
}
