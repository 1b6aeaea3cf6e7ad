package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// Ten writers draw numbers and a third of them think better of it: the numbers that are kept are 1 to n.
func TestNumbersHaveNoGap(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		undone := errors.New("undone")
		var mu sync.Mutex
		kept := map[string][]int64{}
		var wg sync.WaitGroup
		for w := range 10 {
			agency := fmt.Sprintf("ag_%d", w%2)
			by := ledger.Actor{ID: "ac_1", Agency: agency}
			wg.Go(func() {
				for range 12 {
					undo := rand.IntN(3) == 0
					var n int64
					err := db.Write(t.Context(), by, func(tx *database.Tx) (err error) {
						if n, err = store.Next(tx, "letter", agency, "2026"); err != nil {
							return err
						}
						tx.Record(ledger.Entry{Verb: "number"})
						if undo {
							return undone
						}
						return nil
					})
					if undo != errors.Is(err, undone) || !undo && err != nil {
						t.Error(err)
					}
					if !undo {
						mu.Lock()
						kept[agency] = append(kept[agency], n)
						mu.Unlock()
					}
				}
			})
		}
		wg.Wait()
		for agency, numbers := range kept {
			slices.Sort(numbers)
			for i, n := range numbers {
				if n != int64(i+1) {
					t.Fatalf("%s: %v", agency, numbers)
				}
			}
		}
	})
}

func TestNumbersAreCountedApart(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Verb: "number"})
			for _, tt := range []struct {
				kind, agency, period string
				want                 int64
			}{
				{"letter", "ag_1", "2026", 1}, {"letter", "ag_1", "2026", 2}, {"letter", "ag_2", "2026", 1},
				{"letter", "ag_1", "2027", 1}, {"case", "ag_1", "2026", 1}, {"letter", "ag_1", "2026", 3},
			} {
				if got, err := store.Next(tx, tt.kind, tt.agency, tt.period); err != nil || got != tt.want {
					t.Errorf("%v: got %d (%v)", tt, got, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
