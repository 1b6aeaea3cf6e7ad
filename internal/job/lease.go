package job

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"gongkai/internal/database"
)

// house names the package where it keeps house without a ledger entry.
const house = "job"

// firstPause and longestPause bound the pause between attempts: it doubles from one to the other.
const (
	firstPause   = 10 * time.Second
	longestPause = 6 * time.Hour
)

// backoff is the pause after the attempt, a fifth more or less by chance.
func backoff(attempt int) time.Duration {
	pause := min(firstPause<<min(attempt-1, 20), longestPause)
	return pause*4/5 + rand.N(pause*2/5)
}

// row is a job as a claim reads it.
type row struct {
	ID          string
	Agency      string
	Kind        string
	Payload     string
	Attempts    int
	MaxAttempts int
}

// anyDue looks without writing, so that an idle runner never takes the writer's turn.
func anyDue(ctx context.Context, db *database.DB) (bool, error) {
	var n int
	err := db.View(ctx).Get(&n, `SELECT count(*) FROM (SELECT 1 FROM job
		WHERE state = 'ready' AND run_at <= $1 AND lease_until <= $1 LIMIT 1) due`, db.Now())
	return n > 0, err
}

// claim takes up to n due jobs of the kinds that have a handler here, under a lease of the given length. A job whose
// last attempt was cut off by a crash is dead instead.
func claim(ctx context.Context, db *database.DB, kinds map[Kind]Handler, n int, length time.Duration) (jobs []Job, err error) {
	err = db.WriteUnrecorded(ctx, house, func(tx *database.Tx) error {
		jobs = nil
		args := []any{tx.Now(), n}
		var marks []string
		for k := range kinds {
			args = append(args, string(k))
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		var due []row
		err := tx.Select(&due, `SELECT id, agency, kind, payload, attempts, max_attempts FROM job
			WHERE state = 'ready' AND run_at <= $1 AND lease_until <= $1 AND kind IN (`+strings.Join(marks, ", ")+`)
			ORDER BY run_at, id LIMIT $2`, args...)
		if err != nil {
			return err
		}
		for _, r := range due {
			if r.Attempts >= r.MaxAttempts {
				if err := bury(tx, r.ID, "运行中断，已达重试上限"); err != nil {
					return err
				}
				continue
			}
			j := Job{ID: r.ID, Agency: r.Agency, Kind: Kind(r.Kind), Attempt: r.Attempts + 1, Attempts: r.MaxAttempts,
				payload: r.Payload, lease: tx.NewID("ls")}
			_, err := tx.Exec(`UPDATE job SET lease = $2, lease_until = $3, attempts = $4 WHERE id = $1`,
				j.ID, j.lease, tx.Now().Add(length), j.Attempt)
			if err != nil {
				return err
			}
			jobs = append(jobs, j)
		}
		return nil
	})
	return jobs, err
}

func bury(tx *database.Tx, id, reason string) error {
	_, err := tx.Exec(`UPDATE job SET state = 'dead', lease = '', last_error = $2, finished_at = $3 WHERE id = $1`,
		id, reason, tx.Now())
	return err
}

// renew lengthens the lease and reports whether it is still ours.
func renew(ctx context.Context, db *database.DB, j Job, length time.Duration) (ours bool, err error) {
	err = db.WriteUnrecorded(ctx, house, func(tx *database.Tx) error {
		n, err := tx.Exec(`UPDATE job SET lease_until = $3 WHERE id = $1 AND lease = $2 AND state = 'ready'`,
			j.ID, j.lease, tx.Now().Add(length))
		ours = n == 1
		return err
	})
	return ours, err
}

// settle writes down how the attempt ended. Where the lease is lost it changes nothing: the next holder decides.
func settle(ctx context.Context, db *database.DB, j Job, failure error) error {
	return db.WriteUnrecorded(ctx, house, func(tx *database.Tx) error {
		const ours = ` WHERE id = $1 AND lease = $2 AND state = 'ready'`
		var err error
		switch {
		case failure == nil:
			_, err = tx.Exec(`UPDATE job SET state = 'done', finished_at = $3, lease = '', last_error = ''`+ours,
				j.ID, j.lease, tx.Now())
		case j.Last() || permanent(failure):
			_, err = tx.Exec(`UPDATE job SET state = 'dead', finished_at = $3, lease = '', last_error = $4`+ours,
				j.ID, j.lease, tx.Now(), masked(failure.Error()))
		default:
			_, err = tx.Exec(`UPDATE job SET run_at = $3, lease = '', lease_until = 0, last_error = $4`+ours,
				j.ID, j.lease, tx.Now().Add(backoff(j.Attempt)), masked(failure.Error()))
		}
		return err
	})
}

// giveBack returns a job that was interrupted by an orderly stop: the attempt does not count.
func giveBack(ctx context.Context, db *database.DB, j Job) error {
	return db.WriteUnrecorded(ctx, house, func(tx *database.Tx) error {
		_, err := tx.Exec(`UPDATE job SET lease = '', lease_until = 0, attempts = attempts - 1
			WHERE id = $1 AND lease = $2 AND state = 'ready'`, j.ID, j.lease)
		return err
	})
}

// Forget removes jobs that ended well or were discarded before the instant; dead ones stay. It returns how many.
// A unique key is free again once its job is forgotten.
func Forget(ctx context.Context, db *database.DB, before time.Time) (n int64, err error) {
	err = db.WriteUnrecorded(ctx, house, func(tx *database.Tx) error {
		n, err = tx.Exec(`DELETE FROM job WHERE state IN ('done', 'discarded') AND finished_at < $1`, before)
		return err
	})
	return n, err
}
