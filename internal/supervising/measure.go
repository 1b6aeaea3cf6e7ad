package supervising

import (
	"context"
	"encoding/json"
	"strconv"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/monthly"
	"gongkai/remedy"
	"gongkai/scorecard"
)

// Measured are the lists behind the numbers of one agency: each number is the length of its list, so the two cannot
// differ.
type Measured map[scorecard.Measure][]query.Finding

// Values are the numbers.
func (m Measured) Values() map[scorecard.Measure]int64 {
	values := map[scorecard.Measure]int64{}
	for measure, list := range m {
		values[measure] = int64(len(list))
	}
	return values
}

// measure computes every list of the agency for a year as it stands today. Of a year that is over, what counts events is
// of that year, and what stands now is as it stands now.
func (d *Desk) measure(r database.Reader, of agency.ID, year int, today civil.Date) (m Measured, err error) {
	m = Measured{}
	from, to := civil.On(year, 1, 1), civil.On(year, 12, 31)
	cases, err := query.Answered(r, of, from, to)
	if err != nil {
		return nil, err
	}
	reviews, err := query.ReviewSpans(r, of, from, to)
	if err != nil {
		return nil, err
	}
	f, err := d.facts(r, of, today)
	if err != nil {
		return nil, err
	}
	for _, part := range []struct {
		measure scorecard.Measure
		list    func() ([]query.Finding, error)
	}{
		{scorecard.Overdue, func() ([]query.Finding, error) { return query.OverdueAnswers(r, of, today) }},
		{scorecard.LateAnswers, func() ([]query.Finding, error) { return d.lateAnswers(r, cases, f.Settings, of, today) }},
		{scorecard.LatePublic, func() ([]query.Finding, error) { return query.LatePublic(r, of, from, to, d.Calendar(of)) }},
		{scorecard.Lost, func() ([]query.Finding, error) { return lostRemedies(r, of, from, to) }},
		{scorecard.Founded, func() ([]query.Finding, error) { return query.FoundedComplaints(r, of, from, to) }},
		{scorecard.OrdersLate, func() ([]query.Finding, error) { return query.LateOrders(r, of, today) }},
		{scorecard.DeadLinks, func() ([]query.Finding, error) { return deadLinks(r, of) }},
		{scorecard.Unheard, func() ([]query.Finding, error) {
			return query.UnheardComplaints(r, of, today.AddMonths(-law.On(law.UnheardComplaint, today).Int()))
		}},
		{scorecard.Trainings, func() ([]query.Finding, error) { return query.TrainingsHeld(r, of, from, to) }},
	} {
		if m[part.measure], err = part.list(); err != nil {
			return nil, err
		}
	}
	m[scorecard.MonthsLate], m[scorecard.SlowReviews] = lateMonths(f, today), d.slowReviews(of, reviews)
	m[AnsweredList], m[ReviewedList] = answers(cases), reviews
	m.take(f, today)
	return m, nil
}

// ofDuty says under which measure a late duty counts.
var ofDuty = map[duty.Kind]scorecard.Measure{
	duty.Publication: scorecard.Unpublished, duty.Interpretation: scorecard.Unexplained, duty.ReReview: scorecard.ReReviews,
	duty.GuideReview: scorecard.Guide, duty.Report: scorecard.Reports, duty.Column: scorecard.StaleColumns,
}

// take counts the duties that are late.
func (m Measured) take(f duty.Facts, today civil.Date) {
	empty, quick := map[string]bool{}, map[string]bool{}
	for _, c := range f.Columns {
		empty[c.ID] = c.Records == 0
		quick[c.ID] = c.Freshness == catalog.TwoWeeks || c.Freshness == catalog.SixMonths
	}
	for _, row := range duty.Open(f, today) {
		measure, ok := ofDuty[row.Kind]
		if row.Kind == duty.Column && empty[row.Subject] {
			measure = scorecard.EmptyColumns
		} else if !ok || row.StateOn(today) != duty.Late {
			continue
		}
		finding := query.Finding{Title: row.What, On: row.DueOn, Word: row.Note}
		m[measure] = append(m[measure], finding)
		if measure == scorecard.StaleColumns && quick[row.Subject] {
			m[scorecard.QuickColumns] = append(m[scorecard.QuickColumns], finding)
		}
	}
}

// slowReviews lists the records of the year that were long under review.
// 法源: 《条例》第十七条第一款。
func (d *Desk) slowReviews(of agency.ID, spans []query.Finding) (slow []query.Finding) {
	for _, s := range spans {
		if n, _ := d.Calendar(of).Count(s.From, s.On); n > law.On(law.SlowReview, s.From).Int() {
			s.Word = "审查" + strconv.Itoa(n) + "个工作日"
			slow = append(slow, s)
		}
	}
	return slow
}

