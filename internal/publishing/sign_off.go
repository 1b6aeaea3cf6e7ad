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

// actions says which permission each stage of the review needs.
var actions = map[review.Stage]auth.Action{
	review.SelfCheck: auth.DraftRecord, review.SectionOK: auth.VerifyRecord, review.Legal: auth.VerifyRecord,
	review.Secrecy: auth.ClearRecord, review.Office: auth.VerifyRecord, review.Signature: auth.SignRecord,
}

// SignOff adds one act to the review of a record: the author hands in with the self-check, reviewers pass, return or
// refer. digest is the content that the person had on the screen. A record that lacks something cannot be handed in.
// 法源: 《条例》第十七条、《保密法实施条例》第四十二条。
func (d *Desk) SignOff(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, act review.Signoff) (err error) {
	defer fault.Wrap(&err, "publishing.SignOff(%s, %s)", id, act.Stage)
	action, ok := actions[act.Stage]
	if !ok {
		return fault.New(fault.Invalid, "没有这个审查环节")
	}
	var seen screened
	if act.Verdict == review.Passed && (act.Stage == review.SelfCheck || act.Stage == review.Signature) {
		if seen, err = d.screen(ctx, by, action, of, id); err != nil {
			return err
		}
	}
	return d.act(ctx, by, action, of, func(tx *database.Tx) error {
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		stages, err := plan(tx, of, tx.Today())
		if err != nil {
			return err
		}
		acts, err := store.Signoffs(tx, disclosure.ReviewKind, string(id))
		if err != nil {
			return err
		}
		act.By, act.On = person(by), tx.Today()
		problems := review.May(stages, subjectOf(file), acts, act)
		if act.Stage == review.SelfCheck && act.Verdict == review.Passed {
			problems = append(problems, file.Draft.CheckHandIn(tx.Today())...)
			wrong, err := linkProblems(tx, file.Draft)
			if err != nil {
				return err
			}
			problems = append(problems, wrong...)
		}
		found, err := seen.in(tx, file)
		if err != nil {
			return err
		}
		problems = append(problems, standing(found, act.Stage)...)
		if err := fault.Of(problems); err != nil {
			return err
		}
		if err := store.AddSignoff(tx, disclosure.ReviewKind, string(id), len(acts)+1, act); err != nil {
			return err
		}
		if err := restage(tx, of, id); err != nil {
			return err
		}
		if err := d.tellNext(tx, id); err != nil {
			return err
		}
		enter(tx, of, "sign_off", "record", string(id), nil, act)
		return nil
	})
}

// standing are the findings that keep the record from passing the stage. What has to be removed is removed before
// anybody else looks; what can be waived waits for the reviewers, and the signer signs nothing that cannot go out.
func standing(found []review.Finding, stage review.Stage) []fault.Problem {
	var problems []fault.Problem
	for _, f := range found {
		if f.Stands() && (f.Firm || stage == review.Signature) {
			problems = append(problems, f.Problem())
		}
	}
	return problems
}
