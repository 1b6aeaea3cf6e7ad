package administering

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// A First is the first administrator of a deployment, and the agency that runs it.
type First struct {
	Agency agency.Agency // used where the deployment has no agency yet; else the one with its Code is meant
	Login  string
	Name   string
}

// CreateFirstAdministrator opens the first account of a deployment, a security administrator who opens all others, and
// returns the random password for the first log-in. It is for the console of the machine; once there is a security
// administrator it refuses.
// 法源: GB/T 22239。
func (d *Desk) CreateFirstAdministrator(ctx context.Context, f First) (_ auth.Account, password string, err error) {
	defer fault.Wrap(&err, "administering.CreateFirstAdministrator")
	password, hash, err := d.firstPassword(ctx)
	if err != nil {
		return auth.Account{}, "", err
	}
	var a auth.Account
	err = d.DB.Write(ctx, ledger.Machine("console"), func(tx *database.Tx) error {
		there, err := store.AccountsWith(tx, agency.RoleSecurity)
		if err != nil {
			return err
		}
		if len(there) > 0 {
			return fault.New(fault.Conflict, "已有安全管理员（%s），请由其在工作台中新增账号；忘记密码的用 gongkai admin reset", there[0].Login)
		}
		home, err := firstAgency(tx, f.Agency)
		if fault.KindOf(err) == fault.Invalid { // what is wrong with the person is told at once with it
			person := auth.Account{Login: strings.TrimSpace(f.Login), Name: f.Name, Roles: agency.RolesOf(agency.RoleSecurity)}
			return fault.Of(append(fault.Problems(err), person.Check(f.Agency)...))
		}
		if err != nil {
			return err
		}
		a, err = d.openAccount(tx, Person{Agency: home, Login: f.Login, Name: f.Name, Roles: agency.RolesOf(agency.RoleSecurity)}, hash)
		return err
	})
	if err != nil {
		return auth.Account{}, "", taken(err, "login", "登录名已被使用")
	}
	return a, password, nil
}

// firstAgency returns the agency meant, which it opens where the deployment has none.
func firstAgency(tx *database.Tx, a agency.Agency) (agency.ID, error) {
	all, err := store.Agencies(tx)
	if err != nil {
		return "", err
	}
	if len(all) > 0 {
		known, err := store.AgencyByCode(tx, a.Code)
		if database.NotFound(err) {
			return "", fault.New(fault.NotFound, "没有网址代码为“%s”的机关", a.Code)
		}
		return known.ID, err
	}
	a.ID = agency.ID(tx.NewID("ag"))
	if err := insertAgency(tx, a); err != nil {
		return "", err
	}
	record(tx, a.ID, "create_agency", "agency", string(a.ID), nil, a)
	return a.ID, nil
}

// ResetAdministrator gives an administrator who cannot get in a new random password from the console of the machine:
// the account is opened, unlocked and loses its second factor, and every session of it ends.
func (d *Desk) ResetAdministrator(ctx context.Context, login string) (password string, err error) {
	defer fault.Wrap(&err, "administering.ResetAdministrator")
	password, hash, err := d.firstPassword(ctx)
	if err != nil {
		return "", err
	}
	err = d.DB.Write(ctx, ledger.Machine("console"), func(tx *database.Tx) error {
		before, err := store.AccountByLogin(tx, login)
		if database.NotFound(err) || err == nil && !before.Roles.Any(agency.Administrators) {
			return fault.New(fault.NotFound, "没有登录名为“%s”的管理员", login)
		}
		if err != nil {
			return err
		}
		after := before.Unlocked().WithoutFactor()
		after.Disabled = false
		if after, err = setPassword(tx, after, hash, true); err != nil {
			return err
		}
		if err := store.UpdateAccount(tx, after); err != nil {
			return err
		}
		return d.recordAccount(tx, "reset_administrator", before, after)
	})
	if err != nil {
		return "", err
	}
	return password, nil
}

// today is the day in Shanghai, outside a transaction.
func (d *Desk) today() civil.Date { return civil.Of(d.DB.Now()) }
