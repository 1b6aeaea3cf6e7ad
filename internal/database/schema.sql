-- Generated from internal/database/migrate by go test ./internal/database -update. For reading only.

CREATE TABLE counter (
	agency TEXT    NOT NULL,
	kind   TEXT    NOT NULL,
	period TEXT    NOT NULL,
	last   INTEGER NOT NULL CHECK (last > 0),
	PRIMARY KEY (agency, kind, period)
) STRICT;

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
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_ready ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_state ON job (agency, state, created_at);
CREATE UNIQUE INDEX job_unique ON job (unique_key) WHERE unique_key <> '';

CREATE TABLE job_schedule (
	name    TEXT    NOT NULL PRIMARY KEY,
	next_at INTEGER NOT NULL
) STRICT;

CREATE TABLE ledger (
	chain         TEXT    NOT NULL,
	seq           INTEGER NOT NULL,
	at            INTEGER NOT NULL,
	actor_id      TEXT    NOT NULL,
	actor_name    TEXT    NOT NULL,
	actor_role    TEXT    NOT NULL,
	actor_agency  TEXT    NOT NULL,
	actor_address TEXT    NOT NULL,
	verb          TEXT    NOT NULL,
	subject_kind  TEXT    NOT NULL,
	subject_id    TEXT    NOT NULL,
	before        TEXT    NOT NULL,
	after         TEXT    NOT NULL,
	cite          TEXT    NOT NULL,
	prev          BLOB    NOT NULL,
	hash          BLOB    NOT NULL,
	PRIMARY KEY (chain, seq)
) STRICT;
CREATE INDEX ledger_actor ON ledger (chain, actor_id, at);
CREATE INDEX ledger_at ON ledger (chain, at, seq);
CREATE INDEX ledger_subject ON ledger (subject_kind, subject_id, at);
CREATE INDEX ledger_time ON ledger (at, chain, seq);
CREATE TRIGGER ledger_delete BEFORE DELETE ON ledger BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_update BEFORE UPDATE ON ledger BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TABLE ledger_head (
	chain TEXT    NOT NULL PRIMARY KEY,
	seq   INTEGER NOT NULL,
	hash  BLOB    NOT NULL
) STRICT;
CREATE TRIGGER ledger_head_delete BEFORE DELETE ON ledger_head BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_head_update BEFORE UPDATE ON ledger_head
WHEN new.chain <> old.chain OR new.seq < old.seq BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;

CREATE TABLE outbox (
	id         TEXT    NOT NULL PRIMARY KEY,
	agency     TEXT    NOT NULL,
	channel    TEXT    NOT NULL CHECK (channel IN ('mail', 'webhook')),
	topic_kind TEXT    NOT NULL,
	topic_id   TEXT    NOT NULL,
	masked     TEXT    NOT NULL,
	content    BLOB    NOT NULL,
	stage      TEXT    NOT NULL CHECK (stage IN ('queued', 'sending', 'sent', 'unclear', 'failed', 'discarded')),
	created_at INTEGER NOT NULL,
	sent_at    INTEGER
) STRICT;
CREATE INDEX outbox_stage ON outbox (agency, stage, created_at);
CREATE INDEX outbox_topic ON outbox (agency, topic_kind, topic_id);
