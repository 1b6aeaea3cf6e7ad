package store_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/law"
	"gongkai/ledger"

	"pgregory.net/rapid"
)

var clerk = ledger.Actor{ID: "ac_1", Name: "经办人甲", Role: "officer", Agency: "ag_1", Address: "10.0.0.7"}

// record writes n entries by the actor, each in its own transaction.
func record(t testing.TB, db *database.DB, by ledger.Actor, n int) {
	t.Helper()
	for i := range n {
		err := db.Write(t.Context(), by, func(tx *database.Tx) error {
			tx.Record(ledger.Entry{
				Verb: "receive", Subject: ledger.Subject{Kind: "application", ID: fmt.Sprintf("ap_%d", i)},
				Before: "待确认", After: "办理中", Cite: law.OGI.Art(31),
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func verify(t testing.TB, db *database.DB, anchors ...ledger.Head) store.LedgerProof {
	t.Helper()
	proof, err := store.VerifyLedger(t.Context(), db, anchors...)
	if err != nil {
		t.Fatal(err)
	}
	return proof
}

// byHand changes the database as somebody with a database console would, once the guards of the ledger are removed.
func byHand(t testing.TB, db *database.DB, sql string, args ...any) {
	t.Helper()
	err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	textColumns = []string{"chain", "actor_id", "actor_name", "actor_role", "actor_agency", "actor_address", "verb",
		"subject_kind", "subject_id", "before", "after", "cite"}
	byteColumns = []string{"prev", "hash"}
)

func TestEveryByteOfEveryColumnCounts(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		storetest.UnguardLedger(t, db)
		record(t, db, clerk, 5)
		const seq = 3
		check := func(what string) {
			t.Helper()
			proof := verify(t, db)
			if len(proof.Breaks) == 0 || proof.Breaks[0].Chain != "ag_1" || proof.Breaks[0].Seq != seq {
				t.Errorf("%s: got %+v, want a break at %d", what, proof.Breaks, seq)
			}
		}
		for _, column := range textColumns {
			var was string
			if err := db.View(t.Context()).Get(&was, `SELECT `+column+` FROM ledger WHERE seq = $1`, seq); err != nil {
				t.Fatal(err)
			}
			runes := []rune(was)
			for i := range runes {
				edited := append([]rune{}, runes...)
				edited[i]++
				byHand(t, db, `UPDATE ledger SET `+column+` = $1 WHERE seq = $2`, string(edited), seq)
				check(fmt.Sprintf("%s changed to %q", column, string(edited)))
				byHand(t, db, `UPDATE ledger SET `+column+` = $1 WHERE seq = $2`, was, seq)
			}
		}
		for _, column := range byteColumns {
			var was []byte
			if err := db.View(t.Context()).QueryRow(`SELECT `+column+` FROM ledger WHERE seq = $1`, seq).Scan(&was); err != nil {
				t.Fatal(err)
			}
			for i := range was {
				edited := bytes.Clone(was)
				edited[i] ^= 1
				byHand(t, db, `UPDATE ledger SET `+column+` = $1 WHERE seq = $2`, edited, seq)
				check(fmt.Sprintf("byte %d of %s", i, column))
			}
			byHand(t, db, `UPDATE ledger SET `+column+` = $1 WHERE seq = $2`, append(bytes.Clone(was), 0), seq)
			check("a byte more in " + column)
			byHand(t, db, `UPDATE ledger SET `+column+` = $1 WHERE seq = $2`, was, seq)
		}
		byHand(t, db, `UPDATE ledger SET at = at + 1 WHERE seq = $1`, seq)
		check("one millisecond later")
		byHand(t, db, `UPDATE ledger SET at = at - 1 WHERE seq = $1`, seq)
		byHand(t, db, `UPDATE ledger SET seq = 99 WHERE seq = $1`, seq)
		check("another number")
		byHand(t, db, `UPDATE ledger SET seq = $1 WHERE seq = 99`, seq)
		if proof := verify(t, db); len(proof.Breaks) != 0 || proof.Links != 5 {
			t.Errorf("everything is put back, got %+v", proof)
		}
	})
}

func TestTheDatabaseRefusesToChangeTheLedger(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		record(t, db, clerk, 2)
		for _, statement := range []string{
			`UPDATE ledger SET verb = 'forge' WHERE seq = 1`,
			`DELETE FROM ledger WHERE seq = 2`,
			`DELETE FROM ledger_head`,
			`UPDATE ledger_head SET seq = seq - 1`,
			`UPDATE ledger_head SET chain = 'ag_9'`,
		} {
			err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
				_, err := tx.Exec(statement)
				return err
			})
			if err == nil {
				t.Errorf("%s was done", statement)
			}
		}
		if proof := verify(t, db); len(proof.Breaks) != 0 || proof.Links != 2 {
			t.Errorf("got %+v", proof)
		}
	})
}

