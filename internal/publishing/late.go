package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
)

// Late lists what an agency, one's own or one below, made public after its day in a year, the last first.
// 法源: 《条例》第二十六条。
func (d *Desk) Late(ctx context.Context, by auth.Actor, of agency.ID, year int) (list []disclosure.Late, err error) {
	defer fault.Wrap(&err, "publishing.Late(%s, %d)", of, year)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) (err error) {
		list, err = query.LateActs(q, of, civil.On(year, 1, 1), civil.On(year, 12, 31), d.calendar(of))
		return err
	})
	return list, err
}
