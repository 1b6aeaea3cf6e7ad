package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/review"
)

// screened is what screening found in one exact content.
type screened struct {
	asked    bool
	digest   string
	findings []review.Finding
}

// screen reads the record and asks the screening, outside of any transaction: files may be long.
func (d *Desk) screen(ctx context.Context, by auth.Actor, action auth.Action, of agency.ID, id disclosure.ID) (screened, error) {
	if err := auth.Can(by, action, of); err != nil {
		return screened{}, err
	}
	return d.screenFor(ctx, of, id)
}

// screenFor is screen for those who may: the program itself.
func (d *Desk) screenFor(ctx context.Context, of agency.ID, id disclosure.ID) (screened, error) {
	if d.Screen == nil {
		return screened{}, nil
	}
	file, err := own(d.DB.View(ctx), of, id)
	if err != nil {
		return screened{}, err
	}
	findings, err := d.Screen(ctx, file.Draft)
	return screened{true, file.Digest, findings}, err
}

// in returns the findings for the record as the transaction sees it, with what was waived. A content that has changed
// since it was screened is refused.
func (s screened) in(r database.Reader, file store.RecordFile) ([]review.Finding, error) {
	if !s.asked {
		return nil, nil
	}
	if s.digest != file.Digest {
		return nil, fault.New(fault.Conflict, "内容刚刚被修改，请重新查看后再试")
	}
	waivers, err := store.Waivers(r, disclosure.ReviewKind, string(file.Draft.ID), file.Digest)
	return review.Waive(file.Digest, s.findings, waivers), err
}

// Examine screens what somebody is writing, saved or not, for the editor.
func (d *Desk) Examine(ctx context.Context, by auth.Actor, r disclosure.Record) (_ []review.Finding, err error) {
	defer fault.Wrap(&err, "publishing.Examine(%s)", r.ID)
	if err := auth.Can(by, auth.ViewRecord, r.Agency); err != nil {
		return nil, err
	}
	if d.Screen == nil {
		return nil, nil
	}
	r.Body = policy.Sanitize(r.Body)
	findings, err := d.Screen(ctx, r)
	if err != nil || r.ID == "" {
		return findings, err
	}
	digest := Digest(r)
	waivers, err := store.Waivers(d.DB.View(ctx), disclosure.ReviewKind, string(r.ID), digest)
	return review.Waive(digest, findings, waivers), err
}

// Waive says why a finding on the content with the digest is no matter. Nobody waives in their own draft, and what has
// to be removed is never waived.
// 法源: 《条例》第十七条第一款。
func (d *Desk) Waive(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, w review.Waiver) (err error) {
	defer fault.Wrap(&err, "publishing.Waive(%s)", id)
	seen, err := d.screen(ctx, by, auth.WaiveFinding, of, id)
	if err != nil {
		return err
	}
	return d.act(ctx, by, auth.WaiveFinding, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		found, err := seen.in(tx, file)
		if err != nil {
			return err
		}
		w.By, w.On = person(by), tx.Today()
		for _, f := range found {
			if f.Kind != w.Kind || f.Where != w.Where {
				continue
			}
			if err := fault.Of(review.MayWaive(subjectOf(file), f, w)); err != nil {
				return err
			}
			if err := store.AddWaiver(tx, disclosure.ReviewKind, string(id), w); err != nil {
				return err
			}
			enter(tx, of, "waive_finding", "record", string(id), nil, w)
			return nil
		}
		return fault.New(fault.NotFound, "没有找到这一项提示，可能已经处理")
	})
}
