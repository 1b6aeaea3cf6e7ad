package disclosure

import (
	"gongkai/civil"
)

// A Validity is the 有效性 of a rule or normative document on a day. It is computed, never stored.
type Validity string

// The validities.
const (
	NotYet    Validity = "尚未生效"
	InForce   Validity = "现行有效"
	Amended   Validity = "已修改" // in force as amended
	Repealed  Validity = "废止"
	Lapsed    Validity = "失效"
	NoneSaid  Validity = ""
	Withdrawn Validity = "已撤回"
)

// An Effect is what another document does to this one from a day on.
type Effect struct {
	Relation Relation // Amends, Repeals, LapsesIt or Continues
	By       ID
	On       civil.Date
}

// ValidityOn computes whether the document stands on the day, from its own dates and the effects of others in any
// order. Only rules and normative documents have a validity; a document whose effective date is unknown counts from
// the day it was made.
func (r Record) ValidityOn(on civil.Date, effects []Effect) Validity {
	if r.Kind != Normative && r.Kind != Rule {
		return NoneSaid
	}
	start := r.EffectiveOn
	if start.IsZero() {
		start = r.FormedOn
	}
	if ended := r.Ending(effects); !ended.On.IsZero() && !on.Before(ended.On) {
		return ended.As
	}
	if on.Before(start) {
		return NotYet
	}
	if !LastAmendment(on, effects).On.IsZero() {
		return Amended
	}
	return InForce
}

// LastAmendment is the amendment that was the last to take effect by the day; the zero Effect if there is none.
func LastAmendment(on civil.Date, effects []Effect) (last Effect) {
	for _, e := range effects {
		if e.Relation == Amends && !on.Before(e.On) && !e.On.Before(last.On) {
			last = e
		}
	}
	return last
}

// ValidUntil returns the last day on which the document stands as far as is known, the zero Date if it has no end.
func (r Record) ValidUntil(effects []Effect) civil.Date {
	ended := r.Ending(effects)
	if ended.On.IsZero() {
		return civil.Date{}
	}
	return ended.On.AddDays(-1)
}

// An Ending is the day from which a document no longer stands, how it ends, and by which document: none where it ends by
// its own date.
type Ending struct {
	On civil.Date
	As Validity // Repealed or Lapsed
	By ID
}

// Ending is the earliest end of the document, past or to come; the zero Ending if none is known. An expiry date is
// overtaken by a later 宣布继续有效 made before it took effect.
func (r Record) Ending(effects []Effect) Ending {
	var first Ending
	sooner := func(e Ending) {
		if !e.On.IsZero() && (first.On.IsZero() || e.On.Before(first.On)) {
			first = e
		}
	}
	if !r.ExpiresOn.IsZero() && !r.continued(effects) {
		sooner(Ending{On: r.ExpiresOn.AddDays(1), As: Lapsed})
	}
	for _, e := range effects {
		switch e.Relation {
		case Repeals:
			sooner(Ending{e.On, Repealed, e.By})
		case LapsesIt:
			sooner(Ending{e.On, Lapsed, e.By})
		}
	}
	return first
}

func (r Record) continued(effects []Effect) bool {
	for _, e := range effects {
		if e.Relation == Continues && !e.On.After(r.ExpiresOn.AddDays(1)) {
			return true
		}
	}
	return false
}

// A Document is a rule or normative document with what others did to it.
type Document struct {
	Record  Record
	Effects []Effect
}

// Stock is one line of table two: what was made and repealed in a year, and what stood on its last day.
type Stock struct {
	Made     []ID
	Repealed []ID
	InForce  []ID
}

// StockOf counts the documents of the kind for the year. 制发 counts by 成文日期; 废止 those that ended in the year by
// repeal or lapse; 现行有效 those that stood on 31 December, amended ones included.
// 法源: 《条例》第二十条第一款第一项。
func StockOf(kind Kind, year int, documents []Document) Stock {
	return StockOn(kind, year, civil.On(year, 12, 31), documents)
}

// StockOn is StockOf as it stands on a day of the running year: what ends later has not ended.
// 法源: 《条例》第二十条第一款第一项。
func StockOn(kind Kind, year int, last civil.Date, documents []Document) Stock {
	var stock Stock
	for _, d := range documents {
		if d.Record.Kind != kind {
			continue
		}
		if d.Record.FormedOn.Year() == year {
			stock.Made = append(stock.Made, d.Record.ID)
		}
		if ended := d.Record.Ending(d.Effects); ended.On.Year() == year && !ended.On.After(last) {
			stock.Repealed = append(stock.Repealed, d.Record.ID)
		}
		switch d.Record.ValidityOn(last, d.Effects) {
		case InForce, Amended:
			stock.InForce = append(stock.InForce, d.Record.ID)
		}
	}
	return stock
}
