package store

import (
	"encoding/json"
	"math/rand/v2"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/posting"
)

// Segments of the search index hold the records that were folded into them; what was entered, changed or withdrawn since is
// fresh. Segments and fresh records together are always everything that is visible, so that a search misses nothing.

// LeastFolded is how many visible records there must be before segments are worth having: a search for a phrase reads through
// fewer.
const LeastFolded = 64

// fewFresh is how many fresh records are folded; until then a search looks at each.
const fewFresh = 64

// newStamp tells one state of a fresh record from the next.
func newStamp() int64 { return rand.Int64N(1 << 47) }

// Fresh is what a search asks of a record until that is folded.
type Fresh struct {
	Words posting.Words
	Units posting.Units
}

// NewFresh is what a search asks of a record with the entry.
func NewFresh(source fulltext.Source, entry fulltext.Entry) Fresh {
	return Fresh{posting.NewWords(entry.Words()), fulltext.Units(source)}
}

// freshen notes that the record of the number is not, or no longer, what a segment says; known: one may say something.
func freshen(tx *database.Tx, id int64, known bool, read func() Fresh) error {
	ask, err := AsksFresh(tx)
	if err != nil {
		return err
	}
	if !ask { // they are made when they are folded
		return putFresh(tx, id, known, nil)
	}
	x := read()
	return putFresh(tx, id, known, &x)
}

// putFresh stores a fresh record, nil where nobody knows what it holds.
func putFresh(tx *database.Tx, id int64, known bool, x *Fresh) error {
	var words, units any
	if x != nil {
		words, units = append([]byte{}, x.Words...), string(x.Units) // no words are not null
	}
	_, err := tx.Exec(`INSERT INTO search_fresh (id, stamp, folded, words, units) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, words = excluded.words, units = excluded.units`, id, newStamp(), known, words, units)
	return err
}

// AsksFresh reports whether a search would look at fresh records: there are segments, and not too many fresh records to be read
// through for a phrase. While the index is made again with another dictionary it would not.
func AsksFresh(r database.Reader) (asks bool, err error) {
	defer fault.Wrap(&err, "store.AsksFresh")
	var segments, fresh int
	err = r.QueryRow(`SELECT (SELECT count(*) FROM (SELECT 1 FROM search_segment WHERE state = $1 AND mark = $2 LIMIT 1) AS s),
		(SELECT count(*) FROM (SELECT 1 FROM search_fresh LIMIT $3) AS f)`, segmentLive, fulltext.Mark(), posting.MostScanned).Scan(&segments, &fresh)
	return segments > 0 && fresh < posting.MostScanned, err
}

// freshenRun notes that records were entered under the numbers, nobody knows with which words.
func freshenRun(tx *database.Tx, r run) error {
	_, err := tx.Exec(`INSERT INTO search_fresh (id, stamp, folded) SELECT id, $3, 1 FROM search_entry WHERE id >= $1 AND id < $2
		ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, words = NULL, units = NULL`, r.from, r.next, newStamp())
	return err
}

// Enough reports whether there are at least so many visible records.
func Enough(r database.Reader, least int) (enough bool, err error) {
	defer fault.Wrap(&err, "store.Enough")
	var n int
	err = r.QueryRow(`SELECT count(*) FROM (SELECT 1 FROM search_entry LIMIT $1) AS e`, least).Scan(&n)
	return n >= least, err
}

// FoldWanted reports whether there is enough to be folded, or something that keeps searches from using the segments.
func FoldWanted(r database.Reader) (wanted bool, err error) {
	defer fault.Wrap(&err, "store.FoldWanted")
	var fresh, unknown int
	err = r.QueryRow(`SELECT (SELECT count(*) FROM (SELECT 1 FROM search_fresh LIMIT $1) AS f), (SELECT count(*) FROM (SELECT 1 FROM search_fresh WHERE words IS NULL LIMIT 1) AS n)`,
		fewFresh).Scan(&fresh, &unknown)
	if err != nil || fresh < fewFresh && unknown == 0 {
		return false, err
	}
	return Enough(r, LeastFolded)
}

// A FreshRecord is a fresh record as it is now.
type FreshRecord struct {
	ID      int64
	Stamp   int64
	Folded  bool
	Visible bool
	Words   []posting.Word
	Units   posting.Units
}

// FreshRecords reads fresh records below a number, the greatest first, with what a segment keeps of them.
func FreshRecords(r database.Reader, below int64, limit int) (records []FreshRecord, err error) {
	defer fault.Wrap(&err, "store.FreshRecords")
	var rows []struct {
		ID     int64  `db:"id"`
		Stamp  int64  `db:"stamp"`
		Folded bool   `db:"folded"`
		Body   string `db:"body"`
	}
	if err := r.Select(&rows, `SELECT f.id, f.stamp, f.folded, coalesce(v.body, '') AS body FROM search_fresh f LEFT JOIN search_entry e ON e.id = f.id
		LEFT JOIN record_version v ON v.record = e.record AND v.version = e.version WHERE f.id < $1 ORDER BY f.id DESC LIMIT $2`, below, limit); err != nil {
		return nil, err
	}
	for _, row := range rows {
		x := FreshRecord{ID: row.ID, Stamp: row.Stamp, Folded: row.Folded}
		if row.Body != "" {
			var source fulltext.Source
			if err := json.Unmarshal([]byte(row.Body), &source.Record); err != nil {
				return nil, err
			}
			if source.Texts, _, err = fileTexts(r, source.Record.Files); err != nil {
				return nil, err
			}
			x.Visible, x.Words, x.Units = true, fulltext.Enter(source).Words(), fulltext.Units(source) // without the marks of 索引号 and year, which no list has
		}
		records = append(records, x)
	}
	return records, nil
}
