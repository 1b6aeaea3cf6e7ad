-- When the links of a published record were last looked at, and which of them lead nowhere.
CREATE TABLE link_check (
	record     TEXT    NOT NULL PRIMARY KEY REFERENCES publication (record),
	version    INTEGER NOT NULL,
	checked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX link_check_at ON link_check (checked_at);

CREATE TABLE dead_link (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	record     TEXT    NOT NULL REFERENCES publication (record),
	address    TEXT    NOT NULL,
	words      TEXT    NOT NULL,
	reason     TEXT    NOT NULL,
	since      TEXT    NOT NULL,
	checked_on TEXT    NOT NULL,
	PRIMARY KEY (agency, record, address)
) STRICT;
