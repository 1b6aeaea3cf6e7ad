package app

import (
	"context"

	"gongkai/internal/docread/pdftext"
	"gongkai/internal/job"
	"gongkai/internal/reporting"
	"gongkai/internal/webfetch"
)

// Reports is the desk of the use-cases of the 年度报告. The reader of PDF files is large and needed seldom: it is opened
// for the file and closed after it.
func (a *App) Reports() *reporting.Desk {
	return &reporting.Desk{DB: a.DB, Press: a.press(), Blobs: a.Blobs, Fonts: a.Fonts, Voice: a.casework().Voice(), Web: reporting.Web{Client: webfetch.NewClient(a.Config.Fetch...)}, PDF: func(content []byte) ([]string, error) {
		reader := &pdftext.Reader{}
		defer func() { _ = reader.Close() }() // nothing was written
		return reader.Pages(content)
	}}
}

// remindReports is the kind of the job that reminds agencies of their missing reports.
const remindReports job.Kind = "remind_reports"

// checkCounts is the kind of the nightly job that holds the counts for the reports against the register.
const checkCounts job.Kind = "check_counts"

// reports registers the jobs of the 年度报告.
func (a *App) reports(r *job.Runner) {
	r.Handle(remindReports, func(ctx context.Context, _ *job.Job) error {
		_, err := a.Reports().RemindAll(ctx)
		return err
	})
	r.Handle(checkCounts, func(ctx context.Context, _ *job.Job) error {
		wrong, err := a.Reports().Recount(ctx)
		for _, w := range wrong {
			a.Log.ErrorContext(ctx, "report: counts differed from the register and were made anew", "agency", w.Agency, "year", w.Year)
		}
		return err
	})
	r.Handle(reporting.FetchReports, func(ctx context.Context, _ *job.Job) error {
		for {
			if more, err := a.Reports().FetchAsked(ctx); err != nil || !more {
				return err
			}
		}
	})
	r.Schedule(job.Schedule{Name: "check_counts", When: job.MustCron("52 2 * * *"), Kind: checkCounts})
	r.Schedule(job.Schedule{Name: "remind_reports", When: job.MustCron("40 7 * * *"), Kind: remindReports})
}
