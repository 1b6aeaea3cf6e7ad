package app

import (
	"context"
	"log/slog"

	"gongkai/internal/job"
	"gongkai/internal/tidying"
)

// tidy is the kind of the nightly job that takes away files to which nothing refers.
const tidy job.Kind = "tidy_files"

func (a *App) fileJobs(r *job.Runner) {
	r.Handle(tidy, func(ctx context.Context, _ *job.Job) error {
		done, err := tidying.Tidy(ctx, a.DB, a.Keys, a.Blobs, tidying.Grace)
		if err == nil && done != (tidying.Done{}) {
			a.Log.InfoContext(ctx, "files: tidied", slog.Int("binned", done.Binned), slog.Int("removed", done.Removed), slog.Int("restored", done.Restored))
		}
		return err
	})
	r.Schedule(job.Schedule{Name: "tidy files", When: job.MustCron("47 2 * * *"), Kind: tidy})
}
