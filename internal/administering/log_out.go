package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
)

// LogOut enters in the ledger that a person has left; the session itself is ended by the web.
func (d *Desk) LogOut(ctx context.Context, by auth.Actor) (err error) {
	defer fault.Wrap(&err, "administering.LogOut")
	return d.act(ctx, by, auth.UseAccount, by.Agency, func(tx *database.Tx) error {
		record(tx, by.Agency, "log_out", "account", string(by.Staff), nil, nil)
		return nil
	})
}