// lateAnswers lists what was answered after its day, with the time for consulting and extensions taken into account.
// 法源: 《条例》第三十三条。
func (d *Desk) lateAnswers(r database.Reader, spans []query.AnsweredCase, settings agency.Settings, of agency.ID, today civil.Date) (late []query.Finding, err error) {
	for _, s := range spans {
		if n, _ := d.Calendar(of).Count(s.BeganOn, s.ClosedOn); n <= law.On(law.ReplyTerm, s.BeganOn).Int() {
			continue // in time whatever else happened
		}
		due, err := d.dueOf(r, application.ID(s.ID), casework.Reading(settings), today)
		if err != nil {
			return nil, err
		}
		if due.IsZero() || !s.ClosedOn.After(due) {
			continue
		}
		late = append(late, query.Finding{Number: s.Number, Title: s.Title, From: s.BeganOn, On: s.ClosedOn, Word: "应于" + due.String() + "前答复"})
	}
	return late, nil
}

func (d *Desk) dueOf(r database.Reader, id application.ID, reading deadline.Policy, today civil.Date) (civil.Date, error) {
	file, err := store.Application(r, id)
	if err != nil {
		return civil.Date{}, err
	}
	return file.Application.Clock(d.Calendar(file.Application.Agency), reading, today).DueOn, nil
}

// lostRemedies lists the 复议 and suits of the year that went against the agency, with the reasons that were entered.
func lostRemedies(r database.Reader, of agency.ID, from, to civil.Date) (list []query.Finding, err error) {
	rows, err := query.LostRemedies(r, of, from, to)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		file, err := store.Proceeding(r, remedy.ID(row.ID))
		if err != nil {
			return nil, err
		}
		f := query.Finding{Number: row.Number, Title: row.Subject, From: row.FiledOn, On: row.ClosedOn, Word: row.Result}
		if now, _ := file.Proceeding.Now(); now.Why != "" {
			f.Word += "：" + now.Why
		}
		list = append(list, f)
	}
	return list, nil
}

// deadLinks lists the links of public records that did not open when they were tried last.
func deadLinks(r database.Reader, of agency.ID) (list []query.Finding, err error) {
	rows, err := query.DeadLinks(r, of)
	for _, row := range rows {
		list = append(list, query.Finding{Number: row.IndexNo, Title: row.Address, From: row.Since, On: row.CheckedOn, Word: row.Reason, Record: row.IndexNo})
	}
	return list, err
}

// lateMonths lists the months that were not handed in although their day is past.
func lateMonths(f duty.Facts, today civil.Date) (late []query.Finding) {
	for _, m := range f.Months {
		if m.DueOn.Before(today) {
			late = append(late, query.Finding{Number: m.Month.String(), Title: m.Section, On: m.DueOn})
		}
	}
	return late
}

// gapsOf lists the months of the agency that are over and not handed in, with the names of the sections.
func (d *Desk) gapsOf(r database.Reader, of agency.ID, today civil.Date) ([]monthly.Gap, map[string]string, error) {
	reporters, err := store.Reporters(r, of)
	if err != nil || len(reporters) == 0 {
		return nil, nil, err
	}
	sections, err := store.Sections(r, of)
	if err != nil {
		return nil, nil, err
	}
	names := map[string]string{}
	for _, s := range sections {
		names[string(s.ID)] = s.Name
	}
	entries, err := store.Entries(r, of, civil.Month{Year: 2008, Month: 1}, today.Month())
	if err != nil {
		return nil, nil, err
	}
	handed := map[string]map[civil.Month]bool{}
	for _, e := range entries {
		if handed[e.Section] == nil {
			handed[e.Section] = map[civil.Month]bool{}
		}
		handed[e.Section][e.Month] = true
	}
	return monthly.Gaps(reporters, handed, d.Calendar(of), today), names, nil
}

// A Standing is how one agency stands on the board.
type Standing struct {
	Agency   agency.Agency
	Open     int // applications in hand
	Soon     int // to be answered within the days that the agency has set
	Average  int // working days from receipt to answer this year, in tenths; -1 without an answer
	Answered int
	Values   map[scorecard.Measure]int64
	Card     scorecard.Card
	Months   [12]int64 // answered in each month, for the chart
	Reviewed int       // records of the year that went public after a review
	Review   int       // working days of their reviews on average, in tenths; -1 without one
}

// A Board is the county at a glance.
type Board struct {
	Year      int
	Set       scorecard.Set
	Standings []Standing
}

// soonWorkdays is from how many days left an application counts as nearly due on the board of several agencies.
const soonWorkdays = 5

