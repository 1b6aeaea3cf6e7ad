package catalog_test

import (
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
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
	for _, tt := range []struct {
		name           string
		rule           catalog.Freshness
		records        int
		updated, today string
		want           catalog.Condition
	}{
		{"nothing published yet", catalog.Whenever, 0, "2026-01-01", "2026-01-01", catalog.Empty},
		{"the fourteenth day is still in time", catalog.TwoWeeks, 3, "2026-11-01", "2026-11-15", catalog.Due},
		{"the fifteenth day is not", catalog.TwoWeeks, 3, "2026-11-01", "2026-11-16", catalog.Stale},
		{"fresh today", catalog.TwoWeeks, 3, "2026-11-01", "2026-11-01", catalog.Fresh},
		{"six months to the day", catalog.SixMonths, 1, "2026-05-31", "2026-11-30", catalog.Due},
		{"six months and a day", catalog.SixMonths, 1, "2026-05-31", "2026-12-01", catalog.Stale},
		{"last year's budget", catalog.Yearly, 1, "2025-02-10", "2026-02-11", catalog.Stale},
		{"an introduction from years ago", catalog.Whenever, 1, "2019-01-01", "2026-11-23", catalog.Fresh},
	} {
		if got := tt.rule.State(tt.records, day(tt.updated), day(tt.today)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestColumnProblems(t *testing.T) {
	if got := (catalog.Column{Item: "FD-99", Freshness: "daily"}).Check(); len(got) != 3 {
		t.Errorf("%v, want problems with title, item and freshness", got)
	}
	if got := (catalog.Column{Title: "机关简介", Item: "FD-02", Freshness: catalog.Whenever}).Check(); len(got) != 0 {
		t.Error(got)
	}
}
