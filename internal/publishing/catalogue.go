package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// A Shelf is a column with what stands in it and how it stands by its freshness rule, computed on the day. Depth is how
// far down the tree it is; shelves come in the order of the tree.
type Shelf struct {
	catalog.Column
	query.ColumnUse
	Rule      catalog.FreshnessRule // the class with the agency's days, or the column's own
	Depth     int
	Children  int
	Condition catalog.Condition // empty for a heading: a column that holds nothing itself but has columns under it
	StaleOn   civil.Date
	Section   string // name of the responsible 股室
	Keeper    string // name of the responsible person
}

// A Catalogue is the catalogue of an agency as it stands.
type Catalogue struct {
	Agency  agency.Agency
	Rhythm  agency.Rhythm
	Shelves []Shelf
	// Uncovered are the statutory items for which nothing is visible.
	Uncovered []catalog.Item
	Covered   int
}

// Count counts the shelves in the condition; closed ones are left out.
func (c Catalogue) Count(condition catalog.Condition) int {
	n := 0
	for _, s := range c.Shelves {
		if !s.Closed && s.Condition == condition {
			n++
		}
	}
	return n
}

// Catalogue loads the catalogue of the agency with its coverage and freshness.
// 法源: 《条例》第十二条、《条例》第二十条、《条例》第二十一条。
func (d *Desk) Catalogue(ctx context.Context, by auth.Actor, of agency.ID) (cat Catalogue, err error) {
	defer fault.Wrap(&err, "publishing.Catalogue(%s)", of)
	if err := auth.Can(by, auth.ViewCatalog, of); err != nil {
		return cat, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) (err error) {
		cat, err = catalogue(q, of, civil.Of(d.DB.Now()))
		return err
	})
	return cat, err
}

func catalogue(q database.Reader, of agency.ID, today civil.Date) (cat Catalogue, err error) {
	if cat.Agency, err = store.Agency(q, of); err != nil {
		return cat, err
	}
	settings, err := store.Settings(q, of, today)
	if err != nil {
		return cat, err
	}
	cat.Rhythm = settings.Disclosure.Rhythm
	columns, err := store.Columns(q, of)
	if err != nil {
		return cat, err
	}
	uses, err := query.ColumnUses(q, of)
	if err != nil {
		return cat, err
	}
	people, err := query.People(q, of)
	if err != nil {
		return cat, err
	}
	sections, err := store.Sections(q, of)
	if err != nil {
		return cat, err
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	for _, s := range sections {
		names[string(s.ID)] = s.Name
	}
	covered := map[catalog.ItemCode]bool{}
	for _, t := range catalog.Tree(columns) {
		use := uses[t.ID]
		s := Shelf{Column: t.Column, ColumnUse: use, Rule: t.Rule(cat.Rhythm), Depth: t.Depth, Children: t.Children, Section: names[string(t.Section)], Keeper: names[t.Person]}
		if use.Records > 0 || t.Children == 0 {
			s.Condition, s.StaleOn = s.Rule.State(use.Records, use.Newest, today), s.Rule.StaleOn(use.Newest)
			if use.Records == 0 {
				s.StaleOn = civil.Date{}
			}
		}
		covered[t.Item] = covered[t.Item] || use.Records > 0
		cat.Shelves = append(cat.Shelves, s)
	}
	for _, item := range catalog.ItemsFor(cat.Agency.Level) {
		if covered[item.Code] {
			cat.Covered++
		} else {
			cat.Uncovered = append(cat.Uncovered, item)
		}
	}
	return cat, nil
}

// People lists who may be responsible for a column.
func (d *Desk) People(ctx context.Context, by auth.Actor, of agency.ID) (_ []query.PersonRow, err error) {
	defer fault.Wrap(&err, "publishing.People(%s)", of)
	if err := auth.Can(by, auth.AlterCatalog, of); err != nil {
		return nil, err
	}
	return query.People(d.DB.View(ctx), of)
}
