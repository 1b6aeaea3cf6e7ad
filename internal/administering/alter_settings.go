package administering

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// AlterSettings stores the settings of an agency but for the rules of access, which are [Desk.AlterAccess]'s.
func (d *Desk) AlterSettings(ctx context.Context, by auth.Actor, of agency.ID, s agency.Settings) (err error) {
	defer fault.Wrap(&err, "administering.AlterSettings(%s)", of)
	return d.act(ctx, by, auth.AlterSettings, of, func(tx *database.Tx) error {
		return saveSettings(tx, of, "alter_settings", func(before agency.Settings) agency.Settings {
			s.Access = before.Access
			return s
		})
	})
}

// AlterAccess stores how the people of an agency get in.
// 法源: GB/T 22239、《政务应用安全规定》第十九条。
func (d *Desk) AlterAccess(ctx context.Context, by auth.Actor, of agency.ID, access agency.Access) (err error) {
	defer fault.Wrap(&err, "administering.AlterAccess(%s)", of)
	return d.act(ctx, by, auth.AlterAccess, of, func(tx *database.Tx) error {
		return saveSettings(tx, of, "alter_access", func(before agency.Settings) agency.Settings {
			before.Access = access
			return before
		})
	})
}

func saveSettings(tx *database.Tx, of agency.ID, verb string, change func(agency.Settings) agency.Settings) error {
	home, err := store.Agency(tx, of)
	if err != nil {
		return err
	}
	before, err := store.Settings(tx, of, tx.Today())
	if err != nil {
		return err
	}
	after := change(before)
	if err := fault.Of(after.Check(home, tx.Today())); err != nil {
		return err
	}
	if err := store.SaveSettings(tx, of, after); err != nil {
		return err
	}
	record(tx, of, verb, "settings", string(of), before, after)
	return nil
}
