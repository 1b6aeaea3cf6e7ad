-- Who discloses: places, agencies with their superiors, sections, the facts of the 公开指南, settings.
CREATE TABLE region (
	code TEXT NOT NULL PRIMARY KEY,
	name TEXT NOT NULL
) STRICT;

CREATE TABLE agency (
	id         TEXT    NOT NULL PRIMARY KEY,
	uscc       TEXT    NOT NULL,
	code       TEXT    NOT NULL UNIQUE,
	name       TEXT    NOT NULL,
	short_name TEXT    NOT NULL,
	level      INTEGER NOT NULL,
	kind       TEXT    NOT NULL,
	region     TEXT    NOT NULL,
	parent     TEXT    NOT NULL,
	superior   TEXT    NOT NULL,
	competent  INTEGER NOT NULL CHECK (competent IN (0, 1)),
	closed     INTEGER NOT NULL CHECK (closed IN (0, 1)),
	created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX agency_uscc ON agency (uscc) WHERE uscc <> '';
CREATE INDEX agency_superior ON agency (superior);

CREATE TABLE section (
	agency TEXT    NOT NULL REFERENCES agency (id),
	id     TEXT    NOT NULL PRIMARY KEY,
	name   TEXT    NOT NULL,
	office INTEGER NOT NULL CHECK (office IN (0, 1)),
	closed INTEGER NOT NULL CHECK (closed IN (0, 1))
) STRICT;
CREATE INDEX section_agency ON section (agency, name);

CREATE TABLE guide (
	agency            TEXT NOT NULL PRIMARY KEY REFERENCES agency (id),
	office_name       TEXT NOT NULL,
	address           TEXT NOT NULL,
	postcode          TEXT NOT NULL,
	hours             TEXT NOT NULL,
	phone             TEXT NOT NULL,
	fax               TEXT NOT NULL,
	internet          TEXT NOT NULL,
	supervision_phone TEXT NOT NULL,
	channels          TEXT NOT NULL,
	reviewed_on       TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
	agency TEXT NOT NULL PRIMARY KEY REFERENCES agency (id),
	body   TEXT NOT NULL
) STRICT;
