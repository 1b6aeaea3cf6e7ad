-- Duties that no register shows to be done: a training, a look through the catalogue. A mark is set once; setting it
-- again replaces what it says.
CREATE TABLE duty_mark (
	agency    TEXT    NOT NULL REFERENCES agency (id),
	kind      TEXT    NOT NULL,
	duty      TEXT    NOT NULL,
	done_on   TEXT    NOT NULL,
	note      TEXT    NOT NULL,
	staff     TEXT    NOT NULL,
	marked_at INTEGER NOT NULL,
	PRIMARY KEY (agency, kind, duty)
) STRICT;
