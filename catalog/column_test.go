package catalog_test

import (
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"

	"pgregory.net/rapid"
)

func TestItemsOfEachLevel(t *testing.T) {
	for _, tt := range []struct {
		level agency.Level
		want  int
	}{{agency.State, 15}, {agency.Province, 15}, {agency.City, 22}, {agency.County, 22}, {agency.Township, 23}} {
		items := catalog.ItemsFor(tt.level)
		if len(items) != tt.want {
			t.Errorf("%s: %d items, want %d", tt.level, len(items), tt.want)
		}
		if len(catalog.StartingColumns(tt.level)) != tt.want {
			t.Errorf("%s: the starting catalogue leaves items out", tt.level)
		}
	}
	seen := map[catalog.ItemCode]bool{}
	for _, item := range catalog.Items {
		if err := item.Cite.Check(); err != nil || seen[item.Code] || item.Text == "" {
			t.Errorf("%s %s: %v", item.Code, item.Short, err)
		}
		seen[item.Code] = true
	}
}

func TestFreshness(t *testing.T) {
	day := civil.MustParse
	practice := agency.DefaultSettings(day("2026-11-23")).Disclosure.Rhythm
	strict := agency.Rhythm{TwoWeeks: 7, SixMonths: 90, Yearly: 180}
	for _, tt := range []struct {
		name           string
		class          catalog.Freshness
		own            int
		rhythm         agency.Rhythm
		records        int
		updated, today string
		want           catalog.Condition
	}{
		{"nothing published yet", catalog.Whenever, 0, practice, 0, "2026-01-01", "2026-01-01", catalog.Empty},
		{"the fourteenth day is still in time", catalog.TwoWeeks, 0, practice, 3, "2026-11-01", "2026-11-15", catalog.Due},
		{"the fifteenth day is not", catalog.TwoWeeks, 0, practice, 3, "2026-11-01", "2026-11-16", catalog.Stale},
		{"fresh today", catalog.TwoWeeks, 0, practice, 3, "2026-11-01", "2026-11-01", catalog.Fresh},
		{"six months to the day", catalog.SixMonths, 0, practice, 1, "2026-05-31", "2026-11-30", catalog.Due},
		{"six months and a day", catalog.SixMonths, 0, practice, 1, "2026-05-31", "2026-12-01", catalog.Stale},
		{"last year's budget", catalog.Yearly, 0, practice, 1, "2025-02-10", "2026-02-11", catalog.Stale},
		{"an introduction from years ago", catalog.Whenever, 0, practice, 1, "2019-01-01", "2026-11-23", catalog.Fresh},
		{"settings of an older version have no rhythm", catalog.TwoWeeks, 0, agency.Rhythm{}, 3, "2026-11-01", "2026-11-16", catalog.Stale},
		{"a stricter agency: the seventh day", catalog.TwoWeeks, 0, strict, 3, "2026-11-01", "2026-11-08", catalog.Due},
		{"a stricter agency: the eighth day", catalog.TwoWeeks, 0, strict, 3, "2026-11-01", "2026-11-09", catalog.Stale},
		{"a short term warns for half of it only", catalog.TwoWeeks, 0, strict, 3, "2026-11-01", "2026-11-04", catalog.Fresh},
		{"ninety days instead of six months", catalog.SixMonths, 0, strict, 1, "2026-05-31", "2026-08-30", catalog.Stale},
		{"half a year instead of a year", catalog.Yearly, 0, strict, 1, "2026-01-01", "2026-07-01", catalog.Stale},
		{"no rhythm stays none", catalog.Whenever, 0, strict, 1, "2019-01-01", "2026-11-23", catalog.Fresh},
		{"a column's own days go before its class", catalog.Whenever, 30, practice, 1, "2026-10-01", "2026-11-01", catalog.Stale},
		{"also where the class is shorter", catalog.TwoWeeks, 60, strict, 1, "2026-10-01", "2026-11-09", catalog.Fresh},
	} {
		column := catalog.Column{Freshness: tt.class, Days: tt.own}
		if got := column.Rule(tt.rhythm).State(tt.records, day(tt.updated), day(tt.today)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A longer term never makes a column worse, whatever its day; and whatever is stale today is stale tomorrow.
func TestALongerTermIsNeverWorse(t *testing.T) {
	rank := map[catalog.Condition]int{catalog.Fresh: 0, catalog.Due: 1, catalog.Stale: 2}
	rapid.Check(t, func(t *rapid.T) {
		updated := civil.MustParse("2024-01-01").AddDays(rapid.IntRange(0, 1500).Draw(t, "updated"))
		today := updated.AddDays(rapid.IntRange(0, 1500).Draw(t, "later"))
		short := rapid.IntRange(1, agency.LongestRhythm-1).Draw(t, "short")
		long := rapid.IntRange(short, agency.LongestRhythm).Draw(t, "long")
		state := func(days int, on civil.Date) catalog.Condition {
			return catalog.Column{Freshness: catalog.Yearly, Days: days}.Rule(agency.Rhythm{}).State(1, updated, on)
		}
		if a, b := state(short, today), state(long, today); rank[b] > rank[a] {
			t.Fatalf("%d days %s, %d days %s", short, a, long, b)
		}
		if a, b := state(short, today), state(short, today.AddDays(1)); rank[b] < rank[a] {
			t.Fatalf("%s, then %s", a, b)
		}
	})
}

func TestColumnProblems(t *testing.T) {
	if got := (catalog.Column{Item: "FD-99", Freshness: "daily", Days: -1}).Check(); len(got) != 4 {
		t.Errorf("%v, want problems with title, item, freshness and days", got)
	}
	if got := (catalog.Column{Title: "机关简介", Item: "FD-02", Freshness: catalog.Whenever}).Check(); len(got) != 0 {
		t.Error(got)
	}
}
