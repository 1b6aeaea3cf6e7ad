package workday

import (
	"bytes"
	_ "embed" // for the notices
	"maps"
	"sync"
	"time"

	"gongkai/civil"
)

// The days that a calendar covers.
var (
	First = civil.MustParse("1990-01-01")
	Last  = civil.MustParse("2099-12-31")
)

// A Row is one day named by a notice: a day off, or a weekend that is worked.
type Row struct {
	On     civil.Date
	Off    bool   // a day off; otherwise a day that is worked
	Name   string // of the holiday, as 国庆节
	Notice string // where it is ordered
	Region string // the 行政区划代码 of the place whose day it is; empty for the whole country
	Place  string // the name of that place, as 宁夏回族自治区
}

// A Kind says why a day is worked or not.
type Kind int

// The kinds of days.
const (
	Ordinary Kind = iota // Monday to Friday, nothing special
	MakeUp               // 调休上班: worked by order of a notice
	Weekend              // Saturday or Sunday
	Off                  // 放假: a day off by order of a notice
	Assumed              // a statutory holiday of a year whose notice is not loaded
)

// A Day is what a calendar knows of one day.
type Day struct {
	On     civil.Date
	Kind   Kind
	Name   string // of the holiday; empty for Ordinary and Weekend
	Source string // the notice or 《放假办法》; empty for Ordinary and Weekend
	Place  string // the place whose day it is; empty where it is the day of the whole country
}

// A Calendar says which days are worked. It does not change once made and may be shared.
type Calendar struct {
	rows    map[civil.Date]Row
	known   map[int]bool          // the years whose notice is loaded
	assumed map[civil.Date]string // the statutory days of the other years
	sums    []sum                 // for each day from the day before First
	nth     []civil.Date          // the working days in order; nth[0] is not a day
}

// A sum counts over the days from First up to and including a day.
type sum struct {
	worked  int32
	unknown int32 // days of years whose notice is not loaded
}

//go:embed holidays.csv
var notices []byte

// National returns the calendar of the notices for 2019 to 2026 of the 国务院办公厅.
var National = sync.OnceValue(func() *Calendar {
	rows, err := Read(bytes.NewReader(notices))
	if err != nil {
		panic(err) // cannot happen: the embedded file is read by the tests
	}
	return New(rows)
})

// New makes a calendar of the rows. Where two name the same day, the later one holds.
func New(rows ...[]Row) *Calendar { return layer(nil, rows) }

// With returns a calendar with one more layer: the notice of another year, or the days of a place.
// 法源: 《放假办法》第四条。
func (c *Calendar) With(rows []Row) *Calendar { return layer(c, [][]Row{rows}) }

// layer lays rows over a calendar, which may be nil. The day of a place is no notice of the year.
func layer(under *Calendar, rows [][]Row) *Calendar {
	c := &Calendar{rows: map[civil.Date]Row{}, known: map[int]bool{}, assumed: map[civil.Date]string{}}
	if under != nil {
		maps.Copy(c.rows, under.rows)
		maps.Copy(c.known, under.known)
	}
	for _, list := range rows {
		for _, r := range list {
			c.rows[r.On] = r
			if r.Region == "" && r.Off && r.On == nationalDay(r.On.Year()) {
				c.known[r.On.Year()] = true
			}
		}
	}
	c.build()
	return c
}

// nationalDay is named by every notice, so its row shows that the notice of the year is there.
func nationalDay(year int) civil.Date { return civil.On(year, time.October, 1) }

func (c *Calendar) build() {
	days := Last.DaysSince(First) + 1
	c.sums = make([]sum, 1, days+1)
	c.nth = make([]civil.Date, 1, days*5/7+1)
	var s sum
	for year := First.Year(); year <= Last.Year(); year++ {
		known := c.known[year]
		if !known {
			maps.Copy(c.assumed, assumedIn(year))
		}
		for d := civil.On(year, time.January, 1); !d.After(civil.On(year, time.December, 31)); d = d.AddDays(1) {
			if c.worked(d) {
				s.worked++
				c.nth = append(c.nth, d)
			}
			if !known {
				s.unknown++
			}
			c.sums = append(c.sums, s)
		}
	}
}

func (c *Calendar) worked(d civil.Date) bool {
	if r, ok := c.rows[d]; ok {
		return !r.Off
	}
	return c.assumed[d] == "" && !weekend(d)
}

