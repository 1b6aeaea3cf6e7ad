package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// ResetFactor takes away the second factor of a person who has lost it, with its recovery codes, and ends their sessions.
func (d *Desk) ResetFactor(ctx context.Context, by auth.Actor, id auth.StaffID) (err error) {
	defer fault.Wrap(&err, "administering.ResetFactor(%s)", id)
	return d.onAccount(ctx, by, id, "reset_factor", func(tx *database.Tx, a auth.Account) (auth.Account, error) {
		if id == by.Staff {
			return a, fault.New(fault.Forbidden, "不能重置自己的动态验证码，请由另一名安全管理员办理")
		}
		_, err := store.RevokeSessions(tx, id)
		return a.WithoutFactor(), err
	})
}
