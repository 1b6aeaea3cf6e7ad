package reporting

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// Recount holds the counts for the annual report against the register, and makes them anew where they differ. It says
// which differed: that is a fault of the program or a change from outside. The counts say nothing that the register does
// not, so nothing is entered in the ledger.
// 法源: 《条例》第五十条第一款第二项。
func (d *Desk) Recount(ctx context.Context) (wrong []query.Miscount, err error) {
	defer fault.Wrap(&err, "reporting.Recount")
	keys := 0
	if err := d.DB.Read(ctx, func(q *database.Query) (err error) {
		if wrong, err = query.Miscounts(q); err != nil {
			return err
		}
		keys, err = query.Miskeyed(q)
		return err
	}); err != nil || len(wrong) == 0 && keys == 0 {
		return nil, err
	}
	return wrong, d.DB.WriteUnrecorded(ctx, "reports", store.RecountApplications)
}
