package administering

import (
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// SaveSection adds a section (when its id is empty) or changes it.
// 法源: 《条例》第四条。
func (d *Desk) SaveSection(ctx context.Context, by auth.Actor, s agency.Section) (_ agency.SectionID, err error) {
	defer fault.Wrap(&err, "administering.SaveSection")
	fresh := s.ID == ""
	err = d.act(ctx, by, auth.AlterSection, s.Agency, func(tx *database.Tx) error {
		all, err := store.Sections(tx, s.Agency)
		if err != nil {
			return err
		}
		var before any
		if fresh {
			s.ID = agency.SectionID(tx.NewID("se"))
			all = append(all, s)
		} else {
			i := slices.IndexFunc(all, func(x agency.Section) bool { return x.ID == s.ID })
			if i < 0 {
				return fault.New(fault.NotFound, "没有这个股室")
			}
			before, all[i] = all[i], s
		}
		if err := fault.Of(agency.CheckSections(all)); err != nil {
			return err
		}
		if err := store.SaveSection(tx, s); err != nil {
			return err
		}
		record(tx, s.Agency, "save_section", "section", string(s.ID), before, s)
		return nil
	})
	return s.ID, err
}
