package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
)

// factorPlace is where the secret of a second factor is sealed to.
func factorPlace(staff auth.StaffID) crypt.Place {
	return crypt.Place{Table: "staff", Column: "factor", Row: string(staff)}
}

// GiveCode completes a log-in with the code of the second factor, or with a recovery code, each of which works once.
// Wrong codes are counted with wrong passwords.
// 法源: GB/T 22239。
func (d *Desk) GiveCode(ctx context.Context, staff auth.StaffID, code, address string) (waiting auth.Waiting, err error) {
	defer fault.Wrap(&err, "administering.GiveCode(%s)", staff)
	at := d.DB.Now()
	waiting, err = d.enter(ctx, staff, address, step{verb: "give_code", code: true, prove: func(a auth.Account) (auth.Account, bool, error) {
		if len(a.Factor) == 0 {
			return a, false, nil
		}
		secret, err := d.Keys.Open(crypt.Credentials, factorPlace(staff), a.Factor)
		if err != nil {
			return a, false, err
		}
		if step, ok := auth.CheckCode(string(secret), code, at, a.FactorStep); ok {
			a.FactorStep = step
			return a, true, nil
		}
		rest, ok := auth.UseRecoveryCode(staff, code, a.Recovery)
		a.Recovery = rest
		return a, ok, nil
	}})
	if err == error(errLogIn) {
		err = auth.ErrCode
	}
	return waiting, err
}
