package store_test

import (
	"reflect"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/money"
	"gongkai/monthly"
	"gongkai/remedy"
	"gongkai/tally"
)

func TestProceedingsAreReadBackAndCounted(t *testing.T) {
	day := civil.MustParse
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		view := db.View(t.Context())
		must(t, db, func(tx *database.Tx) error { return store.InsertAgency(tx, bureau) })
		add := func(id string, way remedy.Way, facts ...remedy.Fact) remedy.Proceeding {
			p := remedy.Proceeding{ID: remedy.ID(id), Agency: bureau.ID, Number: id, Way: way, Application: "ap_1", Subject: "不服答复"}
			must(t, db, func(tx *database.Tx) error {
				return store.InsertProceeding(tx, store.ProceedingFile{Proceeding: p, Party: []byte{1}})
			})
			for _, f := range facts {
				must(t, db, func(tx *database.Tx) error {
					return store.AddProceedingFact(tx, p, f, store.RemedyStanding{DueOn: day("2026-05-06"), What: "x"})
				})
				p = p.With(f)
			}
			return p
		}
		accepted := func(on string) remedy.Fact {
			return remedy.Fact{Kind: remedy.Accepted, On: day(on), Forum: "区政府"}
		}
		decided := func(on string, b remedy.Bucket) remedy.Fact {
			return remedy.Fact{Kind: remedy.Decided, On: day(on), Result: "撤销", Bucket: b}
		}
		add("pr_closed_before", remedy.Reconsideration, accepted("2024-03-01"), decided("2025-12-31", remedy.Upheld))
		closed := add("pr_closed", remedy.Reconsideration, accepted("2025-12-01"), decided("2026-01-02", remedy.Corrected))
		add("pr_open", remedy.LitigationDirect, accepted("2026-12-31"))
		add("pr_later", remedy.LitigationAfter, accepted("2027-01-01"))
		if got, err := store.Proceeding(view, "pr_closed"); err != nil || !reflect.DeepEqual(closed, got.Proceeding) || len(got.Party) != 1 {
			t.Error(got.Proceeding, err)
		}
		got, err := query.Matters(view, bureau.ID, 2026)
		want := []tally.Matter{{ID: "pr_closed", Way: remedy.Reconsideration, FiledOn: day("2025-12-01"), ClosedOn: day("2026-01-02"), Bucket: remedy.Corrected},
			{ID: "pr_open", Way: remedy.LitigationDirect, FiledOn: day("2026-12-31"), Bucket: remedy.Pending}}
		if err != nil || !reflect.DeepEqual(want, got) {
			t.Error(got, err)
		}
		list, total, err := query.Remedies(view, query.RemedyList{Agency: bureau.ID, Bucket: remedy.Corrected})
		if err != nil || total != 1 || len(list) != 1 || list[0].ID != "pr_closed" || list[0].Result != "撤销" {
			t.Error(list, total, err)
		}
		// Two who add to the same state conflict.
		stale := remedy.Proceeding{ID: "pr_open", Agency: bureau.ID}
		if err := write(t, db, func(tx *database.Tx) error {
			return store.AddProceedingFact(tx, stale, accepted("2026-12-31"), store.RemedyStanding{})
		}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("two at once: %v", err)
		}
	})
}

func TestTheNewestEntryOfAMonthCounts(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		view := db.View(t.Context())
		must(t, db, func(tx *database.Tx) error {
			if err := store.InsertAgency(tx, bureau); err != nil {
				return err
			}
			for _, id := range []string{"se_1", "se_2"} {
				if err := store.SaveSection(tx, agency.Section{ID: agency.SectionID(id), Agency: bureau.ID, Name: id}); err != nil {
					return err
				}
			}
			return nil
		})
		add := func(section string, year int, month time.Month, seq int, permits int64, yuan int64) {
			must(t, db, func(tx *database.Tx) error {
				return store.AddEntry(tx, monthly.Entry{Agency: bureau.ID, Section: section, Month: civil.Month{Year: year, Month: month}, Seq: seq,
					Figures: monthly.Figures{Permits: permits, Fees: money.Yuan(yuan)}, Source: monthly.ByForm, EnteredOn: civil.On(year, month, 28)})
			})
		}
		add("se_1", 2026, 1, 1, 10, 100)
		add("se_1", 2026, 1, 2, 11, 100)
		add("se_1", 2026, 12, 1, 5, 0)
		add("se_2", 2026, 1, 1, 2, 7)
		add("se_2", 2025, 12, 1, 1000, 0)
		add("se_2", 2027, 1, 1, 1000, 0)
		got, err := query.Decisions(view, bureau.ID, 2026)
		if err != nil || got != (tally.Decisions{Permits: 18, Fees: 107_00}) {
			t.Error(got, err)
		}
		all, err := store.Entries(view, bureau.ID, civil.Month{Year: 2026, Month: 1}, civil.Month{Year: 2026, Month: 1})
		if err != nil || len(all) != 3 || all[0].Figures.Permits != 10 || all[1].Seq != 2 {
			t.Error(all, err)
		}
		if err := write(t, db, func(tx *database.Tx) error {
			return store.AddEntry(tx, monthly.Entry{Agency: bureau.ID, Section: "se_1", Month: civil.Month{Year: 2026, Month: 1}, Seq: 2})
		}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("two at once: %v", err)
		}
	})
}
