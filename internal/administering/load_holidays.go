package administering

import (
	"context"
	"fmt"
	"slices"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/workday"
)

// LoadHolidays loads a holiday notice: its days take the place of what was known of them, for the whole country or for the
// places that its rows name. The terms of the agencies there are counted by it, so it is entered in the ledger day by day.
// 法源: 《放假办法》第四条、《放假办法》第六条。
func (d *Desk) LoadHolidays(ctx context.Context, by auth.Actor, rows []workday.Row) (err error) {
	defer fault.Wrap(&err, "administering.LoadHolidays")
	return d.act(ctx, by, auth.AlterHoliday, by.Agency, func(tx *database.Tx) error {
		if len(rows) == 0 {
			return fault.Of([]fault.Problem{{Field: "text", Message: "没有要载入的日期"}})
		}
		places, err := store.Regions(tx)
		if err != nil {
			return err
		}
		if err := fault.Of(unknownPlaces(places, rows)); err != nil {
			return err
		}
		if err := reaches(tx, by.Agency, regionsOf(rows)); err != nil {
			return err
		}
		for _, row := range rows {
			if err := store.SaveHoliday(tx, row); err != nil {
				return err
			}
		}
		record(tx, by.Agency, "load_holidays", "holiday", holidayKey(rows[0]), nil, rows)
		return nil
	})
}

// unknownPlaces are the places of the rows that the installation does not know, each named once.
func unknownPlaces(places agency.Regions, rows []workday.Row) (problems []fault.Problem) {
	seen := map[string]bool{}
	for _, row := range rows {
		if row.Region == "" || seen[row.Region] {
			continue
		}
		seen[row.Region] = true
		if _, known := places.Find(agency.RegionCode(row.Region)); !known {
			problems = append(problems, fault.Problem{Field: "region", Message: fmt.Sprintf("没有代码为%s的行政区划，请先在“行政区划”页新增", row.Region)})
		}
	}
	return problems
}

// regionsOf are the places that the rows are about, each once.
func regionsOf(rows []workday.Row) (regions []string) {
	for _, row := range rows {
		if !slices.Contains(regions, row.Region) {
			regions = append(regions, row.Region)
		}
	}
	return regions
}

// reaches refuses days that would move the terms of agencies which are not the actor's to look after: the top of an
// installation sets the days of every place, an agency below others those of places where it and those below it are alone.
func reaches(r database.Reader, of agency.ID, regions []string) error {
	all, err := store.Agencies(r)
	if err != nil {
		return err
	}
	tree, _ := agency.NewTree(all) // what is stored was checked
	if own, ok := tree.Find(of); ok && own.Superior == "" {
		return nil
	}
	for _, region := range regions {
		for _, a := range all {
			touched := region == "" || a.Region.Within(agency.RegionCode(region))
			if touched && !a.Closed && a.ID != of && !tree.Oversees(of, a.ID) {
				return fault.New(fault.Forbidden, "这里的放假安排还影响%s等机关，请由主管部门的系统管理员载入", a.Name)
			}
		}
	}
	return nil
}

// holidayKey names a day of a place in the ledger.
func holidayKey(row workday.Row) string {
	if row.Region == "" {
		return row.On.String()
	}
	return row.Region + "/" + row.On.String()
}

// RemoveHolidays takes back days that were loaded for a place, or with an empty region for the whole country: one that was
// entered for the wrong place, or a decision that was revoked. What the notices before said of them holds again.
// 法源: 《放假办法》第四条、《放假办法》第六条。
func (d *Desk) RemoveHolidays(ctx context.Context, by auth.Actor, region string, days []civil.Date) (err error) {
	defer fault.Wrap(&err, "administering.RemoveHolidays(%s)", region)
	return d.act(ctx, by, auth.AlterHoliday, by.Agency, func(tx *database.Tx) error {
		if err := reaches(tx, by.Agency, []string{region}); err != nil {
			return err
		}
		var were []workday.Row
		for _, on := range days {
			was, found, err := store.RemoveHoliday(tx, region, on)
			if err != nil {
				return err
			}
			if found {
				were = append(were, was)
			}
		}
		if len(were) == 0 {
			return fault.Of([]fault.Problem{{Field: "day", Message: "请选择要撤回的日期"}})
		}
		record(tx, by.Agency, "remove_holidays", "holiday", holidayKey(were[0]), were, nil)
		return nil
	})
}

// Holidays returns the days that were loaded in the workbench: those of the whole country, then those of each place.
// 法源: 《放假办法》第四条、《放假办法》第六条。
func (d *Desk) Holidays(ctx context.Context, by auth.Actor) ([]workday.Row, error) {
	if err := auth.Can(by, auth.AlterHoliday, by.Agency); err != nil {
		return nil, err
	}
	return store.Holidays(d.DB.View(ctx))
}
