package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// AlterRhythm sets within how many days the columns of each class must get something new. Freshness is computed from it
// from then on; nothing else is stored.
// 法源: 《条例》第十二条第一款。
func (d *Desk) AlterRhythm(ctx context.Context, by auth.Actor, of agency.ID, r agency.Rhythm) (err error) {
	defer fault.Wrap(&err, "publishing.AlterRhythm(%s)", of)
	return d.act(ctx, by, auth.AlterRhythm, of, func(tx *database.Tx) error {
		if err := fault.Of(r.Check()); err != nil {
			return err
		}
		s, err := store.Settings(tx, of, tx.Today())
		if err != nil {
			return err
		}
		before := s.Disclosure.Rhythm
		s.Disclosure.Rhythm = r
		if err := store.SaveSettings(tx, of, s); err != nil {
			return err
		}
		enter(tx, of, "alter_rhythm", "settings", string(of), before, r)
		return nil
	})
}

// mayRetime refuses a term of its own for a column to those who keep the catalogue only: how often a column must be
// updated is for the head of the 工作机构 to say.
func mayRetime(by auth.Actor, before, after catalog.Column) error {
	if before.Days == after.Days || auth.Can(by, auth.AlterRhythm, after.Agency) == nil {
		return nil
	}
	return fault.Of([]fault.Problem{{Field: "days", Message: "栏目另定更新天数，由公开工作机构负责人决定"}})
}
