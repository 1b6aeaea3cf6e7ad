package casework

import (
	"context"

	"gongkai/application"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// restatedAtOnce is how many applications one transaction looks at.
const restatedAtOnce = 500

// Restate computes the next step and its day of every open application anew: a holiday notice that came meanwhile moves
// days. Facts stay as they are, so nothing is entered in the ledger. It returns how many were changed.
// 法源: 《条例》第三十三条第二款、《放假办法》第六条。
func (d *Desk) Restate(ctx context.Context) (changed int, err error) {
	for after := application.ID(""); ; {
		var rows []query.CaseRow
		err = d.DB.WriteUnrecorded(ctx, "application", func(tx *database.Tx) error {
			var err error
			if rows, err = query.OpenCases(tx, after, restatedAtOnce); err != nil {
				return err
			}
			for _, row := range rows {
				reading, _, err := policy(tx, row.Agency, tx.Today())
				if err != nil {
					return err
				}
				s := d.standing(row.Application, reading, tx.Today())
				if s.Step == row.Step && s.DueOn == row.DueOn {
					continue
				}
				ok, err := store.Restate(tx, row.Application, s)
				if err != nil {
					return err
				}
				if ok {
					changed++
				}
			}
			return nil
		})
		if err != nil || len(rows) < restatedAtOnce {
			return changed, err
		}
		after = rows[len(rows)-1].ID
	}
}
