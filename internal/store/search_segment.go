package store

import (
	"math/rand/v2"
	"strconv"
	"strings"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
	"gongkai/internal/posting"
)

// States of a segment. One that is being made answers nobody yet, one that is retired nobody any more.
const (
	segmentMaking  = "making"
	segmentLive    = "live"
	segmentRetired = "retired"
)

// ErrSegment is that somebody else has folded meanwhile; nothing is lost by leaving off.
var ErrSegment = fault.New(fault.Conflict, "检索索引正在由另一个任务整理")

// BeginSegment begins a segment of texts with the numbers and returns its id. Ids are drawn by lot, so that none ever comes
// back as another segment.
func BeginSegment(tx *database.Tx, numbers []int64) (id int64, err error) {
	defer fault.Wrap(&err, "store.BeginSegment")
	id = 1 + rand.Int64N(1<<47)
	_, err = tx.Exec(`INSERT INTO search_segment (id, mark, state, texts, newest, oldest, gone, numbers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, fulltext.Mark(), segmentMaking, len(numbers), numbers[0], numbers[len(numbers)-1], posting.NewSet(nil, len(numbers)), posting.NewNumbers(numbers))
	return id, err
}

// rowsAtOnce is how many lists one statement stores.
const rowsAtOnce = 150

// AddPostings stores lists of a segment that is being made.
func AddPostings(tx *database.Tx, segment int64, rows []posting.Row) (err error) {
	defer fault.Wrap(&err, "store.AddPostings")
	if err := turn(tx, segment, segmentMaking, segmentMaking); err != nil {
		return err
	}
	for len(rows) > 0 {
		n := min(len(rows), rowsAtOnce)
		var b strings.Builder
		b.WriteString(`INSERT INTO search_posting (segment, word, texts) VALUES `)
		args := []any{segment}
		for i, r := range rows[:n] {
			b.WriteString([]string{"($1, $", ", ($1, $"}[min(i, 1)] + strconv.Itoa(2*i+2) + ", $" + strconv.Itoa(2*i+3) + ")")
			args = append(args, r.Word, r.List)
		}
		if _, err := tx.Exec(b.String(), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// turn brings a segment from one state into another.
func turn(tx *database.Tx, segment int64, from, to string) error {
	n, err := tx.Exec(`UPDATE search_segment SET state = $3 WHERE id = $1 AND state = $2`, segment, from, to)
	if err == nil && n == 0 {
		return ErrSegment
	}
	return err
}

// A Segment is a live segment as folding sees it.
type Segment struct {
	ID      int64  `db:"id"`
	Texts   int    `db:"texts"`
	Newest  int64  `db:"newest"`
	Oldest  int64  `db:"oldest"`
	Numbers []byte `db:"numbers"`
	Stored  []byte `db:"gone"`
	gone    posting.Set
}

// Size is how large the segment is.
func (s Segment) Size() posting.Size {
	return posting.Size{ID: s.ID, Texts: s.Texts, Gone: s.gone.Len()}
}

// Source is the segment as a part of another.
func (s Segment) Source() (posting.Source, error) {
	numbers, err := posting.ReadNumbers(s.Numbers)
	return posting.Source{Numbers: numbers, Gone: s.gone}, err
}

// Segments are the live segments, with their numbers or without.
func Segments(r database.Reader, numbers bool) (list []Segment, err error) {
	defer fault.Wrap(&err, "store.Segments")
	column := "numbers"
	if !numbers {
		column = "gone AS numbers"
	}
	if err := r.Select(&list, `SELECT id, texts, newest, oldest, gone, `+column+` FROM search_segment WHERE state = $1 ORDER BY id`, segmentLive); err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].gone, err = posting.ReadSet(list[i].Stored, list[i].Texts); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Postings are lists of a segment after a word, in the order of the words.
func Postings(r database.Reader, segment int64, after string, limit int) (rows []posting.Row, err error) {
	defer fault.Wrap(&err, "store.Postings")
	found, err := r.Query(`SELECT word, texts FROM search_posting WHERE segment = $1 AND word > $2 ORDER BY word LIMIT $3`, segment, after, limit)
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	for found.Next() {
		var row posting.Row
		if err := found.Scan(&row.Word, &row.List); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, found.Err()
}

// FinishFold makes a segment live into which the fresh records were folded, zero for none where all of them are withdrawn. What
// the segments before say of them is gone; records that changed meanwhile stay fresh.
func FinishFold(tx *database.Tx, segment int64, records []FreshRecord) (err error) {
	defer fault.Wrap(&err, "store.FinishFold")
	same, err := unchanged(tx, records)
	if err != nil {
		return err
	}
	var before, within []int64
	for _, x := range records {
		switch {
		case !same[x.ID] && x.Visible:
			within = append(within, x.ID) // as it was: never to be seen
		case same[x.ID] && x.Folded:
			before = append(before, x.ID)
		}
	}
	if len(before) > 0 {
		live, err := Segments(tx, true)
		if err != nil {
			return err
		}
		for _, s := range live {
			if err := leave(tx, s, before); err != nil {
				return err
			}
		}
	}
	if segment != 0 {
		var made Segment
		if err := tx.Get(&made, `SELECT id, texts, newest, oldest, gone, numbers FROM search_segment WHERE id = $1`, segment); err != nil {
			return err
		}
		if err := leave(tx, made, within); err != nil {
			return err
		}
		if err := turn(tx, segment, segmentMaking, segmentLive); err != nil {
			return err
		}
	}
	return forget(tx, records, same)
}

// unchanged are the records that are fresh as they were read.
func unchanged(tx *database.Tx, records []FreshRecord) (map[int64]bool, error) {
	stamps := make(map[int64]int64, len(records))
	for _, x := range records {
		stamps[x.ID] = x.Stamp
	}
	rows, err := tx.Query(`SELECT id, stamp FROM search_fresh WHERE id BETWEEN $1 AND $2`, records[len(records)-1].ID, records[0].ID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	same := make(map[int64]bool, len(records))
	for rows.Next() {
		var id, stamp int64
		if err := rows.Scan(&id, &stamp); err != nil {
			return nil, err
		}
		if was, ok := stamps[id]; ok && was == stamp {
			same[id] = true
		}
	}
	return same, rows.Err()
}

// leave takes numbers out of a segment that may hold them.
func leave(tx *database.Tx, s Segment, numbers []int64) error {
	all, err := posting.ReadNumbers(s.Numbers)
	if err != nil {
		return err
	}
	gone, err := posting.ReadSet(s.Stored, s.Texts)
	if err != nil {
		return err
	}
	now, more := gone.With(all, numbers)
	if !more {
		return nil
	}
	_, err = tx.Exec(`UPDATE search_segment SET gone = $2 WHERE id = $1`, s.ID, now)
	return err
}

// forget makes records fresh no longer.
func forget(tx *database.Tx, records []FreshRecord, same map[int64]bool) error {
	var ids []any
	flush := func() (err error) {
		if len(ids) > 0 {
			_, err = tx.Exec(`DELETE FROM search_fresh WHERE id IN (`+marks(len(ids))+`)`, ids...)
		}
		ids = ids[:0]
		return err
	}
	for _, x := range records {
		if same[x.ID] {
			ids = append(ids, x.ID)
		}
		if len(ids) == 2*rowsAtOnce {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// marks are so many places of arguments.
func marks(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = "$" + strconv.Itoa(i+1)
	}
	return strings.Join(list, ", ")
}

// FinishMerge makes a segment live in the place of others, zero for none where nothing is left of them.
func FinishMerge(tx *database.Tx, segment int64, sources []Segment) (err error) {
	defer fault.Wrap(&err, "store.FinishMerge")
	live, err := Segments(tx, false)
	if err != nil {
		return err
	}
	gone := map[int64]int{}
	for _, s := range live {
		gone[s.ID] = s.gone.Len()
	}
	for _, s := range sources {
		if n, ok := gone[s.ID]; !ok || n != s.gone.Len() {
			return ErrSegment
		}
		if err := turn(tx, s.ID, segmentLive, segmentRetired); err != nil {
			return err
		}
	}
	if segment == 0 {
		return nil
	}
	return turn(tx, segment, segmentMaking, segmentLive)
}

// RetireSegments puts aside what was left half made, and segments of another dictionary: their records have all been entered
// again and are fresh when the index is in step.
func RetireSegments(tx *database.Tx) (err error) {
	defer fault.Wrap(&err, "store.RetireSegments")
	_, err = tx.Exec(`UPDATE search_segment SET state = $1 WHERE state = $2 OR state = $3 AND mark <> $4`, segmentRetired, segmentMaking, segmentLive, fulltext.Mark())
	return err
}

// UnfoldSearch puts aside every segment and makes every record fresh, so that all is folded anew. Until then the index of texts
// answers.
func UnfoldSearch(tx *database.Tx) (err error) {
	defer fault.Wrap(&err, "store.UnfoldSearch")
	if _, err := tx.Exec(`UPDATE search_segment SET state = $1`, segmentRetired); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM search_fresh`); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO search_fresh (id, stamp, folded) SELECT id, $1, 0 FROM search_entry`, newStamp())
	return err
}

// sweptAtOnce is how many lists of a retired segment one step deletes.
const sweptAtOnce = 4000

// SweepSegments deletes a part of the retired segments and says whether there is more.
func SweepSegments(tx *database.Tx) (more bool, err error) {
	defer fault.Wrap(&err, "store.SweepSegments")
	var id int64
	err = tx.QueryRow(`SELECT id FROM search_segment WHERE state = $1 ORDER BY id LIMIT 1`, segmentRetired).Scan(&id)
	if database.NotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var to string
	err = tx.QueryRow(`SELECT word FROM search_posting WHERE segment = $1 ORDER BY word LIMIT 1 OFFSET $2`, id, sweptAtOnce).Scan(&to)
	if database.NotFound(err) {
		if _, err := tx.Exec(`DELETE FROM search_posting WHERE segment = $1`, id); err != nil {
			return false, err
		}
		_, err = tx.Exec(`DELETE FROM search_segment WHERE id = $1`, id)
		return true, err
	}
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(`DELETE FROM search_posting WHERE segment = $1 AND word < $2`, id, to)
	return true, err
}
