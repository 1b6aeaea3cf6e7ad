package administering

import (
	"context"
	"strings"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// errLogIn is the one answer to an unknown name, a wrong password, a stopped and a locked account, so that none can be
// told from another.
var errLogIn = fault.New(fault.Forbidden, "登录名或者密码不对，或者账号因多次输错已暂时锁定。忘记密码或者急需登录的，请联系本机关安全管理员")

// anonymous is who fails to log in under an unknown name.
var anonymous = ledger.Actor{ID: "anonymous", Name: "未登录"}

// LogIn checks name and password and returns whom to begin a session for, and what they must do before work. Every
// attempt costs the same time and one entry in the ledger, whether the account exists or not.
// 法源: GB/T 22239。
func (d *Desk) LogIn(ctx context.Context, login, password, address string) (_ auth.StaffID, _ auth.Waiting, err error) {
	defer fault.Wrap(&err, "administering.LogIn")
	known, err := store.AccountByLogin(d.DB.View(ctx), strings.ToLower(strings.TrimSpace(login)))
	if err != nil && !database.NotFound(err) {
		return "", auth.Nothing, err
	}
	match, stale, err := d.Hasher.Verify(ctx, password, known.Password)
	if err != nil {
		return "", auth.Nothing, err
	}
	if known.Staff == "" {
		return "", auth.Nothing, d.refuseStranger(ctx, address)
	}
	fresh := ""
	if match && stale {
		if fresh, err = d.Hasher.Hash(ctx, password); err != nil {
			return "", auth.Nothing, err
		}
	}
	waiting, err := d.enter(ctx, known.Staff, address, step{verb: "log_in", prove: func(a auth.Account) (auth.Account, bool, error) {
		ok := match && a.Password == known.Password
		if ok && fresh != "" {
			a.Password = fresh
		}
		return a, ok, nil
	}})
	if err != nil {
		return "", auth.Nothing, err
	}
	return known.Staff, waiting, nil
}

func (d *Desk) refuseStranger(ctx context.Context, address string) error {
	by := anonymous
	by.Address = address
	err := d.DB.Write(ctx, by, func(tx *database.Tx) error {
		tx.Record(ledger.Entry{Verb: "log_in_failed", Subject: ledger.Subject{Kind: "account"}})
		return nil
	})
	if err != nil {
		return err
	}
	return errLogIn
}

// A step is one step of a log-in.
type step struct {
	verb  string // as the ledger says it; a refusal adds _failed
	code  bool   // with it the second factor is given
	sso   bool   // failures elsewhere do not matter, and it adds none
	prove func(auth.Account) (auth.Account, bool, error)
}

// enter takes one step of a log-in in a transaction of the person. A bad proof, a stopped and a locked account are
// counted, entered in the ledger and refused alike.
func (d *Desk) enter(ctx context.Context, staff auth.StaffID, address string, s step) (waiting auth.Waiting, err error) {
	who, err := store.Account(d.DB.View(ctx), staff)
	if err != nil {
		return auth.Nothing, err
	}
	by := ledger.Actor{ID: string(staff), Name: who.Name, Agency: string(who.Agency), Address: address}
	var in bool
	err = d.DB.Write(ctx, by, func(tx *database.Tx) error {
		before, err := store.Account(tx, staff)
		if err != nil {
			return err
		}
		settings, err := store.Settings(tx, before.Agency, tx.Today())
		if err != nil {
			return err
		}
		after, good, err := s.prove(before)
		if err != nil {
			return err
		}
		in = good && !before.Disabled && (s.sso || !before.Locked(tx.Now()))
		verb := s.verb
		if in {
			if waiting = after.Waits(tx.Now(), settings.Access, s.code); waiting != auth.SecondFactor {
				after = after.Succeeded(tx.Now())
			}
		} else {
			verb += "_failed"
			if after = before; !s.sso {
				after = before.Failed(tx.Now(), settings.Access)
			}
		}
		record(tx, before.Agency, verb, "account", string(staff), nil, nil)
		return store.UpdateAccount(tx, after)
	})
	if err == nil && !in {
		return auth.Nothing, errLogIn
	}
	return waiting, err
}