// Board computes how every agency below the caller's stands in a year.
// 法源: 《条例》第四十六条、《条例》第四十七条第一款。
func (d *Desk) Board(ctx context.Context, by auth.Actor, year int) (b Board, err error) {
	defer fault.Wrap(&err, "supervising.Board(%d)", year)
	if err := auth.Can(by, auth.Oversee, by.Agency); err != nil {
		return b, err
	}
	return d.board(ctx, by.Agency, by.Tree, year)
}

func (d *Desk) board(ctx context.Context, competent agency.ID, tree *agency.Tree, year int) (b Board, err error) {
	b.Year = year
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		if b.Set, err = store.Indicators(q, competent); err != nil {
			return err
		}
		counts := map[civil.Date]map[agency.ID]query.DueCount{} // by the day until which an agency counts: most share it
		for _, a := range boarded(tree, competent) {
			m, err := d.measure(q, a.ID, year, today)
			if err != nil {
				return err
			}
			s := d.standing(a, m, b.Set)
			soon, _ := d.Calendar(a.ID).Add(today, soonWorkdays)
			if counts[soon] == nil {
				if counts[soon], err = query.OpenCounts(q, today, soon); err != nil {
					return err
				}
			}
			s.Open, s.Soon = counts[soon][a.ID].Open, counts[soon][a.ID].Soon
			b.Standings = append(b.Standings, s)
		}
		return nil
	})
	return b, err
}

func (d *Desk) standing(a agency.Agency, m Measured, set scorecard.Set) (s Standing) {
	s = Standing{Agency: a, Average: -1, Review: -1, Values: m.Values()}
	s.Card = set.Mark(s.Values)
	for _, f := range m[AnsweredList] {
		s.Months[f.On.Month().Month-1]++
	}
	s.Answered, s.Average = len(m[AnsweredList]), d.took(a.ID, m[AnsweredList])
	s.Reviewed, s.Review = len(m[ReviewedList]), d.took(a.ID, m[ReviewedList])
	m[ReviewedList] = slowestFirst(m[ReviewedList])
	return s
}

// Card computes how one agency stands, with the lists behind its numbers: one's own, by the indicators of the
// 主管部门 above, or one below.
// 法源: 《条例》第四十六条。
func (d *Desk) Card(ctx context.Context, by auth.Actor, of agency.ID, year int) (s Standing, m Measured, err error) {
	defer fault.Wrap(&err, "supervising.Card(%s, %d)", of, year)
	if err := auth.Can(by, auth.ViewBoard, of); err != nil {
		return s, nil, err
	}
	a, ok := by.Tree.Find(of)
	if !ok {
		return s, nil, fault.New(fault.NotFound, "没有找到这个机关")
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		set, err := store.Indicators(q, competentOver(by.Tree, a))
		if err != nil {
			return err
		}
		if m, err = d.measure(q, of, year, today); err != nil {
			return err
		}
		s = d.standing(a, m, set)
		return nil
	})
	return s, m, err
}

// competentOver is the 主管部门 whose indicators mark the agency.
func competentOver(tree *agency.Tree, a agency.Agency) agency.ID {
	for upper, n := a, 0; upper.Superior != "" && n < len(tree.All()); n++ {
		next, ok := tree.Find(upper.Superior)
		if !ok {
			break
		}
		if next.Competent {
			return next.ID
		}
		upper = next
	}
	return a.ID
}

// Indicators shows the set by which the caller's agency marks those below.
func (d *Desk) Indicators(ctx context.Context, by auth.Actor) (_ scorecard.Set, err error) {
	defer fault.Wrap(&err, "supervising.Indicators")
	if err := auth.Can(by, auth.Oversee, by.Agency); err != nil {
		return nil, err
	}
	return store.Indicators(d.DB.View(ctx), by.Agency)
}

// AlterIndicators changes the set by which the caller's agency marks those below.
// 法源: 《条例》第四十六条。
func (d *Desk) AlterIndicators(ctx context.Context, by auth.Actor, set scorecard.Set) (err error) {
	defer fault.Wrap(&err, "supervising.AlterIndicators")
	return d.act(ctx, by, auth.AlterIndicators, by.Agency, func(tx *database.Tx) error {
		if err := fault.Of(set.Check()); err != nil {
			return err
		}
		old, err := store.Indicators(tx, by.Agency)
		if err != nil {
			return err
		}
		if err := store.SaveIndicators(tx, by.Agency, set); err != nil {
			return err
		}
		before, err := json.Marshal(old)
		if err != nil {
			return err
		}
		after, err := json.Marshal(set)
		if err != nil {
			return err
		}
		tx.Record(ledger.Entry{Chain: string(by.Agency), Verb: "alter_indicators", Subject: ledger.Subject{Kind: "indicator_set", ID: string(by.Agency)}, Before: string(before), After: string(after), Cite: law.OGI.Art(46)})
		return nil
	})
}
