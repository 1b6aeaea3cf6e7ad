package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// BeginFactor makes a new secret for one's own second factor, to be scanned. It counts only after [Desk.ConfirmFactor].
// 法源: GB/T 22239。
func (d *Desk) BeginFactor(ctx context.Context, by auth.Actor) (e auth.Enrolment, err error) {
	defer fault.Wrap(&err, "administering.BeginFactor")
	err = d.onFactor(ctx, by, "begin_factor", func(a auth.Account) (auth.Account, error) {
		if e, err = auth.Enrol(d.Site, a.Login); err != nil {
			return a, err
		}
		a.NextFactor, err = d.Keys.Seal(crypt.Credentials, factorPlace(a.Staff), []byte(e.Secret))
		return a, err
	})
	return e, err
}

// ConfirmFactor puts the new secret into force when a code of it is right, and returns recovery codes, shown once.
func (d *Desk) ConfirmFactor(ctx context.Context, by auth.Actor, code string) (recovery []string, err error) {
	defer fault.Wrap(&err, "administering.ConfirmFactor")
	err = d.onFactor(ctx, by, "confirm_factor", func(a auth.Account) (auth.Account, error) {
		if len(a.NextFactor) == 0 {
			return a, fault.New(fault.Invalid, "请先扫描二维码")
		}
		secret, err := d.Keys.Open(crypt.Credentials, factorPlace(a.Staff), a.NextFactor)
		if err != nil {
			return a, err
		}
		step, ok := auth.CheckCode(string(secret), code, d.DB.Now(), 0)
		if !ok {
			return a, auth.ErrCode
		}
		a.Factor, a.NextFactor, a.FactorStep = a.NextFactor, nil, step
		recovery, a.Recovery = auth.NewRecoveryCodes(a.Staff)
		return a, nil
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

// onFactor changes the second factor of the actor, who must have given the present one.
func (d *Desk) onFactor(ctx context.Context, by auth.Actor, verb string, change func(auth.Account) (auth.Account, error)) error {
	if by.Waiting == auth.SecondFactor || by.Waiting == auth.NewPassword {
		if err := by.Waiting.Fault(); err != nil {
			return err
		}
	}
	return d.act(ctx, by, auth.UseAccount, by.Agency, func(tx *database.Tx) error {
		a, err := store.Account(tx, by.Staff)
		if err != nil {
			return err
		}
		if a, err = change(a); err != nil {
			return err
		}
		record(tx, a.Agency, verb, "account", string(a.Staff), nil, nil)
		return store.UpdateAccount(tx, a)
	})
}
