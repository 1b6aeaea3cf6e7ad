package job_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/storetest"
	"gongkai/ledger"
)

var clerk = ledger.Actor{ID: "ac_1", Name: "经办人甲", Role: "officer", Agency: "ag_1", Address: "10.0.0.7"}

// clock is a clock that only the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// eachEngine runs f with a fresh database, its clock and a runner.
func eachEngine(t *testing.T, f func(t *testing.T, db *database.DB, c *clock, r *job.Runner)) {
	t.Helper()
	c := newClock()
	storetest.EachEngine(t, func(t *testing.T, db *database.DB) {
		c.pass(newClock().at.Sub(c.now())) // each engine begins on the same day
		f(t, db, c, job.NewRunner(db, job.Options{}))
	}, storetest.Clock(c.now))
}

func enqueue(t *testing.T, db *database.DB, n job.New) (id string) {
	t.Helper()
	err := db.Write(t.Context(), clerk, func(tx *database.Tx) (err error) {
		tx.Record(ledger.Entry{Verb: "ask"})
		id, err = job.Enqueue(tx, n)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func failures(t *testing.T, db *database.DB) []job.Failure {
	t.Helper()
	list, err := job.Failures(db.View(t.Context()), "", true, 100)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func health(t *testing.T, db *database.DB) job.Health {
	t.Helper()
	h, err := job.Inspect(db.View(t.Context()), db.Now())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAJobRunsOnceAfterItsTransactionCommitted(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		var mu sync.Mutex
		var got []string
		r.Handle("note", func(_ context.Context, j *job.Job) error {
			var s string
			err := j.Payload(&s)
			mu.Lock()
			defer mu.Unlock()
			got = append(got, s)
			return err
		})
		undone := errors.New("undone")
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			_, err := job.Enqueue(tx, job.New{Kind: "note", Payload: "never"})
			return errors.Join(err, undone)
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		enqueue(t, db, job.New{Kind: "note", Payload: "now"})
		enqueue(t, db, job.New{Kind: "note", Payload: "later", At: c.now().Add(time.Hour)})
		if id := enqueue(t, db, job.New{Kind: "note", Payload: "keyed", Key: "k"}); id == "" {
			t.Error("the first with a key was not taken")
		}
		if id := enqueue(t, db, job.New{Kind: "note", Payload: "twice", Key: "k"}); id != "" {
			t.Error("a second with the same key was taken")
		}
		r.Step(t.Context())
		r.Step(t.Context())
		if s := strings.Join(got, " "); s != "now keyed" && s != "keyed now" {
			t.Errorf("got %q", s)
		}
		c.pass(time.Hour)
		r.Step(t.Context())
		if len(got) != 3 || got[2] != "later" {
			t.Errorf("an hour later: %q", got)
		}
		if h := health(t, db); h != (job.Health{}) {
			t.Errorf("nothing should be left: %+v", h)
		}
	})
}

func TestAFailingJobIsTriedWithGrowingPausesAndThenWaitsForAPerson(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		var at []time.Time
		broken := true
		r.Handle("fragile", func(context.Context, *job.Job) error {
			at = append(at, c.now())
			if broken {
				return errors.New("the server of zhang.san@example.cn (13912345678) is away")
			}
			return nil
		})
		id := enqueue(t, db, job.New{Kind: "fragile", Agency: "ag_1", Attempts: 5})
		for range 500 {
			r.Step(t.Context())
			c.pass(time.Second)
		}
		if len(at) != 5 {
			t.Fatalf("%d attempts, want 5", len(at))
		}
		for i, want := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second} {
			if pause := at[i+1].Sub(at[i]); pause < want*4/5 || pause > want*6/5+time.Second {
				t.Errorf("pause %d is %v, want about %v", i+1, pause, want)
			}
		}
		list := failures(t, db)
		if len(list) != 1 || list[0].ID != id || list[0].Attempts != 5 || list[0].LastError != "the server of *** (***) is away" {
			t.Fatalf("got %+v", list)
		}
		if other, err := job.Failures(db.View(t.Context()), "ag_2", false, 10); err != nil || len(other) != 0 {
			t.Errorf("another agency sees %v (%v)", other, err)
		}
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error { return job.Retry(tx, "ag_2", id) })
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("another agency's job was retried: %v", err)
		}
		broken = false
		if err := db.Write(t.Context(), clerk, func(tx *database.Tx) error { return job.Retry(tx, "ag_1", id) }); err != nil {
			t.Fatal(err)
		}
		r.Step(t.Context())
		if len(at) != 6 || len(failures(t, db)) != 0 {
			t.Errorf("after the retry: %d attempts, %v", len(at), failures(t, db))
		}
	})
}

