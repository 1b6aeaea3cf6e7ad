package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// StopAccount closes the account of somebody who has left or must not come in, and ends their sessions. It stays,
// because the ledger names it.
// 法源: GB/T 22239。
func (d *Desk) StopAccount(ctx context.Context, by auth.Actor, id auth.StaffID) (err error) {
	defer fault.Wrap(&err, "administering.StopAccount(%s)", id)
	return d.onAccount(ctx, by, id, "stop_account", func(tx *database.Tx, a auth.Account) (auth.Account, error) {
		if id == by.Staff {
			return a, fault.New(fault.Forbidden, "不能停用自己的账号")
		}
		if err := keepsSecurity(tx, a, 0); err != nil {
			return a, err
		}
		a.Disabled = true
		_, err := store.RevokeSessions(tx, id)
		return a, err
	})
}

// RestoreAccount opens a stopped account again, with a new password.
func (d *Desk) RestoreAccount(ctx context.Context, by auth.Actor, id auth.StaffID) (password string, err error) {
	defer fault.Wrap(&err, "administering.RestoreAccount(%s)", id)
	return d.givePassword(ctx, by, id, "restore_account", func(a auth.Account) auth.Account {
		a.Disabled = false
		return a
	})
}

// UnlockAccount forgets the failures that locked an account, before its time is out.
func (d *Desk) UnlockAccount(ctx context.Context, by auth.Actor, id auth.StaffID) (err error) {
	defer fault.Wrap(&err, "administering.UnlockAccount(%s)", id)
	return d.onAccount(ctx, by, id, "unlock_account", func(_ *database.Tx, a auth.Account) (auth.Account, error) {
		return a.Unlocked(), nil
	})
}
