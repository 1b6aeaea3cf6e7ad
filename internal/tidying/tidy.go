package tidying

import (
	"context"
	"encoding/json"
	"time"

	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/ledger"
)

// Grace is how long a file may wait for its row, and once more in the bin: a form filled in over a long holiday.
const Grace = 10 * 24 * time.Hour

// Done counts what a run did.
type Done struct {
	Binned   int `json:"binned"`   // moved to the bin
	Removed  int `json:"removed"`  // taken away for good
	Restored int `json:"restored"` // brought back from the bin, since a row names them
}

// Verbs of the ledger.
const (
	verbBin     = "bin_files"
	verbRemove  = "remove_files"
	verbRestore = "restore_files"
)

// Tidy takes away the files that no row names and that were handed in longer ago than the grace. What it is about to do
// is entered in the ledger first.
// 法源: GB/T 22239。
func Tidy(ctx context.Context, db *database.DB, keys *crypt.Keyring, files *blob.Store, grace time.Duration) (done Done, err error) {
	defer fault.Wrap(&err, "tidying.Tidy")
	named, err := Named(ctx, db, keys)
	if err != nil {
		return done, err
	}
	referenced := func(_ context.Context, hashes []blob.Hash) (map[blob.Hash]bool, error) {
		used := map[blob.Hash]bool{}
		for _, h := range hashes {
			if _, ok := named[h]; ok {
				used[h] = true
			}
		}
		return used, nil
	}
	err = files.Collect(ctx, grace, referenced, func(b blob.Batch) error {
		done.Binned, done.Removed, done.Restored = done.Binned+len(b.Bin), done.Removed+len(b.Remove), done.Restored+len(b.Restore)
		return enter(ctx, db, b)
	})
	return done, err
}

// enter writes to the ledger what becomes of some files.
func enter(ctx context.Context, db *database.DB, b blob.Batch) error {
	return db.Write(ctx, ledger.Machine("files"), func(tx *database.Tx) error {
		for _, part := range []struct {
			verb   string
			hashes []blob.Hash
		}{{verbBin, b.Bin}, {verbRemove, b.Remove}, {verbRestore, b.Restore}} {
			if len(part.hashes) == 0 {
				continue
			}
			after, err := json.Marshal(map[string]any{"count": len(part.hashes), "files": part.hashes})
			if err != nil {
				return err
			}
			tx.Record(ledger.Entry{Verb: part.verb, Subject: ledger.Subject{Kind: "files", ID: string(part.hashes[0])}, After: string(after)})
		}
		return nil
	})
}
