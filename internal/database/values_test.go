package database_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/storetest"
)

func TestValuesComeBackAsTheyWereStored(t *testing.T) {
	at := time.Date(2025, 12, 31, 16, 30, 0, 123_456_789, time.UTC) // half past midnight of New Year's Day in Shanghai
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		type row struct {
			At    database.Instant
			Never database.Instant
			DayOn civil.Date
			Yes   bool
			Bytes []byte
			Sum   int64
		}
		var got row
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			if tx.Today() != civil.MustParse("2026-01-01") {
				t.Errorf("today is %v", tx.Today())
			}
			if !tx.Now().Equal(at.Truncate(time.Millisecond)) {
				t.Errorf("now is %v", tx.Now())
			}
			create := `CREATE TABLE sample (at BIGINT, never BIGINT, day_on TEXT, yes BIGINT, bytes BYTEA, sum BIGINT)`
			if _, err := tx.Exec(create); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO sample VALUES ($1, $2, $3, $4, $5, $6)`,
				at, time.Time{}, tx.Today(), true, []byte{0, 255}, int64(6_000_000_000))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.View(t.Context()).Get(&got, `SELECT * FROM sample`); err != nil {
			t.Fatal(err)
		}
		if !got.At.Equal(at.Truncate(time.Millisecond)) || !got.Never.IsZero() || got.DayOn.String() != "2026-01-01" ||
			!got.Yes || string(got.Bytes) != "\x00\xff" || got.Sum != 6_000_000_000 {
			t.Errorf("got %+v", got)
		}
	}, storetest.Clock(func() time.Time { return at }))
}

// Two writers read a value and write it back increased; neither increase is lost, on either engine.
func TestConcurrentReadersThatWriteLoseNothing(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error { return put(tx, "shared") })
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 10 {
					err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
						var n int
						if err := tx.Get(&n, `SELECT last FROM counter WHERE kind = 'shared'`); err != nil {
							return err
						}
						_, err := tx.Exec(`UPDATE counter SET last = $1 WHERE kind = 'shared'`, n+1)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		var n int
		if err := db.View(t.Context()).Get(&n, `SELECT last FROM counter WHERE kind = 'shared'`); err != nil || n != 41 {
			t.Errorf("got %d (%v), want 41", n, err)
		}
	})
}

func TestReadShowsOneMoment(t *testing.T) {
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		err := db.Read(t.Context(), func(q *database.Query) error {
			var before, after int
			const count = `SELECT count(*) FROM counter`
			err := errors.Join(q.Get(&before, count),
				db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error { return put(tx, "late") }),
				q.Get(&after, count))
			if before != after {
				t.Errorf("%d rows, then %d", before, after)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := counters(t, db); n != 1 {
			t.Errorf("%d rows afterwards", n)
		}
	})
}
