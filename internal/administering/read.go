package administering

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/store"
)

// Accounts lists the people of an agency, stopped ones last.
func (d *Desk) Accounts(ctx context.Context, by auth.Actor, of agency.ID) ([]auth.Account, error) {
	if err := auth.Can(by, auth.ViewStaff, of); err != nil {
		return nil, err
	}
	return store.Accounts(d.DB.View(ctx), of)
}

// Sections lists the sections of an agency, closed ones last.
func (d *Desk) Sections(ctx context.Context, by auth.Actor, of agency.ID) ([]agency.Section, error) {
	if err := auth.Can(by, auth.ViewDirectory, of); err != nil {
		return nil, err
	}
	return store.Sections(d.DB.View(ctx), of)
}

// Settings returns the settings of an agency.
func (d *Desk) Settings(ctx context.Context, by auth.Actor, of agency.ID) (agency.Settings, error) {
	if err := auth.Can(by, auth.ViewSettings, of); err != nil {
		return agency.Settings{}, err
	}
	return store.Settings(d.DB.View(ctx), of, d.today())
}

// Guide returns the facts of the 公开指南, which are public.
// 法源: 《条例》第十二条。
func (d *Desk) Guide(ctx context.Context, of agency.ID) (agency.Guide, error) {
	return store.Guide(d.DB.View(ctx), of)
}

// Regions returns the places that the deployment knows.
func (d *Desk) Regions(ctx context.Context) (agency.Regions, error) {
	return store.Regions(d.DB.View(ctx))
}

// OwnAccount returns the actor's own account.
func (d *Desk) OwnAccount(ctx context.Context, by auth.Actor) (auth.Account, error) {
	if err := auth.Can(by, auth.UseAccount, by.Agency); err != nil {
		return auth.Account{}, err
	}
	return store.Account(d.DB.View(ctx), by.Staff)
}

// OwnRules returns how the actor's agency lets its people in, so that they can be told.
func (d *Desk) OwnRules(ctx context.Context, by auth.Actor) (agency.Access, error) {
	if err := auth.Can(by, auth.UseAccount, by.Agency); err != nil {
		return agency.Access{}, err
	}
	settings, err := store.Settings(d.DB.View(ctx), by.Agency, d.today())
	return settings.Access, err
}

// Account returns the account of somebody in an agency whose people the actor may see.
func (d *Desk) Account(ctx context.Context, by auth.Actor, of agency.ID, id auth.StaffID) (auth.Account, error) {
	if err := auth.Can(by, auth.ViewStaff, of); err != nil {
		return auth.Account{}, err
	}
	a, err := store.Account(d.DB.View(ctx), id)
	if err == nil && a.Agency != of {
		err = fault.New(fault.NotFound, "没有找到这个账号")
	}
	return a, err
}
