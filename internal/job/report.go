package job

import (
	"maps"
	"slices"
	"strings"
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

// An Occurrence is how a schedule stands: when its time comes next, and what came of the last.
type Occurrence struct {
	Name       string
	NextAt     database.Instant
	State      string // of the last job: ready, done, dead, discarded; empty if there was none in the days asked about
	FinishedAt database.Instant
	LastError  string
}

// Occurrences lists the schedules that the runner knows, in its order, with the last job of each since the instant.
func (r *Runner) Occurrences(q database.Reader, since time.Time) (list []Occurrence, err error) {
	defer fault.Wrap(&err, "job.Occurrences")
	var next []struct {
		Name   string
		NextAt database.Instant
	}
	if err := q.Select(&next, `SELECT name, next_at FROM job_schedule`); err != nil {
		return nil, err
	}
	var jobs []struct {
		UniqueKey  string
		State      string
		FinishedAt database.Instant
		LastError  string
	}
	err = q.Select(&jobs, `SELECT unique_key, state, finished_at, last_error FROM job
		WHERE unique_key LIKE 'schedule:%' AND created_at > $1 ORDER BY created_at, id`, since)
	for _, s := range r.schedules {
		o := Occurrence{Name: s.Name}
		for _, n := range next {
			if n.Name == s.Name {
				o.NextAt = n.NextAt
			}
		}
		for _, j := range jobs {
			if strings.HasPrefix(j.UniqueKey, "schedule:"+s.Name+"@") {
				o.State, o.FinishedAt, o.LastError = j.State, j.FinishedAt, j.LastError
			}
		}
		list = append(list, o)
	}
	return list, err
}

// Kinds lists the kinds of jobs that the runner handles.
func (r *Runner) Kinds() []Kind { return slices.Sorted(maps.Keys(r.handlers)) }
