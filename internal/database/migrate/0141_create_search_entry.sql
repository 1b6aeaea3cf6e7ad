-- Which record stands in the index under which number, with what its words were made.
CREATE TABLE search_entry (
	id      INTEGER NOT NULL PRIMARY KEY,
	agency  TEXT    NOT NULL,
	record  TEXT    NOT NULL UNIQUE,
	version INTEGER NOT NULL,
	mark    TEXT    NOT NULL,
	waiting INTEGER NOT NULL
) STRICT;
CREATE INDEX search_entry_waiting ON search_entry (id) WHERE waiting > 0;
CREATE INDEX search_entry_mark ON search_entry (mark);

-- The text of attachments by the digest of the file, for the index.
CREATE TABLE file_text (
	hash    TEXT    NOT NULL PRIMARY KEY,
	outcome TEXT    NOT NULL,
	text    TEXT    NOT NULL,
	read_at INTEGER NOT NULL
) STRICT;
