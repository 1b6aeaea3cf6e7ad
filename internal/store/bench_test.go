package store_test

import (
	"fmt"
	"runtime"
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// BenchmarkDurableStep is one step of a case: one row changed and its ledger entry, acknowledged after it is on disk,
// by one clerk and by eight agencies at once. Both engines run in one process run, with fsync and full durability.
func BenchmarkDurableStep(b *testing.B) {
	for _, engine := range []struct {
		name string
		open func(tb testing.TB) *database.DB
	}{
		{"sqlite", func(tb testing.TB) *database.DB { return storetest.DurableSQLite(tb) }},
		{"postgres", func(tb testing.TB) *database.DB { return storetest.DurablePostgres(tb) }},
	} {
		b.Run(engine.name+"/one", func(b *testing.B) {
			db := engine.open(b)
			for b.Loop() {
				step(b, db, clerk)
			}
		})
		b.Run(engine.name+"/eight", func(b *testing.B) {
			db := engine.open(b)
			actors := make(chan ledger.Actor, 64)
			for i := range 64 {
				actors <- ledger.Actor{ID: "ac_1", Agency: fmt.Sprintf("ag_%d", i)} // more than there can be goroutines
			}
			b.SetParallelism((8 + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0))
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				by := <-actors
				for pb.Next() {
					step(b, db, by)
				}
			})
		})
	}
}

// step is the smallest thing that a use-case does.
func step(b *testing.B, db *database.DB, by ledger.Actor) {
	err := db.Write(b.Context(), by, func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Verb: "step", Subject: ledger.Subject{Kind: "application", ID: "ap_1"}, After: "办理中"})
		_, err := store.Next(tx, "case", by.Agency, "2026")
		return err
	})
	if err != nil {
		b.Error(err)
	}
}

func BenchmarkVerifyLedger(b *testing.B) {
	for name, open := range map[string]func(testing.TB, ...storetest.Option) *database.DB{
		"sqlite": storetest.SQLite, "postgres": storetest.Postgres,
	} {
		b.Run(name, func(b *testing.B) {
			db := open(b)
			const links = 10_000
			err := db.Write(b.Context(), clerk, func(tx *database.Tx) error {
				for range links {
					tx.Record(ledger.Entry{Verb: "step", Subject: ledger.Subject{Kind: "application", ID: "ap_1"}, After: "办理中"})
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if proof := verify(b, db); proof.Links != links || len(proof.Breaks) > 0 {
					b.Fatal(proof)
				}
			}
			b.ReportMetric(links*float64(b.N)/b.Elapsed().Seconds(), "links/s")
		})
	}
}
