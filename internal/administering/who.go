package administering

import (
	"context"

	"net/netip"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// Who returns the actor behind a session: the person as the account stands now, so that roles taken away or an account
// stopped count at the next click. Single sign-on has its own second factor and no password of ours.
func (d *Desk) Who(ctx context.Context, in auth.LogIn, address string) (_ auth.Actor, err error) {
	defer fault.Wrap(&err, "administering.Who")
	if in.Staff == "" {
		return auth.Actor{}, auth.SignedOut()
	}
	var by auth.Actor
	err = d.DB.Read(ctx, func(q *database.Query) error {
		a, err := store.Account(q, in.Staff)
		if err != nil {
			return err
		}
		if a.Disabled {
			return auth.SignedOut()
		}
		tree, err := d.loadTree(q)
		if err != nil {
			return err
		}
		settings, err := store.Settings(q, a.Agency, d.today())
		if err != nil {
			return err
		}
		if err := admits(settings.Access, address); err != nil {
			return err
		}
		waiting := auth.Nothing
		if !in.SSO {
			waiting = a.Waits(d.DB.Now(), settings.Access, in.Code)
		}
		by = a.Actor(tree, address, waiting)
		return nil
	})
	if database.NotFound(err) {
		return auth.Actor{}, auth.SignedOut()
	}
	return by, err
}

// admits refuses calls from outside the networks to which the agency keeps its people.
// 法源: 《政务应用安全规定》第十九条。
func admits(rules agency.Access, address string) error {
	networks, err := auth.ParseNetwork(rules.Networks)
	if err != nil || len(networks) == 0 {
		return err
	}
	if at, err := netip.ParseAddr(address); err != nil || !networks.Contains(at) {
		return fault.New(fault.Forbidden, "本机关的工作台只能在指定的网络内使用")
	}
	return nil
}
