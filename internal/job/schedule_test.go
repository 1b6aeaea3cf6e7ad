package job_test

import (
	"context"
	"testing"
	"time"

	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/job"
)

func TestCronNamesTimesOfShanghai(t *testing.T) {
	const layout = "2006-01-02 15:04 Mon"
	for _, tt := range []struct{ name, cron, after, want string }{
		{"every morning", "30 8 * * *", "2026-11-03 08:30 Tue", "2026-11-04 08:30 Wed"},
		{"later on the same day", "30 8 * * *", "2026-11-03 08:29 Tue", "2026-11-03 08:30 Tue"},
		{"every quarter of an hour", "*/15 * * * *", "2026-11-03 23:50 Tue", "2026-11-04 00:00 Wed"},
		{"weekdays only", "0 9 * * 1-5", "2026-11-06 09:00 Fri", "2026-11-09 09:00 Mon"},
		{"Sunday written 7", "0 9 * * 7", "2026-11-06 09:00 Fri", "2026-11-08 09:00 Sun"},
		{"the first of January", "0 0 1 1 *", "2026-11-03 00:00 Tue", "2027-01-01 00:00 Fri"},
		{"the leap day", "0 0 29 2 *", "2026-11-03 00:00 Tue", "2028-02-29 00:00 Tue"},
		{"a day of the month or of the week", "0 0 13 * 5", "2026-11-03 00:00 Tue", "2026-11-06 00:00 Fri"},
		{"a list and a step", "5,35 8-18/5 * * *", "2026-11-03 08:35 Tue", "2026-11-03 13:05 Tue"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			after, err := time.ParseInLocation(layout, tt.after, civil.Shanghai)
			if err != nil {
				t.Fatal(err)
			}
			c, err := job.ParseCron(tt.cron)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Next(after).In(civil.Shanghai).Format(layout); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestParseCronRefuses(t *testing.T) {
	for _, s := range []string{"", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
		"* * * * 8", "5-1 * * * *", "*/0 * * * *", "a * * * *", "1- * * * *", "-1 * * * *", "1,,2 * * * *", "+1 * * * *"} {
		if _, err := job.ParseCron(s); err == nil {
			t.Errorf("%q was taken", s)
		}
	}
}

func FuzzParseCron(f *testing.F) {
	f.Add("30 8 * * 1-5")
	f.Add("*/15 8-18/2,20 1,15 * 0")
	at := time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		c, err := job.ParseCron(s)
		if err != nil {
			return
		}
		next := c.Next(at)
		if !next.After(at) || next.Second() != 0 {
			t.Errorf("%q: the time after %v is %v", s, at, next)
		}
		if again := c.Next(next.Add(-time.Minute)); !again.Equal(next) && next.Before(at.AddDate(9, 0, 0)) {
			t.Errorf("%q: a minute before %v the next is %v", s, next, again)
		}
	})
}

func TestAScheduleRunsOncePerTimeAndMakesUpOnceForWhatPassed(t *testing.T) {
	eachEngine(t, func(t *testing.T, db *database.DB, c *clock, one *job.Runner) {
		two := job.NewRunner(db, job.Options{})
		runs := 0
		for _, r := range []*job.Runner{one, two} {
			r.Schedule(job.Schedule{Name: "reminders", When: job.MustCron("30 8 * * *"), Kind: "remind"})
			r.Handle("remind", func(context.Context, *job.Job) error { runs++; return nil })
		}
		step := func(d time.Duration, want int) {
			t.Helper()
			c.pass(d)
			for _, r := range []*job.Runner{one, two} {
				r.Step(t.Context())
			}
			if runs != want {
				t.Errorf("%s: %d runs, want %d", c.now().In(civil.Shanghai), runs, want)
			}
		}
		step(0, 0)                           // 08:00 in Shanghai: known, not due
		step(29*time.Minute, 0)              // 08:29
		step(time.Minute, 1)                 // 08:30
		step(time.Minute, 1)                 // 08:31
		step(24*time.Hour, 2)                // the next day
		step(10*24*time.Hour, 3)             // down for ten days: once
		step(23*time.Hour+58*time.Minute, 3) // 08:29
		step(time.Minute, 4)                 // 08:30
	})
}
