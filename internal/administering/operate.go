package administering

import (
	"context"
	"time"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
)

// mostFailures bounds the list of failed jobs.
const mostFailures = 200

// top reports whether the actor's agency stands at the top of the deployment and so looks after what belongs to none.
func top(by auth.Actor) bool {
	if by.Tree == nil {
		return false
	}
	home, ok := by.Tree.Find(by.Agency)
	return ok && home.Superior == ""
}

// Jobs returns how the queue stands, and the jobs that failed: all of them at the top, elsewhere the agency's own.
func (d *Desk) Jobs(ctx context.Context, by auth.Actor) (h job.Health, failures []job.Failure, err error) {
	defer fault.Wrap(&err, "administering.Jobs")
	if err := auth.Can(by, auth.ViewOperation, by.Agency); err != nil {
		return h, nil, err
	}
	view := d.DB.View(ctx)
	if h, err = job.Inspect(view, d.DB.Now()); err != nil {
		return h, nil, err
	}
	failures, err = job.Failures(view, string(by.Agency), top(by), mostFailures)
	return h, failures, err
}

// Messages returns the newest messages of the outbox: all of them at the top, elsewhere the agency's own.
func (d *Desk) Messages(ctx context.Context, by auth.Actor) (_ []store.Sendable, err error) {
	defer fault.Wrap(&err, "administering.Messages")
	if err := auth.Can(by, auth.ViewOperation, by.Agency); err != nil {
		return nil, err
	}
	return store.RecentMessages(d.DB.View(ctx), string(by.Agency), top(by), mostFailures)
}

// lookBack is how far back the last run of a schedule is looked for: the rarest run monthly.
const lookBack = 40 * 24 * time.Hour

// Schedules returns how the recurring jobs of the site stand.
func (d *Desk) Schedules(ctx context.Context, by auth.Actor, runner *job.Runner) (_ []job.Occurrence, err error) {
	defer fault.Wrap(&err, "administering.Schedules")
	if err := auth.Can(by, auth.ViewOperation, by.Agency); err != nil {
		return nil, err
	}
	return runner.Occurrences(d.DB.View(ctx), d.DB.Now().Add(-lookBack))
}

// RetryJob gives a failed job new attempts.
func (d *Desk) RetryJob(ctx context.Context, by auth.Actor, of, id string) (err error) {
	defer fault.Wrap(&err, "administering.RetryJob(%s)", id)
	return d.onJob(ctx, by, of, func(tx *database.Tx) error { return job.Retry(tx, of, id) })
}

// DiscardJob gives a failed job up; it stays on record.
func (d *Desk) DiscardJob(ctx context.Context, by auth.Actor, of, id string) (err error) {
	defer fault.Wrap(&err, "administering.DiscardJob(%s)", id)
	return d.onJob(ctx, by, of, func(tx *database.Tx) error { return job.Discard(tx, of, id) })
}

func (d *Desk) onJob(ctx context.Context, by auth.Actor, of string, f func(*database.Tx) error) error {
	target := agency.ID(of)
	if of == "" {
		if !top(by) {
			return fault.New(fault.Forbidden, "全站的任务由最上级机关的系统管理员处理")
		}
		target = by.Agency
	}
	return d.act(ctx, by, auth.Operate, target, f)
}
