package filetext

import (
	"context"
	"errors"
	"math"
	"sync"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/posting"
	"gongkai/internal/store"
)

// Sizes of the steps of folding. Records are read and their words made outside of transactions; a transaction writes for some
// tens of milliseconds, so that nobody who publishes waits for it.
const (
	foldTexts   = 4096    // records that become one segment
	foldUnits   = 6 << 20 // characters of them: fewer records where attachments are long
	foldRecords = 256     // read at once
	foldRows    = 1500    // lists that one transaction stores
	mergeRows   = 300     // lists of one segment that are read at once
)

// folding is held by whoever folds: two at once would undo each other's work.
var folding sync.Mutex

// Fold folds fresh records into segments of the search index, and segments into larger ones. It may be interrupted at any
// moment: what a segment does not hold yet stays fresh. While the index is being made again nothing is folded.
func (x *Indexer) Fold(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "filetext.Fold")
	folding.Lock()
	defer folding.Unlock()
	if in, err := store.InStep(x.DB.View(ctx)); err != nil || !in {
		return err
	}
	if enough, err := x.enough(ctx); err != nil || !enough {
		return err
	}
	if err := x.tidy(ctx, store.RetireSegments); err != nil {
		return err
	}
	f := folder{Indexer: x}
	for below, more := int64(math.MaxInt64), true; more; {
		if below, more, err = f.fold(ctx, below); err != nil {
			break
		}
		if err = f.mergeAll(ctx); err != nil {
			break
		}
	}
	if errors.Is(err, store.ErrSegment) { // another node folds
		return nil
	}
	return err
}

// Refold makes the segments anew, whatever they hold.
func (x *Indexer) Refold(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "filetext.Refold")
	folding.Lock()
	err = x.write(ctx, store.UnfoldSearch)
	folding.Unlock()
	if err != nil {
		return err
	}
	return x.Fold(ctx)
}

// enough reports whether there are so many records that segments are worth having.
func (x *Indexer) enough(ctx context.Context) (bool, error) {
	least := store.LeastFolded
	if x.LeastFolded > 0 {
		least = x.LeastFolded
	}
	return store.Enough(x.DB.View(ctx), least)
}