func TestWhatCannotBeMendedIsNotTriedAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		var runs atomic.Int64
		r.Handle("hopeless", func(context.Context, *job.Job) error { runs.Add(1); return job.Permanent(errors.New("no such page")) })
		r.Handle("panics", func(context.Context, *job.Job) error { runs.Add(1); panic("a defect") })
		id := enqueue(t, db, job.New{Kind: "hopeless", Agency: "ag_1"})
		enqueue(t, db, job.New{Kind: "panics", Attempts: 1})
		r.Step(t.Context())
		c.pass(24 * time.Hour)
		r.Step(t.Context())
		if runs.Load() != 2 || len(failures(t, db)) != 2 {
			t.Errorf("%d runs, %+v", runs.Load(), failures(t, db))
		}
		if err := db.Write(t.Context(), clerk, func(tx *database.Tx) error { return job.Discard(tx, "ag_1", id) }); err != nil {
			t.Fatal(err)
		}
		if list := failures(t, db); len(list) != 1 || list[0].Kind != "panics" {
			t.Errorf("after discarding: %+v", list)
		}
	})
}

// The runner dies with the job in hand: after the lease another takes it over, and what the dead one still had in hand
// cannot finish it.
func TestAJobOfADeadRunnerIsTakenOverAfterItsLease(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		held := make(chan *job.Job, 2)
		r.Handle("slow", func(ctx context.Context, j *job.Job) error {
			held <- j
			<-ctx.Done()
			return ctx.Err()
		})
		enqueue(t, db, job.New{Kind: "slow"})
		dying, die := context.WithCancel(t.Context())
		r.Start(dying)
		first := <-held

		second := job.NewRunner(db, job.Options{})
		var attempts []int
		second.Handle("slow", func(_ context.Context, j *job.Job) error {
			attempts = append(attempts, j.Attempt)
			return db.Write(context.Background(), clerk, func(tx *database.Tx) error {
				tx.Record(ledger.Entry{Verb: "effect"})
				return j.Finish(tx)
			})
		})
		second.Step(t.Context())
		if len(attempts) != 0 {
			t.Fatal("a leased job was taken")
		}
		c.pass(2 * time.Minute)
		second.Step(t.Context())
		if fmt.Sprint(attempts) != "[2]" {
			t.Fatalf("attempts %v, want the second", attempts)
		}
		late := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Verb: "late"})
			return first.Finish(tx)
		})
		if fault.KindOf(late) != fault.Conflict {
			t.Errorf("the dead runner finished it: %v", late)
		}
		die()
		r.Step(t.Context())
		if h := health(t, db); h != (job.Health{}) {
			t.Errorf("left: %+v", h)
		}
	})
}

func TestAJobThatKillsItsRunnerEachTimeIsBuried(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, _ *job.Runner) {
		enqueue(t, db, job.New{Kind: "deadly", Attempts: 3})
		for range 5 {
			dying, die := context.WithCancel(t.Context())
			r := job.NewRunner(db, job.Options{})
			started := make(chan bool, 1)
			r.Handle("deadly", func(ctx context.Context, _ *job.Job) error { started <- true; <-t.Context().Done(); return nil })
			r.Start(dying)
			select {
			case <-started:
			default:
			}
			c.pass(2 * time.Minute)
			die()
		}
		list := failures(t, db)
		if len(list) != 1 || list[0].Attempts != 3 || list[0].LastError == "" {
			t.Errorf("got %+v", list)
		}
	})
}

// Two runners with several workers drain a queue: every job takes effect exactly once.
func TestTwoRunnersShareTheWork(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, _ *clock, _ *job.Runner) {
		const n = 60
		err := db.Write(t.Context(), clerk, func(tx *database.Tx) error {
			tx.Record(ledger.Entry{Verb: "ask"})
			for i := range n {
				if _, err := job.Enqueue(tx, job.New{Kind: "count", Payload: i}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		ran := map[int]int{}
		var wg sync.WaitGroup
		for range 2 {
			r := job.NewRunner(db, job.Options{Workers: 3})
			r.Handle("count", func(_ context.Context, j *job.Job) error {
				var i int
				if err := j.Payload(&i); err != nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				ran[i]++
				return nil
			})
			wg.Go(func() {
				for health(t, db).Ready > 0 {
					r.Step(t.Context())
				}
			})
		}
		wg.Wait()
		if len(ran) != n {
			t.Errorf("%d jobs ran, want %d", len(ran), n)
		}
		for i, times := range ran {
			if times != 1 {
				t.Errorf("job %d ran %d times", i, times)
			}
		}
	})
}

func TestForgetKeepsWhatFailed(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, r *job.Runner) {
		r.Handle("well", func(context.Context, *job.Job) error { return nil })
		r.Handle("ill", func(context.Context, *job.Job) error { return job.Permanent(errors.New("ill")) })
		enqueue(t, db, job.New{Kind: "well", Key: "k"})
		enqueue(t, db, job.New{Kind: "ill"})
		r.Step(t.Context())
		c.pass(time.Hour)
		if n, err := job.Forget(t.Context(), db, c.now()); err != nil || n != 1 {
			t.Errorf("forgot %d (%v)", n, err)
		}
		if id := enqueue(t, db, job.New{Kind: "well", Key: "k"}); id == "" {
			t.Error("the key of a forgotten job is not free")
		}
		if len(failures(t, db)) != 1 {
			t.Error("a failure was forgotten")
		}
	})
}
