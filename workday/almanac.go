package workday

import (
	"slices"
	"strings"
	"sync"
)

// An Almanac is the calendars of a country whose places have days of their own: 宁夏 is off on 古尔邦节, an autonomous
// county on the day of its founding. It does not change once made and may be shared; of each set of days it makes one
// calendar, when somebody first asks.
type Almanac struct {
	national *Calendar
	days     map[string][]Row // of each place
	order    []string         // the places with days, in order

	mu   sync.Mutex
	made map[string]*Calendar // by the places whose days lie on the national ones
}

// NewAlmanac lays rows over a national calendar: those of the whole country on it, those of a place for that place. Where
// two rows of one place name the same day, the later one holds.
// 法源: 《放假办法》第四条。
func NewAlmanac(national *Calendar, rows []Row) *Almanac {
	a := &Almanac{days: map[string][]Row{}, made: map[string]*Calendar{}}
	var everywhere []Row
	for _, r := range rows {
		if r.Region == "" {
			everywhere = append(everywhere, r)
			continue
		}
		if a.days[r.Region] == nil {
			a.order = append(a.order, r.Region)
		}
		a.days[r.Region] = append(a.days[r.Region], r)
	}
	slices.Sort(a.order)
	if a.national = national; len(everywhere) > 0 {
		a.national = national.With(everywhere)
	}
	return a
}

// National returns the calendar of the places that have no days of their own.
func (a *Almanac) National() *Calendar { return a.national }

// Places lists the places that have days of their own, by their codes.
func (a *Almanac) Places() []string { return slices.Clone(a.order) }

// Of returns the days of the place alone, without those of the places around it.
func (a *Almanac) Of(place string) []Row { return slices.Clone(a.days[place]) }

// In returns the calendar of a place: the days of the country, and over them those of the places it lies in, given from
// the outermost to the innermost, itself the last. Where two of them name the same day, the inner one holds.
// 法源: 《放假办法》第四条。
func (a *Almanac) In(places ...string) *Calendar {
	var with []string
	for _, place := range places {
		if a.days[place] != nil {
			with = append(with, place)
		}
	}
	if len(with) == 0 {
		return a.national
	}
	key := strings.Join(with, "/")
	a.mu.Lock()
	defer a.mu.Unlock()
	if c := a.made[key]; c != nil {
		return c
	}
	var rows [][]Row
	for _, place := range with {
		rows = append(rows, a.days[place])
	}
	c := layer(a.national, rows)
	a.made[key] = c
	return c
}
