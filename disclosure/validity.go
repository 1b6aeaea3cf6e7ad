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
	if ended := r.endedOn(effects); !ended.on.IsZero() && !on.Before(ended.on) {
		return ended.as
	}
	if on.Before(start) {
		return NotYet
	}
	for _, e := range effects {
		if e.Relation == Amends && !on.Before(e.On) {
			return Amended
		}
	}
	return InForce
}

// ValidUntil returns the last day on which the document stands as far as is known, the zero Date if it has no end.
func (r Record) ValidUntil(effects []Effect) civil.Date {
	ended := r.endedOn(effects)
	if ended.on.IsZero() {
		return civil.Date{}
	}
	return ended.on.AddDays(-1)
}

// An end is the day from which a document no longer stands, and how.
type end struct {
	on civil.Date
	as Validity
}

// endedOn is the earliest end. An expiry date is overtaken by a later 宣布继续有效 made before it took effect.
func (r Record) endedOn(effects []Effect) end {
	var first end
	sooner := func(on civil.Date, as Validity) {
		if !on.IsZero() && (first.on.IsZero() || on.Before(first.on)) {
			first = end{on, as}
		}
	}
	if !r.ExpiresOn.IsZero() && !r.continued(effects) {
		sooner(r.ExpiresOn.AddDays(1), Lapsed)
	}
	for _, e := range effects {
		switch e.Relation {
		case Repeals:
			sooner(e.On, Repealed)
		case LapsesIt:
			sooner(e.On, Lapsed)
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
		if ended := d.Record.endedOn(d.Effects); ended.on.Year() == year && !ended.on.After(last) {
			stock.Repealed = append(stock.Repealed, d.Record.ID)
		}
		switch d.Record.ValidityOn(last, d.Effects) {
		case InForce, Amended:
			stock.InForce = append(stock.InForce, d.Record.ID)
		}
	}
	return stock
}
