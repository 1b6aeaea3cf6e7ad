package database

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// Limits of a tsvector: the highest place of a word, and how many places of one word are kept. Words without order stand
// together at the highest place, where nothing follows: a phrase that ends openly fails on words without a place.
const (
	highestPlace = 16383
	mostPlaces   = 255
)

func (postgres) putText(tx *Tx, in TextIndex, id int64, order, more []string) error {
	places := map[string][]int{}
	for i, w := range order {
		if w == "" || len(places[w]) >= mostPlaces {
			continue
		}
		if place := i + 1; place < highestPlace-1 {
			places[w] = append(places[w], place)
		} else if len(places[w]) == 0 {
			places[w] = []int{highestPlace}
		}
	}
	for _, w := range more {
		if len(places[w]) == 0 {
			places[w] = []int{highestPlace}
		}
	}
	words := make([]string, 0, len(places))
	for w := range places {
		words = append(words, w)
	}
	slices.Sort(words)
	var b strings.Builder
	for _, w := range words {
		b.WriteString(lexeme(w))
		for i, place := range places[w] {
			b.WriteByte(":,"[min(i, 1)])
			b.WriteString(strconv.Itoa(place))
		}
		b.WriteByte(' ')
	}
	_, err := tx.Exec(`INSERT INTO `+string(in)+` (id, words) VALUES ($1, $2::text::tsvector)`, id, b.String())
	return err
}

func (postgres) dropText(tx *Tx, in TextIndex, id int64) error {
	_, err := tx.Exec(`DELETE FROM `+string(in)+` WHERE id = $1`, id)
	return err
}

// lexeme quotes a word for a tsvector and a tsquery.
func lexeme(w string) string {
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(w) + "'"
}

// ts writes the match as a tsquery.
func ts(m TextMatch) string {
	return m.expression(" & ", " & !", func(p Phrase) string {
		words := make([]string, len(p.Words))
		for i, w := range p.Words {
			words[i] = lexeme(w)
		}
		text := strings.Join(words, " <-> ")
		if p.Open {
			text += ":*"
		}
		return "(" + text + ")"
	})
}

// Of the newest texts so many are looked through before the index is asked: a word that is common among them
// is found there at once, and the index would give more texts than anybody wants. Who wants more than these has so many
// looked through as should hold them, up to widest.
const (
	newest = 1000
	widest = 200_000
)

func (e postgres) findText(ctx context.Context, on querier, in TextIndex, m TextMatch, limit int) ([]int64, error) {
	ids, _, err := e.headText(ctx, on, in, m, limit, limit)
	return ids, err
}

func (e postgres) headText(ctx context.Context, on querier, in TextIndex, m TextMatch, first, limit int) ([]int64, int, error) {
	from, to := m.bounds()
	for window := e.newest; !m.Rare; {
		ids, total, looked, err := newestText(ctx, on, in, m, first, limit, window)
		if err != nil || total == limit || looked < window { // enough, or nothing is left in the range
			return ids, total, err
		}
		if window > e.newest || limit <= e.newest || total == 0 {
			break
		}
		if window = e.newest * limit / total * 3 / 2; window > widest {
			break
		}
	}
	// Without MATERIALIZED the planner may walk the numbers and test every text.
	return headOf(ctx, on, `WITH found AS MATERIALIZED (SELECT id FROM `+string(in)+` WHERE words @@ $1::text::tsquery),
		m AS MATERIALIZED (SELECT id FROM found WHERE id BETWEEN $2 AND $3 ORDER BY id DESC LIMIT $4)
		SELECT id, (SELECT count(*) FROM m) FROM m ORDER BY id DESC LIMIT $5`, ts(m), from, to, limit, first)
}

// newestText looks through so many of the newest texts of the range, and says at how many it has looked.
func newestText(ctx context.Context, on querier, in TextIndex, m TextMatch, first, limit, window int) (ids []int64, total, looked int, err error) {
	from, to := m.bounds()
	rows, err := on.QueryContext(ctx, `WITH m AS MATERIALIZED (SELECT id FROM (SELECT id, words FROM `+string(in)+` WHERE id BETWEEN $2 AND $3 ORDER BY id DESC LIMIT $5) AS newest
			WHERE words @@ $1::text::tsquery ORDER BY id DESC LIMIT $4)
		SELECT 0, count(*), (SELECT count(*) FROM (SELECT 1 FROM `+string(in)+` WHERE id BETWEEN $2 AND $3 LIMIT $5) AS looked) FROM m
		UNION ALL (SELECT id, 0, 0 FROM m ORDER BY id DESC LIMIT $6)`, ts(m), from, to, limit, window, first)
	if err != nil {
		return nil, 0, 0, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		var found, seen int
		if err := rows.Scan(&id, &found, &seen); err != nil {
			return nil, 0, 0, err
		}
		if total, looked = total+found, looked+seen; id != 0 {
			ids = append(ids, id)
		}
	}
	return ids, total, looked, rows.Err()
}

// tidyText enters what waits in the index's list of new words.
func (postgres) tidyText(tx *Tx, in TextIndex) (more bool, err error) {
	_, err = tx.Exec(`SELECT gin_clean_pending_list(indexrelid::regclass) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
		WHERE i.indrelid = $1::text::regclass AND a.amname = 'gin'`, string(in))
	return false, err
}

func (postgres) countText(ctx context.Context, on querier, in TextIndex, m TextMatch, most int) (n int, err error) {
	from, to := m.bounds()
	err = on.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM `+string(in)+` WHERE words @@ $1::text::tsquery AND id BETWEEN $2 AND $3 LIMIT $4) AS found`,
		ts(m), from, to, most).Scan(&n)
	return n, err
}
