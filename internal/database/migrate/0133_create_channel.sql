-- Channels through which other systems hand documents in: each belongs to an agency and has one column and one person.
-- Of its token only the digest is kept. What was handed in is answered once: the same key gives the same record again.
CREATE TABLE intake_channel (
	id         TEXT    NOT NULL PRIMARY KEY,
	agency     TEXT    NOT NULL REFERENCES agency (id),
	name       TEXT    NOT NULL,
	column_id  TEXT    NOT NULL REFERENCES catalog_column (id),
	person     TEXT    NOT NULL REFERENCES staff (id),
	token      TEXT    NOT NULL UNIQUE,
	created_at INTEGER NOT NULL,
	revoked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_channel_agency ON intake_channel (agency, name);

CREATE TABLE intake_receipt (
	channel  TEXT    NOT NULL REFERENCES intake_channel (id),
	mark     TEXT    NOT NULL,
	digest   TEXT    NOT NULL,
	record   TEXT    NOT NULL REFERENCES record (id),
	notes    TEXT    NOT NULL,
	taken_at INTEGER NOT NULL,
	PRIMARY KEY (channel, mark)
) STRICT;
