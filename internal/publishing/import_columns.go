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

// Imported says what became of the rows of a standard catalogue.
type Imported struct {
	Groups  int // columns of the first level that were added
	Added   int
	Changed int
	Same    int
}

// ImportColumns adds the items of a standard catalogue to that of the agency: items of the first level as columns, those
// of the second under them. A column that is there already, by its place and title, gets what the table says; nothing is
// ever removed.
// 法源: 《条例》第二十一条、《条例》第二十二条。
func (d *Desk) ImportColumns(ctx context.Context, by auth.Actor, of agency.ID, rows []catalog.StandardRow) (done Imported, err error) {
	defer fault.Wrap(&err, "publishing.ImportColumns(%s)", of)
	err = d.act(ctx, by, auth.AlterCatalog, of, func(tx *database.Tx) error {
		done = Imported{}
		have, err := store.Columns(tx, of)
		if err != nil {
			return err
		}
		b := columnBook{tx: tx, of: of, place: len(have)}
		for _, c := range have {
			b.known = append(b.known, c)
			b.place = max(b.place, c.Place)
		}
		for _, row := range rows {
			if err := b.take(row, &done); err != nil {
				return err
			}
		}
		enter(tx, of, "import_columns", "agency", string(of), nil, done)
		return nil
	})
	return done, err
}

// A columnBook is the catalogue while rows are added to it.
type columnBook struct {
	tx    *database.Tx
	of    agency.ID
	known []catalog.Column
	place int
}

func (b *columnBook) find(parent catalog.ColumnID, title string) int {
	for i, c := range b.known {
		if c.Parent == parent && c.Title == title {
			return i
		}
	}
	return -1
}

func (b *columnBook) add(c catalog.Column) (catalog.ColumnID, error) {
	b.place++
	c.ID, c.Agency, c.Place = catalog.ColumnID(b.tx.NewID("co")), b.of, b.place
	if err := fault.Of(c.Check()); err != nil {
		return "", err
	}
	b.known = append(b.known, c)
	return c.ID, store.SaveColumn(b.tx, c)
}

func (b *columnBook) take(row catalog.StandardRow, done *Imported) error {
	var parent catalog.ColumnID
	if row.Title != "" && row.Group != "" {
		i := b.find("", row.Group)
		if i >= 0 {
			parent = b.known[i].ID
		} else {
			id, err := b.add(catalog.Column{Title: row.Group, Genre: row.Group, Freshness: catalog.Whenever})
			if err != nil {
				return err
			}
			parent = id
			done.Groups++
		}
	}
	i := b.find(parent, row.Name())
	if i < 0 {
		done.Added++
		class, days := catalog.FreshnessOf(row.Wanted.Term)
		_, err := b.add(catalog.Column{Parent: parent, Title: row.Name(), Genre: row.Group, Freshness: class, Days: days, Standard: row.Wanted})
		return err
	}
	if b.known[i].Standard == row.Wanted && !b.known[i].Closed {
		done.Same++
		return nil
	}
	done.Changed++
	b.known[i].Standard, b.known[i].Closed = row.Wanted, false
	return store.SaveColumn(b.tx, b.known[i])
}
