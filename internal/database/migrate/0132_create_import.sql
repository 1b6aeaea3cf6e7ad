-- Records of old sites: which lines were imported, so that a broken-off import goes on and no line is taken twice, and
-- where records stood before, so that old addresses lead on.
CREATE TABLE import_line (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	mark        TEXT    NOT NULL,
	record      TEXT    NOT NULL REFERENCES record (id),
	source      TEXT    NOT NULL,
	line        INTEGER NOT NULL,
	imported_at INTEGER NOT NULL,
	PRIMARY KEY (agency, mark)
) STRICT;

CREATE TABLE old_address (
	address TEXT NOT NULL PRIMARY KEY,
	agency  TEXT NOT NULL REFERENCES agency (id),
	record  TEXT NOT NULL REFERENCES record (id)
) STRICT;
CREATE INDEX old_address_record ON old_address (record);
