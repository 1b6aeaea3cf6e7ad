package publishing_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/fault"
	"gongkai/internal/publishing"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// shelf is the column of the bureau as its catalogue shows it.
func shelf(t *testing.T, d *publishing.Desk, id catalog.ColumnID) publishing.Shelf {
	t.Helper()
	cat, err := d.Catalogue(t.Context(), clerk, bureau)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(cat.Shelves, func(s publishing.Shelf) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("no column %s", id)
	}
	return cat.Shelves[i]
}

func TestTheHeadSetsHowOftenColumnsAreUpdated(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		id := catalog.ColumnID(column)
		c := shelf(t, d, id).Column
		c.Freshness = catalog.SixMonths
		if _, err := d.SaveColumn(t.Context(), clerk, c); err != nil {
			t.Fatal(err)
		}
		publish(t, d, ready(t, d, column), "")
		first := shelf(t, d, id)
		if want := first.Newest.AddMonths(6).AddDays(1); first.StaleOn != want || first.Rule.Label != "六个月内更新" {
			t.Fatalf("by practice: stale on %s, want %s (%s)", first.StaleOn, want, first.Rule.Label)
		}
		if err := d.AlterRhythm(t.Context(), clerk, bureau, agency.Rhythm{SixMonths: 90}); fault.KindOf(err) != fault.Forbidden {
			t.Fatalf("a clerk set the days: %v", err)
		}
		if err := d.AlterRhythm(t.Context(), office, bureau, agency.Rhythm{SixMonths: 5000}); err == nil || !strings.Contains(fault.Message(err), "1100") {
			t.Fatalf("5000 days: %v", err)
		}
		if err := d.AlterRhythm(t.Context(), office, bureau, agency.Rhythm{TwoWeeks: 14, SixMonths: 90}); err != nil {
			t.Fatal(err)
		}
		if s := shelf(t, d, id); s.StaleOn != first.Newest.AddDays(91) || s.Rule.Label != "90天内更新" {
			t.Errorf("by the agency: %s, %s", s.StaleOn, s.Rule.Label)
		}
		// The column gets days of its own, from the head alone; the clerk may still alter the rest of it.
		c.Days = 30
		if _, err := d.SaveColumn(t.Context(), clerk, c); err == nil || !strings.Contains(fault.Message(err), "负责人") {
			t.Errorf("a clerk gave a column its own days: %v", err)
		}
		if _, err := d.SaveColumn(t.Context(), office, c); err != nil {
			t.Fatal(err)
		}
		c.Genre = "政策"
		if _, err := d.SaveColumn(t.Context(), clerk, c); err != nil {
			t.Fatal(err)
		}
		if s := shelf(t, d, id); s.StaleOn != first.Newest.AddDays(31) || !s.Rule.Own || s.Genre != "政策" {
			t.Errorf("by itself: %s, %+v", s.StaleOn, s.Rule)
		}
		entered(t, d, "alter_rhythm", `{"two_weeks":14,"six_months":90,"yearly":0}`)
		// What the board of the 主管部门 and the duties compute is the same day.
		facts, err := query.DutyFacts(d.DB.View(t.Context()), bureau)
		if err != nil {
			t.Fatal(err)
		}
		settings, err := store.Settings(d.DB.View(t.Context()), bureau, today(d))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range facts.Columns {
			if p.ID == column && p.Rule(settings.Disclosure.Rhythm).StaleOn(p.Updated) != first.Newest.AddDays(31) {
				t.Errorf("the duty stands on another day: %+v", p)
			}
		}
	})
}

// entered finds an entry of the ledger with the verb, the state after it as given.
func entered(t *testing.T, d *publishing.Desk, verb, after string) {
	t.Helper()
	var found string
	err := d.DB.View(t.Context()).QueryRow(`SELECT after FROM ledger WHERE verb = $1 ORDER BY seq DESC LIMIT 1`, verb).Scan(&found)
	if err != nil || found != after {
		t.Errorf("%s entered as %q (%v), want %q", verb, found, err, after)
	}
}
