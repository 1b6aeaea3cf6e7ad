package publishing

import (
	"context"
	"encoding/json"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/review"
)

// Publish puts the reviewed draft before the public. The first publication draws the 索引号; a later one keeps it and
// needs a public reason. Without a complete review of exactly this content nothing goes out.
// 法源: 《条例》第十七条第一款、《条例》第二十六条。
func (d *Desk) Publish(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, reason string) (index catalog.IndexNo, err error) {
	return d.publish(ctx, by, of, id, reason, notOfTheWorkshop)
}

func (d *Desk) publish(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, reason string, may func(r database.Reader, of agency.ID, id disclosure.ID) error) (index catalog.IndexNo, err error) {
	defer fault.Wrap(&err, "publishing.Publish(%s)", id)
	seen, err := d.screen(ctx, by, auth.PublishRecord, of, id)
	if err != nil {
		return "", err
	}
	err = d.act(ctx, by, auth.PublishRecord, of, func(tx *database.Tx) error {
		if err := may(tx, of, id); err != nil {
			return err
		}
		file, clearance, err := cleared(tx, of, id, seen)
		if err != nil {
			return err
		}
		index, err = publish(tx, file, clearance, reason)
		return err
	})
	return index, err
}

// cleared loads the record with the clearance of its review, or says why there is none.
func cleared(tx *database.Tx, of agency.ID, id disclosure.ID, seen screened) (file store.RecordFile, c review.Clearance, err error) {
	if file, err = own(tx, of, id); err != nil {
		return file, c, err
	}
	stages, err := plan(tx, of, tx.Today())
	if err != nil {
		return file, c, err
	}
	acts, err := store.Signoffs(tx, disclosure.ReviewKind, string(id))
	if err != nil {
		return file, c, err
	}
	found, err := seen.in(tx, file)
	if err != nil {
		return file, c, err
	}
	c, err = review.Clear(stages, subjectOf(file), acts, found)
	return file, c, err
}

// publish puts what was cleared before the public.
func publish(tx *database.Tx, file store.RecordFile, c review.Clearance, reason string) (catalog.IndexNo, error) {
	of, id := file.Draft.Agency, file.Draft.ID
	wrong, err := linkProblems(tx, file.Draft)
	if err != nil {
		return "", err
	}
	if err := fault.Of(wrong); err != nil {
		return "", err
	}
	act, err := disclosure.Publish(file.Draft, file.Digest, c, file.Publication, tx.Today(), reason)
	if err != nil {
		return "", err
	}
	if file.Publication.Index == "" {
		if file.Publication.Index, err = nextIndex(tx, of); err != nil {
			return "", err
		}
	}
	body, err := json.Marshal(file.Draft)
	if err != nil {
		return "", err
	}
	if err := store.AddAct(tx, file.Publication, act, body); err != nil {
		return "", err
	}
	if err := store.ShowPictures(tx, id, PicturesIn(file.Draft.Body)); err != nil {
		return "", err
	}
	if err := store.DropSchedule(tx, id); err != nil {
		return "", err
	}
	if err := store.DropRevisionNote(tx, id); err != nil {
		return "", err
	}
	enter(tx, of, "publish", "record", string(id), nil, map[string]any{"index": file.Publication.Index, "act": act})
	return file.Publication.Index, nil
}

// nextIndex draws the next 索引号 of the agency. A number that an imported record already has is passed over.
func nextIndex(tx *database.Tx, of agency.ID) (catalog.IndexNo, error) {
	return (&numbering{tx: tx, of: of}).next(tx.Today())
}

// Withdraw takes a record away from the public. Its page stays and says why.
// 法源: 《条例》第六条第一款。
func (d *Desk) Withdraw(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, reason string) (err error) {
	defer fault.Wrap(&err, "publishing.Withdraw(%s)", id)
	return d.act(ctx, by, auth.WithdrawRecord, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		act, err := disclosure.Withdraw(file.Publication, tx.Today(), reason)
		if err != nil {
			return err
		}
		if err := store.AddAct(tx, file.Publication, act, nil); err != nil {
			return err
		}
		if err := store.DropSchedule(tx, id); err != nil {
			return err
		}
		if err := restage(tx, of, id); err != nil {
			return err
		}
		enter(tx, of, "withdraw", "record", string(id), nil, act)
		return nil
	})
}