func weekend(d civil.Date) bool {
	day := d.Weekday()
	return day == time.Saturday || day == time.Sunday
}

// Covers reports whether the calendar has the day: from 1990 to 2099.
func (c *Calendar) Covers(d civil.Date) bool { return !d.Before(First) && !d.After(Last) }

// Known reports whether the notice of the year is loaded.
func (c *Calendar) Known(year int) bool { return c.known[year] }

// at returns the index of the day in sums, and false for a day that is not covered.
func (c *Calendar) at(d civil.Date) (int, bool) {
	i := d.Number() - First.Number() + 1
	return i, uint(i-1) < uint(len(c.sums)-1)
}

// Is reports whether the day is worked. Days that are not covered are not.
func (c *Calendar) Is(d civil.Date) bool {
	i, ok := c.at(d)
	return ok && c.sums[i].worked > c.sums[i-1].worked
}

// Add returns the nth working day after from, or before it when n is negative; for n = 0 it is from itself, worked or
// not. It is provisional when it or a day passed on the way lies in a year whose notice is not loaded. Where the days
// covered do not suffice it is no day.
func (c *Calendar) Add(from civil.Date, n int) (on civil.Date, provisional bool) {
	i, ok := c.at(from)
	if !ok {
		return civil.Date{}, true
	}
	if n <= 0 {
		return c.back(from, i, n)
	}
	s := c.sums[i]
	if n >= len(c.nth)-int(s.worked) {
		return civil.Date{}, true
	}
	on = c.nth[int(s.worked)+n]
	return on, c.sums[on.Number()-First.Number()+1].unknown > s.unknown
}

// back is Add for n ≤ 0, where i is the index of from.
func (c *Calendar) back(from civil.Date, i, n int) (civil.Date, bool) {
	if n == 0 {
		return from, c.sums[i].unknown > c.sums[i-1].unknown
	}
	before := c.sums[i-1]
	if n < -int(before.worked) {
		return civil.Date{}, true
	}
	on := c.nth[int(before.worked)+n+1]
	j := on.Number() - First.Number()
	return on, before.unknown > c.sums[j].unknown
}

// Count returns the working days after from up to and including to; negative when to is earlier. It is provisional when
// one of these days lies in a year whose notice is not loaded. Days that are not covered count as not worked.
func (c *Calendar) Count(from, to civil.Date) (n int, provisional bool) {
	i, okFrom := c.at(from)
	j, okTo := c.at(to)
	if !okFrom || !okTo {
		return c.clamped(from, to), true
	}
	a, b := c.sums[i], c.sums[j]
	return int(b.worked - a.worked), b.unknown != a.unknown
}

// clamped is the count between days that are not both covered.
func (c *Calendar) clamped(from, to civil.Date) int {
	worked := func(d civil.Date) int {
		switch {
		case d.Before(First):
			return 0
		case d.After(Last):
			return int(c.sums[len(c.sums)-1].worked)
		}
		i, _ := c.at(d)
		return int(c.sums[i].worked)
	}
	return worked(to) - worked(from)
}

// Kind returns what the calendar knows of the day, for the trail.
// 法源: 《放假办法》第二条、《放假办法》第六条。
func (c *Calendar) Kind(d civil.Date) Day {
	if r, ok := c.rows[d]; ok {
		kind := Off
		if !r.Off {
			kind = MakeUp
		}
		return Day{d, kind, r.Name, r.Notice, r.Place}
	}
	if name, ok := c.assumed[d]; ok {
		return Day{On: d, Kind: Assumed, Name: name, Source: "《全国年节及纪念日放假办法》"}
	}
	if weekend(d) {
		return Day{On: d, Kind: Weekend}
	}
	return Day{On: d, Kind: Ordinary}
}

// Worked reports whether a day of the kind is worked.
func (k Kind) Worked() bool { return k == Ordinary || k == MakeUp }

// String names the day as the trail does: 国庆节放假, 春节调休上班, 周末, 宁夏回族自治区古尔邦节放假.
func (d Day) String() string {
	switch d.Kind {
	case MakeUp:
		return d.Place + d.Name + "调休上班"
	case Weekend:
		return "周末"
	case Off:
		return d.Place + d.Name + "放假"
	case Assumed:
		return d.Name + "（放假通知未公布，暂按法定假日）"
	default:
		return "工作日"
	}
}
