-- The transparency log: one leaf for every act upon what the public sees, in the order of the acts, the hashes of the
-- tree over them (numbered as golang.org/x/mod/sumdb/tlog stores them), heads that were signed, and the key that signs.
CREATE TABLE log_size (
	id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	size INTEGER NOT NULL
) STRICT;

CREATE TABLE log_leaf (
	seq      INTEGER NOT NULL PRIMARY KEY,
	record   TEXT    NOT NULL,
	index_no TEXT    NOT NULL,
	body     TEXT    NOT NULL
) STRICT;
CREATE INDEX log_leaf_record ON log_leaf (record, seq);
CREATE INDEX log_leaf_index ON log_leaf (index_no, seq);

CREATE TABLE log_hash (
	place INTEGER NOT NULL PRIMARY KEY,
	hash  BLOB    NOT NULL
) STRICT;

CREATE TABLE log_head (
	size      INTEGER NOT NULL PRIMARY KEY,
	note      TEXT    NOT NULL,
	signed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE log_key (
	name     TEXT NOT NULL PRIMARY KEY,
	verifier TEXT NOT NULL,
	signer   BLOB NOT NULL
) STRICT;
