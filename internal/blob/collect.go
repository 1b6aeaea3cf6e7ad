package blob

import (
	"context"
	"io"
	"time"

	"gongkai/fault"
)

// MinGrace is the shortest time of grace: longer than any use-case takes between storing a file and committing the
// row that refers to it, and than an S3 upload counts as fresh.
const MinGrace = 2 * time.Hour

// collectBatch is how many files are asked about at once.
const collectBatch = 500

// A Reference says which of the hashes are referred to by a committed row.
type Reference func(ctx context.Context, hashes []Hash) (map[Hash]bool, error)

// A Batch is what [Store.Collect] does with some files.
type Batch struct {
	Bin     []Hash // moved to the bin
	Remove  []Hash // taken away for good
	Restore []Hash // brought back from the bin, since a row refers to them
}

func (b Batch) empty() bool { return len(b.Bin)+len(b.Remove)+len(b.Restore) == 0 }

// Collect takes away files to which no row refers and which were last handed in longer ago than the grace, and the
// remains of uploads that were broken off. A file first goes to the bin, where it is still found, and is removed by
// a run after another time of grace, unless a row refers to it by then. So a file that is handed in again or referred
// to while Collect runs is safe, without a lock between processes. Each batch is announced before anything is done with
// its files; an error leaves them alone.
func (s *Store) Collect(ctx context.Context, grace time.Duration, referenced Reference, announce func(Batch) error) (err error) {
	defer fault.Wrap(&err, "blob.Collect")
	if grace < MinGrace {
		return fault.New(fault.Invalid, "清理的宽限期至少 %v", MinGrace)
	}
	before := s.now().Add(-grace)
	if w, ok := s.backend.(sweeper); ok {
		if err := w.sweep(ctx, before); err != nil {
			return err
		}
	}
	c := collection{store: s, before: before, referenced: referenced, announce: announce}
	// The bin first: what is moved there by this run must wait for the next.
	for _, place := range []string{bin, objects} {
		if err := c.place(ctx, place); err != nil {
			return err
		}
	}
	return nil
}

// A collection is one run of [Store.Collect].
type collection struct {
	store      *Store
	before     time.Time
	referenced Reference
	announce   func(Batch) error
}

// An entry is an object with what its key says.
type entry struct {
	object
	Info
}

// place goes through the objects of a place, some at a time.
func (c collection) place(ctx context.Context, place string) error {
	var some []entry
	err := c.store.backend.walk(ctx, place, func(o object) error {
		info, ok := infoOf(o)
		if !ok {
			return nil
		}
		if some = append(some, entry{o, info}); len(some) < collectBatch {
			return nil
		}
		err := c.some(ctx, some)
		some = some[:0]
		return err
	})
	if err == nil && len(some) > 0 {
		err = c.some(ctx, some)
	}
	return err
}

// some decides on a few objects, announces what comes of it, and does it.
func (c collection) some(ctx context.Context, some []entry) error {
	hashes := make([]Hash, len(some))
	for i, e := range some {
		hashes[i] = e.Hash
	}
	used, err := c.referenced(ctx, hashes)
	if err != nil {
		return err
	}
	var batch Batch
	var acts []func() error
	s := c.store
	for _, e := range some {
		switch old := e.at.Before(c.before); {
		case e.Binned && used[e.Hash]:
			batch.Restore = append(batch.Restore, e.Hash)
			acts = append(acts, func() error { return s.move(ctx, e.object, keyOf(objects, e.Hash, e.Encrypted)) })
		case e.Binned && old:
			batch.Remove = append(batch.Remove, e.Hash)
			acts = append(acts, func() error { return s.backend.remove(ctx, e.key) })
		case !e.Binned && old && !used[e.Hash]:
			batch.Bin = append(batch.Bin, e.Hash)
			acts = append(acts, func() error {
				if now, err := s.backend.stat(ctx, e.key); err != nil || !now.at.Before(c.before) {
					return ignoreMissing(err) // handed in again meanwhile
				}
				return s.move(ctx, e.object, keyOf(bin, e.Hash, e.Encrypted))
			})
		}
	}
	if batch.empty() {
		return nil
	}
	if err := c.announce(batch); err != nil {
		return err
	}
	for _, act := range acts {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

// move copies the object to another key and then removes it; it is there at every moment.
func (s *Store) move(ctx context.Context, o object, to string) error {
	content, err := s.backend.open(ctx, o.key)
	if err != nil {
		return ignoreMissing(err)
	}
	defer content.Close()
	file, err := s.newSpool(s.kept)
	if err != nil {
		return err
	}
	defer discard(file)
	if _, err := io.Copy(file, contextReader{ctx, content}); err != nil {
		return err
	}
	if err := s.backend.adopt(ctx, file, to); err != nil {
		return err
	}
	return s.backend.remove(ctx, o.key)
}

// ignoreMissing drops an error which says that another process was faster.
func ignoreMissing(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}
