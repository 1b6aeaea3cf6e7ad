package app

import (
	"context"

	"gongkai/civil"
	"gongkai/internal/job"
	"gongkai/internal/supervising"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/admin"
	"gongkai/internal/web/workbench/remedies"

	"github.com/a-h/templ"
)

// supervising is the desk of the use-cases of 监督和保障.
func (a *App) supervising() *supervising.Desk {
	cases := a.casework()
	return &supervising.Desk{DB: a.DB, Keys: a.Keys, Calendar: a.Calendar, Reopen: cases.Reopen, Letters: cases, Voice: cases.Voice()}
}

// remediesOf shows the 复议 and suits about an application on its page.
func (a *App) remediesOf() func(*workbench.Call, string) (templ.Component, error) {
	desk := a.supervising()
	return func(c *workbench.Call, application string) (templ.Component, error) {
		return remedies.Panel(c, desk, application, "")
	}
}

// restate computes anew every stored day that hangs on the calendar: of open applications and the questions asked for them,
// of complaints, of what is owed to 复议机关 and courts.
// 法源: 《放假办法》第六条。
func (a *App) restate(ctx context.Context) (done admin.Restated, err error) {
	cases, err := a.casework().Restate(ctx)
	if err != nil {
		return done, err
	}
	done.Applications, done.Settled = cases.Changed, cases.Settled
	done.Others, err = a.supervising().Restate(ctx)
	return done, err
}

// The jobs of 监督和保障.
const (
	remind job.Kind = "remind"          // tells people of what is late or soon due
	follow job.Kind = "follow_remedies" // enters new decisions, computes days anew
	digest job.Kind = "send_digests"    // tells those who oversee of the month
)

// watching adds the jobs of 监督和保障 to the runner.
func (a *App) watching(r *job.Runner) {
	desk := a.supervising()
	r.Handle(follow, func(ctx context.Context, _ *job.Job) error {
		_, err := desk.FollowRemedies(ctx)
		return err
	})
	r.Handle(remind, func(ctx context.Context, _ *job.Job) error {
		_, err := desk.Remind(ctx)
		return err
	})
	r.Handle(digest, func(ctx context.Context, _ *job.Job) error {
		_, err := desk.SendDigests(ctx, civil.Of(a.DB.Now()).Month().First().AddDays(-1).Month())
		return err
	})
	r.Schedule(job.Schedule{Name: "follow_remedies", When: job.MustCron("15 0 * * *"), Kind: follow})
	r.Schedule(job.Schedule{Name: "remind", When: job.MustCron("30 7 * * *"), Kind: remind})
	r.Schedule(job.Schedule{Name: "send_digests", When: job.MustCron("0 8 2 * *"), Kind: digest})
}
