package publishing

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// SaveDraft keeps what somebody writes. A draft may be incomplete: it is checked when it is handed in. The body is
// sanitised here, on the only way into the database.
func (d *Desk) SaveDraft(ctx context.Context, by auth.Actor, r disclosure.Record) (_ disclosure.ID, err error) {
	return d.SaveEdited(ctx, by, r, "")
}

// SaveEdited is SaveDraft for somebody who had the content with the digest on the screen: what another person has
// written in the meantime is not overwritten.
func (d *Desk) SaveEdited(ctx context.Context, by auth.Actor, r disclosure.Record, seen string) (_ disclosure.ID, err error) {
	return d.save(ctx, by, r, seen, notOfTheWorkshop)
}

func (d *Desk) save(ctx context.Context, by auth.Actor, r disclosure.Record, seen string, may func(r database.Reader, of agency.ID, id disclosure.ID) error) (_ disclosure.ID, err error) {
	defer fault.Wrap(&err, "publishing.SaveDraft(%s)", r.ID)
	r = r.Clone()
	err = d.act(ctx, by, auth.DraftRecord, r.Agency, func(tx *database.Tx) error {
		if err := may(tx, r.Agency, r.ID); err != nil {
			return err
		}
		if strings.TrimSpace(r.Title) == "" {
			return fault.Of([]fault.Problem{{Field: "title", Message: "请填写标题"}})
		}
		column, err := store.Column(tx, r.Column)
		if database.NotFound(err) || err == nil && (column.Agency != r.Agency || column.Closed) {
			return fault.Of([]fault.Problem{{Field: "column", Message: "请选择本机关的栏目"}})
		} else if err != nil {
			return err
		}
		file := store.RecordFile{Draft: r, AuthorName: by.Name}
		var was disclosure.Record
		if r.ID == "" {
			file.Draft.ID, file.Draft.Author, file.Draft.Writers = disclosure.ID(tx.NewID("rc")), string(by.Staff), nil
		} else if file, err = own(tx, r.Agency, r.ID); err != nil {
			return err
		} else if seen != "" && seen != file.Digest {
			return fault.New(fault.Conflict, "在您编辑的时候，别人修改并保存了这条信息。请先复制您改动的内容，再重新打开修改")
		} else {
			was = file.Draft
			r.Author, r.Writers = was.Author, was.Writers
			file.Draft = r
		}
		if r.Item == "" {
			file.Draft.Item = column.Item
		}
		file.Draft.Body = policy.Sanitize(file.Draft.Body)
		before := file.Digest
		file.Digest = Digest(file.Draft)
		if acts := file.Publication.Acts; len(acts) > 0 && before != file.Digest && acts[len(acts)-1].Digest == before {
			file.Draft.Writers = nil // the first word of a new version
		}
		if before != file.Digest && string(by.Staff) != file.Draft.Author && !slices.Contains(file.Draft.Writers, string(by.Staff)) {
			file.Draft.Writers = append(file.Draft.Writers, string(by.Staff))
		}
		r.ID = file.Draft.ID
		if before != "" && reflect.DeepEqual(was, file.Draft) {
			return nil
		}
		r = file.Draft
		if err := store.SaveDraft(tx, file); err != nil {
			return err
		}
		if before != "" && before != file.Digest { // the clearance on which the day rested is gone
			if err := store.DropSchedule(tx, r.ID); err != nil {
				return err
			}
		}
		if err := restage(tx, r.Agency, r.ID); err != nil {
			return err
		}
		enter(tx, r.Agency, "save_draft", "record", string(r.ID), map[string]string{"digest": before}, map[string]string{"digest": file.Digest, "title": r.Title})
		return nil
	})
	return r.ID, err
}
