package app

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/filetext"
	"gongkai/internal/job"
	"gongkai/internal/linkcheck"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// Indexer reads attachments and makes the search index again where it must be.
func (a *App) Indexer() *filetext.Indexer {
	return &filetext.Indexer{DB: a.DB, Files: a.Blobs, Log: a.Log}
}

// keepIndex is the kind of the job that reads attachments and brings the search index in step.
const keepIndex job.Kind = "keep_search_index"

// tidyIndex is the kind of the nightly job that tidies the indexes of words.
const tidyIndex job.Kind = "tidy_index"

// foldIndex is the kind of the job that folds what was published into the segments of the search index.
const foldIndex job.Kind = "fold_index"

// searchJobs keep the search index in step: attachments are read within a minute of their publication. At night what the
// day has scattered is brought together.
func (a *App) searchJobs(r *job.Runner) {
	r.Handle(tidyIndex, func(ctx context.Context, _ *job.Job) error {
		if err := a.DB.TidyText(ctx); err != nil {
			return err
		}
		if err := a.Indexer().Fold(ctx); err != nil {
			return err
		}
		return a.checkSearch(ctx)
	})
	r.Handle(foldIndex, func(ctx context.Context, _ *job.Job) error { return a.Indexer().Fold(ctx) })
	r.Schedule(job.Schedule{Name: "fold_index", When: job.MustCron("* * * * *"), Kind: foldIndex, Attempts: 1,
		Wanted: func(ctx context.Context) (bool, error) { return store.FoldWanted(a.DB.View(ctx)) }})
	r.Schedule(job.Schedule{Name: "tidy_index", When: job.MustCron("27 2 * * *"), Kind: tidyIndex, Attempts: 1})
	r.Handle(keepIndex, func(ctx context.Context, _ *job.Job) error { return a.Indexer().Run(ctx) })
	r.Schedule(job.Schedule{Name: "search_index", When: job.MustCron("* * * * *"), Kind: keepIndex,
		Wanted: func(ctx context.Context) (bool, error) { return store.Waiting(a.DB.View(ctx)) }})
}

// searchSample is how many records are looked for by their own words when the search index is checked.
const searchSample = 50

// checkSearch holds the segments of the search index against what is published, and makes them anew where they differ.
func (a *App) checkSearch(ctx context.Context) error {
	check, err := a.compareSearch(ctx)
	if ctx.Err() == nil && fault.KindOf(err) == fault.Internal { // a list that cannot be read
		a.Log.ErrorContext(ctx, "search: the segments cannot be read and are made anew", "error", err)
		return a.Indexer().Refold(ctx)
	}
	if err != nil || !check.Wrong() {
		return err
	}
	a.Log.ErrorContext(ctx, "search: the segments differed from what is published and are made anew",
		"missing", check.Missing, "twice", check.Twice, "stray", check.Stray, "unfound", check.Unfound)
	return a.Indexer().Refold(ctx)
}

// RemakeSearch makes the search index anew: what it lacks of the texts, and all of its segments.
func (a *App) RemakeSearch(ctx context.Context) (query.SearchCheck, error) {
	if err := a.Indexer().Run(ctx); err != nil {
		return query.SearchCheck{}, err
	}
	if err := a.Indexer().Refold(ctx); err != nil {
		return query.SearchCheck{}, err
	}
	return a.compareSearch(ctx)
}

// compareSearch holds the segments against what is published, and looks for a sample.
func (a *App) compareSearch(ctx context.Context) (check query.SearchCheck, err error) {
	err = a.DB.Read(ctx, func(q *database.Query) error {
		check, err = query.CheckSearch(q, searchSample)
		return err
	})
	return check, err
}

// indexRegister is the kind of the job that brings the index of applications in step.
const indexRegister job.Kind = "index_register"

// registerJobs make the index of applications again where it must be.
func (a *App) registerJobs(r *job.Runner) {
	r.Handle(indexRegister, func(ctx context.Context, _ *job.Job) error { return a.IndexRegister(ctx) })
}

// IndexRegister brings the index of applications in step.
func (a *App) IndexRegister(ctx context.Context) error {
	_, err := a.casework().IndexRegister(ctx)
	return err
}

// checkLinks is the kind of the nightly job that looks for dead links.
const checkLinks job.Kind = "check_links"

// linkJobs look for dead links at night, every record once a month.
func (a *App) linkJobs(r *job.Runner) {
	r.Handle(checkLinks, func(ctx context.Context, _ *job.Job) error {
		return (&linkcheck.Checker{DB: a.DB, URL: a.origin(), BasePath: a.Config.BasePath}).Run(ctx)
	})
	if !a.Config.Demo { // the demonstration calls nobody
		r.Schedule(job.Schedule{Name: "check_links", When: job.MustCron("33 1 * * *"), Kind: checkLinks, Attempts: 1})
	}
}

// askForIndex has the indexes made again where they are of another dictionary, or where a backup was restored without them.
// Not in an installation where nothing has happened yet: a backup is restored into one that is empty.
func (a *App) askForIndex(ctx context.Context) error {
	if begun, err := a.begun(ctx); err != nil || !begun {
		return err
	}
	var kinds []job.Kind
	if in, err := store.InStep(a.DB.View(ctx)); err != nil {
		return err
	} else if !in {
		kinds = append(kinds, keepIndex)
	}
	if in, err := a.casework().RegisterInStep(ctx); err != nil {
		return err
	} else if !in {
		kinds = append(kinds, indexRegister)
	}
	if len(kinds) == 0 {
		return nil
	}
	return a.DB.WriteUnrecorded(ctx, "search", func(tx *database.Tx) error {
		for _, kind := range kinds {
			if _, err := job.Enqueue(tx, job.New{Kind: kind}); err != nil {
				return err
			}
		}
		return nil
	})
}
