package administering

import (
	"context"

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
