-- 修订说明 of a record that is being put right, written by whoever found what was wrong; it is public once the new version
-- is published, and gone from here.
CREATE TABLE revision_note (
	record   TEXT    NOT NULL PRIMARY KEY REFERENCES record (id),
	agency   TEXT    NOT NULL,
	text     TEXT    NOT NULL,
	noted_at INTEGER NOT NULL
) STRICT;
