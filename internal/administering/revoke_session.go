package administering

import (
	"context"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// SessionsOf lists the log-ins of a person: one's own, or those of people whom the actor administers. current is the
// session from which the list is looked at.
func (d *Desk) SessionsOf(ctx context.Context, by auth.Actor, id auth.StaffID, current string) (_ []auth.Session, err error) {
	defer fault.Wrap(&err, "administering.SessionsOf(%s)", id)
	view := d.DB.View(ctx)
	if _, err := mayRevoke(view, by, id); err != nil {
		return nil, err
	}
	all, err := store.SessionsOf(view, id, d.DB.Now())
	for i := range all {
		all[i].Current = all[i].ID == current
	}
	return all, err
}

// RevokeSession ends one log-in of a person; an empty session ends all of them.
func (d *Desk) RevokeSession(ctx context.Context, by auth.Actor, id auth.StaffID, session string) (err error) {
	defer fault.Wrap(&err, "administering.RevokeSession(%s)", id)
	action, err := mayRevoke(d.DB.View(ctx), by, id)
	if err != nil {
		return err
	}
	a, err := store.Account(d.DB.View(ctx), id)
	if err != nil {
		return err
	}
	return d.act(ctx, by, action, a.Agency, func(tx *database.Tx) error {
		record(tx, a.Agency, "revoke_session", "account", string(id), nil, nil)
		if session != "" {
			return store.RevokeSession(tx, id, session)
		}
		_, err := store.RevokeSessions(tx, id)
		return err
	})
}

// mayRevoke says under which rule the actor may see and end the sessions.
func mayRevoke(r database.Reader, by auth.Actor, id auth.StaffID) (auth.Action, error) {
	if id == by.Staff {
		return auth.UseAccount, auth.Can(by, auth.UseAccount, by.Agency)
	}
	a, err := store.Account(r, id)
	if err != nil {
		return "", err
	}
	return auth.RevokeSession, auth.Can(by, auth.RevokeSession, a.Agency)
}
