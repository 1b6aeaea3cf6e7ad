package casework

import (
	"context"
	"html"
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// A Publication is what becomes of an application beyond its answer: a record that is drafted from it.
type Publication struct {
	Title  string
	Column catalog.ColumnID
	Text   string   // what is published
	Files  []string // hashes of files of the application that go with it
}

// A draftingDesk is what is looked at before a record is drafted out of an application.
type draftingDesk struct {
	view    *database.Query
	file    store.ApplicationFile
	reading deadline.Policy
	today   civil.Date
}

// drafting opens an application of the agency out of which the caller drafts a record.
func (d *Desk) drafting(ctx context.Context, by auth.Actor, of agency.ID, id application.ID) (at draftingDesk, err error) {
	if d.Draft == nil {
		return at, fault.New(fault.Invalid, "不能起草公开信息")
	}
	if err := auth.Can(by, auth.HandleCase, of); err != nil {
		return at, err
	}
	at.view, at.today = d.DB.View(ctx), civil.Of(d.DB.Now())
	if at.file, err = own(at.view, of, id); err != nil {
		return at, err
	}
	at.reading, _, err = policy(at.view, of, at.today)
	return at, err
}

// MakePublic drafts a record of what was given to the applicant. The draft goes the way of every record: it is reviewed
// before anybody sees it.
// 法源: 《条例》第四十四条第一款。
func (d *Desk) MakePublic(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, p Publication) (_ disclosure.ID, err error) {
	defer fault.Wrap(&err, "casework.MakePublic(%s)", id)
	at, err := d.drafting(ctx, by, of, id)
	if err != nil {
		return "", err
	}
	if err := fault.Of(at.file.Application.Refuses(d.Calendar(of), at.reading, application.Fact{Kind: application.MadePublic, On: at.today, Text: p.Text, Record: "…"})); err != nil {
		return "", err
	}
	r := disclosure.Record{Agency: of, Title: strings.TrimSpace(p.Title), Column: p.Column, Kind: disclosure.Plain, FormedOn: at.today,
		Body: "<p>" + html.EscapeString(strings.TrimSpace(p.Text)) + "</p>", Files: chosen(at.file.Application, p.Files)}
	drafted, err := d.Draft(ctx, by, r)
	if err != nil {
		return "", err
	}
	return drafted, d.act(ctx, by, auth.HandleCase, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		return d.add(tx, file.Application, application.Fact{Kind: application.MadePublic, On: tx.Today(), By: string(by.Staff), Text: p.Text, Record: string(drafted)})
	})
}

// chosen are the files of the application that were chosen, with their names.
func chosen(a application.Application, hashes []string) []disclosure.File {
	var files []disclosure.File
	for _, hash := range hashes {
		for _, f := range a.Facts {
			for i, h := range f.Files {
				if h == hash && i < len(f.Names) && !has(files, hash) {
					files = append(files, disclosure.File{Name: f.Names[i], Hash: hash})
				}
			}
		}
	}
	return files
}

func has(files []disclosure.File, hash string) bool {
	for _, f := range files {
		if f.Hash == hash {
			return true
		}
	}
	return false
}

// Columns lists the columns of the agency in which a record can be drafted.
func (d *Desk) Columns(ctx context.Context, by auth.Actor, of agency.ID) (_ []catalog.Column, err error) {
	defer fault.Wrap(&err, "casework.Columns")
	if err := auth.Can(by, auth.HandleCase, of); err != nil {
		return nil, err
	}
	all, err := store.Columns(d.DB.View(ctx), of)
	if err != nil {
		return nil, err
	}
	var open []catalog.Column
	for _, c := range all {
		if !c.Closed {
			open = append(open, c)
		}
	}
	return open, nil
}
