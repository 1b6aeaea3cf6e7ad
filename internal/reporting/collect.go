package reporting

import (
	"cmp"
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/tally"
)

// A Unit is one agency in the collection of a 主管部门.
type Unit struct {
	Agency      agency.Agency
	Stage       Stage
	DueOn       civil.Date
	SubmittedOn civil.Date
	JudgedOn    civil.Date
	PublishedOn civil.Date
	Late        int // days after the last one: until it was submitted, or until today
	Reminded    int
	Origin      store.Origin
	Dealings    []Act
	Originals   []Copy               // those of which the file is kept
	Audit       audit.Result         // of the collected report
	Report      *annualreport.Report // what was collected last; nil while nothing was
	Public      *annualreport.Report // what is before the public; nil where nothing is or it cannot be read
	Last        *annualreport.Report // last year's
}

// A Collection is the reports of all agencies below a 主管部门 on a year.
type Collection struct {
	Year  int
	Form  *annualreport.Form
	Units []Unit
	Today civil.Date
}

// Collect gathers the reports of all agencies below the caller's: who has submitted, what the audit says, what was
// returned, accepted and published.
// 法源: 《条例》第四十七条第一款、《条例》第四十九条。
func (d *Desk) Collect(ctx context.Context, by auth.Actor, year int) (c Collection, err error) {
	defer fault.Wrap(&err, "reporting.Collect(%d)", year)
	if err := auth.Can(by, auth.RollUpReport, by.Agency); err != nil {
		return c, err
	}
	if c.Form, err = formOf(year); err != nil {
		return c, err
	}
	c.Year, c.Today = year, civil.Of(d.DB.Now())
	err = d.DB.Read(ctx, func(q *database.Query) error {
		g, err := d.gather(q, year)
		if err != nil {
			return err
		}
		for _, a := range by.Tree.All() {
			if a.Closed || auth.Can(by, auth.AuditReport, a.ID) != nil || by.Relation(a.ID) != auth.Below {
				continue
			}
			u, err := d.unit(q, g, a, c.Today)
			if err != nil {
				return err
			}
			c.Units = append(c.Units, u)
		}
		return nil
	})
	slices.SortStableFunc(c.Units, func(x, y Unit) int {
		return cmp.Or(cmp.Compare(order(x), order(y)), cmp.Compare(x.Agency.Code, y.Agency.Code))
	})
	return c, err
}

// order puts what asks for something first.
func order(u Unit) int {
	switch u.Stage {
	case Submitted:
		return 0
	case Missing, Drafting, InReview, Signed, Returned:
		return 1
	}
	return 2
}

// gathered is what the database has on all reports of a year, asked once for all agencies.
type gathered struct {
	year      int
	copies    map[agency.ID][]Copy
	before    map[agency.ID][]Copy
	acts      map[agency.ID][]Act
	published map[agency.ID][]query.PublishedReport
	begun     map[agency.ID]bool
}

func (d *Desk) gather(r database.Reader, year int) (g gathered, err error) {
	g = gathered{year: year, copies: map[agency.ID][]Copy{}, before: map[agency.ID][]Copy{}, acts: map[agency.ID][]Act{}, published: map[agency.ID][]query.PublishedReport{}}
	copies, err := store.AllReportCopies(r, year)
	if err != nil {
		return g, err
	}
	for _, c := range copies {
		g.copies[c.Agency] = append(g.copies[c.Agency], c)
	}
	before, err := store.AllReportCopies(r, year-1)
	if err != nil {
		return g, err
	}
	for _, c := range before {
		g.before[c.Agency] = append(g.before[c.Agency], c)
	}
	acts, err := store.AllReportActs(r, year)
	if err != nil {
		return g, err
	}
	for _, a := range acts {
		g.acts[agency.ID(a.Agency)] = append(g.acts[agency.ID(a.Agency)], a)
	}
	published, err := query.PublishedReports(r, "")
	if err != nil {
		return g, err
	}
	for _, p := range published {
		g.published[agency.ID(p.Agency)] = append(g.published[agency.ID(p.Agency)], p)
	}
	g.begun, err = query.BegunReports(r, year)
	return g, err
}

