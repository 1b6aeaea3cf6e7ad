package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// ChangePassword changes one's own password: the old one is asked again, the new one must be hard and none of the
// last few. Every session ends; the web renews the one in which it was done.
// 法源: GB/T 22239。
func (d *Desk) ChangePassword(ctx context.Context, by auth.Actor, old, password string) (err error) {
	defer fault.Wrap(&err, "administering.ChangePassword")
	if err := auth.Can(by, auth.UseAccount, by.Agency); err != nil {
		return err
	}
	if by.Waiting == auth.SecondFactor {
		return fault.New(fault.Forbidden, "请先输入动态验证码")
	}
	known, err := d.checkNewPassword(ctx, by, old, password)
	if err != nil {
		return err
	}
	hash, err := d.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	return d.act(ctx, by, auth.UseAccount, by.Agency, func(tx *database.Tx) error {
		a, err := store.Account(tx, by.Staff)
		if err != nil {
			return err
		}
		if a.Password != known.Password {
			return fault.New(fault.Conflict, "密码刚刚被修改过，请重新登录")
		}
		if a, err = setPassword(tx, a, hash, false); err != nil {
			return err
		}
		record(tx, a.Agency, "change_password", "account", string(a.Staff), nil, nil)
		return store.UpdateAccount(tx, a)
	})
}

// checkNewPassword returns the account as it was when the old password was found right and the new one good.
func (d *Desk) checkNewPassword(ctx context.Context, by auth.Actor, old, password string) (auth.Account, error) {
	view := d.DB.View(ctx)
	a, err := store.Account(view, by.Staff)
	if err != nil {
		return a, err
	}
	home, err := store.Agency(view, a.Agency)
	if err != nil {
		return a, err
	}
	settings, err := store.Settings(view, a.Agency, d.today())
	if err != nil {
		return a, err
	}
	if a.Locked(d.DB.Now()) {
		return a, errLogIn
	}
	if ok, _, err := d.Hasher.Verify(ctx, old, a.Password); err != nil {
		return a, err
	} else if !ok {
		return a, d.refuseOld(ctx, by)
	}
	problems := auth.CheckPassword(password, settings.Access.MinLength, a.Name, a.Login, home.Name, home.ShortName)
	if len(problems) > 0 {
		return a, fault.Of(problems)
	}
	hashes, err := store.OldPasswords(view, a.Staff, settings.Access.History)
	if err != nil {
		return a, err
	}
	for _, hash := range append(hashes, a.Password) {
		if used, _, err := d.Hasher.Verify(ctx, password, hash); err != nil {
			return a, err
		} else if used {
			return a, fault.Of([]fault.Problem{{Field: "password", Message: "不能使用最近用过的密码"}})
		}
	}
	return a, nil
}

// refuseOld counts a wrong old password like a failed log-in: somebody at an open screen may be guessing.
func (d *Desk) refuseOld(ctx context.Context, by auth.Actor) error {
	err := d.act(ctx, by, auth.UseAccount, by.Agency, func(tx *database.Tx) error {
		a, err := store.Account(tx, by.Staff)
		if err != nil {
			return err
		}
		settings, err := store.Settings(tx, a.Agency, tx.Today())
		if err != nil {
			return err
		}
		record(tx, a.Agency, "change_password_failed", "account", string(a.Staff), nil, nil)
		return store.UpdateAccount(tx, a.Failed(tx.Now(), settings.Access))
	})
	if err != nil {
		return err
	}
	return fault.Of([]fault.Problem{{Field: "old", Message: "原密码不对"}})
}
