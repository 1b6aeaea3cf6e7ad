package app

import (
	"context"
	"time"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/hotfolder"
	"gongkai/internal/importing"
	"gongkai/internal/intake"
	"gongkai/internal/job"
	"gongkai/internal/store"
)

// pages reads a PDF file. Its machine is large and needed seldom: it is opened for one file.
func pages(content []byte) ([]string, error) {
	pdf := &pdftext.Reader{}
	defer func() { _ = pdf.Close() }() // the text is read
	return pdf.Pages(content)
}

// Import prepares an import of old records for the agency with the code, in the name of the person with the log-in.
// Whoever runs the program at its console answers for acting in that name; the ledger says from where it was done.
func (a *App) Import(ctx context.Context, code, login string) (_ *importing.Job, err error) {
	defer fault.Wrap(&err, "app.Import(%s)", code)
	of, err := store.AgencyByCode(a.DB.View(ctx), code)
	if database.NotFound(err) {
		return nil, fault.New(fault.Invalid, "没有网址代码为“%s”的机关", code)
	} else if err != nil {
		return nil, err
	}
	account, err := store.AccountByLogin(a.DB.View(ctx), login)
	if database.NotFound(err) {
		return nil, fault.New(fault.Invalid, "没有登录名为“%s”的人员", login)
	} else if err != nil {
		return nil, err
	}
	by, err := a.Desk.Who(ctx, auth.LogIn{Staff: account.Staff, SSO: true}, "控制台")
	if err != nil {
		return nil, err
	}
	return &importing.Job{Desk: a.press(), By: by, Of: of.ID, Files: a.received()}, nil
}

// received is where files that come from outside go, and how they are read.
func (a *App) received() importing.Files {
	return importing.Files{Blobs: a.Blobs, Read: intake.Options{PDF: pages, Refuse: a.screener().Marked}}
}

// receive is the kind of the job that looks into the folder of documents.
const receive job.Kind = "receive_documents"

// settled is how long a file must lie still before it is taken.
const settled = 10 * time.Second

// receiving adds the job that takes documents from the folder, where one is set.
func (a *App) receiving(r *job.Runner) {
	c := a.Config.Intake
	r.Handle(receive, func(ctx context.Context, _ *job.Job) error {
		if c.Folder == "" {
			return nil
		}
		_, err := a.look(ctx)
		return err
	})
	if c.Folder != "" {
		r.Schedule(job.Schedule{Name: "receive", When: job.MustCron("* * * * *"), Kind: receive})
	}
}

// look takes what lies in the folder.
func (a *App) look(ctx context.Context) (hotfolder.Result, error) {
	desk, files := a.press(), a.received()
	channel, err := desk.ChannelNamed(ctx, a.Config.Intake.Channel)
	if err != nil {
		return hotfolder.Result{}, fault.New(fault.Unavailable, "接收目录的接入渠道“%s”不存在或者已经停用，请核对设置 intake.channel", a.Config.Intake.Channel)
	}
	folder := hotfolder.Folder{Dir: a.Config.Intake.Folder, Settled: settled, Now: a.DB.Now, Take: func(ctx context.Context, f hotfolder.File) ([]string, error) {
		return files.Receive(ctx, desk, channel, importing.Submission{Key: f.Key, Name: f.Name, Content: f.Content})
	}}
	return folder.Look(ctx)
}
