package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// LogInBySSO finds the account that is tied to an identity which single sign-on has proved, and lets it in. The service
// has checked its own second factor; password age does not matter to those who come this way.
func (d *Desk) LogInBySSO(ctx context.Context, identity auth.Identity, address string) (_ auth.StaffID, err error) {
	defer fault.Wrap(&err, "administering.LogInBySSO")
	known, err := store.AccountBySubject(d.DB.View(ctx), identity)
	if database.NotFound(err) {
		if err := d.refuseStranger(ctx, address); err != error(errLogIn) {
			return "", err
		}
		return "", fault.New(fault.Forbidden, "您的统一登录身份还没有对应的账号，请联系本机关安全管理员")
	}
	if err != nil {
		return "", err
	}
	_, err = d.enter(ctx, known.Staff, address, step{verb: "log_in_by_sso", code: true, sso: true, prove: func(a auth.Account) (auth.Account, bool, error) {
		return a, a.Subject == identity.String(), nil
	}})
	return known.Staff, err
}
