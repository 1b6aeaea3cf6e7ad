package database

import (
	"context"
	"slices"
	"strings"
)

// gapWord stands in a gap: nobody can type it.
const gapWord = "\uE000"

func (sqliteEngine) putText(tx *Tx, in TextIndex, id int64, order, more []string) error {
	order = slices.Clone(order)
	for i, w := range order {
		if w == "" {
			order[i] = gapWord
		}
	}
	_, err := tx.Exec(`INSERT INTO `+string(in)+` (rowid, words, more) VALUES ($1, $2, $3)`, id, strings.Join(order, " "), strings.Join(more, " "))
	return err
}

func (sqliteEngine) dropText(tx *Tx, in TextIndex, id int64) error {
	_, err := tx.Exec(`DELETE FROM `+string(in)+` WHERE rowid = $1`, id)
	return err
}

// fts writes the match for FTS5.
func fts(m TextMatch) string {
	return m.expression(" AND ", " NOT ", func(p Phrase) string {
		text := `"` + strings.ReplaceAll(strings.Join(p.Words, " "), `"`, `""`) + `"`
		if p.Open {
			text += " *"
		}
		if len(p.Words) > 1 {
			text = "words : " + text // the others are no neighbours
		}
		return text
	})
}

func (sqliteEngine) findText(ctx context.Context, on querier, in TextIndex, m TextMatch, limit int) ([]int64, error) {
	// FTS5 walks rowids backwards and stops at the limit: there is nothing to sort.
	from, to := m.bounds()
	return numbers(ctx, on, `SELECT rowid FROM `+string(in)+` WHERE `+string(in)+` MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid DESC LIMIT $4`,
		fts(m), from, to, limit)
}

func (sqliteEngine) countText(ctx context.Context, on querier, in TextIndex, m TextMatch, most int) (n int, err error) {
	from, to := m.bounds()
	err = on.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM `+string(in)+` WHERE `+string(in)+` MATCH $1 AND rowid BETWEEN $2 AND $3 LIMIT $4)`,
		fts(m), from, to, most).Scan(&n)
	return n, err
}

// numbers reads a column of numbers.
func numbers(ctx context.Context, on querier, query string, args ...any) (ids []int64, err error) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
