package administering

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// SaveGuide stores the facts of the 公开指南 as looked through today. A guide with gaps is saved and its gaps are
// returned to be shown; a registry of channels that breaks 19号文 is not saved.
// 法源: 《条例》第十二条、19号文。
func (d *Desk) SaveGuide(ctx context.Context, by auth.Actor, g agency.Guide) (gaps []fault.Problem, err error) {
	defer fault.Wrap(&err, "administering.SaveGuide(%s)", g.Agency)
	err = d.act(ctx, by, auth.AlterGuide, g.Agency, func(tx *database.Tx) error {
		if err := fault.Of(agency.CheckChannels(g.Channels)); err != nil {
			return err
		}
		before, err := store.Guide(tx, g.Agency)
		if err != nil {
			return err
		}
		g.ReviewedOn = tx.Today()
		if err := store.SaveGuide(tx, g); err != nil {
			return err
		}
		record(tx, g.Agency, "save_guide", "guide", string(g.Agency), before, g)
		return nil
	})
	return g.Check(), err
}
