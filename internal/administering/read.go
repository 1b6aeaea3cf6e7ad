package administering

import (
	"context"

	"gongkai/agency"
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
