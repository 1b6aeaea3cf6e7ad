package portal

import (
	"context"
	"sync"

	"gongkai/internal/database"
	"gongkai/internal/query"
)

// A revision counts the changes that pages may show. It follows from the ledger, in which every act of every process is
// entered, so that a page kept here is out of date at the very moment in which another node publishes. Acts that no page
// shows, as the steps of applications, leave the pages as they are.
type revision struct {
	mu     sync.Mutex
	heads  map[string]int64
	number int64
	stamp  database.Stamp // of the files when the ledger was read
}

// now reads how far the ledger has come and returns the number of the revision.
func (v *revision) now(ctx context.Context, db *database.DB) (int64, error) {
	stamp := db.Stamp() // before the ledger is read: what is committed after it shows
	v.mu.Lock()
	if v.heads != nil && v.stamp.Same(stamp) {
		defer v.mu.Unlock()
		return v.number, nil
	}
	v.mu.Unlock()
	r := db.View(ctx)
	heads, err := query.PortalHeads(r)
	if err != nil {
		return 0, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	touched := v.heads == nil
	for chain, seq := range heads {
		if old := v.heads[chain]; old < seq && !touched {
			if touched, err = query.PortalTouched(r, chain, old, seq); err != nil {
				return 0, err
			}
		}
	}
	if touched {
		v.number++
	}
	for chain, seq := range v.heads { // a call that read earlier must not turn the clock back
		heads[chain] = max(heads[chain], seq)
	}
	v.heads, v.stamp = heads, stamp
	return v.number, nil
}
