-- People with accounts. Passwords and recovery codes as digests; phone, e-mail and second factor sealed.
CREATE TABLE staff (
	agency      TEXT    NOT NULL REFERENCES agency (id),
	id          TEXT    NOT NULL PRIMARY KEY,
	section     TEXT    NOT NULL,
	login       TEXT    NOT NULL UNIQUE,
	name        TEXT    NOT NULL,
	roles       TEXT    NOT NULL,
	disabled    INTEGER NOT NULL CHECK (disabled IN (0, 1)),
	phone       BLOB    NOT NULL,
	email       BLOB    NOT NULL,
	password    TEXT    NOT NULL,
	password_at INTEGER,
	must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
	failures    INTEGER NOT NULL,
	locked_till INTEGER,
	factor      BLOB    NOT NULL,
	next_factor BLOB    NOT NULL,
	factor_step INTEGER NOT NULL,
	recovery    TEXT    NOT NULL,
	subject     TEXT    NOT NULL,
	last_login  INTEGER
) STRICT;
CREATE INDEX staff_agency ON staff (agency, name);
CREATE UNIQUE INDEX staff_subject ON staff (subject) WHERE subject <> '';

-- The passwords that may not be used again.
CREATE TABLE old_password (
	staff  TEXT    NOT NULL REFERENCES staff (id),
	set_at INTEGER NOT NULL,
	hash   TEXT    NOT NULL,
	PRIMARY KEY (staff, set_at)
) STRICT;
