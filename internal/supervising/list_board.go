package supervising

import (
	"context"
	"slices"
	"strconv"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/scorecard"
)

// The lists behind numbers of the board that mark nobody: the answers and the reviews that the averages are of.
const (
	AnsweredList scorecard.Measure = "answered"
	ReviewedList scorecard.Measure = "reviewed"
)

// A Found is a thing that a number at the top of the board counts, with whose it is.
type Found struct {
	Agency  agency.Agency
	Measure scorecard.Measure
	query.Finding
}

// Listed lists what the measures count in every agency below the caller's, in the order of the board's agencies.
// 法源: 《条例》第四十七条第一款。
func (d *Desk) Listed(ctx context.Context, by auth.Actor, year int, measures ...scorecard.Measure) (list []Found, err error) {
	defer fault.Wrap(&err, "supervising.Listed(%d)", year)
	if err := auth.Can(by, auth.Oversee, by.Agency); err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		for _, a := range boarded(by.Tree, by.Agency) {
			m, err := d.measure(q, a.ID, year, today)
			if err != nil {
				return err
			}
			for _, measure := range measures {
				for _, f := range m[measure] {
					list = append(list, Found{a, measure, f})
				}
			}
		}
		return nil
	})
	return list, err
}

// boarded are the agencies on the board of a 主管部门.
func boarded(tree *agency.Tree, competent agency.ID) []agency.Agency {
	var list []agency.Agency
	for _, id := range tree.Below(competent) {
		if a, ok := tree.Find(id); ok && !a.Closed {
			list = append(list, a)
		}
	}
	return list
}

// An OpenPage asks for applications in hand.
type OpenPage struct {
	Of            agency.ID // empty for every agency on the caller's board
	Soon          bool      // only those to be answered within the next days
	Limit, Offset int
}

// OpenCases lists the applications in hand that the board counts, the most urgent first: enough to ask about them, nothing
// about who applied.
// 法源: 《条例》第四十七条第一款。
func (d *Desk) OpenCases(ctx context.Context, by auth.Actor, p OpenPage) (list []query.OpenCase, total int, err error) {
	defer fault.Wrap(&err, "supervising.OpenCases(%s)", p.Of)
	l := query.OpenList{Limit: p.Limit, Offset: p.Offset}
	if p.Of != "" {
		if err := auth.Can(by, auth.ViewCase, p.Of); err != nil {
			return nil, 0, err
		}
		l.Agencies = []agency.ID{p.Of}
	} else {
		if err := auth.Can(by, auth.Oversee, by.Agency); err != nil {
			return nil, 0, err
		}
		for _, a := range boarded(by.Tree, by.Agency) {
			l.Agencies = append(l.Agencies, a.ID)
		}
	}
	if p.Soon {
		l.Soon = d.soonOf(l.Agencies)
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		list, total, err = query.CasesInHand(q, l)
		return err
	})
	return list, total, err
}

// soonOf says until when an application of each agency is nearly due.
func (d *Desk) soonOf(agencies []agency.ID) (spans []query.OpenSpan) {
	today := civil.Of(d.DB.Now())
	for _, id := range agencies {
		to, _ := d.Calendar(id).Add(today, soonWorkdays)
		i := slices.IndexFunc(spans, func(s query.OpenSpan) bool { return s.To == to })
		if i < 0 {
			i, spans = len(spans), append(spans, query.OpenSpan{From: today, To: to})
		}
		spans[i].Agencies = append(spans[i].Agencies, id)
	}
	return spans
}

// answers are the answered applications as findings, in the order of their answers.
func answers(cases []query.AnsweredCase) (list []query.Finding) {
	for _, c := range cases {
		list = append(list, query.Finding{Number: c.Number, Title: c.Title, From: c.BeganOn, On: c.ClosedOn})
	}
	return list
}

// took writes into each finding how many working days it took, and returns the average in tenths; -1 without any.
func (d *Desk) took(of agency.ID, list []query.Finding) int {
	if len(list) == 0 {
		return -1
	}
	total := 0
	for i, f := range list {
		n, _ := d.Calendar(of).Count(f.From, f.On)
		list[i].Word = strconv.Itoa(n) + "个工作日"
		total += n
	}
	return total * 10 / len(list)
}

// slowestFirst puts what took longest in front.
func slowestFirst(list []query.Finding) []query.Finding {
	slices.SortStableFunc(list, func(x, y query.Finding) int { return y.On.DaysSince(y.From) - x.On.DaysSince(x.From) })
	return list
}
