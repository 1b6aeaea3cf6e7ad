-- 归档包: the whole file of a closed application as it was put away, in the store of files. One for each time; none is ever
-- replaced, and the digest stands in the ledger.
CREATE TABLE archive_package (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	application TEXT    NOT NULL REFERENCES application (id),
	seq         INTEGER NOT NULL,
	facts       INTEGER NOT NULL,
	hash        TEXT    NOT NULL,
	size        INTEGER NOT NULL,
	author      TEXT    NOT NULL,
	made_on     TEXT    NOT NULL,
	PRIMARY KEY (agency, application, seq)
) STRICT;
