package demo_test

import (
	"path/filepath"
	"testing"
	"time"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/demo"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/workday"
)

func TestTheDemoIsMadeByLawfulWork(t *testing.T) {
	clock := &demo.Clock{}
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		file := filepath.Join(t.TempDir(), "keys")
		if _, err := crypt.CreateKeyFile(file, time.Now()); err != nil {
			t.Fatal(err)
		}
		keys, err := crypt.OpenKeyFile(file, crypt.Std)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		logins, err := demo.Build(t.Context(), demo.Parts{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }, Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("built in %v", time.Since(began))
		if len(logins) != 5+3*5+1 {
			t.Errorf("%d accounts", len(logins))
		}
		proof, err := store.VerifyLedger(t.Context(), db)
		if err != nil || len(proof.Breaks) > 0 {
			t.Errorf("the ledger is broken: %v %v", proof, err)
		}
		checkScience(t, db)
		checkReport(t, db)
		checkStates(t, db)
		if _, err := demo.Build(t.Context(), demo.Parts{DB: db, Keys: keys, Calendar: func(agency.ID) *workday.Calendar { return workday.National() }, Clock: clock}); err == nil {
			t.Error("a second demo was poured over the first")
		}
	}, storetest.Clock(clock.Now))
}

// checkScience compares 科技局's year 2021 with the published figures: thirteen records, twenty documents in force.
func checkScience(t *testing.T, db *database.DB) {
	t.Helper()
	var published, files int
	q := db.View(t.Context())
	if err := q.QueryRow(`SELECT count(*) FROM record r JOIN agency a ON a.id = r.agency WHERE a.code = 'kjj' AND r.visible = 1 AND r.published_on LIKE '2021%'`).Scan(&published); err != nil {
		t.Fatal(err)
	}
	if err := q.QueryRow(`SELECT count(*) FROM application p JOIN agency a ON a.id = p.agency WHERE a.code = 'kjj'`).Scan(&files); err != nil {
		t.Fatal(err)
	}
	if published != 13 || files != 0 {
		t.Errorf("%d records and %d applications in 2021, want 13 and 0", published, files)
	}
	var ids []string
	if err := q.Select(&ids, `SELECT r.id FROM record r JOIN agency a ON a.id = r.agency WHERE a.code = 'kjj'`); err != nil {
		t.Fatal(err)
	}
	var documents []disclosure.Document
	for _, id := range ids {
		record, err := store.Record(q, disclosure.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, disclosure.Document{Record: record.Draft})
	}
	if stock := disclosure.StockOf(disclosure.Normative, 2021, documents); len(stock.Made) != 0 || len(stock.Repealed) != 0 || len(stock.InForce) != 20 {
		t.Errorf("normative documents %d, %d, %d; want 0, 0, 20", len(stock.Made), len(stock.Repealed), len(stock.InForce))
	}
}

// checkStates wants something to look at in every state of an application.
func checkStates(t *testing.T, db *database.DB) {
	t.Helper()
	var open, closed, unconfirmed int
	err := db.View(t.Context()).QueryRow(`SELECT sum(CASE WHEN closed_on = '' THEN 1 ELSE 0 END), sum(CASE WHEN closed_on <> '' THEN 1 ELSE 0 END),
		sum(CASE WHEN received_on = '' THEN 1 ELSE 0 END) FROM application`).Scan(&open, &closed, &unconfirmed)
	if err != nil || open < 5 || closed < 5 || unconfirmed < 1 {
		t.Errorf("%d open, %d closed, %d unconfirmed; %v", open, closed, unconfirmed, err)
	}
	var gone int
	if err := db.View(t.Context()).QueryRow(`SELECT count(*) FROM publication WHERE visible = 0`).Scan(&gone); err != nil || gone == 0 {
		t.Errorf("%d withdrawn records; %v", gone, err)
	}
}
