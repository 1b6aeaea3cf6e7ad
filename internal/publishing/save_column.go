package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// SaveColumn adds a column to the catalogue of the agency, or changes one.
// 法源: 《条例》第十二条第一款。
func (d *Desk) SaveColumn(ctx context.Context, by auth.Actor, c catalog.Column) (_ catalog.ColumnID, err error) {
	defer fault.Wrap(&err, "publishing.SaveColumn(%s)", c.ID)
	err = d.act(ctx, by, auth.AlterCatalog, c.Agency, func(tx *database.Tx) error {
		if err := fault.Of(c.Check()); err != nil {
			return err
		}
		var before any
		var known catalog.Column
		if c.ID == "" {
			c.ID = catalog.ColumnID(tx.NewID("co"))
		} else if old, err := store.Column(tx, c.ID); err != nil {
			return err
		} else if old.Agency != c.Agency {
			return fault.New(fault.NotFound, "没有找到这个栏目")
		} else {
			before, known = old, old
		}
		if err := mayRetime(by, known, c); err != nil {
			return err
		}
		if err := placeColumn(tx, &c); err != nil {
			return err
		}
		if err := store.SaveColumn(tx, c); err != nil {
			return err
		}
		enter(tx, c.Agency, "save_column", "column", string(c.ID), before, c)
		return nil
	})
	return c.ID, err
}

// placeColumn puts the column where it belongs in the tree: under a column of the same agency, never under itself or one
// of its own; a new one without a place goes to the end.
func placeColumn(tx *database.Tx, c *catalog.Column) error {
	have, err := store.Columns(tx, c.Agency)
	if err != nil {
		return err
	}
	parents := map[catalog.ColumnID]catalog.ColumnID{}
	last := 0
	for _, x := range have {
		parents[x.ID] = x.Parent
		last = max(last, x.Place)
	}
	if c.Place == 0 {
		c.Place = last + 1
	}
	if c.Parent == "" {
		return nil
	}
	if _, ok := parents[c.Parent]; !ok {
		return fault.Of([]fault.Problem{{Field: "parent", Message: "请选择本机关的栏目作为上级"}})
	}
	for at := c.Parent; at != ""; at = parents[at] {
		if at == c.ID {
			return fault.Of([]fault.Problem{{Field: "parent", Message: "栏目不能放在自己或者自己的下级之下"}})
		}
	}
	return nil
}

// StartCatalog gives an agency without a catalogue the columns of the 《条例》 for its level.
// 法源: 《条例》第二十条、《条例》第二十一条。
func (d *Desk) StartCatalog(ctx context.Context, by auth.Actor, of agency.ID) (err error) {
	defer fault.Wrap(&err, "publishing.StartCatalog(%s)", of)
	return d.act(ctx, by, auth.AlterCatalog, of, func(tx *database.Tx) error {
		have, err := store.Columns(tx, of)
		if err != nil {
			return err
		}
		if len(have) > 0 {
			return fault.New(fault.Conflict, "目录已经建立")
		}
		a, err := store.Agency(tx, of)
		if err != nil {
			return err
		}
		standards := catalog.StartingColumns(a.Level)
		for i, s := range standards {
			c := catalog.Column{ID: catalog.ColumnID(tx.NewID("co")), Agency: of, Title: s.Title, Item: s.Item, Genre: s.Genre, Freshness: s.Freshness, Place: i + 1}
			if err := store.SaveColumn(tx, c); err != nil {
				return err
			}
		}
		enter(tx, of, "start_catalog", "agency", string(of), nil, map[string]int{"columns": len(standards)})
		return nil
	})
}
