package reporting

import (
	"context"
	"slices"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/annualreport/draft"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/review"
)

// The parts of stored reports that pages show.
type (
	Version = store.ReportVersion
	Act     = store.ReportAct
	Copy    = store.ReportCopy
)

// A Stage is how far a report has come.
type Stage string

// The stages.
const (
	Missing   Stage = "missing"   // 未开始
	Drafting  Stage = "drafting"  // 编制中
	InReview  Stage = "in_review" // 审查中
	Signed    Stage = "signed"    // 已签发
	Submitted Stage = "submitted" // 已报送
	Returned  Stage = "returned"  // 被退回
	Accepted  Stage = "accepted"  // 主管部门同意
	Published Stage = "published" // 已公布
)

// Stages lists them with their labels, in order.
var Stages = []struct {
	Stage Stage
	Label string
}{
	{Missing, "未开始"}, {Drafting, "编制中"}, {InReview, "审查中"}, {Signed, "已签发"}, {Submitted, "已报送"}, {Returned, "被退回"}, {Accepted, "已同意"}, {Published, "已公布"},
}

// Label returns the words of lists.
func (s Stage) Label() string {
	for _, row := range Stages {
		if row.Stage == s {
			return row.Label
		}
	}
	return string(s)
}

// A View is everything that the pages of a report show.
type View struct {
	Agency   agency.Agency
	Year     int
	Stage    Stage
	DueOn    civil.Date
	Today    civil.Date
	Settings agency.Settings

	Draft   draft.Draft
	Version int
	Facts   draft.Facts
	Report  *annualreport.Report // as it reads now
	Audit   audit.Result
	Missing []fault.Problem // before it can be handed in
	Last    *annualreport.Report

	Record   store.RecordFile // in which it is reviewed; the zero one before the first hand-in
	Plan     review.Plan
	Acts     []review.Signoff
	Review   review.State
	Cleared  bool  // reviewed and signed, in the state of the last hand-in
	HandedIn *Copy // the last one
	Stale    bool  // text or registers have changed since

	Dealings []Act // with the 主管部门
}

// Look shows the report of an agency on a year: the draft over the registers as they stand, audited.
// 法源: 《条例》第四十九条、《条例》第五十条。
func (d *Desk) Look(ctx context.Context, by auth.Actor, of agency.ID, year int) (v View, err error) {
	defer fault.Wrap(&err, "reporting.Look(%s, %d)", of, year)
	if err := auth.Can(by, auth.ViewReport, of); err != nil {
		return v, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		v, err = d.view(q, of, year, civil.Of(d.DB.Now()))
		return err
	})
	return v, err
}

func (d *Desk) view(r database.Reader, of agency.ID, year int, today civil.Date) (v View, err error) {
	file, err := load(r, of, year)
	if err != nil {
		return v, err
	}
	v = View{Year: year, Today: today, Draft: file.Draft, Version: file.Version}
	if v.Agency, err = store.Agency(r, of); err != nil {
		return v, err
	}
	if v.Settings, err = store.Settings(r, of, today); err != nil {
		return v, err
	}
	v.DueOn = v.Settings.ReportDue(v.Agency, year, today)
	if v.Last, err = d.lastYear(r, of, year-1); err != nil {
		return v, err
	}
	if v.Facts, err = facts(r, v.Agency, year, v.Last); err != nil {
		return v, err
	}
	v.Report = v.Draft.Report(v.Facts)
	v.Audit = audit.Run(v.subject(v.Report))
	v.Missing = v.Draft.Check(v.Facts, draft.Limits{Overview: v.Settings.Report.Overview})
	if v.Dealings, err = store.ReportActs(r, of, year); err != nil {
		return v, err
	}
	copies, err := store.ReportCopies(r, of, year)
	if err != nil {
		return v, err
	}
	if n := len(copies); n > 0 {
		v.HandedIn = &copies[n-1]
	}
	if err := v.look(r, file); err != nil {
		return v, err
	}
	v.Stage = v.stage()
	return v, nil
}

