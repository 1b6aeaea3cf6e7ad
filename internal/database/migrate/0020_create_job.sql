-- The durable queue. A job is ready until it is done, dead (out of attempts) or discarded by hand.
CREATE TABLE job (
	id           TEXT    NOT NULL PRIMARY KEY,
	agency       TEXT    NOT NULL,
	kind         TEXT    NOT NULL,
	unique_key   TEXT    NOT NULL,
	payload      TEXT    NOT NULL,
	state        TEXT    NOT NULL CHECK (state IN ('ready', 'done', 'dead', 'discarded')),
	run_at       INTEGER NOT NULL,
	lease        TEXT    NOT NULL,
	lease_until  INTEGER NOT NULL,
	attempts     INTEGER NOT NULL,
	max_attempts INTEGER NOT NULL CHECK (max_attempts > 0),
	last_error   TEXT    NOT NULL,
	created_at   INTEGER NOT NULL,
	finished_at  INTEGER
) STRICT;
CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready';
CREATE UNIQUE INDEX job_unique ON job (unique_key) WHERE unique_key <> '';
CREATE INDEX job_state ON job (agency, state, created_at);
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;

-- When each schedule is next due.
CREATE TABLE job_schedule (
	name    TEXT    NOT NULL PRIMARY KEY,
	next_at INTEGER NOT NULL
) STRICT;