func TestLinksRemovedOrHeadsChangedAreFound(t *testing.T) {
	for _, tt := range []struct {
		name string
		sql  string
		seq  int64
		want ledger.Defect
	}{
		{"one in the middle", `DELETE FROM ledger WHERE chain = 'ag_1' AND seq = 3`, 3, ledger.Missing},
		{"the last", `DELETE FROM ledger WHERE chain = 'ag_1' AND seq = 5`, 5, ledger.Missing},
		{"all of one chain", `DELETE FROM ledger WHERE chain = 'ag_1'`, 1, ledger.Missing},
		{"the head", `DELETE FROM ledger_head WHERE chain = 'ag_1'`, 5, ledger.NoHead},
		{"the head renamed", `UPDATE ledger_head SET chain = 'ag_0' WHERE chain = 'ag_1'`, 1, ledger.Missing},
		{"the head counted up", `UPDATE ledger_head SET seq = 6 WHERE chain = 'ag_1'`, 6, ledger.Missing},
		{"the head with another's hash", `UPDATE ledger_head SET hash =
			(SELECT hash FROM ledger_head WHERE chain = 'ag_2') WHERE chain = 'ag_1'`, 5, ledger.BadHead},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
				storetest.UnguardLedger(t, db)
				record(t, db, clerk, 5)
				record(t, db, ledger.Actor{ID: "ac_2", Agency: "ag_2"}, 2)
				byHand(t, db, tt.sql)
				proof := verify(t, db)
				if len(proof.Breaks) == 0 || proof.Breaks[0].Seq != tt.seq || proof.Breaks[0].Defect != tt.want {
					t.Errorf("got %+v, want %s at %d", proof.Breaks, tt.want, tt.seq)
				}
			})
		})
	}
}

func TestAChainRemovedWithItsHeadIsMissedByItsAnchor(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		storetest.UnguardLedger(t, db)
		record(t, db, clerk, 3)
		anchors, err := store.LedgerHeads(db.View(t.Context()))
		if err != nil || len(anchors) != 1 {
			t.Fatal(anchors, err)
		}
		record(t, db, clerk, 2)
		if proof := verify(t, db, anchors...); len(proof.Breaks) != 0 {
			t.Errorf("a chain that grew: %+v", proof.Breaks)
		}
		byHand(t, db, `DELETE FROM ledger`)
		byHand(t, db, `DELETE FROM ledger_head`)
		if proof := verify(t, db); len(proof.Breaks) != 0 {
			t.Errorf("without an anchor an empty ledger is sound, got %+v", proof.Breaks)
		}
		proof := verify(t, db, anchors...)
		if len(proof.Breaks) != 1 || proof.Breaks[0].Defect != ledger.Rewound {
			t.Errorf("got %+v", proof.Breaks)
		}
	})
}

// Random edits by hand, several at once: the ledger never passes.
func TestRandomEditsAreFound(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		storetest.UnguardLedger(t, db)
		record(t, db, clerk, 6)
		byHand(t, db, `CREATE TABLE kept AS SELECT * FROM ledger`)
		rapid.Check(t, func(r *rapid.T) {
			for range rapid.IntRange(1, 3).Draw(r, "edits") {
				column := rapid.SampledFrom(textColumns[1:]).Draw(r, "column")
				seq := rapid.IntRange(1, 6).Draw(r, "seq")
				byHand(t, db, `UPDATE ledger SET `+column+` = `+column+` || $1 WHERE seq = $2`,
					rapid.StringMatching(`[a-z甲乙丙"{},]{1,9}`).Draw(r, "text"), seq)
			}
			if proof := verify(t, db); len(proof.Breaks) != 1 {
				r.Fatalf("got %+v", proof)
			}
			byHand(t, db, `DELETE FROM ledger`)
			byHand(t, db, `INSERT INTO ledger SELECT * FROM kept`)
		})
		if proof := verify(t, db); len(proof.Breaks) != 0 {
			t.Errorf("put back: %+v", proof.Breaks)
		}
	})
}

