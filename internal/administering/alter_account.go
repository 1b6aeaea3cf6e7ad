package administering

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// AlterAccount changes name, section, roles and ways to reach a person. Nobody changes their own roles. New roles end
// the sessions under the old ones.
// 法源: GB/T 22239。
func (d *Desk) AlterAccount(ctx context.Context, by auth.Actor, id auth.StaffID, p Person) (err error) {
	defer fault.Wrap(&err, "administering.AlterAccount(%s)", id)
	return d.onAccount(ctx, by, id, "alter_account", func(tx *database.Tx, a auth.Account) (auth.Account, error) {
		if p.Roles != a.Roles {
			if id == by.Staff {
				return a, fault.New(fault.Forbidden, "不能修改自己的角色")
			}
			if err := keepsSecurity(tx, a, p.Roles); err != nil {
				return a, err
			}
			if _, err := store.RevokeSessions(tx, id); err != nil {
				return a, err
			}
		}
		a.Name, a.Section, a.Roles = p.Name, p.Section, p.Roles
		if err := d.sealPerson(&a, p); err != nil {
			return a, err
		}
		return a, checkAccount(tx, a)
	})
}

// onAccount changes the account of somebody in an agency that the actor administers, with an entry in the ledger.
func (d *Desk) onAccount(ctx context.Context, by auth.Actor, id auth.StaffID, verb string, change func(*database.Tx, auth.Account) (auth.Account, error)) error {
	known, err := store.Account(d.DB.View(ctx), id)
	if err != nil {
		return err
	}
	return d.act(ctx, by, auth.AlterStaff, known.Agency, func(tx *database.Tx) error {
		before, err := store.Account(tx, id)
		if err != nil {
			return err
		}
		after, err := change(tx, before)
		if err != nil {
			return err
		}
		if err := store.UpdateAccount(tx, after); err != nil {
			return err
		}
		return d.recordAccount(tx, verb, before, after)
	})
}

// keepsSecurity refuses to take away the last security administrator, without whom nobody could make another.
func keepsSecurity(r database.Reader, a auth.Account, roles agency.Roles) error {
	if !a.Roles.Has(agency.RoleSecurity) || roles.Has(agency.RoleSecurity) {
		return nil
	}
	left, err := store.AccountsWith(r, agency.RoleSecurity)
	if err != nil {
		return err
	}
	if len(left) < 2 {
		return fault.New(fault.Invalid, "这是唯一的安全管理员，请先另设一名")
	}
	return nil
}
