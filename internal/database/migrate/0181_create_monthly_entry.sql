-- 行政许可、处罚、强制、收费 by section and month. Nothing is overwritten: the entry with the highest seq of a month
-- counts, those before it stay as its trail.
CREATE TABLE monthly_entry (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	section    TEXT    NOT NULL REFERENCES section (id),
	month      TEXT    NOT NULL,
	seq        INTEGER NOT NULL CHECK (seq > 0),
	permits    INTEGER NOT NULL CHECK (permits >= 0),
	penalties  INTEGER NOT NULL CHECK (penalties >= 0),
	coercions  INTEGER NOT NULL CHECK (coercions >= 0),
	fees       INTEGER NOT NULL CHECK (fees >= 0),
	reason     TEXT    NOT NULL,
	source     TEXT    NOT NULL,
	staff      TEXT    NOT NULL,
	staff_name TEXT    NOT NULL,
	entered_on TEXT    NOT NULL,
	entered_at INTEGER NOT NULL,
	PRIMARY KEY (agency, section, month, seq)
) STRICT;

-- Which section hands in what, from which month on.
CREATE TABLE monthly_reporter (
	agency     TEXT    NOT NULL REFERENCES agency (id),
	section    TEXT    NOT NULL REFERENCES section (id),
	kinds      TEXT    NOT NULL,
	from_month TEXT    NOT NULL,
	PRIMARY KEY (agency, section)
) STRICT;
