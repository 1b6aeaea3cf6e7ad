-- The indicators by which a 主管部门 marks the agencies below it, where it has changed the shipped ones.
CREATE TABLE indicator_set (
	agency     TEXT    NOT NULL PRIMARY KEY REFERENCES agency (id),
	body       TEXT    NOT NULL,
	altered_at INTEGER NOT NULL
) STRICT;
