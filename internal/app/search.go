package app

import (
	"context"

	"gongkai/internal/database"
	"gongkai/internal/filetext"
	"gongkai/internal/job"
	"gongkai/internal/store"
)

// Indexer reads attachments and makes the search index again where it must be.
func (a *App) Indexer() *filetext.Indexer {
	return &filetext.Indexer{DB: a.DB, Files: a.Blobs, Log: a.Log}
}

// keepIndex is the kind of the job that reads attachments and brings the search index in step.
const keepIndex job.Kind = "keep_search_index"

// searchJobs keep the search index in step: attachments are read within a minute of their publication.
func (a *App) searchJobs(r *job.Runner) {
	r.Handle(keepIndex, func(ctx context.Context, _ *job.Job) error { return a.Indexer().Run(ctx) })
	r.Schedule(job.Schedule{Name: "search_index", When: job.MustCron("* * * * *"), Kind: keepIndex,
		Wanted: func(ctx context.Context) (bool, error) { return store.Waiting(a.DB.View(ctx)) }})
}

// askForIndex has the index made again where it is of another dictionary, or where a backup was restored without it.
func (a *App) askForIndex(ctx context.Context) error {
	in, err := store.InStep(a.DB.View(ctx))
	if err != nil || in {
		return err
	}
	return a.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error {
		_, err := job.Enqueue(tx, job.New{Kind: keepIndex})
		return err
	})
}
