-- 放假安排 of places: a day belongs to the whole country (region is empty) or to a place of the table region, for whose
-- agencies alone it holds. 《放假办法》第四条 leaves the customary days of the minorities to the autonomous places.
CREATE TABLE placed_holiday (
	region    TEXT    NOT NULL,
	day       TEXT    NOT NULL,
	off       INTEGER NOT NULL CHECK (off IN (0, 1)),
	name      TEXT    NOT NULL,
	notice    TEXT    NOT NULL,
	loaded_at INTEGER NOT NULL,
	PRIMARY KEY (region, day)
) STRICT;
INSERT INTO placed_holiday (region, day, off, name, notice, loaded_at) SELECT '', day, off, name, notice, loaded_at FROM holiday;
DROP TABLE holiday;
ALTER TABLE placed_holiday RENAME TO holiday;
