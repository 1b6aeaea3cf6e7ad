package supervising

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/monthly"
)

// A MonthEntry is the figures of a section for a month as somebody hands them in. Checked says that unusual figures were
// looked at and are right.
type MonthEntry struct {
	Section string
	Month   civil.Month
	Figures monthly.Figures
	Reason  string
	Checked bool
	Source  monthly.Source
}

// FillMonth hands in the figures of a section for a month, or corrects them: what was handed in before stays as it was.
// A 信息员 hands in for the own section. Figures that look like a slip are taken when somebody says they were checked.
// 法源: 《条例》第二十条第五项、《条例》第二十条第六项、《条例》第二十条第八项、30号文。
func (d *Desk) FillMonth(ctx context.Context, by auth.Actor, of agency.ID, in MonthEntry) (err error) {
	defer fault.Wrap(&err, "supervising.FillMonth(%s, %s)", in.Section, in.Month)
	return d.act(ctx, by, auth.FillMonthly, of, func(tx *database.Tx) error {
		problems, err := d.fillMonth(tx, by, of, in)
		if err != nil {
			return err
		}
		return fault.Of(problems)
	})
}

// fillMonth stores the entry unless something stands against it.
func (d *Desk) fillMonth(tx *database.Tx, by auth.Actor, of agency.ID, in MonthEntry) ([]fault.Problem, error) {
	reporter, err := reporterFor(tx, by, of, in.Section)
	if err != nil {
		return nil, err
	}
	e := monthly.Entry{Agency: of, Section: in.Section, Month: in.Month, Seq: 1, Figures: in.Figures, Reason: strings.TrimSpace(in.Reason), Source: in.Source,
		Staff: string(by.Staff), StaffName: by.Name, EnteredOn: tx.Today()}
	beside, err := besideOf(tx, of, in.Section, in.Month)
	if err != nil {
		return nil, err
	}
	problems := e.Check(beside.Now, tx.Today())
	for _, row := range monthly.Kinds {
		if !reporter.Has(row.Kind) && in.Figures.Of(row.Kind) != 0 {
			problems = append(problems, fault.Problem{Field: string(row.Kind), Message: "这个股室不填报" + row.Label, Cite: row.Cite})
		}
	}
	if len(problems) == 0 && !in.Checked {
		for _, doubt := range monthly.Doubts(in.Figures, figuresOf(beside.LastYear), figuresOf(beside.LastMonth)) {
			problems = append(problems, fault.Problem{Field: "checked", Message: doubt.Message})
		}
	}
	if len(problems) > 0 {
		return problems, nil
	}
	if beside.Now != nil {
		e.Seq = beside.Now.Seq + 1
	}
	if err := store.AddEntry(tx, e); err != nil {
		return nil, err
	}
	after := map[string]any{"section": e.Section, "month": e.Month.String(), "seq": e.Seq, "figures": e.Figures, "source": e.Source}
	if e.Reason != "" {
		after["reason"] = e.Reason
	}
	enter(tx, of, "fill_month", "monthly_entry", e.Section+"/"+e.Month.String(), after, law.Form2021.Whole())
	return nil, nil
}

// reporterFor finds what the section hands in, and refuses a 信息员 another section than the own.
func reporterFor(r database.Reader, by auth.Actor, of agency.ID, section string) (monthly.Reporter, error) {
	reporters, err := store.Reporters(r, of)
	if err != nil {
		return monthly.Reporter{}, err
	}
	if !ownSectionOnly(by) {
		return findReporter(reporters, section)
	}
	account, err := store.Account(r, by.Staff)
	if err != nil {
		return monthly.Reporter{}, err
	}
	if string(account.Section) != section {
		return monthly.Reporter{}, fault.New(fault.Forbidden, "只能填报本股室的数据")
	}
	return findReporter(reporters, section)
}

// ownSectionOnly reports whether the actor speaks for a section and not for the agency.
func ownSectionOnly(by auth.Actor) bool {
	return !by.Roles.Any(agency.RolesOf(agency.RoleOfficer, agency.RoleOffice))
}

func findReporter(reporters []monthly.Reporter, section string) (monthly.Reporter, error) {
	for _, m := range reporters {
		if m.Section == section && len(m.Kinds) > 0 {
			return m, nil
		}
	}
	return monthly.Reporter{}, fault.Of([]fault.Problem{{Field: "section", Message: "没有安排这个股室填报，请先在“填报安排”中设置"}})
}

// A Beside are the figures that stand beside a month: what was handed in for it, for the same month of the year before,
// and for the month before; nil where there is none.
type Beside struct{ Now, LastYear, LastMonth *monthly.Entry }

func besideOf(r database.Reader, of agency.ID, section string, m civil.Month) (b Beside, err error) {
	before := m.First().AddDays(-1).Month()
	year := civil.Month{Year: m.Year - 1, Month: m.Month}
	entries, err := store.Entries(r, of, year, m)
	for _, e := range entries {
		if e.Section != section {
			continue
		}
		switch e.Month {
		case m:
			b.Now = &e
		case before:
			b.LastMonth = &e
		case year:
			b.LastYear = &e
		}
	}
	return b, err
}

func figuresOf(e *monthly.Entry) *monthly.Figures {
	if e == nil {
		return nil
	}
	return &e.Figures
}

// AssignMonths sets what a section hands in each month, from a month on. With no kind it hands in nothing more; what it
// handed in stays.
// 法源: 《条例》第四条第二款。
func (d *Desk) AssignMonths(ctx context.Context, by auth.Actor, of agency.ID, m monthly.Reporter) (err error) {
	defer fault.Wrap(&err, "supervising.AssignMonths(%s)", m.Section)
	return d.act(ctx, by, auth.AssignMonthly, of, func(tx *database.Tx) error {
		sections, err := store.Sections(tx, of)
		if err != nil {
			return err
		}
		problems := m.Check()
		found := false
		for _, s := range sections {
			found = found || string(s.ID) == m.Section && !s.Closed
		}
		if !found {
			problems = append(problems, fault.Problem{Field: "section", Message: "没有这个股室"})
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		if err := store.SaveReporter(tx, of, m); err != nil {
			return err
		}
		enter(tx, of, "assign_months", "section", m.Section, map[string]any{"kinds": m.Kinds, "from": m.From.String()}, law.OGI.Art(4).P(2))
		return nil
	})
}
