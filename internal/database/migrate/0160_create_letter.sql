-- 文书: what was said to somebody, as it was said. body is the letter, sealed since it may hold who the applicant is;
-- digest is over its plain text. Letters are added and never changed.
CREATE TABLE letter (
	id          TEXT    NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL REFERENCES agency (id),
	application TEXT    NOT NULL REFERENCES application (id),
	seq         INTEGER NOT NULL,
	kind        TEXT    NOT NULL,
	side        TEXT    NOT NULL,
	number      TEXT    NOT NULL,
	dated_on    TEXT    NOT NULL,
	digest      TEXT    NOT NULL,
	body        BLOB    NOT NULL,
	stamp       TEXT    NOT NULL,
	author      TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	issued_at   INTEGER NOT NULL,
	UNIQUE (application, seq)
) STRICT;
CREATE UNIQUE INDEX letter_number ON letter (agency, number) WHERE number <> '';
CREATE INDEX letter_agency ON letter (agency, kind, dated_on);

-- A letter in the making, one of each kind of an application.
CREATE TABLE letter_draft (
	id          TEXT    NOT NULL PRIMARY KEY,
	application TEXT    NOT NULL REFERENCES application (id),
	kind        TEXT    NOT NULL,
	author      TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	body        BLOB    NOT NULL,
	saved_at    INTEGER NOT NULL,
	UNIQUE (application, kind)
) STRICT;

-- The agency's own standard texts, by the first day on which they are used. An empty body goes back to the text that
-- comes with the program.
CREATE TABLE letter_text (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	kind        TEXT    NOT NULL,
	valid_from  TEXT    NOT NULL,
	body        TEXT    NOT NULL,
	author_name TEXT    NOT NULL,
	saved_at    INTEGER NOT NULL,
	PRIMARY KEY (agency, kind, valid_from)
) STRICT;

-- How the agency's letters look and are numbered. signing is the key of the electronic signature, sealed.
CREATE TABLE letter_setting (
	agency  TEXT NOT NULL PRIMARY KEY REFERENCES agency (id),
	body    TEXT NOT NULL,
	signing BLOB NOT NULL
) STRICT;

-- The agency's own seal images, sealed; a letter names the one that it bears. Sizes are in tenths of a millimetre.
CREATE TABLE letter_stamp (
	agency   TEXT    NOT NULL REFERENCES agency (id),
	id       TEXT    NOT NULL,
	image    BLOB    NOT NULL,
	width    INTEGER NOT NULL,
	height   INTEGER NOT NULL,
	added_at INTEGER NOT NULL,
	PRIMARY KEY (agency, id)
) STRICT;
