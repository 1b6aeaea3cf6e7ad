package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/workday"
)

// LoadHolidays loads a holiday notice: its days take the place of what was known of them. The terms of every agency of
// the deployment are counted by it, so it is entered in the ledger day by day.
// 法源: 《放假办法》第六条。
func (d *Desk) LoadHolidays(ctx context.Context, by auth.Actor, rows []workday.Row) (err error) {
	defer fault.Wrap(&err, "administering.LoadHolidays")
	return d.act(ctx, by, auth.AlterHoliday, by.Agency, func(tx *database.Tx) error {
		if len(rows) == 0 {
			return fault.Of([]fault.Problem{{Field: "text", Message: "没有要载入的日期"}})
		}
		for _, row := range rows {
			if err := store.SaveHoliday(tx, row); err != nil {
				return err
			}
		}
		record(tx, by.Agency, "load_holidays", "holiday", rows[0].On.String(), nil, rows)
		return nil
	})
}