// subject is the report with all that it is compared to.
func (v View) subject(r *annualreport.Report) audit.Subject {
	names := []string{v.Agency.Name}
	if v.Agency.ShortName != "" {
		names = append(names, v.Agency.ShortName)
	}
	return audit.Subject{Report: r, Previous: v.Last, Similar: v.Settings.Report.Similar, Names: names,
		Government: v.Agency.Kind == agency.Government || v.Agency.Competent,
		Registers:  &audit.Registers{Tables: registersOf(v.Facts, v.Draft), Fee: v.Facts.Fee, Overrides: v.Draft.Overrides}}
}

// registersOf are the tables of the registers in the form of the draft.
func registersOf(f draft.Facts, d draft.Draft) map[annualreport.TableNo]annualreport.Grid {
	d.Overrides = nil
	return d.Tables(f.Tables)
}

// look adds the review of the record in which the report was handed in.
func (v *View) look(r database.Reader, file store.ReportFile) error {
	v.Plan = planOf(v.Settings)
	if file.Record == "" {
		return nil
	}
	record, err := store.Record(r, file.Record)
	if err != nil {
		return err
	}
	v.Record = record
	if v.Acts, err = store.Signoffs(r, disclosure.ReviewKind, string(file.Record)); err != nil {
		return err
	}
	subject := review.Subject{Kind: disclosure.ReviewKind, ID: string(file.Record), Digest: record.Digest, Author: review.Person{ID: record.Draft.Author, Name: record.AuthorName}}
	v.Review = review.Look(v.Plan, subject, v.Acts)
	_, err = review.Clear(v.Plan, subject, v.Acts, nil)
	v.Cleared = err == nil && v.HandedIn != nil && v.HandedIn.RecordDigest == record.Digest
	v.Stale = v.HandedIn == nil || v.HandedIn.RecordDigest != record.Digest || !equal(v.HandedIn.Report, v.Report)
	return nil
}

