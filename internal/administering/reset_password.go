package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// ResetPassword gives a person a new random password for one log-in, ends their sessions and unlocks the account.
// 法源: GB/T 22239。
func (d *Desk) ResetPassword(ctx context.Context, by auth.Actor, id auth.StaffID) (password string, err error) {
	defer fault.Wrap(&err, "administering.ResetPassword(%s)", id)
	return d.givePassword(ctx, by, id, "reset_password", func(a auth.Account) auth.Account { return a })
}

func (d *Desk) givePassword(ctx context.Context, by auth.Actor, id auth.StaffID, verb string, change func(auth.Account) auth.Account) (string, error) {
	if known, err := store.Account(d.DB.View(ctx), id); err != nil {
		return "", err
	} else if err := auth.Can(by, auth.AlterStaff, known.Agency); err != nil {
		return "", err // before the costly hash
	}
	password, hash, err := d.firstPassword(ctx)
	if err != nil {
		return "", err
	}
	err = d.onAccount(ctx, by, id, verb, func(tx *database.Tx, a auth.Account) (auth.Account, error) {
		a = change(a).Unlocked()
		return setPassword(tx, a, hash, true)
	})
	if err != nil {
		return "", err
	}
	return password, nil
}

// setPassword puts the hash into the account, remembers it and ends every session of the person.
func setPassword(tx *database.Tx, a auth.Account, hash string, mustChange bool) (auth.Account, error) {
	settings, err := store.Settings(tx, a.Agency, tx.Today())
	if err != nil {
		return a, err
	}
	a.Password, a.PasswordAt, a.MustChange = hash, tx.Now(), mustChange
	if err := store.KeepPassword(tx, a.Staff, hash, tx.Now(), settings.Access.History); err != nil {
		return a, err
	}
	_, err = store.RevokeSessions(tx, a.Staff)
	return a, err
}
