package database

import (
	"context"
	"strings"
)

func (sqliteEngine) tables(ctx context.Context, on querier) ([]Table, error) {
	return gather(ctx, on, `SELECT t.name, c.name, c.type
		FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c
		WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND t.name <> 'schema_version' AND c.hidden = 0
		ORDER BY t.name, c.cid`, strings.ToUpper)
}

func (sqliteEngine) suspend(tx *Tx) (resume func() error, err error) {
	_, err = tx.Exec(`PRAGMA defer_foreign_keys = ON`) // until the commit
	return func() error { return nil }, err
}
