package store_test

import (
	"fmt"
	"testing"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/decision"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/tally"

	"pgregory.net/rapid"
)

// countsOf are the counts as they stand, by agency and year.
func countsOf(t *rapid.T, db *database.DB) map[string]string {
	var rows []struct {
		Agency string `db:"agency"`
		Year   int    `db:"year"`
		Counts string `db:"counts"`
	}
	if err := db.View(t.Context()).Select(&rows, `SELECT agency, year, counts FROM application_count`); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, row := range rows {
		if text := tally.ParseCounts(row.Counts).String(); text != "" {
			all[fmt.Sprint(row.Agency, " ", row.Year)] = text
		}
	}
	return all
}

// live is an application as the test knows it.
type live struct {
	application.Application
	standing store.Standing
	counted  tally.Case
}

// Whatever happens to applications, in whichever order, the counts for the annual report are those that a count of the
// facts gives, and those that counting the register anew gives: an application counts once for its receipt, and once for
// its first answer whatever follows.
func TestTheCountsFollowEveryStepOfAnApplication(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		run := 0
		rapid.Check(t, func(t *rapid.T) {
			run++
			write := func(f func(tx *database.Tx) error) {
				if err := db.WriteUnrecorded(t.Context(), "test", f); err != nil {
					t.Fatal(err)
				}
			}
			write(func(tx *database.Tx) error {
				for _, table := range []string{"application_fact", "application", "application_count"} {
					if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
						return err
					}
				}
				_, err := tx.Exec(`INSERT INTO agency (id, uscc, code, name, short_name, level, kind, region, parent, superior, competent, closed, created_at)
					VALUES ('ag_1', '', 'a1', '甲局', '', 3, 'department', '', '', '', 0, 0, 0), ('ag_2', '', 'a2', '乙局', '', 3, 'department', '', '', '', 0, 0, 0) ON CONFLICT (id) DO NOTHING`)
				return err
			})
			day := civil.MustParse("2021-10-01")
			var all []*live
			for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
				day = day.AddDays(rapid.IntRange(0, 60).Draw(t, "later"))
				var one *live
				if n := rapid.IntRange(0, 2*len(all)).Draw(t, "which"); n < len(all) {
					one = all[n]
				}
				switch {
				case one == nil:
					one = arrive(t, fmt.Sprintf("ap_%d_%d", run, i), day)
					all = append(all, one)
					write(func(tx *database.Tx) error {
						return store.InsertApplication(tx, store.ApplicationFile{Application: one.Application, Particulars: []byte{1}, Content: fmt.Sprint(run, i)}, one.standing)
					})
				case one.standing.ReceivedOn.IsZero():
					one.standing.ReceivedOn, one.counted.ReceivedOn = day, day
					write(func(tx *database.Tx) error { return store.Confirm(tx, one.ID, day, one.standing) })
				default:
					stepOn(t, one, day, write)
				}
			}
			want := map[string]tally.Counts{}
			for _, one := range all {
				keys := one.counted.Keys(string(one.Agency))
				for _, key := range []string{keys.Received, keys.Answered} {
					if key == "" {
						continue
					}
					year, of, part := tally.Split(key)
					at := fmt.Sprint(of, " ", year)
					if want[at] == nil {
						want[at] = tally.Counts{}
					}
					want[at][part]++
				}
			}
			check := func(what string) {
				got := countsOf(t, db)
				if len(got) != len(want) {
					t.Fatalf("%s: %v, want %v", what, got, want)
				}
				for at, counts := range want {
					if got[at] != counts.String() {
						t.Fatalf("%s, %s: %q, want %q", what, at, got[at], counts)
					}
				}
			}
			check("as written step by step")
			if wrong, err := query.Miscounts(db.View(t.Context())); err != nil || len(wrong) > 0 {
				t.Fatal(wrong, err)
			}
			if n, err := query.Miskeyed(db.View(t.Context())); err != nil || n > 0 {
				t.Fatal(n, err)
			}
			write(store.RecountApplications)
			check("counted anew")
		})
	})
}

// arrive draws an application that arrives on the day, received at once or not yet.
func arrive(t *rapid.T, id string, day civil.Date) *live {
	one := &live{Application: application.Application{ID: application.ID(id), Number: id, Channel: "online", ArrivedOn: day,
		Agency:    rapid.SampledFrom([]agency.ID{"ag_1", "ag_2"}).Draw(t, "agency"),
		Applicant: applicant.Applicant{Category: rapid.SampledFrom(applicant.Categories).Draw(t, "category").Category},
		Wanted:    application.Wanted{Content: "预算", Form: "paper", Route: "post"}}}
	one.counted.Category = one.Applicant.Category
	if rapid.Bool().Draw(t, "received") {
		one.standing.ReceivedOn, one.counted.ReceivedOn = day, day
	}
	return one
}

// stepOn answers the application, opens it again or adds what changes nothing that is counted.
func stepOn(t *rapid.T, one *live, day civil.Date, write func(func(tx *database.Tx) error)) {
	fact := application.Fact{Kind: application.Called, On: day}
	if one.standing.ClosedOn.IsZero() && rapid.Bool().Draw(t, "answered") {
		outcome := rapid.SampledFrom(decision.Outcomes).Draw(t, "outcome").Outcome
		fact.Kind, one.standing.ClosedOn, one.standing.Outcome = application.Decided, day, string(outcome)
		if one.counted.ClosedOn.IsZero() {
			one.counted.ClosedOn, one.counted.Outcome = day, outcome
		}
	} else if !one.standing.ClosedOn.IsZero() && rapid.Bool().Draw(t, "reopened") {
		fact.Kind, one.standing.ClosedOn, one.standing.Outcome, one.standing.ReopenedOn = application.Reopened, civil.Date{}, "", day
	}
	write(func(tx *database.Tx) error { return store.AddFact(tx, one.Application, fact, one.standing) })
	one.Application = one.With(fact)
}
