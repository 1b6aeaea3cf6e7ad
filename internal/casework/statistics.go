package casework

import (
	"context"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
)

// Statistics are the figures of a span of days.
type Statistics struct {
	Received []query.Counted
	Outcomes map[string]int
	Spans    []query.Span
	Repeats  []query.Repeat // since the first day
}

// Statistics counts what was received and closed from one day to another.
// 法源: 《条例》第四十五条、《条例》第五十条第一款第三项。
func (d *Desk) Statistics(ctx context.Context, by auth.Actor, of agency.ID, from, to civil.Date) (s Statistics, err error) {
	defer fault.Wrap(&err, "casework.Statistics")
	if err := auth.Can(by, auth.ViewStatistics, of); err != nil {
		return s, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) (err error) {
		if s.Received, err = query.CasesByMonth(q, of, from, to); err != nil {
			return err
		}
		if s.Outcomes, err = query.CasesByOutcome(q, of, from, to); err != nil {
			return err
		}
		if s.Spans, err = query.Spans(q, of, from, to); err != nil {
			return err
		}
		s.Repeats, err = query.Repeats(q, of, from)
		return err
	})
	return s, err
}
