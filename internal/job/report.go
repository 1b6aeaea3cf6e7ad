package job

import (
	"time"

	"gongkai/fault"
	"gongkai/internal/database"
)

// A Failure is a line of the page that shows what went wrong.
type Failure struct {
	ID         string
	Agency     string
	Kind       string
	Attempts   int
	LastError  string // without personal data
	CreatedAt  database.Instant
	FinishedAt database.Instant
	MessageID  string // of a delivery
	Channel    string // mail or webhook
	Masked     string // recipient, masked
	Stage      string // of the message: failed, or unclear, which a person must judge before retrying
	TopicKind  string
	TopicID    string
}

// Failures lists the dead jobs of the agency, newest first; with an empty agency and everybody set, those of all.
func Failures(r database.Reader, agency string, everybody bool, limit int) (list []Failure, err error) {
	defer fault.Wrap(&err, "job.Failures")
	err = r.Select(&list, `SELECT j.id, j.agency, j.kind, j.attempts, j.last_error, j.created_at, j.finished_at,
			coalesce(o.id, '') AS message_id, coalesce(o.channel, '') AS channel, coalesce(o.masked, '') AS masked,
			coalesce(o.stage, '') AS stage, coalesce(o.topic_kind, '') AS topic_kind, coalesce(o.topic_id, '') AS topic_id
		FROM job j LEFT JOIN outbox o ON j.kind = 'deliver' AND o.id = substr(j.unique_key, 9)
		WHERE j.state = 'dead' AND (j.agency = $1 OR $2 = 1) ORDER BY j.created_at DESC, j.id DESC LIMIT $3`,
		agency, everybody, limit)
	return list, err
}

// Health says how the queue stands, for metrics and the administrators' page.
type Health struct {
	Ready   int // due now and not taken up
	Waiting int // for their time, or for the next attempt
	Running int
	Dead    int
	Oldest  time.Duration // how long the oldest due job has been waiting
}

// Inspect counts the jobs of the whole site at the instant.
func Inspect(r database.Reader, now time.Time) (h Health, err error) {
	defer fault.Wrap(&err, "job.Inspect")
	var oldest *int64
	err = r.QueryRow(`SELECT
			count(CASE WHEN state = 'ready' AND run_at <= $1 AND lease_until <= $1 THEN 1 END),
			count(CASE WHEN state = 'ready' AND run_at > $1 AND lease_until <= $1 THEN 1 END),
			count(CASE WHEN state = 'ready' AND lease_until > $1 THEN 1 END),
			count(CASE WHEN state = 'dead' THEN 1 END),
			min(CASE WHEN state = 'ready' AND run_at <= $1 AND lease_until <= $1 THEN run_at END)
		FROM job WHERE state IN ('ready', 'dead')`, now).Scan(&h.Ready, &h.Waiting, &h.Running, &h.Dead, &oldest)
	if err == nil && oldest != nil {
		h.Oldest = now.Sub(time.UnixMilli(*oldest))
	}
	return h, err
}
