package app

import (
	"gongkai/agency"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/internal/web/workbench"
	"gongkai/internal/web/workbench/cases"
	"gongkai/ledger"
)

// casework is the desk of the use-cases of 依申请公开.
func (a *App) casework() *casework.Desk {
	return &casework.Desk{Mailing: a.mailing(), Archiving: a.archiving(),
		DB: a.DB, Keys: a.Keys, Calendar: a.Calendar, Draft: a.press().SaveDraft,
		Link: func(path string) string { return a.origin() + a.Config.BasePath + path },
		Post: func(tx *database.Tx, of agency.ID, about ledger.Subject, m casework.Mail) error {
			if a.Outbox.Mail == nil {
				return nil // no server of mail is set: nothing would ever leave
			}
			_, err := a.Outbox.Put(tx, string(of), store.Mail, about, job.Letter{To: m.To, Subject: m.Subject, Body: m.Body, Attachments: m.Attachments})
			return err
		}}
}

// cases are the pages of 依申请公开.
func (a *App) cases(bench *workbench.Bench) workbench.Part {
	desk := a.casework()
	return cases.New(bench, cases.Options{Files: a.Blobs, Desk: desk, Fonts: a.Fonts, Remedies: a.remediesOf()})
}
