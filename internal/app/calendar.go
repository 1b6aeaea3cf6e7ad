package app

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/workday"
)

// holidaysAfter is how long another node goes on with the calendar it has before it looks for notices loaded elsewhere.
const holidaysAfter = time.Minute

// calendars is the calendar of the installation: the national one, the files of the configuration, and the notices loaded
// in the workbench over them.
type calendars struct {
	db   *database.DB
	base *workday.Calendar
	log  *slog.Logger

	made   atomic.Pointer[madeCalendar]
	looked atomic.Int64 // when somebody last looked for new notices, in milliseconds
	mu     sync.Mutex   // one looks at a time
}

// A madeCalendar is the calendar as it was at a revision of the notices.
type madeCalendar struct {
	revision int64
	calendar *workday.Calendar
}

// now returns the calendar. It never waits for the database: a notice that another node loaded is there a little later.
func (c *calendars) now() *workday.Calendar {
	at := time.Now().UnixMilli()
	if last := c.looked.Load(); at-last > holidaysAfter.Milliseconds() && c.looked.CompareAndSwap(last, at) {
		go func() {
			if err := c.load(context.Background()); err != nil {
				c.log.Warn("app: notices of holidays", "error", err)
			}
		}()
	}
	return c.made.Load().calendar
}

// load lays the notices of the database over the rest, where they have changed.
func (c *calendars) load(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	view := c.db.View(ctx)
	revision, err := store.HolidayRevision(view)
	if err != nil {
		return err
	}
	if made := c.made.Load(); made != nil && made.revision == revision {
		return nil
	}
	rows, err := store.Holidays(view)
	if err != nil {
		return err
	}
	made := &madeCalendar{revision, c.base}
	if len(rows) > 0 {
		made.calendar = c.base.With(rows)
	}
	c.made.Store(made)
	c.looked.Store(time.Now().UnixMilli())
	return nil
}
