package publishing_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/internal/database"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// number sets how the bureau writes its 索引号.
func number(t *testing.T, d *publishing.Desk, pattern agency.Pattern) {
	t.Helper()
	err := d.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		s, err := store.Settings(tx, bureau, tx.Today())
		if err != nil {
			return err
		}
		s.Numbers.Index = pattern
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "alter_settings", Subject: ledger.Subject{Kind: "agency", ID: string(bureau)}})
		return store.SaveSettings(tx, bureau, s)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ready is a record that may go out.
func ready(t *testing.T, d *publishing.Desk, column string) disclosure.ID {
	t.Helper()
	id, err := d.SaveDraft(t.Context(), clerk, draft(column))
	if err != nil {
		t.Fatal(err)
	}
	pass(t, d, id)
	return id
}

func publish(t *testing.T, d *publishing.Desk, id disclosure.ID, reason string) catalog.IndexNo {
	t.Helper()
	index, err := d.Publish(t.Context(), clerk, bureau, id, reason)
	if err != nil {
		t.Fatal(err)
	}
	return index
}

// The patterns are those that published pages of other places show (see TestNumbersOfEveryDialectAreRecognised).
func TestNumbersOfEveryDialect(t *testing.T) {
	now := time.Date(2026, 12, 31, 2, 0, 0, 0, time.UTC)
	start := now
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		now = start
		for _, tt := range []struct {
			pattern agency.Pattern
			want    string
		}{
			{"{uscc}/{year}-{serial:5}", "11620602013932130J/2026-00001"},
			{"{uscc}/{year}-{serial:6}", "11620602013932130J/2026-000002"},
			{"{code}/{year}-{serial:5}", "kjj/2026-00003"},
			{"{uscc}/{year}-{serial:7}", "11620602013932130J/2026-0000004"},
			{"{org}/{year}-{serial:5}", "013932130/2026-00005"},
			{"{uscc}/{year}{month}-{serial:5}", "11620602013932130J/202612-00001"},
		} {
			number(t, d, tt.pattern)
			if got := publish(t, d, ready(t, d, column), ""); string(got) != tt.want || !catalog.LooksLikeIndexNo(tt.want) {
				t.Errorf("%s: %s, want %s", tt.pattern, got, tt.want)
			}
		}
		now = now.AddDate(0, 0, 1) // the year turns: the year is that of the publication
		if got := publish(t, d, ready(t, d, column), ""); got != "11620602013932130J/202701-00001" {
			t.Error(got)
		}
		number(t, d, "{uscc}/{year}-{serial:5}")
		if got := publish(t, d, ready(t, d, column), ""); got != "11620602013932130J/2027-00001" {
			t.Error(got)
		}
	}, storetest.Clock(func() time.Time { return now }))
}

// Whoever publishes at the same time gets numbers without a gap, none twice; a number that came in with an old record is
// kept as it is and passed over; one that was withdrawn is never given again, nor does a revision change it.
func TestNumbersUnderMany(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		year := today(d).Year()
		old := catalog.IndexNo(fmt.Sprintf("11620602013932130J/%d-00003", year))
		imported(t, d, column, old)
		const many = 12
		var ids []disclosure.ID
		for range many {
			ids = append(ids, ready(t, d, column))
		}
		var mu sync.Mutex
		given := map[catalog.IndexNo]disclosure.ID{}
		var wg sync.WaitGroup
		for _, id := range ids {
			wg.Go(func() {
				index, err := d.Publish(t.Context(), clerk, bureau, id, "")
				mu.Lock()
				defer mu.Unlock()
				if other, twice := given[index]; err != nil || twice {
					t.Errorf("%s: %s and %s, %v", index, id, other, err)
				}
				given[index] = id
			})
		}
		wg.Wait()
		for n := 1; n <= many+1; n++ {
			index := catalog.IndexNo(fmt.Sprintf("11620602013932130J/%d-%05d", year, n))
			if _, ok := given[index]; ok == (index == old) {
				t.Errorf("%s: given %v", index, ok)
			}
		}
		first := given[catalog.IndexNo(fmt.Sprintf("11620602013932130J/%d-00001", year))]
		if err := d.Withdraw(t.Context(), office, bureau, first, "有误"); err != nil {
			t.Fatal(err)
		}
		if again := publish(t, d, first, "已更正，恢复公开"); !strings.HasSuffix(string(again), "-00001") {
			t.Errorf("the number changed to %s", again)
		}
		if next := publish(t, d, ready(t, d, column), ""); next != catalog.IndexNo(fmt.Sprintf("11620602013932130J/%d-%05d", year, many+2)) {
			t.Errorf("the next number is %s", next)
		}
	})
}

// imported stores a record as it came from an old site, with its number.
func imported(t *testing.T, d *publishing.Desk, column string, index catalog.IndexNo) {
	t.Helper()
	err := d.DB.Write(t.Context(), ledger.Machine("test"), func(tx *database.Tx) error {
		r := draft(column)
		r.ID, r.Author = disclosure.ID(tx.NewID("rc")), "old"
		file := store.RecordFile{Draft: r, Digest: publishing.Digest(r)}
		if err := store.SaveDraft(tx, file); err != nil {
			return err
		}
		body, err := json.Marshal(r)
		if err != nil {
			return err
		}
		tx.Record(ledger.Entry{Chain: string(bureau), Verb: "import", Subject: ledger.Subject{Kind: "record", ID: string(r.ID)}})
		return store.AddAct(tx, disclosure.Publication{Record: r.ID, Index: index},
			disclosure.Act{Kind: disclosure.Published, On: r.FormedOn, Version: 1, Digest: file.Digest}, body)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestANumberThatAnotherAgencyWouldGiveTooIsNoPattern(t *testing.T) {
	s := agency.DefaultSettings(day("2026-11-03"))
	a := agency.Agency{USCC: "11620602013932130J", Code: "kjj", Name: "凉州区科学技术局", Level: agency.County, Kind: agency.Department, Region: "620602"}
	for pattern, good := range map[agency.Pattern]bool{"{uscc}/{year}-{serial:5}": true, "{code}/{year}-{serial:5}": true, "{year}-{serial:5}": false} {
		s.Numbers.Index = pattern
		bad := false
		for _, p := range s.Check(a, day("2026-11-03")) {
			bad = bad || p.Field == "numbers.index"
		}
		if bad == good {
			t.Errorf("%s: refused %v", pattern, bad)
		}
	}
}
