package app

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/docread/pdftext"
	"gongkai/internal/importing"
	"gongkai/internal/intake"
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
	return &importing.Job{Desk: a.press(), By: by, Of: of.ID, Files: importing.Files{Blobs: a.Blobs, Read: intake.Options{PDF: pages}}}, nil
}
