package supervising

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/ledger"
	"gongkai/remedy"
)

// FollowRemedies goes through the proceedings that ask for something, and enters the new decision where the application was
// answered anew. It returns how many it entered; days that moved are the matter of [Desk.Restate].
// 法源: 《条例》第五十一条。
func (d *Desk) FollowRemedies(ctx context.Context) (entered int, err error) {
	defer fault.Wrap(&err, "supervising.FollowRemedies")
	list, err := query.RemediesToFollow(d.DB.View(ctx))
	if err != nil {
		return 0, err
	}
	for _, row := range list {
		if row.AnsweredOn.IsZero() {
			continue
		}
		err := d.DB.Write(ctx, ledger.Machine("remedies"), func(tx *database.Tx) error {
			file, err := ownRemedy(tx, agency.ID(row.Agency), remedy.ID(row.ID))
			if err != nil {
				return err
			}
			order, done, ok := file.Proceeding.Redecision()
			if !ok || !done.IsZero() || row.AnsweredOn.Before(order.ClosedOn) {
				return errNothing
			}
			_, err = d.addRemedyFact(tx, file.Proceeding, remedy.Fact{Kind: remedy.Redecided, On: row.AnsweredOn, Text: "申请已重新答复"})
			return err
		})
		switch {
		case err == nil:
			entered++
		case fault.KindOf(err) != fault.NotFound:
			return entered, err
		}
	}
	return entered, nil
}

// errNothing ends a transaction that has nothing to do.
var errNothing = fault.New(fault.NotFound, "没有需要登记的内容")