// equal reports whether two reports read the same.
func equal(a, b *annualreport.Report) bool {
	x, errX := draft.Keep(a)
	y, errY := draft.Keep(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func planOf(s agency.Settings) review.Plan {
	var p review.Plan
	for _, stage := range s.Review.Order {
		p = append(p, review.Stage(stage))
	}
	if len(p) == 0 {
		p = review.DefaultPlan
	}
	return p
}

func (v View) stage() Stage {
	dealt := lastOf(v.Dealings)
	newer := v.HandedIn != nil && v.HandedIn.Seq > dealt.Copy
	switch {
	case v.Record.Publication.Visible():
		return Published
	case dealt.Kind == actAccepted:
		return Accepted
	case dealt.Kind == actReturned && !newer:
		return Returned
	case dealt.Kind == actSubmitted || dealt.Kind == actImported:
		return Submitted
	case v.Cleared:
		return Signed
	case v.Review.Next != "" && len(v.Review.Passed) > 0 || v.Review.Referral != nil:
		return InReview
	case v.Version > 0:
		return Drafting
	}
	return Missing
}

// lastOf is the last act but reminders, the zero one where there is none.
func lastOf(acts []Act) Act {
	for _, act := range slices.Backward(acts) {
		if act.Kind != actReminded {
			return act
		}
	}
	return Act{}
}

func lastDealing(acts []Act) string { return lastOf(acts).Kind }

// zeros are the tables of an agency without any entry, so that nothing is missing.
func zeros(form *annualreport.Form) map[annualreport.TableNo]annualreport.Grid {
	tables := map[annualreport.TableNo]annualreport.Grid{}
	for _, table := range []annualreport.TableNo{annualreport.Three, annualreport.Four} {
		tables[table] = form.NewGrid(table)
	}
	return tables
}

// counted counts the registers of an agency for a year.
func counted(r database.Reader, of agency.ID, year int) (map[annualreport.TableNo]annualreport.Grid, error) {
	form, err := formOf(year)
	if err != nil {
		return nil, err
	}
	tables, count := zeros(form), query.Tally{Year: year, Agency: of}
	three, err := count.Three(r, form)
	if err != nil {
		return nil, err
	}
	four, err := count.Four(r, form)
	if err != nil {
		return nil, err
	}
	two, err := count.Two(r, form)
	if err != nil {
		return nil, err
	}
	if three[of] != nil {
		tables[annualreport.Three] = three[of]
	}
	if four[of] != nil {
		tables[annualreport.Four] = four[of]
	}
	tables[annualreport.Two] = two[of]
	return tables, nil
}

// facts gathers what the fields of the text speak of.
func facts(r database.Reader, a agency.Agency, year int, last *annualreport.Report) (f draft.Facts, err error) {
	f = draft.Facts{Agency: a.Name, Year: year}
	if f.Tables, err = counted(r, a.ID, year); err != nil {
		return f, err
	}
	if last != nil {
		f.Before = last.Tables
	}
	fees, err := query.Tally{Year: year, Agency: a.ID}.Fees(r)
	if err != nil {
		return f, err
	}
	f.Fee = fees[a.ID]
	published, err := query.PublishedByColumn(r, a.ID, year)
	if err != nil {
		return f, err
	}
	for _, p := range published {
		f.Records = append(f.Records, draft.Sort{Label: p.Title, N: p.N})
		f.Published += p.N
	}
	before, err := query.PublishedByColumn(r, a.ID, year-1)
	if err != nil {
		return f, err
	}
	for _, p := range before {
		f.Last += p.N
	}
	if f.Trainings, err = query.Trainings(r, a.ID, year); err != nil {
		return f, err
	}
	if f.Earlier, err = past(r, a.ID, year); err != nil {
		return f, err
	}
	guide, err := store.Guide(r, a.ID)
	if err != nil && !database.NotFound(err) {
		return f, err
	}
	f.Contact = contact(a, guide)
	return f, nil
}

func contact(a agency.Agency, g agency.Guide) string {
	if g.OfficeName == "" {
		return a.Name
	}
	text := g.OfficeName
	for _, part := range []struct{ label, value string }{{"地址：", g.Address}, {"邮编：", g.Postcode}, {"电话：", g.Phone}} {
		if part.value != "" {
			text += "，" + part.label + part.value
		}
	}
	return text
}

// pastYears is how many years a comparison shows before the report's own.
const pastYears = 2

func past(r database.Reader, of agency.ID, year int) (list []draft.Past, err error) {
	for y := year - pastYears; y < year; y++ {
		form, ok := annualreport.FormOf(y)
		if !ok {
			continue
		}
		three, err := query.Tally{Year: y, Agency: of}.Three(r, form)
		if err != nil {
			return nil, err
		}
		p := draft.Past{Year: y}
		if grid := three[of]; grid != nil {
			p.Received, p.Answered = grid[annualreport.Received][6].Value, grid[annualreport.Total][6].Value
		}
		published, err := query.PublishedByColumn(r, of, y)
		if err != nil {
			return nil, err
		}
		for _, n := range published {
			p.Published += n.N
		}
		list = append(list, p)
	}
	return list, nil
}

// Behind lists what a cell of the tables counts.
func (d *Desk) Behind(ctx context.Context, by auth.Actor, of agency.ID, year int, cell query.CellName) (list []query.TallyEntry, err error) {
	defer fault.Wrap(&err, "reporting.Behind(%s, %d)", of, year)
	if err := auth.Can(by, auth.ViewReport, of); err != nil {
		return nil, err
	}
	form, err := formOf(year)
	if err != nil {
		return nil, err
	}
	return query.Tally{Year: year, Agency: of}.Behind(d.DB.View(ctx), form, cell)
}

// Versions lists the saved states of a report.
func (d *Desk) Versions(ctx context.Context, by auth.Actor, of agency.ID, year int) (list []Version, err error) {
	defer fault.Wrap(&err, "reporting.Versions(%s, %d)", of, year)
	if err := auth.Can(by, auth.ViewReport, of); err != nil {
		return nil, err
	}
	return store.ReportVersions(d.DB.View(ctx), of, year)
}

// VersionOf loads one saved state.
func (d *Desk) VersionOf(ctx context.Context, by auth.Actor, of agency.ID, year, version int) (_ draft.Draft, err error) {
	defer fault.Wrap(&err, "reporting.VersionOf(%s, %d, %d)", of, year, version)
	if err := auth.Can(by, auth.ViewReport, of); err != nil {
		return draft.Draft{}, err
	}
	return store.ReportVersionOf(d.DB.View(ctx), of, year, version)
}
