-- Which application stands in the index of the register under which number, and how it was entered. state holds the mark of
-- a complete index: while it is not there, the register is read through.
CREATE TABLE application_entry (
	id          INTEGER NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL,
	application TEXT    NOT NULL UNIQUE,
	pending     INTEGER NOT NULL CHECK (pending IN (0, 1)),
	mark        TEXT    NOT NULL
) STRICT;

CREATE TABLE application_entry_state (
	mark TEXT NOT NULL PRIMARY KEY
) STRICT;
