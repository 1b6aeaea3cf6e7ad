package supervising

import (
	"context"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/duty"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
)

// A Condition is how the publications of one agency stand: its columns, its statutory items, and what comes up.
type Condition struct {
	Columns []ColumnState // in the order of the catalogue
	Items   []ItemState
	Coming  []duty.Duty // late or soon due: documents near expiry, withheld items to look at again, records to publish
	Links   []query.Finding
}

// A ColumnState is a column with its freshness.
type ColumnState struct {
	Title   string
	Rule    string
	Records int
	Updated civil.Date
	StaleOn civil.Date // zero where the column has no rhythm
	State   duty.State
}

// An ItemState is a statutory item with what is public under it; Records is zero where it is not covered.
type ItemState struct {
	Item    catalog.Item
	Columns int
	Records int
	Newest  civil.Date
}

// Condition computes how the publications of an agency stand: one's own, or one below.
// 法源: 《条例》第十二条第一款、《条例》第十八条、《条例》第二十条、《条例》第二十一条、《条例》第二十六条。
func (d *Desk) Condition(ctx context.Context, by auth.Actor, of agency.ID) (c Condition, err error) {
	defer fault.Wrap(&err, "supervising.Condition(%s)", of)
	if err := auth.Can(by, auth.ViewBoard, of); err != nil {
		return c, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		today := civil.Of(d.DB.Now())
		f, err := d.facts(q, of, today)
		if err != nil {
			return err
		}
		for _, p := range f.Columns {
			c.Columns = append(c.Columns, columnState(p, f.Settings.Disclosure.Rhythm, today))
		}
		for _, row := range duty.Open(f, today) {
			switch row.Kind {
			case duty.Publication, duty.ReReview, duty.Expiry, duty.Interpretation:
				c.Coming = append(c.Coming, row)
			}
		}
		covered, err := query.Coverage(q, of)
		if err != nil {
			return err
		}
		for _, item := range catalog.ItemsFor(f.Agency.Level) {
			s := ItemState{Item: item}
			for _, row := range covered {
				if row.Item == item.Code {
					s.Columns, s.Records, s.Newest = row.Columns, row.Records, row.Newest
				}
			}
			c.Items = append(c.Items, s)
		}
		c.Links, err = deadLinks(q, of)
		return err
	})
	return c, err
}

func columnState(p duty.Place, r agency.Rhythm, today civil.Date) ColumnState {
	rule := p.Rule(r)
	s := ColumnState{Title: p.Title, Rule: rule.Label, Records: p.Records, Updated: p.Updated, State: duty.Later}
	if p.Records == 0 {
		s.State = duty.Late
		return s
	}
	if s.StaleOn = rule.StaleOn(p.Updated); !s.StaleOn.IsZero() {
		s.State = duty.Duty{Kind: duty.Column, DueOn: s.StaleOn.AddDays(-1), Lead: rule.Notice()}.StateOn(today)
	}
	return s
}
