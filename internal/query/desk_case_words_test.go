package query_test

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/storetest"
)

// However many applications the index found, and whatever else the list asks for, they are looked up by their numbers: the
// register of the agency is never read through for them, on either engine.
func TestWhatTheIndexFoundIsLookedUpByItsNumbers(t *testing.T) {
	day := civil.MustParse("2026-05-01")
	lists := map[string]query.CaseList{
		"all": {State: query.CasesAll}, "open": {State: query.CasesOpen}, "mine": {State: query.CasesMine, Officer: "st_1"}, "closed": {State: query.CasesClosed},
		"month": {State: query.CasesAll, From: day, To: day.AddDays(30)}, "outcome": {State: query.CasesClosed, Outcome: "O1", Closed: [2]civil.Date{day, day}},
		"channel": {State: query.CasesAll, Channel: "fax"}, "overdue": {State: query.CasesOpen, Due: true, DueTo: day},
	}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		for name, l := range lists {
			l.Agency = "ag_01"
			for _, found := range []int{1, 50, query.AskedAtOnce} {
				question, args := query.AmongQuestion(l, found)
				sqlite := db.Engine() == "sqlite"
				plan := ""
				if err := db.Read(t.Context(), func(q *database.Query) error {
					explain := `EXPLAIN QUERY PLAN `
					if !sqlite {
						explain = `EXPLAIN (COSTS OFF) `
						rows, err := q.Query(`SET LOCAL enable_seqscan = off`) // the tables of the test are empty
						if err != nil {
							return err
						}
						if err := rows.Close(); err != nil {
							return err
						}
					}
					var err error
					plan, err = planIn(q, explain+question, args)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				wanted := []string{"SEARCH e USING INTEGER PRIMARY KEY", "SEARCH a USING INDEX sqlite_autoindex_application_1 (id=?)"}
				if !sqlite {
					wanted = []string{"application_entry"}
				}
				for _, part := range wanted {
					if !strings.Contains(plan, part) || strings.Contains(plan, "Seq Scan") || strings.Contains(strings.ReplaceAll(plan, "SCAN p\n", ""), "SCAN ") {
						t.Errorf("%s, %d found:\n%s", name, found, plan)
					}
				}
			}
		}
	})
}

// planIn is how the engine answers a question within a transaction.
func planIn(q *database.Query, question string, args []any) (string, error) {
	rows, err := q.Query(question, args...)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	var plan strings.Builder
	for rows.Next() {
		columns, _ := rows.Columns()
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			return "", err
		}
		fmt.Fprintln(&plan, *cells[len(cells)-1].(*any))
	}
	return plan.String(), rows.Err()
}

// The numbers of the home page are counted in the index of what is due, and nowhere else.
func TestWhatIsDueIsCountedInItsIndex(t *testing.T) {
	db := storetest.SQLite(t)
	if plan := planOf(t, db, `EXPLAIN QUERY PLAN `, query.DueQuestion, "ag_1", "2026-05-01", "2026-05-05"); !strings.Contains(plan, "USING COVERING INDEX application_due") {
		t.Error(plan)
	}
}
