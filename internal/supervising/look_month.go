package supervising

import (
	"context"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/monthly"
	"gongkai/workday"
)

// A MonthTable is what the sections handed in for a year.
type MonthTable struct {
	Year     int
	Sections []SectionMonths
	Sum      monthly.Figures
	Before   monthly.Figures // the sum of the year before
	Gaps     []monthly.Gap   // months of any year that are over and not handed in, of the sections shown
}

// SectionMonths are the twelve months of one section.
type SectionMonths struct {
	ID       string
	Name     string
	Reporter monthly.Reporter
	Mine     bool // the caller may hand in for it
	Months   [12]MonthCell
	Sum      monthly.Figures
}

// A MonthCell is one month of a section.
type MonthCell struct {
	Entry     *monthly.Entry // the newest; nil if nothing was handed in
	Corrected int            // how many times
	DueOn     civil.Date
	Late      bool // handed in after its day, or not yet although the day is past
	Over      bool // the month is over
}

// Months shows the registers of a year; a 信息员 sees the own section alone.
// 法源: 30号文。
func (d *Desk) Months(ctx context.Context, by auth.Actor, of agency.ID, year int) (t MonthTable, err error) {
	defer fault.Wrap(&err, "supervising.Months(%s, %d)", of, year)
	if err := auth.Can(by, auth.ViewMonthly, of); err != nil {
		return t, err
	}
	t.Year = year
	err = d.DB.Read(ctx, func(q *database.Query) error {
		sections, err := d.monthSections(q, by, of)
		if err != nil {
			return err
		}
		entries, err := store.Entries(q, of, civil.Month{Year: 2008, Month: 1}, civil.Month{Year: year + 1, Month: 12})
		if err != nil {
			return err
		}
		t.fill(d.Calendar(of), sections, entries, civil.Of(d.DB.Now()))
		before, err := query.Decisions(q, of, year-1)
		t.Before = monthly.Figures{Permits: before.Permits, Penalties: before.Penalties, Coercions: before.Coercions}
		t.Before.Set(monthly.Fees, before.Fees)
		return err
	})
	return t, err
}

// monthSections are the sections that hand in something, as far as the caller sees them.
func (d *Desk) monthSections(q database.Reader, by auth.Actor, of agency.ID) ([]SectionMonths, error) {
	reporters, err := store.Reporters(q, of)
	if err != nil {
		return nil, err
	}
	sections, err := store.Sections(q, of)
	if err != nil {
		return nil, err
	}
	own := ""
	fills := auth.Can(by, auth.FillMonthly, of) == nil
	if fills && ownSectionOnly(by) {
		account, err := store.Account(q, by.Staff)
		if err != nil {
			return nil, err
		}
		own = string(account.Section)
	}
	var list []SectionMonths
	for _, m := range reporters {
		if own != "" && m.Section != own {
			continue
		}
		for _, s := range sections {
			if string(s.ID) == m.Section {
				list = append(list, SectionMonths{ID: m.Section, Name: s.Name, Reporter: m, Mine: fills && len(m.Kinds) > 0})
			}
		}
	}
	return list, nil
}

func (t *MonthTable) fill(cal *workday.Calendar, sections []SectionMonths, entries []monthly.Entry, today civil.Date) {
	handed := map[string]map[civil.Month]bool{}
	var reporters []monthly.Reporter
	for _, s := range sections {
		handed[s.ID] = map[civil.Month]bool{}
		reporters = append(reporters, s.Reporter)
		for m := range s.Months {
			month := civil.On(t.Year, 1, 1).AddMonths(m).Month()
			due := monthly.DueOn(month, cal)
			s.Months[m] = MonthCell{DueOn: due, Over: !month.Last().After(today), Late: due.Before(today) && !month.First().Before(s.Reporter.From.First()) && len(s.Reporter.Kinds) > 0}
		}
		for _, e := range entries {
			if e.Section != s.ID {
				continue
			}
			handed[s.ID][e.Month] = true
			if e.Month.Year != t.Year {
				continue
			}
			cell := &s.Months[e.Month.Month-1]
			if cell.Entry == nil {
				cell.Late = e.EnteredOn.After(cell.DueOn)
			} else {
				cell.Corrected++
			}
			cell.Entry = &e
		}
		for _, cell := range s.Months {
			if cell.Entry != nil {
				s.Sum = s.Sum.Plus(cell.Entry.Figures)
			}
		}
		t.Sum = t.Sum.Plus(s.Sum)
		t.Sections = append(t.Sections, s)
	}
	t.Gaps = monthly.Gaps(reporters, handed, cal, today)
}

// A MonthView is one month of a section with its trail and what stands beside it.
type MonthView struct {
	Section SectionMonths
	Month   civil.Month
	Beside  Beside
	Trail   []monthly.Entry // oldest first
	DueOn   civil.Date
}

// Month shows one month of a section.
func (d *Desk) Month(ctx context.Context, by auth.Actor, of agency.ID, section string, m civil.Month) (v MonthView, err error) {
	defer fault.Wrap(&err, "supervising.Month(%s, %s)", section, m)
	if err := auth.Can(by, auth.ViewMonthly, of); err != nil {
		return v, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		sections, err := d.monthSections(q, by, of)
		if err != nil {
			return err
		}
		for _, s := range sections {
			if s.ID == section {
				v.Section = s
			}
		}
		if v.Section.ID == "" {
			return fault.New(fault.NotFound, "没有安排这个股室填报")
		}
		v.Month, v.DueOn = m, monthly.DueOn(m, d.Calendar(of))
		if v.Beside, err = besideOf(q, of, section, m); err != nil {
			return err
		}
		entries, err := store.Entries(q, of, m, m)
		for _, e := range entries {
			if e.Section == section {
				v.Trail = append(v.Trail, e)
			}
		}
		return err
	})
	return v, err
}

// MonthPlan lists every section of the agency with what it hands in.
func (d *Desk) MonthPlan(ctx context.Context, by auth.Actor, of agency.ID) (list []SectionMonths, err error) {
	defer fault.Wrap(&err, "supervising.MonthPlan(%s)", of)
	if err := auth.Can(by, auth.AssignMonthly, of); err != nil {
		return nil, err
	}
	q := d.DB.View(ctx)
	sections, err := store.Sections(q, of)
	if err != nil {
		return nil, err
	}
	reporters, err := store.Reporters(q, of)
	for _, s := range sections {
		if s.Closed {
			continue
		}
		one := SectionMonths{ID: string(s.ID), Name: s.Name}
		for _, m := range reporters {
			if m.Section == one.ID {
				one.Reporter = m
			}
		}
		list = append(list, one)
	}
	return list, err
}
