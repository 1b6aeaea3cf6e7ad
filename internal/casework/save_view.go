package casework

import (
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// The bounds of saved lists.
const (
	mostViews    = 20
	longestView  = 20 // characters of the name
	longestQuery = 500
)

// SaveView keeps the filter of a list under a name, for the caller alone. It is no act upon anything, so the ledger has no
// entry of it.
func (d *Desk) SaveView(ctx context.Context, by auth.Actor, name, query string) (err error) {
	defer fault.Wrap(&err, "casework.SaveView")
	if err := auth.Can(by, auth.ViewCase, by.Agency); err != nil {
		return err
	}
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n == 0 || n > longestView || strings.ContainsAny(name, "\r\n\t<>") {
		return fault.Of([]fault.Problem{{Field: "view", Message: "请填写清单的名称，20字以内"}})
	}
	values, err := url.ParseQuery(query)
	if err != nil || len(query) > longestQuery {
		return fault.Of([]fault.Problem{{Field: "view", Message: "筛选条件太长，不能保存"}})
	}
	values.Del("page")
	return d.DB.WriteUnrecorded(ctx, "view", func(tx *database.Tx) error {
		views, err := store.SavedViews(tx, string(by.Staff))
		if err != nil {
			return err
		}
		if len(views) >= mostViews {
			return fault.Of([]fault.Problem{{Field: "view", Message: "最多保存20个清单，请先删除不用的"}})
		}
		return store.SaveView(tx, string(by.Staff), store.SavedView{Name: name, Query: values.Encode()})
	})
}

// RemoveView forgets a list of the caller.
func (d *Desk) RemoveView(ctx context.Context, by auth.Actor, name string) (err error) {
	defer fault.Wrap(&err, "casework.RemoveView")
	if err := auth.Can(by, auth.ViewCase, by.Agency); err != nil {
		return err
	}
	return d.DB.WriteUnrecorded(ctx, "view", func(tx *database.Tx) error { return store.RemoveView(tx, string(by.Staff), name) })
}
