-- 主动公开: columns of the catalogue, records with their versions and public acts, sign-offs of every review.
CREATE TABLE catalog_column (
	id        TEXT    NOT NULL PRIMARY KEY,
	agency    TEXT    NOT NULL REFERENCES agency (id),
	parent    TEXT    NOT NULL,
	title     TEXT    NOT NULL,
	item      TEXT    NOT NULL,
	genre     TEXT    NOT NULL,
	freshness TEXT    NOT NULL,
	section   TEXT    NOT NULL,
	person    TEXT    NOT NULL,
	place     INTEGER NOT NULL,
	closed    INTEGER NOT NULL CHECK (closed IN (0, 1))
) STRICT;
CREATE INDEX catalog_column_agency ON catalog_column (agency, place);

-- draft is the record as it is being written; what the public sees stands in record_version.
CREATE TABLE record (
	id           TEXT    NOT NULL PRIMARY KEY,
	agency       TEXT    NOT NULL REFERENCES agency (id),
	column_id    TEXT    NOT NULL REFERENCES catalog_column (id),
	kind         TEXT    NOT NULL,
	title        TEXT    NOT NULL,
	doc_no       TEXT    NOT NULL,
	author       TEXT    NOT NULL,
	author_name  TEXT    NOT NULL,
	draft        TEXT    NOT NULL,
	digest       TEXT    NOT NULL,
	index_no     TEXT    NOT NULL,
	version      INTEGER NOT NULL,
	visible      INTEGER NOT NULL CHECK (visible IN (0, 1)),
	published_on TEXT    NOT NULL,
	altered_at   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_index_no ON record (index_no) WHERE index_no <> '';
CREATE INDEX record_agency ON record (agency, visible, published_on, id);
CREATE INDEX record_column ON record (column_id, visible, published_on, id);

CREATE TABLE record_version (
	record  TEXT    NOT NULL REFERENCES record (id),
	version INTEGER NOT NULL,
	body    TEXT    NOT NULL,
	digest  TEXT    NOT NULL,
	PRIMARY KEY (record, version)
) STRICT;

CREATE TABLE record_act (
	record  TEXT    NOT NULL REFERENCES record (id),
	seq     INTEGER NOT NULL,
	kind    TEXT    NOT NULL,
	done_on TEXT    NOT NULL,
	version INTEGER NOT NULL,
	digest  TEXT    NOT NULL,
	reason  TEXT    NOT NULL,
	PRIMARY KEY (record, seq)
) STRICT;

CREATE TABLE signoff (
	kind        TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	seq         INTEGER NOT NULL,
	stage       TEXT    NOT NULL,
	person      TEXT    NOT NULL,
	person_name TEXT    NOT NULL,
	done_on     TEXT    NOT NULL,
	verdict     TEXT    NOT NULL,
	opinion     TEXT    NOT NULL,
	organ       TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	PRIMARY KEY (kind, subject, seq)
) STRICT;
