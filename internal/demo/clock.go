// Package demo fills an empty platform with something to look at: 凉州区 with several bureaus, one built around the
// published figures of a real report (13 records in 2021, no application), the others invented and marked as such.
//
// Everything is made through the same use-cases as real work, by people with the right roles, on the days on which it
// would have happened: the demo moves the clock of the database while it builds. Nothing is inserted past the law, so
// what the demo shows is what the program does.
//
// Names of persons, phones and identity numbers are made up; passwords are random at every start.
package demo

import (
	"sync"
	"time"

	"gongkai/civil"
)

// A Clock is the clock of a demonstration: it can be put to a day in the past while the demo is built, and runs like
// any other afterwards. It never shows a time that has not come.
type Clock struct {
	Present func() time.Time // what it shows once it runs; the clock of the machine when nil

	mu  sync.Mutex
	put time.Time // zero while it runs
}

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	present := c.present()
	if c.put.IsZero() {
		return present
	}
	if c.put = c.put.Add(time.Second); c.put.After(present) { // acts of one day follow each other
		c.put = present
	}
	return c.put
}

func (c *Clock) present() time.Time {
	if c.Present == nil {
		return time.Now()
	}
	return c.Present()
}

// set puts the clock to half past eight in the morning of the day, or to its first minute while that is still to come:
// a demo that is built at night tells of the day that has just begun. The clock is never put back.
func (c *Clock) set(day civil.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	morning := day.Start().Add(8*time.Hour + 30*time.Minute)
	if morning.After(c.present()) {
		morning = day.Start()
	}
	if morning.After(c.put) {
		c.put = morning
	}
}

// run lets the clock go.
func (c *Clock) run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.put = time.Time{}
}