func (d *Desk) unit(r database.Reader, g gathered, a agency.Agency, today civil.Date) (u Unit, err error) {
	u = Unit{Agency: a, Dealings: g.acts[a.ID], Stage: Missing}
	settings, err := store.Settings(r, a.ID, today)
	if err != nil {
		return u, err
	}
	u.DueOn = settings.ReportDue(a, g.year, today)
	if g.begun[a.ID] {
		u.Stage = Drafting
	}
	u.follow()
	if u.Public, err = d.public(r, a.ID, g.year, nil, g.published[a.ID]); err != nil {
		return u, err
	}
	for _, p := range g.published[a.ID] {
		if p.Year == g.year && u.PublishedOn.IsZero() {
			u.PublishedOn, u.Stage = p.PublishedOn, Published
		}
	}
	u.collected(g.copies[a.ID])
	for _, c := range g.copies[a.ID] {
		if c.FileHash != "" {
			u.Originals = append(u.Originals, c)
		}
	}
	if u.Last, err = d.public(r, a.ID, g.year-1, g.before[a.ID], g.published[a.ID]); err != nil {
		return u, err
	}
	done := u.SubmittedOn
	if done.IsZero() {
		if done = today; !u.PublishedOn.IsZero() {
			done = u.PublishedOn
		}
	}
	u.Late = max(done.DaysSince(u.DueOn), 0)
	if u.Report != nil {
		u.Audit = audit.Run(audit.Subject{Report: u.Report, Previous: u.Last, Names: names(a), Similar: settings.Report.Similar, Government: a.Kind == agency.Government})
	}
	return u, nil
}

func names(a agency.Agency) []string {
	if a.ShortName == "" {
		return []string{a.Name}
	}
	return []string{a.Name, a.ShortName}
}

// follow reads the acts.
func (u *Unit) follow() {
	for _, act := range u.Dealings {
		switch act.Kind {
		case actSubmitted, actImported:
			u.Stage = Submitted
			if u.SubmittedOn.IsZero() {
				u.SubmittedOn = act.On
			}
		case actReturned:
			u.Stage, u.JudgedOn = Returned, act.On
		case actAccepted:
			u.Stage, u.JudgedOn = Accepted, act.On
		case actReminded:
			u.Reminded++
		}
	}
}

// collected takes the copy that the last act was about; before any act, what is before the public counts.
func (u *Unit) collected(copies []Copy) {
	last := lastOf(u.Dealings).Copy
	for _, c := range copies {
		if c.Seq == last {
			u.Report, u.Origin = c.Report, c.Origin
		}
	}
	if u.Report == nil {
		u.Report = u.Public
	}
}

// Waiting counts the reports that wait for the caller's judgement.
func (c Collection) Waiting() (n int) {
	for _, u := range c.Units {
		if dealt := lastDealing(u.Dealings); dealt == actSubmitted || dealt == actImported {
			n++
		}
	}
	return n
}

// Sum adds the collected reports cell by cell. A cell that one of them leaves blank is unknown: a blank is no zero.
// 法源: 《条例》第四十九条第二款。
func (c Collection) Sum() map[annualreport.TableNo]annualreport.Grid {
	sums := map[annualreport.TableNo]annualreport.Grid{}
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		var grids []annualreport.Grid
		for _, u := range c.Units {
			if u.Report != nil {
				grids = append(grids, u.Report.Tables[table])
			}
		}
		sums[table] = tally.Add(c.Form, table, grids)
	}
	return sums
}

// A Share is what one agency adds to a cell of the sum.
type Share struct {
	Unit Unit
	Cell annualreport.Cell
}

// Shares opens a cell of the sum to the agencies behind it.
func (c Collection) Shares(cell query.CellName) []Share {
	var list []Share
	for _, u := range c.Units {
		if u.Report != nil {
			list = append(list, Share{u, u.Report.Cell(cell.Table, cell.Row, cell.Column)})
		}
	}
	return list
}

