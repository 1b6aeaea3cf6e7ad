package casework

import (
	"gongkai/application"
	"gongkai/deadline"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/review"
)

// addReviews notes how far the review of the answers has come, of the applications that are not answered yet.
// 法源: 《条例》第十七条。
func addReviews(r database.Reader, plan review.Plan, listed []Listed) error {
	var ids []application.ID
	for _, x := range listed {
		if x.Clock.Stage != deadline.Closed {
			ids = append(ids, x.ID)
		}
	}
	drafts, err := query.DraftsOf(r, ReviewKind, ids)
	if err != nil {
		return err
	}
	for i, x := range listed {
		if draft, ok := drafts[x.ID]; ok {
			subject := review.Subject{Kind: ReviewKind, ID: string(x.ID), Digest: roundDigest(draft.Digest, x.Application), Author: draft.Author}
			state := review.Look(plan, subject, draft.Acts)
			listed[i].Review = &state
		}
	}
	return nil
}
