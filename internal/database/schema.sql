-- Generated from internal/database/migrate by go test ./internal/database -update. For reading only.

CREATE TABLE counter (
	agency TEXT    NOT NULL,
	kind   TEXT    NOT NULL,
	period TEXT    NOT NULL,
	last   INTEGER NOT NULL CHECK (last > 0),
	PRIMARY KEY (agency, kind, period)
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

CREATE TABLE ledger_head (
	chain TEXT    NOT NULL PRIMARY KEY,
	seq   INTEGER NOT NULL,
	hash  BLOB    NOT NULL
) STRICT;
