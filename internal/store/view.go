package store

import (
	"gongkai/fault"
	"gongkai/internal/database"
)

// A SavedView is a list that a person keeps under a name.
type SavedView struct {
	Name  string `db:"name"`
	Query string `db:"query"` // of the address of the list
}

// SavedViews returns the lists that a person keeps, in the order in which they were kept.
func SavedViews(r database.Reader, staff string) (views []SavedView, err error) {
	defer fault.Wrap(&err, "store.SavedViews")
	err = r.Select(&views, `SELECT name, query FROM saved_view WHERE staff = $1 ORDER BY seq, name`, staff)
	return views, err
}

// SaveView keeps a list; one of the same name is replaced.
func SaveView(tx *database.Tx, staff string, v SavedView) (err error) {
	defer fault.Wrap(&err, "store.SaveView")
	_, err = tx.Exec(`INSERT INTO saved_view (staff, name, query, seq)
		VALUES ($1, $2, $3, (SELECT coalesce(max(seq), 0) + 1 FROM saved_view WHERE staff = $1))
		ON CONFLICT (staff, name) DO UPDATE SET query = $3`, staff, v.Name, v.Query)
	return err
}

// RemoveView forgets a list.
func RemoveView(tx *database.Tx, staff, name string) (err error) {
	defer fault.Wrap(&err, "store.RemoveView")
	_, err = tx.Exec(`DELETE FROM saved_view WHERE staff = $1 AND name = $2`, staff, name)
	return err
}
