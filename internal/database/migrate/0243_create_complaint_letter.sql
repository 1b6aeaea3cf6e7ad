-- Letters of complaints: the 更正告知书 and the 转送函. They are numbered with the agency's other letters; body is sealed,
-- since it may hold who asked; digest is over its plain text. Letters are added and never changed.
CREATE TABLE complaint_letter (
	id          TEXT    NOT NULL PRIMARY KEY,
	agency      TEXT    NOT NULL REFERENCES agency (id),
	complaint   TEXT    NOT NULL REFERENCES complaint (id),
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
	UNIQUE (complaint, seq)
) STRICT;
CREATE UNIQUE INDEX complaint_letter_number ON complaint_letter (agency, number) WHERE number <> '';
