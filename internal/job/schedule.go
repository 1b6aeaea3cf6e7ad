package job

import (
	"context"
	"time"

	"gongkai/civil"
	"gongkai/internal/database"
)

// A Schedule enqueues a job at recurring times of the clock in Shanghai. Times that passed while the program was down
// are made up for once, not each.
type Schedule struct {
	Name     string // unique and lasting: it is remembered in the database
	When     Cron
	Kind     Kind
	Payload  any
	Attempts int
	Wanted   func(ctx context.Context) (bool, error) // if set, a time that has come waits until there is something to do
}

// tick enqueues the jobs of every schedule that is due. It looks before it writes.
func (r *Runner) tick(ctx context.Context) {
	for _, s := range r.schedules {
		var next database.Instant
		err := r.db.View(ctx).QueryRow(`SELECT next_at FROM job_schedule WHERE name = $1`, s.Name).Scan(&next)
		if err == nil && next.After(r.db.Now()) || ctx.Err() != nil {
			continue
		}
		if s.Wanted != nil {
			wanted, failed := s.Wanted(ctx)
			if r.complain(ctx, "job: schedule "+s.Name, failed); !wanted {
				continue
			}
		}
		if err == nil || database.NotFound(err) {
			err = r.db.WriteUnrecorded(ctx, house, func(tx *database.Tx) error { return s.advance(tx) })
		}
		r.complain(ctx, "job: schedule "+s.Name, err)
	}
}

// advance enqueues the job if its time has come and writes down the next time. The unique key names the occurrence,
// so that two nodes that tick together enqueue it once.
func (s Schedule) advance(tx *database.Tx) error {
	var next database.Instant
	err := tx.QueryRow(`SELECT next_at FROM job_schedule WHERE name = $1`, s.Name).Scan(&next)
	first := database.NotFound(err)
	if err != nil && !first || next.After(tx.Now()) {
		return err
	}
	if !first {
		_, err := Enqueue(tx, New{
			Kind: s.Kind, Payload: s.Payload, Attempts: s.Attempts,
			Key: "schedule:" + s.Name + "@" + next.In(civil.Shanghai).Format("2006-01-02T15:04"),
		})
		if err != nil {
			return err
		}
	}
	_, err = tx.Exec(`INSERT INTO job_schedule (name, next_at) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET next_at = $2`, s.Name, s.When.Next(tx.Now()))
	return err
}

// Next returns the first minute after the instant that c names, in UTC. A Cron that names no day at all (31 February)
// has none and gives an instant ten years on.
func (c Cron) Next(after time.Time) time.Time {
	start := after.In(civil.Shanghai).Truncate(time.Minute).Add(time.Minute)
	day := civil.Of(start)
	minute := start.Hour()*60 + start.Minute()
	for range 3660 {
		if c.day(day) {
			for ; minute < 24*60; minute++ {
				if c.hours.has(minute/60) && c.minutes.has(minute%60) {
					y, m, d := day.YMD()
					return time.Date(y, m, d, minute/60, minute%60, 0, 0, civil.Shanghai).UTC()
				}
			}
		}
		day, minute = day.AddDays(1), 0
	}
	return after.AddDate(10, 0, 0)
}

// day reports whether c names the day. As in cron, where both a day of the month and a day of the week are given,
// either suffices.
func (c Cron) day(d civil.Date) bool {
	_, month, day := d.YMD()
	if !c.months.has(int(month)) {
		return false
	}
	ofMonth, ofWeek := c.days.has(day), c.weekdays.has(int(d.Weekday()))
	if c.anyDay || c.anyWeekday {
		return ofMonth && ofWeek
	}
	return ofMonth || ofWeek
}
