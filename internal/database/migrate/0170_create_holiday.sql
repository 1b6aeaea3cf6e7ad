-- 放假安排: what notices loaded in the workbench say of days. It lies over the national calendar and the files of the
-- configuration; a later notice about the same day replaces the earlier one.
CREATE TABLE holiday (
	day       TEXT    NOT NULL PRIMARY KEY,
	off       INTEGER NOT NULL CHECK (off IN (0, 1)),
	name      TEXT    NOT NULL,
	notice    TEXT    NOT NULL,
	loaded_at INTEGER NOT NULL
) STRICT;
