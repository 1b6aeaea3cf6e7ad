package app

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/agency"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/workday"
)

const (
	// holidaysAfter is how long another node goes on with the calendars it has before it looks for notices loaded elsewhere.
	holidaysAfter = time.Minute
	// placeWait bounds how long the place of an agency is looked for that was not there at the last look.
	placeWait = 2 * time.Second
)

// calendars are the calendars of the installation: the national one, the files of the configuration, the notices loaded
// in the workbench over them, and for the agencies of places with days of their own those days over the rest.
type calendars struct {
	db   *database.DB
	base []workday.Row // of the files
	log  *slog.Logger

	made   atomic.Pointer[madeCalendars]
	looked atomic.Int64 // when somebody last looked for new notices, in milliseconds
	mu     sync.Mutex   // one looks at a time
}

// madeCalendars are the calendars as they were at a look at the notices. Agencies share them.
type madeCalendars struct {
	rows    []workday.Row
	placed  bool                            // some place has days of its own
	regions map[agency.ID]agency.RegionCode // where the agencies lie, if placed
	almanac *workday.Almanac
	of      sync.Map // agency.ID to *workday.Calendar, as they were asked for
}

// Of returns the calendar of an agency. It does not wait for the database but for an agency made a moment ago: a notice
// that another node loaded is there a little later.
// 法源: 《放假办法》第四条。
func (c *calendars) Of(id agency.ID) *workday.Calendar {
	made := c.now()
	if !made.placed || id == "" {
		return made.almanac.National()
	}
	if known, ok := made.of.Load(id); ok {
		return known.(*workday.Calendar)
	}
	region, known := made.regions[id]
	if !known {
		ctx, stop := context.WithTimeout(context.Background(), placeWait)
		defer stop()
		a, err := store.Agency(c.db.View(ctx), id)
		if err != nil {
			return made.almanac.National()
		}
		region = a.Region
	}
	calendar := made.almanac.In(region.Chain()...)
	made.of.Store(id, calendar)
	return calendar
}

// Almanac returns the calendars of all places.
func (c *calendars) Almanac() *workday.Almanac { return c.now().almanac }

// now returns the calendars as they were last made, and has somebody look for new notices when that was a while ago.
func (c *calendars) now() *madeCalendars {
	at := time.Now().UnixMilli()
	if last := c.looked.Load(); at-last > holidaysAfter.Milliseconds() && c.looked.CompareAndSwap(last, at) {
		go func() {
			if err := c.load(context.Background()); err != nil {
				c.log.Warn("app: notices of holidays", "error", err)
			}
		}()
	}
	return c.made.Load()
}

// load lays the notices of the database over the rest, where they, or the places of the agencies, have changed.
func (c *calendars) load(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	rows, regions, err := c.read(ctx)
	if err != nil {
		return err
	}
	c.looked.Store(time.Now().UnixMilli())
	before := c.made.Load()
	if before != nil && slices.Equal(before.rows, rows) && maps.Equal(before.regions, regions) {
		return nil
	}
	made := &madeCalendars{rows: rows, placed: regions != nil, regions: regions}
	if before != nil && slices.Equal(before.rows, rows) {
		made.almanac = before.almanac
	} else {
		made.almanac = workday.NewAlmanac(workday.National(), rows)
	}
	c.made.Store(made)
	return nil
}

// read returns the days of the files and of the database, each with the name of its place, and where the agencies lie.
func (c *calendars) read(ctx context.Context) (rows []workday.Row, regions map[agency.ID]agency.RegionCode, err error) {
	view := c.db.View(ctx)
	loaded, err := store.Holidays(view)
	if err != nil {
		return nil, nil, err
	}
	rows = append(slices.Clone(c.base), loaded...)
	if !slices.ContainsFunc(rows, func(r workday.Row) bool { return r.Region != "" }) {
		return rows, nil, nil
	}
	places, err := store.Regions(view)
	if err != nil {
		return nil, nil, err
	}
	for i, r := range rows {
		if r.Region == "" || r.Place != "" {
			continue
		}
		rows[i].Place = "行政区划" + r.Region
		if place, ok := places.Find(agency.RegionCode(r.Region)); ok {
			rows[i].Place = place.Name
		}
	}
	regions, err = store.AgencyRegions(view)
	return rows, regions, err
}