// A Difference is a cell in which two figures that should be one differ.
type Difference struct {
	Unit      *Unit // nil for the sum of all
	Cell      query.CellName
	Row       annualreport.Row
	Column    annualreport.Column
	Collected annualreport.Cell
	Other     annualreport.Cell
}

// Unpublished are the cells in which what an agency handed in differs from what it published.
func (c Collection) Unpublished() []Difference {
	var list []Difference
	for i, u := range c.Units {
		if u.Report == nil || u.Public == nil || u.Report == u.Public {
			continue
		}
		for _, difference := range c.differences(u.Report.Tables, u.Public.Tables) {
			difference.Unit = &c.Units[i]
			list = append(list, difference)
		}
	}
	return list
}

func (c Collection) differences(x, y map[annualreport.TableNo]annualreport.Grid) []Difference {
	var list []Difference
	for _, table := range []annualreport.TableNo{annualreport.Two, annualreport.Three, annualreport.Four} {
		if x[table] == nil || y[table] == nil {
			continue
		}
		for _, row := range c.Form.Tables[table] {
			for i, column := range row.Columns {
				a, b := at(x[table], row.ID, i), at(y[table], row.ID, i)
				if a.Known() && b.Known() && a.Value != b.Value {
					list = append(list, Difference{Cell: query.CellName{Table: table, Row: row.ID, Column: column.ID}, Row: row, Column: column, Collected: a, Other: b})
				}
			}
		}
	}
	return list
}

func at(grid annualreport.Grid, row annualreport.RowID, i int) annualreport.Cell {
	if cells := grid[row]; i < len(cells) {
		return cells[i]
	}
	return annualreport.Cell{State: annualreport.Missing}
}

// Against applies R-1: the report of the government above the agencies against the sum of theirs. ok is false while the
// government has none.
func (c Collection) Against() (findings []audit.Finding, ok bool) {
	for _, u := range c.Units {
		if u.Agency.Kind != agency.Government || u.Report == nil {
			continue
		}
		var units []*annualreport.Report
		for _, other := range c.Units {
			if other.Agency.ID != u.Agency.ID && other.Report != nil {
				units = append(units, other.Report)
			}
		}
		for _, f := range audit.Run(audit.Subject{Report: u.Report, Units: units}).Findings {
			if f.Rule == "R-1" {
				findings = append(findings, f)
			}
		}
		return findings, true
	}
	return nil, false
}

// Unregistered are the cells in which what an agency handed in differs from its registers as they stand now. It counts
// the registers of all agencies at once.
// 法源: 《条例》第四十七条第一款。
func (d *Desk) Unregistered(ctx context.Context, by auth.Actor, c Collection) (list []Difference, err error) {
	defer fault.Wrap(&err, "reporting.Unregistered(%d)", c.Year)
	if err := auth.Can(by, auth.RollUpReport, by.Agency); err != nil {
		return nil, err
	}
	count, view := query.Tally{Year: c.Year}, d.DB.View(ctx)
	two, err := count.Two(view, c.Form)
	if err != nil {
		return nil, err
	}
	three, err := count.Three(view, c.Form)
	if err != nil {
		return nil, err
	}
	four, err := count.Four(view, c.Form)
	if err != nil {
		return nil, err
	}
	for i, u := range c.Units {
		if u.Origin != store.FromRegisters {
			continue
		}
		registers := zeros(c.Form)
		registers[annualreport.Two] = two[u.Agency.ID]
		if grid := three[u.Agency.ID]; grid != nil {
			registers[annualreport.Three] = grid
		}
		if grid := four[u.Agency.ID]; grid != nil {
			registers[annualreport.Four] = grid
		}
		for _, difference := range c.differences(u.Report.Tables, registers) {
			difference.Unit = &c.Units[i]
			list = append(list, difference)
		}
	}
	return list, nil
}