func TestConcurrentWritersKeepTheirChains(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		const agencies, writers, each = 3, 4, 10
		var wg sync.WaitGroup
		for a := range agencies {
			for w := range writers {
				by := ledger.Actor{ID: fmt.Sprintf("ac_%d_%d", a, w), Agency: fmt.Sprintf("ag_%d", a)}
				wg.Go(func() {
					for range each {
						err := db.Write(t.Context(), by, func(tx *database.Tx) error {
							tx.Record(ledger.Entry{Verb: "do"})
							tx.Record(ledger.Entry{Verb: "supervise", Chain: "ag_top"}) // a chain that all share
							return nil
						})
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		wg.Wait()
		proof := verify(t, db)
		if len(proof.Breaks) != 0 || proof.Chains != agencies+1 || proof.Links != 2*agencies*writers*each {
			t.Errorf("got %+v", proof)
		}
	})
}

func TestSearchPagesThroughWhatMatches(t *testing.T) {
	at := time.Date(2026, 11, 3, 8, 0, 0, 0, civil.Shanghai)
	clock := storetest.Clock(func() time.Time { at = at.Add(time.Hour); return at }) // 16 hours of the day are left
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		at = time.Date(2026, 11, 3, 8, 0, 0, 0, civil.Shanghai)
		record(t, db, clerk, 20)
		record(t, db, ledger.Actor{ID: "ac_2", Agency: "ag_2"}, 5)
		view := db.View(t.Context())
		count := func(f store.LedgerFilter) (n int) {
			t.Helper()
			seen := map[string]bool{}
			f.Limit = 3
			for {
				page, next, err := store.SearchLedger(view, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range page {
					seen[fmt.Sprint(l.Chain, l.Seq)] = true
				}
				n += len(page)
				if f.After = next; next.IsZero() {
					if len(seen) != n {
						t.Errorf("%d links on all pages, %d of them different", n, len(seen))
					}
					return n
				}
			}
		}
		for _, tt := range []struct {
			name   string
			filter store.LedgerFilter
			want   int
		}{
			{"everything", store.LedgerFilter{}, 25},
			{"one agency", store.LedgerFilter{Chain: "ag_2"}, 5},
			{"one person", store.LedgerFilter{Actor: "ac_1"}, 20},
			{"one subject", store.LedgerFilter{Subject: ledger.Subject{Kind: "application", ID: "ap_4"}}, 2},
			{"a verb that nobody did", store.LedgerFilter{Verb: "forge"}, 0},
			{"the first day, from nine to eleven at night", store.LedgerFilter{Until: civil.MustParse("2026-11-03")}, 15},
			{"from the second day on", store.LedgerFilter{From: civil.MustParse("2026-11-04")}, 10},
		} {
			if got := count(tt.filter); got != tt.want {
				t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
			}
		}
	}, clock)
}

// The questions of every day are answered from an index.
func TestSearchesUseTheirIndexes(t *testing.T) {
	db := storetest.SQLite(t)
	for name, query := range map[string]string{
		"ledger_at":      `SELECT seq FROM ledger WHERE chain = 'a' ORDER BY at DESC, chain DESC, seq DESC LIMIT 50`,
		"ledger_time":    `SELECT seq FROM ledger WHERE at >= 1 AND at < 2 ORDER BY at DESC, chain DESC, seq DESC LIMIT 50`,
		"ledger_subject": `SELECT seq FROM ledger WHERE subject_kind = 'a' AND subject_id = 'b' ORDER BY at DESC, chain DESC, seq DESC LIMIT 50`,
		"job_ready":      `SELECT id FROM job WHERE state = 'ready' AND run_at <= 5 AND lease_until <= 5 ORDER BY run_at, id LIMIT 4`,
	} {
		var plan []struct {
			ID, Parent, Notused int
			Detail              string
		}
		if err := db.View(t.Context()).Select(&plan, `EXPLAIN QUERY PLAN `+query); err != nil {
			t.Fatal(err)
		}
		if len(plan) == 0 || !strings.Contains(plan[0].Detail, name) {
			t.Errorf("%s is not used: %+v", name, plan)
		}
	}
}
