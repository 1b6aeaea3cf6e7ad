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

// Collected counts what [Store.Collect] did.
type Collected struct {
	Binned   int // moved to the bin
	Removed  int // taken away for good
	Restored int // brought back from the bin, since a row refers to it
}

// Collect takes away files to which no row refers and which were last handed in longer ago than the grace, and the
// remains of uploads that were broken off. A file first goes to the bin, where it is still found, and is removed by
// a run after another time of grace, unless a row refers to it by then. So a file that is handed in again or referred
// to while Collect runs is safe, without a lock between processes.
func (s *Store) Collect(ctx context.Context, grace time.Duration, referenced Reference) (done Collected, err error) {
	defer fault.Wrap(&err, "blob.Collect")
	if grace < MinGrace {
		return done, fault.New(fault.Invalid, "清理的宽限期至少 %v", MinGrace)
	}
	before := s.now().Add(-grace)
	if w, ok := s.backend.(sweeper); ok {
		if err := w.sweep(ctx, before); err != nil {
			return done, err
		}
	}
	// The bin first: what is moved there by this run must wait for the next.
	err = s.each(ctx, bin, referenced, func(o object, info Info, used bool) error {
		switch {
		case used:
			done.Restored++
			return s.move(ctx, o, keyOf(objects, info.Hash, info.Encrypted))
		case o.at.Before(before):
			done.Removed++
			return s.backend.remove(ctx, o.key)
		}
		return nil
	})
	if err != nil {
		return done, err
	}
	err = s.each(ctx, objects, referenced, func(o object, info Info, used bool) error {
		if used || !o.at.Before(before) {
			return nil
		}
		if now, err := s.backend.stat(ctx, o.key); err != nil || !now.at.Before(before) {
			return ignoreMissing(err) // handed in again meanwhile
		}
		done.Binned++
		return s.move(ctx, o, keyOf(bin, info.Hash, info.Encrypted))
	})
	return done, err
}

// each calls visit for the objects of a place with whether they are referred to.
func (s *Store) each(ctx context.Context, place string, referenced Reference,
	visit func(object, Info, bool) error) error {
	type entry struct {
		object
		Info
	}
	var batch []entry
	flush := func() error {
		hashes := make([]Hash, len(batch))
		for i, e := range batch {
			hashes[i] = e.Hash
		}
		used, err := referenced(ctx, hashes)
		if err != nil {
			return err
		}
		for _, e := range batch {
			if err := visit(e.object, e.Info, used[e.Hash]); err != nil {
				return err
			}
		}
		batch = batch[:0]
		return nil
	}
	err := s.backend.walk(ctx, place, func(o object) error {
		info, ok := infoOf(o)
		if !ok {
			return nil
		}
		if batch = append(batch, entry{o, info}); len(batch) == collectBatch {
			return flush()
		}
		return nil
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	return err
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
