package job

import (
	"encoding/json"
	"time"

	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
)

// A Kind names what is to be done and so its handler.
type Kind string

// DefaultAttempts is how often a job is tried when it does not say. With the pauses of backoff that is about a day.
const DefaultAttempts = 12

// A New job is one to be enqueued.
type New struct {
	Kind     Kind
	Agency   string    // whose affair it is; empty for the site
	Key      string    // unique key: a second job with it is not enqueued, as long as the first is remembered
	Payload  any       // written as JSON; ids, no personal data
	At       time.Time // not before; zero is now
	Attempts int       // most attempts; DefaultAttempts if zero
}

// Enqueue puts the job into the queue when the transaction commits. It returns its id, or "" when a job with the same
// unique key is there already.
func Enqueue(tx *database.Tx, n New) (id string, err error) {
	defer fault.Wrap(&err, "job.Enqueue(%s)", n.Kind)
	payload, err := json.Marshal(n.Payload)
	if err != nil {
		return "", err
	}
	if n.At.Before(tx.Now()) {
		n.At = tx.Now()
	}
	if n.Attempts == 0 {
		n.Attempts = DefaultAttempts
	}
	id = tx.NewID("jb")
	added, err := tx.Exec(`INSERT INTO job (id, agency, kind, unique_key, payload, state, run_at, lease, lease_until,
		attempts, max_attempts, last_error, created_at) VALUES ($1, $2, $3, $4, $5, 'ready', $6, '', 0, 0, $7, '', $8)
		ON CONFLICT (unique_key) WHERE unique_key <> '' DO NOTHING`,
		id, n.Agency, string(n.Kind), n.Key, string(payload), n.At, n.Attempts, tx.Now())
	if err != nil || added == 0 {
		return "", err
	}
	return id, nil
}

// A Job is one attempt at a job, as its handler gets it.
type Job struct {
	ID       string
	Agency   string
	Kind     Kind
	Attempt  int // 1, 2, 3 …
	Attempts int // most
	payload  string
	lease    string
	finished bool
}

// Payload reads what was enqueued into dst.
func (j *Job) Payload(dst any) error { return json.Unmarshal([]byte(j.payload), dst) }

// Last reports whether no attempt follows this one.
func (j *Job) Last() bool { return j.Attempt >= j.Attempts }

// Finish marks the job done in the handler's own transaction, so that its effect and its end are one commit. It fails,
// and with it the transaction, when the lease went to another run meanwhile. The handler returns the error of its
// transaction: nil means that this was committed.
func (j *Job) Finish(tx *database.Tx) error {
	n, err := tx.Exec(`UPDATE job SET state = 'done', finished_at = $3, lease = '', last_error = ''
		WHERE id = $1 AND lease = $2 AND state = 'ready'`, j.ID, j.lease, tx.Now())
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "任务已由另一次运行接手")
	}
	j.finished = err == nil
	return err
}

// Retry gives a dead job new attempts, by hand. A message that it delivers is queued again: the person has judged that
// it did not arrive.
func Retry(tx *database.Tx, agency, id string) error {
	return revive(tx, "retry_job", agency, id, store.Queued, `UPDATE job SET state = 'ready', attempts = 0, run_at = $3,
		lease = '', lease_until = 0, finished_at = NULL WHERE id = $1 AND agency = $2 AND state = 'dead'`)
}

// Discard gives a dead job up, by hand, and with it the message that it delivers. Both stay on record.
func Discard(tx *database.Tx, agency, id string) error {
	return revive(tx, "discard_job", agency, id, store.Discarded, `UPDATE job SET state = 'discarded', finished_at = $3
		WHERE id = $1 AND agency = $2 AND state = 'dead'`)
}

func revive(tx *database.Tx, verb, agency, id string, message store.Sending, statement string) (err error) {
	defer fault.Wrap(&err, "job.%s(%s)", verb, id)
	n, err := tx.Exec(statement, id, agency, tx.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.NotFound, "没有这项失败的任务，可能已由他人处理")
	}
	_, err = tx.Exec(`UPDATE outbox SET stage = $2 WHERE stage <> 'sent' AND
		id = (SELECT substr(unique_key, 9) FROM job WHERE id = $1 AND kind = 'deliver')`, id, string(message))
	tx.Record(ledger.Entry{Chain: agency, Verb: verb, Subject: ledger.Subject{Kind: "job", ID: id}})
	return err
}
