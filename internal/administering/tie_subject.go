package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
)

// TieSubject ties the account to an identity of single sign-on; the zero identity unties it.
func (d *Desk) TieSubject(ctx context.Context, by auth.Actor, id auth.StaffID, identity auth.Identity) (err error) {
	defer fault.Wrap(&err, "administering.TieSubject(%s)", id)
	err = d.onAccount(ctx, by, id, "tie_subject", func(_ *database.Tx, a auth.Account) (auth.Account, error) {
		if (identity.Issuer == "") != (identity.Subject == "") {
			return a, fault.New(fault.Invalid, "请同时填写统一登录的签发者和用户标识")
		}
		if a.Subject = ""; identity.Subject != "" {
			a.Subject = identity.String()
		}
		return a, nil
	})
	return taken(err, "subject", "这个统一登录身份已经属于另一个账号")
}
