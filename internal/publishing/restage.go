package publishing

import (
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/review"
)

// restage computes anew how far the record has come, after something happened to it.
func restage(tx *database.Tx, of agency.ID, id disclosure.ID) error {
	file, err := store.Record(tx, id)
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
	_, scheduled, err := store.ScheduleOf(tx, id)
	if err != nil {
		return err
	}
	return store.MarkStage(tx, id, stageOf(file, review.Look(stages, subjectOf(file), acts), scheduled))
}

// stageOf is how far the record has come.
func stageOf(file store.RecordFile, state review.State, scheduled bool) disclosure.Step {
	if acts := file.Publication.Acts; len(acts) > 0 && acts[len(acts)-1].Digest == file.Digest {
		if file.Publication.Visible() {
			return disclosure.StepPublished
		}
		return disclosure.StepWithdrawn
	}
	switch {
	case state.Referral != nil:
		return disclosure.StepReferred
	case state.Returned != nil:
		return disclosure.StepReturned
	case state.Next == review.SelfCheck:
		return disclosure.StepDraft
	case state.Next != "":
		return disclosure.Step(state.Next)
	case file.Draft.Attribute != disclosure.Proactive:
		return disclosure.StepKept
	case scheduled:
		return disclosure.StepScheduled
	}
	return disclosure.StepCleared
}

// UnderReview reports whether somebody other than the author has to do something before the record can go out.
func UnderReview(s disclosure.Step) bool {
	return s == disclosure.StepReferred || slices.ContainsFunc(review.Stages, func(row struct {
		Stage review.Stage
		Label string
	}) bool {
		return disclosure.Step(row.Stage) == s
	})
}

// Restate computes anew how far every record under review has come: the stages that an agency has set may have changed.
func (d *Desk) Restate(ctx context.Context) (n int, err error) {
	defer fault.Wrap(&err, "publishing.Restate")
	open, err := query.RecordsUnderReview(d.DB.View(ctx))
	if err != nil {
		return 0, err
	}
	for _, row := range open {
		err := d.DB.WriteUnrecorded(ctx, "restage", func(tx *database.Tx) error { return restage(tx, agency.ID(row.Agency), disclosure.ID(row.ID)) })
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