// tidy takes one step of housekeeping, and then sweeps away what is retired.
func (x *Indexer) tidy(ctx context.Context, step func(tx *database.Tx) error) error {
	if err := x.write(ctx, step); err != nil {
		return err
	}
	for more := true; more; {
		if err := x.write(ctx, func(tx *database.Tx) (err error) {
			more, err = store.SweepSegments(tx)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (x *Indexer) write(ctx context.Context, step func(tx *database.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if x.BeforeStep != nil {
		if err := x.BeforeStep(); err != nil {
			return err
		}
	}
	return x.DB.WriteUnrecorded(ctx, "search", step)
}

// folder is one run of folding.
type folder struct {
	*Indexer
	rows []posting.Row
}

// fold makes one segment of fresh records below a number, and says below which number to go on.
func (f *folder) fold(ctx context.Context, below int64) (next int64, more bool, err error) {
	b := posting.NewBuilder()
	var records []store.FreshRecord
	for more = true; more && b.Len() < foldTexts && b.Size() < foldUnits; {
		var some []store.FreshRecord
		if err := f.DB.Read(ctx, func(q *database.Query) (err error) {
			some, err = store.FreshRecords(q, below, foldRecords)
			return err
		}); err != nil {
			return 0, false, err
		}
		for _, r := range some {
			if r.Visible {
				b.Add(r.ID, r.Words, r.Units)
			}
			below, r.Words, r.Units = r.ID, nil, ""
			records = append(records, r)
		}
		more = len(some) == foldRecords
	}
	if len(records) == 0 {
		return below, false, nil
	}
	var segment int64
	if b.Len() > 0 {
		if segment, err = f.begin(ctx, b.Numbers()); err != nil {
			return 0, false, err
		}
		b.Rows(func(r posting.Row) bool {
			err = f.add(ctx, segment, r)
			return err == nil
		})
		if err == nil {
			err = f.flush(ctx, segment)
		}
		if err != nil {
			return 0, false, err
		}
	}
	if err := f.write(ctx, func(tx *database.Tx) error { return store.FinishFold(tx, segment, records) }); err != nil {
		return 0, false, err
	}
	return below, more, f.DB.Reclaim(ctx, "search_fresh", "search_segment") // every search reads them through
}

func (f *folder) begin(ctx context.Context, numbers []int64) (id int64, err error) {
	f.rows = f.rows[:0]
	err = f.write(ctx, func(tx *database.Tx) (err error) {
		id, err = store.BeginSegment(tx, numbers)
		return err
	})
	return id, err
}

// add stores a list, many at a time.
func (f *folder) add(ctx context.Context, segment int64, r posting.Row) error {
	if f.rows = append(f.rows, r); len(f.rows) < foldRows {
		return nil
	}
	return f.flush(ctx, segment)
}

func (f *folder) flush(ctx context.Context, segment int64) error {
	rows := f.rows
	f.rows = f.rows[:0]
	return f.write(ctx, func(tx *database.Tx) error { return store.AddPostings(tx, segment, rows) })
}

// mergeAll merges segments until none is due.
func (f *folder) mergeAll(ctx context.Context) error {
	for {
		live, err := store.Segments(f.DB.View(ctx), true)
		if err != nil {
			return err
		}
		var sizes []posting.Size
		for _, s := range live {
			sizes = append(sizes, s.Size())
		}
		due := posting.Due(sizes)
		if len(due) == 0 {
			return nil
		}
		var sources []store.Segment
		for _, d := range due {
			for _, s := range live {
				if s.ID == d.ID {
					sources = append(sources, s)
				}
			}
		}
		if err := f.merge(ctx, sources); err != nil {
			return err
		}
	}
}

// merge makes one segment of several.
func (f *folder) merge(ctx context.Context, segments []store.Segment) error {
	var sources []posting.Source
	for _, s := range segments {
		source, err := s.Source()
		if err != nil {
			return err
		}
		sources = append(sources, source)
	}
	m := posting.NewMerge(sources)
	var segment int64
	if len(m.Numbers()) > 0 {
		var err error
		if segment, err = f.begin(ctx, m.Numbers()); err != nil {
			return err
		}
		if err := f.mergeLists(ctx, segment, m, segments); err != nil {
			return err
		}
	}
	return f.tidy(ctx, func(tx *database.Tx) error { return store.FinishMerge(tx, segment, segments) })
}

// mergeLists reads the lists of all segments side by side, word by word.
func (f *folder) mergeLists(ctx context.Context, segment int64, m *posting.Merge, segments []store.Segment) error {
	heads := make([][]posting.Row, len(segments))
	read := func(i int, after string) (err error) {
		heads[i], err = store.Postings(f.DB.View(ctx), segments[i].ID, after, mergeRows)
		return err
	}
	for i := range segments {
		if err := read(i, ""); err != nil {
			return err
		}
	}
	for {
		word, found := "", false
		for _, rows := range heads {
			if len(rows) > 0 && (!found || rows[0].Word < word) {
				word, found = rows[0].Word, true
			}
		}
		if !found {
			return f.flush(ctx, segment)
		}
		var parts []posting.Part
		for i, rows := range heads {
			if len(rows) == 0 || rows[0].Word != word {
				continue
			}
			parts = append(parts, posting.Part{Source: i, List: rows[0].List})
			if heads[i] = rows[1:]; len(heads[i]) == 0 {
				if err := read(i, word); err != nil {
					return err
				}
			}
		}
		list, err := m.List(word, parts)
		if err != nil {
			return err
		}
		if list != nil {
			if err := f.add(ctx, segment, posting.Row{Word: word, List: list}); err != nil {
				return err
			}
		}
	}
}
