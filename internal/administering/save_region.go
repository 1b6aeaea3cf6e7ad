package administering

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// SaveRegion adds or renames a place.
func (d *Desk) SaveRegion(ctx context.Context, by auth.Actor, p agency.Region) (err error) {
	defer fault.Wrap(&err, "administering.SaveRegion(%s)", p.Code)
	return d.act(ctx, by, auth.AlterRegion, by.Agency, func(tx *database.Tx) error {
		code, err := agency.ParseRegionCode(string(p.Code))
		if err != nil {
			return fault.Of([]fault.Problem{{Field: "code", Message: fault.Message(err)}})
		}
		p.Code = code
		if _, err := agency.NewRegions([]agency.Region{p}); err != nil {
			return err
		}
		places, err := store.Regions(tx)
		if err != nil {
			return err
		}
		var before any
		if old, ok := places.Find(code); ok {
			before = old
		}
		if err := store.SaveRegion(tx, p); err != nil {
			return err
		}
		record(tx, by.Agency, "save_region", "region", string(code), before, p)
		return nil
	})
}
