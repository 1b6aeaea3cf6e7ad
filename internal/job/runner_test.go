package job_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

// bubble runs f in a bubble of its own time with a database of that time.
func bubble(t *testing.T, f func(t *testing.T, db *database.DB)) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		f(t, db)
		_ = db.Close()
	})
}

// start runs the runner in the background and returns what stops it and waits.
func start(t *testing.T, r *job.Runner) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestADayOfTheRunner(t *testing.T) {
	bubble(t, func(t *testing.T, db *database.DB) {
		r := job.NewRunner(db, job.Options{Poll: time.Minute})
		var reminded, tried []string
		r.Schedule(job.Schedule{Name: "reminders", When: job.MustCron("30 8 * * *"), Kind: "remind"})
		clock := func() string { return time.Now().In(civil.Shanghai).Format("02 15:04") }
		r.Handle("remind", func(context.Context, *job.Job) error { reminded = append(reminded, clock()); return nil })
		r.Handle("try", func(_ context.Context, j *job.Job) error {
			if tried = append(tried, clock()); j.Attempt < 2 {
				return errors.New("not yet")
			}
			return nil
		})
		stop := start(t, r)
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Verb: "ask"})
			_, err := job.Enqueue(tx, job.New{Kind: "try", At: time.Now().Add(3 * time.Hour)})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(48 * time.Hour) // of the bubble's time; it began on 2000-01-01 at 08:00 in Shanghai
		stop()
		if len(reminded) != 2 || reminded[0] != "01 08:30" || reminded[1] != "02 08:30" {
			t.Errorf("reminded at %v", reminded)
		}
		if len(tried) != 2 || tried[0] != "01 11:00" || tried[1] != "01 11:01" {
			t.Errorf("tried at %v", tried)
		}
	})
}

func TestALongJobKeepsItsLease(t *testing.T) {
	bubble(t, func(t *testing.T, db *database.DB) {
		runs := 0
		work := func(context.Context, *job.Job) error { runs++; time.Sleep(10 * time.Minute); return nil }
		var stops []func()
		for range 2 {
			r := job.NewRunner(db, job.Options{Poll: 7 * time.Second, Lease: time.Minute})
			r.Handle("long", work)
			stops = append(stops, start(t, r))
		}
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			_, err := job.Enqueue(tx, job.New{Kind: "long"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		for _, stop := range stops {
			stop()
		}
		if h := health(t, db); runs != 1 || h != (job.Health{}) {
			t.Errorf("%d runs, left %+v", runs, h)
		}
	})
}

func TestStoppingLetsJobsEndAndGivesBackWhatDoesNot(t *testing.T) {
	bubble(t, func(t *testing.T, db *database.DB) {
		r := job.NewRunner(db, job.Options{Grace: 20 * time.Second})
		ended := false
		r.Handle("short", func(context.Context, *job.Job) error { time.Sleep(10 * time.Second); ended = true; return nil })
		r.Handle("endless", func(ctx context.Context, _ *job.Job) error { <-ctx.Done(); return ctx.Err() })
		stop := start(t, r)
		err := db.WriteUnrecorded(t.Context(), "test", func(tx *database.Tx) error {
			_, err := job.Enqueue(tx, job.New{Kind: "short"})
			_, second := job.Enqueue(tx, job.New{Kind: "endless", Attempts: 1})
			return errors.Join(err, second)
		})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		before := time.Now()
		stop()
		if took := time.Since(before); took != 20*time.Second {
			t.Errorf("stopping took %v", took)
		}
		h := health(t, db)
		if !ended || h.Ready != 1 || h.Running != 0 || h.Dead != 0 {
			t.Errorf("short ended %t, queue %+v: the other should be ready for its first attempt", ended, h)
		}
	})
}
