package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"gongkai/internal/database"
)

// A Handler does one attempt at a job. Its context ends when the lease is lost or the program stops. An error means
// another attempt later, unless it is [Permanent]. Errors are shown to administrators and must name no person.
type Handler func(ctx context.Context, j *Job) error

// Options set a Runner up. Zero values are sensible.
type Options struct {
	Workers int           // jobs at a time; 4
	Poll    time.Duration // how often to look for due jobs; 1 s
	Lease   time.Duration // how long a job whose runner died waits for the next attempt; 1 min, renewed at a third
	Grace   time.Duration // how long running jobs may take to end when the program stops; 20 s
	Logger  *slog.Logger  // discarded if nil
}

// A Runner runs due jobs. Several may run against one database.
type Runner struct {
	db        *database.DB
	o         Options
	handlers  map[Kind]Handler
	schedules []Schedule
	slots     chan struct{} // a token per job that runs
	freed     chan struct{} // told when a job has ended
	running   sync.WaitGroup
}

// NewRunner makes a runner without handlers. Handle and Schedule come before Run.
func NewRunner(db *database.DB, o Options) *Runner {
	if o.Workers == 0 {
		o.Workers = 4
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Lease == 0 {
		o.Lease = time.Minute
	}
	if o.Grace == 0 {
		o.Grace = 20 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Runner{db: db, o: o, handlers: map[Kind]Handler{}, slots: make(chan struct{}, o.Workers),
		freed: make(chan struct{}, 1)}
}

// Handle says who does jobs of the kind.
func (r *Runner) Handle(k Kind, h Handler) { r.handlers[k] = h }

// Schedule adds jobs that recur.
func (r *Runner) Schedule(s ...Schedule) { r.schedules = append(r.schedules, s...) }

// Run runs jobs until ctx ends. Then it takes no more, lets those that run come to an end, cancels what has not after
// the time of grace and gives it back to the queue, and returns.
func (r *Runner) Run(ctx context.Context) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ticker := time.NewTicker(r.o.Poll)
	defer ticker.Stop()
	r.tick(ctx)
	for {
		r.round(ctx, work)
		select {
		case <-ctx.Done():
			r.drain(stop)
			return nil
		case <-ticker.C:
			r.tick(ctx)
		case <-r.freed:
		}
	}
}

// round claims as many due jobs as there are free workers and starts them.
func (r *Runner) round(ctx, work context.Context) {
	if due, err := anyDue(ctx, r.db); err != nil || !due {
		r.complain(ctx, "job: look", err)
		return
	}
	free := 0
	for free < r.o.Workers {
		select {
		case r.slots <- struct{}{}:
			free++
			continue
		default:
		}
		break
	}
	if free == 0 {
		return
	}
	jobs, err := claim(ctx, r.db, r.handlers, free, r.o.Lease)
	r.complain(ctx, "job: claim", err)
	for range free - len(jobs) {
		<-r.slots
	}
	for _, j := range jobs {
		r.running.Go(func() {
			r.attempt(work, j)
			<-r.slots
			select {
			case r.freed <- struct{}{}:
			default: // told already
			}
		})
	}
}

// complain logs what went wrong in the runner itself, unless the program is stopping.
func (r *Runner) complain(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		r.o.Logger.ErrorContext(ctx, what, "error", masked(err.Error()))
	}
}

// drain waits for the running jobs, first patiently, then after stopping them.
func (r *Runner) drain(stop func()) {
	done := make(chan struct{})
	go func() { r.running.Wait(); close(done) }()
	grace := time.NewTimer(r.o.Grace)
	defer grace.Stop()
	select {
	case <-done:
	case <-grace.C:
		stop()
		<-done
	}
}

// attempt runs one job under its lease and writes down how it ended.
func (r *Runner) attempt(work context.Context, j Job) {
	ctx, cancel := context.WithCancelCause(work)
	renewed := make(chan struct{})
	go func() { defer close(renewed); r.hold(ctx, cancel, j) }()
	err := r.call(ctx, &j)
	cancel(nil)
	<-renewed
	after := context.WithoutCancel(work)
	switch {
	case err == nil && j.finished:
	case err != nil && errors.Is(context.Cause(ctx), errLeaseLost):
		err = nil // the next holder decides
	case err != nil && work.Err() != nil:
		err = giveBack(after, r.db, j)
	default:
		if err != nil {
			r.o.Logger.WarnContext(work, "job: failed", "job", j.ID, "kind", string(j.Kind), "agency", j.Agency,
				"attempt", j.Attempt, "error", masked(err.Error()))
		}
		err = settle(after, r.db, j, err)
	}
	if err != nil {
		r.o.Logger.ErrorContext(work, "job: not settled, its lease will run out", "job", j.ID, "error", masked(err.Error()))
	}
}

// call runs the handler; a panic of one job is its failure and not the end of the program.
func (r *Runner) call(ctx context.Context, j *Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return r.handlers[j.Kind](ctx, j)
}

var errLeaseLost = errors.New("job: the lease is lost")

// hold renews the lease until ctx ends, and ends it when the lease is lost.
func (r *Runner) hold(ctx context.Context, cancel context.CancelCauseFunc, j Job) {
	ticker := time.NewTicker(r.o.Lease / 3)
	defer ticker.Stop()
	good := r.db.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		ours, err := renew(ctx, r.db, j, r.o.Lease)
		switch {
		case err == nil && ours:
			good = r.db.Now()
		case err == nil, r.db.Now().Sub(good) >= r.o.Lease:
			cancel(errLeaseLost)
			return
		}
	}
}
