-- Words that are wrong or forbidden, each in the list of one agency; the list of a 主管部门 counts for those below too.
CREATE TABLE word (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	wrong      TEXT    NOT NULL,
	instead    TEXT    NOT NULL,
	level      TEXT    NOT NULL,
	note       TEXT    NOT NULL,
	but_in     TEXT    NOT NULL,
	altered_at INTEGER NOT NULL,
	PRIMARY KEY (agency, wrong)
) STRICT;

-- What screening found in a file. It depends on nothing but the content and the rules, so it is kept under both; quotes in
-- it are masked.
CREATE TABLE screening (
	hash        TEXT    NOT NULL PRIMARY KEY,
	rules       TEXT    NOT NULL,
	findings    TEXT    NOT NULL,
	screened_at INTEGER NOT NULL
) STRICT;
