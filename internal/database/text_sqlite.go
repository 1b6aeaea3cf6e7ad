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

func (sqliteEngine) headText(ctx context.Context, on querier, in TextIndex, m TextMatch, limit, most int) ([]int64, int, error) {
	from, to := m.bounds()
	return headOf(ctx, on, `WITH m AS MATERIALIZED (SELECT rowid AS id FROM `+string(in)+` WHERE `+string(in)+` MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid DESC LIMIT $5)
		SELECT id, (SELECT count(*) FROM m) FROM m ORDER BY id DESC LIMIT $4`, fts(m), from, to, limit, most)
}

// tidied is how many pages one step of tidying writes: some tens of milliseconds.
const tidied = 400

// tidyText merges segments of a level where there are two of them.
func (sqliteEngine) tidyText(tx *Tx, in TextIndex) (more bool, err error) {
	changes := func() (n int64) {
		if err == nil {
			err = tx.QueryRow(`SELECT total_changes()`).Scan(&n)
		}
		return n
	}
	command := func(name string, value int) {
		if err == nil {
			_, err = tx.Exec(`INSERT INTO `+string(in)+` (`+string(in)+`, rank) VALUES ($1, $2)`, name, value)
		}
	}
	command("usermerge", 2)
	before := changes()
	command("merge", tidied)
	return changes()-before >= 2, err // one change is the command's own row: there was nothing left
}

func (sqliteEngine) countText(ctx context.Context, on querier, in TextIndex, m TextMatch, most int) (n int, err error) {
	from, to := m.bounds()
	err = on.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM `+string(in)+` WHERE `+string(in)+` MATCH $1 AND rowid BETWEEN $2 AND $3 LIMIT $4)`,
		fts(m), from, to, most).Scan(&n)
	return n, err
}

// headOf reads numbers, each with the same count.
func headOf(ctx context.Context, on querier, query string, args ...any) (ids []int64, total int, err error) {
	rows, err := on.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id, &total); err != nil {
			return nil, 0, err
		}
		ids = append(ids, id)
	}
	return ids, total, rows.Err()
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
