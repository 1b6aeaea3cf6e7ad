package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/workday"
)

// A Registered is a rule or normative document of the register as it stands.
type Registered struct {
	query.Document
	Validity        disclosure.Validity
	ExplainBy       civil.Date // zero where none is due
	Interpretations int
	Expiring        bool
}

// A Register is the register of the rules or the normative documents of an agency for a year: every number of table two
// with the documents behind it.
type Register struct {
	FirstYear int
	lists     map[string][]Registered
}

// List returns the documents behind a number: made, ended, force, expiring, unexplained or all; nil for an unknown name.
func (r Register) List(name string) []Registered { return r.lists[name] }

// Register computes the register on the last day of the year, today for the running one.
// 法源: 《条例》第二十条第一款第一项。
func (d *Desk) Register(ctx context.Context, by auth.Actor, of agency.ID, kind disclosure.Kind, year int) (reg Register, err error) {
	defer fault.Wrap(&err, "publishing.Register(%s)", of)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return reg, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) (err error) {
		reg, err = register(q, of, kind, year, civil.Of(d.DB.Now()), d.calendar(of))
		return err
	})
	return reg, err
}

func register(q database.Reader, of agency.ID, kind disclosure.Kind, year int, today civil.Date, cal *workday.Calendar) (reg Register, err error) {
	settings, err := store.Settings(q, of, today)
	if err != nil {
		return reg, err
	}
	documents, err := query.PortalDocuments(q, string(of))
	if err != nil {
		return reg, err
	}
	plans, err := query.Explanations(q, of)
	if err != nil {
		return reg, err
	}
	on := civil.On(year, 12, 31)
	if on.After(today) {
		on = today
	}
	reg = Register{FirstYear: today.Year(), lists: map[string][]Registered{"made": {}, "ended": {}, "force": {}, "expiring": {}, "unexplained": {}, "all": {}}}
	byID := map[disclosure.ID]Registered{}
	var pure []disclosure.Document
	for _, doc := range documents {
		if disclosure.Kind(doc.Kind) != kind {
			continue
		}
		record := doc.Doc()
		plan := plans[record.ID]
		record.Explained = plan.Explained
		x := Registered{Document: doc, Validity: record.ValidityOn(on, doc.Effects), Interpretations: plan.Interpretations,
			ExplainBy: record.ExplainBy(doc.PublishedOn, settings.Disclosure.InterpretDays, cal)}
		stands := x.Validity == disclosure.InForce || x.Validity == disclosure.Amended
		x.Expiring = stands && !record.ValidUntil(doc.Effects).IsZero() && !record.ValidUntil(doc.Effects).After(today.AddMonths(settings.Disclosure.ExpiryMonths))
		byID[record.ID] = x
		pure = append(pure, disclosure.Document{Record: record, Effects: doc.Effects})
		reg.add("all", x)
		if x.Expiring {
			reg.add("expiring", x)
		}
		if stands && x.Interpretations == 0 && !x.ExplainBy.IsZero() {
			reg.add("unexplained", x)
		}
		if y := doc.FormedOn.Year(); y > 0 && y < reg.FirstYear {
			reg.FirstYear = y
		}
	}
	stock := disclosure.StockOn(kind, year, on, pure)
	for name, ids := range map[string][]disclosure.ID{"made": stock.Made, "ended": stock.Repealed, "force": stock.InForce} {
		for _, id := range ids {
			reg.add(name, byID[id])
		}
	}
	return reg, nil
}

func (r *Register) add(name string, x Registered) { r.lists[name] = append(r.lists[name], x) }

// KeptDue lists what the agency keeps back and has to look at again by today.
// 法源: 《条例》第十八条。
func (d *Desk) KeptDue(ctx context.Context, by auth.Actor) (due []disclosure.Record, err error) {
	defer fault.Wrap(&err, "publishing.KeptDue")
	if err := auth.Can(by, auth.ViewRecord, by.Agency); err != nil {
		return nil, err
	}
	return query.KeptDue(d.DB.View(ctx), by.Agency, civil.Of(d.DB.Now()))
}
