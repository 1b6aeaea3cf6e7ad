package app

import (
	"context"

	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/intake"
	"gongkai/internal/job"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/internal/web/portal"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/records"
	"gongkai/ledger"

	"github.com/a-h/templ"
)

// press is the desk of the use-cases of 主动公开.
func (a *App) press() *publishing.Desk {
	return &publishing.Desk{DB: a.DB, Calendar: a.Calendar, Tell: a.tell, Screen: a.screener().Record}
}

// tell tells people as the desk of applications does, which itself works with that of 主动公开: it is asked when it is needed.
func (a *App) tell(tx *database.Tx, people []auth.Account, n store.Notice, about ledger.Subject) (int, error) {
	return a.casework().Tell(tx, people, n, about)
}

// records are the pages of 主动公开. What they show of the public face is drawn by it.
func (a *App) records(bench *workbench.Bench) workbench.Part {
	public := a.portal()
	return records.New(bench, records.Options{
		Desk: a.press(), Files: a.Blobs, Calendar: a.Calendar,
		Read: a.readDropped, Compare: portal.Compare, Address: public.Address, Fonts: a.Fonts,
		Preview: func(c *workbench.Call, v publishing.View) (templ.Component, error) {
			at := c.URL("/workbench/records/" + string(v.Record.ID))
			return public.Preview(c.Request, portal.Draft{Record: v.Record, Index: string(v.Publication.Index), Code: c.Own().Code, Linked: v.Linked,
				Back: at, Files: at + "/files", Images: c.URL("/workbench")})
		},
	})
}

// readDropped reads a file from somebody's desktop. The reader of PDF files is large and needed seldom: it is opened for
// the file and closed after it.
func (a *App) readDropped(ctx context.Context, name string, data []byte) (records.Dropped, error) {
	pdf := &pdftext.Reader{}
	defer func() { _ = pdf.Close() }()
	d, err := intake.Read(ctx, name, data, intake.Options{PDF: pdf.Pages, Refuse: a.screener().Marked})
	if err != nil {
		return records.Dropped{}, err
	}
	dropped := records.Dropped{Record: d.Record, Notes: d.Notes}
	for _, f := range d.Files {
		dropped.Files = append(dropped.Files, records.DroppedFile{Name: f.Name, Data: f.Data})
	}
	return dropped, nil
}

// The kinds of the jobs of 主动公开.
const (
	publishDue     job.Kind = "publish_due"     // what has been set for today goes out
	remindRecords  job.Kind = "remind_records"  // what is due, late, stale or near its end
	restageRecords job.Kind = "restage_records" // an agency may have changed its review
)

// publishing adds the jobs of 主动公开.
func (a *App) publishing(r *job.Runner) {
	r.Handle(publishDue, func(ctx context.Context, _ *job.Job) error {
		_, err := a.press().PublishDue(ctx)
		return err
	})
	r.Handle(restageRecords, func(ctx context.Context, _ *job.Job) error {
		_, err := a.press().Restate(ctx)
		return err
	})
	r.Handle(remindRecords, func(ctx context.Context, _ *job.Job) error {
		_, err := a.press().Remind(ctx)
		return err
	})
	r.Schedule(job.Schedule{Name: "remind_records", When: job.MustCron("40 7 * * *"), Kind: remindRecords})
	r.Schedule(job.Schedule{Name: "publish_due", When: job.MustCron("*/10 * * * *"), Kind: publishDue})
	r.Schedule(job.Schedule{Name: "restage_records", When: job.MustCron("25 0 * * *"), Kind: restageRecords})
}
